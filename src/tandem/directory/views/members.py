"""Who acts for an organisation, and for which one acts oneself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.directory import permissions, queries, queue
from tandem.ui.access import fetch, signed_in

DECISIONS_SHOWN = 10


@signed_in
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who acts for it; for its owners also who is invited and who asks."""
    one = fetch(permissions.visible_to(request.user), permissions.can_see_members, request.user, slug=slug)
    manages = permissions.can_manage_members(request.user, one).allowed
    context = {
        "organisation": one,
        "memberships": queries.members(one),
        "manages": manages,
        "reopens": permissions.can_reopen(request.user, one).allowed,
        "invitations": queries.open_invitations(one, timezone.now()) if manages else (),
        "requests": queries.waiting_requests(one) if manages else (),
    }
    return render(request, "directory/members.html", context)


@signed_in
def my_organisations(request: HttpRequest) -> HttpResponse:
    context = {
        "memberships": queries.memberships_of(request.user),
        "requests": queries.join_requests_of(request.user),
        "decisions": [_named(case) for case in queries.named(queries.decisions_about(request.user)[:DECISIONS_SHOWN])],
    }
    return render(request, "directory/my_organisations.html", context)


def _named(case: Any) -> Any:
    case.kind_title = queue.kind(case.kind).title
    return case


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
