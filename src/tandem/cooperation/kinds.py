"""How stewards edit the phases of a room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.cooperation import content, phases, queries
from tandem.domain.lifecycle.phases import CONDITIONS, FIRST, LAST
from tandem.questionnaires.editing import Kind, Part, Record, register

ORIGINS = (("social economy", _("a principle of the social economy")), ("ours", _("our own")))
#: What has to be there before a phase can be entered.
ASKED = {
    "need_reworded": _("every side has put the need into its words"),
    "goals_written": _("the common goal is agreed"),
    "transfer_planned": _("the transfer plan is filled in"),
    "agreement_ready": _("every question of the agreement is answered"),
    "signed": _("everybody has signed (or money is given without work)"),
    "evaluations_open": _("everybody has evaluated, or 14 days have passed"),
}
#: What ticks a line of a checklist.
TICKS = {
    "framed": _("each side has framed (one line a side)"),
    "goal_written": _("the common goal is written"),
    "goal_agreed": _("everybody agrees to the common goal"),
    "transfer_planned": _("the transfer plan is filled in"),
    "questions_answered": _("every question of the agreement is answered"),
    "text_frozen": _("the text of the agreement is frozen"),
    "signed": _("each side has signed (one line a side)"),
    "evaluated": _("each side has evaluated (one line a side)"),
    "levels_at_end": _("the levels reached are written"),
    "understands": _("first step of autonomy"),
    "in-house": _("second step of autonomy"),
    "maintains": _("third step of autonomy"),
    "develops": _("fourth step of autonomy"),
}


def register_all() -> None:
    register(
        Kind(
            name=phases.KIND,
            label=_("Phases of a room"),
            about=_("What each phase is called and for, its checklist, from where one enters it and when."),
            order=90,
            parts=_parts,
            shipped=phases.shipped,
            title=lambda record: record.get("label", {}),
            check=_check,
            address=lambda identifier: "",
            effects=queries.effects,
        )
    )
    register(
        Kind(
            name=content.KIND,
            label=_("Principles of the charter"),
            about=_("Each change is a new version of the charter. Agreements that are signed keep theirs."),
            order=95,
            parts=_principle_parts,
            shipped=content.principles,
            title=lambda record: record.get("title", {}),
            check=content.check,
            address=lambda identifier: reverse("charter") + f"#{identifier}",
            base=content.base,
        )
    )


def _principle_parts(language: str) -> Sequence[Part]:
    return (
        Part("title", _("The principle in a few words"), "line"),
        Part("text", _("What we do for it"), "text"),
        Part("origin", _("Where it comes from"), "choice", options=ORIGINS),
        Part("source", _("The source it rests on"), "word"),
    )


def _check(edited: Mapping[str, Record]) -> None:
    phases.check(edited)


def _parts(language: str) -> Sequence[Part]:
    known = [(one.id, one.label) for one in phases.rules(phases.newest()).phases]
    return (
        Part("label", _("Name"), "line"),
        Part("about", _("What it is for, in one sentence"), "text"),
        Part(
            "checklist",
            _("Checklist"),
            "rows",
            required=False,
            hint=_CHECKLIST,
            options=list(TICKS.items()),
            choose=_("Ticks itself when"),
        ),
        Part(
            "order",
            _("Place among the phases"),
            "number",
            hint=_("Those that ship have 10, 20, 30 … 70: 35 stands between 30 and 40."),
        ),
        Part(
            "entered_from",
            _("One gets there from"),
            "choices",
            required=False,
            options=[one for one in known if one[0] != LAST],
        ),
        Part(
            "leads_to",
            _("And from there one also gets to"),
            "choices",
            required=False,
            hint=_LEADS_TO,
            options=[one for one in known if one[0] != FIRST],
        ),
        Part("enter", _("Words of the button that leads there"), "line", required=False),
        Part("back", _("Words of the button that leads back there"), "line", required=False),
        Part(
            "conditions",
            _("What has to be there first"),
            "rows",
            required=False,
            hint=_CONDITIONS,
            options=list(ASKED.items()),
            choose=_("Condition"),
            usual={name: phases.usual_refusal(name) for name in CONDITIONS},
        ),
    )


_CHECKLIST = _("Their places give the order. {name} stands for the name of a side, in the lines of each side.")
_CONDITIONS = _(
    "With the sentence for who cannot go there yet; left empty, the usual one. {missing} names who has not signed."
)
_LEADS_TO = _("For a phase that is new to the others. Each can also say by itself from where one gets there.")
