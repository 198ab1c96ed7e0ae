"""A questionnaire written in the interface: a draft, until it becomes a version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.domain.survey.questionnaire import Item, Questionnaire, Screen
from tandem.journal.actions import record
from tandem.observatory.actions.surveys import add_version
from tandem.observatory.models import Survey, Version
from tandem.observatory.queries.drafting import draft_of
from tandem.survey_files.questionnaire import as_json


@transaction.atomic
def put(survey: Survey, item: Item, name: str = "", *, actor: Any, at: datetime) -> None:
    """Write a question in the place of the one called `name`, or as the last page."""
    now = _locked(survey)
    asked = draft_of(now)
    if name:
        screens = tuple(
            Screen(screen.words, tuple(item if one.name == name else one for one in screen.items))
            for screen in asked.screens
        )
    else:
        screens = (*asked.screens, Screen({}, (item,)))
    _keep(now, screens, actor, at)


@transaction.atomic
def remove(survey: Survey, name: str, *, actor: Any, at: datetime) -> None:
    """Take a question out, and its page when nothing else stands on it."""
    now = _locked(survey)
    left = (
        Screen(screen.words, tuple(item for item in screen.items if item.name != name))
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
