"""The answer to a cohort: groups, figures, and what a person should know about them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tandem.domain.assignment.cohort import Cohort, Mask
from tandem.domain.assignment.feasibility import shortages
from tandem.domain.assignment.greedy import greedy
from tandem.domain.assignment.measure import (
    Standing,
    blocking_pairs,
    covered,
    scores,
    spread_facilitators,
)
from tandem.domain.assignment.program import Program
from tandem.domain.assignment.search import Found, as_it_is, search
from tandem.domain.messages import Message, gettext_noop

#: Time to search when none is given: more for each pair of mentor and project.
SECONDS_PER_PAIR, SHORTEST, LONGEST = 1 / 2_500, 0.5, 90.0


@dataclass(frozen=True)
class Group:
    """A project with its mentors, in the order of the file; skills in the order of the project's needs."""

    project: str
    mentors: Sequence[str]
    facilitator: str | None
    covered: Sequence[str]
    uncovered: Sequence[str]
    score: float


@dataclass(frozen=True)
class Answer:
    """`gap`: share by which the first aim that is not proved optimal may be missed; 0 when all are proved.

    When infeasible, only `messages` says something: what is short.
    """

    status: Literal["optimal", "feasible", "infeasible"]
    messages: Sequence[Message]
    gap: float = 0.0
    groups: Sequence[Group] = ()
    unassigned: Sequence[str] = ()
    covered: int = 0
    coverable: int = 0
    worst: float | None = None
    total: float = 0.0
    blocking_pairs: int = 0
    justified_blocking_pairs: int = 0


def default_seconds(cohort: Cohort) -> float:
    """
    Within the budgets of 1, 10 and 120 s for 8 × 60, 50 × 400 and 200 × 2,000, reading and printing included.
    """
    return min(SHORTEST + cohort.allowed.size * SECONDS_PER_PAIR, LONGEST)


def assign(
    cohort: Cohort,
    clock: Callable[[], float],
    seconds: float | None = None,
    *,
    quickly: bool = False,
    program: type[Program] = Program,
    tell: Callable[[Standing], None] = lambda _: None,
) -> Answer:
    """Mentors for every project: most covered skills first, then the best worst-off project, then the total.

    Starts from the greedy assignment and never falls below it; `quickly` stops there. `clock` counts seconds
    (any zero), `tell` hears how far the search is. `program` is the solver's: HiGHS unless another is given.

    >>> from tandem.domain.assignment.cohort import read_cohort
    >>> cohort = read_cohort({
    ...     "group": {"min": 1, "target": 1, "max": 1},
    ...     "projects": [{"id": "site", "needs": ["web"]}, {"id": "data", "needs": ["sql"]}],
    ...     "mentors": [
    ...         {"id": "ana", "skills": ["web", "sql"], "capacity": 1, "preferences": ["site"], "conflicts": []},
    ...         {"id": "bo", "skills": ["web"], "capacity": 1, "preferences": ["site"], "conflicts": []},
    ...     ],
    ...     "pinned": [], "forbidden": [],
    ... })
    >>> answer = assign(cohort, clock=lambda: 0.0)
    >>> [(group.project, group.mentors, group.score) for group in answer.groups], answer.covered
    ([('site', ['bo'], 100.0), ('data', ['ana'], 60.0)], 2)
    """
    missing = shortages(cohort)
    if missing:
        return Answer("infeasible", missing)
    start = greedy(cohort)
    limit = default_seconds(cohort) if seconds is None else seconds
    found = as_it_is(cohort, start) if quickly else search(cohort, start, clock, limit, tell, program)
    groups = _groups(cohort, found.chosen)
    blocking, justified = blocking_pairs(cohort, found.chosen)
    return Answer(
        status="optimal" if found.optimal else "feasible",
        messages=list(_messages(cohort, found, quickly=quickly)),
        gap=found.gap,
        groups=groups,
        unassigned=[cohort.mentors[mentor] for mentor in np.flatnonzero(~found.chosen.any(axis=1)).tolist()],
        covered=sum(len(group.covered) for group in groups),
        coverable=int(cohort.coverable.sum()),
        worst=min((group.score for group in groups), default=None),
        total=math.fsum(group.score for group in groups),
        blocking_pairs=int(blocking.sum()),
        justified_blocking_pairs=int(justified.sum()),
    )


def _groups(cohort: Cohort, chosen: Mask) -> list[Group]:
    is_covered, found = covered(cohort, chosen), scores(cohort, chosen)
    groups = []
    for number, facilitator in enumerate(spread_facilitators(cohort)):
        needs = [(skill, bool(is_covered[number, skill])) for skill in cohort.needs[number]]
        groups.append(
            Group(
                project=cohort.projects[number],
                mentors=[cohort.mentors[mentor] for mentor in np.flatnonzero(chosen[:, number]).tolist()],
                facilitator=facilitator,
                covered=[cohort.skills[skill] for skill, there in needs if there],
                uncovered=[cohort.skills[skill] for skill, there in needs if not there],
                score=float(found[number]),
            )
        )
    return groups


def _messages(cohort: Cohort, found: Found, *, quickly: bool) -> Iterator[Message]:
    for number, project in enumerate(cohort.projects):
        nobody = [cohort.skills[skill] for skill in cohort.needs[number] if not cohort.coverable[number, skill]]
        if nobody:
            yield Message(
                gettext_noop("“%(project)s”: nobody without conflict holds %(skills)s"),
                {"project": project, "skills": tuple(nobody)},
            )
    if not found.optimal and not quickly:
        yield Message(
            gettext_noop("the time was up before this was proved to be the best: it may be missed by %(percent)s %%"),
            {"percent": f"{100 * found.gap:.2g}"},
        )
