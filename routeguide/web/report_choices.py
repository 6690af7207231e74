"""Which block of a route somebody can call wrong, and the passage that it is about."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from routeguide.model.guidance import Block, Guidance
from routeguide.model.passage import LonLat
from routeguide.model.route import Route
from routeguide.web.texts import t
from routeguide.web.wording import line_html

ARRIVAL = "arrive"
BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Choice:
    """One block: its words for the reader, and what its button sends: passage and words."""

    label: Markup
    value: str


def report_choices(route: Route | None, guidance: Guidance) -> list[Choice]:
    """Return the blocks of a route; that of the arrival without its words, which name the goal."""
    if route is None or not route.segments:
        return []
    begins = [(*one.passage.line[0], one.passage.key) for one in route.segments]
    return [_choice(_passage_at(begins, block.at), block) for block in guidance.blocks]


def _choice(passage: str, block: Block) -> Choice:
    if block.maneuver.get("type") == ARRIVAL:
        return Choice(t("着く所の案内"), f"{passage}{BETWEEN}")
    return Choice(line_html(block.said), f"{passage}{BETWEEN}{block.text}")


def _passage_at(begins: Sequence[tuple[float, float, str]], at: LonLat) -> str:
    """Return the key of the passage that begins nearest to a point of the route."""
    lon, lat = at
    east = math.cos(math.radians(lat))  # a degree of longitude in those of latitude
    return min(begins, key=lambda one: ((one[0] - lon) * east) ** 2 + (one[1] - lat) ** 2)[2]


def read_choice(value: str) -> tuple[str, str]:
    """Return the passage and the words that a button sent."""
    about, _, block = value.partition(BETWEEN)
    return about, block
