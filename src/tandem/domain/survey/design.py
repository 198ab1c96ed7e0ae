"""The sampling design: weights, strata, clusters and the size of the population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import Question, checked_weights

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Design:
    """How the respondents were drawn, in the terms that variances need.

    `cluster` numbers the first-stage units (each respondent is one when there are no clusters),
    `stratum` says of each cluster in which stratum it stands, `scale` is of each stratum
    (1 − n/N) · n/(n − 1) with n its clusters and N its population size, infinite when not known.
    `independent` when no two respondents share a cluster and there is one stratum of unknown size.
    """

    weights: Numbers
    cluster: Places
    stratum: Places
    scale: Numbers
    independent: bool
    weights_from_population: bool = False

    @property
    def degrees_of_freedom(self) -> int:
        """Clusters less strata, of the whole design: those who did not answer stay in it."""
        return len(self.stratum) - len(self.scale)


def variance_of_total(design: Design, values: Numbers) -> float:
    """The variance of Σ values (one linearised value per respondent, its weight in it) under the design.

    Σ over strata of (1 − n/N)·n/(n − 1)·Σ (z − z̄)², z the total of a cluster. Source: Lumley 2010, 2.2; R `svyrecvar`.
    """
    of_cluster = np.bincount(design.cluster, values, minlength=len(design.stratum))
    sampled = np.bincount(design.stratum, minlength=len(design.scale))
    centre = np.bincount(design.stratum, of_cluster, minlength=len(design.scale)) / np.maximum(sampled, 1)
    return float(design.scale[design.stratum] @ (of_cluster - centre[design.stratum]) ** 2)


def independent_design(weights: Numbers) -> Design:
    """Respondents drawn one by one with known weights: no strata, no clusters, a large population."""
    n = len(weights)
    scale = np.array([n / (n - 1)]) if n > 1 else np.ones(1)
    return Design(weights, np.arange(n), np.zeros(n, dtype=np.intp), scale, True)


def complex_design(
    n: int,
    weights: tuple[str, Numbers] | None = None,
    strata: Question | None = None,
    clusters: Question | None = None,
    population: tuple[str, Numbers] | None = None,
) -> Design:
    """A design from its columns. Clusters with the same name in two strata are two clusters.

    `population` is the size of the stratum (in clusters when there are clusters). Without weights but
    with it, a weight is population / sample of the stratum, as in R `svydesign`.
    Errors: `BadInput` for a negative weight, a blank, a stratum with one cluster, a population that
    changes inside a stratum or is smaller than its sample.
    """
    for column in (strata, clusters):
        if column is not None and column.answered < n:
            row = int(np.flatnonzero(column.codes < 0)[0]) + 1
            raise BadInput(
                Message(gettext_noop("respondent %(row)s has no value, and the design needs one"), {"row": row}),
                (column.name,),
            )
    of_stratum = strata.codes.astype(np.intp) if strata is not None else np.zeros(n, dtype=np.intp)
    everybody = Message(gettext_noop("of the whole sample"))
    strata_names: tuple[str | Message, ...] = strata.levels if strata is not None else (everybody,)
    cluster, stratum_of_cluster = _numbered_clusters(of_stratum, clusters, n)
    sampled = np.bincount(stratum_of_cluster, minlength=len(strata_names))
    if strata is not None or clusters is not None:
        _refuse_single(sampled, strata, clusters)
    scale = np.where(sampled > 1, sampled / np.maximum(sampled - 1, 1), 1.0)
    if population is not None:
        size = _population_of_strata(population, of_stratum, sampled, strata_names)
        scale = scale * (1 - sampled / size)
    if weights is not None:
        of_each = checked_weights(weights[1], weights[0])
    elif population is not None:
        of_each = (size / sampled)[of_stratum]
    else:
        of_each = np.ones(n)
    return Design(
        of_each,
        cluster,
        stratum_of_cluster,
        scale,
        independent=strata is None and clusters is None and population is None,
        weights_from_population=population is not None and weights is None,
    )


def _numbered_clusters(of_stratum: Places, clusters: Question | None, n: int) -> tuple[Places, Places]:
    if clusters is None:
        return np.arange(n), of_stratum
    pairs = of_stratum * len(clusters.levels) + clusters.codes
    found, cluster = np.unique(pairs, return_inverse=True)
    return cluster, found // max(1, len(clusters.levels))


def _refuse_single(sampled: Places, strata: Question | None, clusters: Question | None) -> None:
    alone = np.flatnonzero(sampled == 1)
    if not len(alone):
        return
    if strata is None:
        text = gettext_noop("there is one cluster: no variance can be estimated from it")
        raise BadInput(Message(text), (clusters.name,) if clusters is not None else ())
    text = gettext_noop("the stratum %(stratum)s has one cluster: no variance can be estimated from it")
    raise BadInput(Message(text, {"stratum": strata.levels[alone[0]]}), (strata.name,))


def _population_of_strata(
    population: tuple[str, Numbers], of_stratum: Places, sampled: Places, names: tuple[str | Message, ...]
) -> Numbers:
    name, values = population
    smallest = np.full(len(sampled), np.inf)
    largest = np.full(len(sampled), -np.inf)
    np.minimum.at(smallest, of_stratum, values)
    np.maximum.at(largest, of_stratum, values)
    for place in range(len(sampled)):
        if smallest[place] != largest[place]:
            text = gettext_noop("the population size changes inside the stratum %(stratum)s: %(low)s and %(high)s")
            shown = {"stratum": names[place], "low": smallest[place], "high": largest[place]}
            raise BadInput(Message(text, shown), (name,))
        if not smallest[place] >= sampled[place]:
            text = gettext_noop(
                "the population of the stratum %(stratum)s (%(size)s) is smaller than its sample (%(sampled)s)"
            )
            shown = {"stratum": names[place], "size": smallest[place], "sampled": sampled[place]}
            raise BadInput(Message(text, shown), (name,))
    return smallest
