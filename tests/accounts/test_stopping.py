"""E-mails that one can refuse are stopped in one press, from the e-mail or by the mail program (RFC 8058)."""

import pytest
from django.core import mail as outbox
from django.core import signing
from django.test import Client
from tests.matching.scenes import introduce, publish

from tandem.ui import mail

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def letter(cast, mailoutbox):
    """An e-mail to Alice that she can refuse."""
    mail.send(cast.alice, "matching/mail/nobody_left.txt", "mine", essential=False, receiver="La Passerelle")
    return mailoutbox[-1]


def address(letter) -> str:
    header = letter.extra_headers["List-Unsubscribe"]
    assert header.startswith("<") and header.endswith(">")
    return "/" + header[1:-1].partition("//")[2].partition("/")[2]


def test_the_headers_and_the_foot_name_the_same_address(letter):
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address(letter) in letter.body


@pytest.mark.django_db(transaction=True)
def test_an_e_mail_that_is_always_sent_offers_no_such_button(cast):
    need, offer = publish(cast.client("alice"), "la-passerelle"), publish(cast.client("dina"), "fio-livre", "offers")
    outbox.outbox.clear()
    introduce(cast.client("alice"), need, offer)
    (letter,) = outbox.outbox
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "/e-mails/stop/" not in letter.body


def test_one_press_of_a_mail_program_stops_them_without_signing_in_or_a_cookie(cast, letter, mailoutbox):
    program = Client(enforce_csrf_checks=True)
    assert program.post(address(letter), ONE_CLICK).status_code == 200
    cast.alice.refresh_from_db()
    assert cast.alice.letters is False
    mailoutbox.clear()
    mail.send(cast.alice, "matching/mail/nobody_left.txt", "mine", essential=False, receiver="La Passerelle")
    assert mailoutbox == []


def test_reading_the_page_stops_nothing_and_its_button_does(cast, letter):
    visitor = cast.client("visitor")
    assert "Stop these e-mails?" in visitor.get(address(letter)).content.decode()
    cast.alice.refresh_from_db()
    assert cast.alice.letters is True
    assert "These e-mails are stopped" in visitor.post(address(letter)).content.decode()
    assert "These e-mails are stopped" in visitor.get(address(letter)).content.decode()


def test_pressing_twice_is_written_down_once(cast, letter):
    from tandem.journal.queries import history

    for _press in range(2):
        cast.client("visitor").post(address(letter), ONE_CLICK)
    assert [event.name for event in history(cast.alice)] == ["person.letters_chosen"]


@pytest.mark.parametrize(
    "key", ["x", "1", signing.dumps(1, salt="for something else")], ids=["a letter", "a number", "of another door"]
)
def test_a_key_that_was_not_made_for_it_stops_nothing(cast, key):
    for answer in (cast.client("visitor").get, cast.client("visitor").post):
        assert answer(f"/en/account/e-mails/stop/{key}/").status_code == 410
    assert not type(cast.alice).objects.filter(letters=False).exists()


def test_somebody_else_s_e_mails_go_on(cast, letter):
    cast.client("dina").post(address(letter), ONE_CLICK)
    cast.dina.refresh_from_db()
    assert cast.dina.letters is True
