"""How a quantity relaxes within one scan, without an exponential.

For ``dx/dt = f - lambda (x - x0)`` with rate ``f`` at the start, ``x = lambda dt``:
the change over the scan is ``f dt relaxed(x)`` and the mean departure from the start is
``f dt lagged(x)``. With the exponential these would be ``(1 - e^-x)/x`` and ``(e^-x - 1 + x)/x^2``;
here ``e^x`` is cut after its cubic term (the [0/3] Padé approximant of ``e^-x``), so that a
positive quantity stays positive at any ``x`` and errors are of order ``x^3/24``.
"""

from __future__ import annotations

from simulator.numerics.kernel import kernel


@kernel
def relaxed(x: float) -> float:
    """Return about (1 - exp(-x))/x for x >= 0: 1 at zero, 1/x far out."""
    return (1.0 + x * (0.5 + x * (1.0 / 6.0))) / (1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0))))


@kernel
def lagged(x: float) -> float:
    """Return exactly (1 - relaxed(x))/x for x >= 0: 1/2 at zero, 1/x far out."""
    top = 0.5 + x * (1.0 / 3.0 + x * (1.0 / 6.0))
    return top / (1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0))))
