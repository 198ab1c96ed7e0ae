"""Reading whom to write to."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from tandem.directory.models import Contact, Organisation, State
from tandem.directory.permissions import consents_in_force


def contacts_of(organisation: Organisation) -> QuerySet[Contact]:
    """All of them, for those who act for the organisation."""
    return organisation.contacts.select_related("by")


def contacts_shown_to(user: Any, organisation: Organisation) -> list[Contact]:
    """Whom this person may write to: nobody who has not agreed, nobody once the organisation is closed."""
    if organisation.state != State.PUBLISHED:
        return []
    rows = list(organisation.contacts.filter(Q(name="") | Q(agreed_at__isnull=False)))
    seen = {Contact.Visibility.PUBLIC}
    if user.is_authenticated:
        seen.add(Contact.Visibility.MEMBERS)
    if any(row.visibility == Contact.Visibility.SUPPORTERS for row in rows) and _is_near(user, organisation):
        seen.add(Contact.Visibility.SUPPORTERS)
    return [row for row in rows if row.visibility in seen]


def _is_near(user: Any, organisation: Organisation) -> bool:
    if not user.is_authenticated:
        return False
    mine = user.memberships.values("organisation")
    own = user.memberships.filter(organisation=organisation).exists()
    return own or consents_in_force().filter(organisation=organisation, supporter__in=mine).exists()


def contact(pk: int) -> Contact:
    return Contact.objects.select_related("organisation", "by").get(pk=pk)


def contact_of_link(key: str, mark: str) -> Contact | None:
    """The contact of a link, as long as what it would show is what the link was sent for."""
    one = Contact.objects.select_related("organisation").filter(pk=key).exclude(name="").first()
    return one if one and one.mark == mark else None
