"""The report as tagged PDF (PDF/UA-1), set by Typst from `report.typ`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.survey_files.report.chart import svg
from tandem.survey_files.report.document import Document, Part
from tandem.survey_files.report.tables import Grid

#: Of the columns, where they hold sentences.
WIDTHS = {"figures": [1, 2, 5, 4, 4], "planned": [6, 2, 4, 1.5, 2, 2], "found": [6, 2, 4, 1.5, 2, 2]}
TEMPLATE = Path(__file__).with_name("report.typ")


def write(documents: Sequence[Document]) -> bytes:
    """The file; Typst refuses what PDF/UA-1 does not allow, such as a picture without words."""
    try:
        import typst
    except ImportError as error:
        raise BadInput(Message(gettext_noop("PDF needs Typst, which is not here: tandem install pdf"))) from error
    data = json.dumps({"documents": [_document(one) for one in documents]}, ensure_ascii=False)
    found: bytes = typst.compile(
        str(TEMPLATE), format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"], ignore_system_fonts=True
    )
    return found


def _document(document: Document) -> dict[str, Any]:
    return {
        "language": document.language,
        "title": document.title,
        "about": document.about,
        "flags": document.flags,
        "check": document.words["check"],
        "sources": document.words["sources"],
        "parts": list(_parts(document)),
        "grids": [_grid(grid) for grid in document.grids],
    }


def _parts(document: Document) -> Iterator[dict[str, Any]]:
    """The parts, no heading more than one level below the one before it: PDF/UA wants it so."""
    level = 1
    for part in document.parts:
        if part.kind == "heading":
            level = min(part.depth + 1, level + 1)
        yield _part(part, level)


def _part(part: Part, level: int) -> dict[str, Any]:
    chart = part.chart
    return {
        "kind": part.kind,
        "depth": level,
        "language": part.language[:2],
        "who": part.runs[1].text.strip().removeprefix("– ") if part.kind == "quote" else "",
        "runs": [{"text": run.text, "style": run.style} for run in part.runs],
        "grid": _grid(part.grid) if part.grid else None,
        "svg": svg(chart, "chart") if chart else None,
        "alt": f"{chart.title}. {chart.conclusion}" if chart else None,
        "conclusion": chart.conclusion if chart else None,
    }


def _grid(grid: Grid) -> dict[str, Any]:
    others = len(grid.header) - 1
    return {
        "widths": WIDTHS.get(grid.name, [2, *[1] * others]),
        "caption": grid.caption,
        "header": grid.header,
        "rows": [[cell.text for cell in row] for row in grid.rows],
        "notes": grid.notes,
    }
