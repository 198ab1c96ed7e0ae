"""A cohort: projects with needs, mentors with skills and wishes, and who may not be put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, items, members, text, whole

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]

SKILL_POINTS = 60
PREFERENCE_POINTS = 40
#: The rank of a project that a mentor does not list: after every listed one.
UNLISTED = 10**6
MOST = 10**6


@dataclass(frozen=True, eq=False)
class Cohort:
    """Columns of a cohort; a matrix has a row per mentor and a column per project.

    `needs`: numbers of the skills each project wants, in its order. `wants`: projects × skills, `holds`:
    mentors × skills. `rank`: 1 for the project a mentor lists first.
    `allowed`: no conflict and not forbidden. `facilitators`: id and most groups, `None` when there are none.
    """

    projects: Sequence[str]
    mentors: Sequence[str]
    skills: Sequence[str]
    needs: Sequence[Sequence[int]]
    wants: Mask
    holds: Mask
    capacity: Counts
    rank: Counts
    listed: Counts
    allowed: Mask
    pinned: Mask
    least: int
    target: int
    most: int
    facilitators: Sequence[tuple[str, int]] | None = None

    @cached_property
    def value(self) -> Numbers:
        """Value of each mentor in each project, 0-100.

        60 × |skills ∩ needs| / |needs| + 40 × (1 − (rank − 1) / length of the mentor's list); the first part is
        0 without needs, the second for a project that is not listed.
        """
        needs = self.wants.sum(axis=1)
        shared = self.holds.astype(np.int64) @ self.wants.T.astype(np.int64)
        fit = SKILL_POINTS * shared / np.maximum(needs, 1)
        wish = PREFERENCE_POINTS * (1 - (self.rank - 1) / np.maximum(self.listed, 1)[:, None])
        value: Numbers = fit + np.where(self.rank < UNLISTED, wish, 0.0)
        return value

    @cached_property
    def coverable(self) -> Mask:
        """Projects × skills: wanted, and held by some mentor who may join the project."""
        found: Mask = self.wants & ((self.allowed.T.astype(np.int64) @ self.holds.astype(np.int64)) > 0)
        return found

    def part(self, projects: Sequence[int], capacity: Counts) -> Cohort:
        """The cohort of some of its projects; who has no `capacity` left by the others may join none."""
        return replace(
            self,
            projects=[self.projects[project] for project in projects],
            needs=[self.needs[project] for project in projects],
            wants=self.wants[projects],
            capacity=capacity,
            rank=self.rank[:, projects],
            allowed=self.allowed[:, projects] & (capacity > 0)[:, None],
            pinned=self.pinned[:, projects],
        )


def read_cohort(value: object) -> Cohort:
    """The cohort of a decoded JSON file; `BadInput` names the place of anything missing, unknown or twice."""
    record = members(value, (), ("group", "projects", "mentors", "pinned", "forbidden"), ("facilitators",))
    least, target, most = _read_group(record["group"])
    projects = _records(record["projects"], "projects", ("id", "needs"))
    mentors = _records(record["mentors"], "mentors", ("id", "skills", "capacity", "preferences", "conflicts"))
    needs = [_texts(one["needs"], (*place, "needs")) for one, place in projects.values()]
    skills = [_texts(one["skills"], (*place, "skills")) for one, place in mentors.values()]
    every = list(dict.fromkeys(skill for some in (*needs, *skills) for skill in some))
    number = {skill: at for at, skill in enumerate(every)}
    column = {project: number for number, project in enumerate(projects)}
    row = {mentor: number for number, mentor in enumerate(mentors)}
    rank, listed = _read_preferences(mentors, column)
    allowed = ~_read_pairs(record["forbidden"], "forbidden", row, column)
    for mentor, (one, place) in mentors.items():
        for project, where in _named(one["conflicts"], (*place, "conflicts")):
            allowed[row[mentor], _known(project, where, column)] = False
    return Cohort(
        projects=list(projects),
        mentors=list(mentors),
        skills=every,
        needs=[[number[skill] for skill in dict.fromkeys(some)] for some in needs],
        wants=_incidence(needs, every),
        holds=_incidence(skills, every),
        capacity=np.array(
            [whole(one["capacity"], (*place, "capacity"), 0, MOST) for one, place in mentors.values()], dtype=np.int64
        ),
        rank=rank,
        listed=listed,
        allowed=allowed,
        pinned=_read_pairs(record["pinned"], "pinned", row, column),
        least=least,
        target=target,
        most=most,
        facilitators=_read_facilitators(record),
    )


def _read_group(value: object) -> tuple[int, int, int]:
    group = members(value, ("group",), ("min", "target", "max"))
    least, target, most = (whole(group[key], ("group", key), 0, MOST) for key in ("min", "target", "max"))
    if not least <= target <= most or most == 0:
        problem = gettext_noop("min, target and max of a group have to grow, and max is at least 1")
        raise BadInput(Message(problem), ("group",))
    return least, target, most


Records = dict[str, tuple[dict[str, Any], Place]]


def _records(value: object, key: str, keys: Sequence[str]) -> Records:
    """Objects with an id of their own, by id, each with its place."""
    found: Records = {}
    for one, place in items(value, (key,)):
        record = members(one, place, keys)
        identifier = text(record["id"], (*place, "id"))
        if identifier in found:
            raise BadInput(Message(gettext_noop("the id “%(id)s” is there twice"), {"id": identifier}), (*place, "id"))
        found[identifier] = record, place
    return found


def _read_facilitators(record: Mapping[str, Any]) -> list[tuple[str, int]] | None:
    if "facilitators" not in record:
        return None
    found = _records(record["facilitators"], "facilitators", ("id", "max_groups"))
    return [
        (identifier, whole(one["max_groups"], (*place, "max_groups"), 0, MOST))
        for identifier, (one, place) in found.items()
    ]


def _read_preferences(mentors: Records, column: Mapping[str, int]) -> tuple[Counts, Counts]:
    rank = np.full((len(mentors), len(column)), UNLISTED, dtype=np.int64)
    listed = np.zeros(len(mentors), dtype=np.int64)
    for number, (one, place) in enumerate(mentors.values()):
        wishes = _named(one["preferences"], (*place, "preferences"))
        listed[number] = len(wishes)
        for position, (project, where) in enumerate(wishes, start=1):
            at = _known(project, where, column)
            if rank[number, at] != UNLISTED:
                raise BadInput(Message(gettext_noop("the project “%(id)s” is listed twice"), {"id": project}), where)
            rank[number, at] = position
    return rank, listed


def _read_pairs(value: object, key: str, row: Mapping[str, int], column: Mapping[str, int]) -> Mask:
    pairs = np.zeros((len(row), len(column)), dtype=np.bool_)
    for pair, place in items(value, (key,)):
        both = _named(pair, place)
        if len(both) != 2:
            raise BadInput(Message(gettext_noop("a pair is a mentor and a project")), place)
        (mentor, mentor_place), (project, project_place) = both
        if mentor not in row:
            raise BadInput(Message(gettext_noop("there is no mentor “%(id)s”"), {"id": mentor}), mentor_place)
        pairs[row[mentor], _known(project, project_place, column)] = True
    return pairs


def _known(project: str, place: Place, column: Mapping[str, int]) -> int:
    if project not in column:
        raise BadInput(Message(gettext_noop("there is no project “%(id)s”"), {"id": project}), place)
    return column[project]


def _named(value: object, place: Place) -> list[tuple[str, Place]]:
    return [(text(one, where), where) for one, where in items(value, place)]


def _texts(value: object, place: Place) -> list[str]:
    return [one for one, _ in _named(value, place)]


def _incidence(some: Sequence[Sequence[str]], every: Sequence[str]) -> Mask:
    number = {skill: at for at, skill in enumerate(every)}
    found = np.zeros((len(some), len(every)), dtype=np.bool_)
    for row, skills in enumerate(some):
        found[row, [number[skill] for skill in skills]] = True
    return found
