"""A CSV of survey answers, read once from top to bottom, keeping only the columns asked for."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput, at_line
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import Coder, Codes, MultipleResponse, Question, is_number, question_from_codes

#: Few enough to stay in the cache of the processor: the double takes a third longer.
ROWS_AT_ONCE = 256
#: A field longer than this is a quote that nobody closed.
LONGEST_FIELD = 1 << 24
#: Weights and sizes other than 0 lie between these: tests multiply four of them, and a double ends at 10³⁰⁸.
SMALLEST_NUMBER, LARGEST_NUMBER = 1e-60, 1e60


@dataclass(frozen=True)
class Answers:
    """The columns that were asked for. `too_many` names columns left out for having too many levels."""

    n: int
    questions: dict[str, Question]
    numbers: dict[str, NDArray[np.float64]]
    too_many: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnswerFile:
    """A file of answers: its header is read at once, its rows when they are asked for.

    Errors: `BadInput` naming file and line for two headers alike, a row that is too short or too long,
    a broken quote, a text that is not UTF-8, a weight that is not a number.
    """

    path: Path
    missing: tuple[str, ...] = ()
    header: tuple[str, ...] = field(init=False)
    raw_header: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        for _, first in self._lines():
            raw = tuple(first)
            break
        else:
            raise BadInput(Message(gettext_noop("the file is empty")), (str(self.path),))
        names = tuple(name if name.strip() else f"column_{place}" for place, name in enumerate(raw, start=1))
        repeated = next((name for place, name in enumerate(names) if name in names[:place]), None)
        if repeated is not None:
            text = gettext_noop("two columns have the same name: %(name)s")
            raise BadInput(Message(text, {"name": repeated}), (str(self.path), at_line(1)))
        object.__setattr__(self, "header", names)
        object.__setattr__(self, "raw_header", raw)

    def place_of(self, name: str, option: str) -> int:
        """The place of a column, or `BadInput` naming the option that asked for it."""
        if name not in self.header:
            self.refuse_other_separator()
            text = gettext_noop("there is no column %(name)s (%(option)s)")
            raise BadInput(Message(text, {"name": name, "option": option}), (str(self.path),))
        return self.header.index(name)

    def refuse_other_separator(self) -> None:
        """Spreadsheets of many countries part columns with semicolons: where a column is missing, that is why."""
        for sign in ";\t|":
            if len(self.header) == 1 and sign in self.header[0]:
                text = gettext_noop("the columns seem to be parted by “%(sign)s”: save the file again with commas")
                raise BadInput(Message(text, {"sign": sign.strip() or "tab"}), (str(self.path), at_line(1)))

    def read(
        self,
        questions: Iterable[str],
        numbers: Iterable[tuple[str, str]] = (),
        most_levels: int | None = None,
        watched: Callable[[Iterable[Any], int], Iterable[Any]] = lambda batches, _: batches,
    ) -> Answers:
        """Read `questions` as codes and `numbers` (column, what it is for) as numbers that are 0 or more.

        With `most_levels`, a question that goes past it is left out and named, and costs no memory.
        `watched(batches, about how many)` may count the batches of rows as they are read.
        """
        asked = list(dict.fromkeys(questions))
        counted = list(dict.fromkeys(numbers))
        coders = [Coder(self.missing, most_levels) for _ in asked]
        codes: list[list[Codes]] = [[] for _ in asked]
        values: list[list[NDArray[np.float64]]] = [[] for _ in counted]
        places = [self.header.index(name) for name in asked] + [self.header.index(name) for name, _ in counted]
        n = 0
        for before, rows in watched(self._batches(), self._batches_expected()):
            n += len(rows)
            columns = _picked(rows, places)
            for place, coder in enumerate(coders):
                if not coder.overflowed:
                    codes[place].append(_coded(columns[place], coder))
                else:
                    codes[place].clear()
            for place, (name, purpose) in enumerate(counted):
                texts = columns[len(asked) + place]
                values[place].append(self._numbers(texts, before, name, purpose))
        kept = {
            name: question_from_codes(name, coder.labels, np.concatenate(parts) if parts else np.zeros(0, np.int8))
            for name, coder, parts in zip(asked, coders, codes, strict=True)
            if not coder.overflowed
        }
        too_many = tuple(name for name, coder in zip(asked, coders, strict=True) if coder.overflowed)
        found = {
            name: np.concatenate(parts) if parts else np.zeros(0)
            for (name, _), parts in zip(counted, values, strict=True)
        }
        return Answers(n, kept, found, too_many)

    def rows(self) -> Iterator[list[str]]:
        """Every row as it stands, header left out."""
        for _, rows in self._batches():
            yield from rows

    def numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with the line it ends on, header left out: for small files."""
        for number, (line, row) in enumerate(self._lines()):
            if number:
                self._same_width(line, row)
                yield line, row

    def _batches(self) -> Iterator[tuple[int, list[list[str]]]]:
        """Rows as wide as the header, some thousands at a time, with the number of rows before them."""
        width = {len(self.header)}
        before = 0
        for read in self._read_in_batches():
            rows = [row for row in read if row]
            if not before:
                del rows[:1]
                before = 1
            if set(map(len, rows)) - width:
                bad = next(place for place, row in enumerate(rows) if len(row) not in width)
                self._same_width(self._line_of(before + bad), rows[bad])
            if rows:
                yield before - 1, rows
                before += len(rows)

    def _read_in_batches(self) -> Iterator[list[list[str]]]:
        with _errors_of_csv(self.path) as reader:
            while batch := list(islice(reader, ROWS_AT_ONCE)):
                yield batch

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Each row that is not blank, header first, with the number of its last line."""
        with _errors_of_csv(self.path) as reader:
            for row in reader:
                if row:
                    yield reader.line_num, row

    def _line_of(self, row: int) -> int:
        """The last line of a row that is not blank, counted from 0 with the header: read again, for an error."""
        return next(islice(self._lines(), row, None))[0]

    def _same_width(self, line: int, row: list[str]) -> None:
        if len(row) != len(self.header):
            text = gettext_noop("%(found)s values where the header has %(wanted)s")
            said = Message(text, {"found": len(row), "wanted": len(self.header)})
            raise BadInput(said, (str(self.path), at_line(line)))

    def _batches_expected(self) -> int:
        """About how many batches there are, from the length of the first lines."""
        with self.path.open("rb") as file:
            lines = file.read(1 << 16).count(b"\n")
        rows = self.path.stat().st_size * lines >> 16
        return 1 + rows // ROWS_AT_ONCE

    def _numbers(self, texts: Sequence[str], before: int, name: str, purpose: str) -> NDArray[np.float64]:
        try:
            found = np.fromiter(map(float, texts), dtype=float, count=len(texts))
            # float() also reads 1_000 and digits of other scripts, which are no numbers in a file.
            together = "".join(texts)
            usable = (found == 0) | ((found >= SMALLEST_NUMBER) & (found <= LARGEST_NUMBER))
            if together.isascii() and "_" not in together and np.all(usable):
                return np.abs(found)
        except ValueError:
            pass
        for place, text in enumerate(texts):
            said = None
            if not is_number(text.strip()) or not 0 <= float(text) < math.inf:
                said = gettext_noop("%(column)s (%(purpose)s) has to be zero or a positive number, not “%(value)s”")
            elif float(text) and not SMALLEST_NUMBER <= float(text) <= LARGEST_NUMBER:
                said = gettext_noop(
                    "%(column)s (%(purpose)s) is too large or too close to zero to count with: “%(value)s”"
                )
            if said is not None:
                shown = Message(said, {"column": name, "purpose": purpose, "value": text})
                raise BadInput(shown, (str(self.path), at_line(self._line_of(before + place + 1))))
        return np.array([float(text) for text in texts])


@contextmanager
def _errors_of_csv(path: Path) -> Iterator[Any]:
    """A reader of the file; what is wrong with its text or its quotes becomes `BadInput` with the line."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            try:
                yield reader
            except csv.Error as error:
                text = gettext_noop("this is not CSV with commas and double quotes (%(reason)s)")
                raise BadInput(Message(text, {"reason": str(error)}), (str(path), at_line(reader.line_num))) from None
    except UnicodeDecodeError:
        text = gettext_noop("this is not UTF-8: save the file again with the encoding UTF-8")
        raise BadInput(Message(text), (str(path), at_line(_line_not_utf8(path)))) from None


def _picked(rows: list[list[str]], places: list[int]) -> list[Sequence[str]]:
    if not places:
        return []
    if len(places) == 1:
        return [[row[places[0]] for row in rows]]
    return list(zip(*map(itemgetter(*places), rows), strict=True))


def _coded(texts: Sequence[str], coder: Coder) -> Codes:
    codes = np.fromiter(map(coder.__getitem__, texts), dtype=np.int32, count=len(texts))
    levels = len(coder.labels)
    return codes.astype(np.int8 if levels < 127 else np.int16 if levels < 32_767 else np.int32)


def _line_not_utf8(path: Path) -> int:
    """The first line of the file that does not decode."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 0


@dataclass(frozen=True)
class SetOfColumns:
    """A multi-response set as declared: its columns and the values that mean yes."""

    name: str
    columns: tuple[str, ...]
    ticked: tuple[str, ...]

    def of(self, answers: Answers) -> MultipleResponse:
        return MultipleResponse.from_columns(self.name, [answers.questions[c] for c in self.columns], self.ticked)
