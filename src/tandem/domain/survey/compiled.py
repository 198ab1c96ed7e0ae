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
def _count_common(bits: Any, rows: int, threads: int) -> Any:
    """For columns i below `rows` and j from the four of i on: in how many rows both are set.

    `bits` is columns × words; its columns and `rows` are multiples of four: sixteen pairs are counted at
    once, so that each word is fetched for four of them. Written out, because only then do the sums stay in
    the registers of the processor. Each thread takes its share of the words and its own sums, so nothing is
    locked and nothing is uneven.
    """
    columns, words = bits.shape
    sums = np.zeros((threads, rows, columns), dtype=np.uint64)
    blocks = (words + _WORDS_AT_ONCE - 1) // _WORDS_AT_ONCE
    for thread in numba.prange(threads):
        mine = sums[thread]
        for block in range(blocks * thread // threads, blocks * (thread + 1) // threads):
            low = block * _WORDS_AT_ONCE
            high = min(low + _WORDS_AT_ONCE, words)
            for i in range(0, rows, 4):
                a0, a1 = bits[i, low:high], bits[i + 1, low:high]
                a2, a3 = bits[i + 2, low:high], bits[i + 3, low:high]
                for j in range(i, columns, 4):
                    b0, b1 = bits[j, low:high], bits[j + 1, low:high]
                    b2, b3 = bits[j + 2, low:high], bits[j + 3, low:high]
                    s00 = s01 = s02 = s03 = s10 = s11 = s12 = s13 = np.uint64(0)
                    s20 = s21 = s22 = s23 = s30 = s31 = s32 = s33 = np.uint64(0)
                    for word in range(len(a0)):
                        v0, v1, v2, v3 = a0[word], a1[word], a2[word], a3[word]
                        w0, w1, w2, w3 = b0[word], b1[word], b2[word], b3[word]
                        s00 += _ones(v0 & w0)
                        s01 += _ones(v0 & w1)
                        s02 += _ones(v0 & w2)
                        s03 += _ones(v0 & w3)
                        s10 += _ones(v1 & w0)
                        s11 += _ones(v1 & w1)
                        s12 += _ones(v1 & w2)
                        s13 += _ones(v1 & w3)
                        s20 += _ones(v2 & w0)
                        s21 += _ones(v2 & w1)
                        s22 += _ones(v2 & w2)
                        s23 += _ones(v2 & w3)
                        s30 += _ones(v3 & w0)
                        s31 += _ones(v3 & w1)
                        s32 += _ones(v3 & w2)
                        s33 += _ones(v3 & w3)
                    mine[i, j] += s00
                    mine[i, j + 1] += s01
                    mine[i, j + 2] += s02
                    mine[i, j + 3] += s03
                    mine[i + 1, j] += s10
                    mine[i + 1, j + 1] += s11
                    mine[i + 1, j + 2] += s12
                    mine[i + 1, j + 3] += s13
                    mine[i + 2, j] += s20
                    mine[i + 2, j + 1] += s21
                    mine[i + 2, j + 2] += s22
                    mine[i + 2, j + 3] += s23
                    mine[i + 3, j] += s30
                    mine[i + 3, j + 1] += s31
                    mine[i + 3, j + 2] += s32
                    mine[i + 3, j + 3] += s33
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
    wanted = bits[first:]
    if odd := -len(wanted) % 4:
        wanted = np.concatenate([wanted, np.zeros((odd, wanted.shape[1]), dtype=np.uint64)])
    rows = min(len(wanted), last - first + -(last - first) % 4)
    counted: NDArray[np.uint64] = _count_common(wanted, rows, numba.get_num_threads())
    return counted[: last - first, : len(bits) - first].astype(np.int64)
