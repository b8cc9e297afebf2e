"""Runs a culture in another program, in the Python that has it, and returns what it came to.

``ORACLES_PYTHON`` names that Python (this one otherwise): insilicho wants an older NumPy than ours.
``ORACLE_CHO_FMU`` is the path of the Bioprocess Library's CHO fed-batch (BPL_CHO_Fedbatch, made
with OpenModelica for this system). Neither is part of this project.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from patience import LIMIT_S

PYTHON = os.environ.get("ORACLES_PYTHON", "") or sys.executable
FMU = os.environ.get("ORACLE_CHO_FMU", "")

INSILICHO = """
import json, sys
import numpy
from scipy.integrate import odeint
from insilicho import growth_model, parameters

found = []
for case in json.load(sys.stdin):
    given = parameters.InputParameters()
    given.Cglc_feed, given.Cgln_feed = case["feed"][1:]
    start = [case["cells"] * 1e9, case["cells"] * 1e9, *case["solutes"], 0.0, 0.2,
             case["litres"], given.pH_optimal]
    rows = odeint(
        growth_model.model, start, case["hours"],
        (given.tolist(), lambda t: case["feed"][0], lambda t: case["temperature"]),
        tfirst=True, rtol=1e-9, atol=1e-10, mxstep=100000,
    )
    found.append([[row[0] / 1e9, *row[2:6], row[6] / 1000.0, row[8]] for row in rows.tolist()])
print(json.dumps(found))
"""

FMPY = """
import json, sys
import fmpy

found = []
given = json.load(sys.stdin)
for case in given["cases"]:
    litres = case["litres"]
    amounts = [case["cells"], 0.0, 0.0, *case["solutes"]]
    start = {"bioreactor.V_start": litres}
    for i, amount in enumerate(amounts):
        start[f"bioreactor.m_start[{i + 1}]"] = amount * litres
    start["feedtank.c_in[4]"], start["feedtank.c_in[5]"] = case["feed"][1:]
    for row in range(2, 11):
        start[f"dosagescheme.table[{row},1]"] = case["from"] + 1000.0 * (row - 2)
        start[f"dosagescheme.table[{row},2]"] = case["feed"][0]
    hours = case["hours"]
    names = [f"bioreactor.c[{i}]" for i in (1, 4, 5, 6, 7)] + ["bioreactor.V"]
    rows = fmpy.simulate_fmu(
        given["path"], start_time=0.0, stop_time=hours[-1], output_interval=hours[1] - hours[0],
        relative_tolerance=1e-8, start_values=start, output=names, record_events=False,
    )
    kept = [[float(row[name]) for name in names] for row in rows]
    found.append([kept[[float(row["time"]) for row in rows].index(hour)] for hour in hours])
print(json.dumps(found))
"""


def answers(program: str, given: Any) -> Any:
    """Return what a program prints of these cases; skip the test where it cannot be run."""
    done = subprocess.run(
        [PYTHON, "-W", "ignore", "-c", program],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    if "ModuleNotFoundError" in done.stderr:
        last = done.stderr.strip().splitlines()[-1]
        pytest.skip(f"{last}; ORACLES_PYTHON may name a Python that has it")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def fmu() -> str:
    """Return the path of the FMU; skip the test where none is given."""
    if not os.path.isfile(FMU):
        pytest.skip("ORACLE_CHO_FMU does not name the Bioprocess Library's CHO fed-batch")
    return os.path.abspath(FMU)
