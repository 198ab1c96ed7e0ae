"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from tandem.ui import menu


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
            {"code": code, "name": OWN_NAMES[code], "url": translate_url(request.get_full_path(), code)}
            for code, _ in settings.LANGUAGES
            if code != here
        ],
    }


OWN_NAMES = {"fr": "Français", "en": "English"}
