"""Who lets whom act for an organisation: invitations, requests, rights, leaving, handing over, closing."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.factories import PersonFactory

from tandem.directory import actions, links
from tandem.directory.models import Invitation, JoinRequest, Membership, State
from tandem.journal.models import Event

MEMBERS = "/en/organisations/la-passerelle/members/"


def role_of(person, organisation):
    row = Membership.objects.filter(person=person, organisation=organisation).first()
    return row.role if row else None


def invite(cast, email="new@example.org", role="editor"):
    cast.client("alice").post(f"{MEMBERS}invite/", {"email": email, "role": role})
    return Invitation.objects.latest("pk")


def link_of(letter):
    return re.search(r"http://\S+(/en/invitation/\S+)", letter.body)[1]


@pytest.fixture
def link(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(cast)
    return link_of(mail.outbox[-1])


def test_an_invitation_lets_somebody_act_once(cast, link):
    browser = cast.client("elio")
    assert "would like you to act for La Passerelle" in browser.get(link).content.decode()
    assert role_of(cast.elio, cast.association) is None
    browser.post(link)
    assert role_of(cast.elio, cast.association) == "editor"
    cast.client("dina").post(link)
    assert role_of(cast.dina, cast.association) is None
    assert "This invitation has been used" in cast.client("dina").get(link).content.decode()


def test_a_visitor_is_led_to_an_account_and_back(cast, link):
    shown = cast.client("visitor").get(link).content.decode()
    assert f"/en/account/signup/?next={link.replace(':', '%3A')}" in shown
    cast.client("visitor").post(link)
    assert Invitation.objects.get().accepted_at is None


def test_the_letter_and_the_page_are_alike_whether_the_address_has_an_account(cast, django_capture_on_commit_callbacks):
    said = []
    for email in ("elio@example.org", "nobody@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            answer = cast.client("alice").post(f"{MEMBERS}invite/", {"email": email, "role": "reader"}, follow=True)
        said.append(answer.content.decode().count("The invitation is on its way to"))
        letter = mail.outbox[-1].body
        said.append(re.sub(r"invitation/\S+", "", letter))
    assert said[0] == said[2] == 1 and said[1] == said[3]


def test_an_old_a_revoked_and_an_invented_link_open_nothing(cast, link):
    Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    cast.client("elio").post(link)
    Invitation.objects.update(expires=timezone.now() + timedelta(days=1))
    cast.client("alice").post(
        f"/en/organisations/la-passerelle/invitations/{Invitation.objects.get().reference}/revoke/"
    )
    cast.client("elio").post(link)
    forged = f"/en/invitation/{Invitation.objects.get().reference}:forged/"
    assert cast.client("elio").post(forged).status_code == 404
    assert role_of(cast.elio, cast.association) is None


def test_inviting_again_makes_the_former_link_useless(cast, link):
    invite(cast)
    cast.client("elio").post(link)
    assert role_of(cast.elio, cast.association) is None
    assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_a_link_of_another_purpose_is_no_invitation(cast):
    token = links.sign("something else", invite(cast).reference)
    assert cast.client("elio").get(f"/en/invitation/{token}/").status_code == 404


def test_invitations_are_forgotten_a_month_after_they_ended(cast, link):
    actions.forget_old_invitations(timezone.now() + timedelta(days=43))
    assert Invitation.objects.count() == 1
    actions.forget_old_invitations(timezone.now() + timedelta(days=45))
    assert Invitation.objects.count() == 0


def test_the_owners_hear_of_a_request_and_the_person_of_their_answer(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("elio").post("/en/organisations/la-passerelle/join/", {"message": "I keep the books."})
    assert mail.outbox[-1].to == ["alice@example.org"] and "I keep the books." in mail.outbox[-1].body
    asked = JoinRequest.objects.get()
    address = f"/en/organisations/la-passerelle/requests/{asked.pk}/"
    assert cast.client("bruno").get(address).status_code == 403
    refused = cast.client("alice").post(address, {"answer": "decline"})
    assert "a no without a reason helps nobody" in refused.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("alice").post(address, {"answer": "decline", "reason": "We do not know you."})
    assert mail.outbox[-1].to == ["elio@example.org"] and "We do not know you." in mail.outbox[-1].body
    assert "We do not know you." in cast.client("elio").get("/en/my-organisations/").content.decode()
    assert role_of(cast.elio, cast.association) is None


def test_an_accepted_request_gives_the_chosen_rights_and_a_second_answer_changes_nothing(cast):
    asked = actions.ask_to_join(cast.association, "It is me.", actor=cast.elio, at=timezone.now())
    actions.answer_join_request(asked, "reader", actor=cast.alice, at=timezone.now())
    actions.answer_join_request(asked, "", "no", actor=cast.alice, at=timezone.now())
    assert role_of(cast.elio, cast.association) == "reader"
    assert JoinRequest.objects.get().state == "accepted"


@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("chloe", 403), ("elio", 200), ("visitor", 302)])
def test_who_may_ask_to_join(cast, who, status):
    assert cast.client(who).get("/en/organisations/la-passerelle/join/").status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("alice", 200), ("bruno", 403), ("chloe", 403), ("dina", 403), ("visitor", 302)],
)
@pytest.mark.parametrize("page", ["members/invite/", "members/hand-over/", "close/"])
def test_owners_alone_invite_hand_over_and_close(cast, who, status, page):
    assert cast.client(who).get(f"/en/organisations/la-passerelle/{page}").status_code == status


def test_a_member_of_another_organisation_is_not_reached_through_ones_own(cast):
    other = Membership.objects.get(person=cast.dina)
    assert cast.client("alice").post(f"{MEMBERS}{other.pk}/remove/").status_code == 404
    assert role_of(cast.dina, cast.cooperative) == "owner"


def test_the_last_owner_neither_leaves_nor_gives_up_the_rights(cast):
    own = Membership.objects.get(person=cast.alice)
    browser = cast.client("alice")
    assert "Hand it over to another member first" in browser.get(f"{MEMBERS}leave/").content.decode()
    assert browser.post(f"{MEMBERS}leave/").status_code == 403
    assert browser.post(f"{MEMBERS}{own.pk}/", {"role": "reader"}).status_code == 403
    assert browser.post(f"{MEMBERS}{own.pk}/remove/").status_code == 403
    assert role_of(cast.alice, cast.association) == "owner"


def test_who_handed_over_may_leave(cast):
    other = Membership.objects.get(person=cast.bruno)
    cast.client("alice").post(f"{MEMBERS}hand-over/", {"member": other.pk})
    assert role_of(cast.bruno, cast.association) == "owner"
    cast.client("alice").post(f"{MEMBERS}leave/")
    assert role_of(cast.alice, cast.association) is None
    names = set(Event.objects.values_list("name", flat=True))
    assert {"membership.handed_over", "membership.left"} <= names


def test_closing_ends_postings_keeps_the_page_and_can_be_taken_back(cast):
    from tests.matching.scenes import publish

    from tandem.matching.models import Need

    need = publish(cast.client("alice"), "la-passerelle")
    cast.client("alice").post("/en/organisations/la-passerelle/close/")
    assert Need.objects.get(reference=need).state == "closed"
    shown = cast.client("visitor").get("/en/organisations/la-passerelle/")
    assert "closed its page on" in shown.content.decode()
    assert cast.client("alice").get("/en/organisations/la-passerelle/edit/").status_code == 403
    assert cast.client("bruno").post("/en/organisations/la-passerelle/reopen/").status_code == 403
    cast.client("alice").post("/en/organisations/la-passerelle/reopen/")
    cast.association.refresh_from_db()
    assert cast.association.state == State.PUBLISHED


def test_what_is_kept_of_invitations_and_requests_is_told(cast):
    from tandem.directory.queries import personal_data

    invite(cast, email="elio@example.org")
    person = PersonFactory(email="dora@example.org")
    actions.ask_to_join(cast.association, "It is me.", actor=person, at=timezone.now())
    assert personal_data(cast.elio)["invitations"][0]["slug"] == "la-passerelle"
    assert personal_data(person)["join_requests"][0]["message"] == "It is me."
