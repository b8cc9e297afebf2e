"""The sub-commands of ``cuve`` and its help, as plain text: asking for it imports nothing else."""

from __future__ import annotations

COMMANDS = {
    "list": "Show the scenarios and campaigns in the library.",
    "kinds": "Show the kinds of unit, and every name a scenario can use of one.",
    "check": "Find every problem in scenario files, each with file, line and column.",
    "play": "Operate a scenario at the terminal, as its operator.",
    "run": "Run a scenario or a campaign without a screen; print the results.",
    "replay": "Show a session log on the operator's screens, or tell its story as text.",
    "score": "Score a session log by its rubric: every point, with its evidence.",
    "report": "Write a debrief, or the results of a class, as one HTML file.",
    "mark": "Write remarks, ratings and signatures beside a log; show who agrees.",
    "results": "Keep results: import logs, what is mastered and next, who is who.",
    "export": "Write sessions as CSV, Parquet, xAPI statements or BatchML.",
    "fit": "Find a culture's parameters from the data of a batch.",
    "verify": "Check a log's hash chain, then recompute it to the bit.",
    "schema": "Print the JSON Schema of scenario and plant files.",
    "bench": "Measure speed, as ratios against peers measured in the same run.",
}
"""Sub-command to what it does, in the order of a working day."""

EXAMPLES = {
    "list": ("cuve list --lang nl", "cuve list virus --level 3"),
    "kinds": ("cuve kinds", "cuve kinds depth filter"),
    "check": ("cuve check my-batch.yaml", "cuve check --prove oxygen-lost"),
    "play": ("cuve play", "cuve play oxygen-lost --plain --speed 60"),
    "run": (
        'cuve run first-batch --seed 7 --until "60 h"',
        "cuve run oxygen-lost --operator expert --log expert.log",
        "cuve run mab-campaign --chart gantt.svg",
    ),
    "replay": ("cuve replay session.log", 'cuve replay session.log --text --from "18 min"'),
    "score": ("cuve score session.log", "cuve score class/*.log --brief --scale 20"),
    "report": ("cuve report session.log --lang nl", "cuve report --class class/ -o class.html"),
    "mark": (
        'cuve mark remark session.log "18 min" "Why did you wait?" --who as1',
        'cuve mark sign session.log "A. Peeters" --who as1',
        "cuve mark show session.log --who as1",
    ),
    "results": ("cuve results import class/", "cuve results show"),
    "export": (
        "cuve export class/ --format csv -o tables",
        "cuve export session.log --format xapi -o statements.json",
    ),
    "fit": (
        'cuve fit my-batch.yaml batch.csv --fit "anane sugar uptake" -o my-strain.yaml',
        'cuve fit my-batch.yaml batch.csv --fit "anane overflow" --column "titre=Product (g/L)"',
    ),
    "verify": ("cuve verify session.log", "cuve verify class/*.log --jobs 2"),
    "schema": ("cuve schema --of plant",),
    "bench": ("cuve bench screen", "cuve bench replay --days 30"),
}
"""How each sub-command is used, for the end of its help."""

ELSEWHERE = {"play": "tui.play", "replay": "tui.replay.command"}
"""Modules of sub-commands that live above this room; the others are modules of it."""

DONE, NO, WRONG = 0, 1, 2
"""Exit statuses: done; the answer is no; wrong use or unreadable input."""

USAGE = "Usage: cuve [--version] [--help] COMMAND [ARGS]..."


def help_text() -> str:
    """Return what ``cuve --help`` prints."""
    lines = [
        USAGE,
        "",
        "  Cuve: a flight simulator for biomanufacturing.",
        "",
        "  A training tool, not for GxP use. Start with: cuve play first-steps",
        "",
        "Commands (cuve COMMAND --help tells more):",
        *(f"  {name:<8} {what}" for name, what in COMMANDS.items()),
        "",
        "Exit status: 0 done; 1 the answer is no; 2 wrong use or unreadable input.",
    ]
    return "\n".join(lines)
