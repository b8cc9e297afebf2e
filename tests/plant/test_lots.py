"""The lots of a session: what went into what, by whom, when, and that no litre is lost.

Verification: conservation of lots.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from findings import Finding
from test_status import LABELLED
from tiny_plant import MINUTE, TEXT, of, plant

from simulator.language.command import ChangeBottle, PhaseCommand, SetOutput, SetProcedureMode
from simulator.language.event import DeviationOpened, LotMade, LotMoved, RuleBroken
from simulator.language.floor import LotView
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents
from simulator.session import rules
from simulator.session.difference import pack_state, unpack_state

LOTS = (
    LABELLED.replace(
        "  L-301:\n    {name: Transfer",
        "  L-302: {name: Drain, from: TK-302, to: drain, parameters: {capacity: 9000 L/h}}\n"
        "  L-301:\n    {name: Transfer",
    ).replace(
        "loops:\n",
        "  P-302: {name: Drain valve, moves: L-302.flow demand, parameters: {capacity: 9000 L/h}}\n"
        "loops:\n",
    )
    + """
lots:
  TK-301: {number: B-0417, material: {en: Buffer, nl: Buffer, fr: Tampon}, kind: buffer, keeps: 2 h,
           age: 1 h 30 min}
"""
)


def kept(text: str = LOTS) -> Plant:
    """Return the tiny plant with lots, a drain, and its procedure in the hands of people."""
    tiny = plant(text=text)
    tiny.accept(SetProcedureMode("MANUAL"))
    return tiny


def lot(tiny: Plant, number: str) -> LotView:
    """Return a lot."""
    return next(view for view in tiny.observe().lots if view.number == number)


def give(tiny: Plant, tag: str, percent: float, who: str = "An") -> list[Any]:
    """Move a pump or valve as somebody."""
    return list(tiny.accept(SetOutput(tag, percent), "operator", who))


def test_a_session_without_lots_keeps_none() -> None:
    """Nothing is kept, and the results say nothing of lots, where the file says nothing."""
    tiny = plant(text=TEXT)
    give(tiny, "FIC-301", 50.0)
    tiny.advance(MINUTE)
    assert tiny.observe().lots == ()
    assert "lots" not in rules.results(tiny)
    assert "lots" in rules.results(kept())


def test_every_vessel_that_holds_something_holds_a_lot() -> None:
    """The one that the file numbers, and another by the name of its tank; both with their age."""
    tiny = kept()
    first, second = tiny.observe().lots
    assert (first.number, first.material, first.kind) == ("B-0417", "Buffer", "buffer")
    assert (first.made, first.until, first.began) == (-90 * MINUTE, 30 * MINUTE, 900.0)
    assert (second.number, second.material, second.began) == ("TK-302/1", "Second tank", 10.0)


def test_a_transfer_tells_how_much_went_into_what_when_and_by_whom() -> None:
    """Two people pump one after the other: one move, its litres those of the totaliser."""
    tiny = kept()
    give(tiny, "FIC-301", 50.0)
    (moved,) = of(LotMoved, tiny.advance(5 * MINUTE) + tuple(give(tiny, "FIC-301", 20.0, "Bo")))
    assert (moved.subject, moved.into, moved.line, moved.by) == (
        "B-0417",
        "TK-302/1",
        "L-301",
        "An",
    )
    tiny.advance(6 * MINUTE)
    give(tiny, "FIC-301", 0.0)
    (move,) = lot(tiny, "TK-302/1").inputs
    assert (move.source, move.line, move.by, move.last) == ("B-0417", "L-301", "Bo", 6 * MINUTE)
    assert move.litres == pytest.approx(27.0, rel=0.01)  # 300 L/h for 5 min, 120 L/h for 1
    assert lot(tiny, "B-0417").given == move.litres == tiny.truth("L-301.moved")


def test_a_phase_is_who_moves_over_a_line_that_it_has() -> None:
    """What the phase that has the line moves is the phase's doing."""
    tiny = kept()
    tiny.accept(PhaseCommand("fill", "START"))
    tiny.advance(2 * MINUTE)
    tiny.accept(PhaseCommand("fill", "ABORT"))
    (move,) = lot(tiny, "TK-302/1").inputs
    assert move.by == "fill"


def test_an_emptied_tank_begins_a_new_lot() -> None:
    """When nothing is left the lot is closed, and what comes next has a number of its own."""
    tiny = kept()
    give(tiny, "P-302", 100.0)
    tiny.advance(11 * MINUTE)
    assert lot(tiny, "TK-302/1").closed == 10 * MINUTE
    give(tiny, "P-302", 0.0)
    give(tiny, "FIC-301", 50.0)
    (made,) = of(LotMade, tiny.advance(21 * MINUTE))
    assert (made.subject, made.unit, made.by) == ("TK-302/2", "TK-302", "An")
    assert lot(tiny, "TK-302/2").inputs[0].source == "B-0417"
    assert lot(tiny, "TK-302/2").began == 0.0


def test_a_new_bottle_is_a_new_lot_and_a_cleaning_ends_one() -> None:
    """A bottle change gives the next number; a tank that is CLEAN holds no lot."""
    tiny = kept()
    tiny.accept(ChangeBottle("TK-301"))
    (made,) = of(LotMade, tiny.advance(30 * MINUTE))
    assert (made.subject, made.by) == ("B-0417/2", "operators")
    assert lot(tiny, "B-0417").closed is not None
    assert lot(tiny, "B-0417/2").until > tiny.now
    tiny.accept(PhaseCommand("cip", "START"))
    tiny.advance(45 * MINUTE)
    assert lot(tiny, "TK-302/1").closed is not None


def test_a_lot_past_its_hold_time_is_on_record_once() -> None:
    """It was half an hour from its end; used after that, a deviation is opened."""
    tiny = kept(LOTS.replace("clean hold: 10 h 20 min, ", ""))
    assert not of(RuleBroken, tiny.advance(31 * MINUTE))
    give(tiny, "FIC-301", 20.0)
    events = tiny.advance(55 * MINUTE)
    assert [event.text for event in of(RuleBroken, events)] == [
        "lot B-0417 was used after its hold time"
    ]
    assert len(of(DeviationOpened, events)) == 1
    assert lot(tiny, "B-0417").overdue


def test_no_litre_is_lost_or_told_twice(finding: Finding) -> None:
    """Conservation of lots under 120 random orders: moves add up to totals, gains to contents.

    Verification: each tank holds what its lots began with and got, less what they gave.
    """
    calm = LOTS.replace("duration: 2 d", "duration: 2 d\nscan: 10 s").replace(
        " clean hold: 10 h 20 min,", ""
    )
    dice, worst, moves = random.Random(9), 0.0, 0
    for _ in range(4):
        tiny = kept(calm)
        for _ in range(30):
            tag, most = dice.choice((("FIC-301", 30), ("P-302", 5), ("P-302", 5)))
            try:
                give(tiny, tag, dice.choice((0.0, float(most))))
                if dice.random() < 0.1:
                    tiny.accept(ChangeBottle("TK-301"))
            except Refusal:
                continue
            tiny.advance(tiny.now + dice.randrange(1, 15) * MINUTE)
        for tag in ("FIC-301", "P-302"):
            give(tiny, tag, 0.0)
        lots = tiny.observe().lots
        inputs = [move for one in lots for move in one.inputs]
        moves += len(inputs)
        into = sum(move.litres for move in inputs)
        given = sum(one.given for one in lots)
        for told, total in (
            (into, tiny.truth("L-301.moved")),
            (given, tiny.truth("L-301.moved") + tiny.truth("L-302.moved")),
        ):
            worst = max(worst, abs(told - total) / max(total, 1.0))
        began = sum(one.began for one in lots if one.unit == "TK-302")
        away = sum(one.given for one in lots if one.unit == "TK-302")
        held = began + into - away
        worst = max(worst, abs(held - tiny.truth("TK-302.volume")) / 100.0)
    assert moves > 10
    finding(
        worst,
        0.0,
        model="plant/lots",
        source="definition",
        against="the totals of the lines, and what the tank holds",
        quantity="litres of lots lost or told twice, relative",
        within=1e-9,
    )


def test_lots_are_in_the_checkpoint_and_in_the_digest() -> None:
    """A plant taken up from a checkpoint goes on as the first, genealogy included."""
    first, second = kept(), kept()
    give(first, "FIC-301", 30.0)
    first.advance(12 * MINUTE)
    state = unpack_state(pack_state(first.snapshot(), second.snapshot()), second.snapshot())
    second.restore(state)
    assert second.digest() == first.digest()
    assert second.advance(30 * MINUTE) == first.advance(30 * MINUTE)
    assert second.observe().lots == first.observe().lots


@pytest.mark.parametrize(
    "change",
    [
        {"order": []},
        {"here": {"TK-302": "B-0417"}},
        {"moves": [["L-301", "B-0417", "nowhere", 1.0, 0, 0, "An"]]},
        {"moves": [["L-301", "B-0417", "TK-302/1", "much", 0, 0, "An"]]},
        {"passed": {"TK-301": []}},
        {"totals": {"L-999": 1.0}},
        {"due": None},
        {"lots": None},
    ],
)
def test_a_forged_lot_is_refused(change: dict[str, Any]) -> None:
    """A checkpoint with lots that cannot be is refused."""
    tiny = kept()
    state = tiny.snapshot()
    floor = state["record"]["floor"]
    forged = {**floor, "lots": {**floor["lots"], **change}}
    state["record"] = {**state["record"], "floor": forged}
    with pytest.raises(Refusal):
        tiny.restore(state)


def test_a_file_that_says_nonsense_of_lots_is_refused() -> None:
    """A lot in what is no vessel, and two of one number."""
    more = "  TK-309: {material: A}\n  TK-302: {material: B, number: B-0417}\n"
    with pytest.raises(Refusal) as refusal:
        build_scenario(Documents("x.yaml", {"x.yaml": LOTS + more}))
    codes = {problem.code for problem in refusal.value.problems}
    assert codes == {"unknown-tag", "same-number"}
