"""What a text speaks of, by name: the entries of content/likeness/words.toml whose expressions stand in it.

Without Django, for the command line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tandem.competences.search import fold
from tandem.ui.content import content_folder, read_toml


def recognised(text: str, language: str) -> tuple[str, ...]:
    """The entries whose words of this language stand in `text`, in the order in which they are first met.

    >>> recognised("Our Newsletter is laid out by volunteers.", "en")
    ('newsletters', 'volunteers')
    """
    folded = fold(text)
    found = {name: first.start() for name, words in _patterns(language).items() if (first := words.search(folded))}
    return tuple(sorted(found, key=lambda name: (found[name], name)))


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    entries = read_toml(content_folder() / "likeness" / "words.toml")
    return {name: _pattern(said[language]) for name, said in entries.items() if language in said}


def _pattern(expressions: Iterable[str]) -> re.Pattern[str]:
    """Any of the expressions: a star is the rest of a word, and anything but letters stands between words."""
    words = (
        r"[\W_]+".join(re.escape(word).replace(r"\*", r"\w*") for word in re.split(r"[\s’'-]+", fold(one)))
        for one in expressions
    )
    return re.compile(rf"\b(?:{'|'.join(words)})\b")
