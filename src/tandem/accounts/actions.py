"""Changing one's own account."""

from datetime import datetime

from django.db import transaction

from tandem.accounts.models import Person
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.journal.actions import record


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
