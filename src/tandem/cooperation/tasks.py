"""What happens after the request: e-mails about rooms."""

from django_tasks import task

from tandem.cooperation import queries
from tandem.ui import mail


@task()
def tell_of_turn(room_id: int, side: str) -> None:
    """Write to those who act for a side that the other waits for it."""
    room = queries.room_by_pk(room_id)
    party = next(one for one in room.parties.all() if one.side == side)
    for person in queries.writers_of(party):
        mail.send(
            person,
            "cooperation/mail/turn.txt",
            "cooperation",
            room.reference,
            essential=True,
            room=room,
            receiver=party.organisation.name,
        )


@task()
def tell_of_step(step_id: int) -> None:
    """Write to those who act for the other side what was done, with the link to the room."""
    step = queries.room_of_step(step_id)
    room = step.cooperation
    for party in room.parties.select_related("organisation").exclude(pk=step.party_id):
        for person in queries.writers_of(party):
            mail.send(
                person,
                "cooperation/mail/step.txt",
                "cooperation",
                room.reference,
                essential=party.side in room.awaited,
                step=step,
                room=room,
                phase=room.lifecycle.state(room.phase).label,
                receiver=party.organisation.name,
            )


@task()
def tell_of_note(note_id: int) -> None:
    """Write the message or the decision to those who act for the other side."""
    note = queries.note_by_pk(note_id)
    room = queries.room_by_pk(note.cooperation_id)
    for party in room.parties.all():
        if party.pk == note.party_id:
            continue
        for person in queries.writers_of(party):
            mail.send(
                person,
                "cooperation/mail/note.txt",
                "notes",
                room.reference,
                essential=False,
                note=note,
                room=room,
                receiver=party.organisation.name,
            )
