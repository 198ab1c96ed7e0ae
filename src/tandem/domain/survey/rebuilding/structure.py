"""What published figures say about questions: their answers, who was asked, and which questions hang together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.published.figures import WHOLE_SAMPLE, Figure
from tandem.domain.survey.published.verdicts import COMPLETE, MULTIPLE, SINGLE, FigureSet, figure_sets

#: The answer of those of whom nothing was published.
UNPUBLISHED = "(not published)"
#: The answer of those whom a question was not put to.
NOT_ASKED = "(not asked)"
#: The two answers of one item of a question with several answers.
TICKED, LEFT = "yes", "no"


@dataclass(frozen=True)
class Declared:
    """What a reader of the publication knows and its figures do not say.

    `bases`: name of a base → (question, answer) of those in it. `levels`: question → all its answers, where
    the figures do not name them all. `nets`: question → {answer that sums others: those others}.
    `kinds`: question → `single` or `multiple`.
    """

    bases: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nets: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """Respondents who gave one of these answers to this question."""

    question: str
    answers: frozenset[str]


@dataclass(frozen=True)
class Statement:
    """A figure as whole respondents: of those in all the `conditions`, so many are in `said`."""

    figure: Figure
    said: Part
    conditions: tuple[Part, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([self.said.question, *(part.question for part in self.conditions)]))


@dataclass(frozen=True)
class Structure:
    """Questions with their answers in order, the base each was put to, the statements, and figures set aside."""

    levels: Mapping[str, tuple[str, ...]]
    put_to: Mapping[str, Part]
    statements: tuple[Statement, ...]
    set_aside: tuple[str, ...]


def structure(figures: Sequence[Figure], n: int, declared: Declared) -> Structure:
    """Read figures of one sample of `n` respondents.

    A figure is set aside when its base is neither the whole sample, nor declared, nor `question=answer`: it
    speaks of other people. Where the answers of a question do not sum to about 100 %, those left have the
    answer `(not published)`; a question with several answers becomes one question `question: answer` each.

    Errors: `BadInput` for a declaration that names a question or an answer which no figure has.

    >>> from tandem.domain.survey.published.figures import Percent
    >>> one = Figure("f", "crm", "uses", "all", "", Percent(30, 0), None)
    >>> structure([one], 10, Declared()).levels
    {'crm': ('uses', '(not published)')}
    """
    return _Reader(figures, n, declared).read()


class _Reader:
    def __init__(self, figures: Sequence[Figure], n: int, declared: Declared) -> None:
        self.declared = declared
        self.about = [figure for figure in figures if not figure.is_size_of_base]
        self.sets = {(s.variable, s.base, s.subgroup): s for s in figure_sets(figures, n, declared.kinds)}
        self.kinds = {variable: self._kind(variable) for variable in dict.fromkeys(f.variable for f in self.about)}

    def read(self) -> Structure:
        self._check_declarations()
        inside = [figure for figure in self.about if self._base_is_known(figure)]
        statements = [Statement(f, self._said(f), self._conditions(f)) for f in inside]
        levels = self._levels(statements)
        put_to = {question: part for question in levels if (part := self._put_to(question, statements)) is not None}
        unasked = {q: (*answers, NOT_ASKED) if q in put_to else answers for q, answers in levels.items()}
        kept = {statement.figure.id for statement in statements}
        return Structure(unasked, put_to, tuple(statements), tuple(f.id for f in self.about if f.id not in kept))

    def _kind(self, variable: str) -> str:
        """One answer each, unless it is declared or the answers sum to more than everybody."""
        if variable in self.declared.kinds:
            return self.declared.kinds[variable]
        nets = self.declared.nets.get(variable, {})
        for (name, _, subgroup), one in self.sets.items():
            if name == variable and not subgroup and _sum(one, nets) > COMPLETE[1]:
                return MULTIPLE
        return SINGLE

    def _base_is_known(self, figure: Figure) -> bool:
        return figure.base == WHOLE_SAMPLE or figure.base in self.declared.bases or "=" in figure.base

    def _said(self, figure: Figure) -> Part:
        return self._part(figure.variable, figure.answer)

    def _part(self, variable: str, answer: str) -> Part:
        if self.kinds.get(variable) == MULTIPLE:
            return Part(f"{variable}: {answer}", frozenset([TICKED]))
        return Part(variable, frozenset(self.declared.nets.get(variable, {}).get(answer, (answer,))))

    def _conditions(self, figure: Figure) -> tuple[Part, ...]:
        parts = []
        for label in (figure.base, figure.subgroup):
            if label in self.declared.bases:
                parts.append(self._part(*self.declared.bases[label]))
            elif "=" in label:
                variable, _, answer = label.partition("=")
                parts.append(self._part(variable, answer))
        return tuple(parts)

    def _levels(self, statements: Sequence[Statement]) -> dict[str, tuple[str, ...]]:
        named: dict[str, list[str]] = {}
        for statement in statements:
            for part in (statement.said, *statement.conditions):
                named.setdefault(part.question, []).extend(sorted(part.answers))
        return {question: self._all_levels(question, answers) for question, answers in named.items()}

    def _all_levels(self, question: str, named: Sequence[str]) -> tuple[str, ...]:
        if question not in self.kinds and set(named) <= {TICKED, LEFT}:
            return (TICKED, LEFT)
        if question in self.declared.levels:
            return tuple(dict.fromkeys([*self.declared.levels[question], *named]))
        in_order = [a for f in self.about if f.variable == question for a in sorted(self._said(f).answers)]
        levels = tuple(dict.fromkeys([*in_order, *named]))
        nets = self.declared.nets.get(question, {})
        own = [s for (variable, _, subgroup), s in self.sets.items() if variable == question and not subgroup]
        complete = any(len(s.figures) > 1 and COMPLETE[0] <= _sum(s, nets) <= COMPLETE[1] for s in own)
        return levels if complete else tuple(dict.fromkeys([*levels, UNPUBLISHED]))

    def _put_to(self, question: str, statements: Sequence[Statement]) -> Part | None:
        """The declared base of a question none of whose figures is about the whole sample."""
        own = [statement for statement in statements if statement.said.question == question]
        bases = [statement.figure.base for statement in own]
        if not own or WHOLE_SAMPLE in bases:
            return None
        declared = [base for base in bases if base in self.declared.bases]
        if declared:
            return self._part(*self.declared.bases[declared[0]])
        following = [part.question for statement in own for part in statement.conditions]
        for other in following:
            if other != question and (part := self._declared_base_of(other)) is not None:
                return part
        return None

    def _declared_base_of(self, question: str) -> Part | None:
        for figure in self.about:
            if self._said(figure).question == question and figure.base in self.declared.bases:
                return self._part(*self.declared.bases[figure.base])
        return None

    def _check_declarations(self) -> None:
        declared = self.declared
        for variable in (*declared.levels, *declared.nets, *declared.kinds, *(q for q, _ in declared.bases.values())):
            labels = [label for f in self.about for label in (f.base, f.subgroup)]
            if variable not in self.kinds and not any(label.startswith(f"{variable}=") for label in labels):
                text = gettext_noop("the figures have no variable %(variable)s")
                raise BadInput(Message(text, {"variable": variable}))
        for variable, nets in declared.nets.items():
            for net, answers in nets.items():
                if net in answers or not answers or any(answer in nets for answer in answers):
                    text = gettext_noop("“%(answer)s” of %(variable)s has to sum answers that are no sums themselves")
                    raise BadInput(Message(text, {"answer": net, "variable": variable}))


def _sum(one: FigureSet, nets: Mapping[str, tuple[str, ...]]) -> float:
    """The percentages of the answers that sum no others, each answer once."""
    first: dict[str, float] = {}
    for figure in one.figures:
        if figure.percent is not None and figure.answer not in nets:
            first.setdefault(figure.answer, figure.percent.value)
    return sum(first.values())
