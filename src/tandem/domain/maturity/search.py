"""Can this ever happen? A search for answers under which a condition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tandem.domain.maturity.questionnaire import DONT_KNOW, Clause, Condition

if TYPE_CHECKING:
    from tandem.domain.maturity.questionnaire import Questionnaire

#: What each question may still answer.
Allowed = dict[str, frozenset[str]]


def answers_that_satisfy(questionnaire: Questionnaire, condition: Condition) -> dict[str, str] | None:
    """The weakest answers found under which `condition` holds, or None when there are none.

    Complete: a clause narrows what its question may answer and adds the condition under which that
    question is shown; each `some` is tried branch by branch, so that None is a proof. The search
    visits every combination of branches at worst; conditions of a questionnaire hold a handful.

    >>> from tandem.domain.maturity.questionnaire import Band, Question, Questionnaire
    >>> site = Question("site", "tools", ("no", "yes"), core=True)
    >>> asked = Condition(every=(Clause("site", frozenset({"yes"})),))
    >>> tested = Question("tested", "tools", ("no", "yes"), shown_when=asked)
    >>> both = Questionnaire("1", ("tools",), (Band("first", 0),), (site, tested))
    >>> answers_that_satisfy(both, Condition(every=(Clause("tested", frozenset({"no"})),)))
    {'tested': 'no', 'site': 'yes'}
    >>> clash = Condition(every=(Clause("tested", frozenset({"no"})), Clause("site", frozenset({"no"}))))
    >>> answers_that_satisfy(both, clash) is None
    True
    """
    allowed = _narrow(questionnaire, condition.every, _branches(condition), {})
    if allowed is None:
        return None
    return {
        identifier: next(c for c in (*questionnaire.by_id[identifier].choices, DONT_KNOW) if c in choices)
        for identifier, choices in allowed.items()
    }


def _branches(condition: Condition) -> tuple[tuple[Clause, ...], ...]:
    return (condition.some,) if condition.some else ()


def _narrow(
    questionnaire: Questionnaire,
    pending: tuple[Clause, ...],
    branches: tuple[tuple[Clause, ...], ...],
    allowed: Allowed,
) -> Allowed | None:
    if pending:
        clause, *rest = pending
        question = questionnaire.by_id[clause.question]
        possible = allowed.get(question.id, frozenset((*question.choices, DONT_KNOW))) & clause.choices
        if not possible:
            return None
        if question.id not in allowed:
            rest = [*question.shown_when.every, *rest]
            branches = branches + _branches(question.shown_when)
        return _narrow(questionnaire, tuple(rest), branches, {**allowed, question.id: possible})
    if branches:
        for clause in branches[0]:
            found = _narrow(questionnaire, (clause,), branches[1:], allowed)
            if found is not None:
                return found
        return None
    return allowed
