"""Sterilising in place: saturated steam, F0, air that stays, a trap that fails, and a vacuum."""

from __future__ import annotations

import math
import random

import pytest
from closure import close
from findings import Finding

from simulator.equipment.preparation.saturation import (
    lethal_rate,
    saturation_pressure,
    saturation_temperature,
)
from simulator.equipment.preparation.sterilised import STERILISED_VESSEL as KIND
from simulator.equipment.preparation.sterilised import count
from simulator.equipment.unit import defaults

TABLE = "equipment/preparation/saturation"
MODEL = "equipment/preparation/sterilised"
IF97 = "IAPWS-IF97, region 4"
PLACES = ("drain", "line", "sample", "filter")
NAMES = {field.name: slot for slot, field in enumerate(KIND.states)}


class Vessel:
    """A sterilised vessel on a bench, its steam valve held to a pressure."""

    def __init__(self, **given: float) -> None:
        plain = {name.replace("_", " "): value for name, value in given.items()}
        parameters = defaults(KIND.parameters)
        parameters |= {name: plain.pop(name) for name in tuple(plain) if name in parameters}
        values = KIND.initial(parameters, plain)
        self.y = [values[field.name] for field in KIND.states]
        self.p = [parameters[field.name] for field in KIND.parameters]
        self.scan = 0

    def __getitem__(self, name: str) -> float:
        return self.y[NAMES[name]]

    def __setitem__(self, name: str, value: float) -> None:
        self.y[NAMES[name]] = value

    def run(self, seconds: int, pressure: float | None = None, dt: float = 1.0) -> Vessel:
        """Advance, with steam enough to come to a pressure (bar) if one is given."""
        for _ in range(round(seconds / dt)):
            if pressure is not None:
                short = (pressure - self["pressure"]) / 0.2
                self["steam flow"] = 80.0 * min(max(short, 0.0), 1.0)
            KIND.step(self.y, self.p, 0, 0, dt, int(self.scan % 10 == 0))
            self.scan += 1
        return self

    def heated(self, bleed: bool = True) -> Vessel:
        """Bring it to 122 degC as the work instruction has it, or without letting the air out."""
        self["air bleed"] = 100.0 if bleed else 0.0
        self.run(420, 1.18)
        self["air bleed"] = 0.0
        return self.run(480, 1.18)


def test_saturated_steam(finding: Finding) -> None:
    """Verification: the values that the standard prints to check a program by."""
    for kelvin, bar in ((300.0, 0.0353658941), (500.0, 26.3889776)):
        finding(
            saturation_pressure(kelvin - 273.15),
            bar,
            model=TABLE,
            source=IF97,
            against="IAPWS R7-97, table 35",
            quantity=f"pressure at {kelvin:g} K (bar)",
            tolerance=1e-6,
        )
    for bar, kelvin in ((1.0, 372.755919), (10.0, 453.035632)):
        finding(
            saturation_temperature(bar) + 273.15,
            kelvin,
            model=TABLE,
            source=IF97,
            against="IAPWS R7-97, table 36",
            quantity=f"temperature at {bar:g} bar (K)",
            tolerance=1e-6,
        )
    for warmth in (5.0, 60.0, 99.0, 121.1, 134.0):
        assert saturation_temperature(saturation_pressure(warmth)) == pytest.approx(warmth)


def counted(begins: float, ends: float, minutes: float) -> float:
    """F0 as the vessel counts it, each second, while all places warm from one to another."""
    vessel = Vessel()
    seconds = round(60 * minutes)
    for name in PLACES:
        vessel[f"{name} lethality"] = lethal_rate(begins)
    for second in range(1, seconds + 1):
        for name in PLACES:
            vessel[f"{name} temperature"] = begins + (ends - begins) * second / seconds
        count(vessel.y, vessel.p, 0, 0, 0.0, 1.0)
    return vessel["least F0"]


def test_f0(finding: Finding) -> None:
    """Verification: F0 of two holds and of a ramp against the integral in closed form."""
    ramp = 10.0 / math.log(10.0) * (1.0 - 10.0**-2.11)
    for what, found, exact in (
        ("15 min at 121.1 degC", counted(121.1, 121.1, 15.0), 15.0),
        ("30 min at 118 degC", counted(118.0, 118.0, 30.0), 30.0 * 10.0**-0.31),
        ("100 to 121.1 degC at 1 K/min", counted(100.0, 121.1, 21.1), ramp),
    ):
        finding(
            found,
            exact,
            model=MODEL,
            source="z = 10 K, 121.1 degC",
            against="closed form",
            quantity=f"F0 of {what} (min)",
            tolerance=1e-3,
        )


def test_a_hold_sterilises(finding: Finding) -> None:
    """Air bled off: within 15 min all places are hot, and after half an hour it is sterile."""
    vessel = Vessel().heated()
    assert vessel["coldest temperature"] > 121.1
    assert vessel["air share"] < 0.5
    finding(
        vessel["temperature"],
        vessel["saturation temperature"],
        model=MODEL,
        source=IF97,
        against="saturation at its pressure",
        quantity="gas in a hold",
        within=0.2,
        unit="K",
    )
    assert vessel["sterile"] == 0.0
    vessel.run(1800, 1.18)
    assert vessel["sterile"] == 1.0
    assert vessel["least F0"] > 30.0
    assert vessel["log reduction"] == pytest.approx(vessel["least F0"] / 2.0)


def test_the_heat_balance_closes(finding: Finding) -> None:
    """Verification: in a hold, what condenses is what shell and places lose."""
    vessel = Vessel(carried_condensate=0.0).heated().run(900, 1.18)
    before = vessel["supplied steam"]
    vessel.run(600, 1.18)
    shell = 15.0 * (vessel["shell temperature"] - 20.0)
    places = sum(0.3 * (vessel[f"{name} temperature"] - 20.0) for name in PLACES)
    finding(
        vessel["supplied steam"] - before,
        (shell + places) * 600.0 / 2.2e6,
        model="equipment/preparation/steam_heat",
        source="energy balance",
        against="heat lost to the hall by the latent heat",
        quantity="steam used in 10 min of a hold (kg)",
        tolerance=2e-3,
    )


def test_air_that_stays_keeps_it_cold() -> None:
    """Without the bleed pressure is there and temperature is not: the gap tells it."""
    vessel = Vessel().heated(bleed=False)
    assert vessel["pressure"] > 1.1
    assert vessel["saturation temperature"] - vessel["temperature"] > 2.0
    assert vessel.run(2400, 1.18)["sterile"] == 0.0


@pytest.mark.parametrize("place", PLACES)
def test_a_blocked_trap_is_a_cold_spot(place: str) -> None:
    """Water covers that place alone: 118 degC where all others are at 122."""
    vessel = Vessel()
    vessel[f"{place} trap blockage"] = 1.0
    vessel.heated().run(900, 1.18)
    others = [vessel[f"{name} temperature"] for name in PLACES if name != place]
    assert min(others) > 121.5
    assert 115.0 < vessel[f"{place} temperature"] < 120.0
    assert vessel["coldest temperature"] == vessel[f"{place} temperature"]
    assert vessel.run(1800, 1.18)["sterile"] == 0.0


def test_a_trap_that_fails_in_the_hold_begins_it_again() -> None:
    """The time starts from zero when one place falls under 121.1, and runs on once it is back."""
    vessel = Vessel().heated().run(600, 1.18)
    held = vessel["hold time"]
    assert held > 8.0
    vessel["sample trap blockage"] = 1.0
    vessel.run(1500, 1.18)
    assert vessel["hold time"] == 0.0
    vessel["sample trap blockage"] = 0.0
    vessel.run(900, 1.18)
    assert 0.0 < vessel["hold time"] < held + 5.0


def test_f0_counts_from_the_beginning_of_a_cycle() -> None:
    """What a cycle counted that was broken off is not added to the next."""
    vessel = Vessel().heated().run(300, 1.18)
    counted_before = vessel["least F0"]
    assert counted_before > 3.0
    vessel["steam flow"], vessel["cooling flow"], vessel["air flow"] = 0.0, 40.0, 200.0
    vessel.run(900)
    vessel["cooling flow"], vessel["air flow"], vessel["air bleed"] = 0.0, 0.0, 100.0
    vessel.run(240, 1.18)
    assert vessel["temperature"] > 100.0
    assert vessel["least F0"] < 0.5 * counted_before


def cooled(air: float) -> Vessel:
    """A sterile vessel that is cooled with so much sterile air (L/min) for a quarter."""
    vessel = Vessel().heated().run(1900, 1.18)
    assert vessel["sterile"] == 1.0
    vessel["steam flow"], vessel["cooling flow"], vessel["air flow"] = 0.0, 40.0, air
    return vessel.run(900)


def test_cooling_draws_a_vacuum_and_the_hall_in() -> None:
    """Steam that condenses must be replaced by sterile air, or the seals let the hall's in."""
    good, bad = cooled(300.0), cooled(0.0)
    assert good["sterile"] == 1.0
    assert good["drawn in"] == 0.0
    assert good["pressure"] > 0.2
    assert bad["sterile"] == 0.0
    assert bad["drawn in"] > 1.0
    assert bad["pressure"] < -0.2


def test_pure_steam_cools_to_its_own_pressure(finding: Finding) -> None:
    """Verification: a tight vessel of steam alone is, when cold, at saturation of its wall."""
    vessel = Vessel(seal_leak=0.0, air=0.0, steam=0.36, temperature=122.0, shell_temperature=122.0)
    vessel["cooling flow"] = 5.0
    vessel.run(1500)
    finding(
        vessel["pressure"] + 1.01325,
        saturation_pressure(vessel["shell temperature"]),
        model=MODEL,
        source=IF97,
        against="saturation at the wall",
        quantity="pressure after cooling",
        within=0.01,
        unit="bar",
    )


def test_steam_is_conserved(finding: Finding) -> None:
    """Under random valves, faults and scan times all steam is gas, water or gone, to 1e-9."""
    rng = random.Random(3)
    for _ in range(6):
        vessel = Vessel()
        for _ in range(25):
            vessel["steam flow"] = rng.choice((0.0, 5.0, 60.0, 300.0))
            vessel["air bleed"] = rng.choice((0.0, 10.0, 100.0))
            vessel["cooling flow"] = rng.choice((0.0, 0.0, 60.0))
            vessel["air flow"] = rng.choice((0.0, 100.0))
            vessel[f"{rng.choice(PLACES)} trap blockage"] = rng.choice((0.0, 0.7, 1.0))
            vessel.run(40, dt=rng.choice((0.5, 1.0, 2.0)))
            assert vessel["steam"] >= 0.0
        water = [vessel[f"{name} condensate"] for name in PLACES[1:]]
        there = math.fsum([vessel["steam"], vessel["volume"], *water])
        gone = vessel["vented steam"] + vessel["discharged condensate"]
        supplied = {"steam": vessel["supplied steam"]}
        close(finding, MODEL, "sterilised vessel", supplied, {"steam": there + gone})
