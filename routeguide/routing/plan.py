"""Answer a question: from a query to routes, or to what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from routeguide.errors import BadInput
from routeguide.model.geodesy import distance_m
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import (
    Answer,
    Blocker,
    Endpoint,
    Outcome,
    Query,
    Route,
    Segment,
)
from routeguide.model.traveller import Group, get_preset
from routeguide.model.vocabulary import Evidence, UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.blockers import find_blockers, hours_blocker
from routeguide.routing.cost import CostTable, CostTables
from routeguide.routing.places import resolve_place, spots_of
from routeguide.routing.search import Found, Spot, find_path, tail_of
from routeguide.routing.segments import find_closed, make_segments
from routeguide.routing.snap import ASK_REACH_M, MOST_CANDIDATES, Snapped, Snapper

MOST_ROUNDS = 5
"""Searches at most while closed gates are found on the way (design/routing.md, Time)."""

YEARS = range(2000, 2101)
"""Departures are in these years; others are slips, and clocks end before their numbers do."""

FARTHEST_M = 15_000.0
"""Trips are at most this long in a straight line (design/web-and-api.md)."""


class Planner:
    """Plans routes on one network; keeps cost tables and the tree for coordinates."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.tables = CostTables(network)
        self._snapper: Snapper | None = None

    @property
    def snapper(self) -> Snapper:
        """The index of passages for free coordinates, made when first needed."""
        if self._snapper is None:
            self._snapper = Snapper(self.network)
        return self._snapper

    def answer(self, query: Query) -> Answer:
        """Answer one question.

        Raises:
            BadInput: a place is not known, has no position, or is too far, or
                the departure lies outside :data:`YEARS`.
        """
        if query.depart_at.year not in YEARS:
            raise BadInput("出発の日時は2000年から2100年のあいだで指定してください。")
        table = self.tables.get(query.traveller, query.unknown)
        origin, destination = self._place(query.origin), self._place(query.destination)
        self._check_distance(query, origin, destination)
        starts, ask_start = self._spots(query.origin, origin, table)
        ends, ask_end = self._spots(query.destination, destination, table)
        base = Answer(
            status=Outcome.ASK,
            query=query,
            network_version=self.network.version,
            origin=origin,
            destination=destination,
            notices=_notices(origin, destination),
        )
        if not starts or not ends:
            return replace(base, candidates=(*ask_start, *ask_end))
        route, shut = self._route(query, table, starts, ends, (origin, destination))
        plain = self._plain(query, (origin, destination))
        if route is None:
            refused = find_blockers(self.network, table, self._walk_table(), query, starts, ends)
            return replace(base, status=Outcome.NO_ROUTE, plain=plain, blockers=shut + refused)
        return replace(base, status=Outcome.OK, routes=(route,), plain=plain)

    # -- ends ---------------------------------------------------------------

    def _place(self, endpoint: Endpoint) -> Place | None:
        return resolve_place(self.network, endpoint.place) if endpoint.place else None

    def _spots(
        self, endpoint: Endpoint, place: Place | None, table: CostTable
    ) -> tuple[list[Spot], list[dict[str, object]]]:
        if place is not None:
            return spots_of(self.network, place), []
        at = endpoint.lonlat or (0.0, 0.0)
        snapped = self.snapper.snap(at, table)
        if snapped:
            return [snapped[0].spot], []
        near = self.snapper.list_near(at, table, ASK_REACH_M)
        return [], [_candidate(one) for one in near[:MOST_CANDIDATES]]

    def _check_distance(
        self, query: Query, origin: Place | None, destination: Place | None
    ) -> None:
        a = query.origin.lonlat or (origin.lonlat if origin else None)
        b = query.destination.lonlat or (destination.lonlat if destination else None)
        if a and b and distance_m(a, b) > FARTHEST_M:
            raise BadInput(
                "出発地と目的地がはなれすぎています。直線で15キロメートルまでにしてください。"
            )
        if origin and destination and _same(origin, destination):
            raise BadInput("出発地と目的地が同じです。別の場所を選んでください。")

    # -- routes -------------------------------------------------------------

    def _route(
        self,
        query: Query,
        table: CostTable,
        starts: Sequence[Spot],
        ends: Sequence[Spot],
        places: tuple[Place | None, Place | None],
    ) -> tuple[Route | None, tuple[Blocker, ...]]:
        """Search, check every timed element at its expected arrival, and search again.

        Returns the route, and what was found closed (or, where only confirmed
        ways are wanted, of unknown hours) on the way to it.
        """
        closed: frozenset[tuple[int, bool]] = frozenset()
        points: frozenset[int] = frozenset()
        blockers: list[Blocker] = []
        for _ in range(MOST_ROUNDS):
            found = find_path(
                self.network, table, starts, ends, closed=closed, closed_points=points
            )
            if found is None:
                return None, tuple(blockers)
            segments = make_segments(
                self.network, table, query.traveller, found.steps, query.depart_at
            )
            shut, shut_points = find_closed(
                segments, unknown_too=query.unknown is UnknownPolicy.REFUSE
            )
            if not shut and not shut_points:
                route = _finish(self.network, query, found, segments, places)
                return route, tuple(blockers)
            blockers += [hours_blocker(segments[n], at_point=False) for n in shut]
            blockers += [hours_blocker(segments[n], at_point=True) for n in shut_points]
            closed |= {(found.steps[n].edge, found.steps[n].backward) for n in shut}
            points |= {tail_of(self.network, found.steps[n]) for n in shut_points}
        return None, tuple(blockers)

    def _walk_table(self) -> CostTable:
        return self.tables.get(get_preset("walk"), UnknownPolicy.WARN)

    def _plain(self, query: Query, places: tuple[Place | None, Place | None]) -> Route | None:
        """Return the plain route of 一般 for comparison; None when it is the question itself."""
        walker = get_preset("walk")
        if query.traveller.limits() == walker.limits():
            return None
        plain = replace(query, traveller=walker, unknown=UnknownPolicy.WARN)
        table = self._walk_table()
        starts, _ = self._spots(query.origin, places[0], table)
        ends, _ = self._spots(query.destination, places[1], table)
        return self._route(plain, table, starts, ends, places)[0] if starts and ends else None


def find_route(network: Network, query: Query) -> Answer:
    """Answer one question on a network; the network's planner is made once and kept."""
    return planner_of(network).answer(query)


def planner_of(network: Network) -> Planner:
    """Return the network's planner, made at the first question."""
    planner = network.memo.get("planner")
    if not isinstance(planner, Planner):
        planner = network.memo["planner"] = Planner(network)
    return planner


def _finish(
    network: Network,
    query: Query,
    found: Found,
    segments: tuple[Segment, ...],
    places: tuple[Place | None, Place | None],
) -> Route:
    return Route(
        segments=segments,
        length_m=round(sum(s.length_m for s in segments), 1),
        duration_s=sum(s.duration_s for s in segments),
        cost=found.cost,
        label=label_of(query, segments),
        evidence_m=evidence_metres(segments),
        origin=places[0],
        destination=places[1],
        start_exit=_start_exit(network, segments, places[0]),
        gap_m=_gap(segments, places[1]),
        notes=tuple(dict.fromkeys(s.passage.note for s in segments if s.passage.note)),
    )


def label_of(query: Query, segments: Sequence[Segment]) -> str | None:
    """Return ``verified`` exactly when nothing relevant on the path is unverified (invariant 2)."""
    if query.traveller.group is Group.WALK and not any(s.unverified for s in segments):
        return None
    doubts = any(s.unverified or s.point_unverified for s in segments)
    return "unverified" if doubts else "verified"


def evidence_metres(segments: Sequence[Segment]) -> dict[str, float]:
    """Return metres by evidence; outlived values count as unknown. The sum is the length."""
    metres = {"survey": 0.0, "mapped": 0.0, "inferred": 0.0, "unknown": 0.0}
    for segment in segments:
        evidence = segment.evidence
        key = "unknown" if evidence in {None, Evidence.EXPIRED} else str(evidence)
        metres[key] += segment.length_m
    return {key: round(value, 1) for key, value in metres.items()}


def _start_exit(
    network: Network, segments: Sequence[Segment], origin: Place | None
) -> Place | None:
    """Return the exit by which a trip leaves its station; None for trips from elsewhere."""
    if origin is None or origin.kind is PlaceKind.FACILITY:
        return None
    for segment in segments:
        for key in (segment.passage.from_key, segment.passage.to_key):
            place = network.places.get(key)
            if place and place.kind is PlaceKind.EXIT:
                return place
    return None


def _gap(segments: Sequence[Segment], destination: Place | None) -> float | None:
    """Return the metres between the end of the network and the building, None at an entrance."""
    if destination is None or destination.kind is not PlaceKind.FACILITY:
        return None
    if destination.point_is == "entrance" or not segments:
        return None
    last = segments[-1]
    return last.length_m if last.is_gap else 0.0


def _notices(origin: Place | None, destination: Place | None) -> tuple[str, ...]:
    places = [place for place in (origin, destination) if place and place.caution]
    return tuple(f"{place.name}: {(place.caution or '').rstrip('。')}。" for place in places)


def _same(a: Place, b: Place) -> bool:
    return a.id == b.id or (a.group is not None and a.group == b.group)


def _candidate(snapped: Snapped) -> dict[str, object]:
    return {
        "name": snapped.name,
        "lon": round(snapped.at[0], 7),
        "lat": round(snapped.at[1], 7),
        "distance_m": round(snapped.gap_m),
    }
