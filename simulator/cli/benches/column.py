"""``cuve bench column``: two columns of 100 cells by our kernels, and by CADET-Core beside them.

One is loaded with antibody and a little aggregate, which share the beads by Langmuir's isotherm,
and with a protein that does not bind; the other parts three proteins by a gradient of salt. CADET
is not installed with Cuve: ``CUVE_PEERS_PYTHON`` names a Python that has ``cadet-core`` and
``h5py``. Where there is none a line says so and nothing is compared. The same columns are held
against CADET's curves by the tests of ``column_transport`` and ``mass_action_bed``.
"""

from __future__ import annotations

import inspect
import math
import statistics
from array import array
from collections.abc import Callable, Sequence
from typing import Any

from simulator.cli.benches import column_peer
from simulator.cli.benches.figure import Figure
from simulator.cli.benches.peers import said_by
from simulator.equipment.downstream.column_binding import bind
from simulator.equipment.downstream.column_transport import SHAPE, travel
from simulator.equipment.downstream.mass_action import (
    CHARGE,
    FLOW,
    INLET,
    POWER,
    RATIO,
    SALT_FLOW,
    SALT_INLET,
    SHADE,
    SITES,
    STRENGTH,
    match,
    row,
    rows_of,
    single,
    table,
)
from simulator.equipment.downstream.mass_action_bed import advance
from simulator.numerics.kernel import Floats, kernel

CELLS = 100
KINDS = 3
AT = SHAPE + CELLS + 1
AGAIN = 32
"""Steps between which strengths are found anew from the ratio."""
LANGMUIR_STEP = 4.0
"""s: of 6000 s; each curve is then within 1 % of its feed, as a test holds against CADET's finest:
at 100 cells and a relative tolerance of 1e-4 CADET's own is 1.1 % from it."""
EXCHANGE_BOUND = 1.6
"""A step takes from a cell, by flow and by spread, one part in so many at most. With 2 no limiter
can take more than there is; at 1.6 none does either, a fifth of the steps is saved, and the curves
are nearer to CADET's (a test holds both); at 1.3 they break up."""
FEED = (4.9, 0.1, 1.0)
"""g/L of antibody, of aggregate and of what does not bind."""
TIMES = {"langmuir": 100, "exchange": 5}
"""Runs in one measurement: a clock of processor time may tick only each few milliseconds."""


@kernel
def langmuir(y: Floats, steps: int, fed: int) -> None:
    """Feed a Langmuir column of 200 cm/h for ``fed`` of ``steps`` steps, then wash it.

    Slots: shape, 1 / K of two components, both in the liquid, both on the beads, a third in the
    liquid, work; then what leaves of each in each step.
    """
    first = SHAPE + 2 * CELLS
    third = first + 4 * CELLS
    work = third + CELLS
    record = work + CELLS + 1
    flow = LANGMUIR_STEP / 3.6 / 0.6
    pace = LANGMUIR_STEP * 0.05 * 0.4 / 0.6
    room = 100.0 * 0.4 / 100.0
    for i in range(steps):
        here = 0.0
        if i < fed:
            here = 0.006
        out = record + 3 * i
        y[out] = travel(y, CELLS, first, work, FEED[0] * here, flow, 0)
        y[out + 1] = travel(y, CELLS, first + CELLS, work, FEED[1] * here, flow, 0)
        y[out + 2] = travel(y, CELLS, third, work, FEED[2] * here, flow, 0)
        bind(y, CELLS, first, room, pace, SHAPE, 0.006)


@kernel
def exchange_column(y: Floats, steps: int, dt: float) -> None:
    """Load three proteins for 9 s, wash to 90 s, elute by salt from 50 to 500 mM."""
    for i in range(steps):
        if i % AGAIN == 0:
            match(y, CELLS, AT, KINDS)
        time = (float(i) + 0.5) * dt
        fed = 0.0
        if time < 9.0:
            fed = 1.0
        salt = 50.0
        if time > 90.0:
            salt = 50.0 + (time - 90.0) * 450.0 / 1910.0
        for j in range(KINDS):
            y[table(AT, KINDS, INLET) + j] = 0.005 * fed
        y[AT + SALT_INLET] = 0.005 * salt
        advance(y, CELLS, AT, KINDS, SHAPE, 0)


def langmuir_slots(steps: int) -> list[float]:
    """The slots of an empty Langmuir column of 1 L, of plates of 1 mm: K is 10 and 30 L/g."""
    y = [0.0] * (SHAPE + 8 * CELLS + 1 + 3 * steps)
    y[0] = 0.25
    y[SHAPE : SHAPE + 2 * CELLS] = [1.0 / 10.0] * CELLS + [1.0 / 30.0] * CELLS
    return y


def exchange_slots() -> tuple[list[float], float]:
    """The slots of a column of ion exchanger in its salt, in litres of bed, and the step (s)."""
    run = column_peer.RUNS["exchange"]
    length, _, velocity, dispersion = run["bed"]
    dx = length / CELLS
    spread = dispersion / (velocity * dx)
    step = 0.999 * dx / velocity / (EXCHANGE_BOUND * (1.0 + spread))
    y = [0.0] * row(AT, KINDS, CELLS, rows_of(KINDS))
    y[0] = spread
    y[AT + SITES] = 1200.0 * 0.005
    y[AT + FLOW] = y[AT + SALT_FLOW] = velocity * step / dx
    binding = column_peer.EXCHANGE
    for j in range(KINDS):
        power, shade = binding["SMA_NU"][j + 1], binding["SMA_SIGMA"][j + 1]
        y[table(AT, KINDS, POWER) + j] = y[table(AT, KINDS, CHARGE) + j] = power
        y[table(AT, KINDS, SHADE) + j] = power + shade
        strength = binding["SMA_KA"][j + 1] / binding["SMA_KD"][j + 1]
        y[table(AT, KINDS, STRENGTH) + j] = math.log(strength)
    for first, amount in (
        (row(AT, KINDS, CELLS, KINDS), 0.25),
        (row(AT, KINDS, CELLS, 2 * KINDS + 1), 6.0),
        (single(AT, KINDS, CELLS, RATIO), 24.0),
    ):
        y[first : first + CELLS] = [amount] * CELLS
    return y, step


def seconds_of(
    run: Callable[..., Any], start: Sequence[float], arguments: tuple[Any, ...], times: int
) -> float:
    """Return the processor seconds of a run: of ``times`` runs, each of a bed as new, the mean."""
    from simulator.session.pace import cpu_seconds

    beds = [array("d", start) for _ in range(times)]
    began = cpu_seconds()
    for bed in beds:
        run(bed, *arguments)
    return (cpu_seconds() - began) / times


def column(rounds: int) -> list[Figure]:
    """Time both columns, ours and CADET's in turn; a line for what cannot be."""
    from simulator.cli.out import tell
    from simulator.numerics.compiler import Compiler

    figures = []
    slots, step = exchange_slots()
    all_steps = round(6000.0 / LANGMUIR_STEP)
    runs: tuple[tuple[str, Callable[..., Any], str, list[float], tuple[Any, ...]], ...] = (
        (
            "langmuir",
            langmuir,
            "void(float64*, int64, int64)",
            langmuir_slots(all_steps),
            (all_steps, round(4000.0 / LANGMUIR_STEP)),
        ),
        (
            "exchange",
            exchange_column,
            "void(float64*, int64, float64)",
            slots,
            (round(2000.0 / step), step),
        ),
    )
    for name, entry, signature, start, arguments in runs:
        compiler = Compiler(entry, signature)
        run = compiler.wait(None)
        if run is None:
            tell(f"column: {name} is not measured: {compiler.note}")
            continue
        ours, solver, whole, said = [], [], [], {}
        for _ in range(rounds):
            ours.append(seconds_of(run, start, arguments, TIMES[name]))
            said = said_by(inspect.getsource(column_peer), [name])
            if "absent" in said:
                break
            solver.append(said["solver"])
            whole.append(said["whole"])
        if not solver:
            tell(f"column: {name} takes {min(ours):.4f} s; CADET-Core: {said['absent']}")
            continue
        middle = statistics.median
        figures.append(
            Figure(
                f"column, {name}",
                middle(ours),
                f"CADET-Core {said['version']}, {CELLS} cells",
                middle(map(min, solver, whole)),
                f"CPU s for {column_peer.RUNS[name]['sections'][-1][0]:.0f} s",
                f"theirs: its solver by the wall {middle(solver):.3g}, or less: by the processor "
                f"{middle(whole):.3g} with process and files",
            )
        )
    return figures
