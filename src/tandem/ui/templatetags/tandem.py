"""The tags that templates use everywhere: components, sentences of the domain, addresses with filters."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_decimal
from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from tandem.domain.messages import Message
from tandem.ui import dates, terms
from tandem.ui.components import contract

register = template.Library()


@register.simple_tag
def component(piece: str, **parameters: Any) -> SafeString:
    """`{% component "tag" text="…" side="tech" %}`: a piece of `ui/components`, its parameters checked."""
    described = contract(piece)
    described.check(parameters)
    blank = dict.fromkeys(described.parameters)
    return render_to_string(f"ui/components/{piece}/template.html", {**blank, **parameters})


@register.simple_tag
def example(name: str, parameters: dict[str, Any]) -> SafeString:
    """A component with the parameters of one of its examples: for the page that shows them all."""
    contract(name).check(parameters)
    return render_to_string(f"ui/components/{name}/template.html", parameters)


@register.filter(expects_localtime=True)
def date(value: Any, form: str | None = None) -> str:
    """Django's own, as people write it: "1er décembre" in French."""
    return dates.date_filter(value, form)


@register.filter
def said(message: Any) -> str:
    """A sentence of the domain in the language of the page."""
    return message.render(gettext) if isinstance(message, Message) else str(message)


@register.filter
def grouped(number: int) -> str:
    """A large number as it is written in the language of the page.

    >>> grouped(3227)  # on an English page
    '3,227'
    """
    return str(format_decimal(number, locale=(get_language() or "en")[:2]))


@register.filter
def in_language(texts: dict[str, Any] | None, language: str | None = None) -> Any:
    """Of `{language: text}` the page's language; else English, else French, else whatever there is."""
    if not texts:
        return ""
    for code in (language or (get_language() or "en")[:2], "en", "fr"):
        if texts.get(code):
            return texts[code]
    return next(iter(texts.values()))


@register.filter
def language_shown(texts: dict[str, Any] | None) -> str:
    """The language of what `in_language` shows, for the `lang` attribute; empty when nobody said it.

    A text that is the same in several languages is read in the page's own.
    """
    shown, here = in_language(texts), (get_language() or "en")[:2]
    same = [code for code, text in (texts or {}).items() if text == shown]
    code = here if here in same else next(iter(same), "")
    return "" if code == "und" else code


@register.simple_tag
def terms_in(text: str, reader: str = "both") -> SafeString:
    """The glossary's words that stand in `text`, each in a disclosure; nothing when there are none."""
    words = terms.found_in(text, reader, (get_language() or "en")[:2])
    return render_to_string("ui/terms.html", {"words": words})


@register.simple_tag
def text_of(texts: dict[str, Any] | None) -> SafeString:
    """`{language: text}` as it is shown here, marked with its language when it is not the page's."""
    language = language_shown(texts)
    if not language or language == (get_language() or "en")[:2]:
        return format_html("{}", in_language(texts))
    return format_html('<span lang="{}">{}</span>', language, in_language(texts))
