"""Grade scales: the same percentage as training centres write it."""

from __future__ import annotations

from typing import Literal

from simulator.language.text import N_

Scale = Literal["percent", "20", "OVG", "1-4", "acquired"]
SCALES: tuple[Scale, ...] = ("percent", "20", "OVG", "1-4", "acquired")

GOOD = 0.5
"""On O/V/G and 1-4 the best grade begins halfway between the pass mark and all points."""
WEAK = 0.5
"""On 1-4 the worst grade ends at this part of the pass mark."""


def grade(scale: Scale, percent: float, pass_percent: float, failed: bool = False) -> str:
    """Return a percentage as a grade.

    Args:
        scale: ``percent``; ``20`` (to a tenth); ``OVG`` (onvoldoende, voldoende, goed); ``1-4``;
            or ``acquired`` (acquired or not).
        percent: 0 to 100, rounded already.
        pass_percent: the least that passes.
        failed: whether a critical failure keeps it from passing.

    Returns:
        A number as text, a letter, or words of the catalogues.
    """
    passed = percent >= pass_percent and not failed
    good = passed and percent >= pass_percent + (100.0 - pass_percent) * GOOD
    if scale == "percent":
        return f"{percent:g} %"
    if scale == "20":
        return f"{round(percent / 5.0, 1):g}/20"
    if scale == "OVG":
        return "G" if good else "V" if passed else "O"
    if scale == "1-4":
        if not passed:
            return "1" if percent < pass_percent * WEAK else "2"
        return "4" if good else "3"
    return N_("acquired") if passed else N_("not acquired")
