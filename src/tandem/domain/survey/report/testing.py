"""The tests of a report: of two questions, and of what is claimed; planned ones apart from found ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MISSING, Question
from tandem.domain.survey.crosstable import CrossTable, cross_table
from tandem.domain.survey.families import benjamini_hochberg, holm
from tandem.domain.survey.kinds_of_test import (
    FEW_CHANGES,
    INDEPENDENCE,
    ORDER,
    PAIRED,
    TREND,
    Test,
    broken_series,
    mean_test,
    order_test,
    paired_test,
    trend_test,
)
from tandem.domain.survey.ordered import mcnemar
from tandem.domain.survey.report.bindings import Claim, TestOf
from tandem.domain.survey.report.material import Material, answered, gave

Mask = NDArray[np.bool_]

#: What survey.toml may ask for; `verdict` leaves the choice to the table (docs/algorithms/survey.md).
METHODS = ("verdict", "pearson", "fisher", "rao-scott", ORDER, TREND, PAIRED)

Tested = TestOf | Claim


@dataclass(frozen=True)
class Hypothesis:
    """What was expected, before looking: two questions and a test, or a claim. `planned` when dated in time."""

    asked: Tested
    method: str
    dated: date
    planned: bool
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """A test in its family: `holm` of the planned, `bh` of the found, with the size of the family."""

    asked: Tested
    test: Test
    planned: bool
    p_adjusted: float | None
    family: int
    hypothesis: Hypothesis | None = None


def same_test(asked: Tested) -> Tested:
    """One spelling for tests that are the same: A by B is B by A; a claim's level does not change its test.

    A trend and a change have a direction: from A to B is not from B to A.
    """
    if isinstance(asked, Claim):
        return replace(asked, level=None)
    first, second = (
        (asked.rows, asked.columns) if asked.kind in (TREND, PAIRED) else sorted((asked.rows, asked.columns))
    )
    return TestOf(first, second, tuple(sorted(asked.where, key=repr)), asked.kind)


def test_of(asked: Tested, method: str, material: Material) -> Test:
    """Compute one test by `method` (see `METHODS`).

    Errors: `BadInput` for a test that the data cannot have: Pearson or Fisher on weighted answers.
    """
    if method in ("pearson", "fisher") and material.design is not None:
        text = gettext_noop("%(test)s does not hold for weighted answers: write rao-scott or verdict")
        raise BadInput(Message(text, {"test": method}))
    if method == "rao-scott" and material.design is None:
        raise BadInput(Message(gettext_noop("rao-scott is for weighted answers: write pearson, fisher or verdict")))
    if isinstance(asked, Claim):
        return claim_test(asked, material)
    rows = material.narrowed(asked.rows, asked.where)
    columns = material.narrowed(asked.columns, asked.where)
    assert isinstance(columns, Question)
    if asked.kind != INDEPENDENCE:
        assert isinstance(rows, Question)
        return _of_kind(asked, rows, columns, material)
    return test_in(cross_table(rows, columns, material.design, False, material.draws, material.seed), method)


def _of_kind(asked: TestOf, rows: Question, columns: Question, material: Material) -> Test:
    if asked.kind == ORDER:
        return order_test(rows, columns, material.design)
    if asked.kind == PAIRED:
        return paired_test(rows, columns, material.design)
    if asked.rows in material.broken_over.get(asked.columns, ()):
        return broken_series(rows, columns)
    return trend_test(rows, columns, material.scores.get(asked.columns), material.design)


def test_in(table: CrossTable, method: str = "verdict") -> Test:
    """The test of a cross-table that `method` names."""
    found = table.tests
    if found is None:
        return Test(None, None, table.n)
    warnings = tuple(warning.text for warning in table.warnings if warning.code not in ("empty_level",))
    name = found.verdict if method == "verdict" else method.replace("-", "_")
    blank = Test(None, None, table.n, cramers_v=found.cramers_v, warnings=warnings)
    if name == "rao_scott" and found.rao_scott is not None:
        of = found.rao_scott
        return replace(blank, method=name, p=of.p, statistic=of.f, df=of.df1, df2=of.df2)
    if name == "fisher" and found.fisher is not None:
        return replace(blank, method=name, p=found.fisher.p)
    if name in ("pearson", "fisher") and found.pearson is not None and found.pearson.p is not None:
        of_chi = found.pearson
        return replace(blank, method="pearson", p=of_chi.p, statistic=of_chi.statistic, df=of_chi.df)
    return blank


def claim_groups(claim: Claim, material: Material) -> tuple[Mask, Mask]:
    """Who the two shares of a claim are about: two groups apart, or twice the same respondents.

    Errors: `BadInput` when the groups overlap without being the same: no test compares a part with its whole.
    """
    base = material.mask(claim.base)
    groups = []
    for share in (claim.larger, claim.smaller):
        groups.append(base & material.mask(share.where) & answered(material.question(share.question)))
    both = groups[0] & groups[1]
    if not both.any():
        return groups[0], groups[1]
    if claim.larger.where != claim.smaller.where:
        text = gettext_noop("the two groups of this claim overlap: compare a group with the others, not with everybody")
        raise BadInput(Message(text))
    return both, both


def claim_test(claim: Claim, material: Material) -> Test:
    """The two-sided test of "these two shares are equal".

    Two groups: the test of the 2×2 table of group and answer. The same respondents: McNemar's, exact when
    fewer than 25 differ; weighted: t = d̄ / se(d̄) of the difference d = [first] − [second], its variance
    linearised between clusters as for Rao-Scott (R: `svymean(~d)`, `degf`).
    """
    first, second = claim_groups(claim, material)
    yes = [gave(material.question(share.question), share.levels) for share in (claim.larger, claim.smaller)]
    if not (first & second).any():
        group = Question("group", ("1", "2"), np.where(first, 0, np.where(second, 1, MISSING)))
        said = np.where(first, yes[0], yes[1]).astype(np.int8)
        answer = Question("answer", ("no", "yes"), np.where(first | second, said, MISSING))
        return test_in(cross_table(group, answer, material.design, False, material.draws, material.seed))
    n = int(np.count_nonzero(first))
    if material.design is not None:
        difference = yes[0].astype(float) - yes[1]
        return mean_test(difference, first, material.design)
    counts = np.zeros((2, 2))
    np.add.at(counts, (yes[0][first].astype(np.intp), yes[1][first].astype(np.intp)), 1)
    found = mcnemar(counts)
    if counts[0, 1] + counts[1, 0] < FEW_CHANGES:
        return Test("mcnemar_exact" if found.exact_p is not None else None, found.exact_p, n)
    return Test("mcnemar", found.test.p, n, found.test.statistic, found.test.df)


def in_families(
    hypotheses: Sequence[Hypothesis], shown: Sequence[Tested], material: Material, tried: int = 0
) -> dict[Tested, Finding]:
    """Every test of the report in its family, keyed by `same_test`.

    Planned hypotheses: Holm. Everything else that is `shown`, and hypotheses dated too late:
    Benjamini-Hochberg. `tried` is how many tests were looked at before these were chosen: the missing ones
    count as tests that found nothing. A test with nothing to test stands outside its family.
    """
    of_hypothesis = {same_test(one.asked): one for one in hypotheses}
    planned = [key for key, one in of_hypothesis.items() if one.planned]
    found = [key for key in dict.fromkeys([*of_hypothesis, *map(same_test, shown)]) if key not in set(planned)]
    tests = {}
    for key in (*planned, *found):
        hypothesis = of_hypothesis.get(key)
        tests[key] = test_of(key, hypothesis.method if hypothesis else "verdict", material)
    findings = {}
    for family, is_planned in ((planned, True), (found, False)):
        p = np.array([np.nan if tests[key].p is None else tests[key].p for key in family], dtype=float)
        size = int(np.count_nonzero(~np.isnan(p)))
        if not is_planned and tried > size:
            p, size = np.concatenate([p, np.ones(tried - size)]), tried
        adjusted = holm(p) if is_planned else benjamini_hochberg(p)
        for key, value in zip(family, adjusted, strict=False):
            shown_p = None if np.isnan(value) else float(value)
            findings[key] = Finding(key, tests[key], is_planned, shown_p, size, of_hypothesis.get(key))
    return findings
