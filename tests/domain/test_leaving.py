"""Who may leave a room while the others go on: whoever joined later, everywhere before the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.domain.errors import BadInput
from tandem.domain.lifecycle import ROOM, SESSION, allowed, has_the_ball, may_leave

OPEN = [state.id for state in ROOM.states if not state.final]
#: Three in one room, as the machine calls them.
THREE = ("proposer", "receiver", "party")


@pytest.mark.parametrize("phase", OPEN)
def test_of_three_only_the_one_that_joined_later_leaves(phase):
    assert [role for role in THREE if may_leave(ROOM, phase, role)] == ["party"]


@given(st.sampled_from(OPEN), st.sampled_from(THREE))
def test_nobody_is_kept_who_may_not_leave_may_end_early(phase, role):
    steps = [step.id for step in allowed(ROOM, phase, role)]
    assert may_leave(ROOM, phase, role) or "end_early" in steps


@given(st.sampled_from(OPEN))
def test_those_who_stay_have_the_ball(phase):
    assert {"proposer", "receiver"} <= set(has_the_ball(ROOM, phase))


@pytest.mark.parametrize("machine", [ROOM, SESSION])
@pytest.mark.parametrize("role", THREE)
def test_nobody_leaves_what_is_closed_and_hears_why(machine, role):
    decision = may_leave(machine, machine.states[-1].id, role)
    assert not decision
    assert str(decision.reason) == "The room is closed: nobody leaves it any more."


def test_a_phase_that_there_is_not_is_named():
    with pytest.raises(BadInput, match="there is no state"):
        may_leave(ROOM, "nowhere", "party")
