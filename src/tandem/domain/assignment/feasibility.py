"""Whether a cohort can be put together at all and, when not, what is short."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from tandem.domain.assignment.cohort import Cohort, Counts, Mask
from tandem.domain.messages import Message, gettext_noop


def shortages(cohort: Cohort) -> list[Message]:
    """Every reason why no assignment exists; empty when there is one.

    Contradictory pins first; when there are none, places are counted by a maximum flow, and the projects of
    its minimum cut are those that cannot all be served.
    """
    return list(_of_pins(cohort)) + list(_of_facilitators(cohort)) or list(_of_places(cohort))


def _of_pins(cohort: Cohort) -> Iterator[Message]:
    for mentor, project in np.argwhere(cohort.pinned & ~cohort.allowed).tolist():
        yield Message(
            gettext_noop("“%(mentor)s” is pinned to “%(project)s” and in conflict with it"),
            {"mentor": cohort.mentors[mentor], "project": cohort.projects[project]},
        )
    pins = cohort.pinned.sum(axis=1)
    for mentor in np.flatnonzero(pins > cohort.capacity).tolist():
        yield Message(
            gettext_noop("“%(mentor)s” is pinned to %(pins)s projects and has capacity for %(capacity)s"),
            {"mentor": cohort.mentors[mentor], "pins": int(pins[mentor]), "capacity": int(cohort.capacity[mentor])},
        )
    pins = cohort.pinned.sum(axis=0)
    for project in np.flatnonzero(pins > cohort.most).tolist():
        yield Message(
            gettext_noop("%(pins)s mentors are pinned to “%(project)s”, a group has %(most)s at most"),
            {"project": cohort.projects[project], "pins": int(pins[project]), "most": cohort.most},
        )


def _of_facilitators(cohort: Cohort) -> Iterator[Message]:
    if cohort.facilitators is None:
        return
    groups = sum(most for _, most in cohort.facilitators)
    if groups < len(cohort.projects):
        yield Message(
            gettext_noop("the facilitators can lead %(groups)s groups, there are %(projects)s"),
            {"groups": groups, "projects": len(cohort.projects)},
        )


def _of_places(cohort: Cohort) -> Iterator[Message]:
    demand = np.maximum(cohort.least - cohort.pinned.sum(axis=0), 0)
    supply = cohort.capacity - cohort.pinned.sum(axis=1)
    short = _short_projects(demand, supply, cohort.allowed & ~cohort.pinned)
    if not short.any():
        return
    wanted = int(demand[short].sum())
    offered = int(np.minimum(supply, (cohort.allowed & ~cohort.pinned)[:, short].sum(axis=1)).sum())
    yield Message(
        gettext_noop("%(projects)s: %(wanted)s more places to fill, mentors without conflict can fill %(offered)s"),
        {
            "projects": tuple(cohort.projects[project] for project in np.flatnonzero(short).tolist()),
            "wanted": wanted,
            "offered": offered,
        },
    )


def _short_projects(demand: Counts, supply: Counts, possible: Mask) -> Mask:
    """Projects that together want more than those who may join them can give (Hall's condition), none if served."""
    mentors, projects = possible.shape
    source, sink = mentors + projects, mentors + projects + 1
    row, column = np.nonzero(possible)
    tails = np.concatenate([np.full(projects, source), mentors + column, np.arange(mentors)])
    heads = np.concatenate([mentors + np.arange(projects), row, np.full(mentors, sink)])
    room = np.concatenate([demand, np.ones(len(row), dtype=np.int64), supply]).astype(np.int32)
    graph = csr_array((room, (tails, heads)), shape=(sink + 1, sink + 1))
    flow = maximum_flow(graph, source, sink)
    if flow.flow_value == demand.sum():
        return np.zeros(projects, dtype=np.bool_)
    residual = (graph - flow.flow).tocsr()
    residual.data = np.maximum(residual.data, 0)
    residual.eliminate_zeros()
    reached = breadth_first_order(residual, source, return_predecessors=False)
    return np.isin(mentors + np.arange(projects), reached)
