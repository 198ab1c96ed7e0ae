"""The text of an organisation in several languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.directory import search
from tandem.directory.models import Organisation
from tandem.directory.permissions import can_edit
from tandem.directory.queries import texts
from tandem.domain.decision import refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.ui.access import require

LAST_ONE = gettext_noop("The page keeps at least one text.")


@transaction.atomic
def write_text(
    organisation: Organisation, language: str, text: str, source: str = "", *, actor: Any, at: datetime
) -> Organisation:
    """Write what it does in `language`: in its own words, or translated from `source`, one of its own texts."""
    organisation = _locked(organisation, actor)
    own = [code for code in texts.originals(organisation) if code != language]
    if source and source not in own:
        require(refused(gettext_noop("Choose one of the texts in its own words.")))
    if not source or not own:
        organisation.translations.pop(language, None)
    else:
        told = {"from": source, "of": texts.mark(organisation.summary[source]), "at": at.isoformat()}
        organisation.translations[language] = told
    organisation.summary = {**organisation.summary, language: text}
    return _saved(organisation, "organisation.text_written", language, actor, at)


@transaction.atomic
def remove_text(organisation: Organisation, language: str, *, actor: Any, at: datetime) -> Organisation:
    """Take a language away; those translated from it are then its own words. The last own text stays."""
    organisation = _locked(organisation, actor)
    if language not in organisation.summary:
        return organisation
    left = {code: text for code, text in organisation.summary.items() if code != language}
    if not any(left.values()):
        require(refused(LAST_ONE))
    organisation.summary = left
    organisation.translations = {
        code: told
        for code, told in organisation.translations.items()
        if code != language and told.get("from") != language
    }
    return _saved(organisation, "organisation.text_removed", language, actor, at)


def _locked(organisation: Organisation, actor: Any) -> Organisation:
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_edit(actor, organisation))
    return organisation


def _saved(organisation: Organisation, event: str, language: str, actor: Any, at: datetime) -> Organisation:
    organisation.own_fields = {**organisation.own_fields, "summary": at.isoformat()}
    organisation.changed = max(at, organisation.created)
    organisation.save(update_fields=["summary", "translations", "own_fields", "changed"])
    record(event, organisation, actor=actor, at=at, language=language)
    search.changed("organisation", [organisation.pk])
    return organisation
