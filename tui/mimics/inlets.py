"""What leads into a stirred vessel and what is read of it, as rows for its drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tui.mimics.scene import Scene

AGITATION = "agitation"
EXHAUST = "exhaust valve"
BACK_PRESSURE = "back pressure"
"""What the exhaust of a vessel is moved by whose pressure is given."""
GASES = ("air flow", "oxygen flow", "carbon dioxide flow", "nitrogen flow")
BAGS = (
    "mix flow",
    "bead flow",
    "vector flow",
    "enzyme flow",
    "sugar flow",
    "oil flow",
    "phenylacetate flow",
    "water flow",
    "acid flow",
    "base flow",
)
"""What is given to the culture out of a small bag beside it, or by a main of the works."""
BESIDE = ("mix making", "mix drain")
"""What fills and drains the bag of a transfection: it does not lead into the vessel."""
JACKET = ("heating flow", "jacket temperature", "cooling flow")
PROBES = (
    "pressure",
    BACK_PRESSURE,
    "temperature",
    "pH",
    "dissolved oxygen",
    "viable density",
    "optical density",
    "foam level",
    "level",
    "weight",
    "sparger pressure",
    "off-gas oxygen",
    "off-gas carbon dioxide",
    "off-gas quotient",
)
OUTSIDE = (
    "pressure",
    BACK_PRESSURE,
    "weight",
    "time since transfection",
    "off-gas oxygen",
    "off-gas carbon dioxide",
    "off-gas quotient",
)
"""What no probe in the wall reads."""


@dataclass(frozen=True, slots=True)
class Inlet:
    """One row on the left: a reading, what moves it, whether a pump, a word, and if it is apart."""

    reading: str = ""
    mover: str = ""
    pump: bool = False
    text: str = ""
    apart: bool = False


def feeds(scene: Scene) -> list[Inlet]:
    """Return a row for each line into the unit, and one for its scale where the flow is read."""
    rows = []
    for line in scene.cell.lines:
        if line.sink != scene.unit.tag:
            continue
        scales = scene.reading("weight", line.source)
        flows = scene.reading("flow", line.tag)
        main = flows or scales
        rows += [Inlet(reading=tag) for tag in scales] if flows else []
        text = "" if main else line.source
        rows.append(Inlet(main[0] if main else "", line.pump, True, text))
    rows += [replace(row, pump=True, apart=True) for row in pairs(scene, BESIDE)]
    return rows + [replace(row, pump=True) for row in pairs(scene, BAGS)]


def totals(scene: Scene) -> list[Inlet]:
    """Return a row for whatever else is read of the lines into the unit: what they gave so far."""
    lines = {line.tag for line in scene.lines_in()}
    return [
        Inlet(reading=scene.face(card.tag))
        for card in scene.cell.instruments
        if card.reads.partition(".")[0] in lines and not card.reads.endswith(".flow")
    ]


def pairs(scene: Scene, fields: tuple[str, ...]) -> list[Inlet]:
    """Return a row for each reading or mover of these fields; only movers tell their utility."""
    rows = []
    names = {card.tag: scene.console.say.words(card.name) for card in scene.cell.utilities}
    supplies = {card.tag: names.get(card.supply, "") for card in scene.cell.actuators}
    for name in fields:
        readings, movers = scene.reading(name), scene.moving(name)
        for place in range(max(len(readings), len(movers))):
            mover = movers[place] if place < len(movers) else ""
            reading = readings[place] if place < len(readings) else ""
            text = "" if reading else supplies.get(mover, "")
            rows.append(Inlet(reading, mover, False, text))
    return rows


def jacket(scene: Scene) -> list[Inlet]:
    """Return the rows of the jacket."""
    return pairs(scene, JACKET)


def gases(scene: Scene) -> list[Inlet]:
    """Return the rows of the gases, then of whatever else is moved."""
    known = {AGITATION, EXHAUST, BACK_PRESSURE, *BAGS, *BESIDE, *GASES, *JACKET}
    own = f"{scene.unit.tag}."
    others = dict.fromkeys(
        card.moves.removeprefix(own)
        for card in scene.cell.actuators
        if card.moves.startswith(own) and card.moves.removeprefix(own) not in known
    )
    return pairs(scene, (*GASES, *others))


def read_fields(scene: Scene) -> list[str]:
    """Return the fields of the right column: the known probes, then whatever else is read."""
    own = f"{scene.unit.tag}."
    moved = {card.moves for card in scene.cell.actuators}
    elsewhere = {AGITATION, *GASES, *JACKET}
    others = [
        card.reads.removeprefix(own)
        for card in scene.cell.instruments
        if card.reads.startswith(own) and card.reads not in moved
    ]
    extra = [name for name in others if name not in PROBES and name not in elsewhere]
    return [*PROBES, *dict.fromkeys(extra)]
