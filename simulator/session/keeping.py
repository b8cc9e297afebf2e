"""What a log keeps besides commands: checks, samples, the story and checkpoints, and when.

A live session writes what a Keeper gives it; whoever lives the log again has a Keeper as well and
finds what is missing, too much or different. Both feed it the same events at the same records, so
both get the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from simulator.language.event import Event, ModelFaulted
from simulator.language.plain import plain
from simulator.language.problem import Refusal
from simulator.session.canonical import canonical
from simulator.session.commission import Commissioned
from simulator.session.difference import State, pack_state
from simulator.session.packing import unpack_json
from simulator.session.record import (
    CHECKPOINT_BYTES,
    Checkpoint,
    CheckRecord,
    Fault,
    Record,
    Sample,
    Story,
)
from simulator.session.rules import ROLES
from simulator.session.told import (
    MOST_EVENTS,
    Row,
    Told,
    rounded,
    worth_telling,
    write_events,
    write_rows,
)

SAMPLE_MS = 1_800_000
"""The values of the key names are kept this often; what follows are multiples of it."""
CHECK_MS = 3_600_000
"""Digests are kept this often, counted from the beginning."""
KEEP_MS = 7_200_000
"""Story, samples and a checkpoint are written this often, ..."""
KEEP_LARGE_MS = 3_600_000
"""... and this often for a plant of several reactors, whose scans take longer."""
LARGE = 2_500
"""So many numbers make a plant large: one reactor with all that belongs to it has 1,500."""
WHOLE_MS = 86_400_000
"""A checkpoint at a multiple of this needs no other."""

DIGITS = 8
"""Hexadecimal digits of a digest in a check."""

_SHOWN = 300


class Keeper:
    """Gathers what a session must keep. Make one before anything happens to the plant.

    Attributes:
        rooms: the units and rooms whose digests a check holds, in order.
        keys: the names of the values that a sample holds, in order.
        origin: the state at the session's first moment.
        keep_ms: how often story, samples and a checkpoint are written.
        base: the number and state of the last checkpoint, if there is one.
    """

    def __init__(self, of: Commissioned) -> None:
        self._plant = of.plant
        values = self._plant.values()
        self.rooms = sorted(self._plant.digest())
        self.keys = [name for name in of.samples if name in values]
        self.origin: State = self._plant.snapshot()
        numbers = sum(len(part) for part in self.origin.values() if isinstance(part, bytes)) // 8
        self.keep_ms = KEEP_MS if numbers < LARGE else KEEP_LARGE_MS
        self.base: tuple[int, State] | None = None
        self._rows: list[Row] = []
        self._told: list[Told] = []

    @property
    def pending(self) -> tuple[Told, ...]:
        """The events that no record holds yet."""
        return tuple(self._told)

    @property
    def settled(self) -> bool:
        """Whether nothing waits to be written."""
        return not self._rows and not self._told

    def hear(self, n: int, events: Iterable[Event]) -> list[Record]:
        """Take note of events, before record ``n``; return the records that they call for."""
        found: list[Record] = []
        for event in events:
            if worth_telling(event, ROLES):
                self._told.append(Told(n, event))
            if isinstance(event, ModelFaulted):
                subject, text = plain(event.subject, 200), plain(event.text, 300)
                found.append(Fault(n + len(found), self._plant.now, subject, text))
        return found

    def boundary(self) -> int:
        """Return the next time at which the plant must be looked at."""
        return (self._plant.now // SAMPLE_MS + 1) * SAMPLE_MS

    def reached(self, n: int) -> list[Record]:
        """Return the records from ``n`` on that this moment calls for, but for a checkpoint."""
        t = self._plant.now
        if t % SAMPLE_MS:
            return []
        values = self._plant.values()
        self._rows.append((t, tuple(rounded(float(values[name])) for name in self.keys)))
        found: list[Record] = []
        if t % CHECK_MS == 0:
            found.append(self._check(n))
        if t % self.keep_ms == 0:
            found += self._written(n + len(found))
        return found

    def closing(self, n: int) -> list[Record]:
        """Return the records from ``n`` on that stand before a seal."""
        found = self._written(n)
        return [*found, self._check(n + len(found))]

    @property
    def checkpoint_due(self) -> bool:
        """Whether a checkpoint may stand at this moment."""
        return self._plant.now > 0 and self._plant.now % self.keep_ms == 0

    def checkpoint(self, n: int) -> Checkpoint | None:
        """Return the checkpoint of this moment as record ``n``, if one is due and it can be kept.

        Without it, seeking starts from an earlier one.
        """
        if not self.checkpoint_due:
            return None
        t, state = self._plant.now, self._plant.snapshot()
        whole = self.base is None or t % WHOLE_MS == 0
        number, base = (None, self.origin) if whole or self.base is None else self.base
        try:
            packed = pack_state(state, base)
        except ValueError:  # a value outside the plant's numbers is not finite
            return None
        if len(packed) > CHECKPOINT_BYTES - 1000:
            return None
        self.base = (n, state)
        return Checkpoint(n, t, number, packed)

    def digests(self) -> str:
        """Return the digests of the rooms, as a check holds them."""
        found = self._plant.digest()
        return "".join(found[room][:DIGITS] for room in self.rooms)

    def seen(self) -> str:
        """Return eight digits of the whole plant as it is now, as a command holds them."""
        return hashlib.sha256(self.digests().encode()).hexdigest()[:DIGITS]

    def forget(self) -> None:
        """Forget what waits to be written: the plant was brought to another moment."""
        self._rows.clear()
        self._told.clear()

    def _check(self, n: int) -> CheckRecord:
        return CheckRecord(n, self._plant.now, self.digests())

    def _written(self, n: int) -> list[Record]:
        found: list[Record] = []
        t = self._plant.now
        for first in range(0, len(self._told), MOST_EVENTS):
            part = self._told[first : first + MOST_EVENTS]
            found.append(Story(n + len(found), t, write_events(part)))
        if self._rows:
            found.append(Sample(n + len(found), t, write_rows(self._rows)))
        self.forget()
        return found


Difference = tuple[str, str, str]
"""Where two records differ, what the one says and what the other."""


def difference_of(
    logged: Record, computed: Record, rooms: Sequence[str], keys: Sequence[str]
) -> Difference | None:
    """Return the first difference between two records of one kind, if there is one."""
    if isinstance(logged, CheckRecord) and isinstance(computed, CheckRecord):
        return first_of(_by_room(logged, rooms), _by_room(computed, rooms))
    if isinstance(logged, Sample) and isinstance(computed, Sample):
        found = first_of(_by_key(logged, keys), _by_key(computed, keys))
        return found and (f"sample {found[0]}".strip(), *found[1:])
    if isinstance(logged, Story) and isinstance(computed, Story):
        found = first_of(_by_place(logged), _by_place(computed))
        return found and ("story", *found[1:])
    if isinstance(logged, Fault) and isinstance(computed, Fault):
        names = ("subject", "text")
        found = first_of(*({n: getattr(r, n) for n in names} for r in (logged, computed)))
        return found and ("model fault", *found[1:])
    return None


def first_of(logged: Mapping[str, object], computed: Mapping[str, object]) -> Difference | None:
    """Return the first name, in order, whose values are not written alike."""
    for name in sorted({*logged, *computed}):
        left = canonical(logged[name]) if name in logged else b"nothing"
        right = canonical(computed[name]) if name in computed else b"nothing"
        if left != right:
            return name, left.decode()[:_SHOWN], right.decode()[:_SHOWN]
    return None


def _by_room(record: CheckRecord, rooms: Sequence[str]) -> dict[str, object]:
    digits = record.digests
    parts = {room: digits[DIGITS * i :][:DIGITS] for i, room in enumerate(rooms)}
    return {**parts, "": digits[DIGITS * len(rooms) :]}


def _by_key(record: Sample, keys: Sequence[str]) -> dict[str, object]:
    found = _unpacked(record.values)
    return dict(zip(("", *keys), found, strict=False)) | {"count": len(found)}


def _by_place(record: Story) -> dict[str, object]:
    return {f"{place:06d}": item for place, item in enumerate(_unpacked(record.events))}


def _unpacked(text: str) -> list[object]:
    try:
        found = unpack_json(text)
    except Refusal:
        return ["unreadable"]
    return found if isinstance(found, list) else [found]
