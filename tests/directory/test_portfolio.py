"""A supporter accompanies what agreed to it: to that and no more, until then and no longer, ended in one click."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.directory.portfolios import WHY, agreed, invited, network
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory

from tandem.directory import actions, merging, panels
from tandem.directory.models import Accompaniment, Membership
from tandem.directory.permissions import SCOPES, consents_in_force
from tandem.directory.queries import personal_data
from tandem.journal.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def rives(cast):
    return network(cast)


def text(answer) -> str:
    return answer.content.decode()


def test_an_intermediary_invites_and_the_owner_chooses_to_what_it_agrees(
    cast, rives, django_capture_on_commit_callbacks
):
    elio, alice = cast.client("elio"), cast.client("alice")
    assert "La Passerelle" in text(elio.get("/en/portfolio/?q=passerelle"))
    with django_capture_on_commit_callbacks(execute=True):
        elio.post("/en/organisations/la-passerelle/portfolio/", {"message": WHY})
    assert mail.outbox[-1].to == ["alice@example.org"]
    assert WHY in mail.outbox[-1].body
    assert "/organisations/la-passerelle/supporters/" in mail.outbox[-1].body
    one = Accompaniment.objects.get()
    address = f"/en/organisations/la-passerelle/supporters/{one.reference}/"
    assert WHY in text(alice.get(address))
    with django_capture_on_commit_callbacks(execute=True):
        alice.post(address, {"scopes": ["may_see", "may_draft"], "months": "6"})
    one.refresh_from_db()
    assert [scope for scope in SCOPES if getattr(one, scope)] == ["may_see", "may_draft"]
    assert one.until > timezone.localdate() + timedelta(days=170)
    assert mail.outbox[-1].to == ["elio@example.org"]
    assert "La Passerelle" in text(elio.get("/en/portfolio/"))


def test_nothing_is_ticked_before_the_owner_ticks_it_and_ticking_nothing_is_no_agreement(cast, rives):
    one = invited(cast, rives)
    address = f"/en/organisations/la-passerelle/supporters/{one.reference}/"
    alice = cast.client("alice")
    page = text(alice.get(address))
    assert not any(
        f'value="{scope}"' in part and "checked" in part for scope in SCOPES for part in page.split("<input")
    )
    assert "Tick at least one" in text(alice.post(address, {"months": "6"}))
    one.refresh_from_db()
    assert one.state == "invited"


def test_an_owner_says_no_and_is_not_asked_again_soon(cast, rives):
    one = invited(cast, rives)
    cast.client("alice").post(
        f"/en/organisations/la-passerelle/supporters/{one.reference}/decline/", {"reason": "Pas cette année."}
    )
    one.refresh_from_db()
    assert (one.state, one.reason) == ("declined", "Pas cette année.")
    again = cast.client("elio").post("/en/organisations/la-passerelle/portfolio/", {"message": WHY})
    assert again.status_code == 403
    assert "in the last six months" in text(again)


@pytest.mark.parametrize(("who", "status"), [("bruno", 403), ("chloe", 403), ("dina", 404), ("elio", 404)])
def test_only_owners_of_the_organisation_answer_and_end(cast, rives, who, status):
    one = agreed(cast, rives)
    browser = cast.client(who)
    address = f"/en/organisations/la-passerelle/supporters/{one.reference}/"
    assert browser.get(address).status_code == status
    assert browser.post(f"{address}end/").status_code == status
    one.refresh_from_db()
    assert one.state == "agreed"


@pytest.mark.parametrize("who", ["bruno", "chloe"])
def test_members_read_who_accompanies_them_and_to_what_they_agreed(cast, rives, who):
    agreed(cast, rives, "may_see")
    page = text(cast.client(who).get("/en/organisations/la-passerelle/supporters/"))
    assert "Réseau des Rives" in page
    assert "see where we stand" in page
    assert "prepare needs" not in page


def test_one_click_of_an_owner_ends_it_at_once(cast, rives, django_capture_on_commit_callbacks):
    one = agreed(cast, rives)
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("alice").post(f"/en/organisations/la-passerelle/supporters/{one.reference}/end/")
    assert not consents_in_force().exists()
    assert "agreed until" not in text(cast.client("elio").get("/en/portfolio/"))
    assert mail.outbox[-1].to == ["elio@example.org"]
    cast.client("alice").post(f"/en/organisations/la-passerelle/supporters/{one.reference}/end/")
    assert Event.objects.filter(name="accompaniment.ended").count() == 1


def test_the_supporter_takes_back_and_gives_up(cast, rives):
    one = invited(cast, rives)
    elio = cast.client("elio")
    elio.post(f"/en/portfolio/{one.reference}/end/")
    one.refresh_from_db()
    assert one.state == "withdrawn"
    other = agreed(cast, rives)
    elio.post(f"/en/portfolio/{other.reference}/end/")
    other.refresh_from_db()
    assert other.state == "ended"


def test_readers_of_the_supporter_look_and_do_not_write(cast, rives):
    gaelle = PersonFactory(name="Gaëlle")
    MembershipFactory(person=gaelle, organisation=rives, role=Membership.Role.READER)
    one = agreed(cast, rives)
    browser = Client()
    browser.force_login(gaelle, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert "La Passerelle" in text(browser.get("/en/portfolio/"))
    assert browser.post(f"/en/portfolio/{one.reference}/end/").status_code == 403
    other = OrganisationFactory(slug="other")
    MembershipFactory(organisation=other)
    assert browser.get("/en/organisations/other/portfolio/").status_code == 403


@pytest.mark.parametrize("who", ["alice", "dina"])
def test_without_an_intermediary_there_is_no_portfolio(cast, rives, who):
    one = agreed(cast, rives)
    browser = cast.client(who)
    assert browser.get("/en/portfolio/").status_code == 403
    assert browser.get(f"/en/portfolio/{one.reference}/").status_code == 404
    assert browser.post("/en/organisations/fio-livre/portfolio/", {"message": WHY}).status_code == 403


def test_an_organisation_without_owner_cannot_be_invited(cast, rives):
    OrganisationFactory(slug="nobody")
    assert cast.client("elio").post("/en/organisations/nobody/portfolio/", {"message": WHY}).status_code == 403


def test_a_pair_is_open_once_and_an_empty_agreement_is_refused_by_the_database(cast, rives):
    one = invited(cast, rives)
    with pytest.raises(IntegrityError), transaction.atomic():
        Accompaniment.objects.create(
            supporter=rives, organisation=cast.association, message="x", invited_at=timezone.now()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Accompaniment.objects.filter(pk=one.pk).update(state="agreed")


def test_it_says_two_weeks_before_that_it_ends_and_then_ends_by_itself(cast, rives, django_capture_on_commit_callbacks):
    one = agreed(cast, rives, months=3)
    day = timezone.now() + timedelta(days=(one.until - timezone.localdate()).days)
    with django_capture_on_commit_callbacks(execute=True):
        actions.attend_to_consents(day - timedelta(days=20))
    assert not mail.outbox
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            actions.attend_to_consents(day - timedelta(days=13))
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]
    assert "you have nothing to do" in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        actions.attend_to_consents(day)
    one.refresh_from_db()
    assert one.state == "agreed"
    with django_capture_on_commit_callbacks(execute=True):
        actions.attend_to_consents(day + timedelta(days=1))
    one.refresh_from_db()
    assert one.state == "lapsed"
    assert sorted(letter.to[0] for letter in mail.outbox[1:]) == ["alice@example.org", "elio@example.org"]


def test_past_its_day_it_holds_no_more_even_before_the_clock_comes_by(cast, rives):
    one = agreed(cast, rives)
    Accompaniment.objects.filter(pk=one.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert not consents_in_force().exists()
    assert "agreed until" not in text(cast.client("elio").get("/en/portfolio/"))


def test_prolonging_asks_for_a_new_warning(cast, rives):
    one = agreed(cast, rives, months=3)
    actions.attend_to_consents(timezone.now() + timedelta(days=80))
    one.refresh_from_db()
    assert one.warned_at
    cast.client("alice").post(
        f"/en/organisations/la-passerelle/supporters/{one.reference}/", {"scopes": ["may_see"], "months": "24"}
    )
    one.refresh_from_db()
    assert (one.warned_at, one.may_draft) == (None, False)


@pytest.mark.parametrize("closes", ["association", "network"])
def test_closing_either_side_ends_it(cast, rives, closes):
    one = agreed(cast, rives)
    who, which = (cast.alice, cast.association) if closes == "association" else (cast.elio, rives)
    actions.close_organisation(which, actor=who, at=timezone.now())
    one.refresh_from_db()
    assert one.state == "ended"


def test_who_is_no_intermediary_any_more_accompanies_nobody(cast, rives):
    one = agreed(cast, rives)
    actions.edit_organisation(rives, {"roles": ["social"]}, actor=cast.elio, at=timezone.now())
    one.refresh_from_db()
    assert one.state == "ended"


def test_merging_takes_consents_along_on_both_sides(cast, rives):
    one = agreed(cast, rives)
    twin, house = OrganisationFactory(), OrganisationFactory(roles=["intermediary"])
    merging.movers()["accompaniments"](cast.association.pk, twin.pk, None)
    merging.movers()["portfolio"](rives.pk, house.pk, None)
    one.refresh_from_db()
    assert (one.organisation, one.supporter) == (twin, house)


def test_a_room_is_asked_only_about_those_who_agreed_to_its_scope(cast, rives, rf, monkeypatch):
    asked = []
    monkeypatch.setattr(panels, "_standings", [(1, "may_sit_in", lambda request, rows: asked.extend(rows) or {})])
    request = rf.get("/")
    panels.of_portfolio(request, [agreed(cast, rives, "may_see")])
    assert asked == []


def test_the_portfolio_takes_as_many_queries_for_three_as_for_one(cast, rives):
    agreed(cast, rives)
    elio = cast.client("elio")
    elio.get("/en/portfolio/")
    with CaptureQueriesContext(connection) as one:
        elio.get("/en/portfolio/")
    for number in range(2):
        other = OrganisationFactory(name=f"Other {number}")
        owner = MembershipFactory(organisation=other).person
        asked = invited(cast, rives, other)
        actions.agree(asked, SCOPES, 12, actor=owner, at=timezone.now())
    with CaptureQueriesContext(connection) as three:
        assert text(elio.get("/en/portfolio/")).count("agreed until") == 3
    assert len(three) == len(one)


def test_what_is_kept_of_a_person_is_given_out(cast, rives):
    agreed(cast, rives)
    assert [row["message"] for row in personal_data(cast.elio)["accompaniments"]] == [WHY]
    assert [row["by"] for row in personal_data(cast.alice)["accompaniments"]] == ["reseau-des-rives"]
