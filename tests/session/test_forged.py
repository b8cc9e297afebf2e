"""Five hundred forged logs, each with a chain that fits: recomputing finds every one."""

from __future__ import annotations

import dataclasses
import struct
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from session_fakes import ANN

from simulator.language.command import (
    Acknowledge,
    Calibrate,
    Command,
    SetMode,
    SetOutput,
    SetSetpoint,
    SwitchBank,
    TakeSample,
)
from simulator.language.command_text import parse_command
from simulator.scenario.documents import Documents
from simulator.scenario.library import read
from simulator.session.chain import Journal, parse_journal, write_chain
from simulator.session.commission import Commissioned, commission
from simulator.session.difference import State, pack_state, unpack_state
from simulator.session.journal import read_journal
from simulator.session.keeping import DIGITS
from simulator.session.live import Live
from simulator.session.record import (
    Checkpoint,
    CheckRecord,
    CommandRecord,
    Open,
    Record,
    RefusalRecord,
    Sample,
    Seal,
    Story,
)
from simulator.session.told import read_events, read_rows, write_events, write_rows
from simulator.session.verify import verify_journal

FORGERIES = 500
SESSIONS = (("oxygen-lost", 1), ("ph-probe-drift", 2), ("first-batch", 3), ("oxygen-lost", 4))
HOURS = 3
HOUR = 3_600_000
ORDERS = (
    "TIC-101.SP = 36.2 degC",
    "TIC-101.MODE = MAN",
    "TIC-101.OP = 61 %",
    "TIC-101.MODE = AUTO",
    "AIC-102.SP = 45 %",
    "sample BR-101",
    "switch oxygen to bank 2",
    "switch oxygen to bank 1",
    "call maintenance AT-102",
    "calibrate AT-101 = 7.02",
    "note all is well",
)


class Workshop:
    """Builds the plant of each scenario once, and afterwards brings it back to its beginning."""

    def __init__(self) -> None:
        self._built: dict[str, tuple[Commissioned, State]] = {}

    def __call__(
        self, documents: Documents, seed: int | None = None, language: str = "en"
    ) -> Commissioned:
        """Return the plant as it is before anything happens."""
        key = f"{seed} {documents.texts[documents.main]}"
        if key not in self._built:
            made = commission(documents, seed, language)
            self._built[key] = made, made.plant.snapshot()
        made, beginning = self._built[key]
        made.plant.restore(beginning)
        return made


WORKSHOP = Workshop()


def lived(path: Path, scenario: str, seed: int) -> Journal:
    """Live a session of three hours with somebody who does something every few minutes."""
    dice = Random(seed)
    live = Live.begin(read(scenario), path, ANN, seed=seed)
    end = min(HOURS * HOUR, live.brief.duration_ms)
    while live.now < end:
        live.advance(min(end, live.now + dice.randrange(1000, 20 * 60_000)))
        alarms = [a.alarm for a in live.observe().alarms if a.state == "B"]
        if alarms and dice.random() < 0.5:
            live.submit(Acknowledge(dice.choice(alarms)))
        else:
            live.submit(parse_command(dice.choice(ORDERS), live.names), "drill")
    live.seal()
    return read_journal(path)


Forger = Callable[[list[Record], Random], list[Record] | None]
"""Returns the records changed in one thing that matters, or None if there is no such thing."""


def picked(records: list[Record], dice: Random, *kinds: type[Any]) -> int | None:
    """Return the place of some record of these kinds."""
    places = [i for i, record in enumerate(records) if isinstance(record, kinds)]
    return dice.choice(places) if places else None


def decides(command: Command) -> bool:
    """Say whether a command does anything to the plant."""
    deeds = (SetSetpoint, SetOutput, SetMode, Calibrate, TakeSample, SwitchBank, Acknowledge)
    return isinstance(command, deeds)


def deed(records: list[Record], dice: Random) -> int | None:
    """Return the place of some command that does something to the plant."""
    places = [
        i
        for i, record in enumerate(records)
        if isinstance(record, CommandRecord)
        and decides(record.command)
        and (record.old is None or record.old != record.new)
    ]
    return dice.choice(places) if places else None


def put(records: list[Record], at: int, **change: Any) -> list[Record]:
    """Return the records with one of them changed."""
    return [*records[:at], dataclasses.replace(records[at], **change), *records[at + 1 :]]


def a_value(records: list[Record], dice: Random) -> list[Record] | None:
    """Another number in a command, and in what it says that it changed to."""
    places = [
        i
        for i, record in enumerate(records)
        if isinstance(record, CommandRecord)
        and isinstance(record.command, SetSetpoint | SetOutput | Calibrate)
    ]
    if not places:
        return None
    at = dice.choice(places)
    command: Any = records[at].command  # type: ignore[union-attr]
    value = command.value + dice.choice((0.001, -0.01, 0.1, -0.5))
    return put(records, at, command=dataclasses.replace(command, value=value), new=value)


def a_time(records: list[Record], dice: Random) -> list[Record] | None:
    """A command, or one that was refused, some scans earlier in its place among the others."""
    at = picked(records, dice, CommandRecord, RefusalRecord)
    if at is None:
        return None
    record, before = records[at], records[at - 1]
    if record.t - before.t < 2000:
        return None
    return put(records, at, t=record.t - 1000 * dice.randint(1, (record.t - before.t) // 1000 - 1))


def a_deed_left_out(records: list[Record], dice: Random) -> list[Record] | None:
    """A command that was never given."""
    at = deed(records, dice)
    return None if at is None else [*records[:at], *records[at + 1 :]]


def a_deed_made_up(records: list[Record], dice: Random) -> list[Record] | None:
    """A command that nobody gave."""
    at = picked(records, dice, CommandRecord, RefusalRecord)
    if at is None:
        return None
    record = records[at]
    made = CommandRecord(
        0, record.t, "ann", "operator", SetSetpoint("TIC-101", 37.21), 36.8, 37.21, "degC", "", ""
    )
    return [*records[:at], made, *records[at:]]


def an_old_value(records: list[Record], dice: Random) -> list[Record] | None:
    """Another value before a command."""
    at = deed(records, dice)
    if at is None:
        return None
    old = records[at].old  # type: ignore[union-attr]
    return put(records, at, old=dice.choice([lie for lie in (1.25, None, "Z") if lie != old]))


def a_refusal(records: list[Record], dice: Random) -> list[Record] | None:
    """A refusal for another reason."""
    at = picked(records, dice, RefusalRecord)
    return None if at is None else put(records, at, code="out-of-range!")


def a_check(records: list[Record], dice: Random) -> list[Record] | None:
    """One digit of one digest."""
    at = picked(records, dice, CheckRecord)
    assert at is not None
    digits = list(records[at].digests)  # type: ignore[union-attr]
    place = dice.randrange(len(digits))
    digits[place] = "0" if digits[place] != "0" else "1"
    assert len(digits) % DIGITS == 0
    return put(records, at, digests="".join(digits))


def a_sample(records: list[Record], dice: Random) -> list[Record] | None:
    """One value of one sample, in its last digit."""
    at = picked(records, dice, Sample)
    assert at is not None
    rows = [list(values) for _, values in read_rows(records[at])]  # type: ignore[arg-type]
    times = [t for t, _ in read_rows(records[at])]  # type: ignore[arg-type]
    row, column = dice.randrange(len(rows)), dice.randrange(len(rows[0]))
    rows[row][column] = (rows[row][column] or 0.0) * 1.001 + 0.001
    changed = write_rows((t, tuple(values)) for t, values in zip(times, rows, strict=True))
    return put(records, at, values=changed)


def a_story(records: list[Record], dice: Random) -> list[Record] | None:
    """An event that is told otherwise, or not at all."""
    at = picked(records, dice, Story)
    if at is None:
        return None
    told = list(read_events(records[at]))  # type: ignore[arg-type]
    place = dice.randrange(len(told))
    if dice.random() < 0.5:
        event = dataclasses.replace(told[place].event, subject="TIC-999")
        told[place] = dataclasses.replace(told[place], event=event)
    else:
        del told[place]
    return put(records, at, events=write_events(told))


def a_result(records: list[Record], dice: Random) -> list[Record] | None:
    """A better result in the seal."""
    seal = records[-1]
    assert isinstance(seal, Seal)
    numbers = [k for k, v in seal.results.items() if isinstance(v, float)]
    name = dice.choice(numbers)
    results = {**seal.results, name: seal.results[name] * 1.01 + 0.5}  # type: ignore[operator]
    return put(records, len(records) - 1, results=results)


def a_score(records: list[Record], dice: Random) -> list[Record] | None:
    """A score in the seal that nobody gave."""
    return put(records, len(records) - 1, score={"points": dice.randrange(50, 101)})


def a_seed(records: list[Record], dice: Random) -> list[Record] | None:
    """Another seed: the same deeds in another session."""
    return put(records, 0, seed=dice.choice((77, 78)))


def a_checkpoint(records: list[Record], dice: Random) -> list[Record] | None:
    """A number of the plant in a checkpoint, in its last bit."""
    at = picked(records, dice, Checkpoint)
    opening = records[0]
    if at is None or not isinstance(opening, Open):
        return None
    documents = Documents(opening.main, opening.documents)
    beginning = WORKSHOP(documents, opening.seed, opening.language).plant.snapshot()
    state = unpack_state(records[at].state, beginning)  # type: ignore[union-attr]
    y = bytearray(state["y"])
    place = 8 * dice.randrange(len(y) // 8)
    (bits,) = struct.unpack_from(">q", y, place)
    struct.pack_into(">q", y, place, bits ^ 1)
    return put(records, at, state=pack_state({**state, "y": bytes(y)}, beginning))


FORGERS: tuple[Forger, ...] = (
    a_value,
    a_time,
    a_deed_left_out,
    a_deed_made_up,
    an_old_value,
    a_refusal,
    a_check,
    a_sample,
    a_story,
    a_result,
    a_score,
    a_seed,
    a_checkpoint,
)


def chained(records: list[Record]) -> Journal:
    """Return a journal of these records, renumbered, with story, seal and chain made to fit."""
    fitted: list[Record] = []
    for n, record in enumerate(records):
        changed: Record = dataclasses.replace(record, n=n)
        if isinstance(changed, Seal):
            changed = dataclasses.replace(changed, records=n, head=write_chain(fitted)[1].hex())
        fitted.append(changed)
    return parse_journal(write_chain(fitted)[0])


@pytest.mark.slow
def test_five_hundred_forged_logs_are_found(tmp_path: Path) -> None:
    """Of every kind of forgery, each is found, and at or after the place where it is."""
    sessions = []
    for number, (scenario, seed) in enumerate(SESSIONS):
        journal = lived(tmp_path / f"{number}.log", scenario, seed)
        honest = verify_journal(chained(list(journal.records)), "x.log", commission=WORKSHOP)
        assert honest.problems == ()
        sessions.append(list(journal.records))
    dice = Random(20261122)
    made: Counter[str] = Counter()
    for number in range(100 * FORGERIES):
        forger = FORGERS[number % len(FORGERS)]
        records = dice.choice(sessions)
        forged = forger(records, dice)
        if forged is None:
            continue
        journal = chained(forged)
        assert journal.problems == (), forger.__name__
        verdict = verify_journal(journal, "x.log", commission=WORKSHOP)
        assert not verdict.ok, (forger.__name__, [r for r in forged if r not in records])
        assert verdict.problems[0].code == "differs", verdict.problems
        made[forger.__name__] += 1
        if made.total() == FORGERIES:
            break
    assert made.total() == FORGERIES
    assert set(made) == {forger.__name__ for forger in FORGERS}
