"""A steward rewords and adds, version after version; nobody else does, and official names stay."""

import pytest
from tests.factories import NOON, PersonFactory

from tandem.accounts import personal_data
from tandem.competences import actions, content, queries
from tandem.competences.models import Wording
from tandem.competences.permissions import can_reword
from tandem.domain import competences
from tandem.domain.errors import BadInput
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    queries.forget()
    yield
    queries.forget()


@pytest.fixture
def steward():
    return PersonFactory(name="Sasha", is_steward=True)


def both(english: str, french: str) -> dict[str, str]:
    return {"en": english, "fr": french}


def radio() -> dict:
    return {
        "area": "include",
        "label": both("Community radio", "Radio associative"),
        "about": both("Make a radio together.", "Faire une radio ensemble."),
        "words": {"fr": ["micro"], "en": ["microphone"]},
        "level": {str(level): both(f"Level {level}.", f"Niveau {level}.") for level in range(1, 5)},
    }


def reword(texts, *, by, after=0, framework="tandem", code="accessibility"):
    wording = actions.reword(framework, code, texts, after=after, actor=by, at=NOON, reason="clearer")
    queries.forget()
    return wording


def add(texts, *, by, code="local-radio"):
    wording = actions.add_to_annex(code, texts, actor=by, at=NOON, reason="asked by members")
    queries.forget()
    return wording


def test_a_new_name_replaces_the_old_one_and_the_rest_stays(steward):
    reword({"label": {"fr": "Rendre accessible à tous"}}, by=steward)
    found = queries.competence("tandem", "accessibility")
    assert found.label.say("fr") == "Rendre accessible à tous"
    assert found.label.say("en") == "Digital accessibility"
    assert found.levels == content.framework("tandem").competences["accessibility"].levels


def test_the_newest_version_counts_and_the_older_ones_stay(steward):
    reword({"label": {"fr": "Premier"}}, by=steward)
    reword({"label": {"fr": "Second"}}, by=steward, after=1)
    assert queries.competence_label("tandem", "accessibility", "fr") == "Second"
    assert [row.texts["label"]["fr"] for row in queries.versions("tandem", "accessibility")] == ["Second", "Premier"]


def test_a_version_written_over_one_that_was_not_read_is_refused(steward):
    reword({"label": {"fr": "Premier"}}, by=steward)
    with pytest.raises(BadInput, match="somebody wrote another version meanwhile"):
        reword({"label": {"fr": "Second"}}, by=steward, after=0)
    assert Wording.objects.count() == 1


def test_the_french_name_of_a_competence_of_e_cf_may_change_and_its_official_name_may_not(steward):
    reword({"label": {"fr": "Programmer une application"}}, by=steward, framework="e-cf-4.0", code="B.1")
    assert queries.competence_label("e-cf-4.0", "B.1", "fr") == "Programmer une application"
    with pytest.raises(BadInput) as refusal:
        reword({"label": {"en": "Coding"}}, by=steward, framework="e-cf-4.0", code="B.1", after=1)
    assert refusal.value.place == ("label", "en")


@pytest.mark.parametrize(
    ("framework", "code", "texts", "place"),
    [
        ("tandem", "nothing", {"label": {"fr": "x"}}, "id"),
        ("esco", "http://data.europa.eu/esco/skill/a", {"label": {"fr": "x"}}, "id"),
        ("old", "1.1", {"label": {"fr": "x"}}, "framework"),
        ("crcn", "1.1", {"level": {"1": {"fr": "x"}}}, "level"),
        ("tandem", "accessibility", {"colour": "red"}, "colour"),
        ("tandem", "accessibility", {"area": "elsewhere"}, "area"),
    ],
)
def test_what_cannot_change_is_refused_at_its_place(steward, framework, code, texts, place):
    with pytest.raises(BadInput) as refusal:
        reword(texts, by=steward, framework=framework, code=code)
    assert refusal.value.place[0] == place


def test_an_addition_joins_the_annex_with_its_levels_and_is_found(steward):
    add(radio(), by=steward)
    assert queries.competence_label("tandem", "local-radio", "fr") == "Radio associative"
    assert competences.levels("tandem", "local-radio") == (1, 2, 3, 4)
    assert queries.search("micro", "fr")[0].id == "local-radio"
    assert list(queries.framework("tandem").competences)[-1] == "local-radio"


@pytest.mark.parametrize("missing", [("label", "fr"), ("about", "en"), ("level", "3", "fr")])
def test_an_addition_that_lacks_a_text_is_refused_by_its_name(steward, missing):
    texts = radio()
    inner = texts
    for name in missing[:-1]:
        inner = inner[name]
    del inner[missing[-1]]
    with pytest.raises(BadInput) as refusal:
        add(texts, by=steward)
    assert refusal.value.place == missing


@pytest.mark.parametrize("code", ["radio", "local-", "local-Radio", "local-ra dio", "local-" + "x" * 60])
def test_an_addition_carries_the_mark_of_this_place(steward, code):
    with pytest.raises(BadInput) as refusal:
        add(radio(), by=steward, code=code)
    assert refusal.value.place == ("id",)


def test_an_addition_cannot_take_an_id_that_exists(steward):
    add(radio(), by=steward)
    with pytest.raises(BadInput, match="already has this id"):
        add(radio(), by=steward)


def test_only_a_steward_rewords():
    person = PersonFactory()
    assert not can_reword(person)
    assert can_reword(PersonFactory(is_steward=True))
    with pytest.raises(BadInput):
        reword({"label": {"fr": "x"}}, by=person)
    assert Wording.objects.count() == 0


def test_a_version_is_written_in_the_journal(steward):
    wording = reword({"label": {"fr": "Premier"}}, by=steward)
    event = history(wording).get()
    assert (event.name, event.actor, event.data["number"]) == ("competences.reworded", steward, 1)


def test_what_another_process_wrote_is_read_within_a_minute(steward, monkeypatch):
    now = 1000.0
    monkeypatch.setattr("tandem.competences.queries.time.monotonic", lambda: now)
    assert queries.competence_label("tandem", "accessibility", "fr") == "Accessibilité numérique"
    actions.reword("tandem", "accessibility", {"label": {"fr": "Autre"}}, after=0, actor=steward, at=NOON, reason="x")
    assert queries.competence_label("tandem", "accessibility", "fr") == "Accessibilité numérique"
    now += queries.FRESH_FOR + 1
    assert queries.competence_label("tandem", "accessibility", "fr") == "Autre"


def test_when_nothing_new_was_written_a_minute_later_costs_one_query(steward, monkeypatch, django_assert_num_queries):
    now = 1000.0
    monkeypatch.setattr("tandem.competences.queries.time.monotonic", lambda: now)
    reword({"label": {"fr": "Premier"}}, by=steward)
    queries.frameworks()
    now += queries.FRESH_FOR + 1
    with django_assert_num_queries(1):
        assert queries.competence_label("tandem", "accessibility", "fr") == "Premier"


def test_a_steward_finds_what_they_wrote_in_their_personal_data(steward):
    reword({"label": {"fr": "Premier"}}, by=steward)
    assert personal_data.export(steward, NOON)["competences"] == [
        {"framework": "tandem", "competence": "accessibility", "number": 1, "at": NOON.isoformat()}
    ]
