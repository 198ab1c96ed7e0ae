"""Weighting to margins: iterative proportional fitting, with trimming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MISSING_LEVEL, Question, checked_weights
from tandem.domain.survey.frequencies import effective_size

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]

TOLERANCE = 1e-9
MOST_ROUNDS = 1000
#: More combinations of answers than this, and respondents are fitted one by one instead of by combination.
_MOST_COMBINATIONS = 1_000_000


@dataclass(frozen=True)
class Margin:
    """The wanted share of each level of a question (they sum to 1)."""

    question: Question
    shares: Numbers


@dataclass(frozen=True)
class Raked:
    """Weights with mean 1. `largest_margin_error` is in shares; not `converged`: the weights are of no use."""

    weights: Numbers
    iterations: int
    largest_margin_error: float
    converged: bool

    @property
    def n_effective(self) -> float:
        return effective_size(self.weights)

    @property
    def design_effect(self) -> float:
        """Kish's n Σw² / (Σw)²: how much the unequal weights widen the variances. Source: Kish 1965."""
        return len(self.weights) / self.n_effective


def margin(
    question: Question, targets: Mapping[str, float], start: Numbers | None = None, missing_own_level: bool = False
) -> Margin:
    """The margin of one question from its targets: shares, percents or counts, all divided by their sum.

    With `missing_own_level` those who did not answer keep the share they have under the starting
    weights, and the targets share the rest. Errors: `BadInput` for a target that is negative or not a
    number, a target level nobody gave, a level given without a target, a blank otherwise.

    >>> sex = Question("sex", ("f", "m"), np.array([0, 0, 0, 1]))
    >>> margin(sex, {"f": 50, "m": 50}).shares.tolist()
    [0.5, 0.5]
    """
    counts = np.bincount(question.codes[question.codes >= 0], minlength=len(question.levels))
    for level, target in targets.items():
        if not np.isfinite(target) or target < 0:
            text = gettext_noop("a target has to be zero or a positive number, not %(target)s")
            raise BadInput(Message(text, {"target": target}), (question.name, level))
        if level not in question.levels or counts[question.levels.index(level)] == 0:
            text = gettext_noop("nobody in the sample gave this answer: its target cannot be reached")
            raise BadInput(Message(text), (question.name, level))
    for level, count in zip(question.levels, counts, strict=True):
        if count and level not in targets:
            text = gettext_noop("the sample has this answer and the margin has no target for it")
            raise BadInput(Message(text), (question.name, level))
    total = sum(targets.values())
    if not total > 0:
        raise BadInput(Message(gettext_noop("the targets of a margin have to sum to more than 0")), (question.name,))
    shares = np.array([targets.get(level, 0.0) / total for level in question.levels])
    blank = question.codes < 0
    if not blank.any():
        return Margin(question, shares)
    if not missing_own_level:
        text = gettext_noop("%(blanks)s respondents have no answer (--missing own-level makes a level of them)")
        raise BadInput(Message(text, {"blanks": int(blank.sum())}), (question.name,))
    weights = np.ones(len(blank)) if start is None else start
    share = float(weights[blank].sum() / weights.sum())
    with_missing = question.with_missing_as_level()
    if len(with_missing.levels) == len(question.levels):
        text = gettext_noop("an answer is called %(level)s already")
        raise BadInput(Message(text, {"level": MISSING_LEVEL}), (question.name,))
    return Margin(with_missing, np.append(shares * (1 - share), share))


def rake(margins: Sequence[Margin], start: Numbers | None = None, trim: tuple[float, float] | None = None) -> Raked:
    """Weights whose margins are the wanted ones, as near as can be to the starting weights.

    Each round multiplies the weights, margin by margin, by wanted share / present share; with `trim` the
    weights are then cut to [low, high] times their mean and raked again, until cut weights keep the
    margins. Done when every share is within 10⁻⁹; given up after 1,000 rounds.
    Source: Deming & Stephan 1940; Deville, Särndal & Sautory 1993; R `survey::rake`.
    Errors: `BadInput` for negative starting weights, or a level with a target whose respondents all start
    with weight 0.
    """
    weights = np.ones(len(margins[0].question.codes)) if start is None else checked_weights(start, "start")
    if not weights.sum() > 0:
        raise BadInput(Message(gettext_noop("the starting weights sum to zero")))
    for wanted in margins:
        _refuse_unreachable(wanted, weights)
    if trim is None:
        return _by_combination(margins, weights)
    return _by_respondent(margins, weights, trim)


def _refuse_unreachable(wanted: Margin, weights: Numbers) -> None:
    present = np.bincount(wanted.question.codes, weights=weights, minlength=len(wanted.shares))
    for level, share, there in zip(wanted.question.levels, wanted.shares, present, strict=True):
        if share > 0 and not there > 0:
            text = gettext_noop("everybody who gave this answer starts with weight 0: its target cannot be reached")
            raise BadInput(Message(text), (wanted.question.name, level))


def _by_combination(margins: Sequence[Margin], weights: Numbers) -> Raked:
    """Untrimmed: all respondents with the same answers get the same factor, so fit their combinations."""
    combination, codes = _combinations(margins, len(weights))
    start = np.bincount(combination, weights=weights)
    fitted, rounds, error = _rounds(start / start.sum(), codes, [wanted.shares for wanted in margins], None)
    with np.errstate(invalid="ignore"):
        factor = np.where(start > 0, fitted / start, 0.0)
    final = weights * factor[combination]
    return Raked(final / final.mean(), rounds, error, error <= TOLERANCE)


def _by_respondent(margins: Sequence[Margin], weights: Numbers, trim: tuple[float, float]) -> Raked:
    """Trimmed: respondents with the same answers and the same start weigh the same, the others do not."""
    n = len(weights)
    combination, codes = _combinations(margins, n)
    starts, of_start = np.unique(weights, return_inverse=True)
    groups, group = np.unique(combination * len(starts) + of_start, return_inverse=True)
    people = np.bincount(group).astype(float)
    codes = [code[groups // len(starts)] for code in codes]
    each = starts[groups % len(starts)] * people
    # Who starts with weight 0 was left out on purpose, and trimming brings nobody in.
    bounds = (np.where(each > 0, trim[0] * people / n, 0.0), trim[1] * people / n)
    fitted, rounds, error = _rounds(each / each.sum(), codes, [wanted.shares for wanted in margins], bounds)
    return Raked((fitted / people)[group] * n, rounds, error, error <= TOLERANCE)


def _combinations(margins: Sequence[Margin], n: int) -> tuple[Places, list[Places]]:
    """Each respondent's combination of answers, and each combination's answer to every margin."""
    combination = np.zeros(n, dtype=np.intp)
    codes: list[Places] = []
    size = 1
    for wanted in margins:
        levels = len(wanted.shares)
        combination = combination * levels + wanted.question.codes
        size *= levels
        if size > _MOST_COMBINATIONS:
            found, combination = np.unique(combination, return_inverse=True)
        else:
            there = np.bincount(combination, minlength=size) > 0
            found = np.flatnonzero(there)
            combination = (np.cumsum(there) - 1)[combination]
        codes = [code[found // levels] for code in codes]
        codes.append(found % levels)
        size = len(found)
    return combination, codes


def _rounds(
    weights: Numbers, codes: Sequence[Places], shares: Sequence[Numbers], bounds: tuple[Numbers, Numbers] | None
) -> tuple[Numbers, int, float]:
    """Rounds until the margins are right: (weights summing to 1, rounds, largest error of a share)."""
    rounds, error = 0, _largest_error(weights, codes, shares)
    if bounds is not None:
        error = max(error, float(np.max(np.maximum(bounds[0] - weights, weights - bounds[1]), initial=0.0)))
    while error > TOLERANCE and rounds < MOST_ROUNDS:
        for code, wanted in zip(codes, shares, strict=True):
            present = np.bincount(code, weights=weights, minlength=len(wanted))
            with np.errstate(divide="ignore", invalid="ignore"):
                factor = np.where(present > 0, wanted / present, 0.0)
            weights = weights * factor[code]
        if bounds is not None:
            weights = np.clip(weights, *bounds)
        rounds += 1
        error = _largest_error(weights, codes, shares)
    return weights, rounds, error


def _largest_error(weights: Numbers, codes: Sequence[Places], shares: Sequence[Numbers]) -> float:
    errors = [
        np.abs(np.bincount(code, weights=weights, minlength=len(wanted)) - wanted).max()
        for code, wanted in zip(codes, shares, strict=True)
    ]
    return float(max(errors))


def bounds_of_trim(text: str) -> tuple[float, float]:
    """`LOW,HIGH` as two numbers; `BadInput` for anything else.

    >>> bounds_of_trim("0.3,3")
    (0.3, 3.0)
    """
    parts = text.split(",")
    try:
        low, high = (float(part) for part in parts)
    except ValueError:
        low, high = -1.0, -1.0
    if not (0 <= low <= high < np.inf):
        raise BadInput(Message(gettext_noop("two numbers LOW,HIGH were expected, not “%(text)s”"), {"text": text}))
    if not low <= 1 <= high:
        said = gettext_noop("the bounds of trimming have to stand on both sides of 1, the mean, not %(low)s, %(high)s")
        raise BadInput(Message(said, {"low": low, "high": high}))
    return low, high
