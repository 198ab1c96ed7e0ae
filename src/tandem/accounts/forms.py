"""The forms of signing up, signing in and one's own account: allauth checks, Tandem asks."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as openid
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts import queries
from tandem.accounts.models import Person
from tandem.ui import languages
from tandem.ui.forms import Line, TandemForm

ADDRESS = _("E-mail address")
PASSWORD_ADVICE = _("Ten characters at least. Three or four words that mean something to you alone do well.")
MISSING = {
    "name": _("Write your name."),
    "email": _("Write your e-mail address."),
    "password": _("Write your password."),
    "new": _("Choose a password."),
    "code": _("Write the code that we sent to you."),
}
NO_ANSWER_OF_THE_DEVICE = _("Your browser did not hand over a passkey. Try once more.")
NOT_AN_ADDRESS = _("This does not look like an e-mail address: it has the form name@example.org.")


class AccountForm(TandemForm):
    """A form of allauth in our look: a label above each field, nothing inside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def ask(self, name: str, label: Any, missing: Any, hint: Any = "") -> None:
        """Put a question of allauth into our words."""
        field = self.fields[name]
        field.label, field.help_text = label, hint
        field.error_messages["required"] = missing
        if isinstance(field, forms.EmailField):
            field.error_messages["invalid"] = NOT_AN_ADDRESS
            field.validators[0].message = NOT_AN_ADDRESS


class WhoForm(AccountForm):
    """Name and address of somebody who comes for the first time."""

    name = Line(
        label=_("Your name"),
        help_text=_("So that the people you will work with know how to call you."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": MISSING["name"]},
    )
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(
            "email",
            ADDRESS,
            MISSING["email"],
            _("To sign you in and to write to you when somebody answers. Nobody sees it before you accept."),
        )

    def signup(self, request: HttpRequest, user: Person) -> None:
        user.name = self.cleaned_data["name"]
        user.language = (get_language() or "en")[:2]
        user.save(update_fields=["name", "language"])


class SignupForm(WhoForm, allauth.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("password1", _("Choose a password"), MISSING["new"], PASSWORD_ADVICE)

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """Whoever sends the same form again before entering the code goes on where they were: a double click,
        a lost connection or another browser is not a second account."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return self.save(request), None
            except IntegrityError:
                self.account_already_exists = True
        unfinished = queries.unfinished_sign_up(self.cleaned_data["email"], self.cleaned_data["password1"])
        if unfinished:
            return unfinished, None
        return super().try_save(request)


class LoginForm(AccountForm, allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("login", ADDRESS, MISSING["email"])
        self.ask("password", _("Password"), MISSING["password"])

    def clean(self) -> dict[str, Any]:
        """A refusal stands beside a field, so that the summary has somewhere to lead to."""
        try:
            return super().clean()
        except forms.ValidationError as refused:
            self.add_error("login", refused)
            return self.cleaned_data


class RequestLoginCodeForm(AccountForm, allauth.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("email", ADDRESS, MISSING["email"])


class CodeForm(AccountForm):
    """Eight digits, with or without the dash; what was typed stays on the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("code", _("Code"), MISSING["code"], _("Eight digits. You can copy and paste them."))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "short"}


class LoginCodeForm(CodeForm, allauth.ConfirmLoginCodeForm):
    pass


class EmailCodeForm(CodeForm, allauth.ConfirmEmailVerificationCodeForm):
    pass


class PresentAddressForm(CodeForm, allauth.BaseConfirmCodeForm):
    """The first of the two codes of a change of address."""


class ResetCodeForm(CodeForm, allauth.ConfirmPasswordResetCodeForm):
    pass


class ResetPasswordForm(AccountForm, allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("email", ADDRESS, MISSING["email"])
        if context.request.user.is_authenticated:
            self.initial.setdefault("email", context.request.user.email)


class ChosenOnce(AccountForm):
    """A new password is asked once: who mistypes it gets a code by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.ask("password1", _("New password"), MISSING["new"], PASSWORD_ADVICE)


class NewPasswordForm(ChosenOnce, allauth.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(ChosenOnce, allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("oldpassword", _("Current password"), MISSING["password"])


class ReauthenticateForm(AccountForm, allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("password", _("Password"), MISSING["password"])


class AppCodeForm(AccountForm):
    """Six digits of the app, or one of the recovery codes, with or without spaces."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("code", _("Code"), _("Write the code that your app shows."), self.hint)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "short"}

    hint: Any = _("Six digits of your app, or one of your recovery codes.")

    def clean_code(self) -> str:
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "").replace("-", "")
        return super().clean_code()


class SecondFactorForm(AppCodeForm, mfa.AuthenticateForm):
    pass


class ConfirmWithCodeForm(AppCodeForm, mfa.ReauthenticateForm):
    pass


class AuthenticatorAppForm(AppCodeForm, totp.ActivateTOTPForm):
    hint = _("Six digits. They change every 30 seconds.")


class PasskeyForm(AccountForm, webauthn.AddWebAuthnForm):
    """A passkey signs in alone: it asks its owner for a finger, a face or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.ask("name", _("A name for it"), "", _("So that you know it again: “my phone”, “the key on my ring”."))
        self.fields["name"].max_length = 80
        self.fields["credential"].error_messages["required"] = NO_ANSWER_OF_THE_DEVICE

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return super().clean()


class PasskeyNameForm(AccountForm, webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("name", _("A name for it"), _("Give it a name."))


class OpenIDSignupForm(WhoForm, openid.SignupForm):
    """What the other server did not say: a name, an address."""


class ChangeEmailForm(AccountForm, allauth.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("email", _("New e-mail address"), MISSING["email"])


class DetailsForm(TandemForm):
    """How one is called, and in which language."""

    name = Line(
        label=_("Your name"),
        help_text=_("So that the people you work with know how to call you."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": MISSING["name"]},
    )
    language = forms.ChoiceField(
        label=_("Your language"),
        help_text=_("For the pages you see after signing in and for the e-mails you get."),
        choices=languages.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language.")},
    )


class LettersForm(TandemForm):
    """Which e-mails one gets."""

    letters = forms.TypedChoiceField(
        label=_("Which e-mails would you like to get?"),
        help_text=_("Those that sign you in or protect your account are always sent."),
        choices=[
            ("yes", _("All those about my introductions and cooperations")),
            ("no", _("Only those that wait for me: a proposal, a question, an answer, a step that is mine to take")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )


class LeaveForm(TandemForm):
    """Erasing one's account."""

    sure = forms.BooleanField(
        label=_("Erase my account. I know that nobody can bring it back."),
        error_messages={"required": _("Tick this box, if you are sure.")},
    )
