"""Steps of the search -> segments of the answer: lines, seconds, times, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from routeguide.model.geodesy import cut_line, length_m
from routeguide.model.passage import LonLat, Passage, Point
from routeguide.model.route import RoadCrossed, Segment
from routeguide.model.traveller import Group, Traveller
from routeguide.model.values import Known
from routeguide.model.vocabulary import Evidence, Kind, LiftState
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.hours import HoursState, state_at
from routeguide.routing.judge import names_of
from routeguide.routing.junctions import list_beside, list_ways
from routeguide.routing.movements import list_crossed
from routeguide.routing.relevance import relevant_kinds
from routeguide.routing.steps import Step, head_of, tails_of, walked_of
from routeguide.routing.timing import arrivals, hours_state, step_seconds
from routeguide.routing.verdict import CONFIRMED

STRENGTH = (Evidence.INFERRED, Evidence.MAPPED, Evidence.SURVEY)
Relevant = Mapping[str, frozenset[Kind]]


def make_segments(
    network: Network,
    table: CostTable,
    traveller: Traveller,
    steps: Sequence[Step],
    depart_at: datetime,
) -> tuple[Segment, ...]:
    """Return the segments of a path, each with its expected arrival."""
    if not steps:
        return ()
    passages = list_walked(network, steps)
    moments = arrivals(table, steps, depart_at)
    points, at_points = _list_points(network, table, traveller, steps, moments)
    states = [lift_state(network, p, at) for p, at in zip(passages, moments, strict=True)]
    told = zip(_list_doubts(table, steps), passages, moments, states, strict=True)
    unverified = [_doubts(doubts, traveller, p, at, state) for doubts, p, at, (state, _) in told]
    relevant = relevant_kinds(traveller)
    columns = (
        passages,
        [passage.length_m for passage in passages],
        step_seconds(table, steps).tolist(),
        moments,
        [_weakest(p, traveller, u, relevant) for p, u in zip(passages, unverified, strict=True)],
        unverified,
        points,
        at_points,
        _list_crossed(network, steps, passages, moments),
        network.list_landmarks([step.edge for step in steps]),
        [state for state, _ in states],
        [until for _, until in states],
        list_ways(network, steps),
        [list_beside(network, s, p.kind) for s, p in zip(steps, passages, strict=True)],
        [network.places.get(p.lift_id) if p.lift_id else None for p in passages],
    )
    segments = tuple(map(Segment, *columns))
    return (*segments[:-1], replace(segments[-1], end_point=_end_point(network, steps[-1])))


def _list_crossed(
    network: Network,
    steps: Sequence[Step],
    passages: Sequence[Passage],
    moments: Sequence[datetime],
) -> list[tuple[RoadCrossed, ...]]:
    """Return the roads crossed; signals whose hours are mapped sound on arrival, or do not."""
    crossed = list_crossed(network, steps, passages)
    for number, roads in enumerate(crossed):
        if roads and any(road.sound_hours for road in roads):
            crossed[number] = tuple(_with_sound(road, moments[number]) for road in roads)
    return crossed


def _with_sound(road: RoadCrossed, at: datetime) -> RoadCrossed:
    if not road.sound_hours:
        return road
    return replace(road, sounds=str(state_at(road.sound_hours, at, lonlat=road.at)))


def _end_point(network: Network, step: Step) -> Point | None:
    """Return the door on the node at which the last passage ends; None when it ends before one."""
    return network.point(head_of(network, step)) if step.end >= 1 else None


def list_walked(network: Network, steps: Sequence[Step]) -> list[Passage]:
    """Return the passages of a path in walking direction, cut to the walked part."""
    passages = network.list_passages([s.edge for s in steps], [s.backward for s in steps])
    for number, step in enumerate(steps):
        if step.begin != 0 or step.end != 1:
            passages[number] = _cut(passages[number], step)
    return passages


def _cut(passage: Passage, step: Step) -> Passage:
    whole = length_m(passage.line)  # of the line itself: the stored one is rounded
    line = cut_line(passage.line, step.begin * whole, step.end * whole)
    return replace(passage, line=line, length_m=round(length_m(line), 2))


def lift_state(
    network: Network, passage: Passage, at: datetime
) -> tuple[LiftState | None, datetime | None]:
    """Return a lift's state on arrival and until when it is confirmed; (None, None) elsewhere."""
    if passage.kind is not Kind.LIFT:
        return None, None
    return network.overlay.state_of(passage.lift_id or "", at)


def _list_doubts(table: CostTable, steps: Sequence[Step]) -> list[tuple[str, ...]]:
    """Return for every step what is not confirmed of its passage, the time aside."""
    walked = walked_of(steps)
    return [names_of(bits) for bits in table.doubts_at(walked.ways, walked.edges).tolist()]


def _doubts(
    unverified: tuple[str, ...],
    traveller: Traveller,
    passage: Passage,
    at: datetime,
    state: LiftState | None,
) -> tuple[str, ...]:
    """Return what is not confirmed of a passage, its hours and its lift on arrival included."""
    if traveller.group is Group.WALK:
        return unverified
    if "hours" in passage.values and _is_vague(passage.values, passage.line[0], at):
        unverified = (*unverified, "hours")
    return (*unverified, "lift_status") if state is LiftState.UNKNOWN else unverified


def _is_vague(values: Mapping[str, Known], lonlat: LonLat, at: datetime) -> bool:
    return hours_state(values, lonlat, at) is HoursState.UNKNOWN


def _list_points(
    network: Network,
    table: CostTable,
    traveller: Traveller,
    steps: Sequence[Step],
    moments: Sequence[datetime],
) -> tuple[list[Point | None], list[tuple[str, ...]]]:
    """Return the kerb, gate or door at the start of every step but the first, and its doubts."""
    tails = tails_of(network, steps)
    rows: list[int] = network.point_row[tails].tolist()
    having = [number for number, row in enumerate(rows) if row >= 0 and number]
    points: list[Point | None] = [None] * len(tails)
    doubts: list[tuple[str, ...]] = [()] * len(tails)
    values = network.tables["point"].list_known([rows[number] for number in having])
    for number, known in zip(having, values, strict=True):
        at = network.lonlat(tails[number])
        points[number] = Point(network.node_key(tails[number]), at, known)
        doubts[number] = names_of(int(table.points.unverified[rows[number]]))
        if traveller.group is not Group.WALK and _is_vague(known, at, moments[number]):
            doubts[number] += ("hours",)
    return points, doubts


def _weakest(
    passage: Passage, traveller: Traveller, unverified: Sequence[str], relevant: Relevant
) -> Evidence | None:
    """Return the weakest evidence among what this traveller needs to know of a passage.

    None when something relevant is not known or outlived; a mapped bound that
    straddles a limit confirms nothing and counts as inferred. Someone without
    needs has the line itself: mapped, unless it is a joining line of ours or
    a schematic inside.
    """
    if traveller.group is Group.WALK and not unverified:
        return None if passage.connector or passage.schematic else Evidence.MAPPED
    values = passage.values
    for name in unverified:
        if name in relevant and _is_unknown(values.get(name)):
            return None
    if unverified:
        return Evidence.INFERRED
    weakest = Evidence.SURVEY
    for name, kinds in relevant.items():
        if passage.kind not in kinds:
            continue
        known = values.get(name)
        if known is None or known.evidence not in CONFIRMED:
            # No doubt all the same: it does not matter here, or wheelchair=yes vouches for it.
            known = values.get("wheelchair") if name == "access" else None
        if known is not None:
            weakest = min(weakest, known.evidence, key=STRENGTH.index)
    return weakest


def _is_unknown(known: Known | None) -> bool:
    return known is None or known.evidence is Evidence.EXPIRED
