"""Tables of the answers, as rows of words and numbers that a page prints. Every number comes from `domain/survey`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from tandem.domain.survey.answers import MultipleResponse, Question
from tandem.domain.survey.crosstable import CrossTable, cross_table
from tandem.domain.survey.design import Design
from tandem.domain.survey.frequencies import frequencies
from tandem.domain.survey.kinds_of_test import (
    INDEPENDENCE,
    KINDS,
    ORDER,
    PAIRED,
    Test,
    broken_series,
    order_test,
    paired_test,
    trend_test,
)
from tandem.domain.survey.nets import column_letters, letters_of, nested, percent_of_responses, top_box
from tandem.domain.survey.questionnaire import ABSENCES
from tandem.observatory.queries.answers import NETWORK, OTHERS, UNPUBLISHED, WAVE, Gathered

SHOWN = ("columns", "rows", "total", "residuals")
QUESTIONS_A_PAGE = 15
MOST_BREAKS = 3


class Voice:
    """How questions and answers are called on the page."""

    def __init__(self, gathered: Gathered, language: str) -> None:
        self.gathered, self.language = gathered, language

    def question(self, name: str) -> str:
        item = self.gathered.items.get(name)
        if item is None:
            return {WAVE: _("Wave"), NETWORK: _("Network")}.get(name, name)
        return self._in(item.words)

    def level(self, name: str, level: str) -> str:
        item = self.gathered.items.get(name)
        if item is None and name == NETWORK:
            return _("other small networks") if level == OTHERS else self.gathered.networks[level]
        words = next((choice.words for choice in item.choices if choice.code == level), None) if item else None
        return self._in(words) if words else level

    def _in(self, words: Mapping[str, str]) -> str:
        return words.get(self.language) or words.get("") or next(iter(words.values()), "")


@dataclass(frozen=True)
class Wish:
    """What the address asks for; names that are not there are left out."""

    rows: str
    columns: tuple[str, ...]
    shown: str
    top: int
    nest: bool
    kind: str = INDEPENDENCE

    @classmethod
    def of(cls, said: QueryDict, gathered: Gathered, names: list[str]) -> Wish:
        breaks = [name for name in names if isinstance(gathered.questions[name], Question)]
        columns = tuple(dict.fromkeys(name for name in said.getlist("columns") if name in breaks))[:MOST_BREAKS]
        rows = said.get("rows", "")
        shown = said.get("shown", "")
        return cls(
            rows if rows in names else "",
            columns,
            shown if shown in SHOWN else "columns",
            2 if said.get("top") == "2" else 0,
            said.get("nest") == "yes" and len(columns) == 2,
            said.get("test", "") if said.get("test") in KINDS else INDEPENDENCE,
        )


def page_of(names: list[str], number: str) -> list[str]:
    return list(Paginator(names, QUESTIONS_A_PAGE).get_page(number).object_list)


def pages_of(names: list[str], number: str, said: QueryDict) -> dict[str, Any]:
    page = Paginator(names, QUESTIONS_A_PAGE).get_page(number)

    def address(place: int) -> str:
        parameters = said.copy()
        parameters["page"] = str(place)
        return f"?{parameters.urlencode()}"

    return {
        "has_other_pages": page.has_other_pages(),
        "number": page.number,
        "total": page.paginator.num_pages,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


def frequency(
    gathered: Gathered, name: str, design: Design | None, voice: Voice, *, sure: bool = True
) -> dict[str, Any]:
    """The answers to one question, with why the others gave none; not `sure`, without intervals, and
    without what was not published."""
    question = gathered.questions[name]
    weights = None if design is None else design.weights
    found, people = frequencies(question, weights), frequencies(question)
    counts = {line.level: line.count for line in people.levels}
    absences = gathered.absences.get(name, {})
    several = isinstance(question, MultipleResponse)
    of_responses = percent_of_responses(question, weights) if isinstance(question, MultipleResponse) else None
    names = question.items if isinstance(question, MultipleResponse) else ()
    return {
        "name": name,
        "question": voice.question(name),
        "base": found.base,
        "asked": gathered.n - absences.get(ABSENCES[1], 0),
        "effective": found.n_effective,
        "several": several,
        "absences": [(absence, count) for absence, count in absences.items() if count],
        "lines": [
            {
                "label": voice.level(name, line.level),
                "count": None if _is_unpublished(line.level, sure) else counts.get(line.level, 0),
                "percent": None if _is_unpublished(line.level, sure) else line.percent,
                "low": line.low if sure else None,
                "high": line.high,
                "responses": of_responses[names.index(line.level)] if of_responses is not None else None,
            }
            for line in found.levels
        ],
    }


def _is_unpublished(level: str, sure: bool) -> bool:
    return level == UNPUBLISHED and not sure


@dataclass(frozen=True)
class _Break:
    name: str
    label: str
    question: Question
    table: CrossTable
    people: CrossTable
    letters: list[list[str]] | None
    effective: NDArray[np.float64]


def cross(gathered: Gathered, wish: Wish, design: Design | None, voice: Voice) -> dict[str, Any]:
    """One question against several, each with its bases, letters and test."""
    rows = gathered.questions[wish.rows]
    labels = {level: voice.level(wish.rows, level) for level in _levels(rows)}
    if wish.top and isinstance(rows, Question) and len(rows.levels) > wish.top:
        named = replace(rows, levels=tuple(labels[level] for level in rows.levels))
        rows = top_box(named, wish.top)
        labels = {level: level for level in rows.levels}
    breaks = [_break(rows, *one, design) for one in _breaks(gathered, wish, voice)]
    there = [level for level in _levels(rows) if any(level in one.table.row_levels for one in breaks)]
    return {
        "question": voice.question(wish.rows),
        "breaks": [
            {
                "label": one.label,
                "columns": [
                    {"label": level, "letter": letters_of(place)} for place, level in enumerate(one.table.column_levels)
                ],
                "test": test_of(one.table),
                "further": _further(gathered, rows, one, wish, design),
                "warnings": one.table.warnings,
                "n": one.table.n,
                "n_missing": one.table.n_missing,
                "effective": one.table.n_effective,
            }
            for one in breaks
        ],
        "rows": [
            {"label": labels[level], "cells": [c for one in breaks for c in _cells(one, level, wish)]}
            for level in there
        ],
        "bases": [int(base) for one in breaks for base in _bases(one.people, rows, one.question)],
        "effective": [float(n) for one in breaks for n in one.effective] if design is not None else None,
        "several": isinstance(rows, MultipleResponse),
        "shown": wish.shown,
        "kind": wish.kind,
        "width": sum(len(one.table.column_levels) for one in breaks),
    }


def _levels(question: Question | MultipleResponse) -> tuple[str, ...]:
    return question.levels if isinstance(question, Question) else question.items


def _breaks(gathered: Gathered, wish: Wish, voice: Voice) -> list[tuple[str, str, Question]]:
    found = []
    for name in wish.columns:
        question = gathered.questions[name]
        assert isinstance(question, Question)
        spoken = replace(question, levels=tuple(voice.level(name, level) for level in question.levels))
        found.append((name, voice.question(name), spoken))
    if wish.nest:
        (first, a, outer), (second, b, inner) = found
        return [(f"{first} {second}", f"{a} × {b}", nested(outer, inner))]
    return found


def _break(
    rows: Question | MultipleResponse, name: str, label: str, question: Question, design: Design | None
) -> _Break:
    table = cross_table(rows, question, design)
    people = table if design is None else cross_table(rows, question, None, draws=1)
    effective = _effective(rows, question, table, people, design)
    letters = None
    if len(table.column_levels) > 1 and not np.isnan(table.column_percent).any():
        letters = column_letters(table.column_percent / 100, effective)
    return _Break(name, label, question, table, people, letters, effective)


def _bases(people: CrossTable, rows: Question | MultipleResponse, columns: Question) -> NDArray[np.intp]:
    """How many people each column of the table is about."""
    if isinstance(rows, Question):
        return np.asarray(people.counts.sum(axis=0), dtype=np.intp)
    asked = np.bincount(np.where(rows.asked, columns.codes, -1) + 1, minlength=len(columns.levels) + 1)[1:]
    return np.asarray(asked[[columns.levels.index(level) for level in people.column_levels]], dtype=np.intp)


def _effective(
    rows: Question | MultipleResponse, columns: Question, table: CrossTable, people: CrossTable, design: Design | None
) -> NDArray[np.float64]:
    """The base of each column, as good as so many equal answers: (Σw)²/Σw²."""
    if design is None:
        return np.asarray(_bases(people, rows, columns), dtype=float)
    answered = rows.codes >= 0 if isinstance(rows, Question) else rows.asked
    place = np.where(answered, columns.codes, -1) + 1
    sums, squares = (
        np.bincount(place, weights=weights, minlength=len(columns.levels) + 1)[1:]
        for weights in (design.weights, design.weights**2)
    )
    there = [columns.levels.index(level) for level in table.column_levels]
    return np.divide(sums**2, squares, out=np.zeros(len(sums)), where=squares > 0)[there]


def _cells(one: _Break, level: str, wish: Wish) -> list[dict[str, Any]]:
    table = one.table
    if level not in table.row_levels:
        return [{"percent": 0.0, "count": 0, "letters": ""} for _level in table.column_levels]
    place = table.row_levels.index(level)
    percents = {"rows": table.row_percent, "total": table.total_percent}.get(wish.shown, table.column_percent)
    residuals = table.adjusted_residuals if wish.shown == "residuals" else None
    return [
        {
            "percent": None if np.isnan(percents[place, column]) else float(percents[place, column]),
            "count": int(one.people.counts[place, column]),
            "residual": float(residuals[place, column]) if residuals is not None else None,
            "letters": one.letters[place][column] if one.letters else "",
        }
        for column in range(len(table.column_levels))
    ]


def _further(
    gathered: Gathered, rows: Question | MultipleResponse, one: _Break, wish: Wish, design: Design | None
) -> Test | None:
    """The other test that was asked for; None when none was, or none can be."""
    if wish.kind == INDEPENDENCE or not isinstance(rows, Question):
        return None
    if wish.kind == ORDER:
        return order_test(rows, one.question, design)
    if wish.kind == PAIRED:
        first, second = gathered.questions[wish.rows], gathered.questions.get(one.name)
        two = isinstance(first, Question) and isinstance(second, Question)
        return paired_test(first, second, design) if two else None  # type: ignore[arg-type]
    return trend_of(gathered, wish.rows, rows, one.name, one.question, design)


def trend_of(
    gathered: Gathered, name: str, rows: Question, of_columns: str, columns: Question, design: Design | None
) -> Test:
    """The trend of an answer along waves (their first days), years or other numbers; none where its series breaks."""
    if of_columns != WAVE or WAVE in gathered.items:
        return trend_test(rows, columns, None, design)
    if any(change.question == name and change.kind not in ("new", "gone") for change in gathered.broken):
        return broken_series(rows, columns)
    return trend_test(rows, columns, [float(wave.opens.toordinal()) for wave in gathered.waves], design)


def test_of(table: CrossTable) -> dict[str, Any] | None:
    """The test to believe and those beside it; None where there is nothing to test."""
    tests = table.tests
    if tests is None or tests.verdict is None:
        return None
    believed = {"pearson": tests.pearson, "fisher": tests.fisher, "rao_scott": tests.rao_scott}[tests.verdict]
    assert believed is not None
    return {
        "verdict": tests.verdict,
        "p": believed.p,
        "cramers_v": tests.cramers_v,
        "pearson": tests.pearson,
        "yates": tests.yates,
        "likelihood_ratio": tests.likelihood_ratio,
        "fisher": tests.fisher,
        "rao_scott": tests.rao_scott,
    }
