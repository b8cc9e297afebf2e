"""A session of a trainee whose name is known, ended, with marks; made once for all tests here."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_fakes import NAME, coded

from simulator.export.session import Session, read_session
from simulator.scenario.library import read, read_script
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from simulator.session.operator import run_session
from simulator.session.script import ScriptedOperator


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the log of an expert at a short scenario, signed with a name."""
    path = tmp_path_factory.mktemp("export") / "oxygen.log"
    documents = read("oxygen-lost")
    built = commission(documents)
    live = Live.begin(documents, path, Signature(NAME), commission=lambda *_: built)
    file, text = read_script("expert", "oxygen-lost")
    run_session(live, ScriptedOperator(text, file, built.names))
    live.seal()
    return path


@pytest.fixture(scope="session")
def session(log: Path) -> Session:
    """Return that session as it is exported."""
    return read_session(log, coded)
