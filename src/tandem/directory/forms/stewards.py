"""What stewards write: decisions, blocks, notices."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.directory.forms.words import TEXT_LENGTH, Choices
from tandem.directory.models import Block, Organisation, Solution, State
from tandem.directory.queue import Kind
from tandem.ui import languages
from tandem.ui.forms import Line, TandemForm

_REASON = _("Plainly, as you would say it to them: who is concerned reads it.")


class DecisionForm(TandemForm):
    """A decision with its reason."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    ground = Line(
        label=_("The rule or the law it goes against"),
        help_text=_("Only when you hide something: an article of the charter, a rule of this place, or a law."),
        max_length=300,
        required=False,
    )
    reason = Line(
        label=_("Reason"),
        help_text=_REASON,
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(choice.key, choice.label) for choice in kind.choices]
        if not any(choice.restricts for choice in kind.choices):
            del self.fields["ground"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "decision" in cleaned:
            choice = self.kind.choice(cleaned["decision"])
            if choice.needs_reason and not cleaned.get("reason"):
                self.add_error("reason", _("Write the reason: who is concerned has a right to it."))
            if choice.restricts and not cleaned.get("ground"):
                self.add_error("ground", _("Name the rule or the law."))
        return cleaned


class ReasonForm(TandemForm):
    reason = Line(
        label=_("Why is it undone?"),
        help_text=_REASON,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason: who is concerned has a right to it.")},
    )


class BlockForm(TandemForm):
    """Somebody known by their e-mail address, or an organisation known by the address of its page."""

    whom = Line(
        label=_("Whom"),
        help_text=_("The e-mail address of a person, or the last part of the address of an organisation’s page."),
        max_length=254,
        error_messages={"required": _("Write whom.")},
    )
    scope = forms.ChoiceField(
        label=_("What is no longer possible"),
        choices=(
            (Block.Scope.CONTACT, _("contacting others: proposing introductions, inviting, asking to join")),
            (Block.Scope.PLACE, _("using this place; the page of an organisation is hidden")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    until = forms.DateField(
        label=_("Until and including"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Every block ends: write the last day."), "invalid": _("Write a day.")},
    )
    reason = Line(
        label=_("Reason"),
        help_text=_REASON,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason: who is concerned has a right to it.")},
    )

    def clean_whom(self) -> str:
        words = self.cleaned_data["whom"]
        self.person = self.organisation = None
        if "@" in words:
            self.person = get_user_model().objects.filter(email=words.lower()).first()
        else:
            self.organisation = Organisation.objects.filter(slug=words.strip("/").rpartition("/")[2]).first()
        if not (self.person or self.organisation):
            raise forms.ValidationError(_("Nobody here has this address."))
        if getattr(self.person, "is_steward", False):
            raise forms.ValidationError(_("A steward is not blocked: their rights are taken away first."))
        return words

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return day


class TwinsForm(TandemForm):
    """Two records that a steward takes for one."""

    first = Line(label=_("Address of the first page"), max_length=300)
    second = Line(label=_("Address of the second page"), max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("first", "second"):
            slug = cleaned.get(name, "").strip("/").rpartition("/")[2]
            cleaned[name] = Organisation.objects.filter(slug=slug).exclude(state=State.MERGED).first()
            if not cleaned[name] and name not in self.errors:
                self.add_error(name, _("No organisation here has this address."))
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("This is the same page."))
        return cleaned


class AnnouncementForm(TandemForm):
    """A notice in French and English, and in each other language of the interface when somebody writes it."""

    fr = Line(label=_("In French"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "lang": "fr"}))
    en = Line(label=_("In English"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}))
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    field_order = languages.codes()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages.codes():
            if code not in self.fields:
                self.fields[code] = Line(
                    label=languages.own_name(code), max_length=400, required=False,
                    help_text=_("Left empty, its readers see the notice in English."),
                    widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
                )  # fmt: skip
        self.order_fields(self.field_order)

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in languages.codes() if self.cleaned_data[code]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"first", "last"} <= set(cleaned):
            if cleaned["last"] < cleaned["first"]:
                self.add_error("last", _("The last day is before the first one."))
            elif cleaned["last"] < timezone.localdate():
                self.add_error("last", _("This day has passed."))
        return cleaned

    def moments(self) -> tuple[datetime, datetime]:
        """From the first minute of the first day to the last of the last."""
        zone = timezone.get_current_timezone()
        first, last = (self.cleaned_data[name] for name in ("first", "last"))
        return datetime.combine(first, time.min, zone), datetime.combine(last, time.max, zone)


class SolutionForm(TandemForm):
    """A solution that somebody found useful."""

    name = Line(label=_("Name of the solution"), max_length=200)
    what_it_does = Line(
        label=_("What one does with it"),
        help_text=_("In everyday words: for whom, for which problem."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_language = forms.ChoiceField(label=_("Language of this text"))
    website = forms.URLField(
        label=_("Website"),
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Write the address of a site, like www.example.org.")},
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect, choices=Solution.Kind.choices)
    licence = Line(label=_("Licence"), max_length=200, required=False)
    technology = Choices(label=_("Technology"), required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("text_language", "languages"), ("technology", "technology")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = competences.choices(kind, language)
        self.initial.setdefault("text_language", language)

    def answers(self) -> dict[str, Any]:
        """What `actions.propose_solution` takes."""
        said = dict(self.cleaned_data)
        said["summary"] = {said.pop("text_language"): said.pop("what_it_does")}
        return said
