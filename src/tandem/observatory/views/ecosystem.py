"""The figures of the ecosystem, for everybody."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.observatory.models import Telling
from tandem.observatory.queries import ecosystem
from tandem.observatory.queries.ecosystem import MEASURES, SLICES, Measure
from tandem.ui.access import public

#: Counts of what everybody did together: free to use for whoever names the place.
LICENCE, TERMS = "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"


@public
def overview(request: HttpRequest) -> HttpResponse:
    """Each thing that is counted, with its total of all years."""
    latest = ecosystem.latest()
    lines = []
    for name, measure in MEASURES.items():
        telling = latest.get(name)
        table = ecosystem.rows(measure, telling, ecosystem.ROLE) if telling else None
        lines.append({**_words(measure), "telling": telling, "total": table["total"] if table else None})
    return render(request, "observatory/ecosystem.html", {"lines": lines})


@public
def measure(request: HttpRequest, name: str) -> HttpResponse:
    """One thing, year by year, by country, size or role."""
    one, telling = _of(name)
    chosen = request.GET.get("by", "")
    place = SLICES.index(chosen) if chosen in SLICES else 0
    context: dict[str, Any] = {
        **_words(one),
        "telling": telling,
        "by": SLICES[place],
        "slices": [(part, ecosystem.slice_name(part)) for part in SLICES],
        "slice": ecosystem.slice_name(SLICES[place]),
        "terms": TERMS,
    }
    if telling is not None:
        context["table"] = ecosystem.rows(one, telling, place)
    return render(request, "observatory/ecosystem_measure.html", context)


@public
def download(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """Every figure of every slice, as a file."""
    one, telling = _of(name)
    if telling is None or kind not in ("csv", "json"):
        raise Http404
    lines = list(ecosystem.flat(one, telling))
    if kind == "json":
        answer: HttpResponse = JsonResponse(
            {
                "measure": name,
                "told": telling.at.date().isoformat(),
                "source": request.build_absolute_uri(reverse("ecosystem_measure", args=[name])),
                "licence": LICENCE,
                "least": 5,
                "figures": lines,
            }
        )
    else:
        written = io.StringIO()
        writer = csv.DictWriter(written, ["slice", "level", "year", "value"])
        writer.writeheader()
        writer.writerows(lines)
        answer = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Link"] = f'<{TERMS}>; rel="license"'
    answer["Content-Disposition"] = f'attachment; filename="ecosystem-{name}.{kind}"'
    return answer


def _of(name: str) -> tuple[Measure, Telling | None]:
    if name not in MEASURES:
        raise Http404
    return MEASURES[name], ecosystem.latest().get(name)


def _words(one: Measure) -> dict[str, str]:
    return {"name": one.name, "title": _(one.title), "about": _(one.about), "whose": _(one.whose)}
