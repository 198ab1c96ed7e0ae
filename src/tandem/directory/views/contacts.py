"""Whom to write to in an organisation, and what backs its criteria of social utility."""

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
from tandem.directory.forms import ContactForm, EvidenceForm
from tandem.directory.models import Evidence, Organisation
from tandem.directory.queries import facts
from tandem.ui.access import fetch, public, signed_in
from tandem.ui.uploads import attachment

CONTACT_FIELDS = ("subject", "name", "email", "phone", "visibility")


def _written(request: HttpRequest, slug: str) -> Organisation:
    return fetch(permissions.visible_to(request.user), permissions.can_edit, request.user, slug=slug)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@signed_in
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """All contacts of one's organisation: who is shown, who has not answered yet."""
    one = _written(request, slug)
    return render(request, "directory/contacts.html", {"organisation": one, "contacts": queries.contacts_of(one)})


@signed_in
def new_contact(request: HttpRequest, slug: str) -> HttpResponse:
    one = _written(request, slug)
    form = ContactForm(_sent(request), initial={"visibility": "public"})
    if request.method == "POST" and form.is_valid():
        named = actions.name_contact(one, form.cleaned_data, actor=request.user, at=timezone.now())
        _say(request, named)
        return redirect("contacts", slug)
    return render(request, "directory/contact.html", {"organisation": one, "form": form})


@signed_in
def edit_contact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    one = _written(request, slug)
    known = fetch(queries.contacts_of(one), pk=pk)
    form = ContactForm(_sent(request), initial={field: getattr(known, field) for field in CONTACT_FIELDS})
    if request.method == "POST" and form.is_valid():
        named = actions.change_contact(known, form.cleaned_data, actor=request.user, at=timezone.now())
        _say(request, named)
        return redirect("contacts", slug)
    return render(request, "directory/contact.html", {"organisation": one, "form": form, "contact": known})


def _say(request: HttpRequest, one: Any) -> None:
    if one.is_shown:
        messages.success(request, _("Saved."))
    else:
        messages.success(request, _("%(name)s gets an e-mail, and is shown after a yes.") % {"name": one.name})


@require_POST
@signed_in
def remove_contact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    one = _written(request, slug)
    actions.remove_contact(fetch(queries.contacts_of(one), pk=pk), actor=request.user, at=timezone.now())
    messages.success(request, _("Taken away."))
    return redirect("contacts", slug)


@public
@never_cache
def asked_contact(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the e-mail to a named person opens: what is shown of them, yes, or delete it. Looking changes
    nothing; the link goes on working, so that a yes can be taken back."""
    said = (links.read(links.CONTACT, token) or "").split(".")
    one = queries.contact_of_link(*said) if len(said) == 2 else None
    if one is None:
        raise Http404
    if request.method == "POST" and "no" in request.POST:
        actions.refuse_to_be_shown(one, at=timezone.now())
        return render(request, "directory/contact_gone.html", {"organisation": one.organisation})
    if request.method == "POST":
        actions.agree_to_be_shown(one, at=timezone.now())
        return redirect(request.path)
    return render(request, "directory/contact_asked.html", {"organisation": one.organisation, "contact": one})


@signed_in
def utility(request: HttpRequest, slug: str) -> HttpResponse:
    """The three criteria, what backs each, and whether the organisation confirms it today."""
    one = _written(request, slug)
    if request.method == "POST" and request.POST.get("criterion") in Evidence.Criterion.values:
        actions.confirm(one, [request.POST["criterion"]], actor=request.user, at=timezone.now())
        messages.success(request, _("Thank you: it carries today’s date."))
        return redirect("utility", slug)
    return render(request, "directory/utility.html", {"organisation": one, "criteria": facts.criteria_of(one)})


@signed_in
def new_evidence(request: HttpRequest, slug: str, criterion: str) -> HttpResponse:
    one = _written(request, slug)
    if criterion not in Evidence.Criterion.values:
        raise Http404
    form = EvidenceForm(_sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.add_evidence(one, criterion, form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("Added: the page shows it beside the criterion."))
        return redirect("utility", slug)
    context = {"organisation": one, "form": form, "criterion": Evidence.Criterion(criterion).label}
    return render(request, "directory/evidence.html", context)


@require_POST
@signed_in
def remove_evidence(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    one = _written(request, slug)
    proof = fetch(one.evidence.select_related("organisation"), pk=pk)
    actions.remove_evidence(proof, actor=request.user, at=timezone.now())
    messages.success(request, _("Taken away."))
    return redirect("utility", slug)


@public
def evidence_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The document itself, for everybody who sees the organisation."""
    one = fetch(permissions.visible_to(request.user), slug=slug)
    proof = fetch(one.evidence.exclude(key=""), pk=pk)
    return attachment(proof.key, proof.name, proof.mime)
