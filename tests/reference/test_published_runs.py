"""Verification: published runs, from a scenario file through the very plant that trainees meet."""

from __future__ import annotations

import csv
from pathlib import Path

from findings import Finding

from simulator.plant.plant import Plant
from simulator.scenario.library import load

HERE = Path(__file__).parent
DATA = HERE.parent / "data" / "bpl_cho_fedbatch_fig5.csv"
HOUR = 3_600_000

NAMES = {
    "V_L": "volume",
    "Xv_1e6mL": "viable density",
    "G_mM": "glucose concentration",
    "Gn_mM": "glutamine concentration",
    "L_mM": "lactate concentration",
    "N_mM": "ammonium concentration",
}


def trajectory() -> list[dict[str, float]]:
    """Return the rows of the other program's run."""
    lines = [line for line in DATA.read_text().splitlines() if not line.startswith("#")]
    return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(lines)]


def test_amribt_figure_5_through_the_plant(finding: Finding) -> None:
    """Seven values stay within 0.5 % of their range over 200 h, feed line and pump included."""
    scenario = load(str(HERE / "scenarios" / "amribt-figure-5.yaml"))
    plant = Plant(scenario.design, scenario.seed, "compiled")
    rows = trajectory()
    ranges = {key: max(row[key] for row in rows) - min(row[key] for row in rows) for key in rows[0]}
    amribt = {
        "model": "equipment/cultures/amribt",
        "source": "Amribt et al. 2013, Biochem Eng J 70:196",
        "against": "a run of the Bioprocess Library",
    }
    for row in rows:
        plant.advance(int(row["t_h"] * HOUR))
        found = {key: plant.truth(f"BR-901.{name}") for key, name in NAMES.items()}
        found["Xd_1e6mL"] = plant.truth("BR-901.total density") - found["Xv_1e6mL"]
        for key, value in found.items():
            limit = {"tolerance": 0.005, "scale": ranges[key]}
            finding(value, row[key], quantity=f"200 h in the plant, {key}", **amribt, **limit)
    assert len(finding.found) == 7


TABLE = {
    24: (0.766, 0.778, 39.42, 7.511, 3.05, 0.940, 3.74),
    48: (1.843, 1.884, 37.99, 6.336, 5.84, 1.998, 12.98),
    72: (3.972, 4.078, 34.88, 3.909, 9.34, 4.181, 33.98),
    96: (7.429, 7.666, 28.99, 0.762, 13.32, 7.015, 75.8),
    120: (10.97, 11.42, 20.32, 0.0076, 16.76, 7.693, 146.7),
    168: (10.68, 11.64, 7.14, 0.0, 19.2, 7.70, 310.0),
}
"""Hours to viable and total cells (1e6/mL), Glc, Gln, Lac, Amm (mM) and antibody (mg/L)."""
COLUMNS = (
    "viable density",
    "total density",
    "glucose concentration",
    "glutamine concentration",
    "lactate concentration",
    "ammonium concentration",
    "titre",
)


def test_moller_table_through_the_plant(finding: Finding) -> None:
    """The published form meets the stiff solver's table within 1 % of each column's range."""
    scenario = load(str(HERE / "scenarios" / "moller-batch.yaml"))
    plant = Plant(scenario.design, scenario.seed, "compiled")
    scale = [max(row[column] for row in TABLE.values()) for column in range(len(COLUMNS))]
    for hour, row in TABLE.items():
        plant.advance(hour * HOUR)
        for column, (name, wanted) in enumerate(zip(COLUMNS, row, strict=True)):
            value = plant.truth(f"BR-902.{name}")
            value *= 1000.0 if name == "titre" else 1.0
            finding(
                value,
                wanted,
                model="equipment/cultures/moller",
                source="Möller et al. 2020, Comput Chem Eng 134:106693",
                against="the published equations by LSODA, tolerance 1e-8",
                quantity=f"168 h in the plant, {name}",
                tolerance=0.01,
                within=0.001 * scale[column],
            )
