"""A steward edits what readers see: every language, checked before it counts, older versions kept."""

import html5lib
import pytest
from django.conf import settings
from tests.factories import NOON, PersonFactory

from tandem.accounts import personal_data
from tandem.diagnosis import actions as diagnosis
from tandem.diagnosis import queries as results
from tandem.domain.errors import BadInput
from tandem.guide import queries as guide
from tandem.guide.search import search
from tandem.matching import assistant
from tandem.questionnaires import actions, editing, editions, queries
from tandem.questionnaires.models import Edition

pytestmark = pytest.mark.django_db

CLOUD = {
    "id": "heap",
    "world": "tech",
    "term": {"fr": "Tas de nuages", "en": "Heap of clouds"},
    "definition": {"fr": "Des fichiers gardés ailleurs.", "en": "Files kept elsewhere."},
}


@pytest.fixture
def steward():
    return PersonFactory(name="Sasha", email="sasha@example.org", is_steward=True)


@pytest.fixture
def browser(steward, client):
    client.force_login(steward, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def shipped(kind: str, entry: str) -> dict:
    return dict(editing.kind_named(kind).shipped()[entry])


def edit(kind: str, entry: str, record: dict, steward, *, after: int = 0) -> Edition:
    known = editing.kind_named(kind)
    return actions.edit(known, entry, record, after=after, actor=steward, at=NOON, reason="Clearer.")


def form_of(page: str) -> dict:
    """What a browser would send of the form of this page, unchanged."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    form = next(one for one in tree.iter("form") if one.find(".//button[@name='save']") is not None)
    sent = {one.get("name"): one.get("value", "") for one in form.iter("input") if one.get("type") != "checkbox"}
    sent |= {one.get("name"): "".join(one.itertext()) for one in form.iter("textarea")}
    for one in form.iter("select"):
        sent[one.get("name")] = next((o.get("value") for o in one.iter("option") if "selected" in o.attrib), "")
    for one in form.iter("input"):
        if one.get("type") == "checkbox" and "checked" in one.attrib:
            sent.setdefault(one.get("name"), []).append(one.get("value", "on"))
    return sent


def test_a_word_written_here_is_read_and_found_at_once(steward):
    edit("glossary", "heap", CLOUD, steward)
    assert "Tas de nuages" in [term.term["fr"] for term in guide.terms()]
    assert "heap" in [found.id for found in search("tas de nuages")]


def test_an_older_version_counts_again_and_so_does_what_ships(steward):
    kind = editing.kind_named("glossary")
    entry = next(iter(kind.shipped()))
    for number, word in enumerate(("Premier", "Second")):
        edit("glossary", entry, shipped("glossary", entry) | {"term": {"fr": word, "en": word}}, steward, after=number)

    def word() -> str:
        return next(term.term["fr"] for term in guide.terms() if term.id == entry)

    assert word() == "Second"
    actions.take_up(kind, entry, 1, after=2, actor=steward, at=NOON, reason="Back.")
    assert word() == "Premier"
    actions.take_up(kind, entry, 0, after=3, actor=steward, at=NOON, reason="As it ships.")
    assert word() == shipped("glossary", entry)["term"]["fr"]
    assert [one.number for one in editions.versions("glossary", entry)] == [4, 3, 2, 1]


def test_a_version_written_meanwhile_is_not_overwritten(steward):
    edit("glossary", "heap", CLOUD, steward)
    with pytest.raises(BadInput, match="meanwhile"):
        edit("glossary", "heap", CLOUD, steward, after=0)


def test_nobody_but_a_steward_edits(cast):
    with pytest.raises(BadInput, match="stewards"):
        edit("glossary", "heap", CLOUD, cast.alice)
    for page in ("", "glossary/", "glossary/new/"):
        assert cast.client("alice").get(f"/en/steward/content/{page}").status_code == 403
        assert cast.client("visitor").get(f"/en/steward/content/{page}").status_code == 302


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"every": [{"question": "no-such", "at_least": "x"}]}, "no question has the id"),
        ({"every": [{"question": "experience-served", "at_least": "partly"}]}, "wait for one another|no choice"),
        ({"every": [{"question": "copies", "at_least": "old-copy"}]}, "own dimension"),
        (
            {
                "every": [
                    {"question": "worked-with-tech", "at_least": "once"},
                    {"question": "worked-with-tech", "is": ["never"]},
                ]
            },
            "no answers can make this question appear|disappear",
        ),
    ],
)
def test_a_question_that_cannot_work_is_refused_with_its_name(steward, condition, said):
    waiting = next(
        one
        for one in queries.newest("maturity").questionnaire.questions
        if any(clause.question == "worked-with-tech" for clause in one.shown_when.clauses())
    )
    if "wait" in said:
        condition = {"every": [{"question": waiting.id, "at_least": waiting.choices[1]}]}
    with pytest.raises(BadInput, match=said) as refusal:
        edit(
            "maturity-question",
            waiting.id,
            shipped("maturity-question", waiting.id) | {"shown_when": condition},
            steward,
        )
    assert waiting.id in str(refusal.value)
    assert not Edition.objects.exists()


def test_a_question_without_a_translation_is_refused(steward):
    with pytest.raises(BadInput, match="translation"):
        edit(
            "maturity-question", "copies", shipped("maturity-question", "copies") | {"text": {"fr": "Seul ?"}}, steward
        )


def test_an_advice_that_no_answers_lead_to_is_refused_with_its_name(steward):
    record = shipped("maturity-recommendation", "first-copies")
    record["when"] = {"every": [{"question": "copies", "is": ["no"]}, {"question": "copies", "is": ["tested-copy"]}]}
    with pytest.raises(BadInput, match=r"first-copies.*no answers can lead to this"):
        edit("maturity-recommendation", "first-copies", record, steward)


def test_an_answer_that_a_rule_needs_cannot_go(steward):
    record = shipped("maturity-question", "copies")
    record["choices"] = record["choices"][:2]
    with pytest.raises(BadInput, match="has no choice"):
        edit("maturity-question", "copies", record, steward)


def test_a_diagnosis_keeps_the_words_it_was_answered_with(steward):
    before = diagnosis.begin("maturity", queries.newest_version("maturity"), "copies", "no", actor=None, at=NOON)
    record = shipped("maturity-question", "copies") | {"text": {"fr": "Avez-vous une copie ?", "en": "Any copy?"}}
    edit("maturity-question", "copies", record, steward)
    after = diagnosis.begin("maturity", queries.newest_version("maturity"), "copies", "no", actor=None, at=NOON)
    edit("maturity-question", "copies", record | {"text": {"fr": "Une copie ?", "en": "A copy?"}}, steward, after=1)

    def text(one) -> str:
        return results.standing(one).content.questions["copies"].text["en"]

    assert text(before) == shipped("maturity-question", "copies")["text"]["en"]
    assert text(after) == "Any copy?"


def test_other_words_leave_organisations_comparable_other_answers_do_not(steward):
    first = queries.newest_version("maturity")
    diagnosis.begin("maturity", first, "copies", "no", actor=None, at=NOON)
    record = shipped("maturity-question", "copies")
    edit("maturity-question", "copies", record | {"text": {"fr": "Une copie ?", "en": "A copy?"}}, steward)
    assert queries.versions_alike("maturity", queries.newest_version("maturity")) == [first]
    longer = record | {"choices": [*record["choices"], {"id": "answer-5", "fr": "Cinq", "en": "Five"}]}
    edit("maturity-question", "copies", longer, steward, after=1)
    assert queries.versions_alike("maturity", queries.newest_version("maturity")) == []


def test_a_ready_made_need_that_a_situation_leads_to_cannot_go(steward):
    kind = editing.kind_named("template")
    added = {**next(iter(kind.shipped().values())), "id": "mend-the-printer"}
    edit("template", "mend-the-printer", added, steward)
    entry, situation = next(iter(editing.kind_named("situation").shipped().items()))
    edit("situation", entry, {**situation, "template": "mend-the-printer"}, steward)
    assert assistant.situation(entry).template == "mend-the-printer"
    with pytest.raises(BadInput, match="mend-the-printer"):
        actions.take_up(kind, "mend-the-printer", 0, after=1, actor=steward, at=NOON, reason="No more.")


def test_a_link_to_a_page_that_is_not_there_is_refused(steward):
    record = shipped("guide", "steps")
    record["body"] = {**record["body"], "fr": "Lire [ceci](guide:nowhere)."}
    with pytest.raises(BadInput, match="guide:nowhere"):
        edit("guide", "steps", record, steward)


@pytest.mark.parametrize("kind", ["glossary", "guide", "resource", "template", "situation", "maturity-question"])
def test_an_entry_saved_unchanged_stays_what_it_was(browser, kind):
    for entry, record in list(editing.kind_named(kind).shipped().items())[:2]:
        address = f"/en/steward/content/{kind}/entry/{entry}/"
        sent = form_of(browser.get(address).content.decode()) | {"reason": "Nothing changed.", "save": "1"}
        assert browser.post(address, sent).status_code == 302
        assert tidy(Edition.objects.get(kind=kind, entry=entry).content) == tidy(record)


def tidy(record: dict) -> dict:
    """Spaces at the end of a text say nothing, nor does an empty condition."""
    bare = {key: value for key, value in record.items() if value not in ({}, False)}
    return {
        key: {code: text.strip() if isinstance(text, str) else text for code, text in value.items()}
        if isinstance(value, dict)
        else value
        for key, value in bare.items()
    }


@pytest.mark.parametrize("kind", ["maturity-recommendation", "readiness-recommendation"])
def test_every_rule_can_be_said_in_the_form(browser, kind):
    for entry, record in list(editing.kind_named(kind).shipped().items())[::4]:
        address = f"/en/steward/content/{kind}/entry/{entry}/"
        sent = form_of(browser.get(address).content.decode()) | {"reason": "Nothing changed.", "save": "1"}
        assert browser.post(address, sent).status_code == 302, entry
        assert Edition.objects.get(kind=kind, entry=entry).content == record


def test_a_missing_translation_is_pointed_out_before_and_when_saving(browser):
    address = "/en/steward/content/glossary/new/"
    sent = {"id": "heap", "term_fr": "Tas", "term_en": "Heap", "definition_fr": "Ailleurs.", "world": "tech"}
    sent |= {"reason": "Missing.", "after": "0"}
    looked = browser.post(address, sent | {"preview": "1"}).content.decode()
    assert "1 text is missing" in looked
    refused = browser.post(address, sent | {"save": "1"}).content.decode()
    assert 'href="#id_definition_en"' in refused
    assert not Edition.objects.exists()
    saved = browser.post(address, sent | {"save": "1", "definition_en": "Far from here."})
    assert saved["Location"] == "/en/steward/content/glossary/entry/heap/"
    assert "Far from here." in browser.get("/en/guide/words/").content.decode()


def test_a_further_language_is_written_looked_at_kept_by_the_next_edit_and_taken_back(browser):
    address = "/en/steward/content/glossary/entry/association/"
    before = shipped("glossary", "association")["definition"]
    sent = form_of(browser.get(address).content.decode()) | {
        "reason": "In Portuguese.",
        "definition_pt": "Gente junta.",
    }
    looked = browser.post(address, sent | {"preview": "1"}).content.decode()
    assert looked.index("How it will look") < looked.index("Gente junta.") < looked.index("<form")
    browser.post(address, sent | {"save": "1"})
    assert Edition.objects.get().content["definition"] == {**before, "pt": "Gente junta."}
    read = browser.get("/pt/guide/words/").content.decode()
    assert "Gente junta." in read
    assert '<span lang="pt">' not in read
    again = form_of(browser.get(address).content.decode()) | {
        "reason": "English.",
        "definition_en": "People.",
        "save": "1",
    }
    browser.post(address, again)
    browser.post(f"{address}take-up/1/")
    newest = editions.edited("glossary")["association"]["definition"]
    assert newest == {**before, "pt": "Gente junta."}


def test_a_further_language_may_stay_empty_and_is_folded_for_who_reads_another(browser):
    of_english = browser.get("/en/steward/content/glossary/new/").content.decode()
    of_portuguese = browser.get("/pt/steward/content/glossary/new/").content.decode()
    fold = '<details%s><summary><span lang="pt">Português</span>'
    assert fold % "" in of_english
    assert fold % " open" in of_portuguese
    sent = {"id": "heap", "term_fr": "Tas", "term_en": "Heap", "definition_fr": "Ailleurs.", "definition_en": "Far."}
    browser.post(
        "/en/steward/content/glossary/new/", sent | {"world": "tech", "reason": "New.", "after": "0", "save": "1"}
    )
    assert Edition.objects.get().content["term"] == {"fr": "Tas", "en": "Heap"}


def test_a_text_in_a_further_language_alone_is_missing_in_the_others(browser):
    address = "/en/steward/content/glossary/entry/general-assembly/"
    sent = form_of(browser.get(address).content.decode()) | {"reason": "Try.", "other_pt": "a reunião de todos"}
    refused = browser.post(address, sent | {"save": "1"}).content.decode()
    assert 'href="#id_other_fr"' in refused
    assert 'href="#id_other_en"' in refused


def test_what_is_emptied_in_french_and_english_goes_with_its_translations(browser, steward):
    record = shipped("glossary", "association")
    edit("glossary", "association", record | {"other": {**record["other"], "pt": "gente sem donos"}}, steward)
    address = "/en/steward/content/glossary/entry/association/"
    sent = form_of(browser.get(address).content.decode()) | {"reason": "No other word.", "other_fr": "", "other_en": ""}
    assert browser.post(address, sent | {"save": "1"}).status_code == 302
    assert "other" not in Edition.objects.latest("pk").content


def test_answers_in_a_further_language_are_as_many_or_none(browser):
    address = "/en/steward/content/maturity-question/entry/copies/"
    sent = form_of(browser.get(address).content.decode()) | {"reason": "In Portuguese.", "save": "1"}
    refused = browser.post(address, sent | {"choices_pt": "Não"}).content.decode()
    assert "as many answers as in French" in refused
    assert '<details open><summary><span lang="pt">' in refused
    lines = [f"Resposta {place}" for place, _one in enumerate(shipped("maturity-question", "copies")["choices"])]
    browser.post(address, sent | {"choices_pt": "\n".join(lines)})
    kept = Edition.objects.get().content["choices"]
    assert [one["pt"] for one in kept] == lines
    assert [one["id"] for one in kept] == [one["id"] for one in shipped("maturity-question", "copies")["choices"]]


def test_a_rule_that_cannot_fire_is_said_in_the_preview_and_refused(browser):
    address = "/en/steward/content/maturity-recommendation/entry/first-copies/"
    sent = form_of(browser.get(address).content.decode()) | {"reason": "Try."}
    sent |= {"when_every_0": "copies|at_most|no", "when_every_1": "copies|at_least|tested-copy"}
    for button in ("preview", "save"):
        page = browser.post(address, sent | {button: "1"}).content.decode()
        assert "no answers can lead to this recommendation" in page
    assert not Edition.objects.exists()


def test_going_back_is_one_button(browser, steward):
    edit("glossary", "heap", CLOUD, steward)
    edit("glossary", "heap", CLOUD | {"term": {"fr": "Nuée", "en": "Swarm"}}, steward, after=1)
    browser.post("/en/steward/content/glossary/entry/heap/take-up/1/")
    assert "Tas de nuages" in browser.get("/fr/guide/words/").content.decode()
    gone = browser.post("/en/steward/content/glossary/entry/heap/take-up/0/")
    assert gone["Location"] == "/en/steward/content/glossary/"
    assert "Tas de nuages" not in browser.get("/fr/guide/words/").content.decode()


def test_a_steward_finds_what_they_wrote_in_their_data(steward):
    edit("glossary", "heap", CLOUD, steward)
    written = personal_data.export(steward, NOON)["questionnaires"]["editions"]
    assert [(one["kind"], one["entry"]) for one in written] == [("glossary", "heap")]


@pytest.mark.parametrize("edited", [1, 3])
def test_the_list_of_entries_costs_the_same_however_many_were_edited(
    browser, steward, edited, django_assert_num_queries
):
    for number in range(edited):
        edit("glossary", f"heap-{number}", CLOUD | {"id": f"heap-{number}"}, steward)
    browser.get("/en/steward/content/glossary/")
    with django_assert_num_queries(4):
        browser.get("/en/steward/content/glossary/")


def test_a_clause_is_added_by_looking_and_there_is_room_for_one_more(browser):
    address = "/en/steward/content/maturity-recommendation/entry/first-copies/"
    before = shipped("maturity-recommendation", "first-copies")["when"]
    added = f"shared-files|at_least|{shipped('maturity-question', 'shared-files')['choices'][1]['id']}"
    sent = form_of(browser.get(address).content.decode()) | {"reason": "Wider.", "when_add": added}
    looked = form_of(browser.post(address, sent | {"when_add_to": "some", "preview": "1"}).content.decode())
    assert looked["when_add"] == ""
    assert added in looked.values()
    browser.post(address, looked | {"save": "1"})
    after = Edition.objects.get(entry="first-copies").content["when"]
    assert len(after.get("some", [])) == len(before.get("some", [])) + 1
    assert after.get("every") == before.get("every")
