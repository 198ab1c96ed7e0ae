"""Turning what strangers wrote into plain, safe values: texts, addresses, coordinates, dates, languages.

Nothing here knows a file or a kind. A function gives the clean value, or an empty one when there is nothing
usable; the importer that called it says so where it matters.
"""

from __future__ import annotations

import html
import ipaddress
import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from urllib.parse import SplitResult, urlsplit

from tandem.domain.iso import LANGUAGES

NAME_LENGTH = 200
TEXT_LENGTH = 2_000
TAG_LENGTH = 60
TAGS = 30
WEBSITE_LENGTH = 500
ID_LENGTH = 300

#: Longer input is cut before it is parsed: no parser of ours meets megabytes of one text.
LONGEST_RAW_TEXT = 50_000

_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#\d|#[xX][0-9a-fA-F]|[a-zA-Z])")
_BEFORE_A_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
#: Comments, elements whose content nobody reads, tags, declarations. Each alternative stops at the next bracket
#: or swallows all the rest, so that no text takes longer than its length (the parser of Python 3.11 does).
_PIECE_OF_HTML = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|iframe|noscript|object|template|title)\b[^<>]*(?:>|(?=<)|\Z).*?(?:</\1\b[^<>]*>|\Z)"
    r"|</?(?P<tag>[a-zA-Z][a-zA-Z0-9:-]*)\b[^<>]*>"
    r"|<[!?][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table td tr ul".split()  # noqa: SIM905
)
_ACTIVE = re.compile(r"<\s*(?:script|iframe|object|embed)\b|\bon[a-z]{3,20}\s*=\s*[\"']|javascript:", re.IGNORECASE)

_EMAIL = re.compile(r"(?:mailto:)?[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.IGNORECASE)
_CALLED = r"\b(?:tel|tél|téléphone|telephone|phone|fon|telefon|tlf|fax|mobile|mob|gsm)\b\s?[.:]{0,2}\s?"
_PHONE = re.compile(
    rf"(?:{_CALLED})?(?<![\w/])(?:\+|00)\d(?:[ ()./-]{{0,3}}\d){{7,13}}(?![\w/])"
    rf"|{_CALLED}\(?\d(?:[ ()./-]{{0,3}}\d){{6,13}}(?!\w)",
    re.IGNORECASE,
)

_DIGIT = re.compile(r"\d")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_KEPT_CONTROLS = {"\n", "\t"}
_JOINERS = {"\u200c", "\u200d"}


def without_markup(text: str) -> str:
    """What a reader sees of HTML: scripts and styles gone with their content, entities read, blocks on their own lines.

    Entities may hide tags (`&lt;script&gt;`), so the text is read again.
    """
    for _ in range(3):
        if not _MARKUP.search(text):
            break
        text = html.unescape(_PIECE_OF_HTML.sub(_line_or_nothing, text))
    return text


def _readable(text: str) -> str:
    """Without anything that a reader would not see: a hidden character may split a tag, an entity may hide one.

    A bracket that opens no whole tag is a sign of its own and gets a space, with which no browser takes it for a tag.
    """
    if "<" not in text and "&" not in text:
        return without_invisibles(text)
    text = without_invisibles(without_markup(without_invisibles(text)))
    return _BEFORE_A_TAG.sub("< ", text)


def _line_or_nothing(piece: re.Match[str]) -> str:
    return "\n" if (piece["tag"] or "").lower() in _BLOCKS else ""


def without_invisibles(text: str) -> str:
    """NFC, without control characters, direction overrides, zero-width and private characters and lone surrogates.

    The two joiners stay after letters of scripts that need them (Persian, Indic), line breaks and tabs stay too.
    """
    if text.isprintable() or text.replace("\n", " ").replace("\t", " ").replace("\u00a0", " ").isprintable():
        return unicodedata.normalize("NFC", text)
    kept: list[str] = []
    for character in text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n"):
        category = unicodedata.category(character)
        wanted = category[0] != "C" or character in _KEPT_CONTROLS
        if wanted or (character in _JOINERS and kept and ord(kept[-1]) >= 0x600):
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def without_contacts(text: str) -> str:
    """E-mail addresses and telephone numbers taken out: they are people's, and nobody here asked them."""
    if "@" in text:
        text = _EMAIL.sub("…", text)
    return _PHONE.sub("…", text) if _DIGIT.search(text) else text


def hides_something(value: object) -> bool:
    """Whether a text brought active content or characters that change the reading direction."""
    return isinstance(value, str) and bool(_BIDI.search(value) or _ACTIVE.search(value[:LONGEST_RAW_TEXT]))


def line(value: object, length: int = NAME_LENGTH) -> str:
    """One line of plain text, cut at a word when longer than `length`; empty for anything but text and numbers.

    >>> line("  <b>Fab&nbsp;Lab</b> \\u202eevil ")
    'Fab Lab evil'
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = _readable(str(value)[:LONGEST_RAW_TEXT])
    return cut(without_contacts(" ".join(text.split())).strip(), length)


def paragraphs(value: object, length: int = TEXT_LENGTH) -> str:
    """Plain text of several paragraphs, each on its line."""
    if not isinstance(value, str):
        return ""
    rows = _readable(value[:LONGEST_RAW_TEXT]).split("\n")
    text = "\n".join(without_contacts(" ".join(row.split())).strip() for row in rows if row.strip())
    return cut(re.sub(r"\n{2,}", "\n", text).strip("\n"), length)


def cut(text: str, length: int) -> str:
    """`text` within `length` characters, ended at a word with an ellipsis when something was left out."""
    if len(text) <= length:
        return text
    shorter = text[: length - 1]
    at_word = max(shorter.rfind(" "), shorter.rfind("\n"))
    return (shorter[:at_word] if at_word > length // 2 else shorter).rstrip(" \n,;:.") + "…"


def tags(values: Iterable[object]) -> tuple[str, ...]:
    """Distinct short labels in the order given, compared without case."""
    distinct: dict[str, str] = {}
    for value in values:
        text = line(value, TAG_LENGTH)
        if text:
            distinct.setdefault(text.casefold(), text)
    return tuple(distinct.values())[:TAGS]


def website(value: object) -> str:
    """An http(s) address of a public host, in one spelling; empty for anything else.

    Lower-case host in ASCII, no user name, default port or trailing slash of an empty path. An address
    without a scheme gets `http`, because a server that prefers https leads there and not the other way round.

    >>> website("WWW.Example.org/ @example")
    'http://www.example.org'
    """
    if not isinstance(value, str):
        return ""
    text = without_invisibles(value[: 2 * WEBSITE_LENGTH]).strip()
    text = re.sub(r"^(https?):\s*/+\s*(?:https?:/+)?", r"\1://", text, count=1, flags=re.IGNORECASE)
    text = text.split()[0] if text.split() else ""
    if "://" not in text and re.match(r"[\w-]+(\.[\w-]+)+", text) and not re.match(r"[^/?#]*[@:]", text):
        text = "http://" + text
    if any(character in text for character in "<>\"'`\\^{}|") or len(text) > WEBSITE_LENGTH:
        return ""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return ""
    host = _public_host(parts)
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        return ""
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = "" if parts.path == "/" and not parts.query and not parts.fragment else parts.path
    clean = f"{parts.scheme}://{host}{path}"
    clean += f"?{parts.query}" if parts.query else ""
    clean += f"#{parts.fragment}" if parts.fragment else ""
    return "" if _EMAIL.search(clean) else clean


def _public_host(parts: SplitResult) -> str:
    """The host in ASCII when it can be a site that anybody reaches, else nothing."""
    host = (parts.hostname or "").rstrip(".")
    try:
        ipaddress.ip_address(host)
        return ""
    except ValueError:
        pass
    try:
        ascii_host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return ""
    if not re.fullmatch(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{1,62}", ascii_host):
        return ""
    return (
        ""
        if ascii_host.endswith((".localhost", ".local", ".internal", ".invalid", ".test", ".example"))
        else ascii_host
    )


def coordinates(latitude: object, longitude: object) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees, or nothing: out of range, not numbers, or the 0, 0 of an unset field."""
    try:
        if isinstance(latitude, bool) or isinstance(longitude, bool):
            return None
        north, east = float(latitude), float(longitude)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    if not (math.isfinite(north) and math.isfinite(east)) or (north == 0 and east == 0):
        return None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return None
    return round(north, 6), round(east, 6)


def day(value: object) -> date | None:
    """A date written YYYY-MM-DD (also YYYY-MM and YYYY, their first day), from 1500 on; nothing for anything else."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].{0,40})?)?)?", str(value).strip(), re.DOTALL)
    if isinstance(value, bool) or match is None:
        return None
    year, month, day_of_month = (int(part) if part else 1 for part in match.groups())
    try:
        return date(year, month, day_of_month) if year >= 1500 else None
    except ValueError:
        return None


def language(value: object) -> str:
    """The ISO 639-1 code at the start of a language tag (`it-IT`, `IT`, `pt_BR`); empty when there is none.

    >>> language("it-IT")
    'it'
    """
    code = re.split(r"[-_]", value.strip().lower(), maxsplit=1)[0] if isinstance(value, str) else ""
    return code if code in LANGUAGES else ""
