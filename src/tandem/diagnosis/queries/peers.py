"""An organisation beside others: the middle of groups of five or more, never one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tandem.diagnosis.models import Diagnosis
from tandem.diagnosis.queries.standing import Standing
from tandem.domain import maturity
from tandem.questionnaires import queries as questionnaires

#: The newest results are compared: older ones say little of today, and a page has to stay quick.
MOST_COMPARED = 500
#: Sizes by people employed, as Eurostat counts enterprises.
SIZES = (0, 9, 49, 249)
GROUPS = ("all", "size", "size-and-role")


@dataclass(frozen=True)
class Group:
    """`size` and `bands` (of the middle organisation, by dimension, in words) are None when withheld."""

    name: str
    size: int | None
    bands: list[str] | None


def peers(diagnosis: Diagnosis, now: Standing, language: str) -> list[Group]:
    """All who answered the same version, those of the same size, those of the same size and role; each inside
    the one before. Without an organisation, or without a size, there is the first group alone."""
    others = _latest_of_each(diagnosis)
    nested = [others]
    own = diagnosis.organisation
    if own is not None and own.employees is not None:
        nested.append([one for one in others if _size(one.organisation) == _size(own)])
        nested.append([one for one in nested[-1] if set(one.organisation.roles) & set(own.roles)])
    answers = questionnaires.choices_of([one.filling_id for one in others])
    ranks = [_ranks(now, group, answers) for group in nested]
    told = maturity.peer_groups(now.content.questionnaire, ranks)
    return [
        Group(
            name,
            group.size,
            None if group.median_band is None else [now.content.bands[band][language] for band in group.median_band],
        )
        for name, group in zip(GROUPS, told, strict=False)
    ]


def _latest_of_each(diagnosis: Diagnosis) -> list[Diagnosis]:
    """The newest result of every other organisation, on a version that asks the same, newest first."""
    alike = questionnaires.versions_alike(diagnosis.kind, diagnosis.filling.version)
    kept = Diagnosis.objects.filter(
        kind=diagnosis.kind, organisation__isnull=False, filling__version__in=alike
    ).exclude(organisation=diagnosis.organisation_id)
    newest: dict[int, Diagnosis] = {}
    for one in kept.select_related("organisation").order_by("-started", "-pk")[: 2 * MOST_COMPARED]:
        newest.setdefault(one.organisation_id, one)
    return list(newest.values())[:MOST_COMPARED]


def _size(organisation: Any) -> int | None:
    """The rank of the size class; None when nobody said how many people work there."""
    if organisation.employees is None:
        return None
    return sum(organisation.employees > limit for limit in SIZES)


def _ranks(now: Standing, group: Sequence[Diagnosis], answers: dict[int, dict[str, str]]) -> Any:
    return maturity.ranks_of(now.content.questionnaire, [answers.get(one.filling_id, {}) for one in group])
