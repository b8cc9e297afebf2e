"""What steam gives to the metal of a vessel: its shell, and the pipes of four places.

Each piece of metal is one temperature between steam, hall and shell, and is advanced exactly as
long as these stand still; what it takes, condenses. Transfer is less where air is in the way, and
little where a place is covered by water or filled with air. The sizes are engineering fits.
"""

from __future__ import annotations

from simulator.equipment.inventory import VOLUME
from simulator.equipment.preparation.sterilised_slots import (
    AIR,
    AMBIENT,
    COOLANT,
    COOLING_FLOW,
    COUNT,
    FLOODED,
    HALF_FLOW,
    HINDRANCE,
    JACKET_TRANSFER,
    POCKET,
    POINT,
    POINT_BRIDGE,
    POINT_CAPACITY,
    POINT_LOSS,
    POINT_TRANSFER,
    SHELL,
    SHELL_CAPACITY,
    SHELL_LOSS,
    SHELL_TRANSFER,
    STEAM,
    TRAP_SIZE,
    WATER,
)
from simulator.equipment.relaxation import relaxed
from simulator.numerics.exact import clamp, greater
from simulator.numerics.kernel import Floats, kernel

GAS = 8.314462618e-2
"""L bar/mol/K"""
STEAM_GAS = GAS / 0.01801528
"""L bar/kg/K"""
LATENT = 2.2e6
"""J/kg that condensing steam gives."""


@kernel
def given_heat(now: float, hot: float, g: float, loss: float, around: float, x: float) -> float:
    """Return the mean W that steam at ``hot`` degC gives metal over a scan, from ``now`` on.

    ``g`` and ``loss`` are in W/K, and ``x`` is the time by the heat capacity, in K/W.
    """
    rest = (g * hot + loss * around) / (g + loss)
    mean = rest + (now - rest) * relaxed((g + loss) * x)
    return greater(g * (hot - mean), 0.0)


@kernel
def warmed(now: float, heat: float, loss: float, around: float, x: float) -> float:
    """Return the temperature of metal that was given ``heat`` W for a scan, and loses some."""
    return now + (heat - loss * (now - around)) * x * relaxed(loss * x)


@kernel
def reached(y: Floats, p: Floats, yb: int, pb: int, i: int) -> float:
    """Return the W/K from steam to a place: little of it where water or air covers it."""
    water = y[yb + WATER + i]
    if i == 0:
        water = y[yb + VOLUME]
    covered = clamp(water / p[pb + TRAP_SIZE], 0.0, 1.0)
    free = (1.0 - covered) * (1.0 - clamp(y[yb + POCKET + i], 0.0, 1.0))
    left = 0.01 * p[pb + FLOODED]
    return p[pb + POINT_TRANSFER] * (left + (1.0 - left) * free)


@kernel
def shell_gain(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the W/K from gas to shell: less for the air that is in the way."""
    own = STEAM_GAS * y[yb + STEAM]
    air = GAS * y[yb + AIR]
    share = 0.0
    if air > 0.0:
        share = air / (own + air)
    return p[pb + SHELL_TRANSFER] / (1.0 + p[pb + HINDRANCE] * share)


@kernel
def shell_loss(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the W/K from shell to jacket and hall."""
    flow = y[yb + COOLING_FLOW]
    jacket = p[pb + JACKET_TRANSFER] * flow / (flow + p[pb + HALF_FLOW])
    return p[pb + SHELL_LOSS] + jacket


@kernel
def shell_around(p: Floats, pb: int, loss: float) -> float:
    """Return the temperature (degC) that the shell loses heat to, where it loses ``loss`` W/K."""
    own = p[pb + SHELL_LOSS]
    return (own * p[pb + AMBIENT] + (loss - own) * p[pb + COOLANT]) / loss


@kernel
def place_around(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the temperature (degC) that a place loses heat to: of the hall and of the shell."""
    hall = p[pb + POINT_LOSS]
    shell = p[pb + POINT_BRIDGE]
    return (hall * p[pb + AMBIENT] + shell * y[yb + SHELL]) / (hall + shell)


@kernel
def condensed(y: Floats, p: Floats, yb: int, pb: int, hot: float, dt: float) -> float:
    """Return the kg of steam that shell and places take in a scan from steam at ``hot`` degC."""
    loss = shell_loss(y, p, yb, pb)
    x = dt / (1000.0 * p[pb + SHELL_CAPACITY])
    gain = shell_gain(y, p, yb, pb)
    heat = given_heat(y[yb + SHELL], hot, gain, loss, shell_around(p, pb, loss), x)
    x = dt / (1000.0 * p[pb + POINT_CAPACITY])
    loss = p[pb + POINT_LOSS] + p[pb + POINT_BRIDGE]
    around = place_around(y, p, yb, pb)
    for i in range(COUNT):
        g = reached(y, p, yb, pb, i)
        heat += given_heat(y[yb + POINT + i], hot, g, loss, around, x)
    return heat * dt / LATENT


@kernel
def heat_metal(y: Floats, p: Floats, yb: int, pb: int, hot: float, dt: float) -> float:
    """Warm shell and places by steam at ``hot`` degC; return the kg that condensed."""
    loss = shell_loss(y, p, yb, pb)
    around = shell_around(p, pb, loss)
    x = dt / (1000.0 * p[pb + SHELL_CAPACITY])
    heat = given_heat(y[yb + SHELL], hot, shell_gain(y, p, yb, pb), loss, around, x)
    after = warmed(y[yb + SHELL], heat, loss, around, x)
    gone = heat * dt / LATENT
    fallen = gone
    x = dt / (1000.0 * p[pb + POINT_CAPACITY])
    loss = p[pb + POINT_LOSS] + p[pb + POINT_BRIDGE]
    around = place_around(y, p, yb, pb)
    for i in range(COUNT):
        now = y[yb + POINT + i]
        heat = given_heat(now, hot, reached(y, p, yb, pb, i), loss, around, x)
        y[yb + POINT + i] = warmed(now, heat, loss, around, x)
        here = heat * dt / LATENT
        gone += here
        if i == 0:
            fallen += here
        else:
            y[yb + WATER + i] += here
    y[yb + SHELL] = after
    y[yb + VOLUME] += fallen
    return gone
