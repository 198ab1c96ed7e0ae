"""What each project could have if all others left it their mentors: bounds for any assignment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np

from tandem.domain.assignment.cohort import Cohort, Counts, Mask, Numbers
from tandem.domain.assignment.measure import Standing, covered, scores
from tandem.domain.assignment.program import Program

#: Time for the programme of one project; when it is not enough, the simple bound stands.
SECONDS = 2.0
BEST_MENTORS, BEST_PROJECTS, BEST_HOLDERS = 30, 4, 8


def simple_score_bounds(cohort: Cohort) -> Numbers:
    """Per project: the score of its `most` best-valued mentors."""
    best = -np.sort(-np.where(cohort.allowed, cohort.value, 0.0), axis=0)[: cohort.most]
    weight = np.where(np.arange(len(best)) < cohort.target, 1.0, 0.5)
    bounds: Numbers = weight @ best
    return bounds


def alone(cohort: Cohort, is_late: Callable[[], bool]) -> tuple[Counts, Numbers]:
    """Per project: the most skills that a group can cover, and the best score of a group that covers so many.

    Simple bounds, which hold too, stand for the projects left when it `is_late`.
    """
    covers = cohort.coverable.sum(axis=1)
    best_scores = simple_score_bounds(cohort)
    for project in range(len(cohort.projects)):
        part = cohort.part([project], np.minimum(cohort.capacity, 1))
        if is_late():
            break
        if not covers[project] or covered(part, _best_valued(part)).sum() == covers[project]:
            continue
        program = Program(part, _undominated(part))
        most = program.solve("covered", Standing(0, 0.0, 0.0), SECONDS)
        if not most.proved or most.chosen is None:
            continue
        covers[project] = covered(part, most.chosen).sum()
        best = program.solve("total", Standing(int(covers[project]), 0.0, 0.0), SECONDS)
        if best.proved and best.chosen is not None:
            best_scores[project] = scores(part, best.chosen)[0]
    return covers, best_scores


def promising(cohort: Cohort) -> Mask:
    """Pairs that a good assignment is likely made of: the best mentors of each project, the best projects of each
    mentor, and the best holders of each wanted skill."""
    value = np.where(cohort.allowed, cohort.value, -1.0)
    among_mentors = np.argsort(np.argsort(-value, axis=0, kind="stable"), axis=0)
    among_projects = np.argsort(np.argsort(-value, axis=1, kind="stable"), axis=1)
    found: Mask = (among_mentors < max(BEST_MENTORS, 3 * cohort.most)) | (among_projects < BEST_PROJECTS)
    for project, skill in np.argwhere(cohort.coverable):
        holders = np.flatnonzero(cohort.holds[:, skill] & cohort.allowed[:, project])
        best = holders[np.argsort(-value[holders, project], kind="stable")[:BEST_HOLDERS]]
        found[best, project] = True
    return found & cohort.allowed


def _best_valued(part: Cohort) -> Mask:
    """The group of one project that its simple bound counts."""
    order = np.argsort(-np.where(part.allowed[:, 0], part.value[:, 0], -1.0), kind="stable")[: part.most]
    chosen = np.zeros_like(part.allowed)
    chosen[order, 0] = part.allowed[order, 0]
    return chosen


def _undominated(part: Cohort) -> Mask:
    """Of mentors who bring the same wanted skills to a project, no group needs more than its `most` best."""
    columns = part.pinned.copy()
    seen: Counter[bytes] = Counter()
    brings = part.holds & part.wants[0]
    for mentor in np.argsort(-part.value[:, 0], kind="stable"):
        key = brings[mentor].tobytes()
        if part.allowed[mentor, 0] and part.capacity[mentor] and seen[key] < part.most:
            columns[mentor, 0] = True
            seen[key] += 1
    return columns
