"""The keys that work on every page of the console."""

from __future__ import annotations

from tui.key import Key

KEYS: tuple[Key, ...] = (
    Key("1", "overview", "overview"),
    Key("2", "alarms", "alarms"),
    Key("3", "trends", "trends"),
    Key("4", "phases", "phases"),
    Key("5", "laboratory", "laboratory"),
    Key("6", "logbook", "logbook"),
    Key("7", "unit", "unit"),
    Key("8", "batch record", "batch_record"),
    Key("9", "people", "services"),
    Key("0", "task", "briefing"),
    Key("C", "criteria", "criteria"),
    Key("D", "diagnosis", "diagnosis"),
    Key("?", "help", "help"),
    Key("space", "pause", "pause"),
    Key("+", "faster", "faster"),
    Key("-", "slower", "slower"),
    Key(".", "one scan", "step"),
    Key("n", "to next event", "next_event"),
    Key(":", "command", "command"),
    Key("escape", "back", "back", "Esc"),
    Key("ctrl+p", "find", "palette", "^p"),
    Key(",", "settings", "settings"),
    Key("z", "silence", "silence"),
    Key("L", "theme", "theme"),
    Key("S", "x1 on new alarm", "slow_down"),
    Key("l", "language", "language"),
    Key("R", "plain words", "register"),
    Key("g", "glossary", "glossary"),
    Key("H", "hint", "hints"),
    Key("i", "work instructions", "sop"),
    Key("T", "tour", "tour"),
    Key("N", "tour: go on", "tour_next"),
    Key("q", "quit", "quit"),
)
"""The keys that work on every page."""
