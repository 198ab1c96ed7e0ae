"""Accompanying organisations: the supporter's portfolio, and who accompanies an organisation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.directory import actions, panels, permissions, queries
from tandem.directory.forms import SCOPE_WORDS, ConsentForm, SayNoForm, TakeInForm
from tandem.directory.models import Accompaniment, Organisation
from tandem.domain.decision import refused
from tandem.domain.messages import gettext_noop
from tandem.ui.access import fetch, require, signed_in
from tandem.ui.pages import pages_of

PER_PAGE = 20


def supporter_of(request: HttpRequest) -> Organisation | None:
    """The intermediary for which one looks: the one asked for, else the one that one acts for, else the first."""
    houses = permissions.intermediaries_of(request.user)
    asked = next((one for one in houses if one.slug == request.GET.get("of")), None)
    current = request.organisation.pk if houses and request.organisation else None
    return asked or next((one for one in houses if one.pk == current), next(iter(houses), None))


@signed_in
def portfolio(request: HttpRequest) -> HttpResponse:
    """Where each organisation stands, as far as it agreed to show it; who was invited; who could be."""
    supporter = supporter_of(request)
    if supporter is None:
        require(refused(gettext_noop("Only members of an intermediary organisation keep a portfolio.")))
    assert supporter is not None
    words = request.GET.get("q", "").strip()
    agreed = queries.in_portfolio(supporter, permissions.consents_in_force())
    page = Paginator(agreed, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    standings = panels.of_portfolio(request, rows)
    for one in rows:
        one.standings = standings.get(one.pk, [])
    context = {
        "supporter": supporter,
        "others": [one for one in permissions.intermediaries_of(request.user) if one.pk != supporter.pk],
        "rows": rows,
        "page": page,
        "pages": pages_of(request, page),
        "invited": queries.invited_by(supporter),
        "left": queries.left(supporter)[: queries.ENDED_SHOWN],
        "words": words,
        "found": queries.to_take_in(words, supporter) if words else [],
        "may_write": permissions.writes_for(request.user, supporter),
    }
    return render(request, "directory/portfolio.html", context)


def _own(request: HttpRequest, reference: str) -> Accompaniment:
    """What one's intermediary asked or was granted."""
    rows = permissions.portfolio_visible_to(request.user).select_related("supporter", "organisation", "agreed_by")
    return fetch(rows, reference=reference)


@signed_in
def accompanied(request: HttpRequest, reference: str) -> HttpResponse:
    """One organisation of the portfolio: to what it agreed, and where it stands."""
    one = _own(request, reference)
    holds = permissions.consents_in_force().filter(pk=one.pk).exists()
    one.standings = panels.of_portfolio(request, [one]).get(one.pk, []) if holds else []
    context = {
        "one": one,
        "holds": holds,
        "scopes": _scopes(one),
        "may_write": permissions.can_give_up(request.user, one).allowed,
    }
    return render(request, "directory/accompanied.html", context)


@require_POST
@signed_in
def give_up(request: HttpRequest, reference: str) -> HttpResponse:
    one = _own(request, reference)
    require(permissions.can_give_up(request.user, one))
    actions.give_up(one, actor=request.user, at=timezone.now())
    messages.success(request, _("Ended. %(name)s gets an e-mail.") % {"name": one.organisation.name})
    return redirect("portfolio")


@signed_in
def take_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite this organisation into the portfolio."""
    one = fetch(permissions.visible_to(request.user), slug=slug)
    supporter = supporter_of(request)
    require(permissions.can_take_in(request.user, one, supporter, timezone.now()))
    assert supporter is not None
    form = TakeInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.take_in(one, supporter, form.cleaned_data["message"], actor=request.user, at=timezone.now())
        messages.success(request, _("%(name)s has your invitation. Its owners decide.") % {"name": one.name})
        return redirect("portfolio")
    context = {"organisation": one, "supporter": supporter, "form": form, "words": list(SCOPE_WORDS.values())}
    return render(request, "directory/portfolio_invite.html", context)


@signed_in
def supporters(request: HttpRequest, slug: str) -> HttpResponse:
    """Who accompanies an organisation, to what it agreed and until when; for its members."""
    one = fetch(permissions.visible_to(request.user), permissions.can_see_members, request.user, slug=slug)
    rows = list(queries.accompaniments_of(one))
    holding = set(permissions.consents_in_force().filter(organisation=one).values_list("pk", flat=True))
    for row in rows:
        row.scopes = [words for words, granted in _scopes(row) if granted]
    context = {
        "organisation": one,
        "waiting": [row for row in rows if row.state == Accompaniment.State.INVITED],
        "holding": [row for row in rows if row.pk in holding],
        "ended": [row for row in rows if row.ended_at],
        "manages": permissions.can_manage_members(request.user, one).allowed,
    }
    return render(request, "directory/supporters.html", context)


def _asked(request: HttpRequest, slug: str, reference: str) -> Accompaniment:
    """An open invitation or agreement of one's organisation, for its owners."""
    rows = permissions.supporters_visible_to(request.user).filter(organisation__slug=slug)
    rows = rows.select_related("supporter", "organisation", "invited_by")
    return fetch(rows, permissions.can_agree, request.user, reference=reference)


@signed_in
def supporter(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Answer an invitation, or change what was agreed."""
    one = _asked(request, slug, reference)
    if one.state not in permissions.OPEN:
        return redirect("supporters", slug)
    form = ConsentForm(request.POST if request.method == "POST" else None, about=one)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.agree(one, said["scopes"], said["months"], actor=request.user, at=timezone.now())
        messages.success(request, _("Saved. %(name)s gets an e-mail.") % {"name": one.supporter.name})
        return redirect("supporters", slug)
    context = {"organisation": one.organisation, "one": one, "form": form, "no": SayNoForm()}
    return render(request, "directory/supporter.html", context)


@require_POST
@signed_in
def decline(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    one = _asked(request, slug, reference)
    form = SayNoForm(request.POST)
    if not form.is_valid():
        context = {"organisation": one.organisation, "one": one, "form": ConsentForm(about=one), "no": form}
        return render(request, "directory/supporter.html", context)
    actions.decline(one, form.cleaned_data["reason"], actor=request.user, at=timezone.now())
    messages.success(request, _("%(name)s reads your answer.") % {"name": one.supporter.name})
    return redirect("supporters", slug)


@require_POST
@signed_in
def end(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One click, at any time."""
    one = _asked(request, slug, reference)
    actions.end(one, actor=request.user, at=timezone.now())
    messages.success(request, _("Ended: %(name)s sees nothing of you any more.") % {"name": one.supporter.name})
    return redirect("supporters", slug)


def _scopes(one: Accompaniment) -> list[tuple[Any, bool]]:
    return [(SCOPE_WORDS[scope], getattr(one, scope)) for scope in permissions.SCOPES]
