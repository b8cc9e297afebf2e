"""What travels along a line, and where it stands in its source, its device and its sink."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment import through
from simulator.equipment.unit import UnitKind
from simulator.language.field import Field
from simulator.plant.design import LineSpec


def travels(spec: LineSpec, kinds: Mapping[str, UnitKind]) -> tuple[Field, ...]:
    """Return what travels beside the head's components: all that the source or its device holds.

    A passive device adds nothing to what its source holds.

    ``kinds`` are those of the units, by tag.
    """
    source = kinds[spec.source].carried
    if spec.through is None or kinds[spec.through].passive:
        return source
    return kinds[spec.through].carried or source


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
