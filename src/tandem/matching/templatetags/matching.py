"""What the pages of matching show of results and steps."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tandem.domain import matching as engine
from tandem.matching.permissions import NO_FREE_PLACE
from tandem.matching.queries import said

register = template.Library()

DONE = {
    "propose": _("Proposed"),
    "accept": _("Accepted"),
    "ask": _("Asked a question"),
    "answer": _("Answered"),
    "decline": _("Declined"),
    "withdraw": _("Withdrawn"),
    "expire": _("Closed without an answer"),
    "release": _("Closed, help was found"),
}


#: What was done with a shared need, by the name of its event.
NEED_EVENTS = {
    "need.shared": _("Made of two needs"),
    "need.changed": _("Changed"),
    "need.published": _("Published"),
    "need.closed": _("Taken off the lists"),
    "need.author_left": _("One organisation left"),
}


@register.filter
def need_event(event: Any) -> Any:
    return NEED_EVENTS.get(event.name, event.name)


#: What a card shows before one asks for everything.
STRONGEST = 4


@register.filter
def strongest(criteria: Any) -> list[Any]:
    """The criteria that speak most for the pair: those that bring most of its score."""
    return sorted((one for one in criteria if one.value), key=lambda one: -one.contribution)[:STRONGEST]


@register.filter
def percent_of(one: Any) -> str:
    """How full the bar of a criterion is; what is not said counts for its usual value."""
    return f"{100 * one.contribution / one.weight:.0f}" if one.weight else "0"


@register.filter
def criterion(one: Any) -> str:
    return said(engine.CRITERION_LABELS[one.name])


@register.filter
def told(message: Any) -> str:
    """A sentence of the engine, with the names of competences and languages."""
    return said(message)


@register.filter
def gate(name: str) -> str:
    return said(engine.GATE_LABELS[name])


@register.filter
def change_for(would_change: Any, viewer: str) -> str:
    """A change as told to one side, or to somebody who stands on neither: then without saying whose it is."""
    change = would_change.change
    return said(change.seen_from(viewer) if viewer in ("need", "offer") else change.action)


@register.filter
def percent(share: float) -> str:
    return format_html("{}&nbsp;%", round(share * 100))


@register.filter
def kind(posting: Any) -> str:
    return posting._meta.model_name


@register.filter
def step_done(step: Any) -> Any:
    return DONE[step.transition]


@register.simple_tag(takes_context=True)
def relax(context: template.Context, name: str) -> str:
    """The address of this page with one gate relaxed, or looked at again when it was."""
    relaxed = list(context["ranked"].relaxed)
    wanted = [one for one in relaxed if one != name] if name in relaxed else [*relaxed, name]
    return f"?{urlencode({'relax': wanted}, doseq=True)}#matches" if wanted else f"{context['request'].path}#matches"


@register.simple_tag(takes_context=True)
def match_card(context: template.Context, match: Any, opposite: Any = None) -> SafeString:
    """One explained result. `opposite` is given when `match.posting` is one's own and fits that posting."""
    viewer = match.result.viewer
    need, offer = match.result.need.id, match.result.offer.id
    shown = "offer" if viewer == "need" else "need"
    if opposite is not None:
        shown = viewer
    under_way = context.get("under_way", {}).get(match.posting.reference)
    return template.loader.get_template("matching/match.html").render(
        {
            "match": match,
            "named": opposite is not None or match.posting.visibility != "unnamed",
            "address": reverse("posting", args=[shown, match.posting.reference]),
            "why": f"{reverse('pair')}?{urlencode({'need': need, 'offer': offer, 'side': viewer})}",
            "under_way": under_way,
            "refusal": gettext(NO_FREE_PLACE) if viewer == "need" and _is_full(match.result.offer) else "",
            "action": f"{reverse('introduction_new')}?{urlencode({'need': need, 'offer': offer, 'side': viewer})}",
            "side": "tech" if viewer == "need" else "social",
            "LANGUAGE_CODE": context.get("LANGUAGE_CODE", ""),
        }
    )


def _is_full(offer: engine.Offer) -> bool:
    return offer.max_requests is not None and offer.organisation.open_requests >= offer.max_requests
