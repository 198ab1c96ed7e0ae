"""Markdown to HTML: no HTML inside, tables that scroll, links by kind and id turned into addresses."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_INSIDE = re.compile(r"(guide|template|resource|glossary):([a-z0-9-]*)")


def html_of(markdown: str) -> SafeString:
    """A text of `content/` as HTML; what looks like a tag in it is shown as it was typed."""
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        for part in token.children or ():
            if part.type == "link_open":
                _lead(part)
    return mark_safe(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S308 – HTML is off


def address(kind: str, identifier: str) -> str:
    """Where a link inside the site leads: `guide:steps`, `template:choose-crm`, `resource:pix`, `glossary:`."""
    if kind == "guide":
        return reverse("guide_page", args=[identifier])
    if kind == "template":
        return reverse("help_template", args=[identifier])
    page = reverse("resources" if kind == "resource" else "glossary")
    return f"{page}#{identifier}" if identifier else page


def _lead(link: Token) -> None:
    target = str(link.attrGet("href"))
    inside = _INSIDE.fullmatch(target)
    if inside:
        link.attrSet("href", address(inside[1], inside[2]))
    else:
        link.attrSet("rel", "external")


def _table_open(*_: object) -> str:
    return '<div class="scroll"><table class="wide">\n'


def _table_close(*_: object) -> str:
    return "</table></div>\n"


def _heading_of_column(*_: object) -> str:
    return '<th scope="col">'


def _maker() -> MarkdownIt:
    maker = MarkdownIt("commonmark", {"html": False}).enable("table")
    for name, rule in (("table_open", _table_open), ("table_close", _table_close), ("th_open", _heading_of_column)):
        maker.renderer.rules[name] = rule
    return maker


_MARKDOWN = _maker()
