"""The sign beside a step: what its words say, as a small drawing (``static/img/steps.svg``)."""

from __future__ import annotations

from routeguide.directions.acts import Act
from routeguide.model.guidance import Block

OF_HOUR = {
    1: "slight-right", 2: "slight-right", 3: "right", 4: "sharp-right", 5: "sharp-right",
    6: "back", 7: "sharp-left", 8: "sharp-left", 9: "left", 10: "slight-left", 11: "slight-left",
}  # fmt: skip
OF_ACT = {
    Act.START: "start",
    Act.ARRIVE: "arrive",
    Act.CROSSING: "crossing",
    Act.ROAD_CROSSING: "crossing",
    Act.LIFT: "lift",
    Act.STEPS: "steps",
    Act.ESCALATOR: "escalator",
    Act.MOVING_WALKWAY: "escalator",
    Act.INSIDE: "inside",
    Act.PLATFORM: "inside",
    Act.GATE: "gate",
    Act.BARRIER: "gate",
    Act.LEVEL_CROSSING: "rails",
}
SIGNS = frozenset({"straight", *OF_HOUR.values(), *OF_ACT.values()})


def sign_of(block: Block) -> str:
    """Return the name of a block's sign: what one meets, else the turn, else straight on."""
    act, hour = block.maneuver.get("type"), block.maneuver.get("hour")
    found = OF_ACT.get(Act(act)) if act in list(Act) else None
    return found or OF_HOUR.get(hour or 0) or "straight"
