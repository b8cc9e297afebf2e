"""How fast the runs of a fit are: parameters tried in step, against one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.cli.benches.figure import Figure, paired

if TYPE_CHECKING:
    from simulator.calibrate.trial import Trial

SCENARIO = "first-batch"
PARAMETER = "specific productivity"
TRIED = (20.0, 35.0)
"""Between these, in pg/cell/d."""
DAYS, DAY_MS = 14, 86_400_000
ALONE = 4


def fit(rounds: int) -> list[Figure]:
    """Time fourteen-day batches with other parameters, sixteen in step against one by one.

    Everything is counted: plants are made, the laboratory works, samples are read. Without LLVM
    there is nothing to measure, and a line says so.
    """
    from simulator.cli.out import tell
    from simulator.plant.lanes import WIDTH
    from simulator.plant.varied import varied_lanes
    from simulator.session.pace import cpu_seconds

    apart, together = _trial(), _trial()
    if not together.in_step(1_000_000):
        tell(f"fit: {varied_lanes().note}")
        return []

    def each(trial: Trial, count: int) -> float:
        low, high = TRIED
        points = [{PARAMETER: low + (high - low) * at / count} for at in range(count)]
        began = cpu_seconds()
        trial.run_each(points)
        return (cpu_seconds() - began) / count

    each(apart, 1)
    ours, theirs = paired(lambda: each(together, WIDTH), lambda: each(apart, ALONE), rounds)
    note = f"{DAYS} days with all loops and instruments; {WIDTH} tried in step"
    return [Figure("run of a fit, in step", ours, "alone", theirs, "CPU s a run", note)]


def _trial() -> Trial:
    """Return runs of the scenario with a sample a day."""
    from simulator.calibrate.table import Column
    from simulator.calibrate.trial import Trial, parameter_of, unit_of
    from simulator.scenario.build import build_scenario
    from simulator.scenario.library import read
    from simulator.session.commission import commission
    from simulator.session.operator import IdleOperator

    documents = read(SCENARIO)
    built = build_scenario(documents)
    unit = unit_of(built, None)
    days = tuple(DAY_MS * day for day in range(1, DAYS + 1))
    field, _ = parameter_of(unit, PARAMETER)
    column = Column("titre", field, days, tuple(float(day) for day in range(DAYS)))
    return Trial(built, commission(documents), IdleOperator, unit.tag, [column])
