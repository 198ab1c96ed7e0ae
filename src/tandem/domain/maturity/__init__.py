"""Digital maturity: from answers to what is shown, intervals, bands, next steps and comparisons.

The laws that hold, and what was refused, stand in docs/algorithms/maturity.md.
"""

from tandem.domain.maturity.comparison import Change, PeerGroup, changes, peer_groups
from tandem.domain.maturity.questionnaire import (
    DONT_KNOW,
    Band,
    Clause,
    Condition,
    Question,
    Questionnaire,
    Rule,
)
from tandem.domain.maturity.results import Diagnosis, DimensionResult, Recommendation, diagnose, ranks_of
from tandem.domain.maturity.scoring import Scores, scores
from tandem.domain.maturity.search import answers_that_satisfy

__all__ = [
    "DONT_KNOW",
    "Band",
    "Change",
    "Clause",
    "Condition",
    "Diagnosis",
    "DimensionResult",
    "PeerGroup",
    "Question",
    "Questionnaire",
    "Recommendation",
    "Rule",
    "Scores",
    "answers_that_satisfy",
    "changes",
    "diagnose",
    "peer_groups",
    "ranks_of",
    "scores",
]
