"""An independent eye on maneuvers: are all metres and all turns at junctions told?"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from routeguide.directions.acts import LEGS, Act, Maneuver
from routeguide.model.geodesy import MeasuredLine, bearing_deg, turn_deg
from routeguide.model.route import Route, Segment
from routeguide.model.vocabulary import Kind

AROUND_M = 15.0
"""Bearings before and behind a node are taken this far along the way walked."""

TURN_DEG = 65.0
NEAR_M = 20.0
STRAIGHT = 12
SHORT_M = 8.0
ENDS = frozenset({Act.START, Act.ARRIVE})


def list_steps(maneuvers: Sequence[Maneuver]) -> list[Maneuver]:
    """Return what is done between the start and the arrival."""
    return [m for m in maneuvers if m.type not in ENDS]


def list_short(maneuvers: Sequence[Maneuver]) -> list[Maneuver]:
    """Return the legs that are shorter than 8 m."""
    return [m for m in maneuvers if m.type in LEGS and (m.length_m or 0.0) < SHORT_M]


def told_metres(maneuvers: Sequence[Maneuver]) -> float:
    """Return the metres that are told of a route, those before a thing included."""
    walked = (m for m in maneuvers if m.type is not Act.ROAD_CROSSING)
    ahead = sum(m.facts.get("ahead_m", 0.0) for m in maneuvers)
    return sum(m.length_m or 0.0 for m in walked) + ahead


def walked_metres(route: Route) -> float:
    """Return the metres of a route that are walked: no lift, no inside of unknown course."""
    return sum(_walked_m(segment) for segment in route.segments)


def _walked_m(segment: Segment) -> float:
    inside = segment.passage.kind is Kind.LIFT or segment.passage.schematic
    return 0.0 if inside else segment.length_m


def list_untold_turns(route: Route, maneuvers: Sequence[Maneuver]) -> list[str]:
    """Return the junctions of an outdoor route at which it turns though nothing is said."""
    told = list(_told_turns(maneuvers))
    return [
        f"{offset:.0f} m: {turn:.0f} degrees at {route.segments[number].passage.from_key}"
        for number, offset, turn in _turns(route)
        if abs(turn) >= TURN_DEG and not any(abs(offset - at) <= NEAR_M for at in told)
    ]


def _turns(route: Route) -> Iterator[tuple[int, float, float]]:
    """Yield segment, metres and turn of every node at which other ways are drawn.

    Beside a joining line of ours no turn can be told: nobody has walked it. The
    metres are those of :func:`walked_metres`; within stations a passage may be
    longer than its line, which is only a sketch.
    """
    points = [p for s in route.segments for p in s.passage.line]
    line = MeasuredLine([p for p, _ in itertools.groupby(points)])
    offset = drawn = 0.0
    for number, segment in enumerate(route.segments):
        joins = segment.is_gap or (number > 0 and route.segments[number - 1].is_gap)
        if segment.ways and not joins and AROUND_M < drawn < line.offsets_m[-1] - AROUND_M:
            at = line.point_at(drawn)
            before = bearing_deg(line.point_at(drawn - AROUND_M), at)
            behind = bearing_deg(at, line.point_at(drawn + AROUND_M))
            yield number, offset, turn_deg(before, behind)
        offset += _walked_m(segment)
        drawn += MeasuredLine(segment.passage.line).offsets_m[-1]


def _told_turns(maneuvers: Sequence[Maneuver]) -> Iterator[float]:
    """Yield the metres at which a turn is told."""
    offset = 0.0
    for maneuver in maneuvers:
        facts = maneuver.facts
        if facts.get("ahead_hour", STRAIGHT) != STRAIGHT:
            yield offset
        offset += facts.get("ahead_m", 0.0)
        if maneuver.hour not in {None, STRAIGHT}:
            yield offset
        if maneuver.type in LEGS:
            yield from (offset + turn["offset_m"] for turn in facts.get("then", []))
            yield from (offset + bend["offset_m"] for bend in facts.get("bends", []))
        if maneuver.type is not Act.ROAD_CROSSING:
            offset += maneuver.length_m or 0.0
