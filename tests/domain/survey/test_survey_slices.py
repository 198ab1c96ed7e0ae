"""What is told of an ecosystem, slice by slice and year by year, tells nothing of fewer than five."""

import doctest
import importlib
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from tandem.domain.survey.slices.feasible import POOL
from tandem.domain.survey.slices.hiding import WIDE, hide
from tandem.domain.survey.slices.records import Record, is_small, parties_of
from tandem.domain.survey.slices.telling import pool, to_add

LEVELS = (("BE", "FR", "PT"), ("large", "small"), ("both", "social"))
YEARS = ("2025", "2026")


@st.composite
def records(draw, prefix="", most=45):
    """Things of few or many organisations, thin in some places and thick in others."""
    count = draw(st.integers(1, most))
    people = draw(st.integers(1, 25))
    said = []
    for number in range(count):
        levels = tuple(draw(st.sampled_from(one)) for one in LEVELS)
        year = draw(st.sampled_from(YEARS))
        party = str(draw(st.integers(0, people)))
        said.append(Record(f"{prefix}{number}", year, levels, draw(st.integers(1, 3)), (party,)))
    return said


def outsider(tellings, wanted):
    """The range of a sum of elementary groups, for somebody who knows every table ever published.

    Another description than the one under test: a whole number for each country × size × role × year of each
    telling, instead of the cells of the tables.
    """
    groups = [(*levels, year) for levels in product(*LEVELS) for year in YEARS]
    size = len(groups)
    rows, low, high = [], [], []
    for t, tables in enumerate(tellings):
        for s, table in enumerate(tables):
            for (i, j), blank in np.ndenumerate(table.blank):
                if not blank:
                    row = np.zeros(size * len(tellings))
                    row[[t * size + g for g, group in enumerate(groups) if inside(group, s, table, i, j)]] = 1
                    rows.append(row)
                    low.append(table.values[i, j])
                    high.append(table.values[i, j])
            for g, group in enumerate(groups):  # what has no row or no column is not there
                if group[s] not in table.levels or group[3] not in table.years:
                    row = np.zeros(size * len(tellings))
                    row[t * size + g] = 1
                    rows.append(row)
                    low.append(0)
                    high.append(0)
        for g in range(size if t else 0):
            row = np.zeros(size * len(tellings))
            row[t * size + g], row[(t - 1) * size + g] = 1, -1
            rows.append(row)
            low.append(0)
            high.append(np.inf)
    telling, s, i, j = wanted
    objective = np.zeros(size * len(tellings))
    chosen = [g for g, group in enumerate(groups) if inside(group, s, tellings[telling][s], i, j)]
    objective[[telling * size + g for g in chosen]] = 1
    constraints = LinearConstraint(np.array(rows), np.array(low), np.array(high)) if rows else ()
    ends = [
        milp(sign * objective, integrality=np.ones(len(objective)), bounds=Bounds(0, 500), constraints=constraints).fun
        for sign in (1, -1)
    ]
    return ends[0], -ends[1]


def inside(group, s, table, i, j):
    return (i == len(table.levels) or group[s] == table.levels[i]) and (
        j == len(table.years) or group[3] == table.years[j]
    )


def blanks_of(tellings):
    return [
        (t, s, int(i), int(j))
        for t, tables in enumerate(tellings)
        for s, table in enumerate(tables)
        for i, j in np.argwhere(table.blank)
    ]


@settings(max_examples=15, deadline=None)
@given(records())
def test_no_blank_can_be_computed_from_all_slices_together(said):
    tables = hide(said, 3)
    for t, s, i, j in blanks_of([tables]):
        low, high = outsider([tables], (t, s, i, j))
        value = tables[s].values[i, j]
        assert low <= value <= high
        assert high - low >= WIDE
        behind = [one for one in said if inside((*one.levels, one.year), s, tables[s], i, j)]
        assert high - low >= value / 5 or not is_small(behind)


@settings(max_examples=15, deadline=None)
@given(records())
def test_what_is_told_is_about_five_or_more_and_so_is_what_a_total_leaves(said):
    for s, table in enumerate(hide(said, 3)):
        for (i, j), blank in np.ndenumerate(table.blank):
            behind = [one for one in said if inside((*one.levels, one.year), s, table, i, j)]
            assert blank or not is_small(behind)
        for i in range(len(table.levels) + 1):
            hidden = [j for j in range(len(table.years)) if table.blank[i, j]]
            if hidden and not table.blank[i, -1]:
                left = [one for one in said if any(inside((*one.levels, one.year), s, table, i, j) for j in hidden)]
                assert parties_of(left) >= 5


@settings(max_examples=10, deadline=None)
@given(records("a"), records("b"))
def test_two_tellings_together_give_no_blank_away_either(first, later):
    before = hide(first, 3)
    added = to_add([one.id for one in first], [*first, *later], {})
    now = hide([*first, *added], 3, [tuple(table.published() for table in before)])
    for t, s, i, j in blanks_of([before, now]):
        low, high = outsider([before, now], (t, s, i, j))
        assert high - low >= WIDE


@settings(max_examples=60, deadline=None)
@given(records("a"), records("b"))
def test_no_cell_moves_by_fewer_than_five_from_one_telling_to_the_next(first, later):
    added = to_add([one.id for one in first], [*first, *later], {})
    for s in range(3):
        for level in LEVELS[s]:
            for year in YEARS:
                moved = [one for one in added if one.levels[s] == level and one.year == year]
                assert not moved or parties_of(moved) >= 5


def test_what_waits_is_told_once_there_is_enough_of_it():
    def some(start, end):
        return [Record(str(n), "2026", ("FR",), 1, (str(n),)) for n in range(start, end)]

    assert to_add([one.id for one in some(0, 9)], some(0, 13), {}) == []
    assert to_add([one.id for one in some(0, 9)], some(0, 14), {}) == some(9, 14)


def test_small_levels_are_told_together_and_one_that_stood_alone_stays_alone():
    many = [Record(f"f{n}", "2026", ("FR",), 1, (f"f{n}",)) for n in range(30)]
    few = [Record(f"b{n}", "2026", ("BE",), 1, (f"b{n}",)) for n in range(6)]
    fewer = [Record(f"p{n}", "2026", ("PT",), 1, (f"p{n}",)) for n in range(5)]
    shown, alone = pool([*many, *few, *fewer], 0, [])
    assert alone == ["FR"]
    assert {one.levels[0] for one in shown} == {"FR", POOL}
    assert pool([*many, *few, *fewer], 0, ["BE"])[1] == ["BE", "FR"]


def test_a_pooled_level_that_stands_alone_later_does_not_give_the_first_telling_away():
    def of(country, start, end):
        return [
            Record(f"{country}{n}", "2026", (country, "small", "both"), 1, (f"{country}{n}",))
            for n in range(start, end)
        ]

    first, alone = pool([*of("FR", 0, 20), *of("BE", 0, 7), *of("PT", 0, 3)], 0, [])
    before = hide(first, 3)
    second, _ = pool([*of("FR", 0, 20), *of("BE", 0, 12), *of("PT", 0, 3)], 0, alone)
    now = hide(second, 3, [before])
    levels, table = now[0].levels, now[0]
    assert levels == ("BE", "FR", POOL)
    assert table.blank[2, 0]


@pytest.mark.parametrize("name", ["records", "hiding", "telling"])
def test_the_worked_examples_hold(name):
    results = doctest.testmod(importlib.import_module(f"tandem.domain.survey.slices.{name}"))
    assert results.attempted
    assert not results.failed
