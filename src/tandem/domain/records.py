"""Strict reading of decoded JSON: every refusal names the key or value and its place.

A place goes from the outside in, ("outcomes", "0", "deadweight"); `BadInput.inside` puts the file in front.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping
from typing import Any

from tandem.domain.errors import BadInput
from tandem.domain.errors import Place as Place
from tandem.domain.messages import Message, gettext_noop

_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


def members(value: object, place: Place, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
    """`value` as an object that has all `required` keys and none beside the `optional` ones."""
    if not isinstance(value, Mapping):
        raise BadInput(Message(gettext_noop("an object is expected, not %(found)s"), {"found": _kind(value)}), place)
    for key in value:
        if key not in required and key not in optional:
            raise BadInput(Message(gettext_noop("unknown key “%(key)s”"), {"key": shown(key)}), place)
    for key in required:
        if key not in value:
            raise BadInput(Message(gettext_noop("the key “%(key)s” is missing"), {"key": key}), place)
    return dict(value)


def items(value: object, place: Place) -> list[tuple[Any, Place]]:
    """The members of a list, each with its own place."""
    if not isinstance(value, list):
        raise BadInput(Message(gettext_noop("a list is expected, not %(found)s"), {"found": _kind(value)}), place)
    return [(item, (*place, str(number))) for number, item in enumerate(value)]


def text(value: object, place: Place, *, blank: bool = False) -> str:
    """A text, not blank unless `blank`."""
    if not isinstance(value, str):
        raise BadInput(Message(gettext_noop("a text is expected, not %(found)s"), {"found": _kind(value)}), place)
    if not blank and not value.strip():
        raise BadInput(Message(gettext_noop("the text is empty")), place)
    if not value.isascii() and _HALF_A_CHARACTER.search(value):  # no file and no terminal takes these
        raise BadInput(Message(gettext_noop("the text holds half a character")), place)
    return value


def number(value: object, place: Place, low: float = -math.inf, high: float = math.inf) -> float:
    """A finite number in [low, high]."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInput(Message(gettext_noop("a number is expected, not %(found)s"), {"found": _kind(value)}), place)
    try:
        exact = float(value)
    except OverflowError:
        exact = math.inf
    if not math.isfinite(exact):
        raise BadInput(Message(gettext_noop("the number is not finite")), place)
    _bounded(exact, place, low, high)
    return exact


def whole(value: object, place: Place, low: float = -math.inf, high: float = math.inf) -> int:
    """A whole number in [low, high]; 3.0 counts as 3."""
    exact = number(value, place, low, high)
    if exact != int(exact):
        raise BadInput(
            Message(gettext_noop("a whole number is expected, not %(found)s"), {"found": shown(value)}), place
        )
    return int(exact)


def flag(value: object, place: Place) -> bool:
    """True or false, nothing that merely looks like it."""
    if not isinstance(value, bool):
        raise BadInput(
            Message(gettext_noop("true or false is expected, not %(found)s"), {"found": _kind(value)}), place
        )
    return value


def choice(value: object, place: Place, choices: Collection[str]) -> str:
    """One of `choices`."""
    if not isinstance(value, str) or value not in choices:
        raise BadInput(
            Message(
                gettext_noop("“%(found)s” is not one of: %(choices)s"),
                {"found": shown(value), "choices": tuple(choices)},
            ),
            place,
        )
    return value


def shown(value: object) -> str:
    """`value` for a sentence, written as in the file: one line, not longer than a line."""
    as_text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    one_line = " ".join(as_text.split())
    return one_line if len(one_line) <= 60 else one_line[:59] + "…"


def _bounded(value: float, place: Place, low: float, high: float) -> None:
    if value < low:
        raise BadInput(
            Message(gettext_noop("%(found)s is below %(low)s"), {"found": f"{value:g}", "low": f"{low:g}"}), place
        )
    if value > high:
        raise BadInput(
            Message(gettext_noop("%(found)s is above %(high)s"), {"found": f"{value:g}", "high": f"{high:g}"}), place
        )


def _kind(value: object) -> Message:
    if value is None:
        return Message(gettext_noop("nothing (null)"))
    if isinstance(value, bool):
        return Message(gettext_noop("true or false"))
    if isinstance(value, int | float):
        return Message(gettext_noop("a number"))
    if isinstance(value, str):
        return Message(gettext_noop("a text"))
    if isinstance(value, list):
        return Message(gettext_noop("a list"))
    return Message(gettext_noop("an object"))
