"""The text of a report: headings, lists and paragraphs, with bindings inside and numbers typed by hand found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tandem.domain.errors import BadInput, at_line
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.report.bindings import IN_A_SENTENCE, Binding, Typed, read_binding

_PIECE = re.compile(r"\{\{(?P<bound>.*?)\}\}|\*\*(?P<strong>[^*{}]+)\*\*|\*(?P<emphasis>[^*{}\s][^*{}]*)\*", re.DOTALL)
#: Digits, with what groups or splits them: 1 200, 42.5, 3/4. Words with a digit inside (Q3, CO2) are names.
_NUMBER = re.compile(r"(?<![\w])\d+(?:[.,/  \u00a0\u202f]\d+)*(?:\s?%)?(?!\w)")


@dataclass(frozen=True)
class Piece:
    """A run of words. `style` is plain, strong, emphasis or typed (a number typed by hand)."""

    text: str
    style: str = "plain"


@dataclass(frozen=True)
class Bound:
    """A place where a figure comes, and the line it stands on."""

    binding: Binding
    source: str
    line: int


@dataclass(frozen=True)
class Block:
    """`kind` is heading (of `depth` 1-4), paragraph, item, or figure (one table, chart or list of answers)."""

    kind: str
    pieces: tuple[Piece | Bound, ...]
    line: int
    depth: int = 0

    @property
    def typed_by_hand(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.pieces if isinstance(piece, Piece) and piece.style == "typed")


def read_text(text: str) -> list[Block]:
    """The blocks of a report's text. A number typed by hand in a block that has bound figures is marked.

    Blank lines part paragraphs, `#` begins a heading, `- ` an item; `**strong**`, `*emphasis*`.
    Errors: `BadInput` with the line, for a brace that is not closed or an expression that is none.

    >>> [block.kind for block in read_text("# Tools\\n\\n{{ share of yes in tool }} use one, or 7.")]
    ['heading', 'paragraph']
    >>> read_text("{{ share of yes in tool }} use one, or 7.")[0].typed_by_hand
    ('7',)
    """
    return [_block(lines, first) for first, lines in _gathered(text)]


def _gathered(text: str) -> list[tuple[int, str]]:
    """Each block's first line and its text; a heading and an item begin a block of their own."""
    found: list[tuple[int, list[str]]] = []
    is_open = False
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        begins = stripped.startswith(("- ", "#"))
        if not stripped:
            is_open = False
        elif is_open and not begins:
            found[-1][1].append(stripped)
        else:
            found.append((number, [stripped]))
            is_open = not stripped.startswith("#")
    return [(number, "\n".join(lines)) for number, lines in found]


def _block(text: str, line: int) -> Block:
    kind, depth, inner = "paragraph", 0, text
    if heading := re.match(r"(#{1,4})\s+", text):
        kind, depth, inner = "heading", len(heading[1]), text[heading.end() :]
    elif text.startswith("- "):
        kind, inner = "item", text[2:]
    pieces = _pieces(inner, line)
    bound = [piece for piece in pieces if isinstance(piece, Bound)]
    large = [piece for piece in bound if not isinstance(piece.binding, IN_A_SENTENCE)]
    if large and (kind != "paragraph" or len(pieces) > 1):
        said = gettext_noop("a table, a chart or a list of answers needs a paragraph of its own: %(source)s")
        raise BadInput(Message(said, {"source": large[0].source}), (at_line(large[0].line),))
    if large:
        return Block("figure", tuple(pieces), line)
    if any(not isinstance(piece.binding, Typed) for piece in bound):
        pieces = [part for piece in pieces for part in _with_numbers(piece)]
    return Block(kind, tuple(pieces), line, depth)


def _pieces(text: str, first: int) -> list[Piece | Bound]:
    found: list[Piece | Bound] = []
    place = 0
    for match in _PIECE.finditer(text):
        _plain(text[place : match.start()], first + text.count("\n", 0, place), found)
        line = first + text.count("\n", 0, match.start())
        if match["bound"] is not None:
            source = " ".join(match["bound"].split())
            try:
                found.append(Bound(read_binding(source), source, line))
            except BadInput as error:
                raise error.inside(at_line(line)) from None
        elif match["strong"] is not None:
            found.append(Piece(match["strong"], "strong"))
        else:
            found.append(Piece(match["emphasis"], "emphasis"))
        place = match.end()
    _plain(text[place:], first + text.count("\n", 0, place), found)
    return found


def _plain(text: str, line: int, found: list[Piece | Bound]) -> None:
    if not text:
        return
    if "{{" in text or "}}" in text:
        raise BadInput(Message(gettext_noop("two braces {{ have to be closed by two braces }}")), (at_line(line),))
    found.append(Piece(text.replace("\n", " ")))


def _with_numbers(piece: Piece | Bound) -> list[Piece | Bound]:
    if isinstance(piece, Bound):
        return [piece]
    parts: list[Piece | Bound] = []
    place = 0
    for match in _NUMBER.finditer(piece.text):
        parts += [Piece(piece.text[place : match.start()], piece.style), Piece(match[0], "typed")]
        place = match.end()
    return [
        part for part in (*parts, Piece(piece.text[place:], piece.style)) if not isinstance(part, Piece) or part.text
    ]
