"""Proposing an introduction, and answering one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.domain.lifecycle import INTRODUCTION, allowed
from tandem.matching import actions, permissions, queries
from tandem.matching.forms import ProposeForm, WordsForm
from tandem.matching.models import Introduction, Need, Offer, Side
from tandem.ui.access import fetch, require, signed_in

#: What is asked with a step: label of the field, hint.
WORDS = {
    "ask": (gettext_lazy("Your question"), ""),
    "answer": (gettext_lazy("Your answer"), ""),
    "decline": (
        gettext_lazy("Why not?"),
        gettext_lazy("One sentence is enough. It is sent to the other side, and counts as an answer."),
    ),
}
DONE = {
    "accept": gettext_lazy("You accepted. Each of you now sees how to reach the other."),
    "ask": gettext_lazy("Your question has been sent."),
    "answer": gettext_lazy("Your answer has been sent."),
    "decline": gettext_lazy("Your answer has been sent. Thank you for not leaving them waiting."),
    "withdraw": gettext_lazy("You withdrew the proposal."),
}


def _pair(request: HttpRequest) -> dict[str, Any]:
    """The need, the offer and the side one looks from, as the address names them; 403 when it is not one's own."""
    side = request.GET.get("side")
    if side not in Side.values:
        raise Http404
    need, offer = (
        fetch(
            permissions.visible_to(request.user, model).select_related("organisation"),
            reference=request.GET.get(model._meta.model_name),
        )
        for model in (Need, Offer)
    )
    require(permissions.can_compare(request.user, need, offer, side))
    own, opposite = (need, offer) if side == Side.NEED else (offer, need)
    here = urlencode({"need": need.reference, "offer": offer.reference, "side": side})
    return {
        "need": need,
        "offer": offer,
        "own": own,
        "own_kind": side,
        "opposite": opposite,
        "need_name": queries.name_before(need, own),
        "offer_name": queries.name_before(offer, own),
        "result": queries.explained(need, offer, side),
        "side": "tech" if side == Side.NEED else "social",
        "action": f"{reverse('introduction_new')}?{here}",
        "why": f"{reverse('pair')}?{here}",
    }


@signed_in
def pair(request: HttpRequest) -> HttpResponse:
    """Every part of one result."""
    context = _pair(request)
    may = permissions.can_propose(request.user, context["need"], context["offer"], context["own_kind"])
    under_way = queries.open_by_counterpart(context["own"]).get(context["opposite"].reference)
    return render(request, "matching/pair.html", {**context, "refusal": may.reason, "under_way": under_way})


@signed_in
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """A proposal from one's own posting to somebody else's: `need`, `offer` and `side` are in the address."""
    context = _pair(request)
    need, offer, side = context["need"], context["offer"], context["own_kind"]
    under_way = queries.open_between(need, offer)
    if under_way:
        return redirect("introduction", under_way.reference)
    require(permissions.can_propose(request.user, need, offer, side))
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ranked = (queries.ranked_offers if side == Side.NEED else queries.ranked_needs)(context["own"])
        seen = queries.to_keep(context["own"], ranked, context["opposite"])
        made = actions.propose(need, offer, side, form.cleaned_data["text"], actor=request.user, at=timezone.now())
        if made is None:  # somebody else took the last place meanwhile
            messages.warning(request, _(permissions.NO_FREE_PLACE))
            return redirect(context["why"])
        actions.keep_ranking(
            context["own"], ranked.rules.number, seen, actor=request.user, at=timezone.now(), introduction=made
        )
        messages.success(request, _("Your proposal has been sent. The ball is in their court."))
        return redirect("introduction", made.reference)
    return render(request, "matching/propose.html", {**context, "form": form})


def _visible(request: HttpRequest, reference: str) -> Introduction:
    visible = queries.with_parties(permissions.introductions_visible_to(request.user)).select_related("supporter")
    return fetch(visible, permissions.can_open_introduction, request.user, reference=reference)


def _own_side(request: HttpRequest, introduction: Introduction) -> str:
    """The side one stands on; of somebody who writes for both, the one that has the ball."""
    sides = [side for side in Side.values if permissions.can_act(request.user, introduction, side).allowed]
    awaited = queries.awaited_side(introduction)
    return awaited if awaited in sides else sides[0]


@signed_in
def introduction(request: HttpRequest, reference: str) -> HttpResponse:
    """Where it stands, who has the ball, what was said, and what one can do."""
    shown = _visible(request, reference)
    return _page(request, shown, _own_side(request, shown), {})


def _page(
    request: HttpRequest, shown: Introduction, side: str, forms: dict[str, WordsForm], status: int = 200
) -> HttpResponse:
    role = "proposer" if shown.proposed_by == side else "receiver"
    steps = allowed(INTRODUCTION, shown.state, role)
    awaited = queries.awaited_side(shown)
    form = next(iter(forms.values()), None)
    context: dict[str, Any] = {
        "introduction": shown,
        "side": side,
        "form": form,
        "state": queries.state_label(shown),
        "ball_is_mine": awaited == side,
        "ended": awaited is None,
        "other_name": queries.name_shown(shown, queries.opposite_of(side)),
        "need_name": queries.name_seen_from(shown, Side.NEED, side),
        "offer_name": queries.name_seen_from(shown, Side.OFFER, side),
        "steps": [{"transition": step, "form": forms.get(step.id) or _blank(step.id)} for step in steps],
        "history": queries.steps_of(shown),
        "last_day": queries.last_day(shown),
        "reminders": queries.reminders_of_this_turn(shown),
        "ranking_then": queries.kept_for(shown, side),
        "contact": queries.contact_of(shown, queries.opposite_of(side)) if shown.state == "accepted" else None,
    }
    return render(request, "matching/introduction.html", context, status=status)


def _blank(transition: str, data: Any = None) -> WordsForm | None:
    if transition not in WORDS:
        return None
    label, hint = WORDS[transition]
    missing = INTRODUCTION.transition(transition).asks[0].refusal
    return WordsForm(data, label=label, hint=hint, missing=queries.said(missing), prefix=transition)


@signed_in
def take_step(request: HttpRequest, reference: str, transition: str) -> HttpResponse:
    """Accept, ask, answer, decline, withdraw: refused with a sentence when it has moved on meanwhile. Whoever comes
    back here after signing in reads where it stands first."""
    shown = _visible(request, reference)
    if transition not in DONE:
        raise Http404
    if request.method != "POST":
        return redirect("introduction", reference)
    side = _own_side(request, shown)
    form = _blank(transition, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, shown, side, {transition: form})
    text = form.cleaned_data["text"] if form else ""
    decision = actions.take_step(shown, transition, side, text, actor=request.user, at=timezone.now())
    if decision.allowed:
        messages.success(request, DONE[transition])
    else:
        messages.warning(request, queries.said(decision.reason))
    return redirect("introduction", reference)
