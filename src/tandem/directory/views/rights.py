"""Inviting, asking, changing rights, handing over, leaving, closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tandem.directory import actions, links, permissions, queries
from tandem.directory.forms import HandOverForm, InvitationForm, JoinAnswerForm, JoinForm, RoleForm
from tandem.directory.models import Organisation
from tandem.ui.access import fetch, public, require, signed_in


def _managed(request: HttpRequest, slug: str) -> Organisation:
    """The organisation with this address when one is its owner; else 404 or 403 with the reason."""
    return fetch(permissions.visible_to(request.user), permissions.can_manage_members, request.user, slug=slug)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@signed_in
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    one = _managed(request, slug)
    form = InvitationForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        actions.invite(one, **form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
        )
        return redirect("organisation_members", one.slug)
    return render(request, "directory/invite.html", {"organisation": one, "form": form})


@require_POST
@signed_in
def revoke(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    one = _managed(request, slug)
    invitation = fetch(one.invitations.select_related("organisation"), reference=reference)
    actions.revoke_invitation(invitation, actor=request.user, at=timezone.now())
    messages.success(request, _("The invitation has been taken back: its link leads nowhere."))
    return redirect("organisation_members", one.slug)


@public
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of an invitation opens. Looking at it changes nothing; joining takes a button and an account."""
    reference = links.read(links.INVITATION, token)
    found = queries.invitation_of(reference) if reference else None
    if found is None:
        raise Http404
    decision = permissions.can_accept(request.user, found, timezone.now())
    if request.method == "POST" and request.user.is_authenticated and decision.allowed:
        decision = actions.accept_invitation(found, actor=request.user, at=timezone.now())
        if decision.allowed:
            request.session["organisation"] = found.organisation_id
            messages.success(request, _("You now act for %(name)s.") % {"name": found.organisation.name})
            return redirect("organisation", found.organisation.slug)
    context = {"invitation": found, "organisation": found.organisation, "decision": decision}
    return render(request, "directory/invitation.html", context)


@signed_in
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The rights of one member, to be changed or taken away by an owner."""
    one = _managed(request, slug)
    membership = fetch(queries.members(one), pk=pk)
    form = RoleForm(_sent(request), initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        require(permissions.can_change_role(request.user, membership))
        actions.change_role(membership, form.cleaned_data["role"], actor=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("organisation_members", one.slug)
    context = {"organisation": one, "membership": membership, "form": form}
    return render(request, "directory/member.html", context)


@require_POST
@signed_in
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    one = _managed(request, slug)
    membership = fetch(queries.members(one), pk=pk)
    actions.remove_member(membership, actor=request.user, at=timezone.now())
    messages.success(
        request,
        _("%(person)s does not act for %(name)s any more.") % {"person": membership.person.name, "name": one.name},
    )
    return redirect("organisation_members" if membership.person_id != request.user.pk else "organisation", one.slug)


@signed_in
def join(request: HttpRequest, slug: str) -> HttpResponse:
    one = fetch(permissions.visible_to(request.user), permissions.can_ask_to_join, request.user, slug=slug)
    form = JoinForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        actions.ask_to_join(one, form.cleaned_data["message"], actor=request.user, at=timezone.now())
        messages.success(request, _("Your request is with the owners. You get their answer by e-mail."))
        return redirect("my_organisations")
    return render(request, "directory/join.html", {"organisation": one, "form": form})


@signed_in
def answer_join(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    one = _managed(request, slug)
    asked = fetch(queries.waiting_requests(one), pk=pk)
    form = JoinAnswerForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.answer_join_request(asked, form.role, reason, actor=request.user, at=timezone.now())
        messages.success(request, _("%(person)s gets your answer by e-mail.") % {"person": asked.person.name})
        return redirect("organisation_members", one.slug)
    return render(request, "directory/join_answer.html", {"organisation": one, "request_": asked, "form": form})


@require_POST
@signed_in
def withdraw_join(request: HttpRequest, pk: int) -> HttpResponse:
    asked = fetch(queries.join_requests_of(request.user), pk=pk)
    actions.withdraw_join_request(asked, actor=request.user, at=timezone.now())
    messages.success(request, _("Your request has been taken back."))
    return redirect("my_organisations")


@signed_in
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    one = _managed(request, slug)
    others = [row for row in queries.members(one) if row.person_id != request.user.pk]
    form = HandOverForm(_sent(request), members=others)
    if request.method == "POST" and form.is_valid():
        actions.hand_over(form.chosen, actor=request.user, at=timezone.now())
        messages.success(request, _("%(person)s is now an owner.") % {"person": form.chosen.person.name})
        return redirect("organisation_members", one.slug)
    return render(request, "directory/hand_over.html", {"organisation": one, "form": form, "others": others})


@signed_in
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    one = fetch(permissions.visible_to(request.user), permissions.can_see_members, request.user, slug=slug)
    decision = permissions.can_leave(request.user, one)
    if request.method == "POST":
        actions.leave(one, actor=request.user, at=timezone.now())
        request.session.pop("organisation", None)
        messages.success(request, _("You do not act for %(name)s any more.") % {"name": one.name})
        return redirect("my_organisations")
    return render(request, "directory/leave.html", {"organisation": one, "decision": decision})


@signed_in
def close(request: HttpRequest, slug: str) -> HttpResponse:
    one = _managed(request, slug)
    if request.method == "POST":
        actions.close_organisation(one, actor=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is closed. What it did stays readable.") % {"name": one.name})
        return redirect("organisation", one.slug)
    return render(request, "directory/close.html", {"organisation": one})


@require_POST
@signed_in
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    one = fetch(permissions.visible_to(request.user), permissions.can_reopen, request.user, slug=slug)
    actions.reopen_organisation(one, actor=request.user, at=timezone.now())
    messages.success(request, _("%(name)s is open again.") % {"name": one.name})
    return redirect("organisation", one.slug)
