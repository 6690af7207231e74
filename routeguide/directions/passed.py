"""What is passed on a leg without turning: bends, cross streets, signals, bridges; and what counts.

Counts are of the drawn network: they are told only where all that is drawn is
of one sort, a street, and nothing of it is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from routeguide.directions.junctions import (
    AHEAD_DEG,
    ASIDE_DEG,
    STRAIGHT,
    Junction,
    Turn,
    Weight,
    weigh,
)
from routeguide.directions.landmarks import Mark
from routeguide.directions.rounding import clock_hour

LONG_M = 60.0
"""A leg longer than this is told with what is passed on it (design/guidance.md, rule 7)."""

FROM_END_M = 15.0
APART_M = 30.0
MOST = 3
ONE_BEND_M = 25.0
"""Corners to the same side within these metres are one bend."""

MOST_COUNTED = 4
ON_WAY_M = 15.0


def list_bends(turns: Sequence[Turn], begin_m: float) -> list[dict[str, Any]]:
    """Return the bends of a way that is followed, each with its metres from the start."""
    joined: list[tuple[float, float, float]] = []
    for turn in turns:
        angle = turn.turn_deg
        if not angle:
            continue
        last = joined[-1] if joined else None
        if last and last[2] * angle > 0 and turn.offset_m - last[1] <= ONE_BEND_M:
            joined[-1] = (last[0], turn.offset_m, last[2] + angle)
        else:
            joined.append((turn.offset_m, turn.offset_m, angle))
    return [
        {"offset_m": round(at - begin_m, 1), "hour": clock_hour(angle)}
        for at, _, angle in joined
        if clock_hour(angle) != STRAIGHT
    ]


def list_passed(
    turns: Sequence[Turn], marks: Sequence[Mark], begin_m: float, length_m: float, name: str | None
) -> list[dict[str, Any]]:
    """Return at most three things passed on a long leg, by which one knows to be right."""
    if length_m <= LONG_M:
        return []
    candidates = [*_list_streets(turns, begin_m, name), *_list_marks(marks)]
    within = [c for c in candidates if FROM_END_M <= c[1]["offset_m"] <= length_m - FROM_END_M]
    chosen: list[dict[str, Any]] = []
    for _, thing in sorted(within, key=lambda pair: -pair[0]):
        near = any(abs(thing["offset_m"] - other["offset_m"]) < APART_M for other in chosen)
        told = thing["name"] and any(thing["name"] == other["name"] for other in chosen)
        if not near and not told and len(chosen) < MOST:
            chosen.append(thing)
    return sorted(chosen, key=lambda thing: thing["offset_m"])


def _list_streets(
    turns: Sequence[Turn], begin_m: float, name: str | None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield cross streets with how well they are known by: named and big ones best."""
    crosses = [t for t in turns if t.junction is Junction.CROSS and t.is_of_streets]
    for turn in turns:
        aside = [(weight, way) for way, angle, weight in turn.exits if _is_aside(angle)]
        named = [(weight, way) for weight, way in aside if way.name and way.name != name]
        thing = {"offset_m": round(turn.offset_m - begin_m, 1), "name": None, "kana": None}
        if named:
            way = max(named)[1]
            yield 3, thing | {"kind": "street", "name": way.name, "kana": way.kana}
        elif any(weight is Weight.BIG for weight, _ in aside):
            yield 3, thing | {"kind": "big_road"}
        elif len(crosses) <= MOST and turn in crosses:
            yield 1, thing | {"kind": "cross"}


def _list_marks(marks: Sequence[Mark]) -> Iterator[tuple[int, dict[str, Any]]]:
    for mark in marks:
        kind = mark.landmark.kind
        if kind in {"signals", "bridge"} and mark.gap_m <= ON_WAY_M:
            told = {"kind": kind, "name": None, "kana": None, "offset_m": round(mark.offset_m, 1)}
            yield (4 if kind == "signals" else 2), told


def count_facts(turns: Sequence[Turn]) -> dict[str, int]:
    """Return how many crossroads and side streets are passed; nothing where one is in doubt."""
    if any(turn.ways is None for turn in turns):
        return {}
    streets = [turn for turn in turns if turn.is_of_streets]
    names = [turn.junction for turn in streets]
    sides = [turn for turn in streets if turn.junction is Junction.SIDE]
    found = {
        "crossroads": names.count(Junction.CROSS),
        "streets_left": sum(_goes_off(turn, -1.0) for turn in sides),
        "streets_right": sum(_goes_off(turn, 1.0) for turn in sides),
        "small_roads": sum(turn.crosses_street for turn in turns),
    }
    return {name: count for name, count in found.items() if count}


def find_ordinal(turn: Turn, passed: Sequence[Turn]) -> int | None:
    """Return which street on its side a turn leads into, counted from the last turn.

    None where it leads into no street, where the way ends, where it is beyond
    the fourth, or where anything but streets goes off on that side before.
    """
    if weigh(turn.after.kind, turn.after.road_class) < Weight.STREET:
        return None
    if turn.junction not in {Junction.CROSS, Junction.SIDE}:
        return None
    side = turn.turn_deg
    count = 1
    for other in passed:
        if other.ways is None:
            return None
        weights = [weight for _, angle, weight in other.exits if _is_on(angle, side)]
        if weights and min(weights) < Weight.STREET:
            return None
        count += bool(weights)
    return count if count <= MOST_COUNTED else None


def _goes_off(turn: Turn, side: float) -> bool:
    return any(w >= Weight.STREET and _is_on(angle, side) for _, angle, w in turn.exits)


def _is_on(angle: float, side: float) -> bool:
    return angle * side > 0 and _is_aside(angle)


def _is_aside(angle: float) -> bool:
    return AHEAD_DEG < abs(angle) <= ASIDE_DEG
