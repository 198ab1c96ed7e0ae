"""The next rung, and everything of a room to take away."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tandem.cooperation import actions, permissions, queries, takeout
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.domain.lifecycle import ROOM
from tandem.ui.access import require, signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def next_rung(request: HttpRequest, reference: str) -> HttpResponse:
    """What could come next, what it would change; open when all say yes."""
    shown = visible(request, reference)
    if shown.machine != ROOM.id or shown.phase != "closed":
        raise Http404
    if request.method == "POST":
        shown, own = acted_in(request, reference)
        by = {"actor": request.user, "at": timezone.now()}
        if "no" in request.POST:
            decision = actions.forget_rung(shown, own, **by)
        else:
            decision = actions.want_rung(shown, own, request.POST.get("form", ""), **by)
        if decision.reason is not None:
            messages.warning(request, decision.reason.render(_))
        rung = queries.rung_of(shown)
        if rung and rung.opened:
            messages.success(request, _("The next room is open. Charter, contacts and levels came along."))
            return redirect("cooperation", rung.opened.reference)
        return redirect("next_rung", reference)
    own = queries.own_party(request.user, shown)
    rung = queries.rung_of(shown)
    wanted = [consent.party for consent in rung.consents.all()] if rung else []
    context = {
        "room": shown,
        "own": own,
        "rung": rung,
        "rung_label": queries.form_label(rung.form) if rung else "",
        "wanted": wanted,
        "asked": bool(own and rung and not rung.opened and own not in wanted),
        "rungs": queries.rungs_above(shown),
        "forms": [queries.form_label(form) for form in queries.forms_of(shown)],
    }
    return render(request, "cooperation/next_rung.html", context)


@signed_in
def take_out(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything of the room that this person's party may see, in one ZIP."""
    shown = visible(request, reference)
    require(permissions.can_take_out(request.user, shown))
    file = takeout.archive(shown, queries.party_of_member(request.user, shown), timezone.now())
    response = FileResponse(file, as_attachment=True, filename=f"tandem-{shown.reference}.zip")
    response["Cache-Control"] = "private, no-store"
    return response
