"""Who is in the room, and who is asked to join it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.cooperation import actions, permissions, queries
from tandem.cooperation.forms import LeaveForm, PartyForm
from tandem.cooperation.models import PartyInvitation, PartyRole
from tandem.cooperation.views.framing import again
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.directory.permissions import visible_to as organisations_visible_to
from tandem.domain.decision import Decision
from tandem.ui.access import fetch, require, signed_in


@signed_in
def parties(request: HttpRequest, reference: str) -> HttpResponse:
    """Every party with what it is here; who is invited; a search for one more."""
    shown = visible(request, reference)
    own = queries.own_party(request.user, shown)
    words = request.GET.get("q", "").strip()
    invitations = queries.invitations_shown(shown, own)
    may_add = own is not None and permissions.can_be_joined(shown, len(invitations)).allowed
    context = {
        "room": shown,
        "own": own,
        "sides": queries.sides(shown),
        "may_choose": own is not None and own.role == PartyRole.FUNDER,
        "may_leave": own is not None and permissions.can_leave(shown, own).allowed,
        "gone": queries.gone(shown),
        "invitations": invitations,
        "may_add": may_add,
        "words": words,
        "found": queries.organisations_found(words, shown) if words and may_add else [],
    }
    return render(request, "cooperation/parties.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """Propose one organisation: what it would be here, and why."""
    shown, own = acted_in(request, reference)
    organisation = fetch(organisations_visible_to(request.user), slug=slug)
    form = PartyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        decision = actions.propose_party(
            shown, own, organisation, said["role"], said["words"].strip(), actor=request.user, at=timezone.now()
        )
        if decision.reason is None:
            messages.success(request, _("Proposed. The organisation is asked once all of you want it."))
            return redirect("parties", reference)
        form = again(PartyForm(request.POST), decision.reason.render(_))
    return render(request, "cooperation/party_invite.html", {"room": shown, "form": form, "organisation": organisation})


@signed_in
@require_POST
def change(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Want somebody who is proposed, or take the invitation back (`drop`)."""
    shown, own = acted_in(request, reference)
    by = {"actor": request.user, "at": timezone.now()}
    if "drop" in request.POST:
        return _said(request, reference, actions.forget_party(shown, own, pk, **by), _("The invitation is taken back."))
    decision = actions.want_party(shown, own, pk, **by)
    return _said(request, reference, decision, _("Noted. The organisation is asked once all of you want it."))


@signed_in
@require_POST
def transfer_share(request: HttpRequest, reference: str) -> HttpResponse:
    """A funder stays out of the transfer (`out`), or takes part in it."""
    shown, own = acted_in(request, reference)
    out = "out" in request.POST
    decision = actions.stay_out_of_transfer(shown, own, out, actor=request.user, at=timezone.now())
    return _said(request, reference, decision, _("Noted. All of you read it here."))


def _said(request: HttpRequest, reference: str, decision: Decision, done: str) -> HttpResponse:
    if decision.reason is None:
        messages.success(request, done)
    else:
        messages.warning(request, decision.reason.render(_))
    return redirect("parties", reference)


@signed_in
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """A party that joined later says why it leaves; then the room is the others' alone."""
    shown, own = acted_in(request, reference)
    require(permissions.can_leave(shown, own))
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = actions.leave(shown, own, form.cleaned_data["farewell"], actor=request.user, at=timezone.now())
        if decision.reason is None:
            messages.success(request, _("You have left. The others are told."))
            return redirect("cooperations")
        form.add_error(None, decision.reason.render(_))
    return render(request, "cooperation/leave.html", {"room": shown, "form": form})


@signed_in
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """For the organisation that is asked: who is in the room, what joining means, yes or no."""
    asked = queries.invitations_for(request.user).filter(cooperation__reference=reference)
    if not asked.filter(pk=pk).exists():
        if permissions.visible_to(request.user).filter(reference=reference, party_invitations=pk).exists():
            return redirect("cooperation", reference)
        if permissions.was_invited(request.user).filter(pk=pk, cooperation__reference=reference).exists():
            messages.info(request, _("This invitation has had its answer, or was taken back."))
            return redirect("cooperations")
    invitation = fetch(asked, pk=pk)
    decision = permissions.can_answer(request.user, invitation)
    if request.method == "POST":
        require(decision)
        return _answered(request, reference, invitation)
    context = {
        "invitation": invitation,
        "room": invitation.cooperation,
        "phase": invitation.cooperation.lifecycle.state(invitation.cooperation.phase).label,
        "may_answer": decision.allowed,
        "reason": decision.reason and decision.reason.render(_),
    }
    return render(request, "cooperation/join.html", context)


def _answered(request: HttpRequest, reference: str, invitation: PartyInvitation) -> HttpResponse:
    """Yes or no, as it was said; into the room when it was yes."""
    by: dict[str, Any] = {"actor": request.user, "at": timezone.now()}
    if no := "no" in request.POST:
        answer, done = actions.decline_to_join(invitation, **by), _("You have said no. The parties are told.")
    else:
        answer, done = actions.join(invitation, **by), _("Welcome. This room is yours too from now on.")
    if answer.reason is not None:
        messages.warning(request, answer.reason.render(_))
        return redirect("cooperations")
    messages.success(request, done)
    return redirect("cooperations") if no else redirect("cooperation", reference)
