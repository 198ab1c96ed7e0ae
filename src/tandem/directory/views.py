"""Pages of the directory."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.competences import queries as competences
from tandem.directory import actions, panels, permissions, queries, search
from tandem.directory.forms import OrganisationForm, OrganisationPageForm, ReportForm, here, page_of_here
from tandem.directory.models import Record
from tandem.directory.queries import facts
from tandem.directory.queries.listing import listing
from tandem.ui.access import fetch, public, signed_in

#: The colours of the two sides; other roles are plain.
SIDES = ("social", "tech")


@public
def organisations(request: HttpRequest) -> HttpResponse:
    shown = listing("organisation", request.user, request.GET, here())
    for row in shown.rows:
        row.shown_roles = _roles(row.roles)
        row.where = facts.where(row, here())
    others = _found_elsewhere("solution", shown.words)
    return render(request, "directory/organisations.html", {"listing": shown, "others": others})


@public
def solutions(request: HttpRequest) -> HttpResponse:
    shown = listing("solution", request.user, request.GET, here())
    others = _found_elsewhere("organisation", shown.words)
    return render(request, "directory/solutions.html", {"listing": shown, "others": others})


@public
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    one = fetch(permissions.visible_to(request.user).select_related("source"), slug=slug)
    projects = list(queries.projects_of(request.user, one))
    for project in projects:
        project.from_where = facts.provenance(project)
    return render(
        request,
        "directory/organisation.html",
        {
            "organisation": one,
            "roles": _roles(one.roles),
            **_facts(one, facts.of_organisation(one, here())),
            "solutions": queries.solutions_of(request.user, one),
            "projects": projects,
            "panels": panels.of(request, one),
            "may_edit": request.user.is_authenticated and permissions.can_edit(request.user, one).allowed,
        },
    )


@public
def solution(request: HttpRequest, slug: str) -> HttpResponse:
    one = fetch(permissions.solutions_visible_to(request.user).select_related("source"), slug=slug)
    return render(
        request,
        "directory/solution.html",
        {
            "solution": one,
            **_facts(one, facts.of_solution(one, here())),
            "goals": facts.goals(one, here()),
            "evidence": facts.said(one.carried_evidence),
        },
    )


@signed_in
def new_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        one = actions.create_organisation(form.cleaned_data, actor=request.user, at=timezone.now())
        request.session["organisation"] = one.pk
        messages.success(request, _("The page of your organisation is open."))
        return redirect("organisation", slug=one.slug)
    return render(request, "directory/organisation_form.html", {"form": form})


@signed_in
def edit_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    one = fetch(permissions.visible_to(request.user), permissions.can_edit, request.user, slug=slug)
    form = OrganisationPageForm(request.POST or None, about=one)
    if request.method == "POST" and form.is_valid():
        actions.edit_organisation(one, form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("Saved. What you changed is marked as written by your organisation."))
        return redirect("organisation", slug=one.slug)
    return render(request, "directory/organisation_form.html", {"form": form, "organisation": one})


@signed_in
def members(request: HttpRequest, slug: str) -> HttpResponse:
    one = fetch(permissions.visible_to(request.user), permissions.can_see_members, request.user, slug=slug)
    return render(request, "directory/members.html", {"organisation": one, "memberships": queries.members(one)})


@signed_in
def my_organisations(request: HttpRequest) -> HttpResponse:
    mine = queries.memberships_of(request.user)
    return render(request, "directory/my_organisations.html", {"memberships": mine})


@require_POST
@signed_in
def switch_organisation(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations from now on."""
    wanted = request.POST.get("organisation", "")
    mine = {str(membership.organisation_id): membership for membership in queries.memberships_of(request.user)}
    if wanted in mine:
        request.session["organisation"] = mine[wanted].organisation_id
        messages.success(request, _("You now act for %(name)s.") % {"name": mine[wanted].organisation.name})
    next_page = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(next_page, allowed_hosts={request.get_host()}):
        return redirect(next_page)
    return redirect("my_organisations")


@public
def report(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST or None, initial={"page": page_of_here(request.GET.get("page", ""))})
    if request.method == "POST" and form.is_valid():
        actions.report_content(**form.cleaned_data, actor=request.user, at=timezone.now())
        request.session["report_has_email"] = bool(form.cleaned_data["email"])
        return redirect("report_sent")
    return render(request, "directory/report.html", {"form": form, "page": page_of_here(form["page"].value() or "")})


@public
def report_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/report_sent.html", {"has_email": request.session.get("report_has_email", False)})


def _facts(one: Record, shown: list[facts.Fact]) -> dict[str, object]:
    """The summary and the facts; said once when all of them come from the same place."""
    summary = facts.provenance(one, "summary")
    places = {summary, *(fact.provenance for fact in shown)}
    return {
        "summary": facts.said(one.summary),
        "summary_provenance": summary,
        "facts": shown,
        "only_provenance": summary if len(places) == 1 else None,
    }


def _roles(roles: list[str]) -> list[dict[str, str]]:
    language = here()
    return [
        {"text": competences.label("roles", role, language), "side": role if role in SIDES else ""} for role in roles
    ]


def _found_elsewhere(kind: str, words: str) -> int:
    """How many of the other kind have these words; nothing is counted without words."""
    try:
        return search.count(kind, words) if words else 0
    except search.IndexMissing:
        return 0
