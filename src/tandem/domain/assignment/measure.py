"""What an assignment is worth: covered skills, scores, and pairs who would rather be together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tandem.domain.assignment.cohort import UNLISTED, Cohort, Counts, Mask, Numbers

#: Scores are sums of few fractions; what differs by less is the same.
SAME = 1e-6


@dataclass(frozen=True, order=True)
class Standing:
    """The three aims in their order, rounded so that equal assignments compare as equal."""

    covered: int
    worst: float
    total: float


def standing(cohort: Cohort, chosen: Mask) -> Standing:
    """Covered (project, skill) pairs, the lowest score of a project, the sum of scores."""
    found = scores(cohort, chosen)
    worst = float(found.min()) if found.size else 0.0
    return Standing(int(covered(cohort, chosen).sum()), round(worst, 6), round(float(found.sum()), 6))


def covered(cohort: Cohort, chosen: Mask) -> Mask:
    """Projects × skills: wanted and held by a mentor of the project."""
    return cohort.wants & (_holders(cohort, chosen) > 0)


def scores(cohort: Cohort, chosen: Mask) -> Numbers:
    """Score of each project: the values of its mentors, each beyond `target` (lowest first) counted half."""
    return np.array(
        [score(cohort.value[chosen[:, project], project], cohort.target) for project in range(len(cohort.projects))]
    )


def score(values: Numbers, target: int) -> float:
    """
    >>> score(np.array([30.0, 80.0, 50.0]), target=2)
    145.0
    """
    best_first = np.sort(values)[::-1]
    return float(best_first[:target].sum() + best_first[target:].sum() / 2)


def blocking_pairs(cohort: Cohort, chosen: Mask) -> tuple[Mask, Mask]:
    """Mentors × projects: blocking pairs, and among them the justified ones.

    A pair not together and without conflict blocks when the mentor has free capacity or lists the project
    before one of their own (one not listed comes last), and the project is below max or would gain by taking
    the mentor for its lowest-valued one. It is justified when the change breaks no size, capacity, pin,
    conflict or covered skill, whichever of several such projects or equally low mentors is given up.
    """
    sizes = chosen.sum(axis=0)
    free = chosen.sum(axis=1) < cohort.capacity
    prefers = cohort.rank < np.where(chosen, cohort.rank, 0).max(axis=1, initial=0)[:, None]
    lowest = np.where(chosen, cohort.value, np.inf).min(axis=0, initial=np.inf)
    below = sizes < cohort.most
    gains = cohort.value > lowest + SAME
    blocking = ~chosen & cohort.allowed & (free[:, None] | (prefers & (cohort.rank < UNLISTED))) & (below | gains)
    holders = _holders(cohort, chosen)
    may_leave = _may_leave(cohort, chosen, sizes, holders)
    could_leave = cohort.rank < np.where(may_leave, cohort.rank, 0).max(axis=1, initial=0)[:, None]
    welcome = below | _may_replace(cohort, chosen, lowest, holders)
    return blocking, blocking & (free[:, None] | could_leave) & welcome


def spread_facilitators(cohort: Cohort) -> Sequence[str | None]:
    """A facilitator for each project, as evenly as their limits allow; `None` for all when there are none."""
    if cohort.facilitators is None:
        return [None] * len(cohort.projects)
    led = [0] * len(cohort.facilitators)
    found = []
    for _ in cohort.projects:
        with_room = [at for at, (_, most) in enumerate(cohort.facilitators) if led[at] < most]
        chosen = min(with_room, key=lambda at: led[at])
        led[chosen] += 1
        found.append(cohort.facilitators[chosen][0])
    return found


def _holders(cohort: Cohort, chosen: Mask) -> Counts:
    """Projects × skills: how many mentors of the project hold the skill."""
    held: Counts = chosen.T.astype(np.int64) @ cohort.holds.astype(np.int64)
    return held


def _may_leave(cohort: Cohort, chosen: Mask, sizes: Counts, holders: Counts) -> Mask:
    """Mentors × projects: together, and the project keeps its size, pins and covered skills without the mentor."""
    alone = cohort.wants & (holders == 1)
    needed = (cohort.holds.astype(np.int64) @ alone.T.astype(np.int64)) > 0
    found: Mask = chosen & ~cohort.pinned & ~needed & (sizes > cohort.least)
    return found


def _may_replace(cohort: Cohort, chosen: Mask, lowest: Numbers, holders: Counts) -> Mask:
    """Mentors × projects: the mentor could take the place of a lowest-valued one and no covered skill is lost."""
    found = np.zeros_like(chosen)
    lowest_valued = chosen & ~cohort.pinned & (cohort.value <= lowest + SAME)
    for mentor, project in np.argwhere(lowest_valued):
        lost = cohort.wants[project] & cohort.holds[mentor] & (holders[project] == 1)
        found[:, project] |= cohort.holds[:, lost].all(axis=1)
    return found
