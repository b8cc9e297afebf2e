"""The terminal of a recording: the operator's own pages, a timeline, the truth, and ways off it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.language.command import Command
from simulator.language.problem import Refusal
from simulator.language.simtime import MINUTE, SECOND, parse_duration, show_time
from simulator.review.truth import faults_at
from simulator.session.record import View
from simulator.session.story import story
from tui.console import Console
from tui.console_keys import KEYS
from tui.key import Key
from tui.page import keymap_of
from tui.past import Past
from tui.replay import asking
from tui.replay.background import Background
from tui.replay.film import EXPERT, TRUE
from tui.replay.pages import replay_pages
from tui.replay.player import Player
from tui.replay.remarks import Remarks
from tui.replay.strip import ZOOMS, Strip
from tui.replay.ticks import ACTIONS, ALARMS, LOST, WORDS, Tick, Ticks, of_marks, of_score
from tui.settings import Settings

REPLAY_KEYS: tuple[Key, ...] = (
    Key("left", "10 s back", "back_10s", "←"),
    Key("right", "10 s on", "on_10s", "→"),
    Key("ctrl+left", "1 min back", "back_1min", "^←"),
    Key("ctrl+right", "1 min on", "on_1min", "^→"),
    Key("shift+left", "10 min back", "back_10min", "⇧←"),
    Key("shift+right", "10 min on", "on_10min", "⇧→"),
    Key("pageup", "a twentieth back", "back_part", "PgUp"),
    Key("pagedown", "a twentieth on", "on_part", "PgDn"),
    Key("home", "to the beginning", "to_begin", "Home"),
    Key("end", "to the end", "to_end", "End"),
    Key("[", "alarm before", "alarm_before"),
    Key("]", "next alarm", "alarm_after"),
    Key("(", "action before", "action_before"),
    Key(")", "next action", "action_after"),
    Key("{", "lost point before", "lost_before"),
    Key("}", "next lost point", "lost_after"),
    Key("J", "go to a time", "jump"),
    Key("b", "branch off", "branch"),
    Key("X", "truth", "truth"),
    Key("E", "expert beside", "expert"),
    Key("e", "remark", "remark"),
    Key("A", "assess", "assess"),
    Key("M", "moments", "moments"),
    Key("D", "difference", "difference"),
    Key("Z", "zoom the timeline", "zoom"),
    Key("K", "keys of page or timeline", "keys_to"),
)
"""What the timeline does; it has these keys unless they were given to the page."""
_FOOT = (
    ("help", "quit", "alarm_after", "action_after", "lost_after", "branch", "truth"),
    ("remark", "assess", "expert", "jump", "moments", "pause", "faster", "keys_to"),
)
_ABSENT = ("slow_down", "hints", "tour", "tour_next", "silence", "diagnosis")
"""What an operator does and an assessor does not."""


class ReplayConsole(Console):
    """The console of a recording.

    Args:
        player: plays the recording.
        background: works out beside it what takes time.
        remarks: what is written about it.
        language: en, nl or fr; that of the settings if empty.
        theme: that of the settings if empty.
        settings: what this person chose about the terminal.
    """

    ASKS = False

    def __init__(
        self,
        player: Player,
        background: Background,
        remarks: Remarks,
        language: str = "",
        theme: str = "",
        settings: Settings | None = None,
    ) -> None:
        who = player.recording.opening.who
        super().__init__(player, player.film, who, language, theme, settings)
        self.player = player
        self.film = player.film
        self.background = background
        self.remarks = remarks
        self.truth = False
        """Whether true values are shown."""
        self.timeline = True
        """Whether the timeline has the keys that it shares with pages."""
        self.wish: asking.Wish | None = None
        """What is to be tried on a branch, when the console is left for it."""
        self.at: Tick | None = None
        """The moment that was gone to last; there may be others at the same time."""
        self.marks = player.recording.marks()
        self.ticks = Ticks()
        self.ticks.put((), of_marks(self.marks))
        self.strip = Strip(self)
        self.pages = {**self.pages, **replay_pages(self, self.strip)}
        shared = tuple(key for key in KEYS if key.method not in _ABSENT)
        self.keymap = keymap_of((*REPLAY_KEYS, *shared), self.pages, self.settings)
        self.badge = f" {self.say('RECORDING')} "
        self.foot = _FOOT
        self.guidance.tour.open = False
        self.page = self.pages["overview"]
        self._told = -1
        self._scored = self._compared = False
        self._true: Mapping[str, float] = {}
        self._remember()
        self.show_remarks()

    # -- what happens ------------------------------------------------------------------------

    def begin(self) -> None:
        """Let the player and the jobs beside it begin; beginning twice does nothing."""
        self.leaving = ""
        super().begin()
        self.background.start()

    def close(self) -> None:
        """End the player and the jobs beside it."""
        self.runner.stop()
        self.background.stop()

    def poll(self) -> None:
        """Take in what the playhead passed, and what was worked out."""
        self.badge = f" {self.say('RECORDING')} "
        self.runner.take_events()
        self._remember()
        self.film.extra = self._beside()
        if self.truth:
            self._true = self.player.true_values
        if self.runner.trouble is not None:
            self.message = (self.say.problem(self.runner.trouble), "refused")
        score, given = self.background.score, self.background.expert
        if score is not None and not self._scored:
            self._scored = True
            self.say.learn(score.phrases)
            self.ticks.put(LOST, of_score(score))
        if given is not None and not self._compared:
            self._compared = True
            self.ticks.put(("expert",), asking.of_expert(self, given))
            self.tell(self.say("the expert's run is dotted in the trends"))
        elif self.background.expert_problem is not None and not self._compared:
            self._compared = True
            self.tell(self.say.problem(self.background.expert_problem), "refused")

    def _remember(self) -> None:
        """Know of the past what lies before the playhead, and nothing of what comes after it."""
        now = self.runner.latest.now
        if now < self._told:
            self.past = Past()
            self._told = -1
        if now > self._told:
            self.past.hear(self.player.recording.between(self._told + 1, now))
            self._told = now

    def _beside(self) -> tuple[str, ...]:
        """Return what trends show beside every PV."""
        run = self.background.expert_part is not None and not self.background.expert_problem
        return ((TRUE,) if self.truth else ()) + ((EXPERT,) if run else ())

    def checked(self) -> str:
        """Return whether the log holds, as far as it is known by now."""
        known, say = self.background.checked, self.say
        if not known.done:
            return say("verifying {part} %", part=int(100 * known.part))
        if known.problem is not None:
            return say("DOES NOT HOLD: {why}", why=say.problem(known.problem))
        if not self.player.recording.journal.sealed:
            return say("verified, not sealed")
        return say("verified")

    def true_value(self, tag: str) -> float | None:
        """Return the true value behind a tag while the truth is shown."""
        return self._true.get(tag) if self.truth else None

    def active_faults(self) -> tuple[str, ...]:
        """Return the texts of the faults that act at the playhead."""
        return faults_at(self.marks, self.runner.latest.now)

    def submit(self, command: Command, reason: str = "") -> None:
        """Say that nothing can be done here, and where it can."""
        self.tell(self.say("this is a recording: b branches off here"), "refused")

    # -- keys --------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """Take one key: the timeline's first, unless they were given to the page."""
        if self.timeline and self.palette is None and self.question is None:
            for known in self.keys[: len(REPLAY_KEYS)]:
                if key == known.key:
                    getattr(self, f"do_{known.method}")()
                    return
        super().press(key)

    def click(self, x: int, y: int) -> None:
        """Take a click: on the timeline it goes to that moment."""
        width, height = self.size
        top = height - 3 - self.strip.rows(height)
        free = self.palette is None and self.question is None
        if free and top <= y < height - 4 and 0 <= x < width:
            self.seek(self.strip.moment(x))
        elif not top <= y < height - 3 or not free:
            super().click(x, y)

    @property
    def here(self) -> int:
        """Where the playhead is, ms, or where it is going if it is not there yet."""
        goal = self.player.goal
        return self.runner.latest.now if goal is None else goal

    def seek(self, t: int) -> None:
        """Go to a moment (ms), and know what had happened by then."""
        self.player.seek(t)
        self.poll()

    def visit(self, tick: Tick | None) -> None:
        """Go to a moment of the timeline and tell what it is."""
        if tick is None:
            self.tell(self.say("there is none in this direction"))
            return
        self.player.pause()
        self.seek(tick.t)
        self.at = tick
        self.tell(self.words_of(tick))

    def words_of(self, tick: Tick) -> str:
        """Return a moment of the timeline in one line."""
        say = self.say
        if tick.mark is not None and isinstance(tick.mark.of, View):
            view = tick.mark.of
            page = self.pages.get(view.page)
            shown = say(page.heading) if page is not None else view.page
            return f"{show_time(tick.t)}  {say('view')}{say.colon}{shown} {view.subject}".rstrip()
        if tick.mark is not None:
            names = self.runner.desk.names
            told = next(iter(story([tick.mark.of], names, say, truth=True)), "")
            return told.strip() or f"{show_time(tick.t)}  {say(WORDS[tick.kind])}"
        cost = f" -{tick.points:g}" if tick.points else ""
        return f"{show_time(tick.t)}  {say(WORDS[tick.kind])}{cost}: {say.retell(tick.text)}"

    def show_remarks(self, remarks: Remarks | None = None) -> None:
        """Put the remarks on the timeline; others than before, if there are other ones now."""
        self.remarks = remarks or self.remarks
        self.ticks.put(("remark",), self.remarks.ticks())

    def _go(self, by: int) -> None:
        self.seek(self.here + by)

    def _next(self, kinds: Sequence[str]) -> None:
        self.visit(self.ticks.next(kinds, self.here, self.at))

    def _before(self, kinds: Sequence[str]) -> None:
        self.visit(self.ticks.before(kinds, self.here, self.at))

    def do_back_10s(self) -> None:
        """Go 10 s back."""
        self._go(-10 * SECOND)

    def do_on_10s(self) -> None:
        """Go 10 s on."""
        self._go(10 * SECOND)

    def do_back_1min(self) -> None:
        """Go 1 min back."""
        self._go(-MINUTE)

    def do_on_1min(self) -> None:
        """Go 1 min on."""
        self._go(MINUTE)

    def do_back_10min(self) -> None:
        """Go 10 min back."""
        self._go(-10 * MINUTE)

    def do_on_10min(self) -> None:
        """Go 10 min on."""
        self._go(10 * MINUTE)

    def do_back_part(self) -> None:
        """Go a twentieth of the session back."""
        self._go(-self.player.recording.end // 20)

    def do_on_part(self) -> None:
        """Go a twentieth of the session on."""
        self._go(self.player.recording.end // 20)

    def do_to_begin(self) -> None:
        """Go to the beginning."""
        self.seek(0)

    def do_to_end(self) -> None:
        """Go to the end."""
        self.seek(self.player.recording.end)

    def do_alarm_before(self) -> None:
        """Go to the alarm before."""
        self._before(ALARMS)

    def do_alarm_after(self) -> None:
        """Go to the next alarm."""
        self._next(ALARMS)

    def do_action_before(self) -> None:
        """Go to the action before."""
        self._before(ACTIONS)

    def do_action_after(self) -> None:
        """Go to the next action."""
        self._next(ACTIONS)

    def do_lost_before(self) -> None:
        """Go to the moment before that cost points."""
        self._before(LOST)

    def do_lost_after(self) -> None:
        """Go to the next moment that cost points."""
        self._next(LOST)

    def do_jump(self) -> None:
        """Ask for a time to go to."""
        end = show_time(self.player.recording.end)
        self.ask("Time, such as 60 h or 2 d 4 h", self._jump, what=f"(0 … {end})")

    def _jump(self, typed: str) -> None:
        try:
            t = parse_duration(typed.strip())
        except Refusal as refusal:
            self.tell(self.say.problem(refusal.problems[0]), "refused")
            return
        if t <= self.player.recording.end:
            self.seek(t)
        else:
            self.tell(self.say("the session has no such moment"), "refused")

    def do_zoom(self) -> None:
        """Show the whole session on the timeline, a tenth, or a hundredth of it."""
        self.strip.zoom = (self.strip.zoom + 1) % len(ZOOMS)

    def do_keys_to(self) -> None:
        """Give the keys that both have to the page, or back to the timeline."""
        self.timeline = not self.timeline

    def do_truth(self) -> None:
        """Show what is true beside what the instruments show, or hide it."""
        self.truth = not self.truth
        self.poll()

    def do_expert(self) -> None:
        """Let the expert run the same session beside it."""
        if self.background.expert_part is None:
            self.background.run_expert()
            self.tell(self.say("the expert runs the same session; the trends will show it dotted"))
        elif self.background.expert_problem is not None:
            self.tell(self.say.problem(self.background.expert_problem), "refused")

    def do_moments(self) -> None:
        """Show the list of everything on the timeline."""
        self.go(self.pages["moments"])

    def do_difference(self) -> None:
        """Show what came of the last branch."""
        self.go(self.pages["difference"])

    do_branch = asking.branch
    do_remark = asking.remark

    def do_quit(self) -> None:
        """Leave; everything that was written is on disk already."""
        self.leaving = "quit"

    def do_assess(self) -> None:
        """Leave for the criteria that a person rates; time stands still meanwhile."""
        self.player.pause()
        self.leaving = "assess"

    def leave_for(self, wish: asking.Wish) -> None:
        """Leave the recording for a branch; time stands still meanwhile."""
        self.player.pause()
        self.wish = wish
        self.leaving = "branch"
