"""What a researcher writes: a survey, its questionnaire, its waves."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tandem.domain.errors import BadInput, place_in_words
from tandem.domain.survey.questionnaire import ONE, Questionnaire
from tandem.observatory.models import Survey
from tandem.survey_files.questionnaire import read_questionnaire
from tandem.ui.forms import Line, TandemForm, WholeNumber

LANGUAGES = ("fr", "en")
LARGEST_FILE = 2_000_000
MOST_NETWORKS = 40
MOST_CODES = 500
DATE = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


def lines_of(error: BadInput) -> str:
    """The error with its place, in the language of the page: “sheet choices, row 3: …”."""
    place = ", ".join(place_in_words(error.place, gettext))
    said = error.message.render(gettext)
    return f"{place}: {said}" if place else said


class SurveyForm(TandemForm):
    owner = forms.ChoiceField(label=_("Which organisation asks?"), widget=forms.RadioSelect)
    title_fr = Line(label=_("Title in French"), max_length=160, required=False)
    title_en = Line(label=_("Title in English"), max_length=160, required=False)
    notice_fr = Line(
        label=_("Privacy notice in French"),
        help_text=_("Who asks, what for, who reads the answers, until when, and whom to write to."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    notice_en = Line(
        label=_("Privacy notice in English"),
        help_text=_("The same for those who read English."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    retention = forms.DateField(
        label=_("Delete the answers on"),
        help_text=_("Respondents read this date. The answers are deleted on it."),
        widget=DATE,
        error_messages={"required": _("Say until when answers are kept."), "invalid": _("Choose a day.")},
    )
    licence = forms.ChoiceField(
        label=_("Licence of the open data"), choices=Survey.Licence.choices, widget=forms.RadioSelect
    )

    def __init__(self, owners: list[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(owners) > 1:
            self.fields["owner"].choices = [(str(one.pk), one.name) for one in owners]  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]
        self.owners = {str(one.pk): one for one in owners}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, asked in (
            ("title", _("Give the survey a title in one language at least.")),
            ("notice", _("Write the privacy notice in each language that has a title: nobody is asked without it.")),
        ):
            texts = {code: cleaned.get(f"{name}_{code}", "") for code in LANGUAGES}
            cleaned[name] = {code: text for code, text in texts.items() if text}
            if not cleaned[name]:
                self.add_error(f"{name}_fr", asked)
        absent = [code for code in cleaned["title"] if code not in cleaned["notice"]]
        if cleaned["notice"] and absent:
            self.add_error(f"notice_{absent[0]}", _("The title exists in this language, the notice does not."))
        return cleaned

    @property
    def asking(self) -> Any:
        return self.owners.get(self.cleaned_data.get("owner", ""), next(iter(self.owners.values())))


class UploadForm(TandemForm):
    file = forms.FileField(
        label=_("XLSForm (.xlsx or .xls)"),
        help_text=_("As made with Excel, LibreOffice, Kobo or ODK: a sheet “survey” and a sheet “choices”."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than two megabytes."))
        ending = Path(sent.name).suffix.lower()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"form{ending if ending in ('.xlsx', '.xls') else '.bin'}"
            path.write_bytes(sent.read())
            try:
                self.questionnaire: Questionnaire = read_questionnaire(path, sent.name)
            except BadInput as error:
                raise forms.ValidationError(lines_of(error)) from None
        return sent


class WaveForm(TandemForm):
    name = Line(
        label=_("Name of the wave"),
        help_text=_("It stands in the place of the date in every answer, such as 2026 or “spring 2026”."),
        max_length=60,
    )
    opens = forms.DateField(label=_("First day"), widget=DATE, error_messages={"invalid": _("Choose a day.")})
    closes = forms.DateField(label=_("Last day"), widget=DATE, error_messages={"invalid": _("Choose a day.")})
    networks = Line(
        label=_("Networks that pass the survey on, one a line"),
        help_text=_("Each gets a link of its own. Leave it blank for one link for all."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    by_invitation = forms.BooleanField(
        label=_("Only with an invitation code, once each"),
        required=False,
        help_text=_("You make the codes afterwards."),
    )

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.survey.waves.filter(name=name).exists():
            raise forms.ValidationError(_("This survey has a wave of this name."))
        return name

    def clean_networks(self) -> list[str]:
        names = list(dict.fromkeys(line.strip()[:120] for line in self.cleaned_data["networks"].splitlines()))
        names = [name for name in names if name]
        if len(names) > MOST_NETWORKS:
            raise forms.ValidationError(_("Forty networks at most."))
        return names or [gettext("Open link")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("opens") and cleaned.get("closes"):
            if cleaned["closes"] < cleaned["opens"]:
                self.add_error("closes", _("The last day comes before the first."))
            elif cleaned["closes"] >= self.survey.retention:
                self.add_error("closes", _("The answers are to be deleted before: choose an earlier day."))
        return cleaned


class QuotaForm(TandemForm):
    """One number per answer of one question: how many are wanted at most."""

    def __init__(self, form: Questionnaire, question: str, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = form.item(question)
        self.codes = [choice.code for choice in item.choices if not choice.absence] if item else []
        for choice in item.choices if item else ():
            if not choice.absence:
                label = choice.words.get(language) or next(iter(choice.words.values()))
                self.fields[f"code_{choice.code}"] = WholeNumber(
                    label=label, min_value=1, max_value=1_000_000, required=False
                )

    @property
    def targets(self) -> dict[str, int]:
        found = {code: self.cleaned_data.get(f"code_{code}") for code in self.codes}
        return {code: target for code, target in found.items() if target}


def quota_questions(form: Questionnaire) -> list[str]:
    return [item.name for item in form.items if item.kind == ONE]


class CodesForm(TandemForm):
    number = WholeNumber(label=_("How many codes?"), min_value=1, max_value=MOST_CODES)


def safe_name(text: str) -> str:
    """A name for a file."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", text).strip("-").lower() or "survey"
