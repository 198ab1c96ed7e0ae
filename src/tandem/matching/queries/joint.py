"""Reading joint needs: who could share one, who writes one, what was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from tandem.domain.lifecycle import etiquette
from tandem.domain.matching import joint
from tandem.journal import queries as journal
from tandem.matching.models import JointQuestion, Need, NeedAuthorship, Posting
from tandem.matching.queries.introductions import writers_of

ASKED = JointQuestion.State.ASKED


def resting_needs(at: datetime) -> set[int]:
    """The needs that were asked about in the last month, or whose question is still open."""
    lately = JointQuestion.objects.filter(Q(asked__gt=at - timedelta(days=joint.QUIET_DAYS)) | Q(state=ASKED))
    return {pk for pair in lately.values_list("first", "second") for pk in pair}


def pairs_asked() -> dict[str, set[str]]:
    """By the reference of a need, those it was asked about with; a pair is asked once for ever."""
    asked: dict[str, set[str]] = defaultdict(set)
    for first, second in JointQuestion.objects.values_list("first__reference", "second__reference"):
        asked[first].add(second)
    return asked


def oldest_first(one: Need, other: Need) -> tuple[Need, Need]:
    by_age = sorted((one, other), key=lambda need: (need.published_at, need.pk))
    return by_age[0], by_age[1]


def open_question(need: Need) -> JointQuestion | None:
    """The question that the owners of this need have not answered yet."""
    about = JointQuestion.objects.filter(Q(first=need) | Q(second=need), state=ASKED)
    return about.exclude(answers__need=need).first()


def needs_asked_about(organisations: Collection[int]) -> list[Need]:
    """The needs of these organisations whose owners are asked whether they would share one."""
    asked = JointQuestion.objects.filter(state=ASKED)
    mine = Need.objects.filter(organisation__in=organisations)
    waiting = mine.filter(Q(pk__in=asked.values("first")) | Q(pk__in=asked.values("second")))
    return list(waiting.exclude(pk__in=asked.filter(answers__isnull=False).values("answers__need")).order_by("pk"))


def questions_past_their_last_day(at: datetime) -> QuerySet[JointQuestion]:
    longest_ago = timezone.localdate(at) - timedelta(days=etiquette.OPEN_DAYS)
    return JointQuestion.objects.filter(state=ASKED, asked__date__lt=longest_ago).order_by("pk")


def question_to_tell(pk: int) -> JointQuestion:
    return JointQuestion.objects.select_related("first__organisation", "second__organisation", "shared").get(pk=pk)


def need_to_tell(pk: int) -> Need:
    return Need.objects.select_related("organisation").get(pk=pk)


def authors_of(need: Need) -> list[NeedAuthorship]:
    """The organisations that share a need, the leading one first; none for a need of one organisation."""
    rows = need.authorships.filter(left=None).select_related("organisation", "original")
    return sorted(rows, key=lambda row: (row.organisation_id != need.organisation_id, row.pk))


def writers_for(posting: Any) -> dict[Any, Any]:
    """The people who may answer for a posting, each with the organisation for which they do."""
    sharing = [row.organisation for row in authors_of(posting)] if isinstance(posting, Need) else []
    organisations = sharing or [posting.organisation]
    return {person: organisation for organisation in organisations for person in writers_of(organisation)}


def history_of(need: Need) -> list[Any]:
    """What was done with a shared need, by whom."""
    return list(journal.history(need).select_related("actor"))


def published_alone() -> QuerySet[Need]:
    """Published needs of one organisation, oldest first."""
    alone = Need.objects.filter(state=Posting.State.PUBLISHED, authorships=None)
    return alone.select_related("organisation").order_by("published_at", "pk")
