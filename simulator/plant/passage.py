"""What travels along a line, and where it stands in its source, its device and its sink."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment import through
from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.unit import UnitKind
from simulator.language.field import Field
from simulator.plant.design import Design, LineSpec


def travels(spec: LineSpec, kinds: Mapping[str, UnitKind]) -> tuple[Field, ...]:
    """Return what travels beside the head's components: all that the source or its device holds.

    A passive device adds nothing to what its source holds.

    ``kinds`` are those of the units, by tag.
    """
    source = kinds[spec.source].carried
    if spec.through is None or kinds[spec.through].passive:
        return source
    return kinds[spec.through].carried or source


def perfused_units(design: Design) -> frozenset[str]:
    """Return the tags of units from which liquid flows through a passive device, in and out.

    What leaves a perfused culture all the time is tied to what it eats meanwhile, so it is stepped
    in each scan, whatever its kind would do with.
    """
    passive = {one.tag for one in design.units if CATALOGUE[one.kind].passive}
    return frozenset(line.source for line in design.lines if line.through in passive)


def passage(
    spec: LineSpec, kinds: Mapping[str, UnitKind]
) -> tuple[tuple[int, int, int], tuple[int, int]]:
    """Return a line's words CARRIED to CARRIED_SINK, then DEVICE_CODE and CARRIED_DEVICE."""
    source = kinds[spec.source]
    if spec.through is None:
        return source.places_in(kinds[spec.sink or spec.source]), (0, 0)
    device = kinds[spec.through]
    count, own, inside = source.places_in(device)
    hands_on = source if device.passive else device
    beyond = hands_on.places_in(kinds[spec.sink] if spec.sink else hands_on)[2]
    return (count, own, beyond), (through.CODES[device.name], inside)
