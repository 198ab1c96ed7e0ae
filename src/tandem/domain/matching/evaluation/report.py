"""The evaluation as one page of HTML: what was asked of matching, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from tandem.domain.messages import Message, gettext_noop

Say = Callable[[Message], str]

_STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 }
caption { text-align: start; font-weight: 600; padding-block: .25rem }
th, td { text-align: start; padding: .25rem .75rem; border-bottom: 1px solid }
td { font-variant-numeric: tabular-nums }
"""

_TARGETS: Mapping[str, str] = {
    "lead_at_least_0.05": gettext_noop("at least 0.05 better than the best baseline, beyond the interval"),
    "every_change_true": gettext_noop("every change shown does what it says"),
    "best_grade_removed_at_most_1_percent": gettext_noop(
        "at most 1 in 100 of the best offers are removed by the gates"
    ),
    "exposure_fair": gettext_noop("every group of offers is seen between 0.8 and 1.25 times its due"),
    "stuffing_does_not_pay": gettext_noop("claiming everything does not pay"),
    "silence_does_not_pay": gettext_noop("saying less does not pay"),
}
_RANKERS: Mapping[str, str] = {
    "engine": gettext_noop("Tandem"),
    "random": gettext_noop("any order"),
    "newest": gettext_noop("newest first"),
    "bm25": gettext_noop("likeness of texts (BM25)"),
    "tag-overlap": gettext_noop("profiles in common"),
}
_KINDS: Mapping[str, str] = {
    "size": gettext_noop("employees"),
    "country": gettext_noop("country"),
    "language": gettext_noop("language"),
    "age": gettext_noop("newcomers and others"),
}
_GROUPS: Mapping[str, str] = {"newcomer": gettext_noop("newcomers"), "known": gettext_noop("others")}
_FIGURES: Mapping[tuple[str, ...], str] = {
    ("coverage_share",): gettext_noop("good offers shown to at least one need"),
    ("gini_of_exposure",): gettext_noop("inequality of exposure (Gini)"),
    ("reciprocity_share",): gettext_noop("pairs shown that are also among the offer's own first ten"),
    ("best_grade_removed_by_gates_share",): gettext_noop("best offers removed by the gates"),
    ("faithfulness", "changes_true_share"): gettext_noop("changes shown that hold when applied"),
    ("faithfulness", "fall_without_first_criterion"): gettext_noop("points lost without the first reason"),
    ("faithfulness", "fall_without_another_criterion"): gettext_noop("points lost without another reason"),
    ("robustness", "lowest_ndcg_at_10"): gettext_noop("lowest NDCG@10 with weights moved by a tenth"),
    ("robustness", "same_first_ten_share"): gettext_noop("first ten kept with weights moved by a tenth"),
    ("gain_from_stuffing", "exposure_ratio"): gettext_noop("exposure when claiming everything, 1 being as before"),
    ("gain_from_silence", "exposure_ratio"): gettext_noop("exposure when saying less, 1 being as before"),
}


def html_page(report: Mapping[str, Any], say: Say, language: str) -> str:
    """The report of `evaluate` on a page of its own, in the language of `say`."""
    title = say(Message(gettext_noop("How good and how fair matching is")))
    text = gettext_noop(
        "%(needs)s invented needs and %(offers)s invented offers (seed %(seed)s). How well each offer answers each "
        "need was settled by a rule that knows nothing of the weights, before the records were damaged: facts left "
        "out, other words, another language, wrong levels, too many claims, bad figures hidden."
    )
    values = {name: report[name] for name in ("needs", "offers", "seed")}
    parts = [f"<h1>{escape(title)}</h1>", f"<p>{escape(say(Message(text, values)))}</p>"]
    parts += [_targets(report, say), _quality(report, say), _exposure(report, say), _languages(report, say)]
    parts.append(_figures(report, say))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n" + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"
    )


def _targets(report: Mapping[str, Any], say: Say) -> str:
    verdict = {True: say(Message(gettext_noop("yes"))), False: say(Message(gettext_noop("no")))}
    rows = [(say(Message(_TARGETS[name])), verdict[met]) for name, met in report["targets"].items()]
    return _table(say, gettext_noop("What was asked"), (gettext_noop("target"), gettext_noop("met")), rows)


def _quality(report: Mapping[str, Any], say: Say) -> str:
    rows = [
        (say(Message(_RANKERS[name])), *(_interval(figures[measure]) for measure in ("ndcg_at_10", "mrr")))
        for name, figures in report["quality"].items()
    ]
    lead = report["lead_over_best_baseline"]
    rows.append((say(Message(gettext_noop("lead over the best baseline"))), _interval(lead), ""))
    heads = (gettext_noop("order"), "NDCG@10", "MRR")
    return _table(say, gettext_noop("Quality, with 95 % intervals over needs"), heads, rows)


def _exposure(report: Mapping[str, Any], say: Say) -> str:
    rows = [
        (
            say(Message(_KINDS[kind])),
            say(Message(_GROUPS[name])) if name in _GROUPS else name,
            str(group["good_offers"]),
            f"{group['ratio']:.2f}",
            f"{group['ratio_with_ties_shuffled']:.2f} ({group['low']:.2f} – {group['high']:.2f})",
        )
        for kind, groups in report["exposure"].items()
        for name, group in groups.items()
    ]
    heads = (
        gettext_noop("by"),
        gettext_noop("group"),
        gettext_noop("good offers"),
        gettext_noop("seen, 1 being its due"),
        gettext_noop("with ties shuffled"),
    )
    return _table(say, gettext_noop("Exposure"), heads, rows)


def _languages(report: Mapping[str, Any], say: Say) -> str:
    rows = [(code, _interval(figures)) for code, figures in report["language"].items()]
    return _table(say, gettext_noop("Needs by language"), (gettext_noop("language"), "NDCG@10"), rows)


def _figures(report: Mapping[str, Any], say: Say) -> str:
    rows = [(say(Message(text)), _figure(report, *path)) for path, text in _FIGURES.items()]
    alike = report["exposure_if_all_answered_alike"].get("newcomer")
    if alike:
        text = gettext_noop("newcomers seen if nobody's answers to requests were known, 1 being their due")
        rows.append((say(Message(text)), _interval(alike)))
    heads = (gettext_noop("figure"), gettext_noop("value"))
    return _table(say, gettext_noop("Other figures"), heads, rows)


def _figure(report: Mapping[str, Any], *path: str) -> str:
    """A figure, with its interval where there is one."""
    *groups, name = path
    for group in groups:
        report = report[group]
    interval = report.get(f"{name}_interval")
    return _interval({"mean": report[name], **interval}) if interval else f"{report[name]:.3f}"


def _interval(figures: Mapping[str, float]) -> str:
    return f"{figures['mean']:.3f} ({figures['low']:.3f} – {figures['high']:.3f})"


def _table(say: Say, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(say(Message(name)))}</th>' for name in heads)
    body = "\n".join(
        f'<tr><th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in rest) + "</tr>"
        for first, *rest in rows
    )
    title = escape(say(Message(caption)))
    return f"<table>\n<caption>{title}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
