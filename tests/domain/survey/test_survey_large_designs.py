"""Tables of many cells with strata or large clusters: the same numbers, and no matrix of cells × cells."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from tandem.domain.survey import rao_scott as module
from tandem.domain.survey.answers import Question
from tandem.domain.survey.design import complex_design
from tandem.domain.survey.rao_scott import rao_scott


def drawn(n, levels, strata, clusters, seed=1):
    random = np.random.default_rng(seed)
    rows, columns = (random.integers(-1, levels, n) for _ in range(2))
    named = {
        name: Question(name, tuple(map(str, range(size))), random.integers(0, size, n)) if size else None
        for name, size in (("strata", strata), ("clusters", clusters))
    }
    weights = ("weight", random.random(n) + 0.1)
    return rows, columns, complex_design(n, weights, named["strata"], named["clusters"])


@pytest.mark.parametrize(("strata", "clusters"), [(3, 0), (0, 8), (2, 12)])
def test_rows_kept_as_they_are_give_the_numbers_of_their_products(monkeypatch, strata, clusters):
    case = drawn(300, 5, strata, clusters)
    multiplied = rao_scott(*case)
    monkeypatch.setattr(module, "_too_many_products", lambda rows: rows.shape[0] < 100)
    kept = rao_scott(*case)
    assert (kept.f, kept.df1, kept.p) == pytest.approx((multiplied.f, multiplied.df1, multiplied.p), rel=1e-10)


@pytest.mark.parametrize(("strata", "clusters"), [(2, 0), (0, 4)])
def test_a_stratum_that_meets_every_cell_takes_no_matrix_of_cells(strata, clusters):
    case = drawn(20_000, 120, strata, clusters)
    tracemalloc.start()
    found = rao_scott(*case)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 0 < found.p < 1
    assert most < 100_000_000  # 14,400² cells would take a gigabyte
