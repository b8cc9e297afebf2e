"""A process vessel: how the quality of a stream comes in, is told, and goes on."""

from __future__ import annotations

import math

import pytest

from simulator.equipment import line
from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.downstream.process_vessel import PROCESS_VESSEL, STATES, step
from simulator.equipment.downstream.quality import (
    DNA_OF_CELL,
    PROTEIN_OF_CELL,
    QUALITY_FIELDS,
)
from simulator.equipment.inventory import HEAD, HEAD_FIELDS
from simulator.equipment.unit import UnitKind, defaults, slot
from simulator.equipment.vectors import VECTOR_FIELDS
from simulator.language.problem import Refusal

SIZE = len(STATES)


def vessel(given: dict[str, float]) -> list[float]:
    """The block of one process vessel of 2000 L."""
    p = {**defaults(PROCESS_VESSEL.parameters), "working volume": 2000.0}
    values = PROCESS_VESSEL.initial(p, given)
    return [values[field.name] for field in STATES]


def of(y: list[float], name: str, base: int = 0) -> float:
    """The value of a state by its name."""
    return y[base + slot(STATES, name)]


def test_lysed_cells_become_protein_and_dna() -> None:
    """What cells have let go is counted once, and judged per milligram of product."""
    y = vessel({"volume": 100.0, "titre": 2.0, "lysed density": 4.0})
    p = [field.default for field in PROCESS_VESSEL.parameters]
    step(y, p, 0, 0, 1.0, 1)
    assert of(y, "host cell protein") == pytest.approx(PROTEIN_OF_CELL * 400.0)
    assert of(y, "host cell protein ratio") == pytest.approx(PROTEIN_OF_CELL * 400.0 / 2e5 * 1e6)
    assert of(y, "DNA ratio") == pytest.approx(DNA_OF_CELL * 400.0 / 2e5 * 1e6)
    before = of(y, "host cell protein")
    step(y, p, 0, 0, 1.0, 1)
    assert of(y, "host cell protein") == before


def test_aggregate_is_a_share_of_all_product() -> None:
    """Single molecules and aggregate together are the whole."""
    y = vessel({"volume": 10.0, "titre": 9.8, "aggregate concentration": 0.2})
    assert of(y, "aggregate share") == pytest.approx(2.0)


def test_all_quality_goes_along_a_line_and_none_is_lost() -> None:
    """A tenth of the volume takes a tenth of each; what a leak spills is counted by name."""
    given = {f"{field.name} concentration": 1.0 + n for n, field in enumerate(QUALITY_FIELDS)}
    y = vessel({"volume": 100.0, **given}) + vessel({"volume": 0.0})
    states = (*line.STATES, *line.losses(QUALITY_FIELDS))
    y += [field.default for field in states]
    base = 2 * SIZE
    y[base + line.DEMAND], y[base + line.LEAK] = 36.0, 0.25
    row = [base, 0, 0, SIZE, 0, 0, len(QUALITY_FIELDS), HEAD, HEAD, -1, -1, 0, 0]
    before = list(y)
    line.move(y, [field.default for field in line.PARAMETERS], row, 0, 1000.0)
    for name in (field.name for field in QUALITY_FIELDS):
        lost = y[base + slot(states, f"lost {name}")]
        told = math.fsum([of(y, name), of(y, name, SIZE), lost])
        assert told == pytest.approx(of(before, name), rel=1e-12)
        assert of(y, name) == pytest.approx(0.9 * of(before, name), rel=1e-12)
        assert of(y, name, SIZE) == pytest.approx(0.075 * of(before, name), rel=1e-12)


def test_pH_and_conductivity_follow_what_is_in_it() -> None:
    """A phosphate buffer shows its pH and salt its conductivity; empty it shows water's."""
    buffer = {"phosphate concentration": 10.0, "strong ion concentration": 16.0}
    y = vessel({"volume": 100.0, "salt concentration": 140.0, **buffer})
    assert of(y, "pH") == pytest.approx(7.0, abs=0.1)
    assert of(y, "conductivity") == pytest.approx(16.0, rel=0.1)
    acid = vessel({"volume": 100.0, **buffer, "acetate concentration": 3.0})
    assert of(acid, "pH") < 4.5
    p = [field.default for field in PROCESS_VESSEL.parameters]
    y[: len(HEAD_FIELDS) + len(QUALITY_FIELDS)] = vessel({})[
        : len(HEAD_FIELDS) + len(QUALITY_FIELDS)
    ]
    step(y, p, 0, 0, 1.0, 0)
    assert of(y, "conductivity") > 10.0, "only slow scans look"
    step(y, p, 0, 0, 1.0, 1)
    assert (of(y, "pH"), of(y, "conductivity")) == (7.0, 0.0)


def test_a_run_may_stand_elsewhere_in_the_sink() -> None:
    """What a vector reactor carries is found in a process vessel, wherever it stands in each."""
    source = UnitKind(
        name="vector bag",
        states=(*HEAD_FIELDS, *VECTOR_FIELDS),
        parameters=(),
        step=step,
        initial=PROCESS_VESSEL.initial,
        carried=VECTOR_FIELDS,
    )
    assert PROCESS_VESSEL.takes(source)
    assert source.place(VECTOR_FIELDS) == HEAD
    assert PROCESS_VESSEL.place(VECTOR_FIELDS) == slot(STATES, "full capsids")
    assert source.components[-1] == HEAD + len(VECTOR_FIELDS) - 1
    assert not source.takes(PROCESS_VESSEL)


def test_who_takes_from_whom() -> None:
    """A bioreactor is harvested into a process vessel, which never leads back."""
    reactor = CATALOGUE["bioreactor"]
    assert PROCESS_VESSEL.takes(reactor)
    assert not reactor.takes(PROCESS_VESSEL)
    assert not CATALOGUE["reagent vessel"].takes(PROCESS_VESSEL)


def test_a_concentration_without_volume_is_refused() -> None:
    """An empty tank has no milligrams per litre, and an amount is not given twice."""
    with pytest.raises(Refusal, match="no volume"):
        vessel({"volume": 0.0, "DNA concentration": 1.0})
    with pytest.raises(Refusal, match="both given"):
        vessel({"volume": 1.0, "DNA concentration": 1.0, "DNA": 1.0})
