"""When a round of invitations goes on, and when it stops."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from tandem.domain.lifecycle import INTRODUCTION, invitations

STATES = st.lists(st.sampled_from([state.id for state in INTRODUCTION.states]), max_size=20)


def test_the_examples_of_the_docstrings_hold():
    assert doctest.testmod(invitations).failed == 0


def test_open_is_what_the_machine_of_introductions_calls_open():
    assert frozenset(state.id for state in INTRODUCTION.states if not state.final) == invitations.OPEN


@given(STATES, st.integers(1, 5), st.booleans())
def test_nobody_is_invited_while_somebody_may_still_answer_or_when_there_are_enough(states, wanted, goes_on):
    found = invitations.standing(states, wanted, goes_on)
    assert (found == "enough") == (states.count("accepted") >= wanted)
    if found in ("invite", "ask the owner"):
        assert not invitations.OPEN & set(states)
        assert (found == "invite") == goes_on


@given(st.lists(st.integers(), unique=True), st.sets(st.integers()))
def test_a_wave_is_the_best_five_who_were_not_asked(ranked, asked):
    wave = invitations.next_wave(ranked, asked)
    left = [one for one in ranked if one not in asked]
    assert list(wave) == left[: invitations.WAVE]
