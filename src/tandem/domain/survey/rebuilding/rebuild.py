"""Answers of made-up respondents that give as many published figures as any respondents could."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MISSING, Question
from tandem.domain.survey.published.figures import Figure, Percent
from tandem.domain.survey.rebuilding.joint import JointTable, joint_tables
from tandem.domain.survey.rebuilding.structure import NOT_ASKED, Declared, Part, Statement, Structure, structure

Answers = tuple[str, ...]
Counts = NDArray[np.int64]
#: Coefficients by variable, the least and the most of their sum.
_Row = tuple[dict[int, int], float, float]
#: How far the distance to the missed figures may be above the least possible: a proof takes minutes.
_NEAR_ENOUGH = 0.1


@dataclass(frozen=True)
class Obtained:
    """A figure and what the made-up respondents give for it: `count` of `size`, and whether that prints the same."""

    figure: Figure
    count: int
    size: int
    matches: bool

    @property
    def percent(self) -> float | None:
        return 100 * self.count / self.size if self.size else None


@dataclass(frozen=True)
class Rebuilt:
    """The questions with one answer per made-up respondent (`MISSING` where they were not asked).

    `figures` in the order of the file; `set_aside` are figures about other people; `proved` says that no file
    of answers gives more of the figures.
    """

    questions: tuple[Question, ...]
    figures: tuple[Obtained, ...]
    set_aside: tuple[str, ...]
    proved: bool


def rebuild(
    figures: Sequence[Figure],
    n: int,
    declared: Declared | None = None,
    rounding: str = "nearest",
    seed: int = 0,
    seconds: float = 60,
) -> Rebuilt:
    """Made-up answers of `n` respondents that match as many figures as can be matched at once.

    An integer programme over joint tables: a cell is a whole number of respondents, a figure P of a group of
    m with x of them in it holds when P − ½u ≤ 100 x / m ≤ P + ½u (other roundings likewise), which is linear in
    x and m, so that the sizes of groups are found together with the counts. Of two figures that contradict each
    other the one that stands first is preferred. What the figures leave open is dealt out at random by `seed`:
    nothing may be concluded from it, two questions without a published figure in common are unrelated here.

    Errors: `BadInput` for declarations that do not fit, questions too entangled, and when `seconds` passed
    without any answer.
    """
    known = structure(figures, n, declared or Declared())
    tables = joint_tables(known.levels, _groups(known))
    counts: dict[int, Counts] = {}
    proved = True
    for component in _components(tables):
        programme = _Programme(known, tables, component, n, rounding)
        solved, optimal = programme.solve(seconds)
        counts |= solved
        proved &= optimal
    respondents = _deal_out(known, tables, counts, n, np.random.Generator(np.random.PCG64(seed)))
    questions = tuple(_question(name, levels, respondents[name]) for name, levels in known.levels.items())
    obtained = tuple(_obtained(statement, respondents, rounding) for statement in known.statements)
    return Rebuilt(questions, obtained, known.set_aside, proved)


def _groups(known: Structure) -> Iterator[tuple[str, ...]]:
    for statement in known.statements:
        yield statement.questions
    for question, part in known.put_to.items():
        yield (question, part.question)


def _components(tables: Sequence[JointTable]) -> list[list[int]]:
    """Tables that have to be solved together: the trees of the forest."""
    root: dict[int, int] = {}
    for place in reversed(range(len(tables))):
        parent = tables[place].parent
        root[place] = place if parent is None else root[parent]
    return [[one for one in range(len(tables)) if root[one] == top] for top in sorted(set(root.values()))]


class _Programme:
    """The integer programme of one component: a variable per cell, and one per figure that says it is missed."""

    def __init__(
        self, known: Structure, tables: Sequence[JointTable], component: Sequence[int], n: int, rounding: str
    ) -> None:
        self.known, self.tables, self.component, self.n, self.rounding = known, tables, component, n, rounding
        self.cells = {place: _cells(known, tables[place]) for place in component}
        self.first: dict[int, int] = {}
        total = 0
        for place in component:
            self.first[place] = total
            total += len(self.cells[place])
        inside = {tables[place].question for place in component}
        self.statements = [one for one in known.statements if one.said.question in inside]
        self.missed = total
        self.distance = total + len(self.statements)
        self.variables = total + 2 * len(self.statements)
        self.rows: list[_Row] = []
        self.distances: list[_Row] = []

    def solve(self, seconds: float) -> tuple[dict[int, Counts], bool]:
        """The counts of each table, and whether they are proved to miss as few figures as possible.

        Then, among those, the counts that come nearest to the missed figures, in respondents.
        """
        for table in self.component:
            self._agree(table)
        for number, statement in enumerate(self.statements):
            self._hold(number, statement)
        cost = np.zeros(self.variables)
        # The first of two that contradict each other: all preferences together weigh less than one figure.
        share = 1 / (4 * max(1, len(self.statements)) ** 2)
        cost[self.missed : self.distance] = 1 + share * np.arange(len(self.statements), 0, -1)
        lower, upper = np.zeros(self.variables), np.full(self.variables, float(self.n))
        upper[self.missed : self.distance] = 1
        result = self._solved(cost, Bounds(lower, upper), self.rows, seconds)
        if result.x is None:
            text = gettext_noop("no made-up answers were found in %(seconds)s seconds")
            raise BadInput(Message(text, {"seconds": f"{seconds:g}"}))
        best, optimal = result.x, result.status == 0
        missed = np.rint(best[self.missed : self.distance])
        if missed.any():
            lower[self.missed : self.distance] = upper[self.missed : self.distance] = missed
            cost = np.zeros(self.variables)
            cost[self.distance :] = 1
            nearest = self._solved(cost, Bounds(lower, upper), self.rows + self.distances, seconds, gap=_NEAR_ENOUGH)
            best = best if nearest.x is None else nearest.x
        whole = np.rint(best).astype(np.int64)
        return {p: whole[self.first[p] : self.first[p] + len(self.cells[p])] for p in self.component}, optimal

    def _solved(
        self, cost: NDArray[np.float64], bounds: Bounds, rows: Sequence[_Row], seconds: float, gap: float = 0
    ) -> OptimizeResult:
        entries = [(row, column, value) for row, (line, _, _) in enumerate(rows) for column, value in line.items()]
        places, columns, values = zip(*entries, strict=True)
        matrix = coo_array((values, (places, columns)), shape=(len(rows), self.variables), dtype=float).tocsr()
        whole = np.ones(self.variables)
        whole[self.distance :] = 0
        return milp(
            cost,
            integrality=whole,
            bounds=bounds,
            constraints=LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows]),
            options={"time_limit": seconds, "mip_rel_gap": gap},
        )

    def _agree(self, place: int) -> None:
        """A table agrees with its parent on what they share; one without parent holds everybody."""
        table = self.tables[place]
        groups: dict[Answers, dict[int, int]] = {}
        for offset, one in enumerate(self.cells[place]):
            groups.setdefault(one[1:], {})[self.first[place] + offset] = 1
        if table.parent is None:
            self.rows += [(group, self.n, self.n) for group in groups.values()]
            return
        parent = self.tables[table.parent]
        picks = [parent.questions.index(question) for question in table.given]
        for offset, one in enumerate(self.cells[table.parent]):
            shared = tuple(one[pick] for pick in picks)
            groups.setdefault(shared, {})[self.first[table.parent] + offset] = -1
        self.rows += [(group, 0, 0) for group in groups.values()]

    def _hold(self, number: int, statement: Statement) -> None:
        """The figure holds, or its variable says that it is missed."""
        place = next(p for p in self.component if set(statement.questions) <= set(self.tables[p].questions))
        asked, said = [], []
        for offset, combination in enumerate(self.cells[place]):
            answers = dict(zip(self.tables[place].questions, combination, strict=True))
            if _in_group(statement, answers):
                asked.append(self.first[place] + offset)
                if answers[statement.said.question] in statement.said.answers:
                    said.append(self.first[place] + offset)
        missed = self.missed + number
        figure = statement.figure
        self.rows.append((dict.fromkeys(asked, 1) | {missed: 1}, 1, np.inf))
        if figure.n is not None:
            self.rows.append((dict.fromkeys(said, 1) | {missed: figure.n}, figure.n, np.inf))
            self.rows.append((dict.fromkeys(said, 1) | {missed: -self.n}, -np.inf, figure.n))
            self._measure(number, dict.fromkeys(said, 1), figure.n, 1)
        if figure.percent is not None:
            self._hold_percent(figure.percent, asked, said, missed)
            whole = 100 * 10**figure.percent.digits
            off = dict.fromkeys(asked, -figure.percent.units)
            for cell in said:
                off[cell] += whole
            self._measure(number, off, 0, whole)

    def _measure(self, number: int, off: dict[int, int], published: int, unit: int) -> None:
        """The distance of a figure, in respondents, is at least what the counts are above or below it."""
        self.distances.append((off | {self.distance + number: -unit}, -np.inf, published))
        self.distances.append((off | {self.distance + number: unit}, published, np.inf))

    def _hold_percent(self, percent: Percent, asked: list[int], said: list[int], missed: int) -> None:
        whole, units = 100 * 10**percent.digits, percent.units
        factor, low, high, open_end = 2 * whole, 2 * units - 1, 2 * units + 1, self.rounding != "nearest"
        if self.rounding == "down":
            factor, low, high = whole, units, units + 1
        least = dict.fromkeys(asked, -low)
        most = dict.fromkeys(asked, -high)
        for cell in said:
            least[cell] += factor
            most[cell] += factor
        end = -1 if open_end else 0
        self.rows.append((least | {missed: max(0, low) * self.n}, 0, np.inf))
        self.rows.append((most | {missed: end - max(0, factor - high) * self.n}, -np.inf, end))


def _cells(known: Structure, table: JointTable) -> list[Answers]:
    """All combinations of answers, without those where a question was asked that was not put to them."""
    found = []
    for cell in product(*(known.levels[question] for question in table.questions)):
        answers = dict(zip(table.questions, cell, strict=True))
        if all(_asked_rightly(known.put_to.get(question), answer, answers) for question, answer in answers.items()):
            found.append(cell)
    return found


def _asked_rightly(put_to: Part | None, answer: str, answers: Mapping[str, str]) -> bool:
    if put_to is None or put_to.question not in answers:
        return True
    return (answers[put_to.question] in put_to.answers) == (answer != NOT_ASKED)


def _in_group(statement: Statement, answers: Mapping[str, str]) -> bool:
    if answers[statement.said.question] == NOT_ASKED:
        return False
    return all(answers[part.question] in part.answers for part in statement.conditions)


def _deal_out(
    known: Structure, tables: Sequence[JointTable], counts: Mapping[int, Counts], n: int, chance: np.random.Generator
) -> dict[str, NDArray[np.str_]]:
    """An answer for everybody: each question inside the groups that are alike on what it hangs on."""
    given: dict[str, NDArray[np.str_]] = {}
    for place, table in reversed(list(enumerate(tables))):
        shares: dict[Answers, list[str]] = {}
        for cell, count in zip(_cells(known, table), counts[place].tolist(), strict=True):
            shares.setdefault(cell[1:], []).extend([cell[0]] * count)
        alike = list(zip(*(given[question].tolist() for question in table.given), strict=True)) or [()] * n
        members: dict[Answers, list[int]] = {}
        for person, group in enumerate(alike):
            members.setdefault(group, []).append(person)
        answers = np.empty(n, dtype=object)
        for group, people in members.items():
            answers[people] = chance.permutation(np.array(shares[group], dtype=object))
        given[table.question] = answers
    return given


def _question(name: str, levels: Sequence[str], answers: NDArray[np.str_]) -> Question:
    asked = tuple(level for level in levels if level != NOT_ASKED)
    codes = {level: code for code, level in enumerate(asked)}
    return Question(name, asked, np.array([codes.get(answer, MISSING) for answer in answers.tolist()], dtype=np.int32))


def _obtained(statement: Statement, respondents: Mapping[str, NDArray[np.str_]], rounding: str) -> Obtained:
    columns = zip(*(respondents[question].tolist() for question in statement.questions), strict=True)
    people = [dict(zip(statement.questions, row, strict=True)) for row in columns]
    group = [answers for answers in people if _in_group(statement, answers)]
    count = sum(answers[statement.said.question] in statement.said.answers for answers in group)
    low, high = statement.figure.counts(np.array([len(group)]), rounding)
    matches = bool(group) and bool(low[0] <= count <= high[0])
    return Obtained(statement.figure, count, len(group), matches)
