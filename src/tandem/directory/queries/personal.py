"""What the directory keeps about a person."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from tandem.directory.models import (
    Accompaniment,
    Act,
    Block,
    Case,
    Claim,
    Contact,
    Evidence,
    Invitation,
    JoinRequest,
    Report,
)
from tandem.directory.queries.members import memberships_of


def personal_data(person: Any) -> dict[str, Any]:
    """For whom `person` acts, and what they reported."""
    acts_for = memberships_of(person).values(
        "role", "since", name=F("organisation__name"), slug=F("organisation__slug")
    )
    reports = Report.objects.filter(person=person).order_by("at", "pk").values("page", "text", "email", "at")
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
        "cases": list(Case.objects.filter(person=person).order_by("pk").values("kind", "opened", "decision", "reason")),
        "blocks": list(Block.objects.filter(person=person).order_by("pk").values("scope", "reason", "at", "until")),
        "acts": list(Act.objects.filter(person=person).order_by("pk").values("at", "what", "decision", "reason")),
    }
