"""Which door of a company to knock at, and whether it has checked its own side."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tandem.diagnosis.models import Diagnosis, Door
from tandem.diagnosis.queries.standing import Standing, latest_of, standing


def door_of(organisation: Any) -> Door | None:
    return Door.objects.filter(organisation=organisation).first()


def is_prepared(now: Standing) -> bool:
    """In no subject still "to prepare": a check with gaps left open does not count as prepared."""
    lowest = now.content.questionnaire.bands[0].id
    return all(result.band != lowest for result in now.result.dimensions)


def prepared_on(organisation: Any) -> datetime | None:
    """When the newest check found the company prepared; None when it did not, or when it does not want it said."""
    door = door_of(organisation)
    if door is None or not door.says_prepared:
        return None
    last = latest_of(organisation, Diagnosis.Kind.READINESS)
    return last.changed if last is not None and is_prepared(standing(last)) else None
