"""A supporter proposes two parties to each other: both see who and why, each answers, both must say yes."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.matching.scenes import introduce, publish

from tandem.cooperation.models import Cooperation
from tandem.journal.queries import history
from tandem.matching import actions, queries
from tandem.matching.models import Introduction, Need, Offer, ThirdPartyProposal

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
WHY = "Both of you lost your notebooks once: you will understand each other."


@pytest.fixture
def farah(cast):
    """Somebody of an intermediary organisation; `cast.client("farah")` is her browser."""
    relay = OrganisationFactory(name="Le Relais", slug="le-relais", roles=["intermediary"])
    person = PersonFactory(name="Farah", email="farah@example.org")
    MembershipFactory(organisation=relay, person=person, role="reader")
    object.__setattr__(cast, "farah", person)
    return person


@pytest.fixture
def pair(cast):
    need = publish(cast.client("alice"), "la-passerelle")
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    return Need.objects.get(reference=need), Offer.objects.get(reference=offer)


@pytest.fixture
def proposal(cast, farah, pair):
    return actions.propose_pair(*pair, WHY, organisation=farah.organisations.get(), actor=farah, at=MONDAY)


def address(proposal: ThirdPartyProposal, answer: str = "") -> str:
    return f"/en/introductions/for-others/{proposal.reference}/{answer}"


def agree(cast, proposal, who: str, **data) -> None:
    cast.client(who).post(address(proposal, "agree/"), data)
    proposal.refresh_from_db()


@pytest.mark.parametrize("start", ["need", "offer"])
def test_a_supporter_starts_from_either_posting_and_chooses_who_fits(cast, farah, pair, start):
    own, other = pair if start == "need" else pair[::-1]
    farahs = cast.client("farah")
    page = farahs.get(f"/en/{start}s/{own.reference}/").content.decode()
    link = f"/en/introductions/for-others/new/?{start}={own.reference}"
    assert link in page
    made = farahs.post(link, {"other": other.reference, "why": WHY})
    assert made.url == address(ThirdPartyProposal.objects.get(need=pair[0], offer=pair[1]))


@pytest.mark.parametrize("who", ["alice", "bruno", "dina", "farah"])
def test_both_parties_see_who_proposed_it_and_why(cast, proposal, who):
    page = cast.client(who).get(address(proposal)).content.decode()
    for words in (WHY, "Farah", "Le Relais"):
        assert words in page


@pytest.mark.parametrize(
    ("who", "status"), [("chloe", 403), ("elio", 404), ("visitor", 302), ("alice", 200), ("dina", 200)]
)
def test_a_proposal_is_for_those_who_may_answer_it(cast, proposal, who, status):
    assert cast.client(who).get(address(proposal)).status_code == status


def test_both_are_written_to_with_the_reason_and_a_link(
    cast, farah, pair, mailoutbox, django_capture_on_commit_callbacks
):
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        made = actions.propose_pair(*pair, WHY, organisation=farah.organisations.get(), actor=farah, at=MONDAY)
    assert {letter.to[0] for letter in mailoutbox} == {one.email for one in (cast.alice, cast.bruno, cast.dina)}
    assert all(WHY in letter.body and address(made) in letter.body for letter in mailoutbox)
    assert all("Last day to answer: 25 May 2026." in letter.body for letter in mailoutbox)


def test_one_yes_is_not_enough(cast, proposal):
    agree(cast, proposal, "dina")
    assert proposal.state == "offer_agreed"
    assert Introduction.objects.count() == 0
    assert cast.dina.email not in cast.client("alice").get(address(proposal)).content.decode()


@pytest.mark.parametrize("order", [("alice", "dina"), ("dina", "alice")])
def test_both_yes_are_an_ordinary_acceptance_with_a_room(cast, proposal, order):
    for who in order:
        agree(cast, proposal, who)
    introduction = proposal.introduction
    assert introduction.state == "accepted"
    assert Cooperation.objects.get().introduction == introduction
    page = cast.client("alice").get(f"/en/introductions/{introduction.reference}/").content.decode()
    assert cast.dina.email in page
    assert WHY in page


@pytest.mark.parametrize(
    ("need_wishes", "offer_wishes", "stays"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_the_supporter_stays_only_when_both_wished_it(cast, farah, proposal, need_wishes, offer_wishes, stays):
    agree(cast, proposal, "alice", **({"mediator": "on"} if need_wishes else {}))
    agree(cast, proposal, "dina", **({"mediator": "on"} if offer_wishes else {}))
    introduction = proposal.introduction
    assert introduction.supporter == (farah if stays else None)
    accepted = history(introduction).get(name="introduction.accepted")
    assert accepted.data.get("supporter") == (farah.pk if stays else None)
    page = cast.client("alice").get(f"/en/introductions/{introduction.reference}/").content.decode()
    assert ("stays in the conversation" in page) == stays


def test_a_refusal_needs_a_reason_which_all_read(cast, proposal, mailoutbox, django_capture_on_commit_callbacks):
    dina = cast.client("dina")
    assert "Please give a reason" in dina.post(address(proposal, "decline/"), {"decline-text": " "}).content.decode()
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        dina.post(address(proposal, "decline/"), {"decline-text": "We are full until June."})
    told = {letter.to[0] for letter in mailoutbox if "We are full until June." in letter.body}
    assert told == {cast.alice.email, cast.bruno.email, cast.farah.email}
    for who in ("alice", "farah"):
        assert "We are full until June." in cast.client(who).get(address(proposal)).content.decode()


def test_a_double_yes_counts_once(cast, proposal):
    agree(cast, proposal, "alice")
    agree(cast, proposal, "alice")
    assert proposal.state == "need_agreed"
    agree(cast, proposal, "dina")
    agree(cast, proposal, "dina")
    assert Introduction.objects.count() == 1


def test_a_stale_page_is_told_where_it_stands(cast, farah, proposal):
    cast.client("farah").post(address(proposal, "withdraw/"))
    answer = cast.client("alice").post(address(proposal, "agree/"), follow=True)
    assert "moved on meanwhile" in answer.content.decode()
    assert Introduction.objects.count() == 0


@pytest.mark.parametrize("who", ["alice", "dina", "chloe", "elio", "visitor"])
def test_only_supporters_take_it_back(cast, proposal, who):
    cast.client(who).post(address(proposal, "withdraw/"))
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


@pytest.mark.parametrize("answer", ["agree/", "decline/"])
@pytest.mark.parametrize("who", ["farah", "chloe", "elio", "visitor"])
def test_nobody_answers_for_others(cast, proposal, who, answer):
    cast.client(who).post(address(proposal, answer), {"decline-text": "No."})
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("elio", 403), ("visitor", 302), ("farah", 200)])
def test_only_supporters_propose_others(cast, farah, pair, who, status):
    page = cast.client(who).get(f"/en/introductions/for-others/new/?need={pair[0].reference}")
    assert page.status_code == status


def test_a_supporter_is_not_both_supporter_and_party(cast, farah, pair):
    MembershipFactory(organisation=cast.cooperative, person=farah)
    assert not queries.candidates_for(pair[0], farah)
    answer = cast.client("farah").post(
        f"/en/introductions/for-others/new/?need={pair[0].reference}", {"other": pair[1].reference, "why": WHY}
    )
    assert answer.status_code == 200
    assert ThirdPartyProposal.objects.count() == 0


def test_two_who_have_met_are_not_proposed_to_each_other(cast, farah, pair):
    introduce(cast.client("alice"), *(one.reference for one in pair))
    assert queries.candidates_for(pair[0], farah) == []


def test_proposing_twice_asks_once(cast, farah, pair, proposal):
    again = actions.propose_pair(*pair, "Again.", organisation=farah.organisations.get(), actor=farah, at=MONDAY)
    assert again == proposal


def test_nobody_says_yes_to_what_is_no_longer_published(cast, pair, proposal):
    actions.close(pair[1], actor=cast.dina, at=MONDAY)
    agree(cast, proposal, "alice")
    assert proposal.state == "proposed"


def test_an_open_introduction_between_the_two_is_the_one_that_is_accepted(cast, pair, proposal):
    under_way = actions.propose(*pair, "need", "Hello", actor=cast.alice, at=MONDAY)
    agree(cast, proposal, "dina")
    agree(cast, proposal, "alice")
    assert proposal.introduction == under_way
    assert Introduction.objects.get().state == "accepted"


def test_an_unnamed_need_keeps_its_name_until_both_said_yes(cast, farah):
    need = publish(cast.client("alice"), "la-passerelle", audience={"visibility": "unnamed"})
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    new = f"/en/introductions/for-others/new/?offer={offer}"
    assert "La Passerelle" not in cast.client("farah").get(new).content.decode()
    cast.client("farah").post(new, {"other": need, "why": WHY})
    made = ThirdPartyProposal.objects.get()
    for who in ("farah", "dina"):
        assert "La Passerelle" not in cast.client(who).get(address(made)).content.decode()
    for who in ("dina", "alice"):
        agree(cast, made, who)
    assert "La Passerelle" in cast.client("dina").get(address(made)).content.decode()


def test_silence_closes_it_after_the_last_day_and_tells_everybody(
    cast, proposal, mailoutbox, django_capture_on_commit_callbacks
):
    actions.close_silent_pairs(MONDAY + timedelta(days=21))
    proposal.refresh_from_db()
    assert proposal.state == "proposed"
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.close_silent_pairs(MONDAY + timedelta(days=22))
    proposal.refresh_from_db()
    assert proposal.state == "expired"
    assert {letter.to[0] for letter in mailoutbox} == {
        one.email for one in (cast.alice, cast.bruno, cast.dina, cast.farah)
    }


def test_it_waits_in_the_place_of_both_and_is_under_way_for_the_supporter(cast, proposal):
    for who, where in (("alice", "pairs_waiting"), ("dina", "pairs_waiting"), ("farah", "pairs_under_way")):
        place = cast.client(who).get("/en/mine/")
        assert [line["proposal"] for line in place.context[where]] == [proposal], who
        assert "proposed by Le Relais" in place.content.decode()


def test_each_step_is_in_the_journal(cast, proposal):
    agree(cast, proposal, "alice")
    agree(cast, proposal, "dina")
    assert [event.name for event in history(proposal)] == [
        f"third_party.{word}" for word in ("proposed", "need_agreed", "accepted")
    ]


def test_what_one_proposed_and_answered_is_in_ones_data(cast, farah, proposal):
    agree(cast, proposal, "alice")
    assert queries.personal_data(farah)["proposed_to_others"][0]["why"] == WHY
    assert queries.personal_data(cast.alice)["answers_to_proposals"][0]["agrees"] is True


def test_ones_own_place_costs_the_same_for_one_proposal_and_three(
    cast, farah, pair, proposal, django_assert_max_num_queries
):
    alice, costs = cast.client("alice"), []
    for rows in (1, 3):
        for number in range(1, rows):
            other = Offer.objects.get(pk=pair[1].pk)
            other.pk, other.reference = None, f"other-{number}"
            other.save()
            actions.propose_pair(pair[0], other, WHY, organisation=farah.organisations.get(), actor=farah, at=MONDAY)
        with django_assert_max_num_queries(12) as asked:
            alice.get("/en/mine/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_each_side_that_is_silent_is_reminded_twice_at_most_on_its_business_days(
    cast, proposal, mailoutbox, django_capture_on_commit_callbacks
):
    """Monday 4 May 2026: the association (France) has a public holiday on Friday the 8th and on Thursday the 14th, the
    cooperative (Portugal) has none."""
    mailoutbox.clear()
    reminded = {}
    for day in range(23):
        at = MONDAY + timedelta(days=day)
        with django_capture_on_commit_callbacks(execute=True):
            actions.remind_pairs(at)
            actions.remind_pairs(at)
        for letter in mailoutbox:
            reminded.setdefault(letter.to[0], []).append((at.month, at.day))
            assert "Le Relais waits for your answer" in letter.subject
            assert address(proposal) in letter.body
        mailoutbox.clear()
    assert reminded["dina@example.org"] == [(5, 11), (5, 18)]
    assert reminded["alice@example.org"] == reminded["bruno@example.org"] == [(5, 12), (5, 20)]
    assert "farah@example.org" not in reminded


def test_who_has_answered_is_not_reminded_and_nobody_more_than_twice(
    cast, proposal, django_capture_on_commit_callbacks
):
    """A yes gives the other side its whole time again, and no third reminder."""
    for day in (7, 14):
        actions.remind_pairs(MONDAY + timedelta(days=day))
    assert actions.answer_pair(proposal, "offer", agrees=True, actor=cast.dina, at=MONDAY + timedelta(days=15)).allowed
    for day in range(15, 36):
        actions.remind_pairs(MONDAY + timedelta(days=day))
    assert sorted(proposal.reminders.values_list("side", "number")) == [
        ("need", 1),
        ("need", 2),
        ("offer", 1),
        ("offer", 2),
    ]


def test_the_second_reminder_says_that_it_is_the_last_in_the_readers_language(
    cast, proposal, mailoutbox, django_capture_on_commit_callbacks
):
    cast.dina.language = "fr"
    cast.dina.save()
    actions.remind_pairs(MONDAY + timedelta(days=7))
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.remind_pairs(MONDAY + timedelta(days=14))
    (letter,) = (one for one in mailoutbox if one.to == ["dina@example.org"])
    assert "Ceci est le dernier rappel." in letter.body
    page = cast.client("dina").get(address(proposal)).content.decode()
    assert page.count("A reminder was sent on") == 2
    assert "25 mai 2026" in letter.subject
