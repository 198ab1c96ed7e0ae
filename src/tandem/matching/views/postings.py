"""Lists and pages of needs and offers, with the explained ranking for their owners."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tandem.diagnosis import queries as diagnosis
from tandem.directory.forms import here
from tandem.directory.queries import texts
from tandem.matching import actions, permissions, queries
from tandem.matching.models import Posting
from tandem.matching.steps import FLOWS
from tandem.ui.access import fetch, public, require, signed_in
from tandem.ui.pages import pages_of

PER_PAGE = 20
#: The newest kept rankings that the page of a posting leads to.
KEPT_SHOWN = 20


@public
def listing(request: HttpRequest, kind: str) -> HttpResponse:
    """Published needs or offers, newest first, narrowed by kind of help, language and country."""
    flow = FLOWS[kind]
    visible = queries.newest(permissions.visible_to(request.user, flow.model))
    choices, visible = queries.narrowed(visible, flow.kind, request.GET)
    page = Paginator(visible, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "flow": flow,
        "page": page,
        "pages": pages_of(request, page),
        "choices": choices,
        "narrowed": any(choice["value"] for choice in choices),
        "hidden": 0 if request.user.is_authenticated else queries.hidden_from_visitors(flow.model),
    }
    return render(request, "matching/list.html", context)


@public
def posting(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """A need or an offer. Its owners see what fits it and why; others, how it fits what they published."""
    flow = FLOWS[kind]
    visible = permissions.visible_to(request.user, flow.model).select_related("organisation")
    shown = fetch(visible, reference=reference)
    if shown.state == Posting.State.DRAFT:
        return redirect("draft_check", kind, reference)
    owner = request.user.is_authenticated and permissions.can_write(request.user, shown).allowed
    member = request.user.is_authenticated and queries.belongs_to(request.user, shown)
    context: dict[str, Any] = {
        "flow": flow,
        "posting": shown,
        "owner": owner,
        "named": member or shown.visibility != Posting.Visibility.UNNAMED,
        "prepared": diagnosis.prepared_on(shown.organisation) if kind == "offer" else None,
        "texts": texts.shown(shown, here()),
        "supports": shown.state == Posting.State.PUBLISHED
        and not member
        and bool(permissions.intermediaries_of(request.user)),
        "member": member,
        "authors": queries.authors_of(shown) if kind == "need" else [],
        "asked_to_share": kind == "need" and owner and queries.open_question(shown),
        "answers": [
            {"step": step, "answer": queries.said_in(shown, step.name)}
            for step in flow.steps
            if step.name not in ("problem", "text", "title", "audience") and step.asked(shown)
        ],
    }
    if owner and shown.state == Posting.State.PUBLISHED:
        context |= _ranking(request, kind, shown)
    elif request.user.is_authenticated and not member:
        context["own"] = queries.own_matches(request.user, shown)
    return render(request, "matching/posting.html", context)


def _ranking(request: HttpRequest, kind: str, shown: Any) -> dict[str, Any]:
    relaxed = [gate for gate in request.GET.getlist("relax") if gate in queries.GATES]
    rank = queries.ranked_offers if kind == "need" else queries.ranked_needs
    return {
        "ranked": rank(shown, relaxed=relaxed),
        "gates": queries.GATES,
        "under_way": queries.open_by_counterpart(shown),
        "kept": queries.kept_of(shown)[:KEPT_SHOWN],
        "responsiveness": queries.responsiveness_of(shown) if kind == "offer" else None,
        "round": queries.open_round(shown) if kind == "need" else None,
    }


@signed_in
def published(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Said once it is published: what happens next."""
    flow = FLOWS[kind]
    shown = fetch(permissions.visible_to(request.user, flow.model), reference=reference)
    require(permissions.can_write(request.user, shown))
    ranked = (queries.ranked_offers if kind == "need" else queries.ranked_needs)(shown)
    return render(request, "matching/published.html", {"flow": flow, "posting": shown, "ranked": ranked})


@signed_in
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Take it off the lists, after one question."""
    flow = FLOWS[kind]
    visible = permissions.visible_to(request.user, flow.model)
    shown = fetch(visible, permissions.can_write, request.user, reference=reference)
    if request.method == "POST":
        actions.close(shown, actor=request.user, at=timezone.now())
        messages.success(request, _("It is no longer on the lists."))
        return redirect("mine")
    return render(request, "matching/close.html", {"flow": flow, "posting": shown})


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """One's own place: what waits for me, what I am writing, what I published."""
    return render(request, "matching/mine.html", queries.own_place(request.user, request.session.get("drafts", [])))
