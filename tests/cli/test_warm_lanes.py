"""What a campaign has ready before it begins, and what it says of that."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli import campaign
from simulator.numerics.compiler import UnableError
from simulator.numerics.csource import NotAKernelError
from simulator.plant import lanes
from simulator.scenario.library import read
from simulator.session.commission import Commissioned, commission

pytest.importorskip("llvmlite")

RUNS = 1000
COUNT = 2


class ForAll:
    """The copy for all plants, which is there."""

    cached = True

    def bring(self) -> object:
        """Return the copy."""
        return self


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Return the lines that are told; nothing was made on this machine yet for a single plant."""
    found: list[str] = []
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(lanes, "_own", {})
    monkeypatch.setattr(lanes, "shared_lanes", ForAll)
    monkeypatch.setattr(campaign, "tell", found.append)
    return found


@pytest.fixture(scope="module")
def built() -> Commissioned:
    """Return a plant."""
    return commission(read("bulk-freeze"))


def test_a_plant_too_large_is_compiled_once_at_most(
    built: Commissioned, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """That it is compiled is said when that is tried, and not when it was refused before."""
    tried = []

    def too_large(*_: object) -> bytes:
        tried.append(1)
        raise NotAKernelError("it is too large")

    monkeypatch.setattr(lanes, "_code_of", too_large)
    for _ in range(2):
        together = campaign._warm_lanes(built, campaign.WORTH_OWN_MS, RUNS, COUNT)
        assert together == lanes.WIDTH
        assert told == ["compiling this very plant for many sessions in step (once)"]
        assert tried == [1]


def test_nothing_is_said_of_what_does_not_pay(built: Commissioned, told: list[str]) -> None:
    """A campaign too short for a copy of its plant runs by the one for all, without a word."""
    together = campaign._warm_lanes(built, campaign.WORTH_OWN_MS - 1, RUNS, COUNT)
    assert (together, told) == (lanes.WIDTH, [])


def test_nothing_is_said_where_nothing_can_be_compiled(
    built: Commissioned, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without LLVM sessions run one by one, and nobody is told of a compilation."""

    def unable() -> str:
        raise UnableError("llvmlite is not installed")

    monkeypatch.setattr(lanes, "_compiled_for", unable)
    assert campaign._warm_lanes(built, campaign.WORTH_OWN_MS, RUNS, COUNT) == 1
    assert told == []
