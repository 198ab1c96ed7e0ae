"""Lines of an entry that stand in an order, each in its languages and perhaps with a word out of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tandem.questionnaires.editing import Part
from tandem.ui import languages
from tandem.ui.content import LANGUAGES
from tandem.ui.forms import Line, WholeNumber


def fields() -> tuple[str, ...]:
    """Of a line: its place, its word (`fact` in the record), its texts."""
    return ("place", "fact", *languages.codes())


def lines_of(part: Part, before: list[Mapping[str, str]], sent: Mapping[str, Any]) -> int:
    """How many lines the form has: always one more than are written."""
    if not sent:
        return len(before) + 1
    places = next(place for place in count() if f"{_key(part, place)}_{LANGUAGES[0]}" not in sent)
    return places + (places == 0 or _filled(part, places - 1, sent))


def fields_of(part: Part, place: int) -> Iterator[tuple[str, forms.Field]]:
    """Its texts, those that every line has first; then its word and its place."""
    key, reader = _key(part, place), get_language() or languages.SOURCE
    for code in languages.codes():
        label = gettext("In %(language)s") % {"language": languages.name(code, reader)}
        yield f"{key}_{code}", Line(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 2, "lang": code}))
    if part.options:
        yield f"{key}_fact", forms.ChoiceField(label=part.choose, choices=[("", _("Nothing")), *part.options])
    yield f"{key}_place", WholeNumber(label=_("Place"), min_value=1)


def line_label(part: Part, place: int) -> str:
    """What a line is called beside its translations."""
    return f"{part.label}, {gettext('Line %(number)s') % {'number': place + 1}}"


def initial_of(part: Part, value: list[Mapping[str, str]]) -> dict[str, Any]:
    return {
        f"{_key(part, place)}_{name}": place + 1 if name == "place" else line.get(name, "")
        for place, line in enumerate(value)
        for name in fields()
    }


def value_of(part: Part, given: Mapping[str, Any], lines: int) -> list[dict[str, str]]:
    """The lines by their places, those without one last; a word without a text says what is usual.

    A line that is empty in French and English goes, and its translations with it.
    """
    found = []
    for place in range(lines):
        line = {name: given.get(f"{_key(part, place)}_{name}") or "" for name in fields()[1:]}
        spoken = any(line[code] for code in LANGUAGES)
        line = {name: text for name, text in line.items() if text and (spoken or name == "fact")}
        if not spoken and line:
            line |= part.usual.get(line["fact"], {})
        if line:
            found.append((given.get(f"{_key(part, place)}_place") or lines + 1, place, line))
    return [line for _place, _number, line in sorted(found, key=lambda one: one[:2])]


def missing_of(part: Part, given: Mapping[str, Any], lines: int) -> list[str]:
    """The texts of lines that say something in one language only, or nothing."""
    found = []
    for place in range(lines):
        key = _key(part, place)
        fact = given.get(f"{key}_fact")
        said = any(given.get(f"{key}_{code}") for code in LANGUAGES)
        if said or (fact and fact not in part.usual):
            found += [f"{key}_{code}" for code in LANGUAGES if not given.get(f"{key}_{code}")]
    return found


def _filled(part: Part, place: int, sent: Mapping[str, Any]) -> bool:
    return any(sent.get(f"{_key(part, place)}_{name}") for name in fields())


def _key(part: Part, place: int) -> str:
    return f"{part.name}_{place}"
