"""Rating one's own skills, area by area."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.ui.forms import TandemForm


class RatingForm(TandemForm):
    """The competences of one area: a band each, or nothing; and whether colleagues may see that one helps."""

    def __init__(self, area: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        for place, one in enumerate(area["competences"]):
            bands = competences.everyday_bands(area["framework"], one["id"], get_language() or "en")
            self.fields[f"band_{place}"] = forms.ChoiceField(
                label=one["label"],
                help_text=one["about"],
                choices=[*bands, ("", _("I would rather not say"))],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"help_{place}"] = forms.BooleanField(
                label=_("I can help colleagues with this: show them my name"), required=False
            )

    def given(self) -> dict[tuple[str, str], tuple[int | None, bool]]:
        """Competence → band (None: not said) and whether the help is offered; no help without a band."""
        found: dict[tuple[str, str], tuple[int | None, bool]] = {}
        for place, one in enumerate(self.area["competences"]):
            band = self.cleaned_data[f"band_{place}"]
            offered = bool(self.cleaned_data[f"help_{place}"]) and bool(band)
            found[self.area["framework"], one["id"]] = (int(band) if band else None, offered)
        return found
