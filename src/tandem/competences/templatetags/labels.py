"""Names of countries, languages, roles … in the language of the page."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tandem.competences.labels import label
from tandem.ui.templatetags.tandem import component

register = template.Library()


@register.filter
def label_of(identity: Any, kind: str) -> str:
    """`{{ organisation.country|label_of:"countries" }}`"""
    return label(kind, identity, get_language() or "en")


@register.simple_tag
def role_tag(role: str) -> SafeString:
    """A role as a tag, in the colour of its side when it has one."""
    side = role if role in ("social", "tech") else None
    return component("tag", text=label_of(role, "roles"), side=side)
