"""Screening on Spark, in local mode with two workers, says what screening of one file says."""

from __future__ import annotations

import csv
import shutil

import numpy as np
import pytest

pytest.importorskip("pyspark", reason="the extra spark is not installed: ./tandem install spark")
arrow = pytest.importorskip("pyarrow", reason="the extra spark is not installed: ./tandem install spark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17 or newer", allow_module_level=True)

QUESTIONS = {"country": "FR PT DE", "tool": "yes no", "size": "1 2 3 4", "wish": "much some"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """The same 3,000 answers as CSV, and as Parquet in three files that are counted apart."""
    from pyarrow import parquet

    folder = tmp_path_factory.mktemp("answers")
    chance = np.random.Generator(np.random.PCG64(7))
    country = chance.integers(0, 3, 3000)
    columns = {}
    for name, levels in QUESTIONS.items():
        words = np.array([*levels.split(), ""])
        drawn = country if name == "country" else (chance.integers(0, len(words), 3000) + country) % len(words)
        columns[name] = words[drawn].tolist()
    columns["name"] = [f"person {place}" for place in range(3000)]
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(columns), *zip(*columns.values(), strict=True)])
    (folder / "parquet").mkdir()
    whole = arrow.table(columns)
    for part, (low, size) in enumerate([(0, 500), (500, 1900), (2400, 600)]):
        parquet.write_table(whole.slice(low, size), folder / "parquet" / f"part-{part}.parquet")
    return folder


def test_partitions_counted_apart_and_added_give_the_same_as_one_file(tandem, answers):
    on_spark = tandem("survey", "screen-parquet", answers / "parquet")
    whole = tandem("survey", "screen", answers / "answers.csv")
    assert len(on_spark.json) == 6
    assert "name" in on_spark.err
    assert [(pair["a"], pair["b"], pair["n"], pair["df"]) for pair in on_spark.json] == [
        (pair["a"], pair["b"], pair["n"], pair["df"]) for pair in whole.json
    ]
    for ours, theirs in zip(on_spark.json, whole.json, strict=True):
        for key in ("statistic", "p", "cramers_v", "min_expected", "p_holm", "p_bh"):
            assert ours[key] == pytest.approx(theirs[key], rel=1e-12)


def test_a_value_that_means_no_answer_is_not_counted(tandem, answers):
    screened = tandem("survey", "screen-parquet", answers / "parquet", "--na", "DE").json
    whole = tandem("survey", "screen", answers / "answers.csv", "--na", "DE").json
    assert {(pair["a"], pair["b"], pair["n"]) for pair in screened} == {(p["a"], p["b"], p["n"]) for p in whole}


def test_what_is_no_parquet_and_what_is_no_column_is_refused(tandem, answers):
    not_parquet = tandem("survey", "screen-parquet", answers / "answers.csv")
    assert (not_parquet.code, "not Parquet" in not_parquet.err) == (2, True)
    unknown = tandem("survey", "screen-parquet", answers / "parquet", "--question", "nowhere")
    assert (unknown.code, "nowhere" in unknown.err) == (2, True)
