"""How good and how fair matching is, measured on invented needs and offers whose right answers are known.

`world` invents them under a rule of its own, which knows nothing of the weights; `rankers` are the engine and
the baselines; `measures` count; `experiment` runs everything and returns one report; `texts` does so for the
likeness of texts.
"""

from tandem.domain.matching.evaluation.experiment import SIZES, evaluate
from tandem.domain.matching.evaluation.report import html_page
from tandem.domain.matching.evaluation.texts import weigh_texts

__all__ = ["SIZES", "evaluate", "html_page", "weigh_texts"]
