"""From texts to terms: folded for all, stemmed for the six languages, the same way in the index and in a question."""

from __future__ import annotations

from functools import cache

import tantivy
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LANGUAGES = {
    "fr": "french",
    "en": "english",
    "es": "spanish",
    "it": "italian",
    "de": "german",
    "pt": "portuguese",
}
LONGEST_WORD = 60
MOST_WORDS = 12

#: Words that nearly every text has: a question does not ask for them unless it has nothing else.
EMPTY_WORDS = frozenset(
    """
    a ai al am an and ao aos as at au aux avec by c ce con d da dans das de del della den der des di die do dos du e
    ein eine el em en et for from fur gli how i il im in is it l la las le les lo los m mit n na nas no nos nous o of
    on or ou para par per pour por qui que s se si sur t the to um uma un una und une we with y zu
    """.split()  # noqa: SIM905 - a block of words is read more easily
)

#: Endings that people type without their accent and whose stemmer needs it: without it, "educacoes" would not
#: meet "educação". (typed, written)
UNACCENTED = {
    "pt": (("coes", "ções"), ("cao", "ção"), ("soes", "sões"), ("sao", "são"), ("oes", "ões"), ("ao", "ão")),
    "fr": (("ites", "ités"), ("ite", "ité")),
}


@cache
def folded() -> TextAnalyzer:
    """Words in lower case without accents."""
    return _lower().filter(Filter.ascii_fold()).build()


@cache
def stemmed(language: str) -> TextAnalyzer:
    """Words reduced to their stem. Accents go last: the stemmers read them, Portuguese most of all."""
    return _lower().filter(Filter.stemmer(LANGUAGES[language])).filter(Filter.ascii_fold()).build()


@cache
def _plain() -> TextAnalyzer:
    return _lower().build()


def _lower() -> TextAnalyzerBuilder:
    return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_WORD)).filter(Filter.lowercase())


def register(index: tantivy.Index) -> None:
    """Tell an index, which knows its analysers by name only, what they are."""
    index.register_tokenizer("folded", folded())
    for language in LANGUAGES:
        index.register_tokenizer(f"stemmed_{language}", stemmed(language))


def question_words(text: str) -> list[str]:
    """The words that a question asks for, as typed but in lower case, each once.

    >>> question_words("L’aide aux familles")
    ['aide', 'familles']
    """
    words = list(dict.fromkeys(_plain().analyze(text.replace("\0", " ")[:1000])))
    telling = [word for word in words if fold(word) not in EMPTY_WORDS]
    return (telling or words)[:MOST_WORDS]


def fold(text: str) -> str:
    return " ".join(folded().analyze(text))


def stems(word: str, language: str) -> set[str]:
    """The stems of a word in a language, also of the spelling that a missing accent hides."""
    spellings = {word} | {
        word[: -len(typed)] + written for typed, written in UNACCENTED.get(language, ()) if word.endswith(typed)
    }
    return {stem for spelling in spellings for stem in stemmed(language).analyze(spelling)}
