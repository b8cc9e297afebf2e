"""Random numbers as a function of (seed, stream, index): no generator, no state.

Any number may be asked for at any time and in any order; a new instrument takes a new stream and
changes nobody else's noise. The bits are whole-number arithmetic below 2**63, so Python's integers
and a compiler's 64-bit integers agree; what is made of them needs only ``+ - * /`` and ``sqrt``.

Normal deviates come four from one block of bits, two from each of its words, without a branch that
a processor might guess wrongly. Thirteen rounds are the fewest that pass all tests of BigCrush, by
the publication.

A word of 32 bits is a seed of a sunflower that has 2**32 of them: the lower the number, the farther
out the seed lies, and from one to the next it turns by the golden angle. Coordinates of its seeds
are normal where their distances from the middle are those of Box and Muller, and as no arrangement
covers the plane more evenly, none of the 32 bits is wasted.

Sources: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011),
Threefry-2x32 with 13 rounds; G. E. P. Box and M. E. Muller, Ann. Math. Statist. 29:610 (1958);
H. Vogel, "A better way to construct the sunflower head", Math. Biosci. 44:179 (1979).
"""

from __future__ import annotations

import hashlib
import math

from simulator.numerics.kernel import kernel

_MASK = 0xFFFFFFFF
_PARITY = 0x1BD11BDA  # Skein's key-schedule constant, 32 bits
_HALF_STEP = 1.1102230246251565e-16  # 2**-53

_TWO_LN2 = 1.3862943611198906
_WORD_BITS = 32.0
_MIDDLE = 0.75
_LN0 = 2.3014562667366274  # of -2 ln(m)/(1 - m) about 3/4, from 1/2 to 1: minimax
_LN1 = -1.460901872246642
_LN2 = 1.2679128469040173
_LN3 = -1.2422669812867118
_LN4 = 1.3080280553615988
_LN5 = -1.6959029060602824
_LN6 = 1.981160929451926

_GOLDEN = 0x61C88647  # 2**32 times the share of a turn that the golden angle is, (3 - sqrt 5)/2
_ANGLE = 0x3FFFFFFF  # thirty bits within a quarter of a turn; the other two say which quarter
_SWAPPED = 0x40000000
_BEHIND = 0x80000000
_QUARTER = 9.313225746154785e-10  # 2**-30
_HALF_QUARTER = 0.49999999953433871  # 1/2 - 2**-31
_SIN1 = 1.5707884690404508  # of sin(pi/2 f), f from -1/2 to 1/2: minimax, and so for the cosine
_SIN3 = -0.6457119909639248
_SIN5 = 0.07766739593768399
_COS0 = 0.999999972464467
_COS2 = -1.2336970155692721
_COS4 = 0.253598654701295
_COS6 = -0.020408376771893333


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
def parted(x: float) -> tuple[float, int]:
    """Return ``math.frexp`` of a number that is larger than the smallest normal one."""
    m, e = math.frexp(x)
    return m, e


@kernel
def radius(word: float) -> float:
    """Return sqrt(-2 ln u) for u = (word + 1/2) / 2**32, from 1.5e-5 to 6.76.

    With word + 1/2 = 2**e m, -2 ln u is (32 - e) 2 ln 2 - 2 ln m; neither part is below zero, and
    the second is found as a multiple of 1 - m, so the root is right to 6e-7 of it everywhere.
    """
    m, e = parted(word + 0.5)
    h = m - _MIDDLE
    series = _LN3 + h * (_LN4 + h * (_LN5 + h * _LN6))
    series = _LN0 + h * (_LN1 + h * (_LN2 + h * series))
    return math.sqrt((_WORD_BITS - float(e)) * _TWO_LN2 + (1.0 - m) * series)


@kernel
def turned(r: float, word: float) -> tuple[float, float]:
    """Return the two coordinates of the seed with this number, ``r`` from the middle.

    Of the angle, so many times the golden one, the two highest bits say which quarter of a turn,
    the others where in it: its sine and cosine are right to 6e-7.
    """
    way = int(word) * _GOLDEN
    f = float(way & _ANGLE) * _QUARTER - _HALF_QUARTER
    w = f * f
    sine = f * (_SIN1 + w * (_SIN3 + w * _SIN5))
    cosine = _COS0 + w * (_COS2 + w * (_COS4 + w * _COS6))
    one = cosine
    other = sine
    if way & _SWAPPED != 0:
        one = sine
        other = cosine
    if way & _BEHIND != 0:
        r = -r
    return r * one, r * other


@kernel
def pair(seed: int, stream: int, number: int) -> tuple[float, float]:
    """Return deviates ``2 * number`` and ``2 * number + 1`` of a stream, for the work of one."""
    first, word = words(seed, stream, number >> 1)
    if number & 1 == 0:
        word = first
    one, other = turned(radius(float(word)), float(word))
    return one, other


@kernel
def normal(seed: int, stream: int, index: int) -> float:
    """Return a standard normal deviate, between -6.77 and 6.77: one of four of a block.

    Arguments are those of :func:`uniform`; the block is number ``index // 4``. Its first word gives
    the first two deviates, its second the others; each is right to 1.2e-6 of the distance from the
    middle of the seed that it is a coordinate of.
    """
    one, other = pair(seed, stream, index >> 1)
    if index & 1 == 0:
        return one
    return other
