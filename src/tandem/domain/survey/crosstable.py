"""Cross-tables: two questions, or a multi-response set and a question, with everything said about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MISSING, MISSING_LEVEL, MultipleResponse, Question
from tandem.domain.survey.chi_square import (
    ChiSquare,
    adjusted_residuals,
    cramers_v,
    expected_counts,
    likelihood_ratio,
    pearson,
    yates,
)
from tandem.domain.survey.design import Design
from tandem.domain.survey.fisher import DEFAULT_DRAWS, Fisher, fisher
from tandem.domain.survey.frequencies import effective_size
from tandem.domain.survey.rao_scott import RaoScott, rao_scott, rao_scott_of_sums

Numbers = NDArray[np.float64]

#: Cochran's rule of thumb: below it the chi-square approximation is not to be trusted.
SMALL_EXPECTED = 5.0
#: Beyond this a table is no table: somebody asked for a column of names or free texts.
MOST_CELLS = 10_000_000


@dataclass(frozen=True)
class Warning_:
    """Something the reader of a table has to know: a stable code and a sentence."""

    code: str
    text: Message


@dataclass(frozen=True)
class Tests:
    """What the tests say; a test that does not fit this table is None. `verdict` names the one to believe."""

    pearson: ChiSquare | None
    yates: ChiSquare | None
    likelihood_ratio: ChiSquare | None
    fisher: Fisher | None
    rao_scott: RaoScott | None
    cramers_v: float | None
    verdict: str | None


@dataclass(frozen=True)
class CrossTable:
    """Rows × columns. Percents are 0-100, nan where their base is empty; counts are weighted when weights are.

    `n` are the respondents in the table, `n_missing` the others. For a set, rows overlap: there are no
    tests, no expected counts and no residuals, and percents are of those asked.
    """

    row_question: str
    row_levels: tuple[str, ...]
    column_question: str
    column_levels: tuple[str, ...]
    n: int
    n_missing: int
    n_weighted: float
    n_effective: float
    counts: NDArray[np.int64] | Numbers
    row_percent: Numbers
    column_percent: Numbers
    total_percent: Numbers
    expected: Numbers | None
    adjusted_residuals: Numbers | None
    tests: Tests | None
    share_expected_below_5: float | None
    warnings: tuple[Warning_, ...]


def cross_table(
    rows: Question | MultipleResponse,
    columns: Question,
    design: Design | None = None,
    keep_missing: bool = False,
    draws: int = DEFAULT_DRAWS,
    seed: int = 0,
    watched: Callable[[Iterable[int], int], Iterable[int]] = lambda batches, _: batches,
) -> CrossTable:
    """Everything `tandem survey table` says. With a `design` all counts are weighted and Rao-Scott is the test.

    A level nobody in the table gave is dropped with a warning. `keep_missing` makes a level of those who
    did not answer. `draws`, `seed` and `watched` are for a simulated Fisher test.

    >>> size = Question("size", ("small", "large"), np.array([0, 0, 1, 1, -1]))
    >>> tool = Question("tool", ("no", "yes"), np.array([0, 0, 1, 1, 0]))
    >>> table = cross_table(size, tool)
    >>> table.counts.tolist(), table.n, table.n_missing, table.tests.cramers_v
    ([[2, 0], [0, 2]], 4, 1, 1.0)
    """
    _refuse_too_large(rows, columns)
    if keep_missing:
        columns = columns.with_missing_as_level()
        rows = rows.with_missing_as_level() if isinstance(rows, Question) else rows
    if isinstance(rows, MultipleResponse):
        return _table_of_set(rows, columns, design)
    if design is None:
        return table_of_counts(rows, columns, joint_table(rows, columns), len(rows.codes), draws, seed, watched)
    return _table_by_design(rows, columns, design)


def _table_by_design(rows: Question, columns: Question, design: Design) -> CrossTable:
    """`cross_table` of weighted counts, whose test is that of Rao and Scott."""
    here = (rows.codes >= 0) & (columns.codes >= 0)
    places = _places(rows, columns)
    people = _summed(rows, columns, places, None)
    counts = _summed(rows, columns, places, design.weights)
    kept_rows, kept_columns = _given(people, axis=1), _given(people, axis=0)
    counts = counts[kept_rows][:, kept_columns]
    n = int(np.count_nonzero(here))
    weighted = counts.astype(float)
    expected = expected_counts(weighted)
    scaled = expected * _scale(n, weighted)
    below = float(np.mean(scaled < SMALL_EXPECTED)) if scaled.size else None
    if design.independent:  # the same test from Σw and Σw² of each cell, without a second pass
        squares = _summed(rows, columns, places, design.weights**2)[kept_rows][:, kept_columns]
        tested = rao_scott_of_sums(weighted, squares, len(rows.codes))
    else:
        tested = rao_scott(rows.codes, columns.codes, design)
    tests = _weighted_tests(weighted, tested)
    warnings = [
        *_empty_levels(rows.name, rows.levels, kept_rows),
        *_empty_levels(columns.name, columns.levels, kept_columns),
        *_about_the_table(n, weighted, below, tests, design),
    ]
    return _assembled(
        (rows.name, rows.levels, kept_rows),
        (columns.name, columns.levels, kept_columns),
        here,
        design,
        counts,
        (weighted.sum(axis=0), weighted.sum()),
        expected=expected,
        adjusted_residuals=None,
        tests=tests,
        share_expected_below_5=below,
        warnings=tuple(warnings),
    )


def joint_table(rows: Question, columns: Question) -> NDArray[np.int64]:
    """How many gave each pair of answers: levels of `rows` × levels of `columns`. Tables of groups apart add up.

    One pass over the codes: no answer is a row and a column of its own, left out of what is returned.
    """
    return _summed(rows, columns, _places(rows, columns), None).astype(np.int64)


def _places(rows: Question, columns: Question) -> NDArray[np.signedinteger]:
    """The cell of each respondent in a table that has no answer as its first row and column."""
    lines, width = len(rows.levels) + 1, len(columns.levels) + 1
    kind = np.dtype(np.int16 if lines * width <= np.iinfo(np.int16).max else np.int64)
    found: NDArray[np.signedinteger] = (np.maximum(rows.codes, MISSING).astype(kind) + 1) * width
    found += np.maximum(columns.codes, MISSING).astype(kind)
    found += 1
    return found


def _summed(rows: Question, columns: Question, places: NDArray[np.signedinteger], weights: Numbers | None) -> Numbers:
    """How many, or how much weight, in each cell; those without an answer left out."""
    lines, width = len(rows.levels) + 1, len(columns.levels) + 1
    counted = np.bincount(places, weights=weights, minlength=lines * width).reshape(lines, width)
    return np.asarray(counted[1:, 1:], dtype=float)


def table_of_counts(
    rows: Question,
    columns: Question,
    people: NDArray[np.int64],
    respondents: int,
    draws: int = DEFAULT_DRAWS,
    seed: int = 0,
    watched: Callable[[Iterable[int], int], Iterable[int]] = lambda batches, _: batches,
) -> CrossTable:
    """`cross_table` without weights, from counts that were made or added up before: no answer is looked at again.

    `people` is all levels of `rows` × all levels of `columns` (`joint_table`), `respondents` all of the file.
    """
    kept_rows, kept_columns = _given(people, axis=1), _given(people, axis=0)
    counts = people[kept_rows][:, kept_columns]
    weighted = counts.astype(float)
    n = int(counts.sum())
    expected = expected_counts(weighted)
    below = float(np.mean(expected < SMALL_EXPECTED)) if expected.size else None
    tests = _tests(weighted, bool(below), draws, seed, watched)
    return CrossTable(
        row_question=rows.name,
        row_levels=_kept(rows.levels, kept_rows),
        column_question=columns.name,
        column_levels=_kept(columns.levels, kept_columns),
        n=n,
        n_missing=respondents - n,
        n_weighted=n,
        n_effective=n,
        counts=counts,
        row_percent=_percent(counts, counts.sum(axis=1, keepdims=True)),
        column_percent=_percent(counts, counts.sum(axis=0)[None, :]),
        total_percent=_percent(counts, np.full((1, 1), counts.sum())),
        expected=expected,
        adjusted_residuals=adjusted_residuals(weighted),
        tests=tests,
        share_expected_below_5=below,
        warnings=(
            *_empty_levels(rows.name, rows.levels, kept_rows),
            *_empty_levels(columns.name, columns.levels, kept_columns),
            *_about_the_table(n, weighted, below, tests, None),
        ),
    )


def _refuse_too_large(rows: Question | MultipleResponse, columns: Question) -> None:
    lines = len(rows.levels if isinstance(rows, Question) else rows.items)
    if lines * len(columns.levels) > MOST_CELLS:
        text = gettext_noop("a table of %(rows)s × %(columns)s answers is too large: is one of them a free text?")
        raise BadInput(Message(text, {"rows": lines, "columns": len(columns.levels)}), (rows.name, columns.name))


def _table_of_set(rows: MultipleResponse, columns: Question, design: Design | None) -> CrossTable:
    here = rows.asked & (columns.codes >= 0)
    ticked, answers = rows.ticked[here], columns.codes[here].astype(np.intp)
    people = _ticks(ticked, answers, len(columns.levels), None)
    asked = np.bincount(answers, minlength=len(columns.levels))
    counts = people
    bases: Numbers = asked.astype(float)
    if design is not None:
        weights = design.weights[here]
        counts = _ticks(ticked, answers, len(columns.levels), weights)
        bases = np.asarray(np.bincount(answers, weights=weights, minlength=len(columns.levels)), dtype=float)
    kept_rows, kept_columns = _given(people, axis=1), asked > 0
    warnings = [
        *_empty_levels(rows.name, rows.items, kept_rows),
        *_empty_levels(columns.name, columns.levels, kept_columns),
    ]
    if not here.any():
        warnings.append(Warning_("no_answers", Message(gettext_noop("nobody answered both questions"))))
    return _assembled(
        (rows.name, rows.items, kept_rows),
        (columns.name, columns.levels, kept_columns),
        here,
        design,
        counts[kept_rows][:, kept_columns],
        (bases[kept_columns], bases.sum()),
        expected=None,
        adjusted_residuals=None,
        tests=None,
        share_expected_below_5=None,
        warnings=tuple(warnings),
    )


def _assembled(
    rows: tuple[str, tuple[str, ...], NDArray[np.bool_]],
    columns: tuple[str, tuple[str, ...], NDArray[np.bool_]],
    here: NDArray[np.bool_],
    design: Design | None,
    counts: NDArray[np.int64] | Numbers,
    bases: tuple[Numbers, float],
    **found: object,
) -> CrossTable:
    n = int(np.count_nonzero(here))
    weights = design.weights[here] if design is not None else None
    return CrossTable(
        row_question=rows[0],
        row_levels=_kept(rows[1], rows[2]),
        column_question=columns[0],
        column_levels=_kept(columns[1], columns[2]),
        n=n,
        n_missing=len(here) - n,
        n_weighted=n if weights is None else float(weights.sum()),
        n_effective=n if weights is None else effective_size(weights),
        counts=counts,
        row_percent=_percent(counts, counts.sum(axis=1, keepdims=True)),
        column_percent=_percent(counts, bases[0][None, :]),
        total_percent=_percent(counts, np.full((1, 1), bases[1])),
        **found,  # type: ignore[arg-type]
    )


def _given(people: NDArray[np.int64] | Numbers, axis: int) -> NDArray[np.bool_]:
    """Which levels somebody gave; their weight does not matter."""
    return np.asarray(people.any(axis=axis), dtype=np.bool_)


def _ticks(
    ticked: NDArray[np.bool_], answers: NDArray[np.intp], levels: int, weights: Numbers | None
) -> NDArray[np.int64] | Numbers:
    lines = []
    for item in range(ticked.shape[1]):
        yes = ticked[:, item]
        of_each = None if weights is None else weights[yes]
        lines.append(np.bincount(answers[yes], weights=of_each, minlength=levels))
    return np.array(lines).reshape(ticked.shape[1], levels)


def _scale(n: int, weighted: Numbers) -> float:
    total = float(weighted.sum())
    return n / total if total > 0 else 0.0


def _tests(
    counts: Numbers,
    small: bool,
    draws: int,
    seed: int,
    watched: Callable[[Iterable[int], int], Iterable[int]],
) -> Tests:
    first = pearson(counts)
    exact = fisher(counts, draws, seed, watched) if small or counts.shape == (2, 2) else None
    verdict = None if first.p is None else "fisher" if small and exact else "pearson"
    return Tests(first, yates(counts), likelihood_ratio(counts), exact, None, cramers_v(counts), verdict)


def _weighted_tests(counts: Numbers, tested: RaoScott) -> Tests:
    verdict = None if tested.p is None else "rao_scott"
    return Tests(None, None, None, None, tested, cramers_v(counts), verdict)


def _empty_levels(question: str, levels: tuple[str, ...], kept: NDArray[np.bool_]) -> list[Warning_]:
    text = gettext_noop("nobody in this table gave the answer “%(level)s” to %(question)s: the level is left out")
    return [
        Warning_("empty_level", Message(text, {"level": level, "question": question}))
        for level, there in zip(levels, kept, strict=True)
        if not there and level != MISSING_LEVEL
    ]


def _about_the_table(
    n: int, counts: Numbers, below: float | None, tests: Tests, design: Design | None
) -> list[Warning_]:
    warnings = []
    if n == 0:
        warnings.append(Warning_("no_answers", Message(gettext_noop("nobody answered both questions"))))
    elif min(counts.shape) < 2:
        text = gettext_noop("one side of the table has a single level: there is nothing to test")
        warnings.append(Warning_("one_level", Message(text)))
    if n and not counts.sum() > 0:
        text = gettext_noop("the respondents in this table all have a weight of zero")
        warnings.append(Warning_("zero_weight", Message(text)))
    if below:
        text = gettext_noop("%(percent)s %% of the expected counts are below 5")
        warnings.append(Warning_("small_expected", Message(text, {"percent": round(100 * below)})))
    if tests.fisher is not None and tests.fisher.method == "monte_carlo":
        text = gettext_noop("Fisher's p comes from %(draws)s random tables: its standard error is %(error).2g")
        shown = {"draws": tests.fisher.draws, "error": tests.fisher.standard_error}
        warnings.append(Warning_("monte_carlo", Message(text, shown)))
    if tests.rao_scott is not None and tests.rao_scott.f is None:
        text = gettext_noop("the variance of this table cannot be estimated: it has no test")
        warnings.append(Warning_("no_variance", Message(text)))
    if tests.rao_scott is not None and tests.rao_scott.too_sparse:
        text = gettext_noop("many cells are empty: the variance is taken from the expected shares (net some levels)")
        warnings.append(Warning_("sparse_variance", Message(text)))
    if design is not None and design.weights_from_population:
        text = gettext_noop("no weight was named: each respondent weighs population / sample of the stratum")
        warnings.append(Warning_("weights_from_population", Message(text)))
    return warnings


def _percent(counts: NDArray[np.int64] | Numbers, base: NDArray[np.int64] | Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base > 0, 100 * counts / base, np.nan)


def _kept(levels: tuple[str, ...], kept: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(level for level, there in zip(levels, kept, strict=True) if there)
