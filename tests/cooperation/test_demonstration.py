"""The demonstration shows one cooperation at work under a signed agreement, and one that waits for a signature."""

import pytest

from tandem.cooperation import demonstration
from tandem.cooperation.models import Agreement, Cooperation, Signature
from tandem.directory import demonstration as organisations
from tandem.matching import demonstration as introductions

pytestmark = pytest.mark.django_db


def test_a_second_load_adds_nothing_and_the_rooms_stand_where_the_file_says():
    organisations.load(organisations.OPENED)
    introductions.load()
    assert demonstration.load() == {"agreements": 2}
    assert demonstration.load() == {"agreements": 0}
    assert Agreement.objects.exclude(signed=None).get().cooperation.phase == "work"
    waiting = Agreement.objects.get(signed=None)
    assert waiting.document.signatures.count() == 1
    assert waiting.cooperation.awaited == ["need"]
    assert Signature.objects.filter(show_name=True).count() == 2
    assert Cooperation.objects.filter(phase="closed").count() == 0
