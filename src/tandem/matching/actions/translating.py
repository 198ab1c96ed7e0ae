"""The title and the text of a need or an offer in further languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from tandem.directory.queries import texts
from tandem.domain.decision import refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.matching import permissions
from tandem.matching.models import Need, Offer
from tandem.ui.access import require

P = TypeVar("P", Need, Offer)

OWN_LANGUAGE = gettext_noop("This is the language that it is written in: change it there.")


@transaction.atomic
def translate(posting: P, language: str, title: str, text: str, *, actor: Any, at: datetime) -> P:
    """Say it in one more language; writing it again replaces what was there."""
    posting = _locked(posting, actor)
    if language == posting.language:
        require(refused(OWN_LANGUAGE))
    told = {"title": title, "text": text, **texts.translated_from(posting, posting.language, at)}
    posting.translations = {**posting.translations, language: told}
    return _saved(posting, "translated", language, actor, at)


@transaction.atomic
def take_translation_away(posting: P, language: str, *, actor: Any, at: datetime) -> P:
    """Take a language away; the one that it is written in stays. Twice changes nothing."""
    posting = _locked(posting, actor)
    if language not in posting.translations:
        return posting
    posting.translations = {code: told for code, told in posting.translations.items() if code != language}
    return _saved(posting, "translation_removed", language, actor, at)


def _locked(posting: P, actor: Any) -> P:
    posting = type(posting).objects.select_for_update().get(pk=posting.pk)
    require(permissions.can_write(actor, posting))
    return posting


def _saved(posting: P, event: str, language: str, actor: Any, at: datetime) -> P:
    posting.changed = at
    posting.save(update_fields=["translations", "changed"])
    record(f"{posting._meta.model_name}.{event}", posting, actor=actor, at=at, language=language)
    return posting
