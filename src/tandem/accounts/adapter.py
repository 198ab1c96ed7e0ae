"""Where allauth meets Tandem: its sentences, its e-mails, and where one goes after signing in."""

from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgFillImage

from tandem.accounts import actions, queries
from tandem.ui import mail
from tandem.ui.forms import plain

#: Where somebody was going when they were asked to sign in, kept in their session until they have.
KEPT_NEXT = "account_next"

#: Why a password is refused, by the code of Django's validators.
REFUSED_PASSWORDS = {
    "password_too_short": _("This password is a little short: ten characters at least. Three or four words do well."),
    "password_too_similar": _(
        "This password looks too much like your name or your address: somebody could guess it. Take other words."
    ),
    "password_too_common": _(
        "This password is one of those that are tried first. Three or four words of your own do well."
    ),
}


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account has been closed. Write to the person named at the foot of the page."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _(
            "This address and this password do not go together. Look at both, or ask for a code by e-mail."
        ),
        "email_taken": _("This address cannot be used for your account. Take another one."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This is not the code of our last e-mail. Look at its eight digits again."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("You have asked several times in a row. Wait half a minute, then ask again."),
        "too_many_login_attempts": _("That was several wrong attempts. Wait five minutes, then start again."),
        "unverified_primary_email": _("Your address has to be confirmed first."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """allauth's e-mails, in our words and in the language of who reads them."""
        letter = template_prefix.rsplit("/", 1)[-1]
        language = queries.language_of(email, context.get("user") or self.request.user)
        mail.write(email, language, f"accounts/mail/{letter}.txt", {**context, "email": email})

    def clean_password(self, password: str, user: Any = None) -> str:
        try:
            return super().clean_password(password, user)
        except ValidationError as refused:
            raise ValidationError(
                [ValidationError(REFUSED_PASSWORDS[one.code], one.code) for one in refused.error_list]
            ) from refused

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account")

    def post_login(self, request: HttpRequest, user: Any, *, redirect_url: str | None, **how: Any) -> HttpResponse:
        """To where one was going, in the language one chose."""
        kept = request.session.pop(KEPT_NEXT, None)
        wanted = redirect_url or get_next_redirect_url(request) or kept
        response = super().post_login(request, user, redirect_url=wanted, **how)
        response["Location"] = in_language(response["Location"], user.language)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys, authenticator apps and recovery codes, in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Recovery codes stand in for a passkey or an app: add one of them first."),
        "incorrect_code": _(
            "This did not work. Look at the code again, or wait for the next one: each lives 30 seconds."
        ),
        "unverified_email": _("Confirm your e-mail address first: it is how you get back in when all else is lost."),
    }

    def build_totp_svg(self, url: str) -> str:
        """On a white ground: a camera needs it on a dark page too."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgFillImage).save(drawn)
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return gettext("Passkey %(number)d") % {"number": queries.passkeys_of(user).count() + 1}


class OpenIDAdapter(DefaultSocialAccountAdapter):
    """An account that somebody has at the OpenID Connect server of the settings."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _(
            "There is an account with this address. Sign in to it first, then add %s under “Ways to sign in”."
        ),
        "no_password": _("Choose a password first, then take this away."),
        "no_verified_email": _("Confirm your e-mail address first: otherwise you could not come back."),
        "disconnect_last": _("Choose a password first, then take this away."),
        "connected_other": _("Somebody signs in to another account of this place with it."),
    }

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        person = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(part for part in parts if part) or data.get("username") or ""
        person.name = " ".join(plain(str(name)).split())[:120]
        person.language = (translation.get_language() or "en")[:2]
        return person

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Without a form only when name and address are known; else they are asked."""
        return bool(sociallogin.user.name and sociallogin.user.email)


def keep_or_drop_ways_in(sender: Any, request: HttpRequest, email_address: Any, **_: Any) -> None:
    """An address may have been signed up by somebody whose it is not, with a password that only they know or with
    an account that they have elsewhere. Whoever confirms it in the session that signed up, or knew the password,
    keeps these ways in; whoever confirms it otherwise, with a sign-in code, gets the account without them.
    """
    if request.resolver_match.url_name != "account_email_verification_sent":
        actions.drop_unproved_ways_in(email_address.user, at=timezone.now())


def in_language(address: str, language: str) -> str:
    """The address of the same page in another language; an address without language stays as it is."""
    with translation.override(translation.get_language_from_path(address) or translation.get_language()):
        return translate_url(address, language)
