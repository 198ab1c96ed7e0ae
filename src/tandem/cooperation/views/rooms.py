"""The room itself: where we are, what is next, who has the ball, what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tandem.cooperation import actions, permissions, queries
from tandem.cooperation.forms import StepForm
from tandem.cooperation.models import Cooperation, Party
from tandem.domain.lifecycle import ROOM, SESSION
from tandem.ui.access import fetch, signed_in

DONE = {
    "start_framing": gettext_lazy("You now frame your cooperation together."),
    "prepare_agreement": gettext_lazy("You now write your agreement, from what you have said already."),
    "start_work": gettext_lazy("The work starts. Good luck to all of you."),
    "reframe": gettext_lazy("You are back at framing."),
    "amend": gettext_lazy("You amend your agreement. What was signed stays as it is."),
    "start_evaluation": gettext_lazy("You now evaluate together."),
    "start_autonomy": gettext_lazy("You are at the last phase: autonomy."),
    "finish": gettext_lazy("The room is closed. In three months and in twelve you are asked what still runs."),
    "resume_work": gettext_lazy("You take up the work again."),
    "evaluate_again": gettext_lazy("You are back at the evaluation."),
    "meet_again": gettext_lazy("You are back at meeting."),
    "done": gettext_lazy("Good. Two questions are left, for each of you."),
    "change_time": gettext_lazy("You are looking for another time."),
    "end_early": gettext_lazy("The cooperation has ended. What was written stays readable for all of you."),
}


def visible(request: HttpRequest, reference: str) -> Cooperation:
    """The room with this address; 404 to strangers."""
    return fetch(queries.with_parties(permissions.visible_to(request.user)), reference=reference)


def acted_in(request: HttpRequest, reference: str) -> tuple[Cooperation, Party]:
    """The room, and the party for which one acts; 403 with the reason to readers."""
    rooms = queries.with_parties(permissions.visible_to(request.user))
    room = fetch(rooms, permissions.can_act, request.user, reference=reference)
    own = queries.own_party(request.user, room)
    if own is None:
        raise Http404
    return room, own


@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """One's rooms, those that wait for one first."""
    context = {"lines": queries.rooms_of(request.user), "invitations": queries.invitations_for(request.user)}
    return render(request, "cooperation/list.html", context)


@signed_in
def room(request: HttpRequest, reference: str) -> HttpResponse:
    shown = visible(request, reference)
    return _page(request, shown, queries.own_party(request.user, shown), {})


def _page(request: HttpRequest, shown: Cooperation, own: Party | None, forms: dict[str, StepForm]) -> HttpResponse:
    now = timezone.now()
    ways = queries.can_go(shown, own.side, now) if own else {"onward": [], "otherwise": []}
    for line in ways["otherwise"]:
        step = line["step"]
        line["form"] = forms.get(step.id) or StepForm(step)
    sides = queries.sides(shown)
    context: dict[str, Any] = {
        "room": shown,
        "own": own,
        "form": next(iter(forms.values()), None),
        "phases": queries.phases_of(shown),
        "sides": sides,
        "next": queries.whats_next(shown, own),
        "ball": ball(shown, own),
        "turn_of": [side["organisation"].name for side in sides if side["kind"] in shown.awaited],
        "agreement": shown.machine == ROOM.id and shown.has_agreement,
        "history": queries.history(shown),
        "pair": queries.history_of_pair(shown),
        "invitations": queries.invitations_shown(shown, own) if shown.invites else [],
        **ways,
    }
    if shown.phase == "closed" and shown.machine != SESSION.id:
        context |= {"follow_ups": queries.follow_ups_of(shown), "may_go_on": True}
    if shown.machine == SESSION.id:
        context |= _session(shown, own, now)
    return render(request, "cooperation/room.html", context)


def _session(shown: Cooperation, own: Party | None, now: datetime) -> dict[str, Any]:
    said = queries.answers(shown)
    return {
        "times": queries.times_shown(shown, own, now),
        "answers": said,
        "both_want_more": [one["answer"].further for one in said] == ["yes", "yes"],
        "larger_room": queries.larger_room(shown) if said else None,
    }


def ball(shown: Cooperation, own: Party | None) -> str:
    """Whose turn it is, as the page says it: nobody, both, all, one's own, theirs; else the names."""
    if not shown.awaited:
        return "nobody"
    if len(shown.awaited) == len(shown.parties.all()):
        return "all" if queries.many(shown) else "both"
    if own and shown.awaited == [own.side]:
        return "mine"
    return "named" if own is None or queries.many(shown) else "theirs"


@signed_in
@require_POST
def take_step(request: HttpRequest, reference: str, transition: str) -> HttpResponse:
    """Go on, go back or end; refused with its sentence when the room has moved on meanwhile."""
    shown, own = acted_in(request, reference)
    steps = {step.id: step for step in shown.lifecycle.transitions}
    if transition not in steps or not _is_taken_here(shown, transition):
        raise Http404
    form = StepForm(steps[transition], request.POST)
    if not form.is_valid():
        return _page(request, shown, own, {transition: form})
    decision = actions.take_step(shown, transition, own, **form.cleaned_data, actor=request.user, at=timezone.now())
    if decision.reason is None:
        phase = steps[transition].target
        where = _("You are now at: %(phase)s.") % {"phase": shown.lifecycle.state(phase).label.render(_)}
        messages.success(request, DONE.get(transition.partition("_from_")[0], where))
    else:
        messages.warning(request, decision.reason.render(_))
    return redirect("cooperation", reference)


def _is_taken_here(shown: Cooperation, transition: str) -> bool:
    """Steps of the parties; a session confirms its time on a page of its own."""
    return transition in DONE or (shown.machine == ROOM.id and "either" in shown.lifecycle.transition(transition).who)
