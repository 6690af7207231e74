"""Steps of the search -> segments of the answer: lines, seconds, times, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from routeguide.model.geodesy import cut_line, length_m
from routeguide.model.passage import Passage, Point
from routeguide.model.route import RoadCrossed, Segment
from routeguide.model.traveller import Group, Traveller
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
    passages = list_walked(network, steps)
    tails = tails_of(network, steps)
    points = _list_points(network, tails)
    seconds = step_seconds(table, steps).tolist()
    moments = arrivals(table, steps, depart_at)
    crossed = [
        _with_sound(c, at)
        for c, at in zip(list_crossed(network, steps, passages), moments, strict=False)
    ]
    ways = list_ways(network, steps)
    doubts = _list_doubts(table, steps)
    relevant = relevant_kinds(traveller)
    segments: list[Segment] = []
    for number, (step, passage) in enumerate(zip(steps, passages, strict=True)):
        at, point = moments[number], points[number]
        state, until = lift_state(network, passage, at)
        unverified = _doubts(doubts[number], traveller, passage, at, state)
        at_point = _point_doubts(network, table, traveller, tails[number], point, at)
        segments.append(
            Segment(
                passage=passage,
                length_m=passage.length_m,
                duration_s=seconds[number],
                starts_at=at,
                evidence=_weakest(passage, traveller, unverified, relevant),
                unverified=unverified,
                point=point,
                point_unverified=at_point,
                crosses=crossed[number],
                landmarks=tuple(network.list_landmarks(step.edge)),
                lift_state=state,
                lift_until=until,
                ways=ways[number],
                beside=list_beside(network, step, passage.kind),
                lift=network.places.get(passage.lift_id) if passage.lift_id else None,
                end_point=_end_point(network, step) if step is steps[-1] else None,
            )
        )
    return tuple(segments)


def _with_sound(crossed: Sequence[RoadCrossed], at: datetime) -> tuple[RoadCrossed, ...]:
    """Return crossings with whether the signals whose hours are mapped sound on arrival."""
    return tuple(
        replace(c, sounds=str(state_at(c.sound_hours, at, lonlat=c.at))) if c.sound_hours else c
        for c in crossed
    )


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
    if hours_state(passage.values, passage.line[0], at) is HoursState.UNKNOWN:
        unverified = (*unverified, "hours")
    return (*unverified, "lift_status") if state is LiftState.UNKNOWN else unverified


def _list_points(network: Network, tails: Sequence[int]) -> list[Point | None]:
    """Return the kerb, gate or door at the start of every step but the first."""
    rows: list[int] = network.point_row[np.asarray(tails, dtype=np.intp)].tolist()
    having = [number for number, row in enumerate(rows) if row >= 0 and number]
    points: list[Point | None] = [None] * len(tails)
    if not having:
        return points
    values = network.tables["point"].list_known([rows[number] for number in having])
    for number, known in zip(having, values, strict=True):
        node = tails[number]
        points[number] = Point(network.node_key(node), network.lonlat(node), known)
    return points


def _point_doubts(
    network: Network,
    table: CostTable,
    traveller: Traveller,
    node: int,
    point: Point | None,
    at: datetime,
) -> tuple[str, ...]:
    if point is None:
        return ()
    doubts = names_of(int(table.points.unverified[network.point_row[node]]))
    unknown = hours_state(point.values, point.lonlat, at) is HoursState.UNKNOWN
    return (*doubts, "hours") if unknown and traveller.group is not Group.WALK else doubts


def weakest_evidence(
    passage: Passage, traveller: Traveller, unverified: Sequence[str]
) -> Evidence | None:
    """Return the weakest evidence among what this traveller needs to know of a passage.

    None when something relevant is not known or outlived; a mapped bound that
    straddles a limit confirms nothing and counts as inferred. Someone without
    needs has the line itself: mapped, unless it is a joining line of ours or
    a schematic inside.
    """
    return _weakest(passage, traveller, unverified, relevant_kinds(traveller))


def _weakest(
    passage: Passage, traveller: Traveller, unverified: Sequence[str], relevant: Relevant
) -> Evidence | None:
    if traveller.group is Group.WALK and not unverified:
        return None if passage.connector or passage.schematic else Evidence.MAPPED
    weakest = Evidence.SURVEY
    for name, kinds in relevant.items():
        if passage.kind not in kinds and name not in unverified:
            continue
        known = passage.values.get(name)
        if name in unverified:
            if known is None or known.evidence is Evidence.EXPIRED:
                return None
            evidence = Evidence.INFERRED
        else:
            if known is None or known.evidence not in CONFIRMED:
                # No doubt all the same: it does not matter here, or wheelchair=yes vouches for it.
                known = passage.values.get("wheelchair") if name == "access" else None
            if known is None:
                continue
            evidence = known.evidence
        weakest = min(weakest, evidence, key=STRENGTH.index)
    extra = set(unverified) - set(relevant)
    return Evidence.INFERRED if extra else weakest
