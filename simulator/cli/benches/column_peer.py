"""Runs two columns by CADET-Core and prints, as JSON, what they took: a program of its own.

``cuve bench column`` hands the text of this file to the Python in which CADET is
(``CUVE_PEERS_PYTHON``; this one otherwise), as ``peer_runs``: it imports nothing of ours. Each
column is run a few times. Told are the least that its solver says it took, by the clock on the
wall, and the mean of the processor seconds of the whole program, which also starts, reads and
writes an HDF5 file.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from typing import Any

CELLS = 100
TOLERANCE = 1e-4
TIMES = 5
"""Runs in one measurement."""
LANGMUIR: dict[str, Any] = {
    "MCLLDFC_KEQ": [10.0, 30.0, 0.0],
    "MCLLDFC_KKIN": [0.05, 0.05, 0.0],
    "MCLLDFC_QMAX": [100.0, 100.0, 1.0],
}
EXCHANGE: dict[str, Any] = {
    "SMA_KA": [0.0, 35.5, 1.59, 7.7],
    "SMA_KD": [0.0, 1000.0, 1000.0, 1000.0],
    "SMA_NU": [0.0, 4.7, 5.29, 3.7],
    "SMA_SIGMA": [0.0, 11.83, 10.6, 10.0],
    "SMA_LAMBDA": 1200.0,
}
"""As the files of tests/data/cadet_*_column.csv tell."""
SPEED = 200.0 / 360000.0 / 0.6
THROUGH = 6.68e-8 / 3.14159265e-4 / 0.5
RUNS: dict[str, dict[str, Any]] = {
    "langmuir": {
        "model": "MULTI_COMPONENT_LANGMUIR_LDF_LIQUID_PHASE",
        "binding": LANGMUIR,
        "kinetic": 1,
        "bed": (0.2, 0.6, SPEED, SPEED * 5e-4),
        "start": ([0.0, 0.0, 0.0], [0.0, 0.0]),
        "bound": [1, 1, 0],
        "sections": [(4000.0, [4.9, 0.1, 1.0], [0.0] * 3), (6000.0, [0.0] * 3, [0.0] * 3)],
    },
    "exchange": {
        "model": "STERIC_MASS_ACTION",
        "binding": EXCHANGE,
        "kinetic": 0,
        "bed": (0.014, 0.5, THROUGH, 5.75e-8),
        "start": ([50.0, 0.0, 0.0, 0.0], [1200.0, 0.0, 0.0, 0.0]),
        "sections": [
            (9.0, [50.0, 1.0, 1.0, 1.0], [0.0] * 4),
            (90.0, [50.0, 0.0, 0.0, 0.0], [0.0] * 4),
            (2000.0, [50.0, 0.0, 0.0, 0.0], [450.0 / 1910.0, 0.0, 0.0, 0.0]),
        ],
    },
}
UNITS = ("INLET", "LUMPED_RATE_MODEL_WITHOUT_PORES", "OUTLET")


def write(group: Any, values: dict[str, Any]) -> None:
    """Write numbers, words and groups of them into a group of an HDF5 file."""
    for name, value in values.items():
        if isinstance(value, dict):
            write(group.create_group(name), value)
        else:
            group[name] = value.encode() if isinstance(value, str) else value


def model(run: dict[str, Any]) -> dict[str, Any]:
    """Return an inlet, the column and an outlet."""
    length, porosity, velocity, dispersion = run["bed"]
    liquid, beads = run["start"]
    kinds = len(liquid)
    inlet: dict[str, Any] = {"INLET_TYPE": "PIECEWISE_CUBIC_POLY"}
    for i, (_, level, slope) in enumerate(run["sections"]):
        none = [0.0] * kinds
        inlet[f"sec_{i:03d}"] = {
            "CONST_COEFF": level,
            "LIN_COEFF": slope,
            "QUAD_COEFF": none,
            "CUBE_COEFF": none,
        }
    bound = run.get("bound", [1] * kinds)
    binds = {
        "ADSORPTION_MODEL": run["model"],
        "NBOUND": bound,
        "adsorption": {"IS_KINETIC": run["kinetic"], **run["binding"]},
    }
    cells = {"SPATIAL_METHOD": "FV", "NCOL": CELLS, "USE_ANALYTIC_JACOBIAN": 1, "NBOUND": bound}
    cells |= {"RECONSTRUCTION": "WENO", "GS_TYPE": 1, "MAX_KRYLOV": 0, "MAX_RESTARTS": 10}
    cells |= {"SCHUR_SAFETY": 1e-8}
    weno = {"BOUNDARY_MODEL": 0, "WENO_EPS": 1e-10, "WENO_ORDER": 3}
    column = {
        **binds,
        **{"INIT_C": liquid, "INIT_Q": beads, "INIT_CP": liquid, "INIT_CS": beads},
        **{"COL_LENGTH": length, "TOTAL_POROSITY": porosity, "VELOCITY": velocity},
        **{"COL_DISPERSION": dispersion, "CROSS_SECTION_AREA": 1.0},
        "particle_type_000": {**binds, "HAS_FILM_DIFFUSION": 0, "HAS_PORE_DIFFUSION": 0}
        | {"HAS_SURFACE_DIFFUSION": 0},
        "discretization": {**cells, "weno": weno},
    }
    flow = velocity * porosity
    joined = [0, 1, -1, -1, flow, 1, 2, -1, -1, flow]
    made: dict[str, Any] = {
        "NUNITS": 3,
        "solver": {"MAX_KRYLOV": 0, "GS_TYPE": 1, "MAX_RESTARTS": 10},
    }
    made["solver"]["SCHUR_SAFETY"] = 1e-8
    made["connections"] = {"NSWITCHES": 1, "switch_000": {"SECTION": 0, "CONNECTIONS": joined}}
    for i, (kind, own) in enumerate(zip(UNITS, (inlet, column, {}), strict=True)):
        made[f"unit_{i:03d}"] = {"UNIT_TYPE": kind, "NCOMP": kinds, **own}
    return made


def solve(run: dict[str, Any], program: str) -> dict[str, Any]:
    """Run one column; return the seconds it took, and CADET's version."""
    h5py: Any = importlib.import_module("h5py")
    ends = [section[0] for section in run["sections"]]
    steps: dict[str, Any] = {"NTHREADS": 1, "CONSISTENT_INIT_MODE": 1}
    steps["USER_SOLUTION_TIMES"] = [ends[-1] * i / 1000.0 for i in range(1001)]
    steps["sections"] = {"NSEC": len(ends), "SECTION_TIMES": [0.0, *ends]}
    steps["sections"]["SECTION_CONTINUITY"] = [0] * (len(ends) - 1)
    steps["time_integrator"] = {"RELTOL": TOLERANCE, "ABSTOL": TOLERANCE * 1e-2, "ALGTOL": 1e-10}
    steps["time_integrator"] |= {"INIT_STEP_SIZE": 1e-6, "MAX_STEPS": 1000000}
    asked = {"WRITE_SOLUTION_TIMES": 1, "unit_002": {"WRITE_SOLUTION_OUTLET": 1}}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "column.h5")
        with h5py.File(path, "w") as file:
            whole = {"model": model(run), "solver": steps, "return": asked}
            write(file.create_group("input"), whole)
        told, version = [], ""
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        for _ in range(TIMES):
            subprocess.run([program, path], check=True, capture_output=True)
            with h5py.File(path) as file:
                told.append(float(file["meta/TIME_SIM"][()]))
                version = file["meta/CADET_VERSION"][()].decode()
        took = (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before) / TIMES
        return {"solver": min(told), "whole": took, "version": version}


def main(words: list[str]) -> None:
    """Print what the column that ``words`` name took, or why there was none."""
    beside = os.path.join(os.path.dirname(sys.executable), "cadet-cli")
    program = beside if os.path.isfile(beside) else shutil.which("cadet-cli")
    said: dict[str, Any]
    if program is None:
        said = {"absent": "there is no cadet-cli (pip install cadet-core h5py, Python 3.12)"}
    else:
        try:
            said = solve(RUNS[words[0]], program)
        except (ImportError, subprocess.CalledProcessError) as error:
            said = {"absent": f"{error}"}
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1:])
