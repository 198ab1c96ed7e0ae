"""The maturity questionnaires in `content/questionnaires/`, read and checked; no Django needed.

One folder per version: `questionnaire.toml`, one file per dimension, `recommendations.toml`,
`figures.toml`. docs/algorithms/maturity.md describes the keys. A published version is never
changed: a new folder is added, so that a diagnosis keeps the version it was answered with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tandem.domain.errors import BadInput
from tandem.domain.maturity import DONT_KNOW, Band, Clause, Condition, Question, Questionnaire, Rule
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, choice, items, members, number, text
from tandem.ui.content import content_folder

LANGUAGES = ("fr", "en")
#: Where a recommendation may lead; the last two are answers in themselves.
DESTINATIONS = ("guide", "template", "technology", "resource", "person", "not-now")

#: A text in every language of the interface.
Text = Mapping[str, str]


@dataclass(frozen=True)
class BandWords:
    """A band in a dimension: what it looks like, and what the next one looks like (None for the highest)."""

    now: Text
    next: Text | None


@dataclass(frozen=True)
class DimensionWords:
    name: Text
    about: Text
    source: str
    bands: Mapping[str, BandWords]


@dataclass(frozen=True)
class QuestionWords:
    text: Text
    why: Text
    how: Text
    choices: Mapping[str, Text]


@dataclass(frozen=True)
class RecommendationWords:
    title: Text
    text: Text
    effort: Text
    cost: Text
    destination: str
    target: str


@dataclass(frozen=True)
class Figure:
    """A figure that a study published, shown beside a question; `figure` is its id among the published figures."""

    question: str
    figure: str
    percent: float
    text: Text
    source: str


@dataclass(frozen=True)
class MaturityContent:
    """One version: the questionnaire that the engine reads and the words that people read."""

    questionnaire: Questionnaire
    title: Text
    introduction: Text
    source: str
    bands: Mapping[str, Text]
    dimensions: Mapping[str, DimensionWords]
    questions: Mapping[str, QuestionWords]
    recommendations: Mapping[str, RecommendationWords]
    figures: tuple[Figure, ...]


def maturity_folder() -> Path:
    return content_folder() / "questionnaires" / "maturity"


def versions(folder: Path | None = None) -> tuple[str, ...]:
    """The versions that are there, oldest first (their names sort by date)."""
    return tuple(sorted(path.parent.name for path in (folder or maturity_folder()).glob("*/questionnaire.toml")))


def load(version: str | None = None, folder: Path | None = None) -> MaturityContent:
    """One version, the newest when none is named; raises `BadInput` naming file and place of what is wrong."""
    known = versions(folder)
    if version is None and known:
        version = known[-1]
    if version not in known:
        problem = Message(
            gettext_noop("no questionnaire has the version “%(version)s”; there are: %(known)s"),
            {"version": version, "known": known},
        )
        raise BadInput(problem)
    return _Reader((folder or maturity_folder()) / version).read()


class _Reader:
    """Reads the files of one folder and remembers which file each id came from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file_of: dict[str, str] = {}
        self.questions: list[Question] = []
        self.question_words: dict[str, QuestionWords] = {}

    def read(self) -> MaturityContent:
        head = members(
            self._toml("questionnaire"),
            ("questionnaire.toml",),
            ("version", "source", "dimensions", "title", "introduction", "bands"),
        )
        place = ("questionnaire.toml",)
        if head["version"] != self.folder.name:
            problem = Message(gettext_noop("the version is not the name of the folder, “%(name)s”"))
            raise BadInput(Message(problem.text, {"name": self.folder.name}), (*place, "version"))
        bands, band_words = self._bands(head["bands"], (*place, "bands"))
        dimensions = [text(value, at) for value, at in items(head["dimensions"], (*place, "dimensions"))]
        dimension_words = {name: self._dimension(name, bands) for name in dimensions}
        rules, recommendation_words = self._recommendations()
        questionnaire = self._checked(
            head["version"], tuple(dimensions), bands, tuple(self.questions), tuple(rules)
        )
        return MaturityContent(
            questionnaire=questionnaire,
            title=_text(head["title"], (*place, "title")),
            introduction=_text(head["introduction"], (*place, "introduction")),
            source=text(head["source"], (*place, "source")),
            bands=band_words,
            dimensions=dimension_words,
            questions=self.question_words,
            recommendations=recommendation_words,
            figures=self._figures(questionnaire),
        )

    def _toml(self, name: str) -> dict[str, Any]:
        path = self.folder / f"{name}.toml"
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise BadInput(Message(gettext_noop("this file is missing")), (path.name,)) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problem = Message(gettext_noop("this is not valid TOML: %(reason)s"), {"reason": str(error)})
            raise BadInput(problem, (path.name,)) from error

    def _checked(self, *parts: Any) -> Questionnaire:
        try:
            return Questionnaire(*parts)
        except BadInput as error:
            raise error.inside(self.file_of.get(error.place[0], "questionnaire.toml")) from error

    def _bands(self, value: object, place: Place) -> tuple[tuple[Band, ...], dict[str, Text]]:
        bands, words = [], {}
        for record, at in items(value, place):
            band = members(record, at, ("id", "starts_at", "name"))
            bands.append(Band(text(band["id"], (*at, "id")), number(band["starts_at"], (*at, "starts_at"), 0, 100)))
            words[bands[-1].id] = _text(band["name"], (*at, "name"))
        return tuple(bands), words

    def _dimension(self, name: str, bands: tuple[Band, ...]) -> DimensionWords:
        file = f"{name}.toml"
        record = members(self._toml(name), (file,), ("source", "name", "about", "bands", "questions"))
        levels = members(record["bands"], (file, "bands"), [band.id for band in bands])
        words = {}
        for band in bands:
            at = (file, "bands", band.id)
            highest = band == bands[-1]
            level = members(levels[band.id], at, ("now",) if highest else ("now", "next"))
            following = None if highest else _text(level["next"], (*at, "next"))
            words[band.id] = BandWords(_text(level["now"], (*at, "now")), following)
        self.file_of[f"dimension {name}"] = file
        for question, at in items(record["questions"], (file, "questions")):
            self._question(name, question, at)
        return DimensionWords(
            _text(record["name"], (file, "name")),
            _text(record["about"], (file, "about")),
            text(record["source"], (file, "source")),
            words,
        )

    def _question(self, dimension: str, value: object, place: Place) -> None:
        record = members(value, place, ("id", "text", "why", "how", "choices"), ("core", "shown_when"))
        identifier = text(record["id"], (*place, "id"))
        place = (place[0], f"question {identifier}")
        choices: dict[str, Text] = {}
        ids = []
        for option, at in items(record["choices"], (*place, "choices")):
            found = members(option, at, ("id", *LANGUAGES))
            ids.append(text(found.pop("id"), (*at, "id")))
            choices[ids[-1]] = _text(found, at)
        core = choice(record.get("core", False), (*place, "core"), (True, False)) if False else record.get("core", False)
        self.file_of[f"question {identifier}"] = place[0]
        self.questions.append(
            Question(identifier, dimension, tuple(ids), core is True, self._condition(record, "shown_when", place))
        )
        self.question_words[identifier] = QuestionWords(
            *(_text(record[key], (*place, key)) for key in ("text", "why", "how")), choices
        )
