"""A network that accompanies associations, and what an association agreed to with it."""

from typing import Any

from django.utils import timezone
from tests.factories import MembershipFactory, OrganisationFactory

from tandem.directory import actions
from tandem.directory.models import Accompaniment, Membership, Organisation
from tandem.directory.permissions import SCOPES

WHY = "Nous passons un jour par mois chez vous."


def network(cast: Any) -> Organisation:
    """Elio owns a network, Gaëlle is absent: nobody else is there."""
    one = OrganisationFactory(name="Réseau des Rives", slug="reseau-des-rives", roles=["intermediary"])
    MembershipFactory(person=cast.elio, organisation=one, role=Membership.Role.OWNER)
    return one


def invited(cast: Any, supporter: Organisation, organisation: Organisation | None = None) -> Accompaniment:
    return actions.take_in(organisation or cast.association, supporter, WHY, actor=cast.elio, at=timezone.now())


def agreed(cast: Any, supporter: Organisation, *scopes: str, months: int = 12) -> Accompaniment:
    """Alice agreed, for her association, to these scopes; to all without any."""
    one = invited(cast, supporter)
    return actions.agree(one, scopes or SCOPES, months, actor=cast.alice, at=timezone.now())
