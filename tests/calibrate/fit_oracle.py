"""A batch of E. coli by LSODA, sampled with the errors of a laboratory: what a fit is tried on.

The equations stand here once more, as published; nothing of the program is used.
"""

from __future__ import annotations

import csv
import io

import numpy
from scipy.integrate import solve_ivp

SCENARIO = """\
scenario: 1
name: E. coli, batch
brief: A case for fits, with nobody at the desk.
duration: {hours} h
units:
  BR-301:
    kind: fermenter
    name: Fermenter
    parameters:
      culture: anane
      environment: off
      oxygen constant: 0.0001 %
      kla factor: 10
      ambient transfer: 0 W/K
      surface coefficient: 0 m/h
    initial:
      volume: 150 L
      biomass concentration: 0.17 g/L
      sugar concentration: 4.94 g/L
      acetate concentration: 0.0129 g/L
      dissolved oxygen: 98 %
      ammonium concentration: 500 mM
actuators:
  M-301:
    name: Drive
    moves: BR-301.agitation
    initial: 100 %
    parameters: {{capacity: 250 rpm, stroke time: 0 s}}
  FV-301:
    name: Air valve
    moves: BR-301.air flow
    initial: 100 %
    parameters: {{capacity: 20 L/min, stroke time: 0 s}}
"""
UNIT = "BR-301"
START = (0.17, 4.94, 0.0129)
NAMES = ("biomass concentration", "sugar concentration", "acetate concentration")
TRUE = {
    "anane sugar uptake": 0.56,
    "anane oxidative yield": 0.49,
    "anane overflow": 0.19,
}
"""A culture of a centre: slower than the published one, which is where a fit begins."""
HOURS = tuple(0.5 * n for n in range(1, 21))
ERRORS = (0.03, 0.03, 0.004)
"""Standard deviations of biomass, sugar and acetate, g/L."""


def rates(x: float, s: float, a: float) -> tuple[float, float, float]:
    """Anane et al. 2017: changes of biomass, sugar and acetate, g/L/h."""
    s, a = max(s, 0.0), max(a, 0.0)
    qs = TRUE["anane sugar uptake"] / (1.0 + a / 1.2399) * s / (s + 0.0370)
    over = TRUE["anane overflow"] * qs / (qs + 0.5052)
    eaten = 0.1148 / (1.0 + qs / 2.1231) * a / (a + 0.0134)
    burnt = qs - over
    mu = (burnt - 0.0129) * TRUE["anane oxidative yield"] + eaten * 0.5718 + over * 0.2268
    return mu * x, -qs * x, (over * 0.9097 - eaten) * x


def truth(hours: tuple[float, ...] = HOURS) -> numpy.ndarray:
    """Return biomass, sugar and acetate at these hours: a row each."""
    found = solve_ivp(
        lambda _, z: rates(*z),
        (0.0, hours[-1]),
        START,
        "LSODA",
        t_eval=hours,
        rtol=1e-9,
        atol=1e-11,
        max_step=0.05,
    )
    return numpy.asarray(found.y.T)


def noisy(seed: int, hours: tuple[float, ...] = HOURS) -> str:
    """Return what a laboratory would have written down of that batch, as CSV."""
    draw = numpy.random.default_rng(seed)
    rows = truth(hours) + draw.normal(size=(len(hours), 3)) * ERRORS
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["time (h)", *(f"{name} (g/L)" for name in NAMES)])
    for hour, row in zip(hours, rows, strict=True):
        writer.writerow([hour, *(f"{value:.4f}" for value in row)])
    return out.getvalue()
