"""What the figures of the ecosystem are told of cooperations: who, when, and the hours that both sides agree on."""

from datetime import date

import pytest
from tests.cooperation.rooms import open_room
from tests.cooperation.test_hours import TIME

from tandem.cooperation.models import Cooperation, LevelRating, TransferLine
from tandem.cooperation.queries import recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties(cast):
    open_room(cast)
    return list(Cooperation.objects.get().parties.all())


def test_a_room_counts_for_the_organisation_whose_need_it_was(cast, parties):
    room = Cooperation.objects.get()
    need, offer = (party.organisation_id for party in parties)
    assert list(recorded.cooperations()) == [(room.pk, room.opened.date(), (need, offer), 1)]


def test_only_hours_that_both_agree_on_are_counted_and_none_asked_back(cast, parties):
    address = f"/en/cooperations/{Cooperation.objects.get().reference}/"
    dina, alice = cast.client("dina"), cast.client("alice")
    dina.post(f"{address}hours/", TIME)
    assert list(recorded.minutes()) == []
    alice.post(f"{address}hours/1/confirm/")
    [(_key, day, _parties, minutes)] = recorded.minutes()
    assert (day, minutes) == (date(2026, 1, 15), 90)
    dina.post(f"{address}hours/1/back/")
    assert list(recorded.minutes()) == []


@pytest.mark.parametrize(("ends", "counted"), [((3, 2), 1), ((3, 1), 0), ((3, None), 0)])
def test_a_skill_is_handed_over_when_both_sides_saw_it_rise(cast, parties, ends, counted):
    room = Cooperation.objects.get()
    line = TransferLine.objects.create(cooperation=room, framework="tandem", competence="low-code")
    for party, end in zip(parties, ends, strict=True):
        for moment, level in (("start", 1), ("end", end)):
            if level is not None:
                LevelRating.objects.create(line=line, party=party, moment=moment, level=level, at=room.opened)
    assert len(list(recorded.transfers())) == counted
