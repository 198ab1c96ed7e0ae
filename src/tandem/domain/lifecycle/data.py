"""Machines as plain data, and what a change of machine would break in rooms that are running.

A steward may rename anything that is shown, reorder, add, and retire a transition. Identifiers of states
and transitions, and where a transition leads, are what journals and running rooms refer to: they stay.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tandem.domain.lifecycle.machine import Condition, Machine, State, Transition
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, flag, items, members, text


def as_data(machine: Machine) -> dict[str, Any]:
    """The machine in values that JSON has; `from_data` gives an equal machine back.

    >>> from tandem.domain.lifecycle import INTRODUCTION
    >>> as_data(INTRODUCTION)["states"][0]
    {'id': 'proposed', 'label': 'Proposed', 'ball': ['receiver'], 'ball_fact': None, 'final': False}
    """
    return {
        "id": machine.id,
        "states": [
            {
                "id": state.id,
                "label": state.label.text,
                "ball": list(state.ball),
                "ball_fact": state.ball_fact,
                "final": state.final,
            }
            for state in machine.states
        ],
        "transitions": [
            {
                "id": step.id,
                "label": step.label.text,
                "sources": list(step.sources),
                "target": step.target,
                "who": list(step.who),
                "only": step.only.text,
                "conditions": [_condition_data(condition) for condition in step.conditions],
                "asks": [_condition_data(condition) for condition in step.asks],
                "retired": step.retired,
            }
            for step in machine.transitions
        ],
        "roles": {role: label.text for role, label in machine.roles.items()},
        "groups": {group: list(roles) for group, roles in machine.groups.items()},
        "moved_on": machine.moved_on.text,
    }


def from_data(data: object) -> Machine:
    """The machine of `as_data`; `BadInput` names the place of what is missing, unknown or of the wrong kind."""
    fields = members(data, (), ("id", "states", "transitions", "roles", "groups", "moved_on"))
    roles, groups = fields["roles"], fields["groups"]
    return Machine(
        id=text(fields["id"], ("id",)),
        states=tuple(_state(value, place) for value, place in items(fields["states"], ("states",))),
        transitions=tuple(_transition(value, place) for value, place in items(fields["transitions"], ("transitions",))),
        roles={role: _said(roles[role], ("roles", role)) for role in members(roles, ("roles",), (), roles)},
        groups={group: _names(groups[group], ("groups", group)) for group in members(groups, ("groups",), (), groups)},
        moved_on=_said(fields["moved_on"], ("moved_on",)),
    )


def breaks(running: Machine, changed: Machine) -> tuple[Message, ...]:
    """What rooms and journals of `running` would lose under `changed`; empty when nothing.

    >>> from dataclasses import replace
    >>> from tandem.domain.lifecycle import SESSION
    >>> without = replace(SESSION, transitions=tuple(t for t in SESSION.transitions if t.id != "change_time"))
    >>> [str(sentence) for sentence in breaks(SESSION, without)]
    ['the step “change_time” is missing: mark it as retired instead, old journals name it']
    """
    states = {state.id for state in changed.states}
    steps = {step.id: step for step in changed.transitions}
    gone_states = [state.id for state in running.states if state.id not in states]
    gone_steps = [step.id for step in running.transitions if step.id not in steps]
    moved = [
        step.id
        for step in running.transitions
        if step.id in steps
        and (steps[step.id].target != step.target or not set(step.sources) <= set(steps[step.id].sources))
    ]
    first = [changed.initial.id] if changed.initial.id != running.initial.id else []
    return tuple(
        Message(sentence, {"name": name})
        for sentence, names in (
            (gettext_noop("the state “%(name)s” is missing: a running room may be there"), gone_states),
            (
                gettext_noop("the step “%(name)s” is missing: mark it as retired instead, old journals name it"),
                gone_steps,
            ),
            (gettext_noop("the step “%(name)s” leads elsewhere: give the new way a new id"), moved),
            (gettext_noop("“%(name)s” would be the first state: old journals start elsewhere"), first),
        )
        for name in names
    )


def _condition_data(condition: Condition) -> dict[str, Any]:
    return {
        "any_of": list(condition.any_of),
        "refusal": condition.refusal.text,
        "otherwise": {name: message.text for name, message in condition.otherwise.items()},
    }


def _state(value: object, place: Place) -> State:
    fields = members(value, place, ("id", "label"), ("ball", "ball_fact", "final"))
    ball_fact = fields.get("ball_fact")
    return State(
        id=text(fields["id"], (*place, "id")),
        label=_said(fields["label"], (*place, "label")),
        ball=_names(fields.get("ball", []), (*place, "ball")),
        ball_fact=None if ball_fact is None else text(ball_fact, (*place, "ball_fact")),
        final=flag(fields.get("final", False), (*place, "final")),
    )


def _transition(value: object, place: Place) -> Transition:
    required = ("id", "label", "sources", "target", "who", "only")
    fields = members(value, place, required, ("conditions", "asks", "retired"))
    return Transition(
        id=text(fields["id"], (*place, "id")),
        label=_said(fields["label"], (*place, "label")),
        sources=_names(fields["sources"], (*place, "sources")),
        target=text(fields["target"], (*place, "target")),
        who=_names(fields["who"], (*place, "who")),
        only=_said(fields["only"], (*place, "only")),
        conditions=_conditions(fields.get("conditions", []), (*place, "conditions")),
        asks=_conditions(fields.get("asks", []), (*place, "asks")),
        retired=flag(fields.get("retired", False), (*place, "retired")),
    )


def _conditions(value: object, place: Place) -> tuple[Condition, ...]:
    return tuple(_condition(one, where) for one, where in items(value, place))


def _condition(value: object, place: Place) -> Condition:
    fields = members(value, place, ("any_of", "refusal"), ("otherwise",))
    otherwise: Collection[str] = members(shown := fields.get("otherwise", {}), (*place, "otherwise"), (), shown)
    return Condition(
        any_of=_names(fields["any_of"], (*place, "any_of")),
        refusal=_said(fields["refusal"], (*place, "refusal")),
        otherwise={name: _said(shown[name], (*place, "otherwise", name)) for name in otherwise},
    )


def _names(value: object, place: Place) -> tuple[str, ...]:
    return tuple(text(name, where) for name, where in items(value, place))


def _said(value: object, place: Place) -> Message:
    return Message(text(value, place))
