"""The facts of a record as its page shows them, each with where it comes from and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tandem.competences import queries as competences
from tandem.directory.models import Evidence, Organisation, Origin, Record, Solution
from tandem.ui.templatetags.tandem import in_language, language_shown


@dataclass(frozen=True)
class Provenance:
    """`who`: "organisation" (its own words), "source", "facts" (read in that month), "invented" or "entered"."""

    who: str
    when: date | None = None
    name: str = ""
    address: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Said:
    """A text in the language that the page found, empty when nobody said which."""

    language: str
    lines: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True)
class Fact:
    label: str
    said: Said | None = None
    words: tuple[str, ...] = ()
    href: str = ""
    provenance: Provenance | None = None
    fields: tuple[str, ...] = ()


def provenance(record: Record, *fields: str) -> Provenance:
    """Where the value of these fields comes from: the organisation wrote it, or whoever brought the record."""
    lender = next((key for name in fields if (key := getattr(record, "borrowed", {}).get(name))), None)
    if lender:
        other = Organisation.objects.select_related("source").filter(pk=lender).first()
        return provenance(other, *fields) if other else Provenance("entered", record.created.date())
    stamps = [record.own_fields[name] for name in fields if name in record.own_fields]
    if stamps:
        return Provenance("organisation", datetime.fromisoformat(max(stamps)).date())
    if record.origin == Origin.INVENTED:
        return Provenance("invented")
    if record.source:
        return Provenance(
            "facts" if record.origin == Origin.FACTS else "source",
            record.retrieved,
            record.source.name,
            _web(record.source_address or record.source.address),
            record.source.licence,
        )
    if record.source_address:
        return Provenance("source", record.retrieved, record.source_address, _web(record.source_address))
    return Provenance("entered", record.created.date())


def _web(address: str) -> str:
    return address if address.startswith(("https://", "http://")) else ""


def said(texts: Mapping[str, Any] | None) -> Said | None:
    """`{language: text or list of texts}` as it is shown here."""
    shown = in_language(dict(texts or {}))
    if not shown:
        return None
    language = language_shown(dict(texts or {}))
    if isinstance(shown, list):
        return Said(language, tuple(map(str, shown)), is_list=True)
    return Said(language, tuple(line for line in str(shown).splitlines() if line.strip()))


def where(one: Organisation, language: str) -> str:
    """Town and country, as far as they are known."""
    country = competences.label("countries", one.country, language) if one.country else ""
    return ", ".join(part for part in (one.place, country) if part)


def of_organisation(one: Organisation, language: str) -> list[Fact]:
    """Filled facts only, the summary apart."""
    place = where(one, language)
    return _filled(
        one,
        (_("Where"), ("place", "country"), {"words": (place,) if place else ()}),
        (_("Website"), ("website",), {"words": (one.website,) if one.website else (), "href": _web(one.website)}),
        (_("Languages"), ("languages",), {"words": _labels("languages", one.languages, language)}),
        (_("Values"), ("values",), {"words": _labels("values", one.values, language)}),
        (_("Sustainable development goals"), ("sdgs",), {"words": _labels("sdgs", one.sdgs, language)}),
        (_("Technology"), ("technology",), {"words": _labels("technology", one.technology, language)}),
        (_("Legal form"), ("legal_form",), {"words": (one.legal_form,) if one.legal_form else ()}),
        (_("Employees"), ("employees",), {"words": () if one.employees is None else (str(one.employees),)}),
        (_("Founded in"), ("founded",), {"words": () if one.founded is None else (str(one.founded),)}),
        (_("Subjects"), ("tags",), {"words": tuple(map(str, one.tags))}),
    )


@dataclass(frozen=True)
class Criterion:
    """One of the three criteria of social utility: whether it holds (None: nobody said), who said so, what backs it."""

    id: str
    label: Any
    holds: bool | None
    provenance: Provenance
    evidence: tuple[Evidence, ...]


def criteria_of(one: Organisation) -> list[Criterion]:
    """The three criteria, each with its evidence."""
    proofs: dict[str, list[Evidence]] = {}
    for proof in one.evidence.all():
        proofs.setdefault(proof.criterion, []).append(proof)
    return [
        Criterion(name, label, getattr(one, name), provenance(one, name), tuple(proofs.get(name, ())))
        for name, label in Evidence.Criterion.choices
    ]


def of_solution(one: Solution, language: str) -> list[Fact]:
    """Filled facts only, the summary and what the page shows apart."""
    country = competences.label("countries", one.country, language) if one.country else ""
    return _filled(
        one,
        (_("What one does with it"), ("functions",), {"said": said(one.functions)}),
        (_("What it costs"), ("cost",), {"said": said(one.cost)}),
        (_("What to watch out for"), ("watch_out",), {"said": said(one.watch_out)}),
        (_("Kind"), ("kind",), {"words": (str(one.get_kind_display()),) if one.kind else ()}),
        (_("Licence"), ("licence",), {"words": (one.licence,) if one.licence else ()}),
        (_("Website"), ("website",), {"words": (one.website,) if one.website else (), "href": _web(one.website)}),
        (
            _("Source code"),
            ("repository",),
            {"words": (one.repository,) if one.repository else (), "href": _web(one.repository)},
        ),
        (_("Technology"), ("technology",), {"words": _labels("technology", one.technology, language)}),
        (_("Languages"), ("languages",), {"words": _labels("languages", one.languages, language)}),
        (_("Country"), ("country",), {"words": (country,) if country else ()}),
        (_("Subjects"), ("tags",), {"words": tuple(map(str, one.tags))}),
    )


@dataclass(frozen=True)
class Goal:
    """A sustainable development goal of a solution, with what backs the claim."""

    label: str
    said: Said | None
    address: str


def goals(one: Solution, language: str) -> list[Goal]:
    """Each goal with its evidence, `{goal: {"text": text or {language: text}, "address": address}}`."""
    found = []
    for number in one.sdgs:
        evidence = one.sdg_evidence.get(str(number)) or {}
        text = evidence.get("text") or ""
        shown = said(text if isinstance(text, Mapping) else {"und": text})
        found.append(Goal(competences.label("sdgs", number, language), shown, _web(evidence.get("address") or "")))
    return found


def _labels(kind: str, values: list[Any], language: str) -> tuple[str, ...]:
    return tuple(competences.label(kind, value, language) for value in values)


def _filled(record: Record, *rows: tuple[str, tuple[str, ...], dict[str, Any]]) -> list[Fact]:
    return [
        Fact(label, provenance=provenance(record, *fields), fields=fields, **shown)
        for label, fields, shown in rows
        if shown.get("words") or shown.get("said")
    ]
