"""Large waves are read from columns of codes, which say the same as the rows and go with them."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone
from tests.observatory.scenes import CHOICES_SHEET, SURVEY_SHEET, add_form, many, survey_of, wave_of, workbook

from tandem.domain.survey.answers import MultipleResponse
from tandem.observatory import queries
from tandem.observatory.actions import collecting, columns
from tandem.observatory.models import Column, Wave
from tandem.observatory.queries import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast, tmp_path):
    """Two waves: in the second “maybe” is a new answer, and a text was asked before that is a number now."""
    survey = survey_of(cast, tmp_path)
    first = wave_of(survey, "2025", ("A", "B"))
    many(first, 40)
    given = {"coop": "~does-not-know", "forms": ["software"], "staff": "12", "why": "Because", "sector": "gone"}
    collecting.bring(first, [given, {"coop": "~refused", "forms": []}], first.networks.last())
    asked = [row if row[1:2] != ["why"] else ["integer", *row[1:]] for row in SURVEY_SHEET]
    add_form(survey, tmp_path, workbook(asked, [*CHOICES_SHEET, ["yes_no", "maybe", "Peut-être", "Maybe"]]))
    many(wave_of(survey, "2026", ("C",)), 30)
    return survey


def said(survey):
    """Everything that tables, pages and files read."""
    answers._gathered.clear()
    gathered = answers.gather(survey, queries.waves(survey))
    columns = {}
    for name, question in gathered.questions.items():
        if isinstance(question, MultipleResponse):
            columns[name] = (question.items, question.ticked.tolist(), question.asked.tolist())
        else:
            columns[name] = (question.levels, question.codes.tolist())
    why = {name: column.tolist() for name, column in gathered.why.items()}
    return gathered.n, columns, why, {name: dict(n) for name, n in gathered.absences.items()}, gathered.pooled_networks


def test_columns_say_what_the_rows_say(survey, monkeypatch):
    read = said(survey)
    assert read[0] == 72
    assert read[1]["coop"][0] == ("yes", "no", "maybe")
    assert read[3]["coop"]["~refused"] == 1
    assert "Because" not in str(read)
    monkeypatch.setattr(columns, "LARGE", 1)
    columns.keep_large(queries.waves(survey))
    assert all(wave.columned == wave.answers for wave in queries.waves(survey))
    assert "Because" not in str(list(Column.objects.values_list("about", flat=True)))
    assert said(survey) == read


def test_another_answer_makes_the_columns_anew(survey, monkeypatch):
    monkeypatch.setattr(columns, "LARGE", 1)
    wave = survey.waves.first()
    columns.keep_large([wave])
    collecting.bring(wave, [{"coop": "yes", "staff": "3"}])
    out_of_date = Wave.objects.get(pk=wave.pk)
    assert out_of_date.columned == out_of_date.answers - 1
    assert said(survey)[0] == 73  # from the rows
    columns.keep_large([out_of_date])
    codes = Column.objects.get(wave=wave, name="coop")
    assert len(np.frombuffer(bytes(codes.codes), dtype=codes.about["type"])) == out_of_date.answers


def test_columns_are_deleted_with_the_answers(survey, monkeypatch):
    monkeypatch.setattr(columns, "LARGE", 1)
    columns.keep_large(queries.waves(survey))
    survey.retention = timezone.localdate() - timedelta(days=1)
    survey.save()
    collecting.forget_old(timezone.now())
    assert not Column.objects.exists()
    assert [wave.answers for wave in queries.waves(survey)] == [0, 0]
    assert said(survey)[0] == 0


def test_small_waves_are_read_from_their_rows(survey):
    columns.keep_large(queries.waves(survey))
    assert not Column.objects.exists()
