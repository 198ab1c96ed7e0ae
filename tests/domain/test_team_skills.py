"""What is told of a team never tells what one person said."""

from hypothesis import given
from hypothesis import strategies as st

from tandem.domain.team_skills import SMALLEST_TEAM, in_shares, told

counts = st.lists(st.integers(0, 6), min_size=5, max_size=5).map(tuple)


@given(counts.filter(lambda now: sum(now) < SMALLEST_TEAM), st.none() | counts, st.integers(0, 20))
def test_fewer_than_five_answers_are_never_told(now, before, moved):
    assert told(before, now, moved) is None


@given(counts, counts, st.integers(0, SMALLEST_TEAM - 1))
def test_what_was_told_stays_while_fewer_than_five_have_moved(before, now, moved):
    assert told(before, now, moved) in (None, before)


@given(counts.filter(any))
def test_a_share_is_nobody_exactly_where_nobody_stands(now):
    assert [share == "nobody" for share in in_shares(now)] == [count == 0 for count in now]


@given(counts.filter(any), st.integers(2, 4))
def test_shares_are_the_same_for_a_team_several_times_as_large(now, times):
    assert in_shares([count * times for count in now]) == in_shares(now)
