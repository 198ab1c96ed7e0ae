"""The search for the best assignment: bounds first, then integer programmes, then neighbourhoods."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from tandem.domain.assignment.bounds import alone, promising, simple_score_bounds
from tandem.domain.assignment.cohort import Cohort, Mask
from tandem.domain.assignment.measure import SAME, Standing, scores, standing
from tandem.domain.assignment.program import Aim, Program

AIMS: tuple[Aim, ...] = ("covered", "worst", "total")
#: Up to so many pairs every pair is a column from the start; beyond, only promising ones.
ALL_COLUMNS = 2_500
#: Projects that are freed together: few at first, more when few bring nothing, fewer when it takes too long.
FEWEST, MOST = 2, 9
FRUITLESS = 80
#: Seconds for each aim of a neighbourhood.
MOMENT = 0.5
#: The solver's tolerances, on sums of many scores.
PROVED = 1e-5
#: Pairs that would cost the total more than so much are tried only when nothing else is left.
LIKELY = 10.0
#: Prices settle after few rounds; a bound with unsettled prices is loose, not wrong.
PRICE_ROUNDS = 8


@dataclass(frozen=True)
class Found:
    """An assignment, and how far the first aim not proved optimal may be from its best, as a share of the bound."""

    chosen: Mask
    optimal: bool
    gap: float


def search(
    cohort: Cohort,
    start: Mask,
    clock: Callable[[], float],
    seconds: float,
    tell: Callable[[Standing], None],
    program: type[Program] = Program,
) -> Found:
    """Improve `start` for about `seconds` of `clock`, aim after aim; never worse than `start`.

    `tell` hears the standing before each programme that may take a while.
    """
    run = _Search(cohort, start, clock, clock() + seconds, tell, program)
    if cohort.projects:
        run.settle()
    return run.found()


def as_it_is(cohort: Cohort, chosen: Mask) -> Found:
    """`chosen` unchanged, against bounds that need no search."""
    return _Search(cohort, chosen, lambda: 0.0, 0.0, lambda _: None).found()


class _Search:
    def __init__(
        self,
        cohort: Cohort,
        start: Mask,
        clock: Callable[[], float],
        deadline: float,
        tell: Callable[[Standing], None],
        program: type[Program] = Program,
    ) -> None:
        self.cohort, self.clock, self.deadline, self.tell, self.program = cohort, clock, deadline, tell, program
        self.best, self.standing = start, standing(cohort, start)
        self.complete = cohort.allowed.size <= ALL_COLUMNS
        self.columns = cohort.allowed if self.complete else promising(cohort) | start
        simple = simple_score_bounds(cohort)
        self.bound: dict[Aim, float] = {
            "covered": float(cohort.coverable.sum()),
            "worst": float(simple.min(initial=math.inf)) if simple.size else 0.0,
            "total": float(simple.sum()),
        }
        self.freed = 3.0
        self.random = np.random.Generator(np.random.PCG64(0))

    def found(self) -> Found:
        for aim in AIMS:
            if not self.reached(aim):
                bound = self.bound[aim]
                return Found(self.best, False, (bound - float(getattr(self.standing, aim))) / bound)
        return Found(self.best, True, 0.0)

    def reached(self, aim: Aim) -> bool:
        return float(getattr(self.standing, aim)) >= self.bound[aim] - PROVED

    def left(self) -> float:
        self.tell(self.standing)
        return self.deadline - self.clock()

    def settle(self) -> None:
        """All three aims in turn. Most cohorts reach the bounds of the first two at once."""
        self._try_bounds()
        for aim in AIMS[:2]:
            if not self.reached(aim):
                # A small cohort is best solved as a whole; in a large one neighbourhoods get further.
                if not self.complete:
                    self._refine(aim, until=self.clock() + 0.5 * self.left())
                self._raise(aim, share=0.4 if self.complete else 0.2)
                self._refine(aim, until=self.clock() + 0.7 * self.left())
        self._raise_total()
        if not self.reached("total"):
            self._refine("total", until=self.deadline)

    def offer(self, chosen: Mask | None) -> None:
        """Keep `chosen` when it is an assignment and stands better."""
        if chosen is None or not is_lawful(self.cohort, chosen):
            return
        stands = standing(self.cohort, chosen)
        if stands > self.standing:
            self.best, self.standing = chosen, stands

    def _try_bounds(self) -> None:
        """What each project could have alone bounds the first two aims; one programme tries to reach the bounds."""
        pause = self.clock() + 0.2 * self.left()
        covers, best_scores = alone(self.cohort, lambda: self.clock() > pause)
        self.bound["covered"] = float(covers.sum())
        ambition = Standing(int(covers.sum()), float(best_scores.min()), 0.0)
        seconds = (0.25 if self.complete else 0.45) * self.left()
        self.offer(self.program(self.cohort, self.columns).solve("total", ambition, seconds).chosen)
        if self.reached("covered"):
            # Then every project covers what it can, and its score is bounded accordingly.
            self.bound["worst"] = float(best_scores.min())
            self.bound["total"] = float(best_scores.sum())

    def _raise(self, aim: Aim, share: float) -> None:
        """One programme for `aim`, and a bound for it that holds for every pair."""
        program = self.program(self.cohort, self.columns)
        solution = program.solve(aim, self.standing, share * self.left(), self.best)
        self.offer(solution.chosen)
        if self.complete:
            self._lower(aim, solution.bound)
        elif relaxed := program.relax(aim, self.standing):
            self._lower(aim, relaxed.bound)

    def _lower(self, aim: Aim, bound: float) -> None:
        bound = math.floor(bound + SAME) if aim == "covered" and math.isfinite(bound) else bound
        self.bound[aim] = max(min(self.bound[aim], bound), float(getattr(self.standing, aim)))

    def _raise_total(self) -> None:
        """Prices from the relaxation leave few pairs that can be part of something better; those decide."""
        columns, relaxed = self.columns | self.best, None
        for _ in range(PRICE_ROUNDS):
            if self.left() <= 0:
                return
            relaxed = Program(self.cohort, columns).relax("total", self.standing)
            if relaxed is None:
                return
            self._lower("total", relaxed.bound)
            useful = self.cohort.allowed & (relaxed.gain > SAME) & ~columns
            if not useful.any():
                break
            columns = columns | useful
        assert relaxed is not None
        likely = columns & (relaxed.gain > -LIKELY) | self.best
        self.offer(self.program(self.cohort, likely).solve("total", self.standing, 0.3 * self.left(), self.best).chosen)
        if self.reached("total"):
            return
        slack = relaxed.bound - self.standing.total
        decisive = self.cohort.allowed & (relaxed.gain >= -slack - SAME) | self.best
        solution = self.program(self.cohort, decisive).solve("total", self.standing, 0.6 * self.left(), self.best)
        self.offer(solution.chosen)
        # Pairs left out cannot be part of anything better than the standing they were left out with.
        self._lower("total", max(solution.bound, self.standing.total))

    def _refine(self, aim: Aim, until: float) -> None:
        """Free a few projects at a time, the weakest among them, and solve these alone; the others stay."""
        current, order = self.best, self._order(self.best, aim)
        fruitless = 0
        while self.clock() < until and not self.reached(aim) and fruitless < FRUITLESS:
            projects = self._neighbourhood(current, aim)
            changed = self._resolve(current, projects, aim, until)
            stands = self._order(changed, aim)
            fruitless = 0 if stands > order else fruitless + 1
            if stands >= order and is_lawful(self.cohort, changed):
                current, order = changed, stands
                self.offer(current)

    def _order(self, chosen: Mask, aim: Aim) -> tuple[float, ...]:
        """What counts as progress; on the way to a better worst project also the next lowest scores, for ties."""
        stands = standing(self.cohort, chosen)
        if aim == "total":
            return (stands.covered, stands.worst, stands.total)
        return (stands.covered, *np.sort(scores(self.cohort, chosen)).round(6)[:10].tolist())

    def _neighbourhood(self, chosen: Mask, aim: Aim) -> list[int]:
        """A project to help, those who have the mentors it could use best, and some at random."""
        cohort = self.cohort
        number = len(cohort.projects)
        size = min(int(self.freed), number)
        need = scores(cohort, chosen)
        if aim == "covered":
            missing = cohort.coverable & ~(chosen.T.astype(np.int64) @ cohort.holds.astype(np.int64) > 0)
            need = -missing.sum(axis=1).astype(float)
        weakest = np.argsort(need + self.random.random(number) * SAME)[: 3 if aim != "total" else number]
        helped = int(self.random.choice(weakest))
        wished = np.argsort(-cohort.value[:, helped] - self.random.random(len(cohort.mentors)))[:15]
        donors = np.flatnonzero(chosen[wished].any(axis=0))
        picked = [helped, *self.random.permutation(donors)[: size - size // 2].tolist()]
        picked += self.random.permutation(number).tolist()
        return sorted(list(dict.fromkeys(picked))[:size])

    def _resolve(self, chosen: Mask, projects: list[int], aim: Aim, until: float) -> Mask:
        """`chosen` with `projects` assigned anew, for `aim`, among themselves and with those who are free."""
        others = chosen.copy()
        others[:, projects] = False
        part = self.cohort.part(projects, self.cohort.capacity - others.sum(axis=1))
        here = chosen[:, projects]
        stands = standing(part, here)
        if aim == "total":
            stands = replace(stands, worst=self.standing.worst)
        columns = part.allowed if part.allowed.size <= ALL_COLUMNS else promising(part) | here
        seconds = min(min(until, self.deadline) - self.clock(), MOMENT)
        found = self.program(part, columns).solve(aim, stands, seconds, here)
        self.freed = min(self.freed + 0.1, MOST) if found.proved else max(self.freed - 0.5, FEWEST)
        others[:, projects] = here if found.chosen is None else found.chosen
        return others


def is_lawful(cohort: Cohort, chosen: Mask) -> bool:
    """Sizes, capacities, conflicts and pins are kept."""
    sizes = chosen.sum(axis=0)
    return bool(
        (sizes >= cohort.least).all()
        and (sizes <= cohort.most).all()
        and (chosen.sum(axis=1) <= cohort.capacity).all()
        and not (chosen & ~cohort.allowed).any()
        and not (cohort.pinned & ~chosen).any()
    )
