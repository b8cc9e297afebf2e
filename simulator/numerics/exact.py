"""Elementary functions that give the same bits on every machine, compiled or interpreted.

The C library's ``exp``, ``log``, ``pow`` and ``tanh`` differ in the last bit between processors
and systems. IEEE 754 fixes ``+ - * /``, ``sqrt`` and scaling by a power of two, so everything here
is built from those alone. All functions are total: they never raise, saturate instead of
overflowing, and return NaN only for NaN. Errors quoted are in units in the last place (ulp),
as measured against 60-digit decimal arithmetic by the tests.

Sources: P. T. P. Tang, ACM Trans. Math. Softw. 15:144 (1989), exponential by table; 16:378 (1990),
logarithm by table; T. J. Dekker, Numer. Math. 18:224 (1971), sums and products in two parts;
W. J. Cody and W. Waite, Software Manual for the Elementary Functions (1980), tanh.
"""

from __future__ import annotations

import math

from simulator.numerics.kernel import kernel
from simulator.numerics.tables import LOG_HEAD, LOG_TAIL, POWER_HEAD, POWER_TAIL, RECIPROCAL

LARGEST = 1.7976931348623157e308
"""The largest finite double; what would overflow returns it."""
LOG_FLOOR = -745.0
"""``log`` of zero and of negative numbers: just under the log of the smallest double."""
LOG10_FLOOR = -324.0
"""``log10`` of zero and of negative numbers: just under that of the smallest double."""

_EXP_HIGH = 709.782712893384
_EXP_LOW = -745.1332191019412
_NEAR = 690.0
"""Up to here, e ** x is scaled by a power of two that one step reaches."""
_STEPS = 46.16624130844683  # 32 / ln 2
_STEP_HEAD = float.fromhex("0x1.62e42fefa0000p-6")  # ln 2 / 32: 36 bits, and the rest
_STEP_TAIL = float.fromhex("0x1.cf79abc9e3b3ap-45")
_LN2_HEAD = float.fromhex("0x1.62e42fefa3800p-1")  # ln 2: a multiple of 2**-42, and the rest
_LN2_TAIL = float.fromhex("0x1.ef35793c76730p-45")
_LOG10_E_HEAD = float.fromhex("0x1.bcb7b1526e50ep-2")
_LOG10_E_TAIL = float.fromhex("0x1.95355baaafad3p-57")
_LN10_HEAD = float.fromhex("0x1.26bb1bbb55516p+1")
_LN10_TAIL = float.fromhex("-0x1.f48ad494ea3e9p-53")
_ROOT_HALF = 0.7071067811865476
_SPLITTER = 134217729.0  # 2**27 + 1
_HUGE_SCALE = 18446744073709551616.0  # 2**64
_TINY_SCALE = 2.938735877055719e-39  # 2**-128

_TANH_JOINT = 0.54930614433405484570  # ln(3) / 2
_TANH_P0 = -1613.4119023996228053
_TANH_P1 = -99.225929672236083313
_TANH_P2 = -0.96437492777225469787
_TANH_Q0 = 4840.2357071988688686
_TANH_Q1 = 2233.7720718962312926
_TANH_Q2 = 112.74474380534949335


@kernel
def lesser(a: float, b: float) -> float:
    """Return the smaller of two numbers; ``a`` if they are equal or either is NaN."""
    if b < a:
        return b
    return a


@kernel
def greater(a: float, b: float) -> float:
    """Return the larger of two numbers; ``a`` if they are equal or either is NaN."""
    if b > a:
        return b
    return a


@kernel
def clamp(x: float, low: float, high: float) -> float:
    """Return ``x`` held between ``low`` and ``high``; NaN stays NaN."""
    if x < low:
        return low
    if x > high:
        return high
    return x


@kernel
def magnitude(x: float) -> float:
    """Return the absolute value of ``x``; that of -0.0 is 0.0."""
    if x < 0.0:
        return -x
    return x + 0.0


@kernel
def _product_tail(a: float, b: float, product: float) -> float:
    """Return a * b - product exactly, ``product`` being a * b rounded (Dekker 1971)."""
    t = a * _SPLITTER
    a_head = t - (t - a)
    a_tail = a - a_head
    t = b * _SPLITTER
    b_head = t - (t - b)
    b_tail = b - b_head
    return ((a_head * b_head - product) + a_head * b_tail + a_tail * b_head) + a_tail * b_tail


@kernel
def _exp_in_two(head: float, tail: float) -> tuple[float, int]:
    """Return a number from 1 to 2, about, and the power of two to scale it by (Tang 1989).

    That makes e ** (head + tail), where |tail| is at most about an ulp of head.
    """
    half = 0.5
    if head < 0.0:
        half = -0.5
    n = int(head * _STEPS + half)
    steps = float(n)
    r_head = head - steps * _STEP_HEAD
    r_tail = tail - steps * _STEP_TAIL
    r = r_head + r_tail
    q = 1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0))
    q = r * r * (0.5 + r * (1.0 / 6.0 + r * q))
    grown = r_head + (r_tail + q)
    j = n & 31
    return POWER_HEAD[j] + (POWER_TAIL[j] + POWER_HEAD[j] * grown), n >> 5


@kernel
def _exp_of_sum(head: float, tail: float) -> float:
    """Return e ** (head + tail), where |tail| is at most about an ulp of head."""
    if head > 710.0:
        return LARGEST
    if head < -746.0:
        return 0.0
    value, scale = _exp_in_two(head, tail)
    if scale > 1000:
        # In two steps: ldexp raises where it overflows, a product does not.
        value = math.ldexp(value, scale - 64) * _HUGE_SCALE
        if value > LARGEST:
            return LARGEST
        return value
    if scale < -1000:
        # Systems differ in how ldexp rounds a subnormal result; the product is IEEE's.
        return math.ldexp(value, scale + 128) * _TINY_SCALE
    return math.ldexp(value, scale)


@kernel
def _log_in_two(x: float) -> tuple[float, float]:
    """Return ln(x) of a positive finite x as a head and a tail, to about 2**-67 (Tang 1990)."""
    m, e = math.frexp(x)
    if m < _ROOT_HALF:
        m = m * 2.0
        e = e - 1
    power = float(e)
    j = int(m * 64.0 + 0.5) - 45
    c = RECIPROCAL[j]
    # r = m c - 1, in two parts: both products are exact, m being cut in halves.
    t = m * _SPLITTER
    m_head = t - (t - m)
    a = m_head * c - 1.0
    b = (m - m_head) * c
    r = a + b
    r_tail = b - (r - a)
    # ln(1 + r) = r - r^2 / 2 + ...: the square in two parts as well, u u exactly and the rest.
    t = r * _SPLITTER
    u = t - (t - r)
    half_square = 0.5 * u * u
    rest = 0.5 * (r - u) * (r + u)
    s = 1.0 / 7.0 + r * (-1.0 / 8.0 + r * (1.0 / 9.0 - r * (1.0 / 10.0)))
    s = 1.0 / 3.0 + r * (-1.0 / 4.0 + r * (1.0 / 5.0 + r * (-1.0 / 6.0 + r * s)))
    base = power * _LN2_HEAD + LOG_HEAD[j]
    first = base + r
    lost = r - (first - base)
    second = first - half_square
    lost = lost + ((first - second) - half_square)
    tail = r * r * r * s - rest + r_tail * (1.0 - r) + (LOG_TAIL[j] + power * _LN2_TAIL) + lost
    head = second + tail
    return head, tail - (head - second)


@kernel
def exp(x: float) -> float:
    """Return e ** x, within 0.54 ulp; LARGEST above 709.78, 0.0 below -745.13."""
    if -_NEAR < x < _NEAR:  # nearly always: nothing else is asked
        value, scale = _exp_in_two(x, 0.0)
        return math.ldexp(value, scale)
    if x > _EXP_HIGH:
        return LARGEST
    if x < _EXP_LOW:
        return 0.0
    if x != x:  # noqa: PLR0124 - this is how to ask for NaN without a library
        return x
    return _exp_of_sum(x, 0.0)


@kernel
def log(x: float) -> float:
    """Return the natural logarithm, within 0.51 ulp; LOG_FLOOR for zero and negative numbers."""
    if 0.0 < x <= LARGEST:  # nearly always: nothing else is asked
        head, _tail = _log_in_two(x)
        return head
    if x <= 0.0:
        return LOG_FLOOR
    if x > LARGEST:
        return _EXP_HIGH
    return x


@kernel
def log10(x: float) -> float:
    """Return the decimal logarithm, within 0.51 ulp; exact for powers of ten.

    Zero and negative numbers give LOG10_FLOOR.
    """
    if x <= 0.0:
        return LOG10_FLOOR
    if x != x:  # noqa: PLR0124
        return x
    head, tail = _log_in_two(lesser(x, LARGEST))
    product = head * _LOG10_E_HEAD
    lost = _product_tail(head, _LOG10_E_HEAD, product)
    return product + (lost + (head * _LOG10_E_TAIL + tail * _LOG10_E_HEAD))


@kernel
def exp10(x: float) -> float:
    """Return 10 ** x, within 0.54 ulp; exact for whole x from 0 to 22.

    LARGEST from 308.26, 0.0 below -323.7.
    """
    if x > 309.0:
        return LARGEST
    if x < -324.0:
        return 0.0
    if x != x:  # noqa: PLR0124
        return x
    product = x * _LN10_HEAD
    lost = _product_tail(x, _LN10_HEAD, product)
    return _exp_of_sum(product, lost + x * _LN10_TAIL)


@kernel
def power(x: float, a: float) -> float:
    """Return x ** a for x > 0, within 0.56 ulp, held between 0.0 and LARGEST.

    A base of zero or less is taken as zero: 0.0 for a > 0, 1.0 for a = 0, LARGEST for a < 0.
    """
    if x != x:  # noqa: PLR0124
        return x
    if a != a:  # noqa: PLR0124
        return a
    if a == 0.0 or x == 1.0:
        return 1.0
    if x <= 0.0:
        if a > 0.0:
            return 0.0
        return LARGEST
    head, tail = _log_in_two(lesser(x, LARGEST))
    product = a * head
    if product > 710.0:
        return LARGEST
    if product < -746.0:
        return 0.0
    return _exp_of_sum(product, _product_tail(a, head, product) + a * tail)


@kernel
def tanh(x: float) -> float:
    """Return the hyperbolic tangent, within 1.5 ulp (Cody & Waite 1980)."""
    a = magnitude(x)
    if a < _TANH_JOINT:
        g = x * x
        top = (_TANH_P2 * g + _TANH_P1) * g + _TANH_P0
        bottom = ((g + _TANH_Q2) * g + _TANH_Q1) * g + _TANH_Q0
        return x + x * (g * top / bottom)
    if a != a:  # noqa: PLR0124
        return x
    value = 1.0 - 2.0 / (exp(2.0 * lesser(a, 20.0)) + 1.0)
    if x < 0.0:
        return -value
    return value
