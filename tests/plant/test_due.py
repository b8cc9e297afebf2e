"""Scans that do only what is due come to the bits of those that do everything."""

from __future__ import annotations

import random
from array import array

import pytest

from simulator.control import alarm, band, loop, ramp, watch
from simulator.language.condition import HELD, LT, NUMBER, VALUE
from simulator.numerics.kernel import Floats, Ints
from simulator.plant import due, looks, quiet, scan
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


def nudge(image: Image, y: array[float], chance: random.Random) -> None:
    """Change one thing that may raise an alarm soon: a limit, a set-point, an instrument."""
    ends = (".limit", ".SP", ".enabled", ".failed", ".stuck", ".drift rate")
    end = chance.choice(ends)
    slot = image.index[chance.choice([one for one in image.fields if one.endswith(end)])]
    value = chance.choice((0.0, 1.0, y[slot] * chance.uniform(0.9, 1.1)))
    if end == ".drift rate":
        value *= chance.uniform(-1e6, 1e6)
    ramps = [at.y for (section, _), at in sorted(image.blocks.items()) if section == "ramp"]
    if ramps and end == ".limit":
        ramp.begin(y, chance.choice(ramps), slot, value, 20.0)
    else:
        y[slot] = value


@pytest.mark.parametrize("name", ["ph-probe-drift", "first-batch", "mrna-warm"])
def test_a_quiet_plant_is_not_looked_at(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody does something now and then; many scans look at no alarm and no condition."""
    looked = []

    def look(y: Floats, p: Floats, k: Ints, dt_ms: float) -> float:
        looked.append(1)
        return scan.look_round(y, p, k, dt_ms)

    monkeypatch.setattr(due, "look_round", look)
    image = lay_out(load(name).design, 3)
    y, p, k = image.y, image.p, image.k
    energise(y, p, k)
    pads = array("d", p)
    chance = random.Random(name)
    at = changes = 0
    while at < 1500:
        if chance.random() < 0.4:
            nudge(image, y, chance)
        other = array("d", y)
        portion = chance.choice((40, 150))
        done = advance(y, p, k, at, portion)
        assert due.run_due(other, p, pads, k, at, portion) == done
        changes += y[scan.CHANGES] > 0.0
        at += done
        assert other.tobytes() == y.tobytes()
    assert changes
    assert at - len(looked) > 300


@pytest.mark.parametrize(
    ("name", "what", "value", "moved", "seen"),
    [
        ("first-batch", "FT-101.drift rate", 9e4, False, "FIC-101.DEV"),
        ("first-batch", "TT-102.drift rate", 9e4, False, "TIC-102.HI"),
        ("mrna-warm", "TIC-501.LO.limit", 60.0, True, "TIC-501.LO"),
        ("mrna-warm", "AT-503.failed", 1.0, False, "AT-503.BAD"),
    ],
)
def test_what_comes_while_all_is_quiet_is_seen(
    name: str, what: str, value: float, moved: bool, seen: str
) -> None:
    """A number drifts, a limit moves, a probe fails between readings: an alarm begins to wait."""
    image = lay_out(load(name).design, 3)
    y, p, k = image.y, image.p, image.k
    energise(y, p, k)
    pads = array("d", p)
    at = 0
    while at < 60 or quiet.settle(y, p, pads, k) != quiet.CALM_ALL:
        at += advance(y, p, k, at, 10)
        assert at < 1500
    slot = image.index[what]
    if moved:
        ramps = [one.y for (section, _), one in sorted(image.blocks.items()) if section == "ramp"]
        ramp.begin(y, ramps[0], slot, value, 300.0)
    else:
        y[slot] = value
    base = image.base("alarm", seen)
    before = y[base + alarm.ACTIVE], y[base + alarm.TIMER]
    assert before == (0.0, alarm.AT_REST)
    other = array("d", y)
    end = at + 60
    while at < end and y[base + alarm.TIMER] == alarm.AT_REST and not y[base + alarm.ACTIVE]:
        begun = at
        at += advance(y, p, k, at, end - at)
        while begun < at:
            begun += due.run_due(other, p, pads, k, begun, at - begun)
        assert other.tobytes() == y.tobytes()
    assert (y[base + alarm.ACTIVE], y[base + alarm.TIMER]) != before


def test_what_is_looked_at_follows_from_who_looks_at_what() -> None:
    """Readings in their own scans, set-points when masters run; what nothing is known of always."""
    value, quality, unknown, state = 40, 41, 60, 61
    slave, master = 100, 200
    blocks = Blocks(0, 0, 0)
    reader = blocks.row([value, 0, 0, 3, 2, 0])
    link = blocks.row([0, slave, loop.TO_LOOP])
    first = blocks.row([slave, 0, 0, 0, 4, link, 0])
    blocks.row([master, 0, 0, 0, 6, link, 1])
    compare, delay = LT + watch.AGAINST, [HELD, 5000, 90]
    set_point = slave + loop.SP
    codes = [
        [compare, value, 0],
        [compare, state, 0],
        [compare, value, 0, *delay],
        [VALUE, set_point, 0, NUMBER, 0, 0, LT, 0, 0],
        [compare, unknown, 0],
        [compare, set_point, 0],
    ]
    starts = [(blocks.row(words), len(words) // watch.INSTRUCTION) for words in codes]
    watches = [blocks.row([0, at, count]) for at, count in starts]
    alarms = blocks.row([0, 0, value, -1, alarm.HI, quality])
    blocks.row([0, 0, value, set_point, alarm.DEV, quality])
    blocks.row([0, 0, quality, -1, alarm.BAD, -1])
    pads = len(blocks.p)
    found = looks.Looks(blocks, 12, [reader], (2, first), [state])
    told = found.write((len(watches), watches[0]), (3, alarms))
    k = blocks.k
    head = k[told : told + looks.PADS_END + 1]
    assert head[looks.CYCLE] == 12
    assert (head[looks.BANDS], head[looks.BANDS_END]) == (pads, pads + 5 * band.WIDTH)
    assert (head[looks.AWAKE], head[looks.PADS_END]) == (head[looks.BANDS_END], len(blocks.p))
    assert len(blocks.p) - head[looks.AWAKE] == 3 + 5
    alarmed = list(k[head[looks.ALARMS] :][:3])
    calm = [k[at : at + 2] for at in range(head[looks.CALM], head[looks.CALM_END], 2)]
    assert [at[0] for at in calm] == [at for at in watches if at != watches[3]]
    assert list(k[head[looks.RESTLESS] : head[looks.RESTLESS_END]]) == [watches[3]]
    of_value, of_state, *_ = bands = [k[at[1]] for at in calm]
    assert alarmed == [of_value, alarmed[1], -1]
    assert bands[2] == of_value
    assert k[calm[2][1] + 1] == -1
    written = {
        (value, of_value): {2, 5, 8, 11},
        (unknown, bands[3]): set(range(12)),
        (set_point, bands[4]): {0, 4, 6, 8},
        (state, of_state): set(),
        (value, set_point, alarmed[1]): {0, 2, 4, 5, 6, 8, 11},
    }
    assert len({what[-1] for what in written}) == 5
    for at in range(12):
        listed = []
        for which, words in ((looks.NUMBERS, looks.NUMBER), (looks.DEVIATIONS, looks.DEVIATION)):
            begin, end = k[head[which] + at], k[head[which] + at + 1]
            listed += [tuple(k[one : one + words]) for one in range(begin, end, words)]
        assert sorted(listed) == sorted(what for what, scans in written.items() if at in scans)
