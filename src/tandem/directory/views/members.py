"""Who acts for an organisation, and for which one acts oneself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.directory import permissions, queries
from tandem.ui.access import fetch, signed_in


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
