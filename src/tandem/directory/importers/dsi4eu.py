"""Digital social innovation in Europe: organisations, and projects that are solutions or stay projects.

A project becomes a solution when somebody else can take it up: it has a website, a description of some length
and a technology that Tandem knows. Otherwise it is shown on the pages of the organisations that it names; one
that names none is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tandem.directory.importers import cleaning
from tandem.directory.importers.fields import Fields
from tandem.directory.importers.records import (
    UNDETERMINED,
    OrganisationRecord,
    ProjectRecord,
    SolutionRecord,
    Source,
)
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

SOURCE = Source(
    slug="dsi4eu",
    name="Digital Social Innovation for Europe (DSI4EU), 2017",
    address="https://github.com/nestauk/DSI4EU_Dataviz",
    licence="",
    may_republish=False,
)

#: The types of the source. A company counts as a tech actor here because the whole map is of digital innovation.
ROLES = {
    "social enterprise, charity, foundation or other non-profit": "social",
    "grassroots organisation or community network": "social",
    "for-profit business": "tech",
    "academia/research organisation": "research",
    "government/public sector": "public",
}

#: Open data, open source and peer-to-peer say how something is shared, apps and maps are too wide: tags only.
TECHNOLOGY = {
    "social networks and social media": "website",
    "social networks": "website",
    "crowdsourcing, crowdmapping and crowdfunding": "crowd-platform",
    "online marketplaces and noticeboards": "marketplace",
    "online learning and moocs": "online-learning",
    "sensors and internet of things": "internet-of-things",
    "wearables and personal monitoring": "internet-of-things",
    "big data": "cloud-big-data",
    "data analytics": "data-analysis",
    "data mining": "data-analysis",
    "web mining": "data-analysis",
    "digital fabrication and 3d-printing": "cad-3d-printing",
    "digital fabrication": "cad-3d-printing",
    "3d printing": "cad-3d-printing",
    "3d print": "cad-3d-printing",
    "3d modeling": "cad-3d-printing",
    "3d scanning": "cad-3d-printing",
    "artificial intelligence and machine learning": "artificial-intelligence",
    "artificial intelligence": "artificial-intelligence",
    "natural language processing": "artificial-intelligence",
    "digital democracy tools": "participation-platform",
    "blockchain": "blockchain",
}

#: Only the areas that are the name of a goal. Energy, culture, democracy and science touch several or none.
GOALS = {"education and skills": 4, "health and wellbeing": 3, "work and employment": 8}

#: A description shorter than this (characters) says nothing to somebody who looks for a tool.
SHORTEST_DESCRIPTION = 40


def read_organisation(entry: Fields) -> OrganisationRecord:
    """The organisation of one record; `BadInput` when it has no name or no id."""
    name = entry.required_line("organisation_name")
    number = entry.required_line("organisation_id")
    began = cleaning.day(entry.day("startDate"))
    role = ROLES.get(entry.part("organisation_type").line("name").lower())
    latitude, longitude = entry.coordinates("latitude", entry.values.get("latitude"), entry.values.get("longitude"))
    return OrganisationRecord(
        source=SOURCE,
        external_id=_organisation_id(number),
        file=entry.file,
        where=entry.where,
        source_address=SOURCE.address,
        name=name,
        summary=_summary(entry),
        website=entry.website("website"),
        country=entry.country("country"),
        tags=cleaning.tags([*entry.list("tags"), *_names(entry, "networkTags")]),
        roles=(role,) if role else (),
        place=entry.line("region", 120),
        latitude=latitude,
        longitude=longitude,
        founded=began.year if began else None,
    )


def read_project(entry: Fields) -> SolutionRecord | ProjectRecord:
    """The solution or the project of one record; `BadInput` when it is neither, saying what it lacks."""
    name = entry.required_line("project_name")
    number = entry.required_line("project_id")
    summary = _summary(entry)
    site = entry.website("website")
    named_technology = [text.lower() for text in _names(entry, "technology")]
    technology = tuple(dict.fromkeys(TECHNOLOGY[text] for text in named_technology if text in TECHNOLOGY))
    links = tuple(
        dict.fromkeys(_organisation_id(text) for text in cleaning.tags(entry.list("linked_organisation_ids")))
    )
    areas = _names(entry, "support_tags")
    shared: dict[str, Any] = {
        "source": SOURCE,
        "external_id": f"project/{number}",
        "file": entry.file,
        "where": entry.where,
        "source_address": SOURCE.address,
        "name": name,
        "summary": summary,
        "website": site,
        "country": entry.country("country"),
        "sdgs": tuple(sorted({GOALS[area.lower()] for area in areas if area.lower() in GOALS})),
        "technology": technology,
        "tags": cleaning.tags([*areas, *_names(entry, "focus"), *_names(entry, "technology")]),
        "links": links,
    }
    missing = _missing_for_a_solution(site, summary, technology)
    if not missing:
        return SolutionRecord(**shared, kind="service")
    if not links:
        reason = gettext_noop("names no organisation, and lacks what makes a solution: %(missing)s")
        raise BadInput(Message(reason, {"missing": missing}), ("linked_organisation_ids",))
    return ProjectRecord(**shared, began=entry.day("start_date"), ended=entry.day("end_date"))


def _missing_for_a_solution(site: str, summary: Mapping[str, str], technology: tuple[str, ...]) -> tuple[Message, ...]:
    length = max(map(len, summary.values()), default=0)
    lacks = (
        (not site, Message(gettext_noop("a website"))),
        (length < SHORTEST_DESCRIPTION, Message(gettext_noop("a description"))),
        (not technology, Message(gettext_noop("a technology that Tandem knows"))),
    )
    return tuple(message for lacking, message in lacks if lacking)


def _organisation_id(number: str) -> str:
    return f"organisation/{number}"


def _summary(entry: Fields) -> dict[str, str]:
    texts = [entry.paragraphs("short_description"), entry.paragraphs("long_description")]
    text = cleaning.cut("\n".join(dict.fromkeys(filter(None, texts))), cleaning.TEXT_LENGTH)
    return {UNDETERMINED: text} if text else {}


def _names(entry: Fields, key: str) -> tuple[str, ...]:
    """The names in a list of {id, name}; a bare number is the trace of a deleted tag and says nothing."""
    names = cleaning.tags(part.get("name") for part in entry.list(key) if isinstance(part, Mapping))
    return tuple(name for name in names if not name.isdigit())
