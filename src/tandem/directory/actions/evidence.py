"""What backs the criteria of social utility: adding, taking away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.directory import permissions, search
from tandem.directory.models import Evidence, Organisation
from tandem.domain.decision import refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.ui import uploads
from tandem.ui.access import require

MOST_EVIDENCE = 30


@transaction.atomic
def add_evidence(
    organisation: Organisation, criterion: str, answers: Mapping[str, Any], *, actor: Any, at: datetime
) -> Evidence:
    """Say what shows that a criterion holds; from now on the organisation says that it does."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(permissions.can_edit(actor, organisation))
    if organisation.evidence.count() >= MOST_EVIDENCE:
        require(refused(gettext_noop("Thirty proofs are enough: take one away first.")))
    said = dict(answers)
    upload = said.pop("document", None)
    one = Evidence(organisation=organisation, criterion=criterion, by=actor, at=at, **said)
    if upload:
        one.name, one.mime, one.size, one.sha256 = upload.name, upload.mime, upload.size, upload.sha256
        one.key = uploads.keep(upload)
    one.save()
    setattr(organisation, criterion, True)
    organisation.own_fields = {**organisation.own_fields, criterion: at.isoformat()}
    organisation.changed = max(at, organisation.created)
    organisation.save(update_fields=[criterion, "own_fields", "changed"])
    record("evidence.added", one, actor=actor, at=at, organisation=organisation.pk, criterion=criterion)
    search.changed("organisation", [organisation.pk])
    return one


@transaction.atomic
def remove_evidence(one: Evidence, *, actor: Any, at: datetime) -> None:
    """Take a proof away, and its document with it."""
    require(permissions.can_edit(actor, one.organisation))
    record("evidence.removed", one, actor=actor, at=at, organisation=one.organisation_id, criterion=one.criterion)
    Evidence.objects.filter(pk=one.pk).delete()
    if one.key:
        transaction.on_commit(lambda: uploads.discard(one.key))
