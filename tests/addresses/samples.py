"""One object for each kind of address, and a secret in each that only some may read.

A new address whose parameters are named like those of its neighbours needs nothing here. One that begins with a
word not named here needs a line in `SAMPLES`: the beginning of the address (without language) and the values of its
parameters; or a line in `WITHOUT`, when no object of its kind can be made cheaply: it is then tried with invented
values only.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.utils import timezone
from tests.cooperation.rooms import WORDS, open_room
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory, SolutionFactory
from tests.matching.scenes import draft, publish
from tests.observatory.scenes import many, survey_of, wave_of

from tandem.cooperation.models import Cooperation
from tandem.diagnosis import actions as diagnosis
from tandem.directory import actions as directory
from tandem.directory import links
from tandem.directory.models import Case
from tandem.directory.permissions import SCOPES
from tandem.matching import actions as matching
from tandem.matching.models import Introduction, Need, Offer
from tandem.questionnaires import queries as questionnaires

#: Stands in what only the two parties of a cooperation may read, and in a draft of one of them.
SECRET = "Zzyzx-notebook"


class World:
    """Alice's association and Dina's cooperative work together in a room; others look in from outside. Farah's network
    accompanies the association, which agreed to all that it can agree to."""

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
        self._own_draft(cast)
        self._diagnosis(cast)
        self._members(cast)
        self._supporter(cast)
        self._survey(cast)
        self._page(cast)
        page = "/en/organisations/elsewhere/"
        directory.report_content(page, "Gone.", language="en", actor=cast.visitor, at=timezone.now())
        self.case = Case.objects.get(kind="report")

    def _own_draft(self, cast: Any) -> None:
        browser = cast.client("alice")
        reference = draft(browser, title={"title": SECRET})
        browser.post(f"/en/needs/{reference}/organisation/", {"choice": "la-passerelle"})

    def _diagnosis(self, cast: Any) -> None:
        now = timezone.now()
        self.question = questionnaires.newest("maturity").questionnaire.questions[0]
        version = questionnaires.newest_version("maturity")
        choice = self.question.choices[0]
        self.diagnosis = diagnosis.begin("maturity", version, self.question.id, choice, actor=cast.alice, at=now)
        diagnosis.keep(self.diagnosis, cast.association, actor=cast.alice, at=now)

    def _members(self, cast: Any) -> None:
        now = timezone.now()
        self.member = cast.association.memberships.get(person=cast.chloe)
        self.invitation = directory.invite(cast.association, "new@example.org", "reader", actor=cast.alice, at=now)
        self.asked = directory.ask_to_join(cast.association, "I help on Mondays.", actor=self.gaelle, at=now)

    def _page(self, cast: Any) -> None:
        now = timezone.now()
        lea = {"subject": "volunteers", "name": "Léa", "email": "lea@example.org", "visibility": "public"}
        self.contact = directory.name_contact(cast.association, lea, actor=cast.alice, at=now)
        proof = {"kind": "register", "title": "Register", "issuer": "RNA", "number": "W1", "dated": now.date()}
        self.proof = directory.add_evidence(cast.association, "social_mission", proof, actor=cast.alice, at=now)

    def _supporter(self, cast: Any) -> None:
        now = timezone.now()
        house = OrganisationFactory(slug="house", roles=["intermediary"])
        self.farah = PersonFactory(name="Farah")
        MembershipFactory(person=self.farah, organisation=house)
        self.accompaniment = directory.take_in(cast.association, house, "Together?", actor=self.farah, at=now)
        directory.agree(self.accompaniment, SCOPES, 12, actor=cast.alice, at=now)
        self.offer = publish(cast.client("dina"), "fio-livre", "offers")
        need, offer = Need.objects.get(reference=self.need), Offer.objects.get(reference=self.offer)
        self.pair = matching.propose_pair(need, offer, "They fit.", organisation=house, actor=self.farah, at=now)

    def _survey(self, cast: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self.survey = survey_of(cast, Path(folder))
        self.wave = wave_of(self.survey)
        many(self.wave, 20)


#: The beginning of an address → the values of its parameters, from the world.
SAMPLES = {
    "organisations/": lambda world: {"slug": "la-passerelle"},
    "organisations/<slug:slug>/members/": lambda world: {"slug": "la-passerelle", "pk": world.member.pk},
    "organisations/<slug:slug>/requests/": lambda world: {"slug": "la-passerelle", "pk": world.asked.pk},
    "organisations/<slug:slug>/invitations/": lambda world: {
        "slug": "la-passerelle",
        "reference": world.invitation.reference,
    },
    "organisations/<slug:slug>/supporters/": lambda world: {
        "slug": "la-passerelle",
        "reference": world.accompaniment.reference,
    },
    "organisations/<slug:slug>/contacts/": lambda world: {"slug": "la-passerelle", "pk": world.contact.pk},
    "organisations/<slug:slug>/utility/": lambda world: {
        "slug": "la-passerelle",
        "pk": world.proof.pk,
        "criterion": "social_mission",
    },
    "contact/": lambda world: {
        "token": links.sign(links.CONTACT, f"{world.contact.pk}.{world.contact.mark}"),
    },
    "organisations/<slug:slug>/portfolio/": lambda world: {"slug": "elsewhere"},
    "organisations/<slug:slug>/skills/": lambda world: {"slug": "la-passerelle", "area": "1"},
    "portfolio/": lambda world: {"reference": world.accompaniment.reference},
    "invitation/": lambda world: {"token": links.sign(links.INVITATION, world.invitation.reference)},
    "decisions/": lambda world: {"reference": world.case.reference},
    "steward/cases/": lambda world: {"reference": world.case.reference},
    "offers/": lambda world: {"reference": world.offer},
    "charter/": lambda world: {"version": 1},
    "introductions/for-others/": lambda world: {"reference": world.pair.reference, "answer": "agree"},
    "solutions/": lambda world: {"slug": world.solution.slug},
    "cooperations/": lambda world: {"reference": world.cooperation.reference},
    "introductions/": lambda world: {"reference": world.introduction.reference},
    "needs/": lambda world: {"reference": world.need},
    "<kind:kind>/": lambda world: {"kind": "needs", "reference": world.need},
    "<questionnaire:kind>/": lambda world: {
        "kind": "maturity",
        "reference": world.diagnosis.reference,
        "question": world.question.id,
    },
    "competences/": lambda world: {"framework": "digcomp", "code": "1.1"},
    "guide/": lambda world: {},
    "observatory/<slug:slug>/": lambda world: {
        "slug": world.survey.slug,
        "pk": world.wave.pk,
        "number": 1,
        "question": "coop",
        "name": "coop",
        "kind": "html",
    },
}
#: Tried with invented values only.
WITHOUT = {
    "confirm/", "mine/",
    "account/", "answers/", "cases/", "claims/", "help/", "my-organisations/", "observatory/", "plan/", "rankings/",
    "sign/", "steward/", "stewards/", "weighing/",
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
