"""Which needs are so alike that their owners are asked: docs/algorithms/joint-needs.md."""

import doctest
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.domain.matching import AskedCompetence, Need, Organisation, joint

TECHNOLOGY = ("crm", "security", "website", "data-analysis")
SKILLS = [AskedCompetence("tandem", name) for name in ("framing-needs", "skills-handover", "organisation-security")]
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def needs(draw):
    """Needs of few words, so that some are alike."""
    organisation = Organisation(
        draw(st.sampled_from("abc")), ("social",), draw(st.sampled_from(["FR", "PT"])), languages=("fr",)
    )
    start, end = draw(DAYS), draw(DAYS)
    if start and end and end < start:
        start, end = end, start
    return Need(
        draw(st.uuids()).hex,
        organisation,
        draw(st.sampled_from(["fr", "pt"])),
        draw(st.sampled_from(["session", "project"])),
        draw(st.booleans()),
        technology=tuple(draw(st.lists(st.sampled_from(TECHNOLOGY), max_size=3, unique=True))),
        competences=tuple(draw(st.lists(st.sampled_from(SKILLS), max_size=3, unique=True))),
        start=start,
        end=end,
    )


NEED = Need(
    "one",
    Organisation("a", ("social",), "FR", languages=("fr",)),
    "fr",
    "project",
    False,
    technology=("crm", "security"),
)
OTHER = replace(NEED, id="other", organisation=replace(NEED.organisation, id="b"))


def test_the_examples_of_the_docstrings_hold():
    assert doctest.testmod(joint).failed == 0


@given(needs(), needs())
def test_the_rule_is_symmetric(one, other):
    assert joint.similarity(one, other) == joint.similarity(other, one)
    assert joint.could_be_one(one, other) == joint.could_be_one(other, one)
    assert joint.alike(one, other) == joint.alike(other, one)


@given(needs(), needs())
def test_the_threshold_decides_and_nothing_unknown_is_alike(one, other):
    found = joint.similarity(one, other)
    assert found is None or 0 <= found <= 1
    same = set(one.technology) & set(other.technology) | {a.key for a in one.competences} & {
        a.key for a in other.competences
    }
    enough = found is not None and found >= joint.ALIKE and len(same) >= joint.IN_COMMON
    assert joint.alike(one, other) == (joint.could_be_one(one, other) and enough)


@given(needs())
def test_a_need_is_wholly_alike_to_its_twin_of_another_organisation_if_it_says_anything(need):
    twin = replace(need, id="twin", organisation=replace(need.organisation, id="z"))
    assert joint.similarity(need, twin) == (1.0 if need.technology or need.competences else None)
    assert joint.could_be_one(need, twin)


@pytest.mark.parametrize(
    "change",
    [
        {"organisation": NEED.organisation},
        {"help": "session"},
        {"organisation": replace(OTHER.organisation, country="PT")},
        {"language": "de", "organisation": replace(OTHER.organisation, languages=("de",))},
        {"technology": ("website",)},
        {"technology": ("crm", "website", "data-analysis")},
        {"technology": ()},
        {"technology": ("crm",)},
    ],
)
def test_one_thing_apart_is_enough_not_to_ask(change):
    assert joint.alike(NEED, OTHER)
    assert not joint.alike(NEED, replace(OTHER, **change))


def test_periods_that_exclude_each_other_are_not_shared():
    spring, autumn = replace(NEED, end=date(2026, 5, 31)), replace(OTHER, start=date(2026, 9, 1))
    assert not joint.alike(spring, autumn)
    assert joint.alike(spring, replace(OTHER, start=date(2026, 5, 31)))


@given(st.lists(needs(), max_size=12, unique_by=lambda need: need.id), st.randoms())
def test_each_need_is_in_one_question_at_most_and_no_pair_is_asked_again(found, chance):
    first = joint.pairs_to_ask(found, {})
    named = [one for pair in first for one in pair]
    assert len(named) == len(set(named))
    asked = {one: {other} for one, other in first}
    assert not set(joint.pairs_to_ask(found, asked)) & set(first)
    by_id = {need.id: need for need in found}
    assert all(joint.alike(by_id[one], by_id[other]) for one, other in first)
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert joint.pairs_to_ask(shuffled, {}) == first
