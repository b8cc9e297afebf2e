"""Two batches that want one filter and one laboratory: by the expert, by nobody, by who errs."""

from __future__ import annotations

import pytest
from findings import Finding
from run_bench import Run, Runs, came_to_its_end, runs_of

from simulator.language.command import CallMaintenance, ChangeBottle, SetOutput
from simulator.language.event import DeviationOpened, LotJudged, PhaseChanged, RuleBroken
from simulator.language.floor import AskRelease, HurrySample, ReleaseEquipment
from simulator.plant.plant import Plant
from simulator.scenario import library

NAME = "two-batches"
MINUTE = 60_000


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The scenario idle and by the expert, over its whole length."""
    return runs_of((NAME,), tmp_path_factory.mktemp("two"))


@pytest.fixture(scope="module")
def expert(runs: Runs) -> Run:
    """The expert's session."""
    return runs[NAME, "expert"]


def by_hand(urgent: bool, called: int, changed: bool = True) -> tuple[Plant, list[RuleBroken]]:
    """Live the day with a technician called ``called`` minutes late; return the rules broken."""
    plant = Plant(library.load(NAME).design, 18, "compiled")
    plant.advance(10 * MINUTE)
    if urgent:
        plant.accept(HurrySample(3))
    tripped = None
    broken: list[RuleBroken] = []
    while plant.now < 6 * 60 * MINUTE:
        seen = plant.observe()
        for sample in seen.samples:
            lot = {"TK-941": "P-0417", "TK-942": "P-0418"}.get(sample.unit, "")
            ask = AskRelease(lot)
            if lot and sample.stage == "reported" and plant.review(ask).problem is None:
                plant.accept(ask)
        pump = seen.tags["P-942"]
        if (pump.op or 0.0) > 1.0 and (pump.position or 0.0) < 1.0:
            tripped = plant.now if tripped is None else tripped
            if plant.now - tripped >= called * MINUTE:
                call = CallMaintenance("P-942")
                if not any(job.kind == "maintenance" for job in seen.jobs):
                    plant.accept(call)
        dirty = any(v.tag == "SF-941" and v.label == "DIRTY" for v in seen.status)
        if changed and dirty and plant.review(ChangeBottle("SF-941")).problem is None:
            plant.accept(ChangeBottle("SF-941"))
        events = plant.advance(plant.now + 2 * MINUTE)
        broken += [event for event in events if isinstance(event, RuleBroken)]
    return plant, broken


def ends(run: Run, phase: str) -> int:
    """Return when a phase was complete, in minutes."""
    moves = (one for one in run.events if isinstance(one, PhaseChanged))
    return next(one.t for one in moves if (one.subject, one.new) == (phase, "Complete")) // MINUTE


def test_both_runs_come_to_their_end(runs: Runs) -> None:
    """The scenario does not leave the range of its physics, whoever is at the desk."""
    for (name, _), run in runs.items():
        assert came_to_its_end(name, run)


def test_nobody_at_the_desk_nothing_moves(runs: Runs) -> None:
    """Both pools stay in quarantine: no recipe leads them anywhere."""
    run = runs[NAME, "idle"]
    assert not any(isinstance(event, PhaseChanged | LotJudged) for event in run.events)
    assert run.figure("bulk-1")["last"] == run.figure("bulk-2")["last"] == 0.0


def test_the_expert_fills_both_in_their_time(expert: Run) -> None:
    """The batch with less time first, the other once the late filter is there; no rule broken."""
    judged = [one for one in expert.events if isinstance(one, LotJudged)]
    assert [(one.subject, one.new) for one in judged] == [
        ("P-0418", "RELEASED"),
        ("P-0417", "RELEASED"),
    ]
    assert ends(expert, "filter-B-0418") < 225
    assert ends(expert, "fill-B-0418-TK-961") < ends(expert, "clean-B-0418") < 290
    assert 300 < ends(expert, "filter-B-0417") < ends(expert, "fill-B-0417-TK-962")
    assert not any(isinstance(one, RuleBroken | DeviationOpened) for one in expert.events)


def test_what_went_in_is_in_the_lots(expert: Run, finding: Finding) -> None:
    """Verification: each bulk is of one batch, and its litres are those that left its pool."""
    lots = {one["number"]: one for one in expert.results["lots"]}
    for pool, batch, tank in (("P-0417", "B-0417", "TK-962"), ("P-0418", "B-0418", "TK-961")):
        into = {move["source"]: move["litres"] for move in lots[f"{batch}/TK-951"]["inputs"]}
        assert into[pool] > 38.0
        bulk = {move["source"]: move["litres"] for move in lots[f"{batch}/{tank}"]["inputs"]}
        assert list(bulk) == [f"{batch}/TK-951"]
        finding(
            bulk[f"{batch}/TK-951"],
            into[pool] - 1.0,
            model="plant/lots",
            source="definition",
            against="balance",
            quantity=f"litres of {batch} from pool to bulk, less 1 L held by the filter",
            within=0.6,
        )


def test_in_the_order_of_the_list_a_hold_time_is_broken() -> None:
    """Validation: without the urgent sample B-0418 comes second, too late, and it is on record."""
    plant, broken = by_hand(urgent=False, called=2)
    assert any("P-0418" in one.text for one in broken)
    assert any("P-0418" in one.text for one in plant.observe().deviations)


def test_a_repair_called_late_breaks_the_hold_time() -> None:
    """Validation: called at once the pool is in time; half an hour later it is not."""
    _, broken = by_hand(urgent=True, called=2)
    assert broken == []
    _, broken = by_hand(urgent=True, called=30)
    assert any("P-0418" in one.text for one in broken)


def test_a_used_filter_leads_the_next_batch_nowhere() -> None:
    """Without a new filter B-0417 waits and says why; a release for use opens a deviation."""
    plant, broken = by_hand(urgent=True, called=2, changed=False)
    view = next(one for one in plant.observe().phases if one.phase == "filter-B-0417")
    assert (view.state, view.barred) == ("Idle", "SF-941 is DIRTY; it must be CLEAN")
    assert plant.review(SetOutput("P-941", 60.0)).problem is not None
    plant.accept(ReleaseEquipment("SF-941", "A. Peeters", "supervisor"), "operator", "An", "late")
    plant.advance(plant.now + 5 * MINUTE)
    view = next(one for one in plant.observe().phases if one.phase == "filter-B-0417")
    assert view.state == "Running"
    assert broken == []
    assert any("A. Peeters" in one.text for one in plant.observe().deviations)
