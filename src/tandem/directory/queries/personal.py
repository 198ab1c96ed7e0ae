"""What the directory keeps about a person."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from tandem.directory.models import (
    Accompaniment,
    Act,
    Announcement,
    Block,
    Case,
    Claim,
    Contact,
    Evidence,
    Invitation,
    JoinRequest,
    Membership,
    Merge,
    Report,
    Solution,
)


def personal_data(person: Any) -> dict[str, Any]:
    """For whom `person` acts, what they asked, reported and, as a steward, decided."""
    acts_for = Membership.objects.filter(person=person).order_by("since", "pk")
    acts_for = acts_for.values("role", "since", name=F("organisation__name"), slug=F("organisation__slug"))
    reported = Report.objects.filter(Q(person=person) | Q(email__iexact=person.email)).order_by("at", "pk")
    reports = reported.values("page", "sort", "text", "name", "email", "at")
    invited = Invitation.objects.filter(Q(invited_by=person) | Q(accepted_by=person) | Q(email=person.email))
    invitations = invited.order_by("at", "pk").values(
        "email", "role", "at", "expires", "accepted_at", "revoked_at", slug=F("organisation__slug")
    )
    asked = JoinRequest.objects.filter(person=person).order_by("at", "pk")
    requests = asked.values("message", "at", "state", "reason", "answered_at", slug=F("organisation__slug"))
    return {
        "memberships": list(acts_for),
        "reports": list(reports),
        "invitations": list(invitations),
        "join_requests": list(requests),
        "accompaniments": list(
            Accompaniment.objects.filter(Q(invited_by=person) | Q(agreed_by=person))
            .order_by("pk")
            .values(
                "message",
                "reason",
                "invited_at",
                "agreed_at",
                "until",
                "state",
                by=F("supporter__slug"),
                slug=F("organisation__slug"),
            )
        ),
        "contacts": list(
            Contact.objects.filter(Q(email__iexact=person.email) | Q(by=person))
            .order_by("pk")
            .values("subject", "name", "email", "phone", "visibility", "agreed_at", slug=F("organisation__slug"))
        ),
        "evidence": list(
            Evidence.objects.filter(by=person)
            .order_by("pk")
            .values("criterion", "title", "at", slug=F("organisation__slug"))
        ),
        "claims": list(
            Claim.objects.filter(person=person)
            .order_by("pk")
            .values("proof", "at", "email", "text", "phone", "name", slug=F("organisation__slug"))
        ),
        "cases": list(
            Case.objects.filter(Q(person=person) | Q(decided_by=person))
            .order_by("pk")
            .values("kind", "opened", "decision", "reason", "contested")
        ),
        "solutions_proposed": list(
            Solution.objects.filter(proposed_by=person).order_by("pk").values("name", "summary", "created", "state")
        ),
        "requests_answered": list(
            JoinRequest.objects.filter(answered_by=person)
            .order_by("pk")
            .values("state", "reason", "answered_at", slug=F("organisation__slug"))
        ),
        "records_merged": list(
            Merge.objects.filter(by=person)
            .order_by("pk")
            .values("at", "undone_at", kept_slug=F("kept__slug"), gone_slug=F("gone__slug"))
        ),
        "blocks_made": list(Block.objects.filter(by=person).order_by("pk").values("scope", "reason", "at", "until")),
        "notices": list(Announcement.objects.filter(by=person).order_by("pk").values("text", "starts", "ends")),
        "blocks": list(Block.objects.filter(person=person).order_by("pk").values("scope", "reason", "at", "until")),
        "acts": list(Act.objects.filter(person=person).order_by("pk").values("at", "what", "decision", "reason")),
    }
