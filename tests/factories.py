"""Rows for tests: plausible, invented, and valid in both databases."""

from datetime import UTC, datetime

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from factory.django import DjangoModelFactory

from tandem.accounts.models import Person
from tandem.directory.models import Membership, Organisation, Project, Solution, Source

#: The moment at which everything in a test happened, unless it says another.
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PASSWORD = "a long pass phrase"


class PersonFactory(DjangoModelFactory):
    """Somebody with an account and a verified address; a steward also has an app that shows codes."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    language = "en"

    @classmethod
    def _create(cls, model_class, *args, second_factor=None, **fields):
        person = Person.objects.create_user(password=PASSWORD, **fields)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        if person.is_steward if second_factor is None else second_factor:
            TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        return person


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source
        django_get_or_create = ("slug",)

    slug = "register"
    name = "A public register"
    address = "https://register.example.org/"
    licence = "CC0-1.0"
    may_republish = True


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    summary = factory.LazyAttribute(lambda one: {"en": f"What {one.name} does."})
    country = "FR"
    languages = ["fr"]
    roles = ["social"]
    created = NOON
    changed = NOON


class SolutionFactory(DjangoModelFactory):
    class Meta:
        model = Solution

    name = factory.Sequence(lambda n: f"Solution {n}")
    slug = factory.Sequence(lambda n: f"solution-{n}")
    summary = factory.LazyAttribute(lambda one: {"en": f"What {one.name} is for."})
    kind = Solution.Kind.FREE_SOFTWARE
    licence = "AGPL-3.0"
    languages = ["en"]
    created = NOON
    changed = NOON


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    name = factory.Sequence(lambda n: f"Project {n}")
    slug = factory.Sequence(lambda n: f"project-{n}")
    summary = factory.LazyAttribute(lambda one: {"en": f"What {one.name} was."})
    created = NOON
    changed = NOON


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory)
    role = Membership.Role.OWNER
    since = NOON
