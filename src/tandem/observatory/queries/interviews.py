"""What people said, the code book, and the quotes that may be shown today."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tandem.domain.survey.quoting import current, may_be_quoted, who_said
from tandem.observatory.models import Code, Interview, Passage, Survey


def interviews(survey: Survey) -> QuerySet[Interview]:
    return survey.interviews.prefetch_related("passages")


def of_hash(token_hash: str) -> Interview | None:
    """The interview whose own address has this hash."""
    return Interview.objects.select_related("survey__owner").filter(token_hash=token_hash).first()


def passages(survey: Survey) -> QuerySet[Passage]:
    """The passages that still have their words, with their codes, in the order of their numbers."""
    found = Passage.objects.filter(interview__survey=survey, end__gt=0)
    return found.select_related("interview").prefetch_related("codes").order_by("number")


def code_book(survey: Survey) -> list[dict[str, Any]]:
    """Each code with its passages, those of the codes merged into it included, and what it was called before."""
    codes = list(survey.codes.all())
    merged = {code.pk: code.merged_into_id for code in codes if code.merged_into_id is not None}
    counts: Counter[int] = Counter()
    for passage in passages(survey):
        counts.update({current(code.pk, merged) for code in passage.codes.all()})
    inside: dict[int, list[Code]] = {}
    for code in codes:
        if code.pk in merged:
            inside.setdefault(current(code.pk, merged), []).append(code)
    return [
        {"code": code, "passages": counts[code.pk], "inside": inside.get(code.pk, [])}
        for code in codes
        if code.pk not in merged
    ]


def names_of(survey: Survey) -> dict[int, str]:
    """The name under which each code lives on, merged codes included."""
    codes = {code.pk: code for code in survey.codes.all()}
    merged = {pk: code.merged_into_id for pk, code in codes.items() if code.merged_into_id is not None}
    return {pk: codes[current(pk, merged)].name for pk in codes}


def lines(found: list[Passage], names: dict[int, str], today: date) -> list[dict[str, Any]]:
    """Passages as pages list them: their words, the names of their codes, whether they may be quoted today."""
    return [
        {
            "passage": one,
            "words": one.words,
            "codes": sorted({names[code.pk] for code in one.codes.all()}),
            "quotable": is_quotable(one.interview, today),
        }
        for one in found
    ]


def is_quotable(interview: Interview, today: date) -> bool:
    return may_be_quoted(interview.consent, interview.until, interview.withdrawn is not None, today)


def said_by(interview: Interview) -> str:
    return who_said(interview.consent, interview.name, interview.role)


def quotes(survey: Survey, today: date) -> dict[str, dict[str, str]]:
    """Every passage by its name in the report, with words only where they may be shown today."""
    found = {}
    for one in Passage.objects.filter(interview__survey=survey).select_related("interview"):
        shown = one.end > 0 and is_quotable(one.interview, today)
        found[one.key] = {
            "text": one.words if shown else "",
            "who": said_by(one.interview) if shown else "",
            "language": one.interview.language,
        }
    return found


def below(survey: Survey, rows: str, columns: tuple[str, ...], today: date) -> list[dict[str, str]]:
    """The quotes that illuminate this table: of its question, alone or by one of the columns shown."""
    found = passages(survey).filter(rows=rows, columns__in=("", *columns))
    return [
        {"key": one.key, "text": one.words, "who": said_by(one.interview), "language": one.interview.language}
        for one in found
        if is_quotable(one.interview, today)
    ]
