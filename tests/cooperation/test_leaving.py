"""One of three leaves and the others go on: what stays, what waits no more, who reads what."""

import json

import pytest
from django.core import mail
from tests.cooperation.rooms import both_ready, bring_in, fill_in, to_agreement, to_framing, with_a_fund
from tests.cooperation.test_evaluation import ANSWERS as EVALUATION
from tests.cooperation.test_parties import give, page, to_case_of_three, to_work_of_three
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory

from tandem.cooperation import queries
from tandem.cooperation.models import (
    Cooperation,
    LevelRating,
    Party,
    PartyInvitation,
    SharedCase,
    TransferLine,
)
from tandem.cooperation.queries.figures import cooperation_facts
from tandem.directory import actions as organisations
from tandem.domain.ledger import verify

pytestmark = pytest.mark.django_db
WHY = {"farewell": "Our money went elsewhere."}


@pytest.fixture
def three(cast):
    return with_a_fund(cast)


def kept() -> Cooperation:
    return queries.with_parties(Cooperation.objects).get()


def leave(three, room: str, who: str = "farah"):
    return three.client(who).post(f"{room}leave/", WHY)


def sides() -> list[str]:
    return [party.side for party in kept().parties.all()]


def test_who_joined_leaves_with_its_words_and_the_others_are_told(three, django_capture_on_commit_callbacks):
    room = to_work_of_three(three)
    assert f"{room}leave/" in page(three, "farah", f"{room}parties/")
    assert "Take everything out first" in page(three, "farah", f"{room}leave/")
    with django_capture_on_commit_callbacks(execute=True):
        leave(three, room)
    leave(three, room)
    assert (sides(), kept().phase) == (["need", "offer"], "work")
    told = [one for one in mail.outbox if "Fonds Solidaire leaves" in one.subject]
    assert sorted(one.to[0] for one in told) == ["alice@example.org", "bruno@example.org", "dina@example.org"]
    assert "Our money went elsewhere." in told[0].body
    assert "Fonds Solidaire left." in page(three, "alice", room)
    assert "Our money went elsewhere." in page(three, "dina", f"{room}parties/")
    assert three.client("farah").get(room).status_code == 404
    assert room not in page(three, "farah", "/en/cooperations/")


def test_the_two_of_the_introduction_end_the_room_and_do_not_leave_it(three):
    room = to_work_of_three(three)
    for who in ("alice", "dina"):
        assert f"{room}leave/" not in page(three, who, f"{room}parties/")
        assert "without you it ends" in leave(three, room, who).content.decode()
    assert sides() == ["need", "offer", "p3"]


def test_nobody_leaves_without_a_word_nor_a_closed_room(three):
    room = to_work_of_three(three)
    assert three.client("farah").post(f"{room}leave/", {"farewell": " "}).status_code == 200
    Cooperation.objects.update(phase="closed")
    assert leave(three, room).status_code == 403
    assert sides() == ["need", "offer", "p3"]


def test_what_all_have_signed_stands_and_the_work_goes_on(three):
    room = to_work_of_three(three)
    text = queries.agreement_of(kept()).document
    leave(three, room)
    assert queries.agreement_of(kept()).document == text
    assert queries.unsigned(kept()) == []
    assert "Fonds Solidaire" in page(three, "alice", f"{room}agreement/{text.sha256}/")


def test_a_text_that_waits_for_signatures_goes_back_to_writing(three):
    room = to_agreement(three)
    bring_in(three, room)
    fill_in()
    both_ready(three)
    leave(three, room)
    assert queries.agreement_of(kept()).document is None
    both_ready(three)
    names = [one["name"] for one in queries.agreement_of(kept()).document.content["parties"]]
    assert names == ["La Passerelle", "Fio Livre"]


def test_while_framing_nobody_waits_for_who_left(three):
    room = to_framing(three)
    bring_in(three, room)
    leave(three, room)
    assert set(queries.missing_in_framing(kept())) == {"need", "offer"}
    assert "It is the turn of both of you" in page(three, "alice", room)


def test_the_evaluation_opens_when_the_one_that_was_missing_leaves(three):
    room = to_work_of_three(three)
    three.client("farah").post(f"{room}step/start_evaluation/")
    for who in ("alice", "dina"):
        three.client(who).post(f"{room}evaluation/", EVALUATION)
    leave(three, room)
    assert queries.current_round(kept()).opened is not None


def test_hours_stay_and_can_be_verified_and_no_new_ones_name_who_left(three):
    room = to_work_of_three(three)
    give(three, room, "dina", "offer>p3")
    leave(three, room)
    hours = page(three, "alice", f"{room}hours/")
    assert "Fonds Solidaire" in hours
    assert "We gave it to Fonds Solidaire" not in hours
    three.client("dina").post(
        f"{room}hours/", {"giver": "own", "hours": 1, "minutes": 0, "day": "2026-01-15", "what": "Again"}
    )
    records = [((), json.loads(line)) for line in queries.ledger_lines(kept())]
    found = verify(records)
    assert (found.valid, found.entries, len(found.balances)) == (True, 2, 3)


def test_a_case_not_yet_public_is_approved_anew_by_those_who_stay(three):
    room = to_case_of_three(three)
    seen = SharedCase.objects.get().versions.get().hash
    for who in ("alice", "dina"):
        three.client(who).post(f"{room}case/approve/", {"seen": seen})
    leave(three, room)
    assert SharedCase.objects.get().published is None
    for who in ("alice", "dina"):
        three.client(who).post(f"{room}case/approve/", {"seen": seen})
    told = SharedCase.objects.get()
    assert [party.side for party in queries.told_by(told)] == ["need", "offer"]


def test_what_it_proposed_is_taken_back_and_what_waited_for_it_is_asked(three):
    room = to_work_of_three(three)
    for slug, who in (("one-more", "farah"), ("another", "alice")):
        MembershipFactory(person=PersonFactory(), organisation=OrganisationFactory(slug=slug))
        three.client(who).post(f"{room}parties/invite/{slug}/", {"role": "member", "words": "It knows how."})
    three.client("dina").post(f"{room}parties/{PartyInvitation.objects.latest('pk').pk}/")
    leave(three, room)
    states = PartyInvitation.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["joined", "withdrawn", "asked"]


def test_invited_again_it_takes_up_its_side(three):
    room = to_work_of_three(three)
    leave(three, room)
    bring_in(three, room, role="partner")
    assert sides() == ["need", "offer", "p3"]
    party = Party.objects.get(side="p3")
    assert (party.role, party.farewell, party.left) == ("partner", "", None)


def test_a_closed_organisation_leaves_the_room_that_it_joined(three):
    room = to_work_of_three(three)
    organisations.close_organisation(three.fund, actor=three.farah, at=kept().opened)
    assert (sides(), kept().phase) == (["need", "offer"], "work")
    assert "Fonds Solidaire has closed its page here." in page(three, "alice", room)


def test_what_was_begun_with_it_counts_and_what_it_did_not_finish_does_not(three):
    room = to_work_of_three(three)
    leave(three, room)
    for who in ("alice", "dina"):
        three.client(who).post(f"{room}step/start_evaluation/")
        three.client(who).post(f"{room}evaluation/", EVALUATION)
    for step in ("start_autonomy", "finish"):
        three.client("alice").post(f"{room}step/{step}/")
    figures = [cooperation_facts(one) for one in (three.fund, Party.objects.get(side="offer").organisation)]
    assert [(one["begun"], one["finished"]) for one in figures] == [(1, 0), (1, 1)]


def test_the_next_rung_is_theirs_who_stayed(three):
    room = to_work_of_three(three, role="partner")
    three.client("alice").post(f"{room}transfer/competences/", {"add": "digcomp-3.0 4.2"})
    said = {"start": "1", "level_wanted": "", "learners": "", "teachers": "", "how": "", "seen": 1}
    line = TransferLine.objects.get(competence="4.2")
    for who in ("alice", "farah"):
        three.client(who).post(f"{room}transfer/{line.pk}/", said)
    leave(three, room)
    ended = {"end_early-reason": "Done.", "end_early-what_happens_to_the_work": "It stays."}
    three.client("alice").post(f"{room}step/end_early/", ended)
    for who in ("alice", "dina"):
        three.client(who).post(f"{room}next/", {"form": "joint-contract"})
    later = Cooperation.objects.get(place=2)
    assert [party.side for party in later.parties.all()] == ["need", "offer"]
    copied = LevelRating.objects.filter(line__cooperation=later)
    assert [rating.party.side for rating in copied] == ["need"]
