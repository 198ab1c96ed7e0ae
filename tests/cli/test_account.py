"""An operator helps somebody back in, once they are sure who it is."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from tests.factories import PersonFactory

from tandem.journal.queries import history

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return PersonFactory(email="alice@example.org", second_factor=True)


def test_a_lost_address_is_replaced_and_the_former_one_is_told(alice, tandem, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = tandem("account", "alice@example.org", "--address", "Alice@new.example", "--format", "json")
    assert answer.code == 0 and "alice@new.example" in answer.out
    alice.refresh_from_db()
    assert alice.email == "alice@new.example" and alice.has_second_factor
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("alice@new.example", True, True)]
    assert mail.outbox[-1].to == ["alice@example.org"] and "alice@new.example" in mail.outbox[-1].body
    assert [event.name for event in history(alice)] == ["person.helped_back_in"]


def test_lost_proofs_are_taken_away(alice, tandem):
    assert tandem("account", "alice@example.org", "--forget-proofs").code == 0
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["nobody@example.org", "--forget-proofs"], "nobody has an account with this address"),
        (["alice@example.org"], "say what they lost"),
        (["alice@example.org", "--address", "alice"], "this is no e-mail address"),
        (["alice@example.org", "--address", "dina@example.org"], "somebody else has this address"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(alice, tandem, asked, said):
    PersonFactory(email="dina@example.org")
    answer = tandem("account", *asked)
    assert answer.code == 2 and said in answer.err
    alice.refresh_from_db()
    assert alice.email == "alice@example.org" and alice.has_second_factor
