"""Kernels and points that the numerics tests share; needs the standard library alone."""

from __future__ import annotations

import hashlib
import math
import struct
import sys

from simulator.numerics.exact import (
    clamp,
    exp,
    exp10,
    greater,
    lesser,
    log,
    log10,
    magnitude,
    power,
    tanh,
)
from simulator.numerics.kernel import Floats, Ints, kernel
from simulator.numerics.noise import normal, uniform

FUNCTIONS = 11
"""Results per point of :func:`everything`."""

EDGES = [
    *(0.0, -0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1e-300, 1.0, -1.0, 10.0, 1000.0),
    *(1.7976931348623157e308, -1.7976931348623157e308, math.inf, -math.inf, math.nan),
    *(709.782712893384, 709.7827128933841, -708.3964185322641, -745.1332191019411, -745.14, 746.0),
    *(308.2547155599167, 308.25471555991674, -323.6, -323.7, -307.7, 0.5493061443340548, 20.5),
    *(0.7071067811865476, 0.7071067811865475, 1.4142135623730951, 0.9999999999999999, 1.1e300),
]


@kernel
def everything(y: Floats, p: Floats, k: Ints, first_scan: int, scans: int) -> int:
    """Fill ``y`` with every function at the k[0] points of ``p``; k[1] is the noise's stream."""
    n = k[0]
    for i in range(n):
        x = p[i]
        other = p[(i + 1) % n]
        y[i] = exp(x)
        y[n + i] = log(magnitude(x))
        y[2 * n + i] = log10(magnitude(x))
        y[3 * n + i] = exp10(x)
        y[4 * n + i] = power(magnitude(x), other)
        y[5 * n + i] = tanh(x)
        y[6 * n + i] = lesser(x, other)
        y[7 * n + i] = greater(x, other)
        y[8 * n + i] = clamp(x, -1.5, 2.5)
        y[9 * n + i] = normal(7, k[1], i + first_scan)
        y[10 * n + i] = uniform(7, k[1], i + first_scan)
    return first_scan + scans


def points(count: int) -> list[float]:
    """Return the edges and then numbers of many sizes, the same on every machine."""
    chosen = list(EDGES)
    for i in range(count - len(EDGES)):
        size = math.ldexp(1.0, int(26.0 * uniform(1, 1, i)) - 12)
        chosen.append(size * (uniform(1, 2, i) - 0.5))
    return chosen


def digest(values: bytes) -> str:
    """Return a short fingerprint of some bytes."""
    return hashlib.blake2b(values, digest_size=8).hexdigest()


def interpreted(count: int) -> bytes:
    """Return the bytes of every function at ``count`` points, by the interpreter."""
    y = [0.0] * (FUNCTIONS * count)
    everything(y, points(count), [count, 5], 1 << 33, 0)
    return struct.pack(f"<{len(y)}d", *y)


if __name__ == "__main__":
    print(digest(interpreted(int(sys.argv[1]))))


@kernel
def scale(room: Floats, n: int) -> None:
    """Write ``room[0]`` times 2**n beside it."""
    room[1] = math.ldexp(room[0], n)


@kernel
def split(room: Floats, n: int) -> None:
    """Write the fraction and, less ``n``, the power of two of ``room[0]`` beside it."""
    fraction, power = math.frexp(room[0])
    room[1] = fraction
    room[2] = float(power - n)
