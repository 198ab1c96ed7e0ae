"""The room's machine made of phases that a steward may rename, reword, reorder and add to.

A `Phase` says what it is called, from which phases one gets there and under which conditions. `room_of` makes
the machine of it: the ways forward as written, the ways back along them, an early end from everywhere. Who may take a
step is not written: in a room all parties have the same rights at every moment.

Identifiers never change. What other versions of the phases knew and this one does not stays in the machine as
retired steps: a running room can be read and its journal replayed, whatever was written since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tandem.domain.errors import BadInput
from tandem.domain.lifecycle.machine import Condition, Machine, State, Transition
from tandem.domain.lifecycle.room import ROOM
from tandem.domain.messages import Message, gettext_noop

FIRST, AGREEMENT, LAST = ROOM.initial.id, "agreement", ROOM.states[-1].id
SIGNED = "signed"
SEALED = "evaluations_open"

_ONWARD = {step.target: step for step in ROOM.transitions if "either" in step.who and not step.asks}
_BACK = {(step.sources[0], step.target): step for step in ROOM.transitions if step.asks and step.target != LAST}
#: The early end and the stewards' close: from every phase, whatever phases there are.
_ENDS = tuple(step for step in ROOM.transitions if step.asks and step.target == LAST)
_WHY_BACK = next(iter(_BACK.values())).asks
_ONLY_PARTIES = next(iter(_ONWARD.values())).only

#: Under which conditions a phase can be entered: a closed list, because the room has to know the facts behind them.
CONDITIONS: Mapping[str, Condition] = {
    **{
        SIGNED if "all_signed" in condition.any_of else condition.any_of[0]: condition
        for step in _ONWARD.values()
        for condition in step.conditions
    },
    "transfer_planned": Condition(
        ("transfer_planned",),
        Message(gettext_noop("First say in the transfer plan what is handed over, or that nothing is.")),
    ),
}

#: Phases that the pages of the room need in this order; those in between may stand anywhere.
_IN_ORDER = (
    (FIRST, AGREEMENT),
    ("framing", AGREEMENT),
    (AGREEMENT, "work"),
    ("work", "evaluation"),
    ("work", "autonomy"),
)


@dataclass(frozen=True)
class Phase:
    """One phase. `enter`: the words of the button that leads here, `back`: of the one that leads back here.

    `conditions` by their names in `CONDITIONS`, with the sentence for who cannot enter yet.
    """

    id: str
    label: Message
    enter: Message | None = None
    back: Message | None = None
    entered_from: tuple[str, ...] = ()
    conditions: tuple[tuple[str, Message], ...] = ()


#: The phases that ship, read from `ROOM`.
SHIPPED: tuple[Phase, ...] = tuple(
    Phase(
        id=state.id,
        label=state.label,
        enter=_ONWARD[state.id].label if state.id in _ONWARD else None,
        back=next((step.label for (_, target), step in _BACK.items() if target == state.id), None),
        entered_from=_ONWARD[state.id].sources if state.id in _ONWARD else (),
        conditions=tuple(
            (name, condition.refusal)
            for name, condition in CONDITIONS.items()
            if state.id in _ONWARD and condition in _ONWARD[state.id].conditions
        ),
    )
    for state in ROOM.states
)


def room_of(phases: Sequence[Phase], others: Iterable[Sequence[Phase]] = ()) -> Machine:
    """The machine of these phases, in their order. `others` are further versions that rooms or journals may know.

    Raises `BadInput` naming every fault and every law that is broken (see `faults`).

    >>> room_of(SHIPPED) == ROOM
    True
    >>> trial = Phase("trial", Message("Trial"), Message("Try it"), Message("Try again"), ("agreement",),
    ...     (("signed", Message("Sign first.")),))
    >>> work = replace(SHIPPED[3], entered_from=("trial",))
    >>> tried = room_of((*SHIPPED[:3], trial, work, *SHIPPED[4:]))
    >>> [step.id for step in tried.transitions if step.target in ("trial", "work") and not step.retired]
    ['start_trial_from_agreement', 'start_work_from_trial', 'back_to_trial_from_work', 'resume_work']
    """
    known = [tuple(version) for version in others]
    if found := faults(phases, known):
        raise BadInput(Message("%(faults)s", {"faults": tuple(found)}))
    live = {phase.id: phase for phase in phases}
    gone = {phase.id: phase for version in known for phase in version if phase.id not in live}
    *before, last = phases
    states = tuple(_state(phase) for phase in (*before, *gone.values(), last))
    steps = {step.id: step for step in _steps(phases)}
    open_phases = tuple(state.id for state in states[:-1])
    ends = tuple(replace(step, sources=open_phases) for step in _ENDS)
    old = [step for version in (*reversed(known), SHIPPED) for step in _steps(version)]
    retired = {step.id: replace(step, retired=True) for step in reversed(old) if step.id not in steps}
    return replace(ROOM, states=states, transitions=(*steps.values(), *ends, *retired.values()))


def faults(phases: Sequence[Phase], others: Iterable[Sequence[Phase]] = ()) -> list[Message]:
    """Everything that keeps these phases from being a room, each with its name; empty when nothing does.

    The laws: no phase after the agreement is entered from one before it without the signatures; a phase never
    changes sides of the agreement; what leaves the evaluation waits for its seal; one closes in order only from
    behind the agreement. Names and order come first, since the laws speak about them.

    >>> [str(fault) for fault in faults(SHIPPED[1:])]
    ['the phase “Meeting” is missing', 'the phase “Framing” is entered from “meeting”, which is no phase']
    """
    return _of_names(phases) or [*_of_order(phases), *_of_ways(phases)] or _of_laws(phases, others)


def after_the_agreement(phases: Sequence[Phase]) -> frozenset[str]:
    """The phases behind the signatures; an end is on neither side."""
    ids = [phase.id for phase in phases]
    return frozenset(ids[ids.index(AGREEMENT) + 1 :]) - {LAST}


def _steps(phases: Sequence[Phase]) -> list[Transition]:
    """The ways forward, then the ways back: along every way forward, and those that ship."""
    by_id = {phase.id: phase for phase in phases}
    pairs = [(source, phase.id) for phase in phases for source in phase.entered_from]
    forward = [_forward(source, by_id[target]) for source, target in pairs]
    along = {(target, source) for source, target in pairs if target != LAST}
    ways = along | {pair for pair in _BACK if set(pair) <= set(by_id)}
    place = {phase.id: number for number, phase in enumerate(phases)}
    return [
        *forward,
        *(_backward(a, by_id[b]) for a, b in sorted(ways, key=lambda way: (place[way[1]], place[way[0]]))),
    ]


def _state(phase: Phase) -> State:
    known = next((state for state in ROOM.states if state.id == phase.id), None)
    return replace(known, label=phase.label) if known else State(phase.id, phase.label, ball=("either",))


def _forward(source: str, phase: Phase) -> Transition:
    shipped = _ONWARD.get(phase.id)
    name = shipped.id if shipped else f"start_{phase.id}"
    known = shipped is not None and source in shipped.sources
    return Transition(
        name if known else f"{name}_from_{source}",
        phase.enter or phase.label,
        (source,),
        phase.id,
        ("either",),
        _ONLY_PARTIES,
        tuple(replace(CONDITIONS[name], refusal=sentence) for name, sentence in phase.conditions),
    )


def _backward(source: str, phase: Phase) -> Transition:
    shipped = _BACK.get((source, phase.id))
    return Transition(
        shipped.id if shipped else f"back_to_{phase.id}_from_{source}",
        phase.back or phase.label,
        (source,),
        phase.id,
        ("either",),
        _ONLY_PARTIES,
        asks=_WHY_BACK,
    )


def _of_names(phases: Sequence[Phase]) -> list[Message]:
    ids = [phase.id for phase in phases]
    entered = [(phase, source) for phase in phases for source in phase.entered_from]
    return [
        *_said(gettext_noop("the phase “%(name)s” is there twice"), sorted({one for one in ids if ids.count(one) > 1})),
        *_said(gettext_noop("the phase “%(name)s” is missing"), [p.label for p in SHIPPED if p.id not in ids]),
        *(
            _of_two(gettext_noop("the phase “%(name)s” is entered from “%(other)s”, which is no phase"), phase, source)
            for phase, source in entered
            if source not in ids
        ),
        *(
            _of_two(gettext_noop("the phase “%(name)s” has an unknown condition, “%(other)s”"), phase, name)
            for phase in phases
            for name, _ in phase.conditions
            if name not in CONDITIONS
        ),
        *_said(
            gettext_noop("the words of the button that leads to “%(name)s” are missing"),
            [phase.label for phase in phases if phase.entered_from and phase.enter is None],
        ),
        *_said(
            gettext_noop("the words of the button that leads back to “%(name)s” are missing"),
            [phase.label for phase in phases if phase.back is None and _leads_on(phase.id, phases)],
        ),
    ]


def _leads_on(source: str, phases: Sequence[Phase]) -> bool:
    return any(source in phase.entered_from for phase in phases if phase.id != LAST)


def _of_order(phases: Sequence[Phase]) -> list[Message]:
    by_id = {phase.id: phase for phase in phases}
    place = {phase.id: number for number, phase in enumerate(phases)}
    first = [] if place[FIRST] == 0 else [by_id[FIRST].label]
    last = [] if place[LAST] == len(phases) - 1 else [by_id[LAST].label]
    return [
        *_said(gettext_noop("“%(name)s” has to come first: every room begins there"), first),
        *_said(gettext_noop("“%(name)s” has to come last: nothing leaves it"), last),
        *(
            _of_two(gettext_noop("“%(name)s” has to come before “%(other)s”"), by_id[before], by_id[after].label)
            for before, after in _IN_ORDER
            if place[before] > place[after]
        ),
        *(
            _of_two(
                gettext_noop("the phase “%(name)s” is entered from “%(other)s”, which does not come before it"),
                phase,
                by_id[source].label,
            )
            for phase in phases
            for source in phase.entered_from
            if place[source] >= place[phase.id]
        ),
    ]


def _of_ways(phases: Sequence[Phase]) -> list[Message]:
    """Each phase is reached from the first, and leads on to the end without ending early."""
    reached, leading = {FIRST}, {LAST}
    for _ in phases:
        reached |= {phase.id for phase in phases if reached & set(phase.entered_from)}
        leading |= {source for phase in phases if phase.id in leading for source in phase.entered_from}
    return [
        *_said(gettext_noop("no way leads to the phase “%(name)s”"), [p.label for p in phases if p.id not in reached]),
        *_said(
            gettext_noop("no way leads on from the phase “%(name)s” to the end"),
            [p.label for p in phases if p.id not in leading],
        ),
    ]


def _of_laws(phases: Sequence[Phase], others: Iterable[Sequence[Phase]]) -> list[Message]:
    behind = after_the_agreement(phases)
    asked = {phase.id: {name for name, _ in phase.conditions} for phase in phases}
    was_behind = {one.id: one.id in after_the_agreement(version) for version in others for one in version}
    return [
        *_said(
            gettext_noop("no work before the signatures: “%(name)s” has to ask for them"),
            [
                phase.label
                for phase in phases
                if phase.id in behind and SIGNED not in asked[phase.id] and not set(phase.entered_from) <= behind
            ],
        ),
        *_said(
            gettext_noop("“%(name)s” stood on the other side of the agreement before: add another phase instead"),
            [one.label for one in phases if was_behind.get(one.id, one.id in behind) != (one.id in behind)],
        ),
        *_said(
            gettext_noop("what is sealed stays sealed: “%(name)s” has to wait for all evaluations"),
            [one.label for one in phases if "evaluation" in one.entered_from and SEALED not in asked[one.id]],
        ),
        *_said(
            gettext_noop("“%(name)s” is entered from behind the agreement only: before it, one ends early"),
            [one.label for one in phases if one.id == LAST and not set(one.entered_from) <= behind],
        ),
    ]


def _said(sentence: str, names: Iterable[Message | str]) -> list[Message]:
    return [Message(sentence, {"name": name}) for name in names]


def _of_two(sentence: str, phase: Phase, other: Message | str) -> Message:
    return Message(sentence, {"name": phase.label, "other": other})
