"""Matching: which offers fit a need, and which needs fit an offer, with the reasons.

The public names, all pure:

- `Need`, `Offer`, `Organisation`, `OfferingOrganisation`, `AskedCompetence`, `HeldCompetence`: what is compared
  (`model`). Rooms build them from their rows; `Reader` builds them from records of files (`reading`).
- `rank_offers(need, offers, weights, relaxed=…, top=…, seed=…) -> Ranking`: the offers for a need;
  `rank_needs(offer, needs, …) -> Ranking`: the needs for an offer. A `Ranking` has `considered`,
  `removed_by_gate` (every gate in order), `relaxed` and `results`; a `Result` has `need`, `offer`, `rank_score`,
  `score` (the viewer's), `score_for_other`, `completeness`, `criteria` (each `name`, `weight`, `value` or None,
  `contribution`, `reason`), `missing` and `would_change` (each `change` and `new_score`; the sentence is
  `one.change.seen_from(result.viewer)`). Sentences are `Message`s.
- `explain(need, offer, weights, relaxed=…, viewer="need"|"offer") -> Result`: one pair.
- `gains_of_relaxing(need, offers, relaxed) -> {gate: how many offers more}` and `gains_of_relaxing_for_offer`;
  `additions(need, offers)`: the changes of a need that let most more offers pass, each with its count.
- `first_gate(need, offer, relaxed)`, `GATES` (names in order), `GATE_LABELS` and `CRITERION_LABELS` (words).
- `Columns.of(offers)`: build once, pass as `offers` for many needs; `columns.without(places)` leaves some out,
  `columns.for_many_needs()` asks for the compiled path. A `Pool`
  is columns and the offers that changed since. `joining` joins columns and turns them into arrays and
  back. `NeedColumns`, `NeedPool` and `need_joining` are the same for `rank_needs`.
- `Meaning`, the reading of a text that a need or an offer may carry, and `Told` in its place in a kept ranking: a
  criterion only where the weights give `text` a weight (`weights.read_texts`).
- `Weights`, `PUBLISHED`, `weights_from(decoded WEIGHTS.toml)` and `weights_record(weights)`, its tables.
- `need_record`, `offer_record`: the lines of files that `Reader` reads back.

Formulas, priors and refused alternatives: docs/algorithms/matching.md.
"""

from tandem.domain.matching.changes import Change, WouldChange
from tandem.domain.matching.columns import Columns
from tandem.domain.matching.gates import GATES, first_gate
from tandem.domain.matching.model import (
    AskedCompetence,
    HeldCompetence,
    Meaning,
    Need,
    Offer,
    OfferingOrganisation,
    Organisation,
    Told,
)
from tandem.domain.matching.need_columns import NeedColumns
from tandem.domain.matching.ranking import (
    Addition,
    CriterionResult,
    NeedPool,
    Pool,
    Ranking,
    Result,
    additions,
    explain,
    gains_of_relaxing,
    gains_of_relaxing_for_offer,
    rank_needs,
    rank_offers,
)
from tandem.domain.matching.reading import Once, Reader
from tandem.domain.matching.reasons import CRITERION_LABELS, GATE_LABELS
from tandem.domain.matching.records import need_record, offer_record
from tandem.domain.matching.weights import PUBLISHED, SideWeights, Weights, weights_from, weights_record

__all__ = [
    "CRITERION_LABELS",
    "GATES",
    "GATE_LABELS",
    "PUBLISHED",
    "Addition",
    "AskedCompetence",
    "Change",
    "Columns",
    "CriterionResult",
    "HeldCompetence",
    "Meaning",
    "Need",
    "NeedColumns",
    "NeedPool",
    "Offer",
    "OfferingOrganisation",
    "Once",
    "Organisation",
    "Pool",
    "Ranking",
    "Reader",
    "Result",
    "SideWeights",
    "Told",
    "Weights",
    "WouldChange",
    "additions",
    "explain",
    "first_gate",
    "gains_of_relaxing",
    "gains_of_relaxing_for_offer",
    "need_record",
    "offer_record",
    "rank_needs",
    "rank_offers",
    "weights_from",
    "weights_record",
]
