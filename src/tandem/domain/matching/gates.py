"""The gates: what makes a pair impossible, whatever its score. What is not said never removes an offer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from tandem.domain.matching.model import Need, Offer

Gate = Callable[[Need, Offer], bool]


def _form(need: Need, offer: Offer) -> bool:
    return bool(need.forms and offer.forms) and not set(need.forms) & set(offer.forms)


def _language(need: Need, offer: Offer) -> bool:
    return not need.languages & offer.languages


def _country(need: Need, offer: Offer) -> bool:
    if (need.remote and offer.remote) or not offer.countries or not need.places:
        return False
    return not set(need.places) & set(offer.countries)


def _dates(need: Need, offer: Offer) -> bool:
    ends_before = need.end is not None and offer.available_from is not None and need.end < offer.available_from
    starts_after = need.start is not None and offer.available_to is not None and offer.available_to < need.start
    return ends_before or starts_after


def _help(need: Need, offer: Offer) -> bool:
    return bool(offer.help) and need.help not in offer.help


def _capacity(need: Need, offer: Offer) -> bool:
    return offer.max_requests is not None and offer.organisation.open_requests >= offer.max_requests


def _must_have(need: Need, offer: Offer) -> bool:
    if not offer.competences:
        return False
    held = offer.levels
    return any(
        asked.key not in held or is_far_below(held[asked.key], asked.level_wanted)
        for asked in need.competences
        if asked.must
    )


def is_far_below(level: int | None, wanted: int | None) -> bool:
    """Whether a level is known to be more than one below the level wanted.

    >>> is_far_below(3, 4), is_far_below(2, 4), is_far_below(None, 4)
    (False, True, False)
    """
    return level is not None and wanted is not None and level < wanted - 1


#: Name → does this gate remove the pair. In order: an offer is counted at the first one that removes it.
GATES: Mapping[str, Gate] = {
    "form": _form,
    "language": _language,
    "country": _country,
    "dates": _dates,
    "help": _help,
    "capacity": _capacity,
    "must-have": _must_have,
}


def first_gate(need: Need, offer: Offer, relaxed: Collection[str] = ()) -> str | None:
    """The first gate, not among `relaxed`, that removes the pair; None when it passes."""
    for name, removes in GATES.items():
        if name not in relaxed and removes(need, offer):
            return name
    return None


def closed_gates(need: Need, offer: Offer, relaxed: Collection[str] = ()) -> tuple[str, ...]:
    """Every gate, not among `relaxed`, that removes the pair, in order."""
    return tuple(name for name, removes in GATES.items() if name not in relaxed and removes(need, offer))
