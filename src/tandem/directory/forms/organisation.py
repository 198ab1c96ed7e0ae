"""What people write of their organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.directory import queries
from tandem.directory.forms.words import TEXT_LENGTH, USUAL_LANGUAGES, Choices, here
from tandem.directory.models import Organisation
from tandem.domain.vocabulary import ROLES
from tandem.ui.forms import Line, TandemForm, WholeNumber


class OrganisationForm(TandemForm):
    """An organisation in a few answers. Another room uses it inside its own flow; its `cleaned_data` is what
    `actions.create_organisation` takes. `about` is the organisation when it exists already."""

    name = Line(
        label=_("Name of your organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    roles = Choices(
        label=_("What your organisation is"),
        help_text=_("Several are possible: many are."),
        error_messages={"required": _("Choose at least one.")},
    )
    country = forms.ChoiceField(label=_("Country"), widget=forms.Select(attrs={"autocomplete": "country"}))
    place = Line(
        label=_("Town"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    what_it_does = Line(
        label=_("What it does"),
        help_text=_("Two or three sentences, as you would say it to a neighbour."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    text_language = forms.ChoiceField(label=_("Language of this text"))
    languages = Choices(label=_("Languages you can work in"), required=False)
    website = forms.URLField(
        label=_("Website"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Write the address of a site, like www.example.org.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )

    def __init__(self, *args: Any, about: Organisation | None = None, **kwargs: Any) -> None:
        self.about = about
        language = here()
        if about is not None:
            kwargs["initial"] = {**self._written(about, language), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        spoken = list(dict.fromkeys((language, *USUAL_LANGUAGES, *(about.languages if about else ()))))
        named = [(code, competences.label("languages", code, language)) for code in spoken]
        self._offer("roles", [(role, competences.label("roles", role, language)) for role in ROLES])
        self._offer("country", [("", _("Choose…")), *competences.choices("countries", language)])
        self._offer("text_language", competences.choices("languages", language))
        self._offer("languages", named)
        self.initial.setdefault("text_language", language)
        self.twins: list[Organisation] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self.about is None:
            self._ask_about_twins(cleaned)
        cleaned.pop("another", None)
        if {"what_it_does", "text_language"} <= set(cleaned):
            before = self.about.summary if self.about else {}
            cleaned["summary"] = {**before, cleaned.pop("text_language"): cleaned.pop("what_it_does")}
        return cleaned

    def _ask_about_twins(self, cleaned: Mapping[str, Any]) -> None:
        """A second organisation of the same name and country is asked about once, never refused."""
        self.twins = queries.same_name(cleaned["name"], cleaned["country"])
        if not self.twins:
            return
        self.fields["another"] = forms.BooleanField(
            label=_("It is another organisation: go on"),
            help_text=_("If it is yours, do not create it twice: write to us, and we link your account to it."),
            required=False,
        )
        if not self.data.get(self.add_prefix("another")):
            sentence = _("%(name)s already has a page here. Look at it, then tick this box if yours is another one.")
            self.add_error("another", sentence % {"name": self.twins[0].name})

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @staticmethod
    def _written(about: Organisation, language: str) -> Mapping[str, Any]:
        shown = language if about.summary.get(language) else next(iter(about.summary), language)
        return {
            "name": about.name,
            "roles": about.roles,
            "country": about.country,
            "place": about.place,
            "what_it_does": about.summary.get(shown, ""),
            "text_language": shown if shown != "und" else language,
            "languages": about.languages,
            "website": about.website,
        }


CRITERIA = ("social_mission", "limited_profit", "democratic_governance")


class OrganisationPageForm(OrganisationForm):
    """All that an organisation says of itself on its page."""

    sdgs = Choices(label=_("Sustainable development goals you work for"), required=False)
    values = Choices(label=_("Values that you put first"), required=False)
    technology = Choices(label=_("Technology you work with or look for"), required=False)
    criteria = Choices(
        label=_("Social utility"),
        help_text=_("Tick what your statutes or your practice show."),
        required=False,
        choices=(
            ("social_mission", _("a social mission")),
            ("limited_profit", _("limited or no profit")),
            ("democratic_governance", _("democratic governance")),
        ),
    )
    legal_form = Line(label=_("Legal form"), max_length=120, required=False)
    employees = WholeNumber(label=_("Employees"), min_value=0, max_value=10_000_000, required=False)
    founded = forms.IntegerField(label=_("Founded in"), min_value=1000, max_value=2100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sdgs", "values", "technology"):
            self._offer(name, competences.choices(name, here()))

    def clean(self) -> dict[str, Any]:
        """A criterion that was never said stays unsaid; one that was ticked and is not any more is a no."""
        cleaned = super().clean()
        ticked = cleaned.pop("criteria", [])
        for name in CRITERIA:
            before = getattr(self.about, name, None)
            cleaned[name] = True if name in ticked else None if before is None else False
        cleaned["sdgs"] = [int(goal) for goal in cleaned.get("sdgs", [])]
        return cleaned

    @staticmethod
    def _written(about: Organisation, language: str) -> Mapping[str, Any]:
        return {
            **OrganisationForm._written(about, language),
            "sdgs": [str(goal) for goal in about.sdgs],
            "values": about.values,
            "technology": about.technology,
            "criteria": [name for name in CRITERIA if getattr(about, name)],
            "legal_form": about.legal_form,
            "employees": about.employees,
            "founded": about.founded,
        }
