"""How far a traveller comes in some minutes or metres: streets and places, in bands.

Ways are those that this traveller would be led; what is closed when they would come to it,
and a lift that is out, is passed by. What nobody confirmed is walked as the policy for
unknowns says, and told in metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from routeguide.errors import BadInput
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Endpoint
from routeguide.model.traveller import Traveller
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.deadline import search_deadline
from routeguide.routing.places import resolve_place, spots_of
from routeguide.routing.plan import check_departure, planner_of
from routeguide.routing.reach_parts import Stretches, list_within
from routeguide.routing.reach_tree import Tree, open_tree
from routeguide.routing.steps import Spot


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
    table, tree, partial = open_tree(network, table, starts, query.depart_at, deadline)
    bands = []
    for limit in sorted(set(query.bands)):
        if deadline.is_over():
            raise BadInput(
                "範囲が広すぎて、2秒では調べられません。分やメートルを小さくしてください。"
            )
        bands.append(
            Band(limit, list_within(network, table, tree, limit, in_metres=query.in_metres))
        )
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


def _arrivals(
    network: Network, tree: Tree, query: ReachQuery, origin: Place | None
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
