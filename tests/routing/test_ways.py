"""What lies at the nodes of a route, and which roads are crossed there, on centre lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given, settings

from routeguide.model.geodesy import bearing_deg, point_along
from routeguide.model.route import RoadCrossed, Route
from routeguide.model.vocabulary import Kind, RoadClass
from routeguide.network.draft import Draft, DraftEdge
from routeguide.routing import junctions, movements
from routeguide.routing.plan import find_route
from tests.drawn import NOON, ask, draw_draft, fact, network_of
from tests.random_networks import drafts

HIDDEN = {Kind.LIFT, Kind.ESCALATOR, Kind.MOVING_WALKWAY, Kind.PLATFORM, Kind.TICKET_GATE,
          Kind.CORRIDOR}  # fmt: skip


def sketch(text: str, names: Mapping[str, str] | None = None, **more: object) -> Draft:
    """Return a drawn map in which some streets, by their two letters, have names."""
    draft = draw_draft(text, **more)  # type: ignore[arg-type]
    for edge in draft.edges.values():
        name = (names or {}).get(edge.start + edge.end)
        edge.names = {"ja": name} if name else {}
    return draft


def walk(draft: Draft, a: str, b: str, who: str = "walk") -> Route:
    return find_route(network_of(draft), ask(a, b, who)).routes[0]


def crossed(route: Route) -> list[RoadCrossed]:
    return [c for s in route.segments for c in s.crosses]


# -- the other ways at a node -----------------------------------------------------------


CROSS = """
    B
    !
A===C===D
    "
    E
"""


def test_the_other_ways_at_a_junction_are_told_with_bearing_class_and_name() -> None:
    draft = sketch(CROSS, {"BC": "千川通り"}, stations="A", facilities="D")
    first, second = walk(draft, "A", "D").segments
    assert first.ways == ()
    assert second.ways is not None
    told = sorted((round(w.bearing_deg), str(w.road_class), w.name) for w in second.ways)
    assert told == [(0, "secondary", "千川通り"), (180, "residential", None)]


def bearing_of(edge: DraftEdge, node: str) -> float:
    line = edge.line if edge.start == node else edge.line[::-1]
    return bearing_deg(line[0], point_along(line, junctions.NEAR_M))


def list_wrong(draft: Draft) -> list[str]:
    """Return the nodes of the route at which the ways are not those that are drawn there."""
    wrong = []
    for route in find_route(network_of(draft), ask("A", "L")).routes:
        for number, segment in enumerate(route.segments[1:], 1):
            node = segment.passage.from_key
            walked = [edge_of(draft, route, n) for n in (number - 1, number)]
            there = sorted(
                round(bearing_of(e, node)) % 360
                for e in draft.edges.values()
                if node in (e.start, e.end) and e not in walked and is_way(e)
            )
            told = sorted(round(way.bearing_deg) % 360 for way in segment.ways or ())
            wrong += [] if told == there else [f"{node}: {told} {there}"]
    return wrong


def is_way(edge: DraftEdge) -> bool:
    return edge.kind not in HIDDEN and not edge.connector and not edge.schematic


def edge_of(draft: Draft, route: Route, number: int) -> DraftEdge:
    passage = route.segments[number].passage
    key = passage.key if passage.forward else passage.reversed().key
    return draft.edges[key]


@settings(max_examples=60)
@given(drafts(mild=True))
def test_the_ways_are_all_that_is_drawn_but_those_walked(draft: Draft) -> None:
    assert list_wrong(draft) == []


def test_a_build_that_overlooks_a_way_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = draw_draft('A===B===L\n    "\n    C', stations="A", facilities="L")
    assert list_wrong(draft) == []
    links_at = junctions._links_at
    monkeypatch.setattr(junctions, "_links_at", lambda *a: tuple(x[:0] for x in links_at(*a)))
    assert list_wrong(draft) != []


def test_a_kink_at_the_junction_does_not_turn_a_way() -> None:
    draft = sketch("A===B===C", stations="A", facilities="C")
    edge = next(e for e in draft.edges.values() if e.start == "B")
    (lon, lat), end = edge.line
    edge.line = ((lon, lat), (lon, lat + 0.00001), end)
    found = junctions._bearings(network_of(draft))
    assert found[0].tolist() == pytest.approx([90, 90], abs=10)


def test_an_escalator_beside_the_stairs_is_known() -> None:
    draft = sketch("A===B:::C===D", stations="A", facilities="D")
    stairs = next(e for e in draft.edges.values() if e.kind is Kind.STEPS)
    draft.add_edge(
        DraftEdge(
            key="w1:66-67~1", start="B", end="C", kind=Kind.ESCALATOR, line=stairs.line,
            length_m=stairs.length_m, oneway=-1,
        )
    )  # fmt: skip
    beside = [s.beside for s in walk(draft, "A", "D", "white_cane").segments]
    assert beside == [(), (Kind.ESCALATOR,), ()]


# -- roads crossed ---------------------------------------------------------------------


TWO_CARRIAGEWAYS = """
    B E
    ! !
A===C=F===D
    ! !
    G H
"""
DUAL = {"BC": "環八通り", "CG": "環八通り", "EF": "環八通り", "FH": "環八通り"}


def test_both_carriageways_of_a_road_are_one_crossing() -> None:
    found = crossed(walk(sketch(TWO_CARRIAGEWAYS, DUAL, stations="A", facilities="D"), "A", "D"))
    assert [(c.name, c.carriageways) for c in found] == [("環八通り", 2)]


def test_two_roads_side_by_side_are_two_crossings() -> None:
    names = DUAL | {"EF": "笹目通り", "FH": "笹目通り"}
    found = crossed(walk(sketch(TWO_CARRIAGEWAYS, names, stations="A", facilities="D"), "A", "D"))
    assert [(c.name, c.carriageways) for c in found] == [("環八通り", 1), ("笹目通り", 1)]


def test_carriageways_far_apart_or_round_a_corner_are_not_joined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wide = TWO_CARRIAGEWAYS.replace("C=F", "C===F").replace("B E", "B   E").replace("! !", "!   !")
    wide = wide.replace("G H", "G   H")
    draft = sketch(wide, DUAL, stations="A", facilities="D")
    assert len(crossed(walk(draft, "A", "D"))) == 2
    monkeypatch.setattr(movements, "DUAL_M", 100.0)
    assert len(crossed(walk(draft, "A", "D"))) == 1


UNNAMED = """
    B
    !
A###C###D
    !
    E
"""


def test_an_unnamed_road_is_crossed_while_another_is_walked_along() -> None:
    draft = sketch(UNNAMED, stations="A", facilities="D")
    assert [c.road_class for c in crossed(walk(draft, "A", "D"))] == [RoadClass.SECONDARY]


def test_turning_from_one_unnamed_road_into_another_crosses_nothing() -> None:
    draft = sketch(UNNAMED, stations="A", facilities="E")
    assert crossed(walk(draft, "A", "E")) == []


def test_a_road_whose_name_changes_at_the_junction_is_crossed_once() -> None:
    draft = sketch(UNNAMED.replace("###", "==="), {"BC": "千川通り"}, stations="A", facilities="D")
    assert [c.name for c in crossed(walk(draft, "A", "D"))] == ["千川通り"]


def test_a_road_is_not_crossed_by_walking_along_it_past_a_bend() -> None:
    draft = sketch(UNNAMED, {"AC": "千川通り", "CD": "千川通り", "BC": "千川通り"}, stations="A",
                   facilities="D")  # fmt: skip
    assert crossed(walk(draft, "A", "D")) == []


# -- signals that sound at some hours ---------------------------------------------------


@pytest.mark.parametrize(("hours_on", "state"), [(0, "open"), (9, "closed")])
def test_a_sounding_signal_is_judged_at_the_expected_arrival(hours_on: int, state: str) -> None:
    values = {
        "BC": {
            "crossing": fact("signals"), "signal_sound": fact("automatic"),
            "signal_sound_hours": fact("08:00-20:00"), "signal_button": fact("yes"),
            "island": fact("no"),
        }
    }  # fmt: skip
    draft = sketch("A---B+++C---D", None, values=values, stations="A", facilities="D")
    when = NOON + timedelta(hours=hours_on)
    route = find_route(network_of(draft), ask("A", "D", "white_cane", when=when)).routes[0]
    [met] = crossed(route)
    assert (met.sounds, met.sound_hours) == (state, "08:00-20:00")
    assert (met.button, met.island, met.vibration) == ("yes", "no", None)


def test_the_door_at_the_end_belongs_to_the_last_passage() -> None:
    door = {"C": {"barrier": fact("entrance")}}
    draft = sketch("A===B===C", points=door, stations="A", facilities="C")
    ends = [s.end_point for s in walk(draft, "A", "C").segments]
    assert ends[0] is None
    assert ends[1] is not None
    assert ends[1].key == "C"
