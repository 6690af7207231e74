"""Steps of the search -> segments of the answer: lines, seconds, times, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from routeguide.model.geodesy import cut_line, length_m
from routeguide.model.passage import Passage, Point
from routeguide.model.route import Segment
from routeguide.model.traveller import Group, Traveller
from routeguide.model.vocabulary import Evidence, Kind, LiftState
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.hours import HoursState
from routeguide.routing.judge import names_of
from routeguide.routing.movements import list_crossed
from routeguide.routing.relevance import relevant_kinds
from routeguide.routing.search import Step, tail_of
from routeguide.routing.timing import arrivals, hours_state, step_seconds

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
    points = _list_points(network, steps)
    crossed = list_crossed(network, steps, passages)
    seconds = step_seconds(table, steps).tolist()
    moments = arrivals(table, steps, depart_at)
    relevant = relevant_kinds(traveller)
    segments: list[Segment] = []
    for number, (step, passage) in enumerate(zip(steps, passages, strict=True)):
        at, point = moments[number], points[number]
        state, until = lift_state(network, passage, at)
        unverified = _doubts(table, traveller, step, passage, at, state)
        segments.append(
            Segment(
                passage=passage,
                length_m=passage.length_m,
                duration_s=seconds[number],
                starts_at=at,
                evidence=_weakest(passage, traveller, unverified, relevant),
                unverified=unverified,
                point=point,
                point_unverified=_point_doubts(network, table, traveller, step, point, at),
                crosses=crossed[number],
                landmarks=tuple(network.list_landmarks(step.edge)),
                lift_state=state,
                lift_until=until,
            )
        )
    return tuple(segments)


def list_walked(network: Network, steps: Sequence[Step]) -> list[Passage]:
    """Return the passages of a path in walking direction, cut to the walked part."""
    passages = network.list_passages([s.edge for s in steps], [s.backward for s in steps])
    for number, step in enumerate(steps):
        if step.begin != 0 or step.end != 1:
            passages[number] = _cut(passages[number], step)
    return passages


def _cut(passage: Passage, step: Step) -> Passage:
    whole = passage.length_m
    line = cut_line(passage.line, step.begin * whole, step.end * whole)
    return replace(passage, line=line, length_m=round(length_m(line), 2))


def lift_state(
    network: Network, passage: Passage, at: datetime
) -> tuple[LiftState | None, datetime | None]:
    """Return a lift's state on arrival and until when it is confirmed; (None, None) elsewhere."""
    if passage.kind is not Kind.LIFT:
        return None, None
    return network.overlay.state_of(passage.lift_id or "", at)


def _doubts(
    table: CostTable,
    traveller: Traveller,
    step: Step,
    passage: Passage,
    at: datetime,
    state: LiftState | None,
) -> tuple[str, ...]:
    """Return what is not confirmed of a passage, its hours and its lift on arrival included."""
    unverified = names_of(int(table.edge_unverified[int(step.backward), step.edge]))
    if traveller.group is Group.WALK:
        return unverified
    if hours_state(passage.values, passage.line[0], at) is HoursState.UNKNOWN:
        unverified = (*unverified, "hours")
    return (*unverified, "lift_status") if state is LiftState.UNKNOWN else unverified


def _list_points(network: Network, steps: Sequence[Step]) -> list[Point | None]:
    """Return the kerb, gate or door at the start of every step but the first."""
    nodes = [tail_of(network, step) for step in steps]
    rows = [-1, *(int(network.point_row[node]) for node in nodes[1:])]
    having = [number for number, row in enumerate(rows) if row >= 0]
    values = network.tables["point"].list_known([rows[number] for number in having])
    points: list[Point | None] = [None] * len(steps)
    for number, known in zip(having, values, strict=True):
        node = nodes[number]
        points[number] = Point(network.node_key(node), network.lonlat(node), known)
    return points


def _point_doubts(
    network: Network,
    table: CostTable,
    traveller: Traveller,
    step: Step,
    point: Point | None,
    at: datetime,
) -> tuple[str, ...]:
    if point is None:
        return ()
    row = int(network.point_row[tail_of(network, step)])
    doubts = names_of(int(table.points.unverified[row]))
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
        elif known is None:
            continue
        else:
            evidence = known.evidence
        weakest = min(weakest, evidence, key=STRENGTH.index)
    extra = set(unverified) - set(relevant)
    return Evidence.INFERRED if extra else weakest
