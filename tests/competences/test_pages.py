"""The pages of competences as people meet them."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.competences.esco_files import ADDRESS, FULL, full_row, small_esco, write
from tests.factories import NOON, PersonFactory

from tandem.competences import actions, queries
from tandem.competences.models import Wording
from tandem.domain import competences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    queries.forget()
    yield
    queries.forget()


@pytest.fixture
def steward(client):
    person = PersonFactory(name="Sasha", is_steward=True)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return person


class Fields(HTMLParser):
    """What a browser would send back: the fields of the page's form, as they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._area = ""
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input" and given.get("name") and given["name"] != "q":
            self.sent[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._area = given["name"]
            self.sent[self._area] = ""
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and "selected" in given:
            self.sent[self._select] = given["value"]

    def handle_data(self, data):
        if self._area:
            self.sent[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.sent[self._area] = self.sent[self._area].strip()
            self._area = ""


def page(client, address, status=200, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("framework", ["digcomp-3.0", "e-cf-4.0", "crcn", "esco", "tandem"])
def test_each_framework_is_browsed_in_both_languages(client, language, framework):
    shown = page(client, f"/{language}/competences/{framework}/")
    assert f'<html lang="{language}">' in shown
    for code in competences.competence_ids(framework):
        assert f'href="/{language}/competences/{framework}/{code}/"' in shown


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("tandem/accessibility/", "Peut nommer les personnes qu’une page inaccessible laisse de côté"),
        ("digcomp-3.0/4.1/", "protéger les dispositifs TIC"),
        ("e-cf-4.0/B.1/", "Développer une application"),
        ("crcn/1.2/", "Gérer des données"),
    ],
)
def test_a_competence_shows_its_name_levels_and_neighbours(client, address, sentence):
    assert sentence in page(client, f"/fr/competences/{address}").replace("'", "&#x27;")


def test_a_competence_shows_only_the_levels_that_it_has(client):
    shown = page(client, "/en/competences/e-cf-4.0/A.1/")
    assert "e-4" in shown
    assert "e-5" in shown
    assert "e-3" not in shown


@pytest.mark.parametrize(
    "address", ["old/", "tandem/nothing/", "digcomp-3.0/9.9/", "tandem/local-x/", "esco/skill/?uri=http://x.org/y"]
)
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(f"/en/competences/{address}").status_code == 404


def test_everyday_words_lead_to_the_page_of_a_competence(client):
    shown = page(client, "/fr/competences/", q="site web lisible par tous")
    assert 'href="/fr/competences/tandem/accessibility/"' in shown


def test_a_search_without_result_says_what_to_try(client):
    assert "Essayez un seul mot" in page(client, "/fr/competences/", q="xyzzyq")


def test_a_question_is_shown_again_without_becoming_markup(client):
    assert "<script>alert" not in page(client, "/en/competences/", q="<script>alert(1)</script>")


def test_a_concept_of_esco_shows_what_it_is_part_of_and_holds(client, tmp_path):
    actions.import_esco(small_esco(tmp_path / "esco"), at=NOON)
    shown = page(client, "/fr/competences/esco/skill/", uri=ADDRESS + "bake")
    assert "cuire du pain" in shown
    assert "préparer des repas" in shown
    assert '<span lang="en">knead dough</span>' in shown


def test_a_name_that_is_the_same_in_both_languages_is_read_in_that_of_the_page(client):
    assert "<h1>ESCO</h1>" in page(client, "/fr/competences/esco/")


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return len(asked)


def test_browsing_asks_nothing_of_the_database_once_the_frameworks_are_read(client):
    queries.frameworks()
    assert queries_of(client, "/fr/competences/") == 0
    assert queries_of(client, "/fr/competences/e-cf-4.0/") == 0


def test_a_concept_that_holds_five_others_asks_as_much_as_one_that_holds_two(client, tmp_path):
    actions.import_esco(small_esco(tmp_path / "esco"), at=NOON)
    queries.frameworks()
    address = f"/fr/competences/esco/skill/?uri={ADDRESS}cook"
    two = queries_of(client, address)
    more = [full_row(name, f"{name} soup", broader="cook") for name in ("stir", "taste", "serve")]
    actions.import_esco(write(tmp_path / "more", "skills_en.csv", FULL, *more), at=NOON)
    assert "serve soup" in page(client, address)
    assert queries_of(client, address) == two


def test_the_page_of_esco_says_whether_it_was_loaded(client, tmp_path):
    assert "Not loaded here yet" in page(client, "/en/competences/esco/")
    actions.import_esco(small_esco(tmp_path / "esco"), at=NOON)
    assert "Loaded here on 02/03/2026" in page(client, "/en/competences/esco/")


def test_a_steward_rewords_and_the_page_shows_it_with_its_reason(client, steward):
    address = "/fr/competences/tandem/accessibility/"
    sent = Fields(page(client, address + "edit/")).sent
    sent |= {
        "label_fr": "Rendre accessible à tous",
        "words_fr": "braille\nbraille\n gros  caractères",
        "reason": "Plus clair",
    }
    answer = client.post(address + "edit/", sent)
    assert answer.status_code == 302
    queries.forget()
    shown = page(client, address)
    assert "Rendre accessible à tous" in shown
    assert "Plus clair" in shown
    assert Wording.objects.get().texts["words"]["fr"] == ["braille", "gros caractères"]


def test_an_edit_that_changes_nothing_keeps_every_text(client, steward):
    before = queries.competence("tandem", "ai-ethics")
    sent = Fields(page(client, "/en/competences/tandem/ai-ethics/edit/")).sent
    assert client.post("/en/competences/tandem/ai-ethics/edit/", sent | {"reason": "none"}).status_code == 302
    queries.forget()
    after = queries.competence("tandem", "ai-ethics")
    assert after.levels == before.levels
    assert (after.words["fr"], after.area) == (before.words["fr"], before.area)


def test_the_form_of_a_fixed_framework_does_not_offer_its_official_name(client, steward):
    sent = Fields(page(client, "/en/competences/e-cf-4.0/B.1/edit/")).sent
    assert "label_fr" in sent
    assert "label_en" not in sent


def test_two_stewards_who_write_at_once_do_not_overwrite_each_other(client, steward):
    address = "/en/competences/tandem/accessibility/edit/"
    first = Fields(page(client, address)).sent | {"reason": "one"}
    assert client.post(address, first).status_code == 302
    answer = client.post(address, first | {"reason": "two"})
    assert answer.status_code == 200
    assert "somebody wrote another version meanwhile" in answer.content.decode()
    assert Wording.objects.count() == 1


def test_a_steward_adds_to_the_annex_and_gets_the_field_that_is_wrong(client, steward):
    address = "/en/competences/tandem/new/"
    sent = Fields(page(client, address)).sent
    texts = {name: f"Text {name}" for name in sent if name.endswith(("_en", "_fr"))}
    sent |= texts | {"id": "radio", "area": "include", "reason": "asked by members"}
    refused = client.post(address, sent).content.decode()
    assert 'href="#id_id"' in refused
    assert client.post(address, sent | {"id": "local-radio"}).status_code == 302
    queries.forget()
    assert "Text label_en" in page(client, "/en/competences/tandem/local-radio/")


@pytest.mark.parametrize("address", ["tandem/accessibility/edit/", "tandem/new/"])
def test_who_is_not_a_steward_is_refused_with_the_reason_and_a_visitor_asked_to_sign_in(client, address):
    assert client.get(f"/en/competences/{address}").status_code == 302
    client.force_login(PersonFactory(), backend=settings.AUTHENTICATION_BACKENDS[0])
    refused = client.get(f"/en/competences/{address}")
    assert refused.status_code == 403
    assert str(refused.context["reason"]).startswith("Only the stewards of this place")
