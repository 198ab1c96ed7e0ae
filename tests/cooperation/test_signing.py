"""Signing by a personal link and a code sent apart, or elsewhere with the PDF added; reminders; the charter's list."""

import re
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.cooperation.rooms import SIGNATURE, both_ready, mark, sign, to_signing

from tandem.accounts.personal_data import export
from tandem.cooperation import actions
from tandem.cooperation.models import Cooperation, Document, Signature, SigningLink

pytestmark = pytest.mark.django_db
PRESIDENT = {"name": "Rosa Prado", "email": "rosa@example.org", "language": "en"}


@pytest.fixture
def room(cast):
    return to_signing(cast)


def invite(cast, room, who="dina", **other) -> str:
    """The address in the e-mail that Rosa gets."""
    cast.client(who).post(f"{room}agreement/sign/invite/", {**PRESIDENT, **other})
    return link_in(mail.outbox[-1].body)


def link_in(body: str) -> str:
    return re.search(r"/en/sign/[\w-]+/", body)[0]


def code_from(visitor, address) -> str:
    visitor.post(address, {"send": "1"})
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]


def sign_with(visitor, address, code, **other):
    seen = re.search(r'name="seen" value="(\w+)"', visitor.get(address).content.decode())
    said = {**SIGNATURE, "name": "Rosa Prado", "code": code, "seen": seen[1] if seen else "", **other}
    return visitor.post(address, said, follow=True)


def test_a_link_and_a_code_sent_apart_sign_once_without_an_account(cast, room):
    address, visitor = invite(cast, room), cast.client("visitor")
    assert mail.outbox[-1].to == ["rosa@example.org"]
    code = code_from(visitor, address)
    assert code not in mail.outbox[-2].body
    assert address not in mail.outbox[-1].body
    page = sign_with(visitor, address, code).content.decode()
    assert "You have signed" in page
    signature = Signature.objects.get()
    assert (signature.name, signature.organisation, signature.way) == ("Rosa Prado", "Fio Livre", "link")
    assert "You have signed" in sign_with(visitor, address, code).content.decode()
    assert Signature.objects.count() == 1


def test_neither_the_link_nor_the_code_can_be_read_in_the_database(cast, room):
    address, visitor = invite(cast, room), cast.client("visitor")
    code = code_from(visitor, address)
    kept = str(SigningLink.objects.values().get())
    assert address.split("/")[-2] not in kept
    assert f"'{code}'" not in kept


def test_a_wrong_code_says_so_and_five_take_the_link_back(cast, room):
    address, visitor = invite(cast, room), cast.client("visitor")
    right = code_from(visitor, address)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    assert "This is not the code" in sign_with(visitor, address, wrong).content.decode()
    for _again in range(4):
        answer = sign_with(visitor, address, wrong)
    assert answer.status_code == 410
    assert sign_with(visitor, address, right).status_code == 410
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda cast, room: SigningLink.objects.update(expires=timezone.now()), "This link has expired."),
        (
            lambda cast, room: cast.client("dina").post(f"{room}agreement/links/{SigningLink.objects.get().pk}/back/"),
            "This link was taken back.",
        ),
        (lambda cast, room: cast.client("alice").post(f"{room}agreement/back/"), "The text has changed since"),
        (lambda cast, room: sign(cast, room, "dina"), "Somebody has already signed for your organisation."),
    ],
)
def test_a_link_that_leads_nowhere_says_why(cast, room, change, sentence):
    address, visitor = invite(cast, room), cast.client("visitor")
    code = code_from(visitor, address)
    change(cast, room)
    assert sentence in sign_with(visitor, address, code).content.decode()
    assert not Signature.objects.filter(way="link").exists()


def test_a_link_nobody_sent_is_not_found_and_a_new_link_takes_the_old_one_back(cast, room):
    first = invite(cast, room)
    second = invite(cast, room)
    visitor = cast.client("visitor")
    assert visitor.get(first).status_code == 410
    assert visitor.get(second).status_code == 200
    assert visitor.get("/en/sign/guessed/").status_code == 404


def test_a_link_is_taken_back_by_its_own_side_only(cast, room):
    address = invite(cast, room)
    cast.client("alice").post(f"{room}agreement/links/{SigningLink.objects.get().pk}/back/")
    assert cast.client("visitor").get(address).status_code == 200


def test_a_mailbox_that_bounces_is_named_at_once(cast, room, monkeypatch):
    def bounce(message, *args, **kwargs):
        raise SMTPRecipientsRefused({})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", bounce)
    page = cast.client("dina").post(f"{room}agreement/sign/invite/", PRESIDENT).content.decode()
    assert "No e-mail could be delivered to rosa@example.org." in page
    assert "the e-mail did not arrive" in cast.client("dina").get(f"{room}agreement/").content.decode()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def add(cast, room, content, name="signed.pdf"):
    said = {**SIGNATURE, "file": SimpleUploadedFile(name, content)}
    said["seen"] = mark(cast, room, "sign/elsewhere", "dina")
    return cast.client("dina").post(f"{room}agreement/sign/elsewhere/", said)


def test_a_pdf_signed_elsewhere_counts_and_comes_back_as_something_to_save(cast, room):
    add(cast, room, PDF)
    signature = Signature.objects.get()
    file = cast.client("alice").get(f"{room}agreement/{Document.objects.get().sha256}/signed/{signature.pk}/")
    assert b"".join(file.streaming_content) == PDF
    assert "attachment" in file["Content-Disposition"]
    stranger = cast.client("elio").get(f"{room}agreement/{Document.objects.get().sha256}/signed/{signature.pk}/")
    assert stranger.status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "This file is empty."), (b"<html>", "You can send: PDF"), (None, "Choose a file.")]
)
def test_what_is_no_pdf_is_refused_with_a_sentence(cast, room, content, sentence):
    said = {**SIGNATURE, "seen": mark(cast, room, "sign/elsewhere", "dina")}
    if content is not None:
        said["file"] = SimpleUploadedFile("signed.pdf", content)
    page = cast.client("dina").post(f"{room}agreement/sign/elsewhere/", said).content.decode()
    assert sentence in page
    assert not Signature.objects.exists()


def test_who_is_missing_is_reminded_twice_at_most_and_the_link_of_the_reminder_works(cast, room):
    first, visitor = invite(cast, room), cast.client("visitor")
    sign(cast, room, "alice")
    frozen = timezone.now()
    mail.outbox.clear()
    for day in range(40):
        actions.remind_of_signatures(frozen + timedelta(days=day))
        actions.remind_of_signatures(frozen + timedelta(days=day))
    links = [letter for letter in mail.outbox if letter.to == ["rosa@example.org"]]
    assert len(links) == 2
    assert visitor.get(first).status_code == 404
    assert visitor.get(link_in(links[-1].body)).status_code == 200


def test_nobody_is_reminded_of_a_text_that_went_back_or_was_signed(cast, room):
    cast.client("alice").post(f"{room}agreement/back/")
    mail.outbox.clear()
    actions.remind_of_signatures(timezone.now() + timedelta(days=10))
    assert mail.outbox == []


def test_the_charter_lists_organisations_and_names_only_with_consent(cast, room):
    sign(cast, room, "alice", show_name="on")
    sign(cast, room, "dina")
    page = cast.client("visitor").get("/en/charter/").content.decode()
    assert "La Passerelle" in page
    assert "Fio Livre" in page
    assert "Alice" in page
    assert "Dina" not in page
    signature = Signature.objects.get(name="Alice")
    sha256 = signature.document.sha256
    cast.client("dina").post(f"{room}agreement/{sha256}/name/{signature.pk}/", {"shown": "0"})
    assert "Alice" in cast.client("visitor").get("/en/charter/").content.decode()
    cast.client("alice").post(f"{room}agreement/{sha256}/name/{signature.pk}/", {"shown": "0"})
    assert "Alice" not in cast.client("visitor").get("/en/charter/").content.decode()


def test_the_charter_marks_whose_principles_they_are_and_old_versions_stay_readable(cast):
    page = cast.client("visitor").get("/fr/charter/").content.decode()
    assert page.count("principe de l’économie sociale") == 6
    assert page.count("le nôtre") == 5
    assert cast.client("visitor").get("/fr/charter/1/").status_code == 200
    assert cast.client("visitor").get("/fr/charter/99/").status_code == 404


def test_what_one_signed_is_in_one_s_data(cast, room):
    sign(cast, room, "alice")
    kept = str(export(cast.alice, datetime(2026, 1, 1))["cooperation"])
    assert "President" in kept
    assert "President" not in str(export(cast.dina, datetime(2026, 1, 1))["cooperation"])


def test_the_pdf_is_tagged_and_says_what_was_signed_in_both_languages(cast, room):
    pytest.importorskip("typst")
    sign(cast, room, "alice")
    sha256 = Document.objects.get().sha256
    for language, words in (("en", b"/Lang"), ("fr", b"/Lang")):
        file = cast.client("dina").get(f"{room.replace('/en/', f'/{language}/')}agreement/{sha256}/pdf/")
        assert file["Content-Type"] == "application/pdf"
        assert file.content.startswith(b"%PDF-")
        assert words in file.content
        assert b"/StructTreeRoot" in file.content


def test_a_text_found_ready_twice_is_frozen_once(cast, room):
    both_ready(cast)
    assert Document.objects.count() == 1
    assert Cooperation.objects.get().phase == "agreement"


def test_an_invitation_that_comes_back_days_later_says_so_in_the_room_and_to_who_invited(cast, room):
    address = invite(cast, room)
    in_time = timezone.now() + timedelta(days=2)
    assert actions.link_came_back("Rosa@Example.org", at=in_time) == 1
    assert actions.link_came_back("rosa@example.org", at=in_time) == 0
    told = mail.outbox[-1]
    assert told.to == [cast.dina.email]
    assert "no e-mail reaches rosa@example.org" in told.body
    assert "check the address and send a new link" in cast.client("dina").get(f"{room}agreement/").content.decode()
    assert "rosa@example.org" not in cast.client("alice").get(f"{room}agreement/").content.decode()
    visitor = cast.client("visitor")
    sign_with(visitor, address, code_from(visitor, address))  # it did arrive, somebody forwarded it
    assert Signature.objects.count() == 1


def test_what_came_back_after_it_was_used_or_taken_back_changes_nothing(cast, room):
    invite(cast, room)
    invite(cast, room)
    SigningLink.objects.filter(revoked=None).update(used=timezone.now())
    assert SigningLink.objects.count() == 2
    assert actions.link_came_back("rosa@example.org", at=timezone.now()) == 0
