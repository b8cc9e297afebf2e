"""The horn and the blinking of new alarms: a slow pulse, and who silenced what.

Silencing is not acknowledging: the alarm stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from simulator.language.event import AlarmChanged, Event
from simulator.language.observation import AlarmView
from simulator.session.meanings import CALLING
from tui.runner import is_new_alarm

BEATS_APART = 2
"""The bell rings at most every second beat."""
LOUDEST = 3
"""The bell is for alarms of priorities 1 to 3."""


class Horn:
    """Sounds from a new alarm until it is silenced, or until nothing is unacknowledged."""

    def __init__(self) -> None:
        self.sounding = False
        self.lit = True
        """Whether the marks of unacknowledged alarms are lit just now, if they blink."""
        self._quiet = 0

    def hear(self, events: Iterable[Event]) -> None:
        """Begin to sound for a new alarm of priority 1 to 3."""
        for event in events:
            if isinstance(event, AlarmChanged) and is_new_alarm(event):
                self.sounding = self.sounding or event.priority <= LOUDEST

    def silence(self) -> bool:
        """Stop sounding until the next new alarm; return whether it sounded."""
        sounded, self.sounding = self.sounding, False
        return sounded

    def beat(self, alarms: Iterable[AlarmView], bell: bool, blink: bool) -> bool:
        """Take one beat; return whether the bell is to ring now."""
        self.lit = not self.lit or not blink
        waiting = any(a.state in CALLING and a.priority <= LOUDEST for a in alarms)
        self.sounding = self.sounding and waiting
        self._quiet = max(self._quiet - 1, 0)
        if not (self.sounding and bell) or self._quiet:
            return False
        self._quiet = BEATS_APART
        return True
