"""Writes docs/validation.md from what the tests find.

``python .ci/validation.py`` runs every test that makes findings; with names of tests (or of files)
only those, and the other lines stay as they are. ``--text`` runs none and writes the page's other
parts anew.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from findings import PAGE, Row, makers, merged, parse, render  # noqa: E402


def found(tests: list[str]) -> list[Row]:
    """Run tests and return their findings; end here if one of them fails."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "found.xml"
        words = ["-m", "pytest", "-q", "--new-findings", f"--junitxml={file}", *tests]
        words += ["-p", "no:cacheprovider"]
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, check=False, env={**os.environ, "PYTHONPATH": path}
        )
        if done.returncode != 0:
            sys.exit("a test failed; the page is as it was")
        properties = ElementTree.parse(file).iter("property")
        values = [p.get("value", "") for p in properties if p.get("name") == "finding"]
    return [Row(**json.loads(value)) for value in values]


def main(words: list[str]) -> None:
    """Write the page."""
    asked = [word for word in words if word != "--text"]
    new = [] if words == ["--text"] else found(asked or sorted(makers()))
    old = parse(PAGE.read_text("utf-8")) if PAGE.exists() else []
    PAGE.write_text(render(merged(old, new, datetime.date.today().isoformat())), "utf-8")
    print(f"{len(new)} findings of these tests; the page is {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
