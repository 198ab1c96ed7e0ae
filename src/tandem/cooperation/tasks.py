"""What happens after the request: e-mails about rooms."""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django_tasks import task

from tandem.accounts import queries as accounts
from tandem.cooperation import queries
from tandem.ui import mail

#: What a link that confirms a doubt is signed for.
CONTEST = "cooperation.contest"


@task()
def tell_of_turn(room_id: int, side: str) -> None:
    """Write to those who act for a side that the others wait for it."""
    room = queries.room_by_pk(room_id)
    for party in room.parties.all():
        if party.side == side:
            _write_to(party, room, "cooperation/mail/turn.txt", "cooperation", essential=True)


@task()
def tell_of_step(step_id: int) -> None:
    """Write to those who act for the other sides what was done, with the link to the room."""
    step = queries.room_of_step(step_id)
    room = queries.room_by_pk(step.cooperation_id)
    phase = room.lifecycle.state(room.phase).label
    for party in room.parties.all():
        if party.pk != step.party_id:
            page, awaited = "cooperation/mail/step.txt", party.side in room.awaited
            _write_to(party, room, page, "cooperation", essential=awaited, step=step, phase=phase)


@task()
def tell_of_note(note_id: int) -> None:
    """Write the message or the decision to those who act for the other sides."""
    note = queries.note_by_pk(note_id)
    room = queries.room_by_pk(note.cooperation_id)
    _tell_all(room, "cooperation/mail/note.txt", "notes", essential=False, except_party=note.party_id, note=note)


@task()
def ask_how_it_goes(room_id: int) -> None:
    """Ask every side for its monthly two minutes."""
    room = queries.room_by_pk(room_id)
    _tell_all(room, "cooperation/mail/check_in.txt", "check_in", essential=False)


@task()
def tell_stewards_of_help(request_id: int) -> None:
    """Tell the stewards that a party asks for help; its words are read on the page."""
    request = queries.help_request(request_id)
    for person in accounts.stewards():
        mail.send(person, "cooperation/mail/help.txt", "help_answer", request.pk, essential=True, request=request)


@task()
def tell_of_help_answered(request_id: int) -> None:
    """Send the answer to the side that asked, and to nobody else."""
    request = queries.help_request(request_id)
    room, page = request.party.cooperation, "cooperation/mail/help_answered.txt"
    _write_to(request.party, room, page, "help", essential=True, request=request)


@task()
def tell_of_mediator(mediation_id: int) -> None:
    """Ask the other sides whether they want this mediator."""
    mediation = queries.mediation_by_pk(mediation_id)
    room = queries.room_by_pk(mediation.cooperation_id)
    _tell_all(
        room,
        "cooperation/mail/mediator.txt",
        "help",
        essential=True,
        except_party=mediation.party_id,
        mediation=mediation,
    )


@task()
def tell_mediator(mediation_id: int) -> None:
    """Tell those who act for the mediator that the room is open to them."""
    mediation = queries.mediation_by_pk(mediation_id)
    room, page = mediation.cooperation, "cooperation/mail/mediation.txt"
    _write_to(mediation, room, page, "cooperation", essential=True, mediation=mediation)


@task()
def tell_of_party(invitation_id: int) -> None:
    """Ask the other parties whether they want this organisation in the room, unless it was taken back meanwhile."""
    invitation = queries.invitation_by_pk(invitation_id)
    if invitation.state != invitation.State.PROPOSED:
        return
    room, proposer = queries.room_by_pk(invitation.cooperation_id), invitation.party_id
    page = "cooperation/mail/party.txt"
    _tell_all(room, page, "parties", essential=True, except_party=proposer, invitation=invitation)


@task()
def ask_party(invitation_id: int) -> None:
    """Ask the organisation that all parties want, unless the invitation was taken back meanwhile."""
    invitation = queries.invitation_by_pk(invitation_id)
    if invitation.state == invitation.State.ASKED:
        room, page = invitation.cooperation, "cooperation/mail/join.txt"
        _write_to(invitation, room, page, "join", invitation.pk, essential=True, invitation=invitation)


@task()
def tell_of_leaving(party_id: int) -> None:
    """Tell those who stay that a party has left, and what it says."""
    party = queries.party_ever(party_id)
    room = queries.room_by_pk(party.cooperation_id)
    _tell_all(room, "cooperation/mail/left.txt", "cooperation", essential=True, party=party)


@task()
def tell_of_answer(invitation_id: int) -> None:
    """Tell the parties what the organisation said; it knows."""
    invitation = queries.invitation_by_pk(invitation_id)
    room = queries.room_by_pk(invitation.cooperation_id)
    new = next((party.pk for party in room.parties.all() if party.organisation_id == invitation.organisation_id), None)
    page = "cooperation/mail/party_answer.txt"
    _tell_all(room, page, "parties", essential=False, except_party=new, invitation=invitation)


def _tell_all(
    room: Any, template: str, page: str, *args: Any, essential: bool, except_party: int | None = None, **more: Any
) -> None:
    """Write to those who act for every party but one, each once."""
    for party in room.parties.all():
        if party.pk != except_party:
            _write_to(party, room, template, page, *args, essential=essential, **more)


def _write_to(
    side: Any, room: Any, template: str, page: str, *args: Any, essential: bool, only: int | None = None, **more: Any
) -> None:
    """Write to those who act for a party, a mediator or who is invited; to `only` that person where they still do."""
    writers = queries.writers_of(side)
    for person in [one for one in writers if one.pk == only] or writers:
        receiver = side.organisation.name
        mail.send(
            person, template, page, room.reference, *args, essential=essential, room=room, receiver=receiver, **more
        )


@task()
def tell_to_sign(document_id: int) -> None:
    """Write to those who act for every party that the text is frozen and waits for their signature."""
    document = queries.document_by_pk(document_id)
    room = queries.room_by_pk(document.agreement.cooperation_id)
    _tell_all(room, "cooperation/mail/sign.txt", "agreement_sign", essential=True)


@task()
def remind_to_sign(document_id: int, party_id: int) -> None:
    """Remind those who act for a party that its signature is missing, unless it came meanwhile."""
    document = queries.document_by_pk(document_id)
    room = queries.room_by_pk(document.agreement.cooperation_id)
    agreement = queries.agreement_of(room)
    party = next((one for one in queries.unsigned(room) if one.pk == party_id), None)
    if party and agreement and agreement.document_id == document_id:
        page = "cooperation/mail/sign_reminder.txt"
        _write_to(party, room, page, "agreement_sign", essential=False, day=document.frozen)


@task()
def tell_signed(document_id: int) -> None:
    """Write to those who act for every party that everybody has signed."""
    document = queries.document_by_pk(document_id)
    room = queries.room_by_pk(document.agreement.cooperation_id)
    _tell_all(room, "cooperation/mail/signed.txt", "agreement", essential=False)


@task()
def tell_of_failed_link(link_id: int) -> None:
    """Write to who invited somebody to sign that the invitation came back; to the party when that person is gone."""
    link = queries.link_by_pk(link_id)
    room = queries.room_by_pk(link.document.agreement.cooperation_id)
    page = "cooperation/mail/link_failed.txt"
    _write_to(link.party, room, page, "agreement", essential=True, only=link.person_id, invitation=link)


def write_link(link: Any, token: str) -> bool:
    """Send a personal link to sign; false when the mailbox does not take it. Not a task: nobody keeps the link."""
    with translation.override(link.language):
        address = settings.ADDRESS + reverse("sign_by_link", args=[token])
    return _post(link, "cooperation/mail/sign_link.txt", link=address)


def write_code(link: Any, code: str) -> bool:
    """Send the code that goes with a personal link, apart from it; false when the mailbox does not take it."""
    return _post(link, "cooperation/mail/sign_code.txt", code=code)


def _post(invitation: Any, template: str, **context: Any) -> bool:
    shown = {
        "invitation": invitation,
        "room": invitation.document.agreement.cooperation,
        "receiver": invitation.party.organisation.name,
        **context,
    }
    try:
        mail.write(invitation.email, invitation.language, template, shown)
    except (SMTPException, OSError):
        return False
    return True


@task()
def tell_of_evaluation(round_id: int) -> None:
    """Tell every side that the evaluation can be read."""
    opened = queries.round_by_pk(round_id)
    room = queries.room_by_pk(opened.cooperation_id)
    _tell_all(room, "cooperation/mail/evaluation.txt", "evaluation", essential=False)


@task()
def ask_what_runs(follow_up_id: int) -> None:
    """Ask every side what still runs."""
    asked = queries.follow_up_by_pk(follow_up_id)
    room = queries.room_by_pk(asked.cooperation_id)
    _tell_all(room, "cooperation/mail/what_runs.txt", "follow_up", asked.months, essential=False, asked=asked)


@task()
def tell_of_case(room_id: int, party_id: int) -> None:
    """Tell the other sides that a text waits for their approval."""
    room = queries.room_by_pk(room_id)
    _tell_all(room, "cooperation/mail/case.txt", "case_room", essential=True, except_party=party_id)


@task()
def ask_to_confirm_contest(contest_id: int) -> None:
    """Send the link that makes a doubt count to the address that was given."""
    contest = queries.contest_by_pk(contest_id)
    with translation.override(contest.language):
        address = settings.ADDRESS + reverse("contest_confirm", args=[signing.dumps(contest.pk, salt=CONTEST)])
    mail.write(
        contest.email, contest.language, "cooperation/mail/contest_confirm.txt", {"contest": contest, "link": address}
    )


@task()
def tell_of_contest(contest_id: int) -> None:
    """Tell every party that a claim is doubted."""
    contest = queries.contest_by_pk(contest_id)
    room = queries.room_by_pk(contest.version.case.cooperation_id)
    _tell_all(
        room,
        "cooperation/mail/contest.txt",
        "contest_answer",
        contest.pk,
        essential=True,
        contest=contest,
        claim=queries.contested_claim(contest),
    )


@task()
def send_contest_answer(contest_id: int, address: str) -> None:
    """Send the answer to who doubted."""
    contest = queries.contest_by_pk(contest_id)
    with translation.override(contest.language):
        link = settings.ADDRESS + reverse("case", args=[contest.version.case.slug])
    mail.write(
        address,
        contest.language,
        "cooperation/mail/contest_answered.txt",
        {"contest": contest, "claim": queries.contested_claim(contest), "link": link},
    )


@task()
def tell_of_rung(room_id: int, party_id: int) -> None:
    """Ask the other sides whether they want to go on in the form that is proposed."""
    room = queries.room_by_pk(room_id)
    if rung := queries.rung_of(room):
        form = lazy(queries.form_label, str)(rung.form)  # each reader's language
        _tell_all(room, "cooperation/mail/rung.txt", "next_rung", essential=True, except_party=party_id, form=form)
