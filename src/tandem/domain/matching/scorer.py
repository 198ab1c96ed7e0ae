"""The scores of one need against a block of offers: tables of both sides' contributions, looked up by small numbers.

What depends on how many are shared, how many are listed and which kinds they are has one row per case and two
columns, the contribution on the need's side and on the offer's. The plain formulas fill the tables.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching import formulas
from tandem.domain.matching.columns import (
    ALWAYS,
    FOREVER,
    LANGUAGE_CODES,
    Columns,
    Floats,
    Postings,
    Truths,
    goals_mask,
    mask,
    sets_with,
    tidy,
)
from tandem.domain.matching.criteria import day_number, help_fit
from tandem.domain.matching.likeness import TEXT, likenesses
from tandem.domain.matching.model import Need
from tandem.domain.matching.weights import SideWeights, Weights
from tandem.domain.vocabulary import FORM_FAMILIES, HELP

Scalar = TypeVar("Scalar", bound=np.generic)
Places = NDArray[np.intp]
#: Which offers: their places, or a run of them.
At = Places | slice


class Scorer:
    """The tables of one need, ready to score any block of offers."""

    def __init__(self, need: Need, columns: Columns, weights: Weights) -> None:
        self.need, self.columns, self.weights = need, columns, weights
        self.kinds = self._kinds_table()
        self.technology = self._technology_table()
        self.values = self._shared_table("values", len(need.organisation.values))
        self.sdgs = self._shared_table("sdgs", len(need.organisation.sdgs))
        self.period = formulas.asked_period(day_number(need.start), day_number(need.end))
        self.dates = self._dates_table()
        self.own = columns.own_terms(weights, need.help, _own_terms)
        self.tongue_kinds = self._tongue_kinds()

    def totals(self, at: At) -> Floats:
        """Both scores of the offers at these places, one row each; `compiled` takes the same steps."""
        columns, organisation = self.columns, self.need.organisation
        total = self.kinds.take(self._kinds(at), axis=0)
        total += _at(self.own, at)
        if self.technology is not None:
            asked = np.uint32(mask("technology", self.need.technology))
            total += _look_up(self.technology, _at(columns.technology, at) & asked, _at(columns.technology_listed, at))
        if self.values is not None:
            own = np.uint16(mask("values", organisation.values))
            total += _look_up(self.values, _at(columns.values, at) & own, _at(columns.values_listed, at))
        if self.sdgs is not None:
            goals = np.uint32(goals_mask(organisation.sdgs))
            total += _look_up(self.sdgs, _at(columns.sdgs, at) & goals, _at(columns.sdgs_listed, at))
        if self.period is not None:
            total += self._dates(at, self.period)
        total += self._distances(at)
        return total

    def _both(self, name: str, value: float | None, for_offer: float | None = None, *, alike: bool = True) -> Floats:
        """The contributions of one value on both sides (`for_offer` when the offer's differs)."""
        return np.array(
            [
                _contribution(self.weights.need, name, value),
                _contribution(self.weights.offer, name, value if alike else for_offer),
            ]
        )

    # Help, form, language, budget and the absence of competences: a handful of kinds each, one table for all.

    def _kinds(self, at: At) -> NDArray[np.uint16]:
        """The row of each offer in the table of kinds."""
        columns = self.columns
        forms = _at(columns.forms, at)
        asked, family = form_masks(self.need)
        kinds = help_kinds(self.need.help).take(_at(columns.help, at))
        kinds *= 4
        kinds += forms != 0
        kinds += forms & np.uint16(family) != 0
        kinds += forms & np.uint16(asked) != 0
        kinds *= 6
        kinds += _at(columns.payment_and_silence, at)
        kinds *= 9
        kinds += self.tongue_kinds.take(_at(columns.tongues, at))
        return kinds

    def _tongue_kinds(self) -> NDArray[np.uint16]:
        """For each tongue, 3 × the kind of `language` on the need's side + that on the offer's."""
        sets, languages = self.columns.tongue_sets, self.need.languages
        shared = sets_with(sets, LANGUAGE_CODES, languages).astype(np.uint16)
        spoken = sets_with(sets, LANGUAGE_CODES, (self.need.language,))
        known = np.zeros(len(LANGUAGE_CODES), np.bool_)
        known[[LANGUAGE_CODES[code] for code in languages]] = True
        return 3 * (shared + spoken) + shared + known.take(self.columns.tongue_language)

    def _kinds_table(self) -> Floats:
        """Contributions by (help, form, payment, competences not listed, language for each side)."""
        need, offer = self.weights.need, self.weights.offer
        form_values = (None, 0.0, formulas.SAME_FAMILY, 1.0) if self.need.forms else (None,) * 4
        language_values = (0.0, formulas.OTHER_LANGUAGE, 1.0)
        silence = [self._both("competences", 1.0, formulas.NOTHING_ASKED, alike=False)] * 2
        if self.need.competences:
            silence = [np.zeros(2), self._both("competences", None)]
        factors = [
            [self._both("help", value) for value in _HELP_VALUES],
            [self._both("form", value) for value in form_values],
            [np.array([0.0, _contribution(offer, "budget", value)]) for value in self._payment_values()],
            silence,
            [np.array([_contribution(need, "language", value), 0.0]) for value in language_values],
            [np.array([0.0, _contribution(offer, "language", value)]) for value in language_values],
        ]
        constant = np.zeros(2)
        if not self.need.technology:
            constant += self._both("technology", 1.0, formulas.NOTHING_ASKED, alike=False)
        if not self.need.organisation.values:
            constant += self._both("values", None)
        if not self.need.organisation.sdgs:
            constant += self._both("sdgs", None)
        if self.need.start is None and self.need.end is None:
            constant += self._both("dates", None)
        table = constant.reshape(1, 2)
        for factor in factors:
            table = (table[:, None, :] + np.array(factor)[None, :, :]).reshape(-1, 2)
        return table

    def _payment_values(self) -> tuple[float | None, float | None, float | None]:
        """The value of `budget` when the offer's forms are not said, are all commercial, or are not."""
        help_ = self.need.help
        if help_ == "funding":
            return (1.0, 1.0, 1.0)
        paid = formulas.budget_enough(help_, self.need.budget_eur)
        return (paid, paid, paid) if help_ == "contract" else (None, paid, 1.0)

    # Lists: tables by (number shared, number listed).

    def _technology_table(self) -> Floats | None:
        asked = len(self.need.technology)
        if not asked:
            return None
        return np.column_stack(
            [
                side_contributions(self.weights.need, "technology", _table("covered", asked)),
                side_contributions(self.weights.offer, "technology", _table("used", asked)),
            ]
        )

    def _shared_table(self, name: str, own: int) -> Floats | None:
        if not own:
            return None
        values = _table("common", own)
        sides = (self.weights.need, self.weights.offer)
        return np.column_stack([side_contributions(side, name, values) for side in sides])

    def competences(self, size: int, places: Places | None) -> Floats:
        """The contributions of the offers that hold a competence asked; 0 for the others. `places` ascend."""
        contributions = np.zeros((size, 2))
        asked = self.need.competences
        if not asked:
            return contributions
        weighted, plain, touched = np.zeros(size), np.zeros(size), [np.zeros(0, np.intp)]
        present = None
        if places is not None:
            present = np.zeros(len(self.columns), np.bool_)
            present[places] = True
        for one in asked:
            postings = self.columns.postings.get(one.key)
            if postings is not None:
                rows, levels = _rows_of(postings, places, present)
                fits = _fits(levels, one.level_now, one.level_wanted)
                weighted[rows] += (formulas.MUST_WEIGHT if one.must else 1) * fits
                plain[rows] += fits
                touched.append(rows)
        rows = np.concatenate(touched)
        listed = self.columns.competences_listed.take(rows if places is None else places.take(rows))
        weight_of_all = float(sum(formulas.MUST_WEIGHT if one.must else 1 for one in asked))
        plausible = np.minimum(1.0, (len(asked) + formulas.COMPETENCE_SLACK) / listed)
        for_need = tidy(weighted.take(rows) / weight_of_all * plausible)
        for_offer = tidy(np.minimum(1.0, plain.take(rows) / np.minimum(len(asked), listed)) * plausible)
        contributions[rows, 0] = side_contributions(self.weights.need, "competences", for_need)
        contributions[rows, 1] = side_contributions(self.weights.offer, "competences", for_offer)
        return contributions

    def texts(self, places: Places | None) -> Floats:
        """The contributions of the likeness of texts, on the sides where it has a weight."""
        values = likenesses(self.need.meaning, self.columns.texts, places)
        sides = (self.weights.need, self.weights.offer)
        nothing = np.zeros(len(values))
        return np.column_stack(
            [side_contributions(side, TEXT, values) if TEXT in side.weights else nothing for side in sides]
        )

    # Dates: a table by the number of shared days; its last row is for offers that say no date.

    def _dates_table(self) -> Floats | None:
        if self.period is None:
            return None
        length = self.period[1] - self.period[0] + 1
        values = np.append(tidy(np.arange(length + 1) / length), np.nan)
        sides = (self.weights.need, self.weights.offer)
        return np.column_stack([side_contributions(side, "dates", values) for side in sides])

    def _dates(self, at: At, period: tuple[int, int]) -> Floats:
        assert self.dates is not None
        length = period[1] - period[0] + 1
        first, last = _at(self.columns.available_from, at), _at(self.columns.available_to, at)
        shared = np.maximum(0, np.minimum(last, period[1]) - np.maximum(first, period[0]) + 1)
        own = last - first
        rows = np.where(own == FOREVER - ALWAYS, length + 1, shared)
        contributions: Floats = self.dates.take(rows, axis=0)
        # An open end is so far away that only a period with two ends can be shorter than the one asked.
        short = np.flatnonzero(own + 1 < length)
        if len(short):
            values = tidy(shared[short] / (own[short] + 1))
            contributions[short, 1] = side_contributions(self.weights.offer, "dates", values)
        return contributions

    def _distances(self, at: At) -> Floats:
        organisation, columns = self.need.organisation, self.columns
        remote = _at(columns.remote, at) if self.need.remote else None
        if organisation.latitude is None or organisation.longitude is None:
            nearness = np.full(len(_at(columns.x, at)), np.nan)
        else:
            x, y, z = formulas.unit_vector(organisation.latitude, organisation.longitude)
            dx, dy, dz = x - _at(columns.x, at), y - _at(columns.y, at), z - _at(columns.z, at)
            half_chord = np.sqrt(dx * dx + dy * dy + dz * dz) / 2
            km = 2 * formulas.EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, half_chord))
            nearness = np.exp2(-km / formulas.HALF_DISTANCE_KM)
        if remote is not None:
            known = np.where(np.isnan(nearness), 0.0, nearness)
            nearness = np.where(remote, formulas.REMOTE_FLOOR + (1 - formulas.REMOTE_FLOOR) * known, nearness)
        values = tidy(nearness)
        contributions = np.empty((len(values), 2))
        contributions[:, 0] = side_contributions(self.weights.need, "distance", values)
        contributions[:, 1] = side_contributions(self.weights.offer, "distance", values)
        return contributions


def form_masks(need: Need) -> tuple[int, int]:
    """The forms asked, and all forms of their families."""
    asked = mask("forms", need.forms)
    return asked, sum(m for m in (mask("forms", members) for members in FORM_FAMILIES.values()) if m & asked)


def _own_terms(columns: Columns, weights: Weights, help_: str) -> Floats:
    """What depends on the offer and the kind of help alone: hours, free places and responsiveness."""
    usual = formulas.TYPICAL_HOURS[help_]
    hours = tidy(np.minimum(1.0, columns.capacity_hours / usual)) if usual else np.ones(len(columns))
    own = np.zeros((len(columns), 2))
    own[:, 0] = (
        side_contributions(weights.need, "capacity", hours)
        + side_contributions(weights.need, "free-places", columns.free_places)
        + side_contributions(weights.need, "responsiveness", columns.reply_rate)
    )
    own[:, 1] = side_contributions(weights.offer, "capacity", hours)
    return own


def _contribution(side: SideWeights, name: str, value: float | None) -> float:
    return formulas.tidy(side.weights[name] * (side.priors[name] if value is None else value))


def side_contributions(side: SideWeights, name: str, values: Floats) -> Floats:
    """`_contribution` of each value, NaN being not said."""
    return np.where(np.isnan(values), _contribution(side, name, None), tidy(side.weights[name] * values))


def _look_up(table: Floats, shared: NDArray[np.integer], listed: NDArray[np.uint8]) -> Floats:
    """Rows of a table by (number shared, number listed)."""
    rows = np.bitwise_count(shared).astype(np.intp)
    rows *= TABLE_WIDTH
    rows += listed
    found: Floats = table.take(rows, axis=0)
    return found


#: No framework has more levels.
_HIGHEST_LEVEL = 8
#: Wider than the longest closed list, so that (shared, listed) has one place in a table.
TABLE_WIDTH = 32


@cache
def _table(formula: str, asked: int) -> Floats:
    """The values of a formula of two lists for every (shared, listed), NaN where the list is empty."""
    compute = {
        "covered": formulas.technology_covered,
        "used": formulas.technology_used,
        "common": formulas.in_common,
    }[formula]
    table = np.full((asked + 1) * TABLE_WIDTH, np.nan)
    for shared in range(asked + 1):
        for listed in range(max(shared, 1), TABLE_WIDTH):
            table[shared * TABLE_WIDTH + listed] = compute(shared, asked, listed)
    return table


#: The values that `help` can have; a kind of help offered is named by its place here.
_HELP_VALUES = (None, 0.0, formulas.NEXT_HELP, 1.0)


@cache
def help_kinds(asked: str) -> NDArray[np.uint16]:
    """The place in `_HELP_VALUES` for every mask of kinds offered."""
    masks = range(1 << len(HELP))
    values = (help_fit(asked, tuple(kind for place, kind in enumerate(HELP) if m >> place & 1)) for m in masks)
    return np.array([_HELP_VALUES.index(value) for value in values], np.uint16)


def _rows_of(postings: Postings, places: Places | None, present: Truths | None) -> tuple[Places, NDArray[np.int16]]:
    """Where the offers of a competence stand among `places`, and their levels."""
    if places is None or present is None:
        return postings.offers, postings.levels
    kept = np.flatnonzero(present.take(postings.offers))
    return places.searchsorted(postings.offers.take(kept)), postings.levels.take(kept)


def _fits(levels: NDArray[np.int16], now: int | None, wanted: int | None) -> Floats:
    """`level_fit` of each level, from a table; -1 stands for not said."""
    table = [formulas.level_fit(now, wanted, None if level < 0 else level) for level in range(-1, _HIGHEST_LEVEL + 1)]
    fits: Floats = np.array(table).take(levels + 1)
    return fits


def _at(column: NDArray[Scalar], at: At) -> NDArray[Scalar]:
    """The rows of a column at these places."""
    return column[at] if isinstance(at, slice) else column.take(at, axis=0)
