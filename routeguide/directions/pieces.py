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
from routeguide.model.route import Route, Segment
from routeguide.model.values import Fact, Known, Measure

CAB = ("gap_cm", "cab_width_cm", "cab_depth_cm")
DOOR = ("barrier", "step_cm", "gap_cm", "kerb", "hours", "tactile")
ENTRANCE = ("step_cm", "gap_cm", "width_cm", "door", "reception", "hours", "voice_guide")
"""Values of a place that tell how one gets in."""

LIFT = ("door_side", "button_side", "button_cm", "voice", "mirror", "braille")
"""Values of a lift's place that are told when the ward has them."""


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
        "beside": _beside(segments),
    }


def _beside(segments: Sequence[Segment]) -> list[str]:
    """Return what else joins the same two ends all along: it is not part of the route."""
    kinds = [set(segment.beside) for segment in segments]
    return sorted(map(str, set.intersection(*kinds)))


def arrival_facts(route: Route) -> dict[str, Any]:
    """Return what is known of the end of a route: the gap to it, its door, its entrance.

    ``entrance`` holds the published values of the place that :data:`ENTRANCE` names.
    """
    last = route.segments[-1] if route.segments else None
    door = last.end_point.values if last and last.end_point else {}
    told = route.destination.facts if route.destination else {}
    found: dict[str, Any] = {
        "gap_m": None if route.gap_m is None else round(route.gap_m, 1),
        "door": {n: v for n in DOOR if (v := _value(door.get(n))) is not None},
        "entrance": {n: v for n in ENTRANCE if (v := _value(told.get(n))) is not None},
    }
    return {key: value for key, value in found.items() if value not in (None, {})}


def _value(known: Known | None) -> Any:  # noqa: ANN401 - a JSON value
    """Return a confirmed value as JSON: a word, or low and high; None when not confirmed."""
    if known is None or not is_confirmed(known):
        return None
    return bounds(known) if isinstance(known, Measure) else known.value


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
    return _levels(segments) | {"goes": _goes(segments), "beside": _beside(segments)}


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
            "beside": _beside(segments),
            "lift_door": confirmed_word(first.passage, "lift_door"),
            "hours": _lift_hours(first),
        }
        | {name: measure.low for name, measure in sizes.items()}
        | {name: _value(first.lift.facts.get(name)) for name in LIFT if first.lift}
    )


def _lift_hours(segment: Segment) -> str | None:
    """Return the hours of a lift as text: those of its ride, else those of its place."""
    told = _value(segment.lift.facts.get("hours")) if segment.lift else None
    return confirmed_word(segment.passage, "hours") or told


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
    """Return what is known of barriers of one sort: the narrowest gap that is confirmed."""
    points = [segment.point.values if segment.point else {} for segment in segments]
    word = points[0].get("barrier")
    known = [values.get("gap_cm") for values in points]
    gaps = [gap for gap in known if isinstance(gap, Measure) and is_confirmed(gap)]
    return {
        "barrier": word.value if isinstance(word, Fact) else None,
        "gap_cm": bounds(min(gaps, key=lambda gap: gap.low)) if gaps else None,
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
