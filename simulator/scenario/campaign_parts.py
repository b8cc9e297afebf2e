"""The shape of a campaign file: which keys there are and which are needed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from simulator.scenario.parts import Duration, Human, Numbers, Part, Quantity, Whole, YesNo


def _listed(value: object) -> object:
    """Return a single word as a list of one."""
    return [value] if isinstance(value, str) else value


Names = Annotated[list[str], BeforeValidator(_listed)]
People = dict[str, Whole]
DAYS = {"every day": tuple(range(7)), "weekdays": tuple(range(5)), "weekend": (5, 6)}
"""On which days of the week a crew works."""


class WorkPart(Part):
    """Something that takes time, and what it takes besides."""

    takes: Duration
    spread: Quantity = Field(default="0", description="its standard deviation, such as 10 %")
    attended: Duration = Field(
        default="0 s", description="how long people are needed; left out: all the time"
    )
    people: People = Field(default={}, description="qualification: how many")
    second: YesNo = Field(default=False, description="whether somebody else verifies it")
    through: Names = Field(default=[], description="panels, lines or skids it needs besides")
    uses: Numbers = Field(default={}, description="utility: rate")
    materials: Numbers = Field(default={}, description="material or solution: amount")


class TreatmentPart(WorkPart):
    """Cleaning or sterilisation: the work, and how long its label holds."""

    keeps: Duration = Field(default="0 s", description="hold time of the label; left out: any")
    ahead: YesNo = Field(default=False, description="done at once, not when it is needed")


class EquipmentPart(Part):
    """A class of like units."""

    name: Human
    units: Names = Field(min_length=1, max_length=60, description="tags of the units")
    capacity: Quantity = Field(default="0 L", description="working volume")
    ready: Literal["clean", "sterile", ""] = Field(
        default="", description="the status label that a use must begin with"
    )
    cleaning: TreatmentPart | None = None
    sterilisation: TreatmentPart | None = None
    dirty_hold: Duration = "0 s"
    uses: Whole = Field(default=1, ge=1, description="uses between cleanings")
    fails_every: Duration = Field(default="0 s", description="mean time in use between failures")
    repair: WorkPart | None = None
    tolerates: Duration = Field(
        default="0 s", description="how long a batch may be without it; left out: any time"
    )
    survives: Quantity = Field(
        default="0", description="chance that a contamination survives a cleaning"
    )


class CrewPart(Part):
    """People of one shift and one set of qualifications."""

    name: Human
    number: Whole = Field(ge=1, le=200)
    since: Duration = Field(alias="from", description="time of the day")
    until: Duration = Field(description="time of the day; over 24 h for a night")
    days: Literal["every day", "weekdays", "weekend"] = "every day"
    rest: Duration = Field(default="0 s", alias="break", description="in the middle of the shift")
    qualified: Names = Field(min_length=1, max_length=20)
    wage: Quantity = Field(default="0", description="money for each of them and year")


class RatePart(Part):
    """A utility, drawn at a rate up to its capacity."""

    name: Human
    unit: str = Field(description="unit of measure of the rate, such as L/h")
    capacity: Quantity
    price: Quantity = Field(default="0", description="money for one hour of the rate 1")


class StockPart(Part):
    """Something that is bought and kept in stock."""

    name: Human
    unit: str = Field(default="", description="unit of measure; left out: pieces")
    stock: Quantity = Field(description="at the beginning")
    reorder_at: Quantity
    order: Quantity
    delivery: Duration
    spread: Quantity = "0"
    price: Quantity = Field(default="0", description="money for one unit of measure")
    keeps: Duration = "0 s"
    analyses: Names = Field(default=[])


class SolutionPart(WorkPart):
    """A buffer or medium that is made here and held."""

    name: Human
    unit: str = "L"
    makes: Quantity = Field(description="the size of a lot")
    reorder_at: Quantity
    stock: Quantity = Field(default="0 L", description="at the beginning")
    tank: str = Field(default="", description="the class of tanks that it is made and held in")
    keeps: Duration = "0 s"
    analyses: Names = Field(default=[])


class AnalysisPart(Part):
    """An analysis of the laboratory."""

    name: Human
    by: str = Field(description="qualification of the analyst")
    hands: Duration = Field(description="work of the analyst")
    takes: Duration = Field(default="0 s", description="time on the instrument")
    waits: Duration = Field(default="0 s", description="time without anybody: an incubation")
    instrument: str = ""
    spread: Quantity = "0"
    fails: Quantity = Field(default="0", description="chance of a first result out of limits")
    confirmed: Quantity = Field(default="0", description="chance that the retest says so too")
    price: Quantity = "0"
    urgent: YesNo = False


class LaboratoryPart(Part):
    """The laboratory: instruments with their number, and analyses."""

    instruments: dict[str, Whole] = Field(default={}, max_length=40)
    analyses: dict[str, AnalysisPart] = Field(default={}, max_length=60)


class ReleasePart(Part):
    """What must be there before a batch is released."""

    analyses: Names = Field(default=[])
    review: WorkPart


class RisksPart(Part):
    """Chances of what goes wrong anywhere."""

    connection: Quantity = Field(default="0", description="an aseptic connection lets in a germ")
    found: str = Field(default="24 h .. 48 h", description="when a contamination is seen")
    slip: Quantity = Field(default="0", description="a phase with people is done wrongly")
    missed: Quantity = Field(default="100 %", description="a second person does not see it")
    lost: Quantity = Field(default="0", description="an error costs the batch")


class CostsPart(Part):
    """What is paid for a year, whatever is made."""

    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$")
    capital: Quantity = "0"
    upkeep: Quantity = "0"
    quality: Quantity = "0"


class CampaignPhasePart(WorkPart):
    """A phase of an operation."""

    name: Human
    moves: str = Field(
        default="", alias="from", description="the unit procedure whose product comes in"
    )
    within: Duration = Field(
        default="0 s", description="at most so long after that, or after the phase before"
    )
    strict: YesNo = Field(default=False, description="whether a batch that comes later is lost")
    connections: Whole = Field(default=0, le=100, description="aseptic connections")
    samples: Names = Field(default=[])
    results: Names = Field(default=[], description="results it waits for")
    leaks: Quantity = Field(default="0", description="chance that a single-use part leaks")


class OperationPart(Part):
    """Phases after each other, or together."""

    name: Human
    together: YesNo = False
    phases: dict[str, CampaignPhasePart] = Field(min_length=1, max_length=40)


class UnitProcedurePart(Part):
    """What is done in one unit."""

    name: Human
    unit: str = Field(description="the class of equipment")
    starts: Names = Field(
        default=[], description="such as `n-1 begins`, `n-1 ends`, `n-1 begins + 2 d`"
    )
    volume: Quantity = Field(default="0 L", description="at the end; left out: what came in")
    titre: Quantity = Field(default="0", description="product made for each L")
    portion: Quantity = Field(default="100 %", alias="yield")
    spread: Quantity = Field(default="0", description="of titre or yield")
    operations: dict[str, OperationPart] = Field(min_length=1, max_length=40)


class RecipePart(Part):
    """The procedure (ISA-88) that makes one batch."""

    product: Human
    unit: str = Field(description="what the product is measured in, such as g")
    procedure: dict[str, UnitProcedurePart] = Field(min_length=1, max_length=60)


class CampaignFile(Part):
    """A campaign file: the plant, the people, the recipe, and how many batches."""

    campaign: Literal["1"] = Field(description="the format of the file")
    name: Human
    brief: Human
    seed: Whole = Field(default=1, le=4_294_967_295)
    batches: Whole = Field(ge=1, le=1000)
    every: Duration = Field(default="0 s", description="least time between two starts")
    in_work: Whole = Field(default=0, description="most batches in work at once; 0: any number")
    duration: Duration = Field(description="the longest time that is simulated")
    equipment: dict[str, EquipmentPart] = Field(min_length=1, max_length=60)
    people: dict[str, CrewPart] = Field(default={}, max_length=40)
    utilities: dict[str, RatePart] = Field(default={}, max_length=20)
    materials: dict[str, StockPart] = Field(default={}, max_length=100)
    solutions: dict[str, SolutionPart] = Field(default={}, max_length=60)
    laboratory: LaboratoryPart = LaboratoryPart()
    release: ReleasePart | None = None
    risks: RisksPart = RisksPart()
    costs: CostsPart = CostsPart()
    recipe: RecipePart
