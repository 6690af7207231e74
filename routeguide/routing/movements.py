"""Which roads a path crosses, and where: data for invariant 8.

A mapped crossing is a run of passages of kind crossing. On a centre-line
network a road of tertiary class or above is also crossed where the path
passes between two arms of it at a junction, or over it without a shared node.
The two carriageways of one road are one road, crossed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

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
from routeguide.routing.arms import ABOVE_OR_BELOW, ALONG_DEG, INDOORS, Arm, list_arms, may_cross
from routeguide.routing.known import kinds_in
from routeguide.routing.steps import Step, head_of, tail_of, walked_of

CROSSING = frozenset({Kind.CROSSING})
CONFIRMED = frozenset({Evidence.SURVEY, Evidence.MAPPED})
SAME_ARM_DEG = 0.5
"""Bearings are stored to a tenth of a degree: nearer than this, an arm is the passage walked."""

DUAL_M = 25.0
"""Two unmapped crossings of one road within these metres are its two carriageways."""

STRAIGHT = 0.85
"""The least share of the metres walked between them that lies between the two in a line."""

WHOLE = (0.0, 1.0, 0.0, 1.0)
"""What is walked of two whole passages."""

MOST_KEPT = 20_000
"""Junctions kept at most, each by the passages before and after it."""

Passages = Mapping[int, Passage]
"""Passages of a path by their numbers."""
Crossed = tuple[int, RoadCrossed]
"""A road crossed, with the number of the passage at or along which it is."""


def list_crossed(
    network: Network, steps: Sequence[Step], passages: Sequence[Passage]
) -> list[tuple[RoadCrossed, ...]]:
    """Return for each passage of a path the roads crossed at its start or along it."""
    found: list[tuple[RoadCrossed, ...]] = [()] * len(steps)
    for number, road in _all_crossed(network, steps, lambda some: [passages[n] for n in some]):
        found[number] += (road,)
    return found


def find_crossed(
    network: Network, steps: Sequence[Step], read: Callable[[Sequence[Step]], Sequence[Passage]]
) -> list[RoadCrossed]:
    """Return the roads that a path crosses.

    ``read`` makes passages of steps: only those at which roads are crossed.
    """
    crossed = _all_crossed(network, steps, lambda some: read([steps[number] for number in some]))
    return [road for _, road in crossed]


def _all_crossed(
    network: Network, steps: Sequence[Step], read: Callable[[Sequence[int]], Sequence[Passage]]
) -> list[Crossed]:
    """Return the roads crossed, both carriageways of a road as one.

    ``read`` makes passages by their numbers on the path.
    """
    walked, over_roads = walked_of(steps), _crossed_rows(network)
    crossing = set(np.flatnonzero(kinds_in(network, CROSSING)[walked.edges]).tolist())
    along = {number for number, edge in enumerate(walked.edges.tolist()) if edge in over_roads}
    at_nodes = np.flatnonzero(may_cross(network, walked)).tolist()
    nodes = [n for n in at_nodes if n and not {n - 1, n} & crossing]
    known = _Known(network, steps)
    told = {number: known.roads_at(number) for number in nodes}
    new = [number for number, roads in told.items() if roads is None]
    wanted = sorted(crossing.union(along, new, (number - 1 for number in new)))
    passages = dict(zip(wanted, read(wanted), strict=True))
    for number in new:
        told[number] = known.keep(number, _at_node(network, steps, passages, number))
    lengths = walked.lengths_m(network)
    begins = np.cumsum(lengths) - lengths
    found = _iter_crossed(network, steps, passages, crossing, along, told)
    return _join_carriageways(found, begins.tolist())


class _Known:
    """The roads crossed at the nodes of a path, where others went the same way before."""

    def __init__(self, network: Network, steps: Sequence[Step]) -> None:
        kept = network.memo.get("roads_at")
        if not isinstance(kept, dict) or len(kept) > MOST_KEPT:
            kept = network.memo["roads_at"] = {}
        self._kept: dict[object, tuple[RoadCrossed, ...]] = kept
        self._steps = steps

    def roads_at(self, number: int) -> tuple[RoadCrossed, ...] | None:
        """Return the roads crossed at the start of a passage; None where nobody went so."""
        return self._kept.get(self._key(number))

    def keep(self, number: int, roads: Sequence[RoadCrossed]) -> tuple[RoadCrossed, ...]:
        """Keep roads for the next who go from the passage before to this one."""
        told = self._kept[self._key(number)] = tuple(roads)
        return told

    def _key(self, number: int) -> object:
        before, after = self._steps[number - 1 : number + 1]
        ends = (before.begin, before.end, after.begin, after.end)
        part = () if ends == WHOLE else ends
        return (before.edge, before.backward, after.edge, after.backward, *part)


def _iter_crossed(
    network: Network,
    steps: Sequence[Step],
    passages: Passages,
    crossing: set[int],
    along: set[int],
    at_nodes: Mapping[int, tuple[RoadCrossed, ...] | None],
) -> Iterator[Crossed]:
    """Yield the roads crossed in walking order; a run of crossing passages is one crossing."""
    done = 0
    for number in sorted(crossing.union(along, at_nodes)):
        if number < done:
            continue
        if number in crossing:
            done = number + 1
            while done in crossing:
                done += 1
            run = [passages[one] for one in range(number, done)]
            yield number, _mapped(network, steps[number:done], run)
            continue
        for road in at_nodes.get(number) or ():
            yield number, road
        if number in along:
            for road in _along(network, steps[number], passages[number]):
                yield number, road


def _join_carriageways(crossed: Iterable[Crossed], begins: Sequence[float]) -> list[Crossed]:
    """Return the crossings with the second carriageway of a road told by the first.

    ``begins`` are the metres at which passages begin.
    """
    found: list[Crossed] = []
    open_at = 0.0
    for number, road in crossed:
        at = begins[number] + road.offset_m
        opened, first = found[-1] if found else (0, None)
        if first and _is_one_road(first, road, at - open_at):
            signal = first.signal_at_junction or road.signal_at_junction
            both = first.carriageways + 1
            found[-1] = opened, replace(first, signal_at_junction=signal, carriageways=both)
        else:
            found.append((number, road))
            open_at = at
    return found


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
    network: Network, steps: Sequence[Step], passages: Passages, index: int
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
    beside = [
        arm for arm in arms if min(abs(turn_deg(arm, back)), abs(turn_deg(arm, ahead))) > ALONG_DEG
    ]
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
