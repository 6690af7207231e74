"""Where a route starts: the exit it leaves by, and what is seen first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from routeguide.directions.acts import IN_THE_OPEN, LEGS, OUTDOORS, Act, Maneuver
from routeguide.directions.facts import is_confirmed
from routeguide.directions.rounding import clock_hour
from routeguide.model.geodesy import bearing_deg, turn_deg
from routeguide.model.passage import LonLat
from routeguide.model.place import Landmark, Place, PlaceKind
from routeguide.model.route import Route
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Kind


def add_start(
    found: Sequence[Maneuver], route: Route, mark: Landmark | None = None
) -> list[Maneuver]:
    """Return the maneuvers with the start put before the first one outdoors.

    It holds the first street and the first landmark ``mark``; a clock position
    of the goal only where the bearing of the exit is stored.
    """
    first = next((n for n, m in enumerate(found) if _is_outdoors(m)), None)
    if first is None:
        return list(found)
    legs = [m for m in found[first:] if m.type in LEGS]
    street = legs[0] if legs else None
    starts_at_exit = route.origin is not None and route.origin.kind is PlaceKind.EXIT
    comes_from_inside = any(m.type is not Act.GAP for m in found[:first])
    leaves = starts_at_exit or comes_from_inside or find_exit(route) is not None
    start = Maneuver(
        type=Act.START,
        at=found[first].at,
        name=street.name if street else None,
        kana=street.kana if street else None,
        facts={
            "from": "exit" if leaves else "place",
            "after_lift": first > 0 and found[first - 1].type is Act.LIFT,
            **_bearing_facts(route, found[first].at),
        },
        landmarks=(mark,) if mark else (),
    )
    return [*found[:first], start, *found[first:]]


def _bearing_facts(route: Route, at: LonLat) -> dict[str, Any]:
    """Return the stored bearing of the exit, with the goal as seen with the exit at one's back.

    The bearing is a fact of the exit's place (surveyed or mapped); none is
    derived from the first passage.
    """
    place = find_exit(route) or route.origin
    known = place.facts.get("bearing_deg") if place else None
    if not isinstance(known, Measure) or not known.exact or not is_confirmed(known):
        return {}
    goal = route.segments[-1].passage.line[-1]
    turn = turn_deg(known.low, bearing_deg(at, goal))
    return {"bearing_deg": known.low, "goal_hour": clock_hour(turn)}


def _is_outdoors(maneuver: Maneuver) -> bool:
    return maneuver.type in OUTDOORS and maneuver.facts.get("way") != Kind.CORRIDOR


def find_exit(route: Route) -> Place | None:
    """Return the exit by which the route leaves its station; None when none is passed first.

    An exit met only at the other end is not the one to start from.
    """
    place = route.start_exit
    if place is None:
        return None
    for segment in route.segments:
        passage = segment.passage
        if passage.kind in IN_THE_OPEN and not segment.is_gap and place.id != passage.from_key:
            return None
        if place.id in {passage.from_key, passage.to_key}:
            return place
    return None
