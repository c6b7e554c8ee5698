"""How the numbers on a list of participants add up, so that whoever checks it finds no gap (R25). Pure."""

from dataclasses import asdict
from typing import Any

from actions.closing_figures import Figures
from actions.rolls import Roll


def add_up(figures: Figures | None, roll: Roll) -> dict[str, Any]:
    """`people`, how many came in all, and the figures that add up to it; None for them before they are known.

    people = attended + walk_ins + organizers + mentors + counted + later. `counted` are in a total without
    names and nowhere else; `later` were noted when the figures had been kept.
    """
    if figures is None:
        return {"people": roll.heads + roll.counted_only, "figures": None}
    known = figures.present + figures.organizers + figures.mentors
    later = max(0, roll.heads - known)
    told = {**asdict(figures), "counted": roll.counted_only, "later": later}
    return {"people": known + roll.counted_only + later, "figures": told}
