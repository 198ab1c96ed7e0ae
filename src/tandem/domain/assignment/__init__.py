"""Composing mentor groups: the worst-served project first (docs/algorithms/assignment.md).

`read_cohort(value) -> Cohort`, then `assign(cohort, clock, seconds) -> Answer`. Aims in their order: covered
skills, the lowest score of a project, the sum of scores.
"""

from tandem.domain.assignment.answer import Answer, Group, assign, default_seconds
from tandem.domain.assignment.cohort import Cohort, read_cohort
from tandem.domain.assignment.measure import Standing

__all__ = ["Answer", "Cohort", "Group", "Standing", "assign", "default_seconds", "read_cohort"]
