"""One's own account; and what Tandem adds to allauth's pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from tandem.accounts import actions, personal_data
from tandem.accounts.adapter import KEPT_NEXT
from tandem.accounts.forms import DetailsForm, LettersForm
from tandem.ui.access import signed_in


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
