"""A research organisation, a questionnaire on the themes of the study, and answers to it."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.factories import NOON, MembershipFactory, OrganisationFactory

from tandem.observatory.actions import collecting, surveys
from tandem.observatory.models import Partial, Survey, Wave
from tandem.survey_files.questionnaire import read_questionnaire

SURVEY_SHEET = [
    ["type", "name", "label::Français (fr)", "label::English (en)", "relevant", "required", "constraint"],
    ["begin_group", "who", "Votre structure", "Your organisation", "", "", ""],
    ["select_one sector", "sector", "De quel monde venez-vous ?", "Which world are you from?", "", "yes", ""],
    ["integer", "staff", "Combien de personnes salariées ?", "How many employees?", "", "", ". >= 0 and . < 100000"],
    ["end_group", "", "", "", "", "", ""],
    ["select_one yes_no", "coop", "Coopérez-vous avec la tech ?", "Do you cooperate with tech?", "", "", ""],
    ["select_multiple form", "forms", "Sous quelles formes ?", "In which forms?", "${coop} = 'yes'", "", ""],
    ["select_one agree", "values", "Les valeurs s’accordent-elles ?", "Do values go together?", "", "", ""],
    ["text", "why", "Pourquoi ?", "Why?", "selected(${values}, 'disagree')", "", ""],
]
CHOICES_SHEET = [
    ["list_name", "name", "label::Français (fr)", "label::English (en)"],
    ["sector", "social", "Économie sociale", "Social economy"],
    ["sector", "tech", "Numérique", "Tech"],
    ["yes_no", "yes", "Oui", "Yes"],
    ["yes_no", "no", "Non", "No"],
    ["yes_no", "dont_know", "Je ne sais pas", "I do not know"],
    ["form", "skills", "Mécénat de compétences", "Pro bono"],
    ["form", "software", "Logiciel libre", "Free software"],
    ["agree", "agree", "Oui", "Yes"],
    ["agree", "disagree", "Non", "No"],
    ["agree", "refused", "Je préfère ne pas le dire", "I would rather not say"],
]


def workbook(survey: list[list[str]] = SURVEY_SHEET, choices: list[list[str]] = CHOICES_SHEET) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in survey:
        sheet.append([cell or None for cell in row])
    second = book.create_sheet("choices")
    for row in choices:
        second.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def upload(data: bytes | None = None, name: str = "study.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or workbook())


def laboratory(cast: Any) -> Any:
    """Alice owns a research organisation, Bruno edits there, Chloé reads there."""
    one = OrganisationFactory(name="Observatoire du lien", slug="observatoire-du-lien", roles=["research"])
    for person, role in ((cast.alice, "owner"), (cast.bruno, "editor"), (cast.chloe, "reader")):
        MembershipFactory(organisation=one, person=person, role=role, since=NOON + timedelta(days=1))
    return one


def survey_of(cast: Any, tmp_path: Any, form: bytes | None = None) -> Survey:
    survey = surveys.begin(
        laboratory(cast),
        {"fr": "Liens et outils", "en": "Ties and tools"},
        {"fr": "L’observatoire demande.", "en": "The observatory asks."},
        timezone.localdate() + timedelta(days=400),
        "CC-BY-4.0",
        actor=cast.alice,
        at=timezone.now(),
    )
    add_form(survey, tmp_path, form)
    return survey


def add_form(survey: Survey, tmp_path: Any, form: bytes | None = None) -> None:
    path = tmp_path / "study.xlsx"
    path.write_bytes(form or workbook())
    surveys.add_version(survey, read_questionnaire(path, "study.xlsx"), "study.xlsx", actor=None, at=timezone.now())


def wave_of(survey: Survey, name: str = "2026", networks: tuple[str, ...] = ("Réseau A",), **more: Any) -> Wave:
    today = timezone.localdate()
    opens, closes = today - timedelta(days=1), today + timedelta(days=30)
    return surveys.open_wave(survey, name, opens, closes, networks, actor=None, at=timezone.now(), **more)


def begin(client: Any, wave: Wave, language: str = "en") -> str:
    """Press “Begin”; returns the token in the address."""
    token = wave.networks.first().token
    answer = client.post(f"/{language}/answers/{token}/", {"~in": language})
    assert answer.status_code == 302, answer.content.decode()
    found = re.search(r"/answers/([^/]+)/1/", answer["Location"])
    assert found
    return found[1]


def many(wave: Wave, count: int = 60) -> None:
    """Answers in which tech cooperates more often, brought at once."""
    rows = []
    for number in range(count):
        tech = number % 2
        yes = number % 5 < (4 if tech else 2)
        rows.append(
            {
                "sector": "tech" if tech else "social",
                "staff": str(number % 7),
                "coop": "yes" if yes else "no",
                "forms": (("skills", "software") if number % 3 else ("skills",)) if yes else "~not-asked",
                "values": "agree" if number % 4 else "~refused",
                "why": "~not-asked",
            }
        )
    collecting.bring(wave, rows, wave.networks.first())


def begun() -> Partial:
    return Partial.objects.get()


FAR = date(2099, 1, 1)
