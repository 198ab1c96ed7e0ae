"""Shared cases: as the parties write them, as everybody reads them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from tandem.cooperation.models import CaseApproval, CaseContest, CaseVersion, Cooperation, Party, SharedCase
from tandem.cooperation.queries.evidence import evidence_shown

#: The parts of the story, in their order.
PARTS = ("need", "did", "changed", "otherwise")
#: Who told a public case, the need's side first.
_TELLERS = Prefetch(
    "published__approvals",
    CaseApproval.objects.select_related("party__organisation").order_by("party__side"),
)


def fingerprint(language: str, title: str, body: dict[str, str], claims: list[dict[str, Any]]) -> str:
    """SHA-256 over everything that the public would read, in one order."""
    whole = {"language": language, "title": title, "body": body, "claims": claims}
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def case_of(room: Cooperation) -> SharedCase | None:
    return SharedCase.objects.filter(cooperation=room).select_related("published").first()


def newest_version(case: SharedCase | None) -> CaseVersion | None:
    """The text that is being written, with who approved it."""
    if case is None:
        return None
    return case.versions.select_related("party__organisation", "person").prefetch_related("approvals").last()


def approved_by(version: CaseVersion, room: Cooperation) -> list[dict[str, Any]]:
    """Every party, and whether it approved exactly this text."""
    said = {approval.party_id for approval in version.approvals.all()}
    return [{"party": party, "approves": party.pk in said} for party in room.parties.all()]


def claims_shown(version: CaseVersion, slug: str = "") -> list[dict[str, Any]]:
    """The claims with their evidence in words, and what was doubted and answered."""
    contests: dict[str, list[CaseContest]] = {}
    of_case = CaseContest.objects.filter(version__case=version.case_id, confirmed__isnull=False)
    for contest in of_case.select_related("party__organisation", "version"):
        contests.setdefault(contested_claim(contest), []).append(contest)
    return [
        {
            "number": number,
            "text": claim["text"],
            "evidence": evidence_shown(claim["evidence"], slug),
            "contests": contests.get(claim["text"], []),
        }
        for number, claim in enumerate(version.claims, 1)
    ]


def published_cases(words: str = "") -> QuerySet[SharedCase]:
    """What everybody may read, newest first; with words, those whose title or text holds all of them."""
    cases = SharedCase.objects.filter(published__isnull=False).select_related("published", "cooperation")
    cases = cases.annotate(text=Cast("published__body", TextField()))
    for word in words.split():
        said = json.dumps(word)[1:-1]
        cases = cases.filter(
            Q(published__title__icontains=word)
            | Q(text__icontains=said)
            | Q(text__icontains=word)
            | Q(published__approvals__party__organisation__name__icontains=word)
        )
    return cases.distinct().order_by("-published_at", "-pk").prefetch_related(_TELLERS)


def cases_of_organisation(organisation: Any) -> QuerySet[SharedCase]:
    return published_cases().filter(published__approvals__party__organisation=organisation)


def case_of_slug(slug: str) -> SharedCase | None:
    """A case that is, or was, public."""
    cases = SharedCase.objects.filter(Q(published__isnull=False) | Q(withdrawn__isnull=False), slug=slug)
    return cases.select_related("published", "cooperation").prefetch_related(_TELLERS).first()


def told_by(case: SharedCase) -> list[Party]:
    """The parties that approved what is public: who joined the room later did not tell it."""
    return [approval.party for approval in case.published.approvals.all()] if case.published else []


def contests_of(case: SharedCase) -> QuerySet[CaseContest]:
    """What was doubted, newest first."""
    confirmed = CaseContest.objects.filter(version__case=case, confirmed__isnull=False)
    return confirmed.select_related("version", "party__organisation").order_by("-at", "-pk")


def contest_by_pk(pk: int) -> CaseContest:
    return CaseContest.objects.select_related("version__case__cooperation", "party__organisation").get(pk=pk)


def unwithdrawn_contest(pk: int) -> CaseContest | None:
    """The doubt of a link, as long as the case is public."""
    public = CaseContest.objects.filter(pk=pk, version__case__published__isnull=False)
    return public.select_related("version__case").first()


def contested_claim(contest: CaseContest) -> str:
    return str(contest.version.claims[contest.claim - 1]["text"])


def files_in_public(file: int) -> bool:
    """Whether a published case rests on this file of a room."""
    published = CaseVersion.objects.filter(pk__in=SharedCase.objects.values("published"))
    return any(claim["evidence"].get("file") == file for version in published for claim in version.claims)


def awaits_approval(case: SharedCase | None, own: Party | None) -> bool:
    """Whether one's side has not said yes to the newest text."""
    version = newest_version(case)
    return bool(version and own and own.pk not in {approval.party_id for approval in version.approvals.all()})
