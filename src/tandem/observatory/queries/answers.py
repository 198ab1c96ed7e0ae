"""The answers of some waves as columns, kept in memory while nothing new comes in."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.answers import MISSING, MultipleResponse, Question, question_from_labels
from tandem.domain.survey.design import Design, independent_design
from tandem.domain.survey.pooling import pooled
from tandem.domain.survey.questionnaire import ABSENCES, NUMBER, ONE, SEVERAL, TEXT, Change, Item, changes
from tandem.domain.survey.raking import Raked, margin, rake
from tandem.observatory.models import Response, Survey, Wave
from tandem.observatory.queries import questionnaire

#: Columns of every survey beside its questions.
WAVE, NETWORK = "wave", "network"
OTHERS = "~others"
_KEPT = 6

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Gathered:
    """The answers of some waves. `absences` counts, per question, why there is no answer; `texts` are left out of
    tables; `broken` says which questions were asked otherwise in one of the waves."""

    waves: tuple[Wave, ...]
    n: int
    items: Mapping[str, Item]
    questions: Mapping[str, Question | MultipleResponse]
    absences: Mapping[str, Mapping[str, int]]
    why: Mapping[str, NDArray[np.int8]]
    broken: tuple[Change, ...]
    networks: Mapping[str, str]
    pooled_networks: tuple[str, ...]


_gathered: OrderedDict[tuple[object, ...], Gathered] = OrderedDict()


def gather(survey: Survey, waves: Sequence[Wave]) -> Gathered:
    """The answers of these waves (of `queries.waves`, which counts them)."""
    key = (survey.created, *((wave.pk, wave.answers) for wave in waves))  # type: ignore[attr-defined]
    if key not in _gathered:
        _gathered[key] = _read(waves)
        while len(_gathered) > _KEPT:
            _gathered.popitem(last=False)
    _gathered.move_to_end(key)
    return _gathered[key]


def _read(waves: Sequence[Wave]) -> Gathered:
    items = _items(waves)
    of_item: dict[str, list[object]] = {name: [] for name in items}
    of_wave: list[str] = []
    of_network: list[str] = []
    names = {wave.pk: wave.name for wave in waves}
    rows = Response.objects.filter(wave__in=[wave.pk for wave in waves]).order_by("wave_id", "pk")
    for wave, network, answers in rows.values_list("wave_id", "network_id", "answers").iterator(chunk_size=2000):
        of_wave.append(names[wave])
        of_network.append(str(network or ""))
        for name, column in of_item.items():
            column.append(answers.get(name, "~not-asked"))
    n = len(of_wave)
    questions: dict[str, Question | MultipleResponse] = {
        name: _column(item, of_item[name]) for name, item in items.items() if item.kind != TEXT
    }
    networks = {str(one.pk): one.name for wave in waves for one in wave.networks.all()}
    kept, others = pooled(Counter(network for network in of_network if network))
    if WAVE not in items:
        questions[WAVE] = _labelled(WAVE, tuple(wave.name for wave in waves), of_wave)
    if NETWORK not in items and networks:
        levels = (*(one for one in networks if one in kept), *((OTHERS,) if others else ()))
        questions[NETWORK] = _labelled(NETWORK, levels, [OTHERS if one in others else one for one in of_network])
    why = {name: _why(column) for name, column in of_item.items()}
    absences = {
        name: {absence: int(np.count_nonzero(places == place)) for place, absence in enumerate(ABSENCES)}
        for name, places in why.items()
    }
    return Gathered(
        waves=tuple(waves),
        n=n,
        items=items,
        questions=questions,
        absences=absences,
        why=why,
        broken=_broken(waves),
        networks=networks,
        pooled_networks=tuple(networks[one] for one in others),
    )


def _why(column: Sequence[object]) -> NDArray[np.int8]:
    """The place in `ABSENCES` of who gave no answer, −1 for the others."""
    place = {absence: number for number, absence in enumerate(ABSENCES)}
    found = (place.get(given, -1) if isinstance(given, str) else -1 for given in column)
    return np.fromiter(found, dtype=np.int8, count=len(column))


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


def _column(item: Item, given: Sequence[object]) -> Question | MultipleResponse:
    if item.kind == SEVERAL:
        place = {code: number for number, code in enumerate(item.codes)}
        ticked = np.zeros((len(given), len(place)), dtype=bool)
        asked = np.zeros(len(given), dtype=bool)
        for row, codes in enumerate(given):
            if isinstance(codes, list):
                asked[row] = True
                ticked[row, [place[code] for code in codes if code in place]] = True
        return MultipleResponse(item.name, item.codes, ticked, asked)
    texts = [one if isinstance(one, str) and one not in ABSENCES else "" for one in given]
    if item.kind == NUMBER:
        return question_from_labels(item.name, texts)
    levels = (*item.codes, *(code for code in dict.fromkeys(texts) if code and code not in item.codes))
    return _labelled(item.name, levels, texts)


def _labelled(name: str, levels: tuple[str, ...], given: Sequence[str]) -> Question:
    place = {level: number for number, level in enumerate(levels)}
    codes = np.fromiter((place.get(one, MISSING) for one in given), dtype=np.int16, count=len(given))
    return Question(name, levels, codes)


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
    trim = None if survey.trim_low is None or survey.trim_high is None else (survey.trim_low, survey.trim_high)
    wanted = []
    for name, targets in survey.margins.items():
        question = gathered.questions[name]
        assert isinstance(question, Question)
        wanted.append(margin(question, targets, missing_own_level=True))
    return rake(wanted, trim=trim)


def design(weights: Raked | None) -> Design | None:
    return independent_design(weights.weights) if weights is not None and weights.converged else None


def codes_of(gathered: Gathered, name: str) -> list[str]:
    """One text per respondent: the code, the number, several codes with blanks between, or nothing.

    A set that was asked and has nothing ticked is kept apart from no answer by none: both are blank in a
    file of answers, as XLSForm tools write them. Free texts are never given.
    """
    question = gathered.questions.get(name)
    if question is None:
        return [""] * gathered.n
    if isinstance(question, MultipleResponse):
        items = np.array(question.items, dtype=object)
        return [" ".join(items[row]) for row in question.ticked]
    labels = np.array([*question.levels, ""], dtype=object)
    return list(labels[question.codes])
