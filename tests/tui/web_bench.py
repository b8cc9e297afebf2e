"""What the tests of the browser share: a server of a terminal of few words, and who visits it."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
from patience import LIMIT_S

from simulator.session.speech import Speaker
from tui.web.door import Address, Door
from tui.web.server import Server

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
        seen += await asyncio.wait_for(socket.receive_bytes(), LIMIT_S)
    return seen
