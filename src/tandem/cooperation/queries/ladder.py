"""The next rung of a pair, and its history as one line."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from tandem.competences import queries as competences
from tandem.cooperation.models import Agreement, Cooperation, NextRung
from tandem.domain import ladder
from tandem.domain.lifecycle import SESSION


def forms_of(room: Cooperation) -> list[str]:
    """The forms of a room: those of its agreement, else the rung that led to it."""
    answers = Agreement.objects.filter(cooperation=room, answers__question="form").order_by("-number")
    for values in answers.values_list("answers__values", flat=True):
        if values and values.get("forms"):
            return list(values["forms"])
    led = NextRung.objects.filter(opened=room).first()
    return [led.form] if led else []


def form_label(form: str) -> str:
    return competences.label("forms", form, get_language() or "en")


def rung_of(room: Cooperation) -> NextRung | None:
    """What is proposed, with who wants it."""
    found = NextRung.objects.filter(cooperation=room).select_related("opened")
    return found.prefetch_related("consents__party__organisation").first()


def rungs_above(room: Cooperation) -> list[dict[str, Any]]:
    """The forms that would bind all more, each with what it would change."""
    return [{"rung": one, "label": form_label(one.form)} for one in ladder.above(forms_of(room))]


def history_of_pair(room: Cooperation) -> list[dict[str, Any]]:
    """All rooms of the same organisations as one line, oldest first; empty when there is this one only."""
    rooms = Cooperation.objects.all()
    for party in room.parties.all():
        rooms = rooms.filter(parties__organisation=party.organisation_id, parties__left=None)
    line = list(rooms.select_related("came_from").distinct().order_by("opened", "pk"))
    return [_on_the_line(one, one.pk == room.pk) for one in line] if len(line) > 1 else []


def _on_the_line(room: Cooperation, current: bool) -> dict[str, Any]:
    led = getattr(room, "came_from", None)
    return {
        "room": room,
        "session": room.machine == SESSION.id,
        "form": form_label(led.form) if led else "",
        "phase": room.lifecycle.state(room.phase).label,
        "current": current,
    }


def histories_of(organisation: Any) -> list[dict[str, Any]]:
    """Every partner of an organisation, with the rooms of the pair in their order."""
    rooms = Cooperation.objects.filter(parties__organisation=organisation, parties__left=None)
    pairs: dict[tuple[int, ...], dict[str, Any]] = {}
    rooms = rooms.select_related("came_from").prefetch_related("parties__organisation").distinct()
    for room in rooms.order_by("opened", "pk"):
        others = [party.organisation for party in room.parties.all() if party.organisation_id != organisation.pk]
        key = tuple(sorted(one.pk for one in others))
        pair = pairs.setdefault(key, {"others": others, "line": []})
        pair["line"].append(_on_the_line(room, False))
    return list(pairs.values())
