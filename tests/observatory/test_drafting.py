"""A questionnaire written in the interface becomes a version."""

import pytest
from tests.observatory.scenes import add_form, begin, survey_of, wave_of, workbook

from tandem.observatory.models import Survey
from tandem.observatory.queries import questionnaire

pytestmark = pytest.mark.django_db

SAID = {
    "words_fr": "Avez-vous un outil ?",
    "words_en": "Have you a tool?",
    "kind": "one",
    "choices": "yes | Oui | Yes\nno | Non | No\ndont_know | Je ne sais pas | I do not know",
    "name": "tool",
    "relevant": "${coop} = 'yes'",
}


@pytest.fixture
def survey(cast, tmp_path):
    return survey_of(cast, tmp_path)


def address(survey, path: str = "") -> str:
    return f"/en/observatory/{survey.slug}/draft/{path}"


def test_a_question_is_added_moved_and_used(cast, survey):
    alice = cast.client("alice")
    assert alice.post(address(survey, "new/"), SAID).status_code == 302
    assert survey.versions.count() == 1
    alice.post(address(survey), {"up": "5"})
    alice.post(address(survey), {"use": "1"})
    form = questionnaire(survey.versions.last())
    assert [item.name for item in form.items] == ["sector", "staff", "coop", "forms", "values", "tool", "why"]
    item = form.item("tool")
    assert item.words == {"fr": "Avez-vous un outil ?", "en": "Have you a tool?"}
    assert item.codes == ("yes", "no")
    assert item.relevant.source == "${coop} = 'yes'"
    assert Survey.objects.get().draft is None


def test_a_questionnaire_begins_from_nothing(cast, survey):
    survey.versions.all().delete()
    alice = cast.client("alice")
    alice.post(address(survey, "new/"), {**SAID, "relevant": "", "words_en": ""})
    page = alice.get(address(survey)).content.decode()
    assert "Not translated" not in page  # one language, nothing to compare with
    alice.post(address(survey, "new/"), {**SAID, "relevant": "", "name": "second"})
    page = alice.get(address(survey)).content.decode()
    assert "en: <code>tool</code>" in page


def test_a_question_is_changed_and_taken_out(cast, survey):
    alice = cast.client("alice")
    page = alice.get(address(survey, "of/coop/")).content.decode()
    assert "yes | Oui | Yes" in page
    alice.post(address(survey, "of/coop/"), {**SAID, "name": "coop", "relevant": "", "words_en": "Do you?"})
    alice.post(address(survey, "of/why/"), {"remove": "1"})
    alice.post(address(survey), {"use": "1"})
    form = questionnaire(survey.versions.last())
    assert form.item("coop").words["en"] == "Do you?"
    assert form.item("why") is None
    assert [len(screen.items) for screen in form.screens] == [2, 1, 1, 1]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "1st"}, "Begin with a letter"),
        ({"name": "coop"}, "Another question has this name."),
        ({"choices": "yes | Oui"}, "Write two answers at least."),
        ({"choices": "yes | Oui\nyes | Si"}, "Line 2: write a code of its own"),
        ({"choices": "oui\nnon"}, "Line 1: write a code of its own"),
        ({"words_fr": "", "words_en": ""}, "Write the question in one language at least."),
        ({"relevant": "${coop} ~ 2"}, "not understood"),
        ({"relevant": "${nobody} = 2"}, "No question is called nobody."),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_kept(cast, survey, wrong, said):
    page = cast.client("alice").post(address(survey, "new/"), {**SAID, **wrong}).content.decode()
    assert said in page
    assert Survey.objects.get().draft is None


def test_readers_do_not_write_and_strangers_do_not_see(cast, survey):
    for path in ("", "new/", "of/coop/", "page/1/"):
        assert cast.client("chloe").get(address(survey, path)).status_code == 403
        assert cast.client("dina").get(address(survey, path)).status_code == 404


def test_a_page_takes_several_questions_a_note_and_a_title(cast, survey):
    alice = cast.client("alice")
    alice.post(address(survey, "page/2/"), {"title_fr": "Vos liens", "title_en": "Your ties"})
    alice.post(address(survey, "new/"), {**SAID, "relevant": "", "page": "1", "hint_fr": "Un seul suffit."})
    note = {"words_en": "Two more pages.", "words_fr": "Encore deux pages.", "kind": "note", "name": "nearly"}
    alice.post(address(survey, "new/"), {**note, "page": "1"})
    alice.post(address(survey), {"item_up": "nearly"})
    page = alice.get(address(survey)).content.decode()
    assert "Page 2 – Your ties" in page
    assert "en: <code>hint of tool</code>" in page
    assert page.count("<code>nearly</code>") == 1
    alice.post(address(survey), {"use": "1"})
    screen = questionnaire(survey.versions.last()).screens[1]
    assert screen.words == {"fr": "Vos liens", "en": "Your ties"}
    assert [(item.name, item.kind) for item in screen.items] == [("coop", "one"), ("nearly", "note"), ("tool", "one")]
    assert screen.items[2].hint == {"fr": "Un seul suffit."}


def test_other_is_an_answer_and_a_text_asked_of_those_who_choose_it(cast, survey, client):
    survey.versions.all().delete()
    alice = cast.client("alice")
    alice.post(address(survey, "new/"), {**SAID, "relevant": "", "other": "on"})
    alice.post(address(survey), {"use": "1"})
    form = questionnaire(survey.versions.last())
    assert form.item("tool").codes == ("yes", "no", "other")
    assert form.item("tool_other").relevant.source == "selected(${tool}, 'other')"
    token = begin(client, wave_of(survey))
    first = client.post(f"/en/answers/{token}/1/", {"~in": "en", "tool": "other"})
    assert first["Location"].endswith("/1/?in=en")  # the page again, with the text
    assert "Which one?" in client.get(first["Location"]).content.decode()
    second = client.post(f"/en/answers/{token}/1/", {"~in": "en", "tool": "other", "tool_other": "A notebook"})
    assert "/end/" in second["Location"]
    alice.post(address(survey, "of/tool/"), {**SAID, "relevant": "", "name": "gear", "other": "on"})
    alice.post(address(survey), {"use": "1"})
    assert [item.name for item in questionnaire(survey.versions.last()).items] == ["gear", "gear_other"]
    alice.post(address(survey, "of/gear/"), {**SAID, "relevant": "", "name": "gear"})
    alice.post(address(survey), {"use": "1"})
    assert [item.name for item in questionnaire(survey.versions.last()).items] == ["gear"]


def test_a_question_moves_to_another_page_and_one_asked_too_early_is_told(cast, survey):
    alice = cast.client("alice")
    alice.post(address(survey), {"up": "2"})
    page = alice.get(address(survey)).content.decode()
    assert "forms hangs on coop, which comes later" in page
    said = {"words_en": "Why?", "words_fr": "Pourquoi ?", "kind": "text", "name": "why", "page": "0"}
    alice.post(address(survey, "of/why/"), said)
    alice.post(address(survey), {"use": "1"})
    names = [[item.name for item in screen.items] for screen in questionnaire(survey.versions.last()).screens]
    assert names == [["sector", "staff", "why"], ["forms"], ["coop"], ["values"]]


def test_what_the_form_says_in_other_languages_and_of_numbers_stays(cast, survey, tmp_path):
    asked = [
        [
            "type",
            "name",
            "label::Deutsch (de)",
            "label::English (en)",
            "constraint",
            "constraint_message::English (en)",
        ],
        ["decimal", "share", "Welcher Anteil?", "Which share?", ". <= 100", "A hundred at most."],
        ["text", "why", "Warum?", "Why?", "", ""],
    ]
    add_form(survey, tmp_path, workbook(asked, [["list_name", "name", "label"], ["a", "b", "c"]]))
    alice = cast.client("alice")
    page = alice.get(address(survey, "of/share/")).content.decode()
    assert ". &lt;= 100" in page
    assert "A hundred at most." in page
    said = {"words_en": "What share?", "kind": "decimal", "name": "share", "constraint": ". < 100"}
    alice.post(address(survey, "of/share/"), {**said, "refusal_en": "Less than a hundred."})
    alice.post(address(survey), {"use": "1"})
    item = questionnaire(survey.versions.last()).item("share")
    assert item.words == {"de": "Welcher Anteil?", "en": "What share?"}
    assert (item.whole, item.constraint.source, item.constraint_words["en"]) == (
        False,
        ". < 100",
        "Less than a hundred.",
    )


def test_a_question_that_others_hang_on_is_neither_renamed_nor_taken_out(cast, survey):
    alice = cast.client("alice")
    page = alice.post(address(survey, "of/coop/"), {**SAID, "relevant": "", "name": "works"}).content.decode()
    assert "The condition of forms speaks of it" in page
    page = alice.post(address(survey, "of/coop/"), {"remove": "1"}, follow=True).content.decode()
    assert "forms is asked depending on it" in page
    assert Survey.objects.get().draft is None
