"""The machine itself: states, transitions, and the few questions one may ask of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tandem.domain.decision import ALLOWED, Decision
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

Facts = Mapping[str, object]
NO_FACTS: Facts = {}


@dataclass(frozen=True)
class Condition:
    """One of the facts `any_of` must be there: true, a number above zero, a text that is not blank.

    `refusal` is shown otherwise. Its places are filled from the facts of the same names; `otherwise`
    says what stands there when such a fact is not known.
    """

    any_of: tuple[str, ...]
    refusal: Message
    otherwise: Mapping[str, Message] = field(default_factory=dict)

    def holds(self, facts: Facts) -> bool:
        return any(_is_there(facts.get(name)) for name in self.any_of)

    def sentence(self, facts: Facts) -> Message:
        shown = {name: facts[name] if _is_there(facts.get(name)) else text for name, text in self.otherwise.items()}
        return Message(self.refusal.text, {**self.refusal.values, **shown})


@dataclass(frozen=True)
class State:
    """A place to be in. `ball`: the roles or groups who are expected to act, nobody at an end.

    `ball_fact` names a fact that says it more precisely when known: the roles still awaited.
    """

    id: str
    label: Message
    ball: tuple[str, ...] = ()
    ball_fact: str | None = None
    final: bool = False


@dataclass(frozen=True)
class Transition:
    """A way from any of `sources` to `target`.

    `who`: the roles or groups who may take it, `only` the sentence for everybody else. `conditions`
    hold before it is offered; `asks` is what the form brings. A `retired` transition is offered no
    more; it stays so that old journals can still be replayed.
    """

    id: str
    label: Message
    sources: tuple[str, ...]
    target: str
    who: tuple[str, ...]
    only: Message
    conditions: tuple[Condition, ...] = ()
    asks: tuple[Condition, ...] = ()
    retired: bool = False


@dataclass(frozen=True)
class Machine:
    """States and transitions; the first state is where everything starts.

    `roles`: id and label of everyone who may act. `groups`: one word for several roles, such as
    `either`. `moved_on` is said when a transition does not start from the present state (a stale page,
    two people at once); its place `%(state)s` takes the state's label.

    Raises `BadInput` that names every fault: duplicates, unknown names, unreachable states, states with
    no way to an end.
    """

    id: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    roles: Mapping[str, Message]
    groups: Mapping[str, tuple[str, ...]]
    moved_on: Message

    def __post_init__(self) -> None:
        # The later faults make sense only when every name is known.
        found = _faults_of_names(self) or _faults_of_ways(self)
        if found:
            raise BadInput(Message("%(faults)s", {"faults": tuple(found)}), (self.id,))

    @property
    def initial(self) -> State:
        return self.states[0]

    def state(self, state_id: str) -> State:
        """The state of this id, `BadInput` when the machine has none."""
        for state in self.states:
            if state.id == state_id:
                return state
        raise BadInput(Message(gettext_noop("there is no state “%(id)s”"), {"id": state_id}), (self.id,))

    def transition(self, transition_id: str) -> Transition:
        """The transition of this id, `BadInput` when the machine has none."""
        for transition in self.transitions:
            if transition.id == transition_id:
                return transition
        raise BadInput(Message(gettext_noop("there is no step “%(id)s”"), {"id": transition_id}), (self.id,))

    def members(self, names: Iterable[str]) -> tuple[str, ...]:
        """The roles behind names of roles and groups, each once, in the machine's order."""
        wanted = {role for name in names for role in self.groups.get(name, (name,))}
        return tuple(role for role in self.roles if role in wanted)


def decide(
    machine: Machine, state_id: str, transition_id: str, role: str, facts: Facts = NO_FACTS, *, asked: bool = True
) -> Decision:
    """May `role` take this transition now? The first obstacle is the reason.

    Order of the obstacles: the state, who asks, the conditions, what the form has to bring (`asked`:
    looked at unless false). Raises `BadInput` for a state or transition that the machine does not have.

    >>> from tandem.domain.lifecycle import INTRODUCTION
    >>> decide(INTRODUCTION, "proposed", "decline", "receiver", {"reason": " "}).reason.text
    'Please give a reason: it helps the other side more than silence.'
    >>> bool(decide(INTRODUCTION, "proposed", "decline", "receiver", {"reason": "We are full until June."}))
    True
    """
    state = machine.state(state_id)
    transition = machine.transition(transition_id)
    if state.id not in transition.sources or transition.retired:
        return Decision(False, Message(machine.moved_on.text, {**machine.moved_on.values, "state": state.label}))
    if role not in machine.members(transition.who):
        return Decision(False, transition.only)
    for condition in transition.conditions + (transition.asks if asked else ()):
        if not condition.holds(facts):
            return Decision(False, condition.sentence(facts))
    return ALLOWED


def allowed(machine: Machine, state_id: str, role: str, facts: Facts = NO_FACTS) -> list[Transition]:
    """What `role` can be offered in this state, in the machine's order; forms are not filled yet.

    >>> from tandem.domain.lifecycle import INTRODUCTION
    >>> [transition.id for transition in allowed(INTRODUCTION, "question_asked", "proposer")]
    ['answer', 'withdraw']
    """
    return [step for step in machine.transitions if decide(machine, state_id, step.id, role, facts, asked=False)]


def has_the_ball(machine: Machine, state_id: str, facts: Facts = NO_FACTS) -> tuple[str, ...]:
    """The roles who are expected to act, in the machine's order; empty at an end.

    >>> from tandem.domain.lifecycle import INTRODUCTION
    >>> has_the_ball(INTRODUCTION, "proposed"), has_the_ball(INTRODUCTION, "accepted")
    (('receiver',), ())
    """
    state = machine.state(state_id)
    awaited = facts.get(state.ball_fact) if state.ball_fact else None
    if isinstance(awaited, tuple | list | set | frozenset) and awaited:
        return machine.members(str(role) for role in awaited)
    return machine.members(state.ball)


def replay(machine: Machine, transition_ids: Iterable[str]) -> str:
    """The state after these transitions, taken in order from the first state.

    Roles and conditions are not asked again: they were facts of their day. Raises `BadInput` naming the
    place of an event that does not follow from the state before it.

    >>> from tandem.domain.lifecycle import INTRODUCTION
    >>> replay(INTRODUCTION, ["ask", "answer", "accept"])
    'accepted'
    """
    state = machine.initial
    for place, transition_id in enumerate(transition_ids, start=1):
        transition = machine.transition(transition_id)
        if state.id not in transition.sources:
            raise BadInput(
                Message(
                    gettext_noop("“%(step)s” does not start from “%(state)s”"),
                    {"step": transition_id, "state": state.id},
                ),
                (machine.id, f"event {place}"),
            )
        state = machine.state(transition.target)
    return state.id


def _is_there(fact: object) -> bool:
    return bool(fact.strip()) if isinstance(fact, str) else bool(fact)


def _faults_of_names(machine: Machine) -> list[Message]:
    states = [state.id for state in machine.states]
    steps = machine.transitions
    known_roles = {*machine.roles, *machine.groups}
    sentences = [
        (machine.moved_on, {"state": ""}),
        *((condition.refusal, condition.otherwise) for step in steps for condition in step.conditions + step.asks),
    ]
    return [
        *_named(gettext_noop("a machine needs a state"), [machine.id] if not states else []),
        *_named(gettext_noop("state “%(name)s” is there twice"), _twice(states)),
        *_named(gettext_noop("step “%(name)s” is there twice"), _twice(step.id for step in steps)),
        *_named(gettext_noop("“%(name)s” is a role and a group"), set(machine.roles) & set(machine.groups)),
        *_named(
            gettext_noop("unknown state “%(name)s”"),
            {name for step in steps for name in (*step.sources, step.target)} - set(states),
        ),
        *_named(
            gettext_noop("unknown role “%(name)s”"),
            {name for step in steps for name in step.who}.union(
                *(state.ball for state in machine.states), *machine.groups.values()
            ).difference(known_roles),
        ),
        *_named(gettext_noop("step “%(name)s” starts nowhere"), [step.id for step in steps if not step.sources]),
        *_named(
            gettext_noop("the places of the sentence “%(name)s” cannot be filled"),
            [sentence.text for sentence, values in sentences if not _can_be_filled(sentence, values)],
        ),
    ]


def _faults_of_ways(machine: Machine) -> list[Message]:
    ends = {state.id for state in machine.states if state.final}
    forward = [(source, step.target) for step in machine.transitions for source in step.sources]
    backward = [(step.target, source) for step in machine.transitions if not step.retired for source in step.sources]
    states = {state.id for state in machine.states}
    # A group may be empty: who has the ball, and who may act, is asked of the roles behind the names.
    open_ends = [state.id for state in machine.states if not state.final and not machine.members(state.ball)]
    by_nobody = [step.id for step in machine.transitions if not machine.members(step.who)]
    return [
        *_named(gettext_noop("state “%(name)s” cannot be reached"), states - _reached({machine.initial.id}, forward)),
        *_named(gettext_noop("state “%(name)s” has no way to an end"), states - _reached(ends, backward)),
        *_named(gettext_noop("state “%(name)s” is an end, nothing may leave it"), ends & {a for a, _ in forward}),
        *_named(gettext_noop("nobody has the ball in state “%(name)s”"), open_ends),
        *_named(gettext_noop("nobody may take the step “%(name)s”"), by_nobody),
    ]


def _can_be_filled(sentence: Message, values: Mapping[str, object]) -> bool:
    try:
        Message(sentence.text, {**sentence.values, **values}).render()
    except (KeyError, ValueError, TypeError):
        return False
    return True


def _reached(start: set[str], ways: list[tuple[str, str]]) -> set[str]:
    reached = set(start)
    while more := {end for begin, end in ways if begin in reached} - reached:
        reached |= more
    return reached


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _named(text: str, names: Iterable[str]) -> list[Message]:
    return [Message(text, {"name": name}) for name in sorted(names)]
