"""The folder of a living report: `survey.toml`, the XLSForm, the answers (docs/survey-report.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from tandem.domain.errors import BadInput, at_line
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.kinds_of_test import ORDER, PAIRED, TREND
from tandem.domain.survey.report.bindings import Claim, Quote, TestOf, Where, read_binding
from tandem.domain.survey.report.testing import METHODS, Hypothesis
from tandem.domain.survey.report.text import Block, Bound, read_text
from tandem.survey_files.answers import SetOfColumns

_KEYS = {
    *("title", "languages", "answers", "form", "synthetic", "missing", "weight", "strata", "clusters", "fpc"),
    *("confidence", "decimals", "looked_at", "tried", "sets", "hypotheses", "text", "source", "quotes"),
}
_HYPOTHESIS_KEYS = {"variables", "claim", "where", "test", "date", "words"}
_SET_KEYS = {"columns", "ticked", "label"}
_QUOTE_KEYS = {"text", "who", "language"}


@dataclass(frozen=True)
class Said:
    """Words to quote, who said them, in which language. Without words nothing is printed: consent has ended."""

    text: str
    who: str
    language: str


@dataclass(frozen=True)
class SurveyFolder:
    """What `survey.toml` says, checked; paths lead into the folder. Texts by language are read into blocks."""

    file: Toml
    title: Mapping[str, str]
    languages: tuple[str, ...]
    answers: Path
    form: Path
    synthetic: bool
    missing: tuple[str, ...]
    design: Mapping[str, str]
    confidence: float
    decimals: int
    tried: int
    sets: Mapping[str, SetOfColumns]
    set_labels: Mapping[str, Mapping[str, str]]
    hypotheses: tuple[Hypothesis, ...]
    text: Mapping[str, tuple[Block, ...]]
    text_file: Mapping[str, Path]
    source: Mapping[str, str]
    looked_at: date | None
    quotes: Mapping[str, Said] = field(default_factory=dict)


class Toml:
    """A TOML file whose complaints name the line of the key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.source = path.read_text(encoding="utf-8-sig")
            self.values: dict[str, Any] = tomllib.loads(self.source)
        except UnicodeDecodeError:
            text = gettext_noop("this is not UTF-8: save the file again with the encoding UTF-8")
            raise BadInput(Message(text), (str(path),)) from None
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            place = at_line(int(line[1]) if line else len(self.source.splitlines()))
            text = gettext_noop("this is not TOML (%(reason)s)")
            raise BadInput(Message(text, {"reason": str(error)}), (str(path), place)) from None

    def refuse(self, message: Message, *keys: str | int) -> BadInput:
        """An error about the value at `keys`, such as ("hypotheses", 1, "test")."""
        line = self.line_of(*keys)
        name = "".join(f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")
        return BadInput(message, (str(self.path), *((at_line(line),) if line else ()), name))

    def line_of(self, *keys: str | int) -> int | None:
        """The line where the value at `keys` begins: of the last key that can be found."""
        lines = self.source.splitlines()
        start, found = 0, None
        for place, key in enumerate(keys):
            if isinstance(key, int):
                continue
            nth = keys[place + 1] if place + 1 < len(keys) and isinstance(keys[place + 1], int) else 0
            named = rf'["\']?{re.escape(key)}["\']?'
            dotted = r"\.".join(rf'["\']?{re.escape(str(k))}["\']?' for k in keys[: place + 1])
            wanted = re.compile(rf"\s*(?:{named}\s*=|\[\[?\s*{dotted}\s*\]|.*[{{,]\s*{named}\s*=)")
            hits = [number for number in range(start, len(lines)) if wanted.match(lines[number])]
            if not hits:
                break
            start = hits[min(int(nth), len(hits) - 1)]
            found = start + 1
        return found

    def text(self, *keys: str, default: str | None = None) -> str:
        value = self.values.get(keys[0], default)
        if value is None:
            raise BadInput(Message(gettext_noop("%(key)s is missing"), {"key": keys[0]}), (str(self.path),))
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(Message(gettext_noop("a text was expected, in quotes")), *keys)
        return value

    def number(self, key: str, default: float, low: float, high: float) -> float:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            text = gettext_noop("a number from %(low)s to %(high)s was expected")
            raise self.refuse(Message(text, {"low": f"{low:g}", "high": f"{high:g}"}), key)
        return value

    def texts(self, value: Any, *keys: str | int) -> tuple[str, ...]:
        if not isinstance(value, list) or not value or not all(isinstance(part, str) for part in value):
            text = gettext_noop("%(key)s has to be a list of texts that is not empty")
            raise self.refuse(Message(text, {"key": keys[-1]}), *keys)
        return tuple(value)

    def by_language(self, value: Any, languages: tuple[str, ...], *keys: str | int) -> dict[str, str]:
        """`{ fr = "…", en = "…" }`, or one text for every language."""
        if isinstance(value, str):
            return dict.fromkeys(languages, value)
        if not isinstance(value, dict) or not all(isinstance(part, str) for part in value.values()):
            text = gettext_noop('a text was expected, or one per language: { fr = "…", en = "…" }')
            raise self.refuse(Message(text), *keys)
        absent = next((language for language in languages if language not in value), None)
        if absent is not None:
            text = gettext_noop("the language %(language)s is missing here")
            raise self.refuse(Message(text, {"language": absent}), *keys)
        return value

    def table(self, key: str) -> dict[str, Any]:
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.refuse(Message(gettext_noop("a table was expected: [%(key)s]"), {"key": key}), key)
        return value

    def known(self, value: Mapping[str, Any], keys: set[str], *place: str | int) -> None:
        for key in value:
            if key not in keys:
                raise self.refuse(Message(gettext_noop("unknown key %(key)s"), {"key": key}), *place, key)


def read_survey(folder: Path) -> SurveyFolder:
    """Read and check `survey.toml`.

    Errors: `BadInput` naming file, line and key.
    """
    file = Toml(folder / "survey.toml")
    file.known(file.values, _KEYS)
    languages = file.texts(file.values.get("languages", ["en"]), "languages")
    for language in languages:
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", language) or languages.count(language) > 1:
            text = gettext_noop("%(language)s is not the code of a language, or stands twice")
            raise file.refuse(Message(text, {"language": language}), "languages")
    if not file.values.get("title"):
        raise BadInput(Message(gettext_noop("%(key)s is missing"), {"key": "title"}), (str(file.path),))
    looked_at = file.values.get("looked_at")
    if looked_at is not None and not _is_date(looked_at):
        raise file.refuse(Message(gettext_noop("a date was expected: 2026-01-31")), "looked_at")
    if not isinstance(file.values.get("synthetic", False), bool):
        raise file.refuse(Message(gettext_noop("true or false was expected")), "synthetic")
    missing = file.values.get("missing", [])
    sets, set_labels = _sets(file, languages)
    texts = _texts(file, folder, languages)
    quotes = _quotes(file)
    for where, blocks in texts.values():
        _refuse_unknown(quotes, where, blocks)
    return SurveyFolder(
        file=file,
        title=file.by_language(file.values["title"], languages, "title"),
        languages=languages,
        answers=folder / file.text("answers"),
        form=folder / file.text("form"),
        synthetic=file.values.get("synthetic", False),
        missing=file.texts(missing, "missing") if missing != [] else (),
        design={key: file.text(key) for key in ("weight", "strata", "clusters", "fpc") if key in file.values},
        confidence=float(file.number("confidence", 95, 50, 99.99)),
        decimals=int(file.number("decimals", 0, 0, 3)),
        tried=int(file.number("tried", 0, 0, 10**9)),
        sets=sets,
        set_labels=set_labels,
        hypotheses=tuple(_hypothesis(file, place, looked_at, languages) for place in range(_count(file))),
        text={language: blocks for language, (_, blocks) in texts.items()},
        text_file={language: where for language, (where, _) in texts.items()},
        source=file.by_language(file.values.get("source", ""), languages, "source"),
        looked_at=looked_at,
        quotes=quotes,
    )


def _is_date(value: Any) -> bool:
    return isinstance(value, date) and not hasattr(value, "hour")


def _sets(file: Toml, languages: tuple[str, ...]) -> tuple[dict[str, SetOfColumns], dict[str, dict[str, str]]]:
    sets, labels = {}, {}
    for name, said in file.table("sets").items():
        if not isinstance(said, dict):
            raise file.refuse(Message(gettext_noop("a table was expected: [%(key)s]"), {"key": name}), "sets", name)
        file.known(said, _SET_KEYS, "sets", name)
        columns = file.texts(said.get("columns"), "sets", name, "columns")
        ticked = file.texts(said.get("ticked", ["1"]), "sets", name, "ticked")
        if len(set(columns)) < len(columns):
            raise file.refuse(Message(gettext_noop("the same column is listed twice")), "sets", name, "columns")
        sets[name] = SetOfColumns(name, columns, ticked)
        if "label" in said:
            labels[name] = file.by_language(said["label"], languages, "sets", name, "label")
    return sets, labels


def _count(file: Toml) -> int:
    listed = file.values.get("hypotheses", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise file.refuse(Message(gettext_noop("hypotheses are written one by one: [[hypotheses]]")), "hypotheses")
    return len(listed)


def _hypothesis(file: Toml, place: int, looked_at: date | None, languages: tuple[str, ...]) -> Hypothesis:
    said = file.values["hypotheses"][place]
    here = ("hypotheses", place)
    file.known(said, _HYPOTHESIS_KEYS, *here)
    method = said.get("test", "verdict")
    if method not in METHODS:
        text = gettext_noop("%(value)s is not a test; there are: %(tests)s")
        raise file.refuse(Message(text, {"value": method, "tests": METHODS}), *here, "test")
    dated = said.get("date")
    if not isinstance(dated, date) or not _is_date(dated):
        raise file.refuse(Message(gettext_noop("a date was expected: 2026-01-31")), *here, "date")
    words = file.by_language(said["words"], languages, *here, "words") if "words" in said else {}
    asked = _asked(file, said, here)
    if method in (ORDER, TREND, PAIRED):
        if isinstance(asked, Claim):
            text = gettext_noop("%(value)s is not a test; there are: %(tests)s")
            raise file.refuse(Message(text, {"value": method, "tests": METHODS[:-3]}), *here, "test")
        asked = replace(asked, kind=method)
    return Hypothesis(asked, method, dated, looked_at is None or dated < looked_at, words)


def _asked(file: Toml, said: dict[str, Any], here: tuple[str | int, ...]) -> TestOf | Claim:
    if "claim" in said and isinstance(said["claim"], str) and "variables" not in said:
        try:
            claim = read_binding(f"claim: {said['claim']}")
        except BadInput as error:
            raise file.refuse(error.message, *here, "claim") from None
        assert isinstance(claim, Claim)
        return claim
    variables = said.get("variables")
    if not isinstance(variables, list) or len(variables) != 2 or not all(isinstance(one, str) for one in variables):
        text = gettext_noop('a hypothesis names two questions: variables = ["…", "…"], or a claim = "… > …"')
        raise file.refuse(Message(text), *here, "variables")
    where: Where = ()
    if "where" in said:
        try:
            condition = read_binding(f"base of x where {said['where']}")
        except BadInput as error:
            raise file.refuse(error.message, *here, "where") from None
        where = getattr(condition, "where", ())
    return TestOf(variables[0], variables[1], where)


def _texts(file: Toml, folder: Path, languages: tuple[str, ...]) -> dict[str, tuple[Path, tuple[Block, ...]]]:
    said = file.by_language(file.values.get("text", {}), languages, "text")
    found = {}
    for language in languages:
        text, where, before = said[language], file.path, 0
        if re.fullmatch(r"\S[^\n]*\.md", text):
            where = folder / text
            text = where.read_text(encoding="utf-8-sig")
        else:
            before = _lines_before(file, language)
        try:
            found[language] = where, tuple(read_text("\n" * before + text))
        except BadInput as error:
            raise error.inside(str(where)) from None
    return found


def _quotes(file: Toml) -> dict[str, Said]:
    found = {}
    for name, said in file.table("quotes").items():
        if not isinstance(said, dict):
            raise file.refuse(Message(gettext_noop("a table was expected: [%(key)s]"), {"key": name}), "quotes", name)
        file.known(said, _QUOTE_KEYS, "quotes", name)
        for key in ("text", "who"):
            if not isinstance(said.get(key), str):
                text = gettext_noop("a text was expected, in quotes")
                raise file.refuse(Message(text), "quotes", name, key)
        found[name] = Said(said["text"], said["who"], str(said.get("language", "")))
    return found


def _refuse_unknown(quotes: Mapping[str, Said], where: Path, blocks: tuple[Block, ...]) -> None:
    for piece in (piece for block in blocks for piece in block.pieces):
        if isinstance(piece, Bound) and isinstance(piece.binding, Quote) and piece.binding.name not in quotes:
            text = gettext_noop("there is no quote %(name)s; there are: %(names)s")
            named = {"name": piece.binding.name, "names": sorted(quotes)}
            raise BadInput(Message(text, named), (str(where), at_line(piece.line)))


def _lines_before(file: Toml, language: str) -> int:
    """How many lines of the file stand before the text, so that its lines are counted as the file's."""
    line = file.line_of("text", language)
    if line is None:
        return 0
    opening = file.source.splitlines()[line - 1]
    return line if re.search(r"=\s*(\"{3}|'{3})\s*$", opening) else line - 1
