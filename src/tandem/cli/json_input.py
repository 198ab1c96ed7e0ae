"""Reading JSON that somebody else wrote: every refusal names the file and the line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tandem.domain.errors import BadInput, Place, at_line
from tandem.domain.messages import Message, gettext_noop

LONGEST_LINE = 1_000_000


def read_json(path: Path) -> Any:
    """The value in a JSON file; `BadInput` places are relative to the file."""
    return decoded(path.read_bytes())


def read_json_lines(path: Path) -> Iterator[tuple[Place, Any]]:
    """The value of each line of a JSONL file with its place (line 3), blank lines left out."""
    with path.open("rb") as lines:
        number = 0
        while line := lines.readline(LONGEST_LINE + 1):
            number += 1
            place = (at_line(number),)
            if len(line) > LONGEST_LINE:
                limit = {"limit": LONGEST_LINE}
                raise BadInput(Message(gettext_noop("the line is longer than %(limit)s bytes"), limit), place)
            if not line.strip():
                continue
            try:
                value = decoded(line)
            except BadInput as error:
                raise BadInput(error.message, place) from error
            yield place, value


def decoded(data: bytes) -> Any:
    """The value of JSON bytes in UTF-8; a repeated key, NaN and Infinity are refused."""
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=without_repeats, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        problem = Message(gettext_noop("this file is not in UTF-8 (byte %(place)s)"), {"place": error.start})
        raise BadInput(problem) from error
    except json.JSONDecodeError as error:
        problem = Message(gettext_noop("this is not valid JSON: %(reason)s"), {"reason": error.msg})
        raise BadInput(problem, (at_line(error.lineno),)) from error
    except BadInput:
        raise
    except ValueError as error:  # Python refuses to read a whole number of thousands of digits
        raise BadInput(Message(gettext_noop("a number in this file is too long"))) from error
    except RecursionError as error:
        raise BadInput(Message(gettext_noop("this JSON is nested too deeply"))) from error


def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON (the `object_pairs_hook` of `json`); `BadInput` names a key that it holds twice."""
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadInput(Message(gettext_noop("the key “%(key)s” is there twice"), {"key": twice}))
    return record


def _no_constant(name: str) -> float:
    raise BadInput(Message(gettext_noop("“%(name)s” is not a number of JSON"), {"name": name}))
