"""The terminal without a terminal: pages, keys, questions and messages. Knows no Textual.

``press`` takes a key, ``poll`` what happened, ``paint`` gives the lines of the whole screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from simulator.language.command import Command
from simulator.language.command_text import show_command
from simulator.language.guide import Hint
from simulator.language.observation import AlarmView
from simulator.session.desk import Accepted, Refused
from simulator.session.speech import Speaker, next_language
from tui import frame, going
from tui.alarm.horn import Horn
from tui.command_line import CommandLine
from tui.console_keys import KEYS
from tui.draw import Line, Piece, as_ascii
from tui.freeze import FreezeForm
from tui.guidance import Guidance
from tui.history import History
from tui.key import Key
from tui.page import Page, keymap_of
from tui.pages import make_pages
from tui.pages.forms import before_the_end
from tui.pages.glossary import show_glossary
from tui.pages.sop import show_instructions
from tui.palette import Palette
from tui.past import Past, deed_of
from tui.question import Question
from tui.runner import Runner
from tui.settings import CHOICES, Cupboard, Settings, changed
from tui.views import Views

SPEEDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 3600.0)


def _shows(name: str) -> Callable[[Console], None]:
    """Return what shows a page."""
    return lambda console: going.show(console, name)


class Console:
    """The whole terminal of one session.

    Args:
        runner: lets time pass.
        history: what trends are drawn from; whoever makes the runner lets it watch.
        who: the name of who is at the desk.
        language: en, nl or fr; that of the settings if empty.
        theme: light, dark or mono; that of the settings if empty. The monochrome theme stays.
        settings: what this person chose about the terminal.
        past: what happened before, for a resumed session.
    """

    ASKS: ClassVar[bool] = True
    """Whether a freeze hides the instruments; not from who watches a recording."""

    def __init__(
        self,
        runner: Runner,
        history: History,
        who: str,
        language: str = "",
        theme: str = "",
        settings: Settings | None = None,
        past: Past | None = None,
    ) -> None:
        self.runner = runner
        self.history = history
        self.settings = settings or Settings()
        self.changed: dict[str, object] = {}
        """What was chosen in this session, to be saved when the user asks for it."""
        self.cupboard: Cupboard | None = None
        """Where settings are kept; without one they last as long as the session."""
        phrases = runner.desk.brief.phrases
        self.say = Speaker(language or self.settings.language, self.settings.register, phrases)
        self.who = who
        self.theme_name = theme or self.settings.theme
        self.horn = Horn()
        self.past = past if past is not None else Past()
        """What happened, as events and deeds; what a resumed session lived through included."""
        self.question: Question | None = None
        self.palette: Palette | None = None
        self.commands = CommandLine(self)
        self.size = (0, 0)
        """Columns and rows that were painted last."""
        self.message: Piece = ("", "")
        self.foot: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        """Actions at the foot before and after those of the page, if not the usual ones."""
        self.badge = ""
        """What this is if it is no session of its own, in the header: RECORDING or BRANCH."""
        self.leaving = ""
        """How the user chose to leave: ``seal`` or ``later``; empty while the session goes on."""
        self.pens = [tag for tag, view in runner.latest.tags.items() if view.mode == "AUTO"][:4]
        self.pages: Mapping[str, Page] = make_pages(self)
        self.keymap = keymap_of(KEYS, self.pages, self.settings)
        self.page: Page = self.pages["briefing"]
        self._recent: list[str] = []
        self._back: list[Page] = []
        self._ended = False
        self.guidance = Guidance(self)
        """The guided tour and the hints for now."""
        self.freeze = FreezeForm(self)
        self.views = Views(self)
        """Notes which page is in sight."""
        history.record(runner.latest)

    @property
    def language(self) -> str:
        """The language of everything a person reads."""
        return self.say.language

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that work on every page, as this person has them."""
        return self.keymap.everywhere

    @property
    def lit(self) -> bool:
        """Whether the marks of alarms that call are lit just now, if they blink."""
        return self.horn.lit

    @property
    def frozen(self) -> bool:
        """Whether a freeze hides the instruments."""
        return self.freeze.open

    def begin(self) -> None:
        """Let the runner begin; time stands still until the task is read."""
        self.runner.start()

    # -- what happens ------------------------------------------------------------------------

    def poll(self) -> None:
        """Take in what happened since the last time."""
        events = self.runner.take_events()
        self.past.hear(events)
        self.horn.hear(events)
        if self.runner.trouble is not None:
            self.message = (self.say.problem(self.runner.trouble), "refused")
        elif self.runner.finished and not self._ended:
            self._ended = True
            self.tell(self.say("The scenario has ended: q, then s shows your score"))
        self.freeze.look()
        self.guidance.look()
        self.views.look()

    def tell(self, text: str, token: str = "strong") -> None:
        """Show a message until the next one."""
        self.message = (text, token)

    def submit(self, command: Command, reason: str = "") -> None:
        """Give a command to the desk, and say what came of it."""
        shown = show_command(command, self.runner.desk.names)
        receipt = self.runner.submit(command, reason)
        self._answered(shown, receipt)
        now = self.runner.latest.now
        self.past.hear([deed_of(receipt, now, self.who, command, reason)])

    def choose(self, name: str, value: object) -> None:
        """Change a setting, such as the theme, from now on."""
        if name == "theme" and self.settings.colourless and value != "mono":
            self.tell(self.say("NO_COLOR is set: the screen stays without colours"), "refused")
            return
        self.settings = changed(self.settings, name, value)
        self.changed[name] = value
        self.theme_name = self.settings.theme if name == "theme" else self.theme_name
        self.say.language = self.settings.language if name == "language" else self.language
        self.say.register = self.settings.register
        self.message = ("", "")  # it was said in other words
        if name == "slow_down":
            self.runner.slow_down = self.settings.slow_down

    def _answered(self, shown: str, receipt: Accepted | Refused) -> None:
        if isinstance(receipt, Accepted):
            self.tell(f"{self.say('done')}{self.say.colon}{shown}")
        else:
            why = self.say.problem(receipt.problem)
            self.tell(f"{self.say('refused')}{self.say.colon}{why}", "refused")

    def alarms(self) -> list[AlarmView]:
        """Return the alarms to respond to first: unacknowledged, then by priority, newest first."""
        ranks = {"B": 0, "E": 0, "D": 1, "C": 2, "F": 2}
        return sorted(
            self.runner.latest.alarms,
            key=lambda a: (ranks.get(a.state, 3), a.priority, -a.since, a.alarm),
        )

    def hints(self) -> list[Hint]:
        """Return the hints for now."""
        return self.guidance.hints()

    def true_value(self, tag: str) -> float | None:
        """Return the true value behind a tag; an operator never gets one, only an assessor."""
        return None

    # -- keys --------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """Take one key, such as ``a``, ``space``, ``enter`` or ``up``; unknown keys do nothing."""
        if self.palette is not None:
            self._press_palette(self.palette, key)
            return
        if self.question is not None:
            self._press_question(self.question, key)
            return
        if self.freeze.open:
            self.freeze.press(key)
            return
        if key in ("ctrl+c", "ctrl+q"):
            self.do_quit()
            return
        self.guidance.pressed(key)
        for known in self.page.keys:
            if key == known.key:
                getattr(self.page, known.method)()
                return
        for known in self.keys:
            if key == known.key or (key == "=" and known.key == "+"):
                getattr(self, f"do_{known.method}")()
                return
        self.page.leap(key)

    def _press_palette(self, palette: Palette, key: str) -> None:
        """Give a key to the palette, which is gone before what was chosen in it is done."""
        self.palette = None
        if palette.press(key):
            self.palette = palette

    def click(self, x: int, y: int) -> None:
        """Take a click of a mouse on a cell of the screen."""
        frame.click(self, x, y)

    def wheel(self, up: bool, x: int, y: int) -> None:
        """Take one turn of the wheel of a mouse."""
        frame.wheel(self, up, x, y)

    def paste(self, text: str) -> None:
        """Take pasted text into the palette, or the open question if it is one to type."""
        if self.freeze.open and self.question is None:
            self.freeze.type(text)
        elif self.palette is not None:
            for letter in text[:60]:
                self.palette.press("space" if letter == " " else letter)
        elif self.question is not None and not self.question.choices:
            self.question.type(text)

    def _press_question(self, question: Question, key: str) -> None:
        if key in ("escape", "ctrl+c"):
            self.question = None
            return
        answer = question.press(key)
        if answer is not None:
            self.question = None
            question.answer(answer)

    def ask(self, word: str, answer: Callable[[str], None], text: str = "", what: str = "") -> None:
        """Ask for a text; ``what`` it is about stands before it."""
        label = f"{what} {self.say(word)}".strip()
        self.message = ("", "")
        self.question = Question(label, answer, text)

    def confirm(self, what: str, act: Callable[[], None]) -> None:
        """Ask whether something should be done, never with the key that asked for it."""
        self.question = Question(
            f"{what} ?  {self.say('y do it, Esc leave it')}", lambda _: act(), choices="y"
        )

    def put_away(self) -> None:
        """Close the palette and the open question."""
        self.palette = self.question = None

    def go(self, page: Page) -> None:
        """Show a page; Esc comes back."""
        if page is not self.page:
            self._back = [*self._back[-20:], self.page]
            self.page = page

    def do_back(self) -> None:
        """Go back to the page before."""
        self.page = self._back.pop() if self._back else self.pages["overview"]

    do_overview = _shows("overview")
    do_trends = _shows("trends")
    do_phases = _shows("phases")
    do_unit = _shows("unit")
    do_briefing = _shows("briefing")
    do_criteria = _shows("criteria")
    do_help = _shows("help")
    do_settings = _shows("settings")

    do_alarms = going.alarm_list
    do_laboratory = _shows("laboratory")
    do_logbook = _shows("logbook")
    do_batch_record = _shows("batch_record")
    do_services = _shows("services")
    do_diagnosis = _shows("diagnosis")

    def do_pause(self) -> None:
        """Stop time, or let it go on."""
        self.runner.pause(not self.runner.paused)

    def do_faster(self) -> None:
        """Take the next higher speed."""
        self.runner.set_speed(next((s for s in SPEEDS if s > self.runner.speed), SPEEDS[-1]))

    def do_slower(self) -> None:
        """Take the next lower speed."""
        lower = [s for s in SPEEDS if s < self.runner.speed]
        self.runner.set_speed(lower[-1] if lower else SPEEDS[0])

    def do_step(self) -> None:
        """Let one scan pass."""
        self.runner.step()

    def do_next_event(self) -> None:
        """Run to the next event; where the tour is to be read on, that is its next step."""
        if self.guidance.tour.reading:
            self.guidance.tour.go_on()
            return
        self.runner.run_to_next_event()

    def do_command(self) -> None:
        """Ask for a command."""
        self.commands.ask()

    def do_palette(self) -> None:
        """Open the palette, which finds everything."""
        self.palette = Palette(self, self._recent)

    def do_theme(self) -> None:
        """Take the next theme; the one without colours stays, it is a choice of its own."""
        if self.theme_name != "mono":
            themes = [name for name in CHOICES["theme"] if name != "mono"]
            self.choose("theme", themes[(themes.index(self.theme_name) + 1) % len(themes)])

    def do_language(self) -> None:
        """Go on in the next language."""
        self.choose("language", next_language(self.language))

    def do_register(self) -> None:
        """Change between the words of the plant and plain ones."""
        plain_words = self.say.register == "plain"
        self.choose("register", "industry" if plain_words else "plain")
        self.tell(self.say("words of the plant" if plain_words else "plain words"))

    def do_slow_down(self) -> None:
        """Slow down on new urgent alarms, or no longer."""
        self.choose("slow_down", not self.runner.slow_down)
        self.tell(
            self.say(
                "time slows to x1 on a new urgent alarm"
                if self.runner.slow_down
                else "time no longer slows on alarms"
            )
        )

    def do_silence(self) -> None:
        """Silence the horn; it acknowledges nothing."""
        if self.horn.silence():
            self.tell(self.say("silenced; the alarm waits to be acknowledged"))

    def beat(self) -> bool:
        """Take one beat of the slow pulse; return whether the bell is to ring now."""
        alarms = self.runner.latest.alarms
        return self.horn.beat(alarms, self.settings.bell, self.settings.blink)

    do_glossary = show_glossary
    do_hints = _shows("hints")
    do_sop = show_instructions

    def do_tour(self) -> None:
        """Leave the tour or take it up."""
        self.guidance.tour.toggle()

    def do_tour_next(self) -> None:
        """Go on to the next step of the tour."""
        self.guidance.tour.take_up()

    def do_quit(self) -> None:
        """Ask how to leave."""
        self.question = Question(
            self.say("Leave: s seal the log, l resume later, Esc stay"), self._leave, choices="sl"
        )

    def _leave(self, key: str) -> None:
        if key != "s" or not before_the_end(self):
            self.leaving = "seal" if key == "s" else "later"

    def paint(self, width: int, height: int) -> list[Line]:
        """Return ``height`` lines of ``width`` cells: header, page, message, alarms, keys."""
        self.size = (width, height)
        lines = frame.paint(self, width, height)
        return [as_ascii(line) for line in lines] if self.settings.ascii else lines
