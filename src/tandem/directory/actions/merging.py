"""Making one of two records, and two of one again; looking for what may be one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.directory import merging, permissions, search
from tandem.directory.actions.queue import open_case
from tandem.directory.models import Case, Merge, Organisation, State, Twins
from tandem.domain import duplicates
from tandem.domain.decision import refused
from tandem.domain.duplicates import Candidate
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.ui.access import require

#: What the kept record takes from the other one where it has nothing.
FILLED = (
    "summary", "website", "country", "place", "latitude", "longitude", "languages", "sdgs", "technology", "tags",
    "roles", "values", "employees", "founded", "legal_form", "social_mission", "limited_profit",
    "democratic_governance",
)  # fmt: skip
#: A steward reads so many suggestions at a time; the rest comes with the next search.
MOST_SUGGESTED = 500


@transaction.atomic
def merge(kept: Organisation, gone: Organisation, *, case: Case | None = None, actor: Any, at: datetime) -> Merge:
    """`gone` becomes a part of `kept`: its rows move, its facts fill what is empty, its address leads to the other.
    Neither may be a part of another record already: what is merged in a circle is found nowhere."""
    require(permissions.can_steward(actor))
    rows = _locked(kept.pk, gone.pk)
    kept, gone = rows[kept.pk], rows[gone.pk]
    for one in (kept, gone):
        if kept == gone or one.state == State.MERGED:
            sentence = gettext_noop("%(organisation)s is a part of another record already.")
            require(refused(sentence, organisation=one.name))
    former = gone.state
    filled = [name for name in FILLED if getattr(kept, name) in (None, "", [], {}) and getattr(gone, name)]
    if "summary" in filled and gone.translations:
        filled.append("translations")
    for name in filled:
        setattr(kept, name, getattr(gone, name))
        kept.borrowed[name] = gone.pk
    kept.changed = max(at, kept.created)
    kept.save()
    moved = {name: mover(gone.pk, kept.pk, None) for name, mover in merging.movers().items()}
    gone.state, gone.merged_into = State.MERGED, kept
    gone.save(update_fields=["state", "merged_into"])
    Organisation.objects.filter(merged_into=gone).update(merged_into=kept)
    made = Merge.objects.create(
        kept=kept, gone=gone, case=case, by=actor, at=at, former_state=former, moved=moved, filled=filled
    )
    record("organisation.merged", kept, actor=actor, at=at, gone=gone.pk)
    search.changed("organisation", [kept.pk, gone.pk])
    return made


@transaction.atomic
def unmerge(made: Merge, *, actor: Any, at: datetime) -> None:
    """Two records again, each with the rows and the facts that it had. What was merged later is undone first."""
    require(permissions.can_steward(actor))
    made = Merge.objects.select_for_update().get(pk=made.pk)
    if made.undone_at:
        return
    rows = _locked(made.kept_id, made.gone_id)
    kept, gone = rows[made.kept_id], rows[made.gone_id]
    if kept.state == State.MERGED:
        require(
            refused(
                gettext_noop("%(organisation)s went into another record since then: undo that first."),
                organisation=kept.name,
            )
        )
    for name, mover in merging.movers().items():
        mover(kept.pk, gone.pk, made.moved.get(name, []))
    for name in made.filled:
        if kept.borrowed.get(name) == gone.pk and getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, Organisation._meta.get_field(name).get_default())
        kept.borrowed.pop(name, None)
    kept.save()
    gone.state, gone.merged_into = made.former_state, None
    gone.save(update_fields=["state", "merged_into"])
    before = Merge.objects.filter(kept=gone, undone_at=None).values("gone")
    Organisation.objects.filter(pk__in=before, merged_into=kept).update(merged_into=gone)
    made.undone_at = at
    made.save(update_fields=["undone_at"])
    record("organisation.unmerged", kept, actor=actor, at=at, gone=gone.pk)
    search.changed("organisation", [kept.pk, gone.pk])


def _locked(*keys: int) -> dict[int, Organisation]:
    return Organisation.objects.select_for_update().order_by("pk").in_bulk(keys)


def merge_twins(case: Case, decision: str, actor: Any, at: datetime) -> None:
    """What a decision about twins does. One that went into a third since then stands for that one; two that have become
    one on that way are left as they are."""
    first, second = (one.merged_into or one for one in (case.twins.first, case.twins.second))
    if first == second:
        return
    if decision == "keep_first":
        merge(first, second, case=case, actor=actor, at=at)
    elif decision == "keep_second":
        merge(second, first, case=case, actor=actor, at=at)


def part_twins(case: Case, decision: str, actor: Any, at: datetime) -> None:
    for made in Merge.objects.filter(case=case, undone_at=None):
        unmerge(made, actor=actor, at=at)


@transaction.atomic
def suggest_twins(
    one: Organisation,
    other: Organisation,
    weight: float = 0.0,
    reasons: Iterable[Any] = (),
    *,
    actor: Any,
    at: datetime,
) -> Twins:
    """Put two records before the stewards; the same two only once, whatever was decided."""
    first, second = sorted((one, other), key=lambda each: each.pk)
    twins, created = Twins.objects.get_or_create(
        first=first, second=second, defaults={"weight": weight, "reasons": list(reasons)}
    )
    if created:
        twins.case = open_case("twins", twins, organisation=first, actor=actor, at=at)
        twins.save(update_fields=["case"])
    return twins


def find_duplicates(*, at: datetime, dry_run: bool = False) -> list[Any]:
    """Look for records that may be one organisation, and put the strongest before the stewards; the pairs found."""
    rows = Organisation.objects.filter(state=State.PUBLISHED).order_by("pk")
    columns = ("pk", "name", "country", "place", "website", "source_id", "external_id", "latitude", "longitude")
    records = [
        Candidate(str(key), name, country, place, site, ((source, number),) if number else (), lat, long)
        for key, name, country, place, site, source, number, lat, long in rows.values_list(*columns).iterator(5_000)
    ]
    found = duplicates.find(records)
    if not dry_run:
        known = set(Twins.objects.values_list("first_id", "second_id"))
        fresh = [one for one in found if tuple(sorted((int(one.first), int(one.second)))) not in known]
        for pair in fresh[:MOST_SUGGESTED]:
            said = [{"text": reason.text, "values": dict(reason.values)} for reason in pair.reasons]
            both = Organisation.objects.in_bulk([int(pair.first), int(pair.second)])
            suggest_twins(*both.values(), pair.weight, said, actor=None, at=at)
    return found
