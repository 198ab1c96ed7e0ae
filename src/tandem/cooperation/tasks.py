"""What happens after the request: e-mails about rooms."""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from tandem.accounts import queries as accounts
from tandem.cooperation import queries
from tandem.ui import mail

#: What a link that confirms a doubt is signed for.
CONTEST = "cooperation.contest"


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
    for person in queries.writers_of(request.party):
        mail.send(
            person,
            "cooperation/mail/help_answered.txt",
            "help",
            request.party.cooperation.reference,
            essential=True,
            request=request,
            receiver=request.party.organisation.name,
        )


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
    for person in queries.writers_of(mediation):
        mail.send(
            person,
            "cooperation/mail/mediation.txt",
            "cooperation",
            mediation.cooperation.reference,
            essential=True,
            mediation=mediation,
            room=mediation.cooperation,
        )


@task()
def tell_of_party(invitation_id: int) -> None:
    """Ask the other parties whether they want this organisation in the room."""
    invitation = queries.invitation_by_pk(invitation_id)
    room = queries.room_by_pk(invitation.cooperation_id)
    _tell_all(
        room,
        "cooperation/mail/party.txt",
        "parties",
        essential=True,
        except_party=invitation.party_id,
        invitation=invitation,
    )


@task()
def ask_party(invitation_id: int) -> None:
    """Ask the organisation that all parties want."""
    invitation = queries.invitation_by_pk(invitation_id)
    room = invitation.cooperation
    for person in queries.writers_of(invitation):
        mail.send(
            person,
            "cooperation/mail/join.txt",
            "join",
            room.reference,
            invitation.pk,
            essential=True,
            invitation=invitation,
            room=room,
            receiver=invitation.organisation.name,
        )


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
        if party.pk == except_party:
            continue
        for person in queries.writers_of(party):
            mail.send(
                person,
                template,
                page,
                room.reference,
                *args,
                essential=essential,
                room=room,
                receiver=party.organisation.name,
                **more,
            )


@task()
def tell_to_sign(document_id: int) -> None:
    """Write to those who act for every party that the text is frozen and waits for their signature."""
    document = queries.document_by_pk(document_id)
    room = queries.room_by_pk(document.agreement.cooperation_id)
    for party in room.parties.all():
        _write_of_agreement(room, party, "cooperation/mail/sign.txt", essential=True)


@task()
def remind_to_sign(document_id: int, party_id: int) -> None:
    """Remind those who act for a party that its signature is missing, unless it came meanwhile."""
    document = queries.document_by_pk(document_id)
    room = queries.room_by_pk(document.agreement.cooperation_id)
    agreement = queries.agreement_of(room)
    party = next((one for one in queries.unsigned(room) if one.pk == party_id), None)
    if party and agreement and agreement.document_id == document_id:
        _write_of_agreement(room, party, "cooperation/mail/sign_reminder.txt", essential=False, day=document.frozen)


@task()
def tell_signed(document_id: int) -> None:
    """Write to those who act for every party that everybody has signed."""
    document = queries.document_by_pk(document_id)
    room = queries.room_by_pk(document.agreement.cooperation_id)
    for party in room.parties.all():
        _write_of_agreement(room, party, "cooperation/mail/signed.txt", "agreement", essential=False)


def _write_of_agreement(
    room: Any, party: Any, template: str, page: str = "agreement_sign", *, essential: bool, **context: Any
) -> None:
    for person in queries.writers_of(party):
        mail.send(
            person,
            template,
            page,
            room.reference,
            essential=essential,
            room=room,
            receiver=party.organisation.name,
            **context,
        )


@task()
def tell_of_failed_link(link_id: int) -> None:
    """Write to who invited somebody to sign that the invitation came back; to the party when that person is gone."""
    link = queries.link_by_pk(link_id)
    room = queries.room_by_pk(link.document.agreement.cooperation_id)
    writers = queries.writers_of(link.party)
    for person in [one for one in writers if one.pk == link.person_id] or writers:
        mail.send(
            person,
            "cooperation/mail/link_failed.txt",
            "agreement",
            room.reference,
            essential=True,
            room=room,
            invitation=link,
            receiver=link.party.organisation.name,
        )


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
    rung = queries.rung_of(room)
    for party in room.parties.all():
        for person in queries.writers_of(party) if rung and party.pk != party_id else []:
            with translation.override(person.language):
                form = queries.form_label(rung.form)
            mail.send(
                person,
                "cooperation/mail/rung.txt",
                "next_rung",
                room.reference,
                essential=True,
                room=room,
                form=form,
                receiver=party.organisation.name,
            )
