"""Claiming an imported page: by an address at its website, by a document, by a call."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import OrganisationFactory, PersonFactory

from tandem.directory import actions
from tandem.directory.models import Case, Claim, Membership
from tandem.ui import uploads

PAGE = "/en/organisations/imported/"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def imported(cast):
    return OrganisationFactory(
        name="Imported", slug="imported", website="https://www.passerelle.example.org/", origin="imported"
    )


@pytest.fixture
def steward(db):
    browser = Client()
    browser.force_login(PersonFactory(is_steward=True))
    return browser


def owns(person, organisation):
    return Membership.objects.filter(person=person, organisation=organisation, role="owner").exists()


def ask_for_code(browser, capture, email="elio@passerelle.example.org"):
    with capture(execute=True):
        answer = browser.post(f"{PAGE}claim/address/", {"email": email})
    return answer, re.findall(r"^(\d{4}-\d{4})$", mail.outbox[-1].body, re.MULTILINE)[0] if mail.outbox else ""


def test_an_address_at_the_website_proves_at_once_and_stands_in_the_log(
    cast, imported, steward, django_capture_on_commit_callbacks
):
    browser = cast.client("elio")
    assert "ends with @passerelle.example.org" in browser.get(f"{PAGE}claim/").content.decode()
    _answer, code = ask_for_code(browser, django_capture_on_commit_callbacks)
    assert mail.outbox[-1].to == ["elio@passerelle.example.org"]
    assert "This is not the code" in browser.post(f"{PAGE}claim/code/", {"code": "1"}).content.decode()
    browser.post(f"{PAGE}claim/code/", {"code": code})
    assert owns(cast.elio, imported)
    case = Case.objects.get(kind="claim")
    assert case.decision == "accept" and case.decided_by is None
    steward.post(f"/en/steward/cases/{case.reference}/", {"reason": "It was a former colleague."})
    assert not owns(cast.elio, imported)


@pytest.mark.parametrize("email", ["elio@gmail.com", "elio@other.example.org", "elio@passerelle.example.org.evil.test"])
def test_other_addresses_get_no_code(cast, imported, django_capture_on_commit_callbacks, email):
    answer, _code = ask_for_code(cast.client("elio"), django_capture_on_commit_callbacks, email)
    assert answer.status_code == 200 and "<title>Error: " in answer.content.decode()
    assert mail.outbox == [] and not Claim.objects.exists()


def test_a_code_is_tried_five_times_and_for_half_an_hour(cast, imported, django_capture_on_commit_callbacks):
    browser = cast.client("elio")
    _answer, code = ask_for_code(browser, django_capture_on_commit_callbacks)
    waiting = Claim.objects.get()
    late = waiting.code_sent + timedelta(minutes=31)
    assert not actions.prove_by_code(waiting, code, actor=cast.elio, at=late).allowed
    for _try in range(5):
        browser.post(f"{PAGE}claim/code/", {"code": "00000000" if code != "0000-0000" else "1"})
    assert not actions.prove_by_code(waiting, code, actor=cast.elio, at=timezone.now()).allowed
    assert not owns(cast.elio, imported)


def test_codes_are_not_sent_one_after_the_other(cast, imported, django_capture_on_commit_callbacks):
    browser = cast.client("elio")
    ask_for_code(browser, django_capture_on_commit_callbacks)
    assert browser.post(f"{PAGE}claim/address/", {"email": "x@passerelle.example.org"}).status_code == 403


def test_a_code_of_somebody_else_is_of_no_use(cast, imported, django_capture_on_commit_callbacks):
    _answer, code = ask_for_code(cast.client("elio"), django_capture_on_commit_callbacks)
    assert cast.client("dina").post(f"{PAGE}claim/code/", {"code": code}).status_code == 404
    assert not owns(cast.dina, imported)


def send_document(browser, content=PDF):
    file = SimpleUploadedFile("minutes.pdf", content, content_type="application/pdf")
    return browser.post(f"{PAGE}claim/document/", {"document": file, "text": "I keep the books."})


def test_a_document_is_read_by_stewards_and_by_who_sent_it_only(
    cast, imported, steward, django_capture_on_commit_callbacks
):
    send_document(cast.client("elio"))
    sent = Claim.objects.get()
    address = f"/en/claims/{sent.pk}/document/"
    for reader in (steward, cast.client("elio")):
        assert b"".join(reader.get(address).streaming_content) == PDF
    assert cast.client("dina").get(address).status_code == 404
    assert not owns(cast.elio, imported)
    shown = steward.get(f"/en/steward/cases/{sent.case.reference}/").content.decode()
    assert "I keep the books." in shown and address in shown
    with django_capture_on_commit_callbacks(execute=True):
        steward.post(f"/en/steward/cases/{sent.case.reference}/", {"decision": "accept"})
    assert owns(cast.elio, imported)
    assert mail.outbox[-1].to == ["elio@example.org"]


def test_a_file_of_another_kind_is_refused(cast, imported):
    assert "<title>Error: " in send_document(cast.client("elio"), b"MZ\x90\x00 program").content.decode()
    assert not Claim.objects.exists()


def test_a_refused_claim_says_why(cast, imported, steward, django_capture_on_commit_callbacks):
    cast.client("elio").post(f"{PAGE}claim/call/", {"phone": "+33 1 00 00 00 00", "text": "Ask for Elio."})
    case = Case.objects.get(kind="claim")
    assert steward.post(f"/en/steward/cases/{case.reference}/", {"decision": "refuse"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        steward.post(f"/en/steward/cases/{case.reference}/", {"decision": "refuse", "reason": "Nobody knows you."})
    assert "Nobody knows you." in mail.outbox[-1].body
    assert "Nobody knows you." in cast.client("elio").get("/en/my-organisations/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("elio", 200), ("dina", 200), ("visitor", 302)])
def test_who_may_claim_an_imported_page(cast, imported, who, status):
    assert cast.client(who).get(f"{PAGE}claim/").status_code == status


@pytest.mark.parametrize("who", ["alice", "chloe", "elio"])
def test_a_page_with_owners_is_not_claimed(cast, who):
    assert cast.client(who).get("/en/organisations/la-passerelle/claim/").status_code == 403


def test_documents_are_deleted_when_the_decision_can_no_longer_be_contested(
    cast, imported, steward, django_capture_on_commit_callbacks
):
    send_document(cast.client("elio"))
    sent = Claim.objects.get()
    steward.post(f"/en/steward/cases/{sent.case.reference}/", {"decision": "accept"})
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_claim_documents(timezone.now() + timedelta(days=180))
    assert uploads.content_of(sent.key) == PDF
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_claim_documents(timezone.now() + timedelta(days=190))
    with pytest.raises(FileNotFoundError):
        uploads.content_of(sent.key)
    assert Claim.objects.get().text == ""


def test_who_erases_the_account_leaves_no_document_of_a_claim(cast, imported, django_capture_on_commit_callbacks):
    from tandem.accounts import actions as accounts

    document = SimpleUploadedFile("minutes.pdf", PDF)
    cast.client("elio").post(f"{PAGE}claim/document/", {"document": document, "text": "I am the treasurer."})
    key = Claim.objects.get().key
    assert uploads.content_of(key)
    with django_capture_on_commit_callbacks(execute=True):
        accounts.erase(cast.elio, at=timezone.now())
    with pytest.raises(FileNotFoundError):
        uploads.content_of(key)


def test_an_undone_claim_takes_the_invitations_with_it(cast, imported, steward):
    now = timezone.now()
    claim = actions.claim_by_call(imported, "1", "x", actor=cast.elio, at=now)
    judge = PersonFactory(is_steward=True)
    actions.decide(claim.case, "accept", "", actor=judge, at=now)
    invitation = actions.invite(imported, "friend@example.org", "owner", actor=cast.elio, at=now)
    actions.undo(claim.case, "It was not his.", actor=judge, at=now)
    friend = PersonFactory(email="friend@example.org")
    assert not actions.accept_invitation(invitation, actor=friend, at=now).allowed
