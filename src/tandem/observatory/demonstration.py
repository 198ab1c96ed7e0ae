"""The surveys of the demonstration: answers rebuilt from the field study's published figures, and an invented one."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tandem.directory import queries as directory
from tandem.domain.survey.conditions import Given
from tandem.domain.survey.questionnaire import MISSING, NOT_ASKED, SEVERAL, Item
from tandem.domain.survey.quoting import place_of
from tandem.domain.survey.rebuilding.structure import UNPUBLISHED
from tandem.observatory.actions import collecting, ecosystem, interviews, report, surveys
from tandem.observatory.models import Survey, Wave
from tandem.survey_files.declared import read_declared
from tandem.survey_files.questionnaire import read_questionnaire
from tandem.survey_files.survey_folder import Toml
from tandem.ui.content import content_folder, read_toml

OWNER = "labo-usages-solidarites"
REBUILT, INVENTED = "field-study-synthetic", "example-synthetic"
AT = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
RETENTION = date(2099, 12, 31)
NOTICE = {
    "fr": "Une démonstration : le laboratoire qui demande est inventé, et vos réponses ne servent à aucune étude.",
    "en": "A demonstration: the laboratory that asks is invented, and nothing that you answer serves a study.",
}


@transaction.atomic
def load() -> dict[str, int]:
    """Add the surveys that are not there yet; return how many."""
    made = 0
    for slug, begin in ((REBUILT, _rebuilt), (INVENTED, _invented)):
        if not Survey.objects.filter(slug=slug).exists():
            begin(slug)
            made += 1
    ecosystem.tell_all(timezone.now())
    return {"surveys": made}


def _survey(slug: str, title: dict[str, str], source: dict[str, str], *, rebuilt: bool = False) -> Survey:
    owner = directory.organisation_of_slug(OWNER)
    return surveys.begin(
        owner,
        title,
        NOTICE,
        RETENTION,
        Survey.Licence.CC_BY,
        actor=None,
        at=AT,
        synthetic=True,
        rebuilt=rebuilt,
        source=source,
        slug=slug,
    )


def _rebuilt(slug: str) -> None:
    """The field study: its answers give the published figures, and nobody gave them."""
    folder = content_folder() / "surveys" / "field-study"
    survey = _survey(
        slug,
        {
            "fr": "Étude de terrain : réponses synthétiques, reconstruites",
            "en": "Field study: synthetic, rebuilt answers",
        },
        {
            "fr": "Réponses synthétiques, reconstruites à partir des chiffres publiés d’une enquête de l’Agence Phare "
            "et de Pro Bono Lab pour le Social Good Accelerator (218 organisations, 2018-2019). Ce que les chiffres "
            "publiés ne déterminent pas n’est pas montré.",
            "en": "Synthetic answers, rebuilt from the published figures of a survey by Agence Phare and Pro Bono Lab "
            "for the Social Good Accelerator (218 organisations, 2018–2019). What the published figures do not "
            "determine is not shown.",
        },
        rebuilt=True,
    )
    form = read_questionnaire(folder / "questionnaire.xlsx", "questionnaire.xlsx")
    surveys.add_version(survey, form, "questionnaire.xlsx", actor=None, at=AT)
    wave = _wave(survey, "2018-2019", date(2018, 9, 1), date(2019, 3, 31))
    sums = read_declared(folder / "questions.toml").nets
    codes = {item.name: _codes(item, sums.get(item.name, {})) for item in form.items}
    with (folder / "rebuilt-synthetic-answers.csv").open(encoding="utf-8", newline="") as file:
        collecting.bring(wave, [_row(line, codes) for line in csv.DictReader(file)], wave.networks.first())
    texts = {code: (folder / f"report.{code}.md").read_text(encoding="utf-8") for code in ("fr", "en")}
    report.write(survey, texts, 0, actor=None, at=AT)
    report.publish(survey, actor=None, at=AT)


def _codes(item: Item, sums: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The answers in the file of rebuilt answers, and their codes.

    The form has the answers of which the whole sample's share was published, and no others: one that was not
    counts in the published sum that holds it, else as not published.
    """
    codes = {_printed(choice.words["en"]): choice.code for choice in item.choices}
    nets = ((codes[_printed(net)], parts) for net, parts in sums.items() if _printed(net) in codes)
    held = {_printed(part): code for code, parts in nets for part in parts}
    return held | codes


def _printed(words: str) -> str:
    return words.lower().replace(",", "")


def _row(line: dict[str, str], codes: dict[str, dict[str, str]]) -> dict[str, Given]:
    return {
        name: known.get(_printed(line[name]), known.get(_printed(UNPUBLISHED))) if line[name] else NOT_ASKED
        for name, known in codes.items()
    }


def _wave(survey: Survey, name: str, opens: date, closes: date) -> Wave:
    return surveys.open_wave(survey, name, opens, closes, ["Réseau d’exemple"], actor=None, at=AT)


def _invented(slug: str) -> None:
    """A small invented survey that takes answers: for tables, tests, weights and screening."""
    folder = content_folder() / "surveys" / "example"
    said = Toml(folder / "survey.toml")
    words: dict[str, Any] = said.values
    survey = _survey(slug, words["title"], {})
    form = read_questionnaire(folder / "form.xlsx", "form.xlsx")
    surveys.add_version(survey, form, "form.xlsx", actor=None, at=AT)
    wave = _wave(survey, "2026", date(2026, 1, 12), date(2099, 1, 1))
    several = {item.name for item in form.items if item.kind == SEVERAL}
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            {
                item.name: _given(line.get(item.name, ""), item.name in several, tuple(words["missing"]))
                for item in form.items
            }
            for line in csv.DictReader(file)
        ]
    collecting.bring(wave, rows, wave.networks.first())
    for one in read_toml(folder / "interviews.toml")["interviews"]:
        _said(survey, **one)


def _said(survey: Survey, passages: Sequence[Mapping[str, Any]], **said: Any) -> None:
    """An interview that nobody gave, coded, beside the tables it illuminates."""
    agreed = {**said, "name": "", "agreed": AT.date(), "until": RETENTION}
    kept, _token = interviews.keep(survey, agreed, actor=None, at=AT)
    for one in passages:
        span = place_of(one["words"], kept.text)
        assert span is not None, one["words"]
        codes = [interviews.add_code(survey, name, actor=None, at=AT) for name in one["codes"]]
        interviews.mark(kept, span, codes, (one["rows"], one["columns"]), actor=None, at=AT)


def _given(text: str, several: bool, missing: tuple[str, ...]) -> Given:
    if not text.strip() or text in missing:
        return MISSING
    return tuple(text.split()) if several else text
