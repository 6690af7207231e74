"""An independent reading of the rules, for checking routes from outside.

Nothing here imports the verdict, the judge, the cost or the hours: it looks at
draft edges (or at raw tags, :mod:`tests.raw_tags`) and says what a route must
not hold (:func:`violations`), and what is not confirmed of it (:func:`doubts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from routeguide.model.overlay import Overlay
from routeguide.model.passage import reverse_key, reverse_values
from routeguide.model.traveller import Traveller
from routeguide.model.values import Fact, Known, Measure
from routeguide.network.draft import Draft, DraftEdge

Walked = Sequence[tuple[DraftEdge, bool]]
"""Edges in walking order, each with whether it is walked backward."""

CARRIED = {"lift", "escalator", "moving_walkway"}
FLAT = {"platform", "ticket_gate"}
ROADS = (
    "footway", "pedestrian", "cycleway", "path", "track", "service", "living_street",
    "residential", "unclassified", "tertiary", "secondary", "primary", "trunk", "motorway",
)  # fmt: skip
SURFACES = ("smooth", "firm", "uneven", "loose")
SMOOTH = (
    "excellent", "good", "intermediate", "bad", "very_bad", "horrible", "very_horrible",
    "impassable",
)  # fmt: skip
STOPS = {"fence", "wall", "handrail", "turnstile", "stile", "kissing_gate", "cycle_barrier"}


def laid_over(draft: Draft, overlay: Overlay) -> Draft:
    """Return the draft with an overlay's values in the place of its own."""
    edges = {key: replace(edge) for key, edge in draft.edges.items()}
    points = {key: dict(values) for key, values in draft.points.items()}
    for key, values in overlay.values.items():
        told = {name: known for name, known in values.items() if known is not None}
        if key in draft.nodes:
            kept = {n: k for n, k in points.get(key, {}).items() if n not in values}
            points[key] = kept | told
            continue
        back = key not in edges
        edge = edges.get(reverse_key(key) if back else key)
        if edge is not None:
            kept = {name: known for name, known in edge.values.items() if name not in values}
            edge.values = kept | (reverse_values(told) if back else told)
    return replace(draft, edges=edges, points=points)


# -- what a route must not hold ------------------------------------------------------


def violations(draft: Draft, walked: Walked, traveller: Traveller) -> list[str]:
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
    values, kind = edge.values, str(edge.kind)
    found = _closed(values, t)
    never = {"steps": t.stairs, "lift": t.lift, "escalator": t.escalator}
    if never.get("escalator" if kind == "moving_walkway" else kind) == "never":
        found.append(kind)
    if kind not in CARRIED | {"steps"}:
        found += _over(values, "step_cm", t.max_step_cm)
        found += _worse(values, "surface", SURFACES, t.worst_surface)
        found += _worse(values, "smoothness", SMOOTH, t.worst_smoothness)
        if kind not in FLAT:
            found += _over(values, "cross_slope_pct", t.max_cross_slope_pct)
    if kind not in CARRIED | {"ticket_gate"} and (kind != "steps" or t.group == "cane"):
        found += _under(values, "width_cm", t.min_width_cm)
    if kind in {"lift", "ticket_gate"}:
        found += _under(values, "gap_cm", t.min_gap_cm)
    limit, road = t.road_without_footway, edge.road_class
    over_rails = kind == "level_crossing" and _word(values, "footway") not in {"apart", "beside"}
    on_it = kind == "street" or over_rails
    along = on_it and limit and road and "width_cm" not in values
    if along and ROADS.index(road or "") > ROADS.index(limit or ""):
        found.append(f"walks along a {road} road without a footway")
    if t.group in {"wheels", "blind"} and _word(values, "closure") == "footway_found":
        found.append("carriageway beside a footway")
    return found


def _at_point(values: Mapping[str, Known], t: Traveller) -> list[str]:
    found = _closed(values, t)
    found += _over(values, "step_cm", t.max_step_cm)
    if "barrier" in values:
        found += _under(values, "gap_cm", t.min_gap_cm)
    excused = _word(values, "access") == "yes" or _word(values, "wheelchair") == "yes"
    if t.group == "wheels" and _word(values, "barrier") in STOPS and not excused:
        found.append("barrier")
    return found


def _closed(values: Mapping[str, Known], t: Traveller) -> list[str]:
    found = []
    wheels = t.group == "wheels"
    chair = _word(values, "wheelchair") if wheels else None
    conditional = "conditional:" in (_word(values, "hours") or "")
    if _word(values, "access") == "no" and chair != "yes" and not conditional:
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


def _worse(
    values: Mapping[str, Known], name: str, order: Sequence[str], limit: str | None
) -> list[str]:
    word = _word(values, name)
    worse = limit is not None and word is not None and order.index(word) > order.index(limit)
    return [f"{name} {word}"] if worse else []


def _long_slopes(walked: Walked, t: Traveller) -> list[str]:
    """Return slopes over the limit, walking the path and adding up contiguous steep metres."""
    found: list[str] = []
    run = 0.0
    for edge, backward in walked:
        slope = _slope(edge, backward=backward)
        if slope is None or not _is_steep(slope, t):
            run = 0.0
            continue
        run += edge.length_m
        worst = max(abs(slope.low), abs(slope.high))
        short = t.short_slope_pct is not None and worst <= t.short_slope_pct
        if not short or run > (t.short_slope_m or 0) + 1e-6:
            found.append(f"{edge.key}: slope {slope.low}..{slope.high}")
    return found


def _slope(edge: DraftEdge, *, backward: bool) -> Measure | None:
    known = edge.values.get("slope_pct")
    if not isinstance(known, Measure) or str(edge.kind) in CARRIED | FLAT | {"steps"}:
        return None
    return replace(known, low=-known.high, high=-known.low) if backward else known


def _is_steep(slope: Measure, t: Traveller) -> bool:
    up = t.max_slope_up_pct is not None and slope.low > t.max_slope_up_pct
    return up or (t.max_slope_down_pct is not None and slope.high < -t.max_slope_down_pct)


def certain_way(draft: Draft, overlay: Overlay, t: Traveller, goal: str, *, refuse: bool) -> bool:
    """Tell whether a plain search from A reaches the goal without anything forbidden or timed.

    ``refuse`` shuts out whatever is not confirmed as well. Short steep slopes
    are left out, and lifts of which anything was said: there may be more ways.
    """
    told = {report.lift for report in overlay.outages}
    ways = [
        (edge, backward)
        for edge in draft.edges.values()
        for backward in (False, True)
        if edge.lift_id not in told
        and edge.key not in overlay.closed
        and not _is_shut(edge, t, backward=backward, refuse=refuse)
    ]
    seen, todo = {"A"}, ["A"]
    while todo:
        node = todo.pop()
        if node != "A" and _is_shut_point(draft.points.get(node, {}), t, refuse=refuse):
            continue
        ends = [(e.end, e.start) if backward else (e.start, e.end) for e, backward in ways]
        new = {end for begin, end in ends if begin == node} - seen
        seen |= new
        todo += sorted(new)
    return goal in seen


def _is_shut(edge: DraftEdge, t: Traveller, *, backward: bool, refuse: bool) -> bool:
    slope = _slope(edge, backward=backward)
    steep = slope is not None and _is_steep(slope, t)
    against = edge.oneway != 0 and (edge.oneway < 0) != backward
    doubtful = refuse and bool(_edge_doubts(edge, t, backward))
    return steep or against or doubtful or "hours" in edge.values or bool(_on_edge(edge, t))


def _is_shut_point(values: Mapping[str, Known], t: Traveller, *, refuse: bool) -> bool:
    doubtful = refuse and bool(_point_doubts(values, t))
    return "hours" in values or doubtful or bool(_at_point(values, t))


# -- what is not confirmed of a route --------------------------------------------------

EVERYWHERE = {"access"}
WHEELS = {"step_cm", "width_cm", "slope_pct", "surface"}
NEEDS: Mapping[str, tuple[set[str], Mapping[str, set[str]]]] = {
    "wheels": (EVERYWHERE | WHEELS, {
        "steps": EVERYWHERE, "escalator": EVERYWHERE, "lift": EVERYWHERE | {"gap_cm"},
    }),
    "blind": (EVERYWHERE | {"tactile"}, {
        "street": EVERYWHERE | {"tactile", "footway"},
        "path": EVERYWHERE | {"tactile", "footway"},
        "steps": EVERYWHERE | {"tactile", "step_count"},
        "crossing": EVERYWHERE | {"tactile", "crossing", "signal_sound"},
        "lift": EVERYWHERE, "escalator": EVERYWHERE,
    }),
    "cane": (EVERYWHERE | WHEELS, {
        "steps": EVERYWHERE | {"width_cm", "step_count", "handrail"},
        "lift": EVERYWHERE, "escalator": EVERYWHERE,
    }),
    "walk": (set(), {}),
}  # fmt: skip
"""What each group needs to know: in general, and on the kinds where that differs.

Written down apart from the product's own table, for the kinds of random networks.
"""
LIMITED = {
    "step_cm": "max_step_cm", "width_cm": "min_width_cm", "slope_pct": "max_slope_up_pct",
    "cross_slope_pct": "max_cross_slope_pct", "surface": "worst_surface",
    "smoothness": "worst_smoothness", "gap_cm": "min_gap_cm",
}  # fmt: skip


def doubts(draft: Draft, walked: Walked, traveller: Traveller) -> list[str]:
    """Return what is needed of a path and missing, inferred, outlived or no better than a bound.

    Hours and lift states are a matter of time: :func:`is_open` and :func:`lift_is_doubtful`.
    """
    found = []
    for number, (edge, backward) in enumerate(walked):
        found += [f"{edge.key}: {name}" for name in _edge_doubts(edge, traveller, backward)]
        if number:
            node = edge.end if backward else edge.start
            names = _point_doubts(draft.points.get(node, {}), traveller)
            found += [f"{node}: {name}" for name in names]
    return found


def needs_of(edge: DraftEdge, t: Traveller) -> set[str]:
    """Return the attributes that must be known of an edge for a traveller."""
    kind = str(edge.kind)
    general, special = NEEDS[str(t.group)]
    needs = set(special.get(kind, general))
    limited = {name for name, limit in LIMITED.items() if getattr(t, limit) is not None}
    limited |= {"slope_pct"} if t.max_slope_down_pct is not None else set()
    if kind in CARRIED | {"steps"}:
        limited &= {"gap_cm"}
    needs |= limited if kind in {"lift", "ticket_gate"} else limited - {"gap_cm"}
    if t.handrail and kind in {"steps", "ramp"}:
        needs.add("handrail")
    if _word(edge.values, "crossing") in {"marked", "unmarked"}:
        needs.discard("signal_sound")
    if _is_vouched(edge.values, t):
        needs.discard("access")
    return needs


def _edge_doubts(edge: DraftEdge, t: Traveller, backward: bool) -> list[str]:
    values = edge.values
    found = [name for name in needs_of(edge, t) if not _is_fine(name, values, t)]
    if "slope_pct" in needs_of(edge, t) and _is_fine("slope_pct", values, t):
        slope = _slope(edge, backward=backward)
        found += ["slope_pct"] if slope is None or not _slope_fits(slope, t) else []
    if t.group in {"wheels", "blind"} and _word(values, "closure") == "footway_not_found":
        found.append("closure")
    return sorted(found + _chair_doubts(values, t))


def _point_doubts(values: Mapping[str, Known], t: Traveller) -> list[str]:
    entrance = _word(values, "barrier") == "entrance"
    kerb = "kerb" in values or "step_cm" in values
    wanted = {"access"} & set(values) if t.group != "walk" else set()
    steps = t.group in {"wheels", "cane"} or t.max_step_cm is not None
    wanted |= {"step_cm"} if steps and (kerb or entrance) else set()
    wanted |= {"tactile"} if t.group == "blind" and kerb and not entrance else set()
    gaps = t.group == "wheels" or t.min_gap_cm is not None
    wanted |= {"gap_cm"} if gaps and "barrier" in values else set()
    found = [name for name in wanted if not _is_fine(name, values, t)]
    return sorted(found + _chair_doubts(values, t))


def _chair_doubts(values: Mapping[str, Known], t: Traveller) -> list[str]:
    if t.group != "wheels":
        return []
    found = ["wheelchair"] if _word(values, "wheelchair") == "limited" else []
    if _word(values, "barrier") in STOPS and _word(values, "access") != "yes":
        found += [] if _is_vouched(values, t) else ["barrier"]
    return found + (["step_cm"] if _word(values, "kerb") == "raised" else [])


def _is_vouched(values: Mapping[str, Known], t: Traveller) -> bool:
    """Tell whether a confirmed wheelchair=yes says that wheels get through."""
    chair = values.get("wheelchair")
    confirmed = chair is not None and chair.evidence in {"mapped", "survey"}
    return t.group == "wheels" and confirmed and _word(values, "wheelchair") == "yes"


def _is_fine(name: str, values: Mapping[str, Known], t: Traveller) -> bool:
    """Tell whether a value is confirmed and, but for slopes, wholly within the limit."""
    if name == "access" and _is_vouched(values, t):
        return True
    known = values.get(name)
    if known is None or known.evidence not in {"mapped", "survey"}:
        return False
    if name == "access" and _word(values, name) == "no":
        return "conditional:" in (_word(values, "hours") or "")
    limit = getattr(t, LIMITED[name]) if name in LIMITED else None
    if limit is None or not isinstance(known, Measure) or name == "slope_pct":
        return True
    return known.low >= limit if name in {"width_cm", "gap_cm"} else known.high <= limit


def _slope_fits(slope: Measure, t: Traveller) -> bool:
    if _is_steep(slope, t):
        return slope.low == slope.high  # excused as a short one: violations() has looked at that
    up, down = t.max_slope_up_pct, t.max_slope_down_pct
    return (up is None or slope.high <= up) and (down is None or slope.low >= -down)


# -- what depends on the time ------------------------------------------------------------

CLOCK: Mapping[str, tuple[str, int, int] | bool | None] = {
    "09:00-17:00": ("0123456", 540, 1020),
    "10:00-12:01": ("0123456", 600, 721),
    "12:02-20:00": ("0123456", 722, 1200),
    "Mo-Fr 11:00-12:05": ("01234", 660, 725),
    "Sa,Su 00:00-24:00": ("56", 0, 1440),
    "conditional:no:yes @ (10:00-12:01)": ("0123456", 600, 721),
    "conditional:yes:no @ (12:02-20:00)": ("0123456", 1200, 722),
    "00:00-24:00": True,
    "24/7": True,
    "ask the guard": None,
}
"""The hours of random networks: weekdays, first and last minute; None = nobody can tell."""


def is_open(values: Mapping[str, Known], at: datetime) -> bool | None:
    """Tell whether something is open at a moment; None when it cannot be told."""
    text = _word(values, "hours")
    rule = True if text is None else CLOCK[text]
    if rule is None or isinstance(rule, bool):
        return rule
    days, begin, end = rule
    minute = at.hour * 60 + at.minute
    inside = begin <= minute < end if begin < end else not end <= minute < begin
    return str(at.weekday()) in days and inside


def lift_is_out(overlay: Overlay, lift: str, at: datetime) -> bool:
    """Tell whether a lift has an outage, or a planned window of one, at a moment."""
    return any(
        report.lift == lift
        and report.state != "confirmed"
        and report.begins <= at
        and (report.ends is None or at < report.ends)
        for report in overlay.outages
    )


def lift_is_doubtful(overlay: Overlay, lift: str, at: datetime) -> bool:
    """Tell whether what was said of a lift is older than its validity at a moment."""
    mine = [report for report in overlay.outages if report.lift == lift]
    over = [r.ends for r in mine if r.state == "planned" and r.ends and r.ends <= at]
    seen = [r for r in mine if r.state == "confirmed" and r.begins <= at]
    still = [r for r in seen if r.ends and at < r.ends and all(e <= r.begins for e in over)]
    return bool(seen or over) and not still


def _word(values: Mapping[str, Known], name: str) -> str | None:
    known = values.get(name)
    return known.value if isinstance(known, Fact) else None
