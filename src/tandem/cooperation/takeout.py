"""Everything of a room in one ZIP: a page to read, tables to compute with, the files, the ledger, the history.

Only what the party may see goes in: no sealed answer of another side, no request that it made for help.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.template.loader import render_to_string

from tandem.cooperation import queries
from tandem.cooperation.models import Cooperation, Party
from tandem.journal.queries import history
from tandem.ui import uploads

#: Larger archives wait on disk rather than in memory.
IN_MEMORY = 20 * uploads.MEGABYTE
#: What begins a formula in a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: What one side did that the others do not see.
OF_ONE_SIDE = ("cooperation.help_asked", "cooperation.help_answered")


def archive(room: Cooperation, own: Party, at: datetime) -> IO[bytes]:
    """The ZIP, ready to be read from its beginning."""
    out = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        tables = _tables(room, own)
        for name, (head, rows) in tables.items():
            file.writestr(f"{name}.csv", _csv(head, rows))
        ledgers = {f"ledger-{book}.jsonl" if book > 1 else "ledger.jsonl": book for book in queries.books_of(room)}
        for name, book in ledgers.items():
            file.writestr(name, "".join(queries.ledger_lines(room, book)))
        file.writestr("history.jsonl", "".join(_history(room, own)))
        for kept in queries.files_of(room):
            file.writestr(f"files/{kept.pk}-{kept.name}", uploads.content_of(kept.key))
        for document in queries.documents_of(room):
            file.writestr(f"agreement/{document.sha256}.json", document.text)
            for signature in document.signatures.exclude(file_key=""):
                name = f"agreement/{document.sha256}-{signature.pk}.pdf"
                file.writestr(name, uploads.content_of(signature.file_key))
        context = {
            "room": room,
            "at": at,
            "sides": queries.framed_sides(room),
            "goal": getattr(room, "goal", None),
            "steps": queries.history(room),
            "lines": queries.plan_lines(room),
            "autonomy": queries.autonomy(room),
            "rounds": [queries.side_by_side(one) for one in queries.opened_rounds(room)],
            "own_evaluation": tables["my-evaluation"][1],
            "follow_ups": queries.follow_ups_of(room),
            "tables": sorted(tables),
            "ledgers": list(ledgers),
        }
        file.writestr("index.html", render_to_string("cooperation/takeout.html", context))
    out.seek(0)
    return out


def _tables(room: Cooperation, own: Party) -> dict[str, tuple[list[str], list[list[Any]]]]:
    names = queries.names_of(room)
    return {
        "messages": (
            ["at", "organisation", "person", "kind", "text"],
            [
                [note.at.isoformat(), note.organisation.name, note.person and note.person.name, note.kind, note.text]
                for note in queries.notes_of(room)
            ],
        ),
        "parties": (
            ["organisation", "role", "joined", "in the transfer", "left", "farewell"],
            [
                [names[one.pk], one.role, one.joined, one.transfers, one.left, one.farewell]
                for one in queries.everyone(room)
            ],
        ),
        "milestones": (
            ["text", "due", "reached", "organisation"],
            [[one.text, one.due, one.reached, names[one.party_id]] for one in room.milestones.all()],
        ),
        "hours": (
            ["ledger", "number", "day", "giver", "receiver", "minutes", "what", "status"],
            [
                [line[name] for name in ("book", "number", "day", "giver", "receiver", "minutes", "what", "status")]
                for line in queries.hours_page(room, None, room.opened)["lines"]
            ],
        ),
        "levels": (
            ["framework", "competence", "name", "organisation", "moment", "level"],
            [
                [line["line"].framework, line["line"].competence, line["label"], *row]
                for line in queries.plan_lines(room)
                for row in _ratings(line["line"], names)
            ],
        ),
        "check-ins": (
            ["month", "organisation", "mood", "sentence"],
            [[one.month, one.party.organisation.name, one.mood, one.sentence] for one in queries.check_ins_of(room)],
        ),
        "files": (
            ["name", "what", "organisation", "at", "size", "sha256"],
            [
                [one.name, one.about, one.party.organisation.name, one.at.isoformat(), one.size, one.sha256]
                for one in queries.files_of(room)
            ],
        ),
        "signatures": (
            ["text", "organisation", "name", "function", "at", "way"],
            [
                [document.sha256, one.organisation, one.name, one.function, one.at.isoformat(), one.way]
                for document in queries.documents_of(room)
                for one in document.signatures.all()
            ],
        ),
        "help": (
            ["at", "asked", "answered", "answer"],
            [[one.at.isoformat(), one.text, one.answered, one.answer] for one in queries.help_requests_of(own)],
        ),
        "my-evaluation": (
            ["question", "answer"],
            [list(pair) for pair in _own_answers(room, own)],
        ),
    }


def _ratings(line: Any, names: dict[int, str]) -> Iterable[list[Any]]:
    return [[names[one.party_id], one.moment, one.level] for one in line.ratings.all()]


def _own_answers(room: Cooperation, own: Party) -> list[tuple[str, str]]:
    said = queries.own_evaluation(room, own)
    return list(said.answers.items()) if said else []


def _csv(head: list[str], rows: list[list[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _plain(value: Any) -> Any:
    """No spreadsheet runs what somebody wrote as if it were a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _history(room: Cooperation, own: Party) -> Iterable[str]:
    for event in history(room):
        if event.name in OF_ONE_SIDE and event.data.get("side") != own.side:
            continue
        yield (
            json.dumps({"at": event.at.isoformat(), "name": event.name, "data": event.data}, ensure_ascii=False) + "\n"
        )
