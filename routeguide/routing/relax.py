"""What would open a way: for each single limit the smallest value that alone does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from routeguide.model.overlay import Overlay
from routeguide.model.route import Blocker, Opening, Query, Relaxation
from routeguide.model.traveller import CHOICES, RANGES, Traveller, customise
from routeguide.model.vocabulary import LiftState, UnknownPolicy
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing.cost import make_table
from routeguide.routing.deadline import Deadline
from routeguide.routing.judge import judge_edges, judge_points
from routeguide.routing.rows import links_of
from routeguide.routing.search import Spot
from routeguide.routing.timed_path import TimedPath, find_timed_path
from routeguide.routing.timing import step_seconds
from routeguide.routing.verdict import HIGHEST, LOWEST

MOST_LIFTS = 5
LATEST = timedelta(hours=24)
QUARTER = timedelta(minutes=15)
T = TypeVar("T")
SLOPES = frozenset({"max_slope_up_pct", "max_slope_down_pct"})


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a trip starts and ends."""

    starts: Sequence[Spot]
    ends: Sequence[Spot]


def list_relaxations(
    network: Network,
    query: Query,
    ends: Ends,
    closed: TimedPath,
    deadline: Deadline,
) -> list[Relaxation]:
    """Return every single change that opens a way, until the time is over.

    ``closed`` is the search that found none. In this order: lifts repaired,
    lifts that are planned, a later departure, limits, the unknown. Each was
    tried by itself, with a whole search at its departure.
    """
    found: list[Relaxation] = []
    sources: tuple[Iterator[Relaxation], ...] = (
        _lifts(network, query, ends, deadline),
        _later(network, query, ends, closed, deadline),
        _limits(network, query, ends, deadline),
        _unknown(network, query, ends),
    )
    for source in sources:
        found.extend(source)
    return found


def _told(
    network: Network,
    query: Query,
    ends: Ends,
    opening: Opening,
    key: str,
    value: Any,  # noqa: ANN401
) -> Relaxation | None:
    """Return a relaxation with the way it opens; None when it opens none at the departure."""
    table = make_table(network, query.traveller, query.unknown)
    path = find_timed_path(network, table, ends.starts, ends.ends, query.depart_at).found
    if path is None:
        return None
    lengths = network.column("edge_length_m")
    metres = sum(float(lengths[s.edge]) * (s.end - s.begin) for s in path.steps)
    seconds = float(step_seconds(table, path.steps).sum())
    return Relaxation(opening, key, value, round(metres, 1), seconds)


# -- lifts --------------------------------------------------------------------


def _lifts(network: Network, query: Query, ends: Ends, deadline: Deadline) -> Iterator[Relaxation]:
    overlay = network.overlay
    out = [r.lift for r in overlay.outages if r.state is not LiftState.CONFIRMED]
    planned = [
        place.id
        for place in network.places.values()
        if place.status == "planned" and place.id not in overlay.opened
    ]
    trials = [(lift, Opening.LIFT_REPAIRED) for lift in dict.fromkeys(out)]
    trials += [(lift, Opening.LIFT_BUILT) for lift in planned]
    trials = [(lift, opening) for lift, opening in trials if lift in network.lift_edges]
    for lift, opening in trials[:MOST_LIFTS]:
        if deadline.is_over():
            return
        open_network = lay_over(network, _opened(overlay, lift))
        told = _told(open_network, query, ends, opening, lift, "open")
        if told:
            place = network.places.get(lift)
            station = network.places.get(place.parent or "") if place else None
            yield replace(told, lift=place, station=station)


def _opened(overlay: Overlay, lift: str) -> Overlay:
    others = tuple(report for report in overlay.outages if report.lift != lift)
    return replace(overlay, outages=others, opened=overlay.opened | {lift})


# -- time ---------------------------------------------------------------------


def _later(
    network: Network, query: Query, ends: Ends, closed: TimedPath, deadline: Deadline
) -> Iterator[Relaxation]:
    """Yield the first departure within a day, in steps of 15 minutes, at which there is a way."""
    if not closed.closed:
        return
    table = make_table(network, query.traveller, query.unknown)
    at = query.depart_at.replace(minute=query.depart_at.minute // 15 * 15, second=0, microsecond=0)
    for quarter in range(1, LATEST // QUARTER + 1):
        if deadline.is_over():
            return
        when = at + quarter * QUARTER
        if find_timed_path(network, table, ends.starts, ends.ends, when).found is not None:
            later = replace(query, depart_at=when)
            told = _told(network, later, ends, Opening.LATER, "depart_at", _iso(when))
            if told:
                yield told
            return


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="minutes")


# -- limits -------------------------------------------------------------------


def _limits(network: Network, query: Query, ends: Ends, deadline: Deadline) -> Iterator[Relaxation]:
    start, goal = _nodes(network, ends.starts), _nodes(network, ends.ends)

    def opens(traveller: Traveller) -> bool:
        return _connects(network, traveller, query.unknown, start, goal)

    for key in (*CHOICES, *RANGES):
        if deadline.is_over():
            return
        loosened = [
            (value, customise(query.traveller, {key: value}))
            for value in _looser(network, query.traveller, key)
        ]
        found = _smallest(loosened, lambda one: opens(one[1]))
        if found is None:
            continue
        value, traveller = found
        told = _told(network, replace(query, traveller=traveller), ends, Opening.LIMIT, key, value)
        if told:
            yield told


def _unknown(network: Network, query: Query, ends: Ends) -> Iterator[Relaxation]:
    if query.unknown is UnknownPolicy.REFUSE:
        warned = replace(query, unknown=UnknownPolicy.WARN)
        told = _told(network, warned, ends, Opening.UNKNOWN, "unknown", str(UnknownPolicy.WARN))
        if told:
            yield told


def _looser(network: Network, traveller: Traveller, key: str) -> list[Any]:
    """Return the values of one limit that let more pass, the nearest first; empty when none."""
    limit = getattr(traveller, key)
    if limit is None:
        return []
    if key in CHOICES:
        members = [str(member) for member in CHOICES[key]]
        if key in {"stairs", "escalator", "lift"}:
            return [members[0] if key != "stairs" else members[-1]] if limit == "never" else []
        return members[members.index(str(limit)) + 1 :]
    return _looser_numbers(network, key, float(limit))


def _looser_numbers(network: Network, key: str, limit: float) -> list[Any]:
    """Return the numbers in the network at which one limit lets another passage pass."""
    attribute = {limit: name for name, limit in {**HIGHEST, **LOWEST}.items()}.get(key)
    least, most = RANGES[key]
    if key in SLOPES:
        # A slope is over the limit by its nearer bound; each may be walked either way.
        low, high = (_bounds(network, "slope_pct", part, "edge") for part in ("low", "high"))
        values = np.ceil(np.concatenate([low, -high]) * 10) / 10
    elif attribute is None:
        return []
    else:
        part = "low" if key.startswith("max") else "high"
        values = np.concatenate(
            [_bounds(network, attribute, part, table) for table in ("edge", "point")]
        )
    if key.startswith("max"):
        kept = np.unique(values[(values > limit) & (values <= most)])
        return [float(v) for v in kept.round(3)]
    kept = np.unique(values[(values < limit) & (values >= least)])
    return [float(v) for v in kept.round(3)[::-1]]


def _bounds(network: Network, attribute: str, part: str, table: str) -> Any:  # noqa: ANN401 - an array
    values = np.asarray(network.values(table, attribute, part), dtype=np.float64)
    return values[np.isfinite(values)]


def _smallest(values: Sequence[T], opens: Callable[[T], bool]) -> T | None:
    """Return the first value that opens, by halving; None when even the last does not."""
    if not values or not opens(values[-1]):
        return None
    low, high = 0, len(values) - 1
    while low < high:
        middle = (low + high) // 2
        if opens(values[middle]):
            high = middle
        else:
            low = middle + 1
    return values[high]


def _nodes(network: Network, spots: Sequence[Spot]) -> list[int]:
    """Return the nodes of spots; both ends of an edge for a position along it."""
    nodes: list[int] = []
    for spot in spots:
        if spot.node is not None:
            nodes.append(spot.node)
        elif spot.edge is not None:
            nodes += [int(network.column(f"edge_{end}")[spot.edge]) for end in ("start", "end")]
    return nodes


def _connects(
    network: Network,
    traveller: Traveller,
    policy: UnknownPolicy,
    starts: Sequence[int],
    goals: Sequence[int],
) -> bool:
    """Tell whether anything not refused connects the nodes, times aside."""
    edges, points = judge_edges(network, traveller), judge_points(network, traveller)
    assert edges.refused_by_slope is not None  # noqa: S101 - edges are judged with slopes
    assert edges.unverified_slope is not None  # noqa: S101
    refused, shut = edges.refused_by_slope | edges.refused, points.refused
    if policy is UnknownPolicy.REFUSE:
        refused |= edges.unverified_slope | (edges.unverified != 0)
        shut = shut | (points.unverified != 0)
    links = links_of(network)
    passed = ~refused.ravel()[links.flat]
    passed[links.shut] = False
    at_points = np.zeros(network.node_count, dtype=bool)
    at_points[network.column("point_node")[shut]] = True
    at_points[list(starts)] = False
    passed &= ~at_points[links.tail]
    reached = _reached(network, passed, starts)
    return bool(reached[list(goals)].any())


def _reached(network: Network, passed: Any, starts: Sequence[int]) -> Any:  # noqa: ANN401 - masks
    size = network.node_count
    indptr = network.column("link_indptr")
    before = np.concatenate([[0], np.cumsum(passed)])
    heads = np.concatenate([network.column("link_to")[passed], np.asarray(starts, dtype=np.int32)])
    pointers = np.append(before[indptr], len(heads)).astype(np.int32)
    matrix = csr_array(
        (np.ones(len(heads), dtype=np.int8), heads, pointers), shape=(size + 1, size + 1)
    )
    order = breadth_first_order(matrix, size, return_predecessors=False)
    reached = np.zeros(size + 1, dtype=bool)
    reached[order] = True
    return reached[:size]


def opens_blocker(relaxations: Sequence[Relaxation], blocker: Blocker) -> Any:  # noqa: ANN401
    """Return the value by which one relaxation lets a blocker's attribute pass; None when none."""
    for one in relaxations:
        if one.opening is Opening.LIMIT and ATTRIBUTE_OF.get(one.key) == blocker.attribute:
            return one.value
        if (
            one.opening is Opening.LIFT_REPAIRED
            and blocker.lift is not None
            and blocker.lift.id == one.key
        ):
            return one.value
        if one.opening is Opening.LATER and blocker.attribute in {"hours", "lift_status"}:
            return one.value
    return None


ATTRIBUTE_OF: dict[str, str] = {
    **{limit: attribute for attribute, limit in {**HIGHEST, **LOWEST}.items()},
    "max_slope_up_pct": "slope_pct",
    "max_slope_down_pct": "slope_pct",
    "worst_surface": "surface",
    "worst_smoothness": "smoothness",
    "road_without_footway": "road_without_footway",
    "stairs": "kind",
    "escalator": "kind",
    "lift": "kind",
}
"""The attribute that each limit is about."""
