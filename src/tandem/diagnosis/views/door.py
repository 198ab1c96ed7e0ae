"""The right door of a company: named by its owners and editors, shown on its page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.diagnosis import actions, permissions, queries
from tandem.diagnosis.forms import DoorForm
from tandem.directory.panels import Panel, on_organisation
from tandem.ui.access import fetch, signed_in


@signed_in
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom an association writes to."""
    organisation = fetch(permissions.plans_visible_to(request.user), permissions.can_plan, request.user, slug=slug)
    known = queries.door_of(organisation)
    if request.method == "POST" and "close" in request.POST:
        actions.close_door(organisation, actor=request.user, at=timezone.now())
        messages.success(request, _("Taken off your page."))
        return redirect("organisation", slug)
    initial = {"kind": known.kind, "how": known.how, "says_prepared": known.says_prepared} if known else {}
    form = DoorForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.name_door(organisation, **form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("It stands on your page now."))
        return redirect("organisation", slug)
    return render(request, "diagnosis/door.html", {"organisation": organisation, "form": form, "known": known})


@on_organisation(order=5)
def panel(request: HttpRequest, organisation: Any) -> Panel | None:
    """Whom to write to, for everybody."""
    if "tech" not in organisation.roles:
        return None
    known = queries.door_of(organisation)
    if known is None:
        return None
    context = {"door": known, "prepared": queries.prepared_on(organisation)}
    return Panel(_("The right door"), "diagnosis/door_panel.html", context)
