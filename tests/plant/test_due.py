"""Scans that do only what is due come to the bits of those that do everything."""

from __future__ import annotations

import random
from array import array

import pytest

from simulator.control import alarm, loop, ramp, watch
from simulator.language.condition import HELD, LT, NUMBER, VALUE
from simulator.plant import due, looks, scan
from simulator.plant.blocks import Blocks
from simulator.plant.layout import Image, lay_out
from simulator.plant.scan import advance, energise
from simulator.scenario.library import load


def meddle(image: Image, y: array[float], chance: random.Random) -> None:
    """Do what people and faults may do between two calls: set inputs, at once or little by little.

    Some of what was done is undone, so that sound and unsound things take turns.
    """
    ramps = [at.y for (section, _), at in sorted(image.blocks.items()) if section == "ramp"]
    roles = ("input", "choice", "parameter")
    told = [name for name, field in image.fields.items() if field.role in roles]
    told += [name for name in image.fields if name.endswith((".limit", ".SP", ".PV"))]
    for name in chance.sample(told, 12):
        field, slot = image.fields[name], image.index[name]
        low, high = max(field.low, -50.0), min(field.high, 150.0)
        value = chance.choice((field.default, low, high, chance.uniform(low, high)))
        if field.role == "choice" or (low, high) == (0.0, 1.0):
            value = float(round(value))
        if ramps and field.role == "input" and chance.random() < 0.5:
            ramp.begin(y, chance.choice(ramps), slot, value, 80.0)
        else:
            y[slot] = value


@pytest.mark.parametrize("name", ["first-batch", "utilities-shift", "perfusion-fouled"])
def test_only_what_is_due_gives_the_same_bits(name: str) -> None:
    """However many scans are asked for, and whatever people and faults did, no bit differs."""
    design = load(name).design
    image = lay_out(design, 7)
    y, p, k = image.y, image.p, image.k
    energise(y, p, k)
    other, pads = array("d", y), array("d", p)
    chance = random.Random(name)
    at = 0
    changes = 0
    while at < 500:
        before = array("d", y)
        meddle(image, y, chance)
        for slot, (old, new) in enumerate(zip(before, y, strict=True)):
            if old != new:
                other[slot] = new
        done = advance(y, p, k, at, chance.choice((1, 9, 90)))
        changes += y[scan.CHANGES] > 0.0
        left = done
        while left:  # the same scans, in other portions
            portion = chance.choice((left, left, chance.randint(1, left)))
            left -= due.run_due(other, p, pads, k, at + done - left, portion)
        at += done
        assert other.tobytes() == y.tobytes()
    assert changes


def test_what_is_due_follows_from_what_is_compared() -> None:
    """Readings in their own scans, set-points when masters run; what has a delay, or may always."""
    value, quality, unknown, state = 40, 41, 60, 61
    slave, master = 100, 200
    blocks = Blocks(0, 0, 0)
    reader = blocks.row([value, 0, 0, 3, 2, 0])
    link = blocks.row([0, slave, loop.TO_LOOP])
    first = blocks.row([slave, 0, 0, 0, 4, link, 0])
    blocks.row([master, 0, 0, 0, 6, link, 1])
    compare, delay = LT + watch.AGAINST, [HELD, 5000, 90]
    codes = [
        ([compare, value, 0], {2, 5, 8, 11}),
        ([compare, state, 0], set()),
        ([compare, value, 0, *delay], {2, 5, 8, 11}),
        ([VALUE, slave + loop.SP, 0, NUMBER, 0, 0, LT, 0, 0], {0, 4, 6, 8}),
        ([compare, unknown, 0], set(range(12))),
    ]
    starts = [(blocks.row(words), len(words) // watch.INSTRUCTION) for words, _ in codes]
    watches = [blocks.row([0, at, count]) for at, count in starts]
    alarms = blocks.row([0, 0, value, -1, alarm.HI, quality])
    blocks.row([0, 0, value, slave + loop.SP, alarm.DEV, -1])
    found = looks.Looks(blocks, 12, [reader], (2, first), [state])
    told = found.write((len(watches), watches[0]), (2, alarms))
    k = blocks.k
    assert k[told + looks.CYCLE] == 12
    expected = [scans for _, scans in codes]
    for which, sets in (
        (looks.WATCHES, expected),
        (looks.ALARMS, [{2, 5, 8, 11}, {0, 2, 4, 5, 6, 8, 11}]),
    ):
        words = k[k[told + which] :][: 12 * len(sets)]
        due_in = [{at for at in range(12) if words[12 * row + at]} for row in range(len(sets))]
        assert due_in == sets
