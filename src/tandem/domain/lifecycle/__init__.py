"""State machines as data: who may do what next, under which condition, and what is said when not.

Public API (docs/algorithms/lifecycle.md has the tables of every machine):

- `Machine(id, states, transitions, roles, groups, moved_on)`: built from `State`, `Transition` and
  `Condition`, checked when it is made; `BadInput` names every unreachable state, dead end and duplicate.
- `INTRODUCTION`, `THIRD_PARTY`, `ROOM`, `SESSION`: the machines of Tandem; `MACHINES` finds them by id.
- `allowed(machine, state, role, facts) -> list[Transition]`: what to offer on a page, in order.
  It does not look at what the form will ask (`transition.asks`, for instance a reason).
- `decide(machine, state, transition_id, role, facts) -> Decision(allowed, reason)`: the last word, to be
  asked inside the transaction that writes; it also requires what the transition asks. `reason` is a
  `Message`, `None` when allowed. A `Decision` is true when allowed.
- `machine.transition(id).target`: the state after. `machine.state(id).label`, `.final`;
  `machine.transition(id).label` is the text of its button; `machine.roles[role]` names a role.
- `has_the_ball(machine, state, facts) -> tuple[str, ...]`: the roles who are expected to act; empty at an end.
- `may_leave(machine, state, role) -> Decision`: whether a party leaves while the others go on.
- `replay(machine, transition_ids) -> state id`: the state rebuilt from the journal's events.

Example, the page of an introduction:

    facts = {"reason": form.cleaned_data.get("reason"), "closing_day_reached": False}
    decision = decide(INTRODUCTION, introduction.state, "decline", "receiver", facts)
    if decision:
        introduction.state = INTRODUCTION.transition("decline").target   # "declined"

A role is what an actor is in this introduction or room: `proposer`, `receiver`, `party` (a further party),
`supporter`, `steward`, `system`. Facts are plain values by name, listed per machine in its module.
Reminders in business days and the closing day: `tandem.domain.lifecycle.etiquette`.
"""

from tandem.domain.decision import Decision
from tandem.domain.lifecycle.introduction import INTRODUCTION
from tandem.domain.lifecycle.leaving import may_leave
from tandem.domain.lifecycle.machine import (
    Condition,
    Machine,
    State,
    Transition,
    allowed,
    decide,
    has_the_ball,
    replay,
)
from tandem.domain.lifecycle.room import ROOM, SESSION
from tandem.domain.lifecycle.third_party import THIRD_PARTY

MACHINES = {machine.id: machine for machine in (INTRODUCTION, THIRD_PARTY, ROOM, SESSION)}

__all__ = [
    "INTRODUCTION",
    "MACHINES",
    "ROOM",
    "SESSION",
    "THIRD_PARTY",
    "Condition",
    "Decision",
    "Machine",
    "State",
    "Transition",
    "allowed",
    "decide",
    "has_the_ball",
    "may_leave",
    "replay",
]
