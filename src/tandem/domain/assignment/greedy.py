"""A quick assignment, worst served first: the yardstick for the optimiser, and its start."""

from __future__ import annotations

import numpy as np

from tandem.domain.assignment.cohort import Cohort, Mask
from tandem.domain.assignment.measure import score


def greedy(cohort: Cohort) -> Mask:
    """Mentors × projects. The cohort has to be feasible.

    1. Pins. 2. Up to min, 3. up to max: the project with the lowest score takes the mentor who brings most
    skills not covered yet, then most value. After 2, groups that stayed below min get mentors from others
    along augmenting paths. A mentor of no value is taken only to reach min.
    """
    chosen = cohort.pinned.copy()
    _fill(cohort, chosen, cohort.least, needed=True)
    _complete(cohort, chosen)
    _fill(cohort, chosen, cohort.most, needed=False)
    return chosen


def _fill(cohort: Cohort, chosen: Mask, size: int, *, needed: bool) -> None:
    free = cohort.capacity - chosen.sum(axis=1)
    served = [score(cohort.value[chosen[:, project], project], cohort.target) for project in range(chosen.shape[1])]
    waiting = {project for project in range(chosen.shape[1]) if chosen[:, project].sum() < size}
    while waiting:
        project = min(waiting, key=lambda one: (served[one], one))
        possible = cohort.allowed[:, project] & ~chosen[:, project] & (free > 0)
        if not needed:
            possible &= cohort.value[:, project] > 0
        if not possible.any():
            waiting.remove(project)
            continue
        missing = cohort.wants[project] & ~cohort.holds[chosen[:, project]].any(axis=0)
        brings = cohort.holds[:, missing].sum(axis=1) * 1000.0 + cohort.value[:, project]
        mentor = int(np.argmax(np.where(possible, brings, -1.0)))
        chosen[mentor, project] = True
        free[mentor] -= 1
        served[project] = score(cohort.value[chosen[:, project], project], cohort.target)
        if chosen[:, project].sum() >= size:
            waiting.remove(project)


def _complete(cohort: Cohort, chosen: Mask) -> None:
    """Bring every group to min, moving mentors between groups where it has to be."""
    for project in range(chosen.shape[1]):
        while chosen[:, project].sum() < cohort.least:
            _augment(cohort, chosen, project)


def _augment(cohort: Cohort, chosen: Mask, short: int) -> None:
    """One more mentor for `short`, found breadth first: free, or from a group that can spare or replace one."""
    came_from: dict[int, tuple[int, int]] = {}
    seen = np.zeros(chosen.shape[0], dtype=np.bool_)
    queue = [short]
    for project in queue:
        for mentor in np.flatnonzero(cohort.allowed[:, project] & ~chosen[:, project] & ~seen):
            seen[mentor] = True
            if chosen[mentor].sum() < cohort.capacity[mentor]:
                _move(chosen, int(mentor), None, project, came_from)
                return
            for other in np.flatnonzero(chosen[mentor] & ~cohort.pinned[mentor]):
                if other == short or other in came_from:
                    continue
                if chosen[:, other].sum() > cohort.least:
                    _move(chosen, int(mentor), int(other), project, came_from)
                    return
                came_from[int(other)] = (int(mentor), project)
                queue.append(int(other))
    raise ValueError("the cohort is not feasible")


def _move(chosen: Mask, mentor: int, left: int | None, project: int, came_from: dict[int, tuple[int, int]]) -> None:
    """`mentor` joins `project`; along the path, each group passes on the mentor it has just replaced."""
    while True:
        if left is not None:
            chosen[mentor, left] = False
        chosen[mentor, project] = True
        if project not in came_from:
            return
        left = project
        mentor, project = came_from[project]
