"""Hints that are taken: counted in the plant, on the log, in order, and kept by a checkpoint."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.language.command import TakeHint
from simulator.language.command_text import parse_command, show_command
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant
from simulator.scenario.library import load, read
from simulator.session.commission import commission
from simulator.session.journal import read_journal
from simulator.session.live import Live, Signature
from simulator.session.record import CommandRecord
from simulator.session.verify import verify


def plant() -> Plant:
    """Return the plant of the first scenario, at its beginning."""
    return Plant(load("first-steps").design, 1, "interpreted")


def code(made: Plant, hint: str, step: int) -> str:
    """Return why a step of a hint cannot be had; empty if it can."""
    problem = made.review(TakeHint(hint, step)).problem
    return problem.code if problem is not None else ""


def test_steps_come_in_order_and_once() -> None:
    """The first step first, the next after it, none twice, none beyond the last."""
    made = plant()
    assert code(made, "base-bottle", 2) == "hint-order"
    for step in (1, 2, 3):
        assert code(made, "base-bottle", step) == ""
        made.accept(TakeHint("base-bottle", step))
        assert made.observe().hints == {"base-bottle": step}
        assert code(made, "base-bottle", step) == "hint-taken"
    assert code(made, "base-bottle", 4) == "no-hint"
    assert code(made, "base-botle", 1) == "no-hint"
    assert code(made, "base-bottle", 0) == "hint-taken"
    with pytest.raises(Refusal):
        made.accept(TakeHint("base-bottle", 9))


def test_a_hint_changes_nothing_but_its_own_count() -> None:
    """With a hint taken, everything of the plant is to the bit what it is without."""
    one, other = plant(), plant()
    other.accept(TakeHint("foam-rising", 1))
    one.advance(120_000)
    other.advance(120_000)
    first, second = one.digest(), other.digest()
    assert {name for name in first if first[name] != second[name]} == {"hints"}


def test_a_checkpoint_keeps_what_was_taken() -> None:
    """A restored plant knows the steps that were told."""
    one, other = plant(), plant()
    one.accept(TakeHint("base-bottle", 1))
    other.restore(one.snapshot())
    assert other.observe().hints == {"base-bottle": 1}
    assert code(other, "base-bottle", 2) == ""


@pytest.mark.parametrize("forged", [-1.0, 99.0, float("nan"), float("inf"), 1e300])
def test_a_forged_count_breaks_nothing(forged: float) -> None:
    """Whatever a hostile checkpoint says was taken, looking and asking go on."""
    made = plant()
    cell = made._cell
    cell.y[cell.base("hint", "base-bottle")] = forged
    assert made.observe().hints == {}
    assert code(made, "base-bottle", 1) == ""


def test_it_is_written_and_read_as_a_command() -> None:
    """`hint base-bottle 1` is a command; steps that are no digit are refused."""
    command = parse_command("hint base-bottle 1", {})
    assert command == TakeHint("base-bottle", 1)
    assert show_command(command, {}) == "hint base-bottle 1"
    for wrong in ("hint base-bottle", "hint base-bottle x", "hint base-bottle 0", "hint a b c"):
        with pytest.raises(Refusal):
            parse_command(wrong, {})


def test_it_is_on_the_log_and_verified(tmp_path: Path) -> None:
    """A session with hints, one of them refused, is logged and recomputed to the same."""
    path = tmp_path / "x.log"
    live = Live.begin(
        read("first-steps"),
        path,
        Signature("Ann"),
        commission=lambda texts, seed, language: commission(texts, seed, language, "interpreted"),
    )
    live.advance(60_000)
    live.submit(TakeHint("base-bottle", 2))
    live.submit(TakeHint("base-bottle", 1))
    live.advance(120_000)
    live.seal()
    taken = [r.command for r in read_journal(path).records if isinstance(r, CommandRecord)]
    assert taken == [TakeHint("base-bottle", 1)]
    assert verify(path).ok
