"""The everyday situations and the templates of help that Tandem ships, and wrong edits of them."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import fields

import pytest

from tandem.domain import vocabulary
from tandem.domain.errors import BadInput
from tandem.matching import content
from tandem.ui.content import content_folder

TEMPLATES, SITUATIONS = content.templates(), content.situations()
#: The languages in which nothing of the ready-made needs waits for a translator.
FINISHED = ("fr", "en", "pt")
TECHNICAL = re.compile(
    r"\b(API|SQL|backend|frontend|framework|stack|sprint|backlog|KPI|SaaS|workflow|open source|cloud|server|serveur)\b"
)


def words_of(template):
    return [
        getattr(template, field.name) for field in fields(template) if isinstance(getattr(template, field.name), dict)
    ]


def test_there_are_enough_templates_of_both_lengths():
    assert len({template.id for template in TEMPLATES}) == len(TEMPLATES) >= 24
    lengths = Counter((template.help, template.hours) for template in TEMPLATES)
    assert set(lengths) == {("session", 1), ("project", 30)}
    assert min(lengths.values()) >= 8


@pytest.mark.parametrize(
    "wanted",
    [
        *("choose-crm", "accessible-website", "secure-accounts", "leave-spreadsheets", "open-data", "measure-impact"),
        *("online-vote", "ai-with-safeguards", "low-code-app"),
    ],
)
def test_the_helps_that_organisations_ask_for_most_are_there(wanted):
    assert wanted in {template.id for template in TEMPLATES}


def test_there_are_forty_situations_and_every_group_and_function_serves():
    found = SITUATIONS.situations
    assert len({situation.id for situation in found}) == len(found) >= 40
    assert {situation.group for situation in found} == set(SITUATIONS.groups)
    assert {situation.function for situation in found} == set(SITUATIONS.functions)


def test_every_template_can_be_reached_from_a_situation():
    assert {situation.template for situation in SITUATIONS.situations} == {template.id for template in TEMPLATES}


def test_every_template_hands_a_competence_over():
    assert [template.id for template in TEMPLATES if not template.competences] == []


def test_situations_are_said_in_the_first_person_and_end_with_a_full_stop():
    said = [situation.text for situation in SITUATIONS.situations]
    assert [text["en"] for text in said if not text["en"].endswith(".")] == []
    assert [text["fr"] for text in said if not text["fr"].endswith(".")] == []
    assert [text["pt"] for text in said if not text["pt"].endswith(".")] == []


def test_what_an_organisation_reads_holds_no_technical_word():
    read = [text for template in TEMPLATES for text in (template.title, template.problem, template.you_prepare)]
    read += [situation.text for situation in SITUATIONS.situations]
    assert [text for pair in read for text in pair.values() if TECHNICAL.search(text)] == []


def test_french_texts_keep_their_signs_with_the_word_before():
    french = [text["fr"] for template in TEMPLATES for text in words_of(template)]
    french += [situation.text["fr"] for situation in SITUATIONS.situations]
    assert [text for text in french if re.search(r"« | [;:?!»%]", text)] == []


def test_words_for_the_search_are_there_in_every_finished_language():
    assert [s.id for s in SITUATIONS.situations if min(len(s.words.get(one, ())) for one in FINISHED) < 3] == []


def test_every_text_is_there_in_every_finished_language():
    texts = [text for template in TEMPLATES for text in words_of(template)]
    texts += [situation.text for situation in SITUATIONS.situations]
    texts += [*SITUATIONS.groups.values(), *SITUATIONS.functions.values()]
    assert [text for text in texts if not set(FINISHED) <= set(text)] == []


def test_technology_types_named_are_those_of_the_closed_list():
    named = {one for situation in SITUATIONS.situations for one in situation.technology}
    assert named <= set(vocabulary.TECHNOLOGY)
    assert len(named) >= 12


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("sessions.toml", 'help = "session"', 'help = "hour"', "sessions.toml: templates: 0: help"),
        ("sessions.toml", 'id = "framing-needs"', 'id = "guessing"', "guessing"),
        ("projects.toml", "level_wanted = 3", "level_wanted = 9", "projects.toml: templates: 0: competences: 0"),
        ("projects.toml", "handed_over.en", "handed_down.en", "unknown key “handed_down”"),
        ("situations.toml", 'template = "choose-crm"', 'template = "magic"', "situations: 0: template: “magic”"),
        ("situations.toml", 'group = "know-people"', 'group = "know"', "situations: 0: group: “know”"),
        ("situations.toml", 'technology = ["crm"]', 'technology = ["crn"]', "technology: 0: “crn”"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_place(tmp_path, file, old, new, said):
    shutil.copytree(content_folder() / "templates", tmp_path / "templates")
    path = tmp_path / "templates" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        content.situations(tmp_path / "templates")
    assert said in str(refusal.value)
