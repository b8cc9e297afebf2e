"""Sessions that are measured: the shipped fed-batch alone, and a plant of several reactors.

The larger plant is put together from the shipped ones: two production bioreactors and a fermenter,
each with its vessels, loops, alarms and interlocks, and with gas and water of its own; fifteen
units in all. Nobody trains on it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from random import Random

from simulator.language.command_text import parse_command
from simulator.scenario.documents import Documents
from simulator.scenario.library import read
from simulator.session.live import Live, Signature

SCENARIO = "first-batch"
TRAINS = (
    ("first-batch", "fed-batch-2000", 0),
    ("first-batch", "fed-batch-2000", 4),
    ("yeast-overfed", "fermenter-300", 6),
)
"""A scenario of the library, its plant, and what is added to the hundreds of its tags."""
REACTORS = len(TRAINS)
SHARED = ("laboratory", "people")
"""What the trains have in common."""
LEFT_OUT = ("hints", "procedures")
"""What only a trainee reads."""
ABOUT_TIME = ("freezes", "rubric")
"""What of a scenario holds for its own length alone."""
SEED = 20261122
ORDERS = (
    "TIC-101.SP = 36.2 degC",
    "TIC-101.SP = 36.8 degC",
    "AIC-102.SP = 45 %",
    "sample BR-101",
    "ack AIC-102.LO",
    "call maintenance AT-102",
    "note all is well",
)
PACE_MS = 8 * 3_600_000
"""Whoever sits there does something at least this often."""


def fed_batch(days: int) -> Documents:
    """Return the fed-batch of the library, made to last so many days."""
    documents = read(SCENARIO)
    text = re.sub(r"(?m)^duration: .*$", f"duration: {days} d", documents.texts[documents.main])
    text = re.sub(rf"(?ms)^({'|'.join(ABOUT_TIME)}):\n.*?(?=^\w|\Z)", "", text)
    return Documents(documents.main, {**documents.texts, documents.main: text})


def several(days: int) -> Documents:
    """Return a session of so many days on the plant of several reactors."""
    sections: dict[str, str] = {}
    for scenario, plant, shift in TRAINS:
        for name, text in _train(read(scenario).texts[f"plants/{plant}.yaml"], shift):
            if name not in sections or name not in SHARED:
                sections[name] = sections.get(name, "") + text
    head = f"scenario: 1\nname: Three reactors\nbrief: Watch them.\nduration: {days} d\nseed: 5\n"
    text = head + "".join(f"{name}:\n{text}" for name, text in sections.items())
    return Documents("three-reactors.yaml", {"three-reactors.yaml": text})


def _train(text: str, shift: int) -> list[tuple[str, str]]:
    """Return the sections of a plant file, with names that no other train has."""
    text = re.sub(r"\b([A-Z]{1,4}-)(\d)(?=\d\d)", lambda m: f"{m[1]}{int(m[2]) + shift}", text)
    text = re.sub(r"(?m)^( +(?:supply|group): [\w-]+)", rf"\1-{shift}", text)
    found = []
    for name, body in re.findall(r"(?ms)^(\w+):\n(.*?)(?=^\w|\Z)", text):
        apart = name in ("utilities", "gauges")
        own = re.sub(r"(?m)^  ([\w-]+):", rf"  \1-{shift}:", body) if apart else body
        if name not in LEFT_OUT:
            found.append((name, own))
    return found


def live_through(documents: Documents, log: Path) -> int:
    """Live a session with somebody who does things; return how many bytes its log has."""
    live = Live.begin(documents, log, Signature("bench"))
    live.settle()
    dice = Random(SEED)
    while not live.finished:
        live.advance(live.now + dice.randrange(PACE_MS))
        live.submit(parse_command(dice.choice(ORDERS), live.names), "bench")
    live.seal()
    return os.path.getsize(log)
