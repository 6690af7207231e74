"""Which roads a path crosses, and where: data for invariant 8.

A mapped crossing is a run of passages of kind crossing. On a centre-line
network a road of tertiary class or above is also crossed where the path
passes between two arms of it at a junction, or over it without a shared node.
The two carriageways of one road are one road, crossed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from routeguide.model.geodesy import bearing_deg, distance_m, point_along, turn_deg
from routeguide.model.passage import Passage
from routeguide.model.route import RoadCrossed
from routeguide.model.values import Fact
from routeguide.model.vocabulary import (
    CrossingKind,
    Evidence,
    Kind,
    RoadClass,
    code_of,
    member_of,
)
from routeguide.network.store import Network
from routeguide.routing.steps import Step, head_of, tail_of, tails_of

INDOORS = frozenset({Kind.LIFT, Kind.CORRIDOR, Kind.PLATFORM, Kind.TICKET_GATE, Kind.ESCALATOR})
ABOVE_OR_BELOW = frozenset({Kind.FOOTBRIDGE, Kind.UNDERPASS})
CONFIRMED = frozenset({Evidence.SURVEY, Evidence.MAPPED})
DUAL_M = 25.0
"""Two unmapped crossings of one road within these metres are its two carriageways."""

STRAIGHT = 0.85
"""The least share of the metres walked between them that lies between the two in a line."""

SAME_ARM_DEG = 0.5
"""Bearings are stored to a tenth of a degree: nearer than this, an arm is the passage walked."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of a big road at a junction."""

    bearing: float
    road_class: RoadClass
    name: str | None
    signal: bool


def list_crossed(
    network: Network, steps: Sequence[Step], passages: Sequence[Passage]
) -> list[tuple[RoadCrossed, ...]]:
    """Return for each passage of a path the roads crossed at its start or along it."""
    crossed: list[list[RoadCrossed]] = [[] for _ in passages]
    tails = tails_of(network, steps)
    armed, over_roads = _arm_rows(network), _crossed_rows(network)
    index = 0
    while index < len(passages):
        if passages[index].kind is Kind.CROSSING:
            end = index
            while end < len(passages) and passages[end].kind is Kind.CROSSING:
                end += 1
            crossed[index].append(_mapped(network, steps[index:end], passages[index:end]))
            index = end
            continue
        if index and tails[index] in armed and passages[index - 1].kind is not Kind.CROSSING:
            crossed[index].extend(_at_node(network, steps, passages, index))
        if steps[index].edge in over_roads:
            crossed[index].extend(_along(network, steps[index], passages[index]))
        index += 1
    return _join_carriageways(crossed, passages)


def _join_carriageways(
    crossed: Sequence[Sequence[RoadCrossed]], passages: Sequence[Passage]
) -> list[tuple[RoadCrossed, ...]]:
    """Return the crossings with the second carriageway of a road told by the first."""
    found: list[list[RoadCrossed]] = [[] for _ in crossed]
    open_at: tuple[int, float] | None = None
    begin = 0.0
    for index, (roads, passage) in enumerate(zip(crossed, passages, strict=True)):
        for road in roads:
            at = begin + road.offset_m
            first = found[open_at[0]][-1] if open_at else None
            if open_at and first and _is_one_road(first, road, at - open_at[1]):
                signal = first.signal_at_junction or road.signal_at_junction
                both = first.carriageways + 1
                found[open_at[0]][-1] = replace(first, signal_at_junction=signal, carriageways=both)
            else:
                found[index].append(road)
                open_at = (index, at)
        begin += passage.length_m
    return [tuple(roads) for roads in found]


def _is_one_road(first: RoadCrossed, second: RoadCrossed, apart_m: float) -> bool:
    """Tell whether two unmapped crossings are of one road's carriageways, walked straight over."""
    if first.mapped or second.mapped or apart_m > DUAL_M:
        return False
    is_straight = distance_m(first.at, second.at) >= STRAIGHT * apart_m
    same = (first.road_class, first.name) == (second.road_class, second.name)
    return same and is_straight


def _mapped(network: Network, steps: Sequence[Step], passages: Sequence[Passage]) -> RoadCrossed:
    """Return the one crossing that a run of crossing passages is."""
    arms = [arm for step in steps for arm in list_arms(network, head_of(network, step))]
    arms += list_arms(network, tail_of(network, steps[0]))
    road = max(arms, key=lambda arm: code_of(arm.road_class), default=None)
    along = [c for s, p in zip(steps, passages, strict=True) for c in _along(network, s, p)]
    names = [*(arm.name for arm in arms), *(c.name for c in along)]
    how = _first(passages, "crossing")
    return RoadCrossed(
        at=passages[0].line[0],
        offset_m=0.0,
        road_class=road.road_class if road else next((c.road_class for c in along), None),
        name=next((name for name in names if name), None),
        mapped=True,
        how=CrossingKind(how) if how else None,
        signal_at_junction=True if any(arm.signal for arm in arms) else None,
        sound=_first(passages, "signal_sound"),
        tactile=_first(passages, "tactile"),
        kerb=_first(passages, "kerb"),
        length_m=sum(p.length_m for p in passages),
        sound_hours=_first(passages, "signal_sound_hours"),
        button=_first(passages, "signal_button"),
        vibration=_first(passages, "signal_vibration"),
        island=_first(passages, "island"),
    )


def _first(passages: Sequence[Passage], name: str) -> str | None:
    """Return the first confirmed word of a name; what is inferred or outlived is not told."""
    for passage in passages:
        known = passage.values.get(name)
        if isinstance(known, Fact) and known.evidence in CONFIRMED:
            return known.value
    return None


def _at_node(
    network: Network, steps: Sequence[Step], passages: Sequence[Passage], index: int
) -> list[RoadCrossed]:
    """Return the big roads whose arms the path passes between at the start of a passage."""
    before, after = passages[index - 1], passages[index]
    if {before.kind, after.kind} & INDOORS or steps[index].begin > 0:
        return []
    if {before.kind, after.kind} & ABOVE_OR_BELOW or not (before.length_m and after.length_m):
        return []
    arms = list_arms(network, tail_of(network, steps[index]))
    if not arms:
        return []
    back = bearing_deg(before.line[-1], before.line[-2])
    ahead = bearing_deg(after.line[0], after.line[1])
    walked = {p.names["ja"] for p in (before, after) if "ja" in p.names and _is_big(p)}
    ways = [(bearing, p.road_class) for bearing, p in ((back, before), (ahead, after))]
    others = [a for a in arms if a.name not in walked and not _is_walked(a, ways)]
    return [
        RoadCrossed(
            at=after.line[0],
            offset_m=0.0,
            road_class=road.road_class,
            name=road.name,
            mapped=False,
            signal_at_junction=True if any(arm.signal for arm in arms) else None,
        )
        for road in _list_roads_between(others, back, ahead)
    ]


def _is_big(passage: Passage) -> bool:
    road = passage.road_class
    return road is not None and code_of(road) >= code_of(RoadClass.TERTIARY)


def _is_walked(arm: Arm, ways: Sequence[tuple[float, RoadClass | None]]) -> bool:
    """Tell whether an arm is one of the passages walked, each by its bearing and class."""
    return any(
        arm.road_class is road and abs(turn_deg(arm.bearing, bearing)) < SAME_ARM_DEG
        for bearing, road in ways
    )


def _list_roads_between(arms: Sequence[Arm], back: float, ahead: float) -> list[Arm]:
    """Return an arm of each road between whose arms a path passes, the bigger one of two.

    A road may change its class or name at the junction: then its arms are
    one road if no other lies on both sides.
    """
    roads: dict[tuple[RoadClass, str | None], list[Arm]] = {}
    for arm in arms:
        roads.setdefault((arm.road_class, arm.name), []).append(arm)
    for group in (list(roads.values()), [list(arms)]):
        found = [
            max(road, key=lambda arm: (code_of(arm.road_class), arm.name is not None))
            for road in group
            if road and lies_on_both_sides(back, ahead, [arm.bearing for arm in road])
        ]
        if found:
            return found
    return []


def lies_on_both_sides(back: float, ahead: float, arms: Sequence[float]) -> bool:
    """Tell whether arms lie on both sides of a path that comes from ``back`` and goes ``ahead``.

    All bearings in degrees, seen from the junction; the arms are not those walked.
    """
    opening = (ahead - back) % 360
    beside = [arm for arm in arms if min(abs(turn_deg(arm, back)), abs(turn_deg(arm, ahead))) > 1]
    sides = {(arm - back) % 360 < opening for arm in beside}
    return len(sides) == 2  # noqa: PLR2004 - one arm on either side


def _along(network: Network, step: Step, passage: Passage) -> list[RoadCrossed]:
    """Return the roads crossed without a shared node along the walked part of a passage."""
    rows = _crossed_rows(network).get(step.edge)
    if rows is None:
        return []
    whole = float(network.column("edge_length_m")[step.edge])
    found = []
    for row in rows:
        offset = float(network.column("crossed_offset_m")[row])
        walked = (whole - offset if step.backward else offset) - step.begin * whole
        if not 0 <= walked <= passage.length_m:
            continue
        found.append(
            RoadCrossed(
                at=point_along(passage.line, walked),
                offset_m=walked,
                road_class=member_of(RoadClass, int(network.column("crossed_class")[row])),
                name=network.text(int(network.column("crossed_name")[row])),
                mapped=passage.kind is Kind.CROSSING,
                signal_at_junction=bool(network.column("crossed_signal")[row]) or None,
            )
        )
    return sorted(found, key=lambda c: c.offset_m)


def list_arms(network: Network, node: int) -> list[Arm]:
    """Return the arms of big roads at a node; empty where there is none."""
    begin, end = _arm_rows(network).get(node, (0, 0))
    return [
        Arm(
            bearing=float(network.column("arm_bearing_deg")[row]),
            road_class=member_of(RoadClass, int(network.column("arm_class")[row]))
            or RoadClass.TERTIARY,
            name=network.text(int(network.column("arm_name")[row])),
            signal=bool(network.column("arm_signal")[row]),
        )
        for row in range(begin, end)
    ]


def _arm_rows(network: Network) -> dict[int, tuple[int, int]]:
    """Return for every node with arms the first and last row of them."""
    kept = network.shared_memo.get("arm_rows")
    if kept is None:
        nodes, begins = np.unique(network.column("arm_node"), return_index=True)
        ends = np.append(begins, len(network.column("arm_node")))[1:]
        rows = zip(begins.tolist(), ends.tolist(), strict=True)
        kept = network.shared_memo["arm_rows"] = dict(zip(nodes.tolist(), rows, strict=True))
    found: dict[int, tuple[int, int]] = kept  # type: ignore[assignment]
    return found


def _crossed_rows(network: Network) -> dict[int, list[int]]:
    """Return for every edge that crosses a road without a shared node the rows of its crossings."""
    kept = network.shared_memo.get("crossed_rows")
    if kept is None:
        rows: dict[int, list[int]] = {}
        for row, edge in enumerate(network.column("crossed_edge").tolist()):
            rows.setdefault(edge, []).append(row)
        kept = network.shared_memo["crossed_rows"] = rows
    found: dict[int, list[int]] = kept  # type: ignore[assignment]
    return found
