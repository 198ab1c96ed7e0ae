"""The snapshot of published needs: whatever happens, the page of an offer shows what the rows give in plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.domain.matching.pairs import Draw
from tests.matching.scenes import publish, six_homes

from tandem.directory import actions as directory
from tandem.domain import matching as engine
from tandem.journal.actions import record
from tandem.matching import actions, queries, snapshot
from tandem.matching.actions import snapshot as writing
from tandem.matching.models import Need, NeedAuthorship, NeedChange, Offer, Posting
from tandem.matching.queries import pool

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FACTS = ("language", "remote", "technology", "competences", "forms", "help", "start", "end", "budget_eur")


@pytest.fixture(autouse=True)
def _from_the_first_need(monkeypatch):
    monkeypatch.setattr(writing, "SNAPSHOT_FROM", 1)


@pytest.fixture
def place(cast):
    """Dina's offer, and thirty needs of seven organisations, of every kind."""
    draw = Draw(13)
    homes = [*six_homes(draw, "social"), cast.association]
    Need.objects.bulk_create(a_need(draw, number, homes[number % 7]) for number in range(30))
    publish(cast.client("dina"), "fio-livre", "offers")
    Offer.objects.update(
        technology=["crm", "website"],
        competences=[{"framework": "digcomp-3.0", "id": code, "level": 6} for code in ("1.1", "1.3")],
    )
    cast.cooperative.languages = ["fr", "pt", "de"]
    cast.cooperative.save()
    return Offer.objects.select_related("organisation").get()


def a_need(draw, number, home):
    record = draw.need_record(f"n{number}")
    facts = {name: record[name] for name in FACTS} | {"countries": record["countries"] or []}
    facts["budget_eur"] = facts["budget_eur"] and int(facts["budget_eur"])
    whole = {"state": Posting.State.PUBLISHED, "visibility": "members", "title": f"Need {number}", "problem": "Help."}
    return Need(reference=f"n{number}", organisation=home, created=NOW, changed=NOW, published_at=NOW, **facts, **whole)


def is_true(offer):
    """What the page shows is what the rows give, in plain Python."""
    needs = [queries.domain_need(need) for need in pool.NEEDS.published().exclude(organisation=offer.organisation_id)]
    offered = queries.domain_offers([offer])[0]
    for relaxed in ((), ("must-have",), ("help", "language")):
        plain = engine.rank_needs(offered, needs, relaxed=relaxed, top=10, seed=offer.pk)
        gains = engine.gains_of_relaxing_for_offer(offered, needs, relaxed)
        shown = queries.ranked_needs(offer, relaxed=relaxed)
        assert [match.result for match in shown.matches] == list(plain.results)
        assert [match.posting.reference for match in shown.matches] == [result.need.id for result in plain.results]
        assert shown.considered == plain.considered
        assert {one.gate: (one.count, one.gain) for one in shown.removed} == {
            gate: (count, gains.get(gate, 0)) for gate, count in plain.removed_by_gate.items() if count
        }


def test_what_the_page_of_an_offer_shows_is_what_the_rows_give(cast, place):
    assert pool.NEEDS.in_use() is None
    is_true(place)
    actions.keep_snapshots(NOW)
    assert len(pool.NEEDS.in_use().pks) == 30
    is_true(place)
    page = cast.client("dina").get(f"/en/offers/{place.reference}/").content.decode()
    assert queries.ranked_needs(place).matches[0].posting.title in page


def test_whatever_happens_to_needs_is_effective_at_once_and_after_the_next_patch(cast, place):
    actions.keep_snapshots(NOW)
    fresh = Need.objects.get(reference=publish(cast.client("alice"), "la-passerelle"))
    one, two, *_ = Need.objects.filter(organisation=cast.association).exclude(pk=fresh.pk)
    other = Need.objects.exclude(organisation=cast.association).first()
    happenings = [
        lambda: actions.answer(one, {"help": "session", "technology": ["crm"]}, actor=cast.alice, at=NOW),
        lambda: actions.answer(fresh, {"competences": other.competences}, actor=cast.alice, at=NOW),
        lambda: actions.close(two, actor=cast.alice, at=NOW),
        lambda: directory.edit_organisation(
            cast.association, {"values": ["ecology"], "languages": ["fr", "en"]}, actor=cast.alice, at=NOW
        ),
        lambda: record("content.hidden", one, actor=cast.alice, at=NOW, kind="matching.need", id=str(one.pk)),
        lambda: record("content.restored", one, actor=cast.alice, at=NOW, kind="matching.need", id=str(one.pk)),
        lambda: actions.publish(two, actor=cast.alice, at=NOW),
    ]
    for number, happen in enumerate(happenings):
        happen()
        is_true(place)
        if number % 2:
            actions.keep_snapshots(NOW + timedelta(days=number + 1))
            is_true(place)
        assert pool.NEEDS.in_use() is not None
    assert not NeedChange.objects.filter(generation=None, at__lt=NOW).exists()


def test_the_organisation_that_leads_a_shared_need_is_the_one_whose_offers_do_not_see_it(cast, place):
    shared = Need.objects.filter(organisation=cast.association).first()
    for organisation in (cast.association, place.organisation):
        NeedAuthorship.objects.create(need=shared, organisation=organisation, since=NOW)
    actions.keep_snapshots(NOW)
    assert actions.leave_shared_need(shared, cast.association, actor=cast.alice, at=NOW).allowed
    is_true(place)
    assert shared.reference not in {match.posting.reference for match in queries.ranked_needs(place, top=50).matches}


def test_a_damaged_snapshot_of_needs_is_not_read_and_built_anew(place):
    actions.keep_snapshots(NOW)
    name = pool.NEEDS.in_use().name
    snapshot.NEEDS._opened.clear()
    (snapshot.NEEDS.folder / name / "asked.npy").write_bytes(b"")
    assert pool.NEEDS.in_use() is None
    is_true(place)
    actions.keep_snapshots(NOW)
    assert pool.NEEDS.in_use().name != name
    is_true(place)


def test_the_page_of_an_offer_asks_as_little_of_a_large_place_as_of_a_small_one(place, django_assert_max_num_queries):
    actions.keep_snapshots(NOW)
    queries.ranked_needs(place)
    with django_assert_max_num_queries(10):
        queries.ranked_needs(place)
