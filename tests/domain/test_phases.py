"""The phases of a room, as stewards may write them: what is refused by name, and what no edit can break."""

import doctest
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.domain.errors import BadInput
from tandem.domain.lifecycle import ROOM, Machine, decide, phases, replay
from tandem.domain.lifecycle.data import breaks
from tandem.domain.lifecycle.phases import (
    CONDITIONS,
    LAST,
    SHIPPED,
    Phase,
    after_the_agreement,
    faults,
    room_of,
)
from tandem.domain.messages import Message

BY_ID = {phase.id: phase for phase in SHIPPED}
SIGN_FIRST = ("signed", Message("Sign first: %(missing_signatures)s."))


def phase(name: str, *entered_from: str, conditions: tuple = (SIGN_FIRST,)) -> Phase:
    return Phase(
        name, Message(name.title()), Message(f"To {name}"), Message(f"Back to {name}"), entered_from, conditions
    )


def with_phase(new: Phase, after: str, **changed: dict) -> tuple[Phase, ...]:
    """The shipped phases with `new` behind `after`, and parts of others changed."""
    found = [replace(one, **changed.get(one.id, {})) for one in SHIPPED]
    found.insert([one.id for one in found].index(after) + 1, new)
    return tuple(found)


TRIAL = with_phase(phase("trial", "agreement"), "agreement", work={"entered_from": ("trial",)})


def said(version: tuple[Phase, ...], *others: tuple[Phase, ...]) -> str:
    with pytest.raises(BadInput) as refusal:
        room_of(version, others)
    return str(refusal.value)


def test_what_ships_makes_the_room_that_ships():
    assert room_of(SHIPPED) == ROOM


def test_a_trial_between_agreement_and_work_breaks_no_running_room():
    tried = room_of(TRIAL)
    assert breaks(ROOM, tried) == ()
    assert replay(tried, ["start_framing", "prepare_agreement", "start_work"]) == "work"
    way = ["start_framing", "prepare_agreement", "start_trial_from_agreement", "start_work_from_trial"]
    assert replay(tried, way) == "work"
    assert not decide(tried, "agreement", "start_work", "proposer", {"agreement_ready": True, "all_signed": True})
    signed = {"agreement_ready": True, "all_signed": True}
    assert decide(tried, "trial", "start_work_from_trial", "receiver", signed)
    assert decide(tried, "trial", "end_early", "receiver", {"reason": "Over.", "what_happens_to_the_work": "Kept."})


def test_a_phase_that_was_taken_away_stays_for_journals():
    without = room_of(SHIPPED, [TRIAL])
    assert without.state("trial").label.text == "Trial"
    assert replay(without, ["start_framing", "prepare_agreement", "start_trial_from_agreement"]) == "trial"
    assert all(step.retired for step in without.transitions if step.target == "trial")
    assert not without.transition("start_work").retired


def test_the_sentence_of_a_refusal_names_who_is_missing():
    decision = decide(
        room_of(TRIAL), "agreement", "start_trial_from_agreement", "proposer", {"missing_signatures": "X"}
    )
    assert str(decision.reason) == "Sign first: X."


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (SHIPPED[1:], "the phase “Meeting” is missing"),
        ((*SHIPPED, SHIPPED[-1]), "the phase “closed” is there twice"),
        (with_phase(phase("trial"), "agreement"), "no way leads to the phase “Trial”"),
        (with_phase(phase("trial", "agreement"), "agreement"), "no way leads on from the phase “Trial” to the end"),
        (with_phase(phase("trial", "nowhere"), "agreement"), "entered from “nowhere”, which is no phase"),
        (with_phase(phase("trial", "work"), "agreement"), "entered from “Work”, which does not come before it"),
        (
            with_phase(phase("trial", "agreement", conditions=(("sunny", Message("Wait.")),)), "agreement"),
            "the phase “Trial” has an unknown condition, “sunny”",
        ),
        (
            with_phase(replace(phase("trial", "agreement"), enter=None), "agreement"),
            "the words of the button that leads to “Trial” are missing",
        ),
        (
            with_phase(replace(phase("trial", "agreement"), back=None), "agreement", work={"entered_from": ("trial",)}),
            "the words of the button that leads back to “Trial” are missing",
        ),
        (
            with_phase(phase("trial", "agreement", conditions=()), "agreement", work={"entered_from": ("trial",)}),
            "no work before the signatures: “Trial” has to ask for them",
        ),
        (
            tuple(replace(one, conditions=()) if one.id == "work" else one for one in SHIPPED),
            "no work before the signatures: “Work” has to ask for them",
        ),
        (
            tuple(replace(one, conditions=()) if one.id == "autonomy" else one for one in SHIPPED),
            "what is sealed stays sealed: “Autonomy” has to wait for all evaluations",
        ),
        (
            tuple(replace(one, entered_from=("autonomy", "framing")) if one.id == LAST else one for one in SHIPPED),
            "“Closed” is entered from behind the agreement only",
        ),
        ((SHIPPED[1], SHIPPED[0], *SHIPPED[2:]), "“Meeting” has to come first"),
        ((*SHIPPED[:5], SHIPPED[6], SHIPPED[5]), "“Closed” has to come last"),
        ((*SHIPPED[:3], SHIPPED[4], SHIPPED[3], *SHIPPED[5:]), "“Work” has to come before “Evaluation”"),
    ],
)
def test_what_cannot_be_a_room_is_refused_by_name(version, sentence):
    assert sentence in said(version)


def test_a_phase_does_not_change_sides_of_the_agreement():
    """A room could stand in it without the signatures that everything behind it rests on."""
    before = with_phase(phase("trial", "framing", conditions=()), "framing", agreement={"entered_from": ("trial",)})
    assert "“Trial” stood on the other side of the agreement before" in said(TRIAL, before)


def test_sentences_and_examples_of_the_module_hold():
    assert doctest.testmod(phases).failed == 0


MOSTLY = st.sampled_from([True] * 7 + [False])
WORDED = tuple(replace(one, enter=Message("To"), back=Message("Back")) for one in SHIPPED)


@st.composite
def versions(draw) -> tuple[Phase, ...]:
    """The shipped phases with up to three others anywhere, most entered from the one before, under any conditions."""
    found = list(WORDED)
    for name in draw(st.sets(st.sampled_from(["trial", "review", "pause"]))):
        found.insert(draw(st.integers(1, len(found) - 1)), phase(name))
    if not draw(MOSTLY):
        one, other = draw(st.integers(0, len(found) - 1)), draw(st.integers(0, len(found) - 1))
        found[one], found[other] = found[other], found[one]
    ids = [one.id for one in found]
    for place, one in enumerate(found[1:], start=1):
        conditions = {name: Message("Not yet.") for name in draw(st.sets(st.sampled_from([*CONDITIONS]), max_size=2))}
        if draw(MOSTLY):
            conditions |= {**dict(one.conditions), "evaluations_open": Message("Sealed.")}
        sources = set(draw(st.sets(st.sampled_from(ids[max(0, place - 3) : place]), max_size=2)))
        if draw(MOSTLY):
            sources |= {ids[place - 1]}
        found[place] = replace(one, entered_from=tuple(sorted(sources)), conditions=tuple(conditions.items()))
    return tuple(found)


def walk(machine: Machine, state: str, data, facts: dict) -> tuple[str, list[str]]:
    """Some steps that the machine allows to a party with these facts."""
    taken: list[str] = []
    for _ in range(data.draw(st.integers(0, 6))):
        ways = [step.id for step in machine.transitions if decide(machine, state, step.id, "proposer", facts)]
        if not ways:
            break
        taken.append(data.draw(st.sampled_from(ways)))
        state = machine.transition(taken[-1]).target
    return state, taken


WORDS = {"reason": "So.", "what_happens_to_the_work": "Kept."}
UNSIGNED = dict.fromkeys(("need_reworded", "goals_written", "agreement_ready", "evaluations_open"), True) | WORDS


@settings(max_examples=150, deadline=None)
@given(st.lists(versions(), min_size=1, max_size=4), st.data())
def test_no_edit_and_no_change_of_version_lets_anybody_work_unsigned(written, data):
    """Rooms of nobody who signed walk from version to version, as rooms do: each step by the version before it."""
    accepted: list[tuple[Phase, ...]] = [WORDED]
    for version in written:
        if not faults(version, accepted):
            accepted.append(version)
    state, taken = ROOM.initial.id, []
    for place, version in enumerate(accepted):
        machine = room_of(version, [*accepted[:place], *accepted[place + 1 :]])
        state, more = walk(machine, state, data, UNSIGNED | {"transfer_planned": True})
        taken += more
        assert state not in after_the_agreement(version)
    assert replay(room_of(accepted[-1], accepted), taken) == state


@settings(max_examples=150, deadline=None)
@given(versions())
def test_whatever_is_accepted_has_an_end_and_breaks_no_running_room(version):
    if found := faults(version):
        assert all(str(one) for one in found)
        return
    machine = room_of(version)
    assert breaks(ROOM, machine) == ()
    for state in machine.states[:-1]:
        assert decide(machine, state.id, "end_early", "party", WORDS)
        for role in machine.members(("either",)):
            assert [decide(machine, state.id, one.id, role, UNSIGNED) for one in machine.transitions] == [
                decide(machine, state.id, one.id, "proposer", UNSIGNED) for one in machine.transitions
            ]
