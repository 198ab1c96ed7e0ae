"""Two records of one organisation: found, made one with all that belongs to them, made two again."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory, SolutionFactory, SourceFactory
from tests.matching.scenes import publish

from tandem.directory import actions
from tandem.directory.models import Case, Membership, Merge, Organisation, State, Twins
from tandem.matching.models import Need


@pytest.fixture
def steward(db):
    return PersonFactory(name="Fanny", is_steward=True)


@pytest.fixture
def browser(steward):
    client = Client()
    client.force_login(steward)
    return client


@pytest.fixture
def double(cast):
    """A second record of the association, with a website that the first lacks, a member and a solution."""
    Organisation.objects.filter(pk=cast.association.pk).update(place="Lyon")
    one = OrganisationFactory(
        name="LA PASSERELE (association loi 1901)",
        slug="la-passerele",
        website="https://passerelle.example",
        place="Lyon",
        source=SourceFactory(),
        retrieved="2026-01-05",
        origin="imported",
    )
    MembershipFactory(organisation=one, person=cast.elio, role="editor")
    MembershipFactory(organisation=one, person=cast.alice, role="reader")
    SolutionFactory(carried_by=one, name="Tool")
    return one


def decide(browser, decision):
    case = Case.objects.get(kind="twins")
    return browser.post(f"/en/steward/cases/{case.reference}/", {"decision": decision, "reason": ""})


def test_the_search_for_duplicates_puts_the_pair_before_the_stewards_once(cast, double, browser):
    for _time in range(2):
        actions.find_duplicates(at=timezone.now())
    twins = Twins.objects.get()
    assert {twins.first_id, twins.second_id} == {cast.association.pk, double.pk}
    shown = browser.get(f"/fr/steward/cases/{twins.case.reference}/").content.decode()
    assert "Noms semblables" in shown and "https://passerelle.example" in shown


def test_what_belongs_to_one_goes_along_and_the_old_address_leads_to_the_other(cast, double, browser, client):
    need = publish(cast.client("elio"), "la-passerele")
    actions.suggest_twins(cast.association, double, actor=None, at=timezone.now())
    decide(browser, "keep_first")
    cast.association.refresh_from_db()
    assert cast.association.website == "https://passerelle.example"
    assert Need.objects.get(reference=need).organisation_id == cast.association.pk
    assert Membership.objects.get(person=cast.elio).organisation_id == cast.association.pk
    assert Membership.objects.get(person=cast.alice, organisation=cast.association).role == "owner"
    answer = client.get("/en/organisations/la-passerele/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/organisations/la-passerelle/")
    shown = client.get("/en/organisations/la-passerelle/").content.decode()
    assert "Tool" in shown and "A public register" in shown


def test_a_merge_is_undone_with_everything_that_moved(cast, double, browser, client):
    actions.suggest_twins(cast.association, double, actor=None, at=timezone.now())
    decide(browser, "keep_first")
    case = Case.objects.get(kind="twins")
    browser.post(f"/en/steward/cases/{case.reference}/", {"reason": "They are two."})
    cast.association.refresh_from_db()
    double.refresh_from_db()
    assert (cast.association.website, double.state) == ("", State.PUBLISHED)
    assert Membership.objects.get(person=cast.elio).organisation_id == double.pk
    assert double.solutions.get().name == "Tool"
    assert Merge.objects.get().undone_at and client.get("/en/organisations/la-passerele/").status_code == 200


def test_different_ones_stay_and_are_not_shown_again(cast, double, browser):
    actions.find_duplicates(at=timezone.now())
    decide(browser, "different")
    actions.find_duplicates(at=timezone.now())
    assert Case.objects.filter(state="waiting", kind="twins").count() == 0
    assert Organisation.objects.get(pk=double.pk).state == State.PUBLISHED


def test_a_steward_names_two_pages_by_their_addresses(cast, double, browser):
    said = {"first": "https://x.example/fr/organisations/la-passerelle/", "second": "la-passerele"}
    assert "/steward/cases/" in browser.post("/en/steward/merge/", said)["Location"]
    same = browser.post("/en/steward/merge/", {"first": "la-passerelle", "second": "la-passerelle"})
    assert "This is the same page." in same.content.decode()
    assert "No organisation here" in browser.post("/en/steward/merge/", {"first": "x", "second": "y"}).content.decode()


def test_a_merged_record_is_not_found_and_not_changed(cast, double, steward):
    actions.merge(cast.association, double, actor=steward, at=timezone.now())
    assert cast.client("alice").get("/en/organisations/la-passerele/edit/").status_code == 404


def test_nobody_but_a_steward_merges(cast, double):
    from tandem.ui.access import Refused

    with pytest.raises(Refused):
        actions.merge(cast.association, double, actor=cast.alice, at=timezone.now())


@pytest.fixture
def third(cast):
    one = OrganisationFactory(name="Passerelle", slug="passerelle", country="FR")
    MembershipFactory(organisation=one, person=cast.dina, role="owner")
    return one


def settle(browser, twins, decision, reason=""):
    return browser.post(f"/en/steward/cases/{twins.case.reference}/", {"decision": decision, "reason": reason})


def test_three_records_of_one_organisation_never_close_a_circle(cast, double, third, browser, client):
    pairs = [(cast.association, double), (cast.association, third), (double, third)]
    cases = [actions.suggest_twins(*pair, actor=None, at=timezone.now()) for pair in pairs]
    settle(browser, cases[0], "keep_first")
    settle(browser, cases[2], "keep_first")
    settle(browser, cases[1], "keep_second")
    assert [Organisation.objects.get(pk=one.pk).merged_into for one in (double, third)] == [cast.association] * 2
    for address in ("la-passerele", "passerelle"):
        assert client.get(f"/en/organisations/{address}/", follow=True).status_code == 200


def test_a_record_that_went_into_another_is_not_merged_again(cast, double, third, steward):
    from tandem.ui.access import Refused

    now = timezone.now()
    actions.merge(cast.association, double, actor=steward, at=now)
    for pair in ((double, third), (third, double), (third, third)):
        with pytest.raises(Refused, match="part of another record already"):
            actions.merge(*pair, actor=steward, at=now)


def test_merges_are_undone_the_last_one_first(cast, double, third, steward, client):
    from tandem.ui.access import Refused

    now = timezone.now()
    first = actions.merge(double, third, actor=steward, at=now)
    second = actions.merge(cast.association, double, actor=steward, at=now)
    with pytest.raises(Refused, match="undo that first"):
        actions.unmerge(first, actor=steward, at=now)
    actions.unmerge(second, actor=steward, at=now)
    assert client.get("/en/organisations/passerelle/")["Location"] == "/en/organisations/la-passerele/"
    actions.unmerge(first, actor=steward, at=now)
    assert Membership.objects.get(person=cast.dina, organisation=third)
    assert client.get("/en/organisations/passerelle/").status_code == 200


def test_a_report_about_a_merged_record_does_not_bring_it_back(cast, double, steward, client):
    now = timezone.now()
    report = actions.report_content("/en/organisations/la-passerele/", "x", actor=cast.visitor, at=now)
    actions.merge(cast.association, double, actor=steward, at=now)
    actions.decide(report.case, "hide", "x", "y", actor=steward, at=now)
    actions.undo(report.case, "x", actor=steward, at=now)
    double.refresh_from_db()
    assert double.state == State.MERGED


def test_who_owned_both_records_acts_for_one_and_can_leave(cast, double, steward):
    MembershipFactory(organisation=double, person=cast.dina, role="owner")
    MembershipFactory(organisation=cast.association, person=cast.dina, role="owner")
    cast.cooperative.memberships.all().delete()
    actions.merge(cast.association, double, actor=steward, at=timezone.now())
    shown = cast.client("dina").get("/en/my-organisations/").content.decode()
    assert "LA PASSERELE" not in shown
    from tandem.accounts import personal_data

    assert personal_data.obstacles(cast.dina) == []


def test_an_invitation_goes_along_with_the_record(cast, double, steward):
    now = timezone.now()
    MembershipFactory(organisation=double, person=cast.dina, role="owner")
    invitation = actions.invite(double, "elsa@example.org", "editor", actor=cast.dina, at=now)
    actions.merge(cast.association, double, actor=steward, at=now)
    newcomer = PersonFactory(email="elsa@example.org")
    assert actions.accept_invitation(invitation, actor=newcomer, at=now).allowed
    assert Membership.objects.get(person=newcomer).organisation == cast.association


def test_a_claim_is_taken_back_wherever_the_record_has_gone(cast, double, third, steward):
    now = timezone.now()
    double.memberships.all().delete()
    claim = actions.claim_by_call(double, "1", "x", actor=cast.elio, at=now)
    actions.decide(claim.case, "accept", "", actor=steward, at=now)
    actions.merge(third, double, actor=steward, at=now)
    assert Membership.objects.get(person=cast.elio).organisation == third
    actions.undo(claim.case, "It was not his.", actor=steward, at=now)
    assert not Membership.objects.filter(person=cast.elio).exists()


def test_undoing_a_claim_leaves_the_rights_that_others_gave(cast, double, steward):
    now = timezone.now()
    double.memberships.all().delete()
    claim = actions.claim_by_call(double, "1", "x", actor=cast.elio, at=now)
    MembershipFactory(organisation=double, person=cast.elio, role="reader")
    actions.decide(claim.case, "accept", "", actor=steward, at=now)
    actions.undo(claim.case, "x", actor=steward, at=now)
    assert Membership.objects.get(person=cast.elio).role == "reader"
