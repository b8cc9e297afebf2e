"""``cuve play --web``: its command line, its sessions, and a real browser."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import LIMIT_S, wait_for

pytest.importorskip("textual_serve", reason="textual-serve is not installed: pip install cuve[web]")

import aiohttp
import click
from browser import browse, chromium
from tui_bench import HERE
from web_bench import until, visited

from simulator.language.command import Acknowledge
from simulator.language.problem import Refusal
from simulator.learning.attempts import read_attempt
from simulator.scenario.library import read
from simulator.session.journal import read_journal
from simulator.session.live import Live, Signature
from simulator.session.record import CommandRecord, Resumed, Seal
from simulator.session.speech import Speaker
from tui.play import command as play_command
from tui.web import launch
from tui.web.door import Address, Door
from tui.web.server import Server

ROOT = Path(__file__).parents[2]


# -- the command -------------------------------------------------------------------------------


def asked(*words: str) -> click.Context:
    """Return the command line ``cuve play`` with some words, as it is read."""
    return play_command.make_context("cuve play", list(words))


def refused(*words: str) -> str:
    """Return the code of the problem with a command line."""
    with pytest.raises(Refusal) as refusal:
        launch.play_in_browser(asked("--web", *words))
    return refusal.value.problems[0].code


def test_what_does_not_go_together_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its own hint, before anything is begun."""
    monkeypatch.chdir(tmp_path)
    assert refused("--plain", "oxygen-lost") == "no-lines"
    assert refused("--resume", "oxygen-lost") == "no-log"
    assert refused("--log", "x.log", "--seats", "2", "oxygen-lost") == "one-log"
    assert refused("--log", "x.log") == "no-scenario"
    assert refused("no-such-scenario") == "unknown-scenario"
    assert refused("--host", "0.0.0.0", "oxygen-lost") == "no-url"
    assert refused("--resume", "--log", "x.log") == "cannot-read"
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert refused("oxygen-lost") == "no-web"


def test_a_port_that_is_taken_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the port, the hint another way."""
    monkeypatch.chdir(tmp_path)

    async def visit(server: Server, _: aiohttp.ClientSession) -> None:
        second = Server(
            Address("127.0.0.1", server.address.port),
            Door(1),
            lambda _: [],
            Speaker("en"),
            "",
            print,
        )
        with pytest.raises(Refusal, match=f"cannot listen on 127.0.0.1:{server.address.port}"):
            await second.start()

    visited(visit)


def test_a_terminal_gets_the_options_that_were_given_and_a_log_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what was typed is passed on; a session left open is taken up, an ended one is not."""
    monkeypatch.chdir(tmp_path)
    words = ("oxygen-lost", "--web", "--seats", "2", "--seed=7", "--no-bell", "--who", "Ann & co")
    orders = launch.Orders(asked(*words))
    first = orders.command(0)
    assert first[1:4] == ["-m", "simulator", "play"]
    assert {"--seed=7", "--no-bell", "--who=Ann & co", "--served"} < set(first)
    assert not {"--web", "--seats=2", "--speed=1.0"} & set(first)
    assert first[-2:] == ["--", "oxygen-lost"]
    log = Path(first[first.index("--log") + 1])
    assert orders.command(0) == first  # nothing was begun yet
    other = orders.command(1)
    assert other[other.index("--log") + 1] != str(log)
    live = Live.begin(read("oxygen-lost"), log, Signature("Ann"), commission=HERE)
    live.close()
    again = orders.command(0)
    assert "--resume" in again
    assert again[again.index("--log") + 1] == str(log)
    live = Live.resume(log, Signature("Ann"), commission=HERE)
    live.seal()
    fresh = orders.command(0)
    assert "--resume" not in fresh
    assert fresh[fresh.index("--log") + 1] != str(log)
    assert "--log" not in launch.Orders(asked("--web")).command(0)


@contextlib.contextmanager
def command_line(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run ``cuve play --web`` in a process of its own; yield it and its link."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", "play", *words, "--web", "--port", "0"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=LIMIT_S)


def logs(folder: Path) -> list[Path]:
    """Return the logs in a folder."""
    return sorted(folder.glob("*.log"))


async def look(link: str, folder: Path, times: int = 1) -> None:
    """Open the link, see the task, begin the session's time, and close; then open it again."""
    public = link.partition("/?")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(link) as response:
            assert response.status == 200
        for _ in range(times):
            async with session.ws_connect(f"{public}/ws", headers={"Origin": public}) as socket:
                await until(socket, b"Press Enter to begin")
                await socket.send_json(["stdin", "\r"])
                await until(socket, "▶ ×1".encode())
                assert len(logs(folder)) == 1


@pytest.mark.slow
def test_a_reload_goes_on_with_the_same_session(tmp_path: Path) -> None:
    """Closing the page leaves the session, opening it takes it up: one log, resumed twice."""
    with command_line(tmp_path, "oxygen-lost") as (_, link):
        asyncio.run(look(link, tmp_path, times=3))
    records = read_journal(logs(tmp_path)[0]).records
    assert sum(isinstance(record, Resumed) for record in records) == 2


@pytest.mark.slow
def test_ctrl_c_ends_the_server_and_leaves_sessions_to_be_resumed(tmp_path: Path) -> None:
    """The child leaves in order, the log is whole and open, and the server says where it is."""
    with command_line(tmp_path, "oxygen-lost", "--who", "Ann") as (process, link):
        asyncio.run(look(link, tmp_path))
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 0
    name = logs(tmp_path)[0].name
    assert f"log: {name}" in told
    assert "--resume" in told
    assert read_attempt(tmp_path / name).sealed is False
    assert read_attempt(tmp_path / name).who == "Ann"
    Live.resume(tmp_path / name, Signature("Ann"), commission=HERE).close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is for POSIX")
def test_a_server_that_is_killed_leaves_no_terminal_behind(tmp_path: Path) -> None:
    """The terminal notices, leaves its session, and lets go of its log."""
    with command_line(tmp_path, "oxygen-lost") as (process, link):

        async def go() -> None:
            with contextlib.suppress(AssertionError, aiohttp.ClientError):
                await look(link, tmp_path)

        asyncio.run(go())
        process.kill()
        process.wait(LIMIT_S)
    wait_for(lambda: in_the_way(logs(tmp_path)[0]) != "in-use", 0.2)  # none is left behind
    assert in_the_way(logs(tmp_path)[0]) == ""


def in_the_way(log: Path) -> str:
    """Return what keeps a session from being resumed; nothing if nothing does."""
    try:
        Live.resume(log, Signature("Ann"), commission=HERE).close()
    except Refusal as refusal:
        return refusal.problems[0].code
    return ""


@pytest.mark.slow
@pytest.mark.skipif(chromium() is None, reason="no chromium or google-chrome is installed")
def test_an_alarm_is_acknowledged_in_a_real_browser(tmp_path: Path) -> None:
    """Open the link in Chromium, press keys alone: the log holds the acknowledgement and a seal."""

    async def journey(link: str) -> None:
        async with browse(tmp_path / "profile") as page:
            await page.do("Page.navigate", url=link)
            await page.see("Press Enter to begin")
            assert await page.value("document.documentElement.lang") == "en"
            assert await page.value("document.title") == "Cuve: Oxygen lost"
            assert "xterm" in await page.value("document.activeElement.className")
            at = await page.press("Enter")
            await page.see("▶ ×1", at)
            for _ in range(8):
                at = await page.press("n")
                await page.see("PAUSED", at)
                if "unacknowledged" in page.painted:
                    break
            at = await page.press("2")
            await page.see("acknowledge", at)
            at = await page.press("a")
            await page.see("done: ack ", at)
            at = await page.press("q")
            await page.see("s seal the log", at)
            at = await page.press("s")
            await page.see("One more form before the end", at)
            at = await page.press("x")
            await page.see("WORKLOAD", at)
            at = await page.press("x")
            await page.see("s seal the log", at)
            at = await page.press("s")
            await page.see("How do you rate yourself?", at)
            at = await page.press("Escape")
            await page.see("end of the session", at)
            await page.press("q")
            await page.until("!document.getElementById('ended').hidden")
            assert page.wrong == []
            public = link.partition("/?")[0].partition("//")[2]
            assert {url.partition("//")[2].partition("/")[0] for url in page.asked} == {public}

    with command_line(tmp_path, "oxygen-lost", "--who", "Ann") as (_, link):
        asyncio.run(journey(link))
    records = read_journal(logs(tmp_path)[0]).records
    given = [record for record in records if isinstance(record, CommandRecord)]
    assert any(isinstance(record.command, Acknowledge) for record in given)
    assert {record.who for record in given} == {"Ann"}
    assert isinstance(records[-1], Seal)
