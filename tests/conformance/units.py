"""What every unit kind of the catalogue must do: the checks, apart from any one kind.

Each check takes a UnitKind and raises AssertionError with the field that breaks the rule. A new
kind needs one entry in OPERATIONS (a working point to run from) and nothing else.
"""

from __future__ import annotations

import math
import random
import re
from dataclasses import dataclass, field

import numpy
import pytest
from compiled_kernel import compiled_kernel

from simulator.equipment.inventory import HEAD, HEAD_FIELDS
from simulator.equipment.unit import UnitKind, defaults, finite
from simulator.language.field import Field
from simulator.language.quantity import parse_quantity

MARGIN = 5
"""Slots before and after a block under test that its step must leave alone."""
UNTOUCHED = 12345.678
NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9 -]*\Z")
SEPARATORS = (".", "`", "  ")


@dataclass(frozen=True)
class Operation:
    """A working point of one kind: what it begins with and the inputs it runs at."""

    given: dict[str, float]
    inputs: dict[str, float]
    parameters: dict[str, float] = field(default_factory=dict)


OPERATIONS: dict[str, Operation] = {
    "vessel": Operation(
        given={
            "volume": 120.0,
            "temperature": 31.0,
            "viable density": 3.0,
            "viability": 92.0,
            "glucose concentration": 150.0,
            "glutamine concentration": 10.0,
            "titre": 1.5,
            "strong ion concentration": -5.0,
        },
        inputs={"temperature control": 1.0},
        parameters={"set temperature": 5.0},
    ),
    "bioreactor": Operation(
        given={
            "volume": 1600.0,
            "temperature": 36.8,
            "viable density": 9.0,
            "viability": 96.0,
            "glucose concentration": 28.0,
            "glutamine concentration": 4.0,
            "lactate concentration": 12.0,
            "ammonium concentration": 3.0,
            "titre": 0.8,
            "pH": 7.02,
            "dissolved oxygen": 42.0,
            "antifoam concentration": 0.01,
        },
        inputs={
            "air flow": 60.0,
            "oxygen flow": 15.0,
            "carbon dioxide flow": 1.0,
            "nitrogen flow": 5.0,
            "agitation": 90.0,
            "cooling flow": 2.0,
            "heating flow": 1.0,
            "exhaust valve": 60.0,
        },
    ),
    "fermenter": Operation(
        given={
            "volume": 150.0,
            "temperature": 36.5,
            "biomass concentration": 12.0,
            "sugar concentration": 1.5,
            "acetate concentration": 0.4,
            "ethanol concentration": 0.2,
            "ammonium concentration": 120.0,
            "pH": 6.9,
            "dissolved oxygen": 42.0,
            "osmolality": 500.0,
            "antifoam concentration": 0.05,
        },
        inputs={
            "air flow": 180.0,
            "oxygen flow": 20.0,
            "agitation": 350.0,
            "cooling flow": 8.0,
            "exhaust valve": 60.0,
        },
    ),
    "penicillin fermenter": Operation(
        given={
            "volume": 64000.0,
            "temperature": 25.0,
            "titre": 4.4,
            "sugar concentration": 0.0022,
            "precursor concentration": 0.77,
            "growing hyphae": 4.0,
            "mature hyphae": 12.5,
            "degenerated hyphae": 0.004,
            "small vacuoles": 1.6e11,
            "vacuoles 1": 141600000000.0,
            "vacuoles 2": 126000000000.0,
            "vacuoles 3": 112200000000.0,
            "vacuoles 4": 97200000000.0,
            "vacuoles 5": 87200000000.0,
            "vacuoles 6": 69400000000.0,
            "vacuoles 7": 66200000000.0,
            "vacuoles 8": 40200000000.0,
            "vacuoles 9": 52200000000.0,
            "large vacuoles": 1.1e10,
            "small vacuole volume": 1.3,
            "oxygen content": 12.3,
            "gas oxygen": 0.19,
            "off-gas carbon dioxide": 1.25,
            "carbon dioxide content": 4.2,
            "viscosity": 53.0,
            "hyphal hours": 432.0,
            "batch age": 50.0,
        },
        inputs={
            "air flow": 60.0,
            "agitation": 100.0,
            "back pressure": 1.1,
            "sugar flow": 57.0,
            "oil flow": 30.0,
            "phenylacetate flow": 10.0,
            "water flow": 500.0,
            "base flow": 60.0,
            "cooling flow": 60.0,
        },
    ),
    "transfection reactor": Operation(
        given={
            "volume": 1500.0,
            "temperature": 36.9,
            "viable density": 1.4,
            "viability": 96.0,
            "glucose concentration": 25.0,
            "glutamine concentration": 4.0,
            "pH": 7.05,
            "mix volume": 30.0,
            "mix age": 5.0,
            "bare DNA": 600.0,
            "complexed DNA": 700.0,
            "clumped DNA": 50.0,
            "external plasmid": 5e4,
            "endosomal RC plasmid": 100.0,
            "endosomal vector plasmid": 100.0,
            "endosomal helper plasmid": 100.0,
            "cytosolic RC plasmid": 100.0,
            "cytosolic vector plasmid": 100.0,
            "cytosolic helper plasmid": 100.0,
            "nuclear RC plasmid": 1.0,
            "nuclear vector plasmid": 8.0,
            "nuclear helper plasmid": 8.0,
            "Rep": 1e5,
            "vector genomes": 100.0,
            "loaded capsids": 5.0,
            "empty capsids": 10000.0,
            "full capsids": 300.0,
            "functional vector": 5000.0,
            "vector particles": 3000.0,
            "taken plasmid": 400.0,
            "time since transfection": 40.0,
        },
        inputs={
            "air flow": 40.0,
            "agitation": 60.0,
            "cooling flow": 2.0,
            "exhaust valve": 60.0,
            "mix making": 0.5,
            "mix flow": 1.0,
            "mix drain": 0.1,
        },
    ),
    "process vessel": Operation(
        given={
            "volume": 1500.0,
            "temperature": 30.0,
            "titre": 4.5,
            "lysed density": 3.0,
            "host cell protein concentration": 500.0,
            "aggregate concentration": 0.1,
            "salt concentration": 120.0,
            "full capsids concentration": 2.0,
        },
        inputs={"temperature control": 1.0},
        parameters={"set temperature": 5.0, "working volume": 2000.0},
    ),
    "inactivation vessel": Operation(
        given={
            "volume": 150.0,
            "temperature": 20.0,
            "titre": 10.0,
            "aggregate concentration": 0.1,
            "acetate concentration": 3.0,
            "strong ion concentration": 2.7,
            "retrovirus concentration": 1000.0,
            "sheltered retrovirus": 100.0,
            "dead leg pH": 4.2,
        },
        inputs={"agitation": 80.0, "temperature control": 1.0},
        parameters={"working volume": 200.0},
    ),
    **{
        name: Operation(
            given={
                "resistance": 3.0,
                "wetted": 0.9,
                "lost in pauses": 0.2,
                "gas pressure": 0.4,  # at once: what bubbles in a rise is seen to a scan
                "held volume": 0.5,
                "held product": 4.0,
                "kept retrovirus": 10.0,
                "kept parvovirus": 2.0,
                "passed": 400.0,
            },
            inputs={
                "feed pressure": 1.5,
                "test pressure": 0.4,
                "medium blockage": 0.1,
                "defect": 0.01,
            },
        )
        for name in ("depth filter", "virus filter", "sterile filter")
    },
    "centrifuge": Operation(
        given={
            "held volume": 8.0,
            "held product": 20.0,
            "held debris": 4.0,
            "sediment volume": 2.0,
            "sediment viable": 700.0,
            "sediment product": 3.0,
            "sludge volume": 40.0,
            "since discharge": 1.5,
            "passed": 400.0,
        },
        inputs={
            "bowl speed": 6500.0,
            "discharge interval": 3.0,
            "imbalance": 0.1,
            "disc blockage": 0.05,
        },
    ),
    "RNA vessel": Operation(
        given={
            "volume": 6.0,
            "temperature": 36.0,
            "titre": 4.0,
            "aggregate concentration": 0.2,
            "host cell protein concentration": 8.0,
            "DNA concentration": 60.0,
            "solutes concentration": 30.0,
            "tris concentration": 40.0,
            "strong ion concentration": -20.0,
            "DNase syringe": 500.0,
            "DNase activity": 20.0,
        },
        inputs={"DNase flow": 10.0, "temperature control": 1.0},
        parameters={"set temperature": 37.0},
    ),
    "oligo-dT column": Operation(
        given={
            "salt in bed": 250.0,
            "tris in bed": 10.0,
            "strong ion in bed": -7.0,
            "product on beads 3": 0.3,
            "aggregate on beads 3": 0.004,
            "host cell protein on beads 3": 0.3,
            "product in cell 3": 0.1,
            "product in cell 4": 0.05,
        },
        inputs={"trap vent": 1.0},
    ),
    "affinity column": Operation(
        given={
            "salt in bed": 120.0,
            "strong ion in bed": -15.0,
            "tris in bed": 20.0,
            "product on beads 3": 20.0,
            "aggregate on beads 3": 0.4,
            "host cell protein on beads 3": 30.0,
            "product in cell 3": 1.0,
            "product in cell 4": 0.5,
            "host cell protein in cell 3": 50.0,
            "kept debris": 20.0,
            "air in trap": 0.1,
        },
        inputs={"trap vent": 1.0},
    ),
    **{
        name: Operation(
            given={
                "salt in bed": 20.0,
                "strong ion in bed": 25.0,
                "acetate in bed": 1.8,
                "product on beads 3": 20.0,
                "aggregate on beads 3": 0.4,
                "basic protein on beads 3": 30.0,
                "product in cell 3": 1.0,
                "product in cell 4": 0.5,
                "DNA on beads 2": 5.0,
                "retrovirus in cell 3": 50.0,
                "parvovirus in cell 3": 20.0,
                "kept debris": 20.0,
                "air in trap": 0.1,
            },
            inputs={"trap vent": 1.0, "bad packing": 0.1},
        )
        for name in ("cation exchange column", "anion exchange column")
    },
    "capsid affinity column": Operation(
        given={
            "salt in bed": 300.0,
            "strong ion in bed": -15.0,
            "tris in bed": 20.0,
            "full capsids on beads 3": 90.0,
            "empty capsids on beads 3": 500.0,
            "host cell protein on beads 3": 30.0,
            "full capsids in cell 3": 2.0,
            "full capsids in cell 4": 1.0,
            "host cell protein in cell 3": 50.0,
            "air in trap": 0.1,
        },
        inputs={"trap vent": 1.0},
    ),
    "capsid exchange column": Operation(
        given={
            "salt in bed": 60.0,
            "tris in bed": 20.0,
            "strong ion in bed": -4.0,
            "full capsids on beads 3": 90.0,
            "empty capsids on beads 3": 400.0,
            "full capsids in cell 3": 2.0,
            "empty capsids in cell 4": 3.0,
            "DNA on beads 2": 0.5,
            "air in trap": 0.1,
        },
        inputs={"trap vent": 1.0},
    ),
    "vector vessel": Operation(
        given={
            "volume": 1500.0,
            "temperature": 36.0,
            "viable density": 2.0,
            "viability": 80.0,
            "full capsids": 900.0,
            "empty capsids": 7000.0,
            "full capsids in cells": 2000.0,
            "empty capsids in cells": 15000.0,
            "detergent": 3000.0,
            "nuclease": 40000.0,
            "DNA concentration": 5.0,
            "salt concentration": 20.0,
        },
        inputs={"detergent feed": 100.0, "nuclease feed": 500.0, "temperature control": 1.0},
        parameters={"working volume": 2000.0, "set temperature": 37.0},
    ),
    "ultrafilter": Operation(
        given={"bulk concentration": 60.0, "compaction": 0.1, "permeated": 50.0, "diavolumes": 1.5},
        inputs={"cross-flow": 600.0, "retentate valve": 30.0, "membrane blockage": 0.1},
    ),
    "reagent vessel": Operation(
        given={
            "volume": 3.0,
            "temperature": 8.0,
            "ATP concentration": 50.0,
            "GTP concentration": 50.0,
            "magnesium concentration": 120.0,
            "pyrophosphatase concentration": 20.0,
        },
        inputs={"temperature control": 1.0},
        parameters={"set temperature": 5.0, "working volume": 5.0},
    ),
    "transcription reactor": Operation(
        given={
            "volume": 6.0,
            "temperature": 36.0,
            "ATP concentration": 6.0,
            "UTP concentration": 5.0,
            "CTP concentration": 5.5,
            "GTP concentration": 7.0,
            "magnesium concentration": 32.0,
            "pyrophosphate concentration": 2.0,
            "crystals concentration": 0.5,
            "nuclei concentration": 0.02,
            "buffer concentration": 40.0,
            "template concentration": 40.0,
            "polymerase concentration": 90.0,
            "pyrophosphatase concentration": 2.0,
            "titre": 1.2,
            "fragments concentration": 0.1,
        },
        inputs={"agitation": 150.0, "cooling flow": 0.02, "heating flow": 0.04},
    ),
    "vial": Operation(
        given={
            "volume": 0.0012,
            "viable density": 18.0,
            "viability": 94.0,
            "solutes concentration": 1400.0,
            "glucose concentration": 10.0,
            "population doublings": 12.0,
            "ice": 0.8,
        },
        inputs={"water bath": 1.0},
    ),
    "shake flask": Operation(
        given={
            "volume": 0.04,
            "temperature": 35.0,
            "viable density": 2.5,
            "viability": 95.0,
            "resting density": 0.6,
            "population doublings": 14.0,
            "glucose concentration": 25.0,
            "glutamine concentration": 4.0,
            "lactate concentration": 8.0,
            "ammonium concentration": 2.0,
            "pH": 7.1,
            "dissolved oxygen": 80.0,
        },
        inputs={
            "agitation": 130.0,
            "incubator temperature": 36.5,
            "incubator carbon dioxide": 5.0,
        },
    ),
    "lymphocyte reactor": Operation(
        given={
            "volume": 3.0,
            "temperature": 36.9,
            "viable density": 1.4,
            "viability": 94.0,
            "glucose concentration": 18.0,
            "glutamine concentration": 3.0,
            "lactate concentration": 9.0,
            "inhibitor concentration": 40.0,
            "pH": 7.15,
            "bead bag": 80.0,
            "vector bag": 30.0,
            "beads": 3.0,
            "activation": 0.6,
            "lag": 2.0,
            "free vector": 1.5,
            "given vector": 4.0,
            "MOI": 1.0,
            "copies per cell": 0.4,
        },
        inputs={
            "air flow": 0.2,
            "oxygen flow": 0.02,
            "agitation": 110.0,
            "heating flow": 0.02,
            "exhaust valve": 60.0,
            "bead flow": 2.0,
            "vector flow": 1.0,
        },
    ),
    "microcarrier reactor": Operation(
        given={
            "volume": 3.5,
            "temperature": 37.0,
            "viable": 0.18,
            "dead": 0.1,
            "glucose concentration": 18.0,
            "glutamine concentration": 3.0,
            "lactate concentration": 6.0,
            "ammonium concentration": 0.5,
            "pH": 7.25,
            "bead bag": 100.0,
            "enzyme bag": 60.0,
            "beads": 10.0,
            "attached": 1.5,
            "reached area": 36000.0,
            "settled": 0.2,
            "enzyme": 3.0,
        },
        inputs={
            "air flow": 0.2,
            "oxygen flow": 0.02,
            "agitation": 90.0,
            "heating flow": 0.02,
            "exhaust valve": 60.0,
            "bead flow": 2.0,
            "enzyme flow": 1.0,
        },
    ),
    "preparation vessel": Operation(
        given={
            "volume": 80.0,
            "salt concentration": 60.0,
            "tris concentration": 20.0,
            "strong ion concentration": -5.0,
            "salt hopper": 2.0,
            "phosphate hopper": 0.5,
            "salt undissolved": 0.3,
            "tris undissolved": 0.1,
            "phosphate undissolved": 0.05,
        },
        inputs={"agitation": 120.0, "salt feed": 2.0, "temperature control": 1.0},
        parameters={"working volume": 110.0},
    ),
    "plate freezer": Operation(
        given={
            "volume": 80.0,
            "temperature": 0.0,
            "core temperature": -0.6,
            "titre": 70.0,
            "aggregate concentration": 0.5,
            "salt concentration": 20.0,
            "frozen volume": 10.0,
            "frozen product": 500.0,
        },
        inputs={"plate temperature": -20.0, "temperature control": 1.0},
    ),
    "cleaned vessel": Operation(
        given={
            "wall soil": 900.0,
            "shadow soil": 400.0,
            "scale": 3.0,
            "wall temperature": 55.0,
            "held volume": 30.0,
            "held temperature": 62.0,
            "held strong ion": 9000.0,
            "held host cell protein": 100.0,
            "passed": 400.0,
        },
        inputs={"spray ball blockage": 0.3},
    ),
    "sterilised vessel": Operation(
        given={
            "temperature": 122.0,
            "steam": 0.355,
            "air": 0.0,
            "shell temperature": 121.5,
            "drain temperature": 121.9,
            "line temperature": 121.9,
            "sample temperature": 121.9,
            "filter temperature": 121.9,
            "drain air pocket": 0.0,
            "line air pocket": 0.01,
            "sample air pocket": 0.0,
            "filter air pocket": 0.0,
            "hold time": 5.0,
            "drain F0": 8.0,
        },
        inputs={"steam flow": 3.0},
    ),
    "water loop": Operation(
        given={
            "volume": 2100.0,
            "temperature": 79.0,
            "return temperature": 76.0,
            "still ready": 0.5,
            "film": 5e4,
            "bioburden": 100.0,
            "endotoxin": 1000.0,
            "made": 400.0,
        },
        inputs={
            "demand": 800.0,
            "make-up flow": 250.0,
            "heating flow": 12.0,
            "pump speed": 80.0,
            "demister blockage": 0.1,
            "spray ball blockage": 0.1,
        },
    ),
    "steam generator": Operation(
        given={
            "volume": 90.0,
            "temperature": 133.0,
            "gas": 20.0,
            "header condensate": 0.1,
            "endotoxin": 500.0,
            "salt concentration": 0.05,
        },
        inputs={
            "demand": 60.0,
            "heating power": 45.0,
            "degasser blockage": 0.2,
            "header trap blockage": 0.97,
        },
    ),
    "air compressor": Operation(
        given={"volume": 3.0, "air": 3500.0, "bed water": 0.6, "made": 100.0, "temperature": 24.0},
        inputs={
            "demand": 400.0,
            "compressor load": 55.0,
            "intake blockage": 0.05,
            "filter blockage": 0.2,
            "drain blockage": 0.99,
            "purge blockage": 0.3,
        },
    ),
    "chiller": Operation(
        given={"volume": 900.0, "temperature": 7.5},
        inputs={
            "demand": 120.0,
            "compressor load": 70.0,
            "pump speed": 80.0,
            "condenser blockage": 0.1,
        },
    ),
    "kill tank": Operation(
        given={
            "volume": 300.0,
            "temperature": 122.5,
            "drain temperature": 122.0,
            "viable density": 0.001,
            "bioburden": 1e6,
            "strong ion concentration": 3.0,
            "F0": 2.0,
            "released alive": 1.0,
        },
        inputs={"steam flow": 8.0, "agitation": 80.0, "steam trap blockage": 0.1},
    ),
    "retention": Operation(
        given={
            "volume": 3.5,
            "temperature": 36.5,
            "titre": 0.9,
            "viable density": 0.02,
            "viability": 95.0,
            "glucose concentration": 3.0,
            "irreversible resistance": 4.0,
        },
        inputs={
            "exchange flow": 1200.0,
            "fibre blockage": 0.2,
            "permeate flow": 30.0,
            "debris": 6.0,
        },
    ),
}


def draws(kind: UnitKind, usual: int) -> int:
    """How many random blocks to try: fewer of a kind whose block is a bed of many cells."""
    return usual if len(kind.states) < 500 else usual // 20


class Rig:
    """One unit on a bench: a block with margins around it, and its parameters."""

    def __init__(self, kind: UnitKind, values: dict[str, float], p: dict[str, float]) -> None:
        self.kind = kind
        body = [values[f.name] for f in kind.states]
        edge = [UNTOUCHED] * MARGIN
        self.y = [*edge, *body, *edge]
        self.p = [*edge, *(p[f.name] for f in kind.parameters), *edge]

    def step(self, dt: float, slow: int) -> None:
        """Advance the unit by one step."""
        self.kind.step(self.y, self.p, MARGIN, MARGIN, dt, slow)

    @property
    def dt(self) -> float:
        """The seconds that a plant of scans of a second steps the unit by."""
        return max(1000, self.kind.period_ms) / 1000.0

    def run(self, seconds: int, parts: int, slow_s: int) -> None:
        """Advance by its usual steps in so many parts each, slow ones every ``slow_s``."""
        dt = self.dt / parts
        every = round(slow_s / dt)
        for scan in range(round(seconds / dt)):
            self.step(dt, int(scan % every == 0))

    @property
    def block(self) -> list[float]:
        """The unit's own slots."""
        return self.y[MARGIN:-MARGIN]

    def edges_hold(self) -> bool:
        """Whether nothing was written outside the block, nor in the parameters' margins."""
        around = self.y[:MARGIN] + self.y[-MARGIN:] + self.p[:MARGIN] + self.p[-MARGIN:]
        return all(value == UNTOUCHED for value in around)


def working(kind: UnitKind) -> Rig:
    """A rig at the kind's working point."""
    operation = OPERATIONS[kind.name]
    p = {**defaults(kind.parameters), **operation.parameters}
    values = {**kind.initial(p, operation.given), **operation.inputs}
    return Rig(kind, values, p)


def draw(rng: random.Random, of: Field) -> float:
    """An admissible value: an end, the default, or anything between on a logarithmic scale."""
    if of.choices:
        return float(rng.randrange(len(of.choices)))
    pick = rng.random()
    if pick < 0.1:
        return of.low
    if pick < 0.2:
        return of.high
    if pick < 0.3:
        return of.default
    share = 10.0 ** (-12.0 * rng.random())
    if of.low < 0.0 < of.high and rng.random() < 0.5:
        return of.low * share
    return min(max(of.low, 0.0) + (of.high - max(of.low, 0.0)) * share, of.high)


def random_rig(kind: UnitKind, rng: random.Random) -> Rig:
    """A rig in any state within the bounds of its fields, its choices taken at random."""
    p = {f.name: draw(rng, f) if f.choices else f.default for f in kind.parameters}
    return Rig(kind, {f.name: draw(rng, f) for f in kind.states}, p)


def odd_rig(kind: UnitKind, rng: random.Random) -> Rig:
    """A rig at its working point with every parameter anywhere within its bounds."""
    rig = working(kind)
    rig.p[MARGIN:-MARGIN] = [draw(rng, f) for f in kind.parameters]
    return rig


def check_fields(kind: UnitKind) -> None:
    """Every field has a name, a known unit of measure, bounds, a default within, and a source."""
    assert kind.states[:HEAD] == HEAD_FIELDS, "a block begins with the head"
    for table in (kind.states, kind.parameters):
        names = [f.name for f in table]
        assert len(names) == len(set(names)), f"a name stands twice: {sorted(names)}"
        for f in table:
            assert NAME.match(f.name), f.name
            assert not any(mark in f.name for mark in SEPARATORS), f.name
            assert parse_quantity(f"1 {f.unit}".strip(), f.unit) == 1.0, f.name
            assert math.isfinite(f.high - f.low), f"{f.name} has no bounds"
            assert f.low <= f.default <= f.high, f.name
            assert f.source.strip(), f"{f.name} has no source"
    assert all(f.role in ("state", "input", "output") for f in kind.states)
    for f in kind.parameters:
        assert f.role in ("parameter", "choice"), f.name
        if f.role == "choice":
            assert len(f.choices) >= 2, f.name
            assert (f.low, f.high) == (0.0, len(f.choices) - 1.0), f.name


def check_same_bits(kind: UnitKind) -> None:
    """The same inputs give the same bits, wherever in the arrays the block lies."""
    first, second = working(kind), working(kind)
    for scan in range(60):
        first.step(1.0, int(scan % 10 == 0))
        y = [0.0] * 3 + second.block
        p = second.p[MARGIN:-MARGIN]
        kind.step(y, p, 3, 0, 1.0, int(scan % 10 == 0))
        second.y[MARGIN:-MARGIN] = y[3:]
    assert [v.hex() for v in first.block] == [v.hex() for v in second.block]


def check_stays_finite(kind: UnitKind, rig: Rig, dt: float, slow: int) -> None:
    """One step from here gives finite values, and nothing that must be >= 0 goes below.

    A temperature in degC may: its zero is the end of the model's range, not of what there is.
    """
    before = rig.block
    rig.step(dt, slow)
    assert rig.edges_hold(), f"{kind.name} wrote outside its block"
    for f, old, new in zip(kind.states, before, rig.block, strict=True):
        assert type(new) is float, f"{f.name} became a {type(new).__name__}"
        assert math.isfinite(new), f"{f.name} went from {old!r} to {new!r}"
        assert new >= 0.0 or f.low < 0.0 or f.unit == "degC", (
            f"{f.name} went from {old!r} to {new!r}"
        )
        assert f.role != "input" or new == old, f"the step wrote its input {f.name}"
        assert f.unit != "%" or f.high > 100.0 or new <= 100.0, f"{f.name} is {new!r} %"


def check_working_point(kind: UnitKind, seconds: int) -> None:
    """At the working point every value stays within its own field's bounds."""
    rig = working(kind)
    every = round(10.0 / rig.dt)
    for scan in range(round(seconds / rig.dt)):
        rig.step(rig.dt, int(scan % every == 0))
        for f, value in zip(kind.states, rig.block, strict=True):
            assert f.low <= value <= f.high, f"{f.name} is {value!r} after {scan + 1} steps"


HEADSPACES = {
    "vented oxygen": "headspace oxygen",
    "vented carbon": "headspace carbon dioxide",
}


def check_step_halving(kind: UnitKind, seconds: int) -> None:
    """Half the step changes no state or output by more than 0.1 % of its size or its change.

    What is vented is the small difference of much that comes and goes: its size is that of the gas.
    """
    whole, half, start = working(kind), working(kind), working(kind).block
    whole.run(seconds, 1, 10)
    half.run(seconds, 2, 10)
    held = {f.name: abs(value) for f, value in zip(kind.states, whole.block, strict=True)}
    for f, began, one, two in zip(kind.states, start, whole.block, half.block, strict=True):
        size = max(abs(one), abs(two), abs(one - began))
        size += held.get(HEADSPACES.get(f.name, ""), 0.0)
        assert abs(one - two) <= 1e-3 * size + 1e-12, f"{f.name}: {one!r} and {two!r}"


def check_nan_is_caught(kind: UnitKind) -> None:
    """A NaN in any state or input is still seen at the end of that step, and never raises."""
    every = 1 if draws(kind, 20) == 20 else 23
    for position, f in list(enumerate(kind.states))[::every]:
        if f.role == "output":
            continue
        for slow in (0, 1):
            rig = working(kind)
            rig.y[MARGIN + position] = math.nan
            rig.step(1.0, slow)
            assert finite(rig.y, MARGIN, len(kind.states)) == 0, f"NaN in {f.name} is lost"


def check_initial(kind: UnitKind) -> None:
    """What an author gives is what the unit then shows, and every state is there."""
    operation = OPERATIONS[kind.name]
    p = {**defaults(kind.parameters), **operation.parameters}
    values = kind.initial(p, operation.given)
    assert list(values) == [f.name for f in kind.states]
    for name, value in operation.given.items():
        if name in values:
            assert math.isclose(values[name], value, rel_tol=1e-9), name
    for f in kind.states:
        assert f.low <= values[f.name] <= f.high, f"{f.name} begins at {values[f.name]!r}"


def check_compiled(kind: UnitKind, seconds: int) -> None:
    """The compiled step gives the same bits as the interpreted one, wherever it is run from."""
    pytest.importorskip("llvmlite")
    compiled = compiled_kernel(kind.step)
    rng = random.Random(11)
    for rig in (working(kind), *(random_rig(kind, rng) for _ in range(draws(kind, 50)))):
        y, p = numpy.array(rig.y), numpy.array(rig.p)
        for scan in range(seconds):
            slow = int(scan % 10 == 0)
            rig.step(1.0, slow)
            compiled(y, p, MARGIN, MARGIN, 1.0, slow)
        assert [v.hex() for v in rig.y] == [float(v).hex() for v in y]
