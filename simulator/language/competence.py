"""What can be learned: the competencies of a process operator, and the levels of exercises.

The codes are what scenario files and rubrics name. The list was drawn up from the Bio-Manufacturing
Technology Skill Standards (NBC2), the Flemish qualification BK-0493 and the Dutch operator files.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.text import N_

COMPETENCIES: Mapping[str, str] = {
    "C01": N_("prepare and clear the line"),
    "C02": N_("follow the work instruction and batch record"),
    "C03": N_("watch the process and read trends"),
    "C04": N_("operate control loops"),
    "C05": N_("respond to alarms"),
    "C06": N_("find the cause of a fault"),
    "C07": N_("protect sterility"),
    "C08": N_("take samples and judge results"),
    "C09": N_("clean and sterilise"),
    "C10": N_("keep honest records"),
    "C11": N_("report deviations and escalate"),
    "C12": N_("work safely"),
    "C13": N_("work together and hand over"),
    "C14": N_("use data and automation"),
    "C15": N_("mind the costs"),
}
"""English name of each competency, by its code; a text of the catalogues."""

LEVELS: Mapping[int, str] = {
    0: N_("get to know"),
    1: N_("recognise"),
    2: N_("carry out"),
    3: N_("work alone"),
    4: N_("master the unexpected"),
}
"""English name of each level of exercises; a text of the catalogues."""
