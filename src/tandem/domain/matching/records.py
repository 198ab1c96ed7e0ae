"""Rankings, needs and offers as the records of the command line (docs/command-line.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tandem.domain.matching.model import Need, Offer, OfferingOrganisation, Organisation
from tandem.domain.matching.ranking import Ranking, Result
from tandem.domain.messages import Message


def ranking_record(need_id: str, ranking: Ranking, say: Callable[[Message], str]) -> dict[str, Any]:
    """The answer for one need, its sentences said by `say`."""
    return {
        "need": need_id,
        "considered": ranking.considered,
        "removed_by_gate": dict(ranking.removed_by_gate),
        "relaxed": list(ranking.relaxed),
        "results": [_result_record(result, say) for result in ranking.results],
    }


def _result_record(result: Result, say: Callable[[Message], str]) -> dict[str, Any]:
    return {
        "offer": result.offer.id,
        "rank_score": result.rank_score,
        "score": result.score,
        "score_for_offer": result.score_for_other,
        "completeness": result.completeness,
        "criteria": [
            {
                "name": criterion.name,
                "weight": criterion.weight,
                "value": criterion.value,
                "contribution": criterion.contribution,
                "reason": say(criterion.reason),
            }
            for criterion in result.criteria
        ],
        "missing": [say(text) for text in result.missing],
        "would_change": [
            {"change": say(one.change.seen_from(result.viewer)), "new_score": one.new_score}
            for one in result.would_change
        ],
    }


def need_record(need: Need) -> dict[str, Any]:
    """A need as a line of NEEDS.jsonl; `Reader.need` reads it back."""
    return {
        "id": need.id,
        "title": need.title,
        "problem": need.problem,
        "language": need.language,
        "organisation": _organisation_record(need.organisation),
        "technology": list(need.technology),
        "competences": [
            {
                "framework": one.framework,
                "id": one.id,
                "level_now": one.level_now,
                "level_wanted": one.level_wanted,
                "must": one.must,
            }
            for one in need.competences
        ],
        "forms": list(need.forms),
        "help": need.help,
        "start": _day(need.start),
        "end": _day(need.end),
        "remote": need.remote,
        "countries": list(need.countries) or None,
        "budget_eur": need.budget_eur,
    }


def offer_record(offer: Offer) -> dict[str, Any]:
    """An offer as a line of OFFERS.jsonl; `Reader.offer` reads it back when the day of joining is known."""
    return {
        "id": offer.id,
        "title": offer.title,
        "text": offer.text,
        "language": offer.language,
        "organisation": _organisation_record(offer.organisation) | _standing_record(offer.organisation),
        "technology": list(offer.technology),
        "competences": [{"framework": one.framework, "id": one.id, "level": one.level} for one in offer.competences],
        "forms": list(offer.forms),
        "help": list(offer.help),
        "available_from": _day(offer.available_from),
        "available_to": _day(offer.available_to),
        "remote": offer.remote,
        "countries": list(offer.countries) or None,
        "capacity_hours": offer.capacity_hours,
        "max_requests": offer.max_requests,
    }


def _organisation_record(organisation: Organisation) -> dict[str, Any]:
    return {
        "id": organisation.id,
        "roles": list(organisation.roles),
        "country": organisation.country,
        "latitude": organisation.latitude,
        "longitude": organisation.longitude,
        "employees": organisation.employees,
        "languages": list(organisation.languages),
        "sdgs": list(organisation.sdgs),
        "values": list(organisation.values),
    }


def _standing_record(organisation: OfferingOrganisation) -> dict[str, Any]:
    return {
        "reply_rate": organisation.reply_rate,
        "open_requests": organisation.open_requests,
        "joined": _day(organisation.joined),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
