"""Verification of the Amribt culture: probe points and a 200 h fed-batch of another program."""

from __future__ import annotations

import csv
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from findings import Finding
from reactor import Reactor

TRAJECTORY = Path(__file__).parent.parent / "data" / "bpl_cho_fedbatch_fig5.csv"
AMRIBT = {"culture": 1.0, "environment": 0.0}
FMU = {
    "model": "equipment/cultures/amribt",
    "source": "Amribt et al. 2013, Biochem Eng J 70:196",
    "against": "the Bioprocess Library's FMU",
    "unit": "",
}
COLUMNS = {
    "Xv_1e6mL": "viable density",
    "G_mM": "glucose concentration",
    "Gn_mM": "glutamine concentration",
    "L_mM": "lactate concentration",
    "N_mM": "ammonium concentration",
}

PROBES = (
    ((10.0, 2.0, 0.0), (0.033368, 5.4e-6, 0.295137, 0.124386, 0.556729, 0.110832)),
    ((0.05, 0.01, 0.0), (0.008397, 0.019462, 0.039551, 0.032403, 0.006326, 0.018849)),
)
"""(G, Gn, N) mM to mu, mu_d, qG, qGn, qL, qN: algebraic outputs of the Bioprocess Library's FMU."""


def rates(glucose: float, glutamine: float, ammonium: float) -> Reactor:
    """A litre of culture with one unit of cells, after one slow scan of no time."""
    given = {
        "volume": 1.0,
        "viable density": 1.0,
        "glucose concentration": glucose,
        "glutamine concentration": glutamine,
        "ammonium concentration": ammonium,
    }
    return Reactor(given, {**AMRIBT, "vessel volume": 2.0, "working volume": 2.0})


@pytest.mark.parametrize(("point", "expected"), PROBES)
def test_probe_points(
    point: tuple[float, ...], expected: tuple[float, ...], finding: Finding
) -> None:
    """Verification: specific rates at known points are the FMU's to its printed digits."""
    reactor = rates(*point)
    names = ("glucose", "glutamine", "lactate", "ammonium")
    q = [abs(reactor[f"{name} last rate"]) for name in names]
    found = [reactor["growth rate"], reactor["death rate"], *q]
    said = ("growth rate", "death rate", *(f"specific rate of {name}" for name in names))
    for name, ours, theirs in zip(said, found, expected, strict=True):
        finding(ours, theirs, quantity=name, tolerance=2e-3, within=6e-7, **FMU)


def test_ammonium_slows_glutamine_uptake(finding: Finding) -> None:
    """Verification: at 2 mM ammonium the FMU gives these uptake, lactate and ammonium rates."""
    reactor = rates(10.0, 2.0, 2.0)
    rows = (("glutamine", -0.062307), ("lactate", 0.525689), ("ammonium", 0.048752))
    for name, wanted in rows:
        said = f"specific rate of {name} at 2 mM ammonium"
        finding(reactor[f"{name} last rate"], wanted, quantity=said, tolerance=1e-4, **FMU)


def test_starved_cells_die(finding: Finding) -> None:
    """Verification: with next to nothing left, growth and death are the FMU's."""
    reactor = rates(0.001, 0.001, 0.0)
    for name, wanted in (("growth rate", 0.001326), ("death rate", 0.086601)):
        finding(reactor[name], wanted, quantity=f"starved, {name}", tolerance=1e-3, **FMU)


def recorded() -> list[dict[str, float]]:
    """The rows of the other program's run."""
    lines = [line for line in TRAJECTORY.read_text().splitlines() if not line.startswith("#")]
    return [{k: float(v) for k, v in row.items()} for row in csv.DictReader(lines)]


@cache
def fed_batch(dt: float) -> dict[str, list[float]]:
    """Figure 5 of Amribt et al. (0.3 L, fed 0.1 L/d from 63.5 h): errors of each column."""
    given = {
        "volume": 0.3,
        "viable density": 0.172,
        "dead density": 0.020,
        "glucose concentration": 17.83,
        "glutamine concentration": 3.74,
        "lactate concentration": 0.12,
        "ammonium concentration": 0.24,
    }
    small = {"vessel volume": 2.0, "working volume": 1.0, "tank diameter": 0.1}
    reactor = Reactor(given, {**AMRIBT, **small, "specific oxygen uptake": 0.0})
    errors: dict[str, list[float]] = {name: [] for name in (*COLUMNS, "Xd_1e6mL", "V_L")}
    for earlier, row in pairwise(recorded()):
        feed = (0.1 / 86400.0, 15.0, 9.3) if earlier["t_h"] >= 63.5 else None
        reactor.run_compiled((row["t_h"] - earlier["t_h"]) * 3600.0, dt, feed)
        values = {column: reactor[name] for column, name in COLUMNS.items()}
        values["Xd_1e6mL"] = reactor["dead"] / reactor["volume"]
        values["V_L"] = reactor["volume"]
        for name, value in values.items():
            errors[name].append(value - row[name])
    return errors


@pytest.mark.parametrize("name", [*COLUMNS, "Xd_1e6mL", "V_L"])
def test_figure_5_of_amribt(name: str, finding: Finding) -> None:
    """Verification: over 200 h each value follows another program's within 0.5 % of its range."""
    rows = recorded()
    assert rows[-1]["t_h"] == 200.0
    values = [row[name] for row in rows]
    errors = fed_batch(10.0)[name]
    assert len(errors) == len(rows) - 1
    for row, error in zip(rows[1:], errors, strict=True):
        limit = {"tolerance": 0.005, "scale": max(values) - min(values)}
        finding(row[name] + error, row[name], quantity=f"200 h, {name}", **FMU, **limit)


def test_lysis_is_an_option() -> None:
    """Dead cells lyse, and lysed cells raise death, only when the extension's numbers are given."""
    given = {"volume": 1.0, "viable density": 5.0, "dead density": 2.0, "lysed density": 3.0}
    off = Reactor(given, AMRIBT)
    on = Reactor(given, {**AMRIBT, "amribt dead lysis rate": 0.01, "amribt toxicity": 0.007})
    assert off["lysed last rate"] == 0.0
    assert on["lysed last rate"] == pytest.approx(0.02)
    assert on["death rate"] - off["death rate"] == pytest.approx(0.021)
