"""What stewards read: the queue, the log, blocks; and what everybody reads of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tandem.directory.models import Act, Announcement, Block, Case, Claim, Organisation, Report, Solution


def waiting(kind: str = "") -> QuerySet[Case]:
    """What waits for a decision, the most urgent first."""
    cases = Case.objects.filter(state=Case.State.WAITING).select_related("organisation", "person", "report")
    return (cases.filter(kind=kind) if kind else cases).order_by("due", "pk")


def waiting_by_kind() -> dict[str, int]:
    rows = Case.objects.filter(state=Case.State.WAITING).values("kind").annotate(how_many=Count("pk"))
    return {row["kind"]: row["how_many"] for row in rows.order_by("kind")}


def cases() -> QuerySet[Case]:
    return Case.objects.select_related("organisation", "person", "decided_by")


def case_by_pk(pk: int) -> Case:
    return cases().get(pk=pk)


def acts_of(case: Case) -> QuerySet[Act]:
    return case.acts.select_related("person")


def log() -> QuerySet[Act]:
    """What stewards did, latest first."""
    return Act.objects.select_related("person", "case__organisation")


def report(pk: int) -> Report:
    return Report.objects.select_related("case").get(pk=pk)


def claim(pk: int) -> Claim:
    return Claim.objects.select_related("organisation", "person").get(pk=pk)


def record_of_slug(kind: str, slug: str) -> Any:
    model = {"organisation": Organisation, "solution": Solution}[kind]
    rows = model.objects.select_related("carried_by") if model is Solution else model.objects.all()
    return rows.filter(slug=slug).first()


def record_of(kind: str, key: str) -> Organisation | Solution | None:
    """The record of the directory that a case is about."""
    model = {"directory.organisation": Organisation, "directory.solution": Solution}.get(kind)
    return model.objects.filter(pk=key).first() if model else None


def block(pk: int) -> Block:
    return Block.objects.select_related("person", "organisation").get(pk=pk)


def blocks() -> QuerySet[Block]:
    """Those in force first, then the former ones."""
    return Block.objects.select_related("person", "organisation", "by").order_by("lifted_at", "-until", "-pk")


def announcements(at: datetime | None = None) -> QuerySet[Announcement]:
    """The notices that every page shows now."""
    now = at or timezone.now()
    return Announcement.objects.filter(starts__lte=now, ends__gt=now, withdrawn_at=None).order_by("starts", "pk")


def all_announcements() -> QuerySet[Announcement]:
    return Announcement.objects.select_related("by").order_by("-starts", "-pk")


def decisions_about(person: Any) -> QuerySet[Case]:
    """What was decided about what `person` asked or owns, latest first."""
    mine = Q(person=person) | Q(organisation__memberships__person=person, organisation__memberships__role="owner")
    return Case.objects.filter(mine, state=Case.State.DECIDED).exclude(reason="").distinct().order_by("-decided_at")
