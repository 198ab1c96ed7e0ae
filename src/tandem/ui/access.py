"""Who may open a page. Every view declares one rule; a test walks all addresses and fails on one that does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from tandem.domain.decision import Decision
from tandem.domain.messages import Message

View = Callable[..., HttpResponse]
M = TypeVar("M", bound=Model)


def public(view: View) -> View:
    """Anybody may open this page; what it shows is still filtered by `visible_to`."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Only somebody signed in; others are asked to sign in and come back here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return guarded


def demonstration_only(view: View) -> View:
    """Exists in the demonstration; elsewhere the address is unknown."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from django.conf import settings

        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.access = "demonstration only"  # type: ignore[attr-defined]
    return guarded


class Refused(PermissionDenied):
    """A refusal with its reason, shown on the page of error 403."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def fetch(visible: QuerySet[M], may: Callable[[Any, M], Decision] | None = None, user: Any = None, **which: Any) -> M:
    """The one object that `which` names among those `visible`: 404 to who may not see it, 403 with a reason
    to who sees it but may not do this."""
    found = visible.filter(**which).first()
    if found is None:
        raise Http404
    if may is not None:
        require(may(user, found))
    return found


def require(decision: Decision) -> None:
    """Go on when `decision` allows it; else leave with its reason."""
    if not decision.allowed:
        assert decision.reason is not None
        raise Refused(decision.reason)
