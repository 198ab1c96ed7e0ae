"""An XLSForm: what was asked, in which words and languages. pyxform reads and checks it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from tandem.domain.errors import BadInput, at_row, at_sheet
from tandem.domain.messages import Message, gettext_noop

#: The label of a form in one language stands under this name: it serves every language.
ANY = ""
_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"(?:sheet: ?|[Oo]n the )'(\w+)'|'(\w+)' sheet")
NO_BREAK_SPACE = "\u00a0"
#: What people read of a question; elsewhere stand names and conditions.
_SHOWN = ("label", "hint", "jr:constraintMsg")
_NOT_ASKED = ("group", "repeat", "survey", "note", "calculate", "hidden", "start", "end", "deviceid", "meta")


@dataclass(frozen=True)
class Asked:
    """One question: its wording by language (`ANY` when the form has one), its choices in order."""

    name: str
    several: bool
    wording: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """The questions of a form by name."""

    path: Path
    questions: Mapping[str, Asked]

    def find(self, column: str) -> Asked | None:
        """The question behind a column: by its name, or by the end of a path such as `group/name`."""
        if column in self.questions:
            return self.questions[column]
        return self.questions.get(re.split(r"[/.-]", column)[-1])


def read_form(path: Path) -> Form:
    """Read an XLSForm (.xlsx, .xls).

    Errors: `BadInput` naming the file, the sheet and the row for what pyxform refuses, and for what is no workbook.
    """
    found = converted(path)
    return Form(path, {asked.name: asked for asked in _questions(found)})


def converted(path: Path) -> Mapping[str, Any]:
    """The form as pyxform reads it: groups and questions in order, each with its words, choices and conditions."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    if not path.is_file():
        raise FileNotFoundError(2, "No such file or directory", str(path))
    try:
        with warnings.catch_warnings():
            # openpyxl warns of Excel's own extensions, which hold no question.
            warnings.simplefilter("ignore")
            found: Mapping[str, Any] = convert(path, validate=False)._pyxform
    except PyXFormError as error:
        if "supported type" in str(error):
            text = gettext_noop("this is not a workbook that can be read (.xlsx, .xls)")
            raise BadInput(Message(text), (str(path),)) from None
        raise _refused(path, str(error)) from None
    except Exception as error:  # pyxform and its readers raise whatever a broken file led them into.
        text = gettext_noop("this is not an XLSForm that can be read (%(reason)s)")
        raise BadInput(Message(text, {"reason": str(error) or type(error).__name__}), (str(path),)) from None
    listed = (cells for name in ("survey", "choices") for cells in rows_of(path, name))
    typed = {_as_pyxform_keeps(cell): cell for cells in listed for cell in cells if NO_BREAK_SPACE in cell}
    restored: Mapping[str, Any] = _with_no_break_spaces(found, typed) if typed else found
    return restored


def _as_pyxform_keeps(text: str) -> str:
    return re.sub(" +", " ", text.replace(NO_BREAK_SPACE, " ")).strip()


def _with_no_break_spaces(node: Any, typed: Mapping[str, str], shown: bool = False) -> Any:
    """The form with its words as they were typed: pyxform makes a space of each no-break space, French needs them."""
    if isinstance(node, Mapping):
        return {key: _with_no_break_spaces(part, typed, shown or key in _SHOWN) for key, part in node.items()}
    if isinstance(node, list | tuple):
        return [_with_no_break_spaces(part, typed, shown) for part in node]
    return typed.get(_as_pyxform_keeps(node), node) if shown and isinstance(node, str) else node


def _refused(path: Path, said: str) -> BadInput:
    """pyxform's sentence, with the sheet and the row it names as the place; without one, the row is looked for."""
    row, sheet = _ROW.search(said), _SHEET.search(said)
    name = (sheet[1] or sheet[2]) if sheet else "survey"
    number = int(row[1]) if row else _row_of(path, name, said)
    place = (str(path), at_sheet(name), *((at_row(number),) if number else ()))
    text = gettext_noop("the questionnaire is not a valid XLSForm: %(reason)s")
    return BadInput(Message(text, {"reason": _ROW.sub("", said).rstrip(".")}), place)


def _row_of(path: Path, sheet: str, said: str) -> int | None:
    """The row pyxform did not name: the first that holds a word it quotes, or an `include` of another file."""
    if "eaders" in said:
        return 1
    quoted = {"include"} if "section has not been included" in said else set(re.findall(r"'([^']+)'", said))
    for number, row in enumerate(rows_of(path, sheet), start=1):
        for cell in row:
            if number > 1 and (cell in quoted or (cell.split()[:1] == ["include"] and "include" in quoted)):
                return number
    return None


def rows_of(path: Path, sheet: str) -> list[list[str]]:
    """Every row of a sheet as texts, blank rows included; none when there is no such sheet."""
    if path.suffix.lower() == ".xls":
        import xlrd

        book = xlrd.open_workbook(str(path))
        if sheet not in book.sheet_names():
            return []
        found = book.sheet_by_name(sheet)
        return [[str(cell.value).strip() for cell in found.row(place)] for place in range(found.nrows)]
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(path, read_only=True)
        try:
            if sheet not in workbook.sheetnames:
                return []
            rows = workbook[sheet].iter_rows(values_only=True)
            return [["" if value is None else str(value).strip() for value in row] for row in rows]
        finally:
            workbook.close()


def _questions(node: Mapping[str, Any]) -> Iterator[Asked]:
    for child in node.get("children", []):
        kind = str(child.get("type", ""))
        if child.get("children") and kind in ("group", "repeat", "loop"):
            yield from _questions(child)
        elif kind not in _NOT_ASKED and child.get("name"):
            choices = {str(one["name"]): wording(one.get("label")) for one in _choices(child)}
            yield Asked(str(child["name"]), kind.startswith("select all"), wording(child.get("label")), choices)


def _choices(child: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = child.get("choices") or []
    return [one for one in listed if isinstance(one, dict) and "name" in one]


def wording(label: Any) -> dict[str, str]:
    if isinstance(label, dict):
        return {language_of(str(name)): _plain(str(text)) for name, text in label.items() if text}
    return {ANY: _plain(str(label))} if label else {}


def _plain(text: str) -> str:
    """Without the tags, the asterisks and the hashes that a form styles its words with."""
    return re.sub(r"[ \t\r\n]+", " ", re.sub(r"<[^>]+>|\*\*|^#+\s", " ", text)).strip()


def language_of(name: str) -> str:
    """`fr` for "French (fr)", "fr", "Français" and "French"; the name itself when nobody knows its code.

    >>> [language_of(name) for name in ("French (fr)", "fr-CA", "français", "default")]
    ['fr', 'fr', 'fr', '']
    """
    if name == "default":
        return ANY
    inside = re.search(r"\(([A-Za-z]{2,3})(?:[-_]\w+)?\)", name)
    if inside:
        return inside[1].lower()
    code = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]\w+)?", name.strip())
    if code:
        return code[1].lower()
    for language in ("fr", "en", "nl", "de", "es", "it", "pt"):
        try:
            own = Locale(language)
        except UnknownLocaleError:
            continue
        names = {own.get_display_name(language), own.get_display_name("en"), own.get_display_name("fr")}
        if name.strip().lower() in {one.lower() for one in names if one}:
            return language
    return name
