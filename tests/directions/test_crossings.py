"""Invariant 8 as data: what is crossed is a step of its own, with what is known of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routeguide.directions import walks
from routeguide.directions.acts import Act, Maneuver
from routeguide.directions.describe import describe
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.model.route import RoadCrossed, Route
from routeguide.model.traveller import Group, get_preset
from routeguide.model.vocabulary import CrossingKind, Kind, RoadClass, code_of
from tests.directions.drawn import Drawn, crossing

EXPOSED = (Group.BLIND, Group.WHEELS)
CROSSINGS = {Act.CROSSING, Act.ROAD_CROSSING}
TOLD = ("kind", "signal", "sound", "kerb", "tactile")

ROADS = st.sampled_from([None, RoadClass.SERVICE, RoadClass.RESIDENTIAL, *list(RoadClass)[9:]])
MET = st.builds(
    RoadCrossed,
    at=st.just((139.65, 35.74)),
    offset_m=st.sampled_from([0.0, 0.5, 7.0, 19.5]),
    road_class=ROADS,
    name=st.sampled_from([None, "千川通り"]),
    mapped=st.just(False),
    signal_at_junction=st.sampled_from([None, True]),
)
ON_A_CROSSING = st.builds(
    RoadCrossed,
    at=st.just((139.65, 35.74)),
    offset_m=st.just(0.0),
    road_class=ROADS,
    name=st.none(),
    mapped=st.just(True),
    how=st.sampled_from([None, *CrossingKind]),
    signal_at_junction=st.sampled_from([None, True]),
    sound=st.sampled_from([None, "none", "button", "automatic"]),
    kerb=st.sampled_from([None, "unknown", "flush", "raised"]),
    tactile=st.sampled_from([None, "continuous", "hardly_any"]),
    length_m=st.sampled_from([None, 12.0]),
)
PIECES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([Kind.FOOTWAY, Kind.STREET]), st.lists(MET, max_size=3)),
        st.tuples(st.just(Kind.CROSSING), st.lists(ON_A_CROSSING, min_size=1, max_size=1)),
    ),
    min_size=1,
    max_size=8,
)
TURNS = st.sampled_from([0.0, 10.0, -90.0, 90.0])


@st.composite
def routes(draw: st.DrawFn) -> tuple[Route, list[RoadCrossed]]:
    """Return a route and everything it crosses, in order of the segments."""
    drawn, met = Drawn(), []
    for kind, crosses in draw(PIECES):
        drawn.go(20, kind, turn=draw(TURNS), road=RoadClass.RESIDENTIAL, crosses=crosses)
        met += crosses
    return drawn.end(), met


def must_be_told(crossed: RoadCrossed) -> bool:
    """Return the rule of invariant 8 in its own words; an unknown road may be a big one."""
    road = crossed.road_class
    is_big = road is None or code_of(road) >= code_of(RoadClass.TERTIARY)
    return crossed.mapped or is_big or crossed.signal_at_junction is True


def list_crossings(route: Route, group: Group) -> list[Maneuver]:
    return [m for m in list_maneuvers(route, group=group) if m.type in CROSSINGS]


def list_missing(route: Route, met: list[RoadCrossed], group: Group) -> list[RoadCrossed]:
    """Return what must be a step of its own and is not told with all it needs."""
    told = list_crossings(route, group)
    missing = []
    for crossed in filter(must_be_told, met):
        found = next((m for m in told if is_told_by(crossed, m)), None)
        if found is None:
            missing.append(crossed)
        else:
            told.remove(found)
    return missing


def is_told_by(crossed: RoadCrossed, maneuver: Maneuver) -> bool:
    facts = maneuver.facts
    kerb = None if crossed.kerb == "unknown" else crossed.kerb
    wanted = {"kind": crossed.how, "sound": crossed.sound, "kerb": kerb, "tactile": crossed.tactile}
    return (
        (maneuver.type is Act.CROSSING) == crossed.mapped
        and all(facts[name] == (value or "unknown") for name, value in wanted.items())
        and (facts["signal"] == "yes") == (crossed.how is CrossingKind.SIGNALS)
        and maneuver.name == crossed.name
        and facts.get("road_class") == (crossed.road_class and str(crossed.road_class))
    )


@settings(max_examples=200)
@given(routes(), st.sampled_from(EXPOSED))
def test_what_is_crossed_is_a_step_of_its_own(
    drawn: tuple[Route, list[RoadCrossed]], group: Group
) -> None:
    route, met = drawn
    assert list_missing(route, met, group) == []
    assert len(list_crossings(route, group)) == sum(map(must_be_told, met))


@settings(max_examples=60)
@given(routes(), st.sampled_from(EXPOSED))
def test_every_crossing_names_all_five_facts(
    drawn: tuple[Route, list[RoadCrossed]], group: Group
) -> None:
    for maneuver in list_crossings(drawn[0], group):
        assert all(isinstance(maneuver.facts[name], str) for name in TOLD)
        unknown = {name for name in TOLD if maneuver.facts[name] == "unknown"}
        assert set(maneuver.unverified) == unknown


@settings(max_examples=60)
@given(routes())
def test_the_metres_of_a_walk_are_told_whatever_is_crossed(
    drawn: tuple[Route, list[RoadCrossed]],
) -> None:
    route = drawn[0]
    walked = sum(s.length_m for s in route.segments if s.passage.kind is not Kind.CROSSING)
    maneuvers = list_maneuvers(route)
    told = sum(m.length_m or 0 for m in maneuvers if m.type is Act.WALK)
    # A few metres before a road are told by the crossing itself.
    told += sum(m.facts.get("ahead_m", 0) for m in maneuvers)
    assert told == pytest.approx(walked, abs=0.1 * len(maneuvers))


ROAD = crossing(7, road=RoadClass.PRIMARY, name="千川通り")


def test_a_build_that_merges_a_road_into_the_straight_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    route = Drawn().go(60, crosses=[ROAD]).end()
    assert list_missing(route, [ROAD], Group.BLIND) == []
    monkeypatch.setattr(walks._Walk, "_events", lambda _walk: [])
    assert list_missing(route, [ROAD], Group.BLIND) == [ROAD]


def test_a_build_that_walks_over_crossings_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    met = crossing(mapped=True, how=CrossingKind.MARKED)
    route = Drawn().go(30).go(12, Kind.CROSSING, crosses=[met]).go(30).end()
    assert list_missing(route, [met], Group.WHEELS) == []
    monkeypatch.setattr("routeguide.directions.runs.is_own_step", lambda _c, _g: False)
    monkeypatch.setattr("routeguide.directions.walks.is_own_step", lambda _c, _g: False)
    assert list_missing(route, [met], Group.WHEELS) == [met]


def test_a_crossing_without_an_entry_is_told_from_its_own_values() -> None:
    route = Drawn().go(30).go(12, Kind.CROSSING).go(30).end()
    [found] = list_crossings(route, Group.BLIND)
    assert {name: found.facts[name] for name in TOLD} == dict.fromkeys(TOLD, "unknown")
    assert found.length_m == 12


@pytest.mark.parametrize(
    ("road", "own"), [(RoadClass.RESIDENTIAL, 0), (RoadClass.TERTIARY, 1), (RoadClass.TRUNK, 1)]
)
def test_walkers_are_told_the_big_roads_and_the_number_of_others(road: RoadClass, own: int) -> None:
    route = Drawn().go(60, crosses=[crossing(20, road=road)]).end()
    maneuvers = list_maneuvers(route, group=Group.WALK)
    assert sum(m.type in CROSSINGS for m in maneuvers) == own
    assert sum(m.facts.get("small_roads", 0) for m in maneuvers) == 1 - own


@pytest.mark.parametrize("who", ["white_cane", "wheelchair_manual", "guide_dog", "walker"])
def test_the_unknown_of_a_crossing_is_said(who: str) -> None:
    route = Drawn().go(60, crosses=[ROAD]).end()
    block = next(
        b
        for b in describe(route, traveller=get_preset(who)).blocks
        if b.maneuver["type"] == "road_crossing"
    )
    assert "横断の方法は確認できていません" in block.text
    assert "信号の音、段差と点字ブロックは、あるかどうか確認できていません" in "".join(block.note)


def test_signals_of_a_junction_promise_no_light_for_people_on_foot() -> None:
    met = crossing(mapped=True, how=CrossingKind.MARKED, signal_at_junction=True)
    route = Drawn().go(30).go(12, Kind.CROSSING, crosses=[met]).go(30).end()
    guidance = describe(route, traveller=get_preset("white_cane"))
    told = "".join(b.text + "".join(b.note) for b in guidance.blocks)
    assert "信号のない横断歩道" not in told
    assert "信号のある横断歩道" not in told
    assert "歩行者用の信号があるかどうかは確認できていません" in told
