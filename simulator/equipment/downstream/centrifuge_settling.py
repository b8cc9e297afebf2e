"""What settles in a disc stack: equivalent area, critical size, and grade efficiency.

The equivalent area sigma of a stack of discs is C. M. Ambler's (Chem. Eng. Prog. 48:150, 1952). A
particle settles if it crosses the gap between two discs in time: all that settle faster than
``Q/(c sigma)``, and of slower ones the part that begins near enough. Speed of settling is Stokes',
hindered by the others around (J. F. Richardson and W. N. Zaki, Trans. IChemE 32:35, 1954). Sizes
are log-normal by volume, so that the share that settles is a closed form.
"""

from __future__ import annotations

import math

from simulator.numerics.exact import clamp, exp, greater, lesser, log, power
from simulator.numerics.kernel import kernel

GRAVITY = 9.80665
PI = math.pi
RADIANS = 0.10471975511965977
"""rad/s of 1 rpm."""
HINDRANCE = 4.65
"""Exponent of Richardson and Zaki, of small particles."""
MOST_CROWDED = 0.6
BROADEST = 40.0
"""Standard deviations beyond which nothing is left of a normal distribution."""
ROOT = 0.3989422804014327
_P = 0.2316419


@kernel
def share_below(x: float) -> float:
    """Return the part of a normal distribution below ``x`` standard deviations.

    M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 26.2.17; to 7.5e-8.
    """
    z = clamp(x, -BROADEST, BROADEST)
    if z < 0.0:
        z = -z
    t = 1.0 / (1.0 + _P * z)
    series = t * (-1.821255978 + t * 1.330274429)
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + series)))
    tail = ROOT * exp(-0.5 * z * z) * series
    if x < 0.0:
        return tail
    return 1.0 - tail


@kernel
def equivalent_area(discs: float, speed: float, outer: float, inner: float, slope: float) -> float:
    """Return sigma (m2) of a stack: ``2 pi n w^2 (r1^3 - r2^3)/(3 g tan)`` at a speed in rpm.

    Radii in m; ``slope`` is the tangent of the discs' half angle.
    """
    w = speed * RADIANS
    gap = greater(outer * outer * outer - inner * inner * inner, 0.0)
    return 2.0 * PI * discs * w * w * gap / (3.0 * GRAVITY * slope)


@kernel
def tube_area(volume: float, speed: float, surface: float, bottom: float) -> float:
    """Return sigma (m2) of a tube that is spun: ``V w^2/(2 g ln(2 r2/(r1 + r2)))``.

    Volume in L, speed in rpm; ``surface`` and ``bottom`` are the radii (m) of the liquid's ends.
    """
    w = speed * RADIANS
    return 0.001 * volume * w * w / (2.0 * GRAVITY * log(2.0 * bottom / (surface + bottom)))


@kernel
def critical_size(velocity: float, heavier: float, viscosity: float, crowding: float) -> float:
    """Return the size (um) of what just settles at a velocity (m/s), Stokes hindered.

    ``heavier`` is the difference of densities (kg/m3), viscosity is in mPa s, and ``crowding`` the
    part of the volume that is particles.
    """
    free = power(1.0 - clamp(crowding, 0.0, MOST_CROWDED), HINDRANCE)
    square = 18.0 * 0.001 * viscosity * velocity / (heavier * GRAVITY * free)
    return 1e6 * math.sqrt(greater(square, 0.0))


@kernel
def settled_share(size: float, spread: float, critical: float) -> float:
    """Return the part by volume that settles of particles of a median size (um).

    The mean of ``min(1, (d/critical)^2)`` over a log-normal distribution; ``spread`` is the
    standard deviation of ln d.
    """
    if critical <= 1e-6 * size:
        return 1.0
    ratio = size / critical
    a = log(ratio) / spread
    slow = ratio * ratio * exp(lesser(2.0 * spread * spread, 100.0))
    return clamp(share_below(a) + slow * share_below(-a - 2.0 * spread), 0.0, 1.0)
