"""What docs/algorithms/matching.md says is what the engine does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tandem.domain.matching import GATES, PUBLISHED, formulas

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "matching.md").read_text("utf-8")


def rows(section):
    """Cells of the rows of a section's first table whose first cell is a name in code font."""
    text = PAGE.split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line.strip("| ").split("|") for line in text.splitlines() if line.startswith("| `")]
    return {cells[0].strip(" `"): [cell.strip() for cell in cells[1:]] for cells in lines}


def test_the_gates_stand_in_their_order():
    assert list(rows("Gates")) == list(GATES)


def test_every_weight_and_prior_is_the_published_one():
    table = rows("Weights and priors")
    for side, columns in ((PUBLISHED.need, (0, 1)), (PUBLISHED.offer, (2, 3))):
        written = {
            name: tuple(float(cells[column]) for column in columns)
            for name, cells in table.items()
            if len(cells) > columns[1] and cells[columns[0]]
        }
        assert written == {name: (side.weights[name], side.priors[name]) for name in side.weights}


def test_every_criterion_has_its_formula():
    assert set(rows("Criteria")) == set(PUBLISHED.need.weights) | set(PUBLISHED.offer.weights)


@pytest.mark.parametrize(("help_", "hours"), sorted(formulas.TYPICAL_HOURS.items()))
def test_the_usual_hours_are_told(help_, hours):
    assert re.search(rf"Usual hours\*.*\b{help_} {hours}\b", PAGE)
