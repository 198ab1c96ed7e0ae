"""One object for each kind of address, and a secret in each that only some may read.

A new address whose parameters are named like those of its neighbours needs nothing here. One that begins with a
word not named here needs a line in `SAMPLES`: the beginning of the address (without language) and the values of its
parameters; or a line in `WITHOUT`, when no object of its kind can be made cheaply: it is then tried with invented
values only.
"""

from __future__ import annotations

from typing import Any

from tests.cooperation.rooms import WORDS, open_room
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory, SolutionFactory
from tests.matching.scenes import publish

from tandem.cooperation.models import Cooperation
from tandem.matching.models import Introduction

#: Stands in what only the two parties of a cooperation may read.
SECRET = "Zzyzx-notebook"


class World:
    """Alice's association and Dina's cooperative work together in a room; others look in from outside."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        room = open_room(cast)
        cast.client("alice").post(f"{room}step/start_framing/")
        cast.client("alice").post(f"{room}framing/side/", {**WORDS, "wording": SECRET, "seen": 0})
        cast.client("alice").post(f"{room}messages/", {"kind": "message", "text": SECRET})
        self.cooperation = Cooperation.objects.get()
        self.introduction = Introduction.objects.get()
        self.need = publish(cast.client("alice"), "la-passerelle")
        self.solution = SolutionFactory(slug="a-solution")
        self.elsewhere = OrganisationFactory(slug="elsewhere")
        self.gaelle = PersonFactory(name="Gaëlle")
        MembershipFactory(person=self.gaelle, organisation=self.elsewhere)
        self.steward = PersonFactory(name="Sasha", is_steward=True)


#: The beginning of an address → the values of its parameters, from the world.
SAMPLES = {
    "organisations/": lambda world: {"slug": "la-passerelle"},
    "solutions/": lambda world: {"slug": world.solution.slug},
    "cooperations/": lambda world: {"reference": world.cooperation.reference},
    "introductions/": lambda world: {"reference": world.introduction.reference},
    "needs/": lambda world: {"reference": world.need},
    "<kind:kind>/": lambda world: {"kind": "needs", "reference": world.need},
    "<questionnaire:kind>/": lambda world: {"kind": "maturity"},
    "competences/": lambda world: {"framework": "digcomp", "code": "1.1"},
    "guide/": lambda world: {},
}
#: Tried with invented values only.
WITHOUT = {
    "confirm/", "mine/",
    "account/", "answers/", "cases/", "charter/", "claims/", "decisions/", "help/", "invitation/", "my-organisations/",
    "observatory/", "offers/", "plan/", "rankings/", "sign/", "steward/", "stewards/", "weighing/",
}  # fmt: skip

#: A value of each kind of parameter that belongs to nothing.
INVENTED: dict[str, Any] = {
    "int": 987_654,
    "str": "nothing-here",
    "slug": "nothing-here",
    "path": "nothing/here",
    "kind": "needs",
    "questionnaire": "maturity",
}
