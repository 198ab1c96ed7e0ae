"""The page of an organisation and that of a solution."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tandem.directory import panels, permissions, queries
from tandem.directory.forms import here
from tandem.directory.models import Organisation, Record
from tandem.directory.queries import facts, texts
from tandem.directory.views.portfolio import supporter_of
from tandem.directory.views.roles import roles_of
from tandem.ui.access import fetch, public


@public
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    other = queries.merged_into(slug)
    if other:
        return redirect("organisation", other.slug)  # not for ever: browsers would not hear that it was undone
    one = fetch(permissions.visible_to(request.user).select_related("source"), slug=slug)
    projects = list(queries.projects_of(request.user, one))
    for project in projects:
        project.from_where = facts.provenance(project)
    return render(
        request,
        "directory/organisation.html",
        {
            "organisation": one,
            "roles": roles_of(one.roles),
            **_facts(one, facts.of_organisation(one, here())),
            "solutions": queries.solutions_of(request.user, one),
            "projects": projects,
            "texts": texts.shown(one, here()),
            "panels": panels.of(request, one),
            "overdue": queries.due(one) if queries.overdue(one, timezone.now()) else None,
            "may_claim": permissions.can_claim(request.user, one).allowed,
            "may_join": request.user.is_authenticated and permissions.can_ask_to_join(request.user, one).allowed,
            "contacts": queries.contacts_shown_to(request.user, one),
            "criteria": [criterion for criterion in facts.criteria_of(one) if criterion.holds],
            "may_take_in": _takes_in(request, one),
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
            "texts": texts.shown(one, here()),
            "may_write_texts": permissions.can_write_texts(request.user, one).allowed,
            **_facts(one, facts.of_solution(one, here())),
            "goals": facts.goals(one, here()),
            "evidence": facts.said(one.carried_evidence),
        },
    )


def _takes_in(request: HttpRequest, one: Organisation) -> bool:
    """Whether somebody of an intermediary may invite it into the portfolio that they look after."""
    supporter = supporter_of(request)
    return bool(supporter) and permissions.can_take_in(request.user, one, supporter, timezone.now()).allowed


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
