"""How the questions and recommendations of the questionnaires are edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from tandem.domain.maturity import DONT_KNOW
from tandem.questionnaires import content, editions, queries
from tandem.questionnaires.content import DESTINATIONS, Edits, QuestionnaireContent
from tandem.questionnaires.editing import Kind, Part, Record, register

#: Where a recommendation leads, as a steward chooses it.
LEADS_TO = {
    "guide": _("a page of the guide"),
    "template": _("a ready-made need"),
    "technology": _("existing solutions of a type of technology"),
    "resource": _("something to learn from"),
    "person": _("a person: no tool helps here"),
    "not-now": _("nothing for now"),
}
ABOUT_QUESTIONS = _("What is asked, why, how to find out, the answers from weakest to best, and when it is shown.")
ABOUT_RULES = _("What is advised, which answers lead to it, what it takes and where it leads.")


def register_all() -> None:
    """The diagnosis and its mirror, each with its questions and its recommendations."""
    _register("maturity", 10, _("Questions of the diagnosis"), _("Recommendations of the diagnosis"))
    _register("readiness", 20, _("Questions of the readiness check"), _("Recommendations of the readiness check"))


def _register(name: str, order: int, questions: Any, rules: Any) -> None:
    what: tuple[tuple[Any, Any, Any, str], ...] = (
        (questions, ABOUT_QUESTIONS, _question_parts, "text"),
        (rules, ABOUT_RULES, _rule_parts, "title"),
    )
    for which, (label, about, parts, title) in enumerate(what):
        register(
            Kind(
                name=queries.kinds_of(name)[which],
                label=label,
                about=about,
                order=order + which,
                parts=partial(parts, name),
                shipped=partial(_shipped, name, which),
                title=partial(_part, title),
                check=partial(_check, name, which),
                address=partial(_address, name),
                base=partial(_base, name),
            )
        )


def _part(name: str, record: Record) -> Any:
    return record.get(name, {})


def _base(name: str) -> str:
    return content.versions(content.folder_of(name))[-1]


def _shipped(name: str, which: int) -> Mapping[str, Record]:
    return content.records(_base(name), content.folder_of(name))[which]


def _check(name: str, which: int, edited: Mapping[str, Record]) -> None:
    """Read the whole questionnaire with these entries: those of the other kind as they are now."""
    base = _base(name)
    both: list[Mapping[str, Record]] = [editions.edited(kind, base) for kind in queries.kinds_of(name)]
    both[which] = edited
    content.load(base, content.folder_of(name), Edits(base, *both))


def _address(name: str, identifier: str) -> str:
    return reverse("diagnosis", args=[name])


def _question_parts(name: str, language: str) -> Sequence[Part]:
    now = queries.newest(name)
    subjects = [(one, words.name[language]) for one, words in now.dimensions.items()]
    return (
        Part("dimension", _("Subject"), "choice", options=subjects, fixed=True),
        Part("text", _("The question"), "line"),
        Part("why", _("Why it is asked"), "text"),
        Part("how", _("How to find out"), "text"),
        Part("choices", _("The answers, weakest first, one a line"), "answers"),
        Part("core", _("Among the first questions, asked of everybody"), "flag", required=False),
        Part(
            "shown_when",
            _("Shown only when"),
            "clauses",
            required=False,
            hint=_("Questions of the same subject, this answer or a better one. Nothing chosen: always shown."),
            options=_clauses(now, language, of_questions=True),
        ),
    )


def _rule_parts(name: str, language: str) -> Sequence[Part]:
    now = queries.newest(name)
    return (
        Part("title", _("What to do"), "line"),
        Part("text", _("In a few sentences"), "text"),
        Part("effort", _("What effort it takes"), "line"),
        Part("cost", _("What it costs"), "line"),
        Part("leads_to.kind", _("Leads to"), "choice", options=[(one, LEADS_TO[one]) for one in DESTINATIONS]),
        Part(
            "leads_to.id",
            _("Its name in the address"),
            "word",
            hint=_("The last part of the address of the page, or the word of the type: choose-crm, security, pix."),
        ),
        Part(
            "when",
            _("The answers that lead to it"),
            "clauses",
            hint=_("It is advised when all of the first list were answered and, if there is one, any of the second."),
            options=_clauses(now, language, of_questions=False),
        ),
    )


def _clauses(now: QuestionnaireContent, language: str, *, of_questions: bool) -> Sequence[tuple[str, Any]]:
    """What a condition may say, grouped under the question that it is about."""
    groups = []
    for question in now.questionnaire.questions:
        words = now.questions[question.id]
        says = {"at_least": question.choices[1:]}
        if not of_questions:
            says |= {"at_most": question.choices[:-1], "is": (*question.choices[1:-1], DONT_KNOW)}
        row = [
            (f"{question.id}|{comparison}|{choice}", _in_words(comparison, words.choices.get(choice, {}), language))
            for comparison, choices in says.items()
            for choice in choices
        ]
        groups.append((words.text[language], row))
    return groups


def _in_words(comparison: str, answer: Mapping[str, str], language: str) -> str:
    if not answer:
        return now_in_words("I don’t know")
    if comparison == "at_least":
        return now_in_words("%(answer)s – or better") % {"answer": answer[language]}
    if comparison == "at_most":
        return now_in_words("%(answer)s – or weaker") % {"answer": answer[language]}
    return now_in_words("%(answer)s – exactly") % {"answer": answer[language]}
