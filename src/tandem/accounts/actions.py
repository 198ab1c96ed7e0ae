"""Changing one's own account."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest

from tandem.accounts import personal_data, queries
from tandem.accounts.models import Person
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.journal.actions import record
from tandem.ui import mail
from tandem.ui.access import Refused

UNCONFIRMED_KEPT = timedelta(days=30)


@transaction.atomic
def change_details(person: Person, name: str, language: str, *, actor: Person, at: datetime) -> None:
    """How one is called, and in which language Tandem speaks and writes to one."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    record("person.details_changed", person, actor=actor, at=at)


@transaction.atomic
def choose_letters(person: Person, letters: bool, *, actor: Person, at: datetime) -> None:
    """Whether one also gets the e-mails after which one has nothing to do."""
    person.letters = letters
    person.save(update_fields=["letters"])
    record("person.letters_chosen", person, actor=actor, at=at, letters=letters)


@transaction.atomic
def drop_unproved_ways_in(person: Person, *, at: datetime) -> None:
    """Take away a password of which nobody knows who chose it, and accounts elsewhere of which nobody knows whose they
    are."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    SocialAccount.objects.filter(user=person).delete()
    record("person.password_dropped", person, actor=None, at=at)


@transaction.atomic
def forget_unconfirmed(at: datetime) -> None:
    """Delete the accounts whose address nobody has confirmed for a month: perhaps it is somebody else's."""
    for person in queries.unconfirmed_since(at - UNCONFIRMED_KEPT):
        record("person.forgotten", person, actor=None, at=at)
        person.delete()


def forget_old_sessions(at: datetime) -> None:
    """Delete the sessions that have ended, and what is known of their browsers."""
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def note_session(request: HttpRequest) -> None:
    """Remember the browser of this session, when it was opened before browsers were remembered."""
    UserSession.objects.create_from_request(request)


@transaction.atomic
def end_sessions(person: Person, *, here: str | None, only: int | None = None, at: datetime) -> int:
    """Sign `person` out of one session, or of all but the one they are using; return how many ended."""
    others = UserSession.objects.filter(user=person).exclude(session_key=here)
    ended = list(others.filter(pk=only) if only is not None else others)
    for session in ended:
        session.end()
    record("person.sessions_ended", person, actor=person, at=at, count=len(ended))
    return len(ended)


def forget_finished_work(at: datetime) -> None:
    """Delete what the worker has done, and its complaints, after two weeks."""
    call_command("prune_db_task_results", min_age_days=14, failed_min_age_days=14, verbosity=0)


@transaction.atomic
def erase(person: Person, *, at: datetime) -> None:
    """Erase somebody: their row and all that hangs on it. What belongs to an organisation stays, without their name.

    Raises `Refused` when they have something to do first, such as handing over an organisation.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    for obstacle in personal_data.obstacles(person):
        raise Refused(obstacle.sentence)
    record("person.erased", person, actor=None, at=at)
    end_sessions(person, here=None, at=at)
    person.delete()


@transaction.atomic
def help_back_in(email: str, *, address: str = "", forget_proofs: bool = False, at: datetime) -> Person:
    """Give somebody another address, or take away the proofs that they lost: `tandem account`, by an operator who has
    made sure who they are. All their sessions end; the former address is told."""
    person = _with_address(email)
    if not (address or forget_proofs):
        raise BadInput(Message(gettext_noop("say what they lost: --address NEW, or --forget-proofs")), (email,))
    if address:
        _replace_address(person, address.strip().lower())
    if forget_proofs:
        Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    record("person.helped_back_in", person, actor=None, at=at, address=bool(address), proofs=forget_proofs)
    return person


def _replace_address(person: Person, new: str) -> None:
    try:
        validate_email(new)
    except ValidationError as error:
        raise BadInput(Message(gettext_noop("this is no e-mail address")), (new,)) from error
    if queries.person_of_address(new) or Person.objects.filter(email=new).exists():
        raise BadInput(Message(gettext_noop("somebody else has this address, or it is theirs already")), (new,))
    former, person.email = person.email, new
    person.save(update_fields=["email"])
    person.emailaddress_set.all().delete()
    EmailAddress.objects.create(user=person, email=new, verified=True, primary=True)
    told = {"email": former, "from_email": former, "to_email": new}
    transaction.on_commit(lambda: mail.write(former, person.language, "accounts/mail/email_changed.txt", told))


def _with_address(email: str) -> Person:
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        text = gettext_noop("nobody has an account with this address: create it on the site first")
        raise BadInput(Message(text), (email,))
    return person


@transaction.atomic
def make_steward(email: str, *, at: datetime) -> Person:
    """Give the rights of a steward to the person with this address: `tandem setup --steward`."""
    person = _with_address(email)
    person.is_steward = True
    person.save(update_fields=["is_steward"])
    record("person.became_steward", person, actor=None, at=at)
    return person
