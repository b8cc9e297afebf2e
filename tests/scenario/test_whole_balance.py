"""The balance of whole batches: from the vial, or the cells, to the bulk and to the waste.

An expert runs each to its end, as ``cuve run NAME --operator expert`` does: a minute of computing,
so the ordinary suite leaves it out. ``cuve bench batch`` tells the worst of it too.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from findings import Finding

from simulator.cli.headless import begin
from simulator.session.operator import run_session

MADE = {"aav-batch": "full capsids", "vial-to-bulk": "product"}
"""What each batch is run for."""


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(MADE))
def test_everything_balances_from_the_vial_to_the_waste(
    name: str, tmp_path: Path, finding: Finding
) -> None:
    """Verification: every sum closes to 1e-9, and all of the product was made on the way."""
    options = {
        "scenario": name,
        "operator_name": "expert",
        "script": None,
        "seed": None,
        "language": "en",
        "who": "",
        "resume": False,
        "log_path": str(tmp_path / "whole.log"),
        "as_json": True,
    }
    live, operator = begin(options, tmp_path / "whole.log")
    run_session(live, operator)
    told = {one["name"]: one for one in live.results()["balance"]}
    for one in told.values():
        finding(
            one["off"],
            0.0,
            model="plant/balance",
            source="conservation of mass",
            against="all there was, came and was made, less what is there and has gone",
            quantity=f"{name}: {one['name']} lost from the vial to the waste, as a share",
            within=1e-9,
            unit="",
        )
    assert {"volume", "cells", "DNA", "glucose", "oxygen", "carbon"} <= set(told)
    assert told[MADE[name]]["made"] > 0.9 * told[MADE[name]]["now"]
    assert told["oxygen"]["vented"] < 0.0 < told["carbon"]["vented"]
