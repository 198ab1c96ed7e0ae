"""A supporter sees where the rooms of those whom it accompanies stand, and nothing of what is said there."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cooperation.rooms import WORDS, to_framing
from tests.directory.portfolios import agreed, network

from tandem.cooperation.models import Cooperation

pytestmark = pytest.mark.django_db


def test_a_supporter_sees_phase_and_ball_and_which_room_waits_for_long(cast):
    room = to_framing(cast)
    agreed(cast, network(cast), "may_see")
    elio = cast.client("elio")
    page = elio.get("/en/portfolio/").content.decode()
    assert "their turn, since" in page
    assert "Waits for long" not in page
    assert "Fio Livre" not in page
    assert WORDS["wording"] not in page
    Cooperation.objects.update(awaited_since=timezone.now() - timedelta(days=31))
    assert "Waits for long" in elio.get("/en/portfolio/").content.decode()
    assert elio.get(room).status_code == 404


def test_without_that_consent_no_room_is_shown(cast):
    to_framing(cast)
    agreed(cast, network(cast), "may_draft")
    assert "their turn, since" not in cast.client("elio").get("/en/portfolio/").content.decode()
