"""Makes the golden logs of the present format and physics edition that are not there yet.

    python tests/golden/make.py

A golden log is never changed or removed. Run this once for a new edition or scenario, look at what
it made, and commit it.
"""

from __future__ import annotations

import json
from pathlib import Path

from simulator.scenario.library import names, read, read_script, scripts
from simulator.session.live import Live, Signature
from simulator.session.operator import IdleOperator, Operator, run_session
from simulator.session.record import FORMAT, PHYSICS_EDITION
from simulator.session.script import ScriptedOperator

HERE = Path(__file__).resolve().parent
NOTED = HERE / "noted.json"
LONGEST_MS = 5 * 3_600_000
SEED = 20261122
STAMP = "2026-11-22T12:00:00.000Z"


def make(scenario: str, path: Path) -> dict[str, object]:
    """Live the first hours of a scenario with its expert; return what to note of the log."""
    live = Live.begin(
        read(scenario), path, Signature("golden"), seed=SEED, stamp=lambda: STAMP, language="en"
    )
    live.settle()
    expert: Operator = IdleOperator()
    if any(name.endswith("expert") for name in scripts(scenario)):
        file, text = read_script("expert", scenario)
        expert = ScriptedOperator(text, file, live.names)
    run_session(live, expert, LONGEST_MS)
    noted = {"digest": live.digest(), "now": live.now, "results": live.results()}
    head = live.seal("golden")
    return {"format": FORMAT, "physics": PHYSICS_EDITION, "head": head, **noted}


def main() -> None:
    """Make what is missing."""
    noted = json.loads(NOTED.read_text()) if NOTED.exists() else {}
    for scenario in names():
        name = f"{scenario}-{FORMAT}-{PHYSICS_EDITION}.log"
        if name not in noted:
            noted[name] = make(scenario, HERE / name)
            print(name)
    NOTED.write_text(json.dumps(noted, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
