"""Inviting the best five, seeing their answers, inviting the next five."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tandem.matching import actions, permissions, queries
from tandem.matching.forms import RoundForm
from tandem.matching.models import Need, Posting, Round
from tandem.ui.access import fetch, require, signed_in


def _need(request: HttpRequest, reference: str) -> Need:
    visible = permissions.visible_to(request.user, Need).select_related("organisation")
    return fetch(visible, permissions.can_write, request.user, reference=reference)


@signed_in
@require_http_methods(["GET", "POST"])
def round_of(request: HttpRequest, reference: str) -> HttpResponse:
    """The round of a need: who was invited and what they answered; before it, whom one would invite."""
    need = _need(request, reference)
    if need.state == Posting.State.DRAFT:
        return redirect("draft_check", "need", reference)
    under_way = queries.open_round(need)
    if under_way:
        return _under_way(request, need, under_way)
    form = RoundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        require(permissions.can_invite(request.user, need))
        begun = actions.begin_round(
            need,
            form.cleaned_data["text"],
            wanted=form.cleaned_data["wanted"],
            goes_on=form.cleaned_data["goes_on"],
            actor=request.user,
            at=timezone.now(),
        )
        if begun:
            messages.success(request, _sent(begun.introductions.count()))
        return redirect("round", reference)
    context: dict[str, Any] = {
        "need": need,
        "form": form,
        "wave": queries.next_wave(need) if need.state == Posting.State.PUBLISHED else [],
        "before": queries.latest_round(need),
    }
    return render(request, "matching/round_new.html", context)


def _under_way(request: HttpRequest, need: Need, current: Round) -> HttpResponse:
    if request.method == "POST":  # the second of two clicks
        return redirect("round", need.reference)
    invited = list(queries.invited_in(current))
    lines = [
        {
            "introduction": one,
            "state": queries.state_label(one),
            "name": queries.name_shown(one, "offer"),
        }
        for one in invited
    ]
    context = {"need": need, "round": current, "lines": lines, **queries.standing_for_owner(current, invited)}
    return render(request, "matching/round.html", context)


def _sent(count: int) -> str:
    return ngettext("%(count)s invitation has been sent.", "%(count)s invitations have been sent.", count) % {
        "count": count
    }


@signed_in
def next_five(request: HttpRequest, reference: str) -> HttpResponse:
    """Invite the next five. Whoever comes back here after signing in sees where the round stands first."""
    need = _need(request, reference)
    current = queries.open_round(need)
    after = request.POST.get("after", "")
    if request.method == "POST" and current and after.isdecimal() and len(after) < 5:
        require(permissions.can_invite(request.user, need))
        invited = actions.invite_next(current, int(after), actor=request.user, at=timezone.now())
        if invited:
            messages.success(request, _sent(invited))
        elif current.waves == int(after):
            messages.warning(request, _("Nobody else fits at the moment: everybody who does has been invited."))
    return redirect("round", reference)


@signed_in
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw what is open and end the round."""
    need = _need(request, reference)
    current = queries.open_round(need)
    if request.method == "POST" and current:
        actions.stop_round(current, actor=request.user, at=timezone.now())
        messages.success(request, _("The round is over. What had not been answered is withdrawn."))
    return redirect("round", reference)
