"""Where stewards edit questions, rules, templates, guide and glossary: preview, versions, every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.domain.errors import BadInput
from tandem.questionnaires import actions, editing, editions
from tandem.questionnaires.editing import Kind, Record
from tandem.questionnaires.forms import EditionForm
from tandem.questionnaires.models import Edition
from tandem.questionnaires.permissions import can_edit_content
from tandem.ui import languages
from tandem.ui.access import require, signed_in
from tandem.ui.content import LANGUAGES


@signed_in
def kinds(request: HttpRequest) -> HttpResponse:
    """Everything that can be edited, kind by kind."""
    require(can_edit_content(request.user))
    rows = [
        {"kind": kind, "total": len(_entries(kind)), "edited": len(editions.edited(kind.name, kind.base()))}
        for kind in editing.kinds()
    ]
    return render(request, "questionnaires/kinds.html", {"rows": rows})


@signed_in
def entries(request: HttpRequest, kind: str) -> HttpResponse:
    """The entries of a kind: which are as they ship, which were written here."""
    require(can_edit_content(request.user))
    of = _kind(kind)
    shipped, edited = of.shipped(), editions.edited(of.name, of.base())
    rows = [
        {"id": one, "title": of.title(record), "edited": one in edited, "added": one not in shipped}
        for one, record in _entries(of).items()
    ]
    return render(request, "questionnaires/entries.html", {"kind": of, "rows": rows})


@signed_in
def edit(request: HttpRequest, kind: str, entry: str = "") -> HttpResponse:
    """One entry: write its languages, look at it, save it as a new version. Without `entry`, a new one."""
    require(can_edit_content(request.user))
    of = _kind(kind)
    record = _entries(of).get(entry)
    versions = list(editions.versions(of.name, entry, of.base())) if entry else []
    if entry and record is None:
        raise Http404
    form = EditionForm(
        request.POST or None,
        parts=of.parts(get_language() or "en"),
        record=record if entry else None,
        initial={"after": versions[0].number if versions else 0},
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        tried = entry or form.cleaned_data["id"]
        if "preview" in request.POST:
            preview = _preview(of, form.written()) | {"missing": len(form.missing())}
            preview["problem"] = "" if form.missing() else _problem(of, tried, form.written())
            preview["effects"] = [] if form.missing() or preview["problem"] else _effects(of, tried, form.written())
        elif _saved(request, of, tried, form):
            messages.success(request, _("Saved as a new version: readers see it now. The one before stays readable."))
            return redirect("content_edit", of.name, tried)
    context = {
        "kind": of,
        "entry": entry,
        "title": of.title(record) if record else {},
        "form": form,
        "preview": preview,
        "versions": [_version(of, one) for one in versions],
        "address": of.address(entry) if entry else "",
    }
    return render(request, "questionnaires/edit.html", context)


@signed_in
@require_POST
def take_up(request: HttpRequest, kind: str, entry: str, number: int) -> HttpResponse:
    """Let an older version count again; 0 is the text that ships."""
    require(can_edit_content(request.user))
    of = _kind(kind)
    numbers = [one.number for one in editions.versions(of.name, entry, of.base())]
    if not numbers or number not in (0, *numbers):
        raise Http404
    reason = _("Version %(number)s taken up again") % {"number": number} if number else _("As it ships again")
    try:
        actions.take_up(of, entry, number, after=numbers[0], actor=request.user, at=timezone.now(), reason=reason)
    except BadInput as error:
        messages.error(request, _said(error))
    else:
        messages.success(request, _("Taken up again: readers see it now."))
    if entry in _entries(of):
        return redirect("content_edit", of.name, entry)
    return redirect("content_entries", of.name)


def _saved(request: HttpRequest, kind: Kind, entry: str, form: EditionForm) -> bool:
    form.refuse_what_is_missing()
    if form.adding and entry in _entries(kind):
        form.add_error("id", _("There is an entry of this name already."))
    if form.errors:
        return False
    after, reason = form.cleaned_data["after"], form.cleaned_data["reason"]
    try:
        actions.edit(kind, entry, form.written(), after=after, actor=request.user, at=timezone.now(), reason=reason)
    except BadInput as error:
        form.add_error(None, _said(error))
        return False
    return True


def _problem(kind: Kind, entry: str, record: Record) -> str:
    """Why it could not be saved as it is."""
    try:
        kind.check({**editions.edited(kind.name, kind.base()), entry: record})
    except BadInput as error:
        return _said(error)
    return ""


def _effects(kind: Kind, entry: str, record: Record) -> Sequence[str]:
    """What it would change for what runs already."""
    return kind.effects({**editions.edited(kind.name, kind.base()), entry: record}) if kind.effects else []


def _preview(kind: Kind, record: Record) -> dict[str, Any]:
    """What each language says, part by part, one language beside the other; a further one where it says something."""
    texts = {code: list(_texts(kind, record, code)) for code in languages.codes()}
    titles = kind.title(record)
    return {
        "languages": [
            {"code": code, "name": languages.own_name(code), "title": titles.get(code, ""), "texts": said}
            for code, said in texts.items()
            if code in LANGUAGES or said or code in titles
        ]
    }


def _texts(kind: Kind, record: Record, code: str) -> Iterator[dict[str, Any]]:
    """What a language says, part by part; what a further language does not say is left out."""
    for part in kind.parts(code):
        value = record.get(part.name)
        if part.shape in ("line", "text") and isinstance(value, Mapping) and value != kind.title(record):
            text = value.get(code, "")
            if text or code in LANGUAGES:
                yield {
                    "label": part.label,
                    "text": text,
                    "html": kind.html(text) if kind.html and part.name == "body" else "",
                }
        elif part.shape in ("answers", "rows"):
            lines = [one.get(code, "") for one in value or []]
            if any(lines) or code in LANGUAGES:
                yield {"label": part.label, "list": lines}


def _version(kind: Kind, edition: Edition) -> dict[str, Any]:
    return {"one": edition, "preview": _preview(kind, edition.content) if edition.content else None}


def _entries(kind: Kind) -> dict[str, Record]:
    return {**kind.shipped(), **editions.edited(kind.name, kind.base())}


def _kind(name: str) -> Kind:
    kind = editing.kind_named(name)
    if kind is None:
        raise Http404
    return kind


def _said(error: BadInput) -> str:
    return ": ".join((*error.place, error.message.render(_)))
