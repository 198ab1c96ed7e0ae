"""The diagnosis and its mirror that Tandem ships, and what happens to files that somebody edited wrongly."""

from __future__ import annotations

import re
import shutil
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tandem.domain.errors import BadInput
from tandem.domain.maturity import DONT_KNOW, answers_that_satisfy, diagnose
from tandem.questionnaires import content

SHIPPED = content.load()
READINESS = content.load(folder=content.folder_of("readiness"))
BOTH = pytest.mark.parametrize("shipped", [SHIPPED, READINESS], ids=["maturity", "readiness"])
QUESTIONNAIRE = SHIPPED.questionnaire
TECHNICAL = re.compile(
    r"\b(API|CRM|SQL|ERP|KPI|SaaS|RGPD|GDPR|CMS|workflow|cloud|backup|open source|serveur|phishing|hameçonnage)\b"
)
DIMENSIONS = ("strategy", "tools", "data", "people", "inclusion", "cooperation", "responsible")


def texts(value):
    """Every French and English pair inside a loaded questionnaire."""
    if isinstance(value, dict) and set(value) == {"fr", "en"}:
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from texts(getattr(value, name))


def test_ten_core_questions_cover_the_seven_dimensions():
    core = [question for question in QUESTIONNAIRE.questions if question.core]
    assert QUESTIONNAIRE.dimensions == DIMENSIONS
    assert len(core) == 10
    assert {question.dimension for question in core} == set(DIMENSIONS)


def test_the_whole_diagnosis_has_about_forty_questions():
    assert 38 <= len(QUESTIONNAIRE.questions) <= 44


def test_the_mirror_for_tech_actors_takes_ten_minutes_and_covers_its_five_subjects():
    questionnaire = READINESS.questionnaire
    assert questionnaire.dimensions == ("time", "decision", "continuity", "knowledge", "afterwards")
    assert 10 <= len(questionnaire.questions) <= 14


@BOTH
def test_every_question_can_be_shown(shipped):
    for question in shipped.questionnaire.questions:
        answers = answers_that_satisfy(shipped.questionnaire, question.shown_when)
        assert question.id in diagnose(shipped.questionnaire, answers).shown


@BOTH
def test_every_recommendation_can_be_given(shipped):
    for rule in shipped.questionnaire.rules:
        answers = answers_that_satisfy(shipped.questionnaire, rule.when)
        assert rule.id in {found.id for found in diagnose(shipped.questionnaire, answers).recommendations}


def test_ten_answers_already_place_an_organisation():
    best = {question.id: question.choices[-1] for question in QUESTIONNAIRE.questions if question.core}
    result = diagnose(QUESTIONNAIRE, best)
    assert {(found.low, found.high, found.band) for found in result.dimensions} == {(50.0, 100.0, "solid")}
    assert [found.id for found in result.recommendations] == ["nothing-urgent"]


def test_who_knows_nothing_yet_is_sent_to_a_person():
    unsure = {question.id: DONT_KNOW for question in QUESTIONNAIRE.questions}
    (only,) = diagnose(QUESTIONNAIRE, unsure).recommendations
    assert SHIPPED.recommendations[only.id].destination == "person"


def test_not_now_and_a_person_are_among_the_answers():
    destinations = [words.destination for words in SHIPPED.recommendations.values()]
    assert destinations.count("not-now") >= 2
    assert destinations.count("person") >= 2


def test_a_tech_actor_without_time_nor_decision_is_told_not_yet():
    answers = {"hours-kept": "unknown-yet", "who-said-yes": "nobody-yet"}
    found = {found.id for found in diagnose(READINESS.questionnaire, answers).recommendations}
    assert {READINESS.recommendations[name].destination for name in found} >= {"not-now"}


@BOTH
def test_french_texts_keep_their_signs_with_the_word_before(shipped):
    assert [text["fr"] for text in texts(shipped) if re.search(r"« | [;:?!»%]", text["fr"])] == []


@BOTH
def test_texts_avoid_dots_and_brackets_inside_words(shipped):
    assert [text["fr"] for text in texts(shipped) if re.search(r"\w·\w|\w\(e?s?\)", text["fr"])] == []


@BOTH
def test_no_text_is_left_in_the_other_language(shipped):
    assert [text["fr"] for text in texts(shipped) if text["fr"] == text["en"]] == []


@pytest.mark.parametrize("name", ["maturity", "readiness"])
def test_every_source_file_names_the_chapter_it_rests_on(name):
    for file in content.folder_of(name).glob("*/*.toml"):
        source = tomllib.loads(file.read_text(encoding="utf-8"))["source"]
        assert re.search(r"20(19|21)", source), file.name


@BOTH
@pytest.mark.shared_data
def test_published_figures_are_those_of_the_study(shared_data, shipped):
    rows = (shared_data.parent / "study" / "published_figures.csv").read_text(encoding="utf-8").splitlines()
    published = {row.split(",")[0]: row.split(",")[6] for row in rows}
    wrong = [one.figure for one in shipped.figures if published[one.figure] != f"{one.percent:g}"]
    assert wrong == []


@BOTH
def test_what_people_read_holds_no_technical_word(shipped):
    read = [text for words in shipped.questions.values() for text in (words.text, *words.choices.values())]
    read += [text for words in shipped.recommendations.values() for text in (words.title, words.text)]
    assert [text for pair in read for text in pair.values() if TECHNICAL.search(text)] == []


@BOTH
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_laws_hold_for_what_is_shipped(shipped, data):
    questionnaire = shipped.questionnaire
    options = {q.id: st.sampled_from((*q.choices, DONT_KNOW)) for q in questionnaire.questions}
    answers = data.draw(st.fixed_dictionaries({}, optional=options))
    question = data.draw(st.sampled_from(questionnaire.questions))
    said = [diagnose(questionnaire, {**answers, question.id: choice}) for choice in question.choices]
    unsure = diagnose(questionnaire, {**answers, question.id: DONT_KNOW})
    order = [band.id for band in questionnaire.bands]
    for row, wide in enumerate(unsure.dimensions):
        found = [result.dimensions[row] for result in said]
        assert [one.low for one in found] == sorted(one.low for one in found)
        assert [order.index(one.band) for one in found] == sorted(order.index(one.band) for one in found)
        assert all(wide.low <= one.low <= one.high <= wide.high for one in found)


# What a wrong edit is answered with.


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(content.folder_of(), tmp_path / "maturity")
    return tmp_path / "maturity"


@pytest.fixture
def edit(folder):
    """Replace `old` by `new` once in a file of the newest version."""

    def replace(file, old, new):
        path = folder / QUESTIONNAIRE.version / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("tools.toml", 'name.en = "Tools and equipment"', "", "tools.toml: name: the translation “en” is missing"),
        (
            "tools.toml",
            'text.fr = "Où se trouvent',
            'text.de = "Où se trouvent',
            "question shared-files: text: unknown key",
        ),
        ("tools.toml", 'id = "website"', 'id = "equipment"', "tools.toml: question equipment: this id is used twice"),
        (
            "tools.toml",
            'at_least = "one-tool"',
            'at_least = "magic"',
            "question leaving-a-tool: the question following-people",
        ),
        ("tools.toml", 'at_least = "one-tool"', 'is = ["one-spreadsheet"]', "would make this question disappear"),
        ("tools.toml", 'question = "following-people"', 'question = "copies"', "no choice several-spreadsheets"),
        (
            "tools.toml",
            'question = "following-people", at_least = "several-spreadsheets"',
            'question = "copying-by-hand", at_least = "often"',
            "these questions wait for one another: copying-by-hand → copying-by-hand",
        ),
        ("tools.toml", "core = true", 'core = "yes"', "question shared-files: core: true or false is expected"),
        ("tools.toml", 'at_least = "one-tool"', 'at_least = "one-tool", at_most = "one-tool"', "exactly one of"),
        ("tools.toml", "[bands.solid]", "[bands.splendid]", "tools.toml: bands: unknown key “splendid”"),
        (
            "recommendations.toml",
            'question = "copies"',
            'question = "copy"',
            "recommendation first-copies: no question",
        ),
        (
            "recommendations.toml",
            'kind = "template"',
            'kind = "miracle"',
            "recommendation first-copies: leads_to: kind",
        ),
        (
            "recommendations.toml",
            'every = [{ question = "copies", at_most = "old-copy" }]',
            'every = [{ question = "copies", is = ["no"] }, { question = "copies", is = ["old-copy"] }]',
            "recommendation first-copies: no answers can lead to this recommendation",
        ),
        (
            "questionnaire.toml",
            'version = "2026-1"',
            'version = "2027"',
            "questionnaire.toml: version: the version is not",
        ),
        ("questionnaire.toml", "starts_at = 50", "starts_at = 20", "bands: the bands have to begin at 0"),
        ("questionnaire.toml", "[[bands]]", "[[bands]", "questionnaire.toml: this is not valid TOML"),
        ("questionnaire.toml", '"responsible"]', '"responsible", "luck"]', "luck.toml: this file is missing"),
        ("figures.toml", "percent = 67", "percent = 670", "figures.toml: 0: percent: 670 is above 100"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_place(folder, edit, file, old, new, said):
    edit(file, old, new)
    with pytest.raises(BadInput) as refusal:
        content.load(folder=folder)
    assert said in str(refusal.value)


def test_a_newer_version_leaves_the_older_one_as_it_was(folder, edit):
    shutil.copytree(folder / "2026-1", folder / "2026-2")
    head = folder / "2026-2" / "questionnaire.toml"
    head.write_text(head.read_text(encoding="utf-8").replace('"2026-1"', '"2026-2"', 1), encoding="utf-8")
    assert content.versions(folder) == ("2026-1", "2026-2")
    assert content.load(folder=folder).questionnaire.version == "2026-2"
    assert content.load("2026-1", folder) == SHIPPED


def test_a_version_that_does_not_exist_is_refused_with_those_that_do(folder):
    with pytest.raises(BadInput, match="“1999”; there are: 2026-1"):
        content.load("1999", folder)


def test_a_folder_without_any_version_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no questionnaire"):
        content.load(folder=tmp_path)
