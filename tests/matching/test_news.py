"""Searches that one keeps, and news once a week at most: nothing new, no letter."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.matching.scenes import publish

from tandem.journal.registry import jobs
from tandem.matching import actions, queries
from tandem.matching.models import NewsLetter, Offer, SavedSearch

pytestmark = pytest.mark.django_db

KEEP = "/en/mine/searches/offers/keep/?help=project"


@pytest.fixture
def offer(cast):
    return Offer.objects.get(reference=publish(cast.client("dina"), "fio-livre", "offers"))


@pytest.fixture
def kept(cast, offer):
    """Elio, who has no organisation, keeps the offers of projects."""
    cast.client("elio").post(KEEP, {"name": "Projects"})
    return SavedSearch.objects.get()


@pytest.fixture
def news(mailoutbox, django_capture_on_commit_callbacks):
    """Runs the periodic job some days from now; the e-mails it wrote."""

    def run(days: float = 0) -> list:
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.write_news(timezone.now() + timedelta(days=days))
        return list(mailoutbox)

    return run


def letters_to(person, letters: list) -> list:
    return [letter for letter in letters if letter.to == [person.email]]


def test_a_search_is_kept_with_what_was_chosen_under_a_name(cast, offer, kept):
    elio = cast.client("elio")
    assert "Keep this search" in elio.get("/en/offers/?help=project").content.decode()
    assert elio.get(KEEP).context["form"].initial["name"].startswith("Offers, ")
    assert (kept.name, kept.kind, kept.chosen) == ("Projects", "offer", {"help": "project"})
    page = elio.get("/en/mine/searches/").content.decode()
    assert "/en/offers/?help=project" in page


def test_the_same_name_keeps_the_newest_search(cast, kept):
    cast.client("elio").post("/en/mine/searches/needs/keep/", {"name": "Projects"})
    assert SavedSearch.objects.get().kind == "need"


@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_a_search_without_a_name_is_not_kept(cast, offer, name):
    assert cast.client("elio").post(KEEP, {"name": name}).status_code == 200
    assert not SavedSearch.objects.exists()


def test_at_most_twenty_are_kept(cast, offer):
    for number in range(21):
        cast.client("elio").post(KEEP, {"name": f"Search {number}"})
    assert SavedSearch.objects.count() == 20


@pytest.mark.parametrize(("who", "status", "left"), [("elio", 302, 0), ("alice", 404, 1), ("visitor", 302, 1)])
def test_one_forgets_ones_own_searches_only(cast, kept, who, status, left):
    assert cast.client(who).post(f"/en/mine/searches/{kept.pk}/forget/").status_code == status
    assert SavedSearch.objects.count() == left


def test_what_is_new_in_a_search_comes_in_one_letter_a_week(cast, kept, news):
    (letter,) = letters_to(cast.elio, news())
    assert "In your search “Projects”:" in letter.body
    assert "Case files, with you" in letter.body
    assert "List-Unsubscribe" in letter.extra_headers
    assert letters_to(cast.elio, news(1)) == []


def test_nothing_new_no_letter(cast, kept, news):
    news()
    assert letters_to(cast.elio, news(8)) == []


def test_after_a_week_the_letter_tells_what_came_since(cast, kept, offer, news):
    news()
    later = timezone.now() + timedelta(days=3)
    new = Offer.objects.get(pk=offer.pk)
    new.pk, new.reference, new.title, new.published_at = None, "newer", "Something newer", later
    new.save()
    assert letters_to(cast.elio, news(5)) == []
    (letter,) = letters_to(cast.elio, news(8))
    assert "Something newer" in letter.body
    assert "Case files, with you" not in letter.body


def test_what_was_not_chosen_is_no_news(cast, offer, news):
    cast.client("elio").post("/en/mine/searches/offers/keep/?help=project", {"name": "Projects"})
    SavedSearch.objects.update(chosen={"help": "funding"})
    assert letters_to(cast.elio, news()) == []


def test_owners_read_what_is_new_beside_their_own_needs_and_offers(cast, offer, news):
    publish(cast.client("alice"), "la-passerelle")
    letters = news()
    (to_alice,), (to_dina,) = letters_to(cast.alice, letters), letters_to(cast.dina, letters)
    assert "Beside “We lose track of people”:" in to_alice.body
    assert f"/offers/{offer.reference}/" in to_alice.body
    assert "Beside “Case files, with you”:" in to_dina.body
    assert letters_to(cast.chloe, letters) == []


def test_who_stopped_such_e_mails_gets_none(cast, kept, news):
    type(cast.elio).objects.update(letters=False)
    assert news() == []
    assert not NewsLetter.objects.exists()


def test_the_letter_names_nobody_who_stays_unnamed(cast, news):
    publish(cast.client("dina"), "fio-livre", "offers")
    publish(cast.client("alice"), "la-passerelle", audience={"visibility": "unnamed"})
    (letter,) = letters_to(cast.dina, news())
    assert "La Passerelle" not in letter.body


def test_kept_searches_are_in_ones_data(cast, kept):
    assert queries.personal_data(cast.elio)["searches_kept"][0]["name"] == "Projects"


def test_the_list_of_searches_costs_the_same_for_one_and_three(cast, kept, django_assert_max_num_queries):
    elio, costs = cast.client("elio"), []
    for rows in (1, 3):
        for number in range(1, rows):
            elio.post(KEEP, {"name": f"Another {number}"})
        with django_assert_max_num_queries(8) as asked:
            elio.get("/en/mine/searches/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_worker_runs_it():
    assert "matching.write_news" in {job.name for job in jobs()}
