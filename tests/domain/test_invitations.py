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


@given(st.lists(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_a_wave_is_the_best_offers_of_five_organisations_that_were_not_asked(homes, asked):
    wave = invitations.next_wave(list(enumerate(homes)), asked)
    firsts = [homes.index(home) for home in dict.fromkeys(homes) if home not in asked]
    assert list(wave) == firsts[: invitations.WAVE]
