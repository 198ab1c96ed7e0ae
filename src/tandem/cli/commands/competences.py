"""`tandem competences`: read and search the frameworks, load ESCO."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tandem.cli.output import Output, command_options
from tandem.competences import content
from tandem.competences.content import Competence, Text
from tandem.domain import competences
from tandem.domain.messages import Message, gettext_noop


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Frameworks of digital competences: list, search in everyday words, load ESCO."""


@command.command("list")
@click.option("--framework", "framework", help="Only this framework.")
@command_options()
def list_competences(out: Output, framework: str | None) -> None:
    """List competences with their areas and levels."""
    if framework is not None:
        competences.competence_ids(framework)
    wanted = [framework] if framework is not None else [known.id for known in competences.frameworks()]
    if competences.ESCO in wanted:
        out.warn(gettext_noop("ESCO: only the concepts paired with DigComp; load the others with import-esco."))
    out.emit([row for name in wanted for row in _rows(name, out.language)])


@command.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, help="How many at most.")
@command_options()
def search_competences(out: Output, words: tuple[str, ...], top: int) -> None:
    """Find competences by everyday words, in French or English."""
    from tandem.competences.search import shipped_index

    hits = shipped_index().search(" ".join(words), limit=top)
    rows = {(row["framework"], row["id"]): row for hit in hits for row in _rows(hit.key[0], out.language)}
    if not hits:
        out.warn(Message(gettext_noop("nothing found for: %(words)s"), {"words": " ".join(words)}))
    out.emit([{**rows[hit.key], "score": hit.score} for hit in hits])


@command.command("import-esco")
@click.argument("folder", type=click.Path(path_type=Path))
@command_options()
def import_esco(out: Output, folder: Path) -> None:
    """Load ESCO's own CSV files of skills into the installation's database; again changes nothing."""
    from tandem.cli import database

    database.ready()
    from tandem.competences import actions

    at = datetime.combine(out.today, datetime.now(UTC).timetz())
    report = actions.import_esco(folder, at=at, progress=lambda files, total: out.progress(files, total, "ESCO"))
    if report.aside:
        out.warn(Message(gettext_noop("left aside, not about skills: %(files)s"), {"files": tuple(report.aside)}))
    refused = [{"file": row.file, "place": out.say(row.place), "reason": out.say(row.reason)} for row in report.refused]
    counts = {name: count for name, count in vars(report).items() if isinstance(count, int)}
    out.emit({**counts, "refused": refused, "warnings": report.aside}, rows=[{**counts, "refused": len(refused)}])


def _rows(framework: str, language: str) -> list[dict[str, Any]]:
    if framework == competences.ESCO:
        return [
            _row(Competence(id=pair.uri, label=pair.label, framework=framework), Text({}), language)
            for pair in content.crosswalk()
        ]
    found = content.framework(framework)
    return [_row(competence, found.areas[competence.area].label, language) for competence in found.competences.values()]


def _row(competence: Competence, area: Text, language: str) -> dict[str, Any]:
    return {
        "framework": competence.framework,
        "id": competence.id,
        "label": competence.label.say(language),
        "area": area.say(language) or None,
        "levels": list(competences.levels(competence.framework, competence.id)),
        "about": competence.about.say(language) or None,
    }
