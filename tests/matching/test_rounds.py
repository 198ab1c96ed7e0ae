"""Inviting the best five in one act, then the next five, until enough have accepted."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.matching.scenes import introduce, publish

from tandem.journal.queries import history
from tandem.journal.registry import jobs
from tandem.matching import actions, queries
from tandem.matching.models import Introduction, Need, Offer, Round

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
AFTER_THE_LAST_DAY = MONDAY + timedelta(days=22)
NOTE = "We look for a partner who leaves when we can do without."


@pytest.fixture
def need(cast):
    """Alice's published need."""
    return Need.objects.get(reference=publish(cast.client("alice"), "la-passerelle"))


@pytest.fixture
def offers(cast, need):
    """Seven offers that fit it, each of its own organisation and person."""
    dina = Offer.objects.get(reference=publish(cast.client("dina"), "fio-livre", "offers"))
    made = [dina]
    for number in range(6):
        organisation = OrganisationFactory(languages=["en"], roles=["tech"])
        MembershipFactory(organisation=organisation, person=PersonFactory())
        made.append(Offer.objects.get(pk=dina.pk))
        made[-1].pk, made[-1].reference, made[-1].organisation = None, f"offer-{number}", organisation
        made[-1].save()
    return made


@pytest.fixture
def begun(cast, need, offers):
    """A round with its first five invitations."""
    return actions.begin_round(need, NOTE, actor=cast.alice, at=MONDAY)


def answer(introduction: Introduction, step: str, at: datetime = MONDAY) -> None:
    person = queries.writers_of(introduction.offer.organisation)[0]
    assert actions.take_step(introduction, step, "offer", "For this reason.", actor=person, at=at).allowed


def refuse_all(round_: Round) -> None:
    for introduction in queries.waiting_in(round_):
        answer(introduction, "decline")


def page(cast, need: Need, who: str = "alice", **data):
    return cast.client(who).post(f"/en/needs/{need.reference}/invitations/", {"text": NOTE, "wanted": "1"} | data)


def test_one_act_invites_the_best_five_in_the_same_words(cast, need, offers):
    page(cast, need)
    best = [match.posting.pk for match in queries.ranked_offers(need, relaxed=["capacity"], top=5).matches]
    assert sorted(Introduction.objects.values_list("offer", flat=True)) == sorted(best)
    assert {step.text for one in Introduction.objects.all() for step in one.steps.all()} == {NOTE}


def test_each_invited_organisation_gets_one_e_mail(cast, need, offers, mailoutbox, django_capture_on_commit_callbacks):
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.begin_round(need, NOTE, actor=cast.alice, at=MONDAY)
    invited = {queries.writers_of(one.offer.organisation)[0].email for one in Introduction.objects.all()}
    assert sorted(letter.to[0] for letter in mailoutbox) == sorted(invited)
    assert all(NOTE in letter.body for letter in mailoutbox)


def test_a_double_click_sends_once(cast, need, offers):
    page(cast, need)
    page(cast, need)
    assert Introduction.objects.count() == 5
    assert Round.objects.count() == 1


def test_the_next_five_are_those_not_asked_yet_and_a_double_click_asks_them_once(cast, need, begun):
    address = f"/en/needs/{need.reference}/invitations/next/"
    cast.client("alice").post(address, {"after": "1"})
    cast.client("alice").post(address, {"after": "1"})
    assert Introduction.objects.count() == 7
    assert sorted(Introduction.objects.values_list("wave", flat=True)) == [1, 1, 1, 1, 1, 2, 2]


def test_an_offer_that_is_full_closed_or_already_met_is_not_invited(cast, need, offers):
    Offer.objects.filter(pk=offers[0].pk).update(max_requests=1)
    other_need = publish(cast.client("bruno"), "la-passerelle")
    introduce(cast.client("bruno"), other_need, offers[0].reference)
    actions.close(offers[1], actor=cast.dina, at=MONDAY)
    met = actions.propose(need, offers[2], "need", "Hello", actor=cast.alice, at=MONDAY)
    answer(met, "decline")
    begun = actions.begin_round(need, NOTE, actor=cast.alice, at=MONDAY)
    assert {one.offer_id for one in begun.introductions.all()} == {one.pk for one in offers[3:]}


def test_an_offer_closed_while_one_looked_is_not_asked(cast, need, offers):
    actions.close(offers[0], actor=cast.dina, at=MONDAY)
    assert actions.propose(need, offers[0], "need", "Hello", actor=cast.alice, at=MONDAY) is None


def test_of_one_organisation_only_the_best_offer_is_invited_and_once(cast, need, offers):
    """Fio Livre has thirty offers that fit; its second best is not asked instead of somebody else, now or later."""
    for number in range(30):
        more = Offer.objects.get(pk=offers[0].pk)
        more.pk, more.reference = None, f"more-{number}"
        more.save()
    begun = actions.begin_round(need, NOTE, actor=cast.alice, at=MONDAY)
    assert begun.introductions.values("offer__organisation").distinct().count() == 5
    refuse_all(begun)
    assert actions.invite_next(begun, 1, actor=cast.alice, at=MONDAY) == 2
    homes = list(begun.introductions.values_list("offer__organisation", flat=True))
    assert len(homes) == len(set(homes)) == 7


def test_when_enough_have_accepted_the_others_are_closed_and_told(
    begun, mailoutbox, django_capture_on_commit_callbacks
):
    first, second, *others = queries.waiting_in(begun)
    answer(second, "decline")
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer(first, "accept")
    assert [one.state for one in begun.introductions.order_by("pk")] == ["accepted", "declined", *["released"] * 3]
    told = [letter.to[0] for letter in mailoutbox if "help was found" in letter.subject]
    assert sorted(told) == sorted(queries.writers_of(one.offer.organisation)[0].email for one in others)
    begun.refresh_from_db()
    assert begun.because == "enough"
    assert [event.name for event in history(first)][-1] == "introduction.accepted"


def test_the_round_goes_on_until_as_many_as_wanted_have_accepted(cast, need, offers):
    begun = actions.begin_round(need, NOTE, wanted=2, actor=cast.alice, at=MONDAY)
    first, second, *_others = queries.waiting_in(begun)
    answer(first, "accept")
    assert queries.is_waiting(begun)
    answer(second, "accept")
    assert not queries.is_waiting(begun)


def test_closing_because_help_was_found_is_no_silence_of_those_who_were_asked(begun):
    first, second, *_others = queries.waiting_in(begun)
    answer(first, "accept")
    second.refresh_from_db()
    assert queries.domain_offers([second.offer])[0].organisation.reply_rate is None


@pytest.mark.parametrize(("goes_on", "invited"), [(True, 7), (False, 5)])
def test_when_all_refused_the_next_five_are_invited_if_the_owner_chose_so(cast, need, offers, goes_on, invited):
    begun = actions.begin_round(need, NOTE, goes_on=goes_on, actor=cast.alice, at=MONDAY)
    refuse_all(begun)
    actions.go_on_with_rounds(MONDAY)
    actions.go_on_with_rounds(MONDAY)
    assert Introduction.objects.count() == invited


def test_silence_until_the_last_day_counts_as_a_refusal_for_the_next_five(cast, need, offers):
    actions.begin_round(need, NOTE, goes_on=True, actor=cast.alice, at=MONDAY)
    actions.attend_to_waiting(AFTER_THE_LAST_DAY)
    actions.go_on_with_rounds(AFTER_THE_LAST_DAY)
    assert Introduction.objects.filter(wave=2, state="proposed").count() == 2


def test_with_nobody_left_the_round_ends_and_its_owner_is_told(
    cast, need, offers, mailoutbox, django_capture_on_commit_callbacks
):
    begun = actions.begin_round(need, NOTE, goes_on=True, actor=cast.alice, at=MONDAY)
    for _wave in range(2):
        refuse_all(begun)
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.go_on_with_rounds(MONDAY)
    begun.refresh_from_db()
    assert begun.because == "nobody_left"
    assert {letter.to[0] for letter in mailoutbox} == {cast.alice.email, cast.bruno.email}


def test_a_need_taken_off_the_lists_invites_nobody_else(cast, need, offers):
    begun = actions.begin_round(need, NOTE, goes_on=True, actor=cast.alice, at=MONDAY)
    refuse_all(begun)
    actions.close(need, actor=cast.alice, at=MONDAY)
    actions.go_on_with_rounds(MONDAY)
    begun.refresh_from_db()
    assert (begun.because, Introduction.objects.count()) == ("stopped", 5)


def test_stopping_withdraws_what_is_open(cast, need, begun):
    answer(queries.waiting_in(begun)[0], "decline")
    for _click in range(2):
        cast.client("alice").post(f"/en/needs/{need.reference}/invitations/stop/")
    assert sorted(begun.introductions.values_list("state", flat=True)) == ["declined", *["withdrawn"] * 4]


def test_one_invitation_can_be_withdrawn_alone(cast, begun):
    one = queries.waiting_in(begun)[0]
    cast.client("alice").post(f"/en/introductions/{one.reference}/withdraw/")
    assert queries.waiting_in(begun).count() == 4


def test_the_owner_reads_each_answer(cast, need, begun):
    answer(queries.waiting_in(begun)[0], "decline")
    content = cast.client("alice").get(f"/en/needs/{need.reference}/invitations/").content.decode()
    assert "Declined" in content
    assert "4 may still answer." in content


def test_those_invited_do_not_see_who_else_was(cast, need, offers, begun):
    mine = begun.introductions.filter(offer=offers[0]).first() or begun.introductions.first()
    MembershipFactory(person=cast.elio, organisation=mine.offer.organisation)
    others = [one.offer.organisation.name for one in begun.introductions.exclude(pk=mine.pk)]
    content = cast.client("elio").get(f"/en/introductions/{mine.reference}/").content.decode()
    assert [name for name in others if name in content] == []


RIGHTS = [("alice", 200), ("bruno", 200), ("chloe", 403), ("dina", 403), ("elio", 403), ("visitor", 302)]


@pytest.mark.parametrize(("who", "status"), RIGHTS)
@pytest.mark.parametrize("under_way", [False, True], ids=["before", "under way"])
def test_only_owners_and_editors_invite(cast, need, offers, who, status, under_way):
    if under_way:
        actions.begin_round(need, NOTE, actor=cast.alice, at=MONDAY)
    assert cast.client(who).get(f"/en/needs/{need.reference}/invitations/").status_code == status


@pytest.mark.parametrize("who", ["chloe", "dina", "elio", "visitor"])
@pytest.mark.parametrize("path", ["", "next/", "stop/"])
def test_nobody_else_changes_a_round(cast, need, begun, who, path):
    cast.client(who).post(f"/en/needs/{need.reference}/invitations/{path}", {"text": "x", "wanted": "1", "after": "1"})
    assert queries.waiting_in(begun).count() == 5
    assert Introduction.objects.count() == 5


@pytest.mark.parametrize("data", [{"text": " "}, {"wanted": "0"}, {"wanted": "6"}, {"wanted": "many"}])
def test_a_round_without_words_or_with_too_many_wanted_is_refused(cast, need, offers, data):
    assert page(cast, need, **data).status_code == 200
    assert Round.objects.count() == 0


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 50, "²"])
def test_the_next_five_with_a_broken_form_invite_nobody(cast, need, begun, after):
    answer = cast.client("alice").post(f"/en/needs/{need.reference}/invitations/next/", {"after": after})
    assert answer.status_code == 302
    assert Introduction.objects.count() == 5


def test_the_page_costs_the_same_for_one_invitation_and_three(cast, need, begun, django_assert_max_num_queries):
    alice, costs = cast.client("alice"), []
    for rows in (3, 1):
        begun.introductions.exclude(pk__in=list(begun.introductions.values_list("pk", flat=True)[:rows])).delete()
        with django_assert_max_num_queries(9) as asked:
            alice.get(f"/en/needs/{need.reference}/invitations/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_a_round_is_in_the_data_of_who_began_it(cast, need, begun):
    (kept,) = queries.personal_data(cast.alice)["rounds_of_invitations"]
    assert (kept["note"], kept["of_need"]) == (NOTE, need.reference)


def test_the_worker_runs_it():
    assert "matching.go_on_with_rounds" in {job.name for job in jobs()}
