"""What happens after the request: e-mails about rooms."""

from django_tasks import task

from tandem.cooperation import queries
from tandem.domain.lifecycle import ROOM
from tandem.ui import mail


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
                phase=ROOM.state(room.phase).label,
                receiver=party.organisation.name,
            )
