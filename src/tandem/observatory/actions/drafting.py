"""A questionnaire written in the interface: a draft, until it becomes a version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.domain.survey.questionnaire import Item, Questionnaire, Screen
from tandem.journal.actions import record
from tandem.observatory.actions.surveys import add_version
from tandem.observatory.models import Survey, Version
from tandem.observatory.queries.drafting import draft_of
from tandem.survey_files.questionnaire import as_json

#: The languages that the editor writes in; what a form has in others stays.
LANGUAGES = ("fr", "en")


@transaction.atomic
def put(
    survey: Survey, items: Sequence[Item], replaced: Sequence[str], page: int | None, *, actor: Any, at: datetime
) -> None:
    """Write a question, and what goes with it, in the place of those `replaced`; else at the end of a page.

    `page` is counted from 0; None makes a page of its own at the end. A question that stays on its page stays in
    its place.
    """
    now = _locked(survey)
    screens = [Screen(screen.words, screen.items) for screen in draft_of(now).screens]
    was = next(
        (number for number, screen in enumerate(screens) if any(one.name in replaced for one in screen.items)), None
    )
    where = next((i for i, one in enumerate(screens[was].items) if one.name in replaced), 0) if was is not None else 0
    for number, screen in enumerate(screens):
        screens[number] = Screen(screen.words, tuple(one for one in screen.items if one.name not in replaced))
    if page is None or not 0 <= page < len(screens):
        screens.append(Screen({}, tuple(items)))
    else:
        there = screens[page]
        at_place = where if page == was else len(there.items)
        screens[page] = Screen(there.words, (*there.items[:at_place], *items, *there.items[at_place:]))
    _keep(now, tuple(screen for screen in screens if screen.items), actor, at)


@transaction.atomic
def remove(survey: Survey, names: Sequence[str], *, actor: Any, at: datetime) -> None:
    """Take a question and what goes with it out, and its page when nothing else stands on it."""
    now = _locked(survey)
    left = (
        Screen(screen.words, tuple(item for item in screen.items if item.name not in names))
        for screen in draft_of(now).screens
    )
    _keep(now, tuple(screen for screen in left if screen.items), actor, at)


@transaction.atomic
def move(survey: Survey, place: int, by: int, *, actor: Any, at: datetime) -> None:
    """Move a page up (−1) or down (1); beyond the ends nothing happens."""
    now = _locked(survey)
    screens = list(draft_of(now).screens)
    if 0 <= place < len(screens) and 0 <= place + by < len(screens):
        screens[place], screens[place + by] = screens[place + by], screens[place]
        _keep(now, tuple(screens), actor, at)


@transaction.atomic
def move_item(survey: Survey, name: str, by: int, *, actor: Any, at: datetime) -> None:
    """Move a question up (−1) or down (1) on its page; at its edge nothing happens."""
    now = _locked(survey)
    screens = list(draft_of(now).screens)
    for number, screen in enumerate(screens):
        names = [item.name for item in screen.items]
        if name in names and 0 <= names.index(name) + by < len(names):
            items, place = list(screen.items), names.index(name)
            items[place], items[place + by] = items[place + by], items[place]
            screens[number] = Screen(screen.words, tuple(items))
            _keep(now, tuple(screens), actor, at)
            return


@transaction.atomic
def name_page(survey: Survey, place: int, words: dict[str, str], *, actor: Any, at: datetime) -> None:
    """Give a page a title, or take it away."""
    now = _locked(survey)
    screens = list(draft_of(now).screens)
    if 0 <= place < len(screens):
        kept = {code: text for code, text in screens[place].words.items() if code not in LANGUAGES}
        screens[place] = Screen({**kept, **words}, screens[place].items)
        _keep(now, tuple(screens), actor, at)


@transaction.atomic
def use(survey: Survey, *, actor: Any, at: datetime) -> Version:
    """Make the draft a version, and have no draft any more."""
    now = _locked(survey)
    version = add_version(now, draft_of(now), "", actor=actor, at=at)
    Survey.objects.filter(pk=now.pk).update(draft=None)
    return version


def _locked(survey: Survey) -> Survey:
    return Survey.objects.select_for_update().get(pk=survey.pk)


def _keep(survey: Survey, screens: tuple[Screen, ...], actor: Any, at: datetime) -> None:
    items = [item for screen in screens for item in screen.items]
    languages = dict.fromkeys(code for item in items for code in item.words if code)
    survey.draft = as_json(Questionnaire(tuple(languages), screens))
    survey.save(update_fields=["draft"])
    record("survey.draft_changed", survey, actor=actor, at=at)
