"""Ways to order offers for a need: the engine, and the baselines it has to beat.

A ranker gives a number for every (need, offer); an offer that it would not show has minus infinity.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching.columns import Columns
from tandem.domain.matching.kernel import rank_scores, score, through_gates
from tandem.domain.matching.model import Need, Offer
from tandem.domain.matching.weights import Weights

Numbers = NDArray[np.float64]


def engine(needs: Sequence[Need], columns: Columns, weights: Weights) -> tuple[Numbers, Numbers]:
    """Rank score of every pair that passes the gates, and the score on the offer's side."""
    ranks = np.full((len(needs), len(columns)), -np.inf)
    for_offers = np.full_like(ranks, -np.inf)
    for place, need in enumerate(needs):
        _, passing = through_gates(need, columns)
        for_need, for_offer = score(need, columns, weights, passing)
        ranks[place, passing] = rank_scores(for_need, for_offer)
        for_offers[place, passing] = for_offer
    return ranks, for_offers


def at_random(needs: Sequence[Need], offers: Sequence[Offer], seed: int) -> Numbers:
    """Any order."""
    return np.random.default_rng(seed).random((len(needs), len(offers)))


def newest(needs: Sequence[Need], offers: Sequence[Offer]) -> Numbers:
    """The offers of those who joined last come first."""
    joined = [offer.organisation.joined.toordinal() if offer.organisation.joined else 0 for offer in offers]
    return np.tile(np.array(joined, np.float64), (len(needs), 1))


def tag_overlap(needs: Sequence[Need], offers: Sequence[Offer]) -> Numbers:
    """Jaccard's index of everything either side ticked: the usual "profiles in common"."""
    holders: dict[object, list[int]] = {}
    sizes = np.zeros(len(offers))
    for place, offer in enumerate(offers):
        tags = frozenset(_tags_of_offer(offer))
        sizes[place] = len(tags)
        for tag in tags:
            holders.setdefault(tag, []).append(place)
    places = {tag: np.array(those, np.intp) for tag, those in holders.items()}
    scores = np.empty((len(needs), len(offers)))
    for row, need in enumerate(needs):
        own = frozenset(_tags_of_need(need))
        shared = np.zeros(len(offers))
        for tag in own & places.keys():
            shared[places[tag]] += 1
        scores[row] = shared / (len(own) + sizes - shared)
    return scores


def _tags_of_need(need: Need) -> Iterable[object]:
    organisation = need.organisation
    yield from (*need.technology, *need.forms, *organisation.values, *organisation.sdgs, *need.languages, need.help)
    yield from (asked.key for asked in need.competences)


def _tags_of_offer(offer: Offer) -> Iterable[object]:
    organisation = offer.organisation
    yield from (
        *offer.technology,
        *offer.forms,
        *organisation.values,
        *organisation.sdgs,
        *offer.languages,
        *offer.help,
    )
    yield from (held.key for held in offer.competences)


def bm25(needs: Sequence[Need], offers: Sequence[Offer], k1: float = 1.2, b: float = 0.75) -> Numbers:
    """Okapi BM25 of the words of the need in the texts of the offers (Robertson and Zaragoza 2009)."""
    texts = [Counter(f"{offer.title} {offer.text}".lower().split()) for offer in offers]
    lengths = np.array([sum(text.values()) for text in texts], np.float64)
    normal = k1 * (1 - b + b * lengths / max(lengths.mean(), 1.0))
    holders: dict[str, list[tuple[int, int]]] = {}
    for place, text in enumerate(texts):
        for word, times in text.items():
            holders.setdefault(word, []).append((place, times))
    weighed = {}
    for word, found in holders.items():
        rarity = math.log(1 + (len(offers) - len(found) + 0.5) / (len(found) + 0.5))
        where, often = (np.array(column) for column in zip(*found, strict=True))
        weighed[word] = (where, rarity * often * (k1 + 1) / (often + normal[where]))
    scores = np.zeros((len(needs), len(offers)))
    for row, need in enumerate(needs):
        for word in dict.fromkeys(f"{need.title} {need.problem}".lower().split()):
            if word in weighed:
                places, gains = weighed[word]
                scores[row, places] += gains
    return scores
