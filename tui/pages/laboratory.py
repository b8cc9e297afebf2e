"""The laboratory: samples on their way, results against their specification, retests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from simulator.language.command import TakeSample
from simulator.language.floor import HurrySample
from simulator.language.observation import SampleView
from simulator.language.paperwork import DrawSample, LabelSample, Retest, SendSample
from simulator.language.simtime import show_time
from simulator.scenario.names import LABORATORY
from simulator.session.desk import AnalysisBrief
from simulator.session.meanings import STAGES
from tui import signing
from tui.draw import Line, Piece, blank, fit, line, scrolled, unit_of
from tui.page import DOWN, UP, Key, Page, Station
from tui.paper import LABEL_FAULTS

_WIDE = 37
"""Columns of one result."""


class Laboratory(Page):
    """Samples, the newest first; below, the results of the chosen one with their limits."""

    name: ClassVar[str] = "laboratory"
    heading: ClassVar[str] = "laboratory"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("s", "take and send a sample", "sample"),
        Key("d", "draw only", "draw"),
        Key("b", "label", "label"),
        Key("e", "send", "send"),
        Key("r", "measure again", "retest"),
        Key("u", "urgent", "hurry"),
        Key("v", "open a deviation", "deviate"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self._picked = 0
        """The number of the chosen sample, whatever comes above it; 0 is the newest."""
        self._first = 0
        """The sample of the first row, as it was painted last."""

    def listed(self) -> list[SampleView]:
        """Return the samples, newest first."""
        return sorted(self.now.samples, key=lambda sample: -sample.sample)

    def count(self) -> int:
        """Return how many samples are listed."""
        return len(self.now.samples)

    def selected(self) -> SampleView | None:
        """Return the chosen sample; None, and told, if there is none."""
        samples = self.listed()
        if not samples:
            self.console.tell(self.console.say("no sample yet"))
            return None
        return samples[self._place(samples)]

    def _place(self, samples: list[SampleView]) -> int:
        """Return where the chosen sample stands in the list now."""
        found = (n for n, sample in enumerate(samples) if sample.sample == self._picked)
        self.chosen = next(found, 0)
        return self.chosen

    def up(self) -> None:
        """Choose the row above."""
        self._pick(self._place(self.listed()) - 1)

    def down(self) -> None:
        """Choose the row below."""
        self._pick(self._place(self.listed()) + 1)

    def _pick(self, place: int) -> None:
        samples = self.listed()
        if samples:
            self.chosen = max(0, min(place, len(samples) - 1))
            self._picked = samples[self.chosen].sample

    def units(self) -> list[str]:
        """Return the units that the laboratory takes samples of."""
        found = dict.fromkeys(
            name.partition(".")[0]
            for name in self.console.runner.desk.names
            if f".{LABORATORY}." in name
        )
        return list(found)

    def sample(self) -> None:
        """Ask which unit to sample; it is labelled and sent."""
        self._ask_unit(TakeSample)

    def draw(self) -> None:
        """Ask which unit to sample; it stays at hand to be labelled and sent."""
        self._ask_unit(DrawSample)

    def _ask_unit(self, command: type[TakeSample] | type[DrawSample]) -> None:
        def take(text: str) -> None:
            if text.strip():
                self.console.submit(command(text.strip().upper()))
                self._picked = 0

        units = self.units()
        self.console.ask("Sample from unit", take, units[0] if units else "")

    def label(self) -> None:
        """Ask what to write on the label of the chosen sample."""
        if (found := self.selected()) is None:
            return
        sample = found.sample
        self.console.ask(
            "Label",
            lambda text: self.console.submit(LabelSample(sample, text.strip())),
            found.label,
            f"{self.console.say('Sample')} {sample}",
        )

    def send(self) -> None:
        """Send the chosen sample; one without a good label only if it is meant so."""
        if (found := self.selected()) is None:
            return
        act = SendSample(found.sample)
        if found.at_hand and found.label_fault:
            what = f"{found.sample}: {self.console.say(LABEL_FAULTS[found.label_fault])}"
            self.console.confirm(what, lambda: self.console.submit(act))
        else:
            self.console.submit(act)

    def hurry(self) -> None:
        """Ask the laboratory to take the chosen sample before those that are not urgent."""
        if (found := self.selected()) is not None:
            self.console.submit(HurrySample(found.sample))

    def retest(self) -> None:
        """Ask which analysis of the chosen sample to measure again; one that is out is offered."""
        if (found := self.selected()) is None:
            return
        sample = found.sample
        offered = found.out[0] if found.out else ""
        self.console.ask(
            "Measure again",
            lambda text: self._retest(sample, text.strip()),
            offered,
            f"{self.console.say('Sample')} {sample}",
        )

    def _retest(self, sample: int, analysis: str) -> None:
        if analysis:
            known = [one.name for one in self.console.runner.desk.brief.panel]
            named = next((name for name in known if name.lower() == analysis.lower()), analysis)
            self.console.submit(Retest(sample, named))

    def deviate(self) -> None:
        """Open a deviation about the chosen sample."""
        if (found := self.selected()) is not None:
            signing.deviate(self.console, f"sample-{found.sample}")

    def click(self, x: int, y: int) -> None:
        """Choose the sample that a click is on."""
        if y >= 2 and self._first + y - 2 < self.count():
            self._pick(self._first + y - 2)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the samples, and the results of the chosen one."""
        say = self.console.say
        samples = self.listed()
        self._place(samples)
        waiting = sum(sample.stage != "reported" for sample in samples)
        title = self.title(width, (f" {waiting} {say('under way')}", ""))
        if not samples:
            return [title, blank(width), line([(f"   {say('no sample yet')}", "")], width)]
        detail = list(self._detail(samples[self.chosen], width))
        detail = detail[: max(height - 6, 3)]
        room = height - 3 - len(detail)
        self._first = scrolled(self.chosen, len(samples), room)
        head = (
            f"   {fit('', 4)}{fit(say('unit'), 8)} {fit(say('taken'), 13, right=True)}"
            f"  {fit(say('stage'), 24)} {say('label')}"
        )
        lines = [title, line([(head, "soft")], width)]
        for place, sample in enumerate(samples[self._first : self._first + room], self._first):
            lines.append(self._row(sample, place == self.chosen, width))
        lines += [blank(width)] * (height - 1 - len(detail) - len(lines))
        return [*lines, line([("─" * width, "soft")], width), *detail]

    def _row(self, sample: SampleView, chosen: bool, width: int) -> Line:
        """Return one sample: number, unit, when, where it is, its label, what is out."""
        say = self.console.say
        if sample.stage == "drawn":
            stage = say("at hand" if sample.at_hand else "on its way")
        else:
            stage = say(STAGES.get(sample.stage, sample.stage))
        taken = show_time(sample.taken_at) if sample.taken_at is not None else "--"
        pieces: list[Piece] = [
            ("   ", ""),
            (f"{sample.sample:>3} {fit(sample.unit, 8)}", "chosen" if chosen else "strong"),
            (f" {taken:>13}  {fit(stage, 24)} ", ""),
        ]
        if sample.urgent:
            pieces.append((f"{say('URGENT')} ", "strong"))
        if sample.ahead:
            pieces.append((f"{say('{n} before it', n=sample.ahead)} ", ""))
        if sample.taken_at is not None and sample.stage not in ("reported", "ordered"):
            since = show_time(max(self.now.now - sample.taken_at, 0))
            pieces.append((f"{say('for {t}', t=since)} ", "soft"))
        if sample.out:
            pieces.append((f"▲ {say('OUT')} {len(sample.out)}", "refused"))
            pieces.append((" ", ""))
        if sample.label_fault:
            pieces.append((say(LABEL_FAULTS[sample.label_fault]), "refused"))
            pieces.append((" ", ""))
        return line([*pieces, (sample.label, "soft")], width)

    def _detail(self, sample: SampleView, width: int) -> Iterator[Line]:
        """Yield what was found in a sample, in columns, each with its specification."""
        say = self.console.say
        head = f" {say('Sample')} {sample.sample} {sample.unit}"
        if sample.out:
            advice = say("out of specification: measure again (r), sample again (s), deviation (v)")
            yield line([(f"{head}  ", "strong"), (advice, "refused")], width)
        else:
            yield line([(head, "strong")], width)
        if not sample.results:
            yield line([(f"   {say('no result yet')}", "")], width)
            return
        panel = {one.name: one for one in self.console.runner.desk.brief.panel}
        cells = [
            _cell(panel.get(name), name, value, unit, name in sample.out)
            for name, value, unit in sample.results
        ]
        columns = max((width - 2) // _WIDE, 1)
        for start in range(0, len(cells), columns):
            pieces: list[Piece] = [("  ", "")]
            for text, token in cells[start : start + columns]:
                pieces += [(fit(text, _WIDE - 1), token), (" ", "")]
            yield line(pieces, width)
        for name, value, unit in sample.retests:
            text, token = _cell(panel.get(name), name, value, unit, False)
            yield line([(f"  {say('measured again')}{say.colon}", "strong"), (text, token)], width)


def _cell(
    known: AnalysisBrief | None, name: str, value: float, unit: str, out: bool
) -> tuple[str, str]:
    """Return one result with its specification, and its style."""
    shown = f"{value:.{known.decimals}f}" if known else f"{value:.4g}"
    unit = unit_of(unit) if unit != name else ""
    limits = ""
    if known is not None and known.low is not None and known.high is not None:
        limits = f"({known.low:g} .. {known.high:g})"
    elif known is not None and known.low is not None:
        limits = f"(≥ {known.low:g})"
    elif known is not None and known.high is not None:
        limits = f"(≤ {known.high:g})"
    mark = "▲" if out else " "
    return f"{mark}{name} {shown} {unit} {limits}".rstrip(), "refused" if out else ""
