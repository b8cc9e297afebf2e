"""Kernels in which lanes part in every way they may; each works on one plant or on many."""

from __future__ import annotations

import math

from simulator.numerics.exact import exp, exp10, log, log10, magnitude, power, tanh
from simulator.numerics.kernel import Floats, Ints, kernel, somewhere
from simulator.numerics.noise import normal, radius, turned, uniform, words

TABLE = (0.5, -0.25, 1e300, 7.0)
SLOTS = 32
FUNCTIONS = 7


@kernel
def early(x: float) -> float:
    """Return from several places."""
    if x < -1.0:
        return -x
    if x > 1.0:
        if x > 3.0:
            return 3.0
        return x * x
    return x + 0.5


@kernel
def pair(x: float, n: int) -> tuple[float, int]:
    """Return two numbers, from two places."""
    if x > 0.0:
        return x * 2.0, n + 1
    return x, n


@kernel
def first_beyond(y: Floats, count: int, limit: float) -> int:
    """Return from within a loop, at different times in different lanes."""
    for i in range(count):
        if y[i] > limit:
            return i
    return -1


@kernel
def turns(y: Floats, p: Floats, k: Ints) -> float:
    """Leave loops, and go on with the next turn, at different times in different lanes."""
    total = 0.0
    at = 1
    for i in range(k[1], 6):
        at += 2
        if y[i] < 0.0:
            continue
        total += y[i] * float(at)
        if total > p[1]:
            break
    y[6] = float(at)
    done = 0
    while y[7] < p[2]:
        y[7] += 0.75
        done += 1
        if done > 9 and y[0] > 0.0:
            break
    y[8] = float(done)
    for turn in range(int(y[0] * y[0]) + 1):  # as often as the lane says
        total += normal(k[0], k[2], turn)
        y[9 + turn - turn // 2 * 2] += total
    return total


@kernel
def odds(y: Floats, p: Floats, k: Ints, scan: int) -> None:
    """Ask for one thing only where another holds, reach for what the lane says, and count."""
    x = y[0]
    if k[3] >= 0 and y[k[3]] > 0.0:
        y[11] = 1.0
    if x != 0.0 and 1.0 / x > 0.25:
        y[12] = 1.0 / x
    elif -1.0 < x <= 0.0 or not x < 2.0:
        y[12] = -2.0
    small = 1
    if x > 0.5:
        small = 2
    y[13] = float(small << 3 | 1)
    y[13 + small] += TABLE[small] * p[small]
    whole, n = pair(x, scan)
    y[16] = whole + float(n)
    m, e = math.frexp(x * x + 0.125)
    y[17] = math.ldexp(m, e - 3)
    y[18] = math.sqrt(x * x + float(len(TABLE)))
    y[19] = -x
    y[20] += float(first_beyond(y, 6, 0.25))
    if x > 0.0:
        base = k[4] + 1
        for i in range(3):
            y[base + i] -= early(y[i])
    flag = x > y[1]
    if not flag and k[4] in (20, 7) and small not in (3, 4):
        y[25] += 1.0


@kernel
def everything(y: Floats, p: Floats, k: Ints, first: int, scans: int) -> int:
    """Use whatever may be different in different lanes, and leave traces of it in ``y``."""
    done = 0
    while done < scans:
        for i in range(6):
            y[i] = normal(k[0], i, first + done) * p[0]
        y[26] = early(y[0])
        y[27] += turns(y, p, k)
        odds(y, p, k, first + done)
        y[28] = exp(y[1] * 100.0) + tanh(y[2])
        y[29] = log(y[2]) + log10(y[3] * y[3])
        y[30] = power(y[4], y[5] * 9.0) + exp10(y[0])
        done += 1
        y[31] = 0.0
        if y[26] > p[3]:
            y[31] = 1.0
        if somewhere(y[31] > 0.0):
            return done
    return done


@kernel
def functions(y: Floats, p: Floats, k: Ints, first: int, scans: int) -> int:
    """Put every function of the numbers at ``y[first]`` and beyond into what follows them."""
    for i in range(scans):
        x = y[first + i]
        other = y[first + (i + 1) % scans]
        at = first + scans + FUNCTIONS * i
        y[at] = exp(x)
        y[at + 1] = log(x)
        y[at + 2] = log10(x)
        y[at + 3] = exp10(x)
        y[at + 4] = power(x, other)
        y[at + 5] = tanh(x)
        y[at + 6] = magnitude(x)
    return scans


@kernel
def spoilt(y: Floats, p: Floats, k: Ints, first: int, scans: int) -> int:
    """Write to constants, which all lanes share."""
    p[0] = y[0]
    return scans


@kernel
def noisy(y: Floats, p: Floats, k: Ints, first: int, scans: int) -> int:
    """Draw noise for ``scans`` blocks: uniform numbers from ``y[0]`` on, deviates after them."""
    for i in range(scans):
        y[i] = uniform(k[0], k[2], first + i)
        far, way = words(k[0], k[2], first + i)
        y[scans + i] = radius(float(far))
        y[2 * scans + i] = float(way)
    for i in range(scans):
        one, other = turned(y[scans + i], y[2 * scans + i])
        y[scans + i] = one
        y[2 * scans + i] = other
    if y[3 * scans] > 0.0:  # Threefry where only some lanes are
        y[3 * scans] = normal(k[0], first, scans)
    return scans
