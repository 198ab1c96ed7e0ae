"""People rate their own skills for the team of their organisation.

The journal does not say who: an owner could read there who did not answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from tandem.diagnosis.models import SkillRating, TeamSkills
from tandem.diagnosis.queries import skills
from tandem.directory import queries as directory
from tandem.domain import team_skills
from tandem.journal.actions import record
from tandem.ui import mail

#: All members are written to once in this time at most.
BETWEEN_LETTERS = timedelta(days=30)

#: A competence: framework and id.
Competence = tuple[str, str]


@transaction.atomic
def rate(
    organisation: Any, given: Mapping[Competence, tuple[int | None, bool]], *, actor: Any, at: datetime
) -> TeamSkills:
    """Keep how `actor` sees these skills: band (None: not said) and whether colleagues may see the offer to help."""
    team = _locked(organisation)
    known = {(one.framework, one.competence): one for one in team.ratings.filter(person=actor)}
    moved = set()
    for competence, (band, offered) in given.items():
        before = known.get(competence)
        if band is None:
            if before is not None:
                _take_back(team, before)
                moved.add(competence)
        elif before is None or before.band != band:
            _keep(team, competence, before, actor=actor, band=band, offered=offered, at=at)
            moved.add(competence)
        elif before.offered != offered:
            SkillRating.objects.filter(pk=before.pk).update(offered=offered)
    if moved:
        _tell(team, moved, at)
        record("team_skills.rated", team, actor=None, at=at, organisation=team.organisation_id)
    return team


@transaction.atomic
def withdraw(organisation: Any, *, actor: Any, at: datetime) -> None:
    """Delete all that `actor` said of their skills here."""
    team = _locked(organisation)
    mine = list(team.ratings.filter(person=actor))
    for one in mine:
        _take_back(team, one)
    if mine:
        _tell(team, {(one.framework, one.competence) for one in mine}, at)
        record("team_skills.withdrawn", team, actor=None, at=at, organisation=team.organisation_id)


@transaction.atomic
def write_to_all(organisation: Any, *, actor: Any, at: datetime) -> bool:
    """Tell every member in the same words where to say what they can do; False when it was done lately."""
    team = _locked(organisation)
    if team.letter is not None and at - team.letter < BETWEEN_LETTERS:
        return False
    team.letter = at
    team.save(update_fields=["letter"])
    record("team_skills.letter_sent", team, actor=actor, at=at, organisation=team.organisation_id)
    for membership in directory.members(organisation):
        mail.send(
            membership.person,
            "diagnosis/mail/team_skills.txt",
            "team_skills",
            organisation.slug,
            essential=False,
            organisation=organisation,
        )
    return True


def _locked(organisation: Any) -> TeamSkills:
    TeamSkills.objects.get_or_create(organisation=organisation)
    return TeamSkills.objects.select_for_update().get(organisation=organisation)


def _keep(team: TeamSkills, competence: Competence, before: SkillRating | None, *, actor: Any, **values: Any) -> None:
    if before is not None:
        SkillRating.objects.filter(pk=before.pk).update(**values)
        return
    framework, identifier = competence
    SkillRating.objects.create(team=team, person=actor, framework=framework, competence=identifier, **values)


def _take_back(team: TeamSkills, rating: SkillRating) -> None:
    """Delete an answer, remembering that the counts shown still hold it."""
    shown = team.told.get(skills.key(rating.framework, rating.competence))
    if shown and rating.at <= datetime.fromisoformat(shown["at"]):
        shown["gone"] += 1
    rating.delete()


def _tell(team: TeamSkills, competences: Iterable[Competence], at: datetime) -> None:
    """Renew what is shown of these competences, where enough people have moved."""
    for framework, identifier in competences:
        name = skills.key(framework, identifier)
        before = team.told.get(name)
        rows = skills.ratings_of(team).filter(framework=framework, competence=identifier)
        counts = [0] * skills.BANDS
        for row in rows.values("band").annotate(people=Count("pk")):
            counts[row["band"]] = row["people"]
        moved = sum(counts)
        if before:
            moved = before["gone"] + rows.filter(at__gt=datetime.fromisoformat(before["at"])).count()
        shown = team_skills.told(before and before["counts"], counts, moved)
        if shown is not None and (before is None or moved >= team_skills.SMALLEST_TEAM):
            team.told[name] = {"counts": list(shown), "at": at.isoformat(), "gone": 0}
    team.save(update_fields=["told"])
