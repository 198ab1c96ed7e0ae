"""Offers as columns: one numpy array per fact, built once and read for every need.

Closed lists become bit masks in the order of `vocabulary`; sets of languages and countries, which repeat
from offer to offer, are numbered, and each distinct set is kept once as a row of bits (a "tongue" is the language
an offer is written in with all languages of its side); competences become
lists of (offer, level) per competence. Numbers that are not said are NaN, levels that are not said -1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tandem.domain import iso
from tandem.domain.matching import formulas
from tandem.domain.matching.likeness import Vectors, vectors_of
from tandem.domain.matching.model import Offer
from tandem.domain.matching.weights import Weights
from tandem.domain.vocabulary import FORM_FAMILIES, FORMS, HELP, TECHNOLOGY, VALUES

Integers = NDArray[np.integer]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

#: Day numbers that stand for an open end; their difference still fits 32 bits.
ALWAYS, FOREVER = -(2**29), 2**29

LANGUAGE_CODES = {code: place for place, code in enumerate(sorted(iso.LANGUAGES))}
COUNTRY_CODES = {code: place for place, code in enumerate(sorted(iso.COUNTRIES))}
_BITS = {
    name: {identity: 1 << place for place, identity in enumerate(ids)}
    for name, ids in (("forms", FORMS), ("help", HELP), ("technology", TECHNOLOGY), ("values", VALUES))
}


def mask(name: str, members: Iterable[str]) -> int:
    """The members of a closed list as bits, the first of the list being bit 0.

    >>> mask("help", ("session", "partnership"))
    5
    """
    bits = _BITS[name]
    return sum(bits[member] for member in members)


def goals_mask(sdgs: Iterable[int]) -> int:
    """Goals as bits, goal 1 being bit 1."""
    return sum(1 << goal for goal in sdgs)


COMMERCIAL = mask("forms", FORM_FAMILIES["commercial"])


def code_bits(codes: Mapping[str, int], members: Iterable[str]) -> NDArray[np.uint64]:
    """A row of 64-bit words with the bit of each member set."""
    words = [0] * (len(codes) // 64 + 1)
    for member in members:
        place = codes[member]
        words[place // 64] |= 1 << (place % 64)
    return np.array(words, np.uint64)


@dataclass(frozen=True)
class Postings:
    """Who offers one competence: places of the offers, ascending, and their levels."""

    offers: NDArray[np.intp]
    levels: NDArray[np.int16]


@dataclass(frozen=True)
class Columns:
    """N offers as arrays of length N, in the order given. `Columns.of` builds them.

    `fetch` gives the offers at some places, to be explained. Offers at the places `hidden`, ascending, are as if they
    were not there. `compiled` asks for the compiled scores, when the extra `numba` is installed: the same numbers,
    worth their start for many needs.
    """

    ids: NDArray[np.bytes_]
    fetch: Callable[[Sequence[int]], Sequence[Offer]]
    forms: NDArray[np.uint16]
    help: NDArray[np.uint8]
    technology: NDArray[np.uint32]
    technology_listed: NDArray[np.uint8]
    values: NDArray[np.uint16]
    values_listed: NDArray[np.uint8]
    sdgs: NDArray[np.uint32]
    sdgs_listed: NDArray[np.uint8]
    tongues: NDArray[np.intp]
    tongue_language: NDArray[np.intp]
    tongue_sets: NDArray[np.uint64]
    countries: NDArray[np.intp]
    country_sets: NDArray[np.uint64]
    remote: Truths
    x: Floats
    y: Floats
    z: Floats
    available_from: NDArray[np.int32]
    available_to: NDArray[np.int32]
    payment_and_silence: NDArray[np.uint8]
    competences_listed: NDArray[np.int32]
    postings: Mapping[tuple[str, str], Postings]
    full: Truths
    free_places: Floats
    reply_rate: Floats
    capacity_hours: Floats
    texts: Vectors
    hidden: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp))
    compiled: bool = False
    _own_terms: dict[str, tuple[Weights, Floats]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.forms)

    def own_terms(self, weights: Weights, help_: str, compute: Callable[[Columns, Weights, str], Floats]) -> Floats:
        """What `compute` gives for a kind of help, kept until other weights are asked for."""
        kept = self._own_terms.get(help_)
        if kept is None or kept[0] != weights:
            kept = (weights, compute(self, weights, help_))
            self._own_terms[help_] = kept
        return kept[1]

    def id(self, place: int) -> str:
        """The id of the offer at `place`."""
        return bytes(self.ids[place]).decode()

    def without(self, places: NDArray[np.intp]) -> Columns:
        """The same arrays with the offers at these places, ascending, left out of everything."""
        return replace(self, hidden=places)

    def for_many_needs(self) -> Columns:
        """The same arrays, to be scored by the compiled path when the extra `numba` is installed."""
        return replace(self, compiled=True)

    @classmethod
    def of(cls, offers: Sequence[Offer]) -> Columns:
        """The columns of `offers`, in their order."""
        tongues: dict[tuple[str, frozenset[str]], int] = {}
        spoken = [tongues.setdefault((offer.language, offer.languages), len(tongues)) for offer in offers]
        countries, country_sets = _numbered((frozenset(offer.countries) for offer in offers), COUNTRY_CODES)
        points = _points(offers)
        postings, listed = _postings(offers)
        forms = np.array([mask("forms", offer.forms) for offer in offers], np.uint16)
        return cls(
            ids=np.array([offer.id.encode() for offer in offers], np.bytes_),
            fetch=lambda places: [offers[place] for place in places],
            forms=forms,
            help=np.array([mask("help", offer.help) for offer in offers], np.uint8),
            technology=np.array([mask("technology", offer.technology) for offer in offers], np.uint32),
            technology_listed=np.array([len(offer.technology) for offer in offers], np.uint8),
            values=np.array([mask("values", offer.organisation.values) for offer in offers], np.uint16),
            values_listed=np.array([len(offer.organisation.values) for offer in offers], np.uint8),
            sdgs=np.array([goals_mask(offer.organisation.sdgs) for offer in offers], np.uint32),
            sdgs_listed=np.array([len(offer.organisation.sdgs) for offer in offers], np.uint8),
            tongues=np.array(spoken, np.intp),
            tongue_language=np.array([LANGUAGE_CODES[language] for language, _ in tongues], np.intp),
            tongue_sets=_rows(LANGUAGE_CODES, [languages for _, languages in tongues]),
            countries=countries,
            country_sets=country_sets,
            remote=np.array([offer.remote for offer in offers], np.bool_),
            x=points[:, 0].copy(),
            y=points[:, 1].copy(),
            z=points[:, 2].copy(),
            available_from=np.array(
                [ALWAYS if o.available_from is None else o.available_from.toordinal() for o in offers], np.int32
            ),
            available_to=np.array(
                [FOREVER if o.available_to is None else o.available_to.toordinal() for o in offers], np.int32
            ),
            payment_and_silence=(forms != 0) * np.uint8(2)
            + (forms & np.uint16(~COMMERCIAL & 0xFFFF) != 0) * np.uint8(2)
            + (listed == 0),
            competences_listed=listed,
            postings=postings,
            full=np.array(
                [o.max_requests is not None and o.organisation.open_requests >= o.max_requests for o in offers],
                np.bool_,
            ),
            free_places=_numbers(
                formulas.free_places(offer.organisation.open_requests, offer.max_requests) for offer in offers
            ),
            reply_rate=tidy(_numbers(offer.organisation.reply_rate for offer in offers)),
            capacity_hours=_numbers(offer.capacity_hours for offer in offers),
            texts=vectors_of([offer.meaning for offer in offers]),
        )


def tidy(values: Floats) -> Floats:
    """`formulas.tidy` on an array, with the same operations."""
    scale = 10.0**formulas.DECIMALS
    return np.rint(values * scale) / scale


def _numbers(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _numbered(sets: Iterable[frozenset[str]], codes: Mapping[str, int]) -> tuple[NDArray[np.intp], NDArray[np.uint64]]:
    numbers: dict[frozenset[str], int] = {}
    places = np.array([numbers.setdefault(members, len(numbers)) for members in sets], np.intp)
    return places, _rows(codes, list(numbers))


def _rows(codes: Mapping[str, int], sets: Sequence[frozenset[str]]) -> NDArray[np.uint64]:
    rows = [code_bits(codes, members) for members in sets]
    return np.array(rows, np.uint64).reshape(len(rows), len(codes) // 64 + 1)


def _points(offers: Sequence[Offer]) -> Floats:
    nowhere = (np.nan, np.nan, np.nan)
    points = [
        nowhere
        if offer.organisation.latitude is None or offer.organisation.longitude is None
        else formulas.unit_vector(offer.organisation.latitude, offer.organisation.longitude)
        for offer in offers
    ]
    return np.array(points, np.float64).reshape(len(offers), 3)


def _postings(offers: Sequence[Offer]) -> tuple[dict[tuple[str, str], Postings], NDArray[np.int32]]:
    found: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    listed = np.zeros(len(offers), np.int32)
    for place, offer in enumerate(offers):
        levels = offer.levels if offer.competences else {}
        listed[place] = len(levels)
        for key, level in levels.items():
            where, what = found.setdefault(key, ([], []))
            where.append(place)
            what.append(-1 if level is None else level)
    postings = {
        key: Postings(np.array(where, np.intp), np.array(what, np.int16)) for key, (where, what) in found.items()
    }
    return postings, listed


def sets_with(sets: NDArray[np.uint64], codes: Mapping[str, int], members: Collection[str]) -> Truths:
    """For each distinct set, whether it holds one of `members`."""
    shares: Truths = np.any(sets & code_bits(codes, members), axis=1)
    return shares
