"""One diagnosis, and 100,000 at once, beside the same diagnoses one by one.

Run: PYTHONPATH=src python benchmarks/maturity.py
Budgets (issue's own figures): one result ≤ 5 ms; 100,000 diagnoses ≤ 200 ms.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from tandem.domain.maturity import diagnose, scores
from tandem.questionnaires import content

MANY = 100_000
ONE_BUDGET, MANY_BUDGET = 0.005, 0.200


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest round: the least disturbed by whatever else the machine does."""
    durations = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return min(durations)


def main() -> None:
    questionnaire = content.load().questionnaire
    random = np.random.default_rng(7)
    ranks = np.stack(
        [random.integers(-1, len(question.choices), MANY, dtype=np.int8) for question in questionnaire.questions]
    )
    answers = {
        question.id: question.choices[rank]
        for question, rank in zip(questionnaire.questions, ranks[:, 0], strict=True)
        if rank >= 0
    }
    one = best_of(50, lambda: diagnose(questionnaire, answers))
    many = best_of(5, lambda: scores(questionnaire, ranks))
    print(f"one result                {one * 1000:8.2f} ms   {one / ONE_BUDGET:6.2f} × the budget of 5 ms")
    print(f"{MANY:,} diagnoses         {many * 1000:8.1f} ms   {many / MANY_BUDGET:6.2f} × the budget of 200 ms")
    print(f"at once against one by one {one * MANY / many:8.0f} × faster")


if __name__ == "__main__":
    main()
