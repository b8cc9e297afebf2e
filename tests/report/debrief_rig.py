"""What the tests of debriefs and reports share: a session of a trainee who acts, but late."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import mkdtemp

from simulator.review.debrief import Debrief, debrief
from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from simulator.session.operator import run_session
from simulator.session.script import ScriptedOperator

HOSTILE = "<script>alert('x')</script>\"&\x1b[31m"
LATE = """script: 1
name: {en: A trainee, nl: Een cursist, fr: Un stagiaire}
scenario: oxygen-lost
looks: 2 s
acknowledges: {after: 200 s}
does:
  - when: AIC-102.PV < 25 % for 20 s
    do: [SIC-101.MODE = AUTO, SIC-101.SP = 108 rpm]
    reason: <b>DO falls</b> <script>alert(1)</script>
    label: time gained
  - after: time gained
    when: AIC-102.PV < 8 % for 70 s
    do: switch oxygen to bank 2
    reason: the flow is gone
"""


def play(path: Path, script: str = LATE, who: str = "code-1", seed: int | None = None) -> Path:
    """Play a session of oxygen-lost by a script, seal it, and return its log."""
    documents = library.read("oxygen-lost")
    built = commission(documents, seed)
    operator = ScriptedOperator(script, "late.yaml", built.names)
    live = Live.begin(documents, path, Signature(who), commission=lambda *_: built)
    run_session(live, operator)
    live.seal("ended")
    return path


@cache
def late_log() -> Path:
    """Return the log of the late trainee; it is played once."""
    return play(Path(mkdtemp(prefix="cuve-test-")) / "late.log")


@cache
def late() -> Debrief:
    """Return the debrief of the late trainee."""
    return debrief(late_log())


class Reader(HTMLParser):
    """Notes tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.text += data


def read(page: str) -> Reader:
    """Return what a browser finds in a page."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader
