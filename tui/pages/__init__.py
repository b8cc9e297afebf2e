"""The pages of the terminal, one file for each or for a few small ones."""

from __future__ import annotations

from tui.page import Page, Station
from tui.pages.alarmhelp import AlarmHelpPage
from tui.pages.alarmhistory import AlarmHistory
from tui.pages.alarms import Alarms
from tui.pages.batchrecord import BatchRecord
from tui.pages.briefing import Briefing, Criteria
from tui.pages.diagnostics import Diagnostics
from tui.pages.faceplate import Faceplate
from tui.pages.floor import FloorPage
from tui.pages.forms import Diagnosis, WorkloadForm
from tui.pages.glossary import GlossaryPage, TermPage
from tui.pages.hints import Hints
from tui.pages.laboratory import Laboratory
from tui.pages.logbook import Logbook
from tui.pages.overview import Overview
from tui.pages.phases import Phases
from tui.pages.reading import HelpPage
from tui.pages.services import Services
from tui.pages.settings import SettingsPage
from tui.pages.sop import Instruction, Instructions
from tui.pages.tags import Tags
from tui.pages.trends import Trends
from tui.pages.unit import Unit

PAGES: tuple[type[Page], ...] = (
    Overview,
    Unit,
    Tags,
    Alarms,
    Trends,
    Phases,
    Laboratory,
    Logbook,
    BatchRecord,
    Services,
    FloorPage,
    Briefing,
    Criteria,
    Diagnosis,
    WorkloadForm,
    HelpPage,
    Faceplate,
    Diagnostics,
    AlarmHelpPage,
    AlarmHistory,
    SettingsPage,
    Hints,
    Instructions,
    Instruction,
    GlossaryPage,
    TermPage,
)
"""Every page, in the order of help."""


def make_pages(console: Station) -> dict[str, Page]:
    """Return one of each page, by name."""
    return {kind.name: kind(console) for kind in PAGES}
