"""The need assistant: from somebody's own words, or an everyday situation, to a ready-made need.

Nothing is decided for anybody: a suggestion is a starting point, editable in every part, and no
suggestion is a normal answer. What stewards wrote over the shipped content counts at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tandem.competences.search import Document, Index
from tandem.matching.content import Situation, Situations, Template, situations, templates
from tandem.questionnaires import editions

SUGGESTIONS = 5


@dataclass(frozen=True)
class Suggestion:
    """A situation that resembles what was said, and the template of help it leads to."""

    situation: Situation
    template: Template


def suggestions(words: str, limit: int = SUGGESTIONS) -> tuple[Suggestion, ...]:
    """The situations closest to `words` (in any of their languages, or mixed), best first; none if none is close.

    >>> [found.template.id for found in suggestions("nous perdons la trace des gens", 1)]
    ['choose-crm']
    """
    by_id = {situation.id: situation for situation in all_situations().situations}
    return tuple(suggestion(by_id[hit.key]) for hit in _index().search(words, limit))


def suggestion(situation: Situation) -> Suggestion:
    """The suggestion for a situation that somebody chose from the list."""
    return Suggestion(situation, template(situation.template))


def template(identifier: str) -> Template:
    """A template of help by its id; KeyError when there is none."""
    return _templates()[identifier]


def all_templates() -> tuple[Template, ...]:
    """Sessions, then projects."""
    return tuple(_templates().values())


def situation(identifier: str) -> Situation | None:
    """An everyday situation by its id; None when there is none."""
    return next((found for found in all_situations().situations if found.id == identifier), None)


def prefilled(template: Template, language: str) -> dict[str, Any]:
    """What a template answers of a need: all but the problem, which its owner tells."""
    return {
        "title": template.title[language],
        "help": template.help,
        "technology": list(template.technology),
        "competences": [
            {
                "framework": wanted.framework,
                "id": wanted.id,
                "level_now": None,
                "level_wanted": wanted.level_wanted,
                "must": False,
            }
            for wanted in template.competences
        ],
    }


def prefilled_offer(template: Template) -> dict[str, Any]:
    """What a template answers of an offer: all but the words, and the level that only its owner knows."""
    return {
        "help": [template.help],
        "technology": list(template.technology),
        "competences": [{"framework": wanted.framework, "id": wanted.id} for wanted in template.competences],
        "capacity_hours": template.hours,
    }


def all_situations() -> Situations:
    return editions.remembered(_situations)


def _templates() -> dict[str, Template]:
    return editions.remembered(_read_templates)


def _index() -> Index[str]:
    return editions.remembered(_read_index)


def _situations() -> Situations:
    return situations(edited=editions.edited("situation"), edited_templates=editions.edited("template"))


def _read_templates() -> dict[str, Template]:
    return {found.id: found for found in templates(edited=editions.edited("template"))}


def _read_index() -> Index[str]:
    """Situations are found by their sentence, by what people also call it, and by what their template says."""
    return Index(
        Document(
            situation.id,
            {
                "label": situation.text.values(),
                "words": [word for words in situation.words.values() for word in words],
                "about": [
                    text
                    for texts in (template(situation.template).title, template(situation.template).problem)
                    for text in texts.values()
                ],
            },
        )
        for situation in all_situations().situations
    )
