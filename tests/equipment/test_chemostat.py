"""Verification: a chemostat of a culture that is Monod's, against the closed forms of Herbert.

D. Herbert, R. Elsworth, R. C. Telling, J. Gen. Microbiol. 14 (1956) 601: with growth
``mu = mu_max S/(Ks + S)`` and yield Y, ``S = Ks D/(mu_max - D)``, ``X = Y (S0 - S)``, wash-out at
``Dc = mu_max S0/(Ks + S0)`` and the highest output of cells at
``D = mu_max (1 - sqrt(Ks/(Ks + S0)))``. E. coli without overflow and upkeep, and yeast with room to
burn all its sugar, are such cultures. A whole plant runs: bottle, feed pump, fermenter, overflow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import pytest
from findings import Finding

from simulator.language.command import SetOutput
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

HOUR = 3_600_000
VOLUME = 100.0
FASTEST = 100.0
"""L/h of the feed pump at 100 %."""
SUGAR_MASS = 0.180156

TEXT = """
scenario: 1
name: Chemostat
brief: Feed in, overflow out
duration: 60 d
units:
  BR-301:
    kind: fermenter
    name: Fermenter
    parameters: {{environment: off, oxygen constant: 1e-4 %, kla factor: 10, {traits},
      ambient transfer: 0 W/K, surface coefficient: 0 m/h, condenser temperature: 2 degC}}
    initial: {{volume: 100 L, biomass concentration: {cells} g/L, sugar concentration: {sugar} g/L,
      ammonium concentration: 900 mM, temperature: 30 degC, dissolved oxygen: 90 %}}
  TK-311:
    kind: vessel
    name: Medium
    parameters: {{working volume: 30000 L}}
    initial:
      {{volume: 30000 L, glucose concentration: {medium} mM, ammonium concentration: 900 mM}}
lines:
  L-311: {{name: F, from: TK-311, to: BR-301, parameters: {{capacity: 100 L/h, sink full: 200 L}}}}
  L-401: {{name: O, from: BR-301, to: drain, parameters: {{capacity: 5000 L/h, heel: 100 L}}}}
actuators:
  P-311: {{name: F, moves: L-311.flow demand, parameters: {{capacity: 100 L/h, stroke time: 0 s}}}}
  P-401: {{name: O, moves: L-401.flow demand, initial: 100 %, parameters: {{capacity: 5000 L/h}}}}
  FV-301: {{name: Air, moves: BR-301.air flow, initial: 100 %, parameters: {{capacity: 8 L/min}}}}
  M-301: {{name: S, moves: BR-301.agitation, initial: 100 %, parameters: {{capacity: 250 rpm}}}}
"""


@dataclass(frozen=True)
class Culture:
    """A culture that is Monod's: what is set, and what that makes of its constants (g, L, h)."""

    name: str
    model: str
    traits: str
    mu_max: float
    constant: float
    yields: float
    medium: float = 5.0

    @property
    def washed_out(self) -> float:
        """The highest dilution rate at which cells stay."""
        return self.mu_max * self.medium / (self.constant + self.medium)

    @property
    def best(self) -> float:
        """The dilution rate of the highest output of cells."""
        share = self.constant / (self.constant + self.medium)
        return self.mu_max * (1.0 - math.sqrt(share))

    def sugar(self, rate: float) -> float:
        """Sugar of the steady state, g/L."""
        return self.constant * rate / (self.mu_max - rate)

    def cells(self, rate: float) -> float:
        """Cells of the steady state, g/L."""
        return self.yields * (self.medium - self.sugar(rate))


COLI = Culture(
    "E. coli",
    "equipment/cultures/anane",
    "culture: anane, anane overflow: 0 g/g/h, anane maintenance: 0 g/g/h",
    0.6356 * 0.5333,
    0.0370,
    0.5333,
)
YEAST = Culture(
    "yeast",
    "equipment/cultures/sonnleitner",
    "culture: sonnleitner, sonnleitner sugar uptake: 3 mmol/g/h, "
    "sonnleitner oxygen uptake: 10 mmol/g/h",
    3.5 * 0.0246 * 3.0,
    1.0 * SUGAR_MASS,
    3.5 * 0.0246 / SUGAR_MASS,
)
CULTURES = pytest.mark.parametrize("culture", [COLI, YEAST], ids=["coli", "yeast"])


def begun(culture: Culture, rate: float, cells: float, sugar: float) -> Plant:
    """Return a chemostat at a dilution rate (1/h) with so much in it."""
    medium = culture.medium / SUGAR_MASS
    text = TEXT.format(traits=culture.traits, cells=cells, sugar=sugar, medium=medium)
    plant = Plant(build_scenario(Documents("c.yaml", {"c.yaml": text})).design, 1, "compiled")
    plant.accept(SetOutput("P-311", 100.0 * rate * VOLUME / FASTEST))
    return plant


@cache
def steady(culture: Culture, share: float) -> tuple[float, float]:
    """Return cells and sugar after twelve times the slowest time, from 3 % beside the closed form.

    ``share`` is the part of the rate of wash-out at which it is fed. What is read stands at the
    end of a scan, when what that scan brought is eaten: the mean is half of it higher.
    """
    rate = share * culture.washed_out
    plant = begun(culture, rate, 0.97 * culture.cells(rate), 1.03 * culture.sugar(rate))
    plant.advance(round(12.0 / rate) * HOUR)
    litres = plant.truth("BR-301.volume")
    sugar = plant.truth("BR-301.glucose") * SUGAR_MASS / litres
    sugar += 0.5 * rate * (culture.medium - sugar) / 3600.0
    return plant.truth("BR-301.biomass concentration"), sugar


@CULTURES
@pytest.mark.parametrize("share", [0.3, 0.6, 0.8])
def test_the_steady_state_is_monods(finding: Finding, culture: Culture, share: float) -> None:
    """Cells and sugar settle within 0.1 % of what balance and growth ask for."""
    cells, sugar = steady(culture, share)
    rate = share * culture.washed_out
    closed = {
        "model": culture.model,
        "source": "Herbert, Elsworth, Telling 1956",
        "tolerance": 0.001,
        "unit": "g/L",
    }
    at = f"{culture.name} in a chemostat at {100.0 * share:.0f} % of wash-out"
    finding(cells, culture.cells(rate), quantity=f"cells, {at}", against="Y (S0 - S)", **closed)
    finding(
        sugar, culture.sugar(rate), quantity=f"sugar, {at}", against="Ks D/(mu_max - D)", **closed
    )


@CULTURES
def test_the_highest_output_is_at_the_best_rate(finding: Finding, culture: Culture) -> None:
    """Output of cells is that of the closed form at its best rate, and less on either side."""
    best = culture.best / culture.washed_out
    made = [
        share * culture.washed_out * steady(culture, share)[0]
        for share in (best, 0.93 * best, 1.0 - 0.4 * (1.0 - best))
    ]
    assert made[0] > max(made[1:])
    finding(
        made[0],
        culture.best * culture.cells(culture.best),
        model=culture.model,
        source="Herbert, Elsworth, Telling 1956",
        quantity=f"highest output of cells, {culture.name} in a chemostat",
        against="mu_max (1 - sqrt(Ks/(Ks + S0))) X",
        tolerance=0.001,
        unit="g/L/h",
    )


@CULTURES
def test_cells_wash_out_above_the_critical_rate(finding: Finding, culture: Culture) -> None:
    """Few cells in fresh medium: below Dc they come, above they go, at the rate mu(S0) - D."""
    fate = {}
    for share in (0.9, 1.1):
        plant = begun(culture, share * culture.washed_out, 1e-4, culture.medium)
        plant.advance(2 * HOUR)
        before = plant.truth("BR-301.viable")
        plant.advance(22 * HOUR)
        fate[share] = math.log(plant.truth("BR-301.viable") / before) / 20.0
    assert fate[1.1] < 0.0 < fate[0.9]
    critical = culture.washed_out
    found = critical * (0.9 + 0.2 * fate[0.9] / (fate[0.9] - fate[1.1]))
    finding(
        found,
        critical,
        model=culture.model,
        source="Herbert, Elsworth, Telling 1956",
        quantity=f"dilution rate of wash-out, {culture.name}",
        against="mu_max S0/(Ks + S0)",
        tolerance=0.001,
        unit="1/h",
    )
