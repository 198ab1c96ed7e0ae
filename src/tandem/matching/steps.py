"""The way from a first sentence to a published need or offer: which question comes when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.matching import forms
from tandem.matching.models import Need, Offer, Posting


@dataclass(frozen=True)
class Step:
    """One question. `asked` says whether it has been answered; `label` names it on the page of all answers."""

    name: str
    label: Any
    form: type[forms.QuestionForm] | None
    asked: Callable[[Any], bool]
    optional: bool = False


@dataclass(frozen=True)
class Flow:
    """The questions of one kind of posting."""

    kind: str
    model: type[Need] | type[Offer]
    side: str
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)

    def first_open(self, posting: Posting) -> Step | None:
        """The first question that must be answered and is not."""
        return next((step for step in self.steps if not step.optional and not step.asked(posting)), None)


def _filled(name: str) -> Callable[[Any], bool]:
    return lambda posting: getattr(posting, name) not in (None, "", [])


_PLACE = Step("place", _("Language and place"), forms.PlaceForm, _filled("remote"))
_TECHNOLOGY = Step("technology", _("What it is about"), forms.TechnologyForm, _filled("technology"), optional=True)
_COMPETENCES = Step("competences", _("Skills"), None, _filled("competences"), optional=True)
_FORMS = Step("forms", _("Forms of cooperation"), forms.FormsForm, _filled("forms"), optional=True)
_COUNTRIES = Step("countries", _("Countries"), forms.CountriesForm, _filled("countries"), optional=True)

NEED = Flow(
    "need",
    Need,
    "need",
    (
        Step("problem", _("What does not work"), forms.ProblemForm, _filled("problem")),
        Step("title", _("In one line"), forms.TitleForm, _filled("title")),
        Step("help", _("Kind of help"), forms.NeedHelpForm, _filled("help")),
        _PLACE,
        Step("audience", _("Who may read it"), forms.AudienceForm, _filled("visibility")),
        _TECHNOLOGY,
        _COMPETENCES,
        _FORMS,
        Step("dates", _("Dates"), forms.NeedDatesForm, lambda need: bool(need.start or need.end), optional=True),
        _COUNTRIES,
        Step("budget", _("Budget"), forms.BudgetForm, _filled("budget_eur"), optional=True),
    ),
)

OFFER = Flow(
    "offer",
    Offer,
    "offer",
    (
        Step("text", _("What you offer"), forms.OfferTextForm, _filled("text")),
        Step("title", _("In one line"), forms.TitleForm, _filled("title")),
        Step("help", _("Kinds of help"), forms.OfferHelpForm, _filled("help")),
        _PLACE,
        Step("audience", _("Who may read it"), forms.OfferAudienceForm, _filled("visibility")),
        _TECHNOLOGY,
        _COMPETENCES,
        _FORMS,
        Step(
            "dates",
            _("Dates"),
            forms.OfferDatesForm,
            lambda offer: bool(offer.available_from or offer.available_to),
            optional=True,
        ),
        _COUNTRIES,
        Step("in_kind", _("Thing you give"), forms.InKindForm, _filled("item"), optional=True),
        Step("capacity", _("Time you can give"), forms.CapacityForm, _filled("capacity_hours"), optional=True),
    ),
)

FLOWS = {"need": NEED, "offer": OFFER}
