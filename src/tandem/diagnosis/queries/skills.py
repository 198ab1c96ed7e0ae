"""The skills of a team: what one said oneself, what is told of all, who offers help."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from tandem.competences import queries as competences
from tandem.diagnosis.models import SkillRating, TeamSkills
from tandem.directory import queries as directory
from tandem.domain import team_skills
from tandem.domain.competences import DIGCOMP, TANDEM
from tandem.guide import queries as guide

FRAMEWORKS = (DIGCOMP, TANDEM)
#: Not yet, and the four bands.
BANDS = 5
#: Resources suggested at a time.
MOST_RESOURCES = 5


def key(framework: str, competence: str) -> str:
    """How a competence is named in what is told."""
    return f"{framework} {competence}"


def areas(language: str) -> list[dict[str, Any]]:
    """The areas of the short form, one a page, with their competences in everyday words."""
    found = []
    for framework in FRAMEWORKS:
        known = competences.framework(framework)
        for area in known.areas.values():
            inside = [one for one in known.competences.values() if one.area == area.id]
            rows = [
                {"id": one.id, "label": one.label.say(language), "about": one.about.say(language)} for one in inside
            ]
            found.append(
                {
                    "id": f"{framework}-{area.id}".replace(".", "-"),
                    "framework": framework,
                    "label": area.label.say(language),
                    "competences": rows,
                }
            )
    return found


def ratings_of(team: TeamSkills) -> QuerySet[SkillRating]:
    """What the members of today said; who left the organisation took it along."""
    memberships = directory.members(team.organisation).filter(person=OuterRef("person")).order_by()
    return team.ratings.filter(Exists(memberships))


def team_of(organisation: Any) -> TeamSkills | None:
    return TeamSkills.objects.filter(organisation=organisation).first()


def mine(team: TeamSkills | None, person: Any) -> dict[str, SkillRating]:
    """What `person` said, by competence."""
    if team is None:
        return {}
    return {key(one.framework, one.competence): one for one in team.ratings.filter(person=person)}


def overview(team: TeamSkills | None, own: dict[str, SkillRating], language: str) -> list[dict[str, Any]]:
    """Area by area: shares in words once five answered, and the colleagues who offer help."""
    helpers: dict[str, list[str]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    if team is not None:
        for one in ratings_of(team).select_related("person").order_by("person__name", "pk"):
            counts[key(one.framework, one.competence)] += 1
            if one.offered:
                helpers[key(one.framework, one.competence)].append(str(one.person))
    rows = areas(language)
    for area in rows:
        for row in area["competences"]:
            name = key(area["framework"], row["id"])
            shown = team.told.get(name) if team and counts[name] >= team_skills.SMALLEST_TEAM else None
            row["shares"] = team_skills.in_shares(shown["counts"]) if shown else None
            row["gap"] = bool(shown) and team_skills.is_a_gap(shown["counts"])
            row["helpers"] = helpers[name]
            row["mine"] = own.get(name)
        area["told"] = [row for row in area["competences"] if row["shares"]]
        area["offers"] = [row for row in area["competences"] if row["helpers"]]
        area["answered"] = sum(1 for row in area["competences"] if row["mine"])
    return rows


def to_learn_from(wanted: set[tuple[str, str]]) -> list[Any]:
    """Resources that build these skills, those that build most of them first."""
    scored = [
        (sum((one.framework, one.id) in wanted for one in resource.competences), place, resource)
        for place, resource in enumerate(guide.resources())
    ]
    return [resource for hits, _place, resource in sorted(scored, key=lambda one: (-one[0], one[1])) if hits][
        :MOST_RESOURCES
    ]


def gaps_of_team(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(area["framework"], row["id"]) for area in rows for row in area["told"] if row["gap"]}


def gaps_of_mine(own: dict[str, SkillRating]) -> set[tuple[str, str]]:
    """What one cannot do yet, or only with somebody beside."""
    return {(one.framework, one.competence) for one in own.values() if one.band < 2}
