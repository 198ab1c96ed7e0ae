"""The tables of the room, one file for each thing that people do in it."""

from tandem.cooperation.models.agreement import (
    Agreement,
    AgreementAnswer,
    Document,
    Readiness,
    Signature,
    SignatureReminder,
    SigningLink,
)
from tandem.cooperation.models.case import CaseApproval, CaseContest, CaseVersion, SharedCase
from tandem.cooperation.models.company import CheckIn, CheckInRound, HelpRequest, Mediation, MediationConsent
from tandem.cooperation.models.evaluation import Evaluation, EvaluationRound, FollowUp, FollowUpAnswer
from tandem.cooperation.models.files import RoomFile
from tandem.cooperation.models.framing import CommonGoal, Framing, GoalAgreement
from tandem.cooperation.models.ladder import NextRung, RungConsent
from tandem.cooperation.models.parties import PartyConsent, PartyInvitation
from tandem.cooperation.models.room import MOST_PARTIES, SIDES, Cooperation, Party, PartyRole, Step
from tandem.cooperation.models.session import ProposedTime, SessionAnswer
from tandem.cooperation.models.transfer import AutonomyStep, LevelRating, TransferLine, TransferPlan
from tandem.cooperation.models.work import LedgerEntry, Milestone, Note

__all__ = [
    "MOST_PARTIES",
    "SIDES",
    "Agreement",
    "AgreementAnswer",
    "AutonomyStep",
    "CaseApproval",
    "CaseContest",
    "CaseVersion",
    "CheckIn",
    "CheckInRound",
    "CommonGoal",
    "Cooperation",
    "Document",
    "Evaluation",
    "EvaluationRound",
    "FollowUp",
    "FollowUpAnswer",
    "Framing",
    "GoalAgreement",
    "HelpRequest",
    "LedgerEntry",
    "LevelRating",
    "Mediation",
    "MediationConsent",
    "Milestone",
    "NextRung",
    "Note",
    "Party",
    "PartyConsent",
    "PartyInvitation",
    "PartyRole",
    "ProposedTime",
    "Readiness",
    "RoomFile",
    "RungConsent",
    "SessionAnswer",
    "SharedCase",
    "Signature",
    "SignatureReminder",
    "SigningLink",
    "Step",
    "TransferLine",
    "TransferPlan",
]
