"""The invariants of design/routing.md that may never break, over random networks.

Each property has wrong builds that it must catch: a check that cannot fail
proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from routeguide.model.route import Answer, Outcome, Route
from routeguide.model.traveller import Traveller, get_preset
from routeguide.model.values import Fact, Measure
from routeguide.model.vocabulary import Evidence, UnknownPolicy
from routeguide.network import store
from routeguide.network.draft import Draft, DraftEdge
from routeguide.routing import cost, judge, plan, segments, timed_path
from routeguide.routing.plan import Planner, find_route
from tests.drawn import JST, NOON, ask, draw, draw_draft, fact, mapped, network_of
from tests.independent import unknowns, violations
from tests.random_networks import drafts, travellers

POLICIES = list(UnknownPolicy)


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


def answers(draft: Draft, traveller: Traveller) -> list[Answer]:
    network = network_of(draft)
    return [find_route(network, ask("A", "L", traveller, unknown=policy)) for policy in POLICIES]


# -- invariant 1: hard limits are hard ----------------------------------------


def breaks_a_limit(draft: Draft, traveller: Traveller) -> list[str]:
    found = []
    for answer in answers(draft, traveller):
        for route in answer.routes:
            found += violations(draft, walked_edges(draft, route), traveller)
    return found


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(drafts(), travellers())
def test_no_route_ever_breaks_a_hard_limit(draft: Draft, traveller: Traveller) -> None:
    assert breaks_a_limit(draft, traveller) == []


# -- invariant 2: the label of a path -----------------------------------------


def mislabelled(draft: Draft, traveller: Traveller) -> list[str]:
    """Return routes whose label does not follow from what is known of their path."""
    found = []
    for answer in answers(draft, traveller):
        for route in answer.routes:
            missing = unknowns(walked_edges(draft, route), traveller)
            if route.label == "verified" and missing:
                found.append(f"verified although {missing}")
            if answer.query.unknown is UnknownPolicy.REFUSE and missing:
                found.append(f"refuse policy passed {missing}")
            if route.label == "verified" and route.evidence_m["unknown"] > 0:
                found.append("verified with unknown metres")
            total = sum(route.evidence_m.values())
            if abs(total - route.length_m) > 1:
                found.append(f"evidence adds up to {total} of {route.length_m}")
    return found


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(drafts(mild=True), travellers())
def test_a_path_with_anything_relevant_unknown_is_never_called_verified(
    draft: Draft, traveller: Traveller
) -> None:
    assert mislabelled(draft, traveller) == []


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


# -- invariant 6: where a route ends ------------------------------------------


def ends_in_silence(answer: Answer) -> bool:
    """Tell whether a route ends beside an unknown entrance without saying how far."""
    return any(
        route.destination is not None
        and route.destination.point_is != "entrance"
        and route.gap_m is None
        for route in answer.routes
    )


@settings(max_examples=60)
@given(drafts(mild=True))
def test_no_route_ends_at_an_unknown_entrance_without_saying_so(draft: Draft) -> None:
    for answer in answers(draft, get_preset("walk")):
        assert not ends_in_silence(answer)


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


def crossing_metres_told(draft: Draft) -> tuple[float, float]:
    """Return the metres of crossing passages walked and the metres told as crossings."""
    answer = answers(draft, get_preset("white_cane"))[1]
    walked = [s for r in answer.routes for s in r.segments]
    there = sum(s.length_m for s in walked if s.passage.kind == "crossing")
    told = sum(c.length_m or 0 for s in walked for c in s.crosses if c.mapped)
    return there, told


@settings(max_examples=80)
@given(drafts(mild=True))
def test_every_metre_of_crossing_walked_is_told_as_a_crossing(draft: Draft) -> None:
    there, told = crossing_metres_told(draft)
    assert told == pytest.approx(there, abs=0.1)


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


# -- the wrong builds ---------------------------------------------------------


def _nothing_unverified(self: judge.Table, attribute: str, where: judge.Mask) -> None:
    del self, attribute, where


def _centimetres_as_metres(
    table: judge.Table, name: str, traveller: Traveller, known: judge.Mask
) -> tuple[judge.Mask, judge.Mask]:
    none = np.zeros_like(known)
    if name == "step_cm" and traveller.max_step_cm is not None:
        low, high = table.bounds(name)
        limit = traveller.max_step_cm * 100
        return known & (low > limit), known & (high <= limit)
    return none, known


def _unsigned_slope(
    network: Any, traveller: Traveller, rows: Any, low: Any, high: Any
) -> tuple[Any, Any]:
    del network, rows
    up = np.inf if traveller.max_slope_up_pct is None else traveller.max_slope_up_pct
    return low > up, high <= up


def _no_points(*args: Any) -> Any:
    return np.zeros(args[0].node_count)


def _ways_both_ways(self: store.Network) -> Any:
    return np.ones(len(self.column("link_edge")), dtype=bool)


WRONG_BUILDS: dict[str, tuple[Any, str, Any, Callable[[Draft, Traveller], list[str]]]] = {
    "unknown taken as fine": (judge.Table, "mark", _nothing_unverified, mislabelled),
    "centimetres read as metres": (judge, "_sides", _centimetres_as_metres, breaks_a_limit),
    "slope without its sign": (judge, "_slope_sides", _unsigned_slope, breaks_a_limit),
    "kerbs and gates on nodes ignored": (cost, "_point_cost", _no_points, breaks_a_limit),
    "one-way escalator walked both ways": (
        store.Network, "link_open", property(_ways_both_ways), breaks_a_limit,
    ),
    "carriageway rules ignored": (judge, "_judge_roads", lambda *_: None, breaks_a_limit),
    "steps priced instead of refused": (judge, "_judge_kinds", lambda *_: None, breaks_a_limit),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("name", WRONG_BUILDS)
def test_a_wrong_build_is_caught_by_its_property(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, attribute, wrong, check = WRONG_BUILDS[name]
    monkeypatch.setattr(owner, attribute, wrong)
    mild = check is mislabelled
    pairs = st.tuples(drafts(mild=mild), travellers())
    quick = settings(
        max_examples=2000, phases=[Phase.generate], derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    try:
        find(pairs, lambda pair: bool(check(*pair)), settings=quick)
    except NoSuchExample:
        pytest.fail(f"nothing caught: {name}")


def test_the_label_property_catches_a_build_that_forgets_doubts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan, "label_of", lambda *_: "verified")
    draft = draw_draft("A---B---L", {"AB": {"tactile": None}}, stations="A", facilities="L")
    assert mislabelled(draft, get_preset("white_cane"))


def test_the_end_property_catches_a_build_without_the_last_metres(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan, "_gap", lambda *_: None)
    draft = draw_draft("A---L", stations="A", facilities="L")
    place = draft.places["facility:l"]
    draft.places["facility:l"] = type(place)(
        id=place.id, kind=place.kind, name=place.name, lonlat=place.lonlat, point_is="building"
    )
    assert any(ends_in_silence(answer) for answer in answers(draft, get_preset("walk")))


def test_the_crossing_property_catches_a_build_that_does_not_tell_crossings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(segments, "list_crossed", lambda _n, steps, _p: [()] * len(steps))
    draft = draw_draft("A---B+++C---L", stations="A", facilities="L")
    there, told = crossing_metres_told(draft)
    assert there != pytest.approx(told, abs=0.1)


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
