"""Transcription under any parameters, mixture and operation, and at half the step."""

from __future__ import annotations

import math
import random

import pytest
from transcription_bench import NTPS, PUBLISHED, Tube, mass_of, mixture

from simulator.equipment.transcription.reactor import TRANSCRIPTION_REACTOR
from simulator.language.field import Field

FEW, MANY = 150, 10_000
OPERATION = {
    "volume": (0.001, 12.0),
    "product": (0.0, 100.0),
    "fragments": (0.0, 20.0),
    "ATP": (0.0, 400.0),
    "UTP": (0.0, 400.0),
    "CTP": (0.0, 400.0),
    "GTP": (0.0, 400.0),
    "magnesium": (0.0, 2000.0),
    "pyrophosphate": (0.0, 300.0),
    "phosphate": (0.0, 600.0),
    "crystals": (0.0, 200.0),
    "nuclei": (0.0, 100.0),
    "template": (0.0, 1e5),
    "polymerase": (0.0, 1e5),
    "pyrophosphatase": (0.0, 1e4),
    "strong ion": (-2000.0, 4000.0),
    "buffer": (0.0, 2000.0),
    "contaminant": (0.0, 1e4),
    "temperature": (5.0, 95.0),
    "agitation": (0.0, 600.0),
    "cooling flow": (0.0, 30.0),
    "heating flow": (0.0, 30.0),
}


def any_of(rng: random.Random, field: Field) -> float:
    """A parameter anywhere within its bounds: an end, the default or between, by decades."""
    if field.choices:
        return float(rng.randrange(len(field.choices)))
    pick = rng.random()
    if pick < 0.3:
        return rng.choice((field.low, field.high, field.default, field.default))
    if field.low > 0.0:
        return field.low * (field.high / field.low) ** rng.random()
    return field.high * 10.0 ** (-6.0 * rng.random())


@pytest.mark.parametrize("cases", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_any_parameters_and_operation(cases: int) -> None:
    """Random admissible parameters and operations stay finite, not negative, and in balance."""
    rng = random.Random(2024)
    fields = {field.name: field for field in TRANSCRIPTION_REACTOR.parameters}
    for _ in range(cases):
        tube = Tube(mixture(1.0, 5.0, 10.0))
        values = {name: any_of(rng, field) for name, field in fields.items()}
        tube.p = list(values.values())
        for name, (low, high) in OPERATION.items():
            tube[name] = low + (high - low) * rng.random() ** 4
        counts = [values[n] for n in ("adenosines", "uridines", "cytidines", "guanosines")]
        mass = 1e-3 * mass_of(values)

        def bases(tube: Tube = tube, counts: list[float] = counts, mass: float = mass) -> float:
            rna = (tube["product"] + tube["fragments"]) / mass
            return math.fsum(tube[name] for name in NTPS) + math.fsum(counts) * rna

        before, magnesium = bases(), tube["magnesium"] + 2.0 * tube["crystals"]
        dt = rng.choice((0.1, 1.0, 10.0))
        tube.run(dt / 6.0, dt)
        for field, value in zip(TRANSCRIPTION_REACTOR.states, tube.y, strict=True):
            assert math.isfinite(value), field.name
            assert value >= 0.0 or field.low < 0.0 or field.unit == "degC", field.name
        assert bases() == pytest.approx(before, rel=1e-9)
        assert tube["magnesium"] + 2.0 * tube["crystals"] == pytest.approx(magnesium, rel=1e-9)
        assert tube["integrity"] <= 100.0


CASES = {
    "thin": mixture(0.8, 8.0, 100.0),
    "fed and clouding": mixture(
        5.0, 24.0, 60.0, template_concentration=40.0, pyrophosphatase_concentration=0.3
    ),
    "rich and clear": mixture(
        8.0, 40.0, 100.0, template_concentration=40.0, pyrophosphatase_concentration=20.0
    ),
    "full of crystals": mixture(
        5.0, 30.0, 100.0, nuclei_concentration=3.0, pyrophosphate_concentration=4.0
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_half_the_step(case: str) -> None:
    """Verification: half the step changes RNA, pyrophosphate and crystals by less than 0.1 %."""
    whole, half = Tube(CASES[case], PUBLISHED), Tube(CASES[case], PUBLISHED)
    for _ in range(4):
        whole.run(10.0)
        half.run(10.0, 0.5)
        for name in ("product", "pyrophosphate", "crystals", "ATP", "template", "magnesium"):
            size = max(whole[name], half[name], 1e-3 if name != "template" else 0.01)
            assert abs(whole[name] - half[name]) < 1e-3 * size, name


def test_a_drop_that_is_left_ends_nothing() -> None:
    """A vessel that is drained to a drop, to nothing, and filled again goes on."""
    tube = Tube(mixture(5.0, 24.0, 60.0))
    for volume in (1e-4, 1e-7, 0.0, 1e-3, 2.0):
        tube["volume"] = volume
        tube.run(1.0)
        assert all(math.isfinite(value) for value in tube.y)
    tube["volume"] = 0.0
    tube.run(0.5)
    assert tube["transcription rate"] == 0.0
    assert tube["titre"] == 0.0
