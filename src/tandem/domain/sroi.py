"""Social return on investment: what an activity changed, in money, against what was put into it.

Method: The SROI Network, *A guide to Social Return on Investment* (2012), stages 3 to 5. Formulas, edge cases
and what is refused: docs/algorithms/sroi.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, choice, items, members, number, text, whole

Numbers = NDArray[np.float64]

LONGEST_DURATION = 200
SHARES = ("deadweight", "displacement", "attribution", "drop_off")
#: The numbers of an outcome that may range and whose break-even value is sought, with their bounds.
BOUNDS: Mapping[str, tuple[float, float]] = {
    "quantity": (0, math.inf),
    "proxy_value": (-math.inf, math.inf),
    **dict.fromkeys(SHARES, (0.0, 1.0)),
}
#: Rounding of 1 − x that a share may carry beyond a bound before it counts as outside.
SLACK = 1e-15


@dataclass(frozen=True)
class Input:
    """What somebody put in: money, or time and goods at their value."""

    stakeholder: str
    description: str
    value: float


@dataclass(frozen=True)
class Outcome:
    """What changed for somebody: `quantity` of it, each worth `proxy_value` a year (below 0 for a harm).

    Shares of 1: `deadweight` would have happened anyway, `displacement` only moved elsewhere, `attribution`
    is owed to others, `drop_off` is lost from each year to the next.
    """

    stakeholder: str
    description: str
    quantity: float
    proxy_value: float
    duration_years: int
    starts: Literal["during", "after"]
    deadweight: float
    displacement: float
    attribution: float
    drop_off: float


@dataclass(frozen=True)
class Model:
    """Inputs and outcomes of one activity, the rate to discount with, and ranges of uncertain numbers by path."""

    currency: str
    discount_rate: float
    inputs: Sequence[Input]
    outcomes: Sequence[Outcome]
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Return:
    """The result: `ratio` is `None` when nothing was put in; lists are in the order of the outcomes."""

    investment: float
    total_present_value: float
    ratio: float | None
    impact_by_year: Sequence[Sequence[float]]
    present_values: Sequence[float]

    @property
    def net_present_value(self) -> float:
        return self.total_present_value - self.investment


@dataclass(frozen=True)
class Simulation:
    """Percentiles of the ratio over the draws; `None` when it is undefined."""

    draws: int
    p05: float | None
    p50: float | None
    p95: float | None


def social_return(model: Model) -> Return:
    """Impact per year, present values and ratio of `model`.

    Value in year k (0, 1, …) = quantity × proxy × (1 − deadweight)(1 − displacement)(1 − attribution)(1 − drop-off)^k,
    divided by (1 + rate)^(k + 1) when it starts during the activity, (1 + rate)^(k + 2) when after.
    Ratio = total present value / sum of the inputs. Raises `BadInput` when a product overflows.

    >>> job = Outcome("people", "sustained work", 60, 8500, 2, "during", 0.4, 0, 0.3, 0.3)
    >>> result = social_return(Model("GBP", 0.035, [Input("council", "grant", 250_000)], [job]))
    >>> [round(value) for value in result.impact_by_year[0]], round(result.ratio, 4)
    ([214200, 149940], 1.3877)
    """
    investment = math.fsum(given.value for given in model.inputs)
    by_year = [[float(_impact(outcome, year)) for year in range(outcome.duration_years)] for outcome in model.outcomes]
    values = [float(_present_value(outcome, model.discount_rate)) for outcome in model.outcomes]
    total = math.fsum(values) if np.isfinite(values).all() else math.inf
    ratio = total / investment if investment > 0 else None
    if not math.isfinite(total) or not math.isfinite(investment) or (ratio is not None and not math.isfinite(ratio)):
        raise BadInput(Message(gettext_noop("the numbers are too large to be multiplied")))
    return Return(investment, total, ratio, by_year, values)


def break_even(model: Model) -> list[tuple[str, float | None]]:
    """For each number of each outcome, its path and the value that alone would bring the ratio to 1.

    `None` when no value within its bounds does, or when nothing was put in. The model's own value stands
    where the ratio is 1 already.

    >>> job = Outcome("people", "sustained work", 60, 8500, 1, "during", 0.4, 0, 0.3, 0)
    >>> dict(break_even(Model("GBP", 0, [Input("council", "grant", 107_100)], [job])))["outcomes.0.quantity"]
    30.0
    """
    found = social_return(model)
    solutions: list[tuple[str, float | None]] = []
    for place, outcome in enumerate(model.outcomes):
        others = math.fsum(value for other, value in enumerate(found.present_values) if other != place)
        wanted = found.investment - others
        for name in BOUNDS:
            solution = None if found.ratio is None else _solve(outcome, name, wanted, model.discount_rate)
            solutions.append((f"outcomes.{place}.{name}", solution))
    return solutions


def simulate(model: Model, draws: int, seed: int) -> Simulation:
    """The ratio when every ranged number is drawn from a triangular distribution (low, model value, high).

    Draws come from numpy's PCG64(seed), range after range in the order of `model.ranges`, `draws` at a time;
    a range without width takes no draw. Percentiles interpolate linearly. `None` when a draw has no
    investment.

    >>> job = Outcome("people", "work", 10, 100, 1, "during", 0.5, 0, 0, 0)
    >>> model = Model("EUR", 0, [Input("a", "b", 500)], [job], {"outcomes.0.deadweight": (0.5, 0.5)})
    >>> simulate(model, 100, seed=1)
    Simulation(draws=100, p05=1.0, p50=1.0, p95=1.0)
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn: dict[str, Numbers | float] = {}
    for path, (low, high) in model.ranges.items():
        mode = _value_at(model, path)
        drawn[path] = generator.triangular(low, mode, high, draws) if low < high else mode
    rate = drawn.get("discount_rate", model.discount_rate)
    investment: Numbers | float = 0.0
    for place, given in enumerate(model.inputs):
        investment = investment + drawn.get(f"inputs.{place}.value", given.value)
    total: Numbers | float = 0.0
    for place, outcome in enumerate(model.outcomes):
        ranged = {name: drawn[path] for name in BOUNDS if (path := f"outcomes.{place}.{name}") in drawn}
        total = total + _present_value(replace(outcome, **cast(Any, ranged)), rate)
    if not np.all(np.asarray(investment) > 0):
        return Simulation(draws, None, None, None)
    ratios = np.broadcast_to(np.asarray(total) / investment, (draws,))
    p05, p50, p95 = (float(value) for value in np.percentile(ratios, [5, 50, 95]))
    return Simulation(draws, p05, p50, p95)


def read_model(value: object) -> Model:
    """The model of a decoded JSON file; `BadInput` names the place of anything missing, unknown or out of bounds."""
    record = members(value, (), ("currency", "discount_rate", "inputs", "outcomes"), ("ranges",))
    model = Model(
        currency=text(record["currency"], ("currency",)),
        discount_rate=number(record["discount_rate"], ("discount_rate",), 0, 1),
        inputs=[_read_input(given, place) for given, place in items(record["inputs"], ("inputs",))],
        outcomes=[_read_outcome(change, place) for change, place in items(record["outcomes"], ("outcomes",))],
    )
    if "ranges" not in record:
        return model
    ranges = members(ranges := record["ranges"], ("ranges",), (), ranges)
    return replace(model, ranges={path: _read_range(model, path, bounds) for path, bounds in ranges.items()})


def _impact(outcome: Outcome, year: int) -> Any:
    """Undiscounted; numbers of `outcome` may be arrays of draws."""
    stays = (1 - outcome.deadweight) * (1 - outcome.displacement) * (1 - outcome.attribution)
    return outcome.quantity * outcome.proxy_value * stays * (1 - outcome.drop_off) ** year


def _present_value(outcome: Outcome, rate: Any) -> Any:
    first = 1 if outcome.starts == "during" else 2
    with np.errstate(over="ignore"):
        return sum(_impact(outcome, year) / (1 + rate) ** (year + first) for year in range(outcome.duration_years))


def _solve(outcome: Outcome, name: str, wanted: float, rate: float) -> float | None:
    """The value of `name` with which the outcome alone is worth `wanted`."""
    current = float(_present_value(outcome, rate))
    if current == wanted:
        return cast(float, getattr(outcome, name))
    if name == "drop_off":
        return _solve_drop_off(outcome, wanted, rate)
    low, high = BOUNDS[name]
    is_share = name in SHARES
    # Present value is proportional to the number, to 1 − share for a share.
    unit = float(_present_value(replace(outcome, **cast(Any, {name: 0.0 if is_share else 1.0})), rate))
    if unit == 0:
        return None
    solution = 1 - wanted / unit if is_share else wanted / unit
    if not math.isfinite(solution) or not low - SLACK <= solution <= high + SLACK:
        return None
    return min(max(solution, low), high)


def _solve_drop_off(outcome: Outcome, wanted: float, rate: float) -> float | None:
    """Present value falls (rises, for a harm) as the drop-off grows, so there is one solution or none."""
    from scipy.optimize import brentq

    def gap(drop_off: float) -> float:
        return float(_present_value(replace(outcome, drop_off=drop_off), rate)) - wanted

    at_none, at_all = gap(0.0), gap(1.0)
    if at_none == 0:
        return 0.0
    if at_all == 0 and at_none != at_all:
        return 1.0
    if at_none * at_all >= 0:
        return None
    return float(brentq(gap, 0.0, 1.0, xtol=1e-15, rtol=8.9e-16, maxiter=500))


def _paths(model: Model) -> Iterator[tuple[str, float, tuple[float, float]]]:
    """Path, value and bounds of every number that may range."""
    yield "discount_rate", model.discount_rate, (0, 1)
    for place, given in enumerate(model.inputs):
        yield f"inputs.{place}.value", given.value, (0, math.inf)
    for place, outcome in enumerate(model.outcomes):
        for name, bounds in BOUNDS.items():
            yield f"outcomes.{place}.{name}", getattr(outcome, name), bounds


def _value_at(model: Model, path: str) -> float:
    return next(value for known, value, _ in _paths(model) if known == path)


def _read_range(model: Model, path: str, value: object) -> tuple[float, float]:
    place = ("ranges", path)
    known = {name: (at, bounds) for name, at, bounds in _paths(model)}
    if path.endswith(".duration_years"):
        raise BadInput(Message(gettext_noop("a duration is a whole number of years and has no range")), place)
    if path not in known:
        raise BadInput(Message(gettext_noop("no number of the model has this path")), place)
    middle, bounds = known[path]
    ends = [number(end, where, *bounds) for end, where in items(value, place)]
    if len(ends) != 2:
        raise BadInput(Message(gettext_noop("a range is two numbers, [low, high]")), place)
    if not ends[0] <= middle <= ends[1]:
        values = {"low": f"{ends[0]:g}", "value": f"{middle:g}", "high": f"{ends[1]:g}"}
        problem = gettext_noop("the value of the model, %(value)s, is not between %(low)s and %(high)s")
        raise BadInput(Message(problem, values), place)
    return ends[0], ends[1]


def _read_input(value: object, place: Place) -> Input:
    record = members(value, place, [known.name for known in fields(Input)])
    return Input(
        stakeholder=text(record["stakeholder"], (*place, "stakeholder")),
        description=text(record["description"], (*place, "description")),
        value=number(record["value"], (*place, "value"), 0),
    )


def _read_outcome(value: object, place: Place) -> Outcome:
    record = members(value, place, [known.name for known in fields(Outcome)])

    def share(name: str) -> float:
        return number(record[name], (*place, name), 0, 1)

    return Outcome(
        stakeholder=text(record["stakeholder"], (*place, "stakeholder")),
        description=text(record["description"], (*place, "description")),
        quantity=number(record["quantity"], (*place, "quantity"), 0),
        proxy_value=number(record["proxy_value"], (*place, "proxy_value")),
        duration_years=whole(record["duration_years"], (*place, "duration_years"), 1, LONGEST_DURATION),
        starts=cast(Literal["during", "after"], choice(record["starts"], (*place, "starts"), ("during", "after"))),
        deadweight=share("deadweight"),
        displacement=share("displacement"),
        attribution=share("attribution"),
        drop_off=share("drop_off"),
    )
