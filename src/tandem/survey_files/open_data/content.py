"""What is published of a survey: its variables, their words, and answers that nobody can be found in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.anonymising import anonymise
from tandem.domain.survey.answers import MISSING, Question
from tandem.domain.survey.disclosure import FEWEST

Words = Mapping[str, str]
WEIGHT = "weight"


@dataclass(frozen=True)
class Variable:
    """One column: its answers as codes (`MISSING`: none), the words of the question and of each code by language.

    `absences` are codes that say why there is no answer, such as not asked. A number has no words for its codes.
    """

    answers: Question
    words: Words
    choices: Mapping[str, Words] = field(default_factory=dict)
    absences: tuple[str, ...] = ()
    is_number: bool = False

    @property
    def name(self) -> str:
        return self.answers.name

    def values(self) -> list[str]:
        levels = (*self.answers.levels, "")
        return [levels[code] for code in self.answers.codes.tolist()]


@dataclass(frozen=True)
class OpenSurvey:
    """Everything that goes into the files. `licence` is an SPDX name, `citation` how to cite the data."""

    title: Words
    languages: tuple[str, ...]
    creator: str
    licence: str
    citation: str
    variables: tuple[Variable, ...]
    weights: NDArray[np.float64] | None = None
    synthetic: bool = False
    blanked: int = 0
    identifying: tuple[str, ...] = ()
    k: int = FEWEST

    @property
    def n(self) -> int:
        return len(self.variables[0].answers.codes) if self.variables else 0


def anonymised(survey: OpenSurvey, identifying: Collection[str], k: int = FEWEST) -> OpenSurvey:
    """The survey as it may be published: `identifying` answers k-anonymous, rows in an order that tells nothing.

    The weights of those whose answers were blanked become their mean: a weight made from margins would tell
    what was blanked. Rows are sorted by what they hold, so that nobody is found by when they answered.

    Errors: `BadInput` as `domain.survey.anonymising.anonymise`.
    """
    done = anonymise([one.answers for one in survey.variables], identifying, k)
    weights = survey.weights
    if weights is not None and done.blanked.any():
        weights = np.where(done.blanked, weights[done.blanked].mean(), weights)
    columns = [one.codes for one in reversed(done.questions)]
    keys = [weights, *columns] if weights is not None else columns
    order = np.lexsort(keys) if keys else np.arange(0)
    variables = tuple(
        replace(one, answers=Question(answers.name, answers.levels, answers.codes[order]))
        for one, answers in zip(survey.variables, done.questions, strict=True)
    )
    return replace(
        survey,
        variables=variables,
        weights=weights[order] if weights is not None else None,
        blanked=int(np.count_nonzero(done.blanked)),
        identifying=tuple(identifying),
        k=k,
    )


def named(survey: OpenSurvey, name: str) -> str:
    """The name of a file: of answers that nobody gave, every file says so."""
    return f"synthetic-{name}" if survey.synthetic else name


def in_language(words: Words, language: str, otherwise: str) -> str:
    """The words in a language, else in any language they have, else the name."""
    return words.get(language) or words.get("") or next(iter(words.values()), otherwise)


def apart(
    name: str,
    words: Words,
    choices: Mapping[str, Words],
    ticked: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    said: Sequence[Mapping[str, str]],
) -> list[Variable]:
    """A question with several answers as one variable of 0 or 1 per choice, named `question/choice`.

    `said` are the words for 0 and for 1 by language.
    """
    found = []
    for place, (code, label) in enumerate(choices.items()):
        codes = np.where(asked, ticked[:, place].astype(np.int32), MISSING).astype(np.int32)
        languages = dict.fromkeys([*words, *label])
        both = {one: f"{in_language(words, one, name)} – {in_language(label, one, code)}" for one in languages}
        answers = Question(f"{name}/{code}", ("0", "1"), codes)
        found.append(Variable(answers, both, {"0": said[0], "1": said[1]}))
    return found
