"""Makes README's pictures: real pages of the terminal as SVG, light and dark.

``python .ci/screenshots.py`` writes docs/pictures/*.svg anew. Nothing is fetched: the pictures use
whatever monospaced font the reader has, and every run of text is held to its cells.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "tui")]

from rich.cells import cell_len  # noqa: E402
from snapshot_bench import OXYGEN, Stage, shown, stage  # noqa: E402

from simulator.language.simtime import MINUTE  # noqa: E402
from simulator.review.score import score_log  # noqa: E402
from simulator.scenario.documents import Documents  # noqa: E402
from simulator.session.speech import Speaker  # noqa: E402
from tui.draw import Line  # noqa: E402
from tui.lobby import Visitor  # noqa: E402
from tui.lobby.ending import Ended, Ending, figures_of  # noqa: E402
from tui.seat import Seat  # noqa: E402
from tui.theme import THEMES, Theme  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
SIZE = (104, 32)
CELL, ROW = 8.4, 17.0
"""Width and height of a cell, px."""
FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Cascadia Mono', 'Liberation Mono', monospace"
_RUN = re.compile(r"[!-~]+(?: [!-~]+)*|[^ -~]+")
"""Words of ASCII with single blanks between them, or signs that another font may draw."""
PAGES = ("overview", "unit", "faceplate", "alarm_help")
TITLES = {
    "overview": "The process cell at a glance, an alarm of the highest priority in it",
    "unit": "The bioreactor drawn, with its loops, gases and utilities",
    "faceplate": "The faceplate of the dissolved oxygen loop, with its trend",
    "alarm_help": "What an alarm means, what to do, and how much time there is",
    "score": "The end of a session: points, and the evidence for each",
}


def runs(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what one font draws in a piece: a run without gaps, its first cell, and how many."""
    for found in _RUN.finditer(text):
        yield found[0], cell_len(text[: found.start()]), cell_len(found[0])


def row(line: Line, y: int, theme: Theme) -> Iterator[str]:
    """Yield the grounds and texts of one painted line."""
    at = 0
    ground = theme[""].bgcolor
    for text, token in line:
        style, width = theme[token], cell_len(text)
        top = f'y="{y * ROW:.1f}"'
        if style.bgcolor is not None and style.bgcolor != ground:
            box = f'x="{at * CELL:.1f}" {top} width="{width * CELL + 0.3:.1f}" height="{ROW + 0.3}"'
            yield f'<rect {box} fill="{style.bgcolor.name}"/>'
        more = ' font-weight="bold"' if style.bold else ""
        more += ' text-decoration="underline"' if style.underline else ""
        colour = style.color.name if style.color is not None else "#000000"
        for run, first, cells in runs(text):
            place = f'x="{(at + first) * CELL:.1f}" y="{y * ROW + 13:.1f}"'
            held = f'textLength="{cells * CELL:.1f}" lengthAdjust="spacingAndGlyphs"'
            yield f'<text {place} {held} fill="{colour}"{more}>{escape(run)}</text>'
        at += width


def svg(lines: list[Line], theme: Theme, title: str) -> str:
    """Return painted lines as a picture."""
    width, height = SIZE[0] * CELL, SIZE[1] * ROW
    ground = theme[""].bgcolor
    assert ground is not None
    box = f"-8 -8 {width + 16:.0f} {height + 16:.0f}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"',
        f' font-family="{FONTS}" font-size="14">',
        f"<title>{escape(title)}</title>",
        f'<rect x="-8" y="-8" width="100%" height="100%" rx="6" fill="{ground.name}"/>',
    ]
    for y, line in enumerate(lines):
        parts += row(line, y, theme)
    return "\n".join([*parts, "</svg>"]) + "\n"


def scored(made: Stage, folder: Path) -> Seat:
    """End the session of the stage a little later, and return the screen with its score."""
    live, _ = made.sessions[OXYGEN]
    live.advance(live.now + 10 * MINUTE)
    figures, product = figures_of(live.results())
    brief = live.brief
    path = folder / OXYGEN / "session.log"
    head = live.seal("stopped")
    ended = Ended(
        Path("oxygen-lost.log"),
        head,
        Documents("oxygen-lost.yaml", {}),
        brief.title,
        live.seed,
        live.now,
        figures,
        product,
        brief.phrases,
        score_log(path),
    )
    return Ending(Visitor("Ann", Speaker("en")), ended)


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, stage(Path(name)) as made:
        seats: dict[str, Seat] = {page: shown(made, page, "en") for page in PAGES}
        pictures = {page: seat.paint(*SIZE) for page, seat in seats.items()}
        pictures["score"] = scored(made, Path(name)).paint(*SIZE)
        for page, lines in pictures.items():
            for theme in ("light", "dark"):
                path = FOLDER / f"{page}-{theme}.svg"
                path.write_text(svg(lines, THEMES[theme], TITLES[page]), encoding="utf-8")
                print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
