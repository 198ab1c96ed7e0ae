"""The people of every test of rights, with fixed meanings (fixtures, loaded by `tests/conftest.py`).

Alice owns an association, Bruno edits there, Chloé reads there; Dina owns a tech cooperative; Elio has an
account and no organisation; a visitor has no account. `cast.client("alice")` is a browser in which Alice is
signed in; `cast.client("visitor")` one in which nobody is.
"""

from dataclasses import dataclass

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from tandem.accounts.models import Person
from tandem.directory.models import Membership, Organisation
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory

EVERYBODY = ("alice", "bruno", "chloe", "dina", "elio", "visitor")


@dataclass(frozen=True)
class Cast:
    alice: Person
    bruno: Person
    chloe: Person
    dina: Person
    elio: Person
    association: Organisation
    cooperative: Organisation
    visitor: AnonymousUser

    def client(self, who: str) -> Client:
        browser = Client()
        if who != "visitor":
            browser.force_login(getattr(self, who), backend=settings.AUTHENTICATION_BACKENDS[0])
        return browser

    def appoint(self, who: str) -> None:
        """Make somebody a steward, with the app that shows codes which stewards need."""
        steward = getattr(self, who)
        steward.is_steward = True
        steward.save()
        TOTP.activate(steward, "JBSWY3DPEHPK3PXP")


@pytest.fixture
def cast(db) -> Cast:
    """The six, their association and their tech cooperative."""
    people = {
        short: PersonFactory(name=name, email=f"{short}@example.org")
        for short, name in [
            ("alice", "Alice"),
            ("bruno", "Bruno"),
            ("chloe", "Chloé"),
            ("dina", "Dina"),
            ("elio", "Elio"),
        ]
    }
    association = OrganisationFactory(
        name="La Passerelle",
        slug="la-passerelle",
        summary={"fr": "Accompagne des familles vers le logement.", "en": "Helps families find a home."},
        roles=["social"],
        country="FR",
        languages=["fr"],
    )
    cooperative = OrganisationFactory(
        name="Fio Livre",
        slug="fio-livre",
        summary={"pt": "Cooperativa que desenvolve software livre para associações."},
        roles=["tech", "social"],
        country="PT",
        languages=["pt", "en"],
    )
    for short, organisation, role in [
        ("alice", association, Membership.Role.OWNER),
        ("bruno", association, Membership.Role.EDITOR),
        ("chloe", association, Membership.Role.READER),
        ("dina", cooperative, Membership.Role.OWNER),
    ]:
        MembershipFactory(person=people[short], organisation=organisation, role=role)
    return Cast(**people, association=association, cooperative=cooperative, visitor=AnonymousUser())


@pytest.fixture
def alice(cast: Cast) -> Person:
    return cast.alice


@pytest.fixture
def dina(cast: Cast) -> Person:
    return cast.dina
