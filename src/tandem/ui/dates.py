"""Dates as they are written in full. French says the first of a month with its ordinal, which neither Django nor the
CLDR knows, and Portuguese writes months small since 1990, which Django does not: every date that people read goes
through here, in templates by the filter `date`. English is that of Europe, the day first (`formats/en`)."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

_FIRST = re.compile(r"(?<![\d.,/:-])1 (?=[^\W\d])")


def as_written(shown: str, language: str) -> str:
    """A date in full, as somebody writes it in `language`.

    >>> as_written("1 décembre 2026", "fr"), as_written("1 de Dezembro de 2026", "pt")
    ('1er décembre 2026', '1 de dezembro de 2026')
    """
    if language[:2] == "pt":
        return shown.lower()
    return _FIRST.sub("1er ", shown) if language[:2] == "fr" else shown


def date_format(value: date | datetime | time, form: str | None = None) -> str:
    """`value` in a format of Django (default: DATE_FORMAT), in the language of the page."""
    from django.utils import formats, translation  # the command line reads this module without Django

    return as_written(formats.date_format(value, form), translation.get_language() or "en")


def date_filter(value: Any, form: str | None = None) -> str:
    """What the filter `date` of Django gives, as people write it."""
    from django.template import defaultfilters
    from django.utils import translation

    return as_written(defaultfilters.date(value, form), translation.get_language() or "en")
