"""Invariant 7: where a free coordinate comes to the network, over random and drawn streets."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from routeguide.model.geodesy import distance_m, metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Endpoint, Outcome, Query, Route
from routeguide.model.traveller import Traveller, get_preset
from routeguide.model.values import Known
from routeguide.model.vocabulary import Kind, RoadClass, UnknownPolicy
from routeguide.network.draft import BIG_ROADS, Draft, DraftEdge, DraftNode
from routeguide.network.store import Network
from routeguide.routing import snap
from routeguide.routing.cost import make_table
from routeguide.routing.places import meet
from routeguide.routing.plan import find_route
from routeguide.routing.snap import Snapper
from routeguide.routing.steps import Spot
from tests.counts import examples
from tests.drawn import GOOD, NOON, NORTH, WEST, draw, draw_draft, fact, mapped, network_of
from tests.independent import violations
from tests.random_networks import SEEDS, make_custom

Metres = tuple[float, float]
SIZE_M = 90
SNAPPED = (Kind.FOOTWAY, Kind.STREET, Kind.PATH, Kind.CROSSING, Kind.RAMP)
KINDS = (*SNAPPED, Kind.FOOTWAY, Kind.STREET, Kind.STEPS, Kind.LEVEL_CROSSING)
EXACT_M = 0.02
"""Coordinates are stored to a centimetre; nearer calls are left open."""


def lonlat(at: Metres) -> LonLat:
    east, north = metres_per_degree(NORTH)
    return WEST + at[0] / east, NORTH + at[1] / north


# -- random streets --------------------------------------------------------------------


@dataclass(frozen=True)
class Scene:
    """Streets and obstacles as segments in metres, someone, and where they stand."""

    edges: dict[str, tuple[Metres, Metres]]
    obstacles: list[tuple[Metres, Metres]]
    draft: Draft
    traveller: Traveller
    at: Metres


def make_scene(random: Random) -> Scene:
    draft = Draft()
    edges = {}
    for number in range(random.randint(2, 9)):
        ends = _point(random), _point(random)
        while math.dist(*ends) < 5:
            ends = _point(random), _point(random)
        key = f"w{number}:{2 * number}-{2 * number + 1}"
        edges[key] = ends
        _add(random, draft, key, ends)
    obstacles = [(_point(random), _point(random)) for _ in range(random.choice([0, 0, 1, 2]))]
    draft.obstacles = [(lonlat(a), lonlat(b)) for a, b in obstacles]
    return Scene(edges, obstacles, draft, make_custom(random), _point(random))


def _point(random: Random) -> Metres:
    """Return a point on whole metres now and then, so that lines meet at their ends."""
    x, y = random.uniform(0, SIZE_M), random.uniform(0, SIZE_M)
    return random.choice([(x, y), (float(round(x / 30) * 30), float(round(y / 30) * 30))])


def _add(random: Random, draft: Draft, key: str, ends: tuple[Metres, Metres]) -> None:
    kind = random.choice(KINDS)
    a, b = (f"n{key}{end}" for end in "ab")
    for node, at in zip((a, b), ends, strict=True):
        draft.nodes[node] = DraftNode(lonlat(at))
    road = random.choice([RoadClass.RESIDENTIAL, RoadClass.TERTIARY, RoadClass.PRIMARY])
    values: dict[str, Known] = {**GOOD}
    values["width_cm"] = mapped(random.choice([50, 200]))
    values["access"] = fact(random.choice(["yes", "yes", "yes", "no"]))
    draft.add_edge(
        DraftEdge(
            key=key, start=a, end=b, kind=kind, line=(lonlat(ends[0]), lonlat(ends[1])),
            length_m=math.dist(*ends), values=values,
            road_class=road if kind in {Kind.STREET, Kind.LEVEL_CROSSING} else RoadClass.FOOTWAY,
            bridge=random.random() < 1 / 12, tunnel=random.random() < 1 / 12,
            names={"ja": random.choice("甲乙丙丁") + "通り"} if random.random() < 1 / 2 else {},
        )
    )  # fmt: skip


# -- an independent reading of where one may be led to -----------------------------------


def foot_on(at: Metres, line: tuple[Metres, Metres]) -> Metres:
    (ax, ay), (bx, by) = line
    dx, dy = bx - ax, by - ay
    share = ((at[0] - ax) * dx + (at[1] - ay) * dy) / (dx * dx + dy * dy)
    share = min(1.0, max(0.0, share))
    return ax + share * dx, ay + share * dy


def meets(a: tuple[Metres, Metres], b: tuple[Metres, Metres], slack: float) -> bool:
    """Tell whether two segments meet, ``slack`` metres beyond the ends of ``a`` included.

    Below zero: whether they cross that far within the ends of ``a``, not only touch.
    """

    def cross(o: Metres, p: Metres, q: Metres) -> float:
        return (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])

    length = math.dist(*a)
    if length <= 2 * abs(slack) or math.dist(*b) == 0:
        return False
    ux, uy = (a[1][0] - a[0][0]) / length * slack, (a[1][1] - a[0][1]) / length * slack
    p, q = (a[0][0] - ux, a[0][1] - uy), (a[1][0] + ux, a[1][1] + uy)
    sides = cross(p, q, b[0]) * cross(p, q, b[1]), cross(b[0], b[1], p) * cross(b[0], b[1], q)
    return max(sides) < 0 if slack < 0 else max(sides) <= 0


def is_usable(scene: Scene, key: str) -> bool:
    edge = scene.draft.edges[key]
    ways = ([(edge, backward)] for backward in (False, True))
    refused = all(violations(scene.draft, way, scene.traveller) for way in ways)
    return edge.kind in SNAPPED and not (edge.bridge or edge.tunnel or refused)


def walls(scene: Scene, but: str) -> Iterator[tuple[Metres, Metres]]:
    """Yield what nobody is led across on the way to one passage."""
    yield from scene.obstacles
    for key, line in scene.edges.items():
        edge = scene.draft.edges[key]
        on_ground = not (edge.bridge or edge.tunnel) and edge.kind is not Kind.CROSSING
        if key != but and on_ground and edge.road_class in BIG_ROADS:
            yield line


def _is_on(at: Metres, wall: tuple[Metres, Metres]) -> bool:
    """Tell whether one stands on a wall itself, so that either side of it will do."""
    return wall[0] == wall[1] or math.dist(at, foot_on(at, wall)) < 3 * EXACT_M


def led_astray(scene: Scene) -> list[str]:
    """Return what is wrong with where the coordinate is led to, or that it is led nowhere."""
    network = network_of(scene.draft)
    table = make_table(network, scene.traveller, UnknownPolicy.WARN)
    snapped = Snapper(network).snap(lonlat(scene.at), table)
    reach = 30.0
    found = []
    if snapped:
        key, gap = network.passage(snapped[0].spot.edge or 0).key, snapped[0].gap_m
        foot = foot_on(scene.at, scene.edges[key])
        if not is_usable(scene, key):
            found.append(f"{key} is refused")
        if gap > 30 or abs(gap - math.dist(scene.at, foot)) > EXACT_M:
            found.append(f"{key} is {math.dist(scene.at, foot)} m away, told {gap}")
        if gap > 1 + EXACT_M and any(
            meets((scene.at, foot), wall, -EXACT_M) and not _is_on(scene.at, wall)
            for wall in walls(scene, key)
        ):
            found.append(f"{key} lies beyond a road, railway or water")
        reach = gap
    for key, line in scene.edges.items():
        foot = foot_on(scene.at, line)
        gap = math.dist(scene.at, foot)
        free = not any(
            meets((scene.at, foot), wall, EXACT_M) or _is_on(scene.at, wall)
            for wall in walls(scene, key)
        )
        if gap < reach - EXACT_M and is_usable(scene, key) and (free or gap < 1 - EXACT_M):
            found.append(f"{key} is nearer ({gap:.2f} m) and was passed over")
    return found


@examples(300, proof=5_000)
@given(SEEDS)
def test_a_coordinate_comes_to_the_nearest_passage_that_may_be_used(seed: int) -> None:
    assert led_astray(make_scene(Random(seed))) == []  # noqa: S311


def wrongly_asked(scene: Scene) -> list[str]:
    """Return what is wrong with the answer about a coordinate that lies off every usable way."""
    network = network_of(scene.draft)
    edge = next(iter(scene.draft.edges.values()))
    where = scene.draft.nodes[edge.start].lonlat
    place = Place("facility:x", PlaceKind.FACILITY, "終点", lonlat=where)
    network.places[place.id] = place
    network.place_node[place.id] = network.find_node(edge.start)  # type: ignore[assignment]
    query = Query(
        Endpoint(lonlat=lonlat(scene.at)), Endpoint(place=place.id), scene.traveller, NOON
    )
    table = make_table(network, scene.traveller, UnknownPolicy.WARN)
    snapped = Snapper(network).snap(lonlat(scene.at), table)
    if snapped and meet(network, [snapped[0].spot], [Spot(node=network.place_node[place.id])]):
        return []  # one stands at the place: that is no question about a way
    answer, near = find_route(network, query), bool(snapped)
    found = []
    if (answer.status is Outcome.ASK) is near:
        found.append(f"{answer.status} although snapped is {near}")
    if len(answer.candidates) > 3 or (near and answer.candidates):
        found.append(f"{len(answer.candidates)} candidates")
    names = [row["name"] for row in answer.candidates if row["name"]]
    if len(names) != len(set(names)):
        found.append(f"the same street twice: {names}")
    return found


def make_remote(random: Random) -> Scene:
    """Return a scene in which one stands within reach of the ways, or some way off them all."""
    scene = make_scene(random)
    off = (random.uniform(-60, -31), random.uniform(0, SIZE_M))
    return replace(scene, at=random.choice([scene.at, off]))


@examples(100, proof=2_000)
@given(SEEDS)
def test_a_coordinate_off_every_way_is_asked_about_with_up_to_three_streets(seed: int) -> None:
    assert wrongly_asked(make_remote(Random(seed))) == []  # noqa: S311


def test_the_random_scenes_have_walls_between_and_ways_within_and_out_of_reach() -> None:
    scenes = [make_scene(Random(seed)) for seed in range(150)]  # noqa: S311
    led = [_snap(scene) for scene in scenes]
    assert 40 < sum(map(bool, led)) < 140
    walled = [
        any(
            meets((scene.at, foot_on(scene.at, line)), wall, -EXACT_M)
            for key, line in scene.edges.items()
            if math.dist(scene.at, foot_on(scene.at, line)) < 30
            for wall in walls(scene, key)
        )
        for scene in scenes
    ]
    assert sum(walled) > 20


def _snap(scene: Scene) -> list[snap.Snapped]:
    network = network_of(scene.draft)
    table = make_table(network, scene.traveller, UnknownPolicy.WARN)
    return Snapper(network).snap(lonlat(scene.at), table)


def _no_walls(*_: Any) -> bool:
    return False


def _roads_only(self: Snapper, point: Any, foot: Any, edge: int) -> bool:
    """Forget railways and waters."""
    between = self.walls.query(snap.shapely.LineString([point, foot]), predicate="crosses")
    return bool((self.wall_edge[between] >= 0).any()) and edge >= 0


WRONG: dict[str, tuple[Any, str, Any]] = {
    "roads, railways and waters crossed": (Snapper, "cut_off", _no_walls),
    "railways and waters crossed": (Snapper, "cut_off", _roads_only),
    "led beyond 30 metres": (snap, "REACH_M", 60.0),
    "degrees taken for metres": (snap, "metres_per_degree", lambda _lat: (90_000.0, 90_000.0)),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_build_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*WRONG[name])
    assert any(led_astray(make_scene(Random(seed))) for seed in range(200))  # noqa: S311


def test_a_build_that_leads_to_what_is_refused_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Snapper.snap

    def blind(self: Snapper, at: LonLat, table: Any) -> list[snap.Snapped]:
        return real(self, at, replace(table, edge_refused=np.zeros_like(table.edge_refused)))

    monkeypatch.setattr(Snapper, "snap", blind)
    assert any(led_astray(make_scene(Random(seed))) for seed in range(100))  # noqa: S311


def test_a_build_that_asks_thrice_about_one_street_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Snapper, "_street", lambda _self, near: near.spot)
    assert any(wrongly_asked(make_remote(Random(seed))) for seed in range(200))  # noqa: S311


# -- footways drawn on either side of a road -----------------------------------------------

LONG_M, CROSSINGS_AT = 200, (40, 160)


@dataclass(frozen=True)
class Roadside:
    """A road from west to east with a footway on either side, crossed here and there.

    ``at`` and ``moved`` are two points between the footways, at most 5 m apart;
    ``goal`` is the east end of one of the footways.
    """

    draft: Draft
    is_big: bool
    traveller: Traveller
    at: Metres
    moved: Metres
    goal: str

    def query(self, start: Metres) -> Query:
        goal = Endpoint(place=f"facility:{self.goal.lower()}")
        return Query(Endpoint(lonlat=lonlat(start)), goal, self.traveller, NOON)


def make_roadside(random: Random) -> Roadside:
    road = random.choice([RoadClass.RESIDENTIAL, RoadClass.TERTIARY, RoadClass.SECONDARY])
    beside_m = random.uniform(2, 8)
    draft = Draft()
    at = sorted(random.sample(CROSSINGS_AT, random.randint(1, 2)))
    columns = [0, *at, LONG_M]
    for x in columns:
        for row, y in (("N", beside_m), ("C", 0.0), ("S", -beside_m)):
            draft.nodes[f"{row}{x}"] = DraftNode(lonlat((x, y)))
    for before, after in itertools.pairwise(columns):
        for row, kind in (("N", Kind.FOOTWAY), ("C", Kind.STREET), ("S", Kind.FOOTWAY)):
            _join(draft, f"{row}{before}", f"{row}{after}", kind, road)
    across = Kind.CROSSING if road is RoadClass.RESIDENTIAL else random.choice(ACROSS)
    for x in at:
        _join(draft, f"N{x}", f"C{x}", across, road)
        _join(draft, f"C{x}", f"S{x}", across, road)
    here = random.uniform(5, LONG_M - 5), random.uniform(-5, 5)
    far, turn = random.uniform(0, 5), random.uniform(0, 2 * math.pi)
    moved = here[0] + far * math.cos(turn), here[1] + far * math.sin(turn)
    who = random.choice(["walk", "white_cane", "wheelchair_manual", "cane"])
    goal = f"{random.choice('NS')}{LONG_M}"
    place = Place(
        f"facility:{goal.lower()}", PlaceKind.FACILITY, "終点", lonlat=draft.nodes[goal].lonlat
    )
    draft.places[place.id] = replace(place, point_is="entrance")
    big = road is not RoadClass.RESIDENTIAL
    return Roadside(draft, big, get_preset(who), here, moved, goal)


ACROSS = (Kind.CROSSING, Kind.FOOTWAY)


def _join(draft: Draft, a: str, b: str, kind: Kind, road: RoadClass) -> None:
    values: dict[str, Known] = {**GOOD}
    if kind is Kind.STREET:  # foot=use_sidepath
        values["access"] = fact("no")
    line = draft.nodes[a].lonlat, draft.nodes[b].lonlat
    draft.add_edge(
        DraftEdge(
            key=f"ward:{a}/{b}", start=a, end=b, kind=kind, line=line, length_m=distance_m(*line),
            road_class=road if kind is Kind.STREET else RoadClass.FOOTWAY, values=values,
        )
    )  # fmt: skip


def crossed_in_silence(side: Roadside) -> list[str]:
    """Return the answers from either point that cross the road and do not tell it each time."""
    network = network_of(side.draft)
    found = []
    for start in (side.at, side.moved):
        for route in find_route(network, side.query(start)).routes:
            rows = [y for _, y in in_metres(route)]
            sides = [y > 0 for y in rows if abs(y) > EXACT_M]
            times = sum(a is not b for a, b in itertools.pairwise(sides))
            told = sum(len(segment.crosses) for segment in route.segments)
            begins_on_one = (
                route.segments[0].passage.kind is Kind.CROSSING or abs(rows[0]) <= EXACT_M
            )
            if told != times and not (begins_on_one and told == times + 1):
                found.append(f"from {start}: crosses {times} times, told {told}")
            if side.is_big and abs(start[1]) > EXACT_M and (start[1] > 0) is not sides[0]:
                found.append(f"from {start}: led across the road to begin with")
    return found


def in_metres(route: Route) -> list[Metres]:
    east, north = metres_per_degree(NORTH)
    points = [point for segment in route.segments for point in segment.passage.line]
    return [((x - WEST) * east, (y - NORTH) * north) for x, y in points]


@examples(150, proof=3_000)
@given(SEEDS)
def test_where_a_step_aside_changes_the_footway_the_answer_holds_the_crossing(seed: int) -> None:
    assert crossed_in_silence(make_roadside(Random(seed))) == []  # noqa: S311


def test_five_metres_change_the_footway_and_the_crossing_of_many_random_answers() -> None:
    told = []
    for seed in range(60):
        side = make_roadside(Random(seed))  # noqa: S311
        network = network_of(side.draft)
        pair = [find_route(network, side.query(at)) for at in (side.at, side.moved)]
        routes = [answer.routes[0] for answer in pair if answer.routes]
        told.append({sum(len(s.crosses) for s in route.segments) for route in routes})
    assert {0, 1} in told
    assert {0} in told
    assert {1} in told


def test_the_check_of_the_sides_catches_a_build_that_does_not_tell_crossings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "routeguide.routing.segments.list_crossed", lambda _n, steps, _p: [()] * len(steps)
    )
    assert any(crossed_in_silence(make_roadside(Random(seed))) for seed in range(40))  # noqa: S311


# -- drawn streets -------------------------------------------------------------------------


def ask_from(network: Network, at: LonLat, who: str = "walk") -> Any:
    return find_route(
        network, Query(Endpoint(lonlat=at), Endpoint(place="facility:b"), get_preset(who), NOON)
    )


def test_a_railway_between_is_not_crossed_and_the_street_beyond_it_is_not_offered() -> None:
    draft = draw_street()
    assert ask_from(network_of(draft), lonlat((20, 10))).status is Outcome.OK
    draft.obstacles = [(lonlat((0, 5)), lonlat((40, 5)))]
    answer = ask_from(network_of(draft), lonlat((20, 10)))
    assert answer.status is Outcome.ASK
    assert answer.candidates == ()


def test_a_road_crossed_right_after_a_start_within_a_passage_is_told() -> None:
    network = draw("""
        A
        !
    B---C---D
        !
        E
    """, facilities="B")  # fmt: skip
    there = network.lonlat(network.find_node("D") or 0)
    route = ask_from(network, (there[0] - 1e-4, there[1] + 2e-5), "white_cane").routes[0]
    assert [s.passage.from_key for s in route.segments] == ["D", "C"]
    assert [str(c.road_class) for s in route.segments for c in s.crosses] == ["secondary"]
    points = [point for s in route.segments for point in s.passage.line]
    assert all(len(set(s.passage.line)) == len(s.passage.line) for s in route.segments)
    assert points[1] == points[2]


def test_thirty_metres_are_within_reach_and_more_is_asked_about() -> None:
    network = network_of(draw_street())
    assert ask_from(network, lonlat((20, 29.9))).status is Outcome.OK
    answer = ask_from(network, lonlat((20, 30.1)))
    assert answer.status is Outcome.ASK
    assert [row["distance_m"] for row in answer.candidates] == [30]


def draw_street() -> Draft:
    return draw_draft("A---B", facilities="B")
