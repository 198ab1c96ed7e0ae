"""Keeping what the importers read: created, changed or left alone, in batches that are kept whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from tandem.directory import search
from tandem.directory.importers import records
from tandem.directory.importers.outcomes import Outcome, read_files
from tandem.directory.models import Organisation, Origin, Project, Solution, Source, State
from tandem.domain.messages import Message, gettext_noop
from tandem.journal import actions as journal

BATCH = 1_000
SLUG_LENGTH = 100

_MODELS: dict[type[records.Record], type[Organisation | Solution | Project]] = {
    records.OrganisationRecord: Organisation,
    records.SolutionRecord: Solution,
    records.ProjectRecord: Project,
}
#: A project that gained a website becomes a solution, and the other way round: the former row is hidden.
_OTHER = {Solution: Project, Project: Solution}
_INDEXED = {Organisation: "organisation", Solution: "solution"}


@dataclass
class Report:
    """What an import did, or with `dry_run` would have done."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[records.Refusal] = field(default_factory=list)
    warnings: list[records.Doubt] = field(default_factory=list)


def import_files(
    paths: Sequence[Path],
    *,
    at: datetime,
    actor: Any = None,
    dry_run: bool = False,
    watch: Callable[[Iterable[Outcome]], Iterable[Outcome]] = iter,
) -> Report:
    """Bring the directory up to date with `paths`; again with the same files changes nothing.

    Every batch of `BATCH` records is one transaction: an import that was killed is simply run again. What people
    of an organisation wrote themselves is never overwritten. Raises `BadInput` or `OSError`, before anything is
    written, when a file cannot be read or no importer knows it. `watch` may follow the outcomes as they pass.
    """
    report = Report()
    keeper = _Keeper(report, at, dry_run)
    for outcome in watch(read_files(paths)):
        if isinstance(outcome, records.Refusal):
            report.refused.append(outcome)
        elif isinstance(outcome, records.Doubt):
            report.warnings.append(outcome)
        else:
            keeper.take(outcome)
    keeper.finish(actor)
    return report


@dataclass
class _Read:
    """A record on its way in: its fingerprint, and the organisations of the directory that it names."""

    record: records.Record
    fingerprint: str
    organisations: list[int]


class _Keeper:
    """Collects records of one kind until a batch is full, then keeps it."""

    def __init__(self, report: Report, at: datetime, dry_run: bool) -> None:
        self.report = report
        self.at = at
        self.dry_run = dry_run
        self.waiting: list[records.Record] = []
        self.promised: set[tuple[str, str]] = set()
        self.by_source: dict[str, Counter[str]] = {}

    def take(self, record: records.Record) -> None:
        first = self.waiting[0] if self.waiting else record
        if len(self.waiting) >= BATCH or (type(first), first.source) != (type(record), record.source):
            self._keep_waiting()
        self.waiting.append(record)

    def finish(self, actor: Any) -> None:
        """Keep what is left, and write one event per source that brought something new."""
        self._keep_waiting()
        if self.dry_run:
            return
        for slug, counts in self.by_source.items():
            if counts:
                source = Source.objects.get(pk=slug)
                journal.record("directory.imported", source, actor=actor, at=self.at, **counts)

    def _keep_waiting(self) -> None:
        batch, self.waiting = self.waiting, []
        if batch:
            with transaction.atomic():
                self._keep(batch)

    def _keep(self, batch: list[records.Record]) -> None:
        model = _MODELS[type(batch[0])]
        source = self._source(batch[0].source)
        incoming = self._with_organisations(batch, source, model)
        known = dict(
            model.objects.filter(source_id=source.pk, external_id__in=[one.record.external_id for one in incoming])
            .values_list("external_id", "content_hash")
        )  # fmt: skip
        new = [one for one in incoming if one.record.external_id not in known]
        differing = [one for one in incoming if known.get(one.record.external_id, one.fingerprint) != one.fingerprint]
        counts = Counter(created=len(new), changed=len(differing))
        self.report.created += len(new)
        self.report.changed += len(differing)
        self.report.unchanged += len(incoming) - len(new) - len(differing)
        self.by_source.setdefault(source.pk, Counter()).update(+counts)
        if model is Organisation and self.dry_run:
            self.promised.update((source.pk, one.record.external_id) for one in new)
        rows = [*self._changed_rows(model, source, differing), *self._new_rows(model, source, new)]
        if rows and not self.dry_run:
            self._write(model, source, rows, [*differing, *new])

    def _source(self, said: records.Source) -> Source:
        """The source's row; its lock lets one import of a source at a time through."""
        defaults = {
            "name": said.name,
            "address": said.address,
            "licence": said.licence,
            "may_republish": said.may_republish,
        }
        if self.dry_run:
            return Source.objects.filter(pk=said.slug).first() or Source(slug=said.slug, **defaults)
        Source.objects.get_or_create(slug=said.slug, defaults=defaults)
        return Source.objects.select_for_update().get(pk=said.slug)

    def _with_organisations(self, batch: list[records.Record], source: Source, model: type) -> list[_Read]:
        """The records with the organisations they name; a project is refused when the directory has none of them."""
        wanted = {name for record in batch for name in record.links}
        found = dict(
            Organisation.objects.filter(source_id=source.pk, external_id__in=wanted).values_list("external_id", "pk")
            if wanted else ()
        )  # fmt: skip
        incoming = []
        for record in batch:
            known = [name for name in record.links if name in found or (source.pk, name) in self.promised]
            missing = [name for name in record.links if name not in known]
            if missing and not known and model is Project:
                reason = gettext_noop("the directory does not have %(missing)s: import the organisations first")
                self._refuse(record, Message(reason, {"missing": missing}))
                continue
            if missing:
                reason = gettext_noop("left out, because the directory does not have it: %(missing)s")
                self._warn(record, "", Message(reason, {"missing": missing}))
            fingerprint = sha256(f"{record.content_hash()} {known}".encode()).hexdigest()
            incoming.append(_Read(record, fingerprint, [found[name] for name in known if name in found]))
        return incoming

    def _changed_rows(self, model: type, source: Source, differing: list[_Read]) -> Iterator[Any]:
        names = [one.record.external_id for one in differing]
        rows = {row.external_id: row for row in model.objects.filter(source_id=source.pk, external_id__in=names)}
        for one in differing:
            row = rows[one.record.external_id]
            for name, value in self._values(one, model).items():
                if name == "summary" and "summary" not in row.own_fields:
                    _take_summary(row, value)
                elif name.removesuffix("_id") not in row.own_fields:
                    setattr(row, name, value)
                elif getattr(row, name) != value:
                    reason = gettext_noop("kept as the organisation wrote it: the source says something else now")
                    self._warn(one.record, name, Message(reason))
            if not row.content_hash:  # hidden by us, not by a steward: see _hide_former
                row.state = State.PUBLISHED
            yield self._stamped(row, one)

    def _new_rows(self, model: type, source: Source, new: list[_Read]) -> Iterator[Any]:
        for one, slug in zip(new, _slugs(model, [one.record for one in new]), strict=True):
            row = model(
                **self._values(one, model),
                slug=slug,
                source=source,
                external_id=one.record.external_id,
                origin=Origin.IMPORTED,
                created=self.at,
            )
            yield self._stamped(row, one)

    def _stamped(self, row: Any, one: _Read) -> Any:
        row.content_hash = one.fingerprint
        row.retrieved = self.at.date()
        row.changed = max(self.at, row.created)
        return row

    def _values(self, one: _Read, model: type) -> dict[str, Any]:
        """The record's facts as the fields of `model` hold them."""
        facts = {name: _stored(value) for name, value in one.record.facts().items() if name != "links"}
        if model is Solution:
            facts["carried_by_id"] = one.organisations[0] if one.organisations else None
        return facts

    def _write(self, model: type, source: Source, rows: list[Any], kept: list[_Read]) -> None:
        changed = [row for row in rows if row.pk]
        if changed:
            columns = [column.name for column in model._meta.concrete_fields if not column.primary_key]
            model.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=columns)
        _insert(model, source, [row for row in rows if not row.pk])
        if model in _OTHER:
            self._hide_former(_OTHER[model], source, [row.external_id for row in rows])
        if model is Project:
            _link(rows, {one.record.external_id: one.organisations for one in kept})
        if model in _INDEXED:
            search.changed(_INDEXED[model], [row.pk for row in rows])

    def _hide_former(self, model: type, source: Source, names: list[str]) -> None:
        former = model.objects.filter(source_id=source.pk, external_id__in=names).exclude(content_hash="")
        hidden = list(former.values_list("pk", flat=True))
        model.objects.filter(pk__in=hidden).update(state=State.HIDDEN, content_hash="", changed=self.at)
        if hidden and model in _INDEXED:
            search.changed(_INDEXED[model], hidden)

    def _refuse(self, record: records.Record, reason: Message) -> None:
        self.report.refused.append(records.Refusal(record.file, record.where, reason))

    def _warn(self, record: records.Record, name: str, reason: Message) -> None:
        place = (*record.where, name) if name else record.where
        self.report.warnings.append(records.Doubt(record.file, place, reason))


def _take_summary(row: Any, said: dict[str, str]) -> None:
    """What the source says now; what was translated here stays for the languages that the source lacks."""
    row.translations = {code: told for code, told in row.translations.items() if code not in said}
    row.summary = {**{code: row.summary[code] for code in row.translations}, **said}


def _insert(model: type, source: Source, rows: list[Any]) -> None:
    """Insert new rows with one prepared statement, and give them their keys.

    `bulk_create` compiles the values of each row into statements of at most 999 values on SQLite: half as fast.
    """
    if not rows:
        return
    columns = [column for column in model._meta.concrete_fields if not column.primary_key]
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(column.column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places})",  # noqa: S608 - our own columns
            [[column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns] for row in rows],
        )
    keys = dict(
        model.objects.filter(source_id=source.pk, external_id__in=[row.external_id for row in rows])
        .values_list("external_id", "pk")
    )  # fmt: skip
    for row in rows:
        row.pk = keys[row.external_id]


def _stored(value: Any) -> Any:
    """As JSON columns give it back: lists and plain maps."""
    if isinstance(value, tuple):
        return [_stored(part) for part in value]
    return dict(value) if isinstance(value, records.Mapping) else value


def _slugs(model: type, batch: list[records.Record]) -> list[str]:
    """An address for each new row: its name, with a few letters of its identity when the name is taken."""
    plain = [slugify(record.name)[:SLUG_LENGTH].strip("-_") for record in batch]
    taken = set(model.objects.filter(slug__in=plain).values_list("slug", flat=True))
    chosen = []
    for record, name in zip(batch, plain, strict=True):
        identity = sha256(f"{record.source.slug} {record.external_id}".encode()).hexdigest()
        slug = name if name and name not in taken else f"{name or record.source.slug}-{identity[:8]}"
        taken.add(slug)
        chosen.append(slug)
    return chosen


def _link(rows: list[Project], organisations: dict[str, list[int]]) -> None:
    """Tie projects to their organisations anew, unless somebody of theirs did so by hand."""
    free = [row for row in rows if "organisations" not in row.own_fields]
    through = Project.organisations.through
    through.objects.filter(project_id__in=[row.pk for row in free]).delete()
    pairs = chain.from_iterable(((row.pk, pk) for pk in organisations[row.external_id]) for row in free)
    through.objects.bulk_create([through(project_id=project, organisation_id=pk) for project, pk in pairs])
