"""Every command that README and the pages in docs show is run here, or read for its options."""

from __future__ import annotations

import glob
import importlib
import io
import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from simulator.cli.commands import COMMANDS, ELSEWHERE, EXAMPLES
from simulator.cli.dispatch import call

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(?:\.venv/bin/)?cuve ([^`\n]+)`")
ELSEWHERE_RUN = {
    "python3 -m venv": "the check of every change does what this line says",
    "pip install": "needs a package registry",
}
"""Lines of shell blocks that are no command of cuve, and why they are not run here."""
DRAFT = """scenario: 1
name: A tank
brief: Watch it.
duration: 3 d
scan: 10 s
units:
  TK-301: {kind: vessel, name: Tank, parameters: {working volume: 100 L}, initial: {volume: 50 L}}
instruments:
  WT-301: {name: Weight, reads: TK-301.weight, range: 0 kg .. 120 kg}
rubric:
  criteria:
    alarms:
      name: Alarms
      what: Watch the weight.
      points: 10
      levels: [{from: 0 %, shows: Off}, {from: 50 %, shows: On}]
      evidence:
        - limits: {inside: [{holds: WT-301.PV > 10 kg, full: 90 %, none: 10 %}]}
        - limits: {inside: [{holds: WT-301.PV > 20 kg, full: 90 %, none: 10 %}]}
    handover:
      name: Handover
      what: Tell what happened.
      points: 10
      rater: assessor
      levels: [{from: 0 %, shows: No}, {from: 40 %, shows: Some}, {from: 80 %, shows: All}]
"""


def commands(page: Path) -> list[str]:
    """Return the commands of cuve in the fenced blocks of a page, without their remarks."""
    found = []
    for language, text in FENCE.findall(page.read_text("utf-8")):
        for line in text.replace("\\\n", " ").splitlines():
            words = line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
            if words.startswith("cuve "):
                found.append(re.sub(r"\s+#.*", "", words).removeprefix("cuve "))
            elif language in {"sh", "console"} and words:
                assert any(known in words for known in ELSEWHERE_RUN), f"{page.name}: {line}"
    return found


def only_read(words: list[str]) -> str:
    """Return why a command is only read for its options, or "" if it is run."""
    name, rest = words[0], words[1:]
    if name == "play" and "--plain" not in rest:
        return "it opens a screen or a server; the tests of the terminal drive it"
    if name == "replay" and "--text" not in rest:
        return "it opens a screen; the tests of the terminal drive it"
    if name == "bench" or "--prove" in rest:
        return "it takes minutes and has tests of its own"
    if name == "fit":
        return "it needs the data of a batch, and has tests of its own"
    if "parquet" in rest and find_spec("pyarrow") is None:
        return "needs pyarrow"
    return ""


def read_options(words: list[str]) -> None:
    """Read a command line as the command itself would, and do nothing."""
    assert words[0] in COMMANDS, words
    module = importlib.import_module(ELSEWHERE.get(words[0], f"simulator.cli.{words[0]}"))
    command: click.Command = module.command
    if isinstance(command, click.Group) and len(words) > 1:
        inner = command.get_command(click.Context(command), words[1])
        assert inner is not None, words
        command, words = inner, words[1:]
    command.make_context(words[0], words[1:], resilient_parsing=False)


def hurried(words: list[str]) -> list[str]:
    """Return a command with less to do: two minutes of a plant, no other ways in a report."""
    if words[0] == "run":
        words = [*words, "--until", "2 min"]
    return [*words, "--quick"] if words[0] == "report" else words


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the files that the pages speak of; be there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CUVE_PEOPLE", str(tmp_path / "people"))
    monkeypatch.setenv("CUVE_STORE", str(tmp_path / "store"))
    for name in ("a-tank", "my-batch"):
        Path(f"{name}.yaml").write_text(DRAFT, encoding="utf-8")
    assert call(["run", "a-tank.yaml", "--log", "session.log", "--who", "klas-1"]) == 0
    for place in ("class", "logs"):
        Path(place).mkdir()
        Path(place, "session.log").write_bytes(Path("session.log").read_bytes())
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_commands_of_a_page_do_what_they_are_shown_for(
    page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is taken by the program as it stands; one that needs no screen is run, in order."""
    for line in commands(page):
        words = [
            path
            for word in shlex.split(line)
            for path in (sorted(glob.glob(word)) if "*" in word else [word])
        ]
        if only_read(words):
            read_options(words)
            continue
        monkeypatch.setattr("sys.stdin", io.StringIO("quit\n"))
        lost = words[:2] == ["results", "show"] and len(words) > 2
        assert call(hurried(words)) == (1 if lost else 0), line


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_commands_within_a_sentence_exist(page: Path) -> None:
    """`cuve NAME --option` in running text names a command and options that there are."""
    for text in INLINE.findall(page.read_text("utf-8")):
        words = shlex.split(text)
        if words[0].startswith("-") or ", format" in text:
            continue
        assert words[0] in COMMANDS, text
        help_ = importlib.import_module(
            ELSEWHERE.get(words[0], f"simulator.cli.{words[0]}")
        ).command
        if isinstance(help_, click.Group) and len(words) > 1 and words[1].islower():
            help_ = help_.get_command(click.Context(help_), words[1])
            assert help_ is not None, text
        known = {name for one in help_.params for name in (*one.opts, *one.secondary_opts)}
        given = {word for word in words if re.match(r"--?[a-z]", word)}
        assert given <= known | {"--help"}, text


def test_the_pages_show_commands() -> None:
    """The commands are found: README shows those of a first hour, and leads to every page."""
    shown = [line.split()[0] for line in commands(ROOT / "README.md")]
    assert {"run", "play", "replay", "verify", "check", "score", "report"} <= set(shown)
    readme = PAGES[0].read_text("utf-8")
    assert [page.name for page in PAGES[1:] if f"(docs/{page.name})" not in readme] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_whole(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every option says what it does, and the examples at the end are taken as they stand."""
    assert call([name, "--help"]) == 0
    shown = capsys.readouterr().out
    for line in EXAMPLES[name]:
        assert line in shown
        read_options(shlex.split(line)[1:])
    module = importlib.import_module(ELSEWHERE.get(name, f"simulator.cli.{name}"))
    command = module.command
    inner = list(command.commands.values()) if isinstance(command, click.Group) else [command]
    for one in inner:
        assert one.help
        mute = [p.name for p in one.params if isinstance(p, click.Option) and not p.help]
        assert mute == [], f"{name} {one.name}"
