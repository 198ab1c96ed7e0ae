"""Reading people."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from tandem.accounts.models import Person


def person_of_address(address: str) -> Person | None:
    return Person.objects.filter(emailaddress__email__iexact=address).order_by("pk").first()


def language_of(address: str, reader: Any = None) -> str:
    """The language of whoever reads this address; of this page when nobody is known."""
    person = person_of_address(address) or reader
    return getattr(person, "language", None) or (get_language() or "en")[:2]


def stewards() -> QuerySet[Person]:
    """Those who keep this place."""
    return Person.objects.filter(is_steward=True, is_active=True).order_by("pk")


def unfinished_sign_up(address: str, password: str) -> Person | None:
    """Somebody who signed up with this address and this password and has not entered the code yet."""
    person = person_of_address(address)
    if person is None or not person.is_active or person.emailaddress_set.filter(verified=True).exists():
        return None
    return person if person.check_password(password) else None


def unconfirmed_since(moment: datetime) -> QuerySet[Person]:
    """Who signed up before `moment`, has never entered a code and has never signed in."""
    waiting = Person.objects.filter(date_joined__lt=moment, last_login=None, emailaddress__isnull=False)
    return waiting.exclude(emailaddress__verified=True).distinct().order_by("pk")


def personal_data(person: Person) -> dict[str, Any]:
    """What the account itself holds. The password is kept as a one-way hash only and is not given out."""
    return {
        "name": person.name,
        "email": person.email,
        "addresses": [
            {"email": one.email, "confirmed": one.verified} for one in person.emailaddress_set.order_by("pk")
        ],
        "language": person.language,
        "optional_emails": person.letters,
        "steward": person.is_steward,
        "joined": person.date_joined,
        "last_sign_in": person.last_login,
    }
