"""The shape of what a file says of the plant around the batch."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.scenario.parts import Duration, Human, Part


class AreaPart(Part):
    """A part of the plant that people speak of by a name, such as the seed train."""

    name: Human
    units: list[str] = Field(max_length=40, description="the units that stand there, by tag")


class StatusPart(Part):
    """A unit or line that bears a status label."""

    label: Literal["DIRTY", "CLEAN", "STERILE", "IN USE", "EXPIRED", "OUT OF ORDER"] = Field(
        description="what hangs on it at the beginning"
    )
    since: Duration = Field(default="0 s", description="how long it has hung there by then")
    needs: Literal["CLEAN", "STERILE"] = Field(
        default="CLEAN", description="what it must be at least when it is used"
    )
    clean_hold: Duration | None = Field(default=None, description="how long CLEAN is good")
    sterile_hold: Duration | None = Field(default=None, description="how long STERILE is good")
    dirty_hold: Duration | None = Field(default=None, description="how long it may stay DIRTY")
    use_hold: Duration | None = Field(default=None, description="how long it may be IN USE")


class LotPart(Part):
    """What is in a unit at the beginning, or will come there."""

    material: Human
    number: str = Field(
        default="",
        pattern="^[A-Za-z0-9][A-Za-z0-9./-]{0,19}$|^$",
        description="of the first lot there; the tag of the unit if left out",
    )
    kind: Literal["", "cells", "medium", "buffer", "feed", "intermediate", "pool", "bulk"] = ""
    keeps: Duration | None = Field(default=None, description="how long it may be used")
    age: Duration = Field(default="0 s", description="how old it is at the beginning")
