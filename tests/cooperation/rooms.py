"""Short ways, through the pages, to a room and its phases."""

import re
from dataclasses import dataclass

from django.utils import timezone
from tests.cast import Cast
from tests.factories import NOON, MembershipFactory, OrganisationFactory, PersonFactory
from tests.matching.scenes import introduce, publish

from tandem.accounts.models import Person
from tandem.cooperation import actions, queries
from tandem.cooperation.models import Cooperation, PartyInvitation
from tandem.directory.models import Membership, Organisation

WORDS = {
    "wording": "Every colleague keeps a notebook.",
    "gain": "Find a file in a minute.",
    "brings": "Two people, one day a week.",
    "fears": "",
    "failure": "Nobody uses it in June.",
}


def open_room(cast, **need_answers) -> str:
    """Alice asks, Dina accepts; the address of their room."""
    need = publish(cast.client("alice"), "la-passerelle", **need_answers)
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    address = introduce(cast.client("alice"), need, offer)
    cast.client("dina").post(f"{address}accept/")
    return f"/en/cooperations/{Cooperation.objects.get(introduction__need__reference=need).reference}/"


@dataclass(frozen=True)
class Three(Cast):
    """The cast and Farah, who owns a fund."""

    farah: Person
    fund: Organisation


def with_a_fund(cast: Cast) -> Three:
    fund = OrganisationFactory(name="Fonds Solidaire", slug="fonds-solidaire", country="FR", languages=["fr"])
    farah = PersonFactory(name="Farah", email="farah@example.org")
    MembershipFactory(person=farah, organisation=fund, role=Membership.Role.OWNER)
    return Three(**vars(cast), farah=farah, fund=fund)


def bring_in(three: Three, room: str, role: str = "funder", answers: str = "farah") -> None:
    """Alice proposes the fund, Dina wants it too, Farah (or who else acts for the fund) says yes."""
    words = {"role": role, "words": "It pays for the hosting."}
    assert three.client("alice").post(f"{room}parties/invite/fonds-solidaire/", words).status_code == 302
    invitation = PartyInvitation.objects.latest("pk")
    three.client("dina").post(f"{room}parties/{invitation.pk}/")
    three.client(answers).post(f"{room}join/{invitation.pk}/")


def to_framing(cast) -> str:
    room = open_room(cast)
    cast.client("alice").post(f"{room}step/start_framing/")
    return room


def frame(cast, room: str) -> None:
    """Both sides write, Alice writes the goal, Dina agrees."""
    for who in ("alice", "dina"):
        assert cast.client(who).post(f"{room}framing/side/", {**WORDS, "seen": 0}).status_code == 302
    cast.client("alice").post(f"{room}framing/goal/", {"text": "One file for each family.", "seen": 0})
    cast.client("dina").post(f"{room}framing/agree/", {"seen": 1})


#: Answers to every question of an agreement, by question.
ANSWERS = {
    "form": {"forms": ["giving-skills"], "words": ""},
    "goals": {"gain": "Find a file in a minute.", "common": "One file for each family."},
    "deliverables": {"what": "A shared folder that everybody finds.", "licence": "open", "licence_words": "CC BY 4.0"},
    "people": {"days": 6, "who": "Two people on Tuesdays."},
    "costs": {"who_pays": "own", "words": ""},
    "data": {"touched": "no"},
    "confidentiality": {"rule": "marked", "words": ""},
    "handover": {"skills": "Setting the folder up.", "maintains": "The association.", "access": "The association."},
    "calendar": {"start": "2026-04-01", "end": "2026-09-30", "milestones": ""},
    "end": {"notice": 4, "work": "The folder stays.", "dispute": ""},
}
SIGNATURE = {"name": "Alice Martin", "function": "President", "may_commit": "on"}


def to_agreement(cast) -> str:
    """Alice and Dina frame, then begin their agreement."""
    room = to_framing(cast)
    frame(cast, room)
    cast.client("alice").post(f"{room}step/prepare_agreement/")
    return room


def answer(cast, room: str, question: str, who: str = "alice", seen: int = 0, **other) -> object:
    """One question answered through its page; fields asked of each party get the same answer for each."""
    parties = Cooperation.objects.get(reference=room.split("/")[3]).parties.all()
    said = _of_each({**ANSWERS.get(question, {}), **other}, parties)
    return cast.client(who).post(f"{room}agreement/questions/{question}/", {**said, "seen": seen})


def _of_each(said: dict, parties: list) -> dict:
    """Fields asked of each party, with the same answer for each; what only more than two are asked, of more."""
    values = {"bears": "Nothing.", **said} if "who_pays" in said and len(parties) > 2 else {**said}
    for field in ("gain", "days", "bears"):
        if field in values:
            value = values.pop(field)
            values |= {f"{field}_{party.pk}": value for party in parties}
    return values


def fill_in() -> None:
    """Every question answered, or answered anew, without going through the pages."""
    room = Cooperation.objects.get()
    party = room.parties.first()
    agreement = queries.agreement_of(room)
    seen = {one.question: one.version for one in agreement.answers.all()} if agreement else {}
    for question, said in ANSWERS.items():
        values = _of_each(said, room.parties.all())
        actions.write_answer(room, party, question, values, seen.get(question, 0), actor=None, at=NOON)


def mark(cast, room: str, page: str, who: str = "alice") -> str:
    """The mark of the text that a page shows."""
    html = cast.client(who).get(f"{room}agreement/{page}/").content.decode()
    return re.search(r'name="seen" value="(\w+)"', html)[1]


def to_signing(cast) -> str:
    """Alice answers everything, both find the text ready: it is frozen."""
    room = to_agreement(cast)
    fill_in()
    both_ready(cast)
    return room


def both_ready(cast) -> None:
    room = queries.with_parties(Cooperation.objects).get()
    for party in room.parties.all():
        actions.find_ready(room, party, queries.draft_mark(room), actor=cast.alice, at=timezone.now())


def sign(cast, room: str, who: str, **other) -> object:
    said = {**SIGNATURE, "name": getattr(cast, who).name, **other}
    if "seen" not in said:
        said["seen"] = mark(cast, room, "sign", who)
    return cast.client(who).post(f"{room}agreement/sign/", said)
