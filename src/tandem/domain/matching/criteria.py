"""The criteria of both sides: a name, and the value of a pair in [0, 1] or None when it is not said.

What each one means, and its prior, is told in docs/algorithms/matching.md; the arithmetic is in `formulas`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from tandem.domain.matching import formulas
from tandem.domain.matching.model import Need, Offer
from tandem.domain.vocabulary import FORM_FAMILIES

Criterion = Callable[[Need, Offer], float | None]

_FAMILY_OF = {form: family for family, forms in FORM_FAMILIES.items() for form in forms}
_LADDER = ("session", "project", "partnership")


def _competences_for_need(need: Need, offer: Offer) -> float | None:
    if not need.competences:
        return 1.0
    if not offer.competences:
        return None
    held = offer.levels
    total = weight_of_all = 0.0
    for asked in need.competences:
        weight = formulas.MUST_WEIGHT if asked.must else 1
        weight_of_all += weight
        if asked.key in held:
            total += weight * formulas.level_fit(asked.level_now, asked.level_wanted, held[asked.key])
    plausible = formulas.breadth(len(need.competences), len(held), formulas.COMPETENCE_SLACK)
    return formulas.tidy(total / weight_of_all * plausible)


def _competences_for_offer(need: Need, offer: Offer) -> float | None:
    if not need.competences:
        return formulas.NOTHING_ASKED
    if not offer.competences:
        return None
    held = offer.levels
    total = 0.0
    for asked in need.competences:
        if asked.key in held:
            total += formulas.level_fit(asked.level_now, asked.level_wanted, held[asked.key])
    plausible = formulas.breadth(len(need.competences), len(held), formulas.COMPETENCE_SLACK)
    return formulas.tidy(min(1.0, total / min(len(need.competences), len(held))) * plausible)


def _technology_for_need(need: Need, offer: Offer) -> float | None:
    if not need.technology:
        return 1.0
    if not offer.technology:
        return None
    shared = len(set(need.technology) & set(offer.technology))
    return formulas.technology_covered(shared, len(need.technology), len(offer.technology))


def _technology_for_offer(need: Need, offer: Offer) -> float | None:
    if not need.technology:
        return formulas.NOTHING_ASKED
    if not offer.technology:
        return None
    shared = len(set(need.technology) & set(offer.technology))
    return formulas.technology_used(shared, len(need.technology), len(offer.technology))


def _help(need: Need, offer: Offer) -> float | None:
    return help_fit(need.help, offer.help)


def help_fit(asked: str, offered: tuple[str, ...]) -> float | None:
    """1 when the kind of help asked is offered, 0.4 when the next one on the ladder is, else 0; None: not said.

    >>> help_fit("session", ("project",)), help_fit("session", ("partnership",))
    (0.4, 0.0)
    """
    if not offered:
        return None
    if asked in offered:
        return 1.0
    if asked not in _LADDER:
        return 0.0
    step = _LADDER.index(asked)
    return formulas.NEXT_HELP if any(abs(_LADDER.index(h) - step) == 1 for h in offered if h in _LADDER) else 0.0


def _form(need: Need, offer: Offer) -> float | None:
    if not need.forms or not offer.forms:
        return None
    if set(need.forms) & set(offer.forms):
        return 1.0
    families = {_FAMILY_OF[form] for form in need.forms}
    return formulas.SAME_FAMILY if families & {_FAMILY_OF[form] for form in offer.forms} else 0.0


def _language_for_need(need: Need, offer: Offer) -> float:
    return _language(need.language, need.languages, offer.languages)


def _language_for_offer(need: Need, offer: Offer) -> float:
    return _language(offer.language, offer.languages, need.languages)


def _language(own: str, all_own: frozenset[str], theirs: frozenset[str]) -> float:
    if own in theirs:
        return 1.0
    return formulas.OTHER_LANGUAGE if all_own & theirs else 0.0


def km_apart(need: Need, offer: Offer) -> float | None:
    """Kilometres between the two organisations, None when a coordinate is not said."""
    one, other = need.organisation, offer.organisation
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return formulas.distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _distance(need: Need, offer: Offer) -> float | None:
    return formulas.workable_distance(km_apart(need, offer), need.remote and offer.remote)


def _dates_for_need(need: Need, offer: Offer) -> float | None:
    period, available = periods(need, offer)
    if period is None or available == (None, None):
        return None
    return formulas.tidy(formulas.shared_days(period, *available) / (period[1] - period[0] + 1))


def _dates_for_offer(need: Need, offer: Offer) -> float | None:
    period, (first, last) = periods(need, offer)
    if period is None or (first, last) == (None, None):
        return None
    length = period[1] - period[0] + 1
    if first is not None and last is not None:
        length = min(length, last - first + 1)
    return formulas.tidy(formulas.shared_days(period, first, last) / length)


def periods(need: Need, offer: Offer) -> tuple[tuple[int, int] | None, tuple[int | None, int | None]]:
    """The period asked, and the first and last day of the offer, as day numbers."""
    asked = formulas.asked_period(day_number(need.start), day_number(need.end))
    return asked, (day_number(offer.available_from), day_number(offer.available_to))


def day_number(day: date | None) -> int | None:
    """Days since 1 January of year 1, which is day 1."""
    return None if day is None else day.toordinal()


def _values(need: Need, offer: Offer) -> float | None:
    return _in_common(need.organisation.values, offer.organisation.values)


def _sdgs(need: Need, offer: Offer) -> float | None:
    return _in_common(need.organisation.sdgs, offer.organisation.sdgs)


def _in_common(one: tuple[object, ...], other: tuple[object, ...]) -> float | None:
    return formulas.in_common(len(set(one) & set(other)), len(one), len(other)) if one and other else None


def _capacity(need: Need, offer: Offer) -> float | None:
    return formulas.hours_enough(need.help, offer.capacity_hours)


def _free_places(need: Need, offer: Offer) -> float | None:
    return formulas.free_places(offer.organisation.open_requests, offer.max_requests)


def _responsiveness(need: Need, offer: Offer) -> float | None:
    rate = offer.organisation.reply_rate
    return None if rate is None else formulas.tidy(rate)


def _budget(need: Need, offer: Offer) -> float | None:
    paid = is_paid(need, offer)
    if paid is None:
        return None
    return formulas.budget_enough(need.help, need.budget_eur) if paid else 1.0


def is_paid(need: Need, offer: Offer) -> bool | None:
    """Whether this help would be paid by the need's side: a contract is, funding is not, else by the offer's forms.

    None when the offer does not say its forms.
    """
    if need.help in ("contract", "funding"):
        return need.help == "contract"
    if not offer.forms:
        return None
    return all(_FAMILY_OF[form] == "commercial" for form in offer.forms)


#: In the order in which they are listed and added up.
FOR_NEED: Mapping[str, Criterion] = {
    "competences": _competences_for_need,
    "technology": _technology_for_need,
    "help": _help,
    "form": _form,
    "language": _language_for_need,
    "distance": _distance,
    "dates": _dates_for_need,
    "values": _values,
    "sdgs": _sdgs,
    "capacity": _capacity,
    "free-places": _free_places,
    "responsiveness": _responsiveness,
}
FOR_OFFER: Mapping[str, Criterion] = {
    "competences": _competences_for_offer,
    "technology": _technology_for_offer,
    "help": _help,
    "form": _form,
    "language": _language_for_offer,
    "distance": _distance,
    "dates": _dates_for_offer,
    "values": _values,
    "sdgs": _sdgs,
    "capacity": _capacity,
    "budget": _budget,
}
