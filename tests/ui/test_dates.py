"""Dates written in full, as each language says the first of a month."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from babel.dates import format_date
from django.template import Context, Template
from django.utils import translation

from tandem.survey_files.report.voice import Voice
from tandem.ui.catalogues import ROOMS
from tandem.ui.dates import as_written, date_format


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", date(2026, 12, 1), "1er décembre 2026"),
        ("fr", date(2026, 12, 11), "11 décembre 2026"),
        ("fr", date(2026, 12, 21), "21 décembre 2026"),
        ("en", date(2026, 12, 1), "1 December 2026"),
        ("pt", date(2026, 12, 1), "1 de dezembro de 2026"),
    ],
)
def test_a_date_is_written_as_the_language_of_the_page_says_it(language, day, written):
    with translation.override(language):
        assert date_format(day) == written
        assert Template('{{ day|date:"DATE_FORMAT" }}').render(Context({"day": day})) == written


def test_an_hour_at_one_is_no_first_of_the_month():
    with translation.override("fr"):
        assert date_format(datetime(2026, 12, 2, 1, 1), "DATETIME_FORMAT") == "2 décembre 2026 01:01"
    assert as_written("mardi 1 décembre", "fr") == "mardi 1er décembre"
    assert as_written("de 0,1 à 1 %, 2.1 an", "fr") == "de 0,1 à 1 %, 2.1 an"


def test_no_room_writes_dates_past_it():
    elsewhere = re.compile(
        r"from django.utils.formats import .*\bdate_format\b|from babel.dates import .*\bformat_date\b"
    )
    past = [
        str(path.relative_to(ROOMS))
        for path in Path(ROOMS).rglob("*.py")
        if path != ROOMS / "ui" / "dates.py"
        and elsewhere.search(text := path.read_text("utf-8"))
        and "as_written" not in text
    ]
    assert past == []


def test_reports_write_english_dates_as_pages_do():
    assert format_date(date(2026, 12, 1), "long", locale=Voice("en", 0).locale) == "1 December 2026"
    assert Voice("en", 1).percent(12.34) == "12.3%"
