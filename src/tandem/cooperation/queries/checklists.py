"""The phases of a room with their checklists, and what another version of them would change in running rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.cooperation import phases
from tandem.cooperation.models import Cooperation, LevelRating
from tandem.cooperation.phases import Rules, Shown
from tandem.cooperation.queries.agreement import agreement_of, open_questions, unsigned
from tandem.cooperation.queries.evaluation import sides_awaited_in_evaluation
from tandem.cooperation.queries.framing import framing_of, missing_in_framing
from tandem.domain.lifecycle import ROOM, SESSION, Machine
from tandem.domain.messages import Message


def phases_of(room: Cooperation) -> list[dict[str, Any]]:
    """The phases in their order, and of the one where the room stands what it is for and its short checklist."""
    if room.machine == SESSION.id:
        states = [state for state in room.lifecycle.states if not state.final]
        return [{"label": state.label, "current": state.id == room.phase} for state in states]
    rules = phases.rules(room.rules)
    return [
        {"label": one.label, "current": True, "about": one.about, "checklist": _checklist(room, one)}
        if one.id == room.phase
        else {"label": one.label, "current": False}
        for one in rules.phases
        if one.id != ROOM.states[-1].id
    ]


def about_phase(room: Cooperation) -> str:
    """What the phase is for in which the room stands; nothing when no version shows it any more."""
    return next((one.about for one in phases.rules(room.rules).phases if one.id == room.phase), "")


def transfer_is_planned(room: Cooperation) -> bool:
    """The transfer plan names competences, or says openly that nothing is handed over."""
    nothing = hasattr(room, "transfer") and room.transfer.nothing
    return nothing or room.transfer_lines.exists()


def _checklist(room: Cooperation, shown: Shown) -> list[dict[str, Any]]:
    """`done` is None for advice that only people can tick off. What nothing asks is not looked up."""
    lines: list[dict[str, Any]] = []
    reached: set[str] | None = None
    for item in shown.checklist:
        if not item.fact:
            lines.append({"text": item.text, "done": None})
        elif item.fact in phases.EACH:
            held = _HELD_BY[item.fact](room)
            lines += [
                {"text": item.text.replace("{name}", party.organisation.name), "done": party.side in held}
                for party in room.parties.all()
            ]
        elif item.fact in _TRUE:
            lines.append({"text": item.text, "done": _TRUE[item.fact](room)})
        else:
            reached = set(room.autonomy_steps.values_list("name", flat=True)) if reached is None else reached
            lines.append({"text": item.text, "done": item.fact in reached})
    return lines


def _framed(room: Cooperation) -> set[str]:
    return {party.side for party in room.parties.all() if framing_of(party) is not None}


def _signed(room: Cooperation) -> set[str]:
    waiting = unsigned(room)
    return {party.side for party in room.parties.all() if party not in waiting} if _frozen(room) else set()


def _evaluated(room: Cooperation) -> set[str]:
    missing = sides_awaited_in_evaluation(room)
    return {party.side for party in room.parties.all() if party.side not in missing}


def _frozen(room: Cooperation) -> bool:
    agreement = agreement_of(room)
    return agreement is not None and agreement.document is not None


def _rated_at_the_end(room: Cooperation) -> bool:
    rated = LevelRating.objects.filter(line=OuterRef("pk"), moment=LevelRating.Moment.END)
    return not room.transfer_lines.filter(~Exists(rated)).exists()


_HELD_BY: Mapping[str, Callable[[Cooperation], set[str]]] = {
    "framed": _framed,
    "signed": _signed,
    "evaluated": _evaluated,
}
_TRUE: Mapping[str, Callable[[Cooperation], bool]] = {
    "goal_written": lambda room: hasattr(room, "goal"),
    "goal_agreed": lambda room: not missing_in_framing(room),
    "transfer_planned": transfer_is_planned,
    "questions_answered": lambda room: _frozen(room) or not open_questions(room),
    "text_frozen": _frozen,
    "levels_at_end": _rated_at_the_end,
}


def effects(edited: Mapping[str, Any]) -> list[str]:
    """What these entries over the files would change in the rooms that run now, in sentences.

    `BadInput` when they are no machine."""
    running = Counter(
        Cooperation.objects.filter(machine=ROOM.id).exclude(phase=ROOM.states[-1].id).values_list("phase", flat=True)
    )
    if not running:
        phases.check(edited)
        return [_("No room is running: nothing changes for anybody.")]
    before, after = phases.rules(phases.newest()), phases.check(edited)
    said = [_("At once, in every room: names, explanations, checklists and buttons.")] if _words(before, after) else []
    names = {one.id: one.label.text for one in (*before.phases, *after.phases)}
    for phase, rooms in sorted(running.items()):
        ways, then = _ways(before.machine, phase), _ways(after.machine, phase)
        if ways != then and (then or ways):
            said.append(
                ngettext(
                    "%(rooms)s room is in the phase %(phase)s. After its next step, what leads on from there is: "
                    "%(ways)s.",
                    "%(rooms)s rooms are in the phase %(phase)s. After their next step, what leads on from there is: "
                    "%(ways)s.",
                    rooms,
                )
                % {"rooms": rooms, "phase": names.get(phase, phase), "ways": ", ".join(then) or _("nothing more")}
            )
        if phase in before.ids - after.ids:
            said.append(
                _("The phase %(phase)s goes out of use: rooms that are there finish it as it is.")
                % {"phase": names[phase]}
            )
    return said or [_("Nothing changes in running rooms.")]


def _words(before: Rules, after: Rules) -> bool:
    """Whether something that both versions have reads otherwise."""

    def of(rules: Rules) -> dict[str, object]:
        steps = {f"step {step.id}": step.label.text for step in rules.machine.transitions}
        return {**{one.id: one for one in rules.phases}, **steps}

    then, now = of(before), of(after)
    return any(then[name] != now[name] for name in then.keys() & now.keys())


def _ways(machine: Machine, phase: str) -> dict[str, tuple[Message, ...]]:
    """The buttons that lead on from a phase, each with the sentences of what has to be there first."""
    return {
        step.label.text: tuple(condition.refusal for condition in step.conditions)
        for step in machine.transitions
        if phase in step.sources and not step.asks and not step.retired
    }
