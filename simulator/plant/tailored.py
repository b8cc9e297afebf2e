"""A compiled copy for one plant alone: faster, with the same bits, and worth it for many sessions.

The copy that serves all plants looks up in each scan where things are and what they are. Here the
wiring and the constants of a plant are folded into its kernels (:mod:`simulator.numerics.folding`)
before they are compiled. That takes some seconds, so it is done where many scans of one plant are
to come, or have been run on this machine; then a process makes it meanwhile. Once it is on disk,
every session of that plant takes it up.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from simulator.numerics import folding, shelf
from simulator.numerics.folded import Known
from simulator.numerics.folding import folded
from simulator.numerics.kernel import fingerprint
from simulator.numerics.making import machine_code, signature_of
from simulator.plant import due, scan
from simulator.plant.looks import PADS_END
from simulator.plant.readings import BLOCKS, FOUR, NOISE, draw

ROOM = "plants"
"""Where such copies lie in the cache."""
WHOLE = (draw,)
"""Kernels that stay as they are: their loops are long, and what they look up is little of it."""
PORTION = 3_600
"""Scans that were run are counted by so many."""
WORTH = 700 * 24
"""So many portions take that much longer with the copy for all plants, as making one takes."""
Entry = Callable[..., int]
"""Called as ``entry(y, p, k, first, scans)``, as :func:`simulator.plant.scan.advance` is."""


def written_out(p: array[float], k: array[int]) -> Callable[..., int]:
    """Return :func:`simulator.plant.due.run_due` for a plant with these constants and wiring.

    The seed stays apart, and the noise is read from where it lies.

    Raises:
        NotAKernelError: the plant is too large to be written out.
    """
    known = {"p": Known(p.tolist()), "k": Known(k.tolist(), frozenset((scan.SEED,)))}
    return folded(due.run_due, known, WHOLE)


def kept(key: str, p: array[float], k: array[int]) -> Entry | None:
    """Return the copy of a plant if it is on disk.

    Args:
        key: of the copy that serves all plants.
        p: constants.
        k: wiring.
    """
    found = shelf.kept(ROOM, key_of(key, p, k), signature_of(due.run_due))
    return None if found is None else called(found)


def make(key: str, p: array[float], k: array[int]) -> Entry | None:
    """Return the copy of a plant; it is made and kept on disk if it is not there. None: cannot be.

    Arguments are those of :func:`kept`.
    """
    signature = signature_of(due.run_due)
    code = partial(_code_of, p, k, signature)
    found = shelf.made(ROOM, key_of(key, p, k), signature, code)
    return None if found is None else called(found)


def worth(key: str, p: array[float], k: array[int], scans: int) -> bool:
    """Return whether so many scans of a plant, with those before, are worth a copy of its own.

    Arguments are those of :func:`kept`, and how many scans are to be expected. A plant that was
    found too large to be written out is not asked for again.
    """
    own = key_of(key, p, k)
    return not shelf.refused(ROOM, own) and shelf.worth(own, scans // PORTION, WORTH)


def begin(key: str, p: array[float], k: array[int]) -> Callable[[], bool]:
    """Begin to do what :func:`make` does in a process of its own; return what asks if it has."""
    return shelf.begin(__name__, f"{key} {len(p)}\n".encode() + p.tobytes() + k.tobytes())


def make_of(given: bytes) -> None:
    """Do what :func:`begin` began."""
    head, _, body = given.partition(b"\n")
    key, count = head.decode().split()
    p, k = array("d"), array("q")
    p.frombytes(body[: int(count) * p.itemsize])
    k.frombytes(body[int(count) * p.itemsize :])
    make(key, p, k)


def _code_of(p: array[float], k: array[int], signature: str) -> bytes:
    return machine_code(written_out(p, k), signature)


def key_of(key: str, p: array[float], k: array[int]) -> str:
    """Return what tells the copy of a plant from others; seed and pads make no difference.

    Arguments are those of :func:`kept`; ``key`` stands for how and for what it is compiled.
    """
    plan = k[scan.READINGS]
    noise = k[plan + NOISE]
    after = noise + FOUR * k[plan + BLOCKS]
    sound, rest = k[scan.SOUND], k[k[scan.LOOKS] + PADS_END]
    told = hashlib.blake2b(f"{key} {_code()} {folding.MOST_LINES}".encode(), digest_size=16)
    told.update(p[:noise].tobytes() + p[after:sound].tobytes() + p[rest:].tobytes())
    told.update(k[scan.SEED + 1 :].tobytes())
    return told.hexdigest()


@cache
def _code() -> str:
    """Return what changes when the kernels do that such copies are made of."""
    return fingerprint(due.run_due)


def called(run: Callable[..., Any]) -> Entry:
    """Return a compiled :func:`written_out` as it is called; the noise lies in ``p``."""

    def entry(y: Any, p: Any, k: Any, first: int, scans: int) -> int:
        return int(run(y, p, p, k, first, scans))

    return entry
