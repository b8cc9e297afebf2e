"""Units that move slowly are stepped each few scans: when, how far, and that it is fine enough."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from findings import Finding

from simulator.equipment.catalogue import CATALOGUE
from simulator.plant import scan, unit_steps
from simulator.plant.design import Design
from simulator.plant.plant import Plant
from simulator.scenario.library import load

UNIT = "BR-101"
SLOW = ("viable", "glucose", "lactate", "ammonium", "product", "osmolality", "volume")
FINE_MS = 250
HOURS = range(12, 13 * 24, 12)


def quiet(design: Design) -> Design:
    """The design with instruments without noise that read, and loops that act, as often as ever."""
    held = {"period": design.scan_ms / 1000.0}
    return replace(
        design,
        transmitters=tuple(
            replace(one, parameters={**held, **one.parameters, "noise": 0.0})
            for one in design.transmitters
        ),
        loops=tuple(replace(one, parameters={**held, **one.parameters}) for one in design.loops),
    )


def course(design: Design) -> list[dict[str, float]]:
    """What the bioreactor of a plant without noise holds and shows each twelve hours."""
    plant = Plant(design, 1)
    index = plant._cell.image.index
    found = []
    for hour in HOURS:
        plant.advance(hour * 3_600_000)
        shown = (*SLOW, "temperature", "pressure", "dissolved oxygen", "pH")
        found.append({name: plant._cell.y[index[f"{UNIT}.{name}"]] for name in shown})
    return found


@cache
def library(name: str) -> Design:
    """The design of a scenario that comes with the program."""
    return load(name).design


def test_a_batch_in_fine_scans(finding: Finding, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch under its loops is that of scans of 0.25 s in which all units are stepped.

    Slow states are within 1e-4 of their range, dissolved oxygen within 1e-3, pH within 0.001. There
    is oxygen control, carbon dioxide and, from the sixth day on, base; the feed begins on the
    fourth.
    """
    design = quiet(library("first-batch"))
    usual = course(design)
    for kind in ("bioreactor", "vessel"):
        assert CATALOGUE[kind].period_ms > design.scan_ms
        monkeypatch.setitem(CATALOGUE, kind, replace(CATALOGUE[kind], period_ms=0))  # type: ignore[arg-type]
    fine = course(replace(design, scan_ms=FINE_MS))
    limits = dict.fromkeys((*SLOW, "temperature", "pressure"), (1e-4, 0.0))
    limits |= {"dissolved oxygen": (1e-3, 0.0), "pH": (0.0, 1e-3)}
    for name, (tolerance, within) in limits.items():
        scale = max(row[name] for row in fine)
        for ours, theirs in zip(usual, fine, strict=True):
            finding(
                ours[name],
                theirs[name],
                model="plant/scan",
                source="vessels and bioreactors each 5 s, lines and loops each second",
                against=f"the same with scans of {FINE_MS / 1000} s, all stepped in each",
                quantity=f"first-batch without noise, {name}",
                tolerance=tolerance,
                scale=None if within else scale,
                within=within,
            )


def test_when_units_are_stepped() -> None:
    """Steps are of one length, begin in each slow scan, leave no scan out, and are no longer."""
    for slow in range(1, 120):
        for most in range(130):
            beats = unit_steps.beats(slow, most)
            assert len(beats) == sum(beats) == slow
            each = beats[0]
            assert 1 <= each <= max(1, most)
            assert all(scans == (0 if at % each else each) for at, scans in enumerate(beats))
            assert all(slow % more for more in range(each + 1, min(slow, most) + 1))


def steps(design: Design) -> dict[str, int]:
    """How many scans a step of each unit covers."""
    wiring = Plant(design, 1, "interpreted")._cell.k
    first = wiring[scan.UNITS + 1] + unit_steps.STEPS
    places = (wiring[first + at * unit_steps.ROW] for at in range(wiring[scan.UNITS]))
    return {unit.tag: wiring[at] for unit, at in zip(design.units, places, strict=True)}


@pytest.mark.parametrize(
    ("scan_ms", "each"), [(100, 50), (250, 20), (400, 5), (1000, 5), (2000, 1), (10_000, 1)]
)
def test_slow_units_wait(scan_ms: int, each: int) -> None:
    """Vessels and bioreactors are stepped at most each 5 s, by what divides the slow 10 s."""
    design = replace(library("first-batch"), scan_ms=scan_ms)
    assert set(steps(design).values()) == {each}


def test_what_is_quick_does_not_wait() -> None:
    """Fermenters and devices are stepped in each scan, and so is a culture that is perfused."""
    perfused, fermented = library("perfusion-fouled"), library("e-coli-feed")
    for design in (perfused, fermented):
        plain = {one.tag for one in design.units if one.kind == "vessel"}
        found = steps(design)
        assert plain
        assert {found[tag] for tag in plain} == {5}
        assert {each for tag, each in found.items() if tag not in plain} == {1}
    assert "bioreactor" in {one.kind for one in perfused.units}
    assert "fermenter" in {one.kind for one in fermented.units}


def test_a_step_covers_its_scans() -> None:
    """A culture left alone has, at the end of a step of 5 s, the state of one step of 5 s."""
    plant = Plant(library("first-batch"), 1, "interpreted")
    cell = plant._cell
    place = cell.base("unit", UNIT)
    kind = CATALOGUE["bioreactor"]
    y, p = cell.y[:], cell.p
    kind.step(y, p, place, cell.image.blocks["unit", UNIT].p, 5.0, 1)
    span = slice(place, place + len(kind.states))
    scan.move_plant(cell.y, p, cell.k, 1.0, 0)
    assert cell.y[span] == y[span]
    for beat in range(1, 5):
        scan.move_plant(cell.y, p, cell.k, 1.0, beat)
        assert cell.y[span] == y[span]
    scan.move_plant(cell.y, p, cell.k, 1.0, 5)
    assert cell.y[span] != y[span]
