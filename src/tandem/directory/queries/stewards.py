"""What stewards read: the queue, the log, blocks; and what everybody reads of them."""

from __future__ import annotations

from collections.abc import Iterable
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


def named(cases: Iterable[Case]) -> list[Case]:
    """The cases, each with the name of what it is about in `about`: one query for the solutions among them."""
    kept = list(cases)
    keys = [case.subject_id for case in kept if case.subject_kind == "directory.solution"]
    names = {str(pk): name for pk, name in Solution.objects.filter(pk__in=keys).values_list("pk", "name")}
    for case in kept:
        of_solution = names.get(case.subject_id, "") if case.subject_kind == "directory.solution" else ""
        case.about = case.organisation.name if case.organisation else of_solution  # type: ignore[attr-defined]
    return kept


def with_people(acts: Iterable[Act]) -> list[Act]:
    """The acts; a person who was blocked is kept by key, so that an account can be erased, and read by name."""
    kept = list(acts)
    of_people = [act for act in kept if act.what in (Act.What.BLOCKED, Act.What.UNBLOCKED) and act.about.isdecimal()]
    keys = {act.about for act in of_people}
    names = dict(Block.objects.filter(person__in=keys).values_list("person", "person__name")) if keys else {}
    for act in of_people:
        act.about = names.get(int(act.about), act.about)
    return kept


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
    cases = Case.objects.filter(mine, state=Case.State.DECIDED).exclude(reason="").select_related("organisation")
    return cases.distinct().order_by("-decided_at")
