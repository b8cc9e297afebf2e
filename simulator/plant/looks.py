"""Which conditions and alarms are looked at in a scan: those whose numbers may have changed.

Most of them compare what an instrument reads, and it reads now and then. Who writes what in which
scan is known at layout, so for each condition and alarm a word tells for every scan of a cycle
whether it is due. Looking again at numbers that are as they were changes nothing, as long as no
delay is running.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.control import alarm, loop, transmitter, watch
from simulator.language.condition import VALUE
from simulator.plant.blocks import Blocks

CYCLE = 0
"""k: scans after which all is due as before."""
WATCHES = 1
"""k: first of CYCLE words for each condition: 1 in the scans in which it is due, else 0."""
ALARMS = 2
"""k: the same for each alarm."""

Section = tuple[int, int]
"""How many rows there are, and where the first is."""
Scans = frozenset[int]


def rows(section: Section, width: int) -> list[int]:
    """Return where each row of a section begins."""
    count, first = section
    return [first + width * at for at in range(count)]


class Looks:
    """What is due when, from which slots are written when.

    Args:
        blocks: with the rows of transmitters and loops.
        cycle: scans after which the readings repeat.
        readers: rows of the transmitters.
        loops: section of the loops.
        kept: slots of ``y`` that no scan changes.
    """

    def __init__(
        self,
        blocks: Blocks,
        cycle: int,
        readers: Sequence[int],
        loops: Section,
        kept: Iterable[int],
    ) -> None:
        self._blocks = blocks
        self._cycle = cycle
        self._whole = frozenset(range(cycle))
        self._written: dict[int, Scans] = dict.fromkeys(kept, frozenset())
        k = blocks.k
        for row in readers:
            place = k[row + transmitter.YB]
            slots = (place + transmitter.PV, place + transmitter.QUALITY)
            self._writes(slots, k[row + transmitter.PERIOD], k[row + transmitter.PHASE])
        for row in rows(loops, loop.ROW):
            place, period = k[row + loop.YB], k[row + loop.PERIOD]
            self._writes((place + loop.SP, place + loop.OP, place + loop.MODE), period, 0)
            for link in rows((k[row + loop.LINKS], k[row + loop.FIRST_LINK]), loop.LINK_ROW):
                if k[link + loop.LINK_KIND] == loop.TO_LOOP:
                    self._writes((k[link + loop.LINK_TARGET] + loop.SP,), period, 0)

    def write(self, watches: Section, alarms: Section) -> int:
        """Write the words of all conditions and alarms; return where it is told where they are."""
        conditions = [self._of_condition(row) for row in rows(watches, watch.ROW)]
        alarmed = [self._of_alarm(row) for row in rows(alarms, alarm.ROW)]
        places = [self._blocks.row(self._words(some)) for some in (conditions, alarmed)]
        return self._blocks.row([self._cycle, *places])

    def _writes(self, slots: Sequence[int], period: int, phase: int) -> None:
        """Note down that slots are written in scans of a phase; in all, if it fits no cycle."""
        scans = self._whole
        if self._cycle % period == 0:
            scans = frozenset(one for one in self._whole if one % period == phase)
        for slot in slots:
            self._written[slot] = self._written.get(slot, frozenset()) | scans

    def _words(self, due: list[Scans]) -> list[int]:
        return [int(scan in scans) for scans in due for scan in range(self._cycle)]

    def _when(self, slot: int) -> Scans:
        """Return the scans in which a slot may change: all, if nothing is known of it."""
        return self._written.get(slot, self._whole)

    def _of_alarm(self, row: int) -> Scans:
        k = self._blocks.k
        slots = [k[row + at] for at in (alarm.SOURCE, alarm.REFERENCE, alarm.TRUST)]
        return frozenset().union(*(self._when(slot) for slot in slots if slot >= 0))

    def _of_condition(self, row: int) -> Scans:
        k = self._blocks.k
        found: Scans = frozenset()
        section = (k[row + watch.COUNT], k[row + watch.FIRST])
        for at in rows(section, watch.INSTRUCTION):
            opcode = k[at + watch.OPCODE]
            if opcode == VALUE or opcode > watch.AGAINST:
                found |= self._when(k[at + watch.OPERAND])
        return found
