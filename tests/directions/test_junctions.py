"""Junctions by what is drawn there: what they are called, what is followed, what is counted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest

from routeguide.directions import junctions
from routeguide.directions.acts import LEGS, Act, Maneuver
from routeguide.directions.junctions import Weight, weigh
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.model.route import Route
from routeguide.model.traveller import Group
from routeguide.model.vocabulary import CrossingKind, Kind, LiftState, RoadClass
from routeguide.routing.plan import find_route
from tests.directions.checker import list_untold_turns
from tests.directions.drawn import Drawn, crossing, number, word
from tests.drawn import ask, draw

HOME, BIG = RoadClass.RESIDENTIAL, RoadClass.SECONDARY
SERVICE, FOOT = RoadClass.SERVICE, RoadClass.FOOTWAY

LEFT, AHEAD, RIGHT = (-90.0, HOME, None), (0.0, HOME, None), (90.0, HOME, None)
Ways = Sequence[tuple[float, RoadClass | None, str | None]]


def street(*pieces: tuple[float, float, Ways | None], road: RoadClass = HOME) -> Drawn:
    """Return a walk along streets: metres, turn before them, other ways at that node."""
    drawn = Drawn()
    for metres, turn, ways in pieces:
        drawn.go(metres, Kind.STREET, turn=turn, road=road, ways=ways)
    return drawn


def legs(drawn: Drawn | Route, group: Group = Group.WALK) -> list[Maneuver]:
    route = drawn.end() if isinstance(drawn, Drawn) else drawn
    return [m for m in list_maneuvers(route, group=group) if m.type in LEGS]


def turn_with(turn: float, ways: Ways | None) -> Maneuver:
    """Return the leg behind a turn at a node with these other ways."""
    return legs(street((100, 0, ()), (100, turn, ways)))[-1]


# -- names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turn", "ways", "name"),
    [
        (90, [LEFT], "t"),
        (-90, [RIGHT], "t"),
        (90, [LEFT, AHEAD], "cross"),
        (90, [AHEAD], "side"),
        (-90, [AHEAD], "side"),
        (30, [(-30, HOME, None)], "fork"),
        (50, [(-50, HOME, None)], "fork"),
        (-90, [(45, HOME, None)], None),
        (90, [], "bend"),
        (90, [(-170, HOME, None)], None),
        (90, None, None),
        (90, [(0, None, None)], "corner"),
        (90, [LEFT, (0, None, None)], "t"),
    ],
)
def test_a_junction_is_named_by_the_ways_that_are_drawn(
    turn: float, ways: Ways | None, name: str | None
) -> None:
    leg = turn_with(turn, ways)
    assert (leg.hour, leg.facts.get("junction")) == (junctions.clock_hour(turn), name)
    before = legs(street((100, 0, ()), (100, turn, ways)))[0]
    assert before.facts["until"]["kind"] == (name or "turn")


def test_a_drive_makes_no_junction_of_a_street_but_a_way_ahead_keeps_it_from_ending() -> None:
    drive_left, path_ahead = (-90.0, SERVICE, None), (0.0, FOOT, None)
    assert turn_with(90, [drive_left, AHEAD]).facts["junction"] == "side"
    assert turn_with(90, [LEFT]).facts["junction"] == "t"
    assert "junction" not in turn_with(90, [LEFT, path_ahead]).facts


def test_two_nodes_a_few_metres_apart_are_one_junction() -> None:
    drawn = street((100, 0, ()), (4, 0, [LEFT]), (100, 90, [AHEAD]))
    assert legs(drawn)[-1].facts["junction"] == "cross"


@pytest.mark.parametrize(
    ("kind", "road", "weight"),
    [
        (Kind.STREET, BIG, Weight.BIG),
        (Kind.STREET, HOME, Weight.STREET),
        (Kind.STREET, SERVICE, Weight.SERVICE),
        (Kind.STREET, None, Weight.SERVICE),
        (Kind.FOOTWAY, FOOT, Weight.PATH),
        (Kind.FOOTWAY, RoadClass.PEDESTRIAN, Weight.STREET),
    ],
)
def test_ways_weigh_by_what_is_drawn(kind: Kind, road: RoadClass | None, weight: Weight) -> None:
    assert weigh(kind, road) is weight


# -- what is followed and what is told -----------------------------------------------------


def test_a_street_that_bends_without_a_junction_is_followed_with_its_bends() -> None:
    [leg] = legs(street((80, 0, ()), (60, 40, []), (60, -60, [])))
    assert leg.length_m == pytest.approx(200, abs=0.5)
    assert leg.facts["bends"] == [
        {"offset_m": pytest.approx(80, abs=1), "hour": 1},
        {"offset_m": pytest.approx(140, abs=1), "hour": 10},
    ]


def test_a_sharp_bend_is_told_and_called_one() -> None:
    told = legs(street((80, 0, ()), (60, 90, [])))
    assert [m.facts.get("junction") for m in told] == [None, "bend"]


def test_a_curve_drawn_with_many_corners_is_one_bend() -> None:
    [leg] = legs(street((80, 0, ()), *[(12, 15, [])] * 4, (80, 0, [])))
    assert [bend["hour"] for bend in leg.facts["bends"]] == [2]


def test_a_street_past_side_streets_is_one_leg_and_they_are_counted() -> None:
    [leg] = legs(street((60, 0, ()), (60, 0, [LEFT]), (60, 0, [LEFT, RIGHT]), (60, 0, [RIGHT])))
    counted = {key: leg.facts.get(key) for key in ("crossroads", "streets_left", "streets_right")}
    assert counted == {"crossroads": 1, "streets_left": 1, "streets_right": 1}


def test_nothing_is_counted_where_a_node_is_not_known() -> None:
    [leg] = legs(street((60, 0, ()), (60, 0, [LEFT]), (60, 30, None), (60, -30, None)))[:1]
    assert leg.facts["streets_left"] == 1
    [leg] = legs(street((60, 0, ()), (60, 0, None), (60, 0, [])))
    assert "streets_left" not in leg.facts


def test_a_slight_turn_is_followed_unless_another_way_is_as_straight() -> None:
    assert len(legs(street((90, 0, ()), (90, 30, [(-100, HOME, None)])))) == 1
    assert len(legs(street((90, 0, ()), (90, 30, [(-20, HOME, None)])))) == 2
    assert len(legs(street((90, 0, ()), (90, 30, [(-20, SERVICE, None)])))) == 1


def test_leaving_the_road_that_bends_off_is_told_though_one_goes_straight_on() -> None:
    drawn = Drawn().go(90, Kind.STREET, road=BIG, name="千川通り")
    drawn.go(90, Kind.STREET, road=HOME, ways=[(40, BIG, "千川通り")])
    told = legs(drawn)
    assert [(m.hour, m.facts.get("junction")) for m in told] == [(None, None), (12, "fork")]
    kept = Drawn().go(90, Kind.STREET, road=BIG, name="千川通り")
    kept.go(90, Kind.STREET, road=BIG, name="千川通り", ways=[(40, HOME, None)])
    assert len(legs(kept)) == 1


def test_a_change_of_name_straight_on_is_told_within_the_leg() -> None:
    drawn = Drawn().go(100, Kind.STREET, road=HOME, name="千川通り", kana="せんかわどおり")
    drawn.go(60, Kind.STREET, road=HOME, name="要町通り", ways=[LEFT])
    [leg] = legs(drawn)
    assert leg.name == "千川通り"
    assert leg.facts["streets"] == [
        {"name": "千川通り", "kana": "せんかわどおり", "offset_m": 0.0},
        {"name": "要町通り", "kana": None, "offset_m": 100.0},
    ]


def test_right_and_left_again_at_an_offset_junction_is_one_thing_to_do() -> None:
    drawn = street((100, 0, ()), (12, 90, [LEFT]), (100, -90, [RIGHT, AHEAD]))
    first, second = legs(drawn)
    assert (second.hour, round(second.length_m or 0)) == (3, 112)
    assert second.facts["then"] == [{"offset_m": 12, "hour": 9, "junction": "cross"}]
    assert first.facts["until"]["kind"] == "t"


def test_an_offset_that_is_no_zigzag_stays_two_turns() -> None:
    far = street((100, 0, ()), (20, 90, [LEFT]), (100, -90, [RIGHT]))
    around = street((100, 0, ()), (12, 90, [LEFT]), (100, 90, [RIGHT]))
    assert [len(legs(drawn)) for drawn in (far, around)] == [3, 3]


def test_a_few_metres_before_a_turn_are_told_with_what_follows() -> None:
    drawn = street((100, 0, ()), (6, 90, [LEFT]), (100, 90, [RIGHT]))
    leg = legs(drawn)[-1]
    assert (leg.hour, [t["hour"] for t in leg.facts["then"]]) == (3, [3])


def test_a_path_over_a_small_street_counts_it_and_is_no_junction() -> None:
    drawn = Drawn().go(60).go(60, ways=[LEFT, RIGHT]).go(60, ways=[(-90, BIG, None)])
    [leg] = legs(drawn, Group.BLIND)
    assert leg.facts["small_roads"] == 1
    assert "crossroads" not in leg.facts


def test_where_a_footway_ends_a_leg_ends_for_those_in_danger() -> None:
    drawn = Drawn().go(60).go(60, Kind.STREET, road=HOME, ways=[])
    assert [len(legs(drawn, group)) for group in Group] == [2, 2, 1, 1]
    assert legs(drawn, Group.BLIND)[0].facts["until"]["kind"] == "footway_ends"


def test_rough_ground_ends_a_leg_for_wheels_and_canes_alone() -> None:
    drawn = Drawn().go(60).go(60, values={"surface": word("loose")}, ways=[])
    count = {group: len(legs(drawn, group)) for group in Group}
    assert count == {Group.WHEELS: 2, Group.BLIND: 1, Group.CANE: 2, Group.WALK: 1}


# -- which street, and which one it was ------------------------------------------------------


def ordinal(*passed: Ways, turn: float = 90.0, at: Ways = (AHEAD,)) -> int | None:
    pieces = [(60.0, 0.0, ways) for ways in passed]
    leg = legs(street((60, 0, ()), *pieces, (100, turn, at)))[-1]
    found: int | None = leg.facts.get("ordinal")
    return found


def test_the_street_to_turn_into_is_counted_on_its_side() -> None:
    assert ordinal() == 1
    assert ordinal([RIGHT]) == 2
    assert ordinal([LEFT], [RIGHT], [LEFT, RIGHT]) == 3
    assert ordinal([LEFT]) == 1
    assert ordinal([LEFT], [RIGHT], turn=-90) == 2


@pytest.mark.parametrize(
    ("passed", "at"),
    [
        ([[RIGHT]] * 4, [AHEAD]),
        ([[(90.0, SERVICE, None)]], [AHEAD]),
        ([[(90.0, FOOT, None)]], [AHEAD]),
        ([[RIGHT]], [LEFT]),
        ([[RIGHT]], []),
    ],
)
def test_no_number_is_told_beyond_four_or_where_it_is_in_doubt(
    passed: list[Ways], at: Ways
) -> None:
    assert ordinal(*passed, at=at) is None


def test_a_turn_starts_the_count_anew() -> None:
    drawn = street((60, 0, ()), (60, 0, [RIGHT]), (60, 90, [AHEAD]), (60, 90, [AHEAD]))
    assert [m.facts.get("ordinal") for m in legs(drawn)] == [None, 2, 1]


def test_the_street_that_is_left_is_named() -> None:
    drawn = Drawn().go(100, Kind.STREET, road=HOME, name="千川通り", kana="せんかわどおり")
    drawn.go(60, Kind.STREET, turn=90, road=HOME, name="要町通り", ways=[AHEAD])
    leg = legs(drawn)[-1]
    assert (leg.name, leg.facts["from_name"], leg.facts["from_kana"]) == (
        "要町通り", "千川通り", "せんかわどおり",
    )  # fmt: skip


# -- what is passed, and what is at the end ----------------------------------------------------


def test_a_long_leg_tells_named_cross_streets_and_a_short_one_does_not() -> None:
    named = [(-90.0, HOME, "要町通り"), (90.0, HOME, "要町通り")]
    [leg] = legs(street((80, 0, ()), (80, 0, named)))
    assert leg.facts["passed"] == [
        {"kind": "street", "name": "要町通り", "kana": None, "offset_m": 80.0}
    ]
    [short] = legs(street((25, 0, ()), (30, 0, named)))
    assert "passed" not in short.facts


def test_at_most_three_things_are_passed_the_best_known_first_not_close_together() -> None:
    marks = [("signals", None, 200.0, None), ("bridge", None, 60.0, None)]
    drawn = Drawn().go(100, Kind.STREET, road=HOME, landmarks=marks)
    for name in ("一番通り", "二番通り", "三番通り"):
        drawn.go(40, Kind.STREET, road=HOME, ways=[(-90.0, HOME, name)])
    drawn.go(60, Kind.STREET, road=HOME, ways=[LEFT, RIGHT])
    [leg] = legs(drawn)
    told = [(thing["kind"], thing["name"]) for thing in leg.facts["passed"]]
    assert told == [("street", "一番通り"), ("street", "二番通り"), ("signals", None)]
    offsets = [thing["offset_m"] for thing in leg.facts["passed"]]
    assert all(b - a >= 30 for a, b in itertools.pairwise(offsets))


def ends(drawn: Drawn, group: Group = Group.BLIND) -> list[str]:
    return [m.facts["until"]["kind"] for m in legs(drawn, group)]


def test_a_leg_tells_what_is_at_its_end() -> None:
    signals = crossing(mapped=True, how=CrossingKind.SIGNALS, name="目白通り")
    drawn = Drawn().go(50).go(12, Kind.CROSSING, crosses=[signals]).go(50)
    drawn.go(12, Kind.CROSSING).go(50, crosses=[crossing(30, name="千川通り")])
    drawn.go(14, Kind.LEVEL_CROSSING).go(50).go(8, Kind.STEPS).go(50)
    drawn.go(1, Kind.LIFT, lift_id="lift:x", lift_state=LiftState.NO_REPORT).go(50)
    drawn.go(50, point={"barrier": word("gate")})
    assert ends(drawn) == [
        "signals", "crossing", "road", "level_crossing", "steps", "lift", "barrier_gate", "arrive",
    ]  # fmt: skip
    first = legs(drawn, Group.BLIND)[0]
    assert first.facts["until"]["name"] == "目白通り"


def test_signals_and_a_landmark_at_the_corner_are_told_at_the_end() -> None:
    marks = [("signals", None, 95.0, None), ("bus_stop", "荒井竹", 90.0, "left")]
    drawn = Drawn().go(100, Kind.STREET, road=HOME, landmarks=marks)
    drawn.go(60, Kind.STREET, turn=90, road=HOME, ways=[AHEAD, LEFT])
    until = legs(drawn)[0].facts["until"]
    assert until == {
        "kind": "cross", "name": None, "kana": None, "signals": True,
        "landmark": {"kind": "bus_stop", "name": "荒井竹", "side": "left"},
    }  # fmt: skip


# -- on a network --------------------------------------------------------------------------------


TOWN = """
A===B===C===D
    "   "   "
    E===F===G
    "
    H
"""


def on_network(goal: str, **more: Any) -> list[Maneuver]:
    network = draw(TOWN, stations="A", facilities=goal, **more)
    return legs(find_route(network, ask("A", goal)).routes[0])


def test_on_a_network_the_ways_at_the_nodes_name_the_junctions() -> None:
    told = [
        (m.hour, m.facts.get("junction"), m.facts.get("ordinal"), round(m.length_m or 0))
        for m in on_network("H")
    ]
    assert told == [(None, None, None, 40), (3, "side", 1, 40)]
    across = [(m.hour, m.facts.get("junction")) for m in on_network("D")]
    assert across == [(None, None)]


def test_a_build_that_takes_every_turn_for_a_bend_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = street((100, 0, ()), (100, 90, [AHEAD, LEFT]), (100, -90, [RIGHT]))
    route = drawn.end()
    assert list_untold_turns(route, list_maneuvers(route)) == []
    monkeypatch.setattr(junctions.Turn, "is_decision", False)
    monkeypatch.setattr("routeguide.directions.passed.clock_hour", lambda _turn: 12)
    assert len(list_untold_turns(route, list_maneuvers(route))) == 2


def test_every_turn_before_a_road_is_told_with_it() -> None:
    met = crossing(0, road=BIG)
    drawn = street((100, 0, ()), (5, 90, [LEFT]))
    drawn.go(100, Kind.STREET, road=HOME, crosses=[met], ways=[])
    found = list_maneuvers(drawn.end(), group=Group.BLIND)
    road = next(m for m in found if m.type is Act.ROAD_CROSSING)
    assert (road.facts["ahead_m"], road.facts["ahead_hour"]) == (5, 3)


def test_a_hazard_keeps_a_few_metres_a_leg_of_their_own() -> None:
    drawn = street((100, 0, ()))
    drawn.go(5, Kind.STREET, turn=90, road=HOME, ways=[LEFT], values={"step_cm": number(10)})
    drawn.go(100, Kind.STREET, road=HOME, crosses=[crossing(0, road=BIG)], ways=[])
    assert [round(m.length_m or 0) for m in legs(drawn, Group.WHEELS)] == [100, 5, 100]
