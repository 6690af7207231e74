"""Stations as small graphs on the ward's own network: Kotake-mukaihara is the test."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from routeguide.model.route import Answer, Endpoint, Outcome, Query
from routeguide.model.traveller import get_preset
from routeguide.network.build import BuildInput, build_network
from routeguide.network.store import Network, load_network
from routeguide.network.ward import load_ward
from routeguide.routing.places import spots_of
from routeguide.routing.plan import find_route
from tests.drawn import NOON

WARD = Path(__file__).parents[2] / "graphdata" / "ward"
TODAY = date(2026, 11, 24)
KOTAKE, LIBRARY = "station:kotake-mukaihara", "facility:kotake-toshokan"


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Network:
    source = BuildInput(None, load_ward(WARD, today=TODAY))
    return load_network(build_network(source, tmp_path_factory.mktemp("ward")), today=TODAY)


def ask(network: Network, a: str, b: str, who: str) -> Answer:
    return find_route(network, Query(Endpoint(place=a), Endpoint(place=b), get_preset(who), NOON))


@pytest.mark.parametrize(
    "who", ["wheelchair_manual", "wheelchair_assisted", "wheelchair_powered", "walker", "stroller"]
)
def test_a_wheelchair_leaves_kotake_mukaihara_by_its_one_lift(ward: Network, who: str) -> None:
    route = ask(ward, KOTAKE, LIBRARY, who).routes[0]
    kinds = [str(s.passage.kind) for s in route.segments]
    lifts = [s.passage.lift_id for s in route.segments if s.passage.lift_id]
    assert lifts == ["lift:kotake-mukaihara/evr"]
    assert not {"steps", "escalator"} & set(kinds)
    assert route.start_exit is not None
    assert route.start_exit.id == "exit:kotake-mukaihara/evr"
    assert route.label == "unverified"


def test_a_walker_takes_the_stairs_and_has_a_shorter_way(ward: Network) -> None:
    walk = ask(ward, KOTAKE, LIBRARY, "walk").routes[0]
    chair = ask(ward, KOTAKE, LIBRARY, "wheelchair_manual").routes[0]
    assert walk.length_m < chair.length_m - 100
    assert "steps" in {str(s.passage.kind) for s in walk.segments}


def test_every_lift_of_a_route_is_named_with_its_state(ward: Network) -> None:
    route = ask(ward, KOTAKE, LIBRARY, "stroller").routes[0]
    states = [(s.passage.lift_id, str(s.lift_state)) for s in route.segments if s.passage.lift_id]
    assert states == [("lift:kotake-mukaihara/evr", "no_report")]


def test_exits_without_a_lift_cannot_be_reached_by_wheels(ward: Network) -> None:
    answer = ask(ward, "exit:kotake-mukaihara/2", KOTAKE, "wheelchair_manual")
    used = {s.passage.lift_id for r in answer.routes for s in r.segments}
    assert answer.status is Outcome.NO_ROUTE or "lift:kotake-mukaihara/evr" in used


def test_the_gates_meet_only_on_the_platforms(ward: Network) -> None:
    gates = {"gate:kotake-mukaihara/west", "gate:kotake-mukaihara/east"}
    for edge in ward.iter_edges():
        passage = ward.passage(edge)
        assert {passage.from_key, passage.to_key} != gates


def test_the_planned_lift_is_drawn_and_closed(ward: Network) -> None:
    planned = [e for e in ward.iter_edges() if ward.passage(e).status == "planned"]
    assert {ward.passage(e).lift_id for e in planned} == {"lift:kotake-mukaihara/2"}
    links = ward.column("link_edge")
    assert not ward.link_open[[i for i, e in enumerate(links.tolist()) if e in planned]].any()


def test_a_station_of_several_operators_starts_from_all_of_them(ward: Network) -> None:
    for name in ("station:nerima", "station:nerima-oedo"):
        nodes = {spot.node for spot in spots_of(ward, ward.places[name])}
        keys = {ward.node_key(node) for node in nodes if node is not None}
        assert keys == {"station:nerima", "station:nerima-oedo"}


def test_a_station_without_a_way_on_this_network_is_told_so(ward: Network) -> None:
    answer = ask(ward, "station:iogi", LIBRARY, "walk")
    assert answer.status is Outcome.NO_ROUTE
    assert answer.blockers == ()


def test_every_candidate_route_can_be_walked(ward: Network) -> None:
    for route in load_ward(WARD, today=TODAY).routes:
        answer = ask(
            ward, route.from_exit_id or route.from_station_id, route.to_facility_id, "walk"
        )
        assert answer.status is Outcome.OK, route.route_id


def test_roads_told_to_be_crossed_are_crossed(ward: Network) -> None:
    route = ask(ward, "exit:nerima-oedo/a2", "facility:nerimakuyakusho", "walk").routes[0]
    names = [c.name for s in route.segments for c in s.crosses]
    assert {"千川通り", "目白通り"} <= set(names)


def test_a_trunk_road_without_a_known_footway_is_told_as_what_blocks_the_way(
    ward: Network,
) -> None:
    answer = ask(ward, "exit:nerima-oedo/a2", "facility:nerimakuyakusho", "white_cane")
    assert answer.status is Outcome.NO_ROUTE
    assert {b.attribute for b in answer.blockers} == {"road_without_footway"}
    assert {b.where.name for b in answer.blockers} == {"目白通り"}


@pytest.mark.parametrize(("who", "code"), [("wheelchair_manual", "3"), ("stroller", "3")])
def test_a_known_lift_is_preferred_to_exits_of_which_nothing_is_known(
    ward: Network, who: str, code: str
) -> None:
    answer = ask(ward, "station:shin-sakuradai", "facility:sakuradai-taiikukan", who)
    route = answer.routes[0]
    assert route.start_exit is not None
    assert route.start_exit.id == f"exit:shin-sakuradai/{code}"
    assert any(s.passage.lift_id == "lift:shin-sakuradai/3" for s in route.segments)
