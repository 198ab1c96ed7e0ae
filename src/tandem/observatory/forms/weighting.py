"""Margins of the population, entered or loaded."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.domain.survey.questionnaire import Item
from tandem.observatory.queries import said
from tandem.ui.forms import Line, TandemForm, WholeNumber

LARGEST_FILE = 200_000


class Share(forms.FloatField):
    """A number with a comma or a point, with or without a percent sign."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})

    def to_python(self, value: Any) -> float | None:
        if isinstance(value, str):
            value = re.sub(r"[%\s\u00a0\u202f]", "", value).replace(",", ".")
        return super().to_python(value)


class MarginForm(TandemForm):
    """The population's share (or count) of each answer; all blank takes the margin away."""

    def __init__(self, item: Item, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = item.codes
        for choice in item.choices:
            if not choice.absence:
                self.fields[f"code_{choice.code}"] = Share(
                    label=said(choice.words, language),
                    min_value=0,
                    max_value=1e12,
                    required=False,
                    error_messages={"invalid": _("Write a number, such as 53 or 53.5.")},
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = {code: cleaned.get(f"code_{code}") for code in self.codes}
        filled = {code: value for code, value in given.items() if value is not None}
        if not self.errors and filled and not any(filled.values()):
            self.add_error(f"code_{self.codes[0]}", _("The shares add up to nothing."))
        self.targets = filled
        return cleaned


class TrimForm(TandemForm):
    source = Line(
        label=_("Where the margins come from"),
        help_text=_("Register or census, year, definition: it stands on the technical sheet."),
        max_length=300,
        required=False,
    )
    low = Share(
        label=_("Smallest weight"), help_text=_("In multiples of the mean, such as 0.3."), min_value=0, required=False
    )
    high = Share(label=_("Largest weight"), help_text=_("Such as 3."), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("low"), cleaned.get("high")
        if (low is None) != (high is None):
            self.add_error("high" if high is None else "low", _("Write both bounds, or none."))
        elif low is not None and high is not None and not (low < 1 < high):
            self.add_error("low", _("The smallest weight lies below 1, the largest above."))
        return cleaned


class DesignForm(TandemForm):
    """How people were drawn; all blank says one by one."""

    strata = forms.ChoiceField(
        label=_("Drawn apart in each (strata)"),
        help_text=_(
            "A question whose every answer had its own draw, such as the region. Everybody has to have answered it."
        ),
        required=False,
    )
    clusters = forms.ChoiceField(
        label=_("Drawn together by (clusters)"),
        help_text=_("People who came in one group resemble each other: tests take that into account."),
        required=False,
    )
    finite = forms.BooleanField(
        label=_("I know how many there are in all"),
        help_text=_("A sample of most of a small population says more than the same number out of millions."),
        required=False,
    )

    def __init__(
        self, questions: list[tuple[str, str]], networks: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        none = [("", "–")]
        self.fields["strata"].choices = [*none, *questions]  # type: ignore[attr-defined]
        self.fields["clusters"].choices = [*none, *networks, *questions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("strata") and cleaned.get("strata") == cleaned.get("clusters"):
            self.add_error("clusters", _("Choose another question than for the strata."))
        return cleaned


class PopulationForm(TandemForm):
    """One number per stratum: all or none."""

    def __init__(self, levels: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = levels
        for place, (_level, words) in enumerate(levels):
            self.fields[f"size_{place}"] = WholeNumber(
                label=words,
                min_value=1,
                max_value=10**12,
                error_messages={"required": _("Write how many there are.")},
            )

    @property
    def sizes(self) -> dict[str, int]:
        return {level: self.cleaned_data[f"size_{place}"] for place, (level, _words) in enumerate(self.levels)}


class LoadForm(TandemForm):
    file = forms.FileField(
        label=_("File of margins (JSON)"),
        help_text=_("As the command line takes it: {“question”: {“code”: share}}."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def __init__(self, items: dict[str, Item], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items

    def clean_file(self) -> dict[str, dict[str, float]]:
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is too large for margins."))
        try:
            found = json.loads(sent.read().decode())
        except (ValueError, RecursionError):
            raise forms.ValidationError(_("This file is not JSON.")) from None
        if not isinstance(found, dict):
            raise forms.ValidationError(_("Margins are written {“question”: {“code”: share}}."))
        for question, targets in found.items():
            if question not in self.items or not isinstance(targets, dict):
                raise forms.ValidationError(
                    _("%(name)s is no question with one answer.") % {"name": str(question)[:80]}
                )
            for code, target in targets.items():
                if code not in self.items[question].codes or not _is_share(target):
                    raise forms.ValidationError(
                        _("%(name)s: “%(code)s” is no answer of it, or its share is no number.")
                        % {"name": question, "code": str(code)[:80]}
                    )
        return found


def _is_share(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and 0 <= value <= 1e12
