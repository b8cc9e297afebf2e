"""In which scans loops act, and actuators may have something else to do: known at layout."""

from __future__ import annotations

from collections.abc import Mapping
from math import gcd

from simulator.plant.design import Design
from simulator.plant.supplies import ASKED, UNPIPED


def scans_between(design: Design, readings: Mapping[str, int]) -> dict[str, int]:
    """Return for each loop and actuator, by tag, the scans between those that matter to it.

    A loop acts in them: without a period, as often as its instrument reads, which ``readings``
    tell. An actuator may be asked for something else in them: by a loop, or because a unit makes
    what it uses or is told what it writes (1: that is in every scan). It is 0 where none does.
    """
    dt_s = design.scan_ms / 1000.0
    found = {}
    for loop in design.loops:
        period = loop.parameters.get("period", readings[loop.measures] * dt_s)
        found[loop.tag] = max(1, int(period / dt_s + 0.5))
    made = [spec for spec in design.utilities if spec.made_by is not None]
    supplies = {spec.tag for spec in made}
    told = {f"{spec.made_by}.{name}" for spec in made for name in (ASKED, UNPIPED)}
    for spec in design.actuators:
        loops = [one.tag for one in design.loops for to in one.outputs if to.target == spec.tag]
        every = gcd(*(found[tag] for tag in loops))
        found[spec.tag] = 1 if spec.supply in supplies or spec.moves in told else every
    return found
