"""When words that somebody said may be shown, and under which name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

#: What somebody agreed to: be quoted with their name, as what they are, or not at all.
WITH_NAME, ROLE_ONLY, NOT_QUOTED = "name", "role", "none"
CONSENTS = (WITH_NAME, ROLE_ONLY, NOT_QUOTED)


def may_be_quoted(consent: str, until: date, withdrawn: bool, today: date) -> bool:
    """Whether words may be shown on `today`: agreed to, up to and on the last day, and not taken back.

    >>> may_be_quoted("role", date(2026, 6, 30), False, date(2026, 6, 30))
    True
    """
    return consent in (WITH_NAME, ROLE_ONLY) and not withdrawn and today <= until


def who_said(consent: str, name: str, role: str) -> str:
    """How the person is called under a quote. A name is never shown without consent to it.

    >>> who_said("role", "Nour B.", "coordinator"), who_said("name", "Nour B.", "coordinator")
    ('coordinator', 'Nour B., coordinator')
    """
    parts = (name, role) if consent == WITH_NAME else (role,)
    return ", ".join(part for part in parts if part)


def place_of(passage: str, text: str) -> tuple[int, int] | None:
    """Where a passage stands in a text, whatever white space is between its words; None when it is not there.

    >>> place_of("we lost  count", "In May we lost\\ncount of them.")
    (7, 20)
    """
    words = passage.split()
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), text)
    return found.span() if found else None


def current(code: int, merged_into: Mapping[int, int]) -> int:
    """The code in which a code lives on. What was merged twice, or in a circle, ends somewhere.

    >>> current(1, {1: 2, 2: 3})
    3
    """
    seen = {code}
    while code in merged_into and merged_into[code] not in seen:
        code = merged_into[code]
        seen.add(code)
    return code
