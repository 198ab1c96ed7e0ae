"""The questions of an agreement: one page each, in this order. Ids stay; labels may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

Kind = Literal["words", "choice", "forms", "number", "day"]


@dataclass(frozen=True)
class Field:
    """One field. With `each`, it is asked once for every party; with `many`, only where there are more than two.
    Without `missing` it may stay empty."""

    name: str
    kind: Kind
    label: Any
    hint: Any = ""
    missing: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    each: bool = False
    many: bool = False


@dataclass(frozen=True)
class Question:
    """`heading` stands in the text of the agreement, `title` is asked on the page."""

    id: str
    heading: Any
    title: Any
    about: Any
    fields: tuple[Field, ...]


QUESTIONS = (
    Question(
        "form",
        _("Form of cooperation"),
        _("Which form of cooperation is it?"),
        _("Often more than one. Money given without work can start before the signatures; everything else cannot."),
        (
            Field("forms", "forms", _("Form of cooperation"), missing=_("Choose at least one form.")),
            Field("words", "words", _("In your own words")),
        ),
    ),
    Question(
        "goals",
        _("Goals"),
        _("What does each of you want, and what do you want together?"),
        _("Taken from your framing: correct what has become clearer since."),
        (
            Field("gain", "words", _("Wants to gain"), missing=_("Say what this side wants to gain."), each=True),
            Field("common", "words", _("The common goal"), missing=_("Write the common goal.")),
        ),
    ),
    Question(
        "deliverables",
        _("What is made, and its licence"),
        _("What will be there at the end, and who may use it?"),
        _("Things that one can see, open or hold: a file, a course, a page, a habit."),
        (
            Field("what", "words", _("What will be there"), missing=_("Say what will be there at the end.")),
            Field(
                "licence",
                "choice",
                _("Who may use it?"),
                missing=_("Choose one."),
                choices=(
                    ("open", _("Everybody: free licence for programs, open licence for texts and data")),
                    ("social", _("The organisation that asked for help owns it and decides")),
                    ("both", _("All of you, freely and for good; others ask you")),
                    ("nothing", _("Nothing is made that would need a licence")),
                ),
            ),
            Field("licence_words", "words", _("Name of the licence, exceptions")),
        ),
    ),
    Question(
        "people",
        _("Days and people"),
        _("How many days, and who takes part?"),
        _("Half days count too: write 1 for two of them. The hours really given are noted in the room."),
        (
            Field("days", "number", _("Days given"), missing=_("Write 0 if there are none."), each=True),
            Field(
                "who",
                "words",
                _("Who takes part, and when"),
                _("Functions are enough; names are not needed."),
                _("Say who takes part."),
            ),
        ),
    ),
    Question(
        "costs",
        _("Costs"),
        _("What does it cost, and who pays?"),
        _("Also travel, hosting, licences, time of colleagues. Nothing is free for everybody."),
        (
            Field(
                "who_pays",
                "choice",
                _("Who pays?"),
                missing=_("Choose one."),
                choices=(
                    ("own", _("Each of you bears its own costs, no money changes hands")),
                    ("paid", _("Money changes hands, as said below")),
                    ("funder", _("A third party funds it, as said below")),
                ),
            ),
            Field("words", "words", _("Amounts, dates, what is not covered")),
            Field(
                "bears",
                "words",
                _("Bears or gives"),
                _("Its own costs, money that it gives, the time of its people."),
                _("Say what this party bears or gives, or “nothing”."),
                each=True,
                many=True,
            ),
        ),
    ),
    Question(
        "data",
        _("Personal data"),
        _("Does the work touch data about people?"),
        _("Names, addresses, files, photographs, messages: of members, colleagues or people you support."),
        (
            Field(
                "touched",
                "choice",
                _("Data about people"),
                missing=_("Choose one."),
                choices=(
                    ("no", _("No: no personal data is seen, copied or stored")),
                    ("yes", _("Yes: an annex says which, why and how it is protected")),
                ),
            ),
        ),
    ),
    Question(
        "annex",
        _("Annex: data protection"),
        _("Annex: how are these data protected?"),
        _("What the law asks for (GDPR, article 28), in five answers."),
        (
            Field("which", "words", _("Which data, about whom"), missing=_("Say which data, about whom.")),
            Field("why", "words", _("What for, and nothing else"), missing=_("Say what they are used for.")),
            Field(
                "responsible",
                "words",
                _("Who decides about them, who handles them on behalf of whom"),
                missing=_("Say who decides about them."),
            ),
            Field(
                "kept",
                "words",
                _("Where they are kept, how long, what happens at the end"),
                missing=_("Say where and how long they are kept."),
            ),
            Field(
                "protected",
                "words",
                _("How they are protected, and who is told within which time if something goes wrong"),
                missing=_("Say how they are protected."),
            ),
        ),
    ),
    Question(
        "confidentiality",
        _("Confidentiality"),
        _("What stays between you?"),
        _("What you publish together is always agreed by all of you."),
        (
            Field(
                "rule",
                "choice",
                _("Rule"),
                missing=_("Choose one."),
                choices=(
                    ("marked", _("Only what one of you marks as confidential")),
                    ("all", _("Everything, until all say otherwise")),
                ),
            ),
            Field("words", "words", _("Exceptions, and for how long")),
        ),
    ),
    Question(
        "handover",
        _("Hand-over and maintenance"),
        _("Who carries on afterwards, and how?"),
        _("Think of the first morning on your own."),
        (
            Field(
                "skills",
                "words",
                _("What people will know how to do alone"),
                _("Taken from your transfer plan. If nothing is handed over, say so."),
                _("Say what is handed over, or that nothing is."),
            ),
            Field(
                "maintains",
                "words",
                _("Who maintains what keeps running, and who pays for it"),
                missing=_("Say who maintains it."),
            ),
            Field(
                "access",
                "words",
                _("Who holds accounts, passwords, files and documentation"),
                missing=_("Say who holds accounts and files."),
            ),
        ),
    ),
    Question(
        "calendar",
        _("Calendar"),
        _("From when to when?"),
        _("Milestones come from the room."),
        (
            Field("start", "day", _("Starts on"), missing=_("Choose a day.")),
            Field("end", "day", _("Ends on"), missing=_("Choose a day.")),
            Field("milestones", "words", _("Milestones")),
        ),
    ),
    Question(
        "end",
        _("Ending early"),
        _("How can it end early?"),
        _("Being able to leave makes it easier to begin."),
        (
            Field(
                "notice",
                "number",
                _("Notice, in weeks"),
                _("How long before leaving one says so."),
                _("Write 0 if there is none."),
            ),
            Field(
                "work",
                "words",
                _("What happens to the work done so far"),
                missing=_("Say what happens to the work."),
            ),
            Field("dispute", "words", _("Whom you ask first if you disagree")),
        ),
    ),
)

BY_ID = {question.id: question for question in QUESTIONS}
#: Forms that give money and ask for no work: these need no signatures before work starts.
MONEY_ONLY = frozenset({"giving-money"})


def asked(answers: Mapping[str, Mapping[str, Any]]) -> list[Question]:
    """The questions that this agreement asks: the annex only when personal data is touched."""
    touched = answers.get("data", {}).get("touched") == "yes"
    return [question for question in QUESTIONS if question.id != "annex" or touched]


def key(field: Field, party: Any = None) -> str:
    """The name of a field in a form and in the answers; `party` where it is asked of each."""
    return f"{field.name}_{party.pk}" if field.each else field.name
