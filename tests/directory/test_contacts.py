"""Whom to contact, by subject: a named person only after their own yes; what backs each criterion, with its source."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.utils import timezone
from tests.directory.portfolios import agreed, network
from tests.factories import NOON, PersonFactory

from tandem.accounts import actions as accounts
from tandem.directory import actions, merging
from tandem.directory.models import Contact, Evidence
from tandem.directory.queries import personal_data

pytestmark = pytest.mark.django_db

ADDRESS = "/en/organisations/la-passerelle/"
LEA = {"subject": "volunteers", "name": "Léa", "email": "lea@example.org", "visibility": "public"}
OFFICE = {"subject": "partnerships", "email": "bureau@example.org", "visibility": "public"}
PAGE = {
    "kind": "link",
    "title": "Statutes, article 3",
    "issuer": "General assembly",
    "dated": "2025-06-12",
    "address": "https://www.example.org/statutes",
}


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def named(cast, django_capture_on_commit_callbacks) -> str:
    """Alice named Léa; the address of the link that Léa got."""
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("alice").post(f"{ADDRESS}contacts/new/", LEA)
    assert mail.outbox[-1].to == ["lea@example.org"]
    return re.search(r"/en/contact/\S+|/fr/contact/\S+", mail.outbox[-1].body)[0]


def test_a_function_without_a_name_is_shown_at_once(cast):
    cast.client("bruno").post(f"{ADDRESS}contacts/new/", OFFICE)
    page = text(cast.client("visitor").get(ADDRESS))
    assert "partnerships" in page
    assert "mailto:bureau@example.org" in page
    assert not mail.outbox


def test_a_named_person_is_shown_after_their_own_yes_and_may_take_it_back(cast, named):
    visitor = cast.client("visitor")
    assert "Léa" not in text(visitor.get(ADDRESS))
    assert "volunteers" in text(visitor.get(named))
    assert "Léa" not in text(visitor.get(ADDRESS)), "looking is no yes"
    visitor.post(named, {"yes": "1"})
    assert "Léa" in text(visitor.get(ADDRESS))
    assert "deleted here" in text(visitor.post(named, {"no": "1"}))
    assert not Contact.objects.exists()
    assert visitor.get(named).status_code == 404


def test_what_is_shown_of_a_person_is_asked_anew_when_it_changes(cast, named, django_capture_on_commit_callbacks):
    visitor, alice = cast.client("visitor"), cast.client("alice")
    visitor.post(named, {"yes": "1"})
    pk = Contact.objects.get().pk
    alice.post(f"{ADDRESS}contacts/{pk}/", LEA)
    assert Contact.objects.get().agreed_at, "nothing changed"
    with django_capture_on_commit_callbacks(execute=True):
        alice.post(f"{ADDRESS}contacts/{pk}/", {**LEA, "phone": "+33 1 99 00 12 34"})
    assert "Léa" not in text(visitor.get(ADDRESS))
    assert len(mail.outbox) == 2
    assert visitor.get(named).status_code == 404


def test_who_names_oneself_is_not_asked(cast):
    cast.client("alice").post(f"{ADDRESS}contacts/new/", {**LEA, "name": "Alice", "email": "alice@example.org"})
    assert "Alice" in text(cast.client("visitor").get(ADDRESS))


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("public", {"visitor", "dina", "elio", "chloe"}),
        ("members", {"dina", "elio", "chloe"}),
        ("supporters", {"elio", "chloe"}),
    ],
)
def test_only_those_for_whom_it_is_see_it(cast, visibility, seen_by):
    agreed(cast, network(cast), "may_see")
    cast.client("alice").post(f"{ADDRESS}contacts/new/", {**OFFICE, "visibility": visibility})
    seen = {who for who in ("visitor", "dina", "elio", "chloe") if "bureau@" in text(cast.client(who).get(ADDRESS))}
    assert seen == seen_by


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": ""}, "we ask them before showing"),
        ({"name": "", "email": ""}, "without one nobody can write"),
        ({"subject": ""}, "about what"),
    ],
)
def test_what_is_missing_is_said(cast, change, words):
    assert words in text(cast.client("alice").post(f"{ADDRESS}contacts/new/", {**LEA, **change}))
    assert not Contact.objects.exists()


@pytest.mark.parametrize("page", ["contacts/", "contacts/new/", "utility/", "utility/social_mission/new/"])
def test_only_who_writes_for_the_organisation_names_contacts_and_proofs(cast, page):
    statuses = {who: cast.client(who).get(f"{ADDRESS}{page}").status_code for who in ("bruno", "chloe", "dina")}
    assert statuses == {"bruno": 200, "chloe": 403, "dina": 403}


def test_who_does_not_answer_is_forgotten_after_two_months(cast, named):
    actions.forget_silent_contacts(timezone.now())
    assert Contact.objects.exists()
    actions.forget_silent_contacts(timezone.now() + actions.contacts.FORGOTTEN_AFTER * 1.01)
    assert not Contact.objects.exists()


def test_erasing_an_account_deletes_the_contact_of_that_address(cast):
    cast.client("alice").post(f"{ADDRESS}contacts/new/", {**LEA, "name": "Elio", "email": "Elio@example.org"})
    assert [row["subject"] for row in personal_data(cast.elio)["contacts"]] == ["volunteers"]
    accounts.erase(cast.elio, at=timezone.now())
    assert not Contact.objects.exists()


def test_a_page_that_backs_a_criterion_stands_beside_it_with_source_and_date(cast):
    alice = cast.client("alice")
    alice.post(f"{ADDRESS}utility/social_mission/new/", PAGE)
    page = text(cast.client("visitor").get(ADDRESS))
    assert "Statutes, article 3" in page
    assert 'href="https://www.example.org/statutes"' in page
    assert "General assembly" in page
    assert "12 June 2025" in page
    cast.association.refresh_from_db()
    assert cast.association.social_mission is True
    alice.post(f"{ADDRESS}utility/{Evidence.objects.get().pk}/remove/")
    assert "Statutes, article 3" not in text(cast.client("visitor").get(ADDRESS))


def test_a_document_is_given_back_as_an_attachment(cast):
    file = SimpleUploadedFile("statuts.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    said = {**PAGE, "kind": "document", "address": "", "document": file}
    cast.client("alice").post(f"{ADDRESS}utility/limited_profit/new/", said)
    answer = cast.client("visitor").get(f"{ADDRESS}utility/{Evidence.objects.get().pk}/file/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    answer.close()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"address": ""}, "Write the address of the page."),
        ({"kind": "register"}, "Write the number under which"),
        ({"kind": "document"}, "Choose the file."),
        ({"dated": "2999-01-01"}, "has not come yet"),
    ],
)
def test_a_proof_that_nobody_can_look_up_is_refused(cast, change, words):
    assert words in text(cast.client("alice").post(f"{ADDRESS}utility/social_mission/new/", {**PAGE, **change}))
    assert not Evidence.objects.exists()


def test_the_database_refuses_it_too(cast):
    with pytest.raises(IntegrityError):
        Evidence.objects.create(
            organisation=cast.association, criterion="social_mission", kind="link", title="x", issuer="y",
            dated=NOON.date(), at=NOON,
        )  # fmt: skip


def test_confirming_a_criterion_gives_it_todays_date(cast):
    cast.association.social_mission = True
    cast.association.save()
    cast.client("alice").post(f"{ADDRESS}utility/", {"criterion": "social_mission"})
    cast.association.refresh_from_db()
    assert set(cast.association.own_fields) == {"social_mission"}


def test_both_go_along_when_organisations_are_merged(cast):
    cast.client("alice").post(f"{ADDRESS}contacts/new/", OFFICE)
    cast.client("alice").post(f"{ADDRESS}utility/social_mission/new/", PAGE)
    for name, model in (("contacts", Contact), ("evidence", Evidence)):
        merging.movers()[name](cast.association.pk, cast.cooperative.pk, None)
        assert model.objects.get().organisation == cast.cooperative


def test_a_yes_counts_for_what_was_shown_and_not_for_what_was_changed_meanwhile(cast, named):
    shown = Contact.objects.get()
    actions.change_contact(shown, {"subject": "press"}, actor=cast.alice, at=timezone.now())
    actions.agree_to_be_shown(shown, at=timezone.now())
    assert Contact.objects.get().agreed_at is None


def test_who_may_not_contact_others_names_nobody(cast, steward_of_the_place):
    day = timezone.localdate()
    actions.block("contact", "x", day, person=cast.alice, actor=steward_of_the_place, at=timezone.now())
    assert cast.client("alice").post(f"{ADDRESS}contacts/new/", LEA).status_code == 403
    assert cast.client("alice").post(f"{ADDRESS}contacts/new/", OFFICE).status_code == 302


def test_one_person_writes_to_so_many_others_in_a_day(cast, monkeypatch):
    from tandem.directory.permissions import pace

    monkeypatch.setattr(pace, "MOST_LETTERS", 2)
    alice = cast.client("alice")
    for number in range(3):
        answer = alice.post(f"{ADDRESS}contacts/new/", {**LEA, "email": f"lea-{number}@example.org"})
    assert answer.status_code == 403
    assert "Go on tomorrow." in text(answer)
    assert Contact.objects.count() == 2


@pytest.fixture
def steward_of_the_place(db):
    return PersonFactory(is_steward=True)
