"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from tandem.ui import catalogues, languages, menu


def page(request: HttpRequest) -> dict[str, Any]:
    here = get_language()
    return {
        "demo": settings.DEMO,
        "top_menu": menu.entries(request),
        "foot_menu": menu.entries(request, foot=True),
        "help_name": settings.HELP_NAME,
        "help_email": settings.HELP_EMAIL,
        "operator": settings.OPERATOR,
        "site_address": settings.ADDRESS,
        "other_languages": [
            {"code": code, "name": name, "url": translate_url(request.get_full_path(), code)}
            for code, name in settings.LANGUAGES
            if code != here
        ],
        "spoken": spoken(request, here or languages.SOURCE),
    }


def spoken(request: HttpRequest, language: str) -> dict[str, Any]:
    """What the main part of a page is written in, and whether a sentence of it may be missing in `language`."""
    room = _room_of(request)
    share = catalogues.share(language, room) if room else 1
    return {
        "unfinished": share < catalogues.FINISHED,
        "language": languages.SOURCE if share < catalogues.MOSTLY else language,
    }


def _room_of(request: HttpRequest) -> str:
    """The room whose view answers; empty for a page of an address that does not exist, or of a library's view."""
    found = getattr(request, "resolver_match", None)
    module = getattr(found.func, "__module__", "") if found else ""
    return module.split(".")[1] if module.startswith("tandem.") else ""
