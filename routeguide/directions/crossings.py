"""Crossings as data: whose step they are, and what is known of them (invariant 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from routeguide.directions.facts import bounds, confirmed_word, is_confirmed
from routeguide.model.passage import Point
from routeguide.model.route import RoadCrossed, Segment
from routeguide.model.traveller import Group
from routeguide.model.values import Measure
from routeguide.model.vocabulary import CrossingKind, Kerb, RoadClass, code_of

EXPOSED = frozenset({Group.BLIND, Group.WHEELS})
UNKNOWN = "unknown"
TOLD = ("kind", "signal", "sound", "kerb", "tactile")
"""What every crossing holds, as ``unknown`` where it is not known."""


def is_own_step(crossed: RoadCrossed, group: Group) -> bool:
    """Tell whether a crossing is a step of its own for a group.

    A road whose class is not known may be a big one. Small roads without a
    mapped crossing or signal are counted in the stretch.
    """
    road = crossed.road_class
    big = road is not None and code_of(road) >= code_of(RoadClass.TERTIARY)
    signal = crossed.how is CrossingKind.SIGNALS or bool(crossed.signal_at_junction)
    if group in EXPOSED:
        return big or signal or crossed.mapped or road is None
    return big or (crossed.how is CrossingKind.SIGNALS)


def crossing_facts(crossed: RoadCrossed) -> dict[str, Any]:
    """Return what is known of a crossing, each of :data:`TOLD` named."""
    found: dict[str, Any] = {
        "kind": str(crossed.how) if crossed.how else UNKNOWN,
        "signal": _signal(crossed),
        "sound": crossed.sound or UNKNOWN,
        "kerb": UNKNOWN if crossed.kerb in {None, Kerb.UNKNOWN} else crossed.kerb,
        "tactile": crossed.tactile or UNKNOWN,
    }
    more = {
        "road_class": str(crossed.road_class) if crossed.road_class else None,
        "button": crossed.button,
        "vibration": crossed.vibration,
        "island": crossed.island,
        "sound_hours": crossed.sound_hours,
        "sounds": crossed.sounds,
        "carriageways": crossed.carriageways if crossed.carriageways > 1 else None,
    }
    return found | {name: value for name, value in more.items() if value is not None}


def _signal(crossed: RoadCrossed) -> str:
    """Return yes, no, at_junction or unknown.

    Signals of the junction say nothing certain of a light for people on foot.
    """
    if crossed.how is CrossingKind.SIGNALS:
        return "yes"
    if crossed.signal_at_junction:
        return "at_junction"
    return "no" if crossed.how else UNKNOWN


def kerb_facts(before: Point | None, after: Point | None) -> dict[str, Any]:
    """Return the confirmed heights of the kerbs at both ends, in cm."""
    found = {"near_step_cm": _height(before), "far_step_cm": _height(after)}
    return {key: value for key, value in found.items() if value is not None}


def _height(point: Point | None) -> dict[str, float | None] | None:
    known = point.values.get("step_cm") if point else None
    return bounds(known) if isinstance(known, Measure) and is_confirmed(known) else None


def list_unknown(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of :data:`TOLD` that are not known."""
    return tuple(name for name in TOLD if facts[name] == UNKNOWN)


def read_crossing(segments: Sequence[Segment]) -> RoadCrossed:
    """Return the crossing that crossing segments are, from their own confirmed values."""
    passages = [segment.passage for segment in segments]

    def first(name: str) -> str | None:
        return next((word for p in passages if (word := confirmed_word(p, name))), None)

    how = first("crossing")
    return RoadCrossed(
        at=passages[0].line[0],
        offset_m=0.0,
        road_class=None,
        name=None,
        mapped=True,
        how=CrossingKind(how) if how else None,
        sound=first("signal_sound"),
        tactile=first("tactile"),
        kerb=first("kerb"),
        length_m=sum(segment.length_m for segment in segments),
        sound_hours=first("signal_sound_hours"),
        button=first("signal_button"),
        vibration=first("signal_vibration"),
        island=first("island"),
    )
