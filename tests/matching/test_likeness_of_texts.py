"""The likeness of texts on the pages: read by the worker, weighed by a steward, told in words, kept as it was."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from tests.matching.reading import no_reading, reading  # noqa: F401 - fixtures
from tests.matching.scenes import publish
from tests.matching.test_weighing import explanation, explanation_of, written

from tandem.domain import matching as engine
from tandem.matching import actions, queries, readings, texts
from tandem.matching.actions import snapshot as writing
from tandem.matching.actions import texts as worker
from tandem.matching.models import Need, Offer, Weighing
from tandem.matching.queries.pool import NEEDS, OFFERS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEIGHED = {
    "need-weights-text": 5,
    "need-weights-technology": 10,
    "need-priors-text": 0.2,
    "offer-weights-text": 4,
    "offer-weights-technology": 10,
    "offer-priors-text": 0.2,
}


@pytest.fixture
def place(cast):
    """Alice's need of a rota, and two offers of Dina's cooperative: another thing, and a rota."""
    need = publish(cast.client("alice"), "la-passerelle")
    offers = [publish(cast.client("dina"), "fio-livre", "offers") for _ in range(2)]
    Need.objects.update(language="en", title="Our rota", problem="The rota of the volunteers is kept on paper.")
    Offer.objects.update(language="en", technology=[], competences=[])
    Offer.objects.filter(reference=offers[0]).update(title="Sensors", text="Ponds that tell how deep they stand.")
    Offer.objects.filter(reference=offers[1]).update(title="A rota", text="We put the rota of volunteers on a page.")
    return need


def weigh(**changes):
    """Put weights in force that read texts."""
    figures = {**engine.weights_record(engine.PUBLISHED)}
    for side in ("need", "offer"):
        figures[side]["weights"] |= {"technology": figures[side]["weights"]["technology"] - 5, "text": 5.0}
    return Weighing.objects.create(number=1, tables=figures, note={}, at=NOW)


def ranked(need):
    return queries.ranked_offers(Need.objects.select_related("organisation").get(reference=need))


def told(result):
    (one,) = [one for one in result.criteria if one.name == "text"]
    return one.value, str(one.reason)


@pytest.mark.usefixtures("reading")
def test_what_the_worker_read_orders_the_page_and_is_told_in_words(cast, place):
    weigh()
    assert {told(match.result) for match in ranked(place).matches} == {(None, "not said")}
    worker.read_texts(NOW)
    first, second = ranked(place).matches
    assert (first.posting.title, second.posting.title) == ("A rota", "Sensors")
    assert told(first.result) == (
        1.0,
        "the texts are very close in meaning; both speak of: rotas and timetables, volunteers",
    )
    assert told(second.result)[0] == 0
    chosen = {"need": place, "offer": first.posting.reference, "side": "need"}
    page = cast.client("alice").get("/en/introductions/why/", chosen).content.decode()
    assert "The texts are very close in meaning; both speak of: rotas and timetables, volunteers" in page
    french = cast.client("alice").get("/fr/introductions/why/", chosen).content.decode()
    assert "les deux parlent de\u00a0: plannings et permanences, bénévolat" in french
    need = queries.ranked_needs(Offer.objects.select_related("organisation").get(title="A rota")).matches[0]
    assert told(need.result)[0] == 1


@pytest.mark.usefixtures("no_reading")
def test_everything_passes_without_the_extra(cast, place):
    weigh()
    worker.read_texts(NOW)
    worker.forget_texts(NOW)
    assert not readings.file().exists()
    assert {told(match.result) for match in ranked(place).matches} == {(None, "not said")}
    assert cast.client("alice").get(f"/en/needs/{place}/").status_code == 200


@pytest.mark.usefixtures("reading")
def test_without_a_weight_nobody_looks_at_readings(place, monkeypatch):
    worker.read_texts(NOW)
    monkeypatch.setattr(readings, "known", lambda keys: pytest.fail("nobody asked for texts"))
    assert len(ranked(place).matches) == 2


def test_a_text_is_read_once_and_anew_when_it_changes(place, reading, monkeypatch):  # noqa: F811
    read = []
    monkeypatch.setattr(reading, "_encode", lambda some, encode=reading._encode: read.extend(some) or encode(some))
    worker.read_texts(NOW)
    worker.read_texts(NOW)
    assert len(read) == 3
    weigh()
    offer = Offer.objects.get(title="A rota")
    actions.answer(offer, {"title": "Ponds"}, actor=None, at=datetime.now(UTC) + timedelta(hours=1))
    assert {match.posting.title: told(match.result)[0] for match in ranked(place).matches}["Ponds"] is None
    worker.read_texts(NOW)
    assert len(read) == 4
    assert {match.posting.title: told(match.result)[0] for match in ranked(place).matches}["Ponds"] is not None


@pytest.mark.usefixtures("reading")
def test_what_is_taken_off_the_lists_is_forgotten(cast, place):
    worker.read_texts(NOW)
    sensors = Offer.objects.get(title="Sensors")
    actions.close(sensors, actor=cast.dina, at=NOW)
    worker.forget_texts(NOW)
    assert not readings.known([texts.key_of(sensors)])
    assert readings.known([texts.key_of(Offer.objects.get(title="A rota"))])


@pytest.mark.usefixtures("reading")
def test_another_model_or_other_words_begin_anew(place, monkeypatch):
    worker.read_texts(NOW)
    old = texts.key_of(Need.objects.get())
    monkeypatch.setattr(texts, "edition", lambda: "another")
    weigh()
    assert {told(match.result)[0] for match in ranked(place).matches} == {None}
    worker.read_texts(NOW)
    assert not readings.known([old])
    assert None not in {told(match.result)[0] for match in ranked(place).matches}


@pytest.mark.usefixtures("reading")
def test_a_damaged_file_is_begun_anew_and_a_full_disk_loses_nothing(place):
    readings.file().parent.mkdir(parents=True, exist_ok=True)
    readings.file().write_bytes(b"no such file" * 100)
    weigh()
    assert {told(match.result)[0] for match in ranked(place).matches} == {None}
    worker.read_texts(NOW)
    assert None not in {told(match.result)[0] for match in ranked(place).matches}


@pytest.mark.usefixtures("reading")
def test_a_run_that_takes_long_goes_on_in_the_next(place, monkeypatch):
    monkeypatch.setattr(worker, "SECONDS_A_RUN", -1)
    worker.read_texts(NOW)
    assert not readings.known([texts.key_of(Need.objects.get())])
    monkeypatch.setattr(worker, "SECONDS_A_RUN", 20)
    worker.read_texts(NOW)
    assert readings.known([texts.key_of(Need.objects.get())])


@pytest.mark.usefixtures("reading")
def test_pages_from_the_snapshots_say_what_plain_python_says_of_the_rows(place, monkeypatch):
    """Before a text is read, after, after a patch, and after a change that the snapshot does not know yet."""
    monkeypatch.setattr(writing, "SNAPSHOT_FROM", 1)
    weigh()

    def is_true():
        need = Need.objects.select_related("organisation").get()
        rows = OFFERS.compared(OFFERS.published().exclude(organisation=need.organisation_id))
        asked, *offers = queries.with_readings([queries.domain_need(need), *rows])
        weights = queries.in_force().weights
        plain = engine.rank_offers(asked, offers, weights, top=10, seed=need.pk)
        assert tuple(match.result for match in ranked(place).matches) == plain.results
        offer = Offer.objects.select_related("organisation").get(text__contains="rota")
        (offered,) = queries.with_readings(queries.domain_offers([offer]))
        seen = tuple(match.result for match in queries.ranked_needs(offer).matches)
        assert seen == engine.rank_needs(offered, [asked], weights, top=10, seed=offer.pk).results
        return [told(result)[0] for result in plain.results]

    actions.keep_snapshots(NOW)
    assert OFFERS.in_use() and NEEDS.in_use()
    assert is_true() == [None, None]
    worker.read_texts(NOW)
    assert None not in is_true()
    actions.keep_snapshots(NOW + timedelta(minutes=6))
    assert OFFERS.in_use().columns.texts.any()
    assert NEEDS.in_use().columns.texts.any()
    assert is_true() == [1.0, 0.0]
    offer = Offer.objects.get(title="Sensors")
    actions.answer(offer, {"title": "Rota"}, actor=None, at=datetime.now(UTC) + timedelta(hours=1))
    assert None in is_true()
    worker.read_texts(NOW + timedelta(minutes=7))
    assert None not in is_true()


@pytest.mark.usefixtures("reading")
def test_a_kept_ranking_tells_the_old_likeness_when_texts_and_extra_are_gone(cast, place, monkeypatch):
    weigh()
    worker.read_texts(NOW)
    alice, dina = cast.client("alice"), cast.client("dina")
    offer = Offer.objects.get(title="A rota").reference
    kept = [
        (alice, alice.post(f"/en/needs/{place}/keep/").url),
        (dina, dina.post(f"/en/offers/{offer}/keep/").url),
    ]
    for browser, address in kept:
        assert "Kept." in browser.get(address).content.decode()
    then = [browser.get(address).content.decode() for browser, address in kept]
    assert all("both speak of: rotas and timetables, volunteers" in page for page in then)
    Offer.objects.update(text="Something else.")
    Need.objects.update(problem="Something else.")
    readings.forget()
    Weighing.objects.all().delete()
    monkeypatch.setattr(texts, "reader", lambda: None)
    for (browser, address), page in zip(kept, then, strict=True):
        again = browser.get(address)
        assert explanation(again) == explanation_of(page)
        assert "every number is the same as then" in again.content.decode()


@pytest.mark.usefixtures("reading")
def test_a_steward_tries_a_small_weight_on_real_needs_and_puts_it_in_force(cast, place):
    cast.appoint("elio")
    steward = cast.client("elio")
    worker.read_texts(NOW)
    form = steward.get("/en/weighing/change/").content.decode()
    assert 'name="need-weights-text" value="0' in form
    too_much = steward.post(
        "/en/weighing/change/", {**written(**WEIGHED | {"need-weights-text": 11}), "try": "1"}
    ).content.decode()
    assert 'id="id_need-weights-text_error"' in too_much
    left_out = steward.post("/en/weighing/change/", {**written(**{"need-weights-text": ""}), "try": "1"})
    assert "Put it in force" in left_out.content.decode()
    page = steward.post("/en/weighing/change/", {**written(**WEIGHED), "try": "1"}).content.decode()
    tried = re.search(r'name="tried" value="([0-9a-f]{64})"', page).group(1)
    done = steward.post("/en/weighing/change/", {**written(**WEIGHED), "tried": tried, "activate": "1"})
    assert done.url == "/en/weighing/"
    assert ranked(place).matches[0].posting.title == "A rota"
    public = cast.client("visitor").get("/en/weighing/").content.decode()
    assert "Likeness of the texts" in public
    assert "read by a model on this machine" in public


@pytest.mark.usefixtures("no_reading")
def test_a_place_without_the_extra_is_not_asked_for_the_weight_of_texts(cast):
    cast.appoint("elio")
    steward = cast.client("elio")
    assert "need-weights-text" not in steward.get("/en/weighing/change/").content.decode()
    assert "Likeness" not in steward.get("/en/weighing/").content.decode()
    weigh()  # put in force when the extra was there
    assert 'name="need-weights-text" value="5' in steward.get("/en/weighing/change/").content.decode()
