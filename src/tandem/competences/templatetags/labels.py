"""Names of countries, languages, roles … in the language of the page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from tandem.competences.labels import label

register = template.Library()


@register.filter
def label_of(identity: Any, kind: str) -> str:
    """`{{ organisation.country|label_of:"countries" }}`"""
    return label(kind, identity, get_language() or "en")
