"""More than two parties: who wants a third one, when it joins, and what then changes for all."""

import gzip
import io
import json
import zipfile

import html5lib
import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cooperation.rooms import (
    WORDS,
    answer,
    both_ready,
    bring_in,
    fill_in,
    frame,
    open_room,
    sign,
    to_agreement,
    to_framing,
    to_signing,
    with_a_fund,
)
from tests.cooperation.test_busy_room import MOST_BYTES, MOST_ELEMENTS, MOST_QUERIES, PAGES, rebuilt
from tests.cooperation.test_case import TEXT, approve
from tests.cooperation.test_evaluation import ANSWERS as EVALUATION
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory

from tandem.cooperation import queries
from tandem.cooperation.models import (
    AgreementAnswer,
    AutonomyStep,
    Cooperation,
    Document,
    LevelRating,
    Party,
    PartyInvitation,
    SharedCase,
    TransferLine,
)
from tandem.directory import actions as organisations
from tandem.domain.ledger import verify

pytestmark = pytest.mark.django_db
INVITE = {"role": "funder", "words": "It pays for the hosting."}
HOUR = {"hours": 1, "minutes": 0, "day": "2026-01-15", "what": "Visit"}


@pytest.fixture
def three(cast):
    return with_a_fund(cast)


def kept() -> Cooperation:
    return queries.with_parties(Cooperation.objects).get()


def page(three, who: str, address: str) -> str:
    return three.client(who).get(address).content.decode()


def test_an_organisation_is_asked_once_all_parties_want_it_and_enters_when_it_says_yes(
    three, django_capture_on_commit_callbacks
):
    room = open_room(three)
    three.client("alice").post(f"{room}parties/invite/fonds-solidaire/", INVITE)
    invitation = PartyInvitation.objects.get()
    assert three.client("farah").get(f"{room}join/{invitation.pk}/").status_code == 404
    assert "La Passerelle would like to have Fonds Solidaire in this room." in page(three, "dina", room)
    with django_capture_on_commit_callbacks(execute=True):
        three.client("dina").post(f"{room}parties/{invitation.pk}/")
    assert [one.to for one in mail.outbox if "would you join" in one.subject] == [["farah@example.org"]]
    assert f"{room}join/{invitation.pk}/" in page(three, "farah", "/en/cooperations/")
    assert "It pays for the hosting." in page(three, "farah", f"{room}join/{invitation.pk}/")
    assert three.client("farah").get(room).status_code == 404
    three.client("farah").post(f"{room}join/{invitation.pk}/")
    three.client("farah").post(f"{room}join/{invitation.pk}/")
    assert [party.side for party in kept().parties.all()] == ["need", "offer", "p3"]
    assert "Fonds Solidaire joined (funder)." in page(three, "farah", room)


def test_no_is_an_answer_and_an_invitation_can_be_taken_back(three):
    room = open_room(three)
    for reply in ("no", "drop"):
        three.client("alice").post(f"{room}parties/invite/fonds-solidaire/", INVITE)
        invitation = PartyInvitation.objects.latest("pk")
        three.client("dina").post(f"{room}parties/{invitation.pk}/")
        if reply == "no":
            three.client("farah").post(f"{room}join/{invitation.pk}/", {"no": ""})
        else:
            three.client("dina").post(f"{room}parties/{invitation.pk}/", {"drop": ""})
        told = three.client("farah").get(f"{room}join/{invitation.pk}/", follow=True).content.decode()
        assert "This invitation has had its answer, or was taken back." in told
    assert list(PartyInvitation.objects.values_list("state", flat=True)) == ["declined", "withdrawn"]
    assert kept().parties.count() == 2


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (lambda three: Party.objects.filter(side="offer").update(organisation=three.fund), "is in the room already"),
        (lambda three: three.farah.memberships.all().delete(), "Nobody acts for this organisation"),
        (lambda three: Cooperation.objects.update(phase="evaluation"), "before the evaluation begins"),
        (lambda three: Cooperation.objects.update(machine="session", phase="planned"), "stays between two"),
    ],
)
def test_who_cannot_join_is_refused_with_the_reason(three, prepare, sentence):
    room = open_room(three)
    prepare(three)
    answered = three.client("alice").post(f"{room}parties/invite/fonds-solidaire/", INVITE)
    assert sentence in answered.content.decode()
    assert not PartyInvitation.objects.exists()


def test_who_acts_for_a_party_and_for_who_is_invited_answers_for_the_invited(three):
    room = open_room(three)
    MembershipFactory(person=three.chloe, organisation=three.fund)
    assert three.chloe.memberships.count() == 2
    bring_in(three, room, answers="chloe")
    assert kept().parties.count() == 3


def test_an_invitation_that_was_answered_is_not_taken_back(three):
    room = open_room(three)
    bring_in(three, room)
    answered = three.client("dina").post(
        f"{room}parties/{PartyInvitation.objects.get().pk}/", {"drop": ""}, follow=True
    )
    assert "has had its answer" in answered.content.decode()
    assert PartyInvitation.objects.get().state == "joined"


def test_a_room_holds_six_parties(three):
    room = open_room(three)
    for number in range(5):
        slug = f"member-{number}"
        organisation = OrganisationFactory(slug=slug)
        MembershipFactory(person=PersonFactory(), organisation=organisation)
        answered = three.client("alice").post(f"{room}parties/invite/{slug}/", {**INVITE, "role": "member"})
    assert "A room holds 6 parties at most" in answered.content.decode()
    assert PartyInvitation.objects.count() == 4


def test_a_closed_organisation_is_asked_no_more(three):
    room = open_room(three)
    three.client("alice").post(f"{room}parties/invite/fonds-solidaire/", INVITE)
    organisations.close_organisation(three.fund, actor=three.farah, at=kept().opened)
    assert PartyInvitation.objects.get().state == "withdrawn"


def test_while_framing_the_third_writes_its_side_and_all_agree_to_the_goal(three):
    room = to_framing(three)
    frame(three, room)
    bring_in(three, room)
    assert queries.missing_in_framing(kept()) == {"p3": "words"}
    three.client("farah").post(f"{room}framing/side/", {**WORDS, "wording": "Families wait.", "seen": 0})
    assert queries.missing_in_framing(kept()) == {"need": "agree", "offer": "agree", "p3": "agree"}
    for who in ("alice", "dina", "farah"):
        assert "Families wait." in page(three, who, f"{room}framing/")
        three.client(who).post(f"{room}framing/agree/", {"seen": 1})
    assert "It is the turn of all of you" in page(three, "alice", room)


def test_a_room_says_whose_turn_it_is_by_name(three):
    room = to_framing(three)
    bring_in(three, room)
    three.client("alice").post(f"{room}framing/side/", {**WORDS, "seen": 0})
    assert "The turn of Fio Livre, Fonds Solidaire" in page(three, "alice", room)
    three.client("dina").post(f"{room}framing/side/", {**WORDS, "seen": 0})
    assert "The turn of Fonds Solidaire" in page(three, "alice", room)
    assert "Your turn" in page(three, "farah", room)


def test_before_all_have_signed_it_becomes_a_signatory_of_the_next_text(three):
    room = to_signing(three)
    sign(three, room, "alice")
    bring_in(three, room)
    assert queries.agreement_of(kept()).document is None
    assert {one.id for one in queries.open_questions(kept())} == {"goals", "people", "costs"}
    fill_in()
    both_ready(three)
    content = queries.agreement_of(kept()).document.content
    assert [one["name"] for one in content["parties"]] == ["La Passerelle", "Fio Livre", "Fonds Solidaire"]
    assert content["parties"][2]["role"]["fr"] == "financeur"
    for who in ("alice", "dina"):
        sign(three, room, who)
    three.client("alice").post(f"{room}step/start_work/")
    assert kept().phase == "agreement"
    assert "Still to sign: Fonds Solidaire" in page(three, "alice", room)
    sign(three, room, "farah")
    three.client("alice").post(f"{room}step/start_work/")
    assert kept().phase == "work"


def test_the_text_of_two_says_nothing_of_roles(three):
    to_signing(three)
    assert all("role" not in one for one in Document.objects.get().content["parties"])


def test_each_of_three_says_what_it_bears(three):
    room = to_agreement(three)
    assert "Bears or gives" not in page(three, "alice", f"{room}agreement/questions/costs/")
    bring_in(three, room)
    assert "Bears or gives – Fonds Solidaire" in page(three, "farah", f"{room}agreement/questions/costs/")
    answer(three, room, "costs", "farah", bears="2 000 euros.")
    third = kept().parties.get(side="p3")
    assert AgreementAnswer.objects.get(question="costs").values[f"bears_{third.pk}"] == "2 000 euros."


def test_at_work_it_comes_by_an_amendment_that_all_sign(three):
    room = to_work(three)
    before = Document.objects.get()
    bring_in(three, room, role="partner")
    assert kept().phase == "agreement"
    assert "Fonds Solidaire joins." in page(three, "alice", room)
    assert queries.agreement_of(kept()).amends.document == before
    fill_in()
    both_ready(three)
    for who in ("alice", "dina", "farah"):
        sign(three, room, who)
    three.client("farah").post(f"{room}step/start_work/")
    assert kept().phase == "work"
    before.refresh_from_db()
    assert before.signatures.count() == 2


def to_work(three) -> str:
    room = to_signing(three)
    for who in ("alice", "dina"):
        sign(three, room, who)
    three.client("alice").post(f"{room}step/start_work/")
    return room


def to_work_of_three(three, **how) -> str:
    room = to_agreement(three)
    bring_in(three, room, **how)
    fill_in()
    both_ready(three)
    for who in ("alice", "dina", "farah"):
        sign(three, room, who)
    three.client("alice").post(f"{room}step/start_work/")
    return room


def give(three, room: str, who: str, way: str) -> None:
    assert three.client(who).post(f"{room}hours/", {**HOUR, "giver": way}).status_code == 302


def test_hours_say_who_gave_and_who_received_and_only_the_other_of_the_two_confirms(three):
    room = to_work_of_three(three)
    give(three, room, "dina", "offer>p3")
    assert "Fio Livre gave 1\N{NO-BREAK SPACE}h to Fonds Solidaire" in page(three, "alice", f"{room}hours/")
    three.client("alice").post(f"{room}hours/1/confirm/")
    assert queries.ledger_of(kept(), queries.entries_of(kept())).status(1) == "open"
    three.client("farah").post(f"{room}hours/1/confirm/")
    assert queries.ledger_of(kept(), queries.entries_of(kept())).status(1) == "confirmed"
    refused = three.client("dina").post(f"{room}hours/", {**HOUR, "giver": "need>p3"})
    assert refused.status_code == 200


def test_who_joins_after_the_first_hours_begins_the_next_ledger_and_both_can_be_verified(three):
    room = to_work(three)
    give(three, room, "dina", "own")
    head = queries.ledger_of(kept(), queries.entries_of(kept())).head
    bring_in(three, room)
    give(three, room, "farah", "p3>need")
    three.client("alice").post(f"{room}hours/1/confirm/")
    three.client("alice").post(f"{room}hours/1/confirm/", {"book": "2"})
    files = [three.client("alice").get(f"{room}hours/ledger.jsonl{asked}") for asked in ("", "?book=2")]
    found = [verify(((), json.loads(line)) for line in file.content.decode().splitlines()) for file in files]
    assert [(one.valid, one.entries, len(one.balances)) for one in found] == [(True, 2, 2), (True, 2, 3)]
    assert files[0].content.decode().splitlines()[1].count(head) == 1
    assert [line["status"] for line in queries.hours_page(kept(), None, kept().opened)["lines"]] == ["confirmed"] * 2
    assert three.client("alice").get(f"{room}hours/ledger.jsonl?book=3").status_code == 404


def test_a_funder_may_stay_out_of_the_transfer_and_nobody_else(three):
    room = to_framing(three)
    bring_in(three, room)
    three.client("alice").post(f"{room}transfer/competences/", {"add": "digcomp-3.0 4.2"})
    line = TransferLine.objects.get()
    fund, coop = kept().parties.get(side="p3").pk, kept().parties.get(side="offer").pk
    said = {"start": "1", "level_wanted": "", "learning": [fund], "learners": "", "teaching": [coop], "seen": 1}
    three.client("farah").post(f"{room}transfer/{line.pk}/", said)
    assert "Fonds Solidaire" in page(three, "alice", f"{room}transfer/")
    assert LevelRating.objects.filter(party__side="p3").exists()
    assert "the skill would leave with one" not in page(three, "alice", f"{room}transfer/")
    assert TransferLine.objects.get().teaching == [coop]
    three.client("farah").post(f"{room}parties/transfer/", {"out": ""})
    three.client("dina").post(f"{room}parties/transfer/", {"out": ""})
    assert [party.transfers for party in kept().parties.all()] == [True, True, False]
    assert "Fonds Solidaire stays out of the transfer, as a funder." in page(three, "dina", f"{room}transfer/")
    assert not LevelRating.objects.filter(party__side="p3").exists()
    refused = three.client("farah").post(f"{room}transfer/{line.pk}/", {**said, "learning": [], "seen": 2})
    assert "stays out of the transfer" in refused.content.decode()
    three.client("farah").post(f"{room}transfer/competences/", {"add": "digcomp-3.0 1.1"})
    three.client("farah").post(f"{room}transfer/competences/", {"remove": line.pk})
    three.client("farah").post(f"{room}transfer/step/understands/", {"evidence": "We say so."})
    assert [one.pk for one in TransferLine.objects.all()] == [line.pk]
    assert not AutonomyStep.objects.exists()
    three.client("farah").post(f"{room}parties/transfer/")
    assert kept().parties.get(side="p3").transfers
    Cooperation.objects.update(phase="closed")
    three.client("farah").post(f"{room}parties/transfer/", {"out": ""})
    assert kept().parties.get(side="p3").transfers


def to_case_of_three(three) -> str:
    room = to_work_of_three(three)
    three.client("farah").post(f"{room}step/start_evaluation/")
    for who in ("alice", "dina", "farah"):
        three.client(who).post(f"{room}evaluation/", EVALUATION)
    three.client("alice").post(f"{room}case/write/", TEXT)
    return room


def test_the_evaluation_is_sealed_until_all_three_have_answered(three):
    room = to_work_of_three(three)
    three.client("farah").post(f"{room}step/start_evaluation/")
    for who in ("alice", "dina"):
        three.client(who).post(f"{room}evaluation/", {**EVALUATION, "skills-fact": "Between us"})
    assert "Between us" not in page(three, "farah", f"{room}evaluation/")
    three.client("farah").post(f"{room}evaluation/", EVALUATION)
    assert page(three, "farah", f"{room}evaluation/").count("Between us") == 2


def test_a_case_of_three_is_public_when_all_three_approve_it(three):
    room = to_case_of_three(three)
    for who in ("alice", "dina"):
        approve(three, room, who)
    assert SharedCase.objects.get().published is None
    approve(three, room, "farah")
    case = SharedCase.objects.get()
    assert "Fonds Solidaire" in page(three, "visitor", f"/en/cases/{case.slug}/")
    assert rebuilt(kept())["public"] == case.published.hash


def test_who_joins_later_did_not_tell_what_was_published_before(three):
    room = to_work(three)
    three.client("dina").post(f"{room}step/start_evaluation/")
    for who in ("alice", "dina"):
        three.client(who).post(f"{room}evaluation/", EVALUATION)
    three.client("alice").post(f"{room}case/write/", TEXT)
    for who in ("alice", "dina"):
        approve(three, room, who)
    three.client("dina").post(f"{room}step/resume_work/", {"resume_work-reason": "More to do."})
    bring_in(three, room)
    told = page(three, "visitor", f"/en/cases/{SharedCase.objects.get().slug}/")
    assert "Fio Livre" in told
    assert "Fonds Solidaire" not in told


def test_a_closed_room_of_three_goes_on_with_three(three):
    room = to_work_of_three(three)
    three.client("farah").post(
        f"{room}step/end_early/", {"end_early-reason": "Done.", "end_early-what_happens_to_the_work": "It stays."}
    )
    for who in ("alice", "dina"):
        three.client(who).post(f"{room}next/", {"form": "joint-contract"})
    assert Cooperation.objects.count() == 1
    three.client("farah").post(f"{room}next/", {"form": "joint-contract"})
    later = Cooperation.objects.get(place=2)
    assert [(party.side, party.role) for party in later.parties.all()] == [
        ("need", ""),
        ("offer", ""),
        ("p3", "funder"),
    ]


def test_each_party_takes_everything_out_with_every_ledger(three):
    room = to_work(three)
    give(three, room, "dina", "own")
    bring_in(three, room)
    give(three, room, "farah", "p3>need")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(three.client("farah").get(f"{room}everything.zip"))))
    assert {"ledger.jsonl", "ledger-2.jsonl", "parties.csv"} <= set(archive.namelist())
    assert "Fonds Solidaire joined (funder)." in archive.read("index.html").decode()


def test_whoever_leaves_a_further_party_is_replaced_by_the_next_who_acts(three):
    room = open_room(three)
    bring_in(three, room)
    assert "farah@example.org" in page(three, "alice", room)
    MembershipFactory(person=PersonFactory(email="next@example.org"), organisation=three.fund)
    three.farah.memberships.all().delete()
    shown = page(three, "alice", room)
    assert "next@example.org" in shown
    assert "farah@example.org" not in shown


def test_the_pages_of_six_parties_stay_in_the_budget(three):
    room = to_work_of_three(three)
    for side in ("p4", "p5", "p6"):
        organisation = OrganisationFactory()
        MembershipFactory(person=PersonFactory(), organisation=organisation)
        Party.objects.create(
            cooperation=kept(), organisation=organisation, side=side, role="member", joined=kept().opened
        )
    give(three, room, "farah", "p3>need")
    browser, heavy = three.client("alice"), {}
    for name in (*PAGES, "parties/", "parties/?q=a", "case/", "help/"):
        with CaptureQueriesContext(connection) as asked:
            content = browser.get(f"{room}{name}").content
        elements = sum(1 for _ in html5lib.parse(content.decode(), namespaceHTMLElements=False).iter())
        if len(asked) > MOST_QUERIES or len(gzip.compress(content)) > MOST_BYTES or elements > MOST_ELEMENTS:
            heavy[name] = (len(asked), elements)
    assert heavy == {}
