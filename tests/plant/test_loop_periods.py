"""How often a loop acts: as often as its file says, or as its instrument reads, in whole scans."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tiny_plant import SECOND, TEXT, plant

from simulator.control import loop, transmitter
from simulator.plant.design import Design
from simulator.plant.layout import lay_out
from simulator.scenario.library import load


@cache
def antibody() -> Design:
    """The plant of the antibody batch."""
    return load("first-batch").design


def seconds(scan_ms: int) -> tuple[dict[str, float], dict[str, float]]:
    """How often each loop of the antibody plant acts, and its instrument reads, with such scans."""
    design = replace(antibody(), scan_ms=scan_ms)
    image = lay_out(design, 1)
    acts, reads = {}, {}
    for one in design.loops:
        row = image.blocks["loop", one.tag].row + loop.PERIOD
        measured = image.blocks["transmitter", one.measures].row + transmitter.PERIOD
        acts[one.tag] = image.k[row] * scan_ms / 1000
        reads[one.tag] = image.k[measured] * scan_ms / 1000
    return acts, reads


@pytest.mark.parametrize("scan_ms", [250, 400, 1000, 2000, 5000])
def test_a_loop_acts_as_its_instrument_reads_unless_told(scan_ms: int) -> None:
    """Without a period it has its instrument's, and none acts more often than that reads."""
    acts, reads = seconds(scan_ms)
    untold = [one.tag for one in antibody().loops if "period" not in one.parameters]
    assert {"FIC-101", "SIC-101"} < set(untold)
    assert {tag: acts[tag] for tag in untold} == {tag: reads[tag] for tag in untold}
    assert [tag for tag in acts if acts[tag] < reads[tag]] == []


@pytest.mark.parametrize(
    ("scan_ms", "gas", "jacket"),
    [(250, 2.0, 5.0), (1000, 2.0, 5.0), (2000, 2.0, 6.0), (5000, 5.0, 5.0)],
)
def test_periods_are_whole_scans(scan_ms: int, gas: float, jacket: float) -> None:
    """What a file gives is rounded to the nearest number of scans, and is at least one."""
    acts, reads = seconds(scan_ms)
    assert (acts["FIC-101"], reads["FIC-101"], acts["TIC-102"]) == (gas, gas, jacket)


@pytest.mark.parametrize(("own", "every"), [("", 4), ("period: 8 s, ", 8), ("period: 2 s, ", 2)])
def test_a_loop_moves_its_valve_only_when_it_acts(own: str, every: int) -> None:
    """Behind an instrument that reads each 4 s, a loop without a period moves the pump each 4 s."""
    text = TEXT.replace("range: 0 L/h .. 800 L/h}", "range: 0 L/h .. 800 L/h, parameters: {READS}}")
    text = text.replace("READS", "period: 4 s, noise: 1 L/h")
    text = text.replace("mode: MAN\n    setpoint: 0 L/h", "mode: AUTO\n    setpoint: 300 L/h")
    text = text.replace("parameters: {gain: 0.1 %/L*h", f"parameters: {{{own}gain: 0.01 %/L*h")
    text = text.replace("integral time: 5 s", "integral time: 60 s")
    tiny = plant(text=text)
    moved, last = [], tiny.values()["FIC-301.OP"]
    for scan in range(40):
        tiny.advance((scan + 1) * SECOND)
        now = tiny.values()["FIC-301.OP"]
        if now != last:
            moved.append(scan)
        last = now
    assert len(moved) > 2
    assert moved == list(range(moved[0], 40, every))
