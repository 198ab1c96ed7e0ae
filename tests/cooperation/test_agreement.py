"""The agreement: answered by both, found ready by both, frozen, signed by all, never changed; no work before."""

import hashlib

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cooperation.rooms import answer, both_ready, fill_in, mark, sign, to_agreement, to_framing, to_signing

from tandem.cooperation.models import Agreement, Cooperation, Document, Signature, SigningLink
from tandem.directory.actions import members, organisations

pytestmark = pytest.mark.django_db


def phase() -> str:
    return Cooperation.objects.get().phase


def test_the_agreement_starts_from_what_was_said_before(cast):
    room = to_agreement(cast)
    page = cast.client("dina").get(f"{room}agreement/questions/goals/").content.decode()
    assert "Find a file in a minute." in page
    assert "One file for each family." in page
    assert "Filled in from what you said before" in page


def test_a_question_without_its_answer_says_what_is_missing(cast):
    room = to_agreement(cast)
    page = answer(cast, room, "deliverables", what="").content.decode()
    assert "Say what will be there at the end." in page
    assert "<title>Error:" in page


def test_paying_asks_how_much_and_an_end_comes_after_its_start(cast):
    room = to_agreement(cast)
    assert "Say how much" in answer(cast, room, "costs", who_pays="paid").content.decode()
    assert "The end comes before the start" in answer(cast, room, "calendar", end="2026-03-01").content.decode()


def test_the_annex_is_asked_only_where_personal_data_is_touched(cast):
    room = to_agreement(cast)
    annex = "Annex: data protection"
    assert annex not in cast.client("alice").get(f"{room}agreement/").content.decode()
    answer(cast, room, "data", touched="yes")
    assert annex in cast.client("alice").get(f"{room}agreement/").content.decode()


def test_both_edit_and_a_stale_page_keeps_both_words(cast):
    room = to_agreement(cast)
    answer(cast, room, "end")
    answer(cast, room, "end", who="dina", seen=1, work="Dina’s words.")
    page = answer(cast, room, "end", seen=1, work="Alice’s words.").content.decode()
    assert "Somebody changed this while you were writing" in page
    assert "Dina’s words." in page
    assert "Alice’s words." in page


def test_the_text_is_frozen_when_both_find_the_same_text_ready(cast):
    room = to_agreement(cast)
    fill_in()
    for who in ("alice", "dina"):
        cast.client(who).post(f"{room}agreement/text/", {"seen": mark(cast, room, "text", who)})
    document = Document.objects.get()
    assert hashlib.sha256(document.text.encode()).hexdigest() == document.sha256
    download = cast.client("alice").get(f"{room}agreement/{document.sha256}/document.json")
    assert hashlib.sha256(download.content).hexdigest() == document.sha256
    page = answer(cast, room, "end", seen=1, work="Something else.").content.decode()
    assert "The text is frozen" in page


def test_who_found_another_text_ready_reads_again(cast):
    room = to_agreement(cast)
    fill_in()
    seen = mark(cast, room, "text", "dina")
    answer(cast, room, "end", seen=1, work="Other words.")
    page = cast.client("dina").post(f"{room}agreement/text/", {"seen": seen}, follow=True).content.decode()
    assert "The text has changed since you opened this page" in page
    assert not Document.objects.exists()


def test_work_starts_when_everyone_has_signed_and_the_refusal_names_who_is_missing(cast):
    room = to_signing(cast)
    sign(cast, room, "alice")
    page = cast.client("alice").post(f"{room}step/start_work/", follow=True).content.decode()
    assert "Still to sign: Fio Livre" in page
    assert phase() == "agreement"
    sign(cast, room, "dina")
    cast.client("dina").post(f"{room}step/start_work/")
    assert phase() == "work"


def test_money_without_work_waits_for_no_signature(cast):
    room = to_signing(cast)
    cast.client("alice").post(f"{room}agreement/back/")
    answer(cast, room, "form", seen=1, forms=["giving-money"])
    cast.client("alice").post(f"{room}step/start_work/")
    assert phase() == "work"


def test_a_double_click_signs_once_and_two_people_of_one_side_hear_who_was_first(cast):
    room = to_signing(cast)
    seen = mark(cast, room, "sign")
    assert sign(cast, room, "alice", seen=seen).status_code == 302
    assert sign(cast, room, "alice", seen=seen).status_code == 302
    page = sign(cast, room, "bruno", seen=seen).content.decode()
    assert "Alice has already signed for your side." in page
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"may_commit": ""}, "Only somebody who may commit the organisation can sign"),
        ({"function": " "}, "Write your function."),
        ({"seen": "0" * 64}, "The text has changed since you opened this page"),
    ],
)
def test_a_signature_that_lacks_something_says_what(cast, wrong, sentence):
    room = to_signing(cast)
    assert sentence in sign(cast, room, "alice", **wrong).content.decode()
    assert not Signature.objects.exists()


def test_a_text_taken_back_keeps_its_signatures_and_waits_for_new_ones(cast):
    room = to_signing(cast)
    sign(cast, room, "alice")
    first = Document.objects.get()
    cast.client("dina").post(f"{room}agreement/back/")
    assert "gone back to writing" in cast.client("alice").get(f"{room}agreement/sign/", follow=True).content.decode()
    both_ready(cast)
    assert Document.objects.count() == 2
    assert first.signatures.count() == 1
    page = cast.client("dina").get(f"{room}agreement/{first.sha256}/").content.decode()
    assert "it is kept, and holds no longer" in page
    assert "Still to sign: La Passerelle, Fio Livre" in cast.client("dina").get(room).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Document.objects.update(text="{}"),
        lambda: Document.objects.update(sha256="0" * 64),
        lambda: Signature.objects.update(name="Somebody else"),
        lambda: Signature.objects.update(at="2030-01-01T00:00Z"),
    ],
)
def test_the_database_itself_refuses_to_change_what_was_frozen_or_signed(cast, change):
    room = to_signing(cast)
    sign(cast, room, "alice")
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        change()


def test_erasing_a_person_and_hiding_a_name_leave_the_signature_whole(cast):
    room = to_signing(cast)
    sign(cast, room, "alice", show_name="on")
    Signature.objects.update(person=None, show_name=False)
    assert Signature.objects.get().name == "Alice"


def test_an_amendment_is_a_new_document_that_names_the_one_before(cast):
    room = to_signing(cast)
    for who in ("alice", "dina"):
        sign(cast, room, who)
    cast.client("alice").post(f"{room}step/start_work/")
    cast.client("dina").post(f"{room}step/amend/", {"amend-reason": "We need two days more."})
    first, second = Agreement.objects.all()
    assert (second.amends, second.number) == (first, 2)
    cast.client("dina").post(f"{room}step/start_work/")
    assert phase() == "agreement"
    both_ready(cast)
    for who in ("dina", "alice"):
        sign(cast, room, who)
    second.refresh_from_db()
    assert second.document.content["amends"] == first.document.sha256
    cast.client("dina").post(f"{room}step/start_work/")
    assert phase() == "work"


def test_the_evidence_names_who_signed_how_and_what(cast):
    room = to_signing(cast)
    sign(cast, room, "alice")
    document = Document.objects.get()
    page = cast.client("dina").get(f"{room}agreement/{document.sha256}/").content.decode()
    for words in ("Alice, President", "I may commit my organisation", document.sha256, "eIDAS", "accepted the charter"):
        assert words in page


def test_a_reader_reads_and_a_stranger_finds_nothing(cast):
    room = to_signing(cast)
    sha256 = Document.objects.get().sha256
    for path in ("", "text/", f"{sha256}/", f"{sha256}/document.json"):
        assert cast.client("chloe").get(f"{room}agreement/{path}").status_code == 200, path
        assert cast.client("elio").get(f"{room}agreement/{path}").status_code == 404, path
        assert cast.client("visitor").get(f"{room}agreement/{path}").status_code == 302, path
    for path in ("sign/", "questions/end/", "sign/invite/", "sign/elsewhere/"):
        assert cast.client("chloe").get(f"{room}agreement/{path}").status_code == 403, path


def test_there_is_no_agreement_before_its_phase(cast):
    room = to_framing(cast)
    assert cast.client("alice").get(f"{room}agreement/").status_code == 404


def test_the_pages_of_an_agreement_stay_light(cast, django_assert_max_num_queries):
    room = to_signing(cast)
    sign(cast, room, "alice")
    alice = cast.client("alice")
    with django_assert_max_num_queries(11):
        alice.get(room)
    with django_assert_max_num_queries(14):
        alice.get(f"{room}agreement/")


@pytest.mark.django_db(transaction=True)
def test_everybody_is_told_that_the_text_waits_and_then_that_all_have_signed(cast):
    room = to_signing(cast)
    ready = [letter for letter in mail.outbox if "ready to be signed" in letter.subject]
    assert sorted(letter.to[0] for letter in ready) == ["alice@example.org", "bruno@example.org", "dina@example.org"]
    assert all("/agreement/sign/" in letter.body for letter in ready)
    for who in ("alice", "dina"):
        sign(cast, room, who)
    assert sum("everyone has signed" in letter.subject for letter in mail.outbox) == 3


def test_a_person_who_left_signs_no_more_and_their_place_is_taken(cast):
    room = to_signing(cast)
    president = {"name": "Bruno", "email": cast.bruno.email, "language": "en"}
    cast.client("alice").post(f"{room}agreement/sign/invite/", president)
    members.leave(cast.association, actor=cast.bruno, at=timezone.now())
    assert SigningLink.objects.get().revoked
    assert sign(cast, room, "alice").status_code == 302
    assert cast.bruno.email not in cast.client("dina").get(room).content.decode()


def test_who_signed_and_left_is_named_and_the_signature_stands(cast):
    room = to_signing(cast)
    sign(cast, room, "bruno")
    members.leave(cast.association, actor=cast.bruno, at=timezone.now())
    page = cast.client("dina").get(f"{room}agreement/").content.decode()
    assert "Bruno, President · has left the organisation since; the signature stands" in page
    sign(cast, room, "dina")
    assert Agreement.objects.get().signed


def test_an_organisation_that_closes_ends_its_rooms_with_the_reason_and_leaves_its_words(cast):
    room = to_signing(cast)
    organisations.close_organisation(cast.cooperative, actor=cast.dina, at=timezone.now())
    page = cast.client("alice").get(room).content.decode()
    assert "This cooperation is closed" in page
    assert "Fio Livre has closed its page here." in page
    assert cast.client("alice").get(f"{room}agreement/{Document.objects.get().sha256}/").status_code == 200


def test_days_in_free_words_stand_in_full_in_each_language_of_the_text(cast):
    room = to_agreement(cast)
    fill_in()
    answer(cast, room, "calendar", seen=1, milestones="2026-05-01 – A first talk.\n2026-13-45 is no day.")
    both_ready(cast)
    (section,) = (one for one in Document.objects.get().content["sections"] if one["id"] == "calendar")
    said = next(line["text"] for line in section["lines"] if "first talk" in str(line["text"]))
    assert said["en"] == "1 May 2026 – A first talk.\n2026-13-45 is no day."
    assert said["fr"] == "1er mai 2026 – A first talk.\n2026-13-45 is no day."
