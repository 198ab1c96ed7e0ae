"""Entering an organisation, and changing what its page says."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.directory import actions, permissions
from tandem.directory.forms import OrganisationForm, OrganisationPageForm
from tandem.ui.access import fetch, signed_in


@signed_in
def new_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        one = actions.create_organisation(form.cleaned_data, actor=request.user, at=timezone.now())
        request.session["organisation"] = one.pk
        messages.success(request, _("The page of your organisation is open."))
        return redirect("organisation", slug=one.slug)
    return render(request, "directory/organisation_form.html", {"form": form})


@signed_in
def edit_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    one = fetch(permissions.visible_to(request.user), permissions.can_edit, request.user, slug=slug)
    form = OrganisationPageForm(request.POST or None, about=one)
    if request.method == "POST" and form.is_valid():
        actions.edit_organisation(one, form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("Saved. What you changed is marked as written by your organisation."))
        return redirect("organisation", slug=one.slug)
    return render(request, "directory/organisation_form.html", {"form": form, "organisation": one})
