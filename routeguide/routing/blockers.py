"""What stands in the way: the path with the fewest refused passages, and what refuses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from routeguide.model.passage import Passage, Point
from routeguide.model.route import Blocker, Opening, Query, Relaxation
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import LiftState, UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable, with_edge_cost
from routeguide.routing.judge import steep_runs_m
from routeguide.routing.search import Spot, Step, find_path, tail_of
from routeguide.routing.timing import Closed
from routeguide.routing.verdict import Refusal, judge_passage, judge_point

PENALTY = 1e8
"""Cost added for each refused passage or point: more than any whole way costs."""

MOST_BLOCKERS = 10


def find_blockers(
    network: Network,
    table: CostTable,
    walking: CostTable,
    query: Query,
    starts: Sequence[Spot],
    ends: Sequence[Spot],
) -> tuple[Blocker, ...]:
    """Return what refuses this traveller on the path that is refused least.

    Only passages that anyone may walk are considered (``walking`` is the table
    of 一般). Empty when not even they lead from start to end.
    """
    found = find_path(network, _penalised(network, table, walking), starts, ends)
    if found is None:
        return ()
    told = list_refusals(network, table, query, found.steps)
    return tuple(list(dict.fromkeys(told))[:MOST_BLOCKERS])


def _penalised(network: Network, table: CostTable, walking: CostTable) -> CostTable:
    """Return the walkers' table with a penalty on whatever this traveller is refused."""
    edge = walking.edge_cost + np.where(table.edge_refused, PENALTY, 0.0)
    point = walking.point_cost + np.where(np.isfinite(table.point_cost), 0.0, PENALTY)
    return with_edge_cost(network, replace(walking, point_cost=point), edge)


def list_refusals(
    network: Network, table: CostTable, query: Query, steps: Sequence[Step]
) -> Iterator[Blocker]:
    """Yield what refuses this traveller on a path, in walking order."""
    edges = np.asarray([step.edge for step in steps], dtype=np.intp)
    ways = np.asarray([int(step.backward) for step in steps], dtype=np.intp)
    tails = np.asarray([tail_of(network, step) for step in steps], dtype=np.intp)
    blocked = table.edge_refused[ways, edges]
    at_points = ~np.isfinite(table.point_cost[tails])
    at_points[:1] = False  # whoever starts at a gate does not pass it
    for number in np.flatnonzero(blocked | at_points).tolist():
        yield from _refusals(network, table, query, steps[number], is_first=number == 0)


def _refusals(
    network: Network, table: CostTable, query: Query, step: Step, *, is_first: bool
) -> Iterator[Blocker]:
    traveller = query.traveller
    node = tail_of(network, step)
    passage = network.passage(step.edge, backward=step.backward)
    if table.edge_refused[int(step.backward), step.edge]:
        limits = (traveller.max_slope_up_pct, traveller.max_slope_down_pct)
        steepest = min(limit if limit is not None else np.inf for limit in limits)
        run = float(steep_runs_m(network, steepest)[step.edge])
        verdict = judge_passage(passage, traveller, run_m=run)
        for refusal in verdict.refused:
            yield with_lift(network, _blocker(passage, refusal), passage.lift_id)
        if not verdict.refused and query.unknown is UnknownPolicy.REFUSE:
            yield from (_doubt(passage, name) for name in verdict.unverified)
    point = None if is_first or np.isfinite(table.point_cost[node]) else network.point(node)
    if point is not None:
        verdict = judge_point(point, traveller)
        yield from (_at_point(passage, point, refusal) for refusal in verdict.refused)
        if not verdict.refused and query.unknown is UnknownPolicy.REFUSE:
            for name in verdict.unverified:
                yield replace(_doubt(passage, name), at=point.lonlat, key=point.key)


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


def _doubt(passage: Passage, name: str) -> Blocker:
    known = passage.values.get(name)
    return Blocker(
        at=passage.line[len(passage.line) // 2],
        where=where_is(passage),
        attribute=name,
        value=None,
        limit="confirmed",
        source=known.source if known else None,
        checked_on=_day(known),
        key=passage.key,
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
        where="門" if point else where_is(passage),
        attribute=closed.what,
        value=value,
        limit=closed.arrives_at.isoformat(timespec="minutes"),
        source=known.source if known else None,
        checked_on=_day(known),
        key=point.key if point else passage.key,
    )
    return blocker if point else with_lift(network, blocker, passage.lift_id)


def out_blockers(network: Network, relaxations: Sequence[Relaxation]) -> list[Blocker]:
    """Return the lifts out of service without which there would be a way.

    Stairs beside such a lift are refused just as well, and would be told in
    its place.
    """
    found = []
    for one in relaxations:
        edges = network.lift_edges.get(one.key, ())
        if one.opening is not Opening.LIFT_REPAIRED or not edges:
            continue
        passage = network.passage(edges[0])
        known = passage.values.get("lift_status")
        blocker = Blocker(
            at=passage.line[0],
            where=where_is(passage),
            attribute="lift_status",
            value=str(LiftState.OUT),
            limit=None,
            source=known.source if known else None,
            checked_on=_day(known),
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


KIND_JA = {
    "footway": "歩道", "street": "道", "street_with_sidewalk": "歩道のある道",
    "crossing": "横断歩道", "steps": "階段", "escalator": "エスカレーター",
    "moving_walkway": "動く歩道", "ramp": "スロープ", "lift": "エレベーター",
    "corridor": "通路", "platform": "ホーム", "underpass": "地下道",
    "footbridge": "歩道橋", "ticket_gate": "改札", "level_crossing": "踏切", "path": "小道",
}  # fmt: skip


def where_is(passage: Passage) -> str:
    """Return a Japanese phrase for where a passage is: its street's name and its kind."""
    word = KIND_JA[str(passage.kind)]
    name = passage.names.get("ja")
    return f"{name}の{word}" if name else word
