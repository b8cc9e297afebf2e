"""What a person may choose about the terminal; the same for every session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the terminal.

    ``slow_down`` brings time back to x1 on a new urgent alarm; ``bell`` rings for new alarms;
    ``blink`` lets their marks blink; ``keys`` gives actions other keys, by their names.
    """

    theme: str = "light"
    language: str = "en"
    register: str = "industry"
    bell: bool = False
    blink: bool = False
    slow_down: bool = False
    ascii: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
