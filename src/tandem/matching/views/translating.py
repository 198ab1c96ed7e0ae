"""Needs and offers in further languages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.directory.forms import here
from tandem.directory.queries import texts
from tandem.matching import actions, permissions
from tandem.matching.forms import TranslationForm
from tandem.matching.steps import FLOWS
from tandem.ui.access import fetch, signed_in


@signed_in
def translations(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Every language that it has, and a form for one more."""
    posting = _posting(request, kind, reference)
    form = TranslationForm(request.POST or None, about=posting, language=request.GET.get("language", ""))
    if request.method == "POST" and form.is_valid():
        actions.translate(posting, **form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("translations", kind, reference)
    versions = texts.versions(posting, here())
    context = {"flow": FLOWS[kind], "posting": posting, "form": form, "versions": versions}
    return render(request, "matching/translations.html", context)


@signed_in
@require_POST
def take_away(request: HttpRequest, kind: str, reference: str, language: str) -> HttpResponse:
    posting = _posting(request, kind, reference)
    actions.take_translation_away(posting, language, actor=request.user, at=timezone.now())
    messages.success(request, _("Taken away."))
    return redirect("translations", kind, reference)


def _posting(request: HttpRequest, kind: str, reference: str) -> Any:
    """One that is written already: a draft says its words in one language first."""
    visible = permissions.visible_to(request.user, FLOWS[kind].model).exclude(title="").exclude(language="")
    return fetch(visible, permissions.can_write, request.user, reference=reference)
