"""A real headless Chromium for tests, told what to do through its own DevTools socket."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
from patience import LIMIT_S

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?<>=$]*[a-zA-Z]|\].*?(?:\x07|\x1b\\))")
_NAMED = {"Enter": ("\r", 13), "Escape": ("", 27), "ArrowDown": ("", 40), "ArrowUp": ("", 38)}


def chromium() -> str | None:
    """Return the path of Chromium or Chrome; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


class Page:
    """One page of the browser: what it asked for, what it was sent, and what went wrong in it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._next = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.painted = ""
        """Everything that the terminal painted, without colours and places."""
        self.asked: list[str] = []
        """Every address that the page asked for."""
        self.wrong: list[str] = []
        """Every error in the page's console."""

    async def listen(self) -> None:
        """Take in what the browser says, until it ends."""
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told)
            else:
                self._hear(told["method"], told["params"])

    def _hear(self, method: str, params: dict[str, Any]) -> None:
        if method == "Network.webSocketFrameReceived" and params["response"]["opcode"] == 2:
            data = base64.b64decode(params["response"]["payloadData"])
            self.painted += _ESCAPES.sub("", data.decode("utf-8", "replace"))
        elif method == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked.append(params["url"])
        elif method == "Runtime.exceptionThrown":
            self.wrong.append(str(params["exceptionDetails"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.wrong.append(str(params["entry"]))

    async def do(self, method: str, **params: object) -> dict[str, Any]:
        """Ask the browser for something, and return its answer."""
        self._next += 1
        answer = self._answers[self._next] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._next, "method": method, "params": params})
        told = await asyncio.wait_for(answer, LIMIT_S)
        assert "error" not in told, told
        found: dict[str, Any] = told["result"]
        return found

    async def value(self, script: str) -> Any:
        """Return the value of a script in the page."""
        found = await self.do("Runtime.evaluate", expression=script, returnByValue=True)
        return found["result"].get("value")

    async def press(self, key: str) -> int:
        """Press one key; return where in ``painted`` what comes of it will begin."""
        begins = len(self.painted)
        text, code = _NAMED.get(key, (key, ord(key[0].upper())))
        pressed = {"key": key, "windowsVirtualKeyCode": code}
        more = {"text": text} if text else {}
        await self.do("Input.dispatchKeyEvent", type="keyDown", **pressed, **more)
        await self.do("Input.dispatchKeyEvent", type="keyUp", **pressed)
        return begins

    async def see(self, text: str, since: int = 0) -> str:
        """Wait until the terminal painted a text, and return all it painted since then."""
        end = time.monotonic() + LIMIT_S
        while text not in self.painted[since:]:
            assert time.monotonic() < end, f"never saw {text!r}: {self.painted[-3000:]}"
            await asyncio.sleep(0.05)
        return self.painted[since:]

    async def until(self, script: str) -> None:
        """Wait until a script is true in the page."""
        end = time.monotonic() + LIMIT_S
        while await self.value(script) is not True:
            assert time.monotonic() < end, f"never true: {script}"
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def browse(folder: Path) -> AsyncIterator[Page]:
    """Open an empty page in a browser with a profile of its own."""
    program = chromium()
    assert program is not None
    words = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    words += ["--disable-dev-shm-usage", "--disable-background-networking", "--mute-audio"]
    words += ["--remote-debugging-port=0", f"--user-data-dir={folder}", "--window-size=1000,700"]
    process = subprocess.Popen(
        [*words, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        port = await _port(folder / "DevToolsActivePort")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json") as response:
                targets = await response.json()
            where = next(one for one in targets if one["type"] == "page")
            url = where["webSocketDebuggerUrl"]
            async with session.ws_connect(url, max_msg_size=0) as socket:
                page = Page(socket)
                listening = asyncio.create_task(page.listen())
                for part in ("Page", "Network", "Runtime", "Log"):
                    await page.do(f"{part}.enable")
                yield page
                listening.cancel()
    finally:
        process.terminate()
        process.wait(LIMIT_S)


async def _port(file: Path) -> int:
    end = time.monotonic() + LIMIT_S
    while not (file.exists() and file.read_text().strip()):
        assert time.monotonic() < end, "the browser does not start"
        await asyncio.sleep(0.05)
    return int(file.read_text().split()[0])
