"""`tandem atlas`: files of organisations and solutions into the directory."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tandem.cli.output import Output, command_options
from tandem.domain.messages import Message, gettext_noop

if TYPE_CHECKING:
    from tandem.directory.importers.records import Doubt, Refusal
    from tandem.directory.importers.saving import Report


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """The directory's organisations, solutions and projects, from files."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@command_options()
def import_files(out: Output, files: tuple[Path, ...], dry_run: bool) -> None:
    """Import publiccode.yml, digital public goods (JSON lines), SUSY (GeoJSON), DSI4EU (JSON).

    The kind of each file is known by what is in it. What cannot be used is refused entry by entry, with its
    place and reason; the rest goes in. Importing the same files again changes nothing.
    """
    from tandem.cli import database

    database.ready()
    from tandem.directory.importers import saving

    at = datetime.combine(out.today, datetime.now(UTC).timetz())
    name = out.say(gettext_noop("entries read:"))
    report = saving.import_files(files, at=at, dry_run=dry_run, watch=lambda found: out.progress(found, None, name))
    out.emit(_report(report, out), rows=_rows(report, out))


def _report(report: Report, out: Output) -> dict[str, Any]:
    return {
        "created": report.created,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": [_said(one, out) for one in report.refused],
        "warnings": [_said(one, out) for one in report.warnings],
    }


def _rows(report: Report, out: Output) -> list[dict[str, Any]]:
    """The main table: how many of each, then one line per entry that was refused or gave a warning."""
    counts = {name: getattr(report, name) for name in ("created", "changed", "unchanged")}
    counts |= {"refused": len(report.refused), "warnings": len(report.warnings)}
    rows: list[dict[str, Any]] = [{"result": name, "count": count} for name, count in counts.items()]
    rows += [{"result": "refused", **_said(one, out)} for one in report.refused]
    rows += [{"result": "warning", **_said(one, out)} for one in report.warnings]
    return rows


def _said(one: Refusal | Doubt, out: Output) -> dict[str, str]:
    place = ", ".join(out.say(part) if isinstance(part, Message) else part for part in one.place)
    return {"file": one.file, "place": place, "reason": out.say(one.reason)}
