"""Read competences and their names: what other rooms ask for.

The frameworks that ship are read once from `content/`. What stewards wrote is laid over them and kept in memory:
at once in the process that wrote it, within `FRESH_FOR` seconds in the others.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tandem.competences import content
from tandem.competences.content import Competence, Framework, Text
from tandem.competences.labels import about, choices, everyday_words, find, grouped_choices, label, labels
from tandem.competences.models import Concept, ConceptLabel, EscoImport, Wording
from tandem.competences.search import Index, competence_document, index_of, shipped_index, stems, strongest
from tandem.domain import competences
from tandem.domain.errors import BadInput

__all__ = [
    "about",
    "choices",
    "competence",
    "competence_label",
    "competence_labels",
    "concept",
    "esco_loaded",
    "everyday_bands",
    "everyday_words",
    "find",
    "framework",
    "frameworks",
    "grouped_choices",
    "in_everyday_words",
    "label",
    "labels",
    "search",
    "versions",
]

FRESH_FOR = 60.0
#: How many concepts of ESCO are ranked for one search.
_CANDIDATES = 300


@dataclass(frozen=True)
class _Reworded:
    """The frameworks with what stewards wrote up to the wording `newest`, and the index of them."""

    frameworks: Mapping[str, Framework]
    index: Index[tuple[str, str]]
    newest: int | None
    read_at: float


_kept: _Reworded | None = None


@dataclass(frozen=True)
class Found:
    """A competence that answers a search, with its name in the language asked for."""

    framework: str
    id: str
    label: str
    about: str
    levels: tuple[int, ...]
    score: float


def frameworks() -> tuple[Framework, ...]:
    """Every framework with its competences; ESCO without, it has too many to list."""
    return tuple(_current().frameworks.values())


def framework(framework_id: str) -> Framework:
    """One framework. Raises `BadInput` when it is unknown."""
    competences.competence_ids(framework_id)
    return _current().frameworks[framework_id]


def competence(framework_id: str, competence_id: str) -> Competence | None:
    """A competence with all its texts; None when this place does not have it."""
    if framework_id == competences.ESCO:
        return _esco_competences([competence_id]).get(competence_id)
    return framework(framework_id).competences.get(competence_id)


def competence_label(framework_id: str, competence_id: str, language: str) -> str:
    """The name of one competence; its id when nothing is known of it. For several, ask `competence_labels`."""
    return competence_labels([(framework_id, competence_id)], language)[framework_id, competence_id]


def competence_labels(pairs: Iterable[tuple[str, str]], language: str) -> dict[tuple[str, str], str]:
    """The names of competences given as (framework, id): one query for all of ESCO, none for the others."""
    asked = list(dict.fromkeys(pairs))
    esco = _esco_competences([code for name, code in asked if name == competences.ESCO])
    named = {}
    for name, code in asked:
        found = esco.get(code) if name == competences.ESCO else _in_framework(name, code)
        named[name, code] = (found.label.say(language) if found else "") or code
    return named


#: The short form: "not yet", then four bands in everyday words, the same for every competence of DigComp.
BANDS = (
    _("Not yet"),
    _("Simple things, with somebody beside"),
    _("The usual things, alone"),
    _("New things too, while helping others"),
    _("Finding new ways, and leading others to them"),
)
#: Levels of DigComp that a band holds.
_LEVELS_IN_A_BAND = 2


def everyday_bands(framework_id: str, competence_id: str, language: str) -> list[tuple[str, str]]:
    """Pairs (band, what it means) for rating oneself: 0 for "not yet", then four bands.

    Where the annex says what each of its four levels means for this competence, those words are used.
    """
    return [(str(band), _band_words(framework_id, competence_id, band, language)) for band in range(len(BANDS))]


def in_everyday_words(framework_id: str, competence_id: str, level: int, language: str) -> str:
    """What a level means on the same screen; empty for frameworks of professions, which have words of their own."""
    if framework_id == competences.DIGCOMP:
        return _band_words(framework_id, competence_id, -(-level // _LEVELS_IN_A_BAND), language)
    return _band_words(framework_id, competence_id, level, language) if framework_id == competences.TANDEM else ""


def _band_words(framework_id: str, competence_id: str, band: int, language: str) -> str:
    found = framework(framework_id).competences.get(competence_id)
    own = found.levels if found and framework_id == competences.TANDEM else {}
    return own[band].say(language) if band in own else str(BANDS[band])


def search(words: str, language: str, limit: int = 20) -> list[Found]:
    """Competences of every framework that answer everyday `words` (French or English), best first."""
    current = _current()
    esco = _esco_candidates(words)
    beside = Index([competence_document(found) for found in esco.values()], beside=current.index)
    scored = {hit.key: hit for index in (current.index, beside) for hit in index.search(words, limit)}
    hits = strongest(sorted(scored.values(), key=lambda hit: -hit.score))[:limit]
    paired = {pair.uri: pair for pair in content.crosswalk()}
    result = []
    for hit in hits:
        name, code = hit.key
        found = esco.get(code) if name == competences.ESCO else current.frameworks[name].competences[code]
        text = found or Competence(id=code, label=paired[code].label, framework=name)
        levels = competences.levels(name, code)
        result.append(Found(name, code, text.label.say(language), text.about.say(language), levels, hit.score))
    return result


def versions(framework_id: str, competence_id: str) -> QuerySet[Wording]:
    """What stewards wrote about a competence, newest first."""
    rows = Wording.objects.filter(framework=framework_id, competence=competence_id)
    return rows.select_related("author").order_by("-number")


def personal_data(person: Any) -> list[dict[str, Any]]:
    """What this room keeps about a person: the versions that they wrote."""
    return [
        {"framework": row.framework, "competence": row.competence, "number": row.number, "at": row.at.isoformat()}
        for row in Wording.objects.filter(author=person)
    ]


def esco_loaded() -> EscoImport | None:
    """The last time ESCO was loaded here; None when it never was."""
    return EscoImport.objects.order_by("-id").first()


def concept(uri: str) -> Concept | None:
    """A concept of ESCO with its names and its neighbours' names."""
    return Concept.objects.prefetch_related("labels", "broader__labels", "narrower__labels").filter(uri=uri).first()


def forget() -> None:
    """Read what stewards wrote again at the next question."""
    global _kept
    _kept = None


def _current() -> _Reworded:
    global _kept
    if _kept is None or time.monotonic() - _kept.read_at > FRESH_FOR:
        _kept = _read(_kept)
    return _kept


def _read(before: _Reworded | None) -> _Reworded:
    newest = Wording.objects.aggregate(newest=Max("id"))["newest"]
    now = time.monotonic()
    if before is not None and before.newest == newest:
        return replace(before, read_at=now)
    shipped = {known.id: content.framework(known.id) for known in competences.frameworks()}
    if newest is None:
        return _Reworded(MappingProxyType(shipped), shipped_index(), newest, now)
    laid = {name: _lay_over(found, _newest_texts()) for name, found in shipped.items()}
    return _Reworded(MappingProxyType(laid), index_of(laid), newest, now)


def _newest_texts() -> dict[tuple[str, str], dict[str, Any]]:
    """Of each competence that stewards reworded, the version with the highest number."""
    rows = Wording.objects.order_by("number").values_list("framework", "competence", "texts")
    return {(framework, code): texts for framework, code, texts in rows}


def _lay_over(shipped: Framework, texts: Mapping[tuple[str, str], dict[str, Any]]) -> Framework:
    merged = dict(shipped.competences)
    for (name, code), written in texts.items():
        if name == shipped.id:
            merged[code] = _reworded(merged.get(code), name, code, written)
    return replace(shipped, competences=MappingProxyType(merged))


def _reworded(shipped: Competence | None, name: str, code: str, written: dict[str, Any]) -> Competence:
    new = content.competence(name, {"id": code, **written})
    if shipped is None:
        return new
    levels = {level: _over(shipped.levels.get(level, content.NOTHING), text) for level, text in new.levels.items()}
    return replace(
        shipped,
        label=_over(shipped.label, new.label),
        about=_over(shipped.about, new.about),
        words={**shipped.words, **new.words},
        levels={**shipped.levels, **levels},
        beside=_over(shipped.beside, new.beside),
        area=new.area or shipped.area,
    )


def _over(shipped: Text, new: Text) -> Text:
    """The languages that a steward wrote over those that ship."""
    return Text({**shipped.by_language, **new.by_language})


def _in_framework(name: str, code: str) -> Competence | None:
    try:
        return framework(name).competences.get(code)
    except BadInput:
        return None


def _esco_competences(uris: list[str]) -> dict[str, Competence]:
    """Concepts by address, as competences; those of the crosswalk also before ESCO was loaded."""
    if not uris:
        return {}
    found = {
        pair.uri: Competence(id=pair.uri, label=pair.label, framework=competences.ESCO)
        for pair in content.crosswalk()
        if pair.uri in uris
    }
    return found | _as_competences(ConceptLabel.objects.filter(concept__uri__in=uris))


def _esco_candidates(words: str) -> dict[str, Competence]:
    """Concepts of which one language holds all the stems asked for; failing that, at least one of them."""
    asked = stems(words)
    if not asked:
        return {}
    conditions = [Q(stems__contains=f" {one}") for one in asked]
    every, some = Q(), Q()
    for condition in conditions:
        every &= condition
        some |= condition
    ids = list(ConceptLabel.objects.filter(every).values_list("concept", flat=True)[:_CANDIDATES])
    ids = ids or list(ConceptLabel.objects.filter(some).values_list("concept", flat=True)[:_CANDIDATES])
    return _as_competences(ConceptLabel.objects.filter(concept__in=ids))


def _as_competences(rows: QuerySet[ConceptLabel]) -> dict[str, Competence]:
    texts: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows.select_related("concept").order_by("concept", "language"):
        parts = texts.setdefault(row.concept.uri, {"label": {}, "about": {}, "words": {}})
        parts["label"][row.language] = row.label
        parts["words"][row.language] = row.alternatives
        if row.description:
            parts["about"][row.language] = row.description
    return {uri: content.competence(competences.ESCO, {"id": uri, **parts}) for uri, parts in texts.items()}
