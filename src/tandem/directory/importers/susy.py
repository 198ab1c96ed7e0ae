"""Solidarity-economy initiatives of the SUSY map: one GeoJSON feature, one organisation."""

from __future__ import annotations

import re

from tandem.directory.importers import cleaning
from tandem.directory.importers.fields import Fields
from tandem.directory.importers.records import UNDETERMINED, OrganisationRecord, Source
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

SOURCE = Source(
    slug="susy",
    name="SUSY, Sustainable and Solidarity Economy (TransforMap)",
    address="https://data.transformap.co/place/SSEDAS_PARTNER",
    licence="Public domain",
    may_republish=True,
)

#: The partner for Slovakia wrote SR for Slovenská republika; SR is Suriname's code in ISO 3166-1.
COUNTRIES = {"sr": "SK"}

#: Every initiative of the map belongs to the solidarity economy; some do more than that.
ROLES = {
    "networking_initiative": "intermediary",
    "social_incubators": "intermediary",
    "business_incubators": "intermediary",
    "sse_research": "research",
    "microfinance": "funder",
    "solidarity_lending": "funder",
}

_DESCRIPTION = re.compile(r"des\w{5,8}[:_]([a-z]{2})")
#: The map wrote some languages by the code of a country.
_LANGUAGES = {"gr": "el", "cz": "cs", "dk": "da", "at": "de"}

_RUN_TOGETHER = {
    "socialinclusion": "social inclusion",
    "fairtrade": "fair trade",
    "foodrescue": "food rescue",
    "slowfood": "slow food",
    "communitysupported": "community-supported",
    "ethicalfinance": "ethical finance",
    "mutualsociety": "mutual society",
    "localcollective": "local collective",
    "ressources": "resources",
    "infraressources": "infrastructure and resources",
    "lowincome": "low-income",
    "buylocal": "buy local",
    "wastereduction": "waste reduction",
    "foodwaste": "food waste",
    "farmersmarket": "farmers' market",
    "directtrade": "direct trade",
    "souvereignity": "sovereignty",
    "foodpurchasing": "food purchasing",
    "growyourself": "grow it yourself",
    "communitycurrency": "community currency",
    "directdemocracy": "direct democracy",
    "directpurchase": "direct purchase",
    "foodpolicy": "food policy",
    "foodedunpolicy": "food education and policy",
    "reupcycle": "reuse and upcycling",
    "sucessionnetwork": "succession network",
    "selfrepair": "self-repair",
    "giveaway": "give-away",
    "nopacking": "no-packaging",
    "sse": "social and solidarity economy",
    "ngo": "NGO",
    "agro": "agriculture:",
}
_SAYS_NOTHING = {"other", "ssedas partner"}


def read(feature: Fields) -> OrganisationRecord:
    """The organisation of one feature; `BadInput` when it has no name or no id."""
    if feature.values.get("type") != "Feature":
        raise BadInput(Message(gettext_noop("not a GeoJSON feature")), ("type",))
    entry = feature.part("properties")
    try:
        name = entry.required_line("name")
        external_id = entry.required_line("_id")
    except BadInput as error:
        raise error.inside("properties") from None
    types = _types(entry)
    latitude, longitude = _point(feature)
    return OrganisationRecord(
        source=SOURCE,
        external_id=external_id,
        file=feature.file,
        where=feature.where,
        source_address=cleaning.website(entry.values.get("_uri")),
        name=name,
        summary=_summary(entry),
        website=entry.website("website"),
        country=entry.country("addr:country", COUNTRIES),
        tags=_tags(types, entry),
        roles=("social", *sorted({ROLES[kind] for kind in types if kind in ROLES})),
        place=entry.line("addr:city", 120),
        latitude=latitude,
        longitude=longitude,
    )


def _types(entry: Fields) -> list[str]:
    types = re.split(r"[;,]", entry.line("type_of_initiative", 1_000))
    return [kind.strip().lower() for kind in types if kind.strip()]


def _tags(types: list[str], entry: Fields) -> tuple[str, ...]:
    readable = (" ".join(_RUN_TOGETHER.get(word, word) for word in kind.split("_")) for kind in types)
    readable = (kind.removeprefix("other ") for kind in readable if kind not in _SAYS_NOTHING)
    return cleaning.tags([*readable, *re.split(r"[;,]", entry.line("free_keywords", 1_000))])


def _summary(entry: Fields) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key in entry.values:
        match = _DESCRIPTION.fullmatch(key)
        code = _LANGUAGES.get(match[1], cleaning.language(match[1])) if match else ""
        if code and (text := entry.paragraphs(key)):
            texts.setdefault(code, text)
    unsaid = entry.paragraphs("description")
    if unsaid and unsaid not in texts.values():
        texts[UNDETERMINED] = unsaid
    return texts


def _point(feature: Fields) -> tuple[float | None, float | None]:
    geometry = feature.part("geometry")
    if not geometry.values:
        return None, None
    point = geometry.list("coordinates")
    if geometry.values.get("type") != "Point" or len(point) < 2:
        geometry.doubt("coordinates", gettext_noop("left out: not the coordinates of a point"))
        return None, None
    return geometry.coordinates("coordinates", latitude=point[1], longitude=point[0])
