"""Find competences by everyday words, in French, English or Portuguese, without a database.

A question and the texts it is compared with are cut into stems: accents, capitals, plurals and the commonest
endings of both languages do not count, so "sauvegarder mes fichiers" meets "sauvegarde de fichiers". A stem that is
the beginning of another counts for less; a word that nothing contains is read as the nearest known one, for typing
mistakes. Method, weights and what they do not do: docs/algorithms/competence-search.md.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Generic, TypeVar

from tandem.competences import content
from tandem.competences.content import Competence, Framework, Item
from tandem.domain import competences

Key = TypeVar("Key", bound=Hashable)

#: What a word found in that part of a document is worth.
WEIGHTS = {"label": 3.5, "words": 3.0, "about": 1.0, "levels": 0.4}
PREFIX_WORTH = 0.6
SHORTEST_PREFIX = 3
#: How many letters a stem may lack at its end: "sauveg" is on its way to "sauvegard", "mot" is not to "motivat".
LONGEST_REST = 4
#: Everything asked is said in one everyday expression: that is what the person means. More so when it says no more.
WHOLE_EXPRESSION = 1.6
SAME_EXPRESSION = 1.8
TYPING_MISTAKE = 0.8
#: What is worth less than this share of the best answer is noise beside it.
WEAKEST = 0.2

_STOP_WORDS = """
    a ai au aux avec ce ces cet cette comment d dans de des du elle elles en est et eux faire faut il ils j je l la le
    les leur leurs lui m ma mais me mes mon n ne nos notre nous on ou par pas plus pour qu quand que qui quoi s sa sans
    se ses si son sont sur t ta te tes ton tous tout toute toutes tu un une vers vos votre vous y veux voudrais besoin
    the an and are as at be by can do does for from get has have help how i if in into is it its make me my need needs
    not of on or our out so some that their them they this to up us want we what when where which who will with would
    you your
    ao aos as com como da das ela elas ele eles em essa esse esta estao estas este estes faz fazer foi ha isso isto
    ja lhe lhes mais mas meu meus minha minhas muito na nao nas nem no nossa nossas nosso nossos num numa o os ou
    para pela pelas pelo pelos pode podemos por porque precisamos preciso quando quem queremos quero sao sem ser seu
    seus so sua suas tem temos tenho ter toda todas todo todos tudo um uma
"""
_STOP = frozenset(_STOP_WORDS.split())
_COMMON_ENDINGS = """
    ements ement ations ation ateurs ateur atrices atrice euses euse eurs eur ants ant antes ante ees ee es er ez e
    s x ings ing ers ed ies y ments ment ly ables able
"""
#: Longest first; an ending goes only when four letters remain.
_ENDINGS = sorted(_COMMON_ENDINGS.split(), key=len, reverse=True)
_SHORTEST_STEM = 4


def fold(text: str) -> str:
    """Lower case without accents: "Œuvre numérique" → "oeuvre numerique"."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    plain = unicodedata.normalize("NFKD", lower.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A folded word without its commonest endings.

    >>> [stem(word) for word in ("sauvegarder", "sauvegardes", "backups", "training")]
    ['sauvegard', 'sauvegard', 'backup', 'train']
    """
    if len(word) == _SHORTEST_STEM and word.endswith(("s", "x")):
        return word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def stems(text: str) -> list[str]:
    """The stems of `text` in order, without the words that carry no meaning.

    >>> stems("Sauvegarder les fichiers de l'équipe")
    ['sauvegard', 'fichi', 'equip']
    """
    words = re.findall(r"[a-z0-9]+", fold(text))
    return [stem(word) for word in words if word not in _STOP and (len(word) > 1 or word.isdigit())]


@dataclass(frozen=True)
class Document(Generic[Key]):
    """What something is found by: texts for each part named in `WEIGHTS`."""

    key: Key
    texts: Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class Hit(Generic[Key]):
    """`score` orders the hits of one search and means nothing beyond it."""

    key: Key
    score: float


class Index(Generic[Key]):
    """Documents ready to be searched; equal scores keep the order in which they were given.

    With `beside`, words are as rare as they are there: the scores of the two indexes may then be sorted together.
    """

    def __init__(self, documents: Iterable[Document[Key]], beside: Index[Key] | None = None) -> None:
        self._beside = beside
        self._order: dict[Key, int] = {}
        self._worth: dict[str, dict[Key, float]] = defaultdict(dict)
        self._expressions: dict[Key, list[frozenset[str]]] = {}
        for document in documents:
            self._add(document)
        self._vocabulary = sorted(self._worth)

    def _add(self, document: Document[Key]) -> None:
        key = document.key
        self._order[key] = len(self._order)
        self._expressions[key] = [frozenset(stems(words)) for words in document.texts.get("words", ())]
        self._expressions[key] += [frozenset(stems(words)) for words in document.texts.get("label", ())]
        for part, texts in document.texts.items():
            for one in {one for text in texts for one in stems(text)}:
                self._worth[one][key] = max(self._worth[one].get(key, 0.0), WEIGHTS[part])

    def search(self, words: str, limit: int | None = None) -> list[Hit[Key]]:
        """The documents that hold at least one of `words`, best first; an empty list when nothing is asked."""
        asked = list(dict.fromkeys(stems(words)))
        if not asked:
            return []
        rarity: dict[str, float] = {}
        found: dict[Key, dict[str, float]] = defaultdict(dict)
        for one in asked:
            rarity[one] = (self._beside or self)._rarity(one)
            for key, value in self._matches(one).items():
                found[key][one] = value
        total = sum(rarity.values())
        hits = [Hit(key, self._score(key, set(asked), values, rarity, total)) for key, values in found.items()]
        hits.sort(key=lambda hit: (-hit.score, self._order[hit.key]))
        return strongest(hits)[:limit]

    def _score(
        self, key: Key, asked: set[str], values: Mapping[str, float], rarity: Mapping[str, float], total: float
    ) -> float:
        """Σ worth × rarity, times the share of the question (by rarity) that the document answers."""
        answered = sum(rarity[one] for one in values) / total
        said = sum(value * rarity[one] for one, value in values.items())
        if any(asked == expression for expression in self._expressions[key]):
            said *= SAME_EXPRESSION
        elif any(asked <= expression for expression in self._expressions[key]):
            said *= WHOLE_EXPRESSION
        return round(said * answered, 6)

    def _rarity(self, one: str) -> float:
        return math.log(1 + len(self._order) / (len(self._matches(one)) or 1))

    def _matches(self, one: str) -> dict[Key, float]:
        """What each document is worth for one stem: exactly, as a beginning, or after a typing mistake."""
        worth = dict(self._worth.get(one, {}))
        if len(one) >= SHORTEST_PREFIX:
            for longer in self._vocabulary:
                if longer.startswith(one) and 0 < len(longer) - len(one) <= LONGEST_REST:
                    for key, value in self._worth[longer].items():
                        worth[key] = max(worth.get(key, 0.0), value * PREFIX_WORTH)
        if not worth and len(one) > _SHORTEST_STEM:
            for near in difflib.get_close_matches(one, self._vocabulary, n=1, cutoff=TYPING_MISTAKE):
                worth = {key: value * PREFIX_WORTH for key, value in self._worth[near].items()}
        return worth


def strongest(hits: list[Hit[Key]]) -> list[Hit[Key]]:
    """`hits`, best first, without those that are noise beside the best."""
    return [hit for hit in hits if hit.score >= WEAKEST * hits[0].score]


def searched_texts(item: Item) -> dict[str, list[str]]:
    """The texts of something named, as the search sees them, in every language that it has."""
    return {
        "label": list(item.label.by_language.values()),
        "words": [words for spoken in item.words.values() for words in spoken],
        "about": list(item.about.by_language.values()),
    }


def competence_document(competence: Competence) -> Document[tuple[str, str]]:
    """A competence as the search sees it, with the descriptions of its levels."""
    levels = [text for level in competence.levels.values() for text in level.by_language.values()]
    return Document((competence.framework, competence.id), {**searched_texts(competence), "levels": levels})


#: Nearest to what people say first: equal scores keep this order.
ORDER = (competences.TANDEM, competences.DIGCOMP, competences.CRCN, competences.E_CF, competences.ESCO)


@cache
def shipped_index() -> Index[tuple[str, str]]:
    """The frameworks as they ship: no database needed."""
    return index_of({framework: content.framework(framework) for framework in ORDER})


def index_of(frameworks: Mapping[str, Framework]) -> Index[tuple[str, str]]:
    """All competences of `frameworks`, and the ESCO concepts of the crosswalk."""
    documents = [competence_document(found) for name in ORDER for found in frameworks[name].competences.values()]
    documents += [
        Document((competences.ESCO, pair.uri), {"label": pair.label.by_language.values()})
        for pair in content.crosswalk()
    ]
    return Index(documents)
