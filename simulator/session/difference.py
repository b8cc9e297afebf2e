"""A state as its difference from an earlier one: how a checkpoint is small, and read back safely.

A state is a mapping of JSON values in which bytes may stand too (a plant's numbers). The difference
is a line of canonical JSON that says what became of each part, and after it the bytes it speaks of.

A part is a list that begins with what it is:

* ``["=", value]`` is this value;
* ``["{", {key: part, ...}, [key, ...]]`` is the mapping it was, with these parts and without those;
* ``["[", [piece, ...]]`` is made of these pieces of the list it was: ``[i, j]`` stands for the
  elements from ``i`` up to ``j``, ``[part]`` for a new one, ``[i, part]`` for one that changed;
* ``["b", count]`` is so many bytes;
* ``["x", count]`` is the bytes it was, as words of eight, ``count`` of which changed: a bit for
  every word (the lowest first), then for each that changed what to exclusive-or it with.
"""

from __future__ import annotations

from array import array
from itertools import compress
from math import copysign
from typing import Any

from simulator.language.problem import Problem, Refusal
from simulator.session.canonical import canonical
from simulator.session.packing import expand, read_json, squeeze

State = dict[str, Any]

MOST_BYTES = 4 * 1024 * 1024
"""Largest difference that is read."""

_WORD = 8
_NOTHING = bytes(_WORD)
_STRETCH = 64 * _WORD
"""Bytes that are looked at together: most of a plant stands still from hour to hour."""
_NUMBERS = bytes.maketrans(b"01", b"\x00\x01")
_DEPTH = 32


def pack_state(state: State, base: State) -> str:
    """Return what a checkpoint says of a state, given the one it is to be read from.

    Raises:
        ValueError: a number outside the bytes is not finite.
    """
    body: list[bytes] = []
    head = canonical(_mapping(state, base, body))
    return squeeze(b"\n".join((head, b"".join(body))))


def unpack_state(text: str, base: State) -> State:
    """Return the state that was packed; ``base`` is left as it is.

    Raises:
        Refusal: there is no such state.
    """
    head, _, body = expand(text, MOST_BYTES).partition(b"\n")
    reader = _Reader(body)
    try:
        found = reader.part(read_json(head), base, 0)
        sound = isinstance(found, dict) and reader.done
    except (TypeError, ValueError, IndexError, KeyError):
        sound = False
    if not sound:
        raise Refusal(Problem("bad-checkpoint", "a checkpoint cannot be read"))
    return dict(found)


def _part(new: Any, old: Any, body: list[bytes]) -> list[Any]:
    if isinstance(new, dict):
        return _mapping(new, old if isinstance(old, dict) else {}, body)
    if isinstance(new, bytes):
        return _bytes(new, old, body)
    if isinstance(new, list) and isinstance(old, list) and new and old:
        return ["[", _pieces(new, old)]
    return ["=", new]


def _mapping(new: State, old: State, body: list[bytes]) -> list[Any]:
    parts = {}
    for key in sorted(new):
        known = key in old
        if not (known and same(new[key], old[key])):
            parts[key] = _part(new[key], old[key] if known else None, body)
    return ["{", parts, sorted(key for key in old if key not in new)]


def same(new: Any, old: Any) -> bool:
    """Say whether two values of states are written alike: 1 and 1.0 are not."""
    if new is old:
        return True
    if isinstance(new, bytes) or isinstance(old, bytes):
        return bool(new == old)
    if isinstance(new, dict) and isinstance(old, dict):
        return new.keys() == old.keys() and all(same(new[key], old[key]) for key in new)
    if isinstance(new, list | tuple) and isinstance(old, list | tuple):
        return len(new) == len(old) and all(map(same, new, old))
    if type(new) is not type(old) or new != old:
        return False
    return not isinstance(new, float) or copysign(1.0, new) == copysign(1.0, old)


def _bytes(new: bytes, old: Any, body: list[bytes]) -> list[Any]:
    if not isinstance(old, bytes) or len(old) != len(new) or len(new) % _WORD:
        body.append(new)
        return ["b", len(new)]
    bits = bytearray((len(new) // _WORD + 7) // 8)
    changed: list[bytes] = []
    for first in range(0, len(new), _STRETCH):
        stretch, was = new[first : first + _STRETCH], old[first : first + _STRETCH]
        if stretch == was:
            continue  # what stands still is most of a plant
        mixed = _mix(stretch, was)
        for at in range(0, len(stretch), _WORD):
            value = mixed[at : at + _WORD]
            if value != _NOTHING:
                word = (first + at) // _WORD
                bits[word // 8] |= 1 << word % 8
                changed.append(value)
    body += [bytes(bits), *changed]
    return ["x", len(changed)]


def _mix(left: bytes, right: bytes) -> bytes:
    mixed = int.from_bytes(left, "big") ^ int.from_bytes(right, "big")
    return mixed.to_bytes(len(left), "big")


def _pieces(new: list[Any], old: list[Any]) -> list[list[Any]]:
    """Return of which pieces of an old list a new one is made; the order of pieces is kept."""
    found: list[list[Any]] = []
    at = 0
    for item in new:
        place = next((i for i in range(at, len(old)) if same(item, old[i])), None)
        if place is None:
            like = next((i for i in range(at, len(old)) if _alike(item, old[i])), None)
            if like is None:
                found.append([["=", item]])
                continue
            found.append([like, _mapping(item, old[like], [])])
            at = like + 1
            continue
        if found and isinstance(found[-1][-1], int) and found[-1][1] == place:
            found[-1][1] = place + 1
        else:
            found.append([place, place + 1])
        at = place + 1
    return found


def _alike(new: Any, old: Any) -> bool:
    """Say whether a mapping is worth telling as another with some values changed."""
    if not (isinstance(new, dict) and isinstance(old, dict) and new.keys() == old.keys()):
        return False
    same = sum(1 for key in new if new[key] == old[key])
    return 2 * same > len(new)


class _Reader:
    """Makes a state of a difference; every step is checked, for it may come from anyone."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    @property
    def done(self) -> bool:
        """Whether all bytes were spoken of."""
        return self._at == len(self._body)

    def part(self, node: Any, old: Any, depth: int) -> Any:
        """Return one part; ``old`` is what it was (anything, if it is new)."""
        if depth > _DEPTH:
            raise ValueError("nested too deeply")
        kind, *rest = node
        if kind == "=":
            (value,) = rest
            return value
        if kind == "{":
            parts, gone = rest
            return self._mapping(parts, gone, old if isinstance(old, dict) else {}, depth)
        if kind == "[":
            (pieces,) = rest
            return self._list(pieces, old, depth)
        (count,) = rest
        if kind == "b":
            return self._take(count)
        if kind == "x" and isinstance(old, bytes):
            return self._changed(count, old)
        raise ValueError("no such part")

    def _mapping(self, parts: Any, gone: Any, old: State, depth: int) -> State:
        found = {key: value for key, value in old.items() if key not in gone}
        for key in sorted(parts):
            found[key] = self.part(parts[key], old.get(key), depth + 1)
        return found

    def _list(self, pieces: Any, old: Any, depth: int) -> list[Any]:
        if not isinstance(old, list):
            raise TypeError("it was no list")
        found: list[Any] = []
        at = 0
        for piece in pieces:
            if len(piece) == 1:
                found.append(self.part(piece[0], None, depth + 1))
                continue
            first, then = piece
            whole = isinstance(then, int)
            last = then if whole else first + 1
            if not at <= first < last <= len(old):  # forward only: no list grows out of bounds
                raise ValueError("no such piece")
            if whole:
                found += old[first:last]
            else:
                found.append(self.part(then, old[first], depth + 1))
            at = last
        return found

    def _take(self, count: Any) -> bytes:
        if not isinstance(count, int) or not 0 <= count <= len(self._body) - self._at:
            raise ValueError("no such bytes")
        taken = self._body[self._at : self._at + count]
        self._at += count
        return taken

    def _changed(self, count: Any, old: bytes) -> bytes:
        bits = self._take((len(old) // _WORD + 7) // 8)
        places = f"{int.from_bytes(bits, 'little'):b}"[::-1].encode().translate(_NUMBERS)
        if places.count(1) != count or len(places) * _WORD > len(old):
            raise ValueError("not as many words as there should be")
        words = array("Q", self._take(_WORD * count))
        mixed = array("Q", bytes(len(old)))
        for place, word in zip(compress(range(len(places)), places), words, strict=True):
            mixed[place] = word
        return _mix(mixed.tobytes(), old)
