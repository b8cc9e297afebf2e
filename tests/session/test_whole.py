"""The session and the real plant together: odd steps, breaks, seeks and forgeries on a scenario."""

from __future__ import annotations

import functools
from pathlib import Path
from random import Random

import pytest
from session_fakes import ANN

from simulator.language.command_text import parse_command
from simulator.language.event import Event
from simulator.scenario.library import read
from simulator.session.commission import commission
from simulator.session.live import Live
from simulator.session.operator import pass_time
from simulator.session.replay import Recording
from simulator.session.story import story
from simulator.session.verify import verify

HERE = functools.partial(commission, tier="interpreted")
HOUR = 3_600_000

ORDERS = (
    "TIC-101.SP = 36.2 degC",
    "TIC-101.MODE = MAN",
    "TIC-101.OP = 61 %",
    "TIC-101.MODE = AUTO",
    "AIC-102.SP = 45 %",
    "sample BR-101",
    "ack AIC-102.LO",
    "ack AIC-102.LOLO",
    "switch oxygen to bank 2",
    "call maintenance AT-102",
    "change bottle TK-111",
    "calibrate AT-101 = 7.02",
    "shelve LT-101.HI for 30 min",
    "tune AIC-102 gain 1.5 integral 300 s derivative 0 s",
    "TIC-101.SP = 400 degC",
    "note all is well",
)
"""Some are accepted and some are refused, depending on the moment; both are part of a session."""


@pytest.mark.slow
def test_a_broken_session_is_lived_again_to_the_bit(tmp_path: Path) -> None:
    """Odd steps and two breaks give the same states as an unbroken session, and all verifies."""
    dice = Random(20261122)
    moments = sorted(dice.randrange(0, 2 * HOUR) for _ in range(40))
    orders = [(t - t % 1000, dice.choice(ORDERS)) for t in moments]
    digests = []
    told = []
    for name in ("whole.log", "broken.log"):
        path = tmp_path / name
        live = Live.begin(read("oxygen-lost"), path, ANN, commission=HERE, seed=5)
        events: list[Event] = []
        for number, (t, order) in enumerate(orders):
            if name == "broken.log":
                pass_time(live, live.now + (t - live.now) // 3)
                if number in (13, 27):
                    live._writer.close()
                    live = Live.resume(path, ANN, commission=HERE)
            pass_time(live, t)
            receipt = live.submit(parse_command(order, live.names), "drill")
            events += getattr(receipt, "events", ())
        pass_time(live, 2 * HOUR)
        digests.append(live.digest())
        live.seal()
        assert verify(path, commission=HERE).problems == ()
        replay = Recording.open(path, HERE)
        lines = story(replay.story(), replay.names)
        told.append([line for line in lines if "session" not in line])
    assert digests[0] == digests[1]
    assert told[0] == told[1]
    assert sum("REFUSED" in line for line in told[0]) >= 3
    assert sum("ann:" in line for line in told[0]) == len(orders)


def test_a_recording_of_the_plant_is_sought_through_its_checkpoint(tmp_path: Path) -> None:
    """Jumping through a checkpoint gives the same plant as running there."""
    path = tmp_path / "a.log"
    live = Live.begin(read("oxygen-lost"), path, ANN, commission=HERE)
    live.advance(50 * 60_000)
    live.submit(parse_command("switch oxygen to bank 2", live.names), "bank 1 is empty")
    live.submit(parse_command("sample BR-101", live.names))
    live.advance(HOUR + 700_000)
    live.submit(parse_command("TIC-101.SP = 36 degC", live.names))
    live.advance(2 * HOUR)
    last = live.observe()
    live.close()
    replay = Recording.open(path, HERE)
    replay.seek(HOUR + 699_000)
    replay.advance(2 * HOUR)
    assert replay.observe() == last
    assert replay.departure is None
