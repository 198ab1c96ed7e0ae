"""Read ESCO's own CSV files of skills, row by row (no Django, no database).

A folder of ESCO holds one file per subject and language (`skills_fr.csv`, `digitalSkillsCollection_en.csv`,
`broaderRelationsSkillPillar_en.csv` …). A file is known by its columns, its language by its name.
Source of the format: the download of ESCO v1.1 and v1.2 (European Commission, esco.ec.europa.eu).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

LARGEST_FILE = 200_000_000
LONGEST_URI = 200
LONGEST_LABEL = 500
LONGEST_TEXT = 20_000

_CONCEPT = re.compile(r"http://data\.europa\.eu/esco/(skill|isced-f)/[A-Za-z0-9._\-]+")
_LANGUAGE = re.compile(r"[_-]([a-z]{2})(?=[_.-])")
_LABELS = {"conceptUri", "preferredLabel"}
_BROADER = {"conceptUri", "broaderUri"}
#: Occupations have the same first columns as skills, and this one.
_OCCUPATIONS = "iscoGroup"


@dataclass(frozen=True)
class SkillRow:
    """What one row says of a concept in one language; None where the file has no such column."""

    uri: str
    language: str
    label: str
    alternatives: tuple[str, ...] | None
    description: str | None
    kind: str
    reuse: str
    broader: tuple[str, ...]


@dataclass(frozen=True)
class BroaderRow:
    """One concept stands under another."""

    uri: str
    broader: str


@dataclass(frozen=True)
class Refusal:
    """A row that cannot be used: which file, where in it, and why."""

    file: str
    place: Message
    reason: Message


@dataclass(frozen=True)
class EscoFile:
    path: Path
    columns: tuple[str, ...]
    language: str

    @property
    def has_labels(self) -> bool:
        return set(self.columns) >= _LABELS

    @property
    def name(self) -> str:
        return self.path.name

    def rows(self) -> Iterator[SkillRow | BroaderRow | Refusal]:
        """The rows in order, read as they are asked for. Raises `BadInput` with the line when the CSV is broken."""
        read = self._skill if self.has_labels else self._broader
        for line, cells in _cells(self.path):
            if line == 1:
                continue
            place = Message(gettext_noop("line %(line)s"), {"line": line})
            if len(cells) != len(self.columns):
                text = gettext_noop("%(cells)s cells where the header has %(columns)s")
                reason = Message(text, {"cells": len(cells), "columns": len(self.columns)})
                yield Refusal(self.path.name, place, reason)
                continue
            row = {name: cell.replace("\0", "").strip() for name, cell in zip(self.columns, cells, strict=True)}
            found = read(row)
            yield Refusal(self.path.name, place, found) if isinstance(found, Message) else found

    def _skill(self, row: dict[str, str]) -> SkillRow | Message:
        if not _is_concept(row["conceptUri"]):
            return Message(
                gettext_noop("%(uri)s is not the address of an ESCO skill"), {"uri": _short(row["conceptUri"])}
            )
        label = " ".join(row["preferredLabel"].split())
        if not label:
            return Message(gettext_noop("no preferredLabel"))
        if len(label) > LONGEST_LABEL:
            return Message(gettext_noop("the label is longer than %(most)s characters"), {"most": LONGEST_LABEL})
        broader = [uri.strip() for uri in row.get("broaderConceptUri", "").split("|") if uri.strip()]
        for uri in broader:
            if not _is_concept(uri):
                return Message(gettext_noop("%(uri)s is not the address of an ESCO skill"), {"uri": _short(uri)})
        names = (" ".join(text.split()) for text in re.split(r"[|\n\r]", row.get("altLabels", "")))
        alternatives = tuple(dict.fromkeys(name for name in names if name))
        description = " ".join(row.get("description", "").split())[:LONGEST_TEXT]
        return SkillRow(
            uri=row["conceptUri"],
            language=self.language,
            label=label,
            alternatives=alternatives if "altLabels" in self.columns else None,
            description=description if "description" in self.columns else None,
            kind=row.get("skillType", "")[:40],
            reuse=row.get("reuseLevel", "")[:40],
            broader=tuple(dict.fromkeys(uri for uri in broader if uri != row["conceptUri"])),
        )

    def _broader(self, row: dict[str, str]) -> BroaderRow | Message:
        for column in ("conceptUri", "broaderUri"):
            if not _is_concept(row[column]):
                return Message(
                    gettext_noop("%(uri)s is not the address of an ESCO skill"), {"uri": _short(row[column])}
                )
        if row["conceptUri"] == row["broaderUri"]:
            return Message(gettext_noop("a concept cannot stand under itself"))
        return BroaderRow(row["conceptUri"], row["broaderUri"])


def open_folder(folder: Path) -> tuple[list[EscoFile], list[str]]:
    """The files of skills in `folder`, those that say most first, and the names of the CSV files left aside.

    The order is the same at each run: where two files name one concept differently, the first one counts.
    Raises `BadInput` when the folder cannot be read or holds no file of skills.
    """
    if not folder.is_dir():
        raise BadInput(Message(gettext_noop("this is not a folder")), (str(folder),))
    files, aside = [], []
    for path in sorted(folder.glob("*.csv")):
        found = _recognise(path)
        if found is None:
            aside.append(path.name)
        else:
            files.append(found)
    if not files:
        raise BadInput(Message(gettext_noop("no CSV file of ESCO skills in this folder")), (str(folder),))
    return sorted(files, key=lambda file: (-len(file.columns), file.path.name)), aside


def _recognise(path: Path) -> EscoFile | None:
    if path.stat().st_size > LARGEST_FILE:
        text = gettext_noop("the file is larger than %(most)s MB")
        raise BadInput(Message(text, {"most": LARGEST_FILE // 1_000_000}), (path.name,))
    columns = next((tuple(cell.strip() for cell in cells) for _, cells in _cells(path)), ())
    language = _LANGUAGE.search(path.name)
    if _OCCUPATIONS in columns or not (set(columns) >= _LABELS or set(columns) >= _BROADER):
        return None
    if len(set(columns)) != len(columns):
        raise BadInput(Message(gettext_noop("a column is named twice")), (path.name, "1"))
    if language is None and set(columns) >= _LABELS:
        text = gettext_noop("the name of the file does not say its language (skills_fr.csv, for example)")
        raise BadInput(Message(text), (path.name,))
    return EscoFile(path, columns, language[1] if language else "")


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The cells of each record with the line where it begins."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            line = 1
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise BadInput(Message(gettext_noop("the file is not UTF-8 text")), (path.name,)) from error
    except csv.Error as error:
        text = gettext_noop("line %(line)s: broken CSV: %(why)s")
        raise BadInput(Message(text, {"line": line, "why": str(error)}), (path.name,)) from error


def _is_concept(uri: str) -> bool:
    return len(uri) <= LONGEST_URI and _CONCEPT.fullmatch(uri) is not None


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
