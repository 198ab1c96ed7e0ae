"""A result as tagged PDF (PDF/UA-1), set by Typst from `result.typ`; only where the extra `pdf` is installed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from tandem.diagnosis.models import Diagnosis
from tandem.diagnosis.queries import Page, Standing
from tandem.ui.dates import date_format

TEMPLATE = Path(__file__).with_name("result.typ")
ROW = 14
WIDTH = 300


def is_possible() -> bool:
    return find_spec("typst") is not None


def pdf(diagnosis: Diagnosis, now: Standing, page: Page, language: str) -> bytes:
    """The file; Typst refuses what PDF/UA-1 does not allow, such as a picture without words."""
    import typst

    data = json.dumps(_document(diagnosis, now, page, language), ensure_ascii=False)
    found: bytes = typst.compile(
        str(TEMPLATE), format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"], ignore_system_fonts=True
    )
    return found


def _document(diagnosis: Diagnosis, now: Standing, page: Page, language: str) -> dict[str, Any]:
    name = diagnosis.organisation.name if diagnosis.organisation else ""
    day = date_format(diagnosis.changed, "DATE_FORMAT")
    return {
        "language": language,
        "title": _("Where you stand") if not name else _("%(name)s: where we stand") % {"name": name},
        "about": [
            f"{now.content.title[language]} – {day}",
            _(
                "Nothing is added up: there is no mark. What you do not know counts as not there yet, and the lighter "
                "part of a bar shows how far it could reach."
            ),
        ],
        "chart": {
            "title": _("Subject by subject"),
            "svg": _bars(page.chart),
            "alt": _("From what is known at least to what is possible at best"),
            "caption": _("Subject by subject"),
            "header": [_("Subject"), _("At least"), _("At best")],
            "rows": [[row["label"], row["at_least"], row["at_best"]] for row in page.chart],
        },
        "parts": [part for part in _parts(page) if part["entries"]],
    }


def _parts(page: Page) -> list[dict[str, Any]]:
    return [
        {"title": _("What to do first"), "entries": [_step(step) for step in page.first_steps]},
        {"title": _("In words"), "entries": [_subject(subject) for subject in page.subjects]},
        {"title": _("Then, when there is time"), "entries": [_step(step) for step in page.more_steps]},
    ]


def _step(step: dict[str, Any]) -> dict[str, Any]:
    takes = _("Effort: %(effort)s. Cost: %(cost)s.") % {"effort": step["effort"], "cost": step["cost"]}
    because = [f"{line['text']} {line['answer']}" for line in step["because"]]
    return {"title": step["title"], "lines": [step["text"], takes, *because]}


def _subject(subject: dict[str, Any]) -> dict[str, Any]:
    following = f"{_('What comes next:')} {subject['next']}" if subject["next"] else ""
    return {"title": subject["label"], "lines": [subject["at_least"], subject["now"], *filter(None, [following])]}


def _bars(rows: Sequence[dict[str, Any]]) -> str:
    """A bar a subject: dark up to what is known, lighter up to what is possible."""
    bars = []
    for place, row in enumerate(rows):
        top = place * ROW
        label = escape(row["label"])
        bars.append(
            f'<text x="0" y="{top + 10}" font-size="8">{label}</text>'
            f'<rect x="140" y="{top + 3}" width="{WIDTH / 2}" height="8" fill="#ddd"/>'
            f'<rect x="140" y="{top + 3}" width="{row["high"] * WIDTH / 200}" height="8" fill="#999"/>'
            f'<rect x="140" y="{top + 3}" width="{row["low"] * WIDTH / 200}" height="8" fill="#222"/>'
        )
    height = ROW * len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">{"".join(bars)}</svg>'
