"""An agreement as a tagged PDF (PDF/UA-1), set by Typst from `agreement.typ`; offered where Typst is installed."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tandem.cooperation.content import name_of
from tandem.cooperation.models import Document
from tandem.ui.dates import date_format

TEMPLATE = Path(__file__).with_name("agreement.typ")


@cache
def is_here() -> bool:
    """Whether `tandem install pdf` was done."""
    return find_spec("typst") is not None


def agreement(document: Document, text: dict[str, Any], language: str) -> bytes:
    """The frozen text in one language, then who signed it, when and how."""
    import typst

    with translation.override(language):
        data = json.dumps(_data(document, text, language), ensure_ascii=False)
    found: bytes = typst.compile(
        str(TEMPLATE), format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"], ignore_system_fonts=True
    )
    return found


def _data(document: Document, text: dict[str, Any], language: str) -> dict[str, Any]:
    number = document.agreement.number
    title = _("Agreement: %(title)s") if number == 1 else _("Amendment %(number)s: %(title)s")
    charter = _("Charter of cooperation, version %(version)s, accepted by signing.")
    return {
        "language": language,
        "title": title % {"title": text["title"], "number": number - 1},
        "between": _("Between"),
        "parties": [
            ", ".join(
                part for part in (one["name"], one["legal_form"], one["place"], one["country"], one["role"]) if part
            )
            for one in text["parties"]
        ],
        "amends": _("Amends the text %(sha256)s.") % {"sha256": text["amends"]} if text["amends"] else "",
        "sections": text["sections"],
        "charter": charter % {"version": name_of(document.charter)},
        "signatures_title": _("Signatures"),
        "signatures": [_signature(one) for one in document.signatures.all()],
        "unsigned": _("Nobody has signed yet."),
        "fingerprint": _("Fingerprint of the text (SHA-256): %(sha256)s") % {"sha256": document.sha256},
        "kind": _("Simple electronic signatures (Regulation (EU) No 910/2014, eIDAS)."),
    }


def _signature(one: Any) -> str:
    day = date_format(timezone.localtime(one.at), "DATETIME_FORMAT")
    return f"{one.organisation} – {one.name}, {one.function} – {day} – {one.get_way_display()}"
