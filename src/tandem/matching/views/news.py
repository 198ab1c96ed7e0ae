"""Searches that one keeps, to hear of what is new in them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tandem.matching import actions, permissions, queries
from tandem.matching.forms import SearchNameForm
from tandem.matching.steps import FLOWS
from tandem.ui.access import fetch, signed_in


@signed_in
def searches(request: HttpRequest) -> HttpResponse:
    """The searches one keeps, each to be opened or forgotten."""
    kept = [{"search": one, "query": queries.address_of_search(one)} for one in queries.searches_of(request.user)]
    return render(request, "matching/searches.html", {"kept": kept})


@signed_in
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, kind: str) -> HttpResponse:
    """Keep the list as it is narrowed in the address, under a name."""
    flow = FLOWS[kind]
    visible = queries.newest(permissions.visible_to(request.user, flow.model))
    choices, _found = queries.narrowed(visible, kind, request.GET)
    chosen = {choice["name"]: choice["value"] for choice in choices if choice["value"]}
    words = [label for choice in choices for value, label in choice["options"] if value == choice["value"]]
    title = _("Needs") if kind == "need" else _("Offers")
    form = SearchNameForm(
        request.POST if request.method == "POST" else None, initial={"name": ", ".join([title, *words])[:80]}
    )
    if request.method == "POST" and form.is_valid():
        kept = actions.keep_search(form.cleaned_data["name"], kind, chosen, actor=request.user, at=timezone.now())
        if kept:
            messages.success(request, _("Kept. When something new comes, you read it in one e-mail a week at most."))
        else:
            messages.warning(request, _("You keep twenty searches already: forget one first."))
        return redirect("searches")
    context = {"form": form, "kind": kind, "title": title, "words": words}
    return render(request, "matching/search_keep.html", context)


@signed_in
def forget(request: HttpRequest, number: int) -> HttpResponse:
    search = fetch(queries.searches_of(request.user), pk=number)
    if request.method != "POST":
        raise Http404
    actions.forget_search(search, actor=request.user, at=timezone.now())
    messages.success(request, _("Forgotten."))
    return redirect("searches")
