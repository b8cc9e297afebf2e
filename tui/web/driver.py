"""How a terminal behind a browser hears its server, and notices that there is none any more."""

from __future__ import annotations

from textual import messages
from textual.drivers.web_driver import WebDriver


class Driver(WebDriver):
    """Textual's own, which at the end of its input stops reading but lets the program go on.

    A session that nobody can reach any more would keep its log from being resumed.
    """

    def run_input_thread(self) -> None:
        """Hand on what the server says; at the end of it, leave as when asked to."""
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())
