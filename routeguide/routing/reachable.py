"""How far a traveller comes in some minutes or metres: streets and places, in bands.

Ways are those that this traveller would be led; what is closed when they would come to it,
and a lift that is out, is passed by. What nobody confirmed is walked as the policy for
unknowns says, and told in metres.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from routeguide.errors import BadInput
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Endpoint
from routeguide.model.traveller import Traveller
from routeguide.model.values import Known
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.deadline import Deadline, search_deadline
from routeguide.routing.ends import FirstLinks, first_links
from routeguide.routing.hours import HoursState
from routeguide.routing.places import resolve_place, spots_of
from routeguide.routing.plan import check_departure, planner_of
from routeguide.routing.reach import reach
from routeguide.routing.rows import Floats, links_of
from routeguide.routing.steps import Spot, Step
from routeguide.routing.timing import find_closed, hours_state, step_seconds, timed_rows

MOST_ROUNDS = 5
"""Times at most that what is found closed is taken away, as for one route (timed_path)."""


@dataclass(frozen=True, slots=True)
class ReachQuery:
    """From where, who, when, and how far: ``bands`` in seconds, or in metres of way."""

    origin: Endpoint
    traveller: Traveller
    depart_at: datetime
    bands: tuple[float, ...]
    in_metres: bool = False
    unknown: UnknownPolicy = UnknownPolicy.WARN


@dataclass(frozen=True, slots=True)
class Stretches:
    """Parts of passages: rows, where they begin and end (shares of their length), metres.

    ``doubtful`` tells which of them hold something that matters and is not confirmed.
    """

    edge: npt.NDArray[np.intp]
    begin: Floats
    end: Floats
    length_m: Floats
    doubtful: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Band:
    """All that is reached within one limit; what a smaller limit reaches is in it, too."""

    limit: float
    streets: Stretches

    @property
    def length_m(self) -> float:
        """Metres of passages that are reached."""
        return float(self.streets.length_m.sum())

    @property
    def unverified_m(self) -> float:
        """Metres of them of which something that matters is not confirmed."""
        return float(self.streets.length_m[self.streets.doubtful].sum())


@dataclass(frozen=True, slots=True)
class Arrival:
    """A facility that is reached: metres and seconds to it, and the number of its first band."""

    place: Place
    length_m: float
    duration_s: float
    band: int


@dataclass(frozen=True, slots=True)
class Reached:
    """The answer; ``origin`` None for a position. No bands hold anything where no way goes out."""

    query: ReachQuery
    origin: Place | None
    bands: tuple[Band, ...]
    arrivals: tuple[Arrival, ...]
    partial: bool


@dataclass(frozen=True, slots=True)
class _Tree:
    """Seconds and metres to every node (infinite = not reached), and the links out of the start."""

    seconds: Floats
    metres: Floats
    first: FirstLinks


def find_reached(network: Network, query: ReachQuery) -> Reached:
    """Return what is reached within each band.

    Raises:
        BadInput: the place is not known or has no position, no usable way is near the
            position, or it could not be worked out in time (:mod:`routeguide.routing.deadline`).
    """
    check_departure(query.depart_at)
    deadline = search_deadline()
    planner = planner_of(network)
    table = planner.tables.get(query.traveller, query.unknown)
    place, starts = _starts(network, query.origin, table)
    table, tree, partial = _open_tree(network, table, starts, query.depart_at, deadline)
    bands = []
    for limit in sorted(set(query.bands)):
        if deadline.is_over():
            raise BadInput(
                "範囲が広すぎて、2秒では調べられません。分やメートルを小さくしてください。"
            )
        bands.append(Band(limit, _within(network, table, tree, limit, in_metres=query.in_metres)))
    arrivals = _arrivals(network, tree, query, place) if bands else ()
    return Reached(query, place, tuple(bands), arrivals, partial)


def _starts(
    network: Network, origin: Endpoint, table: CostTable
) -> tuple[Place | None, Sequence[Spot]]:
    if origin.lonlat is None:
        place = resolve_place(network, origin.place or "")
        return place, spots_of(network, place)
    snapped = planner_of(network).snapper.snap(origin.lonlat, table)
    if not snapped:
        raise BadInput(
            "近くに使える道がありません。道の上か、駅や施設を選んでください。", about="from"
        )
    return None, [snapped[0].spot]


def _open_tree(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    depart_at: datetime,
    deadline: Deadline,
) -> tuple[CostTable, _Tree, bool]:
    """Return the tree of ways on which nothing is closed at the arrival, and the costs of it.

    True in the end: the rounds or the time ran out, and something closed may be left; it is
    taken out of what is reached all the same.
    """
    for _ in range(MOST_ROUNDS):
        tree = _grow(network, table, starts)
        shut = _list_shut(network, table, tree, depart_at)
        if not shut.edges and not shut.nodes:
            return table, tree, False
        table = _without(table, shut)
        if deadline.is_over():
            break
    return table, _grow(network, table, starts), True


def _grow(network: Network, table: CostTable, starts: Sequence[Spot]) -> _Tree:
    """Return seconds and metres along the cheapest ways from the starts to all nodes."""
    size = network.node_count
    first = first_links(network, table, starts)
    found = reach(network, table, starts)
    seconds, metres = np.full(size, np.inf), np.full(size, np.inf)
    if found is not None:
        cost, before = found[0][:size], found[1][:size]
        own_s, own_m = _last_pieces(network, table, cost, before, first)
        up = np.append(np.where((before >= 0) & (before < size), before, size), size)
        reached = np.isfinite(cost)
        seconds[reached] = _summed(own_s, up)[:size][reached]
        metres[reached] = _summed(own_m, up)[:size][reached]
    for spot in starts:
        if spot.node is not None:
            seconds[spot.node] = metres[spot.node] = 0.0
    return _Tree(seconds, metres, first)


def _last_pieces(
    network: Network,
    table: CostTable,
    cost: Floats,
    before: npt.NDArray[np.int32],
    first: FirstLinks,
) -> tuple[Floats, Floats]:
    """Return seconds and metres of the last link to each node; one more for the source: none."""
    size = network.node_count
    links, heads = links_of(network), network.column("link_to")
    with np.errstate(invalid="ignore"):
        fits = np.abs(cost[links.tail] + table.link_cost - cost[heads]) < 0.5  # noqa: PLR2004
    used = np.flatnonzero(fits & (before[heads] == links.tail))
    edges = network.column("link_edge")[used]
    ways = network.column("link_backward")[used].astype(np.intp)
    own_s, own_m = np.zeros(size + 1), np.zeros(size + 1)
    own_s[heads[used]] = table.edge_seconds[ways, edges]
    own_m[heads[used]] = network.column("edge_length_m")[edges]
    lengths = network.column("edge_length_m")
    spent = step_seconds(table, first.steps)
    for number in np.argsort(-first.cost, kind="stable").tolist():
        head, step = int(first.head[number]), first.steps[number]
        if before[head] == size:
            own_s[head] = spent[number]
            own_m[head] = float(lengths[step.edge]) * (step.end - step.begin)
    return own_s, own_m


def _summed(own: Floats, up: npt.NDArray[np.int32]) -> Floats:
    """Return for every node the sum from it up to the source, in leaps that double."""
    total, above = own.copy(), up
    while (above != len(up) - 1).any():
        total = total + total[above]
        above = above[above]
    return total


# -- what is closed ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shut:
    """Directed passages and points that are closed at the arrival."""

    edges: frozenset[tuple[int, bool]]
    nodes: frozenset[int]


def _list_shut(network: Network, table: CostTable, tree: _Tree, depart_at: datetime) -> _Shut:
    """Return what of all that depends on the time is closed when it is come to."""
    unknown_too = table.policy is UnknownPolicy.REFUSE
    edges, nodes = timed_rows(network)
    ends = (network.column("edge_start"), network.column("edge_end"))

    def arrival(node: int, cost: float) -> datetime | None:
        """Return when a node is come to; None for what is not, or cannot be passed anyway."""
        seconds = float(tree.seconds[node])
        is_used = math.isfinite(seconds) and math.isfinite(cost)
        return depart_at + timedelta(seconds=seconds) if is_used else None

    shut = {
        (edge, bool(way))
        for edge in edges
        for way in (0, 1)
        if (at := arrival(int(ends[way][edge]), float(table.edge_cost[way, edge])))
        and find_closed(network, table, [Step(edge, bool(way))], at, unknown_too=unknown_too)
    }
    closed = {
        node
        for node in nodes
        if (at := arrival(node, float(table.point_cost[node])))
        and _is_shut(network, node, at, unknown_too=unknown_too)
    }
    return _Shut(frozenset(shut), frozenset(closed))


def _is_shut(network: Network, node: int, at: datetime, *, unknown_too: bool) -> bool:
    point = network.point(node)
    values: dict[str, Known] = dict(point.values) if point else {}
    state = hours_state(values, network.lonlat(node), at)
    return state is HoursState.CLOSED or (unknown_too and state is HoursState.UNKNOWN)


def _without(table: CostTable, shut: _Shut) -> CostTable:
    edge_cost, point_cost = table.edge_cost.copy(), table.point_cost.copy()
    for edge, backward in shut.edges:
        edge_cost[int(backward), edge] = np.inf
    point_cost[list(shut.nodes)] = np.inf
    return replace(table, edge_cost=edge_cost, point_cost=point_cost, metric=None)


# -- bands -------------------------------------------------------------------------


def _within(
    network: Network, table: CostTable, tree: _Tree, limit: float, *, in_metres: bool
) -> Stretches:
    """Return the parts of passages that are come to within a limit, each once."""
    lengths = np.asarray(network.column("edge_length_m"))
    spent = tree.metres if in_metres else tree.seconds
    shares = np.zeros((2, network.edge_count))
    for way, end in enumerate(("edge_start", "edge_end")):
        tails = network.column(end)
        price = lengths if in_metres else table.edge_seconds[way]
        usable = np.isfinite(table.edge_cost[way]) & np.isfinite(spent[tails])
        usable &= np.isfinite(table.point_cost[tails]) | (spent[tails] == 0)
        left = np.where(usable, limit - np.where(usable, spent[tails], 0.0), 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(price > 0, left / price, np.where(left > 0, 1.0, 0.0))
        shares[way] = np.clip(part, 0.0, 1.0)
    return _stretches(
        table, lengths, shares, _first_parts(table, tree, lengths, limit, in_metres=in_metres)
    )


_Part = tuple[int, float, float]


def _first_parts(
    table: CostTable, tree: _Tree, lengths: Floats, limit: float, *, in_metres: bool
) -> list[_Part]:
    """Return what is come to of the passage on which a position lies: row, begin, end."""
    parts: list[_Part] = []
    for step in tree.first.steps:
        if step.begin == 0.0:
            continue
        price = (
            lengths[step.edge] if in_metres else table.edge_seconds[int(step.backward), step.edge]
        )
        far = min(1.0, step.begin + limit / float(price)) if price > 0 else 1.0
        begin, end = (1 - far, 1 - step.begin) if step.backward else (step.begin, far)
        parts.append((step.edge, begin, end))
    return parts


def _stretches(
    table: CostTable, lengths: Floats, shares: Floats, parts: Sequence[_Part]
) -> Stretches:
    """Return each reached part once: from its start, from its end, or all of it."""
    forward, backward = shares[0].copy(), shares[1].copy()
    own = _merged([*parts, *_at_ends(parts, forward, backward)])
    for row, _, _ in parts:
        forward[row] = backward[row] = 0.0
    is_whole = forward + backward >= 1.0
    whole = np.flatnonzero(is_whole)
    ahead, back = (np.flatnonzero((share > 0) & ~is_whole) for share in (forward, backward))
    edge = np.concatenate([whole, ahead, back, np.asarray([p[0] for p in own], dtype=np.intp)])
    begin = np.concatenate(
        [np.zeros(len(whole) + len(ahead)), 1 - backward[back], [p[1] for p in own]]
    )
    end = np.concatenate(
        [np.ones(len(whole)), forward[ahead], np.ones(len(back)), [p[2] for p in own]]
    )
    ways = (shares[0][edge] < shares[1][edge]).astype(np.intp)
    doubtful = table.doubts_at(ways, edge) != 0
    return Stretches(edge, begin, end, lengths[edge] * (end - begin), doubtful)


def _at_ends(parts: Sequence[_Part], forward: Floats, backward: Floats) -> Iterator[_Part]:
    """Yield what is come to from the ends of the passages of these parts."""
    for edge in {part[0] for part in parts}:
        if forward[edge] > 0:
            yield edge, 0.0, float(forward[edge])
        if backward[edge] > 0:
            yield edge, 1.0 - float(backward[edge]), 1.0


def _merged(parts: Sequence[_Part]) -> list[_Part]:
    """Return parts that overlap as one."""
    merged: list[_Part] = []
    for edge, begin, end in sorted(parts):
        if merged and merged[-1][0] == edge and begin <= merged[-1][2]:
            merged[-1] = (edge, merged[-1][1], max(end, merged[-1][2]))
        else:
            merged.append((edge, begin, end))
    return merged


def _arrivals(
    network: Network, tree: _Tree, query: ReachQuery, origin: Place | None
) -> tuple[Arrival, ...]:
    """Return the facilities within the widest band, the nearest first."""
    limits = sorted(set(query.bands))
    found = []
    for place in network.places.values():
        node = network.place_node.get(place.id)
        if place.kind is not PlaceKind.FACILITY or node is None or not place.destination:
            continue
        metres, seconds = float(tree.metres[node]), float(tree.seconds[node])
        spent = metres if query.in_metres else seconds
        band = next((number for number, limit in enumerate(limits) if spent <= limit), None)
        if band is not None and place is not origin:
            found.append(Arrival(place, metres, seconds, band))
    found.sort(key=lambda one: (one.length_m if query.in_metres else one.duration_s, one.place.id))
    return tuple(found)
