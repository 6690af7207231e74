"""Landmarks by traveller: what is heard, seen or used; rests and toilets; from the build on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routeguide.directions.acts import LEGS, Act, Maneuver
from routeguide.directions.landmarks import KINDS, SEEN
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.model.place import Landmark, Place, PlaceKind
from routeguide.model.traveller import Group
from routeguide.network import beside
from routeguide.network.beside import add_drawn_landmarks, landmark_kind
from routeguide.routing.plan import find_route
from tests.directions.drawn import Drawn, move
from tests.drawn import ask, draw_draft, network_of

MARKS = [
    ("bus_stop", "荒井竹", 30.0, "left"),
    ("police", "谷原交番", 50.0, "right"),
    ("convenience_store", "セブン-イレブン", 70.0, "left"),
    ("school", "谷原小学校", 90.0, "right"),
]


def first_leg(drawn: Drawn, group: Group) -> Maneuver:
    return next(m for m in list_maneuvers(drawn.end(), group=group) if m.type in LEGS)


def told(group: Group, marks: list[tuple[str, str | None, float, str | None]] = MARKS) -> list[str]:
    leg = first_leg(Drawn().go(120, landmarks=marks), group)
    return [mark.name or mark.kind for mark in leg.landmarks]


def test_each_traveller_is_told_what_helps_the_nearest_to_the_next_turn_first() -> None:
    assert told(Group.BLIND) == ["セブン-イレブン", "荒井竹"]
    assert told(Group.WHEELS) == ["セブン-イレブン", "谷原交番"]
    assert told(Group.WALK) == ["谷原小学校", "セブン-イレブン"]


@pytest.mark.parametrize("group", Group)
def test_signals_bridges_and_corners_are_no_landmarks_beside_the_way(group: Group) -> None:
    assert not {"signals", "bridge", "corner", "bench", "toilet"} & KINDS[group]
    assert KINDS[group] <= SEEN


def test_at_most_two_are_told_and_one_of_a_name_once() -> None:
    many = [("bus_stop", f"停留所{n}", 10.0 * n, "left") for n in range(1, 9)]
    assert told(Group.BLIND, many) == ["停留所8", "停留所7"]
    twice = [("bus_stop", "荒井竹", 40.0, "left"), ("bus_stop", "荒井竹", 60.0, "right")]
    assert told(Group.BLIND, twice) == ["荒井竹"]


def test_a_side_is_that_of_the_walker_and_metres_are_those_of_the_leg() -> None:
    drawn = Drawn().go(100).go(50, turn=90, landmarks=[("police", "交番", 20.0, "left")])
    leg = [m for m in list_maneuvers(drawn.end(), group=Group.WALK) if m.type in LEGS][-1]
    [mark] = leg.landmarks
    assert (round(mark.offset_m or 0), mark.side, mark.name) == (20, "left", "交番")


def test_what_is_only_inferred_or_far_away_is_not_told() -> None:
    drawn = Drawn().go(100, landmarks=[("police", "交番", 20.0, "left")])
    [mark] = drawn.segments[0].landmarks
    for other in (
        Landmark(mark.kind, mark.name, mark.lonlat, evidence="inferred"),
        Landmark(mark.kind, mark.name, move(mark.lonlat, -90, 30)),
    ):
        drawn.segments[0] = replace(drawn.segments[0], landmarks=(other,))
        assert first_leg(drawn, Group.WALK).landmarks == ()
    drawn.segments[0] = replace(drawn.segments[0], landmarks=(mark,))
    assert [found.name for found in first_leg(drawn, Group.WALK).landmarks] == ["交番"]


def test_the_start_is_told_by_the_first_landmark_of_the_way() -> None:
    start = list_maneuvers(Drawn().go(120, landmarks=MARKS).end(), group=Group.WALK)[0]
    assert start.type is Act.START
    assert [mark.name for mark in start.landmarks] == ["荒井竹"]


# -- rests and toilets ---------------------------------------------------------------------


@pytest.mark.parametrize("group", Group)
def test_rests_and_toilets_are_told_to_those_who_need_them(group: Group) -> None:
    marks = [
        ("bench", None, 20.0, "left"),
        ("toilet_wheelchair", "公園のトイレ", 60.0, "right"),
        ("toilet", None, 80.0, None),
    ]
    facts = first_leg(Drawn().go(120, landmarks=marks), group).facts
    if group not in {Group.WHEELS, Group.CANE}:
        assert not {"rests", "toilets"} & facts.keys()
        return
    assert facts["rests"] == [{"kind": "bench", "name": None, "offset_m": 20.0, "side": "left"}]
    assert facts["toilets"] == [
        {"kind": "toilet_wheelchair", "name": "公園のトイレ", "offset_m": 60.0, "side": "right"},
        {"kind": "toilet", "name": None, "offset_m": 80.0, "side": None},
    ]


# -- from the build on ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "toilets"}, "toilet"),
        ({"amenity": "toilets", "wheelchair": "yes"}, "toilet_wheelchair"),
        ({"amenity": "toilets", "toilets:wheelchair": "designated"}, "toilet_wheelchair"),
        ({"amenity": "toilets", "wheelchair": "limited"}, "toilet"),
        ({"amenity": "bench"}, "bench"),
        ({"amenity": "police", "wheelchair": "yes"}, "police"),
        ({"amenity": "fountain"}, None),
    ],
)
def test_a_toilet_that_wheelchairs_can_use_is_a_landmark_of_its_own(
    tags: dict[str, str], kind: str | None
) -> None:
    assert landmark_kind(tags) == kind


def sights(*, known: bool = False) -> list[tuple[str, str | None, str | None]]:
    """Return the landmarks of a drawn street with a facility ten metres right of it."""
    draft = draw_draft("A===B===C", stations="A", facilities="C")
    at = move(move(draft.nodes["A"].lonlat, 90, 60), 180, 10)
    library = Place("facility:x", PlaceKind.FACILITY, "小竹図書館", lonlat=at)
    draft.places[library.id] = library
    if known:
        draft.landmarks.append(Landmark("library", "小竹図書館", at))
    add_drawn_landmarks(draft)
    del draft.places[library.id]
    route = find_route(network_of(draft), ask("A", "C")).routes[0]
    legs = [m for m in list_maneuvers(route, group=Group.WALK) if m.type in LEGS]
    return [(mark.kind, mark.name, mark.side) for leg in legs for mark in leg.landmarks]


def test_facilities_of_the_ward_are_landmarks_with_their_names() -> None:
    assert ("facility", "小竹図書館", "right") in sights()


def test_a_facility_that_the_map_names_is_not_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [name for _, name, _ in sights(known=True)].count("小竹図書館") == 0
    monkeypatch.setattr(beside, "LANDMARK_REACH_M", 5.0)
    assert ("facility", "小竹図書館", "right") not in sights()
