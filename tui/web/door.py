"""Who may come in: links that open once, cookies afterwards, and the addresses that are ours.

A page of another site can make a browser ask this server for things, or open a socket to it, with
the visitor's cookie; and a name of another site can be made to point to this computer. So the
address that was asked for (Host) and the page that asks (Origin) are judged as well.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from simulator.language.problem import Problem, Refusal
from simulator.language.text import text

DEFAULT_PORTS = {"http": 80, "https": 443}


class Door:
    """Lets each of some seats be taken once.

    Args:
        seats: how many there are.
        mint: makes secrets; each is different and cannot be guessed.
    """

    def __init__(self, seats: int, mint: Callable[[], str] = secrets.token_urlsafe) -> None:
        self.tokens = [mint() for _ in range(seats)]
        """One for each seat; each opens once."""
        self._cookies: list[str | None] = [None] * seats
        self._mint = mint

    def admit(self, token: str) -> str | None:
        """Take a token; return the cookie for its seat, or None if it is wrong or was used."""
        seat = _among(token, self.tokens)
        if seat is None or self._cookies[seat] is not None:
            return None
        self._cookies[seat] = cookie = self._mint()
        return cookie

    def seat(self, cookie: str) -> int | None:
        """Return the seat of a cookie, or None if there is no such cookie."""
        return _among(cookie, [one or "" for one in self._cookies])


def _among(word: str, secret_words: list[str]) -> int | None:
    """Return the place of a word among secret ones, in a time that tells nothing."""
    found = None
    given = word.encode("utf-8", "replace")
    for place, known in enumerate(secret_words):
        if known and secrets.compare_digest(given, known.encode("utf-8")):
            found = place
    return found


class Address:
    """Where the server listens, and under which address browsers reach it.

    Args:
        host: what to listen on, such as ``127.0.0.1``.
        port: 0 takes any that is free; then ``settle`` says which it was.
        url: the address in the browser, if something stands between, such as a proxy.

    Raises:
        Refusal: the host is no address of a computer, the url is none, or one is missing.
    """

    def __init__(self, host: str, port: int, url: str = "") -> None:
        self.host = host
        self.port = port
        self.loopback = is_loopback(host)
        self._url = _parsed(url) if url else None
        if self._url is None and host in ("0.0.0.0", "::"):
            message = text("{host} is every address of this computer", host=host)
            hint = "say under which address browsers reach it: --url http://NAME:PORT"
            raise Refusal(Problem("no-url", message, hint))

    def settle(self, port: int) -> None:
        """Hear which port was taken."""
        self.port = port

    @property
    def public(self) -> str:
        """The address in the browser, without a slash at its end."""
        if self._url is not None:
            return f"{self._url[0]}://{self._url[1]}{self._url[2]}"
        return f"http://{self._shown(self.host)}"

    @property
    def secure(self) -> bool:
        """Whether the browser reaches it by https."""
        return self._url is not None and self._url[0] == "https"

    def _shown(self, host: str) -> str:
        name = f"[{host}]" if ":" in host else host
        return name if self.port == DEFAULT_PORTS["http"] else f"{name}:{self.port}"

    def hosts(self) -> set[str]:
        """Return what a browser may say it asked for, in small letters."""
        names = {self.host}
        if self.loopback:
            names |= {"127.0.0.1", "localhost", "::1"}
        found = {self._shown(name).lower() for name in names}
        if self._url is not None:
            found.add(self._url[1].lower())
        return found

    def origins(self) -> set[str]:
        """Return the pages that may ask: those of this server."""
        found = {f"http://{host}" for host in self.hosts()}
        if self._url is not None:
            found.add(f"{self._url[0]}://{self._url[1]}".lower())
        return found


def is_loopback(host: str) -> bool:
    """Say whether a host can be reached from this computer alone.

    Raises:
        Refusal: it is no address.
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        message = text("{host} is not an address of this computer", host=repr(host))
        raise Refusal(Problem("bad-host", message, "such as 127.0.0.1 or 192.168.1.20")) from None


def _parsed(url: str) -> tuple[str, str, str]:
    """Return scheme, host with port, and path of an address.

    Raises:
        Refusal: it is none.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    odd = parts.username or parts.query or parts.fragment
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or odd:
        message = text("{url} is not an address for a browser", url=repr(url))
        raise Refusal(Problem("bad-url", message, "such as https://cuve.school.example"))
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        name = f"{name}:{port}"
    return parts.scheme, name, parts.path.rstrip("/")
