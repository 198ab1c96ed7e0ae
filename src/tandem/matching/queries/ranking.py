"""Handing needs and offers to the engine of `domain.matching`, and its results to the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from tandem.domain import matching as engine
from tandem.matching.models import OPEN_REQUESTS, Introduction, Need, Offer, Posting, Side
from tandem.matching.permissions import WRITERS
from tandem.matching.queries.lists import own_language_first
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
    offers = _published(Offer).exclude(organisation=need.organisation_id)
    asked, offered = domain_need(need), domain_offers(offers)
    ranking = engine.rank_offers(asked, offered, rules.weights, relaxed=left_open, top=top, seed=need.pk)
    shown = _found(offers, [result.offer.id for result in ranking.results])
    return Ranked(
        matches=[Match(shown[result.offer.id], result) for result in ranking.results],
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
    needs = _published(Need).exclude(organisation=offer.organisation_id)
    offered, asked = domain_offers([offer])[0], [domain_need(need) for need in needs]
    ranking = engine.rank_needs(offered, asked, rules.weights, relaxed=left_open, top=top, seed=offer.pk)
    shown = _found(needs, [result.need.id for result in ranking.results])
    return Ranked(
        matches=[Match(shown[result.need.id], result) for result in ranking.results],
        considered=ranking.considered,
        removed=_removed(ranking, engine.gains_of_relaxing_for_offer(offered, asked, left_open)),
        relaxed=_asked_here(relaxed, rules),
        rules=rules,
        seed=offer.pk,
    )


def rankings_under(need: Need, several: Iterable[Rules], *, top: int) -> list[engine.Ranking]:
    """The ranking of one need under several versions of the rules."""
    asked = domain_need(need)
    offered = domain_offers(_published(Offer).exclude(organisation=need.organisation_id))
    return [
        engine.rank_offers(asked, offered, rules.weights, relaxed=rules.open_gates, top=top, seed=need.pk)
        for rules in several
    ]


def explained(need: Need, offer: Offer, viewer: str, rules: Rules | None = None) -> Any:
    """One pair as the side `viewer` sees it."""
    rules = rules or in_force()
    pair = domain_need(need), domain_offers([offer])[0]
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
    needs = _published(Need).filter(**public).exclude(competences=[]).order_by("-published_at")
    for need in own_language_first(needs, language)[:NEEDS_TRIED]:
        others = [offer for offer in offers if offer.organisation.id != need.organisation.slug]
        results = engine.rank_offers(domain_need(need), others, rules.weights, relaxed=rules.open_gates, top=1).results
        if results and results[0].score >= GOOD_EXAMPLE and results[0].would_change:
            return need.reference, results[0].offer.id
    return None


def _found(postings: QuerySet[Any], references: list[str]) -> dict[str, Any]:
    return postings.select_related("organisation").in_bulk(references, field_name="reference")


def _removed(ranking: engine.Ranking, gains: Mapping[str, int]) -> list[Removed]:
    return [Removed(gate, count, gains.get(gate, 0)) for gate, count in ranking.removed_by_gate.items() if count]


def _asked_here(relaxed: Collection[str], rules: Rules) -> tuple[str, ...]:
    return tuple(gate for gate in GATES if gate in relaxed and gate not in rules.open_gates)


def _published(model: type[Posting]) -> QuerySet[Any]:
    return model.objects.filter(state=Posting.State.PUBLISHED).select_related("organisation")


def domain_need(need: Need) -> engine.Need:
    """A need as the engine compares it."""
    return engine.Need(
        id=need.reference,
        organisation=engine.Organisation(**_organisation(need.organisation)),
        problem=need.problem,
        help=need.help,
        start=need.start,
        end=need.end,
        budget_eur=need.budget_eur,
        competences=tuple(
            engine.AskedCompetence(
                one["framework"], one["id"], one.get("level_now"), one.get("level_wanted"), bool(one.get("must"))
            )
            for one in need.competences
        ),
        **_shared(need),
    )


def domain_offers(offers: Iterable[Offer]) -> list[engine.Offer]:
    """Offers as the engine compares them, with what introductions say of their organisations' answers."""
    offers = list(offers)
    reply = _reply_rates({offer.organisation_id for offer in offers if offer.organisation_id})
    waiting = _open_requests([offer.pk for offer in offers])
    return [_domain_offer(offer, reply.get(offer.organisation_id), waiting[offer.pk]) for offer in offers]


def _domain_offer(offer: Offer, reply_rate: float | None, open_requests: int) -> engine.Offer:
    organisation = engine.OfferingOrganisation(
        **_organisation(offer.organisation),
        reply_rate=reply_rate,
        open_requests=open_requests,
        joined=offer.organisation.created.date(),
    )
    return engine.Offer(
        id=offer.reference,
        organisation=organisation,
        text=offer.text,
        help=tuple(offer.help),
        available_from=offer.available_from,
        available_to=offer.available_to,
        capacity_hours=offer.capacity_hours,
        max_requests=offer.max_requests,
        competences=tuple(
            engine.HeldCompetence(one["framework"], one["id"], one.get("level")) for one in offer.competences
        ),
        **_shared(offer),
    )


def _shared(posting: Posting) -> dict[str, Any]:
    return {
        "title": posting.title,
        "language": posting.language,
        "remote": bool(posting.remote),
        "technology": tuple(posting.technology),
        "forms": tuple(posting.forms),
        "countries": tuple(posting.countries),
    }


def _organisation(organisation: Any) -> dict[str, Any]:
    return {
        "id": organisation.slug,
        "roles": tuple(organisation.roles),
        "country": organisation.country,
        "latitude": organisation.latitude,
        "longitude": organisation.longitude,
        "employees": organisation.employees,
        "languages": tuple(organisation.languages),
        "sdgs": tuple(organisation.sdgs),
        "values": tuple(organisation.values),
    }


#: Steps by which the receiving side answers a proposal; a refusal with its reason counts as an answer.
ANSWERS = ("accept", "ask", "decline")
#: Nothing can be said yet: the last day to answer is still to come, or those who asked changed their mind.
NOT_YET_KNOWN = ("proposed", "withdrawn", "released")


def _reply_rates(organisations: Collection[int]) -> dict[int, float]:
    """Share of the proposals received through offers that were answered rather than closed without an answer;
    absent when none was received. One that may still be answered does not count yet."""
    received = (
        Introduction.objects.filter(offer__organisation__in=organisations, proposed_by=Side.NEED)
        .exclude(state__in=NOT_YET_KNOWN)
        .values("offer__organisation")
        .annotate(
            all=Count("pk", distinct=True),
            answered=Count("pk", filter=Q(steps__transition__in=ANSWERS), distinct=True),
        )
    )
    return {row["offer__organisation"]: row["answered"] / row["all"] for row in received}


def _open_requests(offers: Collection[int]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    waiting = Introduction.objects.filter(OPEN_REQUESTS, offer__in=offers)
    for row in waiting.values("offer").annotate(count=Count("pk")):
        counts[row["offer"]] = row["count"]
    return counts


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
