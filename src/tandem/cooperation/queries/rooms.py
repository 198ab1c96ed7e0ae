"""Rooms, their parties and their history."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from tandem.cooperation.models import (
    Agreement,
    AutonomyStep,
    Cooperation,
    Framing,
    LedgerEntry,
    Mediation,
    Note,
    Party,
    PartyInvitation,
    SessionAnswer,
    Step,
)
from tandem.cooperation.permissions import sides_of, visible_to
from tandem.cooperation.queries.agreement import signed_by
from tandem.cooperation.queries.kept import words_of
from tandem.cooperation.queries.parties import OPEN, contacts_of_further, everyone, gone
from tandem.domain.lifecycle import ROOM
from tandem.matching import queries as matching


def with_parties(rooms: QuerySet[Cooperation]) -> QuerySet[Cooperation]:
    """Rooms with all that says where they stand."""
    parties = Party.objects.select_related("organisation", "framing", "goal_agreement", "session_answer")
    agreements = Agreement.objects.filter(cooperation=OuterRef("pk"))
    invitations = PartyInvitation.objects.filter(cooperation=OuterRef("pk"), state__in=OPEN)
    left = Party.ever.filter(cooperation=OuterRef("pk"), left__isnull=False)
    return (
        rooms.select_related(
            "goal", "transfer", "introduction__need__organisation", "introduction__offer__organisation"
        )
        .annotate(invites=Exists(invitations), has_agreement=Exists(agreements), somebody_left=Exists(left))
        .prefetch_related(Prefetch("parties", parties))
    )


def own_party(user: Any, room: Cooperation) -> Party | None:
    """The party for which one acts; of somebody who writes for several, the one that has the ball. None for readers."""
    sides = sides_of(user, room)
    if not sides:
        return None
    side = next((one for one in sides if one in room.awaited), sides[0])
    return next(party for party in room.parties.all() if party.side == side)


def party_of_member(user: Any, room: Cooperation) -> Party:
    """The party whose member somebody is; readers too."""
    mine = set(user.memberships.values_list("organisation", flat=True))
    return next(party for party in room.parties.all() if party.organisation_id in mine)


def sides(room: Cooperation) -> list[dict[str, Any]]:
    """The parties, each with the person to reach: the need's side first, those who joined last."""
    introduction = room.introduction
    contacts = {**matching.contacts_of(introduction), **contacts_of_further(room)}
    postings = {"need": introduction.need, "offer": introduction.offer}
    return [
        {
            "side": {"need": "social", "offer": "tech"}.get(party.side, ""),
            "role": party.get_role_display(),
            "organisation": party.organisation,
            "posting": postings.get(party.side),
            "kind": party.side,
            "transfers": party.transfers,
            "contact": contacts.get(party.side),
        }
        for party in room.parties.all()
    ]


def names_of(room: Cooperation) -> dict[int, str]:
    """The organisation of each party, by the party's id; also of those that left."""
    return {party.pk: party.organisation.name for party in everyone(room)}


def rooms_of(user: Any) -> list[dict[str, Any]]:
    """One's rooms, those where one has the ball first, then the newest."""
    mine = set(user.memberships.values_list("organisation", flat=True))
    lines = []
    for room in visible_to(user).prefetch_related("parties__organisation").order_by("-awaited_since", "-pk"):
        own = [party.side for party in room.parties.all() if party.organisation_id in mine]
        lines.append(
            {
                "room": room,
                "phase": room.lifecycle.state(room.phase).label,
                "mine": any(side in room.awaited for side in own),
                "others": [party.organisation.name for party in room.parties.all() if party.side not in own],
            }
        )
    return sorted(lines, key=lambda line: not line["mine"])


def history(room: Cooperation) -> list[dict[str, Any]]:
    """What was done, who joined and who left, newest first."""
    steps = room.steps.select_related("person", "party__organisation").order_by("-at", "-pk")
    lines: list[dict[str, Any]] = [
        {"at": step.at, "step": step, "label": room.lifecycle.transition(step.transition).label} for step in steps
    ]
    came = [{"at": party.joined, "joined": party} for party in everyone(room) if party.joined]
    went = [{"at": party.left, "left": party} for party in gone(room)]
    return sorted([*lines, *came, *went], key=lambda line: line["at"], reverse=True) if came else lines


def notes_of(room: Cooperation) -> QuerySet[Note]:
    """Messages and decisions, newest first."""
    return room.notes.select_related("party__organisation", "mediation__organisation", "person")


def milestones_of(room: Cooperation, today: date) -> list[dict[str, Any]]:
    """The milestones by their day; late when it has passed and nobody noted them as reached."""
    return [{"milestone": one, "late": one.reached is None and one.due < today} for one in room.milestones.all()]


def note_by_pk(pk: int) -> Note:
    return Note.objects.select_related("party__organisation", "mediation__organisation").get(pk=pk)


def room_by_pk(pk: int) -> Cooperation:
    return with_parties(Cooperation.objects).get(pk=pk)


def room_of_introduction(need: str, offer: str) -> Cooperation | None:
    """The room that a need and an offer, by their references, share."""
    rooms = with_parties(Cooperation.objects).filter(machine=ROOM.id)
    return rooms.filter(introduction__need__reference=need, introduction__offer__reference=offer).first()


def room_of_step(pk: int) -> Step:
    return Step.objects.select_related("cooperation", "person", "party__organisation").get(pk=pk)


def writers_of(party: Party | Mediation | PartyInvitation) -> list[Any]:
    """The people who act for a party, for the mediator, or for who is invited."""
    return matching.writers_of(party.organisation)


def personal_data(person: Any) -> dict[str, Any]:
    """The steps that `person` took in rooms, the framing and the evidence that they wrote."""
    steps = Step.objects.filter(person=person)
    framings = Framing.objects.filter(person=person)
    evidence = AutonomyStep.objects.filter(person=person)
    hours = LedgerEntry.objects.filter(person=person)
    notes = Note.objects.filter(person=person)
    answers = SessionAnswer.objects.filter(person=person)
    return {
        "steps": list(
            steps.values("at", "transition", "reason", "what_happens_to_the_work", "cooperation__reference"),
        ),
        "framings": list(
            framings.values("wording", "gain", "brings", "fears", "failure", "changed", "party__cooperation__reference")
        ),
        "autonomy_steps": list(evidence.values("name", "evidence", "at", "cooperation__reference")),
        "hours": list(hours.values("record", "what", "cooperation__reference")),
        "messages": list(notes.values("kind", "text", "at", "cooperation__reference")),
        "session_answers": list(
            answers.values("helped", "learnt", "further", "at", "party__cooperation__reference"),
        ),
        **words_of(person),
        **signed_by(person),
    }
