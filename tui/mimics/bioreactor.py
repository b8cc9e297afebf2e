"""A stirred bioreactor: vessel with level and foam, agitator, jacket, gases, feeds, probes.

Top to bottom on the left: agitator, feeds, jacket, gases to the sparger; on the right the exhaust
and every probe; the harvest leaves below. Equipment is drawn in grey and nothing moves by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from simulator.language.text import N_
from tui.draw import fit, unit_of
from tui.mimics.canvas import Canvas
from tui.mimics.inlets import (
    AGITATION,
    BACK_PRESSURE,
    EXHAUST,
    OUTSIDE,
    Inlet,
    feeds,
    gases,
    jacket,
    pairs,
    read_fields,
    totals,
)
from tui.mimics.scene import MARK, MODE, READING, TAG, Area, Scene, Spot, brief_number

KEY_FIELDS = (
    "temperature",
    "pH",
    "dissolved oxygen",
    "pressure",
    "agitation",
    "level",
    "viable density",
    "oxygen flow",
    "weight",
)
"""What an overview shows of a bioreactor, the most telling first."""
MICROBE_FIELDS = (
    *KEY_FIELDS[: KEY_FIELDS.index("viable density")],
    "optical density",
    "titre",
    *KEY_FIELDS[KEY_FIELDS.index("viable density") + 1 :],
)
"""The same of a fermenter, whose microbes are seen by their turbidity, and by what they make."""
PENICILLIN_FIELDS = (*KEY_FIELDS[:3], "back pressure", "titre", "viscosity", "level", "weight")
"""The same of an industrial fermenter of penicillin."""
VECTOR_FIELDS = (*KEY_FIELDS[:3], "time since transfection", *KEY_FIELDS[3:])
"""The same of a transfection reactor, whose clock tells when to harvest."""
FULL = 0.8
"""A level of 100 % fills so much of the drawn vessel."""
LEFT = MARK + TAG + MODE
GLYPH = 8
"""Cells for a valve or pump with its position and line, at the end of the left column."""


@dataclass(slots=True)
class _Plan:
    """Where the parts of the drawing stand."""

    x: int
    top: int
    left: int
    vessel: int
    right: int
    bottom: int
    feeds: list[Inlet] = field(default_factory=list)
    jacket: list[Inlet] = field(default_factory=list)
    gases: list[Inlet] = field(default_factory=list)

    @property
    def wall(self) -> tuple[int, int]:
        """Columns of the walls."""
        first = self.x + self.left
        return first, first + self.vessel - 1

    @property
    def centre(self) -> int:
        """Column of the shaft."""
        return self.x + self.left + self.vessel // 2

    @property
    def body(self) -> range:
        """Rows between head and bottom."""
        return range(self.top + 2, self.bottom)


def needs(scene: Scene) -> tuple[int, int]:
    """Return the least columns and rows this unit's drawing takes."""
    rows = len(feeds(scene)) + len(jacket(scene)) + len(gases(scene)) + 1
    return 80, max(rows, 8) + 3 + len(scene.lines_out())


def inside(scene: Scene, x: int, y: int, size: tuple[int, int]) -> Area:
    """Return the cells within the walls of the drawing that goes into ``size`` from (x, y)."""
    plan = _plan(scene, x, y, size)
    return plan.wall[0] + 1, plan.body[0], plan.vessel - 2, len(plan.body)


def _plan(scene: Scene, x: int, y: int, size: tuple[int, int]) -> _Plan:
    """Return where the parts of the drawing stand."""
    width, height = size
    left = 29 if width < 104 else 34 if width < 150 else 44
    vessel = 17 if width < 104 else 21 if width < 150 else 33
    bottom = y + height - 1 - len(scene.lines_out())
    return _Plan(x, y, left, vessel, width - left - vessel, bottom)


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    plan = _plan(scene, x, y, size)
    plan.feeds, plan.jacket, plan.gases = feeds(scene), jacket(scene), gases(scene)
    room = len(plan.body) - len(plan.feeds) - len(plan.jacket) - len(plan.gases) - 1
    more = totals(scene)
    plan.feeds += more[: max(room, 0)]
    scene.spots += [Spot(row.reading, -1, -1, 0) for row in more[max(room, 0) :]]
    _vessel(scene, canvas, plan)
    _agitator(scene, canvas, plan)
    _left(scene, canvas, plan)
    _exhaust(scene, canvas, plan)
    _probes(scene, canvas, plan)
    _harvest(scene, canvas, plan)


# -- the vessel ------------------------------------------------------------------------------


def _vessel(scene: Scene, canvas: Canvas, plan: _Plan) -> None:
    """Draw the walls, the jacket as double walls, and what is inside."""
    first, last = plan.wall
    inner = plan.vessel - 2
    canvas.put(first, plan.top + 1, "╭" + "─" * inner + "╮", "soft")
    jacketed = plan.top + 2 + len(plan.body) // 3 if plan.jacket else plan.bottom
    jacketed = min(jacketed, plan.top + 2 + max(len(plan.feeds), 1))
    for row in plan.body:
        wall = "║" if plan.jacket and row >= jacketed else "│"
        canvas.put(first, row, wall, "soft")
        canvas.put(last, row, wall, "soft")
    foot = "╚" + "═" * inner + "╝" if plan.jacket else "╰" + "─" * inner + "╯"
    canvas.put(first, plan.bottom, foot, "soft")
    _contents(scene, canvas, plan)


def _contents(scene: Scene, canvas: Canvas, plan: _Plan) -> None:
    """Draw liquid to the level, foam on it, and bubbles while gas flows."""
    first, _ = plan.wall
    inner = plan.vessel - 2
    level = scene.filled()
    if level is None:
        shown = fit(f"{scene.console.say('level')}?", plan.vessel // 2 - 1)
        canvas.put(first + 1, plan.body[0], shown, "refused")
        return
    rows = len(plan.body)
    liquid = max(0, min(round(level * FULL * rows), rows))
    surface = plan.bottom - liquid
    sparged = not scene.unit.rocks
    aerated = sparged and any(
        (scene.position(row.mover) or 0.0) >= 1.0 for row in plan.gases if row.mover
    )
    for row in range(surface, plan.bottom):
        shade = "░" * inner
        if row == surface:
            shade = "≈" * inner
        elif aerated:
            shade = "".join("°" if (7 * n + 3 * row) % 11 == 0 else "░" for n in range(inner))
        canvas.put(first + 1, row, shade, "soft")
    foam = scene.value("foam level")
    if foam is not None and foam >= 5.0 and liquid:
        high = max(1, min(round(foam / 100.0 * (rows - liquid)), rows - liquid))
        for row in range(surface - high, surface):
            pattern = "".join("°o"[(n + row) % 2] for n in range(inner))
            canvas.put(first + 1, row, pattern, "soft")


def _agitator(scene: Scene, canvas: Canvas, plan: _Plan) -> None:
    """Draw motor, shaft and impellers, and the row of the agitator to the left of the motor."""
    rows = pairs(scene, (AGITATION,))
    if not rows:
        return
    centre, rocks = plan.centre, scene.unit.rocks
    drive = next((row.mover for row in rows if row.mover), "")
    turning = (scene.position(drive) or 0.0) >= 1.0 if drive else False
    if not rocks:
        _shaft(canvas, plan, turning)
    _inlet(scene, canvas, plan, plan.top, replace(rows[0], pump=True))
    canvas.across(plan.x + plan.left - 1, centre - 2, plan.top)
    shape = " ⇄ " if rocks else "(M)"
    canvas.put(centre - 1, plan.top, shape, "strong" if turning else "soft")


def _shaft(canvas: Canvas, plan: _Plan, turning: bool) -> None:
    """Draw the shaft with its impellers."""
    centre = plan.centre
    for row in range(plan.top + 2, plan.bottom - 2):
        canvas.put(centre, row, "│", "soft")
    canvas.put(centre, plan.top + 1, "┴", "soft")
    wide = plan.vessel // 4
    for share in (0.55, 0.85) if len(plan.body) >= 9 else (0.85,):
        row = plan.top + 2 + int(share * (len(plan.body) - 1))
        canvas.put(centre - wide, row, "═" * wide + "╪" + "═" * wide, "strong" if turning else "")


# -- what leads into it ----------------------------------------------------------------------


def _left(scene: Scene, canvas: Canvas, plan: _Plan) -> None:
    """Draw feeds at the top, the gases at the bottom, the jacket between."""
    first, _ = plan.wall
    rows = len(plan.body)
    spare = rows - len(plan.feeds) - len(plan.jacket) - len(plan.gases) - 1
    row = plan.top + 2
    for inlet in plan.feeds:
        _inlet(scene, canvas, plan, row, inlet)
        if inlet.mover and not inlet.apart:
            canvas.put(first - 1, row, "▶", "soft")
        row += 1
    row += 1 if spare >= 2 else 0
    for inlet in plan.jacket:
        _inlet(scene, canvas, plan, row, inlet)
        if inlet.mover:
            canvas.put(first - 1, row, "▶", "soft")
        row += 1
    start = plan.bottom - max(len(plan.gases), 1)
    if not plan.gases:
        return
    unit = next((scene.view(r.reading) for r in plan.gases if r.reading), None)
    if unit is not None and start - 1 >= row:
        head = f"{scene.console.say('gases')} ({unit_of(unit.unit)})"
        canvas.put(plan.x + MARK, start - 1, fit(head, plan.left - 8), "soft")
    for place, inlet in enumerate(plan.gases, start):
        _inlet(scene, canvas, plan, place, inlet)
    canvas.down(first - 1, start, plan.bottom - 1)
    for place in range(start, plan.bottom):
        canvas.across(first - 2, first - 1, place)
    canvas.across(first - 1, first, plan.bottom - 1)
    canvas.put(first, plan.bottom - 1, "╫" if plan.jacket else "┼", "soft")
    if scene.unit.rocks:
        return
    pipe = "".join("─°"[n % 2] for n in range(plan.vessel * 2 // 3))
    canvas.put(first + 1, plan.bottom - 1, pipe, "soft")


def _inlet(scene: Scene, canvas: Canvas, plan: _Plan, y: int, row: Inlet) -> None:
    """Draw one row of the left column: reading with unit, valve or pump, and the line."""
    glyph = plan.x + plan.left - GLYPH
    at = plan.x + LEFT
    if row.reading:
        scene.tag(canvas, plan.x, y, row.reading)
        view = scene.view(row.reading)
        if view is not None:
            token = "refused" if view.quality != "GOOD" else "strong"
            shown = brief_number(view.pv, view.high - view.low, 5)
            canvas.put(at, y, shown, token)
            room = glyph - at - 6
            unit = unit_of(view.unit)
            canvas.put(at + 6, y, unit if len(unit) <= room else "", "soft")
    elif row.text or row.mover:
        canvas.put(plan.x + MARK, y, fit(row.text or row.mover, glyph - plan.x - MARK - 1), "soft")
    if row.mover:
        end = scene.moves(canvas, glyph, y, row.mover, row.pump)
        if not row.apart:
            canvas.across(end, plan.x + plan.left - 1, y)


# -- what leads out of it --------------------------------------------------------------------


def _exhaust(scene: Scene, canvas: Canvas, plan: _Plan) -> None:
    """Draw the exhaust line with its valve, above the vessel to the right."""
    _, last = plan.wall
    for tag in [*scene.moving(EXHAUST), *scene.moving(BACK_PRESSURE)][:1]:
        canvas.down(last - 2, plan.top, plan.top + 1)
        canvas.put(last - 2, plan.top + 1, "┴", "soft")
        canvas.across(last - 2, last + 2, plan.top)
        canvas.put(last - 2, plan.top, "┌", "soft")
        end = scene.moves(canvas, last + 3, plan.top, tag)
        canvas.put(end + 1, plan.top, "─▶", "soft")
        style = "chosen" if tag == scene.chosen else ""
        end = canvas.put(end + 4, plan.top, tag, style)
        canvas.put(end + 1, plan.top, scene.console.say("off-gas"), "soft")


def _probes(scene: Scene, canvas: Canvas, plan: _Plan) -> None:
    """Draw the right column: a row for every reading, from the head of the vessel down."""
    _, last = plan.wall
    found = [(name, tag) for name in read_fields(scene) for tag in scene.reading(name)]
    room = plan.bottom - plan.top
    chosen = next((n for n, (_, tag) in enumerate(found) if tag == scene.chosen), 0)
    first = max(0, min(chosen - room // 2, len(found) - room))
    for row, (name, tag) in enumerate(found[first : first + room], plan.top + 1):
        if name not in OUTSIDE and row in plan.body:
            wall = canvas.at(last, row)
            canvas.put(last, row, "╟" if wall == "║" else "├", "soft")
            canvas.put(last + 1, row, "─", "soft")
        scene.reads(canvas, last + 2, row, tag, plan.right - 2)
    hidden = {tag for _, tag in found[:first]} | {tag for _, tag in found[first + room :]}
    scene.spots += [Spot(tag, -1, -1, 0) for tag in hidden]


def _harvest(scene: Scene, canvas: Canvas, plan: _Plan) -> None:
    """Draw the lines out of the vessel, with pump, where they go, and what is there or flows."""
    centre = plan.centre
    lines = scene.lines_out()
    for row, line in enumerate(lines, plan.bottom + 1):
        canvas.put(centre, plan.bottom, "╤" if plan.jacket else "┬", "soft")
        canvas.down(centre, row - 1 if row > plan.bottom + 1 else row, row)
        canvas.across(centre, centre + 3, row)
        canvas.put(centre, row, "└" if row == plan.bottom + len(lines) else "├", "soft")
        at = centre + 4
        if line.pump:
            at = scene.moves(canvas, at, row, line.pump, True) + 1
        at = canvas.put(at, row, "─▶ ", "soft")
        for device in line.devices:
            at = canvas.put(at, row, device)
            at = canvas.put(at, row, " ─▶ ", "soft")
        at = canvas.put(at, row, f"{line.sink or scene.console.say(N_('drain'))} ")
        sent = () if line.sink else scene.reading("flow", line.tag)
        for tag in (*scene.reading("weight", line.sink or ""), *sent):
            if canvas.width - at < READING:  # a tag without its value would look like a lost signal
                scene.spots.append(Spot(tag, -1, -1, 0))
            else:
                scene.reads(canvas, at, row, tag, canvas.width - at)
