"""Where a room stands: its phases, who has the ball, what is next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.cooperation.models import Cooperation, Party
from tandem.cooperation.queries.agreement import (
    agreement_facts,
    next_in_agreement,
    sides_awaited_in_agreement,
)
from tandem.cooperation.queries.checklists import about_phase, transfer_is_planned
from tandem.cooperation.queries.evaluation import (
    evaluation_facts,
    next_in_evaluation,
    sides_awaited_in_evaluation,
)
from tandem.cooperation.queries.framing import framing_of, missing_in_framing
from tandem.cooperation.queries.session import next_in_session, session_facts, sides_awaited_in_session
from tandem.domain.lifecycle import SESSION, Transition, decide, has_the_ball


def role_of(room: Cooperation, side: str) -> str:
    """What a side is for the machine: those who proposed the introduction, those who received it, or a further one."""
    if side not in ("need", "offer"):
        return "party"
    return "proposer" if room.introduction.proposed_by == side else "receiver"


def facts(room: Cooperation, at: datetime) -> dict[str, object]:
    """What the conditions of the machine ask about this room at this moment; what no step asks is not looked up."""
    if room.machine == SESSION.id:
        return session_facts(room, at)
    steps = [step for step in room.lifecycle.transitions if room.phase in step.sources and not step.retired]
    asked = {name for step in steps for condition in step.conditions for name in condition.any_of}
    parties = list(room.parties.all())
    return {
        "need_reworded": all(framing_of(party) for party in parties),
        "goals_written": not missing_in_framing(room),
        **agreement_facts(room, asked),
        **evaluation_facts(room, at, asked),
        "transfer_planned": "transfer_planned" in asked and transfer_is_planned(room),
    }


def awaited_sides(room: Cooperation, at: datetime) -> list[str]:
    """The sides who are expected to act now; empty when the room is closed."""
    if room.machine == SESSION.id and (sides := sides_awaited_in_session(room)):
        return sides
    if room.phase == "framing" and (missing := missing_in_framing(room)):
        return list(missing)
    if room.phase == "agreement" and (sides := sides_awaited_in_agreement(room)):
        return sides
    if room.phase == "evaluation" and (sides := sides_awaited_in_evaluation(room)):
        return sides
    roles = has_the_ball(room.lifecycle, room.phase, facts(room, at))
    return [party.side for party in room.parties.all() if role_of(room, party.side) in roles]


def can_go(room: Cooperation, side: str, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """The steps a side sees: those that lead on (with what still stands in the way), and the others."""
    known, machine = facts(room, at), room.lifecycle
    steps = [step for step in machine.transitions if room.phase in step.sources]
    lines = [
        {"step": step, "decision": decide(machine, room.phase, step.id, role_of(room, side), known, asked=False)}
        for step in steps
        if "either" in step.who
    ]
    return {
        "onward": [line for line in lines if leads_on(line["step"])],
        "otherwise": [line for line in lines if not leads_on(line["step"]) and line["decision"]],
    }


def leads_on(step: Transition) -> bool:
    """A step on the way; going back and ending early ask for words and are none."""
    return not step.asks


def whats_next(room: Cooperation, own: Party | None) -> dict[str, str]:
    """The sentence after whose turn it is, and where the next thing is done (for those who act)."""
    if room.machine == SESSION.id:
        return next_in_session(room, own)
    if room.phase == "meeting":
        return {"text": _("Get in touch, agree on a first conversation, then start framing."), "href": "", "label": ""}
    if room.phase == "framing":
        return _next_in_framing(room, own)
    if room.phase == "agreement":
        return next_in_agreement(room, own)
    if room.phase == "work":
        text = _("Work together: set milestones, write down the hours given, talk early about what worries you.")
        return {"text": text, "href": reverse("milestones", args=[room.reference]), "label": _("See the milestones")}
    if room.phase == "evaluation":
        return next_in_evaluation(room, own)
    if room.phase == "autonomy":
        text = _("Four steps lead to doing without help. Close the room when the work carries on alone.")
        return {"text": text, "href": reverse("transfer", args=[room.reference]), "label": _("See the four steps")}
    return {"text": about_phase(room), "href": "", "label": ""}


def _next_in_framing(room: Cooperation, own: Party | None) -> dict[str, str]:
    missing = missing_in_framing(room)
    first = missing.get(own.side, "") if own else ""
    framing = reverse("framing", args=[room.reference])
    if first == "words":
        href = reverse("framing_side", args=[room.reference])
        return {"text": _("Your side of the framing is missing."), "href": href, "label": _("Write our side")}
    if first == "goal":
        href = reverse("framing_goal", args=[room.reference])
        return {"text": _("The common goal is missing."), "href": href, "label": _("Write the common goal")}
    if first == "agree":
        return {"text": _("The common goal waits for your answer."), "href": framing, "label": _("Read and agree")}
    if missing:
        text = _("Their side of the framing is missing, or their answer to the common goal.")
        return {"text": text, "href": framing, "label": _("See the framing")}
    text = _("Your framing is whole, and agreed by all. Next comes the agreement: much of it is answered already.")
    return {"text": text, "href": framing, "label": _("See the framing")}
