"""Mentor groups at three sizes: time and quality against greedy and against three plain integer programmes.

    PYTHONPATH=src python benchmarks/assignment.py [8x60 50x400 200x2000] [--without-plain]

Cohorts are drawn with a fixed seed: 3 to 6 needs of 20 skills, 2 to 5 skills each, up to 5 wishes, 5 % conflicts.
"roomy": groups of 2 to 5, capacity 1 or 2. "tight": groups of 5 to 8, capacity 1. "scarce" (not in the budget):
hardly enough mentors for groups of 2 to 5.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import numpy as np

from tandem.domain.assignment import Standing, assign, read_cohort
from tandem.domain.assignment.cohort import Cohort
from tandem.domain.assignment.greedy import greedy
from tandem.domain.assignment.measure import standing
from tandem.domain.assignment.program import Program
from tandem.domain.assignment.search import AIMS

BUDGET = {"8x60": 1.0, "50x400": 10.0, "200x2000": 120.0}
KINDS = {"roomy": ((2, 3, 5), 2, 1.0), "tight": ((5, 7, 8), 1, 1.0), "scarce": ((2, 3, 5), 2, 0.25)}
SKILLS = [f"skill {number}" for number in range(20)]


def drawn(projects: int, mentors: int, sizes: tuple[int, int, int], capacity: int) -> dict[str, Any]:
    random = np.random.default_rng(projects)
    names = [f"p{number}" for number in range(projects)]

    def some(of: list[str], low: int, high: int) -> list[str]:
        return list(random.choice(of, min(len(of), int(random.integers(low, high))), replace=False))

    return {
        "group": dict(zip(("min", "target", "max"), sizes, strict=True)),
        "projects": [{"id": name, "needs": some(SKILLS, 3, 7)} for name in names],
        "mentors": [
            {
                "id": f"m{number}",
                "skills": some(SKILLS, 2, 6),
                "capacity": int(random.integers(1, capacity + 1)),
                "preferences": some(names, 0, 6),
                "conflicts": [name for name in names if random.random() < 0.05],
            }
            for number in range(mentors)
        ],
        "pinned": [],
        "forbidden": [],
    }


def plain(cohort: Cohort, seconds: float) -> tuple[Standing, float]:
    """What one would write first: a programme over all pairs for each aim."""
    started = time.perf_counter()
    best = greedy(cohort)
    program = Program(cohort, cohort.allowed)
    for aim in AIMS:
        found = program.solve(aim, standing(cohort, best), seconds / 3).chosen
        if found is not None and standing(cohort, found) > standing(cohort, best):
            best = found
    return standing(cohort, best), time.perf_counter() - started


def main(arguments: list[str]) -> None:
    sizes = [size for size in BUDGET if size in arguments] or list(BUDGET)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print("size      kind    method  seconds  covered    worst      total  status    gap")
    for size in sizes:
        projects, mentors = map(int, size.split("x"))
        for kind, (group, capacity, share) in KINDS.items():
            record = drawn(projects, int(mentors * share), group, capacity)
            started = time.perf_counter()
            cohort = read_cohort(record)
            answer = assign(cohort, time.perf_counter)
            seconds = time.perf_counter() - started
            started = time.perf_counter()
            baseline = standing(cohort, greedy(cohort))
            greedy_seconds = time.perf_counter() - started
            row = f"{size:9} {kind:7}"
            worst = answer.worst or 0.0
            print(
                f"{row} tandem {seconds:8.2f} {answer.covered:8} {worst:8.2f} {answer.total:10.2f}"
                f"  {answer.status:8} {answer.gap:.4f}"
            )
            print(
                f"{row} greedy {greedy_seconds:8.2f} {baseline.covered:8} {baseline.worst:8.2f} {baseline.total:10.2f}"
            )
            if "--without-plain" not in arguments:
                other, other_seconds = plain(cohort, BUDGET[size])
                print(f"{row} plain  {other_seconds:8.2f} {other.covered:8} {other.worst:8.2f} {other.total:10.2f}")
            print(
                f"{row} worst project {worst / max(baseline.worst, 1e-9):.2f} × greedy's,"
                f" {seconds / BUDGET[size]:.2f} of the budget of {BUDGET[size]:g} s"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
