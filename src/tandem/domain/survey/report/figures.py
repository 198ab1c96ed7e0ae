"""The figures of a report, each computed once from the answers, whatever prints it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MultipleResponse, Question, is_number
from tandem.domain.survey.crosstable import CrossTable, cross_table
from tandem.domain.survey.disclosure import FEWEST, Suppressed, suppress
from tandem.domain.survey.frequencies import frequencies, wilson
from tandem.domain.survey.report.bindings import (
    WORDS,
    Base,
    Binding,
    Chart,
    Claim,
    FrequenciesOf,
    Mean,
    Share,
    Table,
    TestOf,
    Where,
)
from tandem.domain.survey.report.material import Bases, Mask, Material, answered, gave, kept, level_names
from tandem.domain.survey.report.testing import (
    Finding,
    Hypothesis,
    Tested,
    claim_groups,
    in_families,
    same_test,
)
from tandem.domain.survey.report.withheld import withheld_items, withheld_levels


@dataclass(frozen=True)
class ShareFigure:
    """Percent and its interval (0-100); None when nobody answered, or `withheld` for too few respondents."""

    share: Share
    bases: Bases
    percent: float | None
    low: float | None
    high: float | None
    withheld: bool


@dataclass(frozen=True)
class NumberFigure:
    """A base or a mean; None when nobody answered or when `withheld`."""

    binding: Base | Mean
    bases: Bases
    value: float | None
    withheld: bool


@dataclass(frozen=True)
class Line:
    """One answer in a list: respondents, percent, interval; None throughout when `withheld`."""

    level: str
    people: int | None
    percent: float | None
    low: float | None
    high: float | None
    withheld: bool


@dataclass(frozen=True)
class ListFigure:
    """The answers to one question, in order; `several` when each respondent could give more than one."""

    binding: FrequenciesOf | Chart
    bases: Bases
    lines: tuple[Line, ...]
    empty: tuple[str, ...]
    several: bool
    withheld: bool


@dataclass(frozen=True)
class TableFigure:
    """A cross-table with `people` per cell, column percents in `table`, what is blank, and its test."""

    binding: Table
    bases: Bases
    table: CrossTable
    people: NDArray[np.int64]
    column_bases: NDArray[np.int64]
    blank: Mask
    blank_bases: Mask
    finding: Finding | None
    withheld: bool


@dataclass(frozen=True)
class TestFigure:
    binding: TestOf
    bases: Bases
    finding: Finding
    withheld: bool


@dataclass(frozen=True)
class ClaimFigure:
    """Two shares and whether the test supports that the first is larger, at confidence `level`."""

    claim: Claim
    larger: ShareFigure
    smaller: ShareFigure
    level: float
    finding: Finding
    holds: bool
    withheld: bool


Figure = ShareFigure | NumberFigure | ListFigure | TableFigure | TestFigure | ClaimFigure


@dataclass(frozen=True)
class Report:
    """Every figure by its binding (as `Material.resolved` spells it), and every test in its family."""

    figures: dict[Binding, Figure]
    findings: dict[Tested, Finding]


def compute(
    bindings: Iterable[Binding], hypotheses: Sequence[Hypothesis], material: Material, tried: int = 0
) -> Report:
    """Compute what a report is bound to; the bindings and hypotheses are resolved already.

    Errors: `BadInput` for a mean of answers that are no numbers, a claim about groups that overlap.

    >>> tool = Question("tool", ("no", "yes"), np.repeat([0, 1], 10))
    >>> share = Share(("yes",), "tool")
    >>> compute([share], [], Material(20, {"tool": tool})).figures[share].percent
    50.0
    """
    asked = list(dict.fromkeys(binding for binding in bindings if not isinstance(binding, WORDS)))
    shown: list[Tested] = []
    for binding in asked:
        if isinstance(binding, Table) and isinstance(material.question(binding.rows), Question):
            shown.append(TestOf(binding.rows, binding.columns, binding.where))
        elif isinstance(binding, TestOf | Claim):
            shown.append(binding)
    findings = in_families(hypotheses, shown, material, tried)
    return Report({binding: _figure(binding, material, findings) for binding in asked}, findings)


def _figure(binding: Binding, material: Material, findings: dict[Tested, Finding]) -> Figure:
    if isinstance(binding, Share):
        asked = material.mask(binding.where)
        return _share(binding, asked, asked & answered(material.question(binding.question)), material)
    if isinstance(binding, Base | Mean):
        return _number(binding, material)
    if isinstance(binding, FrequenciesOf | Chart):
        return _list(binding, material)
    if isinstance(binding, Table):
        finding = findings.get(same_test(TestOf(binding.rows, binding.columns, binding.where)))
        return _table(binding, material, finding)
    if isinstance(binding, TestOf):
        bases = _bases_of_pair(binding.rows, binding.columns, binding.where, material)
        return TestFigure(binding, bases, findings[same_test(binding)], 0 < bases.answered < FEWEST)
    assert isinstance(binding, Claim)
    return _claim(binding, material, findings[same_test(binding)])


def _share(share: Share, asked: Mask, here: Mask, material: Material) -> ShareFigure:
    question = material.question(share.question)
    bases = material.bases(here, asked)
    total = float(bases.answered) if bases.weighted is None else bases.weighted
    if bases.answered == 0 or not total > 0:
        return ShareFigure(share, bases, None, None, None, False)
    names = level_names(question)
    blank = _withheld(question, here)
    if any(blank[names.index(level)] or level in material.unpublished for level in share.levels):
        return ShareFigure(share, bases, None, None, None, True)
    yes = here & gave(question, share.levels)
    rest = bases.answered - int(np.count_nonzero(yes))
    if len(share.levels) > 1 and isinstance(question, MultipleResponse) and 0 < rest < FEWEST:
        return ShareFigure(share, bases, None, None, None, True)
    count = float(np.count_nonzero(yes)) if material.design is None else float(material.design.weights[yes].sum())
    part = min(1.0, count / total)
    low, high = wilson(part, bases.effective, material.confidence)
    return ShareFigure(share, bases, 100 * part, 100 * low, 100 * high, False)


def _withheld(question: Question | MultipleResponse, here: Mask) -> Mask:
    base = int(np.count_nonzero(here))
    if isinstance(question, Question):
        return withheld_levels(np.bincount(question.codes[here], minlength=len(question.levels)), base)
    return withheld_items(question.ticked[here].sum(axis=0), base)


def _number(binding: Base | Mean, material: Material) -> NumberFigure:
    question = material.question(binding.question)
    asked = material.mask(binding.where)
    here = asked & answered(question)
    bases = material.bases(here, asked)
    withheld = 0 < bases.answered < FEWEST
    if isinstance(binding, Base):
        return NumberFigure(binding, bases, None if withheld else bases.answered, withheld)
    assert isinstance(question, Question)
    word = next((level for level in question.levels if not is_number(level)), None)
    if word is not None:
        text = gettext_noop("%(question)s has no mean: its answer “%(level)s” is not a number")
        raise BadInput(Message(text, {"question": question.name, "level": word}))
    weights = np.ones(bases.answered) if material.design is None else material.design.weights[here]
    if withheld or not weights.sum() > 0:
        return NumberFigure(binding, bases, None, withheld)
    values = np.array([float(level) for level in question.levels])[question.codes[here]]
    return NumberFigure(binding, bases, float(weights @ values / weights.sum()), False)


def _list(binding: FrequenciesOf | Chart, material: Material) -> ListFigure:
    asked = material.mask(binding.where)
    question = material.question(binding.question)
    here = asked & answered(question)
    bases = material.bases(here, asked)
    blank = _withheld(question, here)
    names = level_names(question)
    narrowed = kept(question, asked)
    people = {line.level: int(line.count) for line in frequencies(narrowed).levels}
    weights = None if material.design is None else material.design.weights
    found = frequencies(narrowed, weights, material.confidence)
    lines = [
        Line(one.level, None, None, None, None, True)
        if blank[names.index(one.level)] or one.level in material.unpublished
        else Line(one.level, people[one.level], one.percent, one.low, one.high, False)
        for one in found.levels
    ]
    several = isinstance(question, MultipleResponse)
    return ListFigure(binding, bases, tuple(lines), found.empty, several, 0 < bases.answered < FEWEST)


def _bases_of_pair(rows: str, columns: str, where: Where, material: Material) -> Bases:
    asked = material.mask(where)
    here = asked & answered(material.question(rows)) & answered(material.question(columns))
    return material.bases(here, asked)


def _table(binding: Table, material: Material, finding: Finding | None) -> TableFigure:
    rows, columns = material.narrowed(binding.rows, binding.where), material.narrowed(binding.columns, binding.where)
    assert isinstance(columns, Question)
    table = cross_table(rows, columns, material.design, False, 1, material.seed)
    plain = table if material.design is None else cross_table(rows, columns, None, False, 1, material.seed)
    people = np.asarray(plain.counts, dtype=np.int64)
    bases = _bases_of_pair(binding.rows, binding.columns, binding.where, material)
    kept_columns = [columns.levels.index(level) for level in table.column_levels]
    here = answered(rows)
    column_bases = np.array([int(np.count_nonzero(here & (columns.codes == place))) for place in kept_columns], int)
    if isinstance(rows, Question):
        masks = suppress(people)
    else:
        masks = _blank_in_set(people, column_bases)
    return TableFigure(
        binding,
        bases,
        table,
        people,
        column_bases,
        masks.cells,
        masks.column_totals,
        finding,
        0 < bases.answered < FEWEST or masks.grand_total,
    )


def _blank_in_set(people: NDArray[np.int64], bases: NDArray[np.int64]) -> Suppressed:
    """Each item of each group against those of the group who did not tick it."""
    blank = np.zeros(people.shape, dtype=bool)
    for place, base in enumerate(bases):
        blank[:, place] = withheld_items(people[:, place], int(base))
    return Suppressed(blank, np.zeros(len(people), bool), bases < FEWEST, False)


def _claim(claim: Claim, material: Material, finding: Finding) -> ClaimFigure:
    first, second = claim_groups(claim, material)
    base = material.mask(claim.base)
    larger = _share(claim.larger, base & material.mask(claim.larger.where), first, material)
    smaller = _share(claim.smaller, base & material.mask(claim.smaller.where), second, material)
    level = claim.level if claim.level is not None else material.confidence
    holds = (
        larger.percent is not None
        and smaller.percent is not None
        and larger.percent > smaller.percent
        and finding.p_adjusted is not None
        and finding.p_adjusted < 1 - level / 100
    )
    return ClaimFigure(claim, larger, smaller, level, finding, holds, larger.withheld or smaller.withheld)
