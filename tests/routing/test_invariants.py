"""The invariants of design/routing.md that may never break, over random and drawn networks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given

from routeguide.errors import BadInput
from routeguide.model.overlay import NOTHING
from routeguide.model.route import Answer, Outcome
from routeguide.model.traveller import get_preset
from routeguide.model.values import Fact, Measure
from routeguide.model.vocabulary import Evidence
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing import plan, timed_path
from routeguide.routing.plan import Planner, find_route, planner_of
from routeguide.routing.steps import Spot
from tests.counts import examples
from tests.drawn import JST, NOON, ask, draw, draw_draft, fact, mapped, network_of
from tests.properties import INVARIANTS, Trip, make_trip, raised_by_forgetting
from tests.random_networks import SEEDS
from tests.random_overlays import make_overlay


def broken(trip: Trip) -> dict[str, list[str]]:
    """Return the invariants that the answers to a question break, and how."""
    found = {name: check(trip) for name, check in INVARIANTS.items()}
    return {name: wrong for name, wrong in found.items() if wrong}


@examples(400, proof=5_000)
@given(SEEDS)
def test_no_answer_breaks_an_invariant(seed: int) -> None:
    """Random networks, overlays, moments, presets and custom limits, each unknown policy.

    What wrong builds each of the invariants catches stands in test_seeded_bugs.py.
    """
    assert broken(make_trip(Random(seed))) == {}  # noqa: S311


def test_the_random_questions_meet_all_there_is_to_prove() -> None:
    """Routes of every label and no route, lifts, gates, crossings and custom limits."""
    answers = [make_trip(Random(seed)).answers[0] for seed in range(200)]  # noqa: S311
    routes = [route for answer in answers for route in answer.routes]
    assert {route.label for route in routes} == {"verified", "unverified", None}
    assert {answer.status for answer in answers} == {Outcome.OK, Outcome.NO_ROUTE}
    segments = [segment for route in routes for segment in route.segments]
    states = {str(segment.lift_state) for segment in segments}
    assert states >= {"no_report", "confirmed", "unknown", "planned"}
    assert any("hours" in segment.passage.values for segment in segments)
    assert any(segment.point and "hours" in segment.point.values for segment in segments)
    assert {c.mapped for segment in segments for c in segment.crosses} == {True, False}
    assert any(route.gap_m for route in routes)


# -- invariant 2: the label of a path -----------------------------------------


@examples(100, proof=2_000)
@given(SEEDS)
def test_what_is_forgotten_of_a_path_never_raises_its_label(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    assert raised_by_forgetting(make_trip(random), random) == []


@pytest.mark.parametrize("who", ["wheelchair_manual", "white_cane", "cane", "walker"])
def test_a_fixed_path_is_verified_and_each_value_taken_away_makes_it_unverified(who: str) -> None:
    text = "A---B+++C~~~D===E"
    keys = ["AB", "BC", "CD", "DE"]
    whole = find_route(draw(text, stations="A", facilities="E"), ask("A", "E", who))
    assert whole.routes[0].label == "verified"
    needs = {"wheels": "step_cm", "blind": "tactile", "cane": "surface"}
    name = needs[str(get_preset(who).group)]
    for key in (keys[0], keys[1], keys[3]):
        network = draw(text, {key: {name: None}}, stations="A", facilities="E")
        assert find_route(network, ask("A", "E", who)).routes[0].label == "unverified", key


@pytest.mark.parametrize("evidence", [Evidence.INFERRED, Evidence.EXPIRED])
def test_an_inferred_or_outlived_value_makes_a_path_unverified(evidence: Evidence) -> None:
    values = {"AB": {"step_cm": Measure(0, 0, evidence, "drawn")}}
    network = draw("A---B", values, stations="A", facilities="B")
    assert find_route(network, ask("A", "B", "stroller")).routes[0].label == "unverified"


# -- invariant 14: one answer, one version -------------------------------------


def leaks_between_overlays(random: Random) -> list[str]:
    """Return answers under overlays laid in turn over one network that differ from those alone."""
    trip = make_trip(random)
    overlays = [NOTHING, make_overlay(random, trip.draft), make_overlay(random, trip.draft)]
    alone = [_told(replace(trip, overlay=overlay).answers[0]) for overlay in overlays]
    base = trip.network().base
    laid = [base, *(lay_over(base, overlay) for overlay in overlays[1:])]
    found = []
    for number in (0, 1, 2, 0, 2, 1):
        told = _told(planner_of(laid[number])._answer(trip.query, explain=False))
        if told != alone[number]:
            found.append(f"overlay {number}: {told} for {alone[number]}")
    return found


def _told(answer: Answer) -> tuple[object, ...]:
    """Return what an answer says but for the way itself: several may cost the same."""
    return (
        answer.status, answer.overlay_revision, answer.overlay_as_of,
        [route.cost for route in answer.routes],
    )  # fmt: skip


@examples(60, proof=1_000)
@given(SEEDS)
def test_overlays_over_one_network_never_leak_into_each_others_answers(seed: int) -> None:
    assert leaks_between_overlays(Random(seed)) == []  # noqa: S311


def test_the_leak_check_catches_a_memory_shared_between_overlays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = Network.derive

    def derive(self: Network, *args: Any, **more: Any) -> Network:
        twin = real(self, *args, **more)
        twin.memo = self.memo
        return twin

    monkeypatch.setattr(Network, "derive", derive)
    assert any(leaks_between_overlays(Random(seed)) for seed in range(20))  # noqa: S311


# -- invariant 6: where a route ends ------------------------------------------


def test_a_route_that_ends_on_a_joining_line_says_the_metres_left() -> None:
    draft = draw_draft("A---B----C", base={}, stations="A", facilities="C")
    edge = next(e for e in draft.edges.values() if e.end == "C")
    edge.connector = True
    place = draft.places["facility:c"]
    draft.places["facility:c"] = type(place)(
        id=place.id, kind=place.kind, name=place.name, lonlat=place.lonlat, point_is="building"
    )
    answer = find_route(network_of(draft), ask("A", "C", "stroller"))
    assert answer.routes[0].gap_m == pytest.approx(50, abs=0.5)
    assert answer.routes[0].label == "unverified"


def routes_to_a_point_that_is_no_destination() -> int:
    """Return how many ways lead to or from a place of which only a 丁目 centroid is known."""
    draft = draw_draft("A---B", stations="A", facilities="B")
    place = draft.places["facility:b"]
    draft.places["facility:b"] = replace(place, destination=False, address="小竹町1丁目")
    network = network_of(draft)
    count = 0
    for query in (ask("A", "B"), ask("A", "B").back()):
        try:
            count += len(find_route(network, query).routes)
        except BadInput as error:
            assert "小竹町1丁目" in str(error.message)  # noqa: PT017 - both ends are asked for
    return count


def test_no_route_leads_to_or_from_a_centroid_and_its_address_is_told() -> None:
    assert routes_to_a_point_that_is_no_destination() == 0


def test_the_centroid_check_catches_a_build_that_routes_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        plan, "spots_of", lambda network, place: [Spot(node=network.place_node[place.id])]
    )
    assert routes_to_a_point_that_is_no_destination() == 2


# -- invariant 8 (as data): what is crossed -----------------------------------


CROSSROADS = """
A---B###C
    !
D---E---F
    !
    G
"""


def test_a_big_road_passed_between_two_of_its_arms_is_crossed_and_told() -> None:
    network = draw(CROSSROADS, stations="D", facilities="F")
    route = find_route(network, ask("D", "F", "white_cane")).routes[0]
    crossed = [c for s in route.segments for c in s.crosses]
    assert [(str(c.road_class), c.mapped) for c in crossed] == [("secondary", False)]


def test_turning_onto_a_big_road_is_not_crossing_it() -> None:
    network = draw(CROSSROADS, stations="D", facilities="G")
    route = find_route(network, ask("D", "G", "walk")).routes[0]
    assert [c for s in route.segments for c in s.crosses] == []


def test_a_mapped_crossing_is_one_crossing_with_its_length_and_kind() -> None:
    values = {"BC": {"crossing": fact("signals"), "signal_sound": fact("button")}}
    network = draw("A---B+++C+++D---E", values, stations="A", facilities="E")
    route = find_route(network, ask("A", "E", "white_cane")).routes[0]
    crossed = [c for s in route.segments for c in s.crosses]
    assert len(crossed) == 1
    assert (crossed[0].mapped, str(crossed[0].how), crossed[0].sound) == (True, "signals", "button")
    assert crossed[0].length_m == pytest.approx(80, abs=0.5)


# -- invariant 10: closed at the expected arrival -----------------------------


def at_hour(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=JST)


GATE_HOURS = {"B": {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact("09:00-17:00")}}
DETOUR = """
A---B---C
|       |
D-------E
"""


def passes_the_gate(when: datetime, hours: str = "09:00-17:00") -> bool:
    points = {"B": {**GATE_HOURS["B"], "hours": fact(hours)}}
    network = draw(DETOUR, None, points, stations="A", facilities="C")
    route = find_route(network, ask("A", "C", "wheelchair_manual", when=when)).routes[0]
    return any(s.passage.from_key == "B" for s in route.segments)


def test_a_gate_is_passed_while_it_is_open_and_walked_around_when_it_is_closed() -> None:
    assert passes_the_gate(at_hour(12))
    assert not passes_the_gate(at_hour(20))


def test_the_hours_that_count_are_those_of_the_arrival_not_of_the_departure() -> None:
    assert not passes_the_gate(at_hour(16, 59) + timedelta(seconds=45))
    assert passes_the_gate(at_hour(8, 59) + timedelta(seconds=45))


def test_a_park_closed_at_the_arrival_with_no_other_way_gives_no_route() -> None:
    network = draw("A---B", {"AB": {"hours": fact("09:00-17:00")}}, stations="A", facilities="B")
    answer = find_route(network, ask("A", "B", when=at_hour(20)))
    assert answer.status is Outcome.NO_ROUTE
    assert [(b.attribute, b.value) for b in answer.blockers] == [("hours", "09:00-17:00")]


def test_unknown_hours_are_unverified() -> None:
    network = draw("A---B", {"AB": {"hours": fact("ask the guard")}}, stations="A", facilities="B")
    route = find_route(network, ask("A", "B", "wheelchair_manual")).routes[0]
    assert route.label == "unverified"
    assert "hours" in route.segments[0].unverified


def test_the_hours_check_catches_a_build_that_ignores_hours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timed_path, "find_closed", lambda *_, **__: [])
    assert passes_the_gate(at_hour(20))


def test_a_planner_is_made_once_for_a_network() -> None:
    network = draw("A---B", stations="A", facilities="B")
    find_route(network, ask("A", "B", when=NOON))
    first = network.memo["planner"]
    find_route(network, ask("A", "B", when=NOON))
    assert isinstance(first, Planner)
    assert network.memo["planner"] is first


def test_a_fact_of_access_no_closes_a_way_for_everyone() -> None:
    network = draw("A---B", {"AB": {"access": fact("no")}}, stations="A", facilities="B")
    assert isinstance(network.passage(0).values["access"], Fact)
    assert find_route(network, ask("A", "B")).status is Outcome.NO_ROUTE
