"""The demonstration shows a cooperation of two at work under a signed agreement, one of three with a fund, one that
waits for a signature, and one that both evaluated and tell in public."""

import pytest

from tandem.cooperation import demonstration, queries
from tandem.cooperation.models import Agreement, Party, SharedCase, Signature
from tandem.directory import demonstration as organisations
from tandem.matching import demonstration as introductions

pytestmark = pytest.mark.django_db


def test_a_second_load_adds_nothing_and_the_rooms_stand_where_the_file_says():
    organisations.load(organisations.OPENED)
    introductions.load()
    assert demonstration.load() == {"agreements": 4}
    assert demonstration.load() == {"agreements": 0}
    signed = Agreement.objects.exclude(signed=None)
    assert sorted(one.cooperation.phase for one in signed) == ["closed", "work", "work"]
    three = Party.objects.get(role="funder").cooperation
    assert three.parties.count() == Signature.objects.filter(document=three.agreements.get().document).count() == 3
    assert [line["status"] for line in queries.hours_page(three, None, three.opened)["lines"]] == ["open", "confirmed"]
    waiting = Agreement.objects.get(signed=None)
    assert waiting.document.signatures.count() == 1
    assert waiting.cooperation.awaited == ["need"]
    assert Signature.objects.filter(show_name=True).count() == 4
    told = SharedCase.objects.get()
    assert len(told.published.claims) == 5
    assert told.cooperation.next_rung.form == "joint-contract"
