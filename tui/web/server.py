"""Serves the terminal to browsers: one page, behind one door, with one process for each seat."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from string import Template

from aiohttp import WSCloseCode, WSMsgType, web

from simulator.language.plain import plain
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.session.speech import Speaker
from tui.web.child import Child
from tui.web.door import Address, Door

IN_USE = 4409
"""The code with which a socket is closed because its seat is taken."""
RELOAD_S = 5.0
"""How long a new socket waits for the one before it to be gone, as after a reload."""
MESSAGE_BYTES = 65_536
SIZES = {"width": (20, 500), "height": (8, 200)}
FONT_SIZES = (8, 40)
_OWN = ("cuve.js", "cuve.css")
_BORROWED = {"textual.js": "js/textual.js", "xterm.css": "css/xterm.css"}
_KINDS = {"js": "text/javascript", "css": "text/css"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Command = Callable[[int], list[str]]
"""Returns the words that start the terminal of a seat."""


@dataclass
class Seat:
    """One seat: whether somebody is in it, and their socket."""

    taken: asyncio.Lock = field(default_factory=asyncio.Lock)
    socket: web.WebSocketResponse | None = None


class Server:
    """The server of one call of ``cuve play --web``.

    Args:
        address: where it listens and is reached.
        door: who may come in.
        command: starts the terminal of a seat.
        say: says things in the language of the page.
        title: what the page is called.
        tell: hears what is to be told on the server's own terminal.
    """

    def __init__(
        self,
        address: Address,
        door: Door,
        command: Command,
        say: Speaker,
        title: str,
        tell: Callable[[str], None],
    ) -> None:
        self.address = address
        self.door = door
        self._command = command
        self._say = say
        self._title = title
        self._tell = tell
        self._seats = [Seat() for _ in door.tokens]
        self._runner: web.AppRunner | None = None

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers do not tell ports apart, so the name does."""
        return f"cuve-{self.address.port}"

    def links(self) -> list[str]:
        """Return the links that open once, one for each seat."""
        return [f"{self.address.public}/?token={token}" for token in self.door.tokens]

    # -- beginning and end -------------------------------------------------------------------

    async def start(self) -> None:
        """Begin to listen.

        Raises:
            Refusal: the port is taken, or the host is not one of this computer.
        """
        app = web.Application(middlewares=[self._guard], client_max_size=MESSAGE_BYTES)
        app.router.add_get("/", self._index, allow_head=False)
        app.router.add_get("/ws", self._socket, allow_head=False)
        for name in (*_OWN, *_BORROWED):
            app.router.add_get(f"/{name}", self._file(name), allow_head=False)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.address.host, self.address.port)
        try:
            await site.start()
        except OSError as error:
            await self.stop()
            where = f"{self.address.host}:{self.address.port}"
            message = text("cannot listen on {where}", where=where)
            hint = text("{why}; --port 0 takes any that is free", why=_why(error))
            raise Refusal(Problem("cannot-listen", message, hint)) from None
        taken = self._runner.addresses[0]
        self.address.settle(int(taken[1]))

    async def stop(self) -> None:
        """Close every page; each terminal leaves its session, to be resumed."""
        sockets = [seat.socket for seat in self._seats if seat.socket is not None]
        for socket in sockets:
            await socket.close(code=WSCloseCode.GOING_AWAY)
        for seat in self._seats:
            async with seat.taken:
                pass
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # -- the door ----------------------------------------------------------------------------

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let nobody in who does not belong here, and give every answer its headers."""
        try:
            if not self._belongs(request):
                raise web.HTTPForbidden(text="403: this is not for you\n")
            response = await handler(request)
        except web.HTTPException as error:
            response = web.Response(
                status=error.status, text=error.text, headers=_location(error), reason=error.reason
            )
        if not response.prepared:
            response.headers.update(self._headers())
        return response

    def _belongs(self, request: web.Request) -> bool:
        """Say whether a request was meant for this server and comes from one of its pages."""
        if request.headers.get("Host", "").lower() not in self.address.hosts():
            return False
        origin = request.headers.get("Origin")
        if origin is not None and origin.lower() not in self.address.origins():
            return False
        if request.path == "/" and "token" in request.query:
            return True
        return self._seat(request) is not None

    def _seat(self, request: web.Request) -> int | None:
        return self.door.seat(request.cookies.get(self.cookie, ""))

    def _headers(self) -> dict[str, str]:
        hosts = sorted(host for host in self.address.hosts() if "[" not in host)
        sockets = " ".join(f"{scheme}://{host}" for host in hosts for scheme in ("ws", "wss"))
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' data:; connect-src 'self' {sockets}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return {
            "Content-Security-Policy": policy,
            "X-Frame-Options": "DENY",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
            "Server": "cuve",
        }

    # -- what is served ----------------------------------------------------------------------

    async def _index(self, request: web.Request) -> web.StreamResponse:
        """Take a token for a cookie, or show the page."""
        if "token" in request.query:
            if self._seat(request) is None:
                cookie = self.door.admit(request.query["token"])
                if cookie is None:
                    why = self._say("this link was used already, or is wrong")
                    raise web.HTTPForbidden(text=f"403: {why}\n")
                return self._welcome(cookie)
            return web.Response(status=303, headers={"Location": "./"})
        low, high = FONT_SIZES
        size = _whole(request.query.get("fontsize"), 16, low, high)
        return web.Response(text=self._page(size), content_type="text/html", charset="utf-8")

    def _welcome(self, cookie: str) -> web.Response:
        response = web.Response(status=303, headers={"Location": "./"})
        response.set_cookie(
            self.cookie,
            cookie,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self.address.secure,
        )
        return response

    def _page(self, size: int) -> str:
        say = self._say
        texts = {
            "lang": say.language,
            "title": self._title,
            "size": str(size),
            "starting": say("starting…"),
            "readers": say("with a screen reader, use the line mode: cuve play --plain"),
            "ended": say("The session is over, or was left to be resumed."),
            "busy": say("This session is open in another window."),
            "lost": say("The connection is gone. The session can be resumed."),
            "again": say("open again"),
            "script": say("This page needs JavaScript."),
        }
        page = files("tui.web").joinpath("page.html").read_text(encoding="utf-8")
        return Template(page).substitute({name: escape(told) for name, told in texts.items()})

    def _file(self, name: str) -> Handler:
        """Return a handler for one file; there is no way to name any other."""
        if name in _OWN:
            held = files("tui.web").joinpath(name)
        else:
            held = files("textual_serve").joinpath("static", *_BORROWED[name].split("/"))
        kind = _KINDS[name.rpartition(".")[2]]

        async def give(_: web.Request) -> web.Response:
            told = held.read_text(encoding="utf-8")
            return web.Response(text=told, content_type=kind, charset="utf-8")

        return give

    # -- the terminal ------------------------------------------------------------------------

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        """Connect a page to the terminal of its seat, until either ends."""
        place = self._seat(request)
        if place is None or "Origin" not in request.headers:
            raise web.HTTPForbidden(text="403: this is not for you\n")
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=MESSAGE_BYTES)
        await socket.prepare(request)
        seat = self._seats[place]
        try:
            await asyncio.wait_for(seat.taken.acquire(), RELOAD_S)
        except TimeoutError:
            await socket.close(code=IN_USE)
            return socket
        try:
            seat.socket = socket
            await self._attend(request, socket, place)
        finally:
            seat.socket = None
            seat.taken.release()
        return socket

    async def _attend(
        self, request: web.Request, socket: web.WebSocketResponse, place: int
    ) -> None:
        async def write(data: bytes) -> None:
            with contextlib.suppress(ConnectionError, RuntimeError):
                await socket.send_bytes(data)

        try:
            command = self._command(place)
        except Refusal as refusal:
            self._tell(self._say.problem(refusal.problems[0]))
            await socket.close(code=WSCloseCode.INTERNAL_ERROR)
            return
        child = Child(command, write, socket.close, lambda line: self._tell(plain(line)))
        width, height = (
            _whole(request.query.get(name), usual, *SIZES[name])
            for name, usual in (("width", 80), ("height", 24))
        )
        await child.start(width, height)
        try:
            await _hear(socket, child)
        finally:
            await asyncio.shield(child.stop())


async def _hear(socket: web.WebSocketResponse, child: Child) -> None:
    """Hand on what the browser says; what makes no sense is left out."""
    async for message in socket:
        if message.type != WSMsgType.TEXT:
            continue
        try:
            kind, *rest = json.loads(message.data)
            told = rest[0] if rest else None
        except (ValueError, TypeError, RecursionError):
            continue
        if kind == "stdin" and isinstance(told, str):
            await child.send_bytes(told.encode("utf-8", "replace"))
        elif kind == "resize" and isinstance(told, dict):
            width = _whole(told.get("width"), 80, *SIZES["width"])
            await child.set_terminal_size(width, _whole(told.get("height"), 24, *SIZES["height"]))
        elif kind == "ping" and isinstance(told, str):
            await socket.send_json(["pong", told[:100]])
        elif kind == "focus":
            await child.focus()
        elif kind == "blur":
            await child.blur()


def _whole(told: object, usual: int, low: int, high: int) -> int:
    """Return a whole number within bounds; the usual one if it is none."""
    try:
        return min(max(int(str(told)[:10]), low), high)
    except ValueError:
        return usual


def _location(error: web.HTTPException) -> dict[str, str]:
    """Return the headers of an answer that are worth keeping."""
    return {name: error.headers[name] for name in ("Location", "Allow") if name in error.headers}


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


async def serve(server: Server, greet: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; ``greet`` is called once it listens.

    Raises:
        Refusal: it cannot listen.
    """
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, over.set)
    await server.start()
    try:
        greet()
        await over.wait()
    finally:
        await server.stop()
