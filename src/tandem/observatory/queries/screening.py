"""Every pair of questions at once, from count matrices that add up over waves and networks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.answers import MultipleResponse, Question
from tandem.domain.survey.design import Design
from tandem.domain.survey.screening import Pair, State, screen, screen_state
from tandem.observatory.queries.answers import NETWORK, WAVE, Gathered

FEWEST_LEVELS, MOST_LEVELS = 2, 50
_KEPT = 60
_states: OrderedDict[tuple[object, ...], State] = OrderedDict()
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Columns:
    """The questions as screening takes them: a set is one column per item, and its pairs are left out."""

    questions: tuple[Question, ...]
    sets: tuple[tuple[str, ...], ...]
    of: dict[str, tuple[str, str]]


def columns(gathered: Gathered) -> Columns:
    found: list[Question] = []
    sets: list[tuple[str, ...]] = []
    of: dict[str, tuple[str, str]] = {}
    for name, question in gathered.questions.items():
        if name in (WAVE, NETWORK) and name not in gathered.items:
            continue
        if isinstance(question, MultipleResponse):
            names = tuple(f"{name}/{item}" for item in question.items)
            for place, (column, item) in enumerate(zip(names, question.items, strict=True)):
                codes = np.where(question.asked, question.ticked[:, place], -1).astype(np.int16)
                found.append(Question(column, ("no", "yes"), codes))
                of[column] = (name, item)
            sets.append(names)
        elif FEWEST_LEVELS <= len(question.levels) <= MOST_LEVELS:
            found.append(question)
            of[name] = (name, "")
    return Columns(tuple(found), tuple(sets), of)


def pairs(
    gathered: Gathered, key: tuple[object, ...], waves: Sequence[str], network: str, design: Design | None
) -> tuple[Columns, list[Pair]]:
    """All pairs for these waves and this network. `key` says which answers `gathered` holds.

    Without weights nobody's answers are looked at again for another choice: the counts of each wave and
    network are kept and added. With weights they are.
    """
    there = columns(gathered)
    if design is not None:
        here = _mask(gathered, waves, network)
        chosen = [Question(one.name, one.levels, one.codes[here]) for one in there.questions]
        return there, screen(chosen, design.weights[here], there.sets)
    if WAVE in gathered.items:  # the form asks a question of this name: answers cannot be told apart by wave
        waves = waves[:1]
    states = [_state(gathered, there, (*key, wave, network), wave, network) for wave in waves]
    return there, screen_state(reduce(add, states), there.sets) if there.questions else []


def _state(gathered: Gathered, there: Columns, key: tuple[object, ...], wave: str, network: str) -> State:
    if key not in _states:
        here = _mask(gathered, [wave], network)
        _states[key] = State.of([Question(one.name, one.levels, one.codes[here]) for one in there.questions])
        while len(_states) > _KEPT:
            _states.popitem(last=False)
    _states.move_to_end(key)
    return _states[key]


def _mask(gathered: Gathered, waves: Sequence[str], network: str) -> Mask:
    here = np.ones(gathered.n, dtype=bool)
    of_wave = gathered.questions.get(WAVE)
    if isinstance(of_wave, Question) and WAVE not in gathered.items:
        here &= np.isin(of_wave.codes, [of_wave.levels.index(wave) for wave in waves])
    of_network = gathered.questions.get(NETWORK)
    if network and isinstance(of_network, Question) and network in of_network.levels:
        here &= of_network.codes == of_network.levels.index(network)
    return here
