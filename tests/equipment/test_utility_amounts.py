"""Water and what is in it, through a water loop and into a kill tank: every amount is somewhere."""

from __future__ import annotations

import random

from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding


def test_a_water_loop_loses_nothing(finding: Finding) -> None:
    """Verification: volume and each component are there, drawn or lost, with what is distilled."""
    rng = random.Random(4)
    begun = {"volume": 1500.0, "still ready": 1.0}
    train = Train().unit("loop", "water loop", begun).tank("one").tank("other")
    alive = ("lysed", "functional vector", "bioburden")
    names = [name for name in COMPONENTS if name not in alive]
    for name in names:
        if name not in ("salt", "ethanol", "endotoxin"):
            train[f"loop.{name}"] = 10.0 ** rng.uniform(-3.0, 3.0)
    train.line("a", "loop", "one").line("b", "loop", "other").line("back", "one", "loop")
    before = {name: train.total(name) for name in ("volume", *names)}
    salt = train.p[train.places["loop.salt of distillate"]]
    carbon = 1e-6 * train.p[train.places["loop.carbon of distillate"]] / 0.521
    for _ in range(40):
        train["loop.pump speed"] = rng.choice((0.0, 40.0, 100.0))
        train["loop.make-up flow"] = rng.choice((50.0, 100.0, 1000.0))
        train["loop.heating flow"] = rng.choice((0.0, 20.0))
        for tag in train.rows:
            train[f"{tag}.flow demand"] = rng.choice((0.0, 0.0, 500.0, 9000.0))
            train[f"{tag}.leak"] = rng.choice((0.0, 0.0, 0.3))
        train.run(20.0, rng.choice((0.5, 1.0, 5.0)))
    made = train["loop.made"]
    assert made > 5.0
    before |= {
        "volume": before["volume"] + made,
        "salt": before["salt"] + made * salt,
        "ethanol": before["ethanol"] + made * carbon,
    }
    after = {name: train.total(name) for name in before}
    close(finding, "equipment/utilities/water_loop", "water loop", before, after)


def test_a_kill_tank_loses_nothing(finding: Finding) -> None:
    """Verification: volume, cells dead or alive, and what heat leaves alone are there or gone."""
    rng = random.Random(9)
    train = Train().tank("waste", volume=900.0).unit("tank", "kill tank", {"volume": 50.0})
    train.tank("sewer")
    living = ("viable", "dead", "resting", "generations", "lysed")
    turned = (*living, "contaminant", "bioburden", "retrovirus", "parvovirus", "functional vector")
    names = [name for name in COMPONENTS if name not in turned]
    for name in (*names, "viable"):
        train[f"waste.{name}"] = 10.0 ** rng.uniform(-3.0, 4.0)
    train.line("in", "waste", "tank").line("out", "tank", "sewer")

    def amounts() -> dict[str, float]:
        cells = train.total("viable") + train.total("dead")
        return {"cells": cells} | {name: train.total(name) for name in ("volume", *names)}

    before = amounts()
    alive = train.total("viable")
    for _ in range(40):
        train["tank.steam flow"] = rng.choice((0.0, 60.0, 200.0))
        train["tank.cooling flow"] = rng.choice((0.0, 0.0, 60.0))
        train["tank.agitation"] = rng.choice((0.0, 100.0))
        for tag in train.rows:
            train[f"{tag}.flow demand"] = rng.choice((0.0, 0.0, 300.0, 3000.0))
            train[f"{tag}.leak"] = rng.choice((0.0, 0.0, 0.3))
        train.run(60.0, rng.choice((0.5, 1.0, 5.0)))
    assert train.total("viable") < alive
    close(finding, "equipment/utilities/kill_tank", "kill tank", before, amounts())
