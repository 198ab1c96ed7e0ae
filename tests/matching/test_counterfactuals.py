"""Whatever a page says would change, changes so when it is done."""

from __future__ import annotations

import pytest
from tests.domain.matching.pairs import Draw
from tests.factories import OrganisationFactory
from tests.matching.scenes import publish
from tests.matching.test_snapshot import an_offer

from tandem.domain.matching import GATES
from tandem.matching import queries
from tandem.matching.models import Need, Offer

SAID = ("help", "remote", "start", "end", "language")
LISTS = ("technology", "forms")


@pytest.fixture(params=range(4))
def need(cast, request):
    """A need of every kind among thirty offers of every kind."""
    draw = Draw(request.param)
    facts = draw.organisation()
    kept = {name: facts[name] for name in ("country", "latitude", "longitude", "languages", "sdgs", "values")}
    homes = [OrganisationFactory(slug=f"home-{n}", name=f"Home {n}", roles=["tech"], **kept) for n in range(4)]
    Offer.objects.bulk_create(an_offer(draw, number, homes[number % 4]) for number in range(30))
    publish(cast.client("alice"), "la-passerelle")
    record = draw.need_record()
    asked = {name: record[name] for name in (*SAID, *LISTS, "competences")}
    Need.objects.update(**{**asked, "language": "fr", "remote": record["remote"]})
    return Need.objects.select_related("organisation").get()


def write(need, changed):
    """The need of the database as the engine's `changed` need says it."""
    for name in SAID:
        setattr(need, name, getattr(changed, name))
    for name in LISTS:
        setattr(need, name, list(getattr(changed, name)))
    need.competences = [
        {name: getattr(one, name) for name in ("framework", "id", "level_now", "level_wanted", "must")}
        for one in changed.competences
    ]
    need.organisation.languages = list(changed.organisation.languages)
    need.organisation.save()
    need.save()


def test_relaxing_a_gate_shows_as_many_more_as_the_page_says(need):
    ranked = queries.ranked_offers(need)
    for one in ranked.removed:
        assert queries.ranked_offers(need, relaxed=[one.gate]).passing == ranked.passing + one.gain


def test_the_owner_of_an_offer_sees_the_same_for_needs(need):
    for offer in Offer.objects.select_related("organisation")[:6]:
        ranked = queries.ranked_needs(offer)
        assert ranked.considered == 1
        for one in ranked.removed:
            assert queries.ranked_needs(offer, relaxed=[one.gate]).passing == ranked.passing + one.gain


def test_an_addition_lets_as_many_more_through_as_the_page_says(need):
    ranked = queries.ranked_offers(need)
    for addition in ranked.additions:
        write(need, addition.need)
        assert queries.ranked_offers(need).passing == ranked.passing + addition.added


def test_a_change_on_ones_own_side_gives_the_score_that_the_page_says(need):
    seen = 0
    for match in queries.ranked_offers(need, relaxed=GATES).matches:
        for would in match.result.would_change:
            if would.change.side == "need":
                write(need, would.change.need)
                assert queries.explained(need, match.posting, "need").score == would.new_score
                write(need, match.result.need)
                seen += 1
    assert seen
