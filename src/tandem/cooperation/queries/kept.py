"""What rooms keep about a person, besides what the steps of a room hold."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Model, Q

from tandem.cooperation.models import (
    CaseApproval,
    CaseContest,
    CaseVersion,
    CheckIn,
    Evaluation,
    FollowUpAnswer,
    GoalAgreement,
    HelpRequest,
    MediationConsent,
    PartyInvitation,
    Readiness,
    RoomFile,
    RungConsent,
    SigningLink,
)

#: What one says yes to in the name of a party.
SAID_YES: tuple[type[Model], ...] = (GoalAgreement, Readiness, CaseApproval, MediationConsent, RungConsent)


def words_of(person: Any) -> dict[str, Any]:
    """The files, check-ins and requests of `person`, never those of somebody else."""
    return {
        "files": list(
            RoomFile.objects.filter(person=person).values("name", "about", "size", "at", "cooperation__reference")
        ),
        "check_ins": list(
            CheckIn.objects.filter(person=person).values(
                "month", "mood", "sentence", "at", "party__cooperation__reference"
            )
        ),
        "help_requests": list(
            HelpRequest.objects.filter(person=person).values(
                "text", "at", "answer", "answered", "party__cooperation__reference"
            )
        ),
        "evaluations": list(
            Evaluation.objects.filter(person=person).values(
                "answers", "at", "round__number", "round__cooperation__reference"
            )
        ),
        "follow_ups": list(
            FollowUpAnswer.objects.filter(person=person).values(
                "runs", "maintains", "words", "at", "follow_up__months", "follow_up__cooperation__reference"
            )
        ),
        "cases": list(CaseVersion.objects.filter(person=person).values("title", "body", "claims", "at", "case__slug")),
        "doubts": list(CaseContest.objects.filter(person=person).values("text", "at", "answer", "version__case__slug")),
        "party_invitations": list(
            PartyInvitation.objects.filter(Q(consents__person=person, consents__party=F("party")) | Q(person=person))
            .distinct()
            .values("organisation__name", "role", "words", "state", "proposed", "cooperation__reference")
        ),
        "signing_links_sent": list(
            SigningLink.objects.filter(person=person).values("sent", "expires", "used", "party__cooperation__reference")
        ),
        "yes_for_a_party": [
            {"to": model._meta.model_name, **said}
            for model in SAID_YES
            for said in model._default_manager.filter(person=person).values("at", "party__cooperation__reference")
        ],
        "help_answers": list(HelpRequest.objects.filter(answered_by=person).values("answer", "answered")),
    }
