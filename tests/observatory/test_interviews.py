"""What people said: kept with their consent, coded, quoted where they agree, gone everywhere when they take it back."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone
from tests.observatory.scenes import many, survey_of, wave_of

from tandem.accounts import personal_data
from tandem.journal.models import Event
from tandem.observatory.actions import interviews as actions
from tandem.observatory.models import Code, Interview, Passage
from tandem.observatory.queries import interviews as queries

pytestmark = pytest.mark.django_db

TEXT = "We began in 2019. In winter we lost count\nof the people we help. Nobody has the time to ask."
PASSAGE = "we lost count of the people we help"
OF_TABLE = {"rows": "coop", "columns": "sector"}


@pytest.fixture
def survey(cast, tmp_path):
    one = survey_of(cast, tmp_path)
    many(wave_of(one), 60)
    return one


def address(survey, path: str = "") -> str:
    return f"/en/observatory/{survey.slug}/interviews/{path}"


def said(**other) -> dict:
    today = timezone.localdate()
    return {
        "label": "E1", "kind": "interview", "language": "en", "text": TEXT, "name": "Nour Benali",
        "role": "coordinator of an association", "consent": "role", "agreed": today.isoformat(),
        "until": (today + timedelta(days=30)).isoformat(), **other,
    }  # fmt: skip


def kept(cast, survey, **other) -> str:
    """Keep it; returns the address that is the person's own."""
    page = cast.client("alice").post(address(survey, "new/"), said(**other)).content.decode()
    found = re.search(r"/en/answers/[^/]+/kept/", page)
    assert found, page
    return found[0]


def mark(cast, survey, **other) -> Passage:
    one = survey.interviews.get(label=other.pop("label", "E1"))
    answer = cast.client("bruno").post(
        address(survey, f"{one.pk}/"), {"words": PASSAGE, "new": "losing sight", **other}
    )
    assert answer.status_code == 302, answer.content.decode()
    return Passage.objects.last()


def report(cast, survey, who: str = "visitor", kind: str = "") -> str:
    path = f"/en/observatory/{survey.slug}/report/{kind}"
    return cast.client(who).get(path).content.decode()


def published(cast, survey) -> None:
    alice, path = cast.client("alice"), f"/en/observatory/{survey.slug}/report/"
    text = "# Sight\n\n{{ share of yes in coop }} cooperate.\n\n{{ quote: q1 }}\n"
    assert alice.post(f"{path}write/", {"text_en": text, "text_fr": "", "decimals": "0"}).status_code == 302
    alice.post(f"{path}publish/", {})


def results(cast, survey, query: str) -> str:
    return cast.client("chloe").get(f"/en/observatory/{survey.slug}/results/?{query}").content.decode()


def test_a_quote_stands_below_the_table_it_illuminates_as_what_the_person_is(cast, survey):
    kept(cast, survey)
    mark(cast, survey, **OF_TABLE)
    page = results(cast, survey, "rows=coop&columns=sector")
    assert PASSAGE in page
    assert "coordinator of an association" in page
    assert "Nour Benali" not in page
    for other in ("rows=coop&columns=values", "rows=values", ""):
        assert PASSAGE not in results(cast, survey, other)


def test_a_name_is_printed_only_with_consent_to_it(cast, survey):
    kept(cast, survey, consent="name")
    mark(cast, survey, rows="coop")
    assert "Nour Benali, coordinator" in results(cast, survey, "rows=coop")


def test_a_quote_is_bound_in_the_report_in_every_file(cast, survey):
    kept(cast, survey)
    mark(cast, survey)
    published(cast, survey)
    assert re.search(rf'<blockquote><p lang="en">“{PASSAGE}”</p><footer>coordinator', report(cast, survey))
    assert PASSAGE in report(cast, survey, kind="file.html")
    book = openpyxl.load_workbook(
        io.BytesIO(cast.client("visitor").get(f"/en/observatory/{survey.slug}/report/file.xlsx").content)
    )
    assert any(PASSAGE in str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row)
    pdf = cast.client("visitor").get(f"/en/observatory/{survey.slug}/report/file.pdf").content
    assert pdf.startswith(b"%PDF")


def test_a_quote_that_is_not_there_is_told_with_its_line(cast, survey):
    answer = cast.client("alice").post(
        f"/en/observatory/{survey.slug}/report/write/", {"text_en": "# A\n\n{{ quote: q9 }}\n", "decimals": "0"}
    )
    assert "there is no quote q9" in answer.content.decode()


def test_taking_it_back_takes_the_quote_off_every_page_and_report_at_once(cast, survey):
    own = kept(cast, survey)
    mark(cast, survey, **OF_TABLE)
    published(cast, survey)
    visitor = cast.client("visitor")
    assert PASSAGE in visitor.get(own).content.decode()
    visitor.post(own)
    assert PASSAGE not in report(cast, survey)
    assert "cooperate" in report(cast, survey)
    assert PASSAGE not in report(cast, survey, kind="file.html")
    assert PASSAGE not in results(cast, survey, "rows=coop&columns=sector")
    assert PASSAGE not in visitor.get(own).content.decode()
    one = Interview.objects.get()
    assert (one.text, one.name, one.role) == ("", "", "")
    assert Event.objects.filter(name="interview.withdrawn").count() == 1
    visitor.post(own)
    assert Event.objects.filter(name="interview.withdrawn").count() == 1


def test_after_the_last_day_nothing_is_shown_and_the_words_are_deleted(cast, survey):
    kept(cast, survey)
    mark(cast, survey, rows="coop")
    published(cast, survey)
    Interview.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert PASSAGE not in results(cast, survey, "rows=coop")
    assert PASSAGE not in report(cast, survey)
    actions.forget_past(timezone.now())
    assert Interview.objects.get().text == ""


def test_who_did_not_agree_to_be_quoted_is_coded_and_never_shown(cast, survey):
    kept(cast, survey, consent="none", name="", role="")
    mark(cast, survey, rows="coop")
    published(cast, survey)
    assert PASSAGE not in results(cast, survey, "rows=coop")
    assert PASSAGE not in report(cast, survey)
    assert PASSAGE in cast.client("alice").get(address(survey, "codes/?code=losing+sight")).content.decode()


def test_another_agreement_holds_at_once(cast, survey):
    kept(cast, survey)
    mark(cast, survey, rows="coop")
    one = Interview.objects.get()
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    wanted = {"name": "", "role": "", "consent": "none", "until": until}
    cast.client("alice").post(address(survey, f"{one.pk}/consent/"), wanted)
    assert PASSAGE not in results(cast, survey, "rows=coop")


@pytest.mark.parametrize(
    ("who", "status"), [("visitor", 302), ("elio", 404), ("dina", 404), ("chloe", 403), ("bruno", 200)]
)
def test_only_the_research_team_reads_what_was_said(cast, survey, who, status):
    kept(cast, survey)
    mark(cast, survey)
    one, passage, code = Interview.objects.get(), Passage.objects.get(), Code.objects.get()
    for path in (
        "", "new/", "codes/", f"codes/{code.pk}/", f"{one.pk}/", f"{one.pk}/consent/", f"{one.pk}/withdraw/",
        f"passages/{passage.pk}/",
    ):  # fmt: skip
        assert cast.client(who).get(address(survey, path)).status_code == status, path


def test_no_steward_reads_what_was_said(cast, survey):
    kept(cast, survey)
    cast.appoint("elio")
    assert cast.client("elio").get(address(survey)).status_code == 403


def test_nothing_of_it_is_in_the_open_data(cast, survey):
    kept(cast, survey, consent="name")
    mark(cast, survey, rows="coop")
    published(cast, survey)
    alice = cast.client("alice")
    alice.post(f"/en/observatory/{survey.slug}/data/prepare/", {"questions": ["coop", "sector"], "least": "5"})
    alice.post(f"/en/observatory/{survey.slug}/data/open/", {})
    page = cast.client("visitor").get(f"/en/observatory/{survey.slug}/data/").content.decode()
    for name in set(re.findall(rf"/en/observatory/{survey.slug}/data/([^\"/]+)\"", page)):
        assert b"lost count" not in cast.client("visitor").get(f"/en/observatory/{survey.slug}/data/{name}").content
    assert "answers.csv" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"consent": "name", "name": ""}, "Write the name that may be printed."),
        ({"consent": "role", "role": ""}, "Write what may be printed in the place of the name."),
        ({"until": "2020-01-01"}, "This day is over"),
        ({"agreed": "2990-01-01"}, "still to come"),
        ({"text": ""}, "Write or paste what was said."),
    ],
)
def test_a_wrong_agreement_is_told_and_nothing_is_kept(cast, survey, wrong, words):
    assert words in cast.client("alice").post(address(survey, "new/"), said(**wrong)).content.decode()
    assert not Interview.objects.exists()


def test_a_passage_stands_in_the_text_word_for_word(cast, survey):
    kept(cast, survey)
    page = cast.client("alice").post(address(survey, f"{Interview.objects.get().pk}/"), {"words": "we found them"})
    assert "This does not stand in the text" in page.content.decode()


def test_a_renamed_code_keeps_its_former_name_and_a_merged_one_its_passages(cast, survey):
    kept(cast, survey)
    mark(cast, survey)
    alice = cast.client("alice")
    alice.post(address(survey, "codes/"), {"name": "no time", "about": ""})
    first, other = Code.objects.get(name="losing sight"), Code.objects.get(name="no time")
    alice.post(address(survey, f"codes/{first.pk}/"), {"name": "losing count", "about": ""})
    alice.post(address(survey, f"codes/{first.pk}/"), {"merge": "1", "into": other.pk})
    [line] = queries.code_book(survey)
    assert (line["code"].name, line["passages"], [one.former for one in line["inside"]]) == (
        "no time", 1, [["losing sight"]],
    )  # fmt: skip
    alice.post(address(survey, f"codes/{first.pk}/"), {"apart": "1"})
    assert {line["code"].name: line["passages"] for line in queries.code_book(survey)} == {
        "losing count": 1,
        "no time": 0,
    }


def test_two_codes_never_have_one_name(cast, survey):
    alice = cast.client("alice")
    for name in ("a", "b"):
        alice.post(address(survey, "codes/"), {"name": name, "about": ""})
    page = alice.post(address(survey, f"codes/{Code.objects.get(name='a').pk}/"), {"name": "b", "about": ""})
    assert "merge the two instead" in page.content.decode()


def test_who_kept_it_finds_that_in_their_export_and_not_the_words(cast, survey):
    kept(cast, survey)
    found = personal_data.export(cast.alice, timezone.now())["observatory"]
    assert [one["label"] for one in found] == ["E1"]
    assert "lost count" not in str(found)


def test_the_own_address_is_not_logged(cast, survey):
    from tandem.observatory.privacy import RESPONDENTS

    own = kept(cast, survey)
    assert own.split("/")[3] not in RESPONDENTS.sub(r"\1…", own)
    assert cast.client("visitor").get("/en/answers/nobody/kept/").status_code == 404


def test_the_pages_ask_as_much_with_three_as_with_one(cast, survey):
    bruno = cast.client("bruno")

    def counted(path):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            bruno.get(address(survey, path))
        return len(seen)

    kept(cast, survey)
    mark(cast, survey)
    paths = ("", "codes/", "codes/?code=losing+sight", f"{Interview.objects.get().pk}/")
    bruno.get(address(survey))
    before = [counted(path) for path in paths]
    for label in ("E2", "E3"):
        kept(cast, survey, label=label)
        mark(cast, survey, label=label)
    one = survey.interviews.get(label="E1")
    actions.mark(one, (0, 8), list(survey.codes.all()), ("", ""), actor=cast.alice, at=timezone.now())
    assert [counted(path) for path in paths] == before
