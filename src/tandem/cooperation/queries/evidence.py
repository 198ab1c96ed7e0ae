"""What a claim can rest on: what the room itself holds, as it stands now."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tandem.competences import queries as competences
from tandem.cooperation.grid import questions
from tandem.cooperation.models import AutonomyStep, Cooperation, EvaluationRound, FollowUpAnswer, LevelRating
from tandem.cooperation.queries.evaluation import opened_rounds
from tandem.cooperation.queries.hours import account, entries_of, ledgers_of
from tandem.cooperation.queries.parties import everyone
from tandem.cooperation.queries.rooms import names_of
from tandem.matching import queries as matching
from tandem.ui.dates import date_format

Evidence = dict[str, Any]
#: Hours count once the other side has confirmed them, or stayed silent for 14 days.
COUNTED = ("confirmed", "silent")


def evidence_of(room: Cooperation) -> dict[str, Evidence]:
    """Everything in the room that can show something, by id; what is sealed or open is left out."""
    found = [*_hours(room), *_levels(room), *_steps(room), *_milestones(room), *_evaluations(room), *_after(room)]
    found += [
        {"id": f"file-{file.pk}", "kind": "file", "file": file.pk, "name": file.name, "sha256": file.sha256}
        for file in room.files.all()
    ]
    return {one["id"]: one for one in found}


def _hours(room: Cooperation) -> list[Evidence]:
    entries = entries_of(room)
    if not entries:
        return []
    ledgers = ledgers_of(room, entries)
    names = {account(party): party.organisation.name for party in everyone(room)}
    given: dict[str, int] = {}
    for entry in entries:
        if entry.record["kind"] == "give" and ledgers[entry.book].status(entry.number) in COUNTED:
            giver, minutes = entry.record["giver"], entry.record["minutes"]
            given[giver] = given.get(giver, 0) + minutes
    if not given:
        return []
    sides = [{"name": names[giver], "minutes": minutes} for giver, minutes in sorted(given.items())]
    return [{"id": "hours", "kind": "hours", "sides": sides}]


def _levels(room: Cooperation) -> list[Evidence]:
    names = names_of(room)
    found = []
    for line in room.transfer_lines.prefetch_related("ratings"):
        seen: dict[int, dict[str, int]] = {}
        for rating in line.ratings.all():
            seen.setdefault(rating.party_id, {})[rating.moment] = rating.level
        sides = [
            {"name": names[party], "start": levels[LevelRating.Moment.START], "end": levels[LevelRating.Moment.END]}
            for party, levels in sorted(seen.items())
            if len(levels) == len(LevelRating.Moment.values)
        ]
        if sides:
            where = {"framework": line.framework, "competence": line.competence}
            found.append({"id": f"level-{line.pk}", "kind": "level", **where, "sides": sides})
    return found


def _steps(room: Cooperation) -> list[Evidence]:
    steps = room.autonomy_steps.order_by("at", "pk")
    return [
        {"id": f"step-{one.name}", "kind": "step", "step": one.name, "text": one.evidence, "day": _day(one.at)}
        for one in steps
    ]


def _milestones(room: Cooperation) -> list[Evidence]:
    reached = room.milestones.filter(reached__isnull=False)
    return [
        {"id": f"milestone-{one.pk}", "kind": "milestone", "text": one.text, "day": one.reached.isoformat()}
        for one in reached
        if one.reached
    ]


def _evaluations(room: Cooperation) -> list[Evidence]:
    return [found for one in opened_rounds(room)[:1] for found in _answers(one)]


def _answers(opened: EvaluationRound) -> list[Evidence]:
    said = list(opened.evaluations.all())
    if not said:
        return []
    return [
        {
            "id": f"evaluation-{opened.number}-{question.id}",
            "kind": "evaluation",
            "grid": said[0].grid,
            "question": question.id,
            "sides": [
                {"name": one.party.organisation.name, "answer": one.answers.get(question.id, "")} for one in said
            ],
        }
        for question in questions(said[0].grid).values()
        if all(one.answers.get(question.id, "unknown") not in ("", "unknown") for one in said)
    ]


def _after(room: Cooperation) -> list[Evidence]:
    names = names_of(room)
    return [
        {
            "id": f"after-{one.months}",
            "kind": "after",
            "months": one.months,
            "sides": [
                {"name": names[said.party_id], "runs": said.runs, "maintains": said.maintains}
                for said in one.answers.all()
            ],
        }
        for one in room.follow_ups.prefetch_related("answers")
        if one.answers.all()
    ]


def evidence_shown(one: Evidence, slug: str = "") -> dict[str, Any]:
    """A piece of evidence as people read it: what it is, its lines, and where it can be saved (a public file)."""
    return {"id": one["id"], "href": "", **_SHOWN[one["kind"]](one, slug)}


def _shown_hours(one: Evidence, _slug: str) -> dict[str, Any]:
    return {
        "label": _("Hours given, confirmed by the other side or left without objection"),
        "lines": [_said(side["name"], spent(side["minutes"])) for side in one["sides"]],
    }


def _said(name: str, said: Any) -> str:
    return _("%(name)s: %(said)s") % {"name": name, "said": said}


def spent(minutes: int) -> str:
    """Minutes as hours, rounded down to what was surely given."""
    hours = minutes // 60
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}


def _shown_level(one: Evidence, _slug: str) -> dict[str, Any]:
    language = get_language() or "en"
    names = dict(matching.level_choices(one["framework"], one["competence"], language))
    label = competences.competence_label(one["framework"], one["competence"], language)
    line = _("%(name)s: from “%(start)s” to “%(end)s”")
    return {
        "label": _("Level before and after: %(competence)s") % {"competence": label},
        "lines": [
            line
            % {
                "name": side["name"],
                "start": names.get(side["start"], side["start"]),
                "end": names.get(side["end"], side["end"]),
            }
            for side in one["sides"]
        ],
    }


def _shown_step(one: Evidence, _slug: str) -> dict[str, Any]:
    return {
        "label": _("Step of autonomy: %(step)s") % {"step": AutonomyStep.Name(one["step"]).label},
        "lines": [one["text"], _date(one["day"])],
    }


def _shown_milestone(one: Evidence, _slug: str) -> dict[str, Any]:
    return {"label": _("Milestone reached: %(text)s") % {"text": one["text"]}, "lines": [_date(one["day"])]}


def _shown_evaluation(one: Evidence, _slug: str) -> dict[str, Any]:
    question = questions(one["grid"])[one["question"]]
    return {
        "label": _("Evaluation by all: %(question)s") % {"question": question.words},
        "lines": [_said(side["name"], question.said(side["answer"])) for side in one["sides"]],
    }


def _shown_after(one: Evidence, _slug: str) -> dict[str, Any]:
    runs, maintains = dict(FollowUpAnswer.Runs.choices), dict(FollowUpAnswer.Maintains.choices)
    return {
        "label": _("What still ran %(months)s months later") % {"months": one["months"]},
        "lines": [
            _said(side["name"], f"{runs[side['runs']]}. {maintains[side['maintains']]}.") for side in one["sides"]
        ],
    }


def _shown_file(one: Evidence, slug: str) -> dict[str, Any]:
    href = reverse("case_file", args=[slug, one["file"]]) if slug else ""
    return {"label": _("File: %(name)s") % {"name": one["name"]}, "lines": [], "href": href}


_SHOWN = {
    "hours": _shown_hours,
    "level": _shown_level,
    "step": _shown_step,
    "milestone": _shown_milestone,
    "evaluation": _shown_evaluation,
    "after": _shown_after,
    "file": _shown_file,
}


def _day(at: Any) -> str:
    return timezone.localtime(at).date().isoformat()


def _date(day: str) -> str:
    return date_format(date.fromisoformat(day))
