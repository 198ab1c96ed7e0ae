"""Bringing a paused offer back: from its page, or by the link of the e-mail without signing in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tandem.matching import actions, permissions, queries
from tandem.matching.models import Offer
from tandem.ui.access import fetch, public, signed_in


@public
@never_cache
@require_http_methods(["GET", "POST"])
def resume_by_link(request: HttpRequest, key: str) -> HttpResponse:
    """The link proves who was written to and for which pause. Reading the page changes nothing: mail programs open
    links by themselves. One press brings the offer back."""
    found = queries.paused_by_key(key)
    if found is None:
        return render(request, "matching/resume.html", {"offer": None}, status=410)
    offer, person = found
    if request.method == "POST" and actions.resume(offer, actor=person, at=timezone.now()).allowed:
        return render(request, "matching/resume.html", {"offer": offer, "done": True})
    return render(request, "matching/resume.html", {"offer": offer})


@signed_in
def resume(request: HttpRequest, reference: str) -> HttpResponse:
    """From the page of the offer."""
    visible = permissions.visible_to(request.user, Offer)
    offer = fetch(visible, permissions.can_write, request.user, reference=reference)
    if request.method == "POST":
        decision = actions.resume(offer, actor=request.user, at=timezone.now())
        if decision.allowed:
            messages.success(request, _("Your offer is on the lists again."))
        else:
            messages.warning(request, queries.said(decision.reason))
            return redirect("draft_step", "offer", reference, "in_kind")
    return redirect("posting", "offer", reference)
