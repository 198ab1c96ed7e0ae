"""The inner loop of screening, compiled: AND and count the ones of bit columns. Needs the extra `numba`."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

#: Words of one block: some hundred bit columns of this length stay in the second-level cache.
_WORDS_AT_ONCE = 256
#: Respondents of one block: two questions and their weights stay in the first-level cache.
_ROWS_AT_ONCE = 1024
#: As many as this process may use.
THREADS = numba.config.NUMBA_NUM_THREADS


@intrinsic  # type: ignore[untyped-decorator]
def _ones(typing_context: Any, word: Any) -> Any:
    """How many bits of a 64-bit word are set: one instruction of the processor."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@numba.njit(parallel=True, cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _count_common(bits: Any, first: int, last: int, threads: int) -> Any:
    """For columns i of first…last and j ≥ i: in how many rows both are set. `bits` is columns × words.

    Each thread takes its share of the words and its own sums, so nothing is locked and nothing is uneven.
    """
    columns, words = bits.shape
    sums = np.zeros((threads, last - first, columns), dtype=np.uint64)
    blocks = (words + _WORDS_AT_ONCE - 1) // _WORDS_AT_ONCE
    for thread in numba.prange(threads):
        mine = sums[thread]
        for block in range(blocks * thread // threads, blocks * (thread + 1) // threads):
            low = block * _WORDS_AT_ONCE
            high = min(low + _WORDS_AT_ONCE, words)
            for i in range(first, last):
                a = bits[i, low:high]
                j = i
                while j + 4 <= columns:
                    b0, b1, b2, b3 = (
                        bits[j, low:high],
                        bits[j + 1, low:high],
                        bits[j + 2, low:high],
                        bits[j + 3, low:high],
                    )
                    s0 = s1 = s2 = s3 = np.uint64(0)
                    for word in range(len(a)):
                        w = a[word]
                        s0 += _ones(w & b0[word])
                        s1 += _ones(w & b1[word])
                        s2 += _ones(w & b2[word])
                        s3 += _ones(w & b3[word])
                    mine[i - first, j] += s0
                    mine[i - first, j + 1] += s1
                    mine[i - first, j + 2] += s2
                    mine[i - first, j + 3] += s3
                    j += 4
                while j < columns:
                    b = bits[j, low:high]
                    s = np.uint64(0)
                    for word in range(len(a)):
                        s += _ones(a[word] & b[word])
                    mine[i - first, j] += s
                    j += 1
    return sums.sum(axis=0)


@numba.njit(parallel=True, cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _sum_pairs(answers: Any, weights: Any, width: int, threads: int) -> Any:
    """Σw and Σw² of every pair of answers: threads × 2 × answers × answers, upper triangle of questions."""
    questions, rows = answers.shape
    sums = np.zeros((threads, 2, width, width))
    blocks = (rows + _ROWS_AT_ONCE - 1) // _ROWS_AT_ONCE
    for thread in numba.prange(threads):
        mine, squares = sums[thread, 0], sums[thread, 1]
        for block in range(blocks * thread // threads, blocks * (thread + 1) // threads):
            low = block * _ROWS_AT_ONCE
            high = min(low + _ROWS_AT_ONCE, rows)
            for a in range(questions):
                for b in range(a, questions):
                    for row in range(low, high):
                        i, j = answers[a, row], answers[b, row]
                        if i >= 0 and j >= 0:
                            w = weights[row]
                            mine[i, j] += w
                            squares[i, j] += w * w
    return sums.sum(axis=0)


def summed_weights(
    answers: NDArray[np.int32], weights: NDArray[np.float64], width: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Σw and Σw² of every pair of answers. `answers` is questions × respondents: the answer's place, or −1."""
    sums = _sum_pairs(answers, weights, width, numba.get_num_threads())
    upper, squares = np.triu(sums[0]), np.triu(sums[1])
    return upper + np.triu(upper, 1).T, squares + np.triu(squares, 1).T


def common_ones(bits: NDArray[np.uint64], first: int, last: int) -> NDArray[np.int64]:
    """Columns first…last × columns from first on: the rows set in both (right where j ≥ i), on all threads."""
    counted: NDArray[np.uint64] = _count_common(bits, first, last, numba.get_num_threads())
    return counted[:, first:].astype(np.int64)
