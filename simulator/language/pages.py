"""The pages of the terminal by name, for scenario files that speak of them."""

from __future__ import annotations

from collections.abc import Mapping

PAGES: tuple[str, ...] = (
    "overview",
    "unit",
    "tags",
    "alarms",
    "trends",
    "phases",
    "laboratory",
    "logbook",
    "batch_record",
    "services",
    "floor",
    "briefing",
    "criteria",
    "diagnosis",
    "workload",
    "help",
    "faceplate",
    "diagnostics",
    "alarm_help",
    "alarm_history",
    "settings",
    "hints",
    "sop",
    "instruction",
    "glossary",
    "term",
)
ABOUT: Mapping[str, str] = {
    "faceplate": "tag",
    "diagnostics": "tag",
    "trends": "tag",
    "unit": "unit",
    "alarm_help": "alarm",
}
"""Pages that are about something, and what it is."""
