"""Allocating blocks of slots in the flat arrays, and remembering what every slot is called."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from simulator.language.field import Field


class Blocks:
    """The three growing arrays of a plant under construction.

    Attributes:
        y: states, inputs, outputs, flags (float64).
        p: constants (float64).
        k: wiring (int64).
        index: readable name to slot of ``y``.
        fields: readable name to the Field that describes it.
        regions: digest room to its span of ``y``.
    """

    def __init__(self, header: int, constants: int, wiring: int) -> None:
        self.y = array("d", [0.0] * header)
        self.p = array("d", [0.0] * constants)
        self.k = array("q", [0] * wiring)
        self.index: dict[str, int] = {}
        self.fields: dict[str, Field] = {}
        self.regions: dict[str, tuple[int, int]] = {"clock": (0, header)}
        self._constants: dict[float, int] = {}

    def states(self, tag: str, fields: Sequence[Field], values: Mapping[str, float]) -> int:
        """Append a block of states to ``y`` and name each ``TAG.field name``; return its base."""
        base = len(self.y)
        for offset, field in enumerate(fields):
            self.y.append(float(values.get(field.name, field.default)))
            self.name(f"{tag}.{field.name}", base + offset, field)
        return base

    def parameters(self, fields: Sequence[Field], values: Mapping[str, float]) -> int:
        """Append a block of parameters to ``p``; return its base."""
        base = len(self.p)
        self.p.extend(float(values.get(field.name, field.default)) for field in fields)
        return base

    def name(self, name: str, slot: int, field: Field) -> None:
        """Give a slot of ``y`` a readable name."""
        self.index[name] = slot
        self.fields[name] = field

    def constant(self, value: float) -> int:
        """Return the slot of ``p`` that holds this constant, adding it once."""
        if value not in self._constants:
            self._constants[value] = len(self.p)
            self.p.append(value)
        return self._constants[value]

    def slot(self, value: float = 0.0) -> int:
        """Append one unnamed slot to ``y``; return it."""
        self.y.append(value)
        return len(self.y) - 1

    def pad(self, slots: int) -> int:
        """Append unnamed slots to ``p``; return the first."""
        first = len(self.p)
        self.p.extend([0.0] * slots)
        return first

    def row(self, words: Sequence[int]) -> int:
        """Append words to ``k``; return where they begin."""
        first = len(self.k)
        self.k.extend(words)
        return first

    def section(self, header: int, rows: Sequence[Sequence[int]]) -> None:
        """Append the rows of a section and put its count and first row in the header of ``k``."""
        self.k[header] = len(rows)
        self.k[header + 1] = len(self.k)
        for words in rows:
            self.k.extend(words)

    def room(self, name: str, start: int) -> None:
        """Close a digest room that began at slot ``start``."""
        self.regions[name] = (start, len(self.y))
