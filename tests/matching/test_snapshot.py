"""The snapshot of published offers: whatever happens, a page shows what plain Python gives from the rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.domain.matching.pairs import Draw
from tests.matching.scenes import introduce, publish, six_homes

from tandem.directory import actions as directory
from tandem.domain import matching as engine
from tandem.journal.actions import record
from tandem.matching import actions, queries, snapshot
from tandem.matching.actions import snapshot as writing
from tandem.matching.models import Need, Offer, OfferChange, OfferGeneration, Posting
from tandem.matching.queries import pool

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FACTS = (
    *("language", "remote", "countries", "technology", "competences"),
    *("forms", "help", "available_from", "available_to", "capacity_hours"),
)


@pytest.fixture(autouse=True)
def _from_the_first_offer(monkeypatch):
    monkeypatch.setattr(writing, "SNAPSHOT_FROM", 1)


@pytest.fixture
def place(cast):
    """Alice's need, and thirty offers of six organisations, of every kind."""
    draw = Draw(11)
    homes = [*six_homes(draw, "tech"), cast.cooperative]
    Offer.objects.bulk_create(an_offer(draw, number, homes[number % 7]) for number in range(30))
    publish(cast.client("alice"), "la-passerelle")
    Need.objects.update(
        help="session",
        technology=["crm", "website"],
        competences=[{"framework": "digcomp-3.0", "id": "1.3", "level_wanted": 4, "must": True}],
    )
    return Need.objects.select_related("organisation").get()


def an_offer(draw, number, home):
    record = draw.offer_record(f"f{number}")
    facts = {name: record[name] for name in FACTS}
    facts["countries"] = facts["countries"] or []
    facts["capacity_hours"] = facts["capacity_hours"] and int(facts["capacity_hours"])
    whole = {"state": Posting.State.PUBLISHED, "visibility": "members", "title": f"Offer {number}", "text": "We help."}
    return Offer(
        reference=f"f{number}", organisation=home, created=NOW, changed=NOW, published_at=NOW, **facts, **whole
    )


def plainly(need, relaxed=()):
    """What the page has to show, from the rows and in plain Python."""
    offers = queries.domain_offers(pool.OFFERS.published().exclude(organisation=need.organisation_id))
    asked = queries.domain_need(need)
    ranking = engine.rank_offers(asked, offers, relaxed=relaxed, top=10, seed=need.pk)
    return (
        ranking,
        engine.gains_of_relaxing(asked, offers, relaxed),
        [(one.action, one.added) for one in engine.additions(asked, offers, relaxed)],
    )


def shown(need, relaxed=()):
    """What the page shows: results, counts, gains, additions."""
    ranked = queries.ranked_offers(need, relaxed=relaxed)
    return (
        [match.result for match in ranked.matches],
        ranked.considered,
        {one.gate: (one.count, one.gain) for one in ranked.removed},
        [(one.action, one.added) for one in ranked.additions],
    )


def is_true(need):
    for relaxed in ((), ("must-have",), ("help", "language")):
        ranking, gains, additions = plainly(need, relaxed)
        removed = {gate: (count, gains.get(gate, 0)) for gate, count in ranking.removed_by_gate.items() if count}
        assert shown(need, relaxed) == (list(ranking.results), ranking.considered, removed, additions)


def test_what_a_page_shows_is_what_the_rows_give(place):
    assert pool.OFFERS.in_use() is None
    is_true(place)
    actions.keep_snapshots(NOW)
    assert len(pool.OFFERS.in_use().pks) == 30
    is_true(place)


def test_whatever_happens_is_effective_at_once_and_after_the_next_patch(cast, place):
    actions.keep_snapshots(NOW)
    dina, alice = cast.client("dina"), cast.client("alice")
    fresh = publish(dina, "fio-livre", "offers")
    one, two, three, four = Offer.objects.filter(organisation=cast.cooperative).exclude(reference=fresh)[:4]
    happenings = [
        lambda: actions.answer(one, {"help": ["session"], "technology": ["crm"]}, actor=cast.dina, at=NOW),
        lambda: actions.close(two, actor=cast.dina, at=NOW),
        lambda: actions.pause(three, Offer.Because.SILENCE, actor=cast.dina, at=NOW),
        lambda: directory.edit_organisation(
            cast.cooperative, {"values": ["ecology"], "languages": ["fr", "en"]}, actor=cast.dina, at=NOW
        ),
        lambda: introduce(alice, place.reference, one.reference),
        lambda: dina.post(f"{introduce(alice, place.reference, fresh)}decline/", {"decline-text": "No time."}),
        lambda: actions.resume(three, actor=cast.dina, at=NOW),
        lambda: actions.close(four, actor=cast.dina, at=NOW),
        lambda: actions.publish(four, actor=cast.dina, at=NOW),
        lambda: record("content.hidden", one, actor=cast.dina, at=NOW, kind="matching.offer", id=str(one.pk)),
        lambda: record("content.restored", one, actor=cast.dina, at=NOW, kind="matching.offer", id=str(one.pk)),
    ]
    for number, happen in enumerate(happenings):
        before = shown(place)
        happen()
        is_true(place)
        if number % 2:
            actions.keep_snapshots(NOW + timedelta(days=number + 1))
            is_true(place)
        assert pool.OFFERS.in_use() is not None, before
    assert OfferChange.objects.filter(generation=None).count() <= 30


def test_a_patch_waits_until_it_is_worth_it(cast, place):
    actions.keep_snapshots(NOW)
    first = pool.OFFERS.in_use().name
    actions.answer(Offer.objects.first(), {"remote": True}, actor=None, at=NOW)
    actions.keep_snapshots(NOW + timedelta(minutes=1))
    assert pool.OFFERS.in_use().name == first
    actions.keep_snapshots(NOW + timedelta(minutes=6))
    assert pool.OFFERS.in_use().number == 2
    assert not OfferChange.objects.filter(generation=None).exists()


def test_older_generations_go_and_so_do_the_changes_they_needed(cast, place):
    for number in range(5):
        actions.answer(Offer.objects.first(), {"remote": bool(number % 2)}, actor=None, at=NOW)
        actions.keep_snapshots(NOW + timedelta(days=number + 1))
    folders = [one for one in snapshot.OFFERS.folder.iterdir() if one.is_dir()]
    assert len(folders) == snapshot.KEPT
    assert set(OfferChange.objects.values_list("generation", flat=True)) <= {4, 5}
    is_true(place)


@pytest.mark.parametrize("moment", ["write", "use"])
def test_a_crash_leaves_the_generation_before_in_use(cast, place, monkeypatch, moment):
    actions.keep_snapshots(NOW)
    actions.answer(Offer.objects.first(), {"remote": True}, actor=None, at=NOW)

    def fail(*args):
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(snapshot.Store, moment, fail)
        with pytest.raises(OSError, match="no space"):
            writing.write_snapshot(writing.OFFERS, NOW)
    assert pool.OFFERS.in_use().number == 1
    is_true(place)
    writing.write_snapshot(writing.OFFERS, NOW)
    assert pool.OFFERS.in_use().number > 1
    is_true(place)


def test_a_damaged_snapshot_is_not_read_and_built_anew(place):
    actions.keep_snapshots(NOW)
    name = pool.OFFERS.in_use().name
    snapshot.OFFERS._opened.clear()
    (snapshot.OFFERS.folder / name / "forms.npy").write_bytes(b"")
    assert pool.OFFERS.in_use() is None
    is_true(place)
    actions.keep_snapshots(NOW)
    assert pool.OFFERS.in_use().name != name
    is_true(place)


def test_the_snapshot_of_another_database_is_not_read(place):
    actions.keep_snapshots(NOW)
    OfferGeneration.objects.all().delete()
    assert pool.OFFERS.in_use() is None
    actions.keep_snapshots(NOW)
    assert pool.OFFERS.in_use() is not None


def test_only_one_process_writes(place):
    with snapshot.OFFERS.only_writer(), pytest.raises(snapshot.Busy):
        writing.write_snapshot(writing.OFFERS, NOW)
    with snapshot.OFFERS.only_writer():
        actions.keep_snapshots(NOW)
    assert pool.OFFERS.in_use() is None


def test_few_offers_need_no_snapshot(place, monkeypatch):
    actions.keep_snapshots(NOW)
    monkeypatch.setattr(writing, "SNAPSHOT_FROM", 31)
    actions.keep_snapshots(NOW + timedelta(days=2))
    assert pool.OFFERS.in_use() is None
    assert not OfferChange.objects.exists()
    is_true(place)


def test_a_page_with_the_snapshot_asks_as_little_of_a_large_place_as_of_a_small_one(
    cast, place, django_assert_max_num_queries
):
    actions.keep_snapshots(NOW)
    queries.ranked_offers(place)
    with django_assert_max_num_queries(16):
        queries.ranked_offers(place)
