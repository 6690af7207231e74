"""Steps of the search -> segments of the answer: lines, seconds, times, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from routeguide.model.geodesy import cut_line, length_m
from routeguide.model.passage import Passage, Point
from routeguide.model.route import LiftState, Segment
from routeguide.model.traveller import Group, Traveller
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import Evidence, Kind
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.hours import HoursState, is_open
from routeguide.routing.judge import names_of
from routeguide.routing.movements import list_crossed
from routeguide.routing.relevance import relevant_kinds
from routeguide.routing.search import Step, tail_of

STRENGTH = (Evidence.INFERRED, Evidence.MAPPED, Evidence.SURVEY)


def make_segments(
    network: Network,
    table: CostTable,
    traveller: Traveller,
    steps: Sequence[Step],
    depart_at: datetime,
) -> tuple[Segment, ...]:
    """Return the segments of a path, each with its expected arrival."""
    passages = [_walked(network, step) for step in steps]
    crossed = list_crossed(network, steps, passages)
    at = depart_at
    segments: list[Segment] = []
    for number, (step, passage) in enumerate(zip(steps, passages, strict=True)):
        seconds = float(table.edge_seconds[int(step.backward), step.edge]) * (step.end - step.begin)
        point = _point_before(network, step) if number else None
        unverified = names_of(int(table.edge_unverified[int(step.backward), step.edge]))
        hours = _hours_state(passage.values, passage.line[0], at)
        if hours is HoursState.UNKNOWN and traveller.group is not Group.WALK:
            unverified = (*unverified, "hours")
        segments.append(
            Segment(
                passage=passage,
                length_m=passage.length_m,
                duration_s=seconds,
                starts_at=at,
                evidence=weakest_evidence(passage, traveller, unverified),
                unverified=unverified,
                point=point,
                point_unverified=_point_doubts(network, table, traveller, step, point, at),
                crosses=crossed[number],
                landmarks=tuple(network.list_landmarks(step.edge)),
                lift_state=LiftState.NO_REPORT if passage.kind is Kind.LIFT else None,
            )
        )
        at += timedelta(seconds=seconds)
    return tuple(segments)


def _walked(network: Network, step: Step) -> Passage:
    passage = network.passage(step.edge, backward=step.backward)
    if step.begin == 0 and step.end == 1:
        return passage
    whole = passage.length_m
    line = cut_line(passage.line, step.begin * whole, step.end * whole)
    return replace(passage, line=line, length_m=round(length_m(line), 2))


def _point_before(network: Network, step: Step) -> Point | None:
    return network.point(tail_of(network, step))


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
    state = _hours_state(point.values, point.lonlat, at)
    if state is HoursState.UNKNOWN and traveller.group is not Group.WALK:
        doubts = (*doubts, "hours")
    return doubts


def _hours_state(
    values: Mapping[str, Known], lonlat: tuple[float, float], at: datetime
) -> HoursState:
    """Return whether something is open; what has no hours is always open."""
    known = values.get("hours")
    if not isinstance(known, Fact):
        return HoursState.OPEN
    return is_open(known.value, at, lonlat=lonlat)


def weakest_evidence(
    passage: Passage, traveller: Traveller, unverified: Sequence[str]
) -> Evidence | None:
    """Return the weakest evidence among what this traveller needs to know of a passage.

    None when something relevant is not known or outlived; a mapped bound that
    straddles a limit confirms nothing and counts as inferred. Someone without
    needs has the line itself: mapped, unless it is a joining line of ours or
    a schematic inside.
    """
    if traveller.group is Group.WALK and not unverified:
        return None if passage.connector or passage.schematic else Evidence.MAPPED
    weakest = Evidence.SURVEY
    for name, kinds in relevant_kinds(traveller).items():
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
    extra = set(unverified) - set(relevant_kinds(traveller))
    return Evidence.INFERRED if extra else weakest


def find_closed(
    segments: Sequence[Segment], *, unknown_too: bool = False
) -> tuple[list[int], list[int]]:
    """Return the numbers of segments, and of segments whose first point, are closed on arrival.

    ``unknown_too`` adds those whose hours are not known.
    """
    shut = {HoursState.CLOSED, HoursState.UNKNOWN} if unknown_too else {HoursState.CLOSED}
    closed: list[int] = []
    points: list[int] = []
    for number, segment in enumerate(segments):
        passage, at = segment.passage, segment.starts_at
        if _hours_state(passage.values, passage.line[0], at) in shut:
            closed.append(number)
        point = segment.point
        if point and _hours_state(point.values, point.lonlat, at) in shut:
            points.append(number)
    return closed, points
