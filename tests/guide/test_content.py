"""The guide, the glossary and the learning resources that Tandem ships, and wrong edits of them."""

from __future__ import annotations

import re
import shutil
from collections import Counter

import pytest

from tandem.domain.errors import BadInput
from tandem.guide import content
from tandem.ui.content import content_folder

#: The languages in which nothing of the guide, the glossary and the resources waits for a translator.
FINISHED = ("fr", "en", "pt")
PAGES, TERMS, RESOURCES = content.pages(), content.glossary(), content.resources()
#: What the study asks of a practical guide (chapter 7, priority 3), and what both worlds miss.
EXPECTED = {
    *("steps", "forms", "obstacles-and-levers", "good-practice", "impact-grid", "questions-to-ask", "warnings"),
    *("right-door", "evaluating", "charters", "cases", "how-an-association-works", "explain-to-colleagues"),
}


def french(page):
    return "\n".join([page.title["fr"], page.summary["fr"], page.body["fr"]])


def links(body):
    return re.findall(r"\]\(([^)]*)\)", body)


def headings(body):
    return [len(found) for found in re.findall(r"^(#+) ", body, re.MULTILINE)]


def test_the_guide_holds_what_the_study_recommends_and_each_reader_is_served():
    assert {page.id for page in PAGES} >= EXPECTED
    assert {page.reader for page in PAGES} == {"social", "tech", "both"}


def test_pages_stand_in_one_order():
    assert [page.order for page in PAGES] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_page_names_its_chapter_and_says_the_same_in_every_language(page):
    assert re.search(r"20(19|21)", page.source)
    assert set(page.title) == set(page.summary) == set(page.body) >= set(FINISHED)
    assert set(headings(page.body["fr"])) <= {2}
    for body in page.body.values():
        assert headings(body) == headings(page.body["fr"])
        assert body.count("\n|") == page.body["fr"].count("\n|")
        assert Counter(links(body)) == Counter(links(page.body["fr"]))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_french_page_keeps_its_signs_with_the_word_before(page):
    assert re.findall(r".{12}(?:« | [;:?!»%]).*", french(page)) == []


def test_links_between_pages_lead_somewhere():
    ids = {page.id for page in PAGES}
    assert {found for page in PAGES for kind, found in content.internal_links(page) if kind == "guide"} <= ids


def test_the_glossary_has_a_hundred_terms_of_both_worlds():
    assert len(TERMS) >= 100
    assert min(Counter(term.world for term in TERMS)["social"], Counter(term.world for term in TERMS)["tech"]) >= 40
    assert sum(term.other is not None for term in TERMS) >= 50


def test_no_term_is_there_twice():
    for words in (
        [term.id for term in TERMS],
        *([t.term[language].lower() for t in TERMS] for language in FINISHED),
    ):
        assert [word for word, times in Counter(words).items() if times > 1] == []


def test_every_text_of_a_term_is_there_in_every_finished_language():
    texts = [text for term in TERMS for text in (term.term, term.definition, term.other) if text is not None]
    assert [text for text in texts if not set(FINISHED) <= set(text)] == []


def test_definitions_are_one_short_sentence_or_two():
    long = [term.id for term in TERMS for text in term.definition.values() if len(text) > 200 or not text.endswith(".")]
    assert long == []


def test_resources_are_many_enough_named_and_reached_over_https():
    assert len({resource.id for resource in RESOURCES}) == len(RESOURCES) >= 12
    assert all(resource.url.startswith("https://") and resource.languages for resource in RESOURCES)
    assert [resource.id for resource in RESOURCES if not set(FINISHED) <= set(resource.about)] == []


@pytest.fixture
def folder(tmp_path):
    for name in ("guide", "glossary", "resources"):
        shutil.copytree(content_folder() / name, tmp_path / name)
    return tmp_path


def edited(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("---\n", "", "steps.en.md: the page does not begin with its front matter"),
        ("id: steps", "id: step", "steps.en.md: id: the id is not the name of the file"),
        ("order: 4", "order: 5", "steps.en.md: order: the languages of this page do not agree"),
        ("reader: both", "reader: [both", "steps.en.md: the front matter is not valid YAML"),
        ("reader: both", "audience: both", "steps.en.md: unknown key “audience”"),
    ],
)
def test_a_mistake_in_a_page_is_named_with_its_file(folder, old, new, said):
    edited(folder / "guide" / "steps.en.md", old, new)
    with pytest.raises(BadInput) as refusal:
        content.pages(folder / "guide")
    assert said in str(refusal.value)


def test_a_page_without_its_translation_is_named(folder):
    (folder / "guide" / "steps.en.md").unlink()
    with pytest.raises(BadInput, match=r"steps\.en\.md: this translation of the page is missing"):
        content.pages(folder / "guide")


def test_a_term_without_its_translation_is_named(folder):
    edited(folder / "glossary" / "terms.toml", 'term.en = "association"', "")
    with pytest.raises(BadInput, match=r"terms\.toml: terms: 0: term: the translation “en” is missing"):
        content.glossary(folder / "glossary")


def test_a_resource_for_a_competence_that_does_not_exist_is_refused(folder):
    edited(folder / "resources" / "resources.toml", 'id = "4.2"', 'id = "9.9"')
    with pytest.raises(BadInput, match=r"9\.9"):
        content.resources(folder / "resources")
