"""Pages of the guide, its glossary, and what to learn from."""

from __future__ import annotations

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from tandem.competences import queries as competences
from tandem.guide import queries
from tandem.guide.rendering import html_of
from tandem.guide.search import KINDS, search
from tandem.ui import languages
from tandem.ui.access import public

LONGEST_QUESTION = 200
MOST_SHOWN = 30
READERS = ("both", "social", "tech")


def _language() -> str:
    return get_language() or "en"


@public
def index(request: HttpRequest) -> HttpResponse:
    """Every page, those for both sides first; and what answers a search, all of it or one kind."""
    words = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUESTION]
    every = search(words)
    counts = Counter(one.kind for one in every)
    kind = request.GET.get("kind", "")
    kind = kind if counts[kind] else ""
    context = {
        "groups": [(reader, [page for page in queries.pages() if page.reader == reader]) for reader in READERS],
        "words": words,
        "total": len(every),
        "kind": kind,
        "kinds": [(one, counts[one]) for one in KINDS if counts[one]],
        "found": [one for one in every if kind in ("", one.kind)][:MOST_SHOWN],
    }
    return render(request, "guide/index.html", context)


@public
def page(request: HttpRequest, page: str) -> HttpResponse:
    shown = queries.page(page)
    if shown is None:
        raise Http404
    before, after = queries.neighbours(shown)
    language = _language() if _language() in shown.body else languages.SOURCE
    text = shown.body[language]
    context = {"page": shown, "text": text, "html": html_of(text), "body_language": language}
    context |= {"before": before, "after": after}
    return render(request, "guide/page.html", context)


@public
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/glossary.html", {"letters": queries.terms_by_letter(_language())})


@public
def resources(request: HttpRequest) -> HttpResponse:
    every = queries.resources()
    pairs = [(one.framework, one.id) for resource in every for one in resource.competences]
    names = competences.competence_labels(pairs, _language())
    rows = [
        {
            "resource": resource,
            "languages": [competences.label("languages", code, _language()) for code in resource.languages],
            "competences": [
                {"framework": one.framework, "id": one.id, "level": one.level, "label": names[one.framework, one.id]}
                for one in resource.competences
            ],
        }
        for resource in every
    ]
    return render(request, "guide/resources.html", {"rows": rows})
