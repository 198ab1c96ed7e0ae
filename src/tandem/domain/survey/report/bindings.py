"""What may stand between `{{` and `}}`: the expressions that bind a report to its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.kinds_of_test import INDEPENDENCE, ORDER, PAIRED, TREND

_TOKEN = re.compile(
    r'\s*(?:"(?P<double>[^"]*)"|«\s*(?P<french>[^»]*?)\s*»|(?P<sign>!=|[=+>,])|(?P<word>[^\s"«=+>,!]+|!))'
)


@dataclass(frozen=True)
class Condition:
    """`QUESTION = LEVEL [+ LEVEL …]`, or `!=`: among those who answered the question."""

    question: str
    levels: tuple[str, ...]
    negated: bool = False


Where = tuple[Condition, ...]


@dataclass(frozen=True)
class Share:
    """`share of LEVEL [+ LEVEL …] in QUESTION [where …]`."""

    levels: tuple[str, ...]
    question: str
    where: Where = ()


@dataclass(frozen=True)
class Base:
    """`base of QUESTION [where …]`: how many answered."""

    question: str
    where: Where = ()


@dataclass(frozen=True)
class Mean:
    """`mean of QUESTION [where …]`, whose levels are numbers."""

    question: str
    where: Where = ()


@dataclass(frozen=True)
class Table:
    """`table: ROWS by COLUMNS [where …]`."""

    rows: str
    columns: str
    where: Where = ()


@dataclass(frozen=True)
class FrequenciesOf:
    """`frequencies: QUESTION [where …]`."""

    question: str
    where: Where = ()


@dataclass(frozen=True)
class Chart:
    """`chart: QUESTION [where …]`."""

    question: str
    where: Where = ()


@dataclass(frozen=True)
class TestOf:
    """`test: A by B [where …]`; `order:`, `trend:` and `paired:` ask another `kind` of test (`kinds_of_test`)."""

    rows: str
    columns: str
    where: Where = ()
    kind: str = INDEPENDENCE


@dataclass(frozen=True)
class Claim:
    """`claim: SHARE > SHARE [, base] [, level]`: the first share is the larger one.

    `base` narrows both shares; `level` is the confidence asked for in percent, None for the survey's own.
    """

    larger: Share
    smaller: Share
    base: Where = ()
    level: float | None = None


@dataclass(frozen=True)
class Typed:
    """`typed: WORDS`: a number that does not come from the answers, and whose writer says so."""

    words: str


@dataclass(frozen=True)
class Quote:
    """`quote: NAME`: what somebody said, as far as they agree to be quoted."""

    name: str


Binding = Share | Base | Mean | Table | FrequenciesOf | Chart | TestOf | Claim | Typed | Quote
#: These stand for words, not for figures.
WORDS = (Typed, Quote)
#: These stand in the middle of a sentence, the others in a paragraph of their own.
IN_A_SENTENCE = (Share, Base, Mean, TestOf, Claim, Typed)


@dataclass(frozen=True)
class _Token:
    text: str
    quoted: bool


def read_binding(text: str) -> Binding:
    """The expression `text` stands for. Names with spaces may be quoted, and must be when they hold a keyword.

    Errors: `BadInput` saying what was expected, with the expression as its place.

    >>> read_binding("share of yes in tool where sector = social")
    Share(levels=('yes',), question='tool', where=(Condition(question='sector', levels=('social',), negated=False),))
    """
    said = " ".join(text.split())
    head, colon, rest = said.partition(":")
    try:
        if colon and head in _WITH_COLON:
            return _WITH_COLON[head](rest.strip())
        for words, read in _IN_WORDS.items():
            if said.startswith(words + " "):
                return read(said[len(words) :])
    except BadInput as error:
        raise error.inside(f"{{{{ {said} }}}}") from None
    forms = gettext_noop(
        "not one of: share of … in …, base of …, mean of …, table: … by …, frequencies: …, chart: …, "
        "test: … by …, order: … by …, trend: … by …, paired: … by …, claim: … > …, quote: …, typed: …"
    )
    raise BadInput(Message(forms), (f"{{{{ {said} }}}}",))


def names_in(binding: Binding) -> tuple[str, ...]:
    """Every question a binding speaks of, those of its conditions included.

    >>> names_in(read_binding("test: tool by sector where year = 2026"))
    ('tool', 'sector', 'year')
    """
    if isinstance(binding, WORDS):
        return ()
    if isinstance(binding, Claim):
        return (*names_in(binding.larger), *names_in(binding.smaller), *(one.question for one in binding.base))
    own = (binding.rows, binding.columns) if isinstance(binding, Table | TestOf) else (binding.question,)
    return (*own, *(one.question for one in binding.where))


def _tokens(text: str) -> list[_Token]:
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise BadInput(Message(gettext_noop("a quotation mark is not closed")))
        quoted = match["double"] if match["double"] is not None else match["french"]
        word = quoted if quoted is not None else match["sign"] or match["word"]
        found.append(_Token(word, quoted is not None))
        place = match.end()
    return found


def _split(tokens: Sequence[_Token], word: str, last: bool = False) -> tuple[list[_Token], list[_Token] | None]:
    """What stands before and after a keyword; None after it when it is not there."""
    places = [place for place, token in enumerate(tokens) if token.text == word and not token.quoted]
    if not places:
        return list(tokens), None
    place = places[-1] if last else places[0]
    return list(tokens[:place]), list(tokens[place + 1 :])


def _all_split(tokens: Sequence[_Token], word: str) -> list[list[_Token]]:
    parts, rest = [], list(tokens)
    while True:
        part, after = _split(rest, word)
        parts.append(part)
        if after is None:
            return parts
        rest = after


def _name(tokens: Sequence[_Token]) -> str:
    text = " ".join(token.text for token in tokens)
    if not tokens:
        raise BadInput(Message(gettext_noop("the name of a question or an answer is missing")))
    for token in tokens:
        if not token.quoted and token.text in ("=", "+", ">", ",", "!=", "by", "where", "and"):
            said = gettext_noop("“%(word)s” is not expected here (put names that hold it in double quotes)")
            raise BadInput(Message(said, {"word": token.text}))
    return text


def _conditions(tokens: Sequence[_Token] | None) -> Where:
    if tokens is None:
        return ()
    found = []
    for part in _all_split(tokens, "and"):
        sign = next((token.text for token in part if token.text in ("=", "!=") and not token.quoted), None)
        if sign is None:
            raise BadInput(Message(gettext_noop("a condition is written QUESTION = ANSWER or QUESTION != ANSWER")))
        question, levels = _split(part, sign)
        named = tuple(_name(level) for level in _all_split(levels or [], "+"))
        found.append(Condition(_name(question), named, sign == "!="))
    return tuple(found)


def _share(tokens: Sequence[_Token]) -> Share:
    said, where = _split(tokens, "where")
    levels, question = _split(said, "in", last=True)
    if question is None:
        raise BadInput(Message(gettext_noop("a share is written: share of ANSWER in QUESTION")))
    return Share(tuple(_name(part) for part in _all_split(levels, "+")), _name(question), _conditions(where))


def _of_one(make: Callable[[str, Where], Binding]) -> Callable[[str], Binding]:
    def read(text: str) -> Binding:
        said, where = _split(_tokens(text), "where")
        return make(_name(said), _conditions(where))

    return read


def _of_two(make: Callable[[str, str, Where], Binding]) -> Callable[[str], Binding]:
    def read(text: str) -> Binding:
        said, where = _split(_tokens(text), "where")
        rows, columns = _split(said, "by")
        if columns is None:
            raise BadInput(Message(gettext_noop("two questions are written: QUESTION by QUESTION")))
        return make(_name(rows), _name(columns), _conditions(where))

    return read


def _claim(text: str) -> Claim:
    parts = _all_split(_tokens(text), ",")
    larger, smaller = _split(parts[0], ">")
    if smaller is None:
        raise BadInput(
            Message(gettext_noop("a claim is written: ANSWER in QUESTION > ANSWER in QUESTION, base, level"))
        )
    base: Where = ()
    level: float | None = None
    for part in parts[1:]:
        words = " ".join(token.text for token in part).removesuffix("%").strip()
        if re.fullmatch(r"\d+(\.\d+)?", words):
            level = float(words)
            if not 0 < level < 100:
                said = gettext_noop("a level of confidence lies between 0 and 100, not %(level)s")
                raise BadInput(Message(said, {"level": level}))
        elif words != "all":
            base = (*base, *_conditions(part))
    return Claim(_claimed(larger), _claimed(smaller), base, level)


def _claimed(tokens: list[_Token]) -> Share:
    words = [token.text for token in tokens[:2] if not token.quoted]
    return _share(tokens[2:] if words == ["share", "of"] else tokens)


_WITH_COLON: dict[str, Callable[[str], Binding]] = {
    "table": _of_two(Table),
    "test": _of_two(TestOf),
    ORDER: _of_two(partial(TestOf, kind=ORDER)),
    TREND: _of_two(partial(TestOf, kind=TREND)),
    PAIRED: _of_two(partial(TestOf, kind=PAIRED)),
    "frequencies": _of_one(FrequenciesOf),
    "chart": _of_one(Chart),
    "claim": _claim,
    "typed": Typed,
    "quote": lambda text: Quote(_name(_tokens(text))),
}
_IN_WORDS: dict[str, Callable[[str], Binding]] = {
    "share of": lambda text: _share(_tokens(text)),
    "base of": _of_one(Base),
    "mean of": _of_one(Mean),
}
