"""What a filter keeps of virus and bioburden, and what an integrity test says of it."""

from __future__ import annotations

import math

import pytest
from downstream_rig import Train
from findings import Finding

SOUND = {"wetted": 1.0}


def filtering(kind: str, given: dict[str, float], **fed: float) -> Train:
    """A tank, a filter of default size and a pool."""
    train = Train().tank("feed", volume=1000.0, **fed).tank("pool")
    train.unit("filter", kind, given)
    return train.line("out", "feed", "pool", "filter")


def on_gas(given: dict[str, float], pressure: float, defect: float = 0.0) -> Train:
    """A sterile filter a minute after gas came on at this pressure."""
    train = filtering("sterile filter", given)
    train["filter.test pressure"], train["filter.defect"] = pressure, defect
    return train.run(60.0)


def passed(pause: float) -> Train:
    """A run in two halves with a pause of so many seconds between."""
    train = filtering(
        "virus filter", SOUND, retrovirus_concentration=1e6, parvovirus_concentration=1e6
    )
    train["out.flow demand"] = 1e5
    train.run(1800.0)
    train["filter.feed pressure"] = 0.0
    train.run(pause)
    train["filter.feed pressure"] = 2.0
    return train.run(1800.0)


def test_a_pause_lets_parvovirus_by() -> None:
    """A pause costs more the longer it is, of parvovirus; size alone holds back retrovirus."""
    runs = [passed(pause) for pause in (0.0, 60.0, 600.0, 3600.0)]
    small = [train["pool.parvovirus"] for train in runs]
    assert small == sorted(small)
    assert small[3] > 5.0 * small[0]
    large = [train["pool.retrovirus"] for train in runs]
    assert large[3] == pytest.approx(large[0], rel=1e-3)
    assert large[0] < 0.2 * small[0]


def test_the_reduction_is_what_is_said() -> None:
    """A fresh virus filter lets by one retrovirus in a million, and one parvovirus in 1e5."""
    train = filtering(
        "virus filter", SOUND, retrovirus_concentration=1e6, parvovirus_concentration=1e6
    )
    train["out.flow demand"] = 20.0
    train.run(1800.0)
    for name, share in (("retrovirus", 1e-6), ("parvovirus", 1e-5)):
        came = 1e9 - train[f"feed.{name}"]
        out = train[f"pool.{name}"] + train[f"filter.held {name}"]
        assert out == pytest.approx(share * came, rel=1e-6)
    assert train["filter.log reduction"] == pytest.approx(5.0)


def test_a_sound_filter_passes_its_test() -> None:
    """Below the bubble point gas only diffuses; above it, it blows through."""
    quiet, blown = on_gas(SOUND, 2.76), on_gas(SOUND, 3.8)
    assert quiet["filter.gas flow"] == pytest.approx(27.6, rel=0.01)
    assert quiet["filter.bubbles at"] == 0.0
    assert 3.45 < blown["filter.bubbles at"] <= 3.8
    assert blown["filter.gas flow"] > 1000.0


def test_product_shows_in_the_bubble_point_alone() -> None:
    """Gas diffuses through a filter full of product as through one full of water."""
    water, product = (
        on_gas({**SOUND, "held volume": 1.0, "held product": grams}, 2.0) for grams in (0.0, 10.0)
    )
    assert product["filter.bubble point"] < 0.85 * water["filter.bubble point"]
    assert product["filter.gas flow"] == water["filter.gas flow"]


def test_a_virus_filter_is_tested_by_forward_flow() -> None:
    """At all the gas there is neither hole nor product makes it bubble; its flow shows a hole."""
    trains = []
    for defect, product in ((0.0, 0.0), (0.0, 20.0), (1.0, 20.0)):
        train = filtering("virus filter", {**SOUND, "held volume": 2.0, "held product": product})
        train["filter.test pressure"], train["filter.defect"] = 10.0, defect
        trains.append(train.run(60.0))
    assert [train["filter.bubbles at"] for train in trains] == [0.0] * 3
    assert trains[0]["filter.bubble point"] == pytest.approx(37.9, abs=0.1)
    sound, full, broken = (train["filter.gas flow"] for train in trains)
    assert sound == full
    assert broken > 10.0 * sound


def test_dry_and_broken_look_alike_until_wetted() -> None:
    """Both fail; flushing mends the dry filter and not the broken one."""
    dry, broken = on_gas({"wetted": 0.3}, 2.76), on_gas(SOUND, 2.76, defect=0.3)
    for train in (dry, broken):
        assert train["filter.gas flow"] > 60.0
        train["filter.test pressure"] = 0.0
        train.run(60.0)
        train["out.flow demand"] = 600.0
        train.run(300.0)
        train["out.flow demand"] = 0.0
        train["filter.test pressure"] = 2.76
        train.run(60.0)
    assert dry["filter.gas flow"] < 30.0
    assert broken["filter.gas flow"] > 60.0


def test_pressure_hold(finding: Finding) -> None:
    """Verification: gas that diffuses out of a closed housing falls as an exponential (0.1 %).

    At first 20 mL/min from 2 L: 101 mbar in ten minutes, less what falls with the pressure.
    """
    train = filtering("sterile filter", SOUND)
    train["filter.test pressure"] = 2.0
    train.run(60.0)
    began = train["filter.gas pressure"]
    assert train["filter.gas flow"] == pytest.approx(20.0, rel=1e-3)
    train["filter.test isolated"] = 1.0
    train.run(600.0)
    fall = began - train["filter.gas pressure"]
    finding(
        fall,
        began * (1.0 - math.exp(-10.0 * 10.0 * 1.01325 / 2000.0)),
        model="equipment/downstream/filter",
        source="Fick; Boyle",
        against="closed form, pressure hold",
        quantity="fall of pressure in ten minutes",
        tolerance=1e-3,
        unit="bar",
    )
    assert fall == pytest.approx(0.1013, rel=0.03)


def test_forward_flow(finding: Finding) -> None:
    """Verification: diffusion goes with pressure, and is more where fewer pores are wet (0.1 %)."""
    for wetted, pressure in ((1.0, 1.5), (1.0, 2.76), (0.9, 2.0)):
        finding(
            on_gas({"wetted": wetted}, pressure)["filter.gas flow"],
            10.0 * pressure / (0.2 + 0.8 * wetted),
            model="equipment/downstream/filter",
            source="Fick",
            against="D A P over the wetted part",
            quantity="gas flow below the bubble point",
            tolerance=1e-3,
            unit="mL/min",
        )


def test_bubble_point(finding: Finding) -> None:
    """Verification: 4 k g cos/d of the largest pore and of what wets it (0.1 %)."""
    for product, tension in ((0.0, 72.0), (9.0, 72.0 - 18.0 * 0.9)):
        for size, cosine in ((0.22, 1.0), (0.45, 0.94)):
            train = Train().tank("feed", volume=100.0, titre=product).tank("pool")
            own = {"pore size": size, "contact angle cosine": cosine}
            train.unit("filter", "sterile filter", SOUND, own).line("out", "feed", "pool", "filter")
            train["out.flow demand"] = 600.0
            train.run(60.0)
            train["out.flow demand"] = 0.0
            train["filter.test pressure"] = 2.0
            train.run(30.0)
            finding(
                train["filter.bubble point"],
                1e-5 * 4.0 * 0.2635 * 1e-3 * tension * cosine / (1e-6 * size),
                model="equipment/downstream/filter",
                source="ASTM F316",
                against="closed form, water and product",
                quantity="bubble point",
                tolerance=1e-3,
                unit="bar",
            )


def test_a_sound_filter_full_of_product_fails_until_it_is_flushed() -> None:
    """Validation: water 3.45 bar and more in 0.22 um; with product in it, gas comes at 2.76 bar."""
    train = filtering("sterile filter", SOUND, titre=50.0).tank("water", volume=100.0)
    train.line("flush", "water", "pool", "filter")
    train["out.flow demand"] = 600.0
    train.run(60.0)
    train["out.flow demand"] = 0.0
    train["filter.test pressure"] = 2.76
    train.run(60.0)
    assert train["filter.bubbles at"] > 0.0
    train["filter.test pressure"] = 0.0
    train.run(60.0)
    train["flush.flow demand"] = 600.0
    train.run(60.0)
    train["flush.flow demand"] = 0.0
    train["filter.test pressure"] = 2.76
    train.run(60.0)
    assert train["filter.bubbles at"] == 0.0
    assert 3.40 < train["filter.bubble point"] < 3.46


def test_a_hole_passes_what_a_membrane_keeps() -> None:
    """Bioburden comes through a hole by its size; through a sound membrane, none does."""
    passed = []
    for defect in (0.0, 0.3, 1.0):
        train = filtering("sterile filter", SOUND, bioburden_concentration=1e6)
        train["filter.defect"] = defect
        train["out.flow demand"] = 600.0
        train.run(300.0)
        passed.append(train["pool.bioburden"] + train["filter.held bioburden"])
    came = 1e9 - train["feed.bioburden"]
    assert passed[0] < 1e-8 * came
    assert passed[1] == pytest.approx(0.3 * passed[2], rel=1e-3)
    assert passed[2] == pytest.approx(1e-3 * came, rel=1e-3)


def test_gas_keeps_the_liquid_out() -> None:
    """No liquid passes while test gas is on the filter."""
    train = on_gas(SOUND, 2.0)
    train["out.flow demand"] = 100.0
    train.run(10.0)
    assert train["out.moved"] == 0.0
