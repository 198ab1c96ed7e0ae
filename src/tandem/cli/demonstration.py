"""What the demonstration holds: invented people and cooperations, real facts, and the real files one gives it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tandem.ui.content import content_folder

#: Where the real files of `--data FOLDER` stand in it.
PATTERNS = ("atlas/publiccode/*.yml", "atlas/*.jsonl", "atlas/*.geojson", "atlas/dsi4eu/*.json")


def load(data: Path | None, say: Callable[[str], None]) -> None:
    """Bring the demonstration's database up to date. What is there already, and what people changed, stays.

    A second start with the same content reads a fingerprint and nothing else.
    """
    from django.conf import settings
    from django.core.management import call_command

    files = [path for pattern in PATTERNS for path in sorted(data.glob(pattern))] if data else []
    content = sorted((content_folder() / "demonstration").glob("*.jsonl"))
    stamp = settings.INDEX_FOLDER.parent / "loaded.json"
    loaded = json.loads(stamp.read_text()) if stamp.exists() else {}
    wanted = {
        "content": _fingerprint(content),
        "data": _fingerprint(files) if files else loaded.get("data"),
        "static": _fingerprint(_static_files()),
    }
    if loaded.get("static") != wanted["static"] or not settings.STATIC_ROOT.is_dir():
        call_command("collectstatic", verbosity=0, interactive=False)
    if any(loaded.get(name) != wanted[name] for name in ("content", "data")):
        for line in _bring(files):
            say(line)
    if loaded != wanted:
        stamp.write_text(json.dumps(wanted))


def _static_files() -> list[Path]:
    """What pages load: as many files as rooms have, hashed and compressed into one folder when one changed."""
    from django.contrib.staticfiles.finders import get_finders

    found = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    return sorted(Path(path) for path in found)


def _bring(files: list[Path]) -> Iterator[str]:
    from tandem.cooperation import demonstration as cooperation
    from tandem.diagnosis import demonstration as diagnosis
    from tandem.directory import demonstration as directory
    from tandem.directory import search
    from tandem.directory.importers import saving
    from tandem.matching import demonstration as matching
    from tandem.observatory import demonstration as observatory

    counts = {
        **directory.load(directory.OPENED),
        **diagnosis.load(),
        **matching.load(),
        **cooperation.load(),
        **observatory.load(),
    }
    yield "Demonstration: " + ", ".join(f"{count} {name}" for name, count in counts.items())
    if files:
        report = saving.import_files(files, at=datetime.now(UTC))
        counts = {name: getattr(report, name) for name in ("created", "changed", "unchanged")}
        counts["refused"] = len(report.refused)
        yield "Real files: " + ", ".join(f"{count} {name}" for name, count in counts.items())
    search.index_changes()


def _fingerprint(files: list[Path]) -> str:
    """Of names, sizes and dates: reading 30 megabytes at each start would be felt."""
    facts = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
