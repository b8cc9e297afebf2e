"""How a unit begins: what an author may give, and what is refused."""

from __future__ import annotations

import math

import pytest

from simulator.equipment.unit import begin, defaults, finite, givable, slot
from simulator.equipment.vessel import PARAMETERS, STATES, VESSEL
from simulator.language.problem import Refusal

GIVEN = {"volume": 50.0, "glucose concentration": 150.0, "titre": 2.0}


def refused(given: dict[str, float]) -> dict[str, str]:
    """The problems found in what was given, code to message and hint."""
    with pytest.raises(Refusal) as refusal:
        begin(STATES, given)
    return {problem.code: str(problem) for problem in refusal.value.problems}


def test_concentrations_become_amounts() -> None:
    """A concentration times the volume is the amount in the vessel."""
    values = begin(STATES, GIVEN)
    assert (values["glucose"], values["product"]) == (7500.0, 100.0)


def test_amounts_are_taken_as_they_are() -> None:
    """An amount needs no conversion."""
    assert begin(STATES, {"volume": 50.0, "glucose": 7500.0})["glucose"] == 7500.0


def test_viability_says_how_many_are_dead() -> None:
    """3e6 viable cells/mL at 75 % go with 1e6 dead ones."""
    values = begin(STATES, {"volume": 10.0, "viable density": 3.0, "viability": 75.0})
    assert (values["viable"], values["dead"]) == (30.0, pytest.approx(10.0))


@pytest.mark.parametrize("name", sorted(givable(STATES)))
def test_everything_givable_is_used(name: str) -> None:
    """Each name that may be given changes how the vessel begins, in amounts of the head."""
    plain = begin(STATES, {"volume": 50.0, "viable": 1.0})
    also = {"volume": 50.0, "viable": 1.0, name: 0.5}
    if name == "viable density":
        del also["viable"]
    assert begin(STATES, also) != plain


def test_all_problems_at_once() -> None:
    """Every mistake is named, not the first alone."""
    with pytest.raises(Refusal) as refusal:
        begin(STATES, {"volum": 5.0, "temperature": 900.0, "lactate concentration": -1.0})
    codes = [problem.code for problem in refusal.value.problems]
    assert codes == ["unknown-name", "out-of-bounds", "out-of-bounds"]
    assert "volume" in str(refusal.value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1e-300, 1e300])
def test_odd_numbers_are_refused(value: float) -> None:
    """What is not a number within the bounds never reaches the plant."""
    assert "out-of-bounds" in refused({"volume": value})


def test_concentration_without_volume() -> None:
    """A concentration in an empty vessel is a mistake, zero of it is not."""
    assert "give the initial volume" in refused({"titre": 1.0})["no-volume"]
    assert begin(STATES, {"titre": 0.0})["product"] == 0.0


def test_given_twice() -> None:
    """The same thing said in two ways is refused."""
    assert "glucose" in refused({**GIVEN, "glucose": 1.0})["given-twice"]
    assert "viability" in refused({"volume": 1.0, "viability": 90.0, "dead": 1.0})["given-twice"]


def test_no_viability_at_all() -> None:
    """A viability of zero cannot say how many dead cells there are."""
    assert "dead density" in refused({"volume": 1.0, "viability": 0.0})["out-of-bounds"]


def test_outputs_cannot_be_given() -> None:
    """A weight follows from the volume; it is not given."""
    assert "weight" in refused({"weight": 10.0})["unknown-name"]


def test_also_is_left_to_the_kind() -> None:
    """A kind's own names are checked against their bounds, and not made into states."""
    also = (STATES[1],)
    values = begin(STATES, {"temperature": 30.0}, also)
    assert list(values) == [field.name for field in STATES]


def test_slot_by_name() -> None:
    """A slot is found by its name, and there is no default for a name that is not there."""
    assert slot(STATES, "volume") == 0
    with pytest.raises(KeyError):
        slot(STATES, "colour")


@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf])
def test_finite_sees_every_slot(broken: float) -> None:
    """A value that is not finite is seen in each slot of the span, and nowhere else."""
    for place in range(6):
        y = [1e308, -1e308, 0.0, 5e-324, 1.0, 2.0]
        y[place] = broken
        assert finite(y, 1, 4) == (0 if 1 <= place <= 4 else 1)


@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf])
def test_finite_knows_enormous_numbers(broken: float) -> None:
    """Slots whose sum no number is large enough for are finite, unless one of them is not."""
    y = [1e308] * 11
    assert finite(y, 0, 11) == 1
    for place in range(11):
        assert finite([*y[:place], broken, *y[place + 1 :]], 0, 11) == 0


def test_empty_vessel_shows_zero() -> None:
    """Nothing given: an empty vessel, whose outputs are finite zeros."""
    values = VESSEL.initial(defaults(PARAMETERS), {})
    assert values["glucose concentration"] == 0.0
    assert values["weight"] == values["level"] == 0.0
