"""The same programme for OR-Tools' CP-SAT, which is an extra; it starts from the best assignment known.

CP-SAT counts in whole numbers: scores are multiplied by a common denominator of all values when there is a
small one, else rounded to millionths, by which its bounds are then loosened.
"""

from __future__ import annotations

import math

import numpy as np
from ortools.sat.python import cp_model  # type: ignore[import-not-found, unused-ignore]

from tandem.domain.assignment.cohort import Cohort, Mask, Numbers
from tandem.domain.assignment.measure import Standing
from tandem.domain.assignment.program import Aim, Program, Solution

LARGEST_SCALE = 10**6


class ConstraintProgram(Program):
    """`Program` with CP-SAT in place of HiGHS for whole solutions; relaxations stay with HiGHS."""

    def __init__(self, cohort: Cohort, columns: Mask) -> None:
        super().__init__(cohort, columns)
        parts = np.concatenate([2 * np.maximum(cohort.wants.sum(axis=1), 1), 2 * np.maximum(cohort.listed, 1)])
        common = math.lcm(*np.unique(parts).tolist()) if len(parts) else 1
        self.scale = min(common, LARGEST_SCALE)
        self.loose = 0.0 if common <= LARGEST_SCALE else self.pairs / self.scale

    def solve(self, aim: Aim, floor: Standing, seconds: float, start: Mask | None = None) -> Solution:
        model = cp_model.CpModel()
        variables = [model.new_bool_var("") for _ in range(self.t)]
        lower, upper = self._bounds(aim, floor)
        top = math.ceil(upper[self.t] * self.scale)
        # What `_bounds` allows for rounding is far less than one part of a point here.
        least = math.ceil(lower[self.t] * self.scale - 1e-4)
        if least > top:
            return Solution(None, -np.inf, proved=True)
        variables.append(model.new_int_var(least, top, "t"))
        self._add_rows(model, variables, *self._limits(aim, floor))
        costs = self._costs(aim)
        weights = costs * self.scale if aim == "total" else costs
        used = np.flatnonzero(weights)
        model.minimize(cp_model.LinearExpr.weighted_sum([variables[at] for at in used], _whole(weights[used])))
        if start is not None:
            for at, taken in enumerate(start[self.mentor, self.project]):
                model.add_hint(variables[at], bool(taken))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.random_seed = 0
        status = solver.solve(model)
        unit = 1 if aim == "covered" else self.scale
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Solution(None, -np.inf if status == cp_model.INFEASIBLE else np.inf, status == cp_model.INFEASIBLE)
        values = np.array([solver.boolean_value(one) for one in variables[: 2 * self.pairs]], dtype=np.bool_)
        taken = values[: self.pairs] | values[self.pairs :]
        chosen = np.zeros_like(self.cohort.allowed)
        chosen[self.mentor[taken], self.project[taken]] = True
        bound = -solver.best_objective_bound / unit + self.loose
        return Solution(chosen, bound, proved=status == cp_model.OPTIMAL and not self.loose)

    def _add_rows(
        self, model: cp_model.CpModel, variables: list[cp_model.IntVar], least: Numbers, most: Numbers
    ) -> None:
        scores = range(sum(self.sizes[:6]), sum(self.sizes[:7]))
        matrix = self.matrix.tocsr()
        for row in range(matrix.shape[0]):
            entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
            columns, values = matrix.indices[entries], matrix.data[entries]
            if row in scores:
                # `t` is already counted in parts of a point, values are not.
                values = np.where(columns == self.t, values, values * self.scale)
            total = cp_model.LinearExpr.weighted_sum([variables[at] for at in columns], _whole(values))
            if np.isfinite(least[row]):
                model.add(total >= math.ceil(least[row]))
            if np.isfinite(most[row]):
                model.add(total <= math.floor(most[row]))


def _whole(values: Numbers) -> list[int]:
    return [round(value) for value in values.tolist()]
