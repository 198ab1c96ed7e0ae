"""What the figures of the ecosystem know of an organisation."""

from __future__ import annotations

from collections.abc import Iterable

from tandem.directory.models import Organisation


def facts_for_figures(ids: Iterable[int]) -> dict[int, tuple[str, int | None, list[str]]]:
    """Country, employees and roles of organisations, those that left the directory included."""
    rows = Organisation.objects.filter(pk__in=set(ids)).values_list("pk", "country", "employees", "roles")
    return {pk: (country, employees, roles) for pk, country, employees, roles in rows}
