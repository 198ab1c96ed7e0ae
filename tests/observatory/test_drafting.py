"""A questionnaire written in the interface becomes a version."""

import pytest
from tests.observatory.scenes import survey_of

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
    for path in ("", "new/", "of/coop/"):
        assert cast.client("chloe").get(address(survey, path)).status_code == 403
        assert cast.client("dina").get(address(survey, path)).status_code == 404
