"""`tandem sroi`: its output, its seed, its refusals."""

from __future__ import annotations

import json

import pytest

MODEL = {
    "currency": "EUR",
    "discount_rate": 0,
    "inputs": [{"stakeholder": "foundation", "description": "grant", "value": 1000}],
    "outcomes": [
        {
            "stakeholder": "members",
            "description": "keep their accounts themselves",
            "quantity": 4,
            "proxy_value": 500,
            "duration_years": 2,
            "starts": "during",
            "deadweight": 0.5,
            "displacement": 0,
            "attribution": 0,
            "drop_off": 0.5,
        }
    ],
    "ranges": {"outcomes.0.deadweight": [0.2, 0.6]},
}


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "model.json"
    path.write_text(json.dumps(MODEL), encoding="utf-8")
    return path


def test_the_answer_has_the_documented_shape(tandem, model):
    answer = tandem("sroi", model)
    assert answer.code == 0
    assert answer.json == {
        "investment": 1000,
        "total_present_value": 1500,
        "net_present_value": 500,
        "ratio": 1.5,
        "outcomes": [
            {"description": "keep their accounts themselves", "impact_by_year": [1000, 500], "present_value": 1500}
        ],
        "sensitivity": [
            {"path": "outcomes.0.quantity", "value_for_ratio_1": pytest.approx(4 / 1.5)},
            {"path": "outcomes.0.proxy_value", "value_for_ratio_1": pytest.approx(500 / 1.5)},
            {"path": "outcomes.0.deadweight", "value_for_ratio_1": pytest.approx(1 - 0.5 / 1.5)},
            {"path": "outcomes.0.displacement", "value_for_ratio_1": pytest.approx(1 - 1 / 1.5)},
            {"path": "outcomes.0.attribution", "value_for_ratio_1": pytest.approx(1 - 1 / 1.5)},
            {"path": "outcomes.0.drop_off", "value_for_ratio_1": 1},
        ],
        "simulation": None,
    }


def test_a_simulation_is_repeated_with_its_seed_and_without_one(tandem, model):
    seeded = [tandem("sroi", model, "--simulate", 500, "--seed", 9).json["simulation"] for _ in range(2)]
    plain = [tandem("sroi", model, "--simulate", 500).json["simulation"] for _ in range(2)]
    assert seeded[0] == seeded[1]
    assert plain[0] == plain[1]
    assert seeded[0] != plain[0]
    assert seeded[0]["draws"] == 500


def test_the_table_is_that_of_the_outcomes(tandem, model):
    answer = tandem("sroi", model, "--format", "csv")
    assert answer.out == (
        'description,impact_by_year,present_value\nkeep their accounts themselves,"[1000.0, 500.0]",1500.0\n'
    )


def test_no_investment_prints_null(tandem, model):
    model.write_text(json.dumps({**MODEL, "inputs": []}))
    answer = tandem("sroi", model, "--simulate", 10)
    assert answer.code == 0
    assert answer.json["ratio"] is None
    assert answer.json["simulation"] == {"draws": 10, "p05": None, "p50": None, "p95": None}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "line 1: this is not valid JSON: Expecting property name enclosed in double quotes"),
        (json.dumps({**MODEL, "colour": 1}), "unknown key “colour”"),
        (json.dumps({**MODEL, "inputs": [{}]}), "inputs: 0: the key “stakeholder” is missing"),
    ],
)
def test_a_bad_model_gets_one_line_and_exit_2(tandem, model, content, problem):
    model.write_text(content)
    answer = tandem("sroi", model)
    assert (answer.code, answer.out, answer.err) == (2, "", f"{model}: {problem}\n")


@pytest.mark.parametrize("draws", ["0", "-3", "many", "1000001"])
def test_a_number_of_draws_that_cannot_be_is_refused(tandem, model, draws):
    answer = tandem("sroi", model, "--simulate", draws)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
