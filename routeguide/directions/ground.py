"""What is known of the ground of a leg: road, slope, width, steps, paving, surface.

Facts are plain JSON values by name; a missing key is not known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from routeguide.directions.facts import (
    LEVEL_CM,
    STREETS,
    Part,
    bounds,
    confirmed_measure,
    confirmed_word,
    find_longest,
    is_confirmed,
    notes_of,
)
from routeguide.directions.junctions import BIG_ROADS
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Evidence, Kind, SurfaceClass, code_of

STEEP_PCT = 3.0
"""Slopes from here on are told (design/guidance.md)."""

NARROW_CM = 120.0
"""Widths below this are told: a wheelchair and a person side by side need it [G]."""

LEAST_CROSS_PCT = 1.0
"""The guideline's bound for the cross slope of footways [G]: less is not told."""

MOST_SLOPES = 3


def walk_facts(parts: Sequence[Part], scraps: Sequence[Part] = ()) -> dict[str, Any]:
    """Return what is known of a stretch that is walked along; of ``scraps`` the kerbs alone."""
    found: dict[str, Any] = {
        "way": str(_main_kind(parts)),
        "on_centre_line": any(p.passage.kind in STREETS for p in parts),
        **_along_facts(parts),
        **_road_facts(parts),
        **_step_facts([*parts, *scraps]),
        "streets": _list_streets(parts),
        "notes": notes_of(parts),
    }
    known = {name for part in parts for name in part.passage.values}
    for name, read in READERS.items():
        if name in known:
            found |= read(parts)
    return {key: value for key, value in found.items() if value not in (None, [])}


def _step_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the highest confirmed step on the way, kerbs on its nodes included, and where."""
    found = list(_steps_met(parts))
    if not found:
        return {}
    highest, at_m = max(found, key=lambda met: (met[0].high, met[0].low))
    return {"step_cm": bounds(highest), "step_at_m": round(at_m, 1)}


def _steps_met(parts: Sequence[Part]) -> Iterator[tuple[Measure, float]]:
    for part in parts:
        point = part.segment.point if part.begins else None
        values = [part.passage.values.get("step_cm"), point and point.values.get("step_cm")]
        for known in values:
            if isinstance(known, Measure) and is_confirmed(known) and known.high >= LEVEL_CM:
                yield known, part.at_m


def _main_kind(parts: Sequence[Part]) -> Kind:
    """Return the kind walked for the most metres; a small crossing counts as footway."""
    kinds = [p.passage.kind for p in parts]
    return find_longest(parts, [Kind.FOOTWAY if k is Kind.CROSSING else k for k in kinds])


def _along_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the class of road walked along for the most metres, and its footway if confirmed."""
    roads = [p for p in parts if p.passage.kind in STREETS]
    if not roads or 2 * sum(p.length_m for p in roads) < sum(p.length_m for p in parts):
        return {}
    keys = [(r.passage.road_class, confirmed_word(r.passage, "footway")) for r in roads]
    road, word = find_longest(roads, keys)
    along = {"road_class": str(road) if road else "unknown", "footway": word or "unknown"}
    return {"along": along}


def _list_streets(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Return the named streets in walking order with where each begins, if there is more than one.

    A street that goes on behind an unnamed piece is told once.
    """
    found: list[dict[str, Any]] = []
    for part in parts:
        name, kana = part.passage.names.get("ja"), part.passage.names.get("kana")
        if name and (not found or found[-1]["name"] != name):
            found.append({"name": name, "kana": kana, "offset_m": round(part.at_m, 1)})
    return found if len(found) > 1 else []


def _road_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the biggest road walked along on which no footway is known, and what is known."""
    roads = [p for p in parts if p.passage.kind is Kind.STREET]
    words = [confirmed_word(road.passage, "footway") for road in roads]
    bare = [r for r, word in zip(roads, words, strict=True) if word == "none"]
    unsure = [r for r, word in zip(roads, words, strict=True) if word is None]
    big = [(r, c) for r in [*bare, *unsure] if (c := r.passage.road_class) in BIG_ROADS]
    found: dict[str, Any] = {"no_footway": True, **_where("no_footway", bare)} if bare else {}
    if big:
        biggest = max((road_class for _, road_class in big), key=code_of)
        found |= {"big_road": str(biggest), **_where("big_road", [road for road, _ in big])}
    return found


def _where(name: str, parts: Sequence[Part]) -> dict[str, float]:
    """Return where something first begins on a leg, and for how many metres it holds in all."""
    metres = sum(part.length_m for part in parts)
    at_m = min(part.at_m for part in parts)
    return {f"{name}_at_m": round(at_m, 1), f"{name}_m": round(metres, 1)}


def _slope_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the runs of known slope of 3 % or more, one way up or down, and the longest of them.

    Runs are told by their steepest value; an inferred one is marked so.
    """
    runs = [list(group) for sign, group in groupby(parts, key=_slope_sign) if sign]
    if not runs:
        return {}
    told = sorted((_slope_run(run) for run in runs), key=lambda run: -run["slope_m"])
    others = sorted(told[:MOST_SLOPES], key=lambda run: run["slope_at_m"])
    return told[0] | ({"slopes": others} if len(told) > 1 else {})


def _slope_run(run: Sequence[Part]) -> dict[str, Any]:
    slopes = [m for p in run if (m := p.passage.measure("slope_pct"))]
    steepest = max(slopes, key=lambda m: abs(m.low + m.high))
    inferred = any(not is_confirmed(m) for m in slopes)
    told = {
        "slope_pct": bounds(steepest),
        "slope_m": round(sum(p.length_m for p in run), 1),
        "slope_at_m": round(run[0].at_m, 1),
    }
    return told | ({"slope_inferred": True} if inferred else {})


def _slope_sign(part: Part) -> int:
    """Return 1 where it surely goes up by 3 % or more, -1 down, else 0."""
    slope = part.passage.measure("slope_pct")
    if slope is None or slope.evidence is Evidence.EXPIRED:
        return 0
    return 1 if slope.low >= STEEP_PCT else -1 if slope.high <= -STEEP_PCT else 0


def _cross_slope_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the greatest confirmed cross slope of 1 % or more, and where it begins."""
    known = [(m, p) for p in parts if (m := confirmed_measure(p.passage, "cross_slope_pct"))]
    told = [(m, p) for m, p in known if math.isfinite(m.high) and m.high >= LEAST_CROSS_PCT]
    if not told:
        return {}
    greatest, part = max(told, key=lambda pair: pair[0].high)
    return {"cross_slope_pct": bounds(greatest), "cross_slope_at_m": round(part.at_m, 1)}


def _narrow_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the narrowest confirmed width below 120 cm, and where it begins."""
    widths = [(m, p) for p in parts if (m := confirmed_measure(p.passage, "width_cm"))]
    narrow = [(m, p) for m, p in widths if math.isfinite(m.high) and _least(m) < NARROW_CM]
    if not narrow:
        return {}
    least, part = min(narrow, key=lambda pair: _least(pair[0]))
    return {"width_cm": bounds(least), "width_at_m": round(part.at_m, 1)}


def _least(measure: Measure) -> float:
    """Return the smallest value of a measure; its upper bound where there is no lower one."""
    return measure.low if math.isfinite(measure.low) else measure.high


def _same_word(parts: Sequence[Part], name: str) -> str | None:
    """Return the word confirmed on all parts; None when it differs or is not known."""
    words = {confirmed_word(p.passage, name) for p in parts}
    return words.pop() if len(words) == 1 else None


def _tactile_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the tactile paving of a leg, and where it ends and resumes within it.

    It ends only where hardly any is confirmed: what is not known is no end.
    """
    words = [confirmed_word(part.passage, "tactile") for part in parts]
    if len(set(words)) == 1:
        return {"tactile": words[0]}
    starts = [
        (parts[n].at_m, words[n]) for n in range(len(parts)) if n == 0 or words[n] != words[n - 1]
    ]
    found: dict[str, Any] = {}
    for (_, before), (at_m, word) in pairwise(starts):
        if (before, word) == ("continuous", "hardly_any"):
            found.setdefault("tactile_ends_m", round(at_m, 1))
        if (before, word) == ("hardly_any", "continuous"):
            found.setdefault("tactile_resumes_m", round(at_m, 1))
    if None not in words:
        found["tactile_parts"] = [
            {"offset_m": round(at_m, 1), "tactile": word} for at_m, word in starts
        ]
    return found


def _surface_facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the worst confirmed surface, where it begins and for how many metres."""
    known = [(w, p) for p in parts if (w := confirmed_word(p.passage, "surface"))]
    if not known:
        return {}
    worst = max((SurfaceClass(word) for word, _ in known), key=code_of)
    return {"surface": str(worst), **_where("surface", [p for w, p in known if w == worst])}


READERS: Mapping[str, Callable[[Sequence[Part]], dict[str, Any]]] = {
    "slope_pct": _slope_facts,
    "cross_slope_pct": _cross_slope_facts,
    "width_cm": _narrow_facts,
    "tactile": _tactile_facts,
    "surface": _surface_facts,
    "lit": lambda parts: {"lit": _same_word(parts, "lit")},
}
"""What is told of an attribute, asked only where anything of it is known."""
