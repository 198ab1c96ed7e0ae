"""The answers of some waves as columns, kept in memory while nothing new comes in."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MISSING, MultipleResponse, Question
from tandem.domain.survey.design import Design, complex_design, independent_design
from tandem.domain.survey.nets import nested
from tandem.domain.survey.pooling import pooled
from tandem.domain.survey.questionnaire import ABSENCES, NOT_ASKED, ONE, TEXT, Change, Item, changes
from tandem.domain.survey.raking import Raked, margin, rake
from tandem.observatory.models import Survey, Wave
from tandem.observatory.queries import questionnaire
from tandem.observatory.queries.columns import OF_NETWORK, Coded, columns_of, network_codes, together

#: Columns of every survey beside its questions.
WAVE, NETWORK = "wave", "network"
OTHERS = "~others"
#: In answers rebuilt from figures, the code of what was not published: it has no share of its own.
UNPUBLISHED = "not_published"
_KEPT = 6

Numbers = NDArray[np.float64]
T = TypeVar("T")


class _Lazy(Mapping[str, T]):
    """Values by name, each made when it is first asked for."""

    def __init__(self, names: Sequence[str], make: Callable[[str], T]) -> None:
        self._names, self._make = dict.fromkeys(names), make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Gathered:
    """The answers of some waves. `absences` counts, per question, why there is no answer; texts are left out of
    tables; `broken` says which questions were asked otherwise in one of the waves. `came_through` holds the
    networks one by one: for variances only, what is shown puts small ones together."""

    waves: tuple[Wave, ...]
    n: int
    items: Mapping[str, Item]
    questions: Mapping[str, Question | MultipleResponse]
    absences: Mapping[str, Mapping[str, int]]
    why: Mapping[str, NDArray[np.int8]]
    broken: tuple[Change, ...]
    networks: Mapping[str, str]
    pooled_networks: tuple[str, ...]
    came_through: Question
    of_wave: Question


_gathered: OrderedDict[tuple[object, ...], Gathered] = OrderedDict()
_raked: OrderedDict[tuple[object, ...], Raked] = OrderedDict()


def key_of(survey: Survey, waves: Sequence[Wave]) -> tuple[object, ...]:
    """Says which answers there are: it changes when one comes in."""
    return (survey.pk, survey.created, *((wave.pk, wave.answers) for wave in waves))


def gather(survey: Survey, waves: Sequence[Wave]) -> Gathered:
    """The answers of these waves (of `queries.waves`)."""
    key = key_of(survey, waves)
    if key not in _gathered:
        _gathered[key] = _together(waves)
        while len(_gathered) > _KEPT:
            _gathered.popitem(last=False)
    _gathered.move_to_end(key)
    return _gathered[key]


def _together(waves: Sequence[Wave]) -> Gathered:
    items = _items(waves)
    sources = columns_of(waves)
    sizes = [source.n for source in sources]
    of_wave = Question(
        WAVE, tuple(wave.name for wave in waves), np.repeat(np.arange(len(waves), dtype=np.int16), sizes)
    )
    parts: Mapping[str, list[tuple[int, Coded | None]]] = _Lazy(
        [*items, OF_NETWORK], lambda name: [(source.n, source.column(name)) for source in sources]
    )
    came_through = network_codes(parts[OF_NETWORK])
    made: dict[str, Question] = {}
    if WAVE not in items:
        made[WAVE] = of_wave
    networks = {str(one.pk): one.name for wave in waves for one in wave.networks.all()}
    pooled_network, others = _pooled(came_through, networks)
    if NETWORK not in items and networks:
        made[NETWORK] = pooled_network
    names = [name for name, item in items.items() if item.kind != TEXT]
    why = _Lazy(list(items), lambda name: np.concatenate([_why(n, coded) for n, coded in parts[name]]))
    return Gathered(
        waves=tuple(waves),
        n=sum(sizes),
        items=items,
        questions=_Lazy([*names, *made], lambda name: made.get(name) or together(items[name], parts[name])),
        absences=_Lazy(list(items), lambda name: _counted(why[name])),
        why=why,
        broken=_broken(waves),
        networks=networks,
        pooled_networks=tuple(networks[one] for one in others),
        came_through=came_through,
        of_wave=of_wave,
    )


def _counted(why: NDArray[np.int8]) -> dict[str, int]:
    there = np.bincount(why[why >= 0], minlength=len(ABSENCES))
    return {absence: int(count) for absence, count in zip(ABSENCES, there, strict=True)}


def _why(n: int, coded: Coded | None) -> NDArray[np.int8]:
    return np.full(n, ABSENCES.index(NOT_ASKED), dtype=np.int8) if coded is None else coded.why


def _pooled(came_through: Question, networks: Mapping[str, str]) -> tuple[Question, tuple[str, ...]]:
    """The networks with those that are too small put together, and which these are."""
    codes = came_through.codes
    counts = np.bincount(codes[codes >= 0], minlength=len(came_through.levels))
    there = {name: int(count) for name, count in zip(came_through.levels, counts, strict=True) if count}
    kept, others = pooled(Counter(there))
    levels = (*(one for one in networks if one in kept), *((OTHERS,) if others else ()))
    place = {level: number for number, level in enumerate(levels)}
    places = (place.get(OTHERS if one in others else one, MISSING) for one in came_through.levels)
    new = np.array([*places, MISSING], dtype=np.int16)
    return Question(NETWORK, levels, new[codes]), tuple(others)


def _items(waves: Sequence[Wave]) -> dict[str, Item]:
    """Each question as the newest of these waves words it, earlier ones that went after them."""
    items: dict[str, Item] = {}
    for wave in sorted(waves, key=lambda wave: -wave.version.number):
        for item in questionnaire(wave.version).items:
            items.setdefault(item.name, item)
    return items


def _broken(waves: Sequence[Wave]) -> tuple[Change, ...]:
    versions = sorted({wave.version for wave in waves}, key=lambda version: version.number)
    found: dict[Change, None] = {}
    for before, after in pairwise(versions):
        found |= dict.fromkeys(changes(questionnaire(before), questionnaire(after)))
    return tuple(found)


def of_table(gathered: Gathered) -> list[str]:
    """The questions that can stand in a table, in the order of the form, then wave and network."""
    return [
        name
        for name, question in gathered.questions.items()
        if isinstance(question, MultipleResponse) or 0 < len(question.levels) <= 250
    ]


def can_be_margin(gathered: Gathered) -> list[str]:
    return [name for name, item in gathered.items.items() if item.kind == ONE]


def raked(survey: Survey, gathered: Gathered) -> Raked | None:
    """The weights that bring these answers to the survey's margins; None when it has no margins.

    Those who did not answer a margin question keep a level of their own, with the share they have.
    Errors: `BadInput` for a margin that cannot be reached.
    """
    if not survey.margins or not gathered.n:
        return None
    margins = json.dumps([survey.margins, survey.trim_low, survey.trim_high], sort_keys=True)
    key = (key_of(survey, gathered.waves), margins)
    if key not in _raked:
        _raked[key] = _rake(survey, gathered)
        while len(_raked) > _KEPT:
            _raked.popitem(last=False)
    _raked.move_to_end(key)
    return _raked[key]


def _rake(survey: Survey, gathered: Gathered) -> Raked:
    trim = None if survey.trim_low is None or survey.trim_high is None else (survey.trim_low, survey.trim_high)
    wanted = []
    for name, targets in survey.margins.items():
        question = gathered.questions[name]
        assert isinstance(question, Question)
        wanted.append(margin(question, targets, missing_own_level=True))
    return rake(wanted, trim=trim)


def is_drawn(survey: Survey) -> bool:
    """Whether somebody said how the sample was drawn: strata, clusters or the size of the population."""
    return any(survey.design.get(key) for key in ("strata", "clusters", "population"))


def design_of(survey: Survey, gathered: Gathered, weights: Numbers | None = None) -> Design | None:
    """How the sample was drawn, as `survey.design` says; None for equal weights and nothing said.

    Waves are drawn apart: each is a stratum of its own beside the strata that are named.
    Errors: `BadInput` for a design that no variance can be estimated from, a question that is not asked any more.
    """
    said = survey.design
    if not is_drawn(survey):
        return None if weights is None else independent_design(weights)
    strata = _drawn_by(gathered, said["strata"]) if said.get("strata") else None
    clusters = _drawn_by(gathered, said["clusters"]) if said.get("clusters") else None
    population = None
    if said.get("population"):
        population = ("population", _population(said["population"], strata, gathered.n))
    if len(gathered.waves) > 1:
        strata = gathered.of_wave if strata is None else nested(gathered.of_wave, strata)
    weighted = None if weights is None else ("weight", weights)
    return complex_design(gathered.n, weighted, strata, clusters, population)


def _drawn_by(gathered: Gathered, name: str) -> Question:
    if name == NETWORK and NETWORK not in gathered.items:
        return gathered.came_through
    question = gathered.questions.get(name)
    if not isinstance(question, Question):
        text = gettext_noop("the question %(name)s of the sample’s design is not asked any more")
        raise BadInput(Message(text, {"name": name}))
    return question


def _population(said: Mapping[str, float], strata: Question | None, n: int) -> Numbers:
    if strata is None:
        return np.full(n, float(said[""]))
    absent = next((level for level in strata.levels if level not in said), None)
    if absent is not None and (strata.codes == strata.levels.index(absent)).any():
        text = gettext_noop("nobody said how many there are in the stratum %(stratum)s")
        raise BadInput(Message(text, {"stratum": absent}))
    sizes = np.array([*(float(said.get(level, 0)) for level in strata.levels), 0.0])
    return np.asarray(sizes[strata.codes])
