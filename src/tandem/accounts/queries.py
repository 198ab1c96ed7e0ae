"""Reading people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils.translation import get_language

from tandem.accounts.models import Person
from tandem.ui import mail


def person_of_address(address: str) -> Person | None:
    return Person.objects.filter(emailaddress__email__iexact=address).order_by("pk").first()


def person_who_stops(key: str) -> Person | None:
    """Whose e-mails the link of an e-mail stops; None when the key was not made here or the account is gone."""
    return Person.objects.filter(pk=mail.stopped_by(key) or 0, is_active=True).first()


def address_of(pk: int) -> str:
    """Where a person reads e-mails; empty when there is no such person any more."""
    return Person.objects.filter(pk=pk).values_list("email", flat=True).first() or ""


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


def passkeys_of(person: Person) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("pk")


@dataclass(frozen=True)
class WaysIn:
    """How somebody signs in, for the page that shows and changes it."""

    passkeys: list[Authenticator]
    app: Authenticator | None
    recovery_codes_left: int | None
    elsewhere: list[SocialAccount]


def ways_in(person: Person) -> WaysIn:
    kept = list(Authenticator.objects.filter(user=person).order_by("pk"))
    of = {kind: [one for one in kept if one.type == kind] for kind in Authenticator.Type.values}
    codes = of[Authenticator.Type.RECOVERY_CODES]
    return WaysIn(
        passkeys=of[Authenticator.Type.WEBAUTHN],
        app=next(iter(of[Authenticator.Type.TOTP]), None),
        recovery_codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
        elsewhere=list(SocialAccount.objects.filter(user=person).order_by("pk")),
    )


@dataclass(frozen=True)
class SignedInAt:
    """One browser in which somebody is signed in."""

    id: int
    program: str
    system: str
    since: datetime
    here: bool


#: What a browser calls itself, most particular first: Edge and Opera also say Chrome, Chrome also says Safari.
PROGRAMS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def sessions_of(person: Person, here: str | None) -> list[SignedInAt]:
    """Where somebody is signed in, this browser first; what has ended is forgotten on the way."""
    return sorted(
        (
            SignedInAt(
                id=one.pk,
                program=next((name for sign, name in PROGRAMS if sign in one.user_agent), ""),
                system=next((name for sign, name in SYSTEMS if sign in one.user_agent), ""),
                since=one.created_at,
                here=one.session_key == here,
            )
            for one in UserSession.objects.purge_and_list(person)
        ),
        key=lambda one: (not one.here, -one.since.timestamp()),
    )


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
        "second_factors": [
            {"kind": one.type, "name": str(one), "added": one.created_at, "last_used": one.last_used_at}
            for one in Authenticator.objects.filter(user=person).order_by("pk")
        ],
        "accounts_elsewhere": [
            {"server": one.provider, "id": one.uid, "said": one.extra_data, "since": one.date_joined}
            for one in SocialAccount.objects.filter(user=person).order_by("pk")
        ],
        "sessions": [
            {"since": one.created_at, "browser": one.user_agent, "network_address": one.ip}
            for one in UserSession.objects.filter(user=person).order_by("pk")
        ],
    }
