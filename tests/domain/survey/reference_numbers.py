"""The numbers that R gave (reference/make_reference.R) and the answers it gave them for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from tandem.domain.survey.answers import Question, question_from_labels

R: dict[str, Any] = json.loads((Path(__file__).parent / "reference" / "reference.json").read_text(encoding="utf-8"))

#: What is promised: R's numbers to this relative difference.
AS_R = 1e-8


def question(name: str) -> Question:
    return question_from_labels(name, R["data"][name])


def numbers(name: str) -> np.ndarray:
    return np.array(R["data"][name], dtype=float)


def table(counts: list[list[float]]) -> np.ndarray:
    return np.array(counts, dtype=float)
