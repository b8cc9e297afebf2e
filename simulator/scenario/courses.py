"""The order in which people look for a scenario: course by course, the easiest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.scenario.library import Listing


def in_courses(found: Iterable[Listing]) -> list[Listing]:
    """Return scenarios course by course, the easiest course and the easiest scenario first."""
    listed = list(found)
    easiest: dict[str, int] = {}
    for one in listed:
        course = one.course.get("en", "")
        easiest[course] = min(easiest.get(course, one.level), one.level)

    def place(one: Listing) -> tuple[int, str, int, str]:
        course = one.course.get("en", "")
        return easiest[course], course, one.level, one.name

    return sorted(listed, key=place)
