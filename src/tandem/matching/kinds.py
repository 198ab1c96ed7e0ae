"""How ready-made needs and everyday situations are edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.matching import assistant, content
from tandem.questionnaires import editions
from tandem.questionnaires.editing import Kind, Part, Record, register

#: How a competence is written on a line, and what stands in the record.
COMPETENCE = (("framework", ""), ("id", ""), ("level_wanted", ""))


def register_all() -> None:
    register(
        Kind(
            name="template",
            label=_("Ready-made needs"),
            about=_("One-hour sessions and projects of about thirty hours: what comes out, what each side prepares."),
            order=70,
            parts=_template_parts,
            shipped=content.template_records,
            title=lambda record: record.get("title", {}),
            check=_check_templates,
            address=lambda identifier: reverse("help_template", args=[identifier]),
        )
    )
    register(
        Kind(
            name="situation",
            label=_("Everyday situations"),
            about=_("How somebody says a problem, and the ready-made need that it leads to."),
            order=80,
            parts=_situation_parts,
            shipped=content.situation_records,
            title=lambda record: record.get("text", {}),
            check=_check_situations,
            address=_situation_address,
        )
    )


def _situation_address(identifier: str) -> str:
    """The ready-made need that the situation leads to, in its words."""
    found = assistant.situation(identifier)
    if found is None:
        return reverse("situations")
    return f"{reverse('help_template', args=[found.template])}?{urlencode({'situation': identifier})}"


def _check_templates(edited: Mapping[str, Record]) -> None:
    """Every template can be read, and every situation still finds its own."""
    content.situations(edited=editions.edited("situation"), edited_templates=edited)


def _check_situations(edited: Mapping[str, Record]) -> None:
    content.situations(edited=edited, edited_templates=editions.edited("template"))


def _template_parts(language: str) -> Sequence[Part]:
    return (
        Part("help", _("Kind of help"), "choice", options=_help(language), fixed=True),
        Part("title", _("Title"), "line"),
        Part("problem", _("The problem, as the organisation says it"), "text"),
        Part("deliverable", _("What comes out of it"), "text"),
        Part("you_prepare", _("What the organisation prepares"), "text"),
        Part("they_prepare", _("What the other side prepares"), "text"),
        Part("handed_over", _("What the organisation can do alone afterwards"), "text"),
        Part("success", _("How one knows that it worked"), "text"),
        *_about_technology(language),
    )


def _situation_parts(language: str) -> Sequence[Part]:
    now = assistant.all_situations()
    templates = [(one.id, one.title[language]) for one in assistant.all_templates()]
    return (
        Part("text", _("What people say"), "line"),
        Part("words", _("What they also say, one expression a line"), "list"),
        Part(
            "group",
            _("What one wants to do"),
            "choice",
            options=[(one, name[language]) for one, name in now.groups.items()],
        ),
        Part(
            "function", _("Function"), "choice", options=[(one, name[language]) for one, name in now.functions.items()]
        ),
        Part("template", _("The ready-made need it leads to"), "choice", options=templates),
        *_about_technology(language),
    )


def _about_technology(language: str) -> Sequence[Part]:
    return (
        Part("technology", _("Types of technology"), "choices", options=competences.choices("technology", language)),
        Part(
            "competences",
            _("Skills, one a line"),
            "competences",
            hint=_("List, number and level wanted: digcomp-3.0 4.1 3."),
            options=COMPETENCE,
        ),
    )


def _help(language: str) -> list[tuple[str, Any]]:
    return [(one, competences.label("help", one, language)) for one in content.FILES]
