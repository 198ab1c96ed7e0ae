"""Answers on their way in. No event is recorded: the journal would keep the time that the answers do not."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.conditions import Given
from tandem.observatory import queries
from tandem.observatory.actions.surveys import hashed
from tandem.observatory.models import Column, Invitation, Network, Partial, Response, Survey, Wave

#: Answers that nobody came back to are deleted after so many days.
DAYS_KEPT = 30


@transaction.atomic
def begin(wave: Wave, network: Network | None, code: str, *, today: date) -> str:
    """An empty set of answers; returns its token, which is kept nowhere here.

    Errors: `BadInput` when the wave asks for an invitation code and this is none, or a used one.
    """
    token = secrets.token_urlsafe(16)
    invitation = None
    if wave.by_invitation:
        invitation = Invitation.objects.select_for_update().filter(wave=wave, code_hash=hashed(code.upper())).first()
        if invitation is None:
            raise BadInput(Message(gettext_noop("This is no code of this survey. Copy it from your invitation.")))
        if invitation.used:
            raise BadInput(Message(gettext_noop("Answers were already sent with this code.")))
        Partial.objects.filter(invitation=invitation).delete()
    Partial.objects.create(wave=wave, network=network, invitation=invitation, token_hash=hashed(token), touched=today)
    return token


@transaction.atomic
def keep(partial: Partial, given: Mapping[str, Given], *, today: date) -> Partial:
    """Keep some answers; a blank takes an answer back. Others that came meanwhile stay."""
    now = Partial.objects.select_for_update().get(pk=partial.pk)
    merged = {**now.answers, **{name: list(one) if isinstance(one, tuple) else one for name, one in given.items()}}
    now.answers = {name: one for name, one in merged.items() if one}
    now.touched = today
    now.save(update_fields=["answers", "touched"])
    return now


@transaction.atomic
def send(partial: Partial) -> None:
    """Turn the answers into a response without token or date, and forget how they came.

    Errors: `BadInput` when a quota is full meanwhile.
    """
    now = Partial.objects.select_for_update().get(pk=partial.pk)
    wave = Wave.objects.select_for_update().get(pk=now.wave_id)
    form = queries.questionnaire(wave.version)
    coded = form.coded(queries.given(now))
    full = queries.quota_reached(wave, coded)
    if full is None:
        Response.objects.create(wave=wave, network_id=now.network_id, answers=_as_kept(coded))
        Wave.objects.filter(pk=wave.pk).update(answers=F("answers") + 1)
    if now.invitation_id is not None:
        Invitation.objects.filter(pk=now.invitation_id).update(used=True)
    now.delete()
    if full is not None:
        raise BadInput(Message(gettext_noop("We have enough answers like yours in this wave: nothing was kept.")))


def forget(partial: Partial) -> None:
    """Delete answers that were not sent."""
    partial.delete()


@transaction.atomic
def bring(wave: Wave, rows: Iterable[Mapping[str, Given]], network: Network | None = None) -> int:
    """Answers collected elsewhere, already coded; returns how many."""
    made = [Response(wave=wave, network=network, answers=_as_kept(row)) for row in rows]
    Response.objects.bulk_create(made, batch_size=500)
    Wave.objects.filter(pk=wave.pk).update(answers=F("answers") + len(made))
    return len(made)


def _as_kept(coded: Mapping[str, Given]) -> dict[str, str | list[str]]:
    return {name: list(given) if isinstance(given, tuple) else given for name, given in coded.items()}


def forget_old(at: datetime) -> None:
    """Delete what was begun and left, and the answers whose time of keeping is over."""
    today = at.date()
    Partial.objects.filter(touched__lt=today - timedelta(days=DAYS_KEPT)).delete()
    Partial.objects.filter(wave__closes__lt=today).delete()
    Partial.objects.filter(wave__closed=True).delete()
    for survey in Survey.objects.filter(retention__lt=today, forgotten=None):
        Response.objects.filter(wave__survey=survey).delete()
        Column.objects.filter(wave__survey=survey).delete()
        survey.waves.update(answers=0, columned=None)
        Survey.objects.filter(pk=survey.pk).update(forgotten=today)
