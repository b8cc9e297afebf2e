"""Columns of ion exchanger: what they bind at which salt and pH, and let go; nothing is lost."""

from __future__ import annotations

import functools
import random

import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding

FLOW = 300.0
VOLUME = 20.0
KEEPERS = (" in cell ", " on beads ", " in tank ")
ACETATE = {"acetate": 1.8, "strong ion": 25.0}
"""30 mM, pH 5.5, with the salt of each buffer on top."""
TRIS = {"tris": 25.0, "strong ion": -18.0}
"""25 mM, pH 7.6."""
POOL = {
    "product": 9.7,
    "aggregate": 0.3,
    "host cell protein": 10.0,
    "DNA": 0.1,
    "retrovirus": 1.0,
    "parvovirus": 1.0,
    "endotoxin": 1.0,
    "leached ligand": 0.1,
}


def skid(
    kind: str,
    buffer: dict[str, float],
    salts: dict[str, float],
    parameters: dict[str, float] | None = None,
) -> Train:
    """A column with a tank of feed and one of buffer for each salt (mM), a pool and a waste."""
    train = Train()
    for tag, salt in salts.items():
        train.tank(tag, volume=2000.0)
        parts = {**buffer, **(POOL if tag == "feed" else {}), "salt": salt}
        for name, amount in parts.items():
            train[f"{tag}.{name}"] = 2000.0 * amount
    train.tank("caustic", volume=500.0)
    train["caustic.strong ion"] = 500.0 * 1000.0
    train["caustic.salt"] = 500.0 * 1000.0
    train.tank("pool").tank("waste")
    bed = {f"{name} in bed": value for name, value in buffer.items()}
    train.unit("column", kind, {**bed, "salt in bed": salts["feed"]}, parameters)
    for tag in (*salts, "caustic"):
        train.line(f"{tag}>pool", tag, "pool", "column")
        train.line(f"{tag}>waste", tag, "waste", "column")
    return train


def run(train: Train, tag: str, volumes: float, flow: float = FLOW, dt: float = 2.0) -> Train:
    """Lead so many column volumes through the column by one line, and stop."""
    train[f"{tag}.flow demand"] = flow
    train.run(volumes * VOLUME * 3600.0 / flow, dt)
    train[f"{tag}.flow demand"] = 0.0
    return train


def all_of(train: Train, name: str) -> float:
    """Everything there is of a component, in tanks and column."""
    names = ("acidic protein", "basic protein") if name == "host cell protein" else (name,)
    inside = [
        train.y[at]
        for full, at in train.index.items()
        if any(full.startswith(f"column.{one}{where}") for one in names for where in KEEPERS)
    ]
    if name == "debris":
        inside.append(train["column.kept debris"])
    return train.total(name) + sum(inside)


@functools.cache
def bound_and_eluted() -> dict[str, float]:
    """A cation exchanger loaded with 50 g/L, washed, eluted by one step of salt and stripped."""
    train = skid("cation exchange column", ACETATE, {"feed": 15.0, "elute": 150.0, "strip": 1000.0})
    seen: dict[str, float] = {}
    run(train, "feed>waste", 5.0)
    seen["given"] = 5.0 * VOLUME * 10.0
    seen["lost"] = train["waste.product"]
    seen["bound"] = train["column.bound product"]
    run(train, "elute>pool", 4.0)
    for name in ("product", "aggregate", "aggregate share", "host cell protein ratio", "volume"):
        seen[name] = train[f"pool.{name}"]
    run(train, "strip>waste", 1.5)
    seen["stripped"] = train["waste.aggregate"]
    seen["left"] = train["column.bound product"]
    run(train, "caustic>waste", 1.5)
    seen["cycles"] = train["column.cycles"]
    return seen


def test_bind_and_elute_is_what_the_field_knows(finding: Finding) -> None:
    """Validation: yield, aggregate, protein and pool of a step of salt lie where usual."""
    seen = bound_and_eluted()
    of = {
        "model": "equipment/downstream/exchanger",
        "source": "engineering fit",
        "against": "usual ranges of cation exchange in bind-elute",
        "kind": "validation",
    }
    share = 100.0 * seen["product"] / (0.97 * seen["given"])
    finding(share, 95.0, quantity="yield of a step", within=5.1, unit="%", **of)
    finding(seen["aggregate share"], 1.25, quantity="aggregate", within=0.75, unit="%", **of)
    removed = 1000.0 / seen["host cell protein ratio"]
    finding(removed, 5.5, quantity="protein before over after", within=4.5, **of)
    assert seen["lost"] < 1e-3 * seen["given"]
    assert seen["bound"] > 0.95 * seen["given"]
    assert seen["stripped"] > 5.0
    assert seen["left"] < 1e-3
    assert seen["cycles"] == 1.0


def test_a_pool_with_too_much_salt_runs_through() -> None:
    """Product of 150 mM salt is not bound as that of 15 mM is: it is lost while loading."""
    train = skid("cation exchange column", ACETATE, {"feed": 150.0})
    run(train, "feed>waste", 3.0, dt=4.0)
    assert train["waste.product"] > 0.1 * 3.0 * VOLUME * 9.7


def passed(salt: float) -> Train:
    """Three volumes through an anion exchanger, at so much salt (mM)."""
    train = skid("anion exchange column", TRIS, {"feed": salt})
    return run(train, "feed>pool", 3.0, dt=4.0)


def test_an_anion_exchanger_lets_product_through_and_holds_what_is_acidic(
    finding: Finding,
) -> None:
    """Validation: at little salt product passes, and DNA, viruses and endotoxin stay behind."""
    train = passed(30.0)
    of = {
        "model": "equipment/downstream/exchanger",
        "source": "engineering fit",
        "against": "usual ranges of anion exchange in flow-through",
        "kind": "validation",
    }
    fed = 3.0 * VOLUME
    share = 100.0 * train["pool.product"] / (fed * 9.7 - 0.34 * VOLUME * 9.7)
    finding(share, 97.0, quantity="yield before the chase", within=3.1, unit="%", **of)
    for name in ("DNA", "retrovirus", "parvovirus", "endotoxin"):
        assert train[f"pool.{name}"] < 1e-3 * fed * POOL[name]
    assert train["pool.host cell protein"] < 0.4 * fed * POOL["host cell protein"]
    salty = passed(250.0)
    for name in ("retrovirus", "parvovirus"):
        assert salty[f"pool.{name}"] > 0.05 * fed * POOL[name]
    assert salty["pool.host cell protein"] > 2.0 * train["pool.host cell protein"]


@pytest.mark.parametrize("kind", ["cation exchange column", "anion exchange column"])
def test_every_component_balances(kind: str, finding: Finding) -> None:
    """Each component in tanks, bed and losses stays the same under random operation, to 1e-9."""
    rng = random.Random(kind)
    train = skid(kind, ACETATE, {"feed": 15.0, "elute": 300.0})
    for name in COMPONENTS:
        if name not in ("lysed", *POOL, *ACETATE, "salt"):
            train[f"feed.{name}"] = 10.0 ** rng.uniform(-1.0, 4.0)
    names = [name for name in COMPONENTS if name not in ("lysed", "functional vector")]
    before = {name: all_of(train, name) for name in names}
    for _ in range(25):
        for tag in train.rows:
            train[f"{tag}.flow demand"] = rng.choice((0.0, 0.0, 0.0, 30.0, 300.0, 3000.0, 1e5))
            train[f"{tag}.leak"] = rng.choice((0.0, 0.0, 0.3))
        train["column.upflow"] = rng.choice((0.0, 1.0))
        train["column.air in feed"] = rng.choice((0.0, 0.0, 30.0))
        train["column.bad packing"] = rng.choice((0.0, 0.5))
        train["column.packing test"] = rng.choice((0.0, 1.0))
        train.run(rng.choice((1.0, 6.0)))
        for row in ("product in cell", "aggregate on beads", "salt in cell", "DNA in cell"):
            assert min(train[f"column.{row} {i + 1}"] for i in range(50)) >= 0.0
    after = {name: all_of(train, name) for name in names}
    close(finding, "equipment/downstream/exchanger", kind, before, after)


def rested(resting_step: float, seconds: float) -> Train:
    """A bed part loaded, that then stood so long, and on which flow has just begun again."""
    train = skid("cation exchange column", ACETATE, {"feed": 15.0}, {"resting step": resting_step})
    run(train, "feed>waste", 0.6)
    train.run(seconds, 1.0)
    return run(train, "feed>waste", 2.0 * FLOW / 3600.0 / VOLUME)


@pytest.mark.parametrize("seconds", [599.0, 1250.0])
def test_a_bed_at_rest_forgets_no_time_when_flow_begins(seconds: float) -> None:
    """What stood for less than a resting step has exchanged as much when liquid comes again."""
    at_once, in_steps = rested(0.0, seconds), rested(600.0, seconds)
    before = rested(0.0, 0.0)["column.bound product"]
    taken = at_once["column.bound product"] - before
    assert taken > 1.5
    assert in_steps["column.bound product"] - before == pytest.approx(taken, rel=0.1)
    total = all_of(rested(600.0, 0.0), "product")
    assert all_of(in_steps, "product") == pytest.approx(total, rel=1e-9)
