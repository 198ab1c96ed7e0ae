"""The questions of a need and of an offer, one page each.

A form's fields bear the names of the posting's own fields: what is cleaned is what is saved.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.utils.translation import get_language, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.directory.importers import countries
from tandem.matching.models import Offer, Posting
from tandem.ui.forms import Line, TandemForm, WholeNumber

LONGEST = 5000
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
FAR_AWAY = _("Write a date of this century.")


class QuestionForm(TandemForm):
    """One page of the flow. `question` is its title; with a single field, that field is the question."""

    question: Any = ""

    def __init__(self, *args: Any, posting: Posting | None = None, **kwargs: Any) -> None:
        if posting is not None:
            kwargs["initial"] = {name: getattr(posting, name) for name in self.base_fields} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.posting = posting
        for name, kind in getattr(self, "lists", {}).items():
            self.fields[name].choices = competences.choices(kind, get_language())

    @property
    def single(self) -> bool:
        return len(self.fields) == 1


def _text(label: Any, hint: Any, shortest: int) -> Line:
    return Line(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        validators=[
            MinLengthValidator(
                shortest,
                ngettext_lazy(
                    "Say a little more: at least %(limit_value)d character.",
                    "Say a little more: at least %(limit_value)d characters.",
                    "limit_value",
                ),
            )
        ],
        error_messages={"required": _("Write a few words: everyday words are best.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ProblemForm(QuestionForm):
    problem = _text(
        _("What does not work today?"),
        _(
            "Tell it as you would to a colleague: what happens, to whom, how often, what you tried. "
            "No technical word is needed."
        ),
        30,
    )


class OfferTextForm(QuestionForm):
    text = _text(
        _("What can you give?"),
        _("Say what you know how to do, for whom you have done it, and what people can do without you afterwards."),
        30,
    )


class TitleForm(QuestionForm):
    title = Line(
        label=_("How would you put it in one line?"),
        help_text=_("This line is what others read first in a list. Change it as you like."),
        max_length=140,
        error_messages={"required": _("Write one line.")},
    )


class NeedHelpForm(QuestionForm):
    lists = {"help": "help"}
    help = forms.ChoiceField(
        label=_("What kind of help are you looking for?"),
        help_text=_("If you hesitate, take the smallest: you can go further together later."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one kind of help.")},
    )


class OfferHelpForm(QuestionForm):
    lists = {"help": "help"}
    help = forms.MultipleChoiceField(
        label=_("What kinds of help do you offer?"),
        help_text=_("Choose all that you would really accept."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of help.")},
    )


class PlaceForm(QuestionForm):
    question = _("Where, and in which language?")
    lists = {"language": "languages"}
    language = forms.ChoiceField(
        label=_("Language you would like to work in"), error_messages={"required": _("Choose a language.")}
    )
    remote = forms.TypedChoiceField(
        label=_("Could it be done at a distance?"),
        help_text=_("By telephone or on a screen, at least for the most part."),
        choices=[("yes", _("Yes")), ("no", _("No, somebody has to come"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer yes or no.")},
    )

    def __init__(self, *args: Any, posting: Posting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, posting=posting, **kwargs)
        if posting is not None:
            self.initial["remote"] = {True: "yes", False: "no", None: ""}[posting.remote]
            self.initial["language"] = posting.language or (get_language() or "en")[:2]


class AudienceForm(QuestionForm):
    visibility = forms.ChoiceField(
        label=_("Who may read it?"),
        help_text=_("Your contact details are never shown before you accept an introduction."),
        choices=Posting.Visibility.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may read it.")},
    )


class OfferAudienceForm(AudienceForm):
    """An offer carries its name: nobody accepts help from a stranger without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visibility"].choices = [
            choice for choice in Posting.Visibility.choices if choice[0] != Posting.Visibility.UNNAMED
        ]


class TechnologyForm(QuestionForm):
    lists = {"technology": "technology"}
    technology = forms.MultipleChoiceField(
        label=_("What is it about?"),
        help_text=_("Leave it empty if you do not know: it will be settled with your partner."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class FormsForm(QuestionForm):
    lists = {"forms": "forms"}
    forms = forms.MultipleChoiceField(
        label=_("Which forms of cooperation would suit you?"),
        help_text=_("Leave it empty if you are open to all."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class CountriesForm(QuestionForm):
    countries = forms.CharField(
        label=_("In which countries?"),
        help_text=_("Write their names with commas between them. Leave it empty to stay in your own country."),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, posting: Posting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, posting=posting, **kwargs)
        if posting is not None:
            language = get_language() or "en"
            named = (competences.label("countries", code, language) for code in posting.countries)
            self.initial["countries"] = ", ".join(named)

    def clean_countries(self) -> list[str]:
        written = [part.strip() for part in self.cleaned_data["countries"].replace(";", ",").split(",") if part.strip()]
        codes = {name: countries.read(name).code for name in written}
        unknown = [name for name, code in codes.items() if not code]
        if unknown:
            raise forms.ValidationError(
                ngettext(
                    "This country is not known: %(names)s", "These countries are not known: %(names)s", len(unknown)
                )
                % {"names": ", ".join(unknown)}
            )
        return list(dict.fromkeys(codes.values()))


class DatesForm(QuestionForm):
    question = _("From when, until when?")
    first, last = "start", "end"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (self.first, self.last):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            self.fields[name].validators += [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
            self.fields[name].error_messages |= {"min_value": FAR_AWAY, "max_value": FAR_AWAY}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get(self.first), cleaned.get(self.last)
        if first and last and last < first:
            self.add_error(self.last, _("The end comes before the beginning."))
        return cleaned


class NeedDatesForm(DatesForm):
    start = forms.DateField(label=_("From"), required=False)
    end = forms.DateField(label=_("Until"), required=False)


class OfferDatesForm(DatesForm):
    first, last = "available_from", "available_to"
    available_from = forms.DateField(label=_("From"), required=False)
    available_to = forms.DateField(label=_("Until"), required=False)


class BudgetForm(QuestionForm):
    budget_eur = WholeNumber(
        label=_("Do you have a budget?"),
        help_text=_("In euros, 0 if none. Leave it empty if you do not know yet."),
        min_value=0,
        max_value=100_000_000,
        required=False,
    )


class CapacityForm(QuestionForm):
    question = _("How much time can you give?")
    capacity_hours = WholeNumber(
        label=_("Hours in all"),
        help_text=_("A session is one or two hours, a project about thirty."),
        min_value=1,
        max_value=1_000_000,
        required=False,
    )
    max_requests = WholeNumber(
        label=_("How many requests at a time?"),
        help_text=_("From 1 to 10. Beyond that, your offer waits until you have answered."),
        min_value=1,
        max_value=10,
        initial=3,
    )


class InKindForm(QuestionForm):
    """All four or none: an offer that gives no thing leaves them empty."""

    question = _("Do you give a thing?")
    item = Line(
        label=_("What is it?"),
        help_text=_("For instance: laptops, a licence, desks. Leave all of this page empty if you give no thing."),
        max_length=80,
        required=False,
    )
    condition = forms.ChoiceField(
        label=_("In what condition?"),
        choices=Offer.Condition.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    stock = WholeNumber(
        label=_("How many are there?"),
        help_text=_("Each gift is taken off. At nothing, your offer pauses until you say that there is more."),
        min_value=0,
        max_value=1_000_000,
        required=False,
    )
    quantity = WholeNumber(label=_("How many for one organisation?"), min_value=1, max_value=1_000_000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = {name: cleaned.get(name) for name in ("item", "condition", "stock", "quantity")}
        if any(value not in (None, "") for value in given.values()):
            for name, value in given.items():
                if value in (None, "") and name not in self.errors:
                    self.add_error(name, _("Say this too, or leave all of this page empty."))
        return cleaned


class CompetenceWordsForm(TandemForm):
    """A search in everyday words; a GET form."""

    q = forms.CharField(label=_("Search in everyday words"), max_length=200, required=False)


class CompetenceForm(TandemForm):
    """The level of one competence: where one stands, where one wants to be, or what one brings."""

    def __init__(self, *args: Any, levels: list[tuple[int, str]], asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("I do not know")), *[(str(level), name) for level, name in levels]]
        labels = (
            {"level_now": _("Your level today"), "level_wanted": _("Level you would like to reach")}
            if asked
            else {"level": _("Level you bring")}
        )
        for name, label in labels.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=choices, coerce=int, empty_value=None, required=False
            )
        if asked:
            self.fields["must"] = forms.BooleanField(label=_("We cannot do without it"), required=False)
