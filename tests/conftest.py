"""For every test: nothing of whoever runs them is read, and nothing of theirs is written.

And what a test finds of a model must be what docs/validation.md says: see findings.py.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterator
from dataclasses import asdict

import pytest
from findings import FRESH, PAGE, Finding, differences, parse
from hypothesis import HealthCheck, settings

from simulator.numerics.compiler import cache_root

_FINDING = pytest.StashKey[Finding]()
_THEIRS = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TZ")
"""What of whoever runs the tests would show in what a command prints."""

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")  # the same cases each time; --hypothesis-profile=search for others


@pytest.fixture(autouse=True, scope="session")
def a_home_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep settings, learning record and key file apart, in commands that tests run too.

    Compiled copies alone are shared, also with commands that are given a home of their own: each
    would take half a minute to make another.
    """
    home = tmp_path_factory.mktemp("home")
    places = {"CUVE_SETTINGS": "s.toml", "CUVE_STORE": "l.sqlite3", "CUVE_PEOPLE": "p.sqlite3"}
    with pytest.MonkeyPatch.context() as patch:
        for variable in [name for name in os.environ if name.startswith("CUVE_")]:
            if variable not in ("CUVE_CACHE_DIR", "CUVE_PICTURES", "CUVE_MESA_SCHEMA"):
                patch.delenv(variable)
        patch.setenv("CUVE_CACHE_DIR", cache_root())
        for variable, name in places.items():
            patch.setenv(variable, str(home / name))
        yield


def pytest_configure() -> None:
    """Forget the language and colours of whoever runs the tests, before anything looks at them."""
    for variable in _THEIRS:
        os.environ.pop(variable, None)
    os.environ["LANG"] = "C.UTF-8"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the maker of the page ask for findings that the page does not have yet."""
    parser.addoption("--new-findings", action="store_true", help="do not compare with the page")


@pytest.fixture
def finding(request: pytest.FixtureRequest) -> Finding:
    """Compare a number of a model with what it should be, for docs/validation.md."""
    return request.node.stash.setdefault(_FINDING, Finding(request.node.nodeid))


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """After a test that passed, hold what it found against the page."""
    answer = yield
    if _FINDING in pyfuncitem.stash:
        made = pyfuncitem.stash[_FINDING]
        assert made.found, "the test asks for findings and makes none"
        rows = made.rows()
        pyfuncitem.user_properties += [("finding", json.dumps(asdict(row))) for row in rows]
        if not pyfuncitem.config.getoption("--new-findings"):
            written = [row for row in parse(PAGE.read_text("utf-8")) if row.test == made.test]
            wrong = list(differences(written, rows))
            assert not wrong, "\n".join([*wrong, f"({FRESH} {made.test} writes the page)"])
    return answer
