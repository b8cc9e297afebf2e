"""What microbes make and are given has slots of its own: vessels name it, lines move it."""

from __future__ import annotations

import pytest
from fermenter_bench import BARE, Fermenter

from simulator.equipment.inventory import ACETATE, ETHANOL, HEAD, PRECURSOR, VOLUME
from simulator.equipment.line import LOST, ROW, move
from simulator.equipment.line import PARAMETERS as LINE_PARAMETERS
from simulator.equipment.line import STATES as LINE_STATES
from simulator.equipment.unit import defaults
from simulator.equipment.vessel import PARAMETERS, VESSEL

SAID = {"acetate concentration": 2.0, "ethanol concentration": 4.0, "precursor concentration": 8.0}


def test_a_vessel_shows_what_is_in_it() -> None:
    """By-products given to a bottle in g/L are shown by their own names, and sugars stay zero."""
    values = VESSEL.initial(defaults(PARAMETERS), {"volume": 10.0, **SAID})
    assert {name: values[name] for name in SAID} == pytest.approx(SAID, rel=1e-12)
    assert values["lactate concentration"] == values["glutamine concentration"] == 0.0
    assert values["acetate"] == pytest.approx(20.0, rel=1e-12)


def test_a_line_moves_each_and_none_is_lost() -> None:
    """Half of a bottle takes half of each by-product along; what a leak spills is counted."""
    filled = VESSEL.initial(defaults(PARAMETERS), {"volume": 10.0, **SAID})
    empty = VESSEL.initial(defaults(PARAMETERS), {"volume": 0.0})
    size, line = len(VESSEL.states), len(LINE_STATES)
    y = [filled[f.name] for f in VESSEL.states] + [empty[f.name] for f in VESSEL.states]
    y += [field.default for field in LINE_STATES]
    y[2 * size], y[2 * size + 2] = 100.0, 0.1  # L/h asked, share spilt
    row = [2 * size, 0, 0, size, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0, -1, -1]
    assert len(row) == ROW
    move(y, [field.default for field in LINE_PARAMETERS], row, 0, 180.0)
    assert y[VOLUME] == pytest.approx(5.0, rel=1e-12)
    for component, name in ((ACETATE, "acetate"), (ETHANOL, "ethanol"), (PRECURSOR, "precursor")):
        lost = y[2 * size + LOST + component - 2]
        assert y[size + component] == pytest.approx(0.45 * filled[name], rel=1e-12)
        assert lost == pytest.approx(0.05 * filled[name], rel=1e-12)
        assert y[component] + y[size + component] + lost == pytest.approx(filled[name], rel=1e-12)
    assert line == LOST + HEAD - 2


@pytest.mark.parametrize(
    ("name", "acidity", "mass"),
    [("acetate", 4.76, 0.060052), ("precursor", 4.31, 0.13615)],
)
def test_each_acid_has_its_own_strength(name: str, acidity: float, mass: float) -> None:
    """Verification: at the pKa of its acid half of it is charged, as Henderson-Hasselbalch says."""
    given = {"volume": 100.0, "pH": acidity, "carbon": 0.0, "buffer": 0.0, "ammonium": 0.0}
    without = Fermenter(given, BARE)
    with_acid = Fermenter({**given, f"{name} concentration": 3.0}, BARE)
    charged = with_acid["strong ion"] - without["strong ion"]
    assert charged == pytest.approx(0.5 * 300.0 / mass, rel=1e-9)
    assert with_acid.run(1.0 / 3600.0)["pH"] == pytest.approx(acidity, abs=1e-3)
