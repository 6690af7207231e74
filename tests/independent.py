"""An independent reading of the rules, for checking routes from outside.

Nothing here imports the verdict, the judge or the cost: it looks at draft
edges (or at raw tags, :mod:`tests.raw_tags`) and says what a route must not hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from routeguide.model.traveller import Traveller
from routeguide.model.values import Fact, Known, Measure
from routeguide.network.draft import Draft, DraftEdge

WHEELS = {"wheelchair_manual", "wheelchair_assisted", "wheelchair_powered", "walker", "stroller"}


def violations(
    draft: Draft, walked: Sequence[tuple[DraftEdge, bool]], traveller: Traveller
) -> list[str]:
    """Return what a path holds that this traveller's limits forbid (invariant 1)."""
    found: list[str] = []
    for number, (edge, backward) in enumerate(walked):
        found += [f"{edge.key}: {text}" for text in _on_edge(edge, traveller)]
        if edge.oneway and (edge.oneway < 0) != backward:
            found.append(f"{edge.key}: against its direction")
        if number:
            node = edge.end if backward else edge.start
            values = draft.points.get(node, {})
            found += [f"{node}: {text}" for text in _at_point(values, traveller)]
    return found + _long_slopes(walked, traveller)


def _on_edge(edge: DraftEdge, t: Traveller) -> list[str]:
    values, found = edge.values, []
    kind = str(edge.kind)
    if (kind == "steps" and t.stairs == "never") or (kind == "lift" and t.lift == "never"):
        found.append(kind)
    if kind in {"escalator", "moving_walkway"} and t.escalator == "never":
        found.append(kind)
    carried = kind in {"lift", "escalator", "moving_walkway", "steps"}
    if not carried:
        found += _over(values, "step_cm", t.max_step_cm)
        found += _under(values, "width_cm", t.min_width_cm)
        found += _surface(values, t)
    if kind == "lift":
        found += _under(values, "gap_cm", t.min_gap_cm)
    found += _closed(values, t)
    roads = ["footway", "residential", "tertiary", "secondary", "primary", "trunk"]
    limit = t.road_without_footway
    along = kind == "street" and limit and edge.road_class and "width_cm" not in values
    if along and roads.index(edge.road_class or "") > roads.index(limit or ""):
        found.append(f"walks along a {edge.road_class} road without a footway")
    if limit and _word(values, "closure") == "footway_found":
        found.append("carriageway beside a footway")
    return found


def _at_point(values: Mapping[str, Known], t: Traveller) -> list[str]:
    found = _closed(values, t)
    found += _over(values, "step_cm", t.max_step_cm)
    if "barrier" in values:
        found += _under(values, "gap_cm", t.min_gap_cm)
    stops = {"fence", "wall", "handrail", "turnstile", "stile", "kissing_gate", "cycle_barrier"}
    excused = _word(values, "access") == "yes" or _word(values, "wheelchair") == "yes"
    if t.group == "wheels" and _word(values, "barrier") in stops and not excused:
        found.append("barrier")
    return found


def _closed(values: Mapping[str, Known], t: Traveller) -> list[str]:
    found = []
    wheels = t.group == "wheels"
    chair = _word(values, "wheelchair") if wheels else None
    if _word(values, "access") == "no" and chair != "yes":
        found.append("no access")
    if chair == "no":
        found.append("wheelchair=no")
    if _word(values, "locked") == "yes":
        found.append("locked")
    if wheels and _word(values, "kerb") == "raised" and chair != "yes":
        found.append("raised kerb")
    return found


def _over(values: Mapping[str, Known], name: str, limit: float | None) -> list[str]:
    known = values.get(name)
    over = limit is not None and isinstance(known, Measure) and known.low > limit
    return [f"{name} over {limit}"] if over else []


def _under(values: Mapping[str, Known], name: str, limit: float | None) -> list[str]:
    known = values.get(name)
    under = limit is not None and isinstance(known, Measure) and known.high < limit
    return [f"{name} under {limit}"] if under else []


def _surface(values: Mapping[str, Known], t: Traveller) -> list[str]:
    order = ["smooth", "firm", "uneven", "loose"]
    word = _word(values, "surface")
    if t.worst_surface and word and order.index(word) > order.index(t.worst_surface):
        return [f"surface {word}"]
    return []


def _long_slopes(walked: Sequence[tuple[DraftEdge, bool]], t: Traveller) -> list[str]:
    """Return slopes over the limit, walking the path and adding up contiguous steep metres."""
    found: list[str] = []
    run = 0.0
    carried = {"lift", "escalator", "moving_walkway", "steps", "platform", "ticket_gate"}
    for edge, backward in walked:
        known = edge.values.get("slope_pct")
        if not isinstance(known, Measure) or str(edge.kind) in carried:
            run = 0.0
            continue
        low, high = (-known.high, -known.low) if backward else (known.low, known.high)
        up = t.max_slope_up_pct is not None and low > t.max_slope_up_pct
        down = t.max_slope_down_pct is not None and high < -t.max_slope_down_pct
        if not (up or down):
            run = 0.0
            continue
        run += edge.length_m
        worst = max(abs(low), abs(high))
        short = t.short_slope_pct is not None and worst <= t.short_slope_pct
        if not short or run > (t.short_slope_m or 0) + 1e-6:
            found.append(f"{edge.key}: slope {low}..{high}")
    return found


NEEDS: Mapping[str, Mapping[str, set[str]]] = {
    "wheels": {
        "footway": {"access", "step_cm", "width_cm", "slope_pct", "surface"},
        "street": {"access", "step_cm", "width_cm", "slope_pct", "surface"},
        "path": {"access", "step_cm", "width_cm", "slope_pct", "surface"},
        "ramp": {"access", "step_cm", "width_cm", "slope_pct", "surface"},
        "crossing": {"access", "step_cm", "width_cm", "slope_pct", "surface"},
        "lift": {"access", "gap_cm"},
    },
    "blind": {
        "footway": {"access", "tactile"},
        "street": {"access", "tactile", "footway"},
        "path": {"access", "tactile", "footway"},
        "ramp": {"access", "tactile"},
        "steps": {"access", "tactile", "step_count"},
        "crossing": {"access", "tactile", "crossing"},
        "lift": {"access"},
        "escalator": {"access"},
    },
    "cane": {
        "footway": {"access", "step_cm", "width_cm", "slope_pct", "surface"},
        "street": {"access", "step_cm", "width_cm", "slope_pct", "surface"},
        "path": {"access", "step_cm", "width_cm", "slope_pct", "surface"},
        "ramp": {"access", "step_cm", "width_cm", "slope_pct", "surface"},
        "crossing": {"access", "step_cm", "width_cm", "slope_pct", "surface"},
        "steps": {"access", "width_cm", "step_count", "handrail"},
        "lift": {"access"},
        "escalator": {"access"},
    },
}
"""What each group needs to know, written down apart from the product's own table."""


def unknowns(walked: Sequence[tuple[DraftEdge, bool]], traveller: Traveller) -> list[str]:
    """Return the passages where something needed is missing, only inferred or outlived."""
    needs = NEEDS.get(str(traveller.group), {})
    return [
        f"{edge.key}: {name}"
        for edge, _ in walked
        for name in sorted(needs.get(str(edge.kind), set()))
        if not (name == "access" and _chair_says_yes(edge, traveller))
        if name not in edge.values or edge.values[name].evidence not in {"mapped", "survey"}
    ]


def _chair_says_yes(edge: DraftEdge, traveller: Traveller) -> bool:
    return traveller.group == "wheels" and _word(edge.values, "wheelchair") == "yes"


def _word(values: Mapping[str, Known], name: str) -> str | None:
    known = values.get(name)
    return known.value if isinstance(known, Fact) else None
