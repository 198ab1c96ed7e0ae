"""Screening, single tables and raking, beside pandas.crosstab + scipy (and a plain raking) in the same run.

Run: PYTHONPATH=src python benchmarks/survey.py [--rows 1000000] [--questions 100] [--weighted] [--csv]
Budgets: 218 × 60 in 50 ms without numba; 1 M × 100 in 0.3 s with numba; raking 1 M to five margins in 1 s.

Answers are drawn with a fixed seed: five levels, no blanks (every tenth question with 5 % of them in the small case).
The baseline works on columns of text, as pandas reads them, and starts when they are in memory, as screening does. It
does a sample of the pairs and its time is scaled to all of them.
"""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
import time
from collections.abc import Callable
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

from tandem.domain.survey.answers import Question
from tandem.domain.survey.crosstable import cross_table
from tandem.domain.survey.raking import margin, rake
from tandem.domain.survey.screening import screen
from tandem.survey_files.answers import AnswerFile

LEVELS = ("a", "b", "c", "d", "e")
BASELINE_PAIRS = 12


def drawn(rows: int, questions: int, blanks: bool) -> list[Question]:
    random = np.random.default_rng(rows)
    made = []
    for place in range(questions):
        codes = random.choice(len(LEVELS), rows, p=(0.35, 0.3, 0.15, 0.12, 0.08)).astype(np.int8)
        if blanks and place % 10 == 0:
            codes[random.random(rows) < 0.05] = -1
        made.append(Question(f"q{place}", LEVELS, codes))
    return made


def best_of(times: int, work: Callable[[], Any]) -> float:
    """The quickest of some runs, in seconds, after one that warms up."""
    work()
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return min(took)


def of_a_processor(work: Callable[[], Any]) -> float:
    """Seconds of processors, those of all threads together: the same on a machine that has other work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def report(name: str, seconds: float, budget: float | None, baseline: float | None) -> None:
    limit = f"budget {budget * 1000:8.0f} ms {'kept' if seconds <= budget else 'MISSED'}" if budget else " " * 25
    ratio = f"baseline {baseline * 1000:12.0f} ms   {baseline / seconds:9.0f} ×" if baseline else ""
    print(f"{name:<44} {seconds * 1000:10.1f} ms   {limit}   {ratio}", flush=True)


def as_frame(questions: list[Question]) -> pd.DataFrame:
    """The answers as `pandas.read_csv` gives them: columns of text."""
    return pd.DataFrame({q.name: pd.Categorical.from_codes(q.codes, q.levels).astype("str") for q in questions})


def with_pandas(questions: list[Question], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds that pandas.crosstab and scipy take for all pairs, from a sample of them."""
    pairs = list(islice(combinations([q.name for q in questions], 2), BASELINE_PAIRS))
    needed = {name for pair in pairs for name in pair}
    frame = as_frame([q for q in questions if q.name in needed])
    started = clock()
    for a, b in pairs:
        chi2_contingency(pd.crosstab(frame[a], frame[b]), correction=False)
    return (clock() - started) / len(pairs) * len(questions) * (len(questions) - 1) / 2


def plainly_raked(codes: list[np.ndarray], shares: list[np.ndarray]) -> np.ndarray:
    """Raking respondent by respondent, to the same tolerance."""
    weights = np.full(len(codes[0]), 1 / len(codes[0]))
    for _ in range(1000):
        error = 0.0
        for code, share in zip(codes, shares, strict=True):
            present = np.bincount(code, weights=weights, minlength=len(share))
            error = max(error, float(np.abs(present - share).max()))
            weights *= (share / present)[code]
        if error <= 1e-9:
            break
    return weights


def screening(rows: int, questions: int, weighted: bool) -> None:
    small = drawn(218, 60, blanks=True)
    report("screen 218 × 60", best_of(7, lambda: screen(small)), 0.05, with_pandas(small))
    large = drawn(rows, questions, blanks=False)
    has_numba = importlib.util.find_spec("numba") is not None
    budget = 0.3 if has_numba and rows == 1_000_000 and questions == 100 else None
    name = f"screen {rows:,} × {questions} ({'numba' if has_numba else 'numpy'})"
    report(name, best_of(3, lambda: screen(large)), budget, with_pandas(large))
    used = min(of_a_processor(lambda: screen(large)) for _ in range(3))
    report("the same, seconds of processors", used, None, with_pandas(large, time.process_time))
    if weighted:
        weights = np.random.default_rng(1).random(rows) + 0.5
        report(f"screen {rows:,} × {questions}, weighted", best_of(1, lambda: screen(large, weights)), None, None)
    a, b = large[:2]
    frame = as_frame([a, b])
    baseline = best_of(3, lambda: chi2_contingency(pd.crosstab(frame["q0"], frame["q1"]), correction=False))
    report(f"one table of {rows:,}", best_of(3, lambda: cross_table(a, b)), 0.2, baseline)


def weighing(rows: int) -> None:
    questions = drawn(rows, 5, blanks=False)
    random = np.random.default_rng(2)
    shares = [random.dirichlet(np.full(len(LEVELS), 20.0)) for _ in questions]

    def weigh() -> None:
        margins = [margin(q, dict(zip(LEVELS, s, strict=True))) for q, s in zip(questions, shares, strict=True)]
        assert rake(margins).converged

    baseline = best_of(1, lambda: plainly_raked([q.codes for q in questions], shares))
    report(f"rake {rows:,} to five margins", best_of(3, weigh), 1.0, baseline)


def reading(rows: int) -> None:
    """Two columns of a file of forty, read as the command reads them, beside pandas."""
    questions = drawn(rows, 40, blanks=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answers.csv")
        pd.DataFrame({q.name: pd.Categorical.from_codes(q.codes, q.levels) for q in questions}).to_csv(
            path, index=False
        )
        size = path.stat().st_size / 1e6
        baseline = best_of(1, lambda: pd.read_csv(path, usecols=["q0", "q1"]))
        seconds = best_of(1, lambda: AnswerFile(path).read(["q0", "q1"]))
        report(f"read 2 of 40 columns, {size:.0f} MB", seconds, None, baseline)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--questions", type=int, default=100)
    asked.add_argument("--weighted", action="store_true")
    asked.add_argument("--csv", action="store_true")
    options = asked.parse_args()
    screening(options.rows, options.questions, options.weighted)
    weighing(options.rows)
    if options.csv:
        reading(options.rows)


if __name__ == "__main__":
    main()
