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
    """F with its (fractional) degrees of freedom; `p` is None where there is nothing to test.

    `too_sparse`: so many cells are empty that R's matrix is singular and R has no answer; this one takes
    expected shares for the observed ones in the variance, the same in large samples under independence.
    """

    f: float | None
    df1: float | None
    df2: float | None
    p: float | None
    too_sparse: bool = False


NOTHING_TO_TEST = RaoScott(0.0, 0.0, 0.0, None)
#: Up to here small dense matrices are quicker than sparse ones.
_MOST_DENSE_CELLS = 2500
#: Sums of outer products with more entries than this are kept as the rows that they are made of, if those are fewer.
_MOST_PRODUCTS = 4_000_000
#: A table whose variance is zero or not defined: there is something to test, and no way to test it.
UNDEFINED = RaoScott(None, None, None, None)


@dataclass(frozen=True)
class Scatter:
    """Variances and covariances of the weighted cell totals, before they are turned into shares.

    With z the vector of one cluster's cell totals about its stratum and t the same of its grand total:
    `cells` + Σ f·r rᵀ = Σ s·z zᵀ, `with_total` = Σ s·z t, `total` = Σ s·t², s the scale of the stratum,
    r the `rows` and f their `factors`: a few long rows (of strata, of large clusters) whose products
    would fill a matrix of cells × cells.
    """

    cells: sparse.csr_array
    with_total: Numbers
    total: float
    rows: sparse.csr_array
    factors: Numbers


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
    multiplied = sparse.csr_array((cells, cells))
    kept: list[tuple[sparse.csr_array, Numbers]] = []
    for rows, factors in ((in_cluster, scale), (stratum_sum, -design.scale / sampled)):
        if _too_many_products(rows):
            kept.append((rows, factors))
        else:
            multiplied = multiplied + rows.T @ (sparse.diags_array(factors) @ rows)
    return Scatter(
        sparse.csr_array(multiplied),
        np.asarray(in_cluster.T @ (scale * centred)),
        float((scale * centred**2).sum()),
        sparse.csr_array(sparse.vstack([rows for rows, _ in kept])) if kept else _no_rows(cells),
        np.concatenate([factors for _, factors in kept]) if kept else np.zeros(0),
    )


def _too_many_products(rows: sparse.csr_array) -> bool:
    """Whether the sum of the rows' outer products takes more room than the rows and their scalar products."""
    number, cells = rows.shape
    products = min(float((np.diff(rows.indptr).astype(float) ** 2).sum()), float(cells) ** 2)
    return products > _MOST_PRODUCTS and products > number * (number + cells)


def _no_rows(cells: int) -> sparse.csr_array:
    return sparse.csr_array((0, cells))


def independent_scatter(squares: Numbers) -> Scatter:
    """The scatter of independent respondents from Σ w² of each cell (already scaled by n / (n − 1)).

    The grand mean needs no subtraction: what a share is made of sums to zero over the respondents.
    """
    return Scatter(
        sparse.diags_array(squares).tocsr(), squares, float(squares.sum()), _no_rows(len(squares)), np.zeros(0)
    )


def rao_scott_of_sums(sums: Numbers, squares: Numbers, respondents: int) -> RaoScott:
    """The test for independent respondents from Σw and Σw² of each cell; `respondents` are all of the file.

    The same number as `rao_scott`, without going back to the answers: screening calls it for every pair.
    """
    if respondents < 2:
        return NOTHING_TO_TEST
    scaled = squares.ravel() * (respondents / (respondents - 1))
    if sums.size > _MOST_DENSE_CELLS:
        return tested_scatter(sums, independent_scatter(scaled), respondents - 1)
    return _tested(sums, respondents - 1, lambda metric, kept, weight: _dense_traces(metric, scaled[kept], weight))


def tested_scatter(totals: Numbers, scatter: Scatter, degrees_of_freedom: float) -> RaoScott:
    """The test from the weighted cell totals and their scatter.

    Δ lives on the interaction contrasts C: Δ = (Cᵀ D⁻¹ C)⁻¹ Cᵀ D⁻¹ V D⁻¹ C with D = diag(shares), empty
    cells of D⁻¹ set to 0 as in R. Its traces are those of M V with M = D⁻¹ − X (Xᵀ D X)⁻¹ Xᵀ, where X
    spans the sums "row effect + column effect" that vanish on the empty cells: no matrix has the size of
    the table squared, and 250 × 250 levels are no trouble.
    """
    return _tested(totals, degrees_of_freedom, lambda metric, kept, weight: _traces(metric, scatter, kept, weight))


@dataclass(frozen=True)
class _Metric:
    """What M is made of: the cells in it, their diagonal D, and the effect of each of their rows and columns."""

    cells: NDArray[np.intp]
    shares: Numbers
    diagonal: Numbers
    row_effect: NDArray[np.intp]
    column_effect: NDArray[np.intp]
    effects: int
    too_sparse: bool

    @classmethod
    def of(cls, shares: Numbers, expected: Numbers) -> _Metric:
        """An empty cell forces its row's effect to be minus its column's: the two become one.

        Empty cells that close a circle of rows and columns leave C without its full rank: `too_sparse`.
        """
        rows, columns = shares.shape
        row, column = np.divmod(np.arange(rows * columns), columns)
        empty_row, empty_column = np.nonzero(shares == 0)
        group, count = np.arange(rows + columns), rows + columns
        too_sparse = False
        if len(empty_row):
            ties = sparse.coo_array((np.ones(len(empty_row)), (empty_row, rows + empty_column)), shape=(count,) * 2)
            tied, labels = sparse.csgraph.connected_components(ties, directed=False)
            too_sparse = len(empty_row) > count - tied
            if not too_sparse:
                group, count = labels, int(tied)
        cells = np.arange(rows * columns) if too_sparse else np.flatnonzero(shares.ravel() > 0)
        diagonal = (expected if too_sparse else shares).ravel()[cells]
        effects = (group[row[cells]], group[rows + column[cells]])
        return cls(cells, shares.ravel()[cells], diagonal, *effects, count, too_sparse)

    def basis(self) -> sparse.csr_array:
        """Cells × effects; one effect of all is redundant and left out."""
        cell = np.arange(len(self.cells))
        values = np.concatenate([np.ones(len(cell)), -np.ones(len(cell))])
        where = (np.concatenate([cell, cell]), np.concatenate([self.row_effect, self.column_effect]))
        return sparse.coo_array((values, where), shape=(len(cell), self.effects)).tocsr()[:, : self.effects - 1]

    def dense_basis(self) -> Numbers:
        one = np.eye(self.effects)[:, : self.effects - 1]
        return np.asarray(one[self.row_effect] - one[self.column_effect])


def _tested(
    totals: Numbers,
    degrees_of_freedom: float,
    traces: Callable[[_Metric, NDArray[np.intp], float], tuple[float, float]],
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
    metric = _Metric.of(shares, expected)
    trace, trace_of_square = traces(metric, np.flatnonzero(kept)[metric.cells], weight)
    if not trace > 0 or not trace_of_square > 0:
        return UNDEFINED
    df1 = trace**2 / trace_of_square
    df2 = df1 * degrees_of_freedom
    f = statistic / trace
    return RaoScott(f, df1, df2, f_p(f, df1, df2), metric.too_sparse)


def _traces(metric: _Metric, scatter: Scatter, where: NDArray[np.intp], weight: float) -> tuple[float, float]:
    """tr M V and tr (M V)² for V = (G + Σ f·r rᵀ − v pᵀ − p vᵀ + k p pᵀ) / weight², p the shares."""
    p, over_d = metric.shares, 1 / metric.diagonal
    g = scatter.cells[where][:, where]
    v = scatter.with_total[where]
    rows, factors = scatter.rows[:, where], scatter.factors
    effects = metric.basis()
    inverse = np.linalg.inv((effects.T @ (sparse.diags_array(metric.diagonal) @ effects)).toarray())

    def m(vector: Numbers) -> Numbers:
        return np.asarray(vector * over_d - effects @ (inverse @ (effects.T @ vector)))

    mp, mv = m(p), m(v)
    g_effects = g @ effects
    inner = inverse @ (effects.T @ g_effects).toarray()
    scaled = g.tocoo()
    crossed = (g_effects.T @ (sparse.diags_array(over_d) @ g_effects)).toarray()
    first = float((g.diagonal() * over_d).sum() - np.trace(inner))
    square = float((scaled.data**2 * over_d[scaled.coords[0]] * over_d[scaled.coords[1]]).sum())
    second = square - 2 * float((inverse * crossed.T).sum()) + float((inner * inner.T).sum())
    if len(factors):
        m_rows = over_d[:, None] * rows.T.toarray() - effects @ (inverse @ (effects.T @ rows.T).toarray())
        gram = rows @ m_rows
        first += float(factors @ np.diag(gram))
        second += 2 * float(factors @ (m_rows * (g @ m_rows)).sum(axis=0))
        second += float(factors @ (gram * gram.T) @ factors)
    g_mp = g @ mp + rows.T @ (factors * (rows @ mp))
    return _with_rank_one_parts(first, second, (p, v, scatter.total), (mp, mv, g_mp), weight)


def _dense_traces(metric: _Metric, squares: Numbers, weight: float) -> tuple[float, float]:
    """`_traces` where G is the diagonal of `squares`, v is them and k their sum: small tables, no sparse matrices."""
    g, p, over_d = squares, metric.shares, 1 / metric.diagonal
    effects = metric.dense_basis()
    inverse = np.linalg.inv((effects.T * metric.diagonal) @ effects)
    mp = p * over_d - effects @ (inverse @ (effects.T @ p))
    ratio = g * over_d
    mv = ratio - effects @ (inverse @ (effects.T @ g))
    inner = inverse @ ((effects.T * g) @ effects)
    crossed = (effects.T * (g * ratio)) @ effects
    first = float(ratio.sum()) - float(np.trace(inner))
    second = float(ratio @ ratio) - 2 * float((inverse * crossed).sum()) + float((inner * inner.T).sum())
    return _with_rank_one_parts(first, second, (p, g, float(g.sum())), (mp, mv, g * mp), weight)


def _with_rank_one_parts(
    first: float,
    second: float,
    parts: tuple[Numbers, Numbers, float],
    products: tuple[Numbers, Numbers, Numbers],
    weight: float,
) -> tuple[float, float]:
    """tr M V and tr (M V)² from those of G alone (`first`, `second`), with p, v, k and M p, M v, G M p."""
    p, v, k = parts
    mp, mv, g_mp = products
    gram = np.array([[p @ mp, p @ mv], [v @ mp, v @ mv]])
    turn = np.array([[k, -1.0], [-1.0, 0.0]]) @ gram
    trace = first - 2 * float(gram[0, 1]) + k * float(gram[0, 0])
    square = second + 2 * (k * float(mp @ g_mp) - 2 * float(mv @ g_mp)) + float((turn * turn.T).sum())
    return trace / weight**2, square / weight**4
