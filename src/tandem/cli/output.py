"""What every command shares: its common options, and how a result is printed (docs/command-line.md)."""

from __future__ import annotations

import csv
import enum
import functools
import io
import json
import locale
import math
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from tandem.domain.messages import Message
from tandem.ui import catalogues

LANGUAGES = ("fr", "en")
FORMATS = ("table", "json", "jsonl", "csv")


class ExitCode(enum.IntEnum):
    DONE = 0
    NO = 1
    BAD_INPUT = 2
    UNDETERMINED = 3


@dataclass(frozen=True)
class Output:
    """How the person at the terminal wants the answer."""

    format: str
    language: str
    quiet: bool
    today: date
    seed: int | None

    @property
    def gettext(self) -> Callable[[str], str]:
        return catalogues.speaker(self.language)

    def say(self, message: Message | str) -> str:
        """`message` in the language of this output."""
        return message.render(self.gettext) if isinstance(message, Message) else self.gettext(message)

    def warn(self, message: Message | str) -> None:
        """One line on stderr, also with --quiet: it is about the input, not about progress."""
        print(one_line(self.say(message)), file=sys.stderr)

    def emit(self, result: Any, rows: Sequence[Mapping[str, Any]] | None = None) -> None:
        """Print `result`, or for `csv` and `table` its main table `rows` (default: the result itself)."""
        if self.format == "json":
            print(json_text(list(result) if isinstance(result, Iterator) else result, indent=2))
        elif self.format == "jsonl":
            for record in [result] if isinstance(result, Mapping) else result:
                print(json_text(record))
        else:
            main_table = rows if rows is not None else [result] if isinstance(result, Mapping) else list(result)
            print((_csv if self.format == "csv" else _table)(main_table), end="")

    def progress(self, items: Iterable[Any], total: int | None, name: str) -> Iterator[Any]:
        """`items` as they come, with a counter on stderr once it has taken over a second.

        `total` is None when nobody knows it before the end.
        """
        started = said = time.monotonic()
        of_all = "" if total is None else f" / {total}"
        done = 0
        for item in items:
            now = time.monotonic()
            if not self.quiet and now - started > 1 and now - said > 0.5:
                print(f"\r{name} {done}{of_all}", end="", file=sys.stderr)
                said = now
            done += 1
            yield item
        if said != started:
            print(f"\r{name} {done}{of_all}", file=sys.stderr)


def command_options(default_format: str = "json") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command --format, --lang, --quiet, --today and --seed, and hand it an `Output` as `out`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--format", "format_", type=click.Choice(FORMATS), help="Default: table on a terminal.")
        @click.option("--lang", type=click.Choice(LANGUAGES), help="Language of texts. Default: the system's.")
        @click.option("--quiet", is_flag=True, help="No progress on stderr.")
        @click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Replace the system's date.")
        @click.option("--seed", type=int, help="Seed of anything random.")
        @functools.wraps(function)
        def wrapped(
            format_: str | None, lang: str | None, quiet: bool, today: Any, seed: int | None, **rest: Any
        ) -> Any:
            out = Output(
                format=format_ or ("table" if sys.stdout.isatty() else default_format),
                language=lang or language_of_the_system(),
                quiet=quiet,
                today=today.date() if today else date.today(),
                seed=seed,
            )
            return function(out=out, **rest)

        return wrapped

    return decorate


#: What would break a line or steer a terminal when it comes back out of somebody's file.
_CONTROLS = re.compile("[ \x00-\x1f]*[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069][ \x00-\x1f]*")


def one_line(sentence: str) -> str:
    """`sentence` as one line that a terminal shows and does not obey; no-break spaces stay."""
    return _CONTROLS.sub(" ", sentence).strip()


def language_of_the_system() -> str:
    """`fr` or `en`, from the usual environment; English when it says nothing that we speak."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            code = os.environ[name][:2].lower()
            return code if code in LANGUAGES else "en"
    return (locale.getlocale()[0] or "en")[:2] if (locale.getlocale()[0] or "en")[:2] in LANGUAGES else "en"


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON with shortest round-trip numbers, accents as they are, and null for NaN and infinity."""
    return json.dumps(_plain(value), ensure_ascii=False, indent=indent, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value


def _cell(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    return plain if isinstance(plain, str) else json_text(plain)


def _columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = _columns(rows)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue()


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    columns = _columns(rows)
    cells = [columns, *([_cell(row.get(name)) for name in columns] for row in rows)]
    cells = [[one_line(cell) for cell in line] for line in cells]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    numeric = [all(isinstance(row.get(name), int | float) or row.get(name) is None for row in rows) for name in columns]
    lines = []
    for line in cells:
        padded = [c.rjust(w) if right else c.ljust(w) for c, w, right in zip(line, widths, numeric, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines) + "\n"
