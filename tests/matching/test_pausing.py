"""An offer that lets others wait is paused with a friendly e-mail and comes back in one press; a thing runs out.

Public holidays that the days below rest on: in Portugal Corpus Christi, the 4th of June in 2026, and the 10th of June
(Código do Trabalho, artigo 234.º).
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from tests.matching.scenes import introduce, publish

from tandem.journal.queries import history
from tandem.journal.registry import jobs
from tandem.matching import actions, queries
from tandem.matching.models import Introduction, Need, Offer

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2026, 4, 27, 8, tzinfo=UTC)
ASKED = datetime(2026, 5, 4, 8, tzinfo=UTC)
#: 45 days later, and two more for the two public holidays of Portugal in between.
LAST_DAY_OF_PATIENCE = datetime(2026, 6, 20, 20, tzinfo=UTC)
DAY_AFTER = datetime(2026, 6, 21, 8, tzinfo=UTC)
THING = {"item": "Laptops", "condition": "good", "stock": "4", "quantity": "3"}


@pytest.fixture
def offer(cast):
    offer = Offer.objects.get(reference=publish(cast.client("dina"), "fio-livre", "offers"))
    Offer.objects.update(changed=PUBLISHED, published_at=PUBLISHED)
    offer.refresh_from_db()
    return offer


@pytest.fixture
def need(cast):
    return Need.objects.get(reference=publish(cast.client("alice"), "la-passerelle"))


@pytest.fixture
def asked(cast, need, offer):
    return actions.propose(need, offer, "need", "Could we talk?", actor=cast.alice, at=ASKED)


@pytest.fixture
def letter(asked, mailoutbox, django_capture_on_commit_callbacks):
    """The e-mail that says that the offer is paused."""
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.pause_silent_offers(DAY_AFTER)
    return mailoutbox[-1]


def state(offer: Offer) -> str:
    offer.refresh_from_db()
    return offer.state


def link(letter) -> str:
    line = next(line for line in letter.body.splitlines() if "/offers/resume/" in line)
    return "/" + line.partition("//")[2].partition("/")[2]


def test_an_offer_is_paused_after_45_days_without_the_holidays_of_its_country(offer, asked):
    actions.attend_to_waiting(ASKED + timedelta(days=22))
    actions.pause_silent_offers(LAST_DAY_OF_PATIENCE)
    assert state(offer) == "published"
    actions.pause_silent_offers(DAY_AFTER)
    actions.pause_silent_offers(DAY_AFTER)
    assert (state(offer), offer.paused_because) == ("paused", "silence")
    assert [event.name for event in history(offer)].count("offer.paused") == 1


def test_an_offer_that_nobody_asked_is_not_silent(offer):
    actions.pause_silent_offers(ASKED + timedelta(days=400))
    assert state(offer) == "published"


@pytest.mark.parametrize("sign", ["answer", "change", "withdrawn"])
def test_a_sign_of_life_or_a_request_taken_back_keeps_it(cast, offer, asked, sign):
    later = ASKED + timedelta(days=10)
    if sign == "answer":
        actions.take_step(asked, "decline", "offer", "We are full.", actor=cast.dina, at=later)
    elif sign == "change":
        actions.answer(offer, {"title": "Case files, with all of you"}, actor=cast.dina, at=later)
    else:
        actions.take_step(asked, "withdraw", "need", "", actor=cast.alice, at=later)
    actions.pause_silent_offers(DAY_AFTER)
    assert state(offer) == "published"


def test_after_an_answer_the_next_silence_counts_from_the_next_request(cast, offer, asked):
    actions.take_step(asked, "decline", "offer", "We are full.", actor=cast.dina, at=ASKED + timedelta(days=10))
    again = Need.objects.get(reference=publish(cast.client("alice"), "la-passerelle"))
    actions.propose(again, offer, "need", "And now?", actor=cast.alice, at=DAY_AFTER)
    actions.pause_silent_offers(DAY_AFTER + timedelta(days=45))
    assert state(offer) == "published"
    actions.pause_silent_offers(DAY_AFTER + timedelta(days=46))
    assert state(offer) == "paused"


def test_a_paused_offer_is_on_no_list_and_in_no_ranking(cast, need, offer, letter):
    assert offer.title not in cast.client("elio").get("/en/offers/").content.decode()
    assert cast.client("elio").get(f"/en/offers/{offer.reference}/").status_code == 404
    assert queries.ranked_offers(need).considered == 0


def test_its_people_are_told_why_and_how_it_comes_back(cast, letter):
    assert letter.to == [cast.dina.email]
    assert letter.subject == "Your offer takes a break"
    assert "one press brings it back" in letter.body


def test_the_link_shows_a_page_and_one_press_brings_it_back_without_signing_in(cast, offer, letter):
    visitor = cast.client("visitor")
    page = visitor.get(link(letter))
    assert "Put it back on the lists" in page.content.decode()
    assert state(offer) == "paused"
    assert "Your offer is back" in visitor.post(link(letter)).content.decode()
    assert state(offer) == "published"
    assert history(offer).get(name="offer.resumed").actor == cast.dina


def test_the_link_works_once(cast, offer, letter):
    visitor = cast.client("visitor")
    visitor.post(link(letter))
    actions.pause(Offer.objects.get(pk=offer.pk), "silence", actor=None, at=timezone.now())
    assert visitor.post(link(letter)).status_code == 410
    assert state(offer) == "paused"


@pytest.mark.parametrize("spoilt", ["changed", "old", "for somebody who left"])
def test_a_link_that_is_changed_too_old_or_not_ones_own_any_more_does_nothing(cast, offer, letter, spoilt, monkeypatch):
    address = link(letter)
    if spoilt == "changed":
        address = address[:-3] + "x" + address[-2:]
    elif spoilt == "old":
        much_later = timezone.now().timestamp() + 61 * 24 * 3600
        monkeypatch.setattr("time.time", lambda: much_later)
    else:
        cast.cooperative.memberships.all().delete()
    for answer in (cast.client("visitor").get(address), cast.client("visitor").post(address)):
        assert answer.status_code == 410
    assert state(offer) == "paused"


@pytest.mark.parametrize(
    ("who", "status", "after"),
    [
        ("dina", 302, "published"),
        ("alice", 404, "paused"),
        ("elio", 404, "paused"),
        ("visitor", 302, "paused"),
    ],
)
def test_only_its_people_bring_it_back_from_its_page(cast, offer, letter, who, status, after):
    assert cast.client(who).post(f"/en/offers/{offer.reference}/resume/").status_code == status
    assert state(offer) == after


def test_a_reader_cannot_bring_it_back(cast, offer, letter):
    cast.cooperative.memberships.create(person=cast.chloe, role="reader", since=ASKED)
    assert cast.client("chloe").post(f"/en/offers/{offer.reference}/resume/").status_code == 403
    assert state(offer) == "paused"


def test_its_page_says_why_it_is_paused(cast, offer, letter):
    page = cast.client("dina").get(f"/en/offers/{offer.reference}/").content.decode()
    assert "Paused, and not on the lists: somebody waited for an answer for 45 days." in page


@pytest.mark.parametrize("number", ["0", "11", "many"])
def test_the_owner_chooses_one_to_ten_open_requests(cast, offer, number):
    address = f"/en/offers/{offer.reference}/question/capacity/"
    page = cast.client("dina").get(address)
    assert page.context["form"].initial["max_requests"] == 3
    assert cast.client("dina").post(address, {"max_requests": number}).status_code == 200


def test_the_worker_runs_it():
    assert "matching.pause_silent_offers" in {job.name for job in jobs()}


# Things: item, quantity, condition and stock.


@pytest.fixture
def things(cast, offer):
    """Dina gives four laptops, three for one organisation."""
    cast.client("dina").post(f"/en/offers/{offer.reference}/question/in_kind/", THING)
    offer.refresh_from_db()
    return offer


@pytest.fixture
def accept(cast, things):
    def one() -> Introduction:
        need = Need.objects.get(reference=publish(cast.client("alice"), "la-passerelle"))
        made = actions.propose(need, things, "need", "Could we have some?", actor=cast.alice, at=ASKED)
        actions.take_step(made, "accept", "offer", "", actor=cast.dina, at=ASKED)
        things.refresh_from_db()
        made.refresh_from_db()
        return made

    return one


def test_what_there_is_stands_in_words_on_the_page(cast, things):
    page = cast.client("elio").get(f"/en/offers/{things.reference}/").content.decode()
    assert "Laptops, used, in good condition – 4 left, up to 3 for one organisation" in page


@pytest.mark.parametrize("left_out", THING)
def test_a_thing_is_described_whole_or_not_at_all(cast, offer, left_out):
    dina, address = cast.client("dina"), f"/en/offers/{offer.reference}/question/in_kind/"
    page = dina.post(address, {name: value for name, value in THING.items() if name != left_out})
    assert "Say this too, or leave all of this page empty." in page.content.decode()
    assert dina.post(address, {}).status_code == 302


@pytest.mark.parametrize("stock", ["-1", "two", "99999999999"])
def test_a_stock_that_cannot_be_is_refused(cast, offer, stock):
    page = cast.client("dina").post(f"/en/offers/{offer.reference}/question/in_kind/", THING | {"stock": stock})
    assert page.status_code == 200
    assert page.context["form"].errors["stock"]


def test_giving_takes_from_the_stock_and_the_last_one_pauses_the_offer(things, accept, mailoutbox):
    accept()
    assert (things.stock, things.state) == (1, "published")
    accept()
    assert (things.stock, things.state, things.paused_because) == (0, "paused", "stock")
    given = [event.data for event in history(things) if event.name == "offer.given"]
    assert given == [{"quantity": 3, "left": 1}, {"quantity": 1, "left": 0}]


def test_nothing_is_given_twice_when_nothing_is_left(cast, things, accept):
    need = Need.objects.get(reference=publish(cast.client("bruno"), "la-passerelle"))
    waiting = actions.propose(need, things, "need", "And us?", actor=cast.bruno, at=ASKED)
    accept()
    accept()
    answer = cast.client("dina").post(f"/en/introductions/{waiting.reference}/accept/", follow=True)
    assert "Nothing is left to give" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "proposed"


def test_a_double_acceptance_gives_once(cast, things, accept):
    made = accept()
    cast.client("dina").post(f"/en/introductions/{made.reference}/accept/")
    things.refresh_from_db()
    assert things.stock == 1


def test_the_database_keeps_a_stock_from_going_below_nothing(things):
    with pytest.raises(IntegrityError):
        Offer.objects.filter(pk=things.pk).update(stock=-1)


def test_more_of_it_brings_the_offer_back(cast, things, accept):
    accept()
    accept()
    dina = cast.client("dina")
    dina.post(f"/en/offers/{things.reference}/resume/")
    assert state(things) == "paused"
    dina.post(f"/en/offers/{things.reference}/question/in_kind/", THING | {"stock": "10"})
    assert (state(things), things.paused_because) == ("published", "")


# As guided as a need.


def test_the_menu_of_offers_holds_sessions_projects_things_and_ones_own_words(cast):
    page = cast.client("visitor").get("/en/offers/start/").content.decode()
    for words in ("Put the files in safety", "One hour", "about 30 hours", "A thing: computers"):
        assert words in page


def test_an_offer_begun_from_a_template_has_its_answers_prepared(cast):
    visitor = cast.client("visitor")
    first = visitor.get("/en/offers/new/?template=check-backups")
    words = first.context["form"].initial["text"]
    assert words.startswith("What comes out of it: An automatic copy running")
    visitor.post("/en/offers/new/?template=check-backups", {"text": words})
    offer = Offer.objects.get()
    assert (offer.help, offer.technology, offer.capacity_hours) == (["session"], ["security"], 1)
    assert offer.title == "Put the files in safety"
    assert {"framework": "tandem", "id": "organisation-security"} in offer.competences


def test_an_offer_of_a_thing_asks_about_the_thing_next(cast):
    answer = cast.client("visitor").post("/en/offers/new/?thing=1", {"text": "We renew our laptops every third year."})
    assert answer.url.endswith("/question/in_kind/")
    assert Offer.objects.get().forms == ["giving-in-kind"]


def test_a_template_that_does_not_exist_is_not_found(cast):
    assert cast.client("visitor").get("/en/offers/new/?template=magic").status_code == 404


def test_an_introduction_still_opens_a_room_when_things_are_given(cast, need, things):
    address = introduce(cast.client("alice"), need.reference, things.reference)
    cast.client("dina").post(f"{address}accept/")
    assert "You have a room together" in cast.client("alice").get(address).content.decode()
