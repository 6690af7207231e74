"""What stands in the way: the path with the fewest refused passages, and what refuses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from routeguide.model.passage import Passage, Point
from routeguide.model.route import Blocker, Opening, Query, Relaxation, Where
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import LiftState, UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.cost import CENTI, CostTable, Floats, with_edge_cost
from routeguide.routing.judge import steep_runs_m
from routeguide.routing.search import find_path
from routeguide.routing.steps import Spot, Step, tail_of, walked_of
from routeguide.routing.timing import Closed
from routeguide.routing.verdict import Refusal, judge_passage, judge_point

PENALTY = 1e8
"""Cost added for each refused passage or point: more than any whole way costs."""

LEAST_SHARE = 1e-3

MOST_BLOCKERS = 10
AT_ONCE = 8
"""Refused passages are read so many at a time: often only the first are told."""


def find_blockers(
    network: Network,
    table: CostTable,
    walking: CostTable,
    query: Query,
    starts: Sequence[Spot],
    ends: Sequence[Spot],
) -> tuple[Blocker, ...]:
    """Return what refuses this traveller on the path with the fewest refusals, then the shortest.

    Passages that anyone may walk are considered (``walking`` is the table of
    一般); where they do not lead from start to end, those closed to all as
    well. Empty when nothing does.
    """
    refused = np.where(table.edge_refused, PENALTY, 0.0)
    _count_parts_whole(refused, starts, ends)
    edge = CENTI * np.asarray(network.column("edge_length_m")) + refused
    point = np.where(np.isfinite(table.point_cost), 0.0, PENALTY)
    passable = np.where(np.isfinite(walking.edge_cost), edge, np.inf)
    at_points = np.where(np.isfinite(walking.point_cost), point, np.inf)
    for edge_cost, point_cost in ((passable, at_points), (edge, point)):
        priced = with_edge_cost(network, replace(walking, point_cost=point_cost), edge_cost)
        found = find_path(network, priced, starts, ends)
        if found is not None:
            told = list_refusals(network, table, query, found.steps)
            return tuple(list(dict.fromkeys(told))[:MOST_BLOCKERS])
    return ()


def _count_parts_whole(refused: Floats, starts: Sequence[Spot], ends: Sequence[Spot]) -> None:
    """Let a part of a refused passage, at a start or end along it, count as one refusal."""
    for spots, forward_is_ahead in ((starts, True), (ends, False)):
        for spot in spots:
            if spot.edge is not None:
                ahead, behind = 1 - spot.share, spot.share
                shares = (ahead, behind) if forward_is_ahead else (behind, ahead)
                refused[:, spot.edge] /= np.maximum(shares, LEAST_SHARE)


def list_refusals(
    network: Network, table: CostTable, query: Query, steps: Sequence[Step]
) -> Iterator[Blocker]:
    """Yield what refuses this traveller on a path, in walking order."""
    walked = walked_of(steps)
    tails = walked.tails(network)
    blocked = table.edge_refused[walked.ways, walked.edges]
    at_points = ~np.isfinite(table.point_cost[tails])
    at_points[:1] = False  # whoever starts at a gate does not pass it
    numbers = np.flatnonzero(blocked | at_points).tolist()
    for first in range(0, len(numbers), AT_ONCE):
        some = [steps[number] for number in numbers[first : first + AT_ONCE]]
        passages = network.list_passages([s.edge for s in some], [s.backward for s in some])
        for number, step, passage in zip(numbers[first:], some, passages, strict=False):
            yield from _refusals(network, table, query, step, passage, is_first=number == 0)


def _refusals(
    network: Network,
    table: CostTable,
    query: Query,
    step: Step,
    passage: Passage,
    *,
    is_first: bool,
) -> Iterator[Blocker]:
    traveller = query.traveller
    node = tail_of(network, step)
    point = None if is_first or np.isfinite(table.point_cost[node]) else network.point(node)
    if point is not None:
        verdict = judge_point(point, traveller)
        yield from (_at_point(passage, point, refusal) for refusal in verdict.refused)
        if not verdict.refused and query.unknown is UnknownPolicy.REFUSE:
            yield from (_doubt(passage, name, point) for name in verdict.unverified)
    if table.edge_refused[int(step.backward), step.edge]:
        limits = (traveller.max_slope_up_pct, traveller.max_slope_down_pct)
        steepest = min(limit if limit is not None else np.inf for limit in limits)
        run = float(steep_runs_m(network, steepest)[step.edge])
        verdict = judge_passage(passage, traveller, run_m=run)
        for refusal in verdict.refused:
            yield with_lift(network, _blocker(passage, refusal), passage.lift_id)
        if not verdict.refused and query.unknown is UnknownPolicy.REFUSE:
            yield from (_doubt(passage, name) for name in verdict.unverified)


def _blocker(passage: Passage, refusal: Refusal) -> Blocker:
    return Blocker(
        at=passage.line[len(passage.line) // 2],
        where=where_is(passage),
        attribute=refusal.attribute,
        value=refusal.value,
        limit=refusal.limit,
        source=refusal.known.source if refusal.known else None,
        checked_on=_day(refusal.known),
        key=passage.key,
    )


def _at_point(passage: Passage, point: Point, refusal: Refusal) -> Blocker:
    return replace(_blocker(passage, refusal), at=point.lonlat, key=point.key)


def _doubt(passage: Passage, name: str, point: Point | None = None) -> Blocker:
    known = (point or passage).values.get(name)
    return Blocker(
        at=point.lonlat if point else passage.line[len(passage.line) // 2],
        where=where_is(passage),
        attribute=name,
        value=None,
        limit="confirmed",
        source=known.source if known else None,
        checked_on=_day(known),
        key=(point or passage).key,
    )


def _day(known: Known | None) -> str | None:
    return known.checked_on.isoformat() if known and known.checked_on else None


def time_blocker(network: Network, step: Step, closed: Closed) -> Blocker:
    """Return what is closed, or not known to be open, when the traveller comes to it.

    ``limit`` is the expected arrival (ISO 8601); ``value`` the hours as the
    source writes them, or the state of a lift.
    """
    passage = network.passage(step.edge, backward=step.backward)
    point = network.point(tail_of(network, step)) if closed.at_point else None
    if closed.what == "lift_status":
        value: str | None = str(LiftState.UNKNOWN if closed.is_unknown else LiftState.OUT)
        known = None
    else:
        known = (point.values if point else passage.values).get("hours")
        value = known.value if isinstance(known, Fact) else None
    blocker = Blocker(
        at=point.lonlat if point else passage.line[0],
        where=Where("gate") if point else where_is(passage),
        attribute=closed.what,
        value=value,
        limit=closed.arrives_at.isoformat(timespec="minutes"),
        source=known.source if known else None,
        checked_on=_day(known),
        key=point.key if point else passage.key,
    )
    return blocker if point else with_lift(network, blocker, passage.lift_id)


def out_blockers(
    network: Network, relaxations: Sequence[Relaxation], told: Sequence[Blocker]
) -> list[Blocker]:
    """Return the lifts out of service without which there would be a way, but those told already.

    Stairs beside such a lift are refused just as well, and would be told in
    its place.
    """
    passages = {one.key for one in told if one.attribute == "lift_status"}
    found = []
    for one in relaxations:
        edges = network.lift_edges.get(one.key, ())
        if one.opening is not Opening.LIFT_REPAIRED or not edges:
            continue
        rides = [network.passage(edge) for edge in edges]
        if any({ride.key, ride.reversed().key} & passages for ride in rides):
            continue
        passage = rides[0]
        known = passage.values.get("lift_status")
        blocker = Blocker(
            at=passage.line[0],
            where=where_is(passage),
            attribute="lift_status",
            value=str(LiftState.OUT),
            limit=None,
            source=known.source if known else None,
            checked_on=_day(known),
            relaxation=one.value,
            key=passage.key,
        )
        found.append(with_lift(network, blocker, one.key))
    return found


def with_lift(network: Network, blocker: Blocker, lift_id: str | None) -> Blocker:
    """Return a blocker with the lift it is about; as it is where the network tells of none."""
    lift = network.places.get(lift_id or "")
    if lift is None or blocker.attribute != "lift_status":
        return blocker
    return replace(blocker, lift=lift, station=network.places.get(lift.parent or ""))


def where_is(passage: Passage) -> Where:
    """Return where a passage is: its kind, and its street's name."""
    names = passage.names
    return Where(str(passage.kind), names.get("ja"), names.get("kana"))
