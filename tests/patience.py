"""Waiting in tests: until something holds, however slow or busy the machine is.

A limit is there for what never comes. None of them says how fast anything should be.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

LIMIT_S = 120.0
"""So long a test waits before it says that something never comes."""


def wait_for(condition: Callable[[], bool], pause: float = 0.01) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(pause)


async def soon(condition: Callable[[], bool], pause: float = 0.01) -> None:
    """Let the loop go on until a condition holds."""
    end = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(pause)
