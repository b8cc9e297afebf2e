"""Loops that move the set-points of other loops."""

from __future__ import annotations

from simulator.plant.design import LoopSpec


def masters_first(loops: tuple[LoopSpec, ...]) -> list[LoopSpec]:
    """Return the loops in an order in which whoever writes a set-point comes before its slave."""
    by_tag = {spec.tag: spec for spec in loops}
    ordered: list[LoopSpec] = []
    masters: dict[str, list[str]] = {spec.tag: [] for spec in loops}
    for spec in loops:
        for output in spec.outputs:
            if output.target in by_tag:
                masters[output.target].append(spec.tag)

    def place(tag: str) -> None:
        if by_tag[tag] not in ordered:
            for master in masters[tag]:
                place(master)
            ordered.append(by_tag[tag])

    for spec in loops:
        place(spec.tag)
    return ordered
