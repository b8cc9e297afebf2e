"""A cycle of an affinity column: what it binds, lets go, keeps back, wears and is harmed by."""

from __future__ import annotations

import functools
import random

import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding

FLOW = 300.0
"""L/h through 20 L: four minutes of residence, 300 cm/h."""
VOLUME = 20.0
BED = {"salt in bed": 150.0, "strong ion in bed": -15.0, "tris in bed": 20.0}
BUFFER = {"tris": 20.0, "strong ion": -15.0, "salt": 150.0}
HARVEST = {
    "product": 4.9,
    "aggregate": 0.1,
    "host cell protein": 500.0,
    "DNA": 20.0,
    "retrovirus": 1000.0,
    "parvovirus": 1000.0,
    "salt": 100.0,
    "tris": 20.0,
    "strong ion": -15.0,
}
ELUENT = {"acetate": 6.0, "strong ion": 5.0}
CAUSTIC = {"strong ion": 200.0}
KEEPERS = (" in cell ", " on beads ", " in tank ")


def skid(**parameters: float) -> Train:
    """A column with tanks of harvest, buffer, eluent and caustic, a pool and a waste tank."""
    train = Train()
    for tag, what in (
        ("harvest", HARVEST),
        ("buffer", BUFFER),
        ("eluent", ELUENT),
        ("caustic", CAUSTIC),
    ):
        train.tank(tag, volume=2000.0)
        for name, amount in what.items():
            train[f"{tag}.{name}"] = 2000.0 * amount
    train.tank("pool").tank("waste")
    own = {name.replace("_", " "): value for name, value in parameters.items()}
    train.unit("column", "affinity column", BED, own)
    for tag in ("harvest", "buffer", "eluent", "caustic"):
        train.line(tag[0], tag, "waste", "column")
    return train.line("p", "eluent", "pool", "column")


def run(train: Train, tag: str, volumes: float, flow: float = FLOW, dt: float = 1.0) -> Train:
    """Lead so many column volumes through the column by one line, and stop."""
    train[f"{tag}.flow demand"] = flow
    train.run(volumes * VOLUME * 3600.0 / flow, dt)
    train[f"{tag}.flow demand"] = 0.0
    return train


def all_of(train: Train, name: str) -> float:
    """Everything there is of a component, in tanks and column."""
    inside = [
        train.y[at]
        for full, at in train.index.items()
        if any(full.startswith(f"column.{name}{where}") for where in KEEPERS)
    ]
    if name == "debris":
        inside.append(train["column.kept debris"])
    return train.total(name) + sum(inside)


@functools.cache
def cycle() -> dict[str, float]:
    """One cycle at 40 g per litre of bed, pooled by the UV; what was read on the way."""
    train = skid()
    seen: dict[str, float] = {}
    run(train, "h", 8.0)
    seen["UV of what flows through"] = train["column.UV"]
    seen["bound"] = train["column.bound product"]
    seen["given"] = 8.0 * VOLUME * 5.0
    run(train, "b", 5.0)
    seen["UV after the wash"] = train["column.UV"]
    seen["lost"] = train["waste.product"] + train["waste.aggregate"]
    train["e.flow demand"] = FLOW
    for _ in range(480):
        train.run(2.0)
        if train["column.UV"] > 0.1:
            break
    train["e.flow demand"] = 0.0
    train["p.flow demand"] = FLOW
    for _ in range(480):
        train.run(2.0)
        if train["column.UV"] < 0.1:
            break
    train["p.flow demand"] = 0.0
    train.run(10.0)
    for name in ("volume", "product", "aggregate share", "host cell protein ratio"):
        seen[name] = train[f"pool.{name}"]
    for name in ("DNA ratio", "leached ligand ratio", "retrovirus", "parvovirus"):
        seen[name] = train[f"pool.{name}"]
    seen["pH of the pool"] = train["column.pH"]
    run(train, "c", 3.0)
    seen["caustic pH"] = train["column.pH"]
    seen["capacity"] = train["column.capacity left"]
    seen["cycles"] = train["column.cycles"]
    run(train, "b", 5.0)
    seen["pH at the end"] = train["column.pH"]
    seen["left"] = train["column.bound product"]
    return seen


def test_a_cycle_is_what_the_field_knows(finding: Finding) -> None:
    """Validation: yield, pool, impurities and pH of a cycle lie where those of the field do."""
    seen = cycle()
    of = {
        "model": "equipment/downstream/column",
        "source": "engineering fit",
        "against": "usual ranges of protein A capture",
        "kind": "validation",
    }
    finding(
        100.0 * seen["product"] / (0.98 * seen["given"]),
        96.5,
        quantity="yield of a cycle",
        within=2.5,
        unit="%",
        **of,
    )
    finding(
        seen["volume"] / VOLUME,
        2.25,
        quantity="volume of the pool in column volumes",
        within=0.75,
        **of,
    )
    ratio = seen["host cell protein ratio"]
    finding(ratio, 1750.0, quantity="protein in the pool", within=1250.0, unit="ng/mg", **of)
    finding(
        seen["leached ligand ratio"],
        12.5,
        quantity="ligand in the pool",
        within=12.4,
        unit="ng/mg",
        **of,
    )
    finding(seen["pH of the pool"], 3.9, quantity="pH of the pool", within=0.5, **of)


def test_nothing_breaks_through_at_a_usual_load() -> None:
    """At 40 g per litre and four minutes nearly all is bound, and UV tells only impurities."""
    seen = cycle()
    assert seen["bound"] > 0.99 * seen["given"] - 15.0
    assert seen["lost"] < 0.02 * seen["given"]
    assert seen["UV after the wash"] < 0.2 * seen["UV of what flows through"]


def test_the_tail_holds_the_aggregate() -> None:
    """A pool that ends in time has less aggregate than the harvest."""
    assert cycle()["aggregate share"] < 1.9


def test_caustic_cleans_and_wears() -> None:
    """After caustic nothing is bound, a cycle is counted, and a little capacity is gone."""
    seen = cycle()
    assert seen["caustic pH"] > 12.5
    assert seen["left"] < 1e-3
    assert seen["cycles"] == 1.0
    assert 99.7 < seen["capacity"] < 99.95
    assert 7.0 < seen["pH at the end"] < 8.0


def test_too_much_load_breaks_through() -> None:
    """At 80 g per litre the UV rises above what impurities show, and product is lost."""
    train = skid()
    run(train, "h", 8.0)
    quiet = train["column.UV"]
    run(train, "h", 8.0)
    assert train["column.UV"] > 3.0 * quiet
    assert train["waste.product"] > 50.0
    assert train["column.load"] == pytest.approx(80.0, rel=1e-3)


def test_more_residence_binds_more() -> None:
    """At half the flow a column takes more before it breaks through."""
    lost = []
    for flow in (400.0, 200.0):
        train = skid()
        run(train, "h", 13.0, flow)
        lost.append(train["waste.product"])
    assert lost[1] < 0.5 * lost[0]


@pytest.mark.parametrize("beads", [54.0, 85.0])
def test_pressure_is_blake_kozeny(beads: float, finding: Finding) -> None:
    """Verification: the pressure of a clean bed of beads (um), and that it limits the flow."""
    train = skid(bead_diameter=beads)
    run(train, "b", 0.5, 200.0)
    train["b.flow demand"] = 200.0
    train.run(2.0)
    finding(
        train["column.pressure drop"],
        150.0 * 1e-3 * (2.0 / 3600.0) * 0.66**2 * 0.2 / (0.34**3 * (1e-6 * beads) ** 2) / 1e5,
        model="equipment/downstream/column_bed",
        source="Blake-Kozeny",
        against="150 u mu (1 - e)^2 L / (e^3 d^2)",
        quantity=f"pressure drop at 200 cm/h, beads of {beads:g} um",
        tolerance=1e-3,
        unit="bar",
    )
    train["b.flow demand"] = 1e5
    train.run(2.0)
    assert train["column.pressure drop"] == pytest.approx(3.0, rel=1e-6)


def test_air_fills_the_trap_and_then_harms_the_bed() -> None:
    """Air first stands in the trap, then in the bed, where flow from below takes it out again."""
    train = skid()
    train["column.air in feed"] = 20.0
    run(train, "b", 0.05)
    assert train["column.trap level"] < 100.0
    assert train["column.air in bed"] == 0.0
    run(train, "b", 0.2)
    assert train["column.air in bed"] > 0.1
    assert train["column.channels"] > 0.01
    assert train["column.air seen"] > 10.0
    train["column.air in feed"] = 0.0
    train["column.trap vent"] = 1.0
    train["column.upflow"] = 1.0
    run(train, "b", 3.0)
    assert train["column.air in bed"] < 0.002
    assert train["column.trap level"] > 99.0
    assert train["column.disturbed"] > 0.1


def test_a_harmed_bed_breaks_through_early() -> None:
    """Channels let product through long before the bed is full."""
    lost = []
    for harm in (0.0, 0.5):
        train = skid()
        train["column.disturbed"] = harm
        run(train, "h", 11.0)
        lost.append(train["waste.product"])
    assert lost[1] > 3.0 * lost[0]


def test_debris_presses_until_it_is_flushed() -> None:
    """Debris stays on the bed and raises its pressure; flow from below takes it off."""
    train = skid()
    train["harvest.debris"] = 2000.0
    run(train, "h", 3.0)
    train["b.flow demand"] = FLOW
    pressure = []
    for upflow in (0.0, 1.0, 0.0):
        train["column.upflow"] = upflow
        train.run(5.0)
        pressure.append(train["column.pressure drop"])
    assert pressure[0] > 1.3 * pressure[2]


def test_turning_the_flow_moves_nothing() -> None:
    """What leaves from below is what came in last: the bed is turned, nothing is lost."""
    train = skid()
    run(train, "h", 0.1)
    before = all_of(train, "host cell protein")
    train["column.upflow"] = 1.0
    run(train, "b", 0.3)
    assert all_of(train, "host cell protein") == pytest.approx(before, rel=1e-12)
    assert train["waste.host cell protein"] > 0.5 * 0.1 * VOLUME * 500.0


def operated(rng: random.Random) -> tuple[dict[str, float], dict[str, float]]:
    """Each component before and after any operation; ligand with that on the resin."""
    train = skid()
    for name in COMPONENTS:
        if name not in ("lysed", *HARVEST):
            train[f"harvest.{name}"] = 10.0 ** rng.uniform(-1.0, 4.0)
    decays = ("lysed", "functional vector")
    names = [name for name in COMPONENTS if name not in decays]
    before = {name: all_of(train, name) for name in names}
    before["leached ligand"] += train["column.ligand on resin"]
    tags = list(train.rows)
    for _ in range(25):
        for tag in tags:
            train[f"{tag}.flow demand"] = rng.choice((0.0, 0.0, 30.0, 300.0, 3000.0, 1e5))
            train[f"{tag}.leak"] = rng.choice((0.0, 0.0, 0.3))
        train["column.upflow"] = rng.choice((0.0, 1.0))
        train["column.air in feed"] = rng.choice((0.0, 0.0, 30.0))
        train["column.blockage"] = rng.choice((0.0, 0.5))
        train.run(rng.choice((1.0, 10.0)))
        assert min(train[f"column.product in cell {i + 1}"] for i in range(50)) >= 0.0
    after = {name: all_of(train, name) for name in names}
    after["leached ligand"] += train["column.ligand on resin"]
    return before, after


def test_every_component_balances(finding: Finding) -> None:
    """Each component in tanks, bed and losses stays the same under random operation, to 1e-9."""
    for seed in range(4):
        before, after = operated(random.Random(seed))
        close(finding, "equipment/downstream/column", "affinity column", before, after)
