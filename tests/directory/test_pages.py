"""The pages of the directory as people meet them."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    ProjectFactory,
    SolutionFactory,
    SourceFactory,
)

from tandem.directory import search
from tandem.directory.models import IndexChange, Membership, Organisation, Report, State
from tandem.journal.models import Event

NEW = {
    "name": "Les Deux Rives",
    "roles": ["social"],
    "country": "FR",
    "place": "Lyon",
    "what_it_does": "On répare des vélos avec les voisins.",
    "text_language": "fr",
    "languages": ["fr"],
    "website": "deuxrives.example.org",
}


def page(client, address, status=200, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == status
    return answer.content.decode()


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client, address)
    return len(asked)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", ["organisations/", "solutions/", "report/", "report/sent/"])
def test_each_public_page_opens_in_both_languages(client, db, language, address):
    assert f'<html lang="{language}">' in page(client, f"/{language}/{address}")


@pytest.mark.parametrize(
    ("address", "make"), [("/en/organisations/", OrganisationFactory), ("/en/solutions/", SolutionFactory)]
)
def test_a_list_asks_as_much_for_three_rows_as_for_one(client, db, address, make):
    make()
    search.rebuild()
    one = queries_of(client, address)
    make(), make()
    search.rebuild()
    assert queries_of(client, address) == one == 1


def test_the_members_list_asks_as_much_for_three_rows_as_for_one(cast):
    alone = queries_of(cast.client("dina"), "/en/organisations/fio-livre/members/")
    assert queries_of(cast.client("alice"), "/en/organisations/la-passerelle/members/") == alone


def test_my_organisations_ask_as_much_for_three_rows_as_for_one(cast):
    one = queries_of(cast.client("alice"), "/en/my-organisations/")
    MembershipFactory(person=cast.alice), MembershipFactory(person=cast.alice)
    assert queries_of(cast.client("alice"), "/en/my-organisations/") == one


def test_an_organisation_page_asks_as_much_for_three_solutions_and_projects_as_for_one(client, cast):
    def add():
        SolutionFactory(carried_by=cast.association)
        ProjectFactory(source=SourceFactory()).organisations.add(cast.association)

    add()
    one = queries_of(client, "/en/organisations/la-passerelle/")
    add(), add()
    assert queries_of(client, "/en/organisations/la-passerelle/") == one


def test_the_search_shows_counts_and_removable_filters(client, cast):
    search.rebuild()
    shown = page(client, "/en/organisations/", role="tech", country="PT")
    assert "Fio Livre" in shown and "La Passerelle" not in shown
    assert '<input type="checkbox" form="search" name="role" value="tech" checked><span>' in shown
    assert 'href="?country=PT"' in shown and 'href="?role=tech"' in shown


def test_no_result_says_which_filter_to_drop_and_what_it_would_give(client, cast):
    search.rebuild()
    shown = page(client, "/en/organisations/", role="tech", country="FR")
    assert "No result for these filters." in shown
    assert "without Country: France – 1 result<" in shown and "without Role: " in shown


def test_no_result_for_words_says_so(client, cast):
    search.rebuild()
    assert "No result for “zzzzqqq”." in page(client, "/en/organisations/", q="zzzzqqq")
    narrowed = page(client, "/en/organisations/", q="zzzzqqq", country="FR")
    assert ("No result for “zzzzqqq”." in narrowed, "Remove all filters" in narrowed) == (True, False)


def test_an_empty_place_says_what_would_be_here(client, db):
    search.rebuild()
    assert "What this place knows will be here." in page(client, "/en/organisations/")


def test_without_an_index_names_are_still_found_and_the_page_says_so(client, cast):
    shown = page(client, "/en/organisations/", q="passerelle")
    assert "The full search is being prepared." in shown and "La Passerelle" in shown and "Fio Livre" not in shown


def test_an_index_that_is_behind_shows_what_is_still_visible(client, cast):
    search.rebuild()
    Organisation.objects.filter(pk=cast.association.pk).update(state=State.HIDDEN)
    shown = page(client, "/en/organisations/")
    assert "La Passerelle" not in shown and "Fio Livre" in shown


@pytest.mark.parametrize("asked", [{"page": "0"}, {"page": "²"}, {"page": "9" * 30}, {"page": "99"}, {"q": "\0" * 9}])
def test_strange_addresses_show_a_page(client, cast, asked):
    search.rebuild()
    assert "Fio Livre" in page(client, "/en/organisations/", **asked)


def test_long_lists_are_walked_page_by_page(client, db):
    OrganisationFactory.create_batch(25)
    search.rebuild()
    assert 'href="?page=2" rel="next"' in page(client, "/en/organisations/")
    assert page(client, "/en/organisations/", page=2).count("<h3>") == 5


def test_a_solution_carried_by_the_social_economy_is_marked_only_with_evidence(client, db):
    SolutionFactory(name="Proven", carried_evidence={"en": "Owned by its users."}, carried_address="https://e.example/")
    SolutionFactory(name="Claimed", carried_evidence={"en": "Trust us."})
    search.rebuild()
    assert page(client, "/en/solutions/").count('<span class="tag social">') == 1


def test_a_foreign_passage_carries_its_language(client, cast):
    assert '<p lang="pt">Cooperativa' in page(client, "/en/organisations/fio-livre/")


def test_each_fact_says_where_it_comes_from(client, cast):
    one = OrganisationFactory(
        slug="sourced",
        source=SourceFactory(),
        source_address="https://register.example.org/7",
        retrieved="2026-01-05",
        place="Porto",
        country="PT",
        origin="imported",
        own_fields={"place": "2026-02-01T10:00:00+00:00"},
    )
    shown = page(client, f"/en/organisations/{one.slug}/")
    assert "written or confirmed by the organisation on 1 February 2026" in shown
    assert (
        '<a href="https://register.example.org/7" rel="external">A public register</a>, read on 5 January 2026' in shown
    )


def test_what_comes_from_one_place_says_so_once(client, db):
    one = OrganisationFactory(source=SourceFactory(), retrieved="2026-01-05", place="Porto", origin="imported")
    shown = page(client, f"/en/organisations/{one.slug}/")
    assert "Everything about it here:" in shown and shown.count("read on 5 January 2026") == 1


def test_hostile_text_and_addresses_stay_text(client, db):
    OrganisationFactory(
        slug="hostile", name="<script>alert(1)</script>", summary={"en": "<img src=x>"}, website="javascript:alert(1)"
    )
    shown = page(client, "/en/organisations/hostile/")
    assert "<script>alert" not in shown and "<img" not in shown and 'href="javascript' not in shown


@pytest.mark.parametrize(
    ("who", "status"),
    [("alice", 200), ("bruno", 200), ("chloe", 403), ("dina", 403), ("elio", 403), ("visitor", 302)],
)
def test_who_may_change_the_page_of_the_association(cast, who, status):
    answer = cast.client(who).get("/en/organisations/la-passerelle/edit/")
    assert answer.status_code == status
    if status == 403:
        assert "La Passerelle" in str(answer.context["reason"])


@pytest.mark.parametrize(
    ("who", "status"),
    [("alice", 200), ("bruno", 200), ("chloe", 200), ("dina", 403), ("elio", 403), ("visitor", 302)],
)
def test_who_sees_the_members_of_the_association(cast, who, status):
    assert cast.client(who).get("/en/organisations/la-passerelle/members/").status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("chloe", 200), ("dina", 404), ("elio", 404), ("visitor", 404)]
)
def test_who_sees_a_hidden_organisation(cast, who, status):
    Organisation.objects.filter(pk=cast.association.pk).update(state=State.HIDDEN)
    assert cast.client(who).get("/en/organisations/la-passerelle/").status_code == status


@pytest.mark.parametrize(("who", "shown"), [("alice", True), ("bruno", True), ("chloe", False), ("visitor", False)])
def test_the_edit_link_is_for_those_who_may(cast, who, shown):
    assert ("Change this page" in page(cast.client(who), "/en/organisations/la-passerelle/")) is shown


def test_who_adds_an_organisation_owns_it_and_acts_for_it(cast):
    browser = cast.client("elio")
    answer = browser.post("/fr/organisations/new/", NEW)
    one = Organisation.objects.get(name="Les Deux Rives")
    assert answer["Location"] == "/fr/organisations/les-deux-rives/"
    assert Membership.objects.get(organisation=one).role == Membership.Role.OWNER
    assert (one.summary, one.website) == ({"fr": NEW["what_it_does"]}, "https://deuxrives.example.org")
    assert {"name", "summary", "roles"} <= set(one.own_fields)
    assert browser.session["organisation"] == one.pk
    assert IndexChange.objects.filter(kind="organisation", record_id=str(one.pk)).exists()
    assert Event.objects.filter(name="organisation.created", actor=cast.elio).exists()


def test_a_wrong_form_keeps_what_was_typed_and_says_error_first(cast):
    answer = cast.client("elio").post("/en/organisations/new/", {**NEW, "roles": [], "website": "no site"})
    shown = answer.content.decode()
    assert "<title>Error: " in shown and "On répare des vélos" in shown and "Choose at least one." in shown
    assert 'href="#id_roles_0"' in shown
    assert not Organisation.objects.filter(name=NEW["name"]).exists()


def test_a_twin_is_asked_about_once_and_never_refused(cast):
    twin = {**NEW, "name": "la passerelle"}
    shown = cast.client("elio").post("/en/organisations/new/", twin).content.decode()
    assert "already has a page here" in shown and 'name="another"' in shown
    answer = cast.client("elio").post("/en/organisations/new/", {**twin, "another": "on"})
    assert answer["Location"] == "/en/organisations/la-passerelle-2/"


def test_the_same_name_in_another_country_is_no_twin(cast):
    answer = cast.client("elio").post("/en/organisations/new/", {**NEW, "name": "La Passerelle", "country": "BE"})
    assert answer.status_code == 302


def test_a_name_never_takes_the_address_of_a_page(cast):
    answer = cast.client("elio").post("/en/organisations/new/", {**NEW, "name": "New"})
    assert answer["Location"] == "/en/organisations/new-2/"


EDIT = {
    **NEW,
    "name": "La Passerelle",
    "what_it_does": "Changed.",
    "text_language": "en",
    "employees": "7",
    "sdgs": ["1"],
}


def test_an_edit_stamps_what_changed_and_keeps_other_languages(cast):
    assert cast.client("bruno").post("/en/organisations/la-passerelle/edit/", EDIT).status_code == 302
    one = Organisation.objects.get(pk=cast.association.pk)
    assert one.summary == {"fr": "Accompagne des familles vers le logement.", "en": "Changed."}
    assert (one.employees, one.sdgs, one.democratic_governance) == (7, [1], None)
    assert {"summary", "employees", "sdgs"} <= set(one.own_fields) and "name" not in one.own_fields
    assert Event.objects.get(name="organisation.edited").data["fields"]


def test_an_edit_that_changes_nothing_writes_nothing(cast):
    for _ in range(2):
        cast.client("alice").post("/en/organisations/la-passerelle/edit/", EDIT)
    assert Event.objects.filter(name="organisation.edited").count() == 1


@pytest.mark.parametrize("who", ["chloe", "dina", "elio"])
def test_a_forged_edit_changes_nothing(cast, who):
    assert cast.client(who).post("/en/organisations/la-passerelle/edit/", EDIT).status_code == 403
    assert Organisation.objects.get(pk=cast.association.pk).summary == cast.association.summary


def test_one_switches_between_one_s_own_organisations_only(cast):
    mine = MembershipFactory(person=cast.alice).organisation
    browser = cast.client("alice")
    browser.post("/en/organisations/switch/", {"organisation": mine.pk})
    assert browser.session["organisation"] == mine.pk
    for wrong in (cast.cooperative.pk, "x", "", "²", 10**30):
        browser.post("/en/organisations/switch/", {"organisation": wrong})
        assert browser.session["organisation"] == mine.pk


def test_switching_leads_back_inside_this_place_only(cast):
    browser = cast.client("alice")
    asked = {"organisation": cast.association.pk}
    assert browser.post("/en/organisations/switch/", {**asked, "next": "/en/"})["Location"] == "/en/"
    outside = browser.post("/en/organisations/switch/", {**asked, "next": "https://evil.example/"})
    assert outside["Location"] == "/en/my-organisations/"


def test_a_report_is_kept_and_sent_to_who_helps(client, db, settings, django_capture_on_commit_callbacks):
    settings.HELP_EMAIL = "help@example.org"
    report = {"text": "This is false.", "email": "reader@example.org", "page": "/en/organisations/x/", "sort": "error"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/en/report/", report, follow=True)
    assert "A receipt is on its way to you" in answer.content.decode()
    assert Report.objects.get().text == "This is false."
    assert mail.outbox[0].to == ["help@example.org"] and mail.outbox[0].reply_to == ["reader@example.org"]


def test_a_report_without_words_comes_back(client, db):
    assert "<title>Error: " in client.post("/en/report/", {"text": ""}).content.decode()
    assert not Report.objects.exists()
