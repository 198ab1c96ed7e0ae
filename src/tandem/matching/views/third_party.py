"""A supporter proposes two parties to each other; each answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tandem.domain.decision import refused
from tandem.domain.lifecycle import THIRD_PARTY
from tandem.domain.lifecycle.third_party import agreement
from tandem.matching import actions, permissions, queries
from tandem.matching.forms import MediatorForm, PairForm, WordsForm
from tandem.matching.models import Need, Offer, Posting, Side, ThirdPartyProposal
from tandem.ui.access import fetch, require, signed_in
from tandem.ui.templatetags.tandem import in_language

DONE = {
    "agree": _("Your yes has been sent."),
    "decline": _("Your answer has been sent. Thank you for not leaving them waiting."),
    "withdraw": _("You withdrew the proposal."),
}


def _posting(request: HttpRequest) -> Need | Offer:
    """The published need or offer that the address names."""
    for model in (Need, Offer):
        reference = request.GET.get(model._meta.model_name or "")
        if reference:
            visible = permissions.visible_to(request.user, model).filter(state=Posting.State.PUBLISHED)
            return fetch(visible.select_related("organisation"), reference=reference)
    raise Http404


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Whom the owners of this need or offer should meet, among those who fit it best, and why."""
    posting = _posting(request)
    if not permissions.intermediaries_of(request.user):
        require(refused(permissions.ONLY_SUPPORTERS))
    closed = permissions.not_to_introduce(request.user)
    if posting.organisation_id in closed:
        require(refused(permissions.NOT_AGREED))
    found = [match.posting for match in queries.candidates_for(posting, request.user)]
    candidates = {one.reference: one for one in found if one.organisation_id not in closed}
    others = [(reference, _line(one)) for reference, one in candidates.items()]
    form = PairForm(request.POST if request.method == "POST" else None, others=others)
    if request.method == "POST" and form.is_valid():
        other = candidates[form.cleaned_data["other"]]
        need, offer = (posting, other) if isinstance(posting, Need) else (other, posting)
        require(permissions.can_support(request.user, need, offer))
        made = actions.propose_pair(
            need,
            offer,
            form.cleaned_data["why"],
            organisation=permissions.supporter_for(request.user, posting.organisation_id),
            actor=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Both have been asked. Each answers for itself, and you see here what they say."))
        return redirect("third_party", made.reference)
    context = {"posting": posting, "kind": posting._meta.model_name, "form": form, "others": others}
    return render(request, "matching/third_party_new.html", context)


def _line(posting: Any) -> str:
    hidden = posting.visibility == Posting.Visibility.UNNAMED
    title = in_language(posting.titles)
    return title if hidden else f"{title} – {posting.organisation.name}"


def _visible(request: HttpRequest, reference: str) -> ThirdPartyProposal:
    visible = queries.with_both(permissions.third_party_visible_to(request.user)).distinct()
    return fetch(visible, permissions.can_open_third_party, request.user, reference=reference)


def _own_side(request: HttpRequest, shown: ThirdPartyProposal) -> str | None:
    """The side one answers for; of somebody who writes for both, the one that is waited for. None: the supporter."""
    sides = permissions.sides_of(request.user, shown)
    awaited = [side for side in sides if side in queries.awaited_of_pair(shown)]
    return next(iter([*awaited, *sides]), None)


@signed_in
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """Who proposed it and why, what each side said, and what one can do."""
    shown = _visible(request, reference)
    return _page(request, shown, _own_side(request, shown))


def _page(request: HttpRequest, shown: ThirdPartyProposal, side: str | None, decline: Any = None) -> HttpResponse:
    awaited = queries.awaited_of_pair(shown)
    supporter = shown.supporter.name if shown.supporter else shown.organisation.name
    context: dict[str, Any] = {
        "proposal": shown,
        "side": side,
        "state": queries.pair_state(shown),
        "ended": not awaited,
        "mine": side in awaited,
        "agreed": queries.consent_to_proposals(shown, side),
        "need_name": queries.pair_name(shown, Side.NEED, side),
        "offer_name": queries.pair_name(shown, Side.OFFER, side),
        "supporter": supporter,
        "answers": list(shown.answers.all()),
        "last_day": queries.last_day_of_pair(shown),
        "reminded_on": queries.pair_reminded_on(shown, side),
        "yes": MediatorForm(supporter=supporter) if side in awaited else None,
        "form": decline,
        "decline": decline or _decline_form(),
        "withdraws": side is None and bool(awaited),
    }
    return render(request, "matching/third_party.html", context)


def _decline_form(data: Any = None) -> WordsForm:
    return WordsForm(
        data,
        label=_("Why not?"),
        hint=_("One sentence is enough. It is sent to the other side and to those who proposed it."),
        missing=queries.said(THIRD_PARTY.transition("decline").asks[0].refusal),
        prefix="decline",
    )


@signed_in
def answer(request: HttpRequest, reference: str, answer: str) -> HttpResponse:
    """Yes, no, or taking it back. Whoever comes back here after signing in reads where it stands first."""
    shown = _visible(request, reference)
    if answer not in DONE:
        raise Http404
    if request.method != "POST":
        return redirect("third_party", reference)
    side = _own_side(request, shown)
    now = timezone.now()
    if answer == "withdraw":
        if side is not None and not permissions.is_supporter(request.user, shown):
            require(refused(THIRD_PARTY.transition("withdraw").only.text))
        decision = actions.withdraw_pair(shown, actor=request.user, at=now)
    else:
        if side is None:
            require(refused(THIRD_PARTY.transition(agreement("proposed", "need")).only.text))
        form = _decline_form(request.POST)
        if answer == "decline" and not form.is_valid():
            return _page(request, shown, side, form)
        decision = actions.answer_pair(
            shown,
            str(side),
            agrees=answer == "agree",
            mediator="mediator" in request.POST,
            reason=form.cleaned_data.get("text", "") if answer == "decline" else "",
            actor=request.user,
            at=now,
        )
    if decision.allowed:
        messages.success(request, DONE[answer])
    else:
        messages.warning(request, queries.said(decision.reason))
    return redirect("third_party", reference)
