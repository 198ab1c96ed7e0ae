"""Keeping the page of an organisation fresh: what it says, what it lacks, and one link that confirms."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tandem.directory import actions, links, permissions, queries
from tandem.directory.forms import MonthsForm, here
from tandem.directory.queries import facts
from tandem.ui.access import fetch, public, signed_in


@signed_in
def freshness(request: HttpRequest, slug: str) -> HttpResponse:
    """Each fact with its source and date, to confirm or to correct; what the page lacks, and why it would help."""
    one = fetch(
        permissions.visible_to(request.user).select_related("source"), permissions.can_edit, request.user, slug=slug
    )
    chooses = permissions.can_manage_members(request.user, one).allowed
    form = MonthsForm(request.POST if "months" in request.POST else None, initial={"months": one.confirm_months})
    if request.method == "POST":
        if chooses and "months" in request.POST:
            if form.is_valid():
                months = form.cleaned_data["months"]
                actions.choose_months(one, months, actor=request.user, at=timezone.now())
                messages.success(request, _("Saved."))
                return redirect("freshness", one.slug)
        else:
            fields = [name for part in request.POST.getlist("field") for name in part.split()]
            actions.confirm(one, fields, actor=request.user, at=timezone.now())
            messages.success(request, _("Thank you: the facts that you ticked carry today’s date."))
            return redirect("freshness", one.slug)
    parts = queries.parts_of(one)
    context = {
        "organisation": one,
        "facts": facts.of_organisation(one, here()),
        "criteria": [criterion for criterion in facts.criteria_of(one) if criterion.holds],
        "summary": facts.said(one.summary),
        "summary_provenance": facts.provenance(one, "summary"),
        "missing": [part for part in parts if not part.there],
        "there": sum(part.there for part in parts),
        "parts": len(parts),
        "due": queries.due(one),
        "form": form if chooses else None,
    }
    return render(request, "directory/freshness.html", context)


@public
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of the e-mail opens: the facts, and one button. Looking confirms nothing."""
    said = (links.read(links.CONFIRMATION, token) or "").split(".")
    one = queries.asked_organisation(*said) if len(said) == 3 else None
    if one is None:
        raise Http404
    person = queries.owner_of(one, said[1])
    if person is None:
        raise Http404
    if request.method == "POST" and one.asked_at:
        actions.confirm(one, actor=person, at=timezone.now())
        return redirect(request.path)
    context = {
        "organisation": one,
        "open": one.asked_at is not None,
        "facts": facts.of_organisation(one, here()),
        "criteria": [criterion for criterion in facts.criteria_of(one) if criterion.holds],
        "summary": facts.said(one.summary),
    }
    return render(request, "directory/confirm.html", context)
