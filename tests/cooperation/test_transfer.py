"""The transfer plan: carried over, rated by both sides, honest about what rests on one person."""

import pytest
from tests.cooperation.rooms import open_room, to_framing

from tandem.cooperation.models import AutonomyStep, Cooperation, LevelRating, TransferLine
from tandem.matching.models import Need, Offer

pytestmark = pytest.mark.django_db
ASKED = {"framework": "digcomp-3.0", "id": "1.3", "level_now": 2, "level_wanted": 4, "must": True}
BROUGHT = {"framework": "digcomp-3.0", "id": "2.1", "level": 6}
FILLED = {"start": "3", "level_wanted": "5", "end": "", "learners": "Ana", "teachers": "Rui", "how": "Side by side."}


@pytest.fixture
def room(cast):
    """A room in framing whose need asks for a competence and whose offer brings another."""
    address = open_room(cast)
    Need.objects.update(competences=[ASKED])
    Offer.objects.update(competences=[ASKED | {"level": 6}, BROUGHT])
    cast.client("alice").post(f"{address}step/start_framing/")
    return address


@pytest.fixture
def line(room):
    return TransferLine.objects.get(competence="1.3")


def test_competences_of_need_and_offer_are_carried_over_once(cast, room, line):
    assert [one.competence for one in TransferLine.objects.all()] == ["1.3", "2.1"]
    assert line.level_wanted == 4
    assert [(rating.party.side, rating.level) for rating in line.ratings.all()] == [("need", 2)]
    cast.client("alice").post(f"{room}transfer/competences/", {"remove": line.pk})
    cast.client("dina").post(f"{room}step/meet_again/", {"meet_again-reason": "A colleague joins us."})
    cast.client("dina").post(f"{room}step/start_framing/")
    assert [one.competence for one in TransferLine.objects.all()] == ["2.1"]


def test_levels_seen_differently_are_shown(cast, room, line):
    dina = cast.client("dina")
    assert "You see it differently" not in dina.get(f"{room}transfer/").content.decode()
    dina.post(f"{room}transfer/{line.pk}/", {**FILLED, "seen": 1})
    assert "You see it differently" in dina.get(f"{room}transfer/").content.decode()
    assert set(line.ratings.values_list("party__side", "level")) == {("need", 2), ("offer", 3)}


def test_a_level_can_be_taken_back_and_changed(cast, room, line):
    alice = cast.client("alice")
    alice.post(f"{room}transfer/{line.pk}/", {**FILLED, "start": "1", "end": "4", "seen": 1})
    assert set(line.ratings.values_list("moment", "level")) == {("start", 1), ("end", 4)}
    alice.post(f"{room}transfer/{line.pk}/", {**FILLED, "start": "", "end": "4", "seen": 2})
    assert set(line.ratings.values_list("moment", "level")) == {("end", 4)}


def test_a_level_that_does_not_exist_is_refused(cast, room, line):
    page = cast.client("dina").post(f"{room}transfer/{line.pk}/", {**FILLED, "start": "9", "seen": 1})
    assert "There is a problem" in page.content.decode()
    assert LevelRating.objects.count() == 1


def test_a_skill_that_rests_on_one_person_is_warned_of(cast, room, line):
    alice = cast.client("alice")
    TransferLine.objects.exclude(pk=line.pk).delete()
    alice.post(f"{room}transfer/{line.pk}/", {**FILLED, "seen": 1})
    assert "the skill would leave with one" in alice.get(f"{room}transfer/").content.decode()
    alice.post(f"{room}transfer/{line.pk}/", {**FILLED, "learners": "Ana\nZoé", "seen": 2})
    assert "the skill would leave with one" not in alice.get(f"{room}transfer/").content.decode()


def test_two_at_once_lose_no_word(cast, room, line):
    cast.client("alice").post(f"{room}transfer/{line.pk}/", {**FILLED, "seen": 1})
    page = cast.client("dina").post(f"{room}transfer/{line.pk}/", {**FILLED, "how": "By video.", "seen": 1})
    assert "Somebody changed this while you were writing" in page.content.decode()
    assert "Side by side." in page.content.decode()
    line.refresh_from_db()
    assert line.how == "Side by side."


def test_a_competence_is_found_and_added_once(cast, room):
    alice = cast.client("alice")
    assert "Choose" in alice.get(f"{room}transfer/competences/?q=password").content.decode()
    for _ in range(2):
        alice.post(f"{room}transfer/competences/", {"add": "digcomp-3.0 4.2"})
    assert TransferLine.objects.filter(competence="4.2").count() == 1
    assert alice.post(f"{room}transfer/competences/", {"add": "digcomp-3.0 99"}).status_code == 404


def test_handing_nothing_over_is_said_openly(cast):
    room = to_framing(cast)
    cast.client("dina").post(f"{room}transfer/nothing/", {"why": "We lend a room, nothing more."})
    page = cast.client("alice").get(f"{room}transfer/").content.decode()
    assert "This cooperation hands nothing over." in page
    assert "We lend a room, nothing more." in page
    cast.client("alice").post(f"{room}transfer/competences/", {"add": "digcomp-3.0 4.2"})
    assert not Cooperation.objects.get().transfer.nothing


def test_a_plan_with_competences_hands_something_over(cast, room):
    answer = cast.client("dina").post(f"{room}transfer/nothing/", {"why": "No time."}, follow=True)
    assert "The plan still names competences" in answer.content.decode()
    assert not Cooperation.objects.get().transfer.nothing


def test_a_step_of_autonomy_needs_evidence_and_is_noted_once(cast, room):
    alice, dina = cast.client("alice"), cast.client("dina")
    alice.post(f"{room}transfer/step/maintains/", {"evidence": " "})
    assert not AutonomyStep.objects.exists()
    alice.post(f"{room}transfer/step/maintains/", {"evidence": "We restored a backup on 3 May."})
    answer = dina.post(f"{room}transfer/step/maintains/", {"evidence": "Something else."}, follow=True)
    assert "noted already" in answer.content.decode()
    assert "We restored a backup on 3 May." in answer.content.decode()
    assert alice.get(f"{room}transfer/step/flies/").status_code == 404


def test_the_plan_is_not_written_before_framing(cast):
    room = open_room(cast)
    answer = cast.client("alice").post(f"{room}transfer/competences/", {"add": "digcomp-3.0 4.2"}, follow=True)
    assert "written from framing on" in answer.content.decode()
    assert not TransferLine.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("elio", 404), ("chloe", 403), ("bruno", 200)])
def test_who_may_write_the_plan(cast, room, line, who, status):
    for path in (f"{line.pk}/", "competences/", "nothing/", "step/maintains/"):
        assert cast.client(who).get(f"{room}transfer/{path}").status_code == status, path


def test_a_line_of_another_room_is_unknown(cast, room, line):
    other = open_room(cast)
    assert cast.client("alice").get(f"{other}transfer/{line.pk}/").status_code == 404


@pytest.mark.parametrize("lines", [1, 3])
def test_the_plan_costs_the_same_for_one_competence_and_three(cast, room, lines, django_assert_num_queries):
    TransferLine.objects.all().delete()
    for number in range(1, lines + 1):
        TransferLine.objects.create(
            cooperation=Cooperation.objects.get(), framework="digcomp-3.0", competence=f"1.{number}"
        )
    alice = cast.client("alice")
    alice.get(f"{room}transfer/")
    with django_assert_num_queries(9):
        alice.get(f"{room}transfer/")


def test_a_line_of_which_nothing_is_said_warns_of_nothing(cast, room, line):
    line.delete()
    page = cast.client("alice").get(f"{room}transfer/").content.decode()
    assert "Nothing said yet" in page
    assert "the skill would leave with one" not in page
