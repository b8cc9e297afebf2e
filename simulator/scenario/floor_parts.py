"""The shape of what a file says of the plant around the batch."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.scenario.parts import Duration, Human, Part, Quantity, Tags, Whole


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


class PanelPart(Part):
    """A transfer panel, or what several lines share."""

    name: Human
    lines: Tags = Field(min_length=1, description="the lines that lead over it")
    holds: Quantity = Field(default="0.2 L", description="what stays in it of the last liquid")


class ReleasePart(Part):
    """What the quality unit wants before it releases a lot."""

    needs: Tags = Field(default=[], description="analyses of a sample of it, by name")
    review: Duration = Field(default="30 min", description="how long it takes them")


class DeliveryPart(Part):
    """Full bottles that come."""

    at: Duration = Field(description="when they are announced for")
    brings: Whole = Field(default=1, ge=1, le=100)
    late: Duration = Field(default="0 s", description="how much later they come")


class MaterialPart(Part):
    """What bottles hold: how many full ones there are, and which come."""

    name: Human
    units: Tags = Field(min_length=1, description="whose bottle is changed for one of these")
    stock: Whole = Field(default=0, ge=0, le=1000)
    deliveries: list[DeliveryPart] = Field(default=[], max_length=20)


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
    release: ReleasePart | None = Field(
        default=None, description="every lot there is in quarantine until it is released"
    )
