"""Verification of the industrial penicillin fermenter against the public PenSimPy, and by hand."""

from __future__ import annotations

import math
import random

import pytest
from closure import close
from compiled_kernel import quick
from findings import Finding
from penicillin_bench import INPUTS, NAMES, SLOT, Industrial, rows

from simulator.equipment.industrial_penicillin.fermenter import INDUSTRIAL_FERMENTER, step
from simulator.equipment.industrial_penicillin.states import LEDGERS
from simulator.equipment.unit import defaults
from simulator.language.problem import Refusal

ROOM = "equipment/industrial_penicillin"
MODEL = f"{ROOM}/fermenter"
CLASSES = tuple(f"n{n}" for n in range(10))
PARTS = {
    "hyphae": ("a0", "a1", "a3", "a4", "age", "S", "P", "nm", "phi0", *CLASSES),
    "setting": ("DO2", "CO2d"),
    "broth": ("O2", "CO2", "pH", "T", "Visc", "NH3", "PAA"),
    "fermenter": ("V", "Wt"),
}
"""Which file's equations each rate is told by."""
SOURCE = "Goldrick et al. 2015, J Biotechnol 193:70; 2019, Comput Chem Eng 130:106471"
RECIPE: dict[str, tuple[tuple[float, float], ...]] = {
    "Fs": (
        (3, 8), (12, 15), (16, 30), (20, 75), (24, 150), (28, 30), (32, 37), (36, 43), (40, 47),
        (44, 51), (48, 57), (52, 61), (56, 65), (60, 72), (64, 76), (68, 80), (72, 84), (76, 90),
        (80, 116), (160, 90), (230, 80),
    ),
    "Foil": (
        (4, 22), (16, 30), (56, 35), (60, 34), (64, 33), (68, 32), (72, 31), (76, 30), (80, 29),
        (230, 23),
    ),
    "Fg": ((8, 30), (20, 42), (40, 55), (90, 60), (200, 75), (230, 65)),
    "pressure": (
        (12.4, 0.6), (25, 0.7), (30, 0.8), (40, 0.9), (100, 1.1), (150, 1), (200, 0.9), (230, 0.9),
    ),
    "discharge": (
        (100, 0), (102, 4000), (130, 0), (132, 4000), (150, 0), (152, 4000), (170, 0), (172, 4000),
        (190, 0), (192, 4000), (210, 0), (212, 4000), (230, 0),
    ),
    "Fw": ((50, 0), (75, 500), (150, 100), (160, 0), (170, 400), (200, 150), (230, 250)),
    "Fpaa": ((5, 5), (40, 0), (200, 10), (230, 4)),
}  # fmt: skip
"""The sequential recipe of 230 h: each value until its hour."""


def test_every_rate_is_the_published_one(finding: Finding) -> None:
    """Verification: forty states and inputs by chance have the rates of PenSimPy's equations."""
    table = rows("pensimpy_rates.csv")
    hours = 1e-4 / 3600.0
    found: dict[str, float] = dict.fromkeys(NAMES, 0.0)
    scale = {name: max(abs(row[f"d{name}"]) for row in table) for name in NAMES}
    for row in table:
        vessel = Industrial(row)
        vessel.p[0] = 1.5e5  # some of them are fuller than the vessel
        before = {name: vessel[name] for name in NAMES}
        hyphae = sum(row[name] for name in ("a0", "a1", "a3", "a4"))
        vessel.take(row["discharge"] / (1.1 + 1e-3 * (row["P"] + hyphae)) * hours)
        vessel.run(1e-4, 1e-4)
        for name in NAMES:
            off = (vessel[name] - before[name]) / hours - row[f"d{name}"]
            size = max(abs(row[f"d{name}"]), 1e-3 * scale[name])
            found[name] = max(found[name], abs(off) / size)
    for part, names in PARTS.items():
        finding(
            1e6 * max(found[name] for name in names),
            0.0,
            model=f"{ROOM}/{part}",
            source=SOURCE,
            against="PenSimPy 1.2.5, its right-hand side",
            quantity=f"40 random states: worst error of the rates of {', '.join(names)} (ppm)",
            within=1e3,
        )
    assert sorted(name for names in PARTS.values() for name in names) == sorted(NAMES)


def test_rates_beside_a_living_pensimpy() -> None:
    """Verification: where PenSimPy is installed, a hundred states by chance have its rates too."""
    theirs = pytest.importorskip(
        "pensimpy.ode.indpensim_ode_py", reason="PenSimPy is not installed: the record stands alone"
    )
    rng = random.Random(2026)
    table = rows("pensimpy_batch.csv")[2:]
    order = [name for name in table[0] if name != "t"]
    hours = 1e-4 / 3600.0
    for _ in range(100):
        row = {name: v * rng.uniform(0.8, 1.1) for name, v in rng.choice(table).items()}
        row |= {"T": rng.uniform(294.0, 302.0), "pH": 10.0 ** -rng.uniform(6.0, 6.9), "RPM": 100.0}
        row |= {name: rng.uniform(1.0, 100.0) for name in INPUTS if name != "RPM"}
        row |= {"pressure": rng.uniform(0.3, 1.5)}
        start = [row[name] for name in order] + [0.0, 0.0]
        numbers = [0.041, 0.41, 85.0, 150000.0, 530000.0, 2, row["Fs"], row["Fg"], 100.0]
        numbers += [row["Fc"], row["Fh"], row["Fb"], row["Fa"], 0.005, row["Fw"], row["pressure"]]
        numbers += [4.0, 0.0, row["Fpaa"], row["Foil"], 0.0, *[0.0] * 10]
        rates = theirs.indpensim_ode_py(row["t"], start, numbers)
        vessel = Industrial(row)
        before = {name: vessel[name] for name in NAMES}
        vessel.run(1e-4, 1e-4)
        for name in NAMES:
            rate = rates[order.index(name)]
            size = 1e-3 * abs(rate) + 1e-7 * abs(before[name])
            assert abs((vessel[name] - before[name]) / hours - rate) < size, name


def sampled(vessel: Industrial, sums: dict[str, float]) -> dict[str, float]:
    """The laws of pH and temperature that the recorded run had, each 0.2 h."""
    off = 6.5 + math.log10(vessel["pH"])
    sums["pH"] = min(max(sums["pH"] + off * 12.0, 0.0), 225.0)
    warm = vessel["T"] - 298.0
    sums["T"] = min(max(sums["T"] + warm * 30.0, 0.0), 1500.0)
    return {
        "Fb": min(max(200.0 * off + sums["pH"], 0.0), 225.0),
        "Fa": 0.0 if off > -0.05 else min(-200.0 * off, 225.0),
        "Fc": max(min(max(300.0 * warm + sums["T"], 0.0), 1500.0), 1e-4),
        "Fh": 1e-4 if warm > -0.2 else min(-300.0 * warm, 1500.0),
    }


SHOWN = {
    "a0": 0.01, "a1": 0.01, "a3": 0.01, "a4": 0.01, "P": 0.01, "PAA": 0.01, "NH3": 0.01, "V": 0.005,
    "Wt": 0.005, "Visc": 0.01, "CO2": 0.02, "O2": 0.02, "DO2": 0.02, "S": 0.01, "T": 0.05,
    "pH": 0.05,
}  # fmt: skip
"""What is compared over the batch, and how near, of its range."""


def test_a_batch_of_230_h(finding: Finding) -> None:
    """Verification: the recipe with steps of 10 s is PenSimPy's batch by a stiff solver."""
    table = rows("pensimpy_batch.csv")
    span = {n: max(r[n] for r in table) - min(r[n] for r in table) for n in SHOWN}
    vessel = Industrial({**table[0], "RPM": 100.0}, quick(step))
    sums = {"pH": 0.0, "T": 0.0}
    wanted = {round(row["t"] * 5.0): row for row in table[1:]}
    for k in range(1150):
        hour = 0.2 * k
        inputs = {
            name: next((v for end, v in pairs if hour < end - 1e-6), pairs[-1][1])
            for name, pairs in RECIPE.items()
        }
        vessel.put({**inputs, **sampled(vessel, sums)})
        for _ in range(72):
            if inputs["discharge"]:
                heavy = 1.1 + 1e-3 * (vessel["P"] + vessel["biomass concentration"])
                vessel.take(inputs["discharge"] / heavy / 360.0)
            vessel.run(10.0, 10.0)
        row = wanted.get(k + 1)
        for name, tolerance in SHOWN.items() if row else ():
            finding(
                vessel[name],
                row[name],
                model=MODEL,
                source=SOURCE,
                against="PenSimPy 1.2.5 with LSODA",
                quantity=f"batch of 230 h, {name}",
                tolerance=tolerance,
                scale=span[name],
            )
    assert vessel["P"] > 20.0


def middle() -> dict[str, float]:
    """The recorded batch at 80 h with the inputs of that hour."""
    row = next(row for row in rows("pensimpy_batch.csv") if row["t"] == 80.0)
    inputs = {"Fs": 116.0, "Foil": 29.0, "Fg": 60.0, "pressure": 1.1, "Fw": 100.0, "Fpaa": 10.0}
    return {**row, **inputs, "Fb": 100.0, "Fc": 60.0, "RPM": 100.0}


def test_half_a_step_is_the_same(finding: Finding) -> None:
    """Verification: a stop of the air, and the hour after it, are the same in steps of 0.5 s."""
    ends = []
    for dt in (1.0, 0.5):
        vessel = Industrial(middle(), quick(step))
        for air, seconds in ((60.0, 1200.0), (0.0, 1200.0), (60.0, 3600.0)):
            vessel.put({"Fg": air})
            vessel.run(seconds, dt)
        ends.append({name: vessel[name] for name in NAMES})
    worst = max(abs(ends[0][n] - ends[1][n]) / max(abs(ends[1][n]), 1e-12) for n in NAMES)
    finding(
        worst,
        0.0,
        model=MODEL,
        source=SOURCE,
        against="steps of 0.5 s",
        quantity="worst change of any state an hour after 20 min without air",
        within=1e-3,
    )


def test_volume_sugar_and_penicillin_balance(finding: Finding) -> None:
    """Verification: what was given, made, lost, evaporated, taken and held agrees to rounding."""
    vessel = Industrial({**middle(), "V": 99900.0, "Fw": 900.0}, quick(step))
    vessel.y[SLOT["last volume"]] = vessel["volume"]
    names = ("volume", "glucose", "product")
    before = {name: vessel[name] for name in names}
    taken = dict.fromkeys(names, 0.0)
    for scan in range(3600):
        held = {name: vessel[name] for name in names}
        if scan > 1800:
            vessel.take(0.5)
        for name in names:
            taken[name] += held[name] - vessel[name]
        vessel.run(1.0, 1.0)
    assert vessel["lost volume"] > 100.0
    assert vessel["broth taken"] == pytest.approx(taken["volume"], rel=1e-9)
    assert vessel["given volume"] == pytest.approx(900.0 + 116.0 + 10.0 + 100.0, rel=1e-9)
    came = {
        "volume": vessel["given volume"] - vessel["vented volume"],
        "glucose": vessel["given glucose"] + vessel["made glucose"],
        "product": vessel["made product"],
    }
    found = {name: vessel[name] + taken[name] + vessel[f"lost {name}"] for name in names}
    close(finding, MODEL, "penicillin fermenter", {n: before[n] + came[n] for n in names}, found)


def test_nothing_runs_away() -> None:
    """Days of inputs by chance leave every quantity finite, and a share between 0 and 1."""
    rng = random.Random(7)
    vessel = Industrial(middle(), quick(step))
    fields = INDUSTRIAL_FERMENTER.states
    for _ in range(150):
        for field in fields:
            if field.role == "input":
                most = field.high if rng.random() < 0.1 else 0.2 * field.high
                vessel.y[SLOT[field.name]] = rng.choice((0.0, most * rng.random()))
        if vessel["volume"] > 9e4:
            vessel.take(5e4 * rng.random())
        vessel.run(1800.0, 10.0)
        for place, field in enumerate(fields):
            value = float(vessel.y[place])
            assert math.isfinite(value), field.name
            assert value >= 0.0 or field.low < 0.0 or field.unit == "degC", field.name
        assert vessel["off-gas oxygen"] <= 90.0
        assert vessel["pH"] * 0.0 + vessel["batch age"] > 1.0


@pytest.mark.parametrize(
    ("short", "value", "worse"),
    [("DO2", 2.0, 0.7), ("PAA", 100.0, 0.1), ("S", 0.05, 0.1), ("T", 308.0, 0.99)],
)
def test_what_penicillin_wants(short: str, value: float, worse: float) -> None:
    """Little oxygen, little phenylacetate, too much sugar and heat each cost penicillin."""
    made = []
    for row in (middle(), {**middle(), short: value}):
        vessel = Industrial(row)
        vessel.run(1.0, 1.0)
        made.append(vessel["production rate"])
    assert made[1] < worse * made[0]


def test_alkaline_broth_comes_back() -> None:
    """Above pH 7, where the published balance runs away, the broth turns acid again by itself."""
    vessel = Industrial({**middle(), "pH": 10**-7.4, "Fb": 0.0}, quick(step))
    vessel.run(4 * 3600.0, 10.0)
    assert 5.0 < -math.log10(vessel["pH"]) < 7.0


def test_an_empty_vessel_lives_not() -> None:
    """A vessel of a few litres takes feed and shows its level, and nothing lives in it."""
    own = defaults(INDUSTRIAL_FERMENTER.parameters)
    values = INDUSTRIAL_FERMENTER.initial(own, {"volume": 50.0, "growing hyphae": 2.0})
    y = [values[field.name] for field in INDUSTRIAL_FERMENTER.states]
    y[SLOT["water flow"]] = 36.0
    for _ in range(100):
        step(y, list(own.values()), 0, 0, 1.0, 0)
    assert y[0] == pytest.approx(51.0)
    assert y[SLOT["growing hyphae"]] == 2.0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"volume": 120000.0}, "overfull"),
        ({"volume": 1e4, "pH": 6.5, "hydrogen ion": 1e-6}, "given-twice"),
        (
            {"volume": 1e4, "sugar concentration": 1.0, "glucose concentration": 5.0},
            "given-twice",
        ),
        ({"volume": 1e4, "pH": 0.5}, "out-of-bounds"),
        ({"volume": 1e4, "last volume": 3.0}, "unknown-name"),
        *(({"volume": 1e4, field.name: 1.0}, "unknown-name") for field in LEDGERS),
    ],
)
def test_a_wrong_beginning_is_refused(given: dict[str, float], code: str) -> None:
    """More than fits, things given twice, impossible acid and ledgers are refused by name."""
    with pytest.raises(Refusal) as refused:
        INDUSTRIAL_FERMENTER.initial(defaults(INDUSTRIAL_FERMENTER.parameters), given)
    assert code in {problem.code for problem in refused.value.problems}
    if code == "unknown-name":
        assert not set(given) <= set(INDUSTRIAL_FERMENTER.givable())
