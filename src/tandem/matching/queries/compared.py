"""Needs and offers as the engine compares them, with what introductions say of how requests are answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Q

from tandem.domain import iso
from tandem.domain import matching as engine
from tandem.matching.models import OPEN_REQUESTS, Introduction, Need, Offer, Posting, Side


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
        help=_once(offer.help),
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
        "technology": _once(posting.technology),
        "forms": _once(posting.forms),
        "countries": _once(posting.countries),
    }


def _organisation(organisation: Any) -> dict[str, Any]:
    return {
        "id": organisation.slug,
        "roles": _once(organisation.roles),
        "country": organisation.country if organisation.country in iso.COUNTRIES else "",
        "latitude": organisation.latitude,
        "longitude": organisation.longitude,
        "employees": organisation.employees,
        "languages": _once(code for code in organisation.languages if code in iso.LANGUAGES),
        "sdgs": _once(organisation.sdgs),
        "values": _once(organisation.values),
    }


def _once(members: Iterable[Any]) -> tuple[Any, ...]:
    """Repeated members of a list count once."""
    return tuple(dict.fromkeys(members))


#: Steps by which the receiving side answers a proposal; a refusal with its reason counts as an answer.
ANSWERS = ("accept", "ask", "decline")
#: Nothing can be said yet: the last day to answer is still to come, or those who asked changed their mind.
NOT_YET_KNOWN = ("proposed", "withdrawn", "released")


def requests_of(organisations: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of each organisation, the proposals received through its offers and how many of them it answered rather than
    let close; absent when none was received. One that may still be answered does not count yet."""
    received = (
        Introduction.objects.filter(offer__organisation__in=organisations, proposed_by=Side.NEED)
        .exclude(state__in=NOT_YET_KNOWN)
        .values("offer__organisation")
        .annotate(
            all=Count("pk", distinct=True),
            answered=Count("pk", filter=Q(steps__transition__in=ANSWERS), distinct=True),
        )
    )
    return {row["offer__organisation"]: (row["all"], row["answered"]) for row in received}


def _reply_rates(organisations: Collection[int]) -> dict[int, float]:
    return {one: answered / received for one, (received, answered) in requests_of(organisations).items()}


def _open_requests(offers: Collection[int]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    waiting = Introduction.objects.filter(OPEN_REQUESTS, offer__in=offers)
    for row in waiting.values("offer").annotate(count=Count("pk")):
        counts[row["offer"]] = row["count"]
    return counts
