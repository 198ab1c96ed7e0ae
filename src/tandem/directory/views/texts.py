"""What an organisation does, in several languages."""

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
def organisation_texts(request: HttpRequest, slug: str) -> HttpResponse:
    one = fetch(permissions.visible_to(request.user), permissions.can_edit, request.user, slug=slug)
    language = request.GET.get("language", "")
    language = language if language in iso.LANGUAGES else ""
    form = TextForm(request.POST or None, about=one, language=language)
    if request.method == "POST" and form.is_valid():
        actions.write_text(one, **form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("organisation_texts", slug=one.slug)
    context = {"organisation": one, "form": form, "versions": texts.versions(one, here()), "language": language}
    return render(request, "directory/texts.html", context)


@signed_in
@require_POST
def remove_text(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    one = fetch(permissions.visible_to(request.user), permissions.can_edit, request.user, slug=slug)
    actions.remove_text(one, language, actor=request.user, at=timezone.now())
    messages.success(request, _("Taken away."))
    return redirect("organisation_texts", slug=one.slug)
