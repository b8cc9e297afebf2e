"""For every test: nothing of whoever runs them is read, and nothing of theirs is written."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def a_home_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep settings, learning record and key file apart, in commands that tests run too."""
    home = tmp_path_factory.mktemp("home")
    places = {"CUVE_SETTINGS": "s.toml", "CUVE_STORE": "l.sqlite3", "CUVE_PEOPLE": "p.sqlite3"}
    with pytest.MonkeyPatch.context() as patch:
        for variable in [name for name in os.environ if name.startswith("CUVE_")]:
            if variable not in ("CUVE_CACHE_DIR", "CUVE_PICTURES", "CUVE_MESA_SCHEMA"):
                patch.delenv(variable)
        for variable, name in places.items():
            patch.setenv(variable, str(home / name))
        yield
