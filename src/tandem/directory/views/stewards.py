"""The queue of stewards, their log, blocks and notices."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.directory import actions, permissions, queries, queue
from tandem.directory.forms import AnnouncementForm, BlockForm, DecisionForm, ReasonForm, SolutionForm, TwinsForm, here
from tandem.ui.access import fetch, require, signed_in
from tandem.ui.pages import pages_of

PER_PAGE = 30


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _named(case: Any) -> Any:
    """The case with the words of its kind."""
    case.kind_title = queue.kind(case.kind).title
    case.choice = queue.kind(case.kind).choice(case.decision) if case.decision else None
    return case


@signed_in
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a decision, the most urgent first."""
    require(permissions.can_steward(request.user))
    chosen = request.GET.get("kind", "")
    how_many = queries.waiting_by_kind()
    kinds = [(kind, how_many[kind.name]) for kind in queue.kinds() if kind.name in how_many]
    page = Paginator(queries.waiting(chosen if chosen in how_many else ""), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cases": [_named(case) for case in queries.named(page)],
        "kinds": kinds,
        "chosen": chosen,
        "total": sum(how_many.values()),
        "now": timezone.now(),
        "pages": pages_of(request, page),
    }
    return render(request, "directory/steward/queue.html", context)


@signed_in
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: what it is about, the decision, what was done before."""
    require(permissions.can_steward(request.user))
    (one,) = queries.named([fetch(queries.cases(), reference=reference)])
    kind = queue.kind(one.kind)
    waits = one.state == one.State.WAITING
    if "undo" in request.POST if waits else "decision" in request.POST:
        messages.warning(request, _("It has been decided or undone meanwhile. Read what was done, then go on."))
        return redirect("steward_case", one.reference)
    form = DecisionForm(_sent(request), kind=kind) if waits else ReasonForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        if waits:
            actions.decide(one, **form.cleaned_data, actor=request.user, at=timezone.now())
            messages.success(request, _("Decided. Who is concerned gets the reason by e-mail."))
            return redirect("steward")
        actions.undo(one, form.cleaned_data["reason"], actor=request.user, at=timezone.now())
        messages.success(request, _("Undone. It waits for a decision again."))
        return redirect("steward_case", one.reference)
    acts = [_with_choice(act, kind) for act in queries.acts_of(one)]
    context = {"case": _named(one), "kind": kind, "form": form, "waits": waits, "acts": acts, **kind.details(one)}
    return render(request, "directory/steward/case.html", context)


def _with_choice(act: Any, kind: queue.Kind) -> Any:
    act.choice = kind.choice(act.decision) if act.decision else None
    return act


@signed_in
def log(request: HttpRequest) -> HttpResponse:
    require(permissions.can_steward(request.user))
    page = Paginator(queries.log(), PER_PAGE).get_page(request.GET.get("page"))
    acts = [_with_choice(act, queue.kind(act.case.kind)) if act.case else act for act in queries.with_people(page)]
    queries.named(act.case for act in acts if act.case)
    for act in acts:
        act.kind_title = queue.kind(act.case.kind).title if act.case else ""
    return render(request, "directory/steward/log.html", {"acts": acts, "pages": pages_of(request, page)})


@signed_in
def blocks(request: HttpRequest) -> HttpResponse:
    require(permissions.can_steward(request.user))
    page = Paginator(queries.blocks(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"blocks": page.object_list, "today": timezone.localdate(), "pages": pages_of(request, page)}
    return render(request, "directory/steward/blocks.html", context)


@signed_in
def new_block(request: HttpRequest) -> HttpResponse:
    require(permissions.can_steward(request.user))
    form = BlockForm(_sent(request), initial={"whom": request.GET.get("whom", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.block(
            said["scope"], said["reason"], said["until"], person=form.person, organisation=form.organisation,
            actor=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Blocked. They get the reason and the last day by e-mail."))
        return redirect("steward_blocks")
    return render(request, "directory/steward/block_new.html", {"form": form})


@require_POST
@signed_in
def lift_block(request: HttpRequest, pk: int) -> HttpResponse:
    require(permissions.can_steward(request.user))
    actions.lift_block(fetch(queries.blocks(), pk=pk), actor=request.user, at=timezone.now())
    messages.success(request, _("The block is lifted."))
    return redirect("steward_blocks")


@signed_in
def new_twins(request: HttpRequest) -> HttpResponse:
    """Say that two records are one organisation: the case opens, and is decided on its page."""
    require(permissions.can_steward(request.user))
    form = TwinsForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        pair = form.cleaned_data["first"], form.cleaned_data["second"]
        twins = actions.suggest_twins(*pair, actor=request.user, at=timezone.now())
        return redirect("steward_case", twins.case.reference)
    return render(request, "directory/steward/twins_new.html", {"form": form})


@signed_in
def announcements(request: HttpRequest) -> HttpResponse:
    require(permissions.can_steward(request.user))
    page = Paginator(queries.all_announcements(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"notices": page.object_list, "now": timezone.now(), "pages": pages_of(request, page)}
    return render(request, "directory/steward/announcements.html", context)


@signed_in
def new_announcement(request: HttpRequest) -> HttpResponse:
    require(permissions.can_steward(request.user))
    today = timezone.localdate()
    form = AnnouncementForm(_sent(request), initial={"first": today, "last": today})
    if request.method == "POST" and form.is_valid():
        actions.announce(form.texts(), *form.moments(), actor=request.user, at=timezone.now())
        messages.success(request, _("Every page shows it from the first day on."))
        return redirect("steward_announcements")
    return render(request, "directory/steward/announcement_new.html", {"form": form})


@require_POST
@signed_in
def withdraw_announcement(request: HttpRequest, pk: int) -> HttpResponse:
    require(permissions.can_steward(request.user))
    notice = fetch(queries.all_announcements(), pk=pk)
    actions.withdraw_announcement(notice, actor=request.user, at=timezone.now())
    messages.success(request, _("No page shows it any more."))
    return redirect("steward_announcements")


@signed_in
def propose_solution(request: HttpRequest) -> HttpResponse:
    """Tell of a solution that others could use; a steward looks at it first."""
    form = SolutionForm(_sent(request), language=here())
    if request.method == "POST" and form.is_valid():
        one = actions.propose_solution(form.answers(), actor=request.user, at=timezone.now())
        messages.success(request, _("Thank you. A steward looks at it; you get the answer by e-mail."))
        return redirect("solution", one.slug)
    return render(request, "directory/solution_form.html", {"form": form})
