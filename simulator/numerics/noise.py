"""Random numbers as a function of (seed, stream, index): no generator, no state.

Any number may be asked for at any time and in any order; a new instrument takes a new stream and
changes nobody else's noise. The bits are whole-number arithmetic below 2**63, so Python's integers
and a compiler's 64-bit integers agree; what is made of them needs only ``+ - * /`` and ``sqrt``.

Normal deviates come in pairs from one block of bits, without a branch that a processor might guess
wrongly. Thirteen rounds are the fewest that pass all tests of BigCrush, by the publication.

Sources: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011),
Threefry-2x32 with 13 rounds; G. E. P. Box and M. E. Muller, Ann. Math. Statist. 29:610 (1958).
"""

from __future__ import annotations

import hashlib
import math

from simulator.numerics.kernel import kernel

_MASK = 0xFFFFFFFF
_PARITY = 0x1BD11BDA  # Skein's key-schedule constant, 32 bits
_HALF_STEP = 1.1102230246251565e-16  # 2**-53

_TWO_LN2 = 1.3862943611198906
_ROOT_HALF = 0.7071067811865476
_HALFWAY = 32.5  # the power of two of 2**32 / sqrt(2)
_THIRD = 1.0 / 3.0
_SEVENTH = 1.0 / 7.0
_NINTH = 1.0 / 9.0
_ELEVENTH = 1.0 / 11.0

_ANGLE = 0x3FFFFFFF  # thirty bits within a quarter of a turn; the other two say which quarter
_SWAPPED = 0x40000000
_BEHIND = 0x80000000
_QUARTER = 9.313225746154785e-10  # 2**-30
_SIN1 = 1.5707963267948966  # of sin(pi/2 f): Taylor, and so for the cosine
_SIN3 = -0.6459640975062462
_SIN5 = 0.07969262624616703
_SIN7 = -0.004681754135318687
_SIN9 = 0.00016044118478735975
_COS2 = -1.2337005501361697
_COS4 = 0.253669507901048
_COS6 = -0.020863480763352957
_COS8 = 0.0009192602748394263
_COS10 = -2.5202042373060596e-05


def stream_number(name: str) -> int:
    """Return the stream of a name such as ``TT-101``: 32 bits of its BLAKE2b digest.

    Two names share a stream with a chance of 1 in 4.3e9; whoever lays out a plant must look.
    """
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big")


@kernel
def _first_four(x0: int, x1: int) -> tuple[int, int]:
    """Return two words after four Threefry rounds, the first to fourth of every eight.

    Only the low 32 bits of the first word mean anything, here and below: sums need no more.
    """
    x0 = x0 + x1
    x1 = (((x1 << 13) | (x1 >> 19)) ^ x0) & _MASK
    x0 = x0 + x1
    x1 = (((x1 << 15) | (x1 >> 17)) ^ x0) & _MASK
    x0 = x0 + x1
    x1 = (((x1 << 26) | (x1 >> 6)) ^ x0) & _MASK
    x0 = x0 + x1
    x1 = (((x1 << 6) | (x1 >> 26)) ^ x0) & _MASK
    return x0, x1


@kernel
def _last_four(x0: int, x1: int) -> tuple[int, int]:
    """Return two words after four Threefry rounds, the fifth to eighth of every eight."""
    x0 = x0 + x1
    x1 = (((x1 << 17) | (x1 >> 15)) ^ x0) & _MASK
    x0 = x0 + x1
    x1 = (((x1 << 29) | (x1 >> 3)) ^ x0) & _MASK
    x0 = x0 + x1
    x1 = (((x1 << 16) | (x1 >> 16)) ^ x0) & _MASK
    x0 = x0 + x1
    x1 = (((x1 << 24) | (x1 >> 8)) ^ x0) & _MASK
    return x0, x1


@kernel
def threefry(key0: int, key1: int, counter0: int, counter1: int) -> tuple[int, int]:
    """Return the two 32-bit words of Threefry-2x32-13 for a key and a counter of 32-bit words."""
    key2 = _PARITY ^ key0 ^ key1
    x0 = counter0 + key0
    x1 = (counter1 + key1) & _MASK
    x0, x1 = _first_four(x0, x1)
    x0, x1 = _last_four(x0 + key1, (x1 + key2 + 1) & _MASK)
    x0, x1 = _first_four(x0 + key2, (x1 + key0 + 2) & _MASK)
    x0 = x0 + key0
    x1 = (x1 + key1 + 3) & _MASK
    x0 = x0 + x1
    return x0 & _MASK, (((x1 << 17) | (x1 >> 15)) ^ x0) & _MASK


@kernel
def words(seed: int, stream: int, block: int) -> tuple[int, int]:
    """Return the two 32-bit words of a block, for a 32-bit seed and stream and a 64-bit number."""
    x0, x1 = threefry(seed & _MASK, stream & _MASK, block & _MASK, (block >> 32) & _MASK)
    return x0, x1


@kernel
def uniform(seed: int, stream: int, index: int) -> float:
    """Return a number in (0, 1), never 0 or 1, for a 32-bit seed and stream and a 64-bit index.

    It is one of the 2**52 odd multiples of 2**-53, so 1 - u is as likely as u.
    """
    x0, x1 = words(seed, stream, index)
    cell = (x0 << 20) | (x1 >> 12)
    return float(2 * cell + 1) * _HALF_STEP


@kernel
def radius(word: float) -> float:
    """Return sqrt(-2 ln u) for u = (word + 1/2) / 2**32, from 1.6e-5 to 6.76.

    With u = 2**(e - 32.5) (1 + z)/(1 - z), ln u is (e - 32.5) ln 2 + 2 artanh(z), and |z| < 0.172.
    The series is six terms long and so a little short, which leaves what is under the root above
    zero: within 4e-11 of the exact.
    """
    m, e = math.frexp(word + 0.5)
    z = (m - _ROOT_HALF) / (m + _ROOT_HALF)
    w = z * z
    series = _SEVENTH + w * (_NINTH + w * _ELEVENTH)
    series = 1.0 + w * (_THIRD + w * (0.2 + w * series))
    return math.sqrt((_HALFWAY - float(e)) * _TWO_LN2 - 4.0 * z * series)


@kernel
def turned(r: float, word: float) -> tuple[float, float]:
    """Return the two coordinates of a point ``r`` from the origin, in the direction of a word.

    Its two highest bits say which quarter of a turn, the others where in it: sine and cosine of
    that angle are right to 2e-9.
    """
    way = int(word)
    f = (float(way & _ANGLE) + 0.5) * _QUARTER - 0.5
    w = f * f
    sine = _SIN5 + w * (_SIN7 + w * _SIN9)
    sine = f * (_SIN1 + w * (_SIN3 + w * sine))
    cosine = _COS6 + w * (_COS8 + w * _COS10)
    cosine = 1.0 + w * (_COS2 + w * (_COS4 + w * cosine))
    one = cosine
    other = sine
    if way & _SWAPPED != 0:
        one = sine
        other = cosine
    if way & _BEHIND != 0:
        r = -r
    return r * one, r * other


@kernel
def normals(seed: int, stream: int, block: int) -> tuple[float, float]:
    """Return two independent standard normal deviates, between -6.77 and 6.77 (Box-Muller).

    Arguments are those of :func:`uniform`. The first word gives how far the point is whose
    coordinates they are, the second in which direction.
    """
    far, way = words(seed, stream, block)
    one, other = turned(radius(float(far)), float(way))
    return one, other


@kernel
def normal(seed: int, stream: int, index: int) -> float:
    """Return a standard normal deviate: one of the two of block ``index // 2``."""
    one, other = normals(seed, stream, index >> 1)
    if index & 1 == 0:
        return one
    return other
