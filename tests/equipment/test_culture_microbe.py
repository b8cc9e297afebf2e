"""What every culture of microbes must bear: any parameters, any operation, heat, hunger, no air."""

from __future__ import annotations

import math
import random

import numpy
import pytest
from fermenter_bench import AIRED, STATE, Fermenter
from reactor import compiled

from simulator.equipment.fermenter.reactor import FERMENTER
from simulator.equipment.unit import defaults
from simulator.language.field import Field
from simulator.language.problem import Refusal

MICROBES = ("anane", "sonnleitner", "birol")
FEW, MANY = 500, 10_000
OPERATION = {
    "volume": (0.01, 250.0),
    "viable": (0.0, 1e8),
    "dead": (0.0, 1e7),
    "product": (0.0, 1e5),
    "glucose": (0.0, 4e5),
    "ethanol": (0.0, 1e4),
    "acetate": (0.0, 6e3),
    "precursor": (0.0, 5e3),
    "ammonium": (0.0, 1e5),
    "oxygen": (0.0, 100.0),
    "contaminant": (0.0, 1e5),
    "temperature": (5.0, 70.0),
    "air flow": (0.0, 300.0),
    "oxygen flow": (0.0, 100.0),
    "agitation": (0.0, 600.0),
    "cooling flow": (0.0, 60.0),
}


def any_of(rng: random.Random, field: Field) -> float:
    """A parameter anywhere within its bounds: an end, the default or between, by decades."""
    if field.choices:
        return float(rng.randrange(len(field.choices)))
    pick = rng.random()
    if pick < 0.2:
        return rng.choice((field.low, field.high, field.default))
    return field.low + (field.high - field.low) * 10.0 ** (-6.0 * rng.random())


@pytest.mark.parametrize("cases", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
@pytest.mark.parametrize("microbe", MICROBES)
def test_any_parameters_and_operation(microbe: str, cases: int) -> None:
    """Random admissible parameter sets and operations stay finite and not negative."""
    rng = random.Random(microbe)
    step = compiled()
    base = FERMENTER.initial(defaults(FERMENTER.parameters), {"volume": 100.0})
    own = [f.name.startswith((microbe, "oxygen", "ammonium")) for f in FERMENTER.parameters]
    usual = [f.default for f in FERMENTER.parameters]
    culture = [f.name for f in FERMENTER.parameters].index("culture")
    for _ in range(cases):
        y = numpy.array([base[name] for name in STATE])
        p = numpy.array(usual)
        for at, field in enumerate(FERMENTER.parameters):
            if own[at]:
                p[at] = any_of(rng, field)
        p[culture] = float(MICROBES.index(microbe))
        for name, (low, high) in OPERATION.items():
            y[STATE[name]] = low + (high - low) * rng.random() ** 4
        step(y, p, 20, (10, 1), rng.choice((0.1, 1.0, 10.0)), 1e-4, 2000.0, 0.0)
        for field, value in zip(FERMENTER.states, y, strict=True):
            assert math.isfinite(value), field.name
            assert value >= 0.0 or field.low < 0.0 or field.unit == "degC", field.name
        assert y[STATE["viability"]] <= 100.0


@pytest.mark.parametrize("microbe", MICROBES)
def test_heat_kills_and_cold_stops(microbe: str) -> None:
    """Above the lethal temperature cells die within the hour; at 8 degC they do not grow."""
    given = {"volume": 100.0, "biomass concentration": 5.0, "sugar concentration": 20.0}
    given |= {"ammonium concentration": 200.0, "temperature": 55.0, "jacket temperature": 55.0}
    chosen = {"culture": float(MICROBES.index(microbe)), "ambient transfer": 0.0}
    hot = Fermenter(given, chosen).put(AIRED).run(1.0)
    assert hot["viability"] < 20.0
    cold = Fermenter(given | {"temperature": 8.0, "jacket temperature": 8.0}, chosen).put(AIRED)
    assert cold.run(0.1)["growth rate"] < 0.01
    assert cold["viability"] > 99.0


@pytest.mark.parametrize("microbe", MICROBES)
def test_without_nitrogen_no_growth(microbe: str) -> None:
    """Cells without ammonia stop eating and growing; the little there is lasts."""
    given = {"volume": 100.0, "biomass concentration": 5.0, "sugar concentration": 20.0}
    chosen = {"culture": float(MICROBES.index(microbe))}
    poor = Fermenter(given | {"ammonium concentration": 2.0}, chosen).put(AIRED).run(2.0)
    assert poor["biomass concentration"] < 5.6
    assert poor["sugar concentration"] > 15.0
    assert poor["ammonium"] >= 0.0


def test_grams_become_cells() -> None:
    """Biomass, sugar, acetate and ethanol that an author gives in g/L are what is then shown."""
    said = {"biomass concentration": 7.5, "sugar concentration": 3.25}
    said |= {"acetate concentration": 0.4, "ethanol concentration": 1.5}
    shown = Fermenter({"volume": 120.0, **said})
    for name, value in said.items():
        assert shown[name] == pytest.approx(value, rel=1e-9), name
    assert shown["optical density"] == pytest.approx(7.5 * 2.5, rel=1e-9)
    assert shown["viable density"] == pytest.approx(7.5 / 0.28e-3, rel=1e-9)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"biomass concentration": 5.0, "viable density": 3.0}, "given-twice"),
        ({"sugar concentration": 5.0, "glucose": 3.0}, "given-twice"),
        ({"biomass concentration": 500.0}, "out-of-bounds"),
        ({"volume": 301.0}, "overfull"),
        ({"biomass": 3.0}, "unknown-name"),
    ],
)
def test_refusals(given: dict[str, float], code: str) -> None:
    """What cannot be, or is said twice, is refused with a reason."""
    with pytest.raises(Refusal) as caught:
        Fermenter({"volume": 100.0, **given})
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_contaminant_breathes_and_eats_too() -> None:
    """A foreign organism adds its uptake of oxygen and sugar to the culture's."""
    given = {"volume": 100.0, "biomass concentration": 0.5, "sugar concentration": 10.0}
    given |= {"ammonium concentration": 200.0}
    clean = Fermenter(given).put(AIRED).run(1.0)
    foul = Fermenter({**given, "contaminant density": 300.0}).put(AIRED).run(1.0)
    assert foul["oxygen uptake rate"] > 1.2 * clean["oxygen uptake rate"]
    assert foul["sugar concentration"] < clean["sugar concentration"]
    assert foul["contaminant"] > 30000.0
