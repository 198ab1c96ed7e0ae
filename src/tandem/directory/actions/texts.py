"""The text of an organisation or of a solution in several languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.directory import permissions, search
from tandem.directory.models import Record
from tandem.directory.queries import texts
from tandem.domain.decision import refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.ui.access import require

LAST_ONE = gettext_noop("The page keeps at least one text.")


@transaction.atomic
def write_text(one: Record, language: str, text: str, source: str = "", *, actor: Any, at: datetime) -> Record:
    """Write what it does in `language`: in its own words, or translated from `source`, one of its own texts."""
    one = _locked(one, actor)
    own = [code for code in texts.originals(one) if code != language]
    if source and source not in own:
        require(refused(gettext_noop("Choose one of the texts in its own words.")))
    if not source or language in texts.originals(one):
        require(permissions.can_speak_for(actor, one))
    if not source:
        one.translations.pop(language, None)
    else:
        one.translations[language] = texts.translated_from(one, source, at)
    one.summary = {**one.summary, language: text}
    return _saved(one, "text_written", language, actor, at)


@transaction.atomic
def remove_text(one: Record, language: str, *, actor: Any, at: datetime) -> Record:
    """Take a language away; those translated from it are then its own words. The last own text stays."""
    one = _locked(one, actor)
    if language not in one.summary:
        return one
    if language not in one.translations:
        require(permissions.can_speak_for(actor, one))
    left = {code: text for code, text in one.summary.items() if code != language}
    if not any(left.values()):
        require(refused(LAST_ONE))
    one.summary = left
    one.translations = {
        code: told for code, told in one.translations.items() if code != language and told.get("from") != language
    }
    return _saved(one, "text_removed", language, actor, at)


def _locked(one: Record, actor: Any) -> Record:
    one = type(one)._default_manager.select_for_update().get(pk=one.pk)
    require(permissions.can_write_texts(actor, one))
    return one


def _saved(one: Record, event: str, language: str, actor: Any, at: datetime) -> Record:
    kind = one._meta.model_name or ""
    if permissions.can_speak_for(actor, one).allowed:
        one.own_fields = {**one.own_fields, "summary": at.isoformat()}
    one.changed = max(at, one.created)
    one.save(update_fields=["summary", "translations", "own_fields", "changed"])
    record(f"{kind}.{event}", one, actor=actor, at=at, language=language)
    search.changed(kind, [one.pk])
    return one
