"""Nothing that is left blank can be computed from what is printed."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tandem.domain.survey.answers import question_from_labels
from tandem.domain.survey.disclosure import FEWEST, at_risk, smallest_group, suppress


def whole(counts):
    """The table with its totals."""
    table = np.pad(np.array(counts), ((0, 1), (0, 1)))
    table[-1] = table.sum(axis=0)
    table[:, -1] = table.sum(axis=1)
    return table


def mask(found):
    inner = np.column_stack([found.cells, found.row_totals])
    return np.vstack([inner, [*found.column_totals, found.grand_total]])


def what_a_reader_can_compute(table, blank):
    """The least and the most each blank can be, from the printed counts and that counts are not negative."""
    places = [tuple(place) for place in np.argwhere(blank)]
    lines, sums = [], []
    for axis in (0, 1):
        for line in range(table.shape[axis]):
            signs = [
                0 if place[axis] != line else (-1 if place[1 - axis] == table.shape[1 - axis] - 1 else 1)
                for place in places
            ]
            printed = np.where(blank, 0, table).take(line, axis=axis)
            if any(signs):
                lines.append(signs)
                sums.append(printed[-1] - printed[:-1].sum())
    for number, place in enumerate(places):
        goal = np.eye(len(places))[number]
        ends = [linprog(sign * goal, A_eq=lines, b_eq=sums, bounds=(0, None)) for sign in (1, -1)]
        yield place, ends[0].fun, np.inf if ends[1].status == 3 else -ends[1].fun


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 14), min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_blank_can_be_computed_from_what_is_printed(counts):
    table = whole(counts)
    blank = mask(suppress(np.array(counts)))
    assert blank[(table > 0) & (table < FEWEST)].all()
    for _, low, high in what_a_reader_can_compute(table, blank):
        assert high - low >= 1 - 1e-6


def test_a_table_of_large_counts_is_printed_whole():
    assert not mask(suppress(np.array([[9, 12], [30, 7]]))).any()


def test_zeros_are_printed():
    found = suppress(np.array([[0, 20, 3], [15, 9, 8], [12, 11, 14]]))
    assert not found.cells[0, 0]


def test_the_circle_that_blanks_fewest_respondents_is_chosen():
    found = suppress(np.array([[2, 90, 10], [80, 95, 85], [11, 99, 12]]))
    assert found.cells.tolist() == [[True, False, True], [False, False, False], [True, False, True]]


def test_respondents_alike_with_few_others_are_at_risk():
    town = question_from_labels("town", ["a"] * 6 + ["b"] * 2)
    age = question_from_labels("age", ["1"] * 5 + [""] + ["1"] * 2)
    assert smallest_group([town]) == 2
    assert smallest_group([town, age]) == 1
    assert at_risk([town, age]).tolist() == [False] * 5 + [True] * 3
