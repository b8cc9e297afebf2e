"""Runs CADET-Core again for the seven files of tests/data that were recorded from it, and compares.

``python benchmarks/record_cadet.py [NAME]...``, such as ``cadet_batch_elution``; without a name,
all of them, in two minutes. It needs ``cadet-core`` and ``h5py`` (in a Python 3.12), which are not
installed with Cuve, and says so where they are missing. Nothing is written over: told is the
largest difference from what was recorded, as a share of the largest number of its column. The
exit status is 0 if all are within 1e-4, 1 if one is not, 2 if there is no CADET here.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "tests" / "data"
sys.path.insert(0, str(HERE.parent))

from simulator.cli.benches.column_peer import EXCHANGE, LANGMUIR, SPEED, THROUGH, write  # noqa: E402

AGREES = 1e-4
"""Share of a column's largest number: the files hold six digits, and the solver's steps differ."""
FILM = "MULTI_COMPONENT_LANGMUIR_LDF_LIQUID_PHASE"
ONE = {"MCLLDFC_KEQ": [10.0], "MCLLDFC_KKIN": [0.05], "MCLLDFC_QMAX": [200.0]}
LOOSE = {**ONE, "MCLLDFC_KEQ": [0.05]}
PAIR = {"MCL_KA": [0.02, 0.03], "MCL_KD": [1.0, 1.0], "MCL_QMAX": [100.0, 100.0]}
ELUTION = 1e-6 / (3.141592653589793 * 0.012**2) / 0.7
PORES = {
    "PAR_POROSITY": 0.75,
    "PAR_RADIUS": 4.5e-5,
    "FILM_DIFFUSION": [6.9e-6] * 4,
    "PAR_DIFFUSION": [7e-10] + [6.07e-11] * 3,
    "PAR_SURFDIFFUSION": [0.0] * 4,
}
SALT = {
    "model": "STERIC_MASS_ACTION",
    "binding": EXCHANGE,
    "kinetic": 0,
    "start": ([50.0, 0.0, 0.0, 0.0], [1200.0, 0.0, 0.0, 0.0]),
    "sections": [
        (9.0, [50.0, 1.0, 1.0, 1.0]),
        (90.0, [50.0, 0.0, 0.0, 0.0]),
        (2000.0, [50.0, 0.0, 0.0, 0.0], [450.0 / 1910.0, 0.0, 0.0, 0.0]),
    ],
    "skip": 1,
}
SHELLS = {
    "PAR_POROSITY": 0.92,
    "PAR_RADIUS": 2.705e-5,
    "FILM_DIFFUSION": [1.337994e-4, 1.337994e-5],
    "PAR_DIFFUSION": [3e-10, 1.54e-12],
    "PAR_SURFDIFFUSION": [5.118923e-16],
}
COLLOIDAL: dict[str, Any] = {
    "COL_PHI": 5.91e8,
    "COL_KAPPA_EXP": 0.0,
    "COL_KAPPA_FACT": 0.0,
    "COL_KAPPA_CONST": 4e-9,
    "COL_CORDNUM": 6.0,
    "COL_LOGKEQ_SALT_EXPFAC": [0.0, 39.864675],
    "COL_LOGKEQ_SALT_EXPFACT": [0.0, 39.864675],
    "COL_BPP_SALT_POWFACT": [0.0, 23.963996],
    "COL_PROTEIN_RADIUS": [0.0, 4.487532e-9],
    "COL_RADIUS": [0.0, 4.487532e-9],
    "COL_KKIN": [0.0, 1e8],
    "COL_LINEAR_THRESHOLD": 1e-8,
    "COL_USE_PH": 0,
}
COLLOIDAL |= {
    f"COL_{name}": [0.0, 0.0]
    for name in (
        "LOGKEQ_PH_EXP",
        "LOGKEQ_SALT_POWEXP",
        "LOGKEQ_SALT_POWFAC",
        "LOGKEQ_SALT_POWFACT",
        "LOGKEQ_SALT_EXPARGMULT",
        "BPP_PH_EXP",
        "BPP_SALT_POWEX",
        "BPP_SALT_POWEXP",
        "BPP_SALT_EXPFACT",
        "BPP_SALT_EXPARGMULT",
    )
}
"""Its documents and its program spell some of these names in two ways."""
BED = (0.2, 0.6, SPEED, SPEED * 5e-4)
RUNS: dict[str, dict[str, Any]] = {
    "cadet_langmuir_column": {
        "model": FILM,
        "binding": ONE,
        "bed": BED,
        "start": ([0.0], [0.0]),
        "sections": [(7000.0, [5.0]), (9000.0, [0.0])],
        "cells": 600,
        "tolerance": 1e-8,
    },
    "cadet_langmuir_pool": {
        "model": FILM,
        "binding": ONE,
        "then": LOOSE,
        "bed": BED,
        "start": ([0.0], [0.0]),
        "sections": [(5200.0, [5.0]), (6500.0, [0.0])],
        "cells": 400,
        "tolerance": 1e-7,
    },
    "cadet_langmuir_three": {
        "model": FILM,
        "binding": LANGMUIR,
        "bed": BED,
        "start": ([0.0] * 3, [0.0] * 2),
        "bound": [1, 1, 0],
        "sections": [(4000.0, [4.9, 0.1, 1.0]), (6000.0, [0.0] * 3)],
        "cells": 800,
        "tolerance": 1e-8,
    },
    "cadet_batch_elution": {
        "model": "MULTI_COMPONENT_LANGMUIR",
        "binding": PAIR,
        "kinetic": 0,
        "bed": (0.6, 0.7, ELUTION, 4.7e-7),
        "start": ([0.0] * 2, [0.0] * 2),
        "sections": [(60.0, [10.0, 10.0]), (600.0, [0.0, 0.0])],
        "cells": 800,
        "tolerance": 1e-8,
    },
    "cadet_ion_exchange_column": {
        **SALT,
        "bed": (0.014, 0.5, THROUGH, 5.75e-8),
        "cells": 400,
        "tolerance": 1e-7,
    },
    "cadet_pores_column": {
        **SALT,
        "bed": (0.014, 0.37, 6.68e-8 / 3.141592653589793e-4 / 0.37, 5.75e-8),
        "pores": PORES,
        "cells": 100,
        "shells": 16,
        "tolerance": 1e-6,
    },
    "cadet_colloidal_column": {
        "model": "MULTI_COMPONENT_COLLOIDAL",
        "binding": COLLOIDAL,
        "bed": (0.018, 0.34, 0.018 / 120.0 / 0.34, 1.531572e-8),
        "pores": SHELLS,
        "start": ([3.981e-5, 0.0], [0.0]),
        "bound": [0, 1],
        "sections": [(4588.8, [3.981e-5, 4.69 / 148.0])],
        "skip": 1,
        "cells": 50,
        "shells": 32,
        "tolerance": 1e-6,
    },
}
"""What the heads of the files say, in CADET's words; times in s, lengths in m."""


def column(run: dict[str, Any]) -> dict[str, Any]:
    """Return the column: its bed, what binds, and the cells it is cut into."""
    length, porosity, velocity, dispersion = run["bed"]
    liquid, beads = run["start"]
    bound = run.get("bound", [1] * len(liquid))
    pores, shells = run.get("pores", {}), run.get("shells", 1)
    start = {"INIT_C": liquid, "INIT_Q": beads, "INIT_CP": liquid, "INIT_CS": beads}
    binds = {
        "ADSORPTION_MODEL": run["model"],
        "NBOUND": bound,
        "adsorption": {"IS_KINETIC": run.get("kinetic", 1), **run["binding"]},
    }
    cells = {"SPATIAL_METHOD": "FV", "NCOL": run["cells"], "NPAR": shells, "NCELLS": shells}
    cells |= {"USE_ANALYTIC_JACOBIAN": 1, "NBOUND": bound, "RECONSTRUCTION": "WENO", "GS_TYPE": 1}
    cells |= {"MAX_KRYLOV": 0, "MAX_RESTARTS": 10, "SCHUR_SAFETY": 1e-8}
    cells |= {"PAR_DISC_TYPE": "EQUIDISTANT_PAR"}
    cells["weno"] = {"BOUNDARY_MODEL": 0, "WENO_EPS": 1e-10, "WENO_ORDER": 3}
    beads_of = {**binds, **start, **pores, "HAS_SURFACE_DIFFUSION": 0}
    beads_of |= {"HAS_FILM_DIFFUSION": int(bool(pores)), "HAS_PORE_DIFFUSION": int(bool(pores))}
    if pores:
        beads_of["PORE_DIFFUSION"] = pores["PAR_DIFFUSION"]
        beads_of["SURFACE_DIFFUSION"] = pores["PAR_SURFDIFFUSION"]
        beads_of["discretization"] = dict(cells)
    own = {"COL_POROSITY": porosity, "CROSS_SECTION_AREA": 3.141592653589793e-4}
    if not pores:
        own = {"TOTAL_POROSITY": porosity, "CROSS_SECTION_AREA": 1.0, "VELOCITY": velocity}
    if "state" in run:
        own["INIT_STATE"] = run["state"]
    return {
        **binds,
        **start,
        **pores,
        **own,
        "UNIT_TYPE": "GENERAL_RATE_MODEL" if pores else "LUMPED_RATE_MODEL_WITHOUT_PORES",
        "COL_LENGTH": length,
        "COL_DISPERSION": dispersion,
        "particle_type_000": beads_of,
        "discretization": cells,
    }


def model(run: dict[str, Any]) -> dict[str, Any]:
    """Return an inlet, the column and an outlet, joined."""
    kinds = len(run["start"][0])
    none = [0.0] * kinds
    inlet: dict[str, Any] = {"UNIT_TYPE": "INLET", "INLET_TYPE": "PIECEWISE_CUBIC_POLY"}
    for i, (_, level, *slope) in enumerate(run["sections"]):
        lines = {"CONST_COEFF": level, "LIN_COEFF": slope[0] if slope else none}
        inlet[f"sec_{i:03d}"] = {**lines, "QUAD_COEFF": none, "CUBE_COEFF": none}
    own = column(run)
    flow = run["bed"][2] * run["bed"][1] * own["CROSS_SECTION_AREA"]
    joined = [0, 1, -1, -1, flow, 1, 2, -1, -1, flow]
    solver = {"MAX_KRYLOV": 0, "GS_TYPE": 1, "MAX_RESTARTS": 10, "SCHUR_SAFETY": 1e-8}
    made: dict[str, Any] = {"NUNITS": 3, "solver": solver}
    made["connections"] = {"NSWITCHES": 1, "switch_000": {"SECTION": 0, "CONNECTIONS": joined}}
    for i, unit in enumerate((inlet, own, {"UNIT_TYPE": "OUTLET"})):
        made[f"unit_{i:03d}"] = {"NCOMP": kinds, **unit}
    return made


def solve(run: dict[str, Any], times: list[float], program: str) -> tuple[Any, Any]:
    """Return the outlet at ``times``, a row for each, and the last state of the column."""
    h5py: Any = importlib.import_module("h5py")
    ends = [section[0] for section in run["sections"]]
    steps: dict[str, Any] = {"NTHREADS": 1, "CONSISTENT_INIT_MODE": 1}
    steps["USER_SOLUTION_TIMES"] = times
    steps["sections"] = {"NSEC": len(ends), "SECTION_TIMES": [0.0, *ends]}
    steps["sections"]["SECTION_CONTINUITY"] = [0] * (len(ends) - 1)
    exact = run["tolerance"]
    steps["time_integrator"] = {"RELTOL": exact, "ABSTOL": exact * 1e-2, "ALGTOL": 1e-10}
    steps["time_integrator"] |= {"INIT_STEP_SIZE": 1e-6, "MAX_STEPS": 1000000}
    asked = {"WRITE_SOLUTION_TIMES": 1, "SPLIT_COMPONENTS_DATA": 0}
    asked |= {"unit_002": {"WRITE_SOLUTION_OUTLET": 1}}
    asked |= {"unit_001": {"WRITE_SOLUTION_LAST_UNIT": 1}}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "column.h5")
        with h5py.File(path, "w") as file:
            whole = {"model": model(run), "solver": steps, "return": asked}
            write(file.create_group("input"), whole)
        subprocess.run([program, path], check=True, capture_output=True)
        with h5py.File(path) as file:
            told = file["output/solution"]
            return told["unit_002/SOLUTION_OUTLET"][:], told["unit_001/LAST_STATE_Y"][:]


def again(run: dict[str, Any], times: list[float], program: str) -> Any:
    """Return the outlet; with ``then``, of a second run from where the first ended."""
    if "then" not in run:
        return solve(run, times, program)[0]
    end = run["sections"][-1][0]
    state = solve(run, [0.0, end], program)[1]
    later = {**run, "binding": run["then"], "sections": [(times[-1], [0.0])]}
    return solve({**later, "state": state[1:]}, times, program)[0]  # the first is the inlet's


def difference(name: str, program: str) -> float:
    """Return the largest difference from the file, as a share of its column's largest number."""
    run = RUNS[name]
    lines = (DATA / f"{name}.csv").read_text("utf-8").splitlines()
    rows = [[float(cell) for cell in line.split(",")] for line in lines if line[0].isdigit()]
    times = [row[0] for row in rows]
    from_start = [0.0, *times] if times[0] > 0.0 else times
    outlet = again(run, from_start, program)[len(from_start) - len(times) :]
    worst = 0.0
    for column_at in range(1, len(rows[0])):
        largest = max(row[column_at] for row in rows)
        found = [float(told[column_at - 1 + run.get("skip", 0)]) for told in outlet]
        apart = max(abs(one - row[column_at]) for one, row in zip(found, rows, strict=True))
        worst = max(worst, apart / largest)
    return worst


def main(names: list[str]) -> int:
    """Print how near each file is to what CADET gives here; return the exit status."""
    unknown = [name for name in names if name not in RUNS]
    if unknown:
        print(f"no such file: {', '.join(unknown)}; there are {', '.join(RUNS)}")
        return 2
    beside = os.path.join(os.path.dirname(sys.executable), "cadet-cli")
    program = beside if os.path.isfile(beside) else shutil.which("cadet-cli")
    if program is None or importlib.util.find_spec("h5py") is None:
        print("CADET is not installed here: pip install cadet-core h5py, in a Python 3.12")
        return 2
    apart = 0.0
    for name in names or RUNS:
        found = difference(name, program)
        apart = max(apart, found)
        print(f"{name}: apart by {found:.1e} of the largest", flush=True)
    return 0 if apart <= AGREES else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
