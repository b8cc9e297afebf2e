"""The terminal in a browser: who gets in, what they are served, and what becomes of sessions."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="textual-serve is not installed: pip install cuve[web]")

import aiohttp
import click
from browser import browse, chromium
from tui_bench import HERE

from simulator.language.command import Acknowledge
from simulator.language.problem import Refusal
from simulator.scenario.library import read
from simulator.session.attempts import read_attempt
from simulator.session.journal import read_journal
from simulator.session.live import Live, Signature
from simulator.session.record import CommandRecord, Resumed, Seal
from simulator.session.speech import Speaker
from tui.play import command as play_command
from tui.web import child as child_module
from tui.web import launch
from tui.web import server as server_module
from tui.web.door import Address, Door, is_loopback
from tui.web.server import IN_USE, Server

ROOT = Path(__file__).parents[2]
ECHO = """
import os, sys
def give(kind, data):
    os.write(1, kind + len(data).to_bytes(4, "big") + data)
print("side remark", file=sys.stderr, flush=True)
os.write(1, b"a remark before\\n__GANGLION__\\n")
give(b"D", b"size " + os.environ["COLUMNS"].encode() + b"x" + os.environ["ROWS"].encode())
while True:
    head = sys.stdin.buffer.read(5)
    if len(head) < 5:
        break
    data = sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
    give(b"D", b"<" + head[:1] + data + b">")
    if b"quit" in data or data == b"q":
        if data == b"q":
            give(b"M", b'{"type": "exit"}')
        break
"""
"""A terminal that shows what it is told."""
DEAF = "import os, time\nos.write(1, b'__GANGLION__\\n')\nwhile True: time.sleep(60)"

Visit = Callable[[Server, aiohttp.ClientSession], Awaitable[None]]


@contextlib.asynccontextmanager
async def serving(
    seats: int = 1, program: str = ECHO, url: str = ""
) -> AsyncIterator[tuple[Server, list[str]]]:
    """Serve a terminal of few words on any free port; yield the server and what it told."""
    told: list[str] = []
    server = Server(
        Address("127.0.0.1", 0, url),
        Door(seats),
        lambda _: [sys.executable, "-c", program],
        Speaker("nl"),
        "Cuve: <Oxygen> & lost",
        told.append,
    )
    await server.start()
    try:
        yield server, told
    finally:
        await server.stop()


def visited(visit: Visit, seats: int = 1, program: str = ECHO) -> list[str]:
    """Let a visit pass, and return what the server told on its own terminal."""

    async def go() -> list[str]:
        jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address without a name
        async with (
            serving(seats, program) as (server, told),
            aiohttp.ClientSession(cookie_jar=jar) as session,
        ):
            await visit(server, session)
        return told

    return asyncio.run(go())


async def status(session: aiohttp.ClientSession, url: str, **headers: str) -> int:
    """Return the status of an answer, without following it elsewhere."""
    async with session.get(url, headers=headers, allow_redirects=False) as response:
        return response.status


async def enter(server: Server, session: aiohttp.ClientSession, seat: int = 0) -> str:
    """Go in by a link, and return the address of the socket."""
    async with session.get(server.links()[seat]) as response:
        assert response.status == 200
    return f"{server.address.public}/ws"


def connect(
    server: Server, session: aiohttp.ClientSession, query: str = ""
) -> contextlib.AbstractAsyncContextManager[aiohttp.ClientWebSocketResponse]:
    """Open the socket as the page does."""
    where = f"{server.address.public}/ws{query}"
    return session.ws_connect(where, headers={"Origin": server.address.public})


async def until(socket: aiohttp.ClientWebSocketResponse, text: bytes) -> bytes:
    """Read what is painted until a text is in it."""
    seen = b""
    while text not in seen:
        seen += await asyncio.wait_for(socket.receive_bytes(), 10)
    return seen


# -- the door ----------------------------------------------------------------------------------


def test_a_link_opens_once_and_then_the_cookie_does() -> None:
    """The first visitor gets a cookie and the page; the second with the same link gets 403."""

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        link = server.links()[0]
        async with session.get(link, allow_redirects=False) as response:
            assert response.status == 303
            cookie = response.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie
            assert response.headers["Referrer-Policy"] == "no-referrer"
        assert await status(session, f"{server.address.public}/") == 200
        assert await status(session, link) == 303  # the same browser may use its history
        async with aiohttp.ClientSession() as stranger:
            assert await status(stranger, link) == 403
            assert await status(stranger, f"{server.address.public}/?token=guess") == 403
            assert await status(stranger, f"{server.address.public}/?token=") == 403

    visited(visit)


def test_without_a_cookie_nothing_is_served() -> None:
    """Page, scripts, socket and what is not there: all 403, so that nothing is told."""

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        for path in ("/", "/ws", "/textual.js", "/cuve.js", "/nothing", "/download/x", "/static/"):
            assert await status(session, server.address.public + path) == 403
        forged = {"Cookie": f"{server.cookie}=x; {server.cookie}="}
        assert await status(session, f"{server.address.public}/", **forged) == 403

    visited(visit)


def test_another_name_for_this_computer_is_refused() -> None:
    """A name that a stranger points here (DNS rebinding), or another port, opens nothing."""

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        url = server.links()[0]
        port = server.address.port
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}"):
            assert await status(session, url, Host=host) == 403
        await enter(server, session)
        assert (
            await status(session, f"{server.address.public}/", Host=f"evil.example:{port}") == 403
        )
        assert await status(session, f"{server.address.public}/", Host=f"127.0.0.1:{port}") == 200

    visited(visit)


def test_a_page_of_another_site_gets_no_socket_even_with_the_cookie() -> None:
    """Origin must be ours: not another site, another port, null, or none at all."""

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        url = await enter(server, session)
        port = server.address.port
        others = (
            "http://evil.example",
            f"http://127.0.0.1:{port + 1}",
            "null",
            f"https://x:{port}",
        )
        for origin in (*others, f"http://127.0.0.1:{port}.evil.example"):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(url, headers={"Origin": origin})
            assert refused.value.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(url)
        assert refused.value.status == 403

    visited(visit)


@pytest.mark.parametrize(
    "path",
    [
        "/../server.py",
        "/%2e%2e/server.py",
        "/..%2fserver.py",
        "/static/../../etc/passwd",
        "//etc/passwd",
        "/cuve.js/../server.py",
        "/cuve.js%00.html",
        "/page.html",
        "/fonts/RobotoMono-VariableFont_wght.ttf",
    ],
)
def test_no_path_leads_to_another_file(path: str) -> None:
    """Asked for byte by byte, with the cookie, only the four files of the page are given."""

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        await enter(server, session)
        cookie = session.cookie_jar.filter_cookies(aiohttp.client.URL(server.address.public))
        value = cookie[server.cookie].value
        reader, writer = await asyncio.open_connection("127.0.0.1", server.address.port)
        host = f"127.0.0.1:{server.address.port}"
        head = f"Host: {host}\r\nCookie: {server.cookie}={value}\r\nConnection: close\r\n\r\n"
        writer.write(f"GET {path} HTTP/1.1\r\n{head}".encode())
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        assert answer.split(b" ")[1] in (b"400", b"403", b"404"), answer[:200]
        assert b"class Server" not in answer
        assert b"root:" not in answer

    visited(visit)


def test_the_page_asks_nobody_else_for_anything() -> None:
    """No address of another site is in the page or its own files, and the policy forbids them."""

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        await enter(server, session)
        async with session.get(f"{server.address.public}/?fontsize=20") as response:
            page = await response.text()
            policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert '<html lang="nl">' in page
        assert "<title>Cuve: &lt;Oxygen&gt; &amp; lost</title>" in page
        assert 'data-font-size="20"' in page
        assert "//" not in page
        for name in ("cuve.js", "cuve.css", "textual.js", "xterm.css"):
            async with session.get(f"{server.address.public}/{name}") as response:
                assert response.status == 200
                text = await response.text()
            assert "googleapis" not in text
            assert name.startswith(("textual", "xterm")) or "://" not in text

    visited(visit)


def test_addresses_know_who_may_ask() -> None:
    """Loopback has three names; behind a proxy the public name counts as well."""
    here = Address("127.0.0.1", 8000)
    assert here.hosts() == {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}
    assert here.public == "http://127.0.0.1:8000"
    assert Address("127.0.0.1", 80).hosts() == {"127.0.0.1", "localhost", "[::1]"}
    proxied = Address("127.0.0.1", 8000, "https://Cuve.School.example/lab/")
    assert proxied.public == "https://cuve.school.example/lab"
    assert "cuve.school.example" in proxied.hosts()
    assert "https://cuve.school.example" in proxied.origins()
    assert proxied.secure
    assert Address("::1", 8000).public == "http://[::1]:8000"
    assert is_loopback("127.8.8.8")
    assert not is_loopback("192.168.1.20")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", ""),
        ("::", ""),
        ("example.com", ""),
        ("", ""),
        ("127.0.0.1", "ftp://x"),
        ("127.0.0.1", "cuve.example"),
        ("127.0.0.1", "http://a@b"),
        ("127.0.0.1", "http://a:x"),
        ("127.0.0.1", "http://"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(host: str, url: str) -> None:
    """Every address at once needs a url; names and half addresses are none."""
    with pytest.raises(Refusal):
        Address(host, 8000, url)


def test_a_door_has_as_many_seats_as_links() -> None:
    """Each token opens one seat once; no cookie opens another's."""
    count = iter(range(100))
    door = Door(2, lambda: f"s{next(count)}")
    assert door.tokens == ["s0", "s1"]
    assert door.admit("s1") == "s2"
    assert door.admit("s1") is None
    assert door.seat("s2") == 1
    assert door.admit("s0") == "s3"
    assert (door.seat("s3"), door.seat(""), door.seat("s0"), door.seat("é")) == (
        0,
        None,
        None,
        None,
    )


# -- the socket --------------------------------------------------------------------------------


def test_keys_and_sizes_go_in_and_painting_comes_out() -> None:
    """The terminal hears bytes and bounded sizes; what makes no sense does no harm."""

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        await enter(server, session)
        async with connect(server, session, "?width=999999&height=x") as socket:
            await until(socket, b"size 500x24")
            for junk in ("{", "[]", "7", '["stdin"]', '["stdin", 5]', '["resize", [1]]', '["x"]'):
                await socket.send_str(junk)
            await socket.send_str("[" * 30_000)
            await socket.send_bytes(b"\xff\xfe")
            await socket.send_json(["resize", {"width": -5, "height": 1e99}])
            seen = await until(socket, b'"height": ')
            assert b'"width": 20' in seen
            await socket.send_json(["stdin", "é"])
            await until(socket, "<Dé>".encode())
            await socket.send_json(["ping", "1"])
            answer = await asyncio.wait_for(socket.receive(), 10)
            assert answer.json() == ["pong", "1"]
            await socket.send_json(["stdin", "q"])
            await until(socket, b"<Dq>")
            end = await asyncio.wait_for(socket.receive(), 10)
            assert end.type is aiohttp.WSMsgType.CLOSE
            assert end.data == 1000

    told = visited(visit)
    assert told == ["side remark"]


def test_a_seat_is_taken_by_one_window_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second window is sent away; when the first is closed, the next gets in."""
    monkeypatch.setattr(server_module, "RELOAD_S", 0.2)

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        await enter(server, session)
        async with connect(server, session) as first:
            await until(first, b"size")
            async with connect(server, session) as second:
                end = await asyncio.wait_for(second.receive(), 10)
                assert (end.type, end.data) == (aiohttp.WSMsgType.CLOSE, IN_USE)
            await first.send_json(["stdin", "x"])
            await until(first, b"<Dx>")
        monkeypatch.setattr(server_module, "RELOAD_S", 10.0)
        async with connect(server, session) as third:
            await until(third, b"size")

    visited(visit)


def test_each_seat_has_a_terminal_of_its_own() -> None:
    """Two links, two browsers, two terminals at the same time; there is no third."""

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as other:
            await enter(server, session, 0)
            await enter(server, other, 1)
            async with connect(server, session) as one, connect(server, other) as two:
                await one.send_json(["stdin", "1"])
                await two.send_json(["stdin", "2"])
                assert b"<D2>" not in await until(one, b"<D1>")
                await until(two, b"<D2>")
        assert len(server.links()) == 2

    visited(visit, seats=2)


def test_a_terminal_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may take a while to leave in order; then it is stopped, and the seat is free again."""
    monkeypatch.setattr(child_module, "PATIENCE_S", 0.3)

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        await enter(server, session)
        async with connect(server, session):
            await asyncio.sleep(0.5)
        async with connect(server, session):
            await asyncio.sleep(0.2)

    began = time.monotonic()
    visited(visit, program=DEAF)
    assert time.monotonic() - began < 8.0


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
        process.communicate(timeout=30)


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
                await asyncio.wait_for(until(socket, b"Press Enter to begin"), 30)
                await socket.send_json(["stdin", "\r"])
                await asyncio.wait_for(until(socket, "▶ ×1".encode()), 30)
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
        _, told = process.communicate(timeout=30)
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
        process.wait(20)
    end = time.monotonic() + 20
    while (trouble := in_the_way(logs(tmp_path)[0])) == "in-use":
        assert time.monotonic() < end, "a terminal is left behind"
        time.sleep(0.2)
    assert trouble == ""


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
            await page.see("end of the session", at, 60.0)
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
