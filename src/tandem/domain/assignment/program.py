"""The assignment as an integer programme, and its linear relaxation with prices for every pair.

Variables per pair of mentor and project: `full` (counted whole) and `half` (beyond target, counted half); per
wanted skill `z` (covered); and `t`, the lowest score. Only the pairs in `columns` take part; the relaxation
prices the others, so that its bound holds for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from tandem.domain.assignment.cohort import Cohort, Counts, Mask, Numbers
from tandem.domain.assignment.measure import SAME, Standing

Aim = Literal["covered", "worst", "total"]
#: A better worst score is better by more than the solver's tolerance.
BETTER = 1e-5


@dataclass(frozen=True)
class Solution:
    """`chosen` is `None` when none was found; `bound`: no assignment of these columns does better in the aim."""

    chosen: Mask | None
    bound: float
    proved: bool


@dataclass(frozen=True)
class Relaxation:
    """`bound` holds for every pair, also those without a column; `gain`: what taking a pair adds at most to it."""

    bound: float
    gain: Numbers


class Program:
    """The programme of `cohort` over the pairs in `columns` (mentors × projects; pins are always in)."""

    def __init__(self, cohort: Cohort, columns: Mask) -> None:
        self.cohort = cohort
        self.mentor, self.project = np.nonzero((columns | cohort.pinned) & cohort.allowed)
        self.value = cohort.value[self.mentor, self.project]
        self.wanted = np.argwhere(cohort.coverable)
        self.pairs, self.projects = len(self.mentor), len(cohort.projects)
        self.t = 2 * self.pairs + len(self.wanted)
        self._build()

    def solve(self, aim: Aim, floor: Standing, seconds: float, start: Mask | None = None) -> Solution:
        """Best in `aim` among assignments that keep what `floor` has of the aims before it.

        Covered skills and the worst project have to be better than in `floor`: proved without a solution means
        that `floor` is the best there. `start` is an assignment to start from, for solvers that can (not this one).
        """
        lower, upper = self._bounds(aim, floor)
        if lower[self.t] > upper[self.t]:
            return Solution(None, -np.inf, proved=True)
        whole = np.ones(self.t + 1)
        whole[self.t] = 0
        found = milp(
            self._costs(aim),
            integrality=whole,
            bounds=Bounds(lower, upper),
            constraints=LinearConstraint(self.matrix, *self._limits(aim, floor)),
            options={"time_limit": max(seconds, 0.01), "mip_rel_gap": 0},
        )
        bound = np.inf if found.mip_dual_bound is None else -found.mip_dual_bound
        if found.x is None:
            return Solution(None, -np.inf if found.status == 2 else bound, proved=found.status == 2)
        taken = found.x[: self.pairs] + found.x[self.pairs : 2 * self.pairs] > 0.5
        chosen = np.zeros_like(self.cohort.allowed)
        chosen[self.mentor[taken], self.project[taken]] = True
        return Solution(chosen, bound, proved=found.status == 0)

    def relax(self, aim: Aim, floor: Standing) -> Relaxation | None:
        """The linear relaxation, priced for all pairs; `None` when it is impossible over these columns."""
        lower, upper = self._bounds(aim, floor)
        if lower[self.t] > upper[self.t]:
            return None
        least, most = self._limits(aim, floor)
        above, below = np.isfinite(most), np.isfinite(least)
        rows = vstack([self.matrix[above], -self.matrix[below]]).tocsr()
        found = linprog(
            self._costs(aim),
            A_ub=rows,
            b_ub=np.concatenate([most[above], -least[below]]),
            bounds=np.column_stack([lower, upper]),
            method="highs",
        )
        if found.status != 0:
            return None
        price = np.zeros(len(least))
        price[above] += found.ineqlin.marginals[: above.sum()]
        price[below] -= found.ineqlin.marginals[above.sum() :]
        whole, half = self._gains(aim, price)
        missing = self.cohort.allowed.copy()
        missing[self.mentor, self.project] = False
        # Without its row "once" a missing pair might be taken whole and half: the sum is on the safe side.
        rest = np.maximum(whole[missing], 0).sum() + np.maximum(half[missing], 0).sum()
        return Relaxation(float(-found.fun + rest), np.maximum(whole, half))

    def _build(self) -> None:
        """Rows in the order size, full places, capacity, once, pins, skills, scores, covered."""
        cohort, pairs, projects = self.cohort, self.pairs, self.projects
        pair = np.arange(pairs)
        both = np.concatenate([pair, pairs + pair])
        twice = np.concatenate([self.project, self.project])
        # A pair counted whole and half at once would count one mentor twice.
        several = np.flatnonzero(cohort.capacity[self.mentor] > 1)
        pinned = np.flatnonzero(cohort.pinned[self.mentor, self.project])
        number = np.full(cohort.wants.shape, -1)
        number[self.wanted[:, 0], self.wanted[:, 1]] = np.arange(len(self.wanted))
        skill_of_pair = cohort.holds[self.mentor] & cohort.coverable[self.project]
        holder, skill = np.nonzero(skill_of_pair)
        row = number[self.project[holder], skill]
        z = np.arange(len(self.wanted))
        blocks = [
            self._block(twice, both, 1, projects),
            self._block(self.project, pair, 1, projects),
            self._block(np.concatenate([self.mentor, self.mentor]), both, 1, len(cohort.mentors)),
            self._block(
                np.tile(np.arange(len(several)), 2), np.concatenate([several, pairs + several]), 1, len(several)
            ),
            self._block(np.tile(np.arange(len(pinned)), 2), np.concatenate([pinned, pairs + pinned]), 1, len(pinned)),
            self._block(
                np.concatenate([z, row, row]),
                np.concatenate([2 * pairs + z, holder, pairs + holder]),
                np.concatenate([np.ones(len(z)), -np.ones(2 * len(row))]),
                len(z),
            ),
            self._block(
                np.concatenate([twice, np.arange(projects)]),
                np.concatenate([both, np.full(projects, self.t)]),
                np.concatenate([self.value, self.value / 2, -np.ones(projects)]),
                projects,
            ),
            self._block(np.zeros(len(z), dtype=np.int64), 2 * pairs + z, 1, 1),
        ]
        self.matrix = csr_array(vstack(blocks))
        self.sizes = [block.shape[0] for block in blocks]

    def _block(self, rows: Counts, columns: Counts, values: object, height: int) -> csr_array:
        data = np.broadcast_to(np.asarray(values, dtype=float), rows.shape)
        return csr_array((data, (rows, columns)), shape=(height, self.t + 1))

    def _limits(self, aim: Aim, floor: Standing) -> tuple[Numbers, Numbers]:
        """Least and most of each row."""
        cohort, inf = self.cohort, np.inf
        at_least = floor.covered + (0.5 if aim == "covered" else -0.5)
        least: Sequence[float] = (cohort.least, -inf, -inf, -inf, 1, -inf, 0, at_least)
        most: list[object] = [cohort.most, cohort.target, cohort.capacity, 1, 1, 0, inf, inf]
        return (
            np.concatenate([np.full(size, limit) for size, limit in zip(self.sizes, least, strict=True)]),
            np.concatenate(
                [
                    np.broadcast_to(np.asarray(limit, dtype=float), (size,))
                    for size, limit in zip(self.sizes, most, strict=True)
                ]
            ),
        )

    def _bounds(self, aim: Aim, floor: Standing) -> tuple[Numbers, Numbers]:
        lower, upper = np.zeros(self.t + 1), np.ones(self.t + 1)
        upper[self.t] = self.value.max(initial=0.0) * self.cohort.most
        if aim != "covered":
            lower[self.t] = max(floor.worst + (BETTER if aim == "worst" else -SAME), 0)
        return lower, upper

    def _costs(self, aim: Aim) -> Numbers:
        costs = np.zeros(self.t + 1)
        if aim == "covered":
            costs[2 * self.pairs : self.t] = -1
        elif aim == "worst":
            costs[self.t] = -1
        else:
            costs[: self.pairs] = -self.value
            costs[self.pairs : 2 * self.pairs] = -self.value / 2
        return costs

    def _gains(self, aim: Aim, price: Numbers) -> tuple[Numbers, Numbers]:
        """What each pair, counted whole and counted half, would add to the aim at these prices."""
        cohort = self.cohort
        size, full, capacity, _, _, skills, score, _ = np.split(price, np.cumsum(self.sizes)[:-1])
        of_skill = np.zeros(cohort.wants.shape)
        of_skill[self.wanted[:, 0], self.wanted[:, 1]] = skills
        shared = size[None, :] + capacity[:, None] - cohort.holds @ of_skill.T
        value = cohort.value * (score[None, :] + (aim == "total"))
        return value + shared + full[None, :], value / 2 + shared
