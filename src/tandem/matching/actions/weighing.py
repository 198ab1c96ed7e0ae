"""Weighing matches otherwise, and keeping a ranking as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tandem.domain.errors import BadInput
from tandem.domain.matching import GATES, weights_from, weights_record
from tandem.domain.messages import Message, gettext_noop
from tandem.journal.actions import record
from tandem.matching.models import Introduction, KeptRanking, Need, Offer, Weighing
from tandem.matching.queries import weighing


@transaction.atomic
def weigh_otherwise(
    tables: Mapping[str, Any],
    open_gates: list[str],
    note: Mapping[str, str],
    *,
    after: int,
    actor: Any,
    at: datetime,
) -> Weighing:
    """Put a new version in force, on top of version `after`. `BadInput` when weights do not sum to 100, a gate is
    unknown, or somebody put another version in force meanwhile."""
    whole = weights_record(weights_from(tables))
    gates = [gate for gate in GATES if gate in open_gates]
    if weighing.in_force().number != after:
        raise BadInput(_MEANWHILE)
    try:
        with transaction.atomic():
            version = Weighing.objects.create(
                number=after + 1, tables=whole, open_gates=gates, note=dict(note), author=actor, at=at
            )
    except IntegrityError:
        raise BadInput(_MEANWHILE) from None
    record("weighing.changed", version, actor=actor, at=at, number=version.number)
    return version


_MEANWHILE = Message(
    gettext_noop("somebody put another version in force meanwhile: look at it, then try yours on top of it")
)


@transaction.atomic
def keep_ranking(
    posting: Need | Offer,
    version: int,
    kept: Mapping[str, Any],
    *,
    actor: Any,
    at: datetime,
    introduction: Introduction | None = None,
) -> KeptRanking:
    """Keep what `queries.kept.to_keep` gave, once for an introduction."""
    owner = {"need": posting} if isinstance(posting, Need) else {"offer": posting}
    values = {**owner, "version": version, **kept, "person": actor, "at": at}
    if introduction is None:
        row, created = KeptRanking.objects.create(**values), True
    else:
        row, created = KeptRanking.objects.get_or_create(introduction=introduction, defaults=values)
    if created:
        record("ranking.kept", row, actor=actor, at=at, version=version)
    return row
