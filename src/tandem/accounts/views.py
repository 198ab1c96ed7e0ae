"""One's own account; and what Tandem adds to allauth's pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import EmailView
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as openid
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django.views.generic.edit import FormView
from requests import RequestException

from tandem.accounts import actions, addresses, personal_data, queries
from tandem.accounts.adapter import KEPT_NEXT, Adapter
from tandem.accounts.forms import ChangeEmailForm, DetailsForm, LeaveForm, LettersForm, PresentAddressForm
from tandem.ui.access import public, signed_in


def keeping_next(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Remember where a visitor was going, whatever happens until they have signed in: a wrong code,
    another language, a forgotten password, an account that they had already."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        following = get_next_redirect_url(request)
        if following and not request.user.is_authenticated:
            request.session[KEPT_NEXT] = following
        return view(request, *args, **kwargs)

    return kept


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@signed_in
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/account.html")


@signed_in
@never_cache
def details(request: HttpRequest) -> HttpResponse:
    """Change one's name and language."""
    person = request.user
    form = DetailsForm(_sent(request), initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        actions.change_details(person, **form.cleaned_data, actor=person, at=timezone.now())
        with translation.override(person.language):
            messages.success(request, translation.gettext("Saved."))
            return redirect("account")
    return render(request, "accounts/details.html", {"form": form})


@signed_in
def first_password(request: HttpRequest) -> HttpResponse:
    """Who has no password gets one like who forgot it: with a code, since nothing else proves that it is them."""
    return redirect(f"{reverse('account_reset_password')}?{request.GET.urlencode()}")


@signed_in
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    """Choose which e-mails one gets."""
    person = request.user
    form = LettersForm(_sent(request), initial={"letters": "yes" if person.letters else "no"})
    if request.method == "POST" and form.is_valid():
        actions.choose_letters(person, form.cleaned_data["letters"], actor=person, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("account")
    return render(request, "accounts/letters.html", {"form": form})


@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def stop_letters(request: HttpRequest, key: str) -> HttpResponse:
    """Stop the e-mails that one can refuse, by the link in each of them, without signing in. Reading the page changes
    nothing; the press of its button and that of a mail program (RFC 8058) both do."""
    person = queries.person_who_stops(key)
    if person is None:
        return render(request, "accounts/letters_stop.html", {"person": None}, status=410)
    if request.method == "POST" and person.letters:
        actions.choose_letters(person, False, actor=person, at=timezone.now())
    return render(request, "accounts/letters_stop.html", {"person": person})


class ChangeAddress(EmailView):
    """A new address takes two codes: one from the present address, then one from the new."""

    def form_valid(self, form: Any) -> HttpResponse:
        return _ask_present_address(self.request, form.cleaned_data["email"])


change_address = signed_in(never_cache(ChangeAddress.as_view()))


@reauthentication_required
def _ask_present_address(request: HttpRequest, new: str) -> HttpResponse:
    if not addresses.ask(request, new):
        messages.error(request, Adapter.error_messages["rate_limited"])
    return redirect("account_email_present")


@signed_in
@never_cache
def present_address(request: HttpRequest) -> HttpResponse:
    """The first of the two codes; when it is right, the second goes to the new address."""
    change = addresses.waiting(request)
    if change is None:
        return redirect("account_email")
    if request.POST.get("action") == "resend":
        asked = addresses.ask(request, change["new"])
        messages.info(request, ANOTHER_CODE if asked else Adapter.error_messages["rate_limited"])
        return redirect("account_email_present")
    form = PresentAddressForm(_sent(request), code=change["code"])
    if request.method == "POST":
        if form.is_valid():
            addresses.forget(request)
            return _ask_new_address(request, change["new"])
        if not addresses.another_try(request):
            messages.error(request, _("That was three wrong codes. Start again, and you get another one."))
            return redirect("account_email")
    context = {
        "form": form,
        "verify_form": form,
        "email": request.user.email,
        "new": change["new"],
        "can_resend": True,
    }
    return render(request, "account/confirm_present_address.html", context)


ANOTHER_CODE = _("Another code is on its way: only the latest one works.")


def _ask_new_address(request: HttpRequest, new: str) -> HttpResponse:
    form = ChangeEmailForm(data={"email": new}, user=request.user)
    if not form.is_valid():  # meanwhile it became the present one
        return redirect("account_email")
    form.save(request)
    return redirect("account_email_verification_sent")


@signed_in
@never_cache
def ways_in(request: HttpRequest) -> HttpResponse:
    """Passkeys, authenticator app, recovery codes and accounts elsewhere."""
    context = {"ways": queries.ways_in(request.user), "openid_name": settings.OPENID_NAME}
    return render(request, "mfa/index.html", context)


class AddPasskey(webauthn.AddWebAuthnView):
    """What the browser needs to speak to the device is in an attribute of the form: no inline script."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = FormView.get_context_data(self, **kwargs)
        return {**context, "options": json.dumps(webauthn.auth.begin_registration(self.request.user, True))}


class ConfirmWithPasskey(webauthn.ReauthenticateWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "options": json.dumps(context["js_data"]["request_options"])}


class SecondFactor(mfa.AuthenticateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        person = self.stage.login.user
        return {
            **context,
            "options": json.dumps(context["js_data"]["request_options"]),
            "ways": queries.ways_in(person),
        }


second_factor = public(never_cache(SecondFactor.as_view()))
add_passkey = signed_in(never_cache(AddPasskey.as_view()))
confirm_with_passkey = signed_in(never_cache(ConfirmWithPasskey.as_view()))
rename_passkey = signed_in(webauthn.EditWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")))
remove_passkey = signed_in(webauthn.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")))


def with_openid(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Exists where an OpenID Connect server is named in the settings."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.OPENID_SERVER:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@public
@never_cache
def openid_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the other server; when it does not answer, one is told and keeps every other way in."""
    try:
        return openid_connect.login(request, provider_id)
    except RequestException:
        return redirect("socialaccount_login_error")


openid_callback = public(never_cache(openid_connect.callback))
elsewhere = signed_in(with_openid(never_cache(openid.connections)))


@signed_in
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; end one of them, or all but this one."""
    if request.method == "POST":
        which = request.POST.get("session", "")
        ended = actions.end_sessions(
            request.user,
            here=request.session.session_key,
            only=int(which) if which.isdecimal() else None,
            at=timezone.now(),
        )
        said = ngettext("Signed out in %(count)d place.", "Signed out in %(count)d places.", ended) % {"count": ended}
        messages.success(request, said)
        return redirect("account_sessions")
    actions.note_session(request)
    found = queries.sessions_of(request.user, request.session.session_key)
    return render(request, "accounts/sessions.html", {"sessions": found})


@signed_in
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """All that is kept about oneself, to take away."""
    now = timezone.now()
    kept = personal_data.export(request.user, now)
    return JsonResponse(
        kept,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="tandem-{now:%Y-%m-%d}.json"'},
    )


@signed_in
@never_cache
@reauthentication_required
def leave(request: HttpRequest) -> HttpResponse:
    """Erase one's account, after reading what goes and what stays."""
    obstacles = personal_data.obstacles(request.user)
    form = LeaveForm(_sent(request))
    if request.method == "POST" and not obstacles and form.is_valid():
        actions.erase(request.user, at=timezone.now())
        logout(request)
        messages.success(request, _("Your account is erased. All the best!"))
        return redirect("home")
    lines = personal_data.kept()
    context = {
        "form": form,
        "obstacles": obstacles,
        "deleted": [line for line in lines if line.when_leaving == personal_data.DELETED],
        "unnamed": [line for line in lines if line.when_leaving == personal_data.UNNAMED],
    }
    return render(request, "accounts/leave.html", context)
