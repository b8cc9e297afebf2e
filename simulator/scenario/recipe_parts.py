"""The shape of a recipe: procedure, unit procedures, operations and phases (ISA-88)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from simulator.scenario.parts import (
    Commands,
    ConditionText,
    Duration,
    Human,
    Part,
    Quantity,
    StepPart,
    Whole,
    YesNo,
    one_or_more,
)

Names = Annotated[list[str], BeforeValidator(one_or_more)]

FormulaValue = Annotated[list[str], BeforeValidator(one_or_more), Field(min_length=1)]
"""One value, or one for each time that an operation is done."""


class TransferPart(Part):
    """A transfer: a pump is started, runs until a condition holds, and is stopped."""

    by: str = Field(description="the pump, or the loop that drives it; its line says from and to")
    at: Quantity = Field(description="output of the pump, or set-point of the loop")
    until: ConditionText


class BatchPart(Part):
    """One batch of a recipe that is run more than once."""

    at: Duration = Field(default="0 s", description="when its first phases may start by themselves")
    formula: dict[str, FormulaValue] = Field(
        default={}, max_length=100, description="values that are others than the recipe's"
    )


BatchNumber = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9][A-Za-z0-9-]{0,11}$")]


class RecipePhasePart(Part):
    """A phase of a recipe: steps, or one transfer."""

    name: Human
    unit: str | None = Field(default=None, description="if not that of its unit procedure")
    after: Names | None = Field(default=None, description="in place of the phase before")
    when: ConditionText | None = None
    takes: Names = Field(default=[], description="units it needs to itself while it runs")
    steps: list[StepPart] = Field(default=[])
    transfer: TransferPart | None = None
    uses: Names = Field(default=[], description="labelled units and lines that it has for itself")
    leaves_dirty: Names = Field(default=[], description="what is DIRTY when it ends")
    cleans: Names = Field(default=[], description="what is CLEAN when it is complete")
    sterilises: Names = Field(default=[], description="what is STERILE when it is complete")
    proof: ConditionText | None = Field(
        default=None, description="what must hold at its end, or what it cleans stays DIRTY"
    )
    on_hold: Commands = Field(default=[])
    on_restart: Commands = Field(default=[])
    on_stop: Commands = Field(default=[])
    on_abort: Commands = Field(default=[])


class RecipeOperationPart(Part):
    """Phases after each other, or together; as often as it says."""

    name: Human
    after: Names | None = Field(default=None, description="in place of the operation before")
    times: Whole = Field(default=1, ge=1, le=20)
    together: YesNo = False
    phases: dict[str, RecipePhasePart] = Field(min_length=1, max_length=40)


class YieldsPart(Part):
    """From where to where a unit procedure brings the product: its yield is told."""

    source: Names = Field(alias="from", min_length=1, description="units that held the product")
    to: Names = Field(min_length=1, description="units that hold it afterwards")


class RecipeUnitProcedurePart(Part):
    """What is done in one unit, which it has to itself from its first phase to its last."""

    name: Human
    unit: str | None = None
    one_of: dict[str, dict[str, str]] = Field(
        default={},
        max_length=8,
        description="units that are equal to it, each with values by name; the first that is free",
    )
    batch: str = Field(default="", max_length=12, description="the batch that it is done for")
    at: Duration = Field(default="0 s", description="when its first phases may start by themselves")
    instead: Names = Field(default=[], description="unit procedures of which only one is done")
    after: Names = Field(default=[], description="unit procedures, operations or phases")
    when: ConditionText | None = None
    takes: Names = Field(default=[], description="units it needs to itself besides its own")
    together: YesNo = False
    yields: YieldsPart | None = Field(
        default=None, description="its yield, what it clears and its time are among the results"
    )
    operations: dict[str, RecipeOperationPart] = Field(min_length=1, max_length=40)


class RecipePart(Part):
    """A recipe: values, and unit procedures that run beside each other where they can."""

    formula: dict[str, FormulaValue] = Field(
        default={}, max_length=100, description="values by name; `{name}` stands for one"
    )
    batches: dict[BatchNumber, BatchPart] = Field(
        default={}, max_length=8, description="batches by number; the procedure is done for each"
    )
    procedure: dict[str, RecipeUnitProcedurePart] = Field(min_length=1, max_length=60)
