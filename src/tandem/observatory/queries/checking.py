"""Figures that somebody published: could whole respondents have given them? Worded with care."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message
from tandem.domain.survey.published.figures import Figure, contradictions, sizes_of_bases
from tandem.domain.survey.published.tables import published_tables
from tandem.domain.survey.published.verdicts import MULTIPLE, POSSIBLE, figure_sets, judge
from tandem.survey_files.published import read_figures
from tandem.ui.content import content_folder

#: The field study in `content/surveys`, and how many answered it.
STUDY, STUDY_RESPONDENTS = Path("surveys/field-study/published-figures.csv"), 218
DECIDED, WITHIN_CHANCE = 0.05, 0.1
BASES_SHOWN = 6


@dataclass(frozen=True)
class SetOfFigures:
    variable: str
    base: str
    subgroup: str
    verdict: str
    bases: tuple[int, ...]
    more: int
    figures: tuple[Figure, ...]
    guessed_multiple: bool


@dataclass(frozen=True)
class Range:
    figures: tuple[Figure, ...]
    low: float | None
    high: float | None

    @property
    def says(self) -> str:
        """difference, chance, undecided, or nothing when no table of whole respondents fits."""
        if self.low is None or self.high is None:
            return "nothing"
        if self.high < DECIDED:
            return "difference"
        return "chance" if self.low > WITHIN_CHANCE else "undecided"


@dataclass(frozen=True)
class Checked:
    n: int
    possible: tuple[SetOfFigures, ...]
    others: tuple[SetOfFigures, ...]
    contradictions: tuple[tuple[tuple[Figure, ...], Message], ...]
    ranges: tuple[Range, ...]


def check(figures: list[Figure], n: int, rounding: str, kinds: Mapping[str, str]) -> Checked:
    """Every set with its verdict, what contradicts what, and the p that the figures leave possible."""
    sizes = sizes_of_bases(figures, n)
    sets = figure_sets(figures, n, dict(kinds))
    by_id = {figure.id: figure for figure in figures}
    judged = []
    for one in sets:
        found = judge(one, n, sizes.get((one.base, one.subgroup)), rounding)
        shown = tuple(sorted(found.bases, reverse=True)[:BASES_SHOWN])
        guessed = one.kind_was_guessed and one.kind == MULTIPLE and len(one.figures) > 1
        more = len(found.bases) - len(shown)
        judged.append(
            SetOfFigures(one.variable, one.base, one.subgroup, found.verdict, shown, more, one.figures, guessed)
        )
    return Checked(
        n,
        tuple(one for one in judged if one.verdict == POSSIBLE),
        tuple(one for one in judged if one.verdict != POSSIBLE),
        tuple((tuple(by_id[i] for i in one.figures), one.reason) for one in contradictions(figures, rounding)),
        tuple(
            Range(tuple(by_id[i] for i in one.figures), one.p_low, one.p_high)
            for one in published_tables(sets, figures, n, rounding)
        ),
    )


def figures_in(text: str) -> list[Figure]:
    """The figures in a CSV that somebody pasted; errors name line and column.

    Errors: `BadInput`.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.csv"
        path.write_text(text, encoding="utf-8")
        try:
            return read_figures(path)
        except BadInput as error:
            raise BadInput(error.message, tuple(part for part in error.place if part != str(path))) from None


@lru_cache(maxsize=1)
def study() -> Checked:
    """The first case: the field study, as far as it was printed."""
    return check(read_figures(content_folder() / STUDY), STUDY_RESPONDENTS, "nearest", {})
