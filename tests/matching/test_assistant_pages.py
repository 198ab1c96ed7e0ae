"""From "not sure how to say it" to a need whose every word can be changed."""

import re

import pytest

from tandem.matching import assistant
from tandem.matching.models import Need

pytestmark = pytest.mark.django_db

PROBLEM = "Two of us keep lists of the families we see, and every month somebody is forgotten."


def test_the_first_question_offers_to_start_from_a_situation(client):
    assert "/en/needs/situations/" in client.get("/en/needs/new/").content.decode()
    assert "/en/needs/situations/" not in client.get("/en/offers/new/").content.decode()


@pytest.mark.parametrize("language", ["fr", "en", "pt"])
def test_every_situation_stands_under_its_group_and_leads_to_a_template(client, language):
    html = client.get(f"/{language}/needs/situations/").content.decode()
    every = assistant.all_situations()
    for group in every.groups:
        assert f'id="g-{group}"' in html
    assert len(set(re.findall(r'href="[^"]*\?situation=([a-z0-9-]+)"', html))) == len(every.situations)


def test_ones_own_words_find_what_resembles_them(client):
    html = client.get("/en/needs/situations/", {"words": "we lose track of people"}).content.decode()
    found = html[html.index('id="found"') : html.index("Everyday situations")]
    assert "/en/help/choose-crm/" in found
    assert "/en/needs/new/?words=we%20lose%20track%20of%20people" in found


def test_a_portuguese_reader_finds_from_their_own_words_and_reads_it_in_portuguese(client):
    page = client.get("/pt/needs/situations/", {"words": "perdemos o rasto dos utentes"}).content.decode()
    body = page[page.index("<main") : page.index("</main>")]
    assert "/pt/help/choose-crm/" in body[body.index('id="found"') :]
    menu = client.get("/pt/offers/start/").content.decode()
    shown = client.get("/pt/help/choose-crm/", {"situation": "lose-track"}).content.decode()
    for html in (body, menu[menu.index("<main") :], shown[shown.index("<h1") : shown.index('class="actions"')]):
        assert 'lang="en"' not in html
    client.post("/pt/needs/new/?template=choose-crm", {"problem": PROBLEM})
    assert Need.objects.get().title == "Escolher uma ferramenta para acompanhar as pessoas"


def test_words_that_resemble_nothing_lead_on_all_the_same(client):
    html = client.get("/en/needs/situations/", {"words": "xyzzyq"}).content.decode()
    assert "Nothing here resembles it" in html
    assert "/en/needs/new/?words=xyzzyq" in html


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", assistant.all_templates(), ids=lambda template: template.id)
def test_a_template_says_what_comes_out_and_what_stays(client, template, language):
    text = client.get(f"/{language}/help/{template.id}/").context["template"]
    assert text == template


def test_a_template_that_does_not_exist_is_unknown(client):
    assert client.get("/en/help/nothing/").status_code == 404
    assert client.get("/en/needs/new/?template=nothing").status_code == 404


def test_a_template_prepares_all_but_the_problem(client):
    address = "/en/needs/new/?template=choose-crm"
    page = client.get(address).content.decode()
    assert "We lose track of people, members or donors" in page
    client.post(address, {"problem": PROBLEM})
    need = Need.objects.get()
    assert need.problem == PROBLEM
    assert need.title == "Choose a tool to keep track of people"
    assert (need.help, need.technology) == ("project", ["crm"])
    assert need.competences[0] == {
        "framework": "tandem",
        "id": "choosing-responsible-tools",
        "level_now": None,
        "level_wanted": 3,
        "must": False,
    }


def test_ones_own_words_go_before_those_of_the_template(client):
    page = client.get("/en/needs/new/", {"template": "choose-crm", "words": PROBLEM}).content.decode()
    assert PROBLEM in page
    assert "members or donors" not in page


@pytest.mark.parametrize("template", assistant.all_templates(), ids=lambda template: template.id)
def test_a_need_from_any_template_can_be_read_and_only_place_and_readers_are_asked(client, template):
    after = client.post(f"/fr/needs/new/?template={template.id}", {"problem": PROBLEM})
    reference = after.url.split("/")[3]
    client.post(f"/fr/needs/{reference}/question/place/", {"language": "fr", "remote": "yes"})
    client.post(f"/fr/needs/{reference}/question/audience/", {"visibility": "members"})
    checked = client.get(f"/fr/needs/{reference}/check/")
    assert template.title["fr"] in checked.content.decode()


def test_who_gives_a_thing_is_asked_about_the_thing(client, db):
    html = client.get("/en/offers/new/?thing=1").content.decode()
    assert "how it is handed over" in html
    assert "what you know how to do" not in html
    assert 'class="back" href="/en/offers/start/"' in html
