"""The shared case: public only when both approve the same text, each claim with its evidence, open to doubt."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cooperation.rooms import open_room
from tests.cooperation.test_evaluation import ANSWERS
from tests.factories import NOON
from tests.ui.test_uploads import PDF

from tandem.cooperation import actions
from tandem.cooperation.models import (
    CaseApproval,
    CaseContest,
    CaseVersion,
    Cooperation,
    LevelRating,
    RoomFile,
    SharedCase,
)
from tandem.directory import search

pytestmark = pytest.mark.django_db
TEXT = {
    "seen": 0,
    "language": "en",
    "title": "One file for each family",
    "need": "Every colleague kept a notebook.",
    "did": "We set up shared files and trained two people.",
    "changed": "Nobody asks families twice.",
    "otherwise": "",
    "claim_1": "Both would do it again.",
    "evidence_1": "evaluation-1-again",
}
PUBLIC = "/en/cases/one-file-for-each-family/"


@pytest.fixture
def room(cast):
    """A room at its end: evaluated by both, a milestone reached, hours confirmed."""
    address = open_room(cast)
    Cooperation.objects.update(phase="work")
    kept = Cooperation.objects.get()
    kept.milestones.create(
        text="Files for all families", due=NOON, reached=date(2026, 3, 1), party=kept.parties.first()
    )
    cast.client("alice").post(f"{address}step/start_evaluation/")
    for who in ("alice", "dina"):
        cast.client(who).post(f"{address}evaluation/", ANSWERS)
    return address


def write(cast, room, who="alice", **changes):
    return cast.client(who).post(f"{room}case/write/", {**TEXT, **changes})


def approve(cast, room, who, version=None):
    seen = (version or CaseVersion.objects.last()).hash
    return cast.client(who).post(f"{room}case/approve/", {"seen": seen}, follow=True)


@pytest.fixture
def published(cast, room):
    write(cast, room)
    for who in ("alice", "dina"):
        approve(cast, room, who)
    return room


def test_nothing_is_public_before_both_approve_the_same_text(cast, room):
    visitor = cast.client("visitor")
    write(cast, room)
    approve(cast, room, "alice")
    assert visitor.get(PUBLIC).status_code == 404
    approve(cast, room, "dina")
    page = visitor.get(PUBLIC).content.decode()
    assert "Nobody asks families twice." in page
    assert "Evaluation by all: Would you do it again?" in page
    assert "La Passerelle: Yes" in page
    assert "One file for each family" in visitor.get("/en/cases/?q=families").content.decode()


def test_a_changed_text_is_approved_anew_and_the_old_one_stays_meanwhile(cast, published):
    write(cast, published, seen=1, changed="Everything is different.")
    approve(cast, published, "alice")
    assert "Everything is different." not in cast.client("visitor").get(PUBLIC).content.decode()
    approve(cast, published, "dina")
    assert "Everything is different." in cast.client("visitor").get(PUBLIC).content.decode()


def test_a_text_that_changed_meanwhile_is_not_approved(cast, room):
    write(cast, room)
    old = CaseVersion.objects.get()
    write(cast, room, "dina", seen=1, changed="Nothing at all.")
    page = approve(cast, room, "alice", old)
    assert "The text has changed meanwhile" in page.content.decode()
    assert not CaseApproval.objects.exists()


def test_two_who_write_at_once_lose_no_word(cast, room):
    write(cast, room)
    page = write(cast, room, "dina", changed="My own words.").content.decode()
    assert "Somebody changed this while you were writing" in page
    assert "My own words." in page
    assert "Nobody asks families twice." in page


def test_a_double_click_writes_and_approves_once(cast, room):
    for _ in range(2):
        write(cast, room)
        approve(cast, room, "alice")
    assert (CaseVersion.objects.count(), CaseApproval.objects.count()) == (1, 1)


def test_a_claim_without_evidence_is_refused(cast, room):
    page = write(cast, room, claim_2="We changed the world.").content.decode()
    assert "Say what shows it, or leave the claim out." in page
    assert not CaseVersion.objects.exists()


def test_evidence_is_what_the_room_holds_and_stays_as_it_was(cast, room):
    kept = Cooperation.objects.get()
    page = cast.client("alice").get(f"{room}case/write/").content.decode()
    assert "Milestone reached: Files for all families" in page
    write(cast, room, evidence_1=f"milestone-{kept.milestones.get().pk}")
    for who in ("alice", "dina"):
        approve(cast, room, who)
    kept.milestones.all().delete()
    assert "Milestone reached: Files for all families" in cast.client("visitor").get(PUBLIC).content.decode()


def test_sealed_answers_are_no_evidence(cast, room):
    cast.client("alice").post(f"{room}step/resume_work/", {"resume_work-reason": "More."})
    cast.client("alice").post(f"{room}step/start_evaluation/")
    cast.client("alice").post(f"{room}evaluation/", ANSWERS)
    page = cast.client("dina").get(f"{room}case/write/").content.decode()
    assert "evaluation-1-again" in page
    assert "evaluation-2-again" not in page


def test_either_withdraws_at_once_and_both_approve_again(cast, published):
    cast.client("dina").post(f"{published}case/withdraw/")
    answer = cast.client("visitor").get(PUBLIC)
    assert answer.status_code == 410
    assert "Nobody asks families twice." not in answer.content.decode()
    assert "No case" not in cast.client("visitor").get("/en/cases/").content.decode()
    approve(cast, published, "dina")
    assert cast.client("visitor").get(PUBLIC).status_code == 410
    approve(cast, published, "alice")
    assert cast.client("visitor").get(PUBLIC).status_code == 200


def test_a_file_is_public_only_while_a_published_claim_rests_on_it(cast, room):
    for name in (b"one", b"two"):
        cast.client("alice").post(f"{room}files/", {"file": SimpleUploadedFile("plan.pdf", PDF + name + b"\n%%EOF")})
    shown, hidden = RoomFile.objects.order_by("pk")
    write(cast, room, evidence_1=f"file-{shown.pk}")
    visitor = cast.client("visitor")
    assert visitor.get(f"{PUBLIC}files/{shown.pk}/").status_code == 404
    for who in ("alice", "dina"):
        approve(cast, room, who)
    answer = visitor.get(f"{PUBLIC}files/{shown.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.getvalue().startswith(PDF)
    assert visitor.get(f"{PUBLIC}files/{hidden.pk}/").status_code == 404
    page = cast.client("alice").post(f"{room}files/{shown.pk}/remove/", follow=True).content.decode()
    assert "Your published case rests on this file" in page


@pytest.mark.django_db(transaction=True)
def test_a_visitor_doubts_a_claim_confirms_by_e_mail_and_gets_an_answer(cast, published):
    visitor = cast.client("visitor")
    mail.outbox.clear()
    visitor.post(f"{PUBLIC}doubt/1/", {"text": "I work there, and nobody asked me.", "email": "zoe@example.org"})
    assert [letter.to for letter in mail.outbox] == [["zoe@example.org"]]
    assert "Doubted on" not in visitor.get(PUBLIC).content.decode()
    link = next(line for line in mail.outbox[0].body.splitlines() if "/cases/doubts/" in line).partition("/en/")[2]
    mail.outbox.clear()
    assert visitor.get(f"/en/{link}").status_code == 200
    assert not CaseContest.objects.filter(confirmed__isnull=False).exists()
    for _ in range(2):
        visitor.post(f"/en/{link}")
    assert len(mail.outbox) == 3
    page = visitor.get(PUBLIC).content.decode()
    assert "The parties have not answered yet." in page
    assert "nobody asked me" not in page
    doubt = CaseContest.objects.get()
    mail.outbox.clear()
    cast.client("dina").post(f"{published}case/doubts/{doubt.pk}/", {"text": "We asked the team of March."})
    page = visitor.get(PUBLIC).content.decode()
    assert "nobody asked me" in page
    assert "We asked the team of March." in page
    assert [letter.to for letter in mail.outbox] == [["zoe@example.org"]]
    assert CaseContest.objects.get().email == ""


def test_a_doubt_of_somebody_signed_in_counts_at_once_and_is_answered_once(cast, published):
    cast.client("elio").post(f"{PUBLIC}doubt/1/", {"text": "Really?"})
    doubt = CaseContest.objects.get()
    address = f"{published}case/doubts/{doubt.pk}/"
    assert cast.client("chloe").post(address, {"text": "x"}).status_code == 403
    assert cast.client("elio").post(address, {"text": "x"}).status_code == 404
    cast.client("dina").post(address, {"text": "Yes."})
    page = cast.client("alice").post(address, {"text": "No."}, follow=True).content.decode()
    assert "An answer has been given already." in page


def test_a_doubt_nobody_confirms_is_forgotten_and_its_link_ends(cast, published):
    cast.client("visitor").post(f"{PUBLIC}doubt/1/", {"text": "Hm.", "email": "zoe@example.org"})
    actions.forget_unconfirmed_contests(datetime.now(UTC) + timedelta(days=8))
    assert not CaseContest.objects.exists()
    assert cast.client("visitor").get("/en/cases/doubts/forged:token/").status_code == 410


@pytest.mark.parametrize(("who", "status"), [("chloe", 403), ("elio", 404)])
def test_readers_and_strangers_neither_write_nor_approve_nor_withdraw(cast, published, who, status):
    browser = cast.client(who)
    for path in ("write/", "approve/", "withdraw/"):
        assert browser.post(f"{published}case/{path}", TEXT).status_code == status, path
    assert SharedCase.objects.get().published is not None


def test_the_organisations_pages_show_the_case_and_computed_facts(cast, published):
    kept = Cooperation.objects.get()
    kept.steps.create(transition="start_work", at=NOON)
    line = kept.transfer_lines.create(framework="digcomp", competence="1.1")
    for party in kept.parties.all():
        for moment, level in (("start", 1), ("end", 3)):
            LevelRating.objects.create(line=line, party=party, moment=moment, level=level, at=NOON)
    page = cast.client("visitor").get("/en/organisations/fio-livre/").content.decode()
    assert "One file for each family" in page
    assert "Computed by Tandem from the rooms of its cooperations." in page
    assert "<dt>Skills handed over</dt><dd>1 " in page
    assert "Answers in" not in page, "one answer says too much about one person"
    other = cast.client("visitor").get("/en/organisations/la-passerelle/").content.decode()
    assert "One file for each family" in other
    assert "Computed by Tandem" not in other


def test_the_list_says_why_it_is_empty(cast):
    assert "None has been published yet" in cast.client("visitor").get("/en/cases/").content.decode()


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_costs_the_same_for_one_case_and_three(cast, published, cases, django_assert_num_queries):
    told = SharedCase.objects.get()
    for number in range(cases - 1):
        room = Cooperation.objects.first()
        parties = list(room.parties.all())
        room.pk, room.reference, room.machine = None, f"copy-{number}", ["session", "other"][number]
        room.save()
        for party in parties:
            room.parties.create(organisation=party.organisation, side=party.side)
        SharedCase.objects.create(cooperation=room, slug=f"c{number}", published=told.published, published_at=NOON)
    visitor = cast.client("visitor")
    with django_assert_num_queries(3):
        visitor.get("/en/cases/")


def test_a_published_case_is_found_by_the_search_of_the_place_and_no_more_once_withdrawn(cast, published):
    search.rebuild()
    anybody = cast.client("visitor")
    assert (
        "cooperation told by both sides has these words too"
        in anybody.get("/en/organisations/", {"q": "notebook"}).content.decode()
    )
    listed = anybody.get("/en/cases/", {"q": "notebooks"}).content.decode()
    assert SharedCase.objects.get().slug in listed
    cast.client("dina").post(f"{published}case/withdraw/")
    search.index_changes()
    assert search.count("case", "notebook") == 0
    assert SharedCase.objects.get().slug not in anybody.get("/en/cases/", {"q": "notebook"}).content.decode()
