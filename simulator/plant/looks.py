"""What alarms and conditions look at, and in which scans it may be written.

Most of them compare what an instrument reads with a constant or a limit, and it reads now and
then. Who writes what in which scan is known at layout; so is which numbers need a band
(:mod:`simulator.control.band`), one for all that look at the same number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.control import alarm, band, loop, transmitter, watch
from simulator.language.condition import VALUE
from simulator.plant.blocks import Blocks

CYCLE = 0
"""k: scans after which the same numbers may be written as before."""
NUMBERS = 1
"""k: first of CYCLE + 1 words: where the numbers of each scan begin, each a slot and its band."""
DEVIATIONS = 2
"""k: the same for differences of two numbers: both slots and the band."""
BANDS = 3
"""k: where the bands begin among the pads."""
BANDS_END = 4
"""k: where they end."""
ALARMS = 5
"""k: first of a word per alarm: its band, or -1 if it follows from a quality."""
CALM = 6
"""k: first of the conditions that compare with constants alone: each is its row, and the first of a
word per instruction, the band of a comparison or -1."""
CALM_END = 7
"""k: where they end."""
RESTLESS = 8
"""k: first of a word per other condition: its row."""
RESTLESS_END = 9
"""k: where they end."""
AWAKE = 10
"""k: first of a pad per alarm, then per calm condition: 1 if it is looked at in every scan."""
PADS_END = 11
"""k: where the pads end: bands first, then those."""

NUMBER = 2
DEVIATION = 3
CONDITION = 2
"""Words of each."""

Section = tuple[int, int]
"""How many rows there are, and where the first is."""
Scans = frozenset[int]
Compared = tuple[int, ...]
"""A slot of ``y``, or two of which the difference counts."""


def rows(section: Section, width: int) -> list[int]:
    """Return where each row of a section begins."""
    count, first = section
    return [first + width * at for at in range(count)]


class Looks:
    """What is looked at, from which slots are written when.

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
        self._bands: dict[Compared, int] = {}
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
        """Write what all conditions and alarms look at; return where it is told where it is."""
        row = self._blocks.row
        first = self._blocks.pad(0)
        alarmed = row([self._of_alarm(at) for at in rows(alarms, alarm.ROW)])
        calm: list[int] = []
        restless: list[int] = []
        for at in rows(watches, watch.ROW):
            if self._is_calm(at):
                calm += (at, row(self._of_condition(at)))
            else:
                restless.append(at)
        head = [self._cycle, self._listed(1), self._listed(2)]
        head += [first, self._blocks.pad(0), alarmed]
        for words in (calm, restless):
            begin = row(words)
            head += (begin, begin + len(words))
        awake = self._blocks.pad(alarms[0] + len(calm) // CONDITION)
        return row([*head, awake, self._blocks.pad(0)])

    def _writes(self, slots: Sequence[int], period: int, phase: int) -> None:
        """Note down that slots are written in scans of a phase; in all, if it fits no cycle."""
        scans = self._whole
        if self._cycle % period == 0:
            scans = frozenset(one for one in self._whole if one % period == phase)
        for slot in slots:
            self._written[slot] = self._written.get(slot, frozenset()) | scans

    def _band(self, what: Compared) -> int:
        """Return the band of a number; the first that looks at it has it allotted."""
        if what not in self._bands:
            self._bands[what] = self._blocks.pad(band.WIDTH)
        return self._bands[what]

    def _of_alarm(self, row: int) -> int:
        k = self._blocks.k
        if k[row + alarm.KIND] == alarm.BAD:
            return -1
        if k[row + alarm.KIND] == alarm.DEV:
            return self._band((k[row + alarm.SOURCE], k[row + alarm.REFERENCE]))
        return self._band((k[row + alarm.SOURCE],))

    def _instructions(self, row: int) -> list[int]:
        k = self._blocks.k
        return rows((k[row + watch.COUNT], k[row + watch.FIRST]), watch.INSTRUCTION)

    def _is_calm(self, row: int) -> bool:
        """Return whether a condition compares with constants alone."""
        return all(self._blocks.k[at + watch.OPCODE] != VALUE for at in self._instructions(row))

    def _of_condition(self, row: int) -> list[int]:
        k = self._blocks.k
        return [
            self._band((k[at + watch.OPERAND],)) if k[at + watch.OPCODE] > watch.AGAINST else -1
            for at in self._instructions(row)
        ]

    def _listed(self, slots: int) -> int:
        """List the numbers of one slot, or the differences of two, that each scan may write."""
        starts = []
        found: list[int] = []
        for scan in range(self._cycle):
            starts.append(len(found))
            for what, place in self._bands.items():
                written = (self._written.get(slot, self._whole) for slot in what)
                if len(what) == slots and any(scan in scans for scans in written):
                    found += (*what, place)
        begin = self._blocks.row(found)
        return self._blocks.row([begin + at for at in (*starts, len(found))])
