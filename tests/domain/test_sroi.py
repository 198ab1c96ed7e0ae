"""Social return on investment: published example, laws, break-even values, simulation, strict reading."""

from __future__ import annotations

import copy
import doctest
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.domain.mutation import mutated

from tandem.domain import sroi
from tandem.domain.errors import BadInput
from tandem.domain.sroi import Input, Model, Outcome, break_even, read_model, simulate, social_return

MODEL = {
    "currency": "EUR",
    "discount_rate": 0.035,
    "inputs": [{"stakeholder": "foundation", "description": "grant", "value": 10_000}],
    "outcomes": [
        {
            "stakeholder": "people accompanied",
            "description": "do their paperwork online alone",
            "quantity": 40,
            "proxy_value": 300.5,
            "duration_years": 3,
            "starts": "after",
            "deadweight": 0.2,
            "displacement": 0.05,
            "attribution": 0.1,
            "drop_off": 0.25,
        }
    ],
    "ranges": {"outcomes.0.deadweight": [0.1, 0.4]},
}


def changed(path, value):
    """MODEL with one value set, or removed when it is `...`."""
    model = copy.deepcopy(MODEL)
    *way, last = path
    inner = model
    for key in way:
        inner = inner[key]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return model


def outcome(**given):
    plain = {"quantity": 1, "proxy_value": 1000, "duration_years": 1, "starts": "during"}
    shares = dict.fromkeys(("deadweight", "displacement", "attribution", "drop_off"), 0.0)
    return Outcome("people", "a change", **{**plain, **shares, **given})


def model(*outcomes, investment=1000.0, rate=0.035, **given):
    return Model("EUR", rate, [Input("funder", "grant", investment)], outcomes, **given)


shares = st.floats(0, 1)
outcomes = st.builds(
    outcome,
    quantity=st.floats(0, 1e6),
    proxy_value=st.floats(-1e6, 1e6),
    duration_years=st.integers(1, 12),
    starts=st.sampled_from(["during", "after"]),
    deadweight=shares,
    displacement=shares,
    attribution=shares,
    drop_off=shares,
)
models = st.builds(
    lambda outcomes, investment, rate: model(*outcomes, investment=investment, rate=rate),
    st.lists(outcomes, min_size=1, max_size=4),
    st.floats(1, 1e6),
    st.floats(0, 0.2),
)


class TestReference:
    def test_a_published_example_up_to_its_later_first_discount(self):
        """An employment programme of 250,000 GBP: 60 people in work, 8,500 a year each, deadweight 40 %,
        attribution 30 %, drop-off 30 %, two years, 3.5 %. Published: 214,200 and 149,940 a year, 359,070 in
        total and a ratio of 1.44, with the first year not discounted; here the first year is discounted once.

        Source: "Social Return on Investment (SROI)", worked example "Local authority employment programme", in
        an open guide to public-policy measures for software engineers, after The SROI Network's Guide (2012).
        """
        job = outcome(quantity=60, proxy_value=8500, duration_years=2, deadweight=0.4, attribution=0.3, drop_off=0.3)
        found = social_return(model(job, investment=250_000))
        assert found.impact_by_year == [pytest.approx([214_200, 149_940])]
        assert found.total_present_value * 1.035 == pytest.approx(359_070, abs=1)
        assert round(found.ratio * 1.035, 2) == 1.44

    def test_a_published_example_of_one_year_below_break_even(self):
        """80 people at 1,100 GBP, deadweight 35 %, attribution 15 %, for 60,000: 48,620 and 0.81 (same source)."""
        friend = outcome(quantity=80, proxy_value=1100, deadweight=0.35, attribution=0.15)
        found = social_return(model(friend, investment=60_000, rate=0))
        assert found.total_present_value == pytest.approx(48_620)
        assert round(found.ratio, 2) == 0.81


class TestValue:
    def test_what_starts_after_the_activity_is_discounted_once_more(self):
        during, after = (social_return(model(outcome(starts=starts), rate=0.1)) for starts in ("during", "after"))
        assert during.total_present_value == pytest.approx(1000 / 1.1)
        assert after.total_present_value == pytest.approx(1000 / 1.1**2)

    def test_drop_off_is_lost_from_each_year_to_the_next(self):
        found = social_return(model(outcome(duration_years=4, drop_off=0.5)))
        assert found.impact_by_year == [[1000, 500, 250, 125]]

    def test_inputs_are_not_discounted(self):
        assert social_return(model(outcome(), investment=2000, rate=0.5)).investment == 2000

    def test_without_an_investment_there_is_no_ratio(self):
        found = social_return(model(outcome(), investment=0))
        assert found.ratio is None
        assert found.net_present_value == found.total_present_value

    def test_a_harm_counts_against_the_rest(self):
        found = social_return(model(outcome(), outcome(proxy_value=-400), rate=0))
        assert found.total_present_value == 600

    def test_numbers_that_overflow_are_refused(self):
        with pytest.raises(BadInput, match="too large"):
            social_return(model(outcome(quantity=1e200, proxy_value=1e200, deadweight=1.0)))

    @given(models)
    def test_the_whole_is_the_sum_of_its_outcomes(self, whole):
        parts = [social_return(replace(whole, outcomes=[part])).total_present_value for part in whole.outcomes]
        assert social_return(whole).total_present_value == pytest.approx(math.fsum(parts), abs=1e-6)

    @given(models, st.floats(0.1, 10))
    def test_another_currency_changes_no_ratio(self, whole, rate):
        exchanged = replace(
            whole,
            inputs=[replace(given, value=given.value * rate) for given in whole.inputs],
            outcomes=[replace(part, proxy_value=part.proxy_value * rate) for part in whole.outcomes],
        )
        assert social_return(exchanged).ratio == pytest.approx(social_return(whole).ratio, rel=1e-9, abs=1e-12)


class TestBreakEven:
    @given(models)
    def test_the_value_found_brings_the_ratio_to_1_and_stays_in_bounds(self, whole):
        # A share next to 1 has 16 digits, and so has what it leaves of a gross value far above the investment.
        gross = sum(abs(one.quantity * one.proxy_value) * one.duration_years for one in whole.outcomes)
        fuzzy = 1e-9 + 1e-13 * gross / whole.inputs[0].value
        for path, value in break_even(whole):
            if value is None:
                continue
            _, place, name = path.split(".")
            low, high = sroi.BOUNDS[name]
            assert low <= value <= high
            parts = list(whole.outcomes)
            parts[int(place)] = replace(parts[int(place)], **{name: value})
            assert social_return(replace(whole, outcomes=parts)).ratio == pytest.approx(1, abs=fuzzy)

    @given(models, st.data())
    def test_where_none_is_found_none_exists(self, whole, data):
        """Outcomes are monotone in each number: the ends of the bounds then lie on one side of ratio 1."""
        for path, value in break_even(whole):
            _, place, name = path.split(".")
            if value is not None or name == "proxy_value":
                continue
            low, high = sroi.BOUNDS[name]
            tried = data.draw(st.sampled_from([low, min(high, 1e7), min(high, 1e7) / 2]))
            parts = list(whole.outcomes)
            sides = []
            for end in (low, tried):
                parts[int(place)] = replace(parts[int(place)], **{name: end})
                sides.append(social_return(replace(whole, outcomes=parts)).ratio - 1)
            assert sides[0] * sides[1] >= 0

    def test_every_number_of_every_outcome_but_the_duration_has_its_path(self):
        names = ["quantity", "proxy_value", "deadweight", "displacement", "attribution", "drop_off"]
        found = [path for path, _ in break_even(model(outcome(), outcome()))]
        assert found == [f"outcomes.{place}.{name}" for place in (0, 1) for name in names]

    def test_an_outcome_of_quantity_0_still_says_how_much_it_would_take(self):
        assert dict(break_even(model(outcome(quantity=0), rate=0)))["outcomes.0.quantity"] == 1

    def test_a_ratio_of_1_gives_the_values_of_the_model(self):
        found = dict(break_even(model(outcome(deadweight=0.5, quantity=2), rate=0)))
        assert found["outcomes.0.deadweight"] == 0.5
        assert found["outcomes.0.drop_off"] == 0

    def test_a_drop_off_is_found_over_several_years(self):
        # 1000 (1 + g + g²) = 1750 for g = 0.5
        found = dict(break_even(model(outcome(duration_years=3), investment=1750, rate=0)))
        assert found["outcomes.0.drop_off"] == pytest.approx(0.5, abs=1e-12)

    def test_nothing_put_in_has_no_break_even(self):
        assert {value for _, value in break_even(model(outcome(), investment=0))} == {None}

    def test_a_harm_alone_never_pays_however_little_is_missing(self):
        found = break_even(model(outcome(quantity=1e6, proxy_value=-1e6), investment=1))
        assert {path: value for path, value in found if value is not None} == {
            "outcomes.0.proxy_value": pytest.approx(1.035e-6)
        }

    def test_a_target_out_of_bounds_is_none(self):
        assert dict(break_even(model(outcome(), investment=5000)))["outcomes.0.deadweight"] is None


class TestSimulation:
    def test_percentiles_are_those_of_the_triangular_distribution(self):
        low, mode, high = 0.2, 0.4, 0.5
        uncertain = model(outcome(deadweight=mode), rate=0, ranges={"outcomes.0.deadweight": (low, high)})
        found = simulate(uncertain, 400_000, seed=5)
        expected = 1 - stats.triang((mode - low) / (high - low), low, high - low).ppf([0.95, 0.5, 0.05])
        assert [found.p05, found.p50, found.p95] == pytest.approx(list(expected), abs=5e-4)

    def test_draws_are_numpys_pcg64_range_after_range(self):
        uncertain = model(
            outcome(deadweight=0.1, quantity=3),
            rate=0,
            ranges={"outcomes.0.quantity": (1, 4), "outcomes.0.drop_off": (0, 0), "outcomes.0.deadweight": (0, 0.5)},
        )
        generator = np.random.Generator(np.random.PCG64(11))
        quantity = generator.triangular(1, 3, 4, 1000)
        deadweight = generator.triangular(0, 0.1, 0.5, 1000)
        found = simulate(uncertain, 1000, seed=11)
        expected = np.percentile(quantity * 1000 * (1 - deadweight) / 1000, [5, 50, 95])
        assert [found.p05, found.p50, found.p95] == pytest.approx(list(expected), rel=1e-12)

    @given(st.integers(0, 2**63))
    def test_the_same_seed_gives_the_same_answer(self, seed):
        uncertain = read_model(MODEL)
        assert simulate(uncertain, 50, seed) == simulate(uncertain, 50, seed)

    @pytest.mark.parametrize(
        ("low", "high"), [(0.4, 0.4), (0.4, 0.6), (0.2, 0.4)], ids=["a point", "up only", "down only"]
    )
    def test_a_range_may_end_at_the_value_of_the_model(self, low, high):
        uncertain = model(outcome(deadweight=0.4), rate=0, ranges={"outcomes.0.deadweight": (low, high)})
        found = simulate(uncertain, 1000, seed=0)
        assert 1 - high <= found.p05 <= found.p50 <= found.p95 <= 1 - low

    def test_inputs_and_the_discount_rate_may_range(self):
        ranges = {"inputs.0.value": (500.0, 2000.0), "discount_rate": (0.0, 0.1)}
        found = simulate(model(outcome(), ranges=ranges), 1000, seed=0)
        assert found.p05 < social_return(model(outcome())).ratio < found.p95

    def test_without_a_range_all_percentiles_are_the_ratio(self):
        found = simulate(model(outcome(), rate=0, investment=500), 10, seed=0)
        assert (found.p05, found.p50, found.p95) == (2, 2, 2)

    def test_without_an_investment_there_is_nothing_to_simulate(self):
        found = simulate(model(outcome(), investment=0), 10, seed=0)
        assert (found.p05, found.p50, found.p95) == (None, None, None)


class TestReading:
    def test_a_model_is_read_as_it_stands(self):
        read = read_model(MODEL)
        assert read.outcomes[0] == Outcome(**MODEL["outcomes"][0])
        assert read.ranges == {"outcomes.0.deadweight": (0.1, 0.4)}
        assert read_model(changed(["ranges"], ...)).ranges == {}

    def test_nothing_put_in_and_nothing_changed_is_a_model(self):
        read = read_model({**changed(["ranges"], ...), "inputs": [], "outcomes": []})
        assert social_return(read).total_present_value == 0

    @pytest.mark.parametrize("key", [*MODEL["outcomes"][0]])
    def test_every_key_of_an_outcome_is_required(self, key):
        with pytest.raises(BadInput, match=f"the key “{key}” is missing") as caught:
            read_model(changed(["outcomes", 0, key], ...))
        assert caught.value.place == ("outcomes", "0")

    @pytest.mark.parametrize("key", ["currency", "discount_rate", "inputs", "outcomes"])
    def test_every_key_of_the_model_but_ranges_is_required(self, key):
        with pytest.raises(BadInput, match=f"the key “{key}” is missing"):
            read_model(changed([key], ...))

    @pytest.mark.parametrize(
        ("path", "value", "sentence"),
        [
            (["colour"], "red", "unknown key “colour”"),
            (["inputs", 0, "colour"], "red", "unknown key “colour”"),
            (["outcomes", 0, "colour"], "red", "unknown key “colour”"),
            (["currency"], " ", "the text is empty"),
            (["discount_rate"], "3.5", "a number is expected, not a text"),
            (["discount_rate"], -0.1, "-0.1 is below 0"),
            (["discount_rate"], 3.5, "3.5 is above 1"),
            (["inputs"], {}, "a list is expected, not an object"),
            (["inputs", 0, "value"], None, "a number is expected, not nothing (null)"),
            (["inputs", 0, "value"], -1, "-1 is below 0"),
            (["inputs", 0], 3, "an object is expected, not a number"),
            (["outcomes", 0, "quantity"], True, "a number is expected, not true or false"),
            (["outcomes", 0, "quantity"], 1e999, "the number is not finite"),
            (["outcomes", 0, "quantity"], 10**400, "the number is not finite"),
            (["outcomes", 0, "duration_years"], 0, "0 is below 1"),
            (["outcomes", 0, "duration_years"], 2.5, "a whole number is expected, not 2.5"),
            (["outcomes", 0, "duration_years"], 10**9, "1e+09 is above 200"),
            (["outcomes", 0, "starts"], "later", "“later” is not one of: during, after"),
            (["outcomes", 0, "deadweight"], 1.01, "1.01 is above 1"),
            (["outcomes", 0, "drop_off"], -0.01, "-0.01 is below 0"),
            (["ranges"], None, "an object is expected, not nothing (null)"),
            (["ranges", "outcomes.0.deadweight"], [0.1], "a range is two numbers, [low, high]"),
            (["ranges", "outcomes.0.deadweight"], [0.1, "x"], "a number is expected, not a text"),
            (["ranges", "outcomes.0.deadweight"], [0.1, 1.5], "1.5 is above 1"),
            (
                ["ranges", "outcomes.0.deadweight"],
                [0.3, 0.4],
                "the value of the model, 0.2, is not between 0.3 and 0.4",
            ),
            (
                ["ranges", "outcomes.0.deadweight"],
                [0.4, 0.1],
                "the value of the model, 0.2, is not between 0.4 and 0.1",
            ),
            (["ranges", "outcomes.7.deadweight"], [0, 1], "no number of the model has this path"),
            (["ranges", "outcomes.0.stakeholder"], [0, 1], "no number of the model has this path"),
            (["ranges", "outcomes.0.duration_years"], [1, 5], "a duration is a whole number of years"),
        ],
    )
    def test_what_cannot_be_used_is_refused_at_its_place(self, path, value, sentence):
        with pytest.raises(BadInput) as caught:
            read_model(changed(path, value))
        assert sentence in str(caught.value.message)
        place = [str(key) for key in path]
        assert list(caught.value.place) in (place, place[:-1], [*place, "1"])

    @pytest.mark.parametrize("value", [None, 3, "text", [], [MODEL]])
    def test_a_file_that_is_no_object_is_refused(self, value):
        with pytest.raises(BadInput, match="an object is expected"):
            read_model(value)

    @given(mutated(MODEL))
    def test_whatever_a_file_holds_it_is_computed_or_refused(self, document):
        try:
            read = read_model(document)
            found = social_return(read)
        except BadInput as refusal:
            assert str(refusal.message).strip()
            return
        assert math.isfinite(found.total_present_value)
        assert len(break_even(read)) == 6 * len(read.outcomes)
        assert simulate(read, 3, seed=0).draws == 3


def test_the_worked_examples_hold():
    results = doctest.testmod(sroi)
    assert results.attempted > 0
    assert results.failed == 0
