"""What is known of a stretch: only what holds for all of it, or the worst of it.

Facts are plain JSON values by name; a missing key is not known.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from routeguide.model.passage import Passage
from routeguide.model.route import Segment
from routeguide.model.values import Known, Measure
from routeguide.model.vocabulary import Evidence, Kind, RoadClass, SurfaceClass, code_of

CONFIRMED = frozenset({Evidence.SURVEY, Evidence.MAPPED})
STREETS = frozenset({Kind.STREET, Kind.STREET_WITH_SIDEWALK})
STEEP_PCT = 3.0
"""Slopes from here on are told (design/guidance.md)."""

NARROW_CM = 120.0
"""Widths below this are told: a wheelchair and a person side by side need it [G]."""

LEVEL_CM = 1.0
"""Steps below this are even ground [G]."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, or the metres of it that belong to one maneuver.

    ``begins`` says whether the start of the segment, and the point on it, is
    among them.
    """

    segment: Segment
    length_m: float
    begins: bool = True

    @property
    def passage(self) -> Passage:
        """The passage walked."""
        return self.segment.passage


def whole(segments: Sequence[Segment]) -> list[Part]:
    """Return segments as parts of their full length."""
    return [Part(segment, segment.length_m) for segment in segments]


def list_doubts(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the names of what is not confirmed somewhere on the parts, kerbs included."""
    names = {name for p in parts for name in p.segment.unverified}
    kerbs = {
        name
        for p in parts
        if p.begins and p.segment.point and "barrier" not in p.segment.point.values
        for name in p.segment.point_unverified
    }
    return tuple(sorted(names | kerbs))


def list_confirmed(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the names of what is confirmed on all parts."""
    known = [
        {name for name, value in p.passage.values.items() if value.evidence in CONFIRMED}
        for p in parts
    ]
    doubts = set(list_doubts(parts))
    return tuple(sorted(set.intersection(*known) - doubts)) if known else ()


def find_main_name(parts: Sequence[Part]) -> tuple[str | None, str | None]:
    """Return name and kana of the street walked along for the most metres; None = no name."""
    metres: Counter[tuple[str | None, str | None]] = Counter()
    for part in parts:
        names = part.passage.names
        metres[names.get("ja"), names.get("kana")] += max(1, round(part.length_m))
    return metres.most_common(1)[0][0] if metres else (None, None)


def walk_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return what is known of a stretch that is walked along."""
    found: dict[str, Any] = {
        "way": str(_main_kind(parts)),
        "on_centre_line": any(p.passage.kind in STREETS for p in parts),
        **_road_facts(parts),
        **_slope_facts(parts),
        **_narrow_facts(parts),
        **step_facts(parts),
        "tactile": _same_word(parts, "tactile"),
        "surface": _worst_surface(parts),
        "notes": notes_of(parts),
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def notes_of(parts: Sequence[Part]) -> list[str]:
    """Return the authored notes of the passages, each once."""
    return list(dict.fromkeys(p.passage.note for p in parts if p.passage.note))


def bounds(measure: Measure) -> dict[str, float | None]:
    """Return low and high as JSON values; None where there is no bound on that side."""
    low = measure.low if math.isfinite(measure.low) else None
    high = measure.high if math.isfinite(measure.high) else None
    return {"low": low, "high": high}


def is_confirmed(known: Known | None) -> bool:
    """Tell whether a value is surveyed or mapped."""
    return known is not None and known.evidence in CONFIRMED


def confirmed_measure(passage: Passage, name: str) -> Measure | None:
    """Return a confirmed measure; None when not known, inferred or outlived."""
    measure = passage.measure(name)
    return measure if is_confirmed(measure) else None


def confirmed_word(passage: Passage, name: str) -> str | None:
    """Return a confirmed word; None when not known, inferred or outlived."""
    return passage.fact(name) if is_confirmed(passage.values.get(name)) else None


def step_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the highest confirmed step on the way, kerbs on its nodes included."""
    found = list(_steps_met(parts))
    highest = max(found, key=lambda m: (m.high, m.low), default=None)
    return {} if highest is None else {"step_cm": bounds(highest)}


def _steps_met(parts: Sequence[Part]) -> Iterator[Measure]:
    for part in parts:
        point = part.segment.point if part.begins else None
        values = [part.passage.values.get("step_cm"), point and point.values.get("step_cm")]
        for known in values:
            if isinstance(known, Measure) and is_confirmed(known) and known.high >= LEVEL_CM:
                yield known


def _main_kind(parts: Sequence[Part]) -> Kind:
    """Return the kind walked for the most metres; a small crossing counts as footway."""
    metres: Counter[Kind] = Counter()
    for part in parts:
        kind = part.passage.kind
        metres[Kind.FOOTWAY if kind is Kind.CROSSING else kind] += max(1, round(part.length_m))
    return metres.most_common(1)[0][0]


def _road_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the biggest road walked along on which no footway is known, and what is known."""
    roads = [p.passage for p in parts if p.passage.kind is Kind.STREET]
    bare = [r for r in roads if confirmed_word(r, "footway") == "none"]
    unsure = [r for r in roads if confirmed_word(r, "footway") is None]
    found: dict[str, Any] = {"no_footway": True} if bare else {}
    classes = [r.road_class for r in [*bare, *unsure] if r.road_class]
    big = [c for c in classes if code_of(c) >= code_of(RoadClass.TERTIARY)]
    return found | ({"big_road": str(max(big, key=code_of))} if big else {})


def _slope_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the longest run of known slope of 3 % or more, one way up or down.

    Runs are told by their steepest value; an inferred one is marked so.
    """
    runs = []
    for direction, group in groupby(parts, key=_slope_sign):
        run = list(group)
        if direction:
            runs.append((sum(p.length_m for p in run), run))
    if not runs:
        return {}
    metres, run = max(runs, key=lambda pair: pair[0])
    slopes = [m for p in run if (m := p.passage.measure("slope_pct"))]
    steepest = max(slopes, key=lambda m: abs(m.low + m.high))
    inferred = any(not is_confirmed(m) for m in slopes)
    told = {"slope_pct": bounds(steepest), "slope_m": round(metres, 1)}
    return told | ({"slope_inferred": True} if inferred else {})


def _slope_sign(part: Part) -> int:
    """Return 1 where it surely goes up by 3 % or more, -1 down, else 0."""
    slope = part.passage.measure("slope_pct")
    if slope is None or slope.evidence is Evidence.EXPIRED:
        return 0
    return 1 if slope.low >= STEEP_PCT else -1 if slope.high <= -STEEP_PCT else 0


def _narrow_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the narrowest confirmed width below 120 cm."""
    widths = [m for p in parts if (m := confirmed_measure(p.passage, "width_cm"))]
    narrow = [m for m in widths if math.isfinite(m.high) and _least(m) < NARROW_CM]
    if not narrow:
        return {}
    return {"width_cm": bounds(min(narrow, key=_least))}


def _least(measure: Measure) -> float:
    """Return the smallest value of a measure; its upper bound where there is no lower one."""
    return measure.low if math.isfinite(measure.low) else measure.high


def _same_word(parts: Sequence[Part], name: str) -> str | None:
    """Return the word confirmed on all parts; None when it differs or is not known."""
    words = {confirmed_word(p.passage, name) for p in parts}
    return words.pop() if len(words) == 1 else None


def _worst_surface(parts: Sequence[Part]) -> str | None:
    words = [w for p in parts if (w := confirmed_word(p.passage, "surface"))]
    return str(max(map(SurfaceClass, words), key=code_of)) if words else None
