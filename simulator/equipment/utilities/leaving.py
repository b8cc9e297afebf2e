"""What leaves a unit of the utilities by no line: water, and its share of all that is in it."""

from __future__ import annotations

from simulator.equipment.downstream.quality import WIDTH
from simulator.equipment.inventory import FIRST_COMPONENT, VOLUME
from simulator.numerics.kernel import Floats, kernel


@kernel
def leave(y: Floats, yb: int, litres: float) -> None:
    """Let litres, no more than there are, leave a block as warm as it is and with what they hold.

    The block begins with the head and the quality of a stream.
    """
    volume = y[yb + VOLUME]
    if litres <= 0.0 or volume <= 0.0:
        return
    share = litres / volume
    y[yb + VOLUME] = volume - litres
    for component in range(FIRST_COMPONENT, WIDTH):
        y[yb + component] -= y[yb + component] * share
