"""Which records of organisations are probably the same organisation (docs/algorithms/duplicates.md).

Candidates share a key: website, identifier, a rare word of the name, the beginning or the end of the name. Each
candidate pair is then weighed, evidence for and against added up as in Fellegi and Sunter, "A Theory for Record
Linkage" (1969); whoever decides sees the evidence as sentences.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from tandem.domain.duplicate_words import CONCEPTS, FORMS, SMALL_WORDS
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.ownership import SHARED_DOMAINS, domain_of_site

#: A key that more records share says little; its records meet through their other keys.
LARGEST_BLOCK = 40
#: Names whose three-letter pieces overlap less are not compared any further.
LEAST_OVERLAP = 0.45
#: Evidence at which a pair is shown to a steward.
THRESHOLD = 3.0

SAME_ID, OTHER_ID = 12.0, -10.0
SAME_SITE, OTHER_SITE = 4.0, -1.5
#: A network has one website and many places.
SAME_SITE_ELSEWHERE = 1.0
OTHER_FORM = -3.5
SAME_PLACE, OTHER_PLACE = 1.5, -3.5
OTHER_COUNTRY = -6.0
OTHER_NUMBER = -6.0
#: Both names have a word that the other lacks: a house and a club of the same subject in the same town.
OTHER_WORD = -3.5
NAME_SLOPE, NAME_MIDDLE, NAME_LEAST = 14.0, 0.72, -2.5
MOST_RARITY = 2.0
NEAR_KM, FAR_KM = 5.0, 40.0


@dataclass(frozen=True)
class Candidate:
    """A record as far as it helps to know it again. `ids` maps a register to the number it gave."""

    key: str
    name: str
    country: str = ""
    place: str = ""
    website: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Twins:
    """Two records, the weight of the evidence, and the evidence in words."""

    first: str
    second: str
    weight: float
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class _Read:
    """A candidate made comparable."""

    tokens: tuple[str, ...]
    joined: str
    numbers: frozenset[str]
    forms: frozenset[str]
    place: str
    site: str
    country: str
    ids: dict[str, str] = field(hash=False)
    at: tuple[float, float] | None = None


def find(records: Sequence[Candidate], threshold: float = THRESHOLD) -> list[Twins]:
    """The pairs of `records` whose evidence weighs `threshold` or more, heaviest first.

    O(n) keys, at most `LARGEST_BLOCK` records a key; 100,000 records take about 20 seconds on one core.

    >>> [round(pair.weight) for pair in find([
    ...     Candidate("1", "Association La Passerelle", "FR", "Lyon"),
    ...     Candidate("2", "LA PASSERELE (asso. loi 1901)", "FR", "Lyon"),
    ...     Candidate("3", "La Passerelle", "FR", "Lille"),
    ... ])]
    [4]
    """
    read = [_read(one) for one in records]
    rarity = _rarity(read)
    first, second = _meeting(read, rarity)
    likely = _overlapping(read, first, second)
    found = []
    for one, other in zip(first[likely].tolist(), second[likely].tolist(), strict=True):
        weight, reasons = _weigh(read[one], read[other], rarity)
        if weight >= threshold:
            found.append(Twins(records[one].key, records[other].key, round(weight, 2), tuple(reasons)))
    return sorted(found, key=lambda pair: (-pair.weight, pair.first, pair.second))


def compare(one: Candidate, other: Candidate, among: Sequence[Candidate] = ()) -> Twins:
    """The evidence about one pair; `among` says how frequent words are."""
    read = [_read(each) for each in (one, other, *among)]
    weight, reasons = _weigh(read[0], read[1], _rarity(read))
    return Twins(one.key, other.key, round(weight, 2), tuple(reasons))


# Reading


def fold(text: str) -> str:
    """Without accents, capitals and punctuation.

    >>> fold("Énergie d’Été & Cie")
    'energie d ete cie'
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    for letter, written in (("œ", "oe"), ("ł", "l")):
        plain = plain.replace(letter, written)
    return " ".join(re.findall(r"[^\W_]+", "".join(one for one in plain if not unicodedata.combining(one))))


def words_of(name: str) -> tuple[str, ...]:
    """The words that distinguish: legal forms and small words away, common words by their meaning in any of six
    languages. A name of nothing else keeps its words.

    >>> words_of("Association des Jardins partagés de Lyon") == words_of("Lyon Shared Gardens e.V.")
    True
    """
    return _telling(_plain_words(name))


def _telling(words: list[str]) -> tuple[str, ...]:
    telling = [word for word in words if word not in FORMS and word not in SMALL_WORDS]
    return tuple(sorted({_meaning(word) for word in telling or words}))


def _plain_words(name: str) -> list[str]:
    """ "S.C.O.P." is one word."""
    return fold(
        re.sub(r"\b(?:[a-z]\.\s?){2,}", lambda found: re.sub(r"[.\s]", "", found[0]) + " ", name.casefold())
    ).split()


@lru_cache(maxsize=200_000)
def _meaning(word: str) -> str:
    for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("x")):
        if form in CONCEPTS:
            return CONCEPTS[form]
    return word.removesuffix("s") if len(word) > 4 else word


def _read(one: Candidate) -> _Read:
    words = _plain_words(one.name)
    tokens = _telling(words)
    site = domain_of_site(one.website)
    shared = any(site == domain or site.endswith(f".{domain}") for domain in (site, site.partition(".")[2]) if
                 domain in SHARED_DOMAINS)  # fmt: skip
    ids = {register: re.sub(r"\W", "", number).casefold() for register, number in one.ids if number}
    known = one.latitude is not None and one.longitude is not None
    return _Read(
        tokens,
        "".join(word for word in words if word not in FORMS and word not in SMALL_WORDS),
        frozenset(re.findall(r"\d+", " ".join(tokens))),
        frozenset(FORMS[word] for word in words if word in FORMS),
        fold(one.place),
        "" if shared else site,
        one.country,
        ids,
        (one.latitude or 0.0, one.longitude or 0.0) if known else None,
    )


def _rarity(read: Sequence[_Read]) -> dict[str, float]:
    """log2(records / records with the word): how much it says that two names share it, in bits."""
    counts = Counter(word for one in read for word in one.tokens)
    many = max(len(read), 1000)
    return {word: math.log2(many / count) for word, count in counts.items()}


# Meeting


def _meeting(read: Sequence[_Read], rarity: dict[str, float]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The pairs of indices that share a key."""
    keys: list[int] = []
    owners: list[int] = []
    for index, one in enumerate(read):
        for key in _keys(one, rarity):
            keys.append(zlib.crc32(key.encode()) | (len(key) << 32))
            owners.append(index)
    order = np.argsort(np.array(keys, dtype=np.int64), kind="stable")
    sorted_keys, sorted_owners = np.array(keys, dtype=np.int64)[order], np.array(owners, dtype=np.int64)[order]
    starts = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]])
    sizes = np.diff(np.r_[starts, len(sorted_keys)])
    pairs = [np.empty(0, dtype=np.int64)]
    for size in range(2, LARGEST_BLOCK + 1):
        blocks = starts[sizes == size]
        if len(blocks):
            members = sorted_owners[blocks[:, None] + np.arange(size)]
            left, right = np.triu_indices(size, 1)
            pairs.append((members[:, left] * len(read) + members[:, right]).ravel())
    unique = np.unique(np.concatenate(pairs))
    first, second = unique // max(len(read), 1), unique % max(len(read), 1)
    return first[first != second], second[first != second]


def _keys(one: _Read, rarity: dict[str, float]) -> Iterator[str]:
    if one.site:
        yield f"site {one.site}"
    for register, number in one.ids.items():
        yield f"id {register} {number}"
    rare = sorted(one.tokens, key=lambda word: (-rarity[word], word))
    for word in rare[:2]:
        yield f"word {one.country} {word}"
    for word in rare[:3]:
        yield f"word here {one.country} {one.place} {word}"
    if len(rare) > 1:
        yield f"two {one.country} {min(rare[:2])} {max(rare[:2])}"
    if len(one.joined) >= 6:
        yield f"begins {one.country} {one.joined[:6]}"
        yield f"ends {one.country} {one.joined[-6:]}"
        yield f"begins here {one.country} {one.place} {one.joined[:4]}"
        yield f"ends here {one.country} {one.place} {one.joined[-4:]}"
        yield f"bones {one.country} {_bones(one.joined)}"


def _bones(text: str) -> str:
    """The consonants, each once in a row: most slips of the pen leave them as they are."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy]", "", text))


def _overlapping(
    read: Sequence[_Read], first: np.ndarray[Any, Any], second: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Which pairs are worth weighing: they share a website or an identifier, or their names share enough pieces of
    three letters and neither number nor place speaks against them so much that no name could outweigh it.

    Pieces stand in a signature of 256 bits for each name, so that millions of pairs are compared at once.
    """
    signatures = np.zeros((len(read), 4), dtype=np.uint64)
    for index, one in enumerate(read):
        bits = 0
        for word in one.tokens:
            padded = f" {word} "
            for start in range(len(padded) - 2):
                bits |= 1 << (zlib.crc32(padded[start : start + 3].encode()) & 255)
        for part in range(4):
            signatures[index, part] = (bits >> (64 * part)) & 0xFFFFFFFFFFFFFFFF
    counts = np.bitwise_count(signatures).sum(axis=1, dtype=np.int64)
    common = np.bitwise_count(signatures[first] & signatures[second]).sum(axis=1, dtype=np.int64)
    alike = common >= LEAST_OVERLAP * np.maximum(counts[first] + counts[second] - common, 1)
    together = _codes([one.joined for one in read])
    alike |= together[first] == together[second]
    sites = _codes([one.site for one in read])
    numbers = _codes([" ".join(sorted(one.numbers)) for one in read])
    certain = ((sites[first] == sites[second]) & (sites[first] > 0)) | _same_ids(read, first, second)
    result: np.ndarray[Any, Any] = certain | (
        alike & (numbers[first] == numbers[second]) & ~_elsewhere(read, first, second)
    )
    return result


def _same_ids(read: Sequence[_Read], first: np.ndarray[Any, Any], second: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Which pairs have the same number in one register."""
    same = np.zeros(len(first), dtype=bool)
    for register in {register for one in read for register in one.ids}:
        codes = _codes([one.ids.get(register, "") for one in read])
        same |= (codes[first] == codes[second]) & (codes[first] > 0)
    return same


def _elsewhere(
    read: Sequence[_Read], first: np.ndarray[Any, Any], second: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Which pairs are in two places: the best of names does not outweigh that, nor another country."""
    places = _codes([f"{one.country}/{one.place}" if one.place else "" for one in read])
    names = [""] * (int(places.max(initial=0)) + 1)
    for one, code in zip(read, places.tolist(), strict=True):
        names[code] = one.place
    left, right = places[first], places[second]
    known = (left > 0) & (right > 0) & (left != right)
    codes, back = np.unique(left[known] * len(names) + right[known], return_inverse=True)
    apart = np.array(
        [not _same_town(names[code // len(names)], names[code % len(names)]) for code in codes], dtype=bool
    )
    result = np.zeros(len(first), dtype=bool)
    result[known] = apart[back]
    located = np.array([one.at is not None for one in read], dtype=bool)
    apart_for_sure: np.ndarray[Any, Any] = result & ~(located[first] & located[second])
    return apart_for_sure


def _codes(values: Sequence[str]) -> np.ndarray[Any, Any]:
    """A number for each value, 0 for the empty one."""
    codes = {"": 0}
    return np.array([codes.setdefault(value, len(codes)) for value in values], dtype=np.int64)


# Weighing


def _weigh(one: _Read, other: _Read, rarity: dict[str, float]) -> tuple[float, list[Message]]:
    """The evidence for and against, added up, each part with its sentence."""
    likeness, shared, replaced = _likeness(one, other, rarity)
    weight = max(NAME_LEAST, NAME_SLOPE * (likeness - NAME_MIDDLE))
    weight += max(-1.0, min(MOST_RARITY, (shared - 8) / 6)) if likeness > NAME_MIDDLE else 0.0
    reasons = [Message(gettext_noop("names alike: %(percent)s %%"), {"percent": round(100 * likeness)})]
    if replaced and likeness > NAME_MIDDLE:
        weight += OTHER_WORD
        reasons.append(Message(gettext_noop("another word in the name")))
    if one.numbers != other.numbers:
        weight += OTHER_NUMBER
        reasons.append(Message(gettext_noop("another number in the name")))
    same, differ = _ids(one, other)
    if same:
        weight += SAME_ID
        reasons.append(Message(gettext_noop("the same number in %(register)s"), {"register": same}))
    elif differ:
        weight += OTHER_ID
        reasons.append(Message(gettext_noop("another number in %(register)s"), {"register": differ}))
    if one.forms and other.forms and not one.forms & other.forms:
        weight += OTHER_FORM
        reasons.append(Message(gettext_noop("another legal form")))
    near = _near(one, other)
    if one.site and other.site:
        alike = SAME_SITE if near is not False else SAME_SITE_ELSEWHERE
        weight += alike if one.site == other.site else OTHER_SITE
        text = gettext_noop("the same website") if one.site == other.site else gettext_noop("another website")
        reasons.append(Message(text))
    if near is not None:
        weight += SAME_PLACE if near else OTHER_PLACE
        reasons.append(Message(gettext_noop("the same place") if near else gettext_noop("another place")))
    if one.country and other.country and one.country != other.country:
        weight += OTHER_COUNTRY
        reasons.append(Message(gettext_noop("another country")))
    return weight, reasons


def _ids(one: _Read, other: _Read) -> tuple[str, str]:
    """A register in which both have the same number, and one in which they have different ones."""
    both = sorted(set(one.ids) & set(other.ids))
    same = next((register for register in both if one.ids[register] == other.ids[register]), "")
    return same, next((register for register in both if one.ids[register] != other.ids[register]), "")


def _near(one: _Read, other: _Read) -> bool | None:
    """Whether both are in the same place; None when nobody knows."""
    if one.at and other.at:
        distance = _kilometres(one.at, other.at)
        if distance <= NEAR_KM or distance >= FAR_KM:
            return distance <= NEAR_KM
    if not (one.place and other.place):
        return None
    return _same_town(one.place, other.place)


def _same_town(one: str, other: str) -> bool:
    """Whether two names of places are one: equal, one a part of the other ("lyon 7e"), or a slip of the pen."""
    if one == other:
        return True
    left, right = set(one.split()), set(other.split())
    return left <= right or right <= left or _alike(one, other) >= 0.8


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula, Earth radius 6371 km."""
    (lat, long), (lat2, long2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((long2 - long) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def _likeness(one: _Read, other: _Read, rarity: dict[str, float]) -> tuple[float, float, bool]:
    """How alike the names are, 0 to 1: words matched with their best partner, each weighing its rarity; the bits that
    the matched words share; and whether each name has a word that the other lacks. Names written together or apart
    are compared letter by letter as well."""
    left, right = list(one.tokens), list(other.tokens)
    whole = sum(rarity[word] for word in (*left, *right)) or 1.0
    matched = shared = 0.0
    alone = False
    for word in left:
        best = max(right, key=lambda each, word=word: _alike(word, each), default=None)  # type: ignore[misc]
        alike = _alike(word, best) if best else 0.0
        if best and alike:
            matched += alike * (rarity[word] + rarity[best])
            shared += alike * min(rarity[word], rarity[best])
            right.remove(best)
        else:
            alone = True
    likeness = matched / whole
    if likeness < 0.9 and abs(len(one.joined) - len(other.joined)) <= 3 and one.joined:
        together = _alike(one.joined, other.joined)
        if together >= 0.9:
            return max(likeness, together), max(shared, 10.0), False
    return min(likeness, 1.0), shared, alone and bool(right)


@lru_cache(maxsize=1_000_000)
def _alike(one: str, other: str) -> float:
    """1 minus the letters to change over the longer length; two swapped neighbours are one change. Words that
    differ in their first letter, by more than one slip (two from twelve letters on), are not alike; nor are numbers."""
    if one == other:
        return 1.0
    longest = max(len(one), len(other))
    most = 0 if longest < 4 else 1 if longest < 12 else 2
    if one[:1] != other[:1] or one.isdigit() or other.isdigit() or abs(len(one) - len(other)) > most:
        return 0.0
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        now = [i]
        for j, compared in enumerate(other, 1):
            cost = min(row[j] + 1, now[-1] + 1, row[j - 1] + (letter != compared))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == compared:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return 0.0
        before, row = row, now
    return 1.0 - row[-1] / longest if row[-1] <= most else 0.0
