"""Runs one other simulator and prints, as JSON, what it took: a program of its own.

``cuve bench plant`` hands the text of this file to the Python in which the other simulators are
(``CUVE_PEERS_PYTHON``; this one otherwise). So it imports nothing of ours, and each of theirs only
when it is asked for. What cannot be imported is said in one line, and nothing is measured.
"""

from __future__ import annotations

import importlib
import json
import math
import sys
import time
from typing import Any

FED_BATCH_H = 230.0
"""The length of PenSimPy's batch."""
CLOSED_LOOP_H = 12.0
CLOSED_LOOP_STEP_H = 0.01
CULTURE_H = 14 * 24.0
CULTURE_START = {
    "bioreactor.V_start": 0.3,
    "bioreactor.m_start[1]": 0.3 * 0.172,
    "bioreactor.m_start[2]": 0.3 * 0.020,
    "bioreactor.m_start[4]": 0.3 * 17.83,
    "bioreactor.m_start[5]": 0.3 * 3.74,
    "bioreactor.m_start[6]": 0.3 * 0.12,
    "bioreactor.m_start[7]": 0.3 * 0.24,
}
"""Figure 5 of Amribt, Niu, Bogaerts, Biochem Eng J 70 (2013) 196: 1e9 cells and mmol in 0.3 L."""


def pensimpy() -> dict[str, Any]:
    """Run one batch of PenSimPy by its own recipe; return hours, seconds and what it came to."""
    recipe = importlib.import_module("pensimpy.examples.recipe")
    setup = importlib.import_module("pensimpy.peni_env_setup")
    names = importlib.import_module("pensimpy.data.constants")
    profiles = {
        names.FS: names.FS_DEFAULT_PROFILE,
        names.FOIL: names.FOIL_DEFAULT_PROFILE,
        names.FG: names.FG_DEFAULT_PROFILE,
        names.PRES: names.PRESS_DEFAULT_PROFILE,
        names.DISCHARGE: names.DISCHARGE_DEFAULT_PROFILE,
        names.WATER: names.WATER_DEFAULT_PROFILE,
        names.PAA: names.PAA_DEFAULT_PROFILE,
    }
    recipes = {name: recipe.Recipe(profile, name) for name, profile in profiles.items()}
    plant = setup.PenSimEnv(recipe_combo=recipe.RecipeCombo(recipe_dict=recipes))
    began = time.process_time()
    (table, _), _ = plant.get_batches(random_seed=1, include_raman=False)
    took = time.process_time() - began
    rows = table.to_numpy().tolist()
    dry = [i for i, row in enumerate(rows) if not all(math.isfinite(value) for value in row)]
    found = f"no numbers from hour {dry[0] * FED_BATCH_H / len(rows):.0f} on" if dry else ""
    return {"hours": FED_BATCH_H, "seconds": took, "found": found}


def tep_studio() -> dict[str, Any]:
    """Run the Tennessee Eastman process of tep-studio under its loops, as its command does."""
    tep: Any = importlib.import_module("tep_studio")
    run = tep.ClosedLoopSimulation(control_interval=CLOSED_LOOP_STEP_H, horizon=CLOSED_LOOP_H)
    began = time.process_time()
    result = run.run()
    took = time.process_time() - began
    return {"hours": float(result.final_time), "seconds": took, "found": ""}


def fmu(path: str) -> dict[str, Any]:
    """Run the CHO culture of an FMU for fourteen days by FMPy and its CVODE."""
    fmpy: Any = importlib.import_module("fmpy")

    def run() -> Any:
        return fmpy.simulate_fmu(
            path, stop_time=CULTURE_H, output_interval=1.0, start_values=CULTURE_START
        )

    run()
    began = time.process_time()
    run()
    return {"hours": CULTURE_H, "seconds": time.process_time() - began, "found": ""}


def main(words: list[str]) -> None:
    """Print what the run that ``words`` name took, or why there was none."""
    runs: dict[str, Any] = {"pensimpy": pensimpy, "tep_studio": tep_studio, "fmu": fmu}
    try:
        said = runs[words[0]](*words[1:])
    except ImportError as error:
        said = {"absent": f"{error}"}
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1:])
