"""The plant around the batch: status labels of equipment and lots, and what is done about them.

A label says in which state a unit or a line is, as it hangs there in a real plant. A lot is an
amount of one material with a number of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Label = Literal["DIRTY", "CLEANING", "CLEAN", "STERILE", "IN USE", "EXPIRED", "OUT OF ORDER"]
Hung = Literal["DIRTY", "OUT OF ORDER"]
Releaser = Literal["supervisor", "quality"]

LABELS: tuple[Label, ...] = (
    "DIRTY",
    "CLEANING",
    "CLEAN",
    "STERILE",
    "IN USE",
    "EXPIRED",
    "OUT OF ORDER",
)
"""The status labels; CLEANING stands for a sterilisation at work too."""
HUNG: tuple[Hung, ...] = ("DIRTY", "OUT OF ORDER")
"""What a person may hang; the others are earned by a phase, or come with time and use."""
RELEASERS: tuple[Releaser, ...] = ("supervisor", "quality")
"""Who may let equipment be used that its label does not allow."""


@dataclass(frozen=True, slots=True)
class HangLabel:
    """Hang a label on a unit or line: DIRTY, or OUT OF ORDER."""

    tag: str
    label: Hung
    kind: Literal["hang-label"] = "hang-label"


@dataclass(frozen=True, slots=True)
class ReleaseEquipment:
    """Let equipment be used once that its label does not allow; needs a reason.

    ``name`` is the qualified person who answers for it. A deviation is opened by it. Of a lot in
    quarantine the tag is its number: it is then used at risk.
    """

    tag: str
    name: str
    role: Releaser
    kind: Literal["release-equipment"] = "release-equipment"


@dataclass(frozen=True, slots=True)
class AskRelease:
    """Ask the quality unit to release a lot that is in quarantine."""

    lot: str
    kind: Literal["ask-release"] = "ask-release"


@dataclass(frozen=True, slots=True)
class HurrySample:
    """Ask the laboratory to take a sample before those that are not urgent."""

    sample: int
    kind: Literal["hurry-sample"] = "hurry-sample"


FloorWork = HangLabel | ReleaseEquipment | AskRelease | HurrySample

LotState = Literal["NONE", "QUARANTINE", "RELEASED", "REJECTED", "AT RISK"]
LOT_STATES: tuple[LotState, ...] = ("NONE", "QUARANTINE", "RELEASED", "REJECTED", "AT RISK")
"""Where a lot stands with the quality unit; NONE of one that it need not release."""


@dataclass(frozen=True, slots=True)
class StatusView:
    """The label of a unit or line, since when (ms), and until when it is good if that is known.

    ``holder`` is the phase that has it now. ``overdue`` says that a hold time is over. ``released``
    is who lets it be used all the same.
    """

    tag: str
    label: str
    since: int
    until: int | None = None
    needs: str = ""
    holder: str = ""
    overdue: bool = False
    released: str = ""


@dataclass(frozen=True, slots=True)
class MoveView:
    """Litres that a line moved from one lot to another ("": out of the plant), when, and by whom.

    No litres: what a filter or column took up of that lot went with another.
    """

    line: str
    source: str
    sink: str
    litres: float
    first: int
    last: int
    by: str


@dataclass(frozen=True, slots=True)
class LotView:
    """One lot: where it is or was, when and by whom it was made (times in ms), and of what.

    ``began`` is what was there at its beginning and ``given`` what lines took of it, in litres.
    ``closed`` is when it was used up, ``until`` how long it may be used. ``inputs`` went into it,
    ``drained`` went from it out of the plant.
    """

    number: str
    unit: str
    material: str
    kind: str
    made: int
    by: str
    began: float
    given: float
    closed: int | None
    until: int | None
    overdue: bool
    inputs: tuple[MoveView, ...] = ()
    drained: tuple[MoveView, ...] = ()


@dataclass(frozen=True, slots=True)
class JobView:
    """One open job: what it waits for is a crew, or "" while the work itself goes on.

    ``since`` is when it was asked for and ``due`` when the present stage ends, if that is known.
    """

    job: int
    kind: str
    subject: str
    stage: str
    since: int
    due: int | None
    waits_for: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who works here: what they may sign as; ``state`` is on duty, break or away."""

    name: str
    qualified: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class MaterialView:
    """A material in the store: full bottles there, and what was announced: when (ms), how many."""

    material: str
    name: str
    stock: int
    coming: tuple[tuple[int, int], ...] = ()
