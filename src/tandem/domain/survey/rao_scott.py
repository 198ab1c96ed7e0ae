"""The second-order Rao-Scott test: independence in a table of weighted answers from any design."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tandem.domain.survey.chi_square import expected_counts
from tandem.domain.survey.design import Design
from tandem.domain.survey.tails import f_p

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class RaoScott:
    """F with its (fractional) degrees of freedom; `p` is None where there is nothing to test."""

    f: float | None
    df1: float | None
    df2: float | None
    p: float | None


NOTHING_TO_TEST = RaoScott(0.0, 0.0, 0.0, None)
#: Up to here small dense matrices are quicker than sparse ones.
_MOST_DENSE_CELLS = 2500
#: A table whose variance is zero or not defined: there is something to test, and no way to test it.
UNDEFINED = RaoScott(None, None, None, None)


@dataclass(frozen=True)
class Scatter:
    """Variances and covariances of the weighted cell totals, before they are turned into shares.

    With z the vector of one cluster's cell totals about its stratum and t the same of its grand total:
    `cells` = Σ s·z zᵀ, `with_total` = Σ s·z t, `total` = Σ s·t², s the scale of the stratum.
    """

    cells: sparse.csr_array
    with_total: Numbers
    total: float


def rao_scott(rows: NDArray[np.signedinteger], columns: NDArray[np.signedinteger], design: Design) -> RaoScott:
    """R's `svychisq(~rows + columns, design, statistic = "F")` for codes with −1 where nobody answered.

    Whoever did not answer stays in the design with a contribution of zero (a domain). F is Pearson's X²
    of the weighted shares over tr Δ; its degrees of freedom are d = (tr Δ)² / tr Δ² and d · ν, with
    ν = clusters − strata of the whole design and Δ the generalised design effects of the interaction.
    Units: none. Source: Rao & Scott 1984; Thomas & Rao 1987; Lumley, package survey.
    """
    here = (rows >= 0) & (columns >= 0)
    if not here.any():
        return NOTHING_TO_TEST
    shape = (int(rows[here].max()) + 1, int(columns[here].max()) + 1)
    cell = rows[here].astype(np.intp) * shape[1] + columns[here]
    cells = shape[0] * shape[1]
    totals = np.asarray(np.bincount(cell, weights=design.weights[here], minlength=cells), dtype=np.float64)
    scatter = scatter_of(cell, here, cells, design)
    return tested_scatter(totals.reshape(shape), scatter, design.degrees_of_freedom)


def scatter_of(cell: NDArray[np.intp], here: NDArray[np.bool_], cells: int, design: Design) -> Scatter:
    """The scatter of the cell totals among the clusters of a design."""
    weights = design.weights[here]
    if design.independent:
        squares = np.bincount(cell, weights=weights**2, minlength=cells) * design.scale[0]
        return independent_scatter(squares)
    clusters, strata = len(design.stratum), len(design.scale)
    in_cluster = sparse.csr_array((weights, (design.cluster[here], cell)), shape=(clusters, cells))
    of_stratum = sparse.csr_array((np.ones(clusters), (design.stratum, np.arange(clusters))), shape=(strata, clusters))
    sampled = np.bincount(design.stratum, minlength=strata)
    stratum_sum = of_stratum @ in_cluster
    total = np.asarray(in_cluster.sum(axis=1)).ravel()
    centred = total - (np.asarray(stratum_sum.sum(axis=1)).ravel() / sampled)[design.stratum]
    scale = design.scale[design.stratum]
    among = in_cluster.T @ (sparse.diags_array(scale) @ in_cluster)
    between = stratum_sum.T @ (sparse.diags_array(design.scale / sampled) @ stratum_sum)
    return Scatter(
        sparse.csr_array(among - between),
        np.asarray(in_cluster.T @ (scale * centred)),
        float((scale * centred**2).sum()),
    )


def independent_scatter(squares: Numbers) -> Scatter:
    """The scatter of independent respondents from Σ w² of each cell (already scaled by n / (n − 1)).

    The grand mean needs no subtraction: what a share is made of sums to zero over the respondents.
    """
    return Scatter(sparse.diags_array(squares).tocsr(), squares, float(squares.sum()))


def rao_scott_of_sums(sums: Numbers, squares: Numbers, respondents: int) -> RaoScott:
    """The test for independent respondents from Σw and Σw² of each cell; `respondents` are all of the file.

    The same number as `rao_scott`, without going back to the answers: screening calls it for every pair.
    """
    if respondents < 2:
        return NOTHING_TO_TEST
    scaled = squares.ravel() * (respondents / (respondents - 1))
    if sums.size > _MOST_DENSE_CELLS:
        return tested_scatter(sums, independent_scatter(scaled), respondents - 1)
    return _tested(sums, respondents - 1, lambda shares, kept, weight: _dense_traces(shares, scaled[kept], weight))


def tested_scatter(totals: Numbers, scatter: Scatter, degrees_of_freedom: float) -> RaoScott:
    """The test from the weighted cell totals and their scatter.

    Δ lives on the interaction contrasts C: Δ = (Cᵀ D⁻¹ C)⁻¹ Cᵀ D⁻¹ V D⁻¹ C with D = diag(shares), empty
    cells of D⁻¹ set to 0 as in R. Its traces are those of M V with M = D⁻¹ − X (Xᵀ D X)⁻¹ Xᵀ, where X
    spans the sums "row effect + column effect" that vanish on the empty cells: no matrix has the size of
    the table squared, and 250 × 250 levels are no trouble.
    """
    return _tested(totals, degrees_of_freedom, lambda shares, kept, weight: _traces(shares, scatter, kept, weight))


def _tested(
    totals: Numbers,
    degrees_of_freedom: float,
    traces: Callable[[Numbers, NDArray[np.intp], float], tuple[float, float]],
) -> RaoScott:
    weight = float(totals.sum())
    occupied_rows, occupied_columns = totals.sum(axis=1) > 0, totals.sum(axis=0) > 0
    if occupied_rows.sum() < 2 or occupied_columns.sum() < 2:
        return NOTHING_TO_TEST
    if degrees_of_freedom <= 0:
        return UNDEFINED
    kept = np.outer(occupied_rows, occupied_columns).ravel()
    shares = (totals.ravel()[kept] / weight).reshape(int(occupied_rows.sum()), int(occupied_columns.sum()))
    expected = expected_counts(shares)
    statistic = float(((shares - expected) ** 2 / expected).sum())
    trace, trace_of_square = traces(shares, np.flatnonzero(kept), weight)
    if not trace > 0 or not trace_of_square > 0:
        return UNDEFINED
    df1 = trace**2 / trace_of_square
    df2 = df1 * degrees_of_freedom
    f = statistic / trace
    return RaoScott(f, df1, df2, f_p(f, df1, df2))


def _traces(shares: Numbers, scatter: Scatter, kept: NDArray[np.intp], weight: float) -> tuple[float, float]:
    """tr M V and tr (M V)² for V = (G − v pᵀ − p vᵀ + k p pᵀ) / weight², p the shares."""
    filled = np.flatnonzero(shares.ravel() > 0)
    p = shares.ravel()[filled]
    where = kept[filled]
    g = scatter.cells[where][:, where]
    v = scatter.with_total[where]
    effects = _additive_effects(shares)[filled]
    inverse = np.linalg.inv((effects.T @ (effects * p[:, None])).toarray() if effects.shape[1] else np.zeros((0, 0)))

    def m(vector: Numbers) -> Numbers:
        return np.asarray(vector / p - effects @ (inverse @ (effects.T @ vector)))

    mp, mv = m(p), m(v)
    g_effects = g @ effects
    inner = inverse @ (effects.T @ g_effects).toarray()
    over_p = sparse.diags_array(1 / p)
    # The part of G alone, then what the two rank-one parts add.
    first = float((g.diagonal() / p).sum() - np.trace(inner))
    scaled = g.tocoo()
    square = float((scaled.data**2 / (p[scaled.coords[0]] * p[scaled.coords[1]])).sum())
    crossed = (g_effects.T @ (over_p @ g_effects)).toarray()
    second = square - 2 * float((inverse * crossed.T).sum()) + float((inner * inner.T).sum())
    k = scatter.total
    gram = np.array([[p @ mp, p @ mv], [v @ mp, v @ mv]])
    turn = np.array([[k, -1.0], [-1.0, 0.0]]) @ gram
    g_mp = g @ mp
    trace = first - 2 * float(gram[0, 1]) + k * float(gram[0, 0])
    trace_of_square = second + 2 * (k * float(mp @ g_mp) - 2 * float(mv @ g_mp)) + float((turn * turn.T).sum())
    return trace / weight**2, trace_of_square / weight**4


def _dense_traces(shares: Numbers, g: Numbers, weight: float) -> tuple[float, float]:
    """`_traces` where G is the diagonal of `g`, v is g and k its sum: small tables, no sparse matrices."""
    filled = np.flatnonzero(shares.ravel() > 0)
    p = shares.ravel()[filled]
    g = g[filled]
    of_row, of_column, count = _tied_effects(shares)
    identity = np.eye(count)[:, : count - 1]
    effects = (identity[np.repeat(of_row, len(of_column))] - identity[np.tile(of_column, len(of_row))])[filled]
    inverse = np.linalg.inv((effects.T * p) @ effects)
    mp = 1 - effects @ (inverse @ (effects.T @ p))
    ratio = g / p
    mv = ratio - effects @ (inverse @ (effects.T @ g))
    inner = inverse @ ((effects.T * g) @ effects)
    crossed = (effects.T * (g * ratio)) @ effects
    k = float(g.sum())
    p_mp, p_mv, v_mv = float(p @ mp), float(p @ mv), float(g @ mv)
    trace = float(ratio.sum()) - float(np.trace(inner)) - 2 * p_mv + k * p_mp
    gram = np.array([[p_mp, p_mv], [p_mv, v_mv]])
    turn = np.array([[k, -1.0], [-1.0, 0.0]]) @ gram
    g_mp = g * mp
    square = float(ratio @ ratio) - 2 * float((inverse * crossed).sum()) + float((inner * inner.T).sum())
    square += 2 * (k * float(mp @ g_mp) - 2 * float(mv @ g_mp)) + float((turn * turn.T).sum())
    return trace / weight**2, square / weight**4


def _tied_effects(shares: Numbers) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """The effect of each row and of each column, and how many effects there are.

    An empty cell forces its row's effect to be minus its column's: they become one.
    """
    rows, columns = shares.shape
    empty_row, empty_column = np.nonzero(shares == 0)
    if not len(empty_row):
        return np.arange(rows), np.arange(rows, rows + columns), rows + columns
    ties = sparse.coo_array((np.ones(len(empty_row)), (empty_row, rows + empty_column)), shape=(rows + columns,) * 2)
    count, group = sparse.csgraph.connected_components(ties, directed=False)
    return group[:rows], group[rows:], int(count)


def _additive_effects(shares: Numbers) -> sparse.csr_array:
    """Cells × effects: a basis of "row effect + column effect" that is zero on every empty cell.

    One effect of all is redundant and left out.
    """
    group_of_row, group_of_column, count = _tied_effects(shares)
    rows, columns = shares.shape
    of_row = np.repeat(group_of_row, columns)
    of_column = np.tile(group_of_column, rows)
    cell = np.arange(rows * columns)
    values = np.concatenate([np.ones(len(cell)), -np.ones(len(cell))])
    where = (np.concatenate([cell, cell]), np.concatenate([of_row, of_column]))
    basis = sparse.coo_array((values, where), shape=(len(cell), count)).tocsr()
    return basis[:, : count - 1]
