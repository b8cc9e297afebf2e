"""A small plant, a disk that fails on demand, and logs to try things on."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.language.command import (
    Acknowledge,
    Command,
    EndFault,
    Note,
    SetMode,
    SetSetpoint,
    Shelve,
    StartFault,
)
from simulator.language.event import (
    AlarmChanged,
    Event,
    FaultBegan,
    FaultEnded,
    ModelFaulted,
    ValueChanged,
)
from simulator.language.field import Field
from simulator.language.observation import Observation, TagView
from simulator.language.problem import Problem, Refusal
from simulator.scenario.documents import Documents
from simulator.session.commission import Commissioned
from simulator.session.desk import Brief
from simulator.session.live import Live, Signature
from simulator.session.writer import JournalWriter

MODES = ("MAN", "AUTO", "CAS")
DAY_MS = 86_400_000


@dataclass(frozen=True)
class Review:
    """What the small plant says of a command."""

    problem: Problem | None
    old: float | str | None = None
    new: float | str | None = None
    unit: str = ""


@dataclass(frozen=True)
class Results:
    """The key results of the small plant."""

    peak: float
    alarms: int
    notes: tuple[str, ...]


@dataclass
class SmallPlant:
    """One loop that follows its set-point with noise, one alarm, and a fault that breaks it."""

    seed: int
    duration_ms: int = 3 * DAY_MS
    scan_ms: int = 1000
    now: int = 0
    temperature: float = 20.0
    setpoint: float = 30.0
    mode: str = "AUTO"
    high: bool = False
    broken: bool = False
    peak: float = 20.0
    alarms: int = 0
    dice: int = 1
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = self.seed % (2**31 - 1) + 1

    @property
    def finished(self) -> bool:
        """Whether its time is up."""
        return self.now >= self.duration_ms

    def review(self, command: Command) -> Review:
        """Judge a command."""
        if isinstance(command, SetSetpoint):
            if command.tag != "TIC-101":
                return Review(Problem("unknown-tag", f"there is no {command.tag}"))
            if self.mode == "MAN":
                return Review(Problem("loop-in-manual", "TIC-101 is in MAN", "put it in AUTO"))
            if not 0.0 <= command.value <= 50.0:
                return Review(Problem("out-of-range", "0 to 50 degC"))
            return Review(None, self.setpoint, command.value, "degC")
        if isinstance(command, SetMode):
            return Review(None, self.mode, command.mode)
        if isinstance(command, Note | StartFault | EndFault | Shelve):
            return Review(None)
        return Review(Problem("not-here", "this small plant cannot do that"))

    def accept(
        self, command: Command, by: str = "operator", who: str = "", reason: str = ""
    ) -> tuple[Event, ...]:
        """Do a command."""
        if isinstance(command, SetSetpoint):
            old, self.setpoint = self.setpoint, command.value
            return (ValueChanged(self.now, command.tag, "SP", old, command.value, "degC", by),)
        if isinstance(command, SetMode):
            old_mode, self.mode = self.mode, command.mode
            return (ValueChanged(self.now, command.tag, "MODE", old_mode, command.mode, "", by),)
        if isinstance(command, StartFault):
            self.broken = True
            return (
                FaultBegan(self.now, command.fault, "it broke"),
                ModelFaulted(self.now, "BR-101", "temperature left its range"),
            )
        if isinstance(command, EndFault):
            self.broken = False
            return (FaultEnded(self.now, command.fault, "mended"),)
        if isinstance(command, Note):
            self.notes.append(command.text)
        return ()

    def advance(self, until: int) -> tuple[Event, ...]:
        """Run whole scans."""
        events: list[Event] = []
        while self.now + self.scan_ms <= min(until, self.duration_ms):
            self.now += self.scan_ms
            self.dice = self.dice * 48271 % (2**31 - 1)
            if not self.broken:
                noise = self.dice / (2**31 - 1) - 0.5
                self.temperature += (self.setpoint - self.temperature) * 0.001 + noise * 0.01
            self.peak = self.temperature if self.temperature > self.peak else self.peak
            high = self.temperature > 38.0
            if high != self.high:
                self.high = high
                self.alarms += high
                states = ("A", "B") if high else ("B", "A")
                events.append(
                    AlarmChanged(self.now, "TIC-101.HI", *states, 2, self.temperature, self.now)
                )
        return tuple(events)

    def observe(self) -> Observation:
        """Show the instruments."""
        view = TagView("TIC-101", "temperature", "degC", self.temperature, self.setpoint)
        return Observation(
            self.now, {"TIC-101": view}, (), (), (), (), (), "AUTOMATIC", 1, 1, self.values()
        )

    def values(self) -> dict[str, float]:
        """Return the numbers of the instruments."""
        return {
            "TIC-101.PV": self.temperature,
            "TIC-101.SP": self.setpoint,
            "TIC-101.MODE": float(MODES.index(self.mode)),
            "elapsed": self.now / 1000.0,
        }

    def snapshot(self) -> dict[str, Any]:
        """Return the whole state."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**found, "notes": list(self.notes)}

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Take up a state."""
        if set(snapshot) != set(self.__dataclass_fields__):
            raise KeyError("not a snapshot of this plant")
        for name, value in snapshot.items():
            setattr(self, name, list(value) if isinstance(value, list) else value)

    def digest(self) -> dict[str, str]:
        """Hash the state of each room."""
        rooms = {
            "BR-101": [self.now, self.temperature, self.peak, self.broken],
            "control": [self.setpoint, self.mode, self.high, self.alarms],
            "noise": [self.dice],
            "logbook": self.notes,
        }
        return {
            room: hashlib.sha256(json.dumps(state).encode()).hexdigest()[:16]
            for room, state in rooms.items()
        }

    def results(self) -> Results:
        """Return the results."""
        return Results(self.peak, self.alarms, tuple(self.notes))


DOCUMENTS = Documents("small.yaml", {"small.yaml": "scenario: small\n", "plants/p.yaml": "p: é\n"})
NAMES = {
    "TIC-101.PV": Field("TIC-101.PV", "degC", 0.0, 0.0, 50.0, "definition"),
    "TIC-101.SP": Field("TIC-101.SP", "degC", 0.0, 0.0, 50.0, "definition"),
    "TIC-101.MODE": Field("TIC-101.MODE", "", 0.0, 0.0, 2.0, "definition", "choice", MODES),
    "elapsed": Field("elapsed", "s", 0.0, 0.0, 1e9, "definition"),
}


def commission_small(
    documents: Documents, seed: int | None = None, language: str = "en"
) -> Commissioned:
    """Build the small plant; its text may be anything that says it is small."""
    text = documents.texts[documents.main]
    if not text.startswith("scenario: small"):
        raise Refusal(Problem("bad-scenario", "that is not the small scenario"))
    chosen = 7 if seed is None else seed
    plant = SmallPlant(chosen)
    brief = Brief("small", {"en": "Small", "nl": "Klein"}, {"en": "Keep it warm."}, 1, 3 * DAY_MS)
    return Commissioned(plant, brief, chosen, language, ("TIC-101.PV", "TIC-101.SP"), NAMES)


def stamp() -> str:
    """Return a wall time that never changes, so that logs of one story are one file."""
    return "2026-11-22T03:50:00.000Z"


ANN = Signature("ann")


def begin(path: Path, **settings: Any) -> Live:
    """Begin a session of the small plant."""
    settings.setdefault("stamp", stamp)
    return Live.begin(DOCUMENTS, path, ANN, commission=commission_small, **settings)


def a_story(live: Live, hours: int = 4) -> None:
    """Live a little: changes, a refusal, an alarm, notes."""
    live.submit(Note("the shift begins"), "")
    for hour in range(hours):
        live.submit(SetSetpoint("TIC-101", 36.0 + hour), f"step {hour}")
        live.advance(live.now + 1_234_567)
        live.submit(SetMode("TIC-101", "MAN"), "hands on")
        live.submit(SetSetpoint("TIC-101", 20.0), "will be refused")
        live.submit(Acknowledge("TIC-101.HI"), "cannot here")
        live.advance(live.now + 2_000_000)
        live.submit(SetMode("TIC-101", "AUTO"))
        live.advance((hour + 1) * 3_600_000)


def golden(path: Path, hours: int = 4) -> bytes:
    """Return the bytes of a sealed session of the small plant."""
    live = begin(path)
    a_story(live, hours)
    live.seal("ended")
    return path.read_bytes()


@dataclass
class FaultyFile:
    """A file in memory that fails as it is told, and knows what a power failure would leave.

    ``fail_write`` and ``fail_sync`` name the call (from 1) that fails, ``room`` is how many bytes
    the disk holds, ``short`` the most that one write takes, ``interrupts`` how often EINTR comes.
    """

    fail_write: int = 0
    fail_sync: int = 0
    fail_truncate: bool = False
    room: int = 10**9
    short: int = 10**9
    interrupts: int = 0
    data: bytearray = field(default_factory=bytearray)
    durable: bytes = b""
    writes: int = 0
    syncs: int = 0
    closed: bool = False

    def write(self, data: bytes) -> int:
        """Take some bytes, or fail."""
        self.writes += 1
        if self.interrupts:
            self.interrupts -= 1
            raise InterruptedError(errno.EINTR, os.strerror(errno.EINTR))
        if self.writes == self.fail_write:
            self.data += data[: len(data) // 2]
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        went = min(len(data), self.short, self.room - len(self.data))
        if went <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.data += data[:went]
        return went

    def sync(self) -> None:
        """Make what is there durable, or fail."""
        self.syncs += 1
        if self.syncs == self.fail_sync:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self.durable = bytes(self.data)

    def truncate(self, size: int) -> None:
        """Cut, or fail."""
        if self.fail_truncate:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        del self.data[size:]

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


def live_on(file: FaultyFile, monkeypatch: Any) -> Callable[[], Live]:
    """Return how to begin a session whose log is a FaultyFile."""
    monkeypatch.setattr("simulator.session.live.create_journal", lambda path: JournalWriter(file))

    def start() -> Live:
        return begin(Path("nowhere"))

    return start
