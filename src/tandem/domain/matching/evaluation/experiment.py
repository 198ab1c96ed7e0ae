"""The whole evaluation: one world, every measure, one report of plain numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching.changes import best_changes
from tandem.domain.matching.columns import Columns
from tandem.domain.matching.criteria import FOR_NEED
from tandem.domain.matching.evaluation import measures, rankers
from tandem.domain.matching.evaluation.world import BEST, LANGUAGES, World, invent, silenced, stuffed
from tandem.domain.matching.gates import GATES
from tandem.domain.matching.kernel import gates_closed
from tandem.domain.matching.model import Need, Offer
from tandem.domain.matching.scoring import BAND, contribution, score_for_need, scores, side_values
from tandem.domain.matching.weights import PUBLISHED, SideWeights, Weights

Numbers = NDArray[np.float64]

#: Needs and offers of each size.
SIZES: Mapping[str, tuple[int, int]] = {"small": (240, 600), "medium": (600, 4_000), "large": (1_000, 20_000)}
#: Groups with fewer good offers say nothing.
SMALLEST_GROUP = 50
FAIR = (0.8, 1.25)
MARGIN = 0.05


@dataclass(frozen=True)
class _Run:
    """What every part of the evaluation looks at."""

    world: World
    columns: Columns
    ranks: Numbers
    for_offers: Numbers
    top: measures.Places
    seed: int


def evaluate(size: str = "small", seed: int = 1, weights: Weights = PUBLISHED) -> dict[str, Any]:
    """Every measure on a world of `size` (`SIZES`), as numbers that JSON can hold.

    >>> report = evaluate("small")
    >>> report["quality"]["engine"]["ndcg_at_10"]["mean"] > report["quality"]["random"]["ndcg_at_10"]["mean"]
    True
    """
    world = invent(*SIZES[size], seed)
    columns = Columns.of(world.offers)
    ranks, for_offers = rankers.engine(world.needs, columns, weights)
    run = _Run(world, columns, ranks, for_offers, measures.top_places(ranks), seed)
    quality, lead = _quality(run)
    coverage, gini = _coverage(run)
    report = {
        "size": size,
        "seed": seed,
        "needs": len(world.needs),
        "offers": len(world.offers),
        "quality": quality,
        "lead_over_best_baseline": lead,
        **_removed(run),
        "exposure": _exposure(run),
        "exposure_if_all_answered_alike": _answering_alike(run, weights),
        **_told("coverage_share", coverage),
        **_told("gini_of_exposure", gini),
        **_reciprocity(run),
        "faithfulness": _faithfulness(run, weights),
        "language": _languages(run),
        "robustness": _robustness(run, weights),
        "gain_from_stuffing": _gain(run, weights, stuffed),
        "gain_from_silence": _gain(run, weights, silenced),
    }
    return report | {"targets": _targets(report)}


def _quality(run: _Run) -> tuple[dict[str, Any], dict[str, Any]]:
    needs, offers, grades = run.world.needs, run.world.offers, run.world.grades
    orders = {
        "engine": run.ranks,
        "random": rankers.at_random(needs, offers, run.seed),
        "newest": rankers.newest(needs, offers),
        "bm25": rankers.bm25(needs, offers),
        "tag-overlap": rankers.tag_overlap(needs, offers),
    }
    tops = {name: measures.top_places(order) for name, order in orders.items()}
    per_need = {name: measures.ndcg(top, grades) for name, top in tops.items()}
    quality = {
        name: {
            "ndcg_at_10": asdict(measures.estimate(per_need[name], run.seed)),
            "mrr": asdict(measures.estimate(measures.reciprocal_rank(top, grades), run.seed)),
        }
        for name, top in tops.items()
    }
    best = max((name for name in orders if name != "engine"), key=lambda name: float(np.nanmean(per_need[name])))
    lead = measures.estimate(per_need["engine"] - per_need[best], run.seed)
    return quality, {"baseline": best, **asdict(lead)}


def _removed(run: _Run) -> dict[str, Any]:
    """Share of the best offers that the gates remove, and how many each gate does on its own."""
    best = run.world.grades == BEST
    removed = best & ~np.isfinite(run.ranks)
    by_gate = dict.fromkeys(GATES, 0)
    for row in np.flatnonzero(removed.any(axis=1)).tolist():
        for name, closed in gates_closed(run.world.needs[row], run.columns).items():
            by_gate[name] += int((closed & removed[row]).sum())
    share = measures.ratio(removed.sum(axis=1).astype(np.float64), best.sum(axis=1).astype(np.float64), run.seed)
    return {
        **_told("best_grade_removed_by_gates_share", share),
        "best_grade_removed_by_gate": by_gate,
    }


def _groups(offers: Sequence[Offer]) -> dict[str, dict[str, NDArray[np.bool_]]]:
    def members(belongs: Sequence[bool]) -> NDArray[np.bool_]:
        return np.array(belongs, np.bool_)

    people = np.array([offer.organisation.employees or 0 for offer in offers])
    return {
        "size": {"1-9": people < 10, "10-49": (people >= 10) & (people < 50), "50+": people >= 50},
        "country": {
            code: members([offer.organisation.country == code for offer in offers])
            for code in sorted({offer.organisation.country for offer in offers})
        },
        "language": {code: members([offer.language == code for offer in offers]) for code in LANGUAGES},
        "age": {
            "newcomer": members([offer.organisation.reply_rate is None for offer in offers]),
            "known": members([offer.organisation.reply_rate is not None for offer in offers]),
        },
    }


def _exposure(run: _Run) -> dict[str, Any]:
    """Ratios by group, in the order of the scores and in the order shuffled inside ties."""
    shuffled = measures.top_places(_shuffled_inside_bands(run.ranks, run.seed))
    plain, mended = (measures.exposure(top, len(run.world.offers)) for top in (run.top, shuffled))
    good = (run.world.grades >= measures.GOOD).any(axis=0)
    return {
        kind: {
            name: {
                "good_offers": int((good & members).sum()),
                "ratio": measures.exposure_ratio(plain, run.world.grades, members, run.seed).mean,
                **_mended(measures.exposure_ratio(mended, run.world.grades, members, run.seed)),
            }
            for name, members in groups.items()
            if (good & members).sum() >= SMALLEST_GROUP
        }
        for kind, groups in _groups(run.world.offers).items()
    }


def _answering_alike(run: _Run, weights: Weights) -> dict[str, Any]:
    """Exposure of newcomers and of the others if nobody's answers to requests were known: what is left of the
    difference comes from elsewhere."""
    nothing = np.full(len(run.columns), np.nan)
    ranks, _ = rankers.engine(run.world.needs, replace(run.columns, reply_rate=nothing, _own_terms={}), weights)
    seen = measures.exposure(measures.top_places(ranks), len(run.world.offers))
    good = (run.world.grades >= measures.GOOD).any(axis=0)
    return {
        name: asdict(measures.exposure_ratio(seen, run.world.grades, members, run.seed))
        for name, members in _groups(run.world.offers)["age"].items()
        if (good & members).sum() >= SMALLEST_GROUP
    }


def _mended(ratio: measures.Estimate) -> dict[str, float]:
    return {"ratio_with_ties_shuffled": ratio.mean, "low": ratio.low, "high": ratio.high}


def _shuffled_inside_bands(ranks: Numbers, seed: int) -> Numbers:
    bands = np.where(np.isfinite(ranks), np.floor(ranks / BAND), -np.inf)
    return bands + np.random.default_rng(seed).random(ranks.shape)


def _coverage(run: _Run) -> tuple[measures.Estimate, measures.Estimate]:
    """Share of the offers that are good for some need and are shown among ten for at least one; Gini of exposure."""
    good: NDArray[np.bool_] = np.any(run.world.grades >= measures.GOOD, axis=0)
    weights = np.where(run.top >= 0, measures.DISCOUNT[: run.top.shape[1]], 0.0)

    def covered(rows: measures.Places) -> float:
        shown = np.zeros(len(good), np.bool_)
        chosen = run.top[rows]
        shown[chosen[chosen >= 0]] = True
        return float((good & shown).sum() / max(good.sum(), 1))

    def unequal(rows: measures.Places) -> float:
        places = np.maximum(run.top[rows], 0).ravel()
        return measures.gini(np.bincount(places, weights[rows].ravel(), len(good)).astype(np.float64))

    needs = len(run.world.needs)
    return measures.spread(covered, needs, run.seed), measures.spread(unequal, needs, run.seed)


def _reciprocity(run: _Run) -> dict[str, Any]:
    """Share of the pairs shown to needs that are also among the offer's own first ten needs by what it gains."""
    theirs = measures.exposure(measures.top_places(run.for_offers.T), len(run.world.needs)).T > 0
    own = measures.exposure(run.top, len(run.world.offers)) > 0
    both, shown = ((own & theirs).sum(axis=1).astype(np.float64), own.sum(axis=1).astype(np.float64))
    share = measures.ratio(both, shown, run.seed)
    return _told("reciprocity_share", share)


def _told(name: str, found: measures.Estimate) -> dict[str, Any]:
    """A figure under its name, its interval beside it."""
    return {name: found.mean, f"{name}_interval": {"low": found.low, "high": found.high}}


def _faithfulness(run: _Run, weights: Weights, needs: int = 40) -> dict[str, Any]:
    """Changes that hold when applied, and what taking away the first criterion costs against another one."""
    shown = held = 0
    first, others = [], []
    for row in range(min(needs, len(run.world.needs))):
        need = run.world.needs[row]
        for place in run.top[row, :5]:
            if place >= 0:
                offer = run.world.offers[place]
                for one in best_changes(need, offer, lambda n, o: score_for_need(n, o, weights)):
                    shown += 1
                    held += scores(one.change.need, one.change.offer, weights).for_need == one.new_score
                falls = _falls(need, offer, weights.need)
                first.append(falls[0])
                others.append(float(np.mean(falls[1:])))
    return {
        "changes": shown,
        "changes_true_share": held / shown if shown else 1.0,
        "fall_without_first_criterion": float(np.mean(first)),
        "fall_without_another_criterion": float(np.mean(others)),
    }


def _falls(need: Need, offer: Offer, side: SideWeights) -> list[float]:
    """What each criterion adds above its prior, the one that adds most first."""
    values = side_values(side, FOR_NEED, need, offer)
    added = (contribution(side, name, value) - contribution(side, name, None) for name, value in values.items())
    return sorted(added, reverse=True)


def _languages(run: _Run) -> dict[str, Any]:
    """NDCG at 10 of the needs written in each language."""
    per_need = measures.ndcg(run.top, run.world.grades)
    written = np.array([need.language for need in run.world.needs])
    return {
        code: asdict(measures.estimate(per_need[written == code], run.seed))
        for code in LANGUAGES
        if (written == code).any()
    }


def _robustness(run: _Run, weights: Weights, draws: int = 10) -> dict[str, Any]:
    """Ten worlds of weights, each weight up to 10 % away: the lowest NDCG, and how much of the first ten stays."""
    random = np.random.default_rng(run.seed)
    own = [set(row[row >= 0].tolist()) for row in run.top]
    quality, kept = np.zeros((draws, len(own))), np.full((draws, len(own)), np.nan)
    for draw in range(draws):
        ranks, _ = rankers.engine(run.world.needs, run.columns, _shaken(weights, random))
        top = measures.top_places(ranks)
        quality[draw] = measures.ndcg(top, run.world.grades)
        kept[draw] = [
            len(mine & set(row.tolist())) / len(mine) if mine else np.nan for mine, row in zip(own, top, strict=True)
        ]
    judged = quality[:, ~np.isnan(quality).any(axis=0)]
    lowest = measures.spread(lambda rows: float(judged[:, rows].mean(axis=1).min()), judged.shape[1], run.seed)
    return _told("lowest_ndcg_at_10", lowest) | _told(
        "same_first_ten_share", measures.estimate(kept.mean(axis=0), run.seed)
    )


def _shaken(weights: Weights, random: np.random.Generator) -> Weights:
    def side(one: SideWeights) -> SideWeights:
        moved = {name: weight * random.uniform(0.9, 1.1) for name, weight in one.weights.items()}
        total = sum(moved.values())
        return replace(one, weights={name: 100 * weight / total for name, weight in moved.items()})

    return Weights(side(weights.need), side(weights.offer))


def _gain(run: _Run, weights: Weights, disguise: Any) -> dict[str, Any]:
    """Exposure of undamaged offers in disguise ÷ as they are, each alone among the others as they are: of sixty, or of
    one offer in sixty.

    `share_that_gain` is the share of offers that are shown more often so.
    """
    sample = max(60, len(run.world.offers) // 60)
    honest = [place for place, truth in enumerate(run.world.truths) if not truth.damages][:sample]
    columns = Columns.of([disguise(run.world.offers[place]) for place in honest])
    disguised, _ = rankers.engine(run.world.needs, columns, weights)
    before, after = (np.zeros((len(run.ranks), len(honest))) for _ in range(2))
    for column, place in enumerate(honest):
        before[:, column] = _seen(run.ranks[:, place], run.ranks, place)
        after[:, column] = _seen(disguised[:, column], run.ranks, place)
    ratio = measures.ratio(after.sum(axis=1), before.sum(axis=1), run.seed)
    more = measures.spread(
        lambda rows: float(np.mean(after[rows].sum(axis=0) > before[rows].sum(axis=0))), len(run.ranks), run.seed
    )
    return _told("exposure_ratio", ratio) | _told("share_that_gain", more)


def _seen(own: Numbers, ranks: Numbers, place: int) -> Numbers:
    """Exposure to each need of an offer with these rank scores, among all others than the one at `place`."""
    rank = (ranks > own[:, None]).sum(axis=1) - (ranks[:, place] > own)
    shown = np.isfinite(own) & (rank < measures.DEPTH)
    return np.where(shown, 1 / np.log2(rank + 2), 0.0)


def _targets(report: Mapping[str, Any]) -> dict[str, bool]:
    ratios = [group["ratio_with_ties_shuffled"] for kind in report["exposure"].values() for group in kind.values()]
    return {
        "lead_at_least_0.05": report["lead_over_best_baseline"]["low"] >= MARGIN,
        "every_change_true": report["faithfulness"]["changes_true_share"] == 1.0,
        "best_grade_removed_at_most_1_percent": report["best_grade_removed_by_gates_share"] <= 0.01,
        "exposure_fair": all(FAIR[0] <= ratio <= FAIR[1] for ratio in ratios),
        "stuffing_does_not_pay": report["gain_from_stuffing"]["exposure_ratio"] <= 1.0,
        "silence_does_not_pay": report["gain_from_silence"]["exposure_ratio"] <= 1.0,
    }
