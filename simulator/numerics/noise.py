"""Random numbers as a function of (seed, stream, index): no generator, no state.

Any number may be asked for at any time and in any order; a new instrument takes a new stream and
changes nobody else's noise. All is whole-number arithmetic below 2**63 until the last step, so
Python's integers and a compiler's 64-bit integers agree.

Sources: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011),
Threefry-2x32 with 20 rounds; M. J. Wichura, Algorithm AS 241, Appl. Statist. 37:477 (1988).
"""

from __future__ import annotations

import hashlib
import math

from simulator.numerics.exact import greater, log
from simulator.numerics.kernel import Floats, kernel

_MASK = 0xFFFFFFFF
_PARITY = 0x1BD11BDA  # Skein's key-schedule constant, 32 bits
_HALF_STEP = 1.1102230246251565e-16  # 2**-53
_SPLIT1 = 0.425
_SPLIT2 = 5.0


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
    """Return the two 32-bit words of Threefry-2x32-20 for a key and a counter of 32-bit words."""
    key2 = _PARITY ^ key0 ^ key1
    x0 = counter0 + key0
    x1 = (counter1 + key1) & _MASK
    x0, x1 = _first_four(x0, x1)
    x0, x1 = _last_four(x0 + key1, (x1 + key2 + 1) & _MASK)
    x0, x1 = _first_four(x0 + key2, (x1 + key0 + 2) & _MASK)
    x0, x1 = _last_four(x0 + key0, (x1 + key1 + 3) & _MASK)
    x0, x1 = _first_four(x0 + key1, (x1 + key2 + 4) & _MASK)
    return (x0 + key2) & _MASK, (x1 + key0 + 5) & _MASK


@kernel
def uniform(seed: int, stream: int, index: int) -> float:
    """Return a number in (0, 1), never 0 or 1, for a 32-bit seed and stream and a 64-bit index.

    It is one of the 2**52 odd multiples of 2**-53, so 1 - u is as likely as u.
    """
    x0, x1 = threefry(seed & _MASK, stream & _MASK, index & _MASK, (index >> 32) & _MASK)
    cell = (x0 << 20) | (x1 >> 12)
    return float(2 * cell + 1) * _HALF_STEP


@kernel
def is_outer(u: float) -> bool:
    """Return whether ``u`` is one of the 15 % for which :func:`inner_quantile` does not hold."""
    q = u - 0.5
    return q < -_SPLIT1 or q > _SPLIT1


@kernel
def inner_quantile(u: float) -> float:
    """Return the standard normal deviate below which the share ``u`` lies, 0.075 to 0.925."""
    q = u - 0.5
    return q * _central(0.180625 - q * q)


@kernel
def outer_quantile(u: float) -> float:
    """Return the standard normal deviate below which the share ``u`` lies, for all other."""
    r = u
    if u > 0.5:
        r = 1.0 - u
    r = math.sqrt(-log(greater(r, _HALF_STEP)))
    if r <= _SPLIT2:
        value = _middle(r - 1.6)
    else:
        value = _far(r - _SPLIT2)
    if u < 0.5:
        return -value
    return value


@kernel
def finish_outer(pads: Floats, even: int, noise: int, count: int) -> None:
    """Make deviates of the outer among ``count`` uniform numbers that begin at ``pads[even]``.

    They stand at the same place from ``pads[noise]`` on. Kept apart, because they are few and each
    takes long; where they are is noted down in place of the uniform numbers, which are lost.
    """
    outer = 0
    for i in range(count):
        found = is_outer(pads[even + i])
        pads[even + outer] = float(i)
        if found:
            outer += 1
    for one in range(outer):
        slot = noise + int(pads[even + one])
        pads[slot] = outer_quantile(pads[slot])


@kernel
def normal_quantile(u: float) -> float:
    """Return the standard normal deviate below which the share ``u`` lies (AS 241, PPND16).

    Accurate to 1e-15; ``u`` outside (0, 1) is taken as the nearest that :func:`uniform` gives.
    """
    if is_outer(u):
        return outer_quantile(u)
    return inner_quantile(u)


@kernel
def normal(seed: int, stream: int, index: int) -> float:
    """Return a standard normal deviate, between -8.21 and 8.21; arguments as :func:`uniform`."""
    return normal_quantile(uniform(seed, stream, index))


@kernel
def _central(r: float) -> float:
    top = 2.5090809287301226727e3 * r + 3.3430575583588128105e4
    top = (top * r + 6.7265770927008700853e4) * r + 4.5921953931549871457e4
    top = (top * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3
    top = (top * r + 1.3314166789178437745e2) * r + 3.3871328727963666080e0
    bottom = 5.2264952788528545610e3 * r + 2.8729085735721942674e4
    bottom = (bottom * r + 3.9307895800092710610e4) * r + 2.1213794301586595867e4
    bottom = (bottom * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2
    bottom = (bottom * r + 4.2313330701600911252e1) * r + 1.0
    return top / bottom


@kernel
def _middle(r: float) -> float:
    top = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
    top = (top * r + 2.41780725177450611770e-1) * r + 1.27045825245236838258e0
    top = (top * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0
    top = (top * r + 4.63033784615654529590e0) * r + 1.42343711074968357734e0
    bottom = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
    bottom = (bottom * r + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1
    bottom = (bottom * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0
    bottom = (bottom * r + 2.05319162663775882187e0) * r + 1.0
    return top / bottom


@kernel
def _far(r: float) -> float:
    top = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    top = (top * r + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2
    top = (top * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0
    top = (top * r + 5.46378491116411436990e0) * r + 6.65790464350110377720e0
    bottom = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
    bottom = (bottom * r + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4
    bottom = (bottom * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1
    bottom = (bottom * r + 5.99832206555887937690e-1) * r + 1.0
    return top / bottom
