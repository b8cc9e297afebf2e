"""Within its band, a number changes no alarm and no condition; doubtful is who might change."""

from __future__ import annotations

import math
import random
from array import array

from simulator.control import alarm, band, transmitter, watch
from simulator.language.condition import compile_condition
from simulator.language.field import Field

SOURCE, REFERENCE, QUALITY, BLOCK = 0, 1, 2, 3
DT_MS = 1000.0


def near_to(number: float, chance: random.Random) -> float:
    """A number by another: it, one of its neighbours, or one further off."""
    up, down = math.nextafter(number, math.inf), math.nextafter(number, -math.inf)
    off = chance.choice((1e-13, 1e-9, 0.1, 3.0)) * chance.choice((-1.0, 1.0))
    return chance.choice((number, up, down, number + off))


def tries(low: float, high: float, chance: random.Random) -> list[float]:
    """Numbers in a band: its ends, what lies beside them, and others."""
    ends = [low, high, math.nextafter(low, math.inf), math.nextafter(high, -math.inf)]
    middle = (max(low, -1e6), min(high, 1e6))
    found = [*ends, chance.uniform(*middle), near_to(low, chance), near_to(high, chance)]
    return [one for one in found if low <= one <= high]


def test_within_its_band_no_alarm_changes() -> None:
    """Whatever limit and deadband are: the band keeps off what rounding decides, and only that."""
    chance = random.Random(5)
    seen = set()
    wide = 0
    k = array("q", [BLOCK, 0, SOURCE, REFERENCE, 0, QUALITY])
    for _ in range(900):
        kind = chance.choice((alarm.HI, alarm.HIHI, alarm.LO, alarm.LOLO, alarm.DEV))
        k[alarm.KIND] = kind
        k[alarm.REFERENCE] = REFERENCE if kind == alarm.DEV else -1
        deadband = chance.choice((0.0, 0.5, 0.1, chance.uniform(0.0, 10.0)))
        p = array("d", [0.0] * len(alarm.PARAMETERS))
        p[alarm.DEADBAND] = deadband
        y = array("d", [0.0] * BLOCK + [field.default for field in alarm.STATES])
        limit = chance.choice((0.0, 39.0, 0.1, -7.3, chance.uniform(-1e4, 1e4)))
        y[BLOCK + alarm.LIMIT] = limit
        y[REFERENCE] = chance.choice((0.0, 12.34))
        eased = limit + chance.choice((0.0, -deadband, deadband))
        y[SOURCE] = near_to(eased + chance.choice((0.0, y[REFERENCE])), chance)
        y[BLOCK + alarm.ACTIVE] = float(chance.random() < 0.5)
        alarm.detect(y, p, k, 0, DT_MS)
        alarm.detect(y, p, k, 0, DT_MS)
        assert y[BLOCK + alarm.TIMER] == alarm.AT_REST
        y[BLOCK + alarm.CHANGED] = 0.0
        pads = array("d", [0.0] * band.WIDTH)
        band.widen(pads, 0)
        band.hold_alarm(y, p, pads, k, 0, 0)
        low, high = pads
        here = y[SOURCE] if kind != alarm.DEV else abs(y[SOURCE] - y[REFERENCE])
        wide += low <= here <= high
        y[REFERENCE] = 0.0
        for value in tries(low, high, chance):
            y[SOURCE] = value if kind != alarm.DEV else abs(value)
            if kind == alarm.DEV and not low <= y[SOURCE] <= high:
                continue
            before = y.tobytes()
            assert alarm.detect(y, p, k, 0, DT_MS) == 0.0
            assert y.tobytes() == before, (kind, limit, deadband, value, low, high)
            seen.add((kind, y[BLOCK + alarm.ACTIVE]))
    assert len(seen) == 10
    assert wide > 700


def test_an_alarm_that_nothing_is_decided_for_narrows_nothing() -> None:
    """Of a value without a quality no alarm is raised, so it may be whatever it is."""
    k = array("q", [BLOCK, 0, SOURCE, -1, alarm.HI, QUALITY])
    p = array("d", [0.0] * len(alarm.PARAMETERS))
    y = array("d", [0.0] * BLOCK + [field.default for field in alarm.STATES])
    pads = array("d", [0.0] * band.WIDTH)
    for quality, high in ((transmitter.BAD, band.FAR), (transmitter.UNCERTAIN, 0.0)):
        y[QUALITY] = quality
        band.widen(pads, 0)
        band.hold_alarm(y, p, pads, k, 0, 0)
        assert list(pads) == [-band.FAR, high]


CONDITIONS = (
    "a < 3",
    "a <= 3 and b > 0.1",
    "not (a >= -7.3) or b == 3",
    "a != 3 for 2 s",
    "(a > 0.1 for 3 s) or not b < 0.1",
    "a < 3 for 1 s and (b >= 3 for 4 s)",
)
NUMBERS = (3.0, 0.1, -7.3)


def test_within_their_bands_no_condition_changes() -> None:
    """Comparisons come out as they did, and delays that do not run do not begin to."""
    chance = random.Random(6)
    names = {name: Field(name, "", 0.0, -1e9, 1e9, "definition") for name in "ab"}
    results = set()
    for _ in range(600):
        text = chance.choice(CONDITIONS)
        y = array("d", [0.0] * 4 + [0.0] * 32)
        y[2] = 1.0
        p: array[float] = array("d")
        slots = {"a": 0, "b": 1}

        def constant(number: float, p: array[float] = p) -> int:
            p.append(number)
            return len(p) - 1

        def timer(y: array[float] = y) -> int:
            y.append(0.0)
            return len(y) - 1

        base = len(y)
        y.extend([1.0, 0.0, 0.0, 0.0])
        words = watch.link(compile_condition(text, names), slots, constant, timer)
        count = len(words) // watch.INSTRUCTION
        places = [
            words[3 * at + 1] * 2 if words[3 * at] > watch.AGAINST else -1 for at in range(count)
        ]
        k = array("q", [base, 3, count, *words, *places])
        y[0], y[1] = (near_to(chance.choice(NUMBERS), chance) for _ in slots)
        for _ in range(9):
            watch.evaluate(y, p, k, 0, 4, DT_MS)
        assert band.counting(y, k, 0) == 0.0
        pads = array("d", [0.0] * 4)
        for place in (0, 2):
            band.widen(pads, place)
        band.hold_condition(y, p, pads, k, 0, 3 + len(words))
        for a in tries(pads[0], pads[1], chance):
            for b in tries(pads[2], pads[3], chance)[:2]:
                y[0], y[1] = a, b
                before = y[base:].tobytes()
                assert watch.evaluate(y, p, k, 0, 4, DT_MS) == 0.0
                assert y[base:].tobytes() == before, (text, a, b, pads)
                results.add((text, y[base + watch.RESULT]))
    assert len(results) == 2 * len(CONDITIONS)


def test_a_number_by_a_constant_has_a_band_on_its_side() -> None:
    """Below it, at it, above it; what is no number is in none."""
    pads = array("d", [0.0, 0.0])
    for value, inside, outside in (
        (2.0, (-1e9, 2.999), (3.0, math.nan, 4.0)),
        (3.0, (3.0,), (math.nextafter(3.0, 4.0), 2.0)),
        (5.0, (3.001, 1e9), (3.0, math.inf)),
        (math.nan, (), (math.nan, 2.0, 3.0, 4.0)),
    ):
        band.widen(pads, 0)
        band.hold_comparison(pads, 0, value, 3.0)
        assert all(pads[0] <= one <= pads[1] for one in inside)
        assert not any(pads[0] <= one <= pads[1] for one in outside)


def test_a_delay_counts_until_it_has_run_out() -> None:
    """It neither counts before it begins nor once it has held for long enough."""
    names = {"a": Field("a", "", 0.0, -1e9, 1e9, "definition")}
    y = array("d", [0.0] * 40)
    y[36] = 1.0
    words = watch.link(compile_condition("a > 1 for 2 s", names), {"a": 0}, lambda _: 0, lambda: 1)
    k = array("q", [36, 3, len(words) // watch.INSTRUCTION, *words])
    p = array("d", [1.0])
    found = []
    for value in (0.0, 5.0, 5.0, 5.0, 5.0, 0.0):
        y[0] = value
        watch.evaluate(y, p, k, 0, 2, DT_MS)
        found.append((band.counting(y, k, 0), y[36 + watch.RESULT]))
    assert found == [(0, 0), (1, 0), (1, 0), (0, 1), (0, 1), (0, 0)]


def test_no_reading_that_is_not_doubtful_turns_good_or_bad() -> None:
    """For each transmitter, failed or stuck or neither, as its last reading left it."""
    size = len(transmitter.STATES)
    k = array("q", [1, 0, 0, 1, 0, 0])
    p = array("d", [0.0] * len(transmitter.PARAMETERS))
    p[transmitter.HIGH] = 100.0
    kinds = set()
    for number in range(48):
        y = array("d", [50.0] + [0.0] * size)
        y[1 + transmitter.SLOPE] = 100.0
        y[1 + transmitter.STARTED] = float(number & 1)
        y[1 + transmitter.FAILED] = float(number >> 1 & 1)
        y[1 + transmitter.STUCK] = float(number >> 2 & 1)
        y[1 + transmitter.QUALITY] = float(number >> 3 & 3) % 3.0
        y[0] = 50.0 if number < 32 else 150.0
        before = y[1 + transmitter.QUALITY] == transmitter.BAD
        doubtful = band.doubtful(y, k, 0)
        transmitter.take(y, p, k, 0, 0.0)
        turned = before != (y[1 + transmitter.QUALITY] == transmitter.BAD)
        assert doubtful == float(turned)
        kinds.add((before, turned))
    assert len(kinds) == 4
