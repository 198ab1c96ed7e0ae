"""What somebody said and agreed to, the passages of it, the code book."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.domain.survey.quoting import place_of
from tandem.observatory.forms.surveys import DATE
from tandem.observatory.models import Code, Interview
from tandem.ui.forms import Line, TandemForm

LONGEST = 200_000
DAY = {"required": _("Choose a day."), "invalid": _("Choose a day.")}


class ConsentForm(TandemForm):
    """What the person agreed to."""

    name = Line(label=_("Name"), max_length=120, required=False)
    role = Line(
        label=_("What they are"), help_text=_("Printed under a quote, for example: coordinator of an association."),
        max_length=160, required=False,
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=_("In their words, they agreed to this:"), choices=Interview.Consent.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they agreed to.")},
    )  # fmt: skip
    until = forms.DateField(
        label=_("Until"), help_text=_("After this day the words and the name are deleted."), widget=DATE,
        error_messages=DAY,
    )  # fmt: skip

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        consent = cleaned.get("consent")
        if consent == Interview.Consent.NAME and not cleaned.get("name"):
            self.add_error("name", _("Write the name that may be printed."))
        if consent == Interview.Consent.ROLE and not cleaned.get("role"):
            self.add_error("role", _("Write what may be printed in the place of the name."))
        if (until := cleaned.get("until")) and until < self.today:
            self.add_error("until", _("This day is over: nothing could be kept."))
        return cleaned


class InterviewForm(ConsentForm):
    """What somebody said, and what they agreed to."""

    field_order = ("label", "kind", "language", "text", "name", "role", "consent", "agreed", "until")

    label = Line(
        label=_("How the team calls it"), help_text=_("Without the name of the person: E1, group of May…"),
        max_length=40, error_messages={"required": _("Give it a short name.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Interview.Kind.choices, widget=forms.RadioSelect, initial="interview"
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=(("fr", "Français"), ("en", "English")), widget=forms.RadioSelect
    )
    text = Line(
        label=_("What was said"), widget=forms.Textarea(attrs={"rows": 14}), max_length=LONGEST,
        help_text=_("Leave out names of others and whatever would tell who they are."),
        error_messages={"required": _("Write or paste what was said.")},
    )  # fmt: skip
    agreed = forms.DateField(label=_("They agreed on"), widget=DATE, error_messages=DAY)

    def __init__(self, today: date, taken: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(today, *args, **kwargs)
        self.taken = taken

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        if label in self.taken:
            raise forms.ValidationError(_("Another one is called so: choose another name."))
        return label

    def clean_agreed(self) -> date:
        agreed: date = self.cleaned_data["agreed"]
        if agreed > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return agreed


class PassageForm(TandemForm):
    """A passage, its codes, the table that it illuminates."""

    words = Line(
        label=_("The passage, word for word"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copy it from the text above."), error_messages={"required": _("Copy a passage of the text.")},
    )  # fmt: skip
    codes = forms.ModelMultipleChoiceField(
        Code.objects.none(), label=_("Codes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    new = Line(label=_("Another code"), help_text=_("It joins the code book."), max_length=80, required=False)
    rows = forms.ChoiceField(
        label=_("It illuminates the table of this question"), required=False,
        help_text=_("The quote then stands below this table, as long as the person agrees."),
    )  # fmt: skip
    columns = forms.ChoiceField(label=_("by this question"), required=False)

    def __init__(self, survey: Any, text: str, questions: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.fields["codes"].queryset = survey.codes.filter(merged_into=None)  # type: ignore[attr-defined]
        self.fields["rows"].choices = [("", _("No table")), *questions]  # type: ignore[attr-defined]
        self.fields["columns"].choices = [("", _("by itself")), *questions]  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if place_of(words, self.text) is None:
            raise forms.ValidationError(_("This does not stand in the text: copy the passage word for word."))
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("columns") and not cleaned.get("rows"):
            self.add_error("rows", _("Choose the question whose table it is."))
        return cleaned

    @property
    def span(self) -> tuple[int, int]:
        found = place_of(self.cleaned_data["words"], self.text)
        assert found is not None
        return found

    @property
    def table(self) -> tuple[str, str]:
        return self.cleaned_data["rows"], self.cleaned_data["columns"]


class CodeForm(TandemForm):
    name = Line(label=_("Code"), max_length=80, error_messages={"required": _("Give the code a name.")})
    about = Line(label=_("When it is used"), max_length=300, required=False)


class MergeForm(TandemForm):
    into = forms.ModelChoiceField(
        Code.objects.none(), label=_("It lives on in"), empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a code.")},
    )  # fmt: skip

    def __init__(self, code: Code, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Code.objects.filter(survey=code.survey_id, merged_into=None).exclude(pk=code.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]
