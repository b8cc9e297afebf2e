"""How a bioreactor begins, and a whole fed-batch of a 2000 L vessel."""

from __future__ import annotations

import pytest
from findings import Finding
from reactor import PARAMETER, UNITS, Reactor

from simulator.equipment.bioreactor.parameters import PARAMETERS
from simulator.equipment.bioreactor.reactor import BIOREACTOR
from simulator.equipment.bioreactor.states import SLOTS
from simulator.language.problem import Refusal


def test_tables_and_slots_agree() -> None:
    """There is a field for every slot, and no name stands twice."""
    assert len(BIOREACTOR.states) == SLOTS
    assert len({field.name for field in PARAMETERS}) == len(PARAMETERS)


def test_usual_beginning() -> None:
    """A filled reactor begins at 37 degC, pH 7.0, 40 mmHg, 50 % oxygen and 290 mOsm/kg."""
    reactor = Reactor({**UNITS})
    assert reactor["temperature"] == 37.0
    assert reactor["jacket temperature"] == 37.0
    assert reactor["pH"] == pytest.approx(7.0)
    assert reactor["carbon dioxide pressure"] == pytest.approx(40.0)
    assert reactor["dissolved oxygen"] == pytest.approx(50.0)
    assert reactor["osmolality"] == pytest.approx(290.0)
    assert reactor["pressure"] == pytest.approx(0.0, abs=1e-9)
    assert reactor["off-gas oxygen"] == pytest.approx(20.95)
    assert reactor["viability"] == pytest.approx(97.0)


def test_given_beginning() -> None:
    """What an author says of gas, acid and salt is what the reactor then shows."""
    said = {"pH": 6.85, "carbon dioxide pressure": 95.0, "dissolved oxygen": 33.0}
    said |= {"osmolality": 345.0, "pressure": 120.0, "temperature": 34.0}
    reactor = Reactor({**UNITS, **said})
    for name, value in said.items():
        assert reactor[name] == pytest.approx(value, rel=1e-9), name


def test_ph_from_the_strong_ion() -> None:
    """With the strong ion given the pH follows, from the carbon or from the carbon dioxide."""
    first = Reactor({**UNITS, "pH": 7.13, "carbon dioxide pressure": 66.0})
    litres = first["volume"]
    strong = {"strong ion concentration": first["strong ion"] / litres}
    under = Reactor({**UNITS, **strong, "carbon dioxide pressure": 66.0})
    assert under["pH"] == pytest.approx(7.13, abs=1e-9)
    closed = Reactor({**UNITS, **strong, "carbon": first["carbon"]})
    assert closed["pH"] == pytest.approx(7.13, abs=1e-6)
    assert closed["carbon dioxide pressure"] == pytest.approx(66.0, rel=1e-5)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"pH": 7.0, "strong ion concentration": 20.0}, "given-twice"),
        ({"dissolved oxygen": 40.0, "oxygen": 100.0}, "given-twice"),
        ({"carbon dioxide pressure": 40.0, "carbon concentration": 10.0}, "given-twice"),
        ({"osmolality": 300.0, "solutes": 1.0}, "given-twice"),
        ({"pH": 7.0, "hydrogen ion": 1e-4}, "given-twice"),
        ({"osmolality": 20.0}, "out-of-bounds"),
        ({"volume": 2700.0}, "overfull"),
        ({"pH": 1.0}, "out-of-bounds"),
        ({"kla": 3.0}, "unknown-name"),
        ({"nonsense": 3.0}, "unknown-name"),
    ],
)
def test_refusals(given: dict[str, float], code: str) -> None:
    """What cannot be, or is said twice, is refused with a reason."""
    with pytest.raises(Refusal) as caught:
        Reactor({**UNITS, **given})
    assert [problem.code for problem in caught.value.problems] == [code]


FED_BATCH = {
    "volume": 1500.0,
    "temperature": 36.8,
    "jacket temperature": 36.8,
    "viable density": 0.5,
    "glucose concentration": 35.0,
    "glutamine concentration": 8.0,
    "lactate concentration": 0.5,
    "ammonium concentration": 0.5,
    "buffer concentration": 5000.0,
}
STEADY = {
    "environment": 0.0,
    "specific productivity": 25.0,
    "specific oxygen uptake": 0.0,
    "room temperature": 36.8,
    "buffer pKa": 7.0,
}


def fourteen_days(glucose: float, shifted: bool) -> dict[str, float]:
    """Peak, final and largest values of a 2000 L fed-batch, fed 3 % of 1500 L a day from 72 h.

    ``shifted``: at 144 h it is cooled to 34 degC, where cells make half as much again.
    """
    reactor = Reactor(FED_BATCH, STEADY)
    peak, peak_at, lactate = 0.0, 0, 0.0
    for hour in range(1, 337):
        feed = (45.0 / 86400.0, glucose, 10.0) if hour > 72 else None
        if shifted and hour == 145:
            reactor.p[PARAMETER["specific productivity"]] *= 1.5
            reactor.p[PARAMETER["room temperature"]] = 34.0
            reactor.put({"temperature": 34.0, "jacket temperature": 34.0})
        reactor.run_compiled(3600.0, 10.0, feed)
        lactate = max(lactate, reactor["lactate concentration"])
        if reactor["viable density"] > peak:
            peak, peak_at = reactor["viable density"], hour
    return {
        "peak": peak,
        "at": float(peak_at),
        "density": reactor["viable density"],
        "viability": reactor["viability"],
        "lactate": lactate,
        "ammonium": reactor["ammonium concentration"],
        "titre": reactor["titre"],
    }


@pytest.mark.parametrize(
    ("glucose", "shifted", "expected"),
    [
        (150.0, False, (23.6, 285.0, 23.3, 55.0, 18.7, 8.0, 4.89)),
        (250.0, False, (29.7, 333.0, 29.7, 62.0, 21.8, 8.0, 5.67)),
        (150.0, True, (19.1, 201.0, 18.2, 60.0, 18.7, 8.0, 5.90)),
    ],
    ids=["usual feed", "rich feed", "shift to 34 degC"],
)
def test_fourteen_days_of_the_repaired_form(
    glucose: float, shifted: bool, expected: tuple[float, ...], finding: Finding
) -> None:
    """Verification: the repaired culture's fed-batch is an independent solver's, within 2 %."""
    solver = {"model": "equipment/cultures/moller", "source": "Möller et al. 2020, repaired"}
    for (name, found), wanted in zip(
        fourteen_days(glucose, shifted).items(), expected, strict=True
    ):
        said = {"quantity": f"14 d fed-batch, {name}", "against": "a stiff solver, beforehand"}
        finding(found, wanted, tolerance=0.02, **said, **solver)
