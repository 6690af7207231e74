"""Raw ways and nodes -> passages: drawn by hand, one case a test."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from routeguide.model.geodesy import distance_m
from routeguide.model.passage import reverse_key
from routeguide.model.values import Fact, Measure
from routeguide.model.vocabulary import Kind
from routeguide.network.assemble import assemble
from routeguide.network.beside import (
    add_drawn_landmarks,
    add_landmarks,
    close_carriageways,
    obstacles_of,
)
from routeguide.network.build import BuildInput, draft_network
from routeguide.network.crossed import find_crossed_roads
from routeguide.network.draft import BIG_ROADS, Draft, DraftEdge, DraftNode
from routeguide.network.extract import Extract, RawArea, RawWay
from routeguide.network.join import Joiner
from routeguide.network.level_crossings import add_level_crossings
from tests.drawn import at, network_of

Tags = Mapping[str, str]
FOOTWAY = {"highway": "footway"}
STREET = {"highway": "residential"}


def extract_of(
    ways: Mapping[int, tuple[tuple[int, ...], Tags]],
    nodes: Mapping[int, tuple[float, float]],
    tagged: Mapping[int, Tags] | None = None,
) -> Extract:
    """Return an extract; node positions in tens of metres (column, row)."""
    extract = Extract(kind="osm-file", name="drawn", sha256="0")
    extract.lonlat = {node: at(*position) for node, position in nodes.items()}
    extract.node_tags = dict(tagged or {})
    extract.ways = [RawWay(way, refs, tags) for way, (refs, tags) in ways.items()]
    return extract


def draft_of(*args: object) -> Draft:
    draft = Draft()
    assemble(extract_of(*args), draft)  # type: ignore[arg-type]
    return draft


LINE = {1: (0, 0), 2: (5, 0), 3: (10, 0), 4: (5, 5)}


def test_ways_are_cut_where_they_share_a_node() -> None:
    draft = draft_of({1: ((1, 2, 3), FOOTWAY), 2: ((2, 4), FOOTWAY)}, LINE)
    assert sorted(draft.edges) == ["w1:1-2", "w1:2-3", "w2:2-4"]
    assert draft.edges["w1:1-2"].length_m == pytest.approx(50, abs=0.1)


def test_a_way_without_a_junction_stays_whole() -> None:
    assert sorted(draft_of({1: ((1, 2, 3), FOOTWAY)}, LINE).edges) == ["w1:1-3"]


def test_a_loop_is_halved_so_that_no_passage_returns_to_its_start() -> None:
    nodes = {1: (0, 0), 2: (5, 0), 3: (5, 5), 4: (0, 5), 5: (-5, 0)}
    draft = draft_of({1: ((1, 2, 3, 4, 1), FOOTWAY), 2: ((5, 1), FOOTWAY)}, nodes)
    assert all(edge.start != edge.end for edge in draft.edges.values())
    total = sum(e.length_m for k, e in draft.edges.items() if k.startswith("w1"))
    assert total == pytest.approx(200, abs=0.5)


def test_parallel_links_of_one_way_keep_names_of_their_own() -> None:
    nodes = {1: (0, 0), 2: (5, 0), 3: (5, 5), 8: (9, 0), 9: (-5, 0)}
    ways = {1: ((1, 2, 3, 1, 2), FOOTWAY), 2: ((9, 1), FOOTWAY), 3: ((2, 8), FOOTWAY)}
    keys = [key for key in draft_of(ways, nodes).edges if key.startswith("w1:")]
    assert len(keys) == len(set(keys))
    assert "w1:1-2" in keys
    assert {key.partition("~")[2] for key in keys} == {"", "2", "3"}


@given(st.integers(-9, 9), st.integers(1, 99), st.integers(1, 99), st.sampled_from(["", "~2"]),
       st.sampled_from(["", "/3", "/1.2"]))  # fmt: skip
def test_a_key_walked_back_and_back_again_is_itself(
    way: int, a: int, b: int, twin: str, piece: str
) -> None:
    key = f"w{way}:{a}-{b}{twin}{piece}"
    assert reverse_key(key) == f"w{way}:{b}-{a}{twin}{piece}"
    assert reverse_key(reverse_key(key)) == key
    assert reverse_key(reverse_key("ward:x/1")) == "ward:x/1"


def test_a_kerb_on_the_way_becomes_a_point_and_cuts_it() -> None:
    draft = draft_of({1: ((1, 2, 3), FOOTWAY)}, LINE, {2: {"kerb": "raised"}})
    assert set(draft.points) == {"n2"}
    assert len(draft.edges) == 2


def test_a_crossing_nodes_kerb_counts_only_for_the_passages_that_cross() -> None:
    crossing = {"highway": "footway", "footway": "crossing"}
    ways = {1: ((1, 2, 3), STREET), 2: ((4, 2), crossing)}
    draft = draft_of(ways, LINE, {2: {"highway": "crossing", "kerb": "lowered"}})
    assert "step_cm" in draft.edges["w2:4-2"].values
    assert "step_cm" not in draft.edges["w1:1-2"].values
    assert draft.points == {}


def test_a_crossings_own_tags_beat_those_of_its_node() -> None:
    crossing = {"highway": "footway", "footway": "crossing", "crossing": "zebra"}
    node = {"highway": "crossing", "crossing": "traffic_signals", "tactile_paving": "yes"}
    draft = draft_of({1: ((1, 2, 3), STREET), 2: ((4, 2), crossing)}, LINE, {2: node})
    values = draft.edges["w2:4-2"].values
    assert isinstance(values["crossing"], Fact)
    assert values["crossing"].value == "marked"
    assert "tactile" in values


def test_a_crossing_node_that_forbids_crossing_closes_the_crossing_way() -> None:
    crossing = {"highway": "footway", "footway": "crossing"}
    ways = {1: ((1, 2, 3), STREET), 2: ((4, 2), crossing)}
    draft = draft_of(ways, LINE, {2: {"highway": "crossing", "crossing": "no"}})
    access = draft.edges["w2:4-2"].values["access"]
    assert isinstance(access, Fact)
    assert access.value == "no"


# -- lifts and levels ----------------------------------------------------------


UP = {"highway": "footway", "level": "1"}
DOWN = {"highway": "footway", "level": "0"}
LIFT = {"highway": "elevator", "level": "0;1", "door:width": "0.9"}


def test_changing_floors_at_a_lift_means_riding_it() -> None:
    draft = draft_of({1: ((1, 2), DOWN), 2: ((2, 3), UP)}, LINE, {2: LIFT})
    rides = [e for e in draft.edges.values() if e.kind is Kind.LIFT]
    assert [(r.lift_id, r.from_level, r.to_level) for r in rides] == [("lift:n2", 0, 1)]
    assert draft.edges["w1:1-2"].end != draft.edges["w2:2-3"].start


def test_walking_past_a_lift_on_one_level_needs_no_ride() -> None:
    draft = draft_of({1: ((1, 2, 3), DOWN), 2: ((2, 4), UP)}, LINE, {2: LIFT})
    assert draft.edges["w1:1-2"].end == draft.edges["w1:2-3"].start


def test_ways_of_unknown_level_at_a_lift_are_not_joined_without_it() -> None:
    draft = draft_of({1: ((1, 2), FOOTWAY), 2: ((2, 3), FOOTWAY)}, LINE, {2: LIFT})
    assert draft.edges["w1:1-2"].end != draft.edges["w2:2-3"].start
    assert sum(e.kind is Kind.LIFT for e in draft.edges.values()) == 1


def test_a_lift_with_one_landing_is_left_as_it_is_and_told() -> None:
    draft = draft_of({1: ((1, 2, 3), DOWN)}, LINE, {2: LIFT})
    assert not [e for e in draft.edges.values() if e.kind is Kind.LIFT]
    assert "階がひとつしか分からないエレベーター" in draft.notes


def test_a_lift_drawn_as_a_way_is_a_passage_of_its_own() -> None:
    tags = {"highway": "elevator", "level": "0;1"}
    draft = draft_of({1: ((1, 2), DOWN), 2: ((2, 3), tags)}, LINE)
    ride = draft.edges["w2:2-3"]
    assert (ride.kind, ride.lift_id, ride.from_level, ride.to_level) == (Kind.LIFT, "lift:w2", 0, 1)


def test_the_neighbours_tell_at_which_end_of_a_stair_its_levels_lie() -> None:
    stairs = {"highway": "steps", "level": "0;1"}
    draft = draft_of({1: ((3, 2), stairs), 2: ((2, 1), DOWN)}, LINE)
    assert (draft.edges["w1:3-2"].from_level, draft.edges["w1:3-2"].to_level) == (1, 0)


def test_a_ramp_beside_steps_is_a_passage_of_its_own_with_an_unknown_slope() -> None:
    stairs = {"highway": "steps", "ramp:wheelchair": "yes", "surface": "asphalt"}
    edges = draft_of({1: ((1, 2), stairs)}, LINE).edges
    assert {str(edge.kind) for edge in edges.values()} == {"steps", "ramp"}
    ramp = next(e for e in edges.values() if e.kind is Kind.RAMP)
    assert "slope_pct" not in ramp.values
    assert "surface" not in ramp.values


# -- squares -------------------------------------------------------------------


CORNERS = {1: (0, 0), 2: (10, 0), 3: (10, 10), 4: (0, 10), 5: (-5, 0), 6: (15, 10), 7: (15, 0)}
SQUARE = {"highway": "pedestrian", "area": "yes"}


def square(tagged: Tags = SQUARE, *, hole: bool = False) -> Draft:
    ways = {2: ((5, 1), FOOTWAY), 3: ((3, 6), FOOTWAY), 4: ((2, 7), FOOTWAY)}
    extract = extract_of(ways, {**CORNERS, 11: (4, 4), 12: (6, 4), 13: (6, 6), 14: (4, 6)})
    if hole:
        ring = ((1, 2, 3, 4, 1),)
        extract.areas = [RawArea(-9, ring, ((11, 12, 13, 14, 11),), {**tagged, "type": "x"})]
    else:
        extract.ways.append(RawWay(9, (1, 2, 3, 4, 1), tagged))
    draft = Draft()
    assemble(extract, draft)
    return draft


def links(draft: Draft, way: str) -> set[frozenset[str]]:
    return {frozenset((e.start, e.end)) for k, e in draft.edges.items() if k.startswith(way)}


def test_a_square_is_walked_along_its_edge_and_straight_across() -> None:
    found = links(square(), "w9:")
    assert frozenset({"n1", "n3"}) in found
    assert frozenset({"n1", "n2"}) in found
    across = [
        e for k, e in square().edges.items() if {e.start, e.end} == {"n1", "n3"} and "w9" in k
    ]
    assert min(e.length_m for e in across) == pytest.approx(141.4, abs=0.5)


def test_nobody_is_sent_across_a_hole_in_a_square() -> None:
    draft = square(hole=True)
    for edge in draft.edges.values():
        if {edge.start, edge.end} == {"n1", "n3"}:
            assert edge.length_m > 190


def test_a_square_that_is_closed_stays_closed_on_every_link() -> None:
    for key, edge in square({**SQUARE, "access": "private"}).edges.items():
        if key.startswith("w9:"):
            access = edge.values["access"]
            assert isinstance(access, Fact)
            assert access.value == "no"


# -- what is beside and across ---------------------------------------------------


def test_the_metres_on_the_rails_are_a_level_crossing() -> None:
    nodes = {1: (0, 5), 2: (10, 5), 3: (20, 5), 8: (10, 0), 9: (10, 10)}
    ways = {1: ((1, 2, 3), STREET), 5: ((8, 2, 9), {"railway": "rail"})}
    extract = extract_of(ways, nodes, {2: {"railway": "level_crossing"}})
    draft = Draft()
    assemble(extract, draft)
    add_level_crossings(draft, extract)
    pieces = [e for e in draft.edges.values() if e.kind is Kind.LEVEL_CROSSING]
    assert sum(e.length_m for e in pieces) == pytest.approx(14, abs=0.3)
    assert sum(e.length_m for e in draft.edges.values()) == pytest.approx(200, abs=0.5)


@pytest.mark.parametrize(
    ("rail", "crossing"),
    [({"railway": "rail"}, True), ({"railway": "rail", "bridge": "yes"}, False),
     ({"railway": "subway", "tunnel": "yes"}, False), ({"railway": "rail", "layer": "-1"}, False)],
)  # fmt: skip
def test_a_railway_on_the_ground_is_crossed_without_a_shared_node_too(
    rail: Tags, crossing: bool
) -> None:
    nodes = {1: (0, 5), 3: (20, 5), 8: (10, 0), 9: (10, 10)}
    extract = extract_of({1: ((1, 3), STREET), 5: ((8, 9), rail)}, nodes)
    draft = Draft()
    assemble(extract, draft)
    add_level_crossings(draft, extract)
    kinds = {e.kind for e in draft.edges.values()}
    assert (Kind.LEVEL_CROSSING in kinds) is crossing


@pytest.mark.parametrize(("row", "word"), [(2, "footway_found"), (6, "footway_not_found")])
def test_a_carriageway_is_closed_where_the_footway_really_runs_beside_it(
    row: int, word: str
) -> None:
    nodes = {1: (0, 0), 2: (20, 0), 3: (0, row), 4: (20, row)}
    ways = {1: ((1, 2), {"highway": "secondary", "sidewalk": "separate"}), 2: ((3, 4), FOOTWAY)}
    draft = draft_of(ways, nodes)
    close_carriageways(draft)
    closure = draft.edges["w1:1-2"].values["closure"]
    assert isinstance(closure, Fact)
    assert closure.value == word
    assert bool(draft.notes) is (word == "footway_not_found")


@pytest.mark.parametrize(("layer", "count"), [({}, 1), ({"layer": "1", "bridge": "yes"}, 0)])
def test_a_big_road_crossed_without_a_shared_node_is_found(layer: Tags, count: int) -> None:
    nodes = {1: (0, 5), 2: (20, 5), 3: (8, 0), 4: (8, 10)}
    ways = {1: ((1, 2), FOOTWAY), 2: ((3, 4), {"highway": "secondary", "name": "A", **layer})}
    draft = draft_of(ways, nodes)
    draft.signals.append(at(8, 6))
    find_crossed_roads(draft)
    found = draft.crossed.get("w1:1-2", [])
    assert len(found) == count
    if found:
        assert found[0].offset_m == pytest.approx(80, abs=0.5)
        assert (found[0].name, found[0].signal) == ("A", True)


def test_a_landmark_knows_its_passage_offset_and_side() -> None:
    nodes = {1: (0, 5), 2: (20, 5), 3: (8, 4)}
    extract = extract_of({1: ((1, 2), STREET)}, nodes, {3: {"shop": "convenience", "name": "店"}})
    draft = Draft()
    assemble(extract, draft)
    add_landmarks(draft, extract)
    mark = draft.landmarks[0]
    assert (mark.kind, mark.name, mark.side) == ("convenience_store", "店", "left")
    assert mark.offset_m == pytest.approx(80, abs=0.5)


def test_named_corners_and_bridges_are_landmarks() -> None:
    ways = {
        1: ((1, 2), {"highway": "residential", "name": "甲通り"}),
        2: ((2, 3), {"highway": "residential", "name": "乙通り", "bridge": "yes", "layer": "1"}),
        3: ((2, 4), {"highway": "residential", "name": "丙通り"}),
    }
    draft = draft_of(ways, LINE)
    add_drawn_landmarks(draft)
    found = {(mark.kind, mark.name) for mark in draft.landmarks}
    assert found == {("corner", "丙通りと甲通り"), ("bridge", "乙通り")}


# -- joining places ----------------------------------------------------------------


def joined(
    ways: Mapping[int, tuple[tuple[int, ...], Tags]],
    nodes: Mapping[int, tuple[float, float]],
    where: tuple[float, float],
) -> tuple[Draft, list[DraftEdge]]:
    extract = extract_of(ways, nodes)
    draft = Draft()
    assemble(extract, draft)
    draft.nodes["facility:x"] = DraftNode(at(*where))
    joiner = Joiner(draft, obstacles_of(extract))
    joiner.join("facility:x", at(*where))
    joiner.cut_and_connect()
    return draft, [e for e in draft.edges.values() if e.connector]


def test_a_place_is_joined_at_its_foot_and_the_passage_is_cut_there() -> None:
    draft, connectors = joined({1: ((1, 2), STREET)}, {1: (0, 5), 2: (20, 5)}, (8, 3))
    assert [round(c.length_m) for c in connectors] == [20]
    assert sorted(round(e.length_m) for e in draft.edges.values()) == [20, 80, 120]
    assert all(c.values == {} for c in connectors)


def test_a_place_is_joined_to_the_end_of_a_passage_without_a_cut() -> None:
    draft, connectors = joined({1: ((1, 2), STREET)}, {1: (0, 5), 2: (20, 5)}, (0, 3))
    assert len(draft.edges) == 2
    assert connectors[0].end == "n1"


@pytest.mark.parametrize(
    "barrier", [{"railway": "rail"}, {"waterway": "river"}, {"highway": "primary"}]
)
def test_no_connector_crosses_a_railway_water_or_a_big_road(barrier: Tags) -> None:
    ways = {1: ((1, 2), STREET), 2: ((3, 4), barrier)}
    nodes = {1: (0, 5), 2: (20, 5), 3: (0, 4), 4: (20, 4)}
    _, connectors = joined(ways, nodes, (8, 3))
    street = shapely.LineString([at(0, 5), at(20, 5)])
    for connector in connectors:
        end = shapely.Point(connector.line[-1])
        assert street.distance(end) > 1e-5


def test_a_place_farther_than_75_metres_is_not_joined() -> None:
    _, connectors = joined({1: ((1, 2), STREET)}, {1: (0, 8), 2: (20, 8)}, (8, 0))
    assert connectors == []


@pytest.mark.parametrize(
    "tags",
    [{"highway": "steps"}, {"highway": "footway", "bridge": "yes"}, {"highway": "motorway"},
     {"highway": "footway", "access": "no"}, {"highway": "footway", "level": "-1"}],
)  # fmt: skip
def test_a_place_is_never_joined_to_stairs_bridges_other_floors_or_closed_ways(tags: Tags) -> None:
    _, connectors = joined({1: ((1, 2), tags)}, {1: (0, 5), 2: (20, 5)}, (8, 3))
    assert connectors == []


def test_slopes_of_a_way_change_sign_when_it_is_walked_back() -> None:
    draft = draft_of({1: ((1, 2), {**FOOTWAY, "incline": "6%"})}, LINE)
    known = draft.edges["w1:1-2"].values["slope_pct"]
    assert isinstance(known, Measure)
    assert (known.negated().low, known.negated().high) == (-6, -6)
    assert distance_m(*draft.edges["w1:1-2"].line) == pytest.approx(50, abs=0.1)


def test_parallel_links_drawn_in_opposite_directions_have_keys_of_their_own_either_way() -> None:
    """A square's edge and a way back over it: the one walked back is not the other walked on."""
    nodes = {1: (0, 0), 2: (5, 0), 3: (2, 3), 4: (-3, 0), 5: (8, 0)}
    ways = {1: ((1, 2, 3, 1), FOOTWAY), 2: ((4, 1), FOOTWAY), 3: ((2, 5), FOOTWAY)}
    draft = draft_of(ways, nodes)
    keys = [key for edge in draft.edges for key in (edge, reverse_key(edge))]
    assert len([edge for edge in draft.edges if edge.startswith("w1:")]) == 2
    assert len(set(keys)) == len(keys)


# -- what nobody is led across ------------------------------------------------------


def walls_of(ways: Mapping[int, tuple[tuple[int, ...], Tags]]) -> int:
    """Return how many obstacles a network of these ways keeps, beside one street."""
    nodes = {1: (0, 0), 2: (5, 0), 3: (0, 1), 4: (5, 1)}
    extract = extract_of({9: ((1, 2), STREET), **ways}, nodes)
    draft = draft_network(BuildInput(extract, None))
    network = network_of(draft)
    kept = len(network.column("obstacle_line_offsets")) - 1
    assert kept == len(draft.obstacles)
    return kept


@pytest.mark.parametrize(
    ("tags", "kept"),
    [
        ({"railway": "rail"}, 1),
        ({"railway": "rail", "bridge": "yes", "layer": "1"}, 0),
        ({"railway": "subway", "tunnel": "yes", "layer": "-2"}, 0),
        ({"railway": "platform"}, 0),
        ({"waterway": "river"}, 1),
        ({"waterway": "stream", "tunnel": "culvert"}, 0),
        ({"natural": "water"}, 1),
        ({"highway": "footway"}, 0),
    ],
)
def test_railways_and_waters_on_the_ground_are_kept_as_obstacles(tags: Tags, kept: int) -> None:
    assert walls_of({1: ((3, 4), tags)}) == kept


@pytest.mark.parametrize(
    "tags", [{"highway": "motorway"}, {"highway": "primary", "motorroad": "yes"}]
)
def test_a_big_road_that_nobody_walks_is_a_passage_all_the_same_and_so_an_obstacle(
    tags: Tags,
) -> None:
    nodes = {1: (0, 0), 2: (5, 0), 3: (0, 1), 4: (5, 1)}
    draft = draft_of({9: ((1, 2), STREET), 1: ((3, 4), tags)}, nodes)
    edge = draft.edges["w1:3-4"]
    assert edge.road_class in BIG_ROADS
    assert edge.values["access"].value == "no"  # type: ignore[union-attr]


def test_the_shore_of_a_lake_is_kept_as_an_obstacle() -> None:
    extract = extract_of({9: ((1, 2), STREET)}, {1: (0, 0), 2: (5, 0), 3: (0, 1), 4: (5, 1)})
    water = {"natural": "water", "type": "multipolygon"}
    extract.areas = [RawArea(-1, outer=((3, 4, 2, 3),), inner=(), tags=water)]
    assert len(draft_network(BuildInput(extract, None)).obstacles) == 1
