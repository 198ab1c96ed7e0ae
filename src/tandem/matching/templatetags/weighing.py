"""What the pages about weighing show of criteria, fields and differences."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tandem.domain import matching as engine
from tandem.matching.queries import said
from tandem.matching.queries.trial import Tried
from tandem.ui.templatetags.tandem import in_language

register = template.Library()


@register.filter
def criterion_named(row: Any) -> str:
    return said(engine.CRITERION_LABELS[row["name"]])


@register.filter
def figure(value: float | None) -> str:
    """A weight or a prior with no more digits than it has; a dash where the side has no such criterion."""
    return "–" if value is None else number_format(f"{value:.6f}".rstrip("0").rstrip("."))


@register.filter
def fields_of(row: Any) -> list[Any]:
    return [row["weight"], row["prior"]]


@register.simple_tag
def figure_field(field: Any, side: str, name: str, column: str) -> SafeString:
    """The field of a cell, named by the heads of its row and column."""
    attributes = {"aria-labelledby": f"{side}-{name} {side}-{column}"}
    if field.errors:
        attributes |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}_error"}
    return field.as_widget(attrs=attributes)


@register.filter
def lines_of(tried: Tried) -> list[str]:
    """A difference in words, a line each: who comes in, who goes out, who changes place, which gate does otherwise."""
    change, titles = (
        tried.difference,
        {reference: in_language(offer.titles) for reference, offer in tried.offers.items()},
    )
    lines = [
        _("“%(title)s” comes in, at place %(place)s") % {"title": titles[offer], "place": place}
        for offer, place in change.entered.items()
    ]
    lines += [
        _("“%(title)s” goes out of the first ten; it was at place %(place)s") % {"title": titles[offer], "place": place}
        for offer, place in change.left.items()
    ]
    lines += [
        _("“%(title)s” goes from place %(before)s to place %(after)s")
        % {"title": titles[one.offer], "before": one.before, "after": one.after}
        for one in change.moved
    ]
    lines += [
        _("the condition “%(gate)s” removes %(after)s instead of %(before)s")
        % {"gate": said(engine.GATE_LABELS[gate]), "before": before, "after": after}
        for gate, (before, after) in change.gates.items()
    ]
    return lines


@register.inclusion_tag("matching/kept_result.html", takes_context=True)
def kept_result(
    context: template.Context, pair: tuple[Any, Any], level: int, is_open: bool, place: int | None = None
) -> dict[str, Any]:
    """One result of a kept ranking, with every part; its posting is None when it is no longer here."""
    posting, result = pair
    return {
        "posting": posting,
        "result": result,
        "level": level,
        "open": is_open,
        "place": place,
        "side": "tech" if result.viewer == "need" else "social",
        "LANGUAGE_CODE": context.get("LANGUAGE_CODE", ""),
    }
