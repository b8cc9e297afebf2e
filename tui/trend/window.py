"""The stretch of time that trends show: pan, zoom and a cursor, as plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.language.simtime import DAY, HOUR, MINUTE

SPANS = tuple(minutes * MINUTE for minutes in (2, 5, 10, 30, 60, 120, 240, 480, 720)) + tuple(
    days * DAY for days in (1, 2, 4, 7, 14, 28)
)
"""The spans that zooming goes through, ms: two minutes to four weeks."""
SHORTEST, LONGEST = MINUTE, 400 * DAY


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time (ms) up to but without ``end``; an end of None goes along with the time.

    ``cursor`` is the moment that the cursor marks, if there is one.
    """

    span: int = HOUR
    end: int | None = None
    cursor: int | None = None

    def close(self, now: int) -> int:
        """Return the end of the window at a time."""
        return now + 1 if self.end is None else self.end

    def start(self, now: int) -> int:
        """Return the first moment of the window; negative before the session began."""
        return self.close(now) - self.span

    def pan(self, now: int, quarters: int) -> Window:
        """Go later by quarters of the span, earlier if negative; never out of the session."""
        return self._ending(now, self.close(now) + quarters * self.span // 4)

    def to_begin(self, now: int) -> Window:
        """Show the beginning of the session."""
        return self._ending(now, self.span)

    def to_now(self) -> Window:
        """Go along with the time."""
        return replace(self, end=None)

    def zoom(self, now: int, longer: bool) -> Window:
        """Take the next longer or shorter span; what is under the cursor stays where it is."""
        if longer:
            span = next((s for s in SPANS if s > self.span), self.span)
        else:
            span = next((s for s in reversed(SPANS) if s < self.span), self.span)
        return self.spanning(now, span)

    def spanning(self, now: int, span: int) -> Window:
        """Take another span; what is under the cursor stays where it is, without one the end."""
        span = min(max(span, SHORTEST), LONGEST)
        start, end = self.start(now), self.close(now)
        if self.cursor is None or not start <= self.cursor < end:
            return replace(self, span=span)._ending(now, end)
        after = (end - self.cursor) * span // self.span
        return replace(self, span=span)._ending(now, self.cursor + after)

    def at(self, now: int, moment: int | None) -> Window:
        """Put the cursor at a moment, inside the session; follow it if it is out of sight."""
        if moment is None:
            return replace(self, cursor=None)
        moment = min(max(moment, 0), now)
        made = replace(self, cursor=moment)
        if made.start(now) <= moment < made.close(now):
            return made
        return made._ending(now, moment + self.span // 2)

    def step(self, now: int, by: int) -> Window:
        """Move the cursor by some ms; it begins at the end of the window."""
        if self.cursor is None:
            return self.at(now, min(self.close(now) - 1, now))
        return self.at(now, self.cursor + by)

    def _ending(self, now: int, end: int) -> Window:
        """End at a time, neither in the future nor so early that the window holds less than all."""
        if end > now:
            return replace(self, end=None)
        return replace(self, end=max(end, min(self.span, now + 1)))
