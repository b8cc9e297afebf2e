"""A copy of the kernels for one plant alone: shorter code, the same bits."""

from __future__ import annotations

import ast
import time
from array import array
from pathlib import Path

import pytest
import tiny_plant

from simulator.numerics import folding, shelf
from simulator.numerics.csource import NotAKernelError, tree_of
from simulator.numerics.folded import Known
from simulator.numerics.folding import folded
from simulator.numerics.kernel import Floats, Ints, kernel
from simulator.numerics.making import machine_code, signature_of
from simulator.plant import tailored
from simulator.plant.engine import MANY_SCANS, shared_compiler
from simulator.plant.plant import Plant

NUMBERS = (3, 7, 1, -1, 2, 1, 4)
"""How many rows there are, a word that stays apart, and of each row its kind and its slot."""
DAY_MS = 86_400_000
CONSTANTS = (0.5, 2.5, -0.25, 4.0, 1e-3)


@kernel
def kind_of(kind: int, value: float, limit: float) -> float:
    """Return something that depends on a known kind."""
    if kind == 1:
        return value - limit
    return limit / (value * value + 1.0)


@kernel
def little(y: Floats, p: Floats, k: Ints, first: int, scans: int) -> int:
    """Go through rows, past some of them, with turns that nobody knows and an early end."""
    for number in range(first, first + scans):
        at = 0
        seen = 0
        for i in range(k[0]):
            if k[2 + i] > 0:
                y[2 + i] += kind_of(k[2 + i], y[0], p[k[2 + i]])
                seen += 1
        while at < number % 3:
            y[1] += p[at] * 0.5
            at += 1
        if y[1] > 4.0 and seen > 1:
            return number + k[1]
        y[0] = 0.5 - y[0]
    return first + scans


def test_a_kernel_with_known_numbers_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are written out, what never happens is left out, and results keep every bit."""
    pytest.importorskip("llvmlite")
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path))
    known = {"p": Known(CONSTANTS), "k": Known(NUMBERS, frozenset((1,)))}
    new = folded(little, known)
    text = ast.unparse(tree_of(new))
    assert "for number" in text
    assert "for i" not in text
    assert "k[1]" in text
    assert "k[0]" not in text
    assert "p[at]" in text
    with pytest.raises(TypeError, match="compiled"):
        new()
    signature = signature_of(little)
    entry = shelf.made("little", "one", signature, lambda: machine_code(new, signature))
    assert entry is not None
    p, k = array("d", CONSTANTS), array("q", NUMBERS)
    for start in (0.0, -0.0, 1.75, -3.25):
        one = array("d", [start] * 8)
        other = array("d", one)
        assert entry(other, p, k, 5, 9) == little(one, p, k, 5, 9)
        assert one.tobytes() == other.tobytes()


def test_a_plant_may_be_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would take too many lines is refused, and there is no copy of it."""
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(folding, "MOST_LINES", 3)
    known = {"p": Known(CONSTANTS), "k": Known(NUMBERS)}
    with pytest.raises(NotAKernelError, match="too large"):
        folded(little, known)
    signature = signature_of(little)
    code = lambda: machine_code(folded(little, known), signature)  # noqa: E731
    assert shelf.made("little", "one", signature, code) is None


def test_that_a_plant_is_too_large_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written out once in vain, and then is worth no copy; with another limit it is."""
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(folding, "MOST_LINES", 3)
    arrays = Plant(tiny_plant.plant().design, 9, "interpreted").engine.arrays[1:]
    tried = []
    written_out = tailored.written_out
    monkeypatch.setattr(
        tailored, "written_out", lambda *given: tried.append(1) or written_out(*given)
    )
    enough = tailored.WORTH * tailored.PORTION
    assert tailored.worth("all", *arrays, enough)
    for _ in range(3):
        assert tailored.make("all", *arrays) is None
    assert len(tried) == 1
    assert not tailored.worth("all", *arrays, enough)
    monkeypatch.setattr(folding, "MOST_LINES", 4)
    assert tailored.worth("all", *arrays, enough)


def test_a_copy_of_its_own_is_made_once_and_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made beside a session once a plant was run a lot; that and later ones come to the same.

    Each of these goes over to it between two scans; a damaged copy is left alone.
    """
    pytest.importorskip("llvmlite")
    design = tiny_plant.plant().design
    usual = Plant(design, 9, "compiled")
    if shared_compiler().ready() is None:
        pytest.skip("no compiled copy here")
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(tailored, "WORTH", 60)
    own = Plant(design, 9, "auto")
    begun, taken = [], []
    begin, kept_copy = tailored.begin, tailored.kept
    monkeypatch.setattr(tailored, "begin", lambda *given: begun.append(begin(*given)) or begun[0])
    monkeypatch.setattr(
        tailored, "kept", lambda *given: taken.append(kept_copy(*given)) or taken[-1]
    )
    own.settle(DAY_MS)
    own.settle(1000 * (MANY_SCANS - 1))
    own.settle(DAY_MS)
    assert not begun
    own.advance(1_000)
    own.settle(DAY_MS)
    (ended,) = begun
    for _ in range(600):
        if ended():
            break
        time.sleep(0.1)
    (kept,) = (tmp_path / "plants").iterdir()
    usual.advance(2_000)
    assert taken == [None] * 3
    own.advance(2_000)
    assert taken[3] is not None
    assert own.digest() == usual.digest()
    later = Plant(design, 8, "auto")
    later.settle(DAY_MS)
    assert later.engine.compiled
    assert len(begun) == 1
    for until in (3_600_000, 90_000_000):
        usual.advance(until)
        own.advance(until)
        assert own.digest() == usual.digest()
    (kept / "kernel.bin").write_bytes(b"nothing")
    assert tailored.kept(shared_compiler().key, *own.engine.arrays[1:]) is None


def test_counts_begin_anew_and_old_ones_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked adds up to enough once, for each key; nothing is enough where none is kept."""
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path))
    asked = [shelf.worth(key, amount, 100) for key, amount in (("a", 60), ("b", 60), ("a", 60))]
    assert asked == [False, False, True]
    assert not shelf.worth("a", 60, 100)
    assert shelf.worth("a", 60, 100)
    for number in range(70):
        shelf.worth(f"other {number}", 1, 100)
    left = {one.name for one in (tmp_path / "asked").iterdir()}
    assert len(left) == 64
    assert "other 69" in left
    assert "b" not in left
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path / "asked" / "other 69"))
    assert not shelf.worth("a", 200, 100)
