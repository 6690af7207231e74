"""The invariants of design/routing.md, each as a question to one answer: what is wrong with it?

``test_invariants.py`` asks them of random networks, and ``test_seeded_bugs.py``
of wrong builds: a check that cannot fail proves nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from random import Random

from routeguide.model.overlay import NOTHING, Overlay
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Answer, Query, Route, Segment
from routeguide.model.traveller import Traveller, presets
from routeguide.model.vocabulary import Kind, RoadClass, UnknownPolicy, code_of
from routeguide.network.draft import BIG_ROADS, Draft, DraftEdge
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing.cost import make_table
from routeguide.routing.plan import label_of, planner_of
from routeguide.routing.segments import make_segments
from routeguide.routing.steps import Step
from tests.drawn import NOON, ask, network_of
from tests.independent import (
    certain_way,
    doubts,
    is_open,
    laid_over,
    lift_is_doubtful,
    lift_is_out,
    needs_of,
    violations,
)
from tests.random_networks import COLUMNS, LETTERS, make_custom, make_draft
from tests.random_overlays import make_overlay


@dataclass(frozen=True)
class Trip:
    """A question on a random network: what is drawn, what is laid over it, who, when, how."""

    draft: Draft
    traveller: Traveller
    policy: UnknownPolicy = UnknownPolicy.WARN
    overlay: Overlay = NOTHING
    when: datetime = NOON
    goal: str = "L"

    @property
    def query(self) -> Query:
        return ask("A", self.goal, self.traveller, unknown=self.policy, when=self.when)

    @cached_property
    def seen(self) -> Draft:
        """The draft as it is under the overlay."""
        return laid_over(self.draft, self.overlay)

    def network(self) -> Network:
        """Return the network with the overlay; all lifts have the same name."""
        network = network_of(self.draft)
        for edge in self.draft.edges.values():
            if edge.lift_id:
                place = Place(edge.lift_id, PlaceKind.LIFT, "エレベーター1", destination=False)
                network.places[place.id] = place
        return network if self.overlay is NOTHING else lay_over(network, self.overlay)

    @cached_property
    def answers(self) -> list[Answer]:
        """The answer twice: by scipy, and over the hierarchy that the second one has."""
        planner = planner_of(self.network())
        return [planner._answer(self.query, explain=False) for _ in range(2)]


def make_trip(random: Random) -> Trip:
    """Return any question: known and unknown, timed and untimed, presets and custom limits."""
    draft = make_draft(
        random, mild=random.random() < 1 / 4, known=random.random() < 2 / 3,
        timed=random.random() < 1 / 2,
    )  # fmt: skip
    _add_lifts(random, draft)
    _add_road(random, draft)
    goal = random.choice("FGKL")
    _move_place(draft, "facility:l", goal)
    minutes = random.choice([0, random.randint(-3, 3), random.randint(-4000, 4000)])
    return Trip(
        draft=draft,
        traveller=random.choice([random.choice(list(presets().values())), make_custom(random)]),
        policy=random.choice(list(UnknownPolicy)),
        overlay=random.choice([NOTHING, make_overlay(random, draft)]),
        when=NOON + timedelta(minutes=minutes),
        goal=goal,
    )


def _add_road(random: Random, draft: Draft) -> None:
    """Lead one big road through the grid from north to south, so that there is one to cross."""
    if random.random() < 1 / 2:
        return
    column, road = random.choice("BC"), random.choice(sorted(BIG_ROADS - {RoadClass.MOTORWAY}))
    through = LETTERS[LETTERS.index(column) :: COLUMNS]
    for edge in draft.edges.values():
        if edge.start in through and edge.end in through:
            edge.kind, edge.road_class, edge.lift_id = Kind.STREET, road, None


def _move_place(draft: Draft, place_id: str, letter: str) -> None:
    place = draft.places.pop(place_id)
    moved = f"facility:{letter.lower()}"
    draft.places[moved] = replace(place, id=moved, lonlat=draft.nodes[letter].lonlat)


def _add_lifts(random: Random, draft: Draft) -> None:
    """Make some footways lifts, so that there is something to ride."""
    for key, edge in draft.edges.items():
        if edge.kind is Kind.FOOTWAY and random.random() < 1 / 3:
            edge.kind, edge.lift_id = Kind.LIFT, f"lift:{key}".lower()


def walked_edges(draft: Draft, route: Route) -> list[tuple[DraftEdge, bool]]:
    """Return the draft's edges that a route walks, found again by key."""
    forward = {edge.key: edge for edge in draft.edges.values()}
    found = []
    for segment in route.segments:
        key = segment.passage.key
        if key in forward and segment.passage.from_key == forward[key].start:
            found.append((forward[key], False))
        else:
            found.append((forward[segment.passage.reversed().key], True))
    return found


def _routes(trip: Trip) -> Iterator[Route]:
    for answer in trip.answers:
        yield from answer.routes


def _timed_segments(trip: Trip) -> Iterator[tuple[Segment, DraftEdge, str | None]]:
    """Yield every segment walked with its edge, and the node passed at its start (None = none)."""
    draft = trip.seen
    for route in _routes(trip):
        for number, (edge, backward) in enumerate(walked_edges(draft, route)):
            node = (edge.end if backward else edge.start) if number else None
            yield route.segments[number], edge, node


# -- the invariants ---------------------------------------------------------------------


def breaks_a_limit(trip: Trip) -> list[str]:
    """Invariant 1: what a route holds that its traveller's limits forbid."""
    draft = trip.seen
    return [
        text
        for route in _routes(trip)
        for text in violations(draft, walked_edges(draft, route), trip.traveller)
    ]


def mislabelled(trip: Trip) -> list[str]:
    """Invariant 2: labels that do not follow from what is known of the path, and only from that."""
    found = []
    for route in _routes(trip):
        missing = _missing(trip, route)
        due = "unverified" if missing else None if trip.traveller.group == "walk" else "verified"
        if route.label != due:
            found.append(f"{route.label} for {due}: {missing}")
        if trip.policy is UnknownPolicy.REFUSE and missing:
            found.append(f"refuse policy passed {missing}")
        if route.label == "verified" and route.evidence_m["unknown"] > 0:
            found.append("verified with unknown metres")
        if abs(sum(route.evidence_m.values()) - route.length_m) > 1:
            found.append(f"evidence {route.evidence_m} of {route.length_m} m")
    return found


def _missing(trip: Trip, route: Route) -> list[str]:
    """Return all that is not confirmed of a route, hours and lift states on arrival included."""
    draft = trip.seen
    walked = walked_edges(draft, route)
    missing = doubts(draft, walked, trip.traveller)
    if trip.traveller.group == "walk":
        return missing
    for number, (segment, (edge, backward)) in enumerate(zip(route.segments, walked, strict=True)):
        at, node = segment.starts_at, edge.end if backward else edge.start
        if is_open(edge.values, at) is None:
            missing.append(f"{edge.key}: hours")
        if number and is_open(draft.points.get(node, {}), at) is None:
            missing.append(f"{node}: hours")
        if edge.lift_id and lift_is_doubtful(trip.overlay, edge.lift_id, at):
            missing.append(f"{edge.lift_id}: state")
    return missing


def rides_what_is_out(trip: Trip) -> list[str]:
    """Invariants 3 and 4: lifts ridden while out, without a name or state, or called working."""
    found = []
    for segment, edge, _ in _timed_segments(trip):
        if segment.passage.kind is not Kind.LIFT:
            continue
        lift, state, at = segment.passage.lift_id, segment.lift_state, segment.starts_at
        if lift is None or lift != edge.lift_id or state is None:
            found.append(f"{lift} for {edge.lift_id}: {state}")
        elif lift_is_out(trip.overlay, lift, at):
            found.append(f"{lift} ridden at {at} although out")
        elif lift_is_doubtful(trip.overlay, lift, at) and state != "unknown":
            found.append(f"{lift} called {state} at {at}")
    return found


def passes_what_is_closed(trip: Trip) -> list[str]:
    """Invariant 10: ways and gates passed while closed; and times that do not add up."""
    found = []
    draft = trip.seen
    for segment, edge, node in _timed_segments(trip):
        at = segment.starts_at
        if edge.key in trip.overlay.closed:
            found.append(f"{edge.key} is closed")
        if is_open(edge.values, at) is False:
            found.append(f"{edge.key} passed at {at}: {edge.values['hours']}")
        if node and is_open(draft.points.get(node, {}), at) is False:
            found.append(f"{node} passed at {at}: {draft.points[node]['hours']}")
    return found + [text for route in _routes(trip) for text in _wrong_times(trip, route)]


def _wrong_times(trip: Trip, route: Route) -> list[str]:
    times = [segment.starts_at for segment in route.segments]
    spent = list(itertools.accumulate(segment.duration_s for segment in route.segments))
    due = [trip.when, *(trip.when + timedelta(seconds=seconds) for seconds in spent[:-1])]
    pairs = zip(times, due, strict=True)
    return [f"{a} for {b}" for a, b in pairs if abs(a - b) > timedelta(milliseconds=5)]


def ends_in_silence(trip: Trip) -> list[str]:
    """Invariant 6: routes that end beside an unknown entrance and do not say how far from it."""
    found = []
    for route in _routes(trip):
        edge, _ = walked_edges(trip.draft, route)[-1]
        if route.destination is None or route.destination.point_is == "entrance":
            continue
        left = edge.length_m if edge.connector else 0.0
        if route.gap_m is None or abs(route.gap_m - left) > 1:
            found.append(f"{route.gap_m} m told of {left} m")
    return found


def crosses_in_silence(trip: Trip) -> list[str]:
    """Invariant 8 (as data): crossings walked, and big roads passed between arms, not told once."""
    found = []
    for route in _routes(trip):
        walked = walked_edges(trip.draft, route)
        told = [c for segment in route.segments for c in segment.crosses]
        metres = sum(edge.length_m for edge, _ in walked if edge.kind is Kind.CROSSING)
        if abs(sum(c.length_m or 0 for c in told if c.mapped) - metres) > 0.5:
            found.append(f"{metres} m of crossings, told {told}")
        runs = [is_crossing for is_crossing, _ in itertools.groupby(
            edge.kind is Kind.CROSSING for edge, _ in walked)]  # fmt: skip
        if sum(runs) != sum(c.mapped for c in told):
            found.append(f"{sum(runs)} crossings, told {told}")
        there = _roads_between_arms(trip.draft, walked)
        if there != sorted((number, str(c.road_class)) for number, c in _unmapped(route)):
            found.append(f"crosses {there}, told {list(_unmapped(route))}")
    return found


def _unmapped(route: Route) -> Iterator[tuple[int, object]]:
    for number, segment in enumerate(route.segments):
        yield from ((number, c) for c in segment.crosses if not c.mapped)


OUTSIDE = {
    Kind.FOOTWAY, Kind.STREET, Kind.STEPS, Kind.RAMP, Kind.PATH, Kind.LEVEL_CROSSING,
}  # fmt: skip


def _roads_between_arms(
    draft: Draft, walked: list[tuple[DraftEdge, bool]]
) -> list[tuple[int, str]]:
    """Return the big roads that a path crosses at nodes: by step, with their class.

    The grid has four directions: a road is crossed where the path comes and
    leaves, and arms of it leave on both sides of it. Where no road has arms on
    both sides but big roads do, they are one road that changes there.
    """
    found = []
    for number, ((before, _), (after, backward)) in enumerate(itertools.pairwise(walked), 1):
        if before.kind not in OUTSIDE or after.kind not in OUTSIDE:
            continue
        node = after.end if backward else after.start
        came, goes = _direction(draft, node, before), _direction(draft, node, after)
        between = {(came + turn) % 4 for turn in range(1, (goes - came) % 4)}
        beyond = {0, 1, 2, 3} - between - {came, goes}
        arms = [
            (e.road_class, _direction(draft, node, e))
            for e in _edges_at(draft, node)
            if e.road_class in BIG_ROADS
        ]
        beside = [(road, arm in between) for road, arm in arms if arm in between | beyond]
        sides = {road: {side for one, side in beside if one is road} for road in BIG_ROADS}
        roads = [road for road, found_on in sides.items() if len(found_on) > 1]
        if not roads and len(set().union(*sides.values())) > 1:
            roads = [max((r for r in sides if sides[r]), key=code_of)]
        found += [(number, str(road)) for road in roads]
    return sorted(found)


def _edges_at(draft: Draft, node: str) -> list[DraftEdge]:
    return [e for e in draft.edges.values() if node in {e.start, e.end}]


def _direction(draft: Draft, node: str, edge: DraftEdge) -> int:
    """Return in which of four directions an edge leaves a node: 0 north, then clockwise."""
    (x, y), other = draft.nodes[node].lonlat, edge.end if edge.start == node else edge.start
    east, north = draft.nodes[other].lonlat[0] - x, draft.nodes[other].lonlat[1] - y
    if abs(east) > abs(north):
        return 1 if east > 0 else 3
    return 0 if north > 0 else 2


def mixes_versions(trip: Trip) -> list[str]:
    """Invariant 14: answers without version, revision and time, or with another network's."""
    expected = ("drawn-network-00", trip.overlay.revision, trip.overlay.as_of)
    told = {(a.network_version, a.overlay_revision, a.overlay_as_of) for a in trip.answers}
    return [] if told == {expected} else [f"{told} for {expected}"]


def misses_a_way(trip: Trip) -> list[str]:
    """Whoever is told that there is no way is told the truth: a plain search finds none either."""
    refuse = trip.policy is UnknownPolicy.REFUSE
    if not certain_way(trip.seen, trip.overlay, trip.traveller, trip.goal, refuse=refuse):
        return []
    return [f"{a.status} although there is a way" for a in trip.answers if not a.routes]


INVARIANTS: Mapping[str, Callable[[Trip], list[str]]] = {
    "1: hard limits are hard": breaks_a_limit,
    "2: the label says what is known": mislabelled,
    "3, 4: lifts": rides_what_is_out,
    "6: where a route ends": ends_in_silence,
    "8: what is crossed": crosses_in_silence,
    "10: closed on arrival": passes_what_is_closed,
    "14: one version": mixes_versions,
    "no way is missed": misses_a_way,
}


# -- a fixed path, of which less and less is known -----------------------------------------

TELLS_A_DOUBT = {"wheelchair", "closure", "kerb", "hours"}
"""Words that are themselves a doubt: wheelchair=limited, a footway not found, unread hours.

Without them nobody doubts what they doubted; whatever else goes can only take from the label.
"""


def raised_by_forgetting(trip: Trip, random: Random, most: int = 4) -> list[str]:
    """Invariant 2: values of a fixed path without which its label would be better, or no worse.

    A value that this traveller needs (``needs_of``) leaves the path unverified when it goes.
    """
    found = []
    for route in trip.answers[0].routes:
        walked = walked_edges(trip.seen, route)
        known = [(edge, name) for edge, _ in walked for name in sorted(edge.values)]
        for edge, name in random.sample(known, min(most, len(known))):
            needed = name in needs_of(edge, trip.traveller)
            kept = route.label == "unverified" and name not in TELLS_A_DOUBT
            after = _label_without(trip, route, edge.key, name)
            if (needed or kept) and after != "unverified":
                found.append(f"{edge.key} without {name}: {route.label} -> {after}")
    return found


def _label_without(trip: Trip, route: Route, edge: str, name: str) -> str | None:
    """Return the label of the same path with one value of one edge taken away by the overlay."""
    values = {**trip.overlay.values, edge: {**trip.overlay.values.get(edge, {}), name: None}}
    network = lay_over(network_of(trip.draft), replace(trip.overlay, values=values))
    table = make_table(network, trip.traveller, UnknownPolicy.WARN)
    found = [network.find_edge(segment.passage.key) for segment in route.segments]
    steps = [Step(row, backward) for row, backward in found if row is not None]  # type: ignore[misc]
    return label_of(trip.query, make_segments(network, table, trip.traveller, steps, trip.when))
