"""The plan and the text of the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.domain.survey.kinds_of_test import ORDER, PAIRED, TREND
from tandem.observatory.models import Survey
from tandem.ui.forms import Line, TandemForm

TESTS = (
    ("verdict", _("Do they differ? The test that the table asks for")),
    ("fisher", _("Do they differ? Fisher’s exact test, always")),
    (ORDER, _("Do both rise together? For two lists of answers in order")),
    (TREND, _("Does it rise from wave to wave, or from year to year?")),
    (PAIRED, _("Did the same people answer otherwise the second time?")),
)
LONGEST_REPORT = 60_000


class HypothesisForm(TandemForm):
    words_fr = Line(label=_("What you expect, in French"), max_length=300, required=False)
    words_en = Line(label=_("What you expect, in English"), max_length=300, required=False)
    rows = forms.ChoiceField(label=_("This question"))
    columns = forms.ChoiceField(label=_("depends on this one"))
    test = forms.ChoiceField(label=_("Test"), choices=TESTS, widget=forms.RadioSelect, initial="verdict")

    def __init__(
        self, questions: list[tuple[str, str]], beside: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = questions  # type: ignore[attr-defined]
        self.fields["columns"].choices = [*questions, *beside]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        words = {code: cleaned.get(f"words_{code}", "") for code in ("fr", "en")}
        cleaned["words"] = {code: text for code, text in words.items() if text}
        if not cleaned["words"]:
            self.add_error("words_fr", _("Say in one sentence what you expect."))
        if cleaned.get("rows") and cleaned.get("rows") == cleaned.get("columns"):
            self.add_error("columns", _("Choose another question."))
        return cleaned


class ReportForm(TandemForm):
    text_fr = forms.CharField(
        label=_("Text in French"),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true", "lang": "fr"}),
        max_length=LONGEST_REPORT,
        required=False,
    )
    text_en = forms.CharField(
        label=_("Text in English"),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true", "lang": "en"}),
        max_length=LONGEST_REPORT,
        required=False,
    )
    decimals = forms.TypedChoiceField(
        label=_("Decimals of percentages"), choices=((0, "0"), (1, "1"), (2, "2")), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        initial = {"text_fr": survey.report.get("fr", ""), "text_en": survey.report.get("en", "")}
        super().__init__(*args, initial={**initial, "decimals": survey.decimals}, **kwargs)

    @property
    def texts(self) -> dict[str, str]:
        found = {code: self.cleaned_data[f"text_{code}"].replace("\r\n", "\n") for code in ("fr", "en")}
        return {code: text for code, text in found.items() if text.strip()}
