"""What sign-up asks beside address and password."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class SignupDetails(forms.Form):
    """allauth puts these fields into its own sign-up form."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As the people you will work with call you."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user) -> None:
        user.name = self.cleaned_data["name"].strip()
        user.language = (get_language() or "en")[:2]
        user.save(update_fields=["name", "language"])
