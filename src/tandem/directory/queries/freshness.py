"""How fresh the page of an organisation is, and what it still lacks."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tandem.directory.models import Membership, Organisation, State
from tandem.directory.queries.texts import lacking

#: Each part of the page, and why it helps to have it. The order is that in which they help.
PARTS: tuple[tuple[str, Any, Any], ...] = (
    (
        "summary",
        _("What it does"),
        _("Searches find you by these words, and others know whether you are the right ones."),
    ),
    ("roles", _("What your organisation is"), _("Both sides see at once on which one you stand.")),
    ("country", _("Country"), _("Help on site is proposed only where you are.")),
    ("place", _("Town"), _("People near you find you.")),
    ("languages", _("Languages"), _("A match needs one language that both speak.")),
    ("website", _("Website"), _("Others check who you are, and you can be recognised elsewhere.")),
    ("values", _("Values"), _("One in four says that values do not fit: say yours before the first call.")),
    ("sdgs", _("Sustainable development goals"), _("Funders and buyers look for them.")),
    ("social_mission", _("Social utility"), _("It decides who may ask for skills given without return.")),
    ("technology", _("Technology"), _("Offers and needs about it find you.")),
    ("legal_form", _("Legal form"), _("Agreements name it.")),
    ("employees", _("Employees"), _("Your results are compared with organisations of your size.")),
)


TRANSLATED = (
    _("What it does, in each language you work in"),
    _("Who reads another of your languages finds you and understands you."),
)


@dataclass(frozen=True)
class Part:
    """A part of the page: whether it is there, and why it helps."""

    field: str
    label: Any
    why: Any
    there: bool


def parts_of(one: Organisation) -> list[Part]:
    """The completeness grid."""
    return [
        *(
            Part(field, label, why, getattr(one, field) is not None and getattr(one, field) not in ("", [], {}))
            for field, label, why in PARTS
        ),
        Part("translations", *TRANSLATED, not lacking(one)),
    ]


def months_later(moment: datetime, months: int) -> datetime:
    """The same day `months` later, or the last one of a shorter month.

    >>> months_later(datetime(2026, 8, 31), 6).date().isoformat()
    '2027-02-28'
    """
    count = moment.month - 1 + months
    year, month = moment.year + count // 12, count % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def due(one: Organisation) -> datetime:
    """When its facts are to be confirmed next, as its owners chose."""
    return months_later(one.confirmed_at or one.created, one.confirm_months)


def overdue(one: Organisation, at: datetime) -> bool:
    """Whether somebody answers for the page and has let the day pass."""
    return due(one) < at and Membership.objects.filter(organisation=one, role=Membership.Role.OWNER).exists()


def to_ask(at: datetime) -> QuerySet[Organisation]:
    """Organisations with an owner who has not been asked since the facts were confirmed last."""
    owned = Organisation.objects.filter(state=State.PUBLISHED, memberships__role=Membership.Role.OWNER)
    return owned.filter(asked_at=None).distinct().order_by("pk")


def asked_organisation(key: str, person: str, moment: str) -> Organisation | None:
    """The organisation of a link, when the link is that of the last question or of the one answered since."""
    one = Organisation.objects.select_related("source").filter(pk=key, state=State.PUBLISHED).first()
    if one is None or (one.asked_at is not None and str(int(one.asked_at.timestamp())) != moment):
        return None
    return one


def owner_of(one: Organisation, key: str) -> Any:
    """The owner with this key; None when they do not decide for it any more."""
    row = one.memberships.filter(person=key, role=Membership.Role.OWNER).select_related("person").first()
    return row.person if row else None
