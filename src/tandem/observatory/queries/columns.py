"""The answers of one wave as columns of codes: from the rows, or as they are kept for large waves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.answers import MISSING, MultipleResponse, Question, level_order
from tandem.domain.survey.questionnaire import ABSENCES, NOT_ASKED, NUMBER, ONE, SEVERAL, TEXT, Item
from tandem.observatory.models import Column, Response, Wave
from tandem.observatory.queries import questionnaire

#: The column of each wave that says through which network an answer came; no question begins with this sign.
OF_NETWORK = "~network"
_ROWS_AT_ONCE = 10_000
#: What is kept of an absence: −1 for the first of `ABSENCES`, −2 for the second, and so on. Answers are 0 and more.
_CODE_OF_ABSENCE = {absence: -1 - place for place, absence in enumerate(ABSENCES)}

Codes = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class Coded:
    """One question of one wave. `codes` are places in `levels`, or below 0 the absences.

    For several answers a level is one combination of `items`: a row of `combinations`.
    """

    kind: str
    levels: tuple[str, ...]
    codes: Codes
    items: tuple[str, ...] = ()
    combinations: NDArray[np.bool_] | None = None

    @property
    def why(self) -> NDArray[np.int8]:
        """The place in `ABSENCES` of who gave no answer, −1 for the others."""
        return np.where(self.codes < 0, -1 - self.codes, -1).astype(np.int8)


class OfWave(Protocol):
    """The columns of one wave by the names of its questions."""

    @property
    def n(self) -> int: ...

    def column(self, name: str) -> Coded | None: ...


def columns_of(waves: Sequence[Wave]) -> list[OfWave]:
    """The columns of each wave: those that are kept, else read from its rows."""
    return [Kept(wave) if wave.columned == wave.answers and wave.answers else Read(wave) for wave in waves]


class Read:
    """Columns made from the rows of a wave, all at once."""

    def __init__(self, wave: Wave) -> None:
        self.made = coded_columns(wave)
        self.n = len(self.made[OF_NETWORK].codes)

    def column(self, name: str) -> Coded | None:
        return self.made.get(name)


class Kept:
    """Columns that `actions.columns` kept, each fetched when it is asked for."""

    def __init__(self, wave: Wave) -> None:
        self.wave, self.n = wave, wave.answers

    @cached_property
    def names(self) -> set[str]:
        return set(self.wave.columns.values_list("name", flat=True))

    def column(self, name: str) -> Coded | None:
        if name not in self.names:
            return None
        kept = Column.objects.get(wave=self.wave, name=name)
        said = kept.about
        codes: Codes = np.frombuffer(bytes(kept.codes), dtype=said["type"])
        combinations = None
        if said["kind"] == SEVERAL:
            shape = (len(said["levels"]), len(said["items"]))
            combinations = np.zeros(shape, dtype=bool)
            for row, level in enumerate(said["levels"]):
                combinations[row, [said["items"].index(one) for one in level.split()]] = True
        return Coded(said["kind"], tuple(said["levels"]), codes, tuple(said["items"]), combinations)


def coded_columns(wave: Wave) -> dict[str, Coded]:
    """Every question of a wave, its answers read once from top to bottom, a few thousand rows at a time."""
    items = questionnaire(wave.version).items
    coders = {item.name: _Coder(item) for item in items}
    networks, names = _Coder(Item(OF_NETWORK, TEXT, {}, {})), tuple(coders)
    rows = iter(
        Response.objects.filter(wave=wave)
        .order_by("pk")
        .values_list("network_id", "answers")
        .iterator(chunk_size=_ROWS_AT_ONCE)
    )
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        networks.add([str(network or "") for network, _answers in batch])
        for coder, given in zip(coders.values(), _turned([answers for _network, answers in batch], names), strict=True):
            coder.add(given)
    return {OF_NETWORK: networks.done(), **{name: coder.done() for name, coder in coders.items()}}


def _turned(rows: Sequence[Mapping[str, Any]], names: tuple[str, ...]) -> Iterable[Sequence[Any]]:
    """Rows as columns; quick where every row has every question, as the rows of one version do."""
    if len(names) > 1:
        try:
            return zip(*map(itemgetter(*names), rows), strict=True)
        except KeyError:
            pass
    return [[row.get(name, NOT_ASKED) for row in rows] for name in names]


class _Coder(dict[str, int]):
    """What was given to one question, as codes in the order of the form, else of first appearance."""

    def __init__(self, item: Item) -> None:
        super().__init__(_CODE_OF_ABSENCE)
        self.item = item
        self.labels: list[str] = []
        self[""] = _CODE_OF_ABSENCE[ABSENCES[0]]
        self.parts: list[Codes] = []
        for code in item.codes if item.kind == ONE else ():
            self[code]

    def __missing__(self, label: str) -> int:
        if self.item.kind == TEXT and self.item.name != OF_NETWORK:
            return 0  # a free text is never kept as a level: only that it is there
        self[label] = code = len(self.labels)
        self.labels.append(label)
        return code

    def add(self, given: Sequence[Any]) -> None:
        if self.item.kind == SEVERAL:
            # What is no list is an absence. Nothing ticked is an answer of its own, named by a blank.
            given = [" ".join(one) or " " if isinstance(one, list) else _absence(one) for one in given]
        try:
            codes = np.fromiter(map(self.__getitem__, given), dtype=np.int32, count=len(given))
        except TypeError:  # a list, from when the question took several answers
            only = [one if isinstance(one, str) else "" for one in given]
            codes = np.fromiter(map(self.__getitem__, only), dtype=np.int32, count=len(only))
        self.parts.append(_narrowed(codes, len(self.labels)))

    def done(self) -> Coded:
        codes = np.concatenate(self.parts) if self.parts else np.zeros(0, np.int8)
        if self.item.kind == SEVERAL:
            known = self.item.codes
            combinations = np.array(
                [[item in label.split() for item in known] for label in self.labels], dtype=bool
            ).reshape(len(self.labels), len(known))
            levels = tuple(" ".join(np.array(known, dtype=object)[row]) for row in combinations)
            return Coded(SEVERAL, levels, codes, known, combinations)
        if self.item.kind == NUMBER:
            order = level_order(self.labels)
            codes = _recoded(codes, np.argsort(order)) if order else codes
            return Coded(NUMBER, tuple(self.labels[place] for place in order), codes)
        return Coded(self.item.kind, tuple(self.labels), codes)


def _absence(given: Any) -> str:
    return given if isinstance(given, str) and given in _CODE_OF_ABSENCE else ""


def _narrowed(codes: Codes, levels: int) -> Codes:
    return codes.astype(np.int8 if levels < 127 else np.int16 if levels < 32_767 else np.int32)


def _recoded(codes: Codes, new: NDArray[np.intp]) -> Codes:
    """Each code in the place that `new` gives it; absences stay what they are."""
    found = np.where(codes >= 0, new[np.maximum(codes, 0)], codes)
    return _narrowed(found, int(new.max(initial=0)) + 1)


def together(item: Item, parts: Sequence[tuple[int, Coded | None]]) -> Question | MultipleResponse:
    """One question over several waves: `parts` are (answers of the wave, its column); the newest wording is `item`."""
    if item.kind == SEVERAL:
        known = item.codes
        ticked = np.zeros((sum(n for n, _coded in parts), len(known)), dtype=bool)
        asked = np.zeros(len(ticked), dtype=bool)
        at = 0
        for n, coded in parts:
            if coded is not None and coded.combinations is not None:
                here = coded.codes >= 0
                asked[at : at + n] = here
                for place, name in enumerate(known):
                    if name in coded.items:
                        of_level = np.append(coded.combinations[:, coded.items.index(name)], False)
                        ticked[at : at + n, place] = of_level[np.maximum(coded.codes, -1)]
            at += n
        return MultipleResponse(item.name, known, ticked, asked)
    labels = dict.fromkeys(item.codes if item.kind == ONE else ())
    for _n, coded in parts:
        labels |= dict.fromkeys(coded.levels if coded is not None and coded.kind != SEVERAL else ())
    levels = tuple(labels)
    if item.kind == NUMBER:
        levels = tuple(levels[place] for place in level_order(levels))
    return Question(item.name, levels, np.concatenate([_placed(n, coded, levels) for n, coded in parts]))


def _placed(n: int, coded: Coded | None, levels: tuple[str, ...]) -> Codes:
    if coded is None or coded.kind in (SEVERAL, TEXT):
        return np.full(n, MISSING, dtype=np.int8)
    if coded.levels == levels[: len(coded.levels)]:
        return np.maximum(coded.codes, MISSING)
    place = {level: number for number, level in enumerate(levels)}
    new = np.array([*(place[level] for level in coded.levels), MISSING])
    return _narrowed(new[np.maximum(coded.codes, MISSING)], len(levels))


def network_codes(parts: Sequence[tuple[int, Coded | None]]) -> Question:
    """Through which network each answer came, by its key; networks are not put together here."""
    labels: Mapping[str, None] = {}
    for _n, coded in parts:
        labels = {**labels, **dict.fromkeys(coded.levels if coded else ())}
    found = [
        _placed(n, None if coded is None else Coded(ONE, coded.levels, coded.codes), tuple(labels))
        for n, coded in parts
    ]
    return Question(OF_NETWORK, tuple(labels), np.concatenate(found) if found else np.zeros(0, np.int8))
