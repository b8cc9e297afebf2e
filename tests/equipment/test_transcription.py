"""RNA by transcription in the test tube: verified against the published equations by LSODA.

Validation is against Akama et al. 2012 (Biotechnol Bioeng 109:2308), whose runs the constants were
fitted to by Stover et al.: it asks whether the fit was taken over rightly.
"""

from __future__ import annotations

import math
import random

import pytest
from findings import Finding
from transcription_bench import NTPS, PUBLISHED, Published, Tube, mixture

from simulator.equipment.inventory import STRONG_ION
from simulator.equipment.transcription.rates import rna_charge
from simulator.equipment.transcription.reactor import step
from simulator.equipment.transcription.reagents import ATP, MAGNESIUM, PHOSPHATE, PYROPHOSPHATE
from simulator.equipment.transcription.speciation import protons_there, sums

MODEL = {
    "model": "equipment/transcription/rates",
    "source": "Stover, Ganko and Braatz 2024, doi 10.1002/bit.28699",
}
IONS = {"model": "equipment/transcription/speciation", "source": MODEL["source"]}
WHOLE = {"model": "equipment/transcription/reactor", "source": MODEL["source"]}
SOLVED = {"against": "the published equations by LSODA, tolerance 1e-7"}
AKAMA = {"against": "measured, Akama et al. 2012", "kind": "validation"}

TABLE = {
    50.0: (0.388, 1.073, 1.861, 2.239, 2.250, 2.250),
    100.0: (0.724, 1.835, 2.540, 2.545, 2.545, 2.545),
    200.0: (1.250, 2.681, 2.858, 2.858, 2.858, 2.858),
    400.0: (1.850, 3.145, 3.152, 3.152, 3.152, 3.152),
}
"""Polymerase (nM) to RNA (uM) after 5, 15, 30, 45, 60 and 120 min: a stiff solver's."""
MINUTES = (5.0, 15.0, 30.0, 45.0, 60.0, 120.0)
LAST = {50.0: 2.10, 100.0: 2.49, 200.0: 2.77, 400.0: 2.99}
PEAK = {50.0: (45.0, 1.57), 100.0: (30.0, 1.63), 200.0: (15.0, 2.04), 400.0: (15.0, 2.07)}
"""Polymerase (nM) to RNA (uM) after two hours; to minutes and pyrophosphate (mM) then: measured."""

OTHERS = {
    "with pyrophosphatase": mixture(
        5.0,
        24.0,
        100.0,
        template_concentration=40.0,
        pyrophosphatase_concentration=1.0,
    ),
    "short of magnesium": mixture(3.0, 10.0, 80.0, template_concentration=20.0),
    "crystals take the template": mixture(5.0, 30.0, 100.0, template_concentration=40.0),
    "pyrophosphate at the start": mixture(1.5, 12.0, 60.0, pyrophosphate_concentration=0.3),
    "uneven nucleotides": mixture(2.0, 12.0, 150.0) | {"CTP concentration": 0.7},
}


@pytest.mark.parametrize("polymerase", TABLE)
def test_table_of_runs(polymerase: float, finding: Finding) -> None:
    """Verification: RNA at six times of a run is a stiff solver's, within 0.5 %."""
    tube, now = Tube(mixture(0.8, 8.0, polymerase), PUBLISHED), 0.0
    for minutes, wanted in zip(MINUTES, TABLE[polymerase], strict=True):
        tube.run(minutes - now)
        now = minutes
        limit = {"tolerance": 0.005, "unit": "uM"}
        finding(
            tube.rna, wanted, quantity="RNA, table of a stiff solver", **MODEL, **SOLVED, **limit
        )


@pytest.mark.parametrize("case", OTHERS)
def test_other_beginnings(case: str, finding: Finding) -> None:
    """Verification: RNA, ions, magnesium and template follow LSODA within 0.5 % elsewhere too."""
    minutes = (4.0, 12.0, 30.0, 75.0)
    oracle = Published(OTHERS[case])
    solved = oracle.after(minutes)
    tube, now = Tube(OTHERS[case], PUBLISHED), 0.0
    for at, z in zip(minutes, solved, strict=True):
        tube.run(at - now)
        now = at
        mg, h = oracle.ions(z)
        tube.run(0.0)
        step(tube.y, tube.p, 0, 0, 0.0, 1)
        pairs = {
            "RNA (uM)": (tube.rna, 1e6 * z[1], 5e-3),
            "template (nM)": (tube["template"], z[0], 5e-3 * oracle.start[0]),
            "pyrophosphate (mM)": (tube["pyrophosphate"], 1e3 * z[2], 5e-3),
            "ATP (mM)": (tube["ATP"], 1e3 * z[3], 5e-3 * 1e3 * oracle.start[3]),
            "magnesium (mM)": (tube["magnesium"], 1e3 * z[7], 1e-3),
            "free magnesium (mM)": (tube["free magnesium concentration"], 1e3 * mg, 1e-3),
            "phosphate (mM)": (tube["phosphate"], 1e3 * z[9], 1e-3),
        }
        for name, (ours, theirs, within) in pairs.items():
            limit = {"tolerance": 0.005, "within": within}
            model = IONS if name.startswith("free") else MODEL
            finding(ours, theirs, quantity=f"{case}: {name}", **model, **SOLVED, **limit)
        finding(
            tube["pH"],
            -math.log10(h),
            quantity=f"{case}: pH",
            within=0.002,
            **IONS,
            **SOLVED,
        )


@pytest.mark.parametrize("polymerase", LAST)
def test_measured_runs(polymerase: float, finding: Finding) -> None:
    """Validation: RNA after two hours within 10 %, pyrophosphate near its peak within 15 %."""
    tube = Tube(mixture(0.8, 8.0, polymerase), PUBLISHED)
    minutes, measured = PEAK[polymerase]
    tube.run(minutes)
    limit = {"tolerance": 0.15, "unit": "mM"}
    ours = tube["pyrophosphate"]
    finding(ours, measured, quantity="pyrophosphate near its peak", **MODEL, **AKAMA, **limit)
    tube.run(120.0 - minutes)
    limit = {"tolerance": 0.10, "unit": "uM"}
    finding(tube.rna, LAST[polymerase], quantity="RNA after 2 h", **MODEL, **AKAMA, **limit)


def totals(tube: Tube) -> dict[str, float]:
    """What no reaction changes: each base, phosphorus, magnesium and mass with water."""
    mass = 0.0
    rna = (tube["product"] + tube["fragments"]) / MASS
    found = {}
    for name, count, grams in zip(NTPS, COUNTS, (507.181, 484.141, 483.156, 523.180), strict=True):
        found[name] = tube[name] + count * rna
        mass += tube[name] * grams
    ppi = tube["pyrophosphate"] + tube["crystals"]
    phosphorus = 3.0 * math.fsum(tube[name] for name in NTPS) + (sum(COUNTS) + 2.0) * rna
    found["phosphorus"] = phosphorus + 2.0 * ppi + tube["phosphate"]
    found["magnesium"] = tube["magnesium"] + 2.0 * tube["crystals"]
    found["mass"] = mass + 1e3 * (tube["product"] + tube["fragments"]) + 177.975 * ppi
    found["mass"] += tube["phosphate"] * 0.5 * 177.975
    found["template"] = tube["template"] + tube["bound template"]
    return found


COUNTS = (231.0, 246.0, 189.0, 202.0)
MASS = 1e-3 * (231 * 507.181 + 246 * 484.141 + 189 * 483.156 + 202 * 523.180 - 867 * 177.975)


@pytest.mark.parametrize("case", OTHERS)
def test_balances(case: str, finding: Finding) -> None:
    """Verification: each base, phosphorus, magnesium, template and mass to 1e-9 in every scan."""
    tube = Tube({**OTHERS[case], "pH": 8.2, "contaminant density": 0.02})
    start = totals(tube)
    for _ in range(1800):
        tube.run(1.0 / 60.0)
        for name, amount in totals(tube).items():
            limit = {"tolerance": 1e-9}
            ours = {"quantity": f"balance of {name}", "against": "conservation"}
            finding(amount, start[name], **ours, **WHOLE, **limit)


def test_ions_balance_from_anywhere() -> None:
    """Verification: magnesium and protons balance to 1e-9 for 2,000 mixtures, from a bad guess."""
    rng = random.Random(5)
    for _ in range(2000):
        tube = Tube(mixture(1.0, 5.0, 0.0), PUBLISHED)
        y = tube.y
        for slot in (*range(ATP, ATP + 4), MAGNESIUM, PYROPHOSPHATE, PHOSPHATE):
            y[slot] = 10.0 ** rng.uniform(-3.0, 2.0)
        y[STRONG_ION] = rng.uniform(-100.0, 600.0)
        tube["free magnesium"] = 10.0 ** rng.uniform(-9.0, 0.0)
        tube["hydrogen ion"] = 10.0 ** rng.uniform(-12.0, -2.0)
        step(y, tube.p, 0, 0, 0.0, 1)
        per, mg, h = 1e-3, tube["free magnesium"], tube["hydrogen ion"]
        if not 1e-12 < h < 0.4:
            continue
        m, n, *_ = sums(y, tube.p, 0, 0, per, mg, h)
        wanted = protons_there(y, 0, per, rna_charge(y, tube.p, 0, 0))
        size = per * (4.0 * sum(y[ATP : ATP + 4]) + y[PYROPHOSPHATE] + abs(y[STRONG_ION]))
        assert m == pytest.approx(per * y[MAGNESIUM], rel=1e-9)
        assert n == pytest.approx(wanted, abs=1e-9 * size)


def test_any_operation_stays_in_range() -> None:
    """60 random mixtures at work stay finite and not negative, however stiff they are."""
    rng = random.Random(9)
    for _ in range(60):
        wide = {
            "template_concentration": 10.0 ** rng.uniform(0.0, 4.0),
            "pyrophosphatase_concentration": rng.choice((0.0, 10.0 ** rng.uniform(-2.0, 4.0))),
            "pyrophosphate_concentration": rng.choice((0.0, rng.uniform(0.0, 30.0))),
            "nuclei_concentration": rng.choice((0.0, 10.0 ** rng.uniform(-3.0, 3.0))),
        }
        mixed = mixture(rng.uniform(0.0, 40.0), rng.uniform(0.0, 200.0), 10.0 ** rng.uniform(0, 5))
        tube = Tube(mixed | {name.replace("_", " "): value for name, value in wide.items()})
        tube["temperature"] = rng.uniform(5.0, 90.0)
        start = totals(tube)
        for _ in range(20):
            tube.run(0.5)
            assert all(math.isfinite(value) for value in tube.y)
            assert all(tube[name] >= 0.0 for name in (*NTPS, "product", "pyrophosphate"))
        for name, amount in totals(tube).items():
            assert amount == pytest.approx(start[name], rel=1e-9)


def test_the_pH_that_was_given_is_shown() -> None:
    """An author's pH is the reactor's, with or without RNA and magnesium in it."""
    for acidity in (6.5, 7.4, 8.6):
        more = {"pH": acidity, "pyrophosphate_concentration": 0.5, "titre": 2.0}
        assert Tube(mixture(5.0, 24.0, 100.0, **more))["pH"] == pytest.approx(acidity, abs=1e-6)


def test_heat_kills_the_polymerase_and_cold_slows_it() -> None:
    """At 50 degC the enzyme is gone within the hour; at 25 degC RNA comes at half the rate."""
    given = mixture(5.0, 24.0, 100.0, template_concentration=40.0)
    still = {"ambient transfer": 0.0, "wall mass": 0.0}
    warm, cold, hot = (Tube(given | {"temperature": t}, still).run(2.0) for t in (37.0, 25.0, 50.0))
    assert 0.4 < cold["transcription rate"] / warm["transcription rate"] < 0.6
    assert hot.run(58.0)["polymerase"] < 5.0
    assert warm.run(58.0)["polymerase"] > 98.0


def test_foreign_cells_break_the_rna() -> None:
    """Verification: ribonuclease breaks whole RNA as e^(-k t), within 0.1 %; its mass stays."""
    given = {"volume": 1.0, "titre": 4.0, "contaminant density": 0.05, "buffer concentration": 40.0}
    tube = Tube(given, {"hydrolysis": 0.0}).run(60.0)
    assert tube["product"] == pytest.approx(4.0 * math.exp(-20.0 * 0.05), rel=1e-3)
    assert tube["product"] + tube["fragments"] == pytest.approx(4.0, rel=1e-12)
    assert tube["integrity"] == pytest.approx(100.0 * tube["product"] / 4.0, rel=5e-3)
