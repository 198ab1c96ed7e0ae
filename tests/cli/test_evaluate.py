"""`tandem evaluate matching`: figures on the terminal, a report in a folder."""

from __future__ import annotations

import json


def test_the_report_is_written_and_printed(tandem, tmp_path):
    answer = tandem("evaluate", "matching", "--report", tmp_path / "out", "--seed", "3", "--lang", "fr")
    assert answer.code == 0
    assert json.loads((tmp_path / "out" / "report.json").read_text("utf-8")) == answer.json
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert '<html lang="fr">' in page
    assert "La mise en relation est-elle bonne et équitable" in page
