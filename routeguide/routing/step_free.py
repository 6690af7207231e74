"""By which exits of a station one gets from its platforms to the street: its inside alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache

from routeguide.model.place import Place, PlaceKind
from routeguide.model.traveller import Traveller
from routeguide.model.vocabulary import LiftState
from routeguide.network.flags import CONNECTOR
from routeguide.network.store import Network
from routeguide.routing.verdict import judge_passage, judge_point


class Leave(Enum):
    """Whether someone may leave a node by a passage."""

    REFUSED = "refused"
    UNSURE = "unsure"
    SURE = "sure"


Judge = Callable[[int, int, bool], Leave]
"""The verdict on leaving a node by an edge, backward or not."""


@dataclass(frozen=True, slots=True)
class WaysOut:
    """The exits to the street that someone can take.

    ``confirmed``: all that matters on the way there is confirmed. ``possible``
    are those and the exits that lie behind something not confirmed.
    """

    confirmed: tuple[Place, ...]
    possible: tuple[Place, ...]


def find_ways_out(
    network: Network, station: Place, traveller: Traveller, at: datetime
) -> WaysOut | None:
    """Return the exits that a traveller can take at a moment; None where the inside is not known.

    One exit is not gone out by to come in at another. Worked out once for a
    network with its overlay, and again when a lift stops or runs again.
    """
    exits = _exits(network, station)
    starts = network.starts.get(station.id, ())
    if not exits or not starts:
        return None
    out = _lifts_out(network, at)
    key = f"ways_out:{station.id}:{traveller.limits()}:{sorted(out)}"
    kept = network.memo.get(key)
    if isinstance(kept, WaysOut):
        return kept
    judge = _judge_of(network, traveller, out)
    confirmed, possible = (
        tuple(exits[node] for node in sorted(found & set(exits), key=lambda n: exits[n].id))
        for found in (
            _reach(network, starts, set(exits), judge, sure_only=sure) for sure in (True, False)
        )
    )
    found = network.memo[key] = WaysOut(confirmed, possible)
    return found


def _exits(network: Network, station: Place) -> dict[int, Place]:
    """Return the exits to the street of a station by their nodes."""
    return {
        network.place_node[place.id]: place
        for place in network.places.values()
        if place.kind is PlaceKind.EXIT
        and place.parent == station.id
        and place.destination
        and place.id in network.place_node
    }


def _lifts_out(network: Network, at: datetime) -> frozenset[str]:
    """Return the lifts that stand still at a moment, planned windows included."""
    reported = {report.lift for report in network.overlay.outages}
    state_of = network.overlay.state_of
    return frozenset(lift for lift in reported if state_of(lift, at)[0] is LiftState.OUT)


def _judge_of(network: Network, traveller: Traveller, out: frozenset[str]) -> Judge:
    """Return whether a traveller may leave a node by an edge, and whether that is sure."""
    still = {edge for lift in out for edge in network.lift_edges.get(lift, ())}

    @lru_cache(maxsize=1024)
    def judge(node: int, edge: int, backward: bool) -> Leave:  # noqa: FBT001 - as columns have it
        if edge in still:
            return Leave.REFUSED
        point = network.point(node)
        verdicts = [judge_passage(network.passage(edge, backward=backward), traveller)]
        verdicts += [judge_point(point, traveller)] if point else []
        if any(one.refused for one in verdicts):
            return Leave.REFUSED
        return Leave.UNSURE if any(one.unverified for one in verdicts) else Leave.SURE

    return judge


def _reach(
    network: Network, starts: tuple[int, ...], ends: set[int], judge: Judge, *, sure_only: bool
) -> set[int]:
    """Return the nodes that can be reached without leaving by one of the ends."""
    first, heads = network.column("link_indptr"), network.column("link_to")
    edges, turned = network.column("link_edge"), network.column("link_backward")
    flags = network.column("edge_flags")
    seen, waiting = set(starts), deque(starts)
    while waiting:
        node = waiting.popleft()
        for link in range(int(first[node]), int(first[node + 1])):
            head, edge = int(heads[link]), int(edges[link])
            if head in seen or not network.link_open[link] or int(flags[edge]) & CONNECTOR:
                continue
            leave = judge(node, edge, bool(turned[link]))
            if leave is Leave.REFUSED or (sure_only and leave is Leave.UNSURE):
                continue
            seen.add(head)
            if head not in ends:
                waiting.append(head)
    return seen
