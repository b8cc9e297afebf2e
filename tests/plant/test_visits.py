"""The plant stops only for what touches it, and comes to what it comes to if it stops for all."""

from __future__ import annotations

from random import Random

import pytest
from tiny_plant import HOUR, MINUTE, TEXT, plant

from simulator.language.command import (
    CallMaintenance,
    ChangeBottle,
    Command,
    PhaseCommand,
    SetOutput,
    SwitchBank,
    TakeSample,
)
from simulator.language.event import Event, FreezeBegan, LabReported, ShiftChanged
from simulator.language.floor import HurrySample
from simulator.language.paperwork import CallPerson, Retest
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant

SHIFTS = """
    - {name: early, start: 0 s, operators: 1}
    - {name: midday, start: 40 min, operators: 2}
    - {name: late, start: 90 min, operators: 0}
    - {name: night, start: 2 h, operators: 3}
  day starts: 0 s
"""
LABELS = """
status:
  TK-301: {label: DIRTY}
"""
FORMS = """
diagnosis:
  cause:
    text: Why?
    choices: {pump: The pump, line: The line}
    right: pump
    because: It stands still
    at: 33 min 30 s
  doubt: {text: Sure?, choices: {yes: Sure, no: Not sure}, right: yes, when: WT-302.PV > 12 kg}
freezes:
  filled:
    when: WT-302.PV > 15 kg
    queries:
      weight: {level: perception, text: How much?, value: WT-302.PV, unit: kg, within: 1 kg}
  later:
    at: 107 min 20 s
    queries:
      weight:
        {level: prediction, text: And then?, value: WT-302.PV, unit: kg, within: 1 kg, ahead: 90 s}
  beside:
    when: elapsed > 6439 s
    queries:
      weight: {level: perception, text: How much?, value: WT-301.PV, unit: kg, within: 1 kg}
"""
RINSE = "  rinse: {name: Rinse, unit: TK-302, uses: TK-301, steps: [{wait: 10 min}]}\ngauges:"
BUSY = (
    TEXT.replace("gauges:", RINSE)
    .replace("[{name: day, start: 0 s, operators: 1}]\n", SHIFTS)
    .replace(
        "first: 5 h, every: 24 h, duration: 1 h", "first: 7 min, every: 31 min, duration: 9 min"
    )
    + LABELS
    + FORMS
)
FAULTS = (
    "fault: drift, of: WT-301, size: 500 kg/d, at: 25 min, lasts: 50 min",
    "fault: stuck, of: P-301, size: 30 %, at: 70 min",
)


def visited(every_wait: bool) -> Plant:
    """Return a busy plant; one that stops and asks all of its rooms at every wait, if wanted."""
    built = plant(*FAULTS, text=BUSY)
    by_clock, next_due = built._by_clock, built._schedule.next_due

    def asked_at_every_wait() -> int:
        found, due = by_clock(), next_due()
        return found if due is None else min(found, due)

    if every_wait:
        built._by_clock = asked_at_every_wait  # type: ignore[method-assign]
        built._hands.touched = lambda: True  # type: ignore[method-assign]
    return built


def wish(dice: Random) -> Command:
    """Return something that an operator may wish."""
    return dice.choice(
        (
            TakeSample("TK-302"),
            TakeSample("TK-301"),
            Retest(dice.randint(1, 4), "glucose"),
            HurrySample(dice.randint(1, 6)),
            CallPerson("supervisor", "look"),
            ChangeBottle("TK-301"),
            CallMaintenance(dice.choice(("WT-301", "P-301", "L-301"))),
            SwitchBank("air", dice.randint(1, 2)),
            SetOutput("P-301", dice.choice((0.0, 30.0, 100.0))),
            PhaseCommand("ready", dice.choice(("START", "HOLD", "STOP"))),
        )
    )


def drive(one: Plant, seed: int) -> tuple[list[Event], list[dict[str, str]], int]:
    """Return what happens in three hours of wishes, the digests on the way, and the stops."""
    dice, happened, digests, stops = Random(seed), [], [], 0
    while one.now < 3 * HOUR:
        for _ in range(dice.randint(0, 3)):
            try:
                happened += one.accept(wish(dice))
            except Refusal:
                continue
        work = one.steps(one.now + dice.choice((7_000, 4 * MINUTE, 25 * MINUTE)))
        wanted = next(work)
        while True:
            stops += 1
            try:
                wanted = work.send(one.engine.run(*wanted))
            except StopIteration as end:
                happened += end.value
                break
        digests.append(one.digest())
    return happened, digests, stops


@pytest.mark.parametrize("seed", range(4))
def test_what_does_not_touch_the_plant_is_no_reason_to_stop(seed: int) -> None:
    """Events in their order and every digest are those of a plant that stops for everything."""
    events, digests, stops = drive(visited(False), seed)
    all_events, all_digests, all_stops = drive(visited(True), seed)
    assert events == all_events
    assert digests == all_digests
    assert stops < all_stops
    assert {LabReported, ShiftChanged} <= {type(event) for event in events}
    begun = {event.subject: event.t for event in events if isinstance(event, FreezeBegan)}
    assert begun["later"] == 107 * MINUTE + 20_000
    assert sorted(begun) == ["beside", "filled", "later"]
