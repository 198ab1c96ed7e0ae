"""Whether two needs are so alike that their owners could share one. docs/algorithms/joint-needs.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tandem.domain.matching import formulas
from tandem.domain.matching.model import Need

#: From this similarity on, the owners are asked.
ALIKE = 0.6
#: How many technologies and competences they have in common at the least: one word says too little.
IN_COMMON = 2
#: A need is asked about at most once in so many days.
QUIET_DAYS = 30


def similarity(one: Need, other: Need) -> float | None:
    """How alike two needs are, in [0, 1]: the mean of Dice's coefficients of their technologies and of their
    competences, each where both say some; None when neither list is said by both. Symmetric.

    >>> from tandem.domain.matching import Organisation
    >>> home = Organisation("a", ("social",), "FR")
    >>> need = Need("n", home, "fr", "project", True, technology=("crm", "security"))
    >>> similarity(need, Need("m", home, "fr", "project", True, technology=("crm",)))
    0.666666667
    """
    parts = [
        formulas.in_common(len(mine & theirs), len(mine), len(theirs))
        for mine, theirs in _said_by_both(one, other)
        if mine and theirs
    ]
    return formulas.tidy(sum(parts) / len(parts)) if parts else None


def _said_by_both(one: Need, other: Need) -> tuple[tuple[set[object], set[object]], ...]:
    """The technologies of both, and the competences of both."""
    return (
        (set(one.technology), set(other.technology)),
        ({asked.key for asked in one.competences}, {asked.key for asked in other.competences}),
    )


def could_be_one(one: Need, other: Need) -> bool:
    """Whether one partner could serve both: of different organisations, the same kind of help, a language and a place
    in common, and times that do not exclude each other. Symmetric.

    >>> from tandem.domain.matching import Organisation
    >>> home, away = Organisation("a", ("social",), "FR"), Organisation("b", ("social",), "PT")
    >>> need = Need("n", home, "fr", "project", False)
    >>> could_be_one(need, Need("m", away, "fr", "project", False)), could_be_one(need, need)
    (False, False)
    """
    return (
        one.organisation.id != other.organisation.id
        and one.help == other.help
        and bool(one.languages & other.languages)
        and ((one.remote and other.remote) or bool(set(one.places) & set(other.places)))
        and not _apart(one, other)
    )


def _apart(one: Need, other: Need) -> bool:
    """Whether the period of one ends before that of the other begins."""
    return any(
        first.end is not None and second.start is not None and first.end < second.start
        for first, second in ((one, other), (other, one))
    )


def alike(one: Need, other: Need) -> bool:
    """Whether their owners are asked: the two could be one, have at least `IN_COMMON` technologies and competences in
    common, and their similarity is at least `ALIKE`. Symmetric."""
    shared = sum(len(mine & theirs) for mine, theirs in _said_by_both(one, other))
    return could_be_one(one, other) and shared >= IN_COMMON and (similarity(one, other) or 0.0) >= ALIKE


def pairs_to_ask(needs: Sequence[Need], asked: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """The pairs of needs, by their ids, whose owners are to be asked now: the most alike first, each need in one pair
    at most, and never a pair that was `asked` before. Only needs with a technology or a competence in common are
    compared, through the list of who names each.

    >>> from tandem.domain.matching import Organisation
    >>> needs = [
    ...     Need(name, Organisation(name, ("social",), "FR"), "fr", "project", True, technology=("crm", "website"))
    ...     for name in "abc"
    ... ]
    >>> pairs_to_ask(needs, {}), pairs_to_ask(needs, {"a": {"b"}})
    ([('a', 'b')], [('a', 'c')])
    """
    by_id = {need.id: need for need in needs}
    naming: dict[object, list[str]] = {}
    for need in needs:
        for name in (*need.technology, *{one.key for one in need.competences}):
            naming.setdefault(name, []).append(need.id)
    close = {
        (min(one, other), max(one, other))
        for ids in naming.values()
        for place, one in enumerate(ids)
        for other in ids[place + 1 :]
    }
    found = sorted(
        (-(similarity(by_id[one], by_id[other]) or 0.0), one, other)
        for one, other in close
        if other not in asked.get(one, ()) and one not in asked.get(other, ()) and alike(by_id[one], by_id[other])
    )
    taken: set[str] = set()
    chosen = []
    for _distance, one, other in found:
        if not {one, other} & taken:
            taken |= {one, other}
            chosen.append((one, other))
    return chosen
