"""Joint counts of every pair of answers at once: the work behind screening.

Below 20,000 respondents a matrix of zeros and ones is multiplied with itself in single precision (whole
numbers are exact there up to 2²⁴). From there on each answer is a row of bits, and a pair is the number
of bits set in both: AND and count, in blocks that stay in the cache, compiled when numba is installed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.answers import Question

Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]

DENSE_BELOW = 20_000
#: Answers (levels of all questions) counted against all others at once: bounds the memory of a block.
ANSWERS_AT_ONCE = 2_000
_WORDS_AT_ONCE = 1024
_ROWS_AT_ONCE = 8192


@dataclass(frozen=True)
class Layout:
    """Where the levels of each question stand when all levels of all questions stand in one row."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, questions: Sequence[Question]) -> Layout:
        return cls(tuple(q.name for q in questions), tuple(len(q.levels) for q in questions))

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        return np.concatenate([[0], np.cumsum(self.sizes)]).astype(np.intp)

    @property
    def width(self) -> int:
        return int(sum(self.sizes))

    @cached_property
    def question_of(self) -> NDArray[np.intp]:
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Runs of questions that hold about `ANSWERS_AT_ONCE` answers: (first, one past the last)."""
        first = 0
        while first < len(self.sizes):
            last = first + 1
            while last < len(self.sizes) and self.starts[last + 1] - self.starts[first] <= ANSWERS_AT_ONCE:
                last += 1
            yield first, last
            first = last


def joint_counts(questions: Sequence[Question]) -> Counts:
    """Answers × answers: how many gave both. On the diagonal, how many gave the answer.

    The state of screening: what is counted in two waves or countries, or on two machines, is added.

    >>> yes = Question("a", ("no", "yes"), np.array([0, 1, 1, -1]))
    >>> joint_counts([yes]).tolist()
    [[1, 0], [0, 2]]
    """
    layout = Layout.of(questions)
    blocks = list(counted_blocks(questions, layout, list(layout.blocks())))
    whole = np.zeros((layout.width, layout.width), dtype=np.int64)
    for first, counts in blocks:
        whole[first : first + len(counts), first:] = counts
        whole[first:, first : first + len(counts)] = counts.T
    return whole


def counted_blocks(
    questions: Sequence[Question], layout: Layout, blocks: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, Counts]]:
    """For each block: its first answer, and its answers × all answers from there on."""
    if len(questions[0].codes) < DENSE_BELOW if questions else True:
        yield from _by_products(questions, layout, blocks)
    else:
        yield from _by_bits(questions, layout, blocks)


def _by_products(
    questions: Sequence[Question], layout: Layout, blocks: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, Counts]]:
    if not questions:
        return
    rows = len(questions[0].codes)
    # One column more than there are answers takes the ones of those who gave none.
    gave = np.zeros((rows, layout.width + 1), dtype=np.float32)
    for question, start in zip(questions, layout.starts, strict=False):
        where = np.where(question.codes >= 0, question.codes + start, layout.width)
        gave[np.arange(rows), where] = 1
    for first, last in blocks:
        a, b = layout.starts[first], layout.starts[last]
        yield int(a), (gave[:, a:b].T @ gave[:, a : layout.width]).astype(np.int64)


def _by_bits(
    questions: Sequence[Question], layout: Layout, blocks: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, Counts]]:
    """One state of each question (no answer, or the last level) follows from the others and is not counted."""
    complete = [bool(q.codes.min(initial=0) >= 0) for q in questions]
    counted = np.ones(layout.width, dtype=bool)
    counted[layout.starts[1:][np.array(complete)] - 1] = False
    bits, ones = _packed(questions, complete)
    totals = np.zeros(layout.width, dtype=np.int64)
    totals[counted] = ones
    for last in layout.starts[1:][np.array(complete)] - 1:
        totals[last] = len(questions[0].codes) - totals[layout.starts[layout.question_of[last]] : last].sum()
    place = np.concatenate([[0], np.cumsum(counted)])
    for first, last in blocks:
        a, b = int(layout.starts[first]), int(layout.starts[last])
        common = _count_common(bits, int(place[a]), int(place[b]))
        inner = np.triu(common[:, : len(common)])
        common[:, : len(common)] = inner + np.triu(inner, 1).T
        block = np.zeros((b - a, layout.width - a), dtype=np.int64)
        block[np.ix_(counted[a:b], counted[a:])] = common
        for question in range(first, len(questions)):
            if complete[question]:
                low, high = layout.starts[question] - a, layout.starts[question + 1] - a
                block[:, high - 1] = totals[a:b] - block[:, low : high - 1].sum(axis=1)
        for question in range(first, last):
            if complete[question]:
                low, high = layout.starts[question] - a, layout.starts[question + 1] - a
                block[high - 1] = totals[a:] - block[low : high - 1].sum(axis=0)
        yield a, block


def _packed(questions: Sequence[Question], complete: Sequence[bool]) -> tuple[NDArray[np.uint64], Counts]:
    """Counted answers × words of 64 respondents, and how many gave each; questions on two threads at once."""
    rows = len(questions[0].codes)
    words = (rows + 63) // 64
    counted = [len(question.levels) - whole for question, whole in zip(questions, complete, strict=True)]
    packed = np.zeros((sum(counted), words * 8), dtype=np.uint8)
    ones = np.zeros(sum(counted), dtype=np.int64)

    def pack(question: Question, first: int, levels: int) -> None:
        for level in range(levels):
            line = packed[first + level]
            line[: (rows + 7) // 8] = np.packbits(question.codes == level)
            ones[first + level] = np.bitwise_count(line.view(np.uint64)).sum(dtype=np.int64)

    with ThreadPoolExecutor(max_workers=2) as threads:
        list(threads.map(pack, questions, np.cumsum([0, *counted[:-1]]).tolist(), counted))
    return packed.view(np.uint64), ones


def _count_common(bits: NDArray[np.uint64], first: int, last: int) -> Counts:
    """Columns first…last × columns from first on: rows with both bits set (right where j ≥ i)."""
    try:
        from tandem.domain.survey.compiled import common_ones
    except (ImportError, RuntimeError):
        # Not installed, or with nowhere to keep what it compiles: the same counts, more slowly.
        return _count_common_with_numpy(bits, first, last)
    return common_ones(bits, first, last)


def _count_common_with_numpy(bits: NDArray[np.uint64], first: int, last: int) -> Counts:
    counts = np.zeros((last - first, len(bits) - first), dtype=np.int64)
    for low in range(0, bits.shape[1], _WORDS_AT_ONCE):
        block = np.ascontiguousarray(bits[first:, low : low + _WORDS_AT_ONCE])
        for i in range(last - first):
            counts[i, i:] += np.bitwise_count(block[i] & block[i:]).sum(axis=1, dtype=np.int64)
    return counts


def joint_weights(questions: Sequence[Question], weights: Numbers) -> tuple[Numbers, Numbers]:
    """Answers × answers: Σw and Σw² of those who gave both."""
    layout = Layout.of(questions)
    if len(weights) >= DENSE_BELOW:
        try:
            from tandem.domain.survey.compiled import summed_weights
        except (ImportError, RuntimeError):
            return _weights_by_products(questions, layout, weights)
        answers = np.empty((len(questions), len(weights)), dtype=np.int32)
        for question, start, line in zip(questions, layout.starts, answers, strict=False):
            line[:] = np.where(question.codes >= 0, question.codes + start, -1)
        return summed_weights(answers, weights, layout.width)
    return _weights_by_products(questions, layout, weights)


def _weights_by_products(questions: Sequence[Question], layout: Layout, weights: Numbers) -> tuple[Numbers, Numbers]:
    """In blocks of respondents, as products of matrices."""
    sums = np.zeros((layout.width, layout.width))
    squares = np.zeros_like(sums)
    for low in range(0, len(weights), _ROWS_AT_ONCE):
        w = weights[low : low + _ROWS_AT_ONCE]
        gave = np.zeros((len(w), layout.width + 1))
        for question, start in zip(questions, layout.starts, strict=False):
            codes = question.codes[low : low + _ROWS_AT_ONCE]
            gave[np.arange(len(w)), np.where(codes >= 0, codes + start, layout.width)] = 1
        # A matrix times its own transpose costs half of a product of two.
        for total, root in ((sums, np.sqrt(w)), (squares, w)):
            scaled = gave[:, :-1] * root[:, None]
            total += scaled.T @ scaled
    return sums, squares
