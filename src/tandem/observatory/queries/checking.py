"""Figures that somebody published: could whole respondents have given them? Worded with care."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from tandem.domain.errors import BadInput
from tandem.domain.survey.published.figures import WHOLE_SAMPLE, Figure, contradictions, sizes_of_bases
from tandem.domain.survey.published.tables import published_tables
from tandem.domain.survey.published.verdicts import MULTIPLE, POSSIBLE, figure_sets, judge
from tandem.survey_files.published import read_figures
from tandem.ui.content import LANGUAGES, Text, content_folder, read_toml, translated

#: The field study in `content/surveys`, and how many answered it.
STUDY, STUDY_RESPONDENTS = Path("surveys/field-study/published-figures.csv"), 218
DECIDED, WITHIN_CHANCE = 0.05, 0.1
BASES_SHOWN = 6
PARTS = ("questions", "answers", "where")


@dataclass(frozen=True)
class Words:
    """How people say the names of questions, answers and places; a name nobody worded stays as it is."""

    questions: Mapping[str, Text] = field(default_factory=dict)
    answers: Mapping[str, Text] = field(default_factory=dict)
    where: Mapping[str, Text] = field(default_factory=dict)

    def group(self, figure: Figure) -> list[Text]:
        """Of whom the figure speaks: nothing for everybody, else base and subgroup."""
        found = []
        for label in (figure.base, figure.subgroup):
            question, equals, answer = label.partition("=")
            if equals:
                found.append(_joined(self.question(question), self.answer(answer)))
            elif label and label != WHOLE_SAMPLE:
                found.append(self.question(label))
        return found

    def question(self, name: str) -> Text:
        return self.questions.get(name, _as_it_is(name))

    def answer(self, name: str) -> Text:
        return self.answers.get(name, _as_it_is(name))


def _as_it_is(name: str) -> Text:
    return dict.fromkeys(LANGUAGES, name)


def _joined(question: Text, answer: Text) -> Text:
    return {language: f"{question[language]} – {answer[language]}" for language in LANGUAGES}


@dataclass(frozen=True)
class Said:
    """A figure in words: the question, the answer, of whom, and the chapter where it stands."""

    figure: Figure
    question: Text
    answer: Text
    group: list[Text]
    where: Text | None


@dataclass(frozen=True)
class SetOfFigures:
    question: Text
    group: list[Text]
    verdict: str
    bases: tuple[int, ...]
    more: int
    figures: tuple[Said, ...]
    guessed_multiple: bool


@dataclass(frozen=True)
class Range:
    figures: tuple[Said, ...]
    low: float | None
    high: float | None

    @property
    def questions(self) -> list[list[Said]]:
        """The figures by what they are about: those with the same question and answer beside each other."""
        return [list(same) for _, same in groupby(self.figures, key=lambda one: (one.question, one.answer))]

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
    contradictions: tuple[tuple[Said, ...], ...]
    ranges: tuple[Range, ...]
    together: tuple[tuple[Said, Text], ...] = ()


def check(
    figures: list[Figure], n: int, rounding: str, words: Words | None = None, where: Mapping[str, str] | None = None
) -> Checked:
    """Every set with its verdict, what contradicts what, and the p that the figures leave possible."""
    words = words or Words()

    def said(figure: Figure) -> Said:
        place = words.where.get((where or {}).get(figure.id, ""))
        return Said(figure, words.question(figure.variable), words.answer(figure.answer), words.group(figure), place)

    sizes = sizes_of_bases(figures, n)
    sets = figure_sets(figures, n, {})
    by_id = {figure.id: said(figure) for figure in figures}
    judged = []
    for one in sets:
        found = judge(one, n, sizes.get((one.base, one.subgroup)), rounding)
        shown = tuple(sorted(found.bases, reverse=True)[:BASES_SHOWN])
        guessed = one.kind_was_guessed and one.kind == MULTIPLE and len(one.figures) > 1
        more = len(found.bases) - len(shown)
        judged.append(
            SetOfFigures(
                words.question(one.variable),
                words.group(one.figures[0]),
                found.verdict,
                shown,
                more,
                tuple(by_id[figure.id] for figure in one.figures),
                guessed,
            )
        )
    return Checked(
        n,
        tuple(one for one in judged if one.verdict == POSSIBLE),
        tuple(one for one in judged if one.verdict != POSSIBLE),
        tuple(tuple(by_id[i] for i in one.figures) for one in contradictions(figures, rounding)),
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
    """The first case: the field study, as far as it was printed, in words."""
    path = content_folder() / STUDY
    said = read_toml(path.with_name("words.toml"))
    words = Words(*({name: translated(text, (part, name)) for name, text in said[part].items()} for part in PARTS))
    with path.open(encoding="utf-8", newline="") as file:
        where = {row["figure_id"]: row["where"] for row in csv.DictReader(file)}
    checked = check(read_figures(path), STUDY_RESPONDENTS, "nearest", words, where)
    by_id = {one.figure.id: one for part in (*checked.possible, *checked.others) for one in part.figures}
    together = ((by_id[one["figure"]], translated(one["why"], ("together", "why"))) for one in said["together"])
    return replace(checked, together=tuple(together))
