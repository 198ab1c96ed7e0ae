"""The questionnaires in `content/questionnaires/` that the maturity engine reads, checked; no Django needed.

`maturity` is the diagnosis of an organisation, `readiness` its mirror for a tech actor. One folder
per version: `questionnaire.toml`, one file per dimension, `recommendations.toml`, `figures.toml`;
docs/algorithms/maturity.md describes the keys. A published version is never changed: a new folder
is added, so that a diagnosis keeps the version it was answered with. What stewards write over a
version makes a version of its own (`Edits`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tandem.domain.errors import BadInput
from tandem.domain.maturity import Band, Clause, Condition, Question, Questionnaire, Rule
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, choice, flag, items, members, number, shown, text
from tandem.ui import languages
from tandem.ui.content import LANGUAGES, Text, content_folder, laid_over, read_toml, translated

#: Where a recommendation may lead; the last two are answers in themselves.
DESTINATIONS = ("guide", "template", "technology", "resource", "person", "not-now")


@dataclass(frozen=True)
class Edits:
    """What stewards wrote over a version: questions (each with its `dimension`) and recommendations, by id."""

    version: str = ""
    questions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    recommendations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


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
class QuestionnaireContent:
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


def folder_of(name: str = "maturity") -> Path:
    """Where the versions of the questionnaire `name` are."""
    return content_folder() / "questionnaires" / name


def versions(folder: Path | None = None) -> tuple[str, ...]:
    """The versions that are there, oldest first (their names sort by date)."""
    return tuple(sorted(path.parent.name for path in (folder or folder_of()).glob("*/questionnaire.toml")))


def load(version: str | None = None, folder: Path | None = None, edits: Edits | None = None) -> QuestionnaireContent:
    """One version, the newest when none is named; raises `BadInput` naming file and place of what is wrong."""
    version = version or next(reversed(versions(folder)), "")
    check_version(version, folder)
    return _Reader((folder or folder_of()) / version, edits or Edits()).content()


def records(version: str, folder: Path) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The questions (each with its `dimension`) and the recommendations of a version as they stand in its files."""
    questions = {}
    for dimension in read_toml(folder / version / "questionnaire.toml")["dimensions"]:
        for record in read_toml(folder / version / f"{dimension}.toml")["questions"]:
            questions[record["id"]] = {**record, "dimension": dimension}
    rules = read_toml(folder / version / "recommendations.toml")["recommendations"]
    return questions, {record["id"]: record for record in rules}


def check_version(version: str, folder: Path | None = None) -> None:
    """Raises `BadInput` when there is no such version."""
    known = versions(folder)
    if version not in known:
        problem = Message(
            gettext_noop("no questionnaire has the version “%(version)s”; there are: %(known)s"),
            {"version": shown(version), "known": known},
        )
        raise BadInput(problem, ("version",))


class _Reader:
    """Reads the files of one version and remembers which file each id came from."""

    def __init__(self, folder: Path, edits: Edits) -> None:
        self.folder = folder
        self.edits = edits
        self.file_of: dict[str, str] = {}
        self.raw_questions: list[tuple[str, dict[str, Any], Place]] = []
        self.choices_of: dict[str, tuple[str, ...]] = {}

    def content(self) -> QuestionnaireContent:
        file = "questionnaire.toml"
        head = members(
            read_toml(self.folder / file),
            (file,),
            ("version", "source", "dimensions", "title", "introduction", "bands"),
        )
        if head["version"] != self.folder.name:
            problem = Message(
                gettext_noop("the version is not the name of its folder, “%(name)s”"), {"name": self.folder.name}
            )
            raise BadInput(problem, (file, "version"))
        bands, band_words = self._bands(head["bands"], (file, "bands"))
        dimensions = tuple(text(value, at) for value, at in items(head["dimensions"], (file, "dimensions")))
        dimension_words = {name: self._dimension(name, bands) for name in dimensions}
        question_words = {record["id"]: self._question_words(record, at) for _, record, at in self.raw_questions}
        rules, recommendation_words = self._recommendations()
        questionnaire = self._checked(
            self.edits.version or head["version"], dimensions, bands, self._questions(), rules
        )
        return QuestionnaireContent(
            questionnaire=questionnaire,
            title=translated(head["title"], (file, "title")),
            introduction=translated(head["introduction"], (file, "introduction")),
            source=text(head["source"], (file, "source")),
            bands=band_words,
            dimensions=dimension_words,
            questions=question_words,
            recommendations=recommendation_words,
            figures=self._figures(questionnaire),
        )

    def _checked(self, *parts: Any) -> Questionnaire:
        try:
            return Questionnaire(*parts)
        except BadInput as error:
            raise error.inside(self.file_of.get(error.place[0], "questionnaire.toml")) from error

    def _bands(self, value: object, place: Place) -> tuple[tuple[Band, ...], dict[str, Text]]:
        bands: list[Band] = []
        words = {}
        for record, at in items(value, place):
            band = members(record, at, ("id", "starts_at", "name"))
            bands.append(Band(text(band["id"], (*at, "id")), number(band["starts_at"], (*at, "starts_at"), 0, 100)))
            words[bands[-1].id] = translated(band["name"], (*at, "name"))
        return tuple(bands), words

    def _dimension(self, name: str, bands: tuple[Band, ...]) -> DimensionWords:
        file = f"{name}.toml"
        self.file_of[f"dimension {name}"] = file
        record = members(read_toml(self.folder / file), (file,), ("source", "name", "about", "bands", "questions"))
        levels = members(record["bands"], (file, "bands"), [band.id for band in bands])
        words = {}
        for band in bands:
            at: Place = (file, "bands", band.id)
            keys = ["now"] if band == bands[-1] else ["now", "next"]
            level = members(levels[band.id], at, keys)
            following = translated(level["next"], (*at, "next")) if "next" in level else None
            words[band.id] = BandWords(translated(level["now"], (*at, "now")), following)
        edited = {
            one: {key: value for key, value in question.items() if key != "dimension"}
            for one, question in self.edits.questions.items()
            if question["dimension"] == name
        }
        for value, at in items(laid_over(record["questions"], edited), (file, "questions")):
            self._raw_question(name, value, at)
        return DimensionWords(
            translated(record["name"], (file, "name")),
            translated(record["about"], (file, "about")),
            text(record["source"], (file, "source")),
            words,
        )

    def _raw_question(self, dimension: str, value: object, place: Place) -> None:
        record = members(value, place, ("id", "text", "why", "how", "choices"), ("core", "shown_when"))
        identifier = text(record["id"], (*place, "id"))
        place = (place[0], f"question {identifier}")
        record["choices"] = [
            (text(members(option, at, ("id", *LANGUAGES), languages.codes())["id"], (*at, "id")), option, at)
            for option, at in items(record["choices"], (*place, "choices"))
        ]
        self.file_of[f"question {identifier}"] = place[0]
        self.choices_of.setdefault(identifier, tuple(option for option, _, _ in record["choices"]))
        self.raw_questions.append((dimension, record, place))

    def _question_words(self, record: Mapping[str, Any], place: Place) -> QuestionWords:
        return QuestionWords(
            text=translated(record["text"], (*place, "text")),
            why=translated(record["why"], (*place, "why")),
            how=translated(record["how"], (*place, "how")),
            choices={
                option: translated({language: said for language, said in words.items() if language != "id"}, at)
                for option, words, at in record["choices"]
            },
        )

    def _questions(self) -> tuple[Question, ...]:
        return tuple(
            Question(
                id=record["id"],
                dimension=dimension,
                choices=tuple(option for option, _, _ in record["choices"]),
                core=flag(record.get("core", False), (*place, "core")),
                shown_when=self._condition(record.get("shown_when", {}), (*place, "shown_when")),
            )
            for dimension, record, place in self.raw_questions
        )

    def _condition(self, value: object, place: Place) -> Condition:
        record = members(value, place, (), ("every", "some"))
        every, some = (
            tuple(self._clause(clause, at) for clause, at in items(record.get(key, []), (*place, key)))
            for key in ("every", "some")
        )
        return Condition(every, some)

    def _clause(self, value: object, place: Place) -> Clause:
        record = members(value, place, ("question",), ("at_least", "at_most", "is"))
        question = text(record.pop("question"), (*place, "question"))
        if len(record) != 1:
            raise BadInput(Message(gettext_noop("exactly one of at_least, at_most and is belongs here")), place)
        ((comparison, wanted),) = record.items()
        if comparison == "is":
            return Clause(question, frozenset(text(one, at) for one, at in items(wanted, (*place, "is"))))
        limit = text(wanted, (*place, comparison))
        order = self.choices_of.get(question, ())
        if limit not in order:
            return Clause(question, frozenset({limit}))
        rank = order.index(limit)
        return Clause(question, frozenset(order[rank:] if comparison == "at_least" else order[: rank + 1]))

    def _recommendations(self) -> tuple[tuple[Rule, ...], dict[str, RecommendationWords]]:
        file = "recommendations.toml"
        rules: list[Rule] = []
        words = {}
        table = members(read_toml(self.folder / file), (file,), ("source", "recommendations"))
        for value, at in items(laid_over(table["recommendations"], self.edits.recommendations), (file,)):
            record = members(value, at, ("id", "when", "leads_to", "title", "text", "effort", "cost"))
            identifier = text(record["id"], (*at, "id"))
            place = (file, f"recommendation {identifier}")
            self.file_of[f"recommendation {identifier}"] = file
            rules.append(Rule(identifier, self._condition(record["when"], (*place, "when"))))
            goal = members(record["leads_to"], (*place, "leads_to"), ("kind", "id"))
            words[identifier] = RecommendationWords(
                **{key: translated(record[key], (*place, key)) for key in ("title", "text", "effort", "cost")},
                destination=choice(goal["kind"], (*place, "leads_to", "kind"), DESTINATIONS),
                target=text(goal["id"], (*place, "leads_to", "id")),
            )
        return tuple(rules), words

    def _figures(self, questionnaire: Questionnaire) -> tuple[Figure, ...]:
        file = "figures.toml"
        figures = []
        for value, at in items(
            members(read_toml(self.folder / file), (file,), ("source", "figures"))["figures"], (file,)
        ):
            record = members(value, at, ("question", "figure", "percent", "text", "source"))
            figures.append(
                Figure(
                    choice(record["question"], (*at, "question"), tuple(questionnaire.by_id)),
                    text(record["figure"], (*at, "figure")),
                    number(record["percent"], (*at, "percent"), 0, 100),
                    translated(record["text"], (*at, "text")),
                    text(record["source"], (*at, "source")),
                )
            )
        return tuple(figures)
