"""Legs of a walk and what is met between them; legs too short to be told alone join others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from routeguide.directions.facts import Part
from routeguide.directions.junctions import STRAIGHT, Turn
from routeguide.directions.landmarks import Mark
from routeguide.directions.line import SHORTEST_LEG_M
from routeguide.directions.rounding import clock_hour
from routeguide.model.geodesy import turn_deg
from routeguide.model.passage import LonLat
from routeguide.model.place import Landmark
from routeguide.model.route import RoadCrossed, Segment

LEAST_M = 2.0
"""A leg shorter than this is told by the next one, from the turn on."""

ZIGZAG_M = 15.0
"""Right and left again within these metres is one thing to do: a junction whose arms are offset."""

NEARLY_STRAIGHT_DEG = 45.0
MOST_TURNS = 2
"""A leg holds at most this many turns besides the one at its start."""


@dataclass(slots=True)
class Leg:
    """A stretch walked, told as one thing.

    ``turn`` is what is at its start where one had to choose. ``then`` holds
    further turns soon after it, each with its metres from the start of the leg.
    """

    at: LonLat
    begin_m: float
    end_m: float
    first_bearing: float
    last_bearing: float
    way: tuple[object, ...]
    turn: Turn | None = None
    then: list[dict[str, Any]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    scraps: list[Part] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    names: tuple[str | None, str | None] = (None, None)
    confirmed: tuple[str, ...] = ()
    marks: list[Mark] = field(default_factory=list)
    landmarks: tuple[Landmark, ...] = ()

    @property
    def length_m(self) -> float:
        """Metres of the leg."""
        return self.end_m - self.begin_m

    @property
    def last_turn_m(self) -> float:
        """Where on the walk its last turn is, in metres."""
        return self.begin_m + (self.then[-1]["offset_m"] if self.then else 0.0)


@dataclass(slots=True)
class Event:
    """Something met on a walk: a road that is crossed, or segments that begin at barriers.

    ``ahead`` is a short leg before it that is told with it, ``between`` that
    between two barriers.
    """

    offset_m: float
    crossed: RoadCrossed | None = None
    barriers: tuple[Segment, ...] = ()
    ahead: Leg | None = None
    between: Leg | None = None


def join_short_legs(items: Iterable[Leg | Event], *, is_last: bool) -> list[Leg | Event]:
    """Return the legs and events of a walk with short legs told by the leg behind them.

    A short leg behind which comes no leg stays, but at the end of the route
    (``is_last``), where it joins the leg before it.
    """
    found: list[Leg | Event] = []
    for item in items:
        last = found[-1] if found else None
        if isinstance(item, Leg) and isinstance(last, Leg) and _is_told_with(last, item):
            _join(last, item)
        else:
            found.append(item)
    if is_last and len(found) > 1:
        before, leg = found[-2:]
        if isinstance(before, Leg) and isinstance(leg, Leg) and leg.length_m < SHORTEST_LEG_M:
            _join(before, leg)
            found.pop()
    return found


def _is_told_with(leg: Leg, after: Leg) -> bool:
    """Tell whether a leg is too short to be told without the one behind it."""
    if leg.way[0] != after.way[0] and leg.length_m >= LEAST_M:
        return False
    if leg.length_m < LEAST_M:
        return True
    since = leg.end_m - leg.last_turn_m
    if len(leg.then) >= MOST_TURNS:
        return False
    if leg.length_m < SHORTEST_LEG_M or (leg.then and since < SHORTEST_LEG_M):
        return True
    return not leg.then and _is_zigzag(leg, after)


def _is_zigzag(leg: Leg, after: Leg) -> bool:
    if leg.turn is None or after.turn is None or leg.length_m > ZIGZAG_M:
        return False
    first, second = leg.turn.turn_deg, after.turn.turn_deg
    return first * second < 0 and abs(first + second) < NEARLY_STRAIGHT_DEG


def _join(leg: Leg, after: Leg) -> None:
    """Let a leg go on over the one behind it."""
    if leg.length_m < LEAST_M:
        leg.turn, leg.first_bearing = after.turn or leg.turn, after.first_bearing
        leg.then = after.then
    else:
        turn = _turn_within(leg, after)
        is_end = after.length_m < LEAST_M or turn["hour"] == STRAIGHT
        leg.then += [*([] if is_end else [turn]), *_moved(after.then, leg.length_m)]
    longer = after if after.length_m > leg.length_m else leg
    leg.way, leg.end_m, leg.last_bearing = longer.way, after.end_m, after.last_bearing


def _turn_within(leg: Leg, after: Leg) -> dict[str, Any]:
    junction = after.turn.junction if after.turn else None
    hour = clock_hour(turn_deg(leg.last_bearing, after.first_bearing))
    found = {"offset_m": round(leg.length_m, 1), "hour": hour}
    return found | ({"junction": str(junction)} if junction else {})


def _moved(turns: Sequence[dict[str, Any]], by_m: float) -> list[dict[str, Any]]:
    return [turn | {"offset_m": round(turn["offset_m"] + by_m, 1)} for turn in turns]


def attach_ahead(items: Iterable[Leg | Event]) -> list[Leg | Event]:
    """Return the items with a short leg before an event told with it, unless it holds a hazard."""
    found: list[Leg | Event] = []
    for item in items:
        last = found[-1] if found else None
        if isinstance(item, Event) and isinstance(last, Leg) and is_approach(last):
            item.ahead = last
            found.pop()
        found.append(item)
    return found


HAZARDS = frozenset({"step_cm", "width_cm", "slope_pct", "notes"})


def is_approach(leg: Leg) -> bool:
    """Tell whether a leg is a few metres to what comes next, with nothing to be told on it."""
    return leg.length_m < SHORTEST_LEG_M and not leg.then and not holds_hazard(leg)


def holds_hazard(leg: Leg) -> bool:
    """Tell whether there is something on a leg that must not be left out."""
    rough = leg.facts.get("surface") in {"uneven", "loose"}
    return rough or bool(HAZARDS & leg.facts.keys())
