"""Claiming an imported page: by an address, by a document, by a call."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.directory import actions, permissions
from tandem.directory.forms import ClaimAddressForm, ClaimCallForm, ClaimCodeForm, ClaimDocumentForm
from tandem.directory.models import Organisation
from tandem.domain.ownership import domain_of_site, proves
from tandem.ui.access import fetch, signed_in
from tandem.ui.templatetags.tandem import said
from tandem.ui.uploads import attachment


def _claimed(request: HttpRequest, slug: str) -> Organisation:
    return fetch(permissions.visible_to(request.user), permissions.can_claim, request.user, slug=slug)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@signed_in
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Which proof one has."""
    one = _claimed(request, slug)
    by_address = proves(f"x@{domain_of_site(one.website)}", one.website)
    context = {"organisation": one, "by_address": by_address, "domain": domain_of_site(one.website)}
    return render(request, "directory/claims/claim.html", context)


@signed_in
def by_address(request: HttpRequest, slug: str) -> HttpResponse:
    one = _claimed(request, slug)
    form = ClaimAddressForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        decision = proves(form.cleaned_data["email"], one.website)
        if decision.allowed:
            actions.send_code(one, form.cleaned_data["email"], actor=request.user, at=timezone.now())
            return redirect("claim_code", one.slug)
        form.add_error("email", said(decision.reason))
    context = {"organisation": one, "form": form, "domain": domain_of_site(one.website)}
    return render(request, "directory/claims/address.html", context)


@signed_in
def code(request: HttpRequest, slug: str) -> HttpResponse:
    one = _claimed(request, slug)
    waiting = fetch(one.claims.filter(person=request.user, case=None))
    form = ClaimCodeForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        decision = actions.prove_by_code(waiting, form.cleaned_data["code"], actor=request.user, at=timezone.now())
        if decision.allowed:
            request.session["organisation"] = one.pk
            messages.success(request, _("Proved. You now act for %(name)s, as its owner.") % {"name": one.name})
            return redirect("organisation", one.slug)
        form.add_error("code", said(decision.reason))
    return render(request, "directory/claims/code.html", {"organisation": one, "form": form, "claim": waiting})


@signed_in
def by_document(request: HttpRequest, slug: str) -> HttpResponse:
    one = _claimed(request, slug)
    form = ClaimDocumentForm(_sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said_ = form.cleaned_data
        actions.claim_by_document(one, said_["document"], said_["text"], actor=request.user, at=timezone.now())
        return _with_stewards(request, one)
    return render(request, "directory/claims/document.html", {"organisation": one, "form": form})


@signed_in
def by_call(request: HttpRequest, slug: str) -> HttpResponse:
    one = _claimed(request, slug)
    form = ClaimCallForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        actions.claim_by_call(one, **form.cleaned_data, actor=request.user, at=timezone.now())
        return _with_stewards(request, one)
    return render(request, "directory/claims/call.html", {"organisation": one, "form": form})


def _with_stewards(request: HttpRequest, one: Organisation) -> HttpResponse:
    messages.success(request, _("Your claim is with the stewards. You get their answer by e-mail, within 14 days."))
    return redirect("organisation", one.slug)


@signed_in
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The document of a claim, for stewards and for who sent it."""
    sent = fetch(permissions.documents_visible_to(request.user), pk=pk)
    return attachment(sent.key, sent.name, sent.mime)
