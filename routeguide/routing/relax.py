"""What would open a way: for each single limit the smallest value that alone does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import numpy as np

from routeguide.model.overlay import Overlay
from routeguide.model.route import Blocker, Opening, Query, Relaxation
from routeguide.model.traveller import CHOICES, RANGES, Traveller, customise
from routeguide.model.vocabulary import LiftState, UnknownPolicy
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable, make_table, with_edge_cost
from routeguide.routing.deadline import Deadline
from routeguide.routing.judge import judge_edges, judge_points, steep_runs_m
from routeguide.routing.reach import reach, reach_back
from routeguide.routing.rows import Floats
from routeguide.routing.search import is_connected
from routeguide.routing.steps import Spot
from routeguide.routing.timed_path import TimedPath, find_timed_path
from routeguide.routing.timing import step_seconds
from routeguide.routing.verdict import HIGHEST, LOWEST

MOST_LIFTS = 5
LATEST = timedelta(hours=24)
QUARTER = timedelta(minutes=15)
T = TypeVar("T")
SLOPES = frozenset({"max_slope_up_pct", "max_slope_down_pct", "short_slope_pct", "short_slope_m"})
"""Limits that have to do with slopes."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a trip starts and ends."""

    starts: Sequence[Spot]
    ends: Sequence[Spot]


def list_relaxations(
    network: Network,
    table: CostTable,
    query: Query,
    ends: Ends,
    closed: TimedPath,
    deadline: Deadline,
) -> list[Relaxation]:
    """Return every single change that opens a way, until the time is over.

    ``table`` is the traveller's, ``closed`` the search that found none. In this
    order: lifts repaired, lifts that are planned, a later departure, limits,
    the unknown. Each was tried by itself, with a whole search at its departure.
    """
    found: list[Relaxation] = []
    sources: tuple[Iterator[Relaxation], ...] = (
        _lifts(network, table, query, ends, deadline),
        _later(network, table, query, ends, closed, deadline),
        _limits(network, table, query, ends, deadline),
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


def _lifts(
    network: Network, table: CostTable, query: Query, ends: Ends, deadline: Deadline
) -> Iterator[Relaxation]:
    overlay = network.overlay
    out = [r.lift for r in overlay.outages if r.state is not LiftState.CONFIRMED]
    planned = [
        place.id
        for place in network.places.values()
        if place.status == "planned" and place.id not in overlay.opened
    ]
    trials = [(lift, Opening.LIFT_REPAIRED) for lift in dict.fromkeys(out)]
    trials += [(lift, Opening.LIFT_BUILT) for lift in planned]
    joining = _joining(network, table, ends, [lift for lift, _ in trials])
    for lift, opening in [trial for trial in trials if trial[0] in joining][:MOST_LIFTS]:
        if deadline.is_over():
            return
        open_network = lay_over(network, _opened(overlay, lift))
        told = _told(open_network, query, ends, opening, lift, "open")
        if told:
            place = network.places.get(lift)
            station = network.places.get(place.parent or "") if place else None
            yield replace(told, lift=place, station=station)


def _joining(network: Network, table: CostTable, ends: Ends, lifts: Sequence[str]) -> set[str]:
    """Return the lifts that stand both where one gets to and where one gets on from."""
    lifts = [lift for lift in lifts if lift in network.lift_edges]
    if not lifts:
        return set()
    reached = reach(network, table, ends.starts)
    before = np.zeros(network.node_count, dtype=bool)
    if reached is not None:
        before |= np.isfinite(reached[0][: network.node_count])
    before[[spot.node for spot in ends.starts if spot.node is not None]] = True
    after = np.isfinite(reach_back(network, table, ends.ends))
    found = set()
    for lift in lifts:
        edges = list(network.lift_edges[lift])
        nodes = [network.column(f"edge_{end}")[edges] for end in ("start", "end")]
        if before[nodes].any() and after[nodes].any():
            found.add(lift)
    return found


def _opened(overlay: Overlay, lift: str) -> Overlay:
    others = tuple(report for report in overlay.outages if report.lift != lift)
    return replace(overlay, outages=others, opened=overlay.opened | {lift})


# -- time ---------------------------------------------------------------------


def _later(
    network: Network,
    table: CostTable,
    query: Query,
    ends: Ends,
    closed: TimedPath,
    deadline: Deadline,
) -> Iterator[Relaxation]:
    """Yield the first departure within a day, in steps of 15 minutes, at which there is a way."""
    if not closed.closed:
        return
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


def _limits(
    network: Network, table: CostTable, query: Query, ends: Ends, deadline: Deadline
) -> Iterator[Relaxation]:
    for key in (*CHOICES, *RANGES):
        if deadline.is_over():
            return
        loosened = [
            replace(query, traveller=customise(query.traveller, {key: value}))
            for value in _looser(network, query.traveller, key)
        ]
        told = _told_limit(network, table, loosened, ends, key)
        if told:
            yield told


def _told_limit(
    network: Network, table: CostTable, loosened: Sequence[Query], ends: Ends, key: str
) -> Relaxation | None:
    """Return what the first of some looser limits opens; None when none opens anything."""

    def tell(one: Query) -> Relaxation | None:
        value = one.traveller.limits()[key]
        return _told(network, one, ends, Opening.LIMIT, key, value)

    found = _smallest(loosened, lambda one: _connects(network, table, one, ends))
    told = tell(found) if found is not None else None
    if found is None or told is not None:
        return told
    # What it connects is closed at that hour: perhaps a looser one has another way.
    found = _smallest(loosened[loosened.index(found) + 1 :], lambda one: tell(one) is not None)
    return tell(found) if found is not None else None


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
    return _looser_numbers(network, traveller, key)


def _looser_numbers(network: Network, traveller: Traveller, key: str) -> list[float]:
    """Return the numbers in the network at which one limit lets another passage pass.

    With its nearer bound within a limit a value is no longer refused, with
    the farther one it is confirmed: both count.
    """
    limit, (least, most) = float(getattr(traveller, key)), RANGES[key]
    if key in SLOPES:
        # Slopes and runs in tenths; each may be walked either way.
        values = np.ceil((_steepnesses(network, traveller, key) * 10).round(2)) / 10
    elif key in ATTRIBUTE_OF:
        values = _bounds(network, ATTRIBUTE_OF[key])
    else:
        return []
    if key.startswith("max") or key in SLOPES:
        return [float(v) for v in np.unique(values[(values > limit) & (values <= most)])]
    return [float(v) for v in np.unique(values[(values < limit) & (values >= least)])[::-1]]


def _steepnesses(network: Network, traveller: Traveller, key: str) -> Floats:
    """Return all slopes as figures over zero; for ``short_slope_m`` the lengths of steep runs."""
    if key != "short_slope_m":
        return np.abs(_bounds(network, "slope_pct"))
    limits = (traveller.max_slope_up_pct, traveller.max_slope_down_pct)
    steepest = min((one for one in limits if one is not None), default=np.inf)
    return np.unique(steep_runs_m(network, steepest))


def _bounds(network: Network, attribute: str) -> Floats:
    """Return every bound of an attribute as it was written (three decimals are kept)."""
    values: Floats = np.concatenate(
        [
            np.asarray(network.values(table, attribute, part), dtype=np.float64)
            for table in ("edge", "point")
            for part in ("low", "high")
        ]
    )
    return np.unique(values[np.isfinite(values)].round(3))


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


def _connects(network: Network, table: CostTable, query: Query, ends: Ends) -> bool:
    """Tell whether anything not refused connects the ends, times aside.

    ``table`` is any table of the network.
    """
    edges, points = judge_edges(network, query.traveller), judge_points(network, query.traveller)
    assert edges.refused_by_slope is not None  # noqa: S101 - edges are judged with slopes
    assert edges.unverified_slope is not None  # noqa: S101
    refused, shut = edges.refused_by_slope | edges.refused, points.refused
    if query.unknown is UnknownPolicy.REFUSE:
        refused |= edges.unverified_slope | (edges.unverified != 0)
        shut = shut | (points.unverified != 0)
    at_points = np.zeros(network.node_count)
    at_points[network.column("point_node")[shut]] = np.inf
    open_or_not = with_edge_cost(
        network, replace(table, point_cost=at_points), np.where(refused, np.inf, 1.0)
    )
    return is_connected(network, open_or_not, ends.starts, ends.ends)


def opens_blocker(relaxations: Sequence[Relaxation], blocker: Blocker) -> Any:  # noqa: ANN401
    """Return the value by which one relaxation lets a blocker's attribute pass; None when none."""
    return next((one.value for one in relaxations if _is_about(one, blocker)), None)


def _is_about(one: Relaxation, blocker: Blocker) -> bool:
    if one.opening is Opening.LIFT_REPAIRED:
        return blocker.lift is not None and blocker.lift.id == one.key
    if one.opening is Opening.LATER:
        # Only what is closed on arrival has its moment for a limit.
        return blocker.attribute in {"hours", "lift_status"} and blocker.limit is not None
    if one.opening is not Opening.LIMIT or ATTRIBUTE_OF.get(one.key) != blocker.attribute:
        return False
    if blocker.attribute == "kind":
        return blocker.value in KINDS_OF[one.key]
    if blocker.attribute == "slope_pct" and one.key in WAY_OF:
        # Where bounds refuse, both lie on one side of zero.
        bounds = blocker.value if isinstance(blocker.value, tuple) else (blocker.value,)
        is_up = any(bound is not None and bound > 0 for bound in bounds)
        return is_up is WAY_OF[one.key]
    return True


ATTRIBUTE_OF: dict[str, str] = {
    **{limit: attribute for attribute, limit in {**HIGHEST, **LOWEST}.items()},
    "max_slope_up_pct": "slope_pct",
    "max_slope_down_pct": "slope_pct",
    "short_slope_pct": "slope_pct",
    "short_slope_m": "slope_pct",
    "worst_surface": "surface",
    "worst_smoothness": "smoothness",
    "road_without_footway": "road_without_footway",
    "stairs": "kind",
    "escalator": "kind",
    "lift": "kind",
}
"""The attribute that each limit is about."""

WAY_OF = {"max_slope_up_pct": True, "max_slope_down_pct": False}
"""Whether a slope limit is about going up."""

KINDS_OF: dict[str, frozenset[str]] = {
    "stairs": frozenset({"steps"}),
    "escalator": frozenset({"escalator", "moving_walkway"}),
    "lift": frozenset({"lift"}),
}
"""The kinds of passage that each word is about."""
