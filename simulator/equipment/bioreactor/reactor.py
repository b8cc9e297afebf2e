"""The stirred, sparged, jacketed bioreactor and the culture in it.

Each step: gas and dissolved gases, reactions, heat and water, foam, charges. A bioreactor takes one
step in several scans; microbes, and cells that are perfused, are quicker and take one in each. What
changes slowly (concentrations, rates, transfer coefficients, osmolality, foaminess) is refreshed
on slow scans.
The files beside this one hold a topic each, with their sources.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.bioreactor.chemistry import balance_charges
from simulator.equipment.bioreactor.culture import CELLS, react, refresh
from simulator.equipment.bioreactor.foam import foaminess, froth
from simulator.equipment.bioreactor.gas import exchange_dioxide, exchange_oxygen, sparge, vent
from simulator.equipment.bioreactor.heat import evaporation, warm
from simulator.equipment.bioreactor.mixing import mix
from simulator.equipment.bioreactor.parameters import (
    CULTURE,
    DENSITY,
    PARAMETERS,
    VESSEL_VOLUME,
)
from simulator.equipment.bioreactor.parameters import WORKING_VOLUME as WORKING
from simulator.equipment.bioreactor.start import GIVENS, fill
from simulator.equipment.bioreactor.states import LEVEL, STATES, WEIGHT
from simulator.equipment.bioreactor.transfer import stir
from simulator.equipment.fermenter.ferment import ferment, tell
from simulator.equipment.inventory import VOLUME
from simulator.equipment.unit import UnitKind, settle
from simulator.numerics.exact import greater
from simulator.numerics.kernel import Floats, kernel

LEAST_VOLUME = 1e-6
"""Share of the vessel that concentrations are taken over even when it is empty."""


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a bioreactor's or fermenter's block by ``dt`` s; ``slow`` is 1 where that is due."""
    least = LEAST_VOLUME * p[pb + VESSEL_VOLUME]
    litres = greater(y[yb + VOLUME], least)
    share = sparge(y, p, yb, pb)
    if slow == 1:
        refresh(y, p, yb, pb, dt, 1.0 / litres)
        stir(y, p, yb, pb, litres)
        mix(y, p, yb, pb, litres)
        foaminess(y, p, yb, pb, 1.0 / litres)
        evaporation(y, p, yb, pb)
    oxygen = exchange_oxygen(y, p, yb, pb, dt, litres, share)
    dioxide = exchange_dioxide(y, p, yb, pb, dt, litres, share)
    react(y, p, yb, pb, dt)
    if p[pb + CULTURE] > CELLS:
        ferment(y, p, yb, pb, dt, litres)
    warm(y, p, yb, pb, dt)
    vent(y, p, yb, pb, dt, oxygen, dioxide)
    froth(y, p, yb, pb, dt)
    balance_charges(y, yb, 1.0 / greater(y[yb + VOLUME], least))
    y[yb + WEIGHT] = y[yb + VOLUME] * p[pb + DENSITY]
    y[yb + LEVEL] = y[yb + VOLUME] * (100.0 / p[pb + WORKING])
    if slow == 1 and p[pb + CULTURE] > CELLS:
        tell(y, p, yb, pb, litres)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a bioreactor that begins with what was given; raises Refusal.

    Unless given, a filled one begins at 37 degC, pH 7.0, 40 mmHg of carbon dioxide, 50 % dissolved
    oxygen, 290 mOsm/kg and 5 mM of buffer, under air at no gauge pressure.
    """
    values = fill(parameters, given)
    settle(BIOREACTOR, parameters, values)
    return values


BIOREACTOR = UnitKind(
    name="bioreactor",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    givens=GIVENS,
    period_ms=5_000,
    meaning="a stirred, sparged, jacketed vessel with a culture",
)
