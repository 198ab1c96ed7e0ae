"""What the page of an organisation, and the portfolio of its supporter, show of its needs and offers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tandem.directory.panels import Line, Panel, Standing
from tandem.directory.permissions import consents_to
from tandem.matching import permissions, queries
from tandem.matching.models import Need, Offer, Posting
from tandem.ui.dates import date_format
from tandem.ui.templatetags.tandem import text_of

MOST = 10


def _panel(request: HttpRequest, organisation: object, model: type[Posting], title: str) -> Panel | None:
    """Published and visible to this person; a need that stays unnamed is not shown beside a name."""
    visible = queries.newest(permissions.visible_to(request.user, model)).filter(organisation=organisation)
    if not request.user.is_authenticated or not queries.belongs_to_organisation(request.user, organisation):
        visible = visible.exclude(visibility=Posting.Visibility.UNNAMED)
    postings = list(visible[:MOST])
    if not postings:
        return None
    return Panel(title, "matching/panel.html", {"postings": postings, "kind": model._meta.model_name})


def needs(request: HttpRequest, organisation: object) -> Panel | None:
    return _panel(request, organisation, Need, _("Its needs"))


def offers(request: HttpRequest, organisation: object) -> Panel | None:
    return _panel(request, organisation, Offer, _("Its offers"))


#: Of each organisation, so many needs and offers stand in a portfolio.
MOST_IN_PORTFOLIO = 5
#: An introduction that waits for longer is pointed out.
WAITS_LONG = 7


def on_the_lists(request: HttpRequest, agreed: Sequence[Any]) -> Mapping[int, Standing]:
    """The needs and offers of each organisation that can be found now."""
    shown = queries.shown_by([one.organisation_id for one in agreed])
    return {
        one.pk: Standing(
            _("Needs and offers"),
            [_line_of(posting) for posting in shown.get(one.organisation_id, ())[:MOST_IN_PORTFOLIO]]
            or [Line(gettext("none on the lists"))],
        )
        for one in agreed
    }


def _line_of(posting: Posting) -> Line:
    kind = posting._meta.model_name or ""
    text = gettext("need: %(title)s") if kind == "need" else gettext("offer: %(title)s")
    return Line(_with_title(text, posting), reverse("posting", args=[kind, posting.reference]))


def _with_title(text: str, posting: Posting) -> SafeString:
    return format_html(text % {"title": "{}"}, text_of(posting.titles))


def drafts(request: HttpRequest, agreed: Sequence[Any]) -> Mapping[int, Standing]:
    """What one prepares for them, who has the ball, and a way to begin."""
    written = queries.drafted_for([one.organisation_id for one in agreed], [one.supporter_id for one in agreed])
    keys = [one.pk for one in agreed]
    may = set(consents_to(request.user, "may_draft").filter(pk__in=keys).values_list("pk", flat=True))
    return {
        one.pk: Standing(
            _("Prepared for them"),
            [
                _line_of_draft(draft)
                for draft in written.get(one.organisation_id, ())
                if draft.drafted_by_id == one.supporter_id
            ],
            _ways_to_draft(one) if one.pk in may else (),
        )
        for one in agreed
    }


def _line_of_draft(draft: Posting) -> Line:
    title = draft.title or f"{draft.text[:60]}…"
    text = gettext("draft: %(title)s")
    if draft.handed_over:
        text = gettext("%(title)s: their turn, since %(day)s")
    day = date_format(timezone.localdate(draft.handed_over)) if draft.handed_over else ""
    return Line(
        text % {"title": title, "day": day}, reverse("draft_check", args=[draft._meta.model_name, draft.reference])
    )


def _ways_to_draft(one: Any) -> Sequence[tuple[str, str]]:
    return [
        (gettext("Prepare a need"), f"{reverse('draft_new', args=['need'])}?for={one.reference}"),
        (gettext("Prepare an offer"), f"{reverse('draft_new', args=['offer'])}?for={one.reference}"),
    ]


def introductions(request: HttpRequest, agreed: Sequence[Any]) -> Mapping[int, Standing]:
    """Who has the ball in each open introduction: neither words nor who stands opposite."""
    found = queries.open_introductions_of([one.organisation_id for one in agreed])
    return {
        one.pk: Standing(_("Introductions"), [_line_of_introduction(*pair) for pair in found[one.organisation_id]])
        for one in agreed
        if one.organisation_id in found
    }


def _line_of_introduction(one: Any, theirs: bool) -> Line:
    text = gettext("%(state)s: their turn, since %(day)s")
    if not theirs:
        text = gettext("%(state)s: the turn of the other side, since %(day)s")
    said = {"state": queries.said(queries.state_label(one)), "day": date_format(timezone.localdate(one.since))}
    return Line(text % said, stuck=(timezone.now() - one.since).days >= WAITS_LONG)


def proposals(request: HttpRequest, agreed: Sequence[Any]) -> Mapping[int, Standing]:
    """For each of their published needs and offers, a way to propose a partner."""
    shown = queries.shown_by([one.organisation_id for one in agreed])
    ways = {
        one.pk: [
            (
                _with_title(gettext("A partner for “%(title)s”"), posting),
                f"{reverse('third_party_new')}?{posting._meta.model_name}={posting.reference}",
            )
            for posting in shown.get(one.organisation_id, ())
            if posting.state == Posting.State.PUBLISHED
        ][:MOST_IN_PORTFOLIO]
        for one in agreed
    }
    return {key: Standing(_("Propose to them"), ways=some) for key, some in ways.items() if some}
