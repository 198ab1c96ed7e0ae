"""The answers of a need or an offer, in words: for the page that checks them, and for its own page."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.competences import queries as competences
from tandem.matching.models import Posting
from tandem.ui.dates import date_format


def said_of(posting: Posting, step: str, language: str) -> str:
    """The answer to the question `step`, empty when it was not given."""
    return str(_SAID[step](posting, language) or "") if step in _SAID else ""


def _labels(kind: str, ids: Any, language: str) -> str:
    return ", ".join(competences.label(kind, one, language) for one in ids or [])


def _help(posting: Any, language: str) -> str:
    return _labels("help", [posting.help] if isinstance(posting.help, str) and posting.help else posting.help, language)


def _place(posting: Any, language: str) -> str:
    if posting.remote is None:
        return ""
    where = _("can be done at a distance") if posting.remote else _("on the spot")
    return f"{competences.label('languages', posting.language, language)}, {where}"


def _competences(posting: Any, language: str) -> str:
    pairs = [(one["framework"], one["id"]) for one in posting.competences]
    return ", ".join(competences.competence_labels(pairs, language).values())


def _dates(posting: Any, language: str) -> str:
    first = getattr(posting, "start", None) or getattr(posting, "available_from", None)
    last = getattr(posting, "end", None) or getattr(posting, "available_to", None)
    if first and last:
        return _("from %(first)s to %(last)s") % {"first": date_format(first), "last": date_format(last)}
    if first:
        return _("from %(first)s on") % {"first": date_format(first)}
    return _("until %(last)s") % {"last": date_format(last)} if last else ""


def _budget(need: Any, language: str) -> str:
    if need.budget_eur is None:
        return ""
    return f"{number_format(need.budget_eur, force_grouping=True)}\u202f€" if need.budget_eur else _("no budget")


def _capacity(offer: Any, language: str) -> str:
    requests = _("%(count)s requests at a time") % {"count": offer.max_requests}
    if offer.capacity_hours is None:
        return requests
    return _("%(hours)s hours, %(requests)s") % {
        "hours": number_format(offer.capacity_hours, force_grouping=True),
        "requests": requests,
    }


def _in_kind(offer: Any, language: str) -> str:
    """What there is, in words."""
    if not offer.item:
        return ""
    if not offer.stock:
        left = _("nothing is left")
    else:
        left = ngettext("%(count)s left", "%(count)s left", offer.stock) % {
            "count": number_format(offer.stock, force_grouping=True)
        }
    each = ngettext("%(count)s for one organisation", "up to %(count)s for one organisation", offer.quantity) % {
        "count": number_format(offer.quantity, force_grouping=True)
    }
    return f"{offer.item}, {offer.get_condition_display()} – {left}, {each}"


_SAID = {
    "problem": lambda posting, language: posting.text,
    "text": lambda posting, language: posting.text,
    "title": lambda posting, language: posting.title,
    "help": _help,
    "place": _place,
    "audience": lambda posting, language: posting.get_visibility_display(),
    "technology": lambda posting, language: _labels("technology", posting.technology, language),
    "competences": _competences,
    "forms": lambda posting, language: _labels("forms", posting.forms, language),
    "countries": lambda posting, language: _labels("countries", posting.countries, language),
    "dates": _dates,
    "budget": _budget,
    "capacity": _capacity,
    "in_kind": _in_kind,
}
