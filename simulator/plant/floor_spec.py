"""What a design says of the plant around the batch: labels, hold times, what phases do to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.language.condition import Condition
from simulator.language.words import Words


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """Somebody who works here: what they may sign as, in which shifts, and their daily break.

    No ``shifts`` are all shifts. The break begins at ``rest_ms`` of the day and lasts
    ``rest_for_ms`` (0: none).
    """

    name: str
    qualified: tuple[str, ...]
    shifts: tuple[str, ...]
    rest_ms: int
    rest_for_ms: int


@dataclass(frozen=True, slots=True)
class UnitProcedureSpec:
    """A unit procedure of a recipe, and the units that it has to itself while it is at work."""

    tag: str
    name: Words
    takes: tuple[str, ...]
    instead: tuple[str, ...] = ()
    """Unit procedures of which only one is done: this one never begins once they have."""
    source: tuple[str, ...] = ()
    sink: tuple[str, ...] = ()
    """The units from and to which it brings the product, if its yield is told."""


@dataclass(frozen=True, slots=True)
class StatusSpec:
    """A unit or line that bears a status label.

    At the beginning it has had ``label`` for ``age_ms``. Whoever uses it wants it to be ``needs``
    (CLEAN or STERILE) at least. ``holds`` says how long a label is good, in ms. ``flow`` is true
    while liquid runs through it, if it is a line.
    """

    tag: str
    label: str
    age_ms: int
    needs: str
    holds: Mapping[str, int]
    flow: Condition | None = None


@dataclass(frozen=True, slots=True)
class WorkSpec:
    """What a phase does to labels.

    It has what it ``uses``, ``cleans`` and ``sterilises`` for itself from its start to its end.
    What it cleans is CLEAN when it is complete and ``proof`` holds (if there is one), and so for
    what it sterilises; ``soils`` is DIRTY when it ends, however it ends.
    """

    uses: tuple[str, ...] = ()
    soils: tuple[str, ...] = ()
    cleans: tuple[str, ...] = ()
    sterilises: tuple[str, ...] = ()
    proof: Condition | None = None

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that it has for itself."""
        return tuple(dict.fromkeys((*self.uses, *self.cleans, *self.sterilises)))


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """A transfer panel, or what several lines share; ``holds`` is the litres left in it."""

    tag: str
    name: Words
    lines: tuple[str, ...]
    holds: float


@dataclass(frozen=True, slots=True)
class ReleaseSpec:
    """What the quality unit wants before it releases a lot: results, and time to review."""

    needs: tuple[str, ...]
    review_ms: int


@dataclass(frozen=True, slots=True)
class DeliverySpec:
    """Full bottles that are announced for a time, and come so much later."""

    at_ms: int
    brings: int
    late_ms: int


@dataclass(frozen=True, slots=True)
class MaterialSpec:
    """What bottles of some units hold: how many full ones are in the store, and what comes."""

    tag: str
    name: Words
    units: tuple[str, ...]
    stock: int
    deliveries: tuple[DeliverySpec, ...] = ()


@dataclass(frozen=True, slots=True)
class LotSpec:
    """What is in a unit at the beginning, or will come there: a lot of this material.

    ``number`` is that of the first lot there; "" gives the unit's tag. It may be used for
    ``keeps_ms`` (None: no limit) and is ``age_ms`` old at the beginning. With a ``release`` every
    lot there is in quarantine until the quality unit releases it.
    """

    unit: str
    number: str
    material: Words
    kind: str
    keeps_ms: int | None
    age_ms: int
    release: ReleaseSpec | None = None


@dataclass(frozen=True, slots=True)
class AreaSpec:
    """A part of the plant that has a name, and the units that stand there."""

    name: Words
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FloorSpec:
    """The plant around the batch; ``works`` is by phase."""

    statuses: tuple[StatusSpec, ...] = ()
    works: Mapping[str, WorkSpec] = field(default_factory=dict)
    lots: tuple[LotSpec, ...] = ()
    areas: Mapping[str, AreaSpec] = field(default_factory=dict)
    materials: tuple[MaterialSpec, ...] = ()
    panels: tuple[PanelSpec, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether anything of it is kept in this session."""
        return bool(self.statuses or self.lots or self.panels)
