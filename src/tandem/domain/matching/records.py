"""Rankings as the records of the command line and the programming interface (docs/command-line.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tandem.domain.matching.ranking import Ranking, Result
from tandem.domain.messages import Message


def ranking_record(need_id: str, ranking: Ranking, say: Callable[[Message], str]) -> dict[str, Any]:
    """The answer for one need, its sentences said by `say`."""
    return {
        "need": need_id,
        "considered": ranking.considered,
        "removed_by_gate": dict(ranking.removed_by_gate),
        "relaxed": list(ranking.relaxed),
        "results": [_result_record(result, say) for result in ranking.results],
    }


def _result_record(result: Result, say: Callable[[Message], str]) -> dict[str, Any]:
    return {
        "offer": result.offer.id,
        "rank_score": result.rank_score,
        "score": result.score,
        "score_for_offer": result.score_for_other,
        "completeness": result.completeness,
        "criteria": [
            {
                "name": criterion.name,
                "weight": criterion.weight,
                "value": criterion.value,
                "contribution": criterion.contribution,
                "reason": say(criterion.reason),
            }
            for criterion in result.criteria
        ],
        "missing": [say(text) for text in result.missing],
        "would_change": [
            {"change": say(one.change.seen_from(result.viewer)), "new_score": one.new_score}
            for one in result.would_change
        ],
    }
