"""`tandem evaluate matching`: figures on the terminal, a report in a folder."""

from __future__ import annotations

import json

import pytest
from tests.matching.reading import no_reading, reading  # noqa: F401 - fixtures


def test_the_report_is_written_and_printed(tandem, tmp_path):
    answer = tandem("evaluate", "matching", "--report", tmp_path / "out", "--seed", "3", "--lang", "fr")
    assert answer.code == 0
    assert json.loads((tmp_path / "out" / "report.json").read_text("utf-8")) == answer.json
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert '<html lang="fr">' in page
    assert "La mise en relation est-elle bonne et équitable" in page


@pytest.mark.usefixtures("reading")
def test_weights_of_texts_are_compared_with_none(tandem):
    answer = tandem("evaluate", "texts", "--seed", "2")
    assert answer.code == 0
    nothing, *more = answer.json["weights"]
    assert (nothing["text"], nothing["gain"]) == (0, {"mean": 0, "low": 0, "high": 0})
    assert [one["text"] for one in more] == [2, 5, 10]
    assert nothing["exposure_in_disguise"] == {"every_word": 1, "own_words": 1}
    assert all(
        one["ndcg_at_10"]["mean"] == pytest.approx(nothing["ndcg_at_10"]["mean"] + one["gain"]["mean"]) for one in more
    )
    assert all(one["exposure_in_disguise"]["every_word"] < 1 for one in more)


@pytest.mark.usefixtures("no_reading")
def test_without_the_extra_weights_of_texts_cannot_be_compared(tandem):
    answer = tandem("evaluate", "texts")
    assert (answer.code, answer.err) == (2, "nothing can read texts here: ./tandem install text\n")
