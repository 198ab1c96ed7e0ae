"""What the directory itself puts before stewards, and which of its pages show something that can be hidden."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.directory import queries, queue
from tandem.directory.actions import claims, merging, moderation, reports
from tandem.directory.merging import on_merge, rows_of
from tandem.directory.models import (
    Accompaniment,
    Block,
    Case,
    Claim,
    Contact,
    Evidence,
    Invitation,
    JoinRequest,
    Membership,
    Project,
    Solution,
)
from tandem.domain.messages import Message
from tandem.journal import on


def register_all() -> None:
    """Called once, when everything is loaded."""
    for kind in (REPORT, CLAIM, NEW_ORGANISATION, NEW_SOLUTION, TWINS):
        queue.register(kind)
    queue.on_page("organisation")(_organisation)
    queue.on_page("solution")(_solution)
    for name, model, column in (
        ("memberships", Membership, "organisation"),
        ("solutions", Solution, "carried_by"),
        ("projects", Project.organisations.through, "organisation"),
        ("join requests", JoinRequest, "organisation"),
        ("invitations", Invitation, "organisation"),
        ("claims", Claim, "organisation"),
        ("cases", Case, "organisation"),
        ("blocks", Block, "organisation"),
        ("contacts", Contact, "organisation"),
        ("evidence", Evidence, "organisation"),
        ("accompaniments", Accompaniment, "organisation"),
        ("portfolio", Accompaniment, "supporter"),
    ):
        on_merge(name, rows_of(model, column))
    on("content.hidden")(moderation.on_hidden)
    on("content.restored")(moderation.on_restored)


def _organisation(slug: str) -> queue.Thing | None:
    one = queries.record_of_slug("organisation", slug)
    return queue.Thing("directory.organisation", str(one.pk), one.name, one) if one else None


def _solution(slug: str) -> queue.Thing | None:
    one = queries.record_of_slug("solution", slug)
    return queue.Thing("directory.solution", str(one.pk), one.name, one.carried_by) if one else None


def _report(case: Case) -> dict[str, Any]:
    return {"report": case.report, "thing": queue.thing_on(case.page) if case.page else None}


def _twins(case: Case) -> dict[str, Any]:
    twins = case.twins
    said = [Message(one["text"], one["values"]) for one in twins.reasons]
    return {"twins": twins, "pair": (twins.first, twins.second), "evidence": said}


def _record(case: Case) -> dict[str, Any]:
    return {"record": queries.record_of(case.subject_kind, case.subject_id)}


REPORT = queue.Kind(
    name="report",
    title=_("report"),
    days=7,
    choices=(
        queue.Choice("hide", _("hide it"), tells=("owners", "asker"), restricts=True),
        queue.Choice("corrected", _("it has been corrected"), tells=("asker",)),
        queue.Choice("leave", _("leave it as it is"), tells=("asker",)),
    ),
    template="directory/cases/report.html",
    details=_report,
    apply=reports.hide_reported,
    take_back=reports.restore_reported,
)
CLAIM = queue.Kind(
    name="claim",
    title=_("claim"),
    days=14,
    choices=(
        queue.Choice("accept", _("accept: this person acts for it"), needs_reason=False, tells=("asker",)),
        queue.Choice("refuse", _("refuse"), tells=("asker",)),
    ),
    template="directory/cases/claim.html",
    details=lambda case: {"claim": case.claim},
    apply=claims.accept_claim,
    take_back=claims.take_claim_back,
)
TWINS = queue.Kind(
    name="twins",
    title=_("two records of one organisation"),
    days=30,
    choices=(
        queue.Choice("keep_first", _("one organisation: keep the first record"), needs_reason=False),
        queue.Choice("keep_second", _("one organisation: keep the second record"), needs_reason=False),
        queue.Choice("different", _("two different organisations"), needs_reason=False),
    ),
    template="directory/cases/twins.html",
    details=_twins,
    apply=merging.merge_twins,
    take_back=merging.part_twins,
)
NEW_ORGANISATION = queue.Kind(
    name="organisation",
    title=_("new organisation"),
    days=14,
    choices=(
        queue.Choice("show", _("fine: leave it shown"), needs_reason=False),
        queue.Choice("hide", _("hide it"), tells=("owners",), restricts=True),
    ),
    template="directory/cases/record.html",
    details=_record,
    apply=moderation.apply_to_new,
    take_back=moderation.take_back_new,
)
NEW_SOLUTION = queue.Kind(
    name="solution",
    title=_("proposed solution"),
    days=14,
    choices=(
        queue.Choice("show", _("show it to all"), needs_reason=False, tells=("asker",)),
        queue.Choice("hide", _("do not show it"), tells=("asker",)),
    ),
    template="directory/cases/record.html",
    details=_record,
    apply=moderation.apply_to_new,
    take_back=moderation.take_back_new,
)
