"""The terminal in a browser: who gets in, and what they are served."""

from __future__ import annotations

import asyncio
import signal

import pytest
from patience import LIMIT_S, soon

pytest.importorskip("textual_serve", reason="textual-serve is not installed: pip install cuve[web]")

import aiohttp
from web_bench import DEAF, connect, enter, status, until, visited

from simulator.language.problem import Refusal
from tui.web import child as child_module
from tui.web import server as server_module
from tui.web.door import Address, Door, is_loopback
from tui.web.server import IN_USE, Server

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
        answer = await asyncio.wait_for(reader.read(), LIMIT_S)
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
            answer = await asyncio.wait_for(socket.receive(), LIMIT_S)
            assert answer.json() == ["pong", "1"]
            await socket.send_json(["stdin", "q"])
            await until(socket, b"<Dq>")
            end = await asyncio.wait_for(socket.receive(), LIMIT_S)
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
                end = await asyncio.wait_for(second.receive(), LIMIT_S)
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
    children: list[asyncio.subprocess.Process] = []
    opened = child_module.Child._open_app_process

    async def kept(child: child_module.Child, *size: int) -> asyncio.subprocess.Process:
        children.append(await opened(child, *size))
        return children[-1]

    monkeypatch.setattr(child_module, "PATIENCE_S", 0.3)
    monkeypatch.setattr(child_module.Child, "_open_app_process", kept)

    async def visit(server: Server, session: aiohttp.ClientSession) -> None:
        await enter(server, session)
        for number in (1, 2):
            async with connect(server, session):
                await soon(lambda: len(children) == number)  # noqa: B023

    visited(visit, program=DEAF)
    assert [child.returncode for child in children] == [-signal.SIGTERM] * 2
