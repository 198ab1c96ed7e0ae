"""The pages that search: results, the choices with their counts, and the addresses that lead on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.directory import search
from tandem.directory.models import Organisation
from tandem.directory.permissions import solutions_visible_to, visible_to
from tandem.directory.search.reading import MOST_PAGES

PER_PAGE = 20
SHOWN_AT_FIRST = 6
MOST_CHOICES = 40

#: The filters of each page in their order, with their title and the list that names their values.
FACETS: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "organisation": (
        ("role", _("Role"), "roles"),
        ("country", _("Country"), "countries"),
        ("sdg", _("Sustainable development goal"), "sdgs"),
        ("technology", _("Technology"), "technology"),
    ),
    "solution": (
        ("carried", _("Who carries it"), ""),
        ("technology", _("Technology"), "technology"),
        ("sdg", _("Sustainable development goal"), "sdgs"),
        ("licence", _("Licence"), ""),
        ("country", _("Country"), "countries"),
    ),
}
CARRIED = _("the social economy, with evidence")


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class ShownFacet:
    """The most frequent choices, and the others behind a "more"."""

    name: str
    title: Any
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True)
class Active:
    """A filter in use, the address without it, and how many there would be."""

    title: Any
    label: str
    without: str
    count: int | None = None


@dataclass(frozen=True)
class Listing:
    words: str
    rows: list[Any]
    total: int
    how: str = "all"
    facets: tuple[ShownFacet, ...] = ()
    active: tuple[Active, ...] = ()
    to_drop: tuple[Active, ...] = ()
    without_filters: str = ""
    narrowed: bool = False
    """Nothing is found, and without the filters something would be."""
    pages: Mapping[str, Any] = field(default_factory=dict)
    ready: bool = True
    """False when there is no index yet: the rows then come straight from the database, by name and country."""


def listing(kind: str, user: Any, asked: QueryDict, language: str) -> Listing:
    """What the search page of `kind` shows for the parameters `asked`."""
    words = words_of(asked)
    filters = {name: chosen(asked, name) for name, _title, _list in FACETS[kind]}
    filters = {name: values for name, values in filters.items() if values}
    rows = visible_to(user) if kind == "organisation" else solutions_visible_to(user)
    page = _number(asked.get("page", ""))
    try:
        found = search.find(kind, words, filters, page=page, per_page=PER_PAGE)
        if found.total and not found.ids:  # a page beyond the last one
            page = 1
            found = search.find(kind, words, filters, per_page=PER_PAGE)
        return _found(kind, rows, found, words, filters, asked, page, language)
    except search.IndexMissing:
        return _without_index(rows, words, filters, asked, page)


#: So many rows are taken away at once; more than that is asked for country by country.
MOST_TAKEN = 1_000


def republishable(kind: str, user: Any, asked: QueryDict) -> list[Any]:
    """The rows of a search that may be republished: entered here, or from a source that allows it."""
    return _republishable(kind, user, asked, per_page=MOST_TAKEN)


def lately_changed(kind: str, user: Any, asked: QueryDict, most: int) -> list[Any]:
    """Of all of them, the `most` that changed last, latest first."""
    return _republishable(kind, user, asked, per_page=most, newest=True)


def _republishable(kind: str, user: Any, asked: QueryDict, **wanted: Any) -> list[Any]:
    words = words_of(asked)
    filters = {name: values for name, _title, _list in FACETS[kind] if (values := chosen(asked, name))}
    rows = visible_to(user) if kind == "organisation" else solutions_visible_to(user)
    rows = rows.filter(Q(source=None) | Q(source__may_republish=True)).select_related("source")
    try:
        found = search.find(kind, words, {**filters, "republished": ["yes"]}, facets=False, **wanted)
    except search.IndexMissing:
        return []
    by_id = {str(row.pk): row for row in rows.filter(pk__in=found.ids)}
    return _without_foreign_facts([by_id[key] for key in found.ids if key in by_id])


def _without_foreign_facts(rows: list[Any]) -> list[Any]:
    """Facts that came along from a merged record stay out when its source does not allow to republish them."""
    borrowed = {key for row in rows for key in getattr(row, "borrowed", {}).values()}
    closed = Organisation.objects.filter(pk__in=borrowed, source__may_republish=False)
    kept_back = set(closed.values_list("pk", flat=True)) if borrowed else set()
    for row in rows if kept_back else ():
        for name, key in row.borrowed.items():
            if key in kept_back and name not in row.own_fields:
                setattr(row, name, row._meta.get_field(name).get_default())
    return rows


def _found(
    kind: str,
    rows: QuerySet[Any],
    found: search.Found,
    words: str,
    filters: dict[str, list[str]],
    asked: QueryDict,
    page: int,
    language: str,
) -> Listing:
    by_id = {str(row.pk): row for row in rows.filter(pk__in=found.ids)} if found.ids else {}
    facets = tuple(
        shown
        for name, title, names in FACETS[kind]
        if (shown := _facet(name, title, names, found.facets.get(name, {}), filters.get(name, []), language)).choices
    )
    active = tuple(
        Active(title, _label(name, names, value, language), _address(asked, name, value))
        for name, title, names in FACETS[kind]
        for value in filters.get(name, [])
    )
    bare = QueryDict(mutable=True)
    if words:
        bare["q"] = words
    return Listing(
        words=words,
        rows=[by_id[one] for one in found.ids if one in by_id],
        total=found.total,
        how=found.how,
        facets=facets,
        active=active,
        to_drop=() if found.total else _to_drop(kind, words, filters, asked, language),
        without_filters=f"?{bare.urlencode()}",
        narrowed=bool(active) and not found.total and search.count(kind, words) > 0,
        pages=_pages(asked, page, found.total),
    )


def _to_drop(
    kind: str, words: str, filters: dict[str, list[str]], asked: QueryDict, language: str
) -> tuple[Active, ...]:
    """When nothing is found: which one filter to drop, and how many there would be, most first."""
    ways = []
    for name, title, names in FACETS[kind]:
        if name in filters:
            others = {other: values for other, values in filters.items() if other != name}
            label = ", ".join(_label(name, names, value, language) for value in filters[name])
            ways.append(Active(title, label, _address(asked, name), search.count(kind, words, others)))
    return tuple(sorted((way for way in ways if way.count), key=lambda way: -(way.count or 0)))


def _without_index(
    rows: QuerySet[Any], words: str, filters: dict[str, list[str]], asked: QueryDict, page: int
) -> Listing:
    for word in words.split()[:5]:
        rows = rows.filter(name__icontains=word)
    if "country" in filters:
        rows = rows.filter(country__in=filters["country"])
    paginator = Paginator(rows.order_by("name", "pk"), PER_PAGE)
    shown = paginator.get_page(page)
    return Listing(
        words=words,
        rows=list(shown),
        total=paginator.count,
        pages=_pages(asked, shown.number, paginator.count),
        ready=False,
    )


def _facet(
    name: str, title: Any, names: str, counts: Mapping[str, int], chosen: list[str], language: str
) -> ShownFacet:
    """Chosen values first, then the most frequent ones; a chosen value without any result stays, to be taken away."""
    all_counts = {**dict.fromkeys(chosen, 0), **counts}
    ordered = sorted(all_counts.items(), key=lambda pair: (pair[0] not in chosen, -pair[1], pair[0]))
    choices = [
        Choice(value, _label(name, names, value, language), count, value in chosen)
        for value, count in ordered[:MOST_CHOICES]
    ]
    first = max(SHOWN_AT_FIRST, len(chosen))
    return ShownFacet(name, title, tuple(choices[:first]), tuple(choices[first:]))


def _label(name: str, names: str, value: str, language: str) -> str:
    if name == "carried":
        return str(CARRIED)
    return competences.label(names, value, language) if names else value


def words_of(asked: QueryDict) -> str:
    return " ".join(asked.get("q", "").replace("\0", " ").split())[:200]


def chosen(asked: QueryDict, name: str) -> list[str]:
    """The values of a filter that a page was asked for."""
    return list(dict.fromkeys(value[:200] for value in asked.getlist(name)[:20] if value))


def _number(text: str) -> int:
    return min(int(text), MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) else 1


def _address(asked: QueryDict, name: str, value: str | None = None) -> str:
    """This page without one value of a filter, or without the filter; from its first page on."""
    changed = asked.copy()
    changed.pop("page", None)
    changed.setlist(name, [other for other in asked.getlist(name) if value is not None and other != value])
    return f"?{changed.urlencode()}"


def _pages(asked: QueryDict, page: int, total: int) -> dict[str, Any]:
    last = max(1, min(-(-total // PER_PAGE), MOST_PAGES))

    def address(number: int) -> str:
        changed = asked.copy()
        changed["page"] = str(number)
        return f"?{changed.urlencode()}"

    return {
        "has_other_pages": last > 1,
        "number": page,
        "total": last,
        "previous": address(page - 1) if page > 1 else "",
        "next": address(page + 1) if page < last else "",
    }
