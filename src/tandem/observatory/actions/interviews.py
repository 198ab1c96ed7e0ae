"""What people said to the team of a survey: kept with their consent, coded, and forgotten when they take it back."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.journal.actions import record
from tandem.observatory.actions.surveys import hashed
from tandem.observatory.models import Code, Interview, Passage, Survey


@transaction.atomic
def keep(survey: Survey, said: Mapping[str, Any], *, actor: Any, at: datetime) -> tuple[Interview, str]:
    """Keep what somebody said, as they agreed; returns it with the token of the address that is theirs alone."""
    token = secrets.token_urlsafe(24)
    one = Interview.objects.create(survey=survey, token_hash=hashed(token), by=actor, created=at, **said)
    record("interview.kept", one, actor=actor, at=at, survey=survey.pk)
    return one, token


@transaction.atomic
def change_consent(
    interview: Interview, name: str, role: str, consent: str, until: date, *, actor: Any, at: datetime
) -> None:
    """Write down another agreement; what was taken back stays so."""
    changed = Interview.objects.filter(pk=interview.pk, withdrawn=None).update(
        name=name, role=role, consent=consent, until=until
    )
    if changed:
        record("interview.consent_changed", interview, actor=actor, at=at, consent=consent)


@transaction.atomic
def withdraw(interview: Interview, *, actor: Any, at: datetime) -> None:
    """Delete the words and the name at once, wherever they were shown. Twice changes nothing."""
    gone = Interview.objects.filter(pk=interview.pk, withdrawn=None).update(
        withdrawn=at, text="", name="", role="", consent=Interview.Consent.NONE
    )
    if gone:
        for passage in interview.passages.all():
            passage.codes.clear()
        interview.passages.update(start=0, end=0, rows="", columns="")
        record("interview.withdrawn", interview, actor=actor, at=at, survey=interview.survey_id)


def forget_past(at: datetime) -> None:
    """Delete what people agreed to until a day that is over."""
    for one in Interview.objects.filter(until__lt=at.date(), withdrawn=None):
        withdraw(one, actor=None, at=at)


@transaction.atomic
def mark(
    interview: Interview, span: tuple[int, int], codes: Collection[Code], table: tuple[str, str],
    *, actor: Any, at: datetime,
) -> Passage:  # fmt: skip
    """Keep a passage with its codes and the table that it illuminates."""
    Survey.objects.select_for_update().get(pk=interview.survey_id)
    last = Passage.objects.filter(interview__survey=interview.survey_id).aggregate(last=Max("number"))["last"] or 0
    rows, columns = table
    one = Passage.objects.create(
        interview=interview, number=last + 1, start=span[0], end=span[1], rows=rows, columns=columns
    )
    one.codes.set(codes)
    record("interview.passage_marked", interview, actor=actor, at=at, passage=one.pk)
    return one


@transaction.atomic
def change_passage(
    passage: Passage, codes: Collection[Code], table: tuple[str, str], *, actor: Any, at: datetime
) -> None:
    """Give a passage other codes, or another table."""
    passage.rows, passage.columns = table
    passage.save(update_fields=["rows", "columns"])
    passage.codes.set(codes)
    record("interview.passage_changed", passage.interview, actor=actor, at=at, passage=passage.pk)


@transaction.atomic
def add_code(survey: Survey, name: str, about: str = "", *, actor: Any, at: datetime) -> Code:
    """The code of this name, made when there is none."""
    code, made = Code.objects.get_or_create(survey=survey, name=name, merged_into=None, defaults={"about": about})
    if made:
        record("code.added", code, actor=actor, at=at, survey=survey.pk)
    return code


@transaction.atomic
def rename(code: Code, name: str, about: str, *, actor: Any, at: datetime) -> None:
    """Call a code otherwise; its former names are kept.

    Errors: `BadInput` when another code has this name: those two can be merged.
    """
    if Code.objects.filter(survey=code.survey_id, name=name, merged_into=None).exclude(pk=code.pk).exists():
        raise BadInput(Message(gettext_noop("Another code has this name: merge the two instead.")))
    if name != code.name:
        code.former = [*code.former, code.name]
    code.name, code.about = name, about
    code.save(update_fields=["name", "about", "former"])
    record("code.renamed", code, actor=actor, at=at, survey=code.survey_id)


@transaction.atomic
def merge(code: Code, into: Code, *, actor: Any, at: datetime) -> None:
    """Have a code live on in another one. Its passages stay its own, so that it can be taken apart again."""
    if code.pk == into.pk or into.merged_into_id is not None or into.survey_id != code.survey_id:
        raise BadInput(Message(gettext_noop("Choose another code of the code book.")))
    Code.objects.filter(pk=code.pk).update(merged_into=into)
    record("code.merged", code, actor=actor, at=at, into=into.pk)


@transaction.atomic
def take_apart(code: Code, *, actor: Any, at: datetime) -> None:
    """Undo a merger.

    Errors: `BadInput` when another code was given its name meanwhile.
    """
    if Code.objects.filter(survey=code.survey_id, name=code.name, merged_into=None).exists():
        raise BadInput(Message(gettext_noop("Another code has this name by now: give that one another name first.")))
    if Code.objects.filter(pk=code.pk).exclude(merged_into=None).update(merged_into=None):
        record("code.taken_apart", code, actor=actor, at=at, survey=code.survey_id)
