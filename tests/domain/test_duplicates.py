"""Records of one organisation are found under other spellings; organisations that look alike are left apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.duplicate_pairs import BY_HAND, background, labelled

from tandem.domain.duplicates import THRESHOLD, Candidate, compare, find, fold, words_of


@pytest.fixture(scope="module")
def others():
    return background(2_000)


@pytest.mark.parametrize(("one", "other", "same"), BY_HAND, ids=lambda value: getattr(value, "name", value))
def test_pairs_written_by_hand_are_told_apart(one, other, same, others):
    assert (compare(one, other, others).weight >= THRESHOLD) == same


def test_precision_and_recall_on_labelled_pairs_among_others(others):
    records, same, _different = labelled(600)
    found = {frozenset((pair.first, pair.second)) for pair in find([*records, *others])}
    right = sum(frozenset(pair[:2]) in found for pair in same)
    assert right / len(same) >= 0.93
    assert right / len(found) >= 0.93


def test_the_evidence_is_said_in_words():
    pair = compare(Candidate("1", "La Passerelle", "FR", "Lyon"), Candidate("2", "La Passerelle", "FR", "Lille"))
    assert [str(reason) for reason in pair.reasons] == ["names alike: 100 %", "another place"]


def test_another_number_in_the_same_register_speaks_against_the_best_of_names():
    one = Candidate("1", "La Passerelle", "FR", "Lyon", ids=(("siren", "123 456 789"),))
    assert compare(one, Candidate("2", "La Passerelle", "FR", "Lyon", ids=(("siren", "123456789"),))).weight > 12
    assert compare(one, Candidate("2", "La Passerelle", "FR", "Lyon", ids=(("siren", "987654321"),))).weight < 0


def test_a_host_of_everybodys_sites_is_no_evidence():
    one = Candidate("1", "Alpha Beta", "FR", "Lyon", "https://alpha.wordpress.com")
    pair = compare(one, Candidate("2", "Gamma Delta", "FR", "Lyon", "https://alpha.wordpress.com"))
    assert pair.weight < THRESHOLD


def test_nothing_is_found_in_nothing():
    assert find([]) == [] and find([Candidate("1", "")]) == []


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_evidence_is_the_same_from_both_sides(name, other):
    one, two = Candidate("1", name, "FR", "Lyon"), Candidate("2", other, "FR", "Lyon")
    assert compare(one, two).weight == pytest.approx(compare(two, one).weight, abs=1.0)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert list(words_of(text)) == sorted(set(words_of(text)))
