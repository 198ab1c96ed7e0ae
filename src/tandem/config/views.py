"""The home page, the pages that each installation owes, the pages of the demonstration, and errors."""

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string

from tandem.accounts import personal_data
from tandem.config import demonstration
from tandem.directory import queries as directory
from tandem.domain.messages import Message, gettext_noop
from tandem.matching import queries as matching
from tandem.ui.access import demonstration_only, public


@public
def home(request: HttpRequest) -> HttpResponse:
    context = {"figures": directory.figures(), "needs": matching.asked_lately(), "example": matching.example()}
    return render(request, "config/home.html", context)


@public
def legal(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "config/legal.html",
        {"operator_address": settings.OPERATOR_ADDRESS, "hosted_by": settings.HOSTED_BY},
    )


@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "config/privacy.html", {"kept": personal_data.kept()})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "config/accessibility.html")


@public
def ecodesign(request: HttpRequest) -> HttpResponse:
    return render(request, "config/ecodesign.html")


@demonstration_only
def demo_people(request: HttpRequest) -> HttpResponse:
    """Enter as one of the invented people, in one click."""
    if request.method == "POST":
        person = get_object_or_404(get_user_model(), pk=request.POST.get("person"), email__endswith="@example.org")
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect("home")
    return render(request, "config/demo_people.html", {"people": directory.people_of_the_demonstration()})


@demonstration_only
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """The e-mails that a real place would have sent: the demonstration keeps them in a folder."""
    return render(request, "config/demo_mailbox.html", {"letters": demonstration.letters()})


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    reason = getattr(exception, "reason", Message(gettext_noop("This page is not open to you.")))
    return render(request, "config/403.html", {"reason": reason}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page was opened before signing in or out elsewhere, or without cookies."""
    said = Message(gettext_noop("This form waited too long. Go back, load the page again, then send it once more."))
    return render(request, "config/403.html", {"reason": said}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "config/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Shown when everything may be broken: no database, no session, no context."""
    return HttpResponse(render_to_string("config/500.html", {"help_email": settings.HELP_EMAIL}), status=500)
