"""What a maturity questionnaire is made of, and the mistakes that it refuses to be built with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

#: The answer that every question accepts: it widens the interval and is never held against anyone.
DONT_KNOW = "dont-know"


@dataclass(frozen=True)
class Clause:
    """Holds when `question` is shown and its answer is one of `choices` (`DONT_KNOW` included if listed)."""

    question: str
    choices: frozenset[str]


@dataclass(frozen=True)
class Condition:
    """Holds when every clause of `every` holds and, unless `some` is empty, at least one of `some`."""

    every: tuple[Clause, ...] = ()
    some: tuple[Clause, ...] = ()

    def clauses(self) -> tuple[Clause, ...]:
        return self.every + self.some


@dataclass(frozen=True)
class Question:
    """One question; `choices` stand weakest first, at equal distances."""

    id: str
    dimension: str
    choices: tuple[str, ...]
    core: bool = False
    shown_when: Condition = Condition()


@dataclass(frozen=True)
class Band:
    """A level in words; it begins at `starts_at` of 100 and ends where the next begins."""

    id: str
    starts_at: float


@dataclass(frozen=True)
class Rule:
    """A recommendation and the answers that lead to it."""

    id: str
    when: Condition


@dataclass(frozen=True)
class Questionnaire:
    """One version of a questionnaire, in the order in which it is read.

    Building one that cannot work raises `BadInput`, with the name of what is wrong as its place:
    an id used twice, an unknown id, a question that can never be shown, a rule that can never
    fire, questions that wait for one another or for another dimension, a condition that a better
    answer could undo.
    """

    version: str
    dimensions: tuple[str, ...]
    bands: tuple[Band, ...]
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        _check_ids(self)
        _check_bands(self.bands)
        for question in self.questions:
            _check_question(self, question)
        _check_cores(self)
        _check_conditions(self)
        _check_parts(self)
        _check_cycles(self)
        _check_reachable(self)
        for question in self.questions:
            _check_monotone(self, question)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Row of each question in the arrays of `scores`."""
        return {question.id: place for place, question in enumerate(self.questions)}

    @cached_property
    def reading_order(self) -> tuple[int, ...]:
        """Rows ordered so that each question comes after those that its condition names."""
        done: dict[str, int] = {}

        def visit(question: Question) -> None:
            if question.id in done:
                return
            for clause in question.shown_when.clauses():
                visit(self.by_id[clause.question])
            done[question.id] = self.place_of[question.id]

        for question in self.questions:
            visit(question)
        return tuple(done.values())


def _check_ids(questionnaire: Questionnaire) -> None:
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("dimension", questionnaire.dimensions),
        ("band", (band.id for band in questionnaire.bands)),
        ("question", (question.id for question in questionnaire.questions)),
        ("recommendation", (rule.id for rule in questionnaire.rules)),
    )
    for kind, ids in kinds:
        for twice in _repeated(ids):
            raise BadInput(Message(gettext_noop("this id is used twice")), (f"{kind} {twice}",))


def _repeated(ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            yield identifier
        seen.add(identifier)


def _check_bands(bands: tuple[Band, ...]) -> None:
    starts = [band.starts_at for band in bands]
    if not starts or starts[0] != 0 or starts != sorted(set(starts)) or starts[-1] > 100:
        raise BadInput(Message(gettext_noop("the bands have to begin at 0 and rise up to 100 at most")), ("bands",))


def _check_question(questionnaire: Questionnaire, question: Question) -> None:
    place = (f"question {question.id}",)
    if question.dimension not in questionnaire.dimensions:
        raise BadInput(Message(gettext_noop("no dimension has the id “%(id)s”"), {"id": question.dimension}), place)
    if len(question.choices) < 2:
        raise BadInput(Message(gettext_noop("a question has two choices at least")), place)
    for twice in _repeated((DONT_KNOW, *question.choices)):
        raise BadInput(Message(gettext_noop("this id is used twice")), (*place, f"choice {twice}"))


def _check_cores(questionnaire: Questionnaire) -> None:
    for question in questionnaire.questions:
        if question.core and question.shown_when.clauses():
            problem = Message(gettext_noop("a core question is asked of everybody: it cannot have a condition"))
            raise BadInput(problem, (f"question {question.id}",))
    with_core = {question.dimension for question in questionnaire.questions if question.core}
    for dimension in questionnaire.dimensions:
        if dimension not in with_core:
            raise BadInput(Message(gettext_noop("this dimension has no core question")), (f"dimension {dimension}",))


def _places_and_conditions(questionnaire: Questionnaire) -> Iterator[tuple[str, Condition]]:
    yield from ((f"question {question.id}", question.shown_when) for question in questionnaire.questions)
    yield from ((f"recommendation {rule.id}", rule.when) for rule in questionnaire.rules)


def _check_conditions(questionnaire: Questionnaire) -> None:
    for place, condition in _places_and_conditions(questionnaire):
        for clause in condition.clauses():
            if clause.question not in questionnaire.by_id:
                raise BadInput(
                    Message(gettext_noop("no question has the id “%(id)s”"), {"id": clause.question}), (place,)
                )
            known = {*questionnaire.by_id[clause.question].choices, DONT_KNOW}
            for unknown in sorted(clause.choices - known):
                problem = Message(
                    gettext_noop("the question %(question)s has no choice %(choice)s"),
                    {"question": clause.question, "choice": unknown},
                )
                raise BadInput(problem, (place,))
    for rule in questionnaire.rules:
        if not rule.when.clauses():
            problem = Message(gettext_noop("a recommendation names the answers that lead to it: this one names none"))
            raise BadInput(problem, (f"recommendation {rule.id}",))


def _check_parts(questionnaire: Questionnaire) -> None:
    """Each dimension can be answered by a different colleague, so none waits for another."""
    for question in questionnaire.questions:
        for clause in question.shown_when.clauses():
            if questionnaire.by_id[clause.question].dimension != question.dimension:
                problem = Message(
                    gettext_noop("a question can only wait for questions of its own dimension, not for %(question)s"),
                    {"question": clause.question},
                )
                raise BadInput(problem, (f"question {question.id}",))


def _check_cycles(questionnaire: Questionnaire) -> None:
    finished: set[str] = set()

    def visit(identifier: str, path: tuple[str, ...]) -> None:
        if identifier in finished:
            return
        if identifier in path:
            circle = " → ".join((*path[path.index(identifier) :], identifier))
            problem = Message(gettext_noop("these questions wait for one another: %(circle)s"), {"circle": circle})
            raise BadInput(problem, (f"question {identifier}",))
        for clause in questionnaire.by_id[identifier].shown_when.clauses():
            visit(clause.question, (*path, identifier))
        finished.add(identifier)

    for question in questionnaire.questions:
        visit(question.id, ())


def _check_reachable(questionnaire: Questionnaire) -> None:
    from tandem.domain.maturity.search import answers_that_satisfy

    for question in questionnaire.questions:
        if answers_that_satisfy(questionnaire, question.shown_when) is None:
            raise BadInput(
                Message(gettext_noop("no answers can make this question appear")), (f"question {question.id}",)
            )
    for rule in questionnaire.rules:
        if answers_that_satisfy(questionnaire, rule.when) is None:
            problem = Message(gettext_noop("no answers can lead to this recommendation"))
            raise BadInput(problem, (f"recommendation {rule.id}",))


def _check_monotone(questionnaire: Questionnaire, question: Question) -> None:
    """A question may wait for "this or better" only: see the first law of docs/algorithms/maturity.md."""
    for clause in question.shown_when.clauses():
        choices = questionnaire.by_id[clause.question].choices
        if clause.choices != frozenset(choices[len(choices) - len(clause.choices) :]):
            problem = Message(
                gettext_noop("a better answer to %(question)s would make this question disappear"),
                {"question": clause.question},
            )
            raise BadInput(problem, (f"question {question.id}",))
