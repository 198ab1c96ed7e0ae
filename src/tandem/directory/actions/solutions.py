"""Proposing solutions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.text import slugify

from tandem.directory.actions.queue import open_case
from tandem.directory.models import Origin, Solution, State
from tandem.journal.actions import record


@transaction.atomic
def propose_solution(answers: Mapping[str, Any], *, actor: Any, at: datetime) -> Solution:
    """Keep a solution that somebody found useful; it is shown to all once a steward has looked at it. Two clicks are
    one proposal."""
    get_user_model().objects.select_for_update().get(pk=actor.pk)
    same = Solution.objects.filter(
        proposed_by=actor, state=State.PROPOSED, name=answers["name"], website=answers["website"]
    ).first()
    if same:
        return same
    solution = Solution(
        **answers, slug=_free_slug(answers["name"]), origin=Origin.ENTERED, state=State.PROPOSED,
        proposed_by=actor, created=at, changed=at,
    )  # fmt: skip
    solution.own_fields = dict.fromkeys(answers, at.isoformat())
    solution.save()
    record("solution.proposed", solution, actor=actor, at=at)
    open_case("solution", solution, person=actor, actor=actor, at=at)
    return solution


def _free_slug(name: str) -> str:
    base = slugify(name)[:100] or "solution"
    taken = set(Solution.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | {"new"}
    return base if base not in taken else next(s for n in range(2, len(taken) + 3) if (s := f"{base}-{n}") not in taken)
