"""The next rung: proposed in a closed room, opened when both say yes, with levels and history carried over."""

import pytest
from django.core import mail
from tests.cooperation.rooms import to_framing
from tests.factories import NOON

from tandem.cooperation.models import Cooperation, LevelRating, NextRung
from tandem.domain.lifecycle import replay
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(cast):
    """A closed room in which a level rose from 1 to 3."""
    room = to_framing(cast)
    kept = Cooperation.objects.get()
    line = kept.transfer_lines.create(framework="digcomp", competence="1.1", learners="Ana\nZoé")
    for moment, level in (("start", 1), ("end", 3)):
        LevelRating.objects.create(line=line, party=kept.parties.first(), moment=moment, level=level, at=NOON)
    Cooperation.objects.update(phase="closed", awaited=[])
    return room


def propose(cast, room, who, form="joint-contract"):
    return cast.client(who).post(f"{room}next/", {"form": form}, follow=True)


def test_the_next_room_opens_when_both_say_yes_and_once(cast, closed):
    propose(cast, closed, "alice")
    assert Cooperation.objects.count() == 1
    for _ in range(2):
        page = propose(cast, closed, "dina").content.decode()
    assert Cooperation.objects.count() == 2
    assert "Your history together" in page
    opened = Cooperation.objects.get(place=2)
    assert opened.phase == "framing"
    steps = [event.data["transition"] for event in history(opened) if event.name == "cooperation.moved"]
    assert replay(opened.lifecycle, steps) == "framing"


def test_levels_reached_are_the_levels_at_the_start(cast, closed):
    for who in ("alice", "dina"):
        propose(cast, closed, who)
    line = Cooperation.objects.get(place=2).transfer_lines.get()
    assert [(rating.moment, rating.level) for rating in line.ratings.all()] == [("start", 3)]
    assert line.learners == "Ana\nZoé"


def test_the_pair_s_history_reads_as_one_line_on_both_rooms_and_on_members_pages(cast, closed):
    for who in ("alice", "dina"):
        propose(cast, closed, who)
    opened = Cooperation.objects.get(place=2)
    for room in (closed, f"/en/cooperations/{opened.reference}/"):
        assert "Joint contract" in cast.client("chloe").get(room).content.decode()
    own = cast.client("alice").get("/en/organisations/la-passerelle/").content.decode()
    assert "Only members of this organisation see this." in own
    assert "Joint contract" in own
    assert "Joint contract" not in cast.client("elio").get("/en/organisations/la-passerelle/").content.decode()


def test_another_form_asks_both_anew_and_no_takes_it_away(cast, closed):
    propose(cast, closed, "alice")
    propose(cast, closed, "dina", "co-production")
    assert Cooperation.objects.count() == 1
    assert NextRung.objects.get().form == "co-production"
    cast.client("alice").post(f"{closed}next/", {"no": ""})
    assert not NextRung.objects.exists()


def test_what_is_not_on_the_ladder_is_refused(cast, closed):
    assert "does not stand on the ladder" in propose(cast, closed, "alice", "patent-licence").content.decode()


def test_an_open_room_has_no_next_rung(cast):
    room = to_framing(cast)
    assert cast.client("alice").get(f"{room}next/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("chloe", 403), ("elio", 404)])
def test_readers_and_strangers_do_not_say_yes(cast, closed, who, status):
    assert cast.client(who).post(f"{closed}next/", {"form": "joint-contract"}).status_code == status


@pytest.mark.django_db(transaction=True)
def test_the_other_side_is_asked_by_e_mail(cast, closed):
    mail.outbox.clear()
    for _ in range(2):
        propose(cast, closed, "alice")
    assert [letter.to for letter in mail.outbox] == [["dina@example.org"]]
    assert f"{closed}next/" in mail.outbox[0].body
    assert "Joint contract" in mail.outbox[0].body
