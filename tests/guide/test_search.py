"""Guide, words, resources, ready-made needs and situations are found together, in both languages."""

import re

import pytest
from tests.factories import NOON, PersonFactory

from tandem.directory import search as directory
from tandem.guide.search import KINDS, search
from tandem.questionnaires import actions, editing

pytestmark = pytest.mark.django_db

WORD = {
    "id": "heap",
    "world": "tech",
    "term": {"fr": "Tas de nuages", "en": "Heap of clouds"},
    "definition": {"fr": "Des fichiers gardés ailleurs.", "en": "Files kept elsewhere."},
}


@pytest.fixture(params=[False, True], ids=["without the index", "with the index"])
def index(request):
    if request.param:
        directory.rebuild()


@pytest.mark.parametrize("words", ["données", "data"])
def test_several_kinds_are_found_in_both_languages(index, words):
    assert {found.kind for found in search(words)} >= {"template", "glossary"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_is_found_by_its_name(index, kind):
    of = editing.kind_named(kind)
    entry, record = next(iter(of.shipped().items()))
    for title in of.title(record).values():
        assert (kind, entry) in [(found.kind, found.id) for found in search(title)][:5]


def test_the_number_beside_each_kind_is_how_many_it_shows(index, client):
    page = client.get("/en/guide/?q=data").content.decode()
    counts = re.findall(r'kind=(\w+)"[^>]*>[^<(]*\((\d+)\)', page)
    assert len(counts) > 1
    total = int(re.search(r"Everything \((\d+)\)", page)[1])
    assert sum(int(count) for _kind, count in counts) == total
    for kind, count in counts:
        shown = client.get(f"/en/guide/?q=data&kind={kind}").content.decode()
        assert shown.count('<p class="soft">') == min(int(count), 30)


def test_the_pages_of_the_directory_count_the_same(client):
    directory.rebuild()
    found = len(search("data"))
    for page in ("organisations", "solutions"):
        assert f"{found} pages of the guide" in client.get(f"/en/{page}/?q=data").content.decode()


def test_what_a_steward_writes_is_found_when_the_index_has_heard_of_it():
    directory.rebuild()
    steward = PersonFactory(is_steward=True)
    kind = editing.kind_named("glossary")
    actions.edit(kind, "heap", WORD, after=0, actor=steward, at=NOON, reason="New.")
    directory.index_changes()
    assert search("tas de nuages")[0].id == "heap"
    actions.take_up(kind, "heap", 0, after=1, actor=steward, at=NOON, reason="Gone.")
    assert "heap" not in [found.id for found in search("tas de nuages")]


def test_each_result_leads_to_a_page_that_answers(client):
    for found in {one.kind: one for one in search("data")}.values():
        assert client.get(f"{found.address}".partition("#")[0]).status_code == 200
