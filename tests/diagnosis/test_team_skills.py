"""A team says what it can do: nobody sees one answer, nor who did not give any."""

from datetime import timedelta

import hypothesis
import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.factories import NOON, MembershipFactory, OrganisationFactory, PersonFactory

from tandem.diagnosis import actions
from tandem.diagnosis.models import SkillRating, TeamSkills
from tandem.diagnosis.queries import skills
from tandem.directory.models import Membership
from tandem.domain.competences import DIGCOMP
from tandem.journal.models import Event

pytestmark = pytest.mark.django_db

PAGE = "/en/organisations/la-passerelle/skills/"
SEARCHING = (DIGCOMP, "1.1")


@pytest.fixture
def colleagues(cast):
    """Six members beside the three of the cast."""
    people = [PersonFactory(name=f"Colleague {number}") for number in range(6)]
    for person in people:
        MembershipFactory(person=person, organisation=cast.association, role=Membership.Role.READER)
    return people


def rate(cast, person, band, *, offered=False, day=0):
    given_ = {SEARCHING: (band, offered)}
    return actions.rate(cast.association, given_, actor=person, at=NOON + timedelta(days=day))


def told(cast):
    team = skills.team_of(cast.association)
    row = skills.overview(team, {}, "en")[0]["competences"][0]
    return row["shares"]


def test_the_spread_is_told_from_five_answers_on(cast, colleagues):
    for person in colleagues[:4]:
        rate(cast, person, 2)
    assert told(cast) is None
    rate(cast, colleagues[4], 4)
    assert told(cast) == ("nobody", "nobody", "most", "nobody", "few")


def test_one_more_answer_does_not_change_what_is_told(cast, colleagues):
    for person in colleagues[:5]:
        rate(cast, person, 2)
    before = told(cast)
    rate(cast, colleagues[5], 4, day=1)
    assert told(cast) == before
    for person in colleagues[:4]:
        rate(cast, person, 3, day=2)
    assert told(cast) == ("nobody", "nobody", "few", "many", "few")


def test_the_spread_goes_when_fewer_than_five_answers_are_left(cast, colleagues):
    for person in colleagues[:5]:
        rate(cast, person, 2)
    actions.withdraw(cast.association, actor=colleagues[0], at=NOON)
    assert told(cast) is None
    assert not SkillRating.objects.filter(person=colleagues[0]).exists()


def test_who_leaves_the_organisation_takes_their_answers_along(cast, colleagues):
    for person in colleagues[:5]:
        rate(cast, person, 2, offered=True)
    Membership.objects.filter(person=colleagues[0]).delete()
    assert told(cast) is None
    assert "Colleague 0" not in cast.client("alice").get(PAGE).content.decode()


def test_only_who_offers_help_is_named_and_takes_it_back(cast, colleagues):
    rate(cast, colleagues[0], 3, offered=True)
    rate(cast, colleagues[1], 3)
    page = cast.client("alice").get(PAGE).content.decode()
    assert "Colleague 0" in page
    assert "Colleague 1" not in page
    rate(cast, colleagues[0], 3, offered=False)
    assert "Colleague 0" not in cast.client("alice").get(PAGE).content.decode()


def test_the_page_of_an_owner_is_the_same_whoever_did_not_answer(cast, colleagues):
    def page() -> str:
        shown = cast.client("alice").get(PAGE).content.decode()
        return shown.replace(shown.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0], "")

    pages = []
    for silent in (colleagues[0], colleagues[5]):
        SkillRating.objects.all().delete()
        TeamSkills.objects.all().delete()
        for person in colleagues:
            if person != silent:
                rate(cast, person, 2)
        pages.append(page().count("Colleague"))
        assert "5 of" not in page()
    assert pages == [0, 0]


def test_the_journal_does_not_say_who_answered(cast, colleagues):
    rate(cast, colleagues[0], 2)
    actions.withdraw(cast.association, actor=colleagues[0], at=NOON)
    events = Event.objects.filter(name__startswith="team_skills")
    assert {event.actor_id for event in events} == {None}
    assert len(events) == 2


def test_every_member_gets_the_same_letter_once_a_month(cast, colleagues):
    rate(cast, colleagues[0], 2)
    alice = cast.client("alice")
    alice.post(f"{PAGE}letter/")
    assert len(mail.outbox) == 9
    assert len({one.body.split("\n", 2)[2].split("choose which")[0] for one in mail.outbox}) == 1
    alice.post(f"{PAGE}letter/")
    assert len(mail.outbox) == 9


def test_one_rates_oneself_page_by_page_and_comes_back(cast):
    bruno = cast.client("bruno")
    first = f"{PAGE}mine/digcomp-3-0-1/"
    following = bruno.post(first, {"band_0": "1", "help_0": "on", "band_1": ""})
    assert following.url == f"{PAGE}mine/digcomp-3-0-2/"
    assert [(one.competence, one.band, one.offered) for one in SkillRating.objects.all()] == [("1.1", 1, True)]
    assert bruno.get(first).context["form"].initial["band_0"] == "1"
    assert bruno.post(first, {"band_0": "", "stop": "1"}).url == PAGE
    assert not SkillRating.objects.exists()


def test_what_to_learn_from_follows_from_what_was_said(cast, colleagues):
    bruno = cast.client("bruno")
    assert not bruno.get(PAGE).context["for_me"]
    resource = skills.to_learn_from({(DIGCOMP, "4.1")})[0]
    bruno.post(f"{PAGE}mine/digcomp-3-0-4/", {"band_0": "0"})
    assert resource.id in [one.id for one in bruno.get(PAGE).context["for_me"]]


@pytest.mark.parametrize("who", ["elio", "dina"])
def test_others_do_not_know_this_page(cast, who):
    stranger = cast.client(who)
    assert stranger.get(PAGE).status_code == 404
    assert stranger.post(f"{PAGE}mine/digcomp-3-0-1/", {"band_0": "2"}).status_code == 404
    assert stranger.post(f"{PAGE}letter/").status_code == 404


def test_a_reader_rates_themselves_but_does_not_write_to_all(cast):
    chloe = cast.client("chloe")
    assert chloe.post(f"{PAGE}mine/digcomp-3-0-1/", {"band_0": "2"}).status_code == 302
    assert chloe.post(f"{PAGE}letter/").status_code == 403


def test_the_page_takes_as_many_queries_with_six_answers_as_with_one(cast, colleagues, django_assert_num_queries):
    alice = cast.client("alice")
    rate(cast, colleagues[0], 2, offered=True)
    alice.get(PAGE)
    with django_assert_num_queries(9):
        alice.get(PAGE)
    for person in colleagues:
        rate(cast, person, 2, offered=True)
    with django_assert_num_queries(9):
        alice.get(PAGE)


class Differencing(TestCase):
    """Whatever people do in whatever order, what is told changes only when five or more have moved."""

    @hypothesis.settings(max_examples=15)
    @given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 4) | st.none()), min_size=1, max_size=40))
    def test_two_tellings_differ_by_five_people_at_least(self, acts):
        association = OrganisationFactory()
        people = [PersonFactory() for _ in range(8)]
        for person in people:
            MembershipFactory(person=person, organisation=association, role=Membership.Role.READER)
        said: dict[int, int | None] = {}
        moved: set[int] = set()
        last_told = None
        for minute, (who, band) in enumerate(acts):
            given_ = {SEARCHING: (band, False)}
            team = actions.rate(association, given_, actor=people[who], at=NOON + timedelta(minutes=minute))
            if said.get(who) != band:
                moved.add(who)
            said[who] = band
            shown = team.told.get(skills.key(*SEARCHING))
            if shown and shown["at"] != last_told:
                assert sum(shown["counts"]) == sum(one is not None for one in said.values()) >= 5
                assert len(moved) >= 5
                last_told, moved = shown["at"], set()


def test_a_person_sees_what_is_kept_of_their_skills(cast):
    from tandem.accounts.personal_data import export

    rate(cast, cast.bruno, 3, offered=True)
    assert export(cast.bruno, NOON)["diagnosis"]["skills"][0]["band"] == 3
    browser = Client()
    browser.force_login(cast.bruno, backend=settings.AUTHENTICATION_BACKENDS[0])
    browser.post(f"{PAGE}withdraw/")
    assert export(cast.bruno, NOON)["diagnosis"]["skills"] == []
