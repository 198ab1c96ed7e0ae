"""The questions of a need and of an offer, one page each; and the words of an introduction.

A form's fields bear the names of the posting's own fields: what is cleaned is what is saved.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.directory.importers import countries
from tandem.domain import matching as engine
from tandem.domain.lifecycle import invitations
from tandem.matching.models import Offer, Posting
from tandem.ui.forms import REFUSALS, Line, TandemForm, WholeNumber

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


class SearchNameForm(TandemForm):
    """What one calls a search that one keeps."""

    name = Line(
        label=_("Name of this search"),
        max_length=80,
        error_messages={"required": _("Write a name, for instance: projects in French.")},
    )


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


class WordsForm(TandemForm):
    """The words that go with a step of an introduction."""

    text = Line(max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: Any, hint: Any = "", missing: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint
        if missing:
            self.fields["text"].error_messages["required"] = missing


class PairForm(TandemForm):
    """Whom a supporter proposes to the owners of a posting, and why."""

    other = forms.ChoiceField(
        label=_("Whom should they meet?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them.")},
    )
    why = Line(
        label=_("Why should the two meet?"),
        help_text=_("Both read the same words, with your name and that of your organisation."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a few words: both will ask themselves why.")},
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = others


class MediatorForm(TandemForm):
    """What goes with a yes."""

    mediator = forms.BooleanField(required=False)

    def __init__(self, *args: Any, supporter: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediator"].label = _("%(name)s may stay in the conversation as a mediator") % {"name": supporter}
        self.fields["mediator"].help_text = _("Only if the other side wishes it too.")


class RoundForm(WordsForm):
    """One act for five invitations: the words that all of them read, and how far to go."""

    wanted = forms.TypedChoiceField(
        label=_("How many partners are enough?"),
        help_text=_("Once as many have accepted, the others are thanked and need not answer any more."),
        choices=[(number, number) for number in range(1, invitations.MOST_WANTED + 1)],
        coerce=int,
        initial=1,
    )
    goes_on = forms.BooleanField(
        label=_("When all five have declined or stayed silent, invite the next five without asking me"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            label=_("Your message, the same for all"),
            hint=_("Say who you are and what a first conversation could be about. Nobody sees who else was invited."),
            missing=_("Write a few words: a proposal without a message is rarely accepted."),
            **kwargs,
        )


class ProposeForm(WordsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            label=_("Your message"),
            hint=_("Say who you are, what caught your attention, and what a first conversation could be about."),
            missing=_("Write a few words: a proposal without a message is rarely accepted."),
            **kwargs,
        )


class Points(forms.FloatField):
    """A number of points or a share, written as the language writes it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}), **options
        )


#: Weights a steward may write; 100 is the sum of a side.
MOST_POINTS = 100


class WeighingForm(TandemForm):
    """Every weight and prior of both sides, the gates that stay shut, and why: for `actions.weigh_otherwise`."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    tried = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rules: Any, gate_names: Mapping[str, str], **kwargs: Any) -> None:
        tables = engine.weights_record(rules.weights)
        said = {f"{side}-{kind}-{name}": value for side, kind, name, value in _figures(tables)}
        shut = [gate for gate in engine.GATES if gate not in rules.open_gates]
        kwargs["initial"] = {**said, "gates": shut, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for side, kind, name, _value in _figures(tables):
            most = MOST_POINTS if kind == "weights" else 1
            self.fields[f"{side}-{kind}-{name}"] = Points(min_value=0, max_value=most)
        self.fields["gates"] = forms.MultipleChoiceField(
            label=_("Conditions that remove a result"),
            help_text=_("Untick one, and it removes nobody in this place any more."),
            choices=[(gate, gate_names[gate]) for gate in engine.GATES],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for language, label in (("fr", _("Why, in French")), ("en", _("Why, in English"))):
            self.fields[f"note_{language}"] = Line(
                label=label,
                help_text=_("Everybody can read it, beside the date."),
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        for field in self.fields.values():
            field.error_messages = REFUSALS | field.error_messages

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sides = {"need": _("for the need"), "offer": _("for the offer")}
        for side, words in sides.items():
            points = [value for name, value in cleaned.items() if name.startswith(f"{side}-weights-")]
            total = math.fsum(value for value in points if value is not None)
            if not any(name.startswith(f"{side}-weights-") for name in self.errors) and abs(total - 100) > 1e-6:
                self.add_error(
                    None,
                    _("The weights %(side)s add up to %(total)s: they have to add up to 100.")
                    % {"side": words, "total": number_format(f"{total:.6f}".rstrip("0").rstrip("."))},
                )
        return cleaned

    def tables(self) -> dict[str, dict[str, dict[str, float]]]:
        """What was written, as the tables of a WEIGHTS.toml."""
        tables: dict[str, dict[str, dict[str, float]]] = {
            side: {"weights": {}, "priors": {}} for side in ("need", "offer")
        }
        for name, value in self.cleaned_data.items():
            side, _dash, rest = name.partition("-")
            if rest:
                kind, _dash, criterion = rest.partition("-")
                tables[side][kind][criterion] = value
        return tables

    def open_gates(self) -> list[str]:
        return [gate for gate in engine.GATES if gate not in self.cleaned_data["gates"]]

    def digest(self) -> str:
        """Names what was tried, so that nothing else is put in force."""
        tried = json.dumps([self.tables(), self.open_gates()], sort_keys=True)
        return hashlib.sha256(tried.encode()).hexdigest()

    def sides(self) -> list[dict[str, Any]]:
        """The fields of each side's criteria, for two tables."""
        return [
            {
                "id": side,
                "title": title,
                "rows": [
                    {"name": name, "weight": self[f"{side}-weights-{name}"], "prior": self[f"{side}-priors-{name}"]}
                    for name in published.weights
                ],
            }
            for side, title, published in (
                ("need", _("What an offer is worth to a need"), engine.PUBLISHED.need),
                ("offer", _("What a need is worth to an offer"), engine.PUBLISHED.offer),
            )
        ]


def _figures(tables: Mapping[str, Any]) -> Iterator[tuple[str, str, str, float]]:
    for side, kinds in tables.items():
        for kind, figures in kinds.items():
            for name, value in figures.items():
                yield side, kind, name, value
