"""What stands in the way: the path with the fewest refused passages, and what refuses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from routeguide.model.passage import Passage, Point
from routeguide.model.route import Blocker, Query, Segment
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.judge import steep_runs_m
from routeguide.routing.search import Spot, Step, find_path, tail_of
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
    blockers: list[Blocker] = []
    for number, step in enumerate(found.steps):
        blockers.extend(_refusals(network, table, query, step, is_first=number == 0))
    return tuple(dict.fromkeys(blockers))[:MOST_BLOCKERS]


def _penalised(network: Network, table: CostTable, walking: CostTable) -> CostTable:
    """Return the walkers' table with a penalty on whatever this traveller is refused."""
    edge = walking.edge_cost + np.where(table.edge_refused, PENALTY, 0.0)
    point = walking.point_cost + np.where(np.isfinite(table.point_cost), 0.0, PENALTY)
    links, backward = network.column("link_edge"), network.column("link_backward").astype(int)
    bare = np.where(np.isfinite(walking.link_bare), edge[backward, links], np.inf)
    tail = np.repeat(np.arange(network.node_count), np.diff(network.column("link_indptr")))
    return replace(
        table, edge_cost=edge, point_cost=point, link_bare=bare, link_cost=bare + point[tail]
    )


def _refusals(
    network: Network, table: CostTable, query: Query, step: Step, *, is_first: bool
) -> Iterator[Blocker]:
    traveller = query.traveller
    passage = network.passage(step.edge, backward=step.backward)
    if table.edge_refused[int(step.backward), step.edge]:
        limits = (traveller.max_slope_up_pct, traveller.max_slope_down_pct)
        steepest = min(limit if limit is not None else np.inf for limit in limits)
        run = float(steep_runs_m(network, steepest)[step.edge])
        verdict = judge_passage(passage, traveller, run_m=run)
        yield from (_blocker(passage, refusal) for refusal in verdict.refused)
        if not verdict.refused and query.unknown is UnknownPolicy.REFUSE:
            yield from (_doubt(passage, name) for name in verdict.unverified)
    node = tail_of(network, step)
    point = None if is_first or np.isfinite(table.point_cost[node]) else network.point(node)
    if point is not None:
        yield from (_at_point(passage, point, r) for r in judge_point(point, traveller).refused)


def _blocker(passage: Passage, refusal: Refusal) -> Blocker:
    return Blocker(
        at=passage.line[len(passage.line) // 2],
        where=where_is(passage),
        attribute=refusal.attribute,
        value=refusal.value,
        limit=refusal.limit,
        source=refusal.known.source if refusal.known else None,
        checked_on=_day(refusal.known),
    )


def _at_point(passage: Passage, point: Point, refusal: Refusal) -> Blocker:
    return replace(_blocker(passage, refusal), at=point.lonlat)


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
    )


def _day(known: Known | None) -> str | None:
    return known.checked_on.isoformat() if known and known.checked_on else None


def hours_blocker(segment: Segment, *, at_point: bool) -> Blocker:
    """Return what is closed, or of unknown hours, when the traveller comes to a segment.

    ``limit`` is the expected arrival (ISO 8601).
    """
    point = segment.point if at_point else None
    known = (point.values if point else segment.passage.values).get("hours")
    return Blocker(
        at=point.lonlat if point else segment.passage.line[0],
        where="門" if point else where_is(segment.passage),
        attribute="hours",
        value=known.value if isinstance(known, Fact) else None,
        limit=segment.starts_at.isoformat(timespec="minutes"),
        source=known.source if known else None,
        checked_on=_day(known),
    )


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
