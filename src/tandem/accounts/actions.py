"""Changing one's own account."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import transaction

from tandem.accounts import queries
from tandem.accounts.models import Person
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.journal.actions import record

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
def drop_password(person: Person, *, at: datetime) -> None:
    """Take away a password of which nobody knows who chose it."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    record("person.password_dropped", person, actor=None, at=at)


@transaction.atomic
def forget_unconfirmed(at: datetime) -> None:
    """Delete the accounts whose address nobody has confirmed for a month: perhaps it is somebody else's."""
    for person in queries.unconfirmed_since(at - UNCONFIRMED_KEPT):
        record("person.forgotten", person, actor=None, at=at)
        person.delete()


def forget_old_sessions(at: datetime) -> None:
    """Delete the sessions that have ended: Django leaves this to whoever runs the place."""
    call_command("clearsessions")


@transaction.atomic
def make_steward(email: str, *, at: datetime) -> Person:
    """Give the rights of a steward to the person with this address: `tandem setup --steward`."""
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        text = gettext_noop("nobody has an account with this address: create it on the site first")
        raise BadInput(Message(text), (email,))
    person.is_steward = True
    person.save(update_fields=["is_steward"])
    record("person.became_steward", person, actor=None, at=at)
    return person
