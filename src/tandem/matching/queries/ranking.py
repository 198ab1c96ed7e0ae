"""Handing needs and offers to the engine of `domain.matching`, and its results to the pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import get_language

from tandem.domain import matching as engine
from tandem.matching.models import Need, Offer, Posting
from tandem.matching.permissions import WRITERS
from tandem.matching.queries.compared import domain_need, domain_offers
from tandem.matching.queries.lists import own_language_first
from tandem.matching.queries.pool import needs_for, offers_for
from tandem.matching.queries.texts import pool_with_readings, with_reading, with_readings
from tandem.matching.queries.weighing import Rules, in_force

#: Results on a page: each with its reasons, so that a page stays light.
SHOWN = 10
GATES = engine.GATES


@dataclass(frozen=True)
class Match:
    """A result of the engine beside the posting it speaks of."""

    posting: Any
    result: Any


@dataclass(frozen=True)
class Removed:
    """What one gate did: how many it removed, and how many would come back if it alone were relaxed."""

    gate: str
    count: int
    gain: int


@dataclass(frozen=True)
class Ranked:
    """The ranking of one posting, ready for a page. `additions`: changes that would let more pass, each counted."""

    matches: list[Match]
    considered: int
    removed: list[Removed]
    relaxed: tuple[str, ...]
    rules: Rules
    seed: int
    additions: tuple[Any, ...] = ()

    @property
    def all_relaxed(self) -> tuple[str, ...]:
        """The gates that removed nobody: those relaxed on the page and those that this place leaves open."""
        return tuple(gate for gate in GATES if gate in self.relaxed or gate in self.rules.open_gates)

    @property
    def passing(self) -> int:
        """How many pass every gate, of which `matches` are the best."""
        return self.considered - self.removed_in_all

    @property
    def removed_in_all(self) -> int:
        return sum(one.count for one in self.removed)


def ranked_offers(need: Need, *, relaxed: Collection[str] = (), top: int = SHOWN) -> Ranked:
    """Published offers of other organisations for this need, best first; equals in an order of this need's own."""
    rules = in_force()
    left_open = {*relaxed, *rules.open_gates}
    asked, offered = _read(domain_need(need), offers_for(need), rules)
    ranking = engine.rank_offers(asked, offered, rules.weights, relaxed=left_open, top=top, seed=need.pk)
    shown = _found(Offer, [result.offer.id for result in ranking.results])
    return Ranked(
        matches=[Match(shown[result.offer.id], result) for result in ranking.results if result.offer.id in shown],
        considered=ranking.considered,
        removed=_removed(ranking, engine.gains_of_relaxing(asked, offered, left_open)),
        relaxed=_asked_here(relaxed, rules),
        rules=rules,
        seed=need.pk,
        additions=engine.additions(asked, offered, left_open),
    )


def ranked_needs(offer: Offer, *, relaxed: Collection[str] = (), top: int = SHOWN) -> Ranked:
    """Published needs of other organisations for this offer, best first; equals in an order of this offer's own."""
    rules = in_force()
    left_open = {*relaxed, *rules.open_gates}
    offered, asked = _read(domain_offers([offer])[0], needs_for(offer), rules)
    ranking = engine.rank_needs(offered, asked, rules.weights, relaxed=left_open, top=top, seed=offer.pk)
    shown = _found(Need, [result.need.id for result in ranking.results])
    return Ranked(
        matches=[Match(shown[result.need.id], result) for result in ranking.results if result.need.id in shown],
        considered=ranking.considered,
        removed=_removed(ranking, engine.gains_of_relaxing_for_offer(offered, asked, left_open)),
        relaxed=_asked_here(relaxed, rules),
        rules=rules,
        seed=offer.pk,
    )


def rankings_under(need: Need, several: Iterable[Rules], *, top: int) -> list[engine.Ranking]:
    """The ranking of one need under several versions of the rules."""
    several = list(several)
    asked, offered = _read(domain_need(need), offers_for(need), *several)
    return [
        engine.rank_offers(asked, offered, rules.weights, relaxed=rules.open_gates, top=top, seed=need.pk)
        for rules in several
    ]


def explained(need: Need, offer: Offer, viewer: str, rules: Rules | None = None) -> Any:
    """One pair as the side `viewer` sees it."""
    rules = rules or in_force()
    pair: tuple[Any, Any] = (domain_need(need), domain_offers([offer])[0])
    if rules.weights.read_texts:
        pair = (with_reading(pair[0]), with_reading(pair[1]))
    return engine.explain(*pair, rules.weights, relaxed=rules.open_gates, viewer=viewer)


#: How many of the newest the home page looks through for its example, how good it must be, how long it is kept.
NEEDS_TRIED, OFFERS_TRIED = 10, 300
GOOD_EXAMPLE = 65
EXAMPLE_KEPT = 600


def example() -> dict[str, Any] | None:
    """A public need with a public offer that fits it well, in the language of the page when there is one: what
    matching is, shown on the home page."""
    language = get_language() or "en"
    pair = cache.get_or_set(f"matching.example.{language}", lambda: _example(language) or (), EXAMPLE_KEPT)
    found = [model.objects.filter(reference=reference) for model, reference in zip((Need, Offer), pair, strict=False)]
    shown = [one.filter(state=Posting.State.PUBLISHED).select_related("organisation").first() for one in found]
    if len(shown) < 2 or None in shown:
        return None
    return {"need": shown[0], "offer": shown[1], "result": explained(*shown, "need")}


def _example(language: str) -> tuple[str, str] | None:
    rules, public = in_force(), {"visibility": Posting.Visibility.PUBLIC}
    offers = domain_offers(_published(Offer).filter(**public).order_by("-published_at")[:OFFERS_TRIED])
    offers = with_readings(offers) if rules.weights.read_texts else offers
    needs = _published(Need).filter(**public).exclude(competences=[]).order_by("-published_at")
    for need in own_language_first(needs, language)[:NEEDS_TRIED]:
        others = [offer for offer in offers if offer.organisation.id != need.organisation.slug]
        asked = with_reading(domain_need(need)) if rules.weights.read_texts else domain_need(need)
        results = engine.rank_offers(asked, others, rules.weights, relaxed=rules.open_gates, top=1).results
        if results and results[0].score >= GOOD_EXAMPLE and results[0].would_change:
            return need.reference, results[0].offer.id
    return None


def _read(own: Any, others: Any, *several: Rules) -> tuple[Any, Any]:
    """A need or an offer and what it is compared with, with the readings of texts where some rules weigh them."""
    if not any(rules.weights.read_texts for rules in several):
        return own, others
    return with_reading(own), pool_with_readings(others)


def _found(model: type[Posting], references: list[str]) -> dict[str, Any]:
    """The published postings of these references; their state is looked at in the rows (see `published_among`)."""
    rows = model.objects.filter(reference__in=references).select_related("organisation")
    return {one.reference: one for one in rows if one.state == Posting.State.PUBLISHED}


def _removed(ranking: engine.Ranking, gains: Mapping[str, int]) -> list[Removed]:
    return [Removed(gate, count, gains.get(gate, 0)) for gate, count in ranking.removed_by_gate.items() if count]


def _asked_here(relaxed: Collection[str], rules: Rules) -> tuple[str, ...]:
    return tuple(gate for gate in GATES if gate in relaxed and gate not in rules.open_gates)


def _published(model: type[Posting]) -> QuerySet[Any]:
    return model.objects.filter(state=Posting.State.PUBLISHED).select_related("organisation")


def own_matches(person: Any, posting: Need | Offer) -> list[Match]:
    """How one's own published postings fit somebody else's, best first."""
    own_model = Offer if isinstance(posting, Need) else Need
    viewer = "offer" if isinstance(posting, Need) else "need"
    own = _published(own_model).filter(
        organisation__memberships__person=person, organisation__memberships__role__in=WRITERS
    )
    pairs = [(posting, one) if viewer == "offer" else (one, posting) for one in own[:SHOWN]]
    rules = in_force()
    matches = [
        Match(own_one, explained(need, offer, viewer, rules))
        for own_one, (need, offer) in zip(own[:SHOWN], pairs, strict=True)
    ]
    return sorted(matches, key=lambda match: -match.result.rank_score)
