"""How results are weighed: what stewards change."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from tandem.domain import matching as engine
from tandem.domain.matching.likeness import TEXT
from tandem.domain.matching.weights import MOST_FOR_TEXT, TEXT_PRIOR
from tandem.matching import texts
from tandem.ui.forms import REFUSALS, Line, TandemForm


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
        self.texts_weigh = rules.weights.read_texts or texts.is_installed()
        for kinds in tables.values() if self.texts_weigh else ():
            kinds["weights"].setdefault(TEXT, 0.0)
            kinds["priors"].setdefault(TEXT, TEXT_PRIOR)
        said = {f"{side}-{kind}-{name}": value for side, kind, name, value in _figures(tables)}
        shut = [gate for gate in engine.GATES if gate not in rules.open_gates]
        kwargs["initial"] = {**said, "gates": shut, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for side, kind, name, _value in _figures(tables):
            most = 1 if kind == "priors" else MOST_FOR_TEXT if name == TEXT else MOST_POINTS
            self.fields[f"{side}-{kind}-{name}"] = Points(min_value=0, max_value=most, required=name != TEXT)
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
            if rest and value is not None:
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
                    for name in (*published.weights, *((TEXT,) if self.texts_weigh else ()))
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
