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
    a about ai al all am an and ao aos as at au aux avec avoir be because but by c ca car ce ces cette com comment como
    con con d da dans das de del della den der des di die dit do does donc dont dos du e een eine el elle em en es est
    et etre eu fait fazer for from fur gli ha had has have how i ich il ils in is it its j je l la las le les leur
    leurs lo los ma mais mas me mehr mes mi mit mon more my n na nao nas ne nicht no non nos nossa nosso not notre nous
    nuestra nuestro o of on ont or os ou our par para pas per peut plus por pour qu qual quand que qui s sa sans se ses
    si sind sind so sommes son sont su sur t tao te tem temos that the their they this to tout tous um uma un und une
    us very vos votre vous was we what when which who will with without work y you your z zu
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


def question_words(text: str, most: int = MOST_WORDS) -> list[str]:
    """The words that a question asks for, as typed but in lower case, each once.

    >>> question_words("L’aide aux familles")
    ['aide', 'familles']
    """
    words = list(dict.fromkeys(_plain().analyze(text.replace("\0", " ")[:1000])))
    telling = [word for word in words if fold(word) not in EMPTY_WORDS]
    return (telling or words)[:most]


@cache
def in_all_forms(text: str) -> str:
    """The words of a text of any language, as written and as stems: few texts, given with many records."""
    words = dict.fromkeys(_plain().analyze(text))
    telling = [word for word in words if fold(word) not in EMPTY_WORDS]
    stemmed_too = {stem for word in telling for language in LANGUAGES for stem in stems(word, language)}
    return " ".join([*telling, *sorted(stemmed_too)])


def fold(text: str) -> str:
    return " ".join(folded().analyze(text))


def stems(word: str, language: str) -> set[str]:
    """The stems of a word in a language, also of the spelling that a missing accent hides."""
    spellings = {word} | {
        word[: -len(typed)] + written for typed, written in UNACCENTED.get(language, ()) if word.endswith(typed)
    }
    return {stem for spelling in spellings for stem in stemmed(language).analyze(spelling)}
