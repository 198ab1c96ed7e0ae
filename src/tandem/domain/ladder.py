"""The ladder of forms of cooperation: from giving to making together, and what each rung would change.

A pair that has closed a cooperation may go on with a form that binds both more. The order follows how much work,
income and risk both sides share: given without return, then lent, then paid, then shared
(product.md, "Forms of cooperation, three families"; forms of the list `forms`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tandem.domain.messages import Message, gettext_noop


@dataclass(frozen=True)
class Rung:
    """A form of cooperation (its id in the list `forms`), its height, and what it would change for both."""

    form: str
    height: int
    changes: Message


LADDER = (
    Rung("giving-money", 1, Message(gettext_noop("Money is given for a project; those who get it do the work."))),
    Rung("giving-in-kind", 1, Message(gettext_noop("Equipment, licences or rooms are given; nobody’s time is."))),
    Rung(
        "skills-volunteering",
        2,
        Message(gettext_noop("People give what they know on their own time: agree on days, and on who learns.")),
    ),
    Rung(
        "giving-skills",
        2,
        Message(gettext_noop("A company gives working time: its people are paid by it, and the days are counted.")),
    ),
    Rung(
        "staff-loan",
        3,
        Message(gettext_noop("Somebody joins the other side for weeks or months: it needs a contract of loan.")),
    ),
    Rung(
        "subcontract",
        4,
        Message(gettext_noop("One pays the other for a part of the work: a price, a delivery, a guarantee.")),
    ),
    Rung(
        "joint-contract",
        5,
        Message(gettext_noop("You answer a client together: each is responsible for its part, and both are paid.")),
    ),
    Rung(
        "co-production",
        6,
        Message(gettext_noop("You make something together and share its costs, its rights and its income.")),
    ),
    Rung(
        "social-joint-venture",
        7,
        Message(gettext_noop("You found something together: shares, votes and risk are shared for good.")),
    ),
)


def rung(form: str) -> Rung | None:
    """The rung of a form; None for a form that stands beside the ladder (open data, free software, a patent …).

    >>> rung("co-production").height, rung("open-data")
    (6, None)
    """
    return next((one for one in LADDER if one.form == form), None)


def above(forms: Collection[str]) -> tuple[Rung, ...]:
    """The rungs higher than the highest of `forms`; all of them when none stands on the ladder.

    Units: none. Errors: none, unknown forms are left aside. Example:

    >>> [one.form for one in above(["giving-skills", "open-data"])]
    ['staff-loan', 'subcontract', 'joint-contract', 'co-production', 'social-joint-venture']
    """
    reached = max((found.height for form in forms if (found := rung(form))), default=0)
    return tuple(one for one in LADDER if one.height > reached)
