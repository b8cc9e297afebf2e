"""States are read back from their differences exactly, and hostile differences are refused."""

from __future__ import annotations

import base64
import json
import zlib
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language.problem import Refusal
from simulator.session.difference import State, pack_state, same, unpack_state
from simulator.session.packing import expand, pack_json, squeeze, unpack_json

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8"), max_size=8),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)
STATES = st.dictionaries(
    st.sampled_from("abcdef"), VALUES | st.binary(max_size=24) | st.binary(min_size=16, max_size=16)
)


@settings(deadline=None)
@given(STATES, STATES)
def test_any_state_comes_back_from_its_difference(new: State, base: State) -> None:
    """Whatever two states are, the one is read from its difference to the other, type for type."""
    before = deepcopy(base)
    found = unpack_state(pack_state(new, base), base)
    assert same(found, new)
    assert found == new
    assert base == before


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), max_size=12), st.data())
def test_lists_come_back_however_they_changed(old: list[int], data: st.DataObject) -> None:
    """Jobs that end, begin or change in any order give the list that was."""

    def jobs(numbers: list[int], due: int) -> list[dict[str, Any]]:
        return [{"number": n, "due": due * (n % 3), "stage": "x", "holds": []} for n in numbers]

    new = data.draw(st.permutations(old)) + data.draw(st.lists(st.integers(0, 9), max_size=3))
    state, base = {"jobs": jobs(new, 2)}, {"jobs": jobs(old, 1)}
    assert unpack_state(pack_state(state, base), base) == state


def test_one_and_one_point_nought_are_not_the_same() -> None:
    """A number that changes only its type is a change, or a digest of the state would differ."""
    assert not same({"a": 1}, {"a": 1.0})
    assert not same({"a": True}, {"a": 1})
    found = unpack_state(pack_state({"a": [1.0]}, {"a": [1]}), {"a": [1]})
    assert isinstance(found["a"][0], float)


def test_what_did_not_change_costs_nothing() -> None:
    """A difference holds the words of the numbers that changed and no others."""
    base = {"y": bytes(range(256)) * 40, "jobs": [{"n": n, "text": "x" * 50} for n in range(100)]}
    y = bytearray(base["y"])
    y[800:808] = b"12345678"
    new = {"y": bytes(y), "jobs": [*base["jobs"][1:], {"n": 100, "text": "y" * 50}]}
    assert len(pack_state(base, base)) < 40
    assert len(pack_state(new, base)) < 260
    assert unpack_state(pack_state(new, base), base) == new


def raw(head: Any, body: bytes = b"") -> str:
    """Return a packed difference with any head and body."""
    return squeeze(json.dumps(head).encode() + b"\n" + body)


BASE: State = {"y": bytes(32), "l": [1, 2, 3], "d": {"a": 1}}
DEEP: Any = ["=", 1]
for _ in range(100):
    DEEP = ["{", {"d": DEEP}, []]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AAAA",
        "not base64!",
        "é",
        base64.b64encode(zlib.compress(b"x" * 40_000_000)).decode(),
        base64.b64encode(zlib.compress(b"{}") + b"more").decode(),
        base64.b64encode(zlib.compress(b"whole")[:-2]).decode(),
        squeeze(b"[" * 100_000),
        squeeze(b"NaN"),
        squeeze(b'["=", NaN]'),
        squeeze(b'["{",{"a":["=",1e999]},[' + b"]]"),
        raw([]),
        raw(["="]),
        raw(["=", {}, 1]),
        raw(["=", [1]]),
        raw(["?", 1]),
        raw(["{", 1, []]),
        raw(["{", {"a": 1}, []]),
        raw(["{", {}, 7]),
        raw(["{", {}]),
        raw(["[", []]),
        raw(["{", {"l": ["[", [[0, 9]]]}, []]),
        raw(["{", {"l": ["[", [[-1, 2]]]}, []]),
        raw(["{", {"l": ["[", [[0, 3], [0, 3]]]}, []]),
        raw(["{", {"l": ["[", [[1, 1]]]}, []]),
        raw(["{", {"l": ["[", [[0.0, 2]]]}, []]),
        raw(["{", {"l": ["[", [[0, ["=", 1], 2]]]}, []]),
        raw(["{", {"l": ["[", [[]]]}, []]),
        raw(["{", {"y": ["[", [[0, 1]]]}, []]),
        raw(["{", {"y": ["b", 9]}, []], b"x"),
        raw(["{", {"y": ["b", -1]}, []], b"x"),
        raw(["{", {"y": ["b", 1.0]}, []], b"x"),
        raw(["{", {"y": ["b", 10**30]}, []]),
        raw(["{", {"y": ["x", 1]}, []], b"\x00"),
        raw(["{", {"y": ["x", 1]}, []], b"\x10" + b"12345678"),
        raw(["{", {"y": ["x", 1]}, []], b"\x01" + b"1234567"),
        raw(["{", {"y": ["x", 10**9]}, []], b"\x01" + b"12345678"),
        raw(["{", {"y": ["x", "1"]}, []], b"\x01" + b"12345678"),
        raw(["{", {"d": ["x", 0]}, []]),
        raw(["{", {}, []], b"left over"),
        raw(DEEP),
    ],
)
def test_hostile_differences_are_refused(text: str) -> None:
    """Bombs, places outside a list, bytes that are not there and nonsense give a Refusal."""
    with pytest.raises(Refusal) as refusal:
        unpack_state(text, BASE)
    assert refusal.value.problems[0].code in ("bad-checkpoint", "bad-packing")


@settings(deadline=None)
@given(st.data())
def test_mutated_differences_never_raise_anything_else(data: st.DataObject) -> None:
    """A good difference with bytes changed gives some state or a Refusal."""
    new: State = {"y": bytes(31) + b"x", "l": [1, 3, {"k": 2.5}], "d": {"b": None}}
    plain = bytearray(expand(pack_state(new, BASE)))
    for _ in range(data.draw(st.integers(1, 3))):
        plain[data.draw(st.integers(0, len(plain) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = unpack_state(squeeze(bytes(plain)), BASE)
    except Refusal:
        return
    assert isinstance(found, dict)


def test_packed_json_is_json() -> None:
    """What is packed comes back; what is not finite is not written."""
    value = {"a": [1, 2.5, None, "é\n"], "b": {}}
    assert unpack_json(pack_json(value)) == value
    with pytest.raises(ValueError, match="JSON"):
        pack_json([float("nan")])
