"""Answer a question: from a query to routes, or to what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from routeguide.errors import BadInput
from routeguide.model.geodesy import distance_m
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import (
    Answer,
    Assumed,
    Better,
    Blocker,
    Difference,
    Endpoint,
    Outcome,
    Query,
    Relaxation,
    Route,
    Segment,
)
from routeguide.model.traveller import Group, get_preset
from routeguide.model.vocabulary import Evidence, UnknownPolicy
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing.alternatives import MOST, find_alternatives
from routeguide.routing.blockers import (
    find_blockers,
    list_refusals,
    out_blockers,
    time_blocker,
)
from routeguide.routing.cost import CostTable, CostTables
from routeguide.routing.deadline import Deadline
from routeguide.routing.measures import better_in, measure
from routeguide.routing.nearest import find_nearest, list_other_ends, list_other_starts
from routeguide.routing.notices import list_notices
from routeguide.routing.places import meet, resolve_place, spots_of
from routeguide.routing.relax import Ends, list_relaxations, opens_blocker
from routeguide.routing.segments import make_segments
from routeguide.routing.snap import Around, Snapped, Snapper
from routeguide.routing.steps import Found, Spot
from routeguide.routing.timed_path import TimedPath, find_timed_path
from routeguide.routing.timing import step_seconds
from routeguide.routing.what_if import assume, read_assumptions

WARN = UnknownPolicy.WARN
YEARS = range(2000, 2101)
"""Departures are in these years; others are slips, and clocks end before their numbers do."""

FARTHEST_M = 15_000.0
"""Trips are at most this long in a straight line (design/web-and-api.md)."""

SAME_M = 1.0
"""Positions nearer to each other than this are the same."""

EXPLAIN_S = 0.5
"""Explaining why there is no way takes at most this long, else it is partial (routing.md)."""

SAME_ENDS = "出発地と目的地が同じです。別の場所を選んでください。"

MOST_AVOIDED, MOST_REFUSALS = 3, 6
"""Barriers of the plain way that are told, and that are looked at, at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its ends found on the network and its costs."""

    query: Query
    table: CostTable
    places: tuple[Place | None, Place | None]
    around: tuple[Around | None, Around | None]
    ends: Ends


def check_departure(depart_at: datetime) -> None:
    """Refuse a departure outside :data:`YEARS`.

    Raises:
        BadInput: it is.
    """
    if depart_at.year not in YEARS:
        raise BadInput("出発の日時は2000年から2100年のあいだで指定してください。", about="depart")


class Planner:
    """Plans routes on one network; keeps cost tables and the tree for coordinates."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.tables = CostTables(network)

    @property
    def snapper(self) -> Snapper:
        """The index of passages for free coordinates, made when first needed."""
        memo = self.network.shared_memo
        snapper = memo.get("snapper")
        if not isinstance(snapper, Snapper):
            snapper = memo["snapper"] = Snapper(self.network)
        return snapper

    def answer(self, query: Query) -> Answer:
        """Answer one question.

        Raises:
            BadInput: a place is not known, has no position, or is too far, the
                departure lies outside :data:`YEARS`, or an assumption is not understood.
        """
        check_departure(query.depart_at)
        if not 0 <= query.alternatives <= MOST:
            raise BadInput("別の道は0から%(most)sまでの数で指定してください。", most=MOST)
        return self._assumed(query) if query.what_if else self._answer(query)

    def _assumed(self, query: Query) -> Answer:
        """Answer on a network with the assumptions laid over it, beside the answer without them."""
        changes = read_assumptions(self.network, query.what_if)
        overlay = assume(self.network.overlay, changes, query.depart_at)
        bare = replace(query, what_if=(), alternatives=0)
        now = self._answer(bare, explain=False)
        then = Planner(lay_over(self.network, overlay))._answer(replace(query, what_if=()))  # noqa: SLF001
        before, after = _first(now), _first(then)
        assumed = Assumed(
            changes=changes,
            status=now.status,
            length_m=before.length_m if before else None,
            duration_s=before.duration_s if before else None,
            same_way=_keys(before) == _keys(after),
        )
        return replace(then, query=query, assumed=assumed)

    def _answer(self, query: Query, *, explain: bool = True) -> Answer:
        table = self.tables.get(query.traveller, query.unknown)
        origin, destination = self._place(query.origin), self._place(query.destination)
        self._check_distance(query, origin, destination)
        around = self._around(query.origin), self._around(query.destination)
        starts, ask_start = self._spots(origin, around[0], table)
        goals, ask_goal = self._spots(destination, around[1], table)
        base = Answer(
            status=Outcome.ASK,
            query=query,
            network_version=self.network.version,
            origin=origin,
            destination=destination,
            notices=list_notices(self.network, query.depart_at, origin, destination),
            overlay_revision=self.network.overlay.revision,
            overlay_as_of=self.network.overlay.as_of,
        )
        if not starts or not goals:
            asked_back = [{"end": "from", **one} for one in ask_start]
            asked_back += [{"end": "to", **one} for one in ask_goal]
            return replace(base, candidates=tuple(asked_back))
        if meet(self.network, starts, goals):
            raise BadInput(SAME_ENDS)
        asked = Asked(query, table, (origin, destination), around, Ends(starts, goals))
        timed = find_timed_path(
            self.network,
            table,
            starts,
            goals,
            query.depart_at,
            guides=() if table.metric else self._guides(query),
        )
        if timed.found is not None:
            routes = self._routes(asked, timed.found)
            return replace(base, status=Outcome.OK, routes=routes)
        none = replace(base, status=Outcome.NO_ROUTE, partial=timed.gave_up)
        return self._explained(none, asked, timed) if explain else none

    def _guides(self, query: Query) -> list[CostTable]:
        """Return travellers whose ways bound the search for new limits."""
        preset = get_preset(query.traveller.id)
        known = (
            self.tables.find(preset, policy) for policy in dict.fromkeys((query.unknown, WARN))
        )
        return [table for table in (self.walk_table(), *known) if table is not None]

    # -- ends ---------------------------------------------------------------

    def _place(self, endpoint: Endpoint) -> Place | None:
        return None if endpoint.place is None else resolve_place(self.network, endpoint.place)

    def _around(self, endpoint: Endpoint) -> Around | None:
        """Return what lies around a free coordinate; None for a place."""
        return self.snapper.around(endpoint.lonlat) if endpoint.lonlat else None

    def _spots(
        self, place: Place | None, around: Around | None, table: CostTable
    ) -> tuple[list[Spot], list[dict[str, object]]]:
        if place is not None:
            return spots_of(self.network, place), []
        if around is None:
            return [], []
        snapped = around.snap(table)
        if snapped:
            return [snapped[0].spot], []
        return [], [_candidate(one) for one in self.snapper.list_streets(around.at, table)]

    def _check_distance(
        self, query: Query, origin: Place | None, destination: Place | None
    ) -> None:
        a = query.origin.lonlat or (origin.lonlat if origin else None)
        b = query.destination.lonlat or (destination.lonlat if destination else None)
        if a and b and distance_m(a, b) > FARTHEST_M:
            raise BadInput(
                "出発地と目的地がはなれすぎています。直線で15キロメートルまでにしてください。"
            )
        here, there = query.origin.lonlat, query.destination.lonlat
        if here and there and distance_m(here, there) < SAME_M:
            raise BadInput("出発地と目的地が同じです。別の場所を選んでください。")
        if origin and destination and _same(origin, destination):
            raise BadInput(SAME_ENDS)

    # -- routes -------------------------------------------------------------

    def _routes(self, asked: Asked, best: Found) -> tuple[Route, ...]:
        """Return the best route with why it differs from the plain one, then alternatives."""
        route = self._route(asked, best)
        routes = [replace(route, difference=self._difference(asked, best, route))]
        query = asked.query
        if query.alternatives:
            others = find_alternatives(
                self.network, asked.table, query.traveller, best, asked.ends.starts,
                asked.ends.ends, query.depart_at, query.alternatives,
            )  # fmt: skip
            routes += [
                replace(self._route(asked, found), better_in=reasons) for found, reasons in others
            ]
        return tuple(routes)

    def _route(self, asked: Asked, found: Found) -> Route:
        network, query, places = self.network, asked.query, asked.places
        segments = make_segments(
            network, asked.table, query.traveller, found.steps, query.depart_at
        )
        return Route(
            segments=segments,
            length_m=_whole_length(segments),
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

    def _difference(self, asked: Asked, best: Found, route: Route) -> Difference | None:
        """Compare with the plain way of 一般; None where it is the same way or the same person."""
        query, network = asked.query, self.network
        walker = get_preset("walk")
        if query.traveller.limits() == walker.limits():
            return None
        table = self.walk_table()
        starts, goals = (
            self._spots(place, around, table)[0]
            for place, around in zip(asked.places, asked.around, strict=True)
        )
        if not starts or not goals:
            return None
        plain = find_timed_path(network, table, starts, goals, query.depart_at).found
        if plain is None or plain.steps == best.steps:
            return None
        crossed = [road for segment in route.segments for road in segment.crosses]
        mine = measure(network, asked.table, best.steps, query.depart_at, crossed)
        theirs = measure(network, asked.table, plain.steps, query.depart_at)
        plain_s = float(step_seconds(table, plain.steps).sum())
        told = dict.fromkeys(
            islice(list_refusals(network, asked.table, query, plain.steps), MOST_REFUSALS)
        )
        return Difference(
            plain_length_m=round(theirs.length_m, 1),
            plain_duration_s=plain_s,
            extra_m=round(mine.length_m - theirs.length_m, 1),
            extra_s=mine.duration_s - plain_s,
            avoided=tuple(islice(told, MOST_AVOIDED)),
            better_in=_preferred(better_in(mine, theirs, query.traveller.group)),
        )

    def walk_table(self) -> CostTable:
        """Return the costs of 一般, to whom nothing is refused but what is closed to all."""
        return self.tables.get(get_preset("walk"), WARN)

    # -- no way -------------------------------------------------------------

    def _explained(self, none: Answer, asked: Asked, timed: TimedPath) -> Answer:
        """Add what stands in the way, what would open it, and where one can get instead."""
        network, query, ends = self.network, asked.query, asked.ends
        deadline = Deadline(EXPLAIN_S)
        blockers = [time_blocker(network, step, one) for step, one in timed.closed]
        blockers += find_blockers(
            network, asked.table, self.walk_table(), query, ends.starts, ends.ends
        )
        relaxations = list_relaxations(network, asked.table, query, ends, timed, deadline)
        blockers = [*out_blockers(network, relaxations, blockers), *blockers]
        told = tuple(_with_relaxation(one, relaxations) for one in dict.fromkeys(blockers))
        none = replace(none, blockers=told, relaxations=tuple(relaxations))
        if not deadline.is_over():
            none = self._with_instead(none, asked, timed)
        return replace(none, partial=none.partial or deadline.passed)

    def _with_instead(self, none: Answer, asked: Asked, timed: TimedPath) -> Answer:
        network, table, ends, query = self.network, asked.table, asked.ends, asked.query
        origin, destination = asked.places
        when = query.depart_at
        begin = query.origin.lonlat or (origin.lonlat if origin else None)
        goal = query.destination.lonlat or (destination.lonlat if destination else None)
        if begin and goal:
            nearest = find_nearest(network, table, ends.starts, begin, goal, when, timed.closed)
            none = replace(none, nearest=nearest)
        if origin:
            starts = list_other_starts(network, table, origin, ends.ends, when)
            none = replace(none, other_starts=tuple(starts))
        if destination:
            goals = list_other_ends(network, table, ends.starts, destination, when)
            none = replace(none, other_ends=tuple(goals))
        return none


def _first(answer: Answer) -> Route | None:
    return answer.routes[0] if answer.routes else None


def _keys(route: Route | None) -> list[str] | None:
    return None if route is None else [segment.passage.key for segment in route.segments]


def _preferred(reasons: Sequence[Better]) -> tuple[Better, ...]:
    """Return what a way was preferred for: being shorter or faster needs no reason."""
    return tuple(one for one in reasons if one not in {Better.SHORTER, Better.FASTER})


def _with_relaxation(blocker: Blocker, relaxations: Sequence[Relaxation]) -> Blocker:
    value = opens_blocker(relaxations, blocker)
    return blocker if value is None else replace(blocker, relaxation=value)


def find_route(network: Network, query: Query) -> Answer:
    """Answer one question on a network; the network's planner is made once and kept."""
    return planner_of(network).answer(query)


def planner_of(network: Network) -> Planner:
    """Return the network's planner, made at the first question."""
    planner = network.memo.get("planner")
    if not isinstance(planner, Planner):
        planner = network.memo["planner"] = Planner(network)
    return planner


def label_of(query: Query, segments: Sequence[Segment]) -> str | None:
    """Return ``verified`` exactly when nothing relevant on the path is unverified (invariant 2).

    None for 一般 without doubts, who need nothing to be known unless they limit it.
    """
    if any(s.unverified or s.point_unverified for s in segments):
        return "unverified"
    return None if query.traveller.group is Group.WALK else "verified"


def evidence_metres(segments: Sequence[Segment]) -> dict[str, float]:
    """Return metres by evidence; outlived values count as unknown.

    In tenths, as the length is told; their sum is the length, so that what
    rounding leaves over goes to the largest.
    """
    metres = {"survey": 0.0, "mapped": 0.0, "inferred": 0.0, "unknown": 0.0}
    for segment in segments:
        evidence = segment.evidence
        key = "unknown" if evidence in {None, Evidence.EXPIRED} else str(evidence)
        metres[key] += segment.length_m
    told = {key: round(value, 1) for key, value in metres.items()}
    largest = max(metres, key=metres.__getitem__)
    rest = _whole_length(segments) - sum(told.values())
    return told | {largest: round(told[largest] + rest, 1)}


def _whole_length(segments: Sequence[Segment]) -> float:
    return round(sum(segment.length_m for segment in segments), 1)


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


def _same(a: Place, b: Place) -> bool:
    return a.id == b.id or (a.group is not None and a.group == b.group)


def _candidate(snapped: Snapped) -> dict[str, object]:
    return {
        "name": snapped.name,
        "lon": round(snapped.at[0], 7),
        "lat": round(snapped.at[1], 7),
        "distance_m": round(snapped.gap_m),
    }
