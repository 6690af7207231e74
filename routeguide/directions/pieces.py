"""What is known of stairs, lifts, gates, platforms, level crossings and barriers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from routeguide.directions.facts import (
    bounds,
    confirmed_measure,
    confirmed_word,
    is_confirmed,
    notes_of,
    whole,
)
from routeguide.directions.runs import Run
from routeguide.model.route import Segment
from routeguide.model.values import Fact, Measure

CAB = ("gap_cm", "cab_width_cm", "cab_depth_cm")


def piece_facts(run: Run) -> dict[str, Any]:
    """Return what is known of a run that is no walk; a missing key is not known.

    Values are JSON values, times of a lift excepted.
    """
    read = READERS.get(run.act)
    found = read(run.segments) if read else {}
    found["notes"] = notes_of(whole(run.segments)) if run.act != "barrier" else []
    return {key: value for key, value in found.items() if value not in (None, [])}


def _stairs(segments: Sequence[Segment]) -> dict[str, Any]:
    counts = [confirmed_measure(s.passage, "step_count") for s in segments]
    known = [c for c in counts if c is not None and c.exact]
    rails = {confirmed_word(s.passage, "handrail") for s in segments}
    return _levels(segments) | {
        "goes": _goes(segments),
        "step_count": int(sum(c.low for c in known)) if len(known) == len(counts) else None,
        "handrail": rails.pop() if len(rails) == 1 else None,
    }


def _levels(segments: Sequence[Segment]) -> dict[str, Any]:
    return {
        "from_level": segments[0].passage.from_level,
        "to_level": segments[-1].passage.to_level,
    }


def _goes(segments: Sequence[Segment]) -> str | None:
    """Return up or down by the floors, else by the slope; None when neither tells."""
    low, high = segments[0].passage.from_level, segments[-1].passage.to_level
    if low is not None and high is not None and low != high:
        return "up" if high > low else "down"
    slopes = [m for s in segments if (m := confirmed_measure(s.passage, "slope_pct"))]
    if len(slopes) == len(segments) and all(m.low > 0 for m in slopes):
        return "up"
    if len(slopes) == len(segments) and all(m.high < 0 for m in slopes):
        return "down"
    return None


def _carrier(segments: Sequence[Segment]) -> dict[str, Any]:
    return _levels(segments) | {"goes": _goes(segments)}


def _lift(segments: Sequence[Segment]) -> dict[str, Any]:
    first = segments[0]
    sizes = {n: m for n in CAB if (m := confirmed_measure(first.passage, n)) and m.exact}
    return (
        _levels(segments)
        | {
            "lift_id": first.passage.lift_id,
            "lift_name": first.passage.names.get("ja"),
            "state": str(first.lift_state) if first.lift_state else None,
            "arrives_at": first.starts_at,
            "until": first.lift_until,
        }
        | {name: measure.low for name, measure in sizes.items()}
    )


def _gate(segments: Sequence[Segment]) -> dict[str, Any]:
    width = confirmed_measure(segments[0].passage, "gap_cm")
    return {"gap_cm": bounds(width) if width else None}


def _platform(segments: Sequence[Segment]) -> dict[str, Any]:
    doors = {confirmed_word(s.passage, "platform_door") for s in segments}
    return {"platform_door": doors.pop() if len(doors) == 1 else None}


def _level_crossing(segments: Sequence[Segment]) -> dict[str, Any]:
    words = {confirmed_word(s.passage, "tactile") for s in segments}
    return {"tactile": words.pop() if len(words) == 1 else None}


def _barrier(segments: Sequence[Segment]) -> dict[str, Any]:
    point = segments[0].point
    values = point.values if point else {}
    word, gap = values.get("barrier"), values.get("gap_cm")
    return {
        "barrier": word.value if isinstance(word, Fact) else None,
        "gap_cm": bounds(gap) if isinstance(gap, Measure) and is_confirmed(gap) else None,
    }


READERS: Mapping[str, Callable[[Sequence[Segment]], dict[str, Any]]] = {
    "steps": _stairs,
    "escalator": _carrier,
    "moving_walkway": _carrier,
    "lift": _lift,
    "gate": _gate,
    "platform": _platform,
    "level_crossing": _level_crossing,
    "barrier": _barrier,
}
