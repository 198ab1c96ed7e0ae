"""What the forms of a room share: a field for free words, and a form that knows what its person had read."""

from __future__ import annotations

from typing import Any

from django import forms

from tandem.ui.forms import TandemForm

LONGEST = 5000


def words(label: Any, hint: Any, missing: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=required,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SeenForm(TandemForm):
    """A form that knows which version of its words the person had before them."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
