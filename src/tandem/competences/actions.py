"""Change what an installation adds to the frameworks: the wording of stewards, and ESCO."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from tandem.competences import content, queries
from tandem.competences.esco import EscoFile, open_folder
from tandem.competences.loading import EscoReport, Loading
from tandem.competences.models import EscoImport, Wording
from tandem.competences.permissions import can_reword
from tandem.domain import competences
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.journal import actions as journal

#: In which language a framework was published: the names in that language are facts, nobody here changes them.
OFFICIAL_LANGUAGE = {competences.DIGCOMP: "en", competences.E_CF: "en", competences.CRCN: "fr"}
_TEXTS = frozenset({"label", "about", "words"})
_TEXTS_OF_THE_ANNEX = _TEXTS | {"area", "level", "beside"}


@transaction.atomic
def reword(
    framework: str, competence: str, texts: dict[str, Any], *, after: int, actor: Any, at: datetime, reason: str
) -> Wording:
    """Write a new version of a competence's texts, on top of version `after` (0: as it ships).

    `texts` has the shape of a source file: {"label": {"fr": …}, "about": …, "words": …} and, for the annex, "level",
    "beside", "area". Raises `BadInput` when the competence is unknown, a text is not one that may change, or somebody
    wrote another version meanwhile.
    """
    competences.competence_ids(framework)
    if queries.competence(framework, competence) is None or framework == competences.ESCO:
        text = gettext_noop("%(framework)s has no competence %(competence)s")
        raise BadInput(Message(text, {"competence": competence, "framework": framework}), ("id",))
    _check_texts(framework, texts)
    return _write(framework, competence, texts, after=after, actor=actor, at=at, reason=reason)


@transaction.atomic
def add_to_annex(competence: str, texts: dict[str, Any], *, actor: Any, at: datetime, reason: str) -> Wording:
    """Add an entry to the annex of this place. Its id starts with `local-`; every text exists in French and English.

    Raises `BadInput` naming the text that is missing.
    """
    if not competences.is_addition(competence):
        raise BadInput(Message(gettext_noop("write local- and a few plain words joined by hyphens")), ("id",))
    if queries.competence(competences.TANDEM, competence) is not None:
        raise BadInput(Message(gettext_noop("the annex already has this id")), ("id",))
    _check_texts(competences.TANDEM, texts)
    _check_complete(texts)
    return _write(competences.TANDEM, competence, texts, after=0, actor=actor, at=at, reason=reason)


@transaction.atomic
def import_esco(
    folder: Path,
    *,
    at: datetime,
    actor: Any = None,
    progress: Callable[[Iterable[EscoFile], int], Iterable[EscoFile]] = lambda files, total: files,
) -> EscoReport:
    """Load ESCO's own CSV files of skills: all of the folder or, when a file cannot be read, nothing.

    The same folder again changes nothing. What a file does not say is left as it is; concepts and links that a later
    version of ESCO dropped stay, because a need or a passport may point to them.
    """
    files, aside = open_folder(folder)
    loading = Loading(aside)
    for file in progress(files, len(files)):
        loading.load(file)
    report = loading.report
    row = EscoImport.objects.create(
        at=at,
        files=[file.path.name for file in files],
        created_count=report.created,
        changed_count=report.changed,
        unchanged_count=report.unchanged,
        refused_count=len(report.refused),
    )
    journal.record("competences.esco_imported", row, actor=actor, at=at, created=report.created, changed=report.changed)
    return report


def _write(
    framework: str, competence: str, texts: dict[str, Any], *, after: int, actor: Any, at: datetime, reason: str
) -> Wording:
    decision = can_reword(actor)
    if not decision.allowed:
        raise BadInput(decision.reason or Message(""))
    rows = Wording.objects.filter(framework=framework, competence=competence)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    if last != after:
        text = gettext_noop("somebody wrote another version meanwhile: read it, then write yours")
        raise BadInput(Message(text), ("number",))
    wording = Wording.objects.create(
        framework=framework, competence=competence, number=last + 1, texts=texts, reason=reason, author=actor, at=at
    )
    journal.record(
        "competences.reworded", wording, actor=actor, at=at, framework=framework, competence=competence, number=last + 1
    )
    transaction.on_commit(queries.forget)
    return wording


def _check_texts(framework: str, texts: Mapping[str, Any]) -> None:
    allowed = _TEXTS_OF_THE_ANNEX if framework == competences.TANDEM else _TEXTS
    for name in texts:
        if name not in allowed:
            raise BadInput(Message(gettext_noop("this text cannot be changed here")), (name,))
    official = OFFICIAL_LANGUAGE.get(framework)
    if official in texts.get("label", {}):
        text = gettext_noop("the official name belongs to the framework and stays as it is")
        raise BadInput(Message(text), ("label", str(official)))
    if "area" in texts and texts["area"] not in content.framework(framework).areas:
        raise BadInput(Message(gettext_noop("choose one of the areas of the annex")), ("area",))


def _check_complete(texts: Mapping[str, Any]) -> None:
    """An entry of the annex says everything in both languages, or two organisations could not agree on a level."""
    levels = texts.get("level", {})
    wanted = {("label",): texts.get("label", {}), ("about",): texts.get("about", {})}
    scale = content.framework(competences.TANDEM).scale
    wanted |= {("level", str(level)): levels.get(str(level), {}) for level in scale}
    for place, by_language in wanted.items():
        for language in content.COMPLETE_LANGUAGES:
            if not str(by_language.get(language, "")).strip():
                raise BadInput(Message(gettext_noop("write this text in French and in English")), (*place, language))
    if "area" not in texts:
        raise BadInput(Message(gettext_noop("choose one of the areas of the annex")), ("area",))
