"""Writing a need without an account, one question at a time."""

import pytest
from tests.matching.scenes import PROBLEM, draft, publish

from tandem.matching.models import Need

pytestmark = pytest.mark.django_db


def test_a_visitor_writes_a_need_up_to_the_page_of_all_answers(client):
    reference = draft(client)
    page = client.get(f"/en/needs/{reference}/check/")
    assert page.status_code == 200
    assert "Create my account and publish" in page.content.decode()


def test_existing_solutions_come_before_the_second_question(client):
    answer = client.post("/en/needs/new/", {"problem": PROBLEM})
    assert answer.url.endswith("/solutions/")
    assert client.get(answer.url).status_code == 200


def test_a_problem_of_five_letters_is_refused_and_kept_on_the_page(client):
    page = client.post("/en/needs/new/", {"problem": "Alone"}).content.decode()
    assert "at least 30 characters" in page
    assert ">Alone</textarea>" in page.replace("\n", "")
    assert "<title>Error:" in page


def test_nothing_is_kept_before_the_first_answer_is_valid(client):
    client.post("/en/needs/new/", {"problem": "Alone"})
    assert not Need.objects.exists()


def test_the_draft_of_somebody_else_is_unknown(client, cast):
    reference = draft(client)
    for who in ("visitor", "elio", "alice"):
        assert cast.client(who).get(f"/en/needs/{reference}/check/").status_code == 404


def test_a_reader_of_the_organisation_is_told_why_the_draft_is_not_for_them(cast):
    browser = cast.client("alice")
    reference = draft(browser)
    browser.post(f"/en/needs/{reference}/organisation/", {"choice": "la-passerelle"})
    refused = cast.client("chloe").get(f"/en/needs/{reference}/check/")
    assert refused.status_code == 403
    assert "owners and editors" in refused.content.decode()
    assert cast.client("bruno").get(f"/en/needs/{reference}/check/").status_code == 200


def test_a_draft_begun_before_signing_in_stays_with_the_person(client, cast):
    reference = draft(client)
    client.force_login(cast.alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(f"/en/needs/{reference}/check/")
    assert Need.objects.get(reference=reference).author == cast.alice
    assert cast.client("alice").get(f"/en/needs/{reference}/check/").status_code == 200


def test_a_stranger_cannot_publish_for_an_organisation_they_do_not_act_for(cast):
    browser = cast.client("elio")
    reference = draft(browser)
    browser.post(f"/en/needs/{reference}/organisation/", {"choice": "la-passerelle"})
    assert Need.objects.get(reference=reference).organisation is None


def test_publishing_twice_leaves_one_event(cast):
    from tandem.journal.models import Event

    browser = cast.client("alice")
    reference = publish(browser, "la-passerelle")
    browser.post(f"/en/needs/{reference}/publish/")
    assert Event.objects.filter(name="need.published").count() == 1


def test_an_unfinished_draft_cannot_be_published(cast):
    browser = cast.client("alice")
    reference = browser.post("/en/needs/new/", {"problem": PROBLEM}).url.split("/")[3]
    browser.post(f"/en/needs/{reference}/publish/")
    assert Need.objects.get(reference=reference).state == Need.State.DRAFT


def test_skills_are_found_in_everyday_words_and_given_a_level(client):
    reference = draft(client)
    found = client.get(f"/en/needs/{reference}/skills/?q=backup").context["found"]
    one = next(skill for skill in found if skill.levels)
    client.post(f"/en/needs/{reference}/skills/", {"add": f"{one.framework} {one.id}"})
    level = one.levels[-1]
    client.post(f"/en/needs/{reference}/skills/", {"c0-level_now": "", "c0-level_wanted": str(level), "c0-must": "on"})
    assert Need.objects.get(reference=reference).competences == [
        {"framework": one.framework, "id": one.id, "level_now": None, "level_wanted": level, "must": True}
    ]


@pytest.mark.parametrize("skill", ["tandem nothing-of-the-kind", "no-framework 1.1", "nonsense"])
def test_a_skill_that_does_not_exist_is_a_bad_request(client, skill):
    reference = draft(client)
    assert client.post(f"/en/needs/{reference}/skills/", {"add": skill}).status_code == 400


def test_countries_are_read_in_any_spelling_and_unknown_ones_are_named(client):
    reference = draft(client)
    address = f"/en/needs/{reference}/question/countries/"
    refused = client.post(address, {"countries": "Belgique, Atlantis"})
    assert "Atlantis" in refused.content.decode()
    client.post(address, {"countries": "Belgique, portugal ; Deutschland"})
    assert Need.objects.get(reference=reference).countries == ["BE", "PT", "DE"]


def test_dates_that_end_before_they_start_are_refused(client):
    reference = draft(client)
    page = client.post(f"/en/needs/{reference}/question/dates/", {"start": "2027-02-01", "end": "2027-01-01"})
    assert "The end comes before the beginning." in page.content.decode()


def test_a_draft_without_account_is_forgotten_after_a_month_and_others_are_kept(client, cast):
    from datetime import timedelta

    from django.utils import timezone

    from tandem.matching.actions import forget_old_drafts

    nobodys, alices = draft(client), draft(cast.client("alice"))
    forget_old_drafts(timezone.now() + timedelta(days=29))
    assert Need.objects.count() == 2
    forget_old_drafts(timezone.now() + timedelta(days=31))
    assert list(Need.objects.values_list("reference", flat=True)) == [alices]
    assert client.get(f"/en/needs/{nobodys}/check/").status_code == 404
