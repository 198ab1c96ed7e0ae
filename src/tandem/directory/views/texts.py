"""What an organisation or a solution does, in several languages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.directory import actions, permissions
from tandem.directory.forms import TextForm, here
from tandem.directory.queries import texts
from tandem.domain import iso
from tandem.ui.access import fetch, signed_in


@signed_in
def record_texts(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    one = _record(request, kind, slug)
    language = request.GET.get("language", "")
    language = language if language in iso.LANGUAGES else ""
    speaks = permissions.can_speak_for(request.user, one).allowed
    form = TextForm(request.POST or None, about=one, speaks=speaks, language=language)
    if request.method == "POST" and form.is_valid():
        actions.write_text(one, **form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(f"{kind}_texts", slug=one.slug)
    context = {
        "one": one,
        "kind": kind,
        "form": form,
        "versions": texts.versions(one, here()),
        "speaks": speaks,
    }
    return render(request, "directory/texts.html", context)


@signed_in
@require_POST
def remove_text(request: HttpRequest, kind: str, slug: str, language: str) -> HttpResponse:
    one = _record(request, kind, slug)
    actions.remove_text(one, language, actor=request.user, at=timezone.now())
    messages.success(request, _("Taken away."))
    return redirect(f"{kind}_texts", slug=one.slug)


def _record(request: HttpRequest, kind: str, slug: str) -> Any:
    visible = {"organisation": permissions.visible_to, "solution": permissions.solutions_visible_to}[kind]
    return fetch(visible(request.user), permissions.can_write_texts, request.user, slug=slug)
