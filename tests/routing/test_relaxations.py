"""What would open a way: each the smallest single change that alone does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Answer, Endpoint, Opening, Outcome, Query
from routeguide.model.traveller import CHOICES, RANGES, Traveller, customise, get_preset
from routeguide.model.vocabulary import Kind, LiftState, Status, UnknownPolicy
from routeguide.network.draft import Draft
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing import plan, relax
from routeguide.routing.plan import find_route
from tests import brute
from tests.catching import is_caught
from tests.drawn import JST, NOON, ask, at, draw, draw_draft, fact, mapped, network_of
from tests.obstructed import obstructed, wheels

POLICIES = st.sampled_from(list(UnknownPolicy))
ANYTHING = st.tuples(obstructed(), wheels(), POLICIES)
CHAIR = "wheelchair_manual"
HOUR = timedelta(hours=1)


def told(answer: Answer, opening: Opening = Opening.LIMIT) -> dict[str, Any]:
    return {one.key: one.value for one in answer.relaxations if one.opening is opening}


# -- limits: the smallest value that alone opens a way ---------------------------------------


def not_the_smallest(draft: Draft, traveller: Traveller, policy: UnknownPolicy) -> list[str]:
    """Return limits whose relaxation is not the one that trying every value finds."""
    network = network_of(draft)
    answer = find_route(network, ask("A", "I", traveller, unknown=policy))
    if answer.status is Outcome.OK:
        return ["a way is there"] if answer.relaxations else []
    found = []
    for key in (*CHOICES, *RANGES):
        if key in {"short_slope_m", "speed_mps"}:
            continue  # lengths are not whole numbers; speed opens nothing
        smallest = brute.smallest_opening(network, traveller, policy, key, ("A", "I"))
        if told(answer).get(key) != smallest:
            found.append(f"{key}: {told(answer).get(key)} instead of {smallest}")
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(obstructed(), wheels(), POLICIES)
def test_a_relaxed_limit_is_the_smallest_value_that_alone_opens_a_way(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy
) -> None:
    assert not_the_smallest(draft, traveller, policy) == []


def _loosest(values: Sequence[Any], opens: Any) -> Any:
    return values[-1] if values and opens(values[-1]) else None


def _nothing_connects(*_: Any) -> bool:
    return False


WRONG = {
    "the loosest value": ("_smallest", _loosest),
    "no way is ever found": ("_connects", _nothing_connects),
}


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("name", WRONG)
def test_the_smallest_value_check_catches_a_wrong_build(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relax, *WRONG[name])
    assert is_caught(ANYTHING, not_the_smallest)


def misplaced(draft: Draft, traveller: Traveller, policy: UnknownPolicy) -> list[str]:
    """Return relaxations whose way is returned as an answer, or is not the way they open."""
    query = ask("A", "I", traveller, unknown=policy)
    answer = find_route(network_of(draft), query)
    found = []
    if answer.status is Outcome.NO_ROUTE and answer.routes:
        found.append("a route without a way")
    for one in answer.relaxations:
        if one.opening is Opening.LIMIT:
            loosened = replace(query, traveller=customise(traveller, {one.key: one.value}))
        else:
            loosened = replace(query, unknown=UnknownPolicy(one.value))
        opened = find_route(network_of(draft), loosened)
        figures = [(r.length_m, round(r.duration_s, 3)) for r in opened.routes]
        if figures != [(pytest.approx(one.length_m, abs=0.2), round(one.duration_s, 3))]:
            found.append(f"{one} opens {figures}")
    return found


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(obstructed(), wheels(), POLICIES)
def test_a_relaxed_way_is_told_with_its_figures_and_never_returned_as_a_route(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy
) -> None:
    assert misplaced(draft, traveller, policy) == []


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_the_figures_check_catches_a_build_that_tells_the_way_of_another_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = relax._told
    walker = get_preset("walk")
    monkeypatch.setattr(
        relax, "_told",
        lambda network, query, *more: right(network, replace(query, traveller=walker), *more),
    )  # fmt: skip
    assert is_caught(ANYTHING, misplaced)


def opened_by(values: dict[str, Any], who: str | Traveller = CHAIR, **more: Any) -> dict[str, Any]:
    network = draw("A---B", {"AB": values}, stations="A", facilities="B")
    return told(find_route(network, ask("A", "B", who, **more)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"step_cm": mapped(3)}, {"max_step_cm": 3}),
        ({"step_cm": mapped(2.54)}, {"max_step_cm": 2.54}),
        ({"step_cm": mapped(3, 7)}, {"max_step_cm": 3}),
        ({"step_cm": mapped(31)}, {}),
        ({"width_cm": mapped(82.5)}, {"min_width_cm": 82.5}),
        ({"width_cm": mapped(50, 85)}, {"min_width_cm": 85}),
        ({"width_cm": mapped(30)}, {}),
        ({"slope_pct": mapped(5.3)}, {"max_slope_up_pct": 5.3}),
        ({"slope_pct": mapped(-5.3)}, {"max_slope_down_pct": 5.3}),
        ({"slope_pct": mapped(5.25)}, {"max_slope_up_pct": 5.3}),
        ({"surface": fact("uneven")}, {"worst_surface": "uneven"}),
        ({"surface": fact("loose")}, {"worst_surface": "loose"}),
        ({"step_cm": mapped(3), "width_cm": mapped(80)}, {}),
        ({"access": fact("no")}, {}),
    ],
)
def test_one_obstacle_is_opened_by_its_own_value(
    values: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = opened_by(values)
    found.pop("short_slope_m", None)  # the 40 m of the whole run open the slopes as well
    assert found == expected


def test_a_short_steep_run_is_opened_by_its_own_slope_or_length() -> None:
    steep = {"AB": {"slope_pct": mapped(9)}}
    network = draw("A-B", steep, stations="A", facilities="B")  # 20 m
    who = customise(get_preset(CHAIR), {"short_slope_m": 20.5})
    assert told(find_route(network, ask("A", "B", who))) == {
        "max_slope_up_pct": 9, "short_slope_pct": 9,
    }  # fmt: skip
    slope = draw("A-B", {"AB": {"slope_pct": mapped(7)}}, stations="A", facilities="B")
    found = told(find_route(slope, ask("A", "B", CHAIR)))
    assert found["short_slope_m"] == pytest.approx(20, abs=0.2)
    assert found["max_slope_up_pct"] == 7


def test_whoever_wants_confirmed_ways_needs_the_farther_bound() -> None:
    values = {"step_cm": mapped(3, 7)}
    assert opened_by(values, unknown=UnknownPolicy.REFUSE) == {"max_step_cm": 7}
    assert opened_by({"width_cm": mapped(70, 85)}, unknown=UnknownPolicy.REFUSE) == {
        "min_width_cm": 70
    }


def test_the_bounds_check_catches_a_build_that_tries_the_nearer_bounds_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relax, "_bounds", lambda net, name: net.values("edge", name, "low"))
    values = {"step_cm": mapped(3, 7)}
    assert opened_by(values, unknown=UnknownPolicy.REFUSE) != {"max_step_cm": 7}


def test_stairs_escalators_and_lifts_are_opened_by_using_them() -> None:
    network = draw("A:::B~~~C", stations="A", facilities="C")
    assert told(find_route(network, ask("A", "C", CHAIR))) == {"stairs": "allowed"}
    walker = customise(get_preset("walk"), {"lift": "never"})
    assert told(find_route(network, ask("A", "C", walker))) == {"lift": "use"}


def test_the_biggest_road_walked_along_is_relaxed_a_class_at_a_time() -> None:
    network = draw("A---B$$$C", {"BC": {"width_cm": None}}, stations="A", facilities="C")
    answer = find_route(network, ask("A", "C", CHAIR))
    assert told(answer) == {"road_without_footway": "trunk"}
    assert answer.blockers[0].relaxation == "trunk"


def test_from_a_position_the_kerb_at_the_end_of_its_passage_counts() -> None:
    kerb = {"B": {"kerb": fact("lowered"), "step_cm": mapped(6)}}
    network = draw("A-----B-----C", {"BC": {"step_cm": mapped(4)}}, kerb, facilities="C")
    query = Query(Endpoint(lonlat=at(2, 0)), Endpoint(place="facility:c"), get_preset(CHAIR), NOON)
    assert told(find_route(network, query)) == {"max_step_cm": 6}
    to_position = replace(query, origin=query.destination, destination=query.origin)
    assert told(find_route(network, to_position)) == {"max_step_cm": 6}


def test_a_value_that_opens_only_what_is_closed_at_that_hour_is_passed_over() -> None:
    text = """
A---B---D
|       |
E---F---G
"""
    values = {"AB": {"step_cm": mapped(3)}, "AE": {"step_cm": mapped(8)}}
    gate = {"B": {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact("09:00-17:00")}}
    network = draw(text, values, gate, stations="A", facilities="D")
    by_day = find_route(network, ask("A", "D", CHAIR))
    at_night = find_route(network, ask("A", "D", CHAIR, when=NOON + 8 * HOUR))
    assert told(by_day) == {"max_step_cm": 3}
    assert told(at_night) == {"max_step_cm": 8}


# -- lifts ---------------------------------------------------------------------------------


LIFT = "lift:ab"


def with_outages(text: str, *lifts: str, **more: Any) -> Network:
    out = tuple(LiftReport(lift, LiftState.OUT, NOON - HOUR) for lift in lifts)
    network = draw(text, **more)
    return lay_over(network, Overlay(revision=1, as_of=NOON, outages=out))


def test_the_repair_of_the_one_lift_opens_a_way_and_the_lift_is_the_first_blocker() -> None:
    text = """
A~~~B---C
|       |
D:::::::E
"""
    network = with_outages(text, LIFT, stations="A", facilities="C")
    answer = find_route(network, ask("A", "C", CHAIR))
    [one] = answer.relaxations[:1]
    assert (one.opening, one.key, one.value) == (Opening.LIFT_REPAIRED, LIFT, "open")
    assert one.length_m == pytest.approx(80, abs=0.3)
    assert (answer.blockers[0].attribute, answer.blockers[0].value) == ("lift_status", "out")
    assert answer.blockers[0].relaxation == "open"
    assert answer.routes == ()


def test_a_lift_whose_repair_alone_opens_nothing_is_not_told() -> None:
    both = with_outages("A~~~B---C~~~D", LIFT, "lift:cd", stations="A", facilities="D")
    assert find_route(both, ask("A", "D", CHAIR)).relaxations == ()


FAR = """
A~~~B---C   E~~~F~~~G~~~H~~~I~~~J~~~K
"""
ELSEWHERE = ("lift:ef", "lift:fg", "lift:gh", "lift:hi", "lift:ij", "lift:jk")


def repaired(text: str = FAR) -> dict[str, Any]:
    network = with_outages(text, *ELSEWHERE, LIFT, stations="A", facilities="C")
    return told(find_route(network, ask("A", "C", CHAIR)), Opening.LIFT_REPAIRED)


def test_outages_elsewhere_do_not_hide_the_lift_that_matters() -> None:
    assert repaired() == {LIFT: "open"}


def test_the_hiding_check_catches_a_build_that_tries_the_first_outages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relax, "_joining", lambda _n, _q, _e, lifts: set(lifts))
    assert repaired() == {}


def planned_lift() -> Network:
    draft = draw_draft("A~~~B---C", stations="A", facilities="C")
    edge = next(e for e in draft.edges.values() if e.lift_id == LIFT)
    edge.status = Status.PLANNED
    network = network_of(draft)
    station = network.places["station:a"]
    network.places[LIFT] = Place(
        LIFT, PlaceKind.LIFT, "2番", parent=station.id, status=Status.PLANNED
    )
    return network


def test_a_planned_lift_is_told_as_what_would_open_a_way() -> None:
    network = planned_lift()
    answer = find_route(network, ask("A", "C", CHAIR))
    [one] = answer.relaxations
    assert (one.opening, one.key) == (Opening.LIFT_BUILT, LIFT)
    assert one.lift is network.places[LIFT]
    assert one.station is network.places["station:a"]
    assert answer.routes == ()


def test_a_lift_that_an_overlay_opened_is_no_longer_planned() -> None:
    opened = lay_over(planned_lift(), Overlay(revision=1, opened=frozenset({LIFT})))
    assert find_route(opened, ask("A", "C", CHAIR)).status is Outcome.OK


# -- a later departure -----------------------------------------------------------------------


def gated(hours: str, when: datetime, text: str = "A---B---C") -> Answer:
    gate = {"B": {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact(hours)}}
    network = draw(text, None, gate, stations="A", facilities="C")
    return find_route(network, ask("A", "C", CHAIR, when=when))


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JST)


@pytest.mark.parametrize(
    ("hours", "asked", "expected"),
    [
        ("09:00-17:00", moment(24, 7, 7), moment(24, 9, 0)),
        ("09:10-17:00", moment(24, 7, 7), moment(24, 9, 15)),
        ("09:00-17:00", moment(24, 20, 7), moment(25, 9, 0)),
        ("05:00-23:45", moment(24, 23, 50), moment(25, 5, 0)),
        ("00:00-01:00", moment(24, 23, 50), moment(25, 0, 0)),
    ],
)
def test_the_first_quarter_of_an_hour_at_which_the_gate_is_open_is_told(
    hours: str, asked: datetime, expected: datetime
) -> None:
    answer = gated(hours, asked)
    assert answer.status is Outcome.NO_ROUTE
    assert told(answer, Opening.LATER) == {"depart_at": expected.isoformat(timespec="minutes")}
    assert gated(hours, expected).status is Outcome.OK
    assert gated(hours, expected - timedelta(minutes=15)).status is Outcome.NO_ROUTE
    assert answer.blockers[0].relaxation == expected.isoformat(timespec="minutes")


def test_the_departure_check_catches_a_build_with_a_coarser_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relax, "QUARTER", HOUR)
    told_then = told(gated("09:10-17:00", moment(24, 7, 7)), Opening.LATER)
    assert told_then != {"depart_at": moment(24, 9, 15).isoformat(timespec="minutes")}


def test_a_gate_that_does_not_open_within_a_day_is_opened_by_no_later_departure() -> None:
    answer = gated("Sa 09:00-10:00", moment(24, 12))
    assert answer.status is Outcome.NO_ROUTE
    assert answer.relaxations == ()


def test_where_steps_are_in_the_way_as_well_no_departure_is_told() -> None:
    answer = gated("09:00-17:00", moment(24, 20), "A---B:::C")
    assert told(answer, Opening.LATER) == {}


def test_after_a_planned_outage_the_lift_is_there_again() -> None:
    network = draw("A~~~B", stations="A", facilities="B")
    report = LiftReport(LIFT, LiftState.PLANNED, NOON - HOUR, NOON + HOUR)
    answer = find_route(lay_over(network, Overlay(revision=1, outages=(report,))),
                        ask("A", "B", CHAIR))  # fmt: skip
    assert told(answer, Opening.LATER) == {"depart_at": (NOON + HOUR).isoformat("T", "minutes")}


# -- the unknown -------------------------------------------------------------------------------


def test_whoever_refuses_the_unknown_is_told_that_taking_it_opens_a_way() -> None:
    values = {"AB": {"width_cm": None}}
    network = draw("A---B", values, stations="A", facilities="B")
    answer = find_route(network, ask("A", "B", CHAIR, unknown=UnknownPolicy.REFUSE))
    assert told(answer, Opening.UNKNOWN) == {"unknown": "warn"}
    assert answer.routes == ()
    steps = draw("A:::B", values, stations="A", facilities="B")
    refused = find_route(steps, ask("A", "B", CHAIR, unknown=UnknownPolicy.REFUSE))
    assert told(refused, Opening.UNKNOWN) == {}
    assert told(find_route(steps, ask("A", "B", CHAIR)), Opening.UNKNOWN) == {}


# -- what a blocker is told to be opened by ----------------------------------------------------


def test_a_word_is_told_only_of_the_kind_of_passage_that_it_is_about() -> None:
    escalator = draw_draft("A---B---C", stations="A", facilities="C")
    first, second = (next(e for e in escalator.edges.values() if e.start == s) for s in "AB")
    first.kind = second.kind = Kind.ESCALATOR
    network = network_of(escalator)
    [a, b] = find_route(network, ask("A", "C", CHAIR)).blockers
    assert (a.value, a.relaxation, b.relaxation) == ("escalator", "use", "use")
    steps = draw("A---B:::C", stations="A", facilities="C")
    [one] = find_route(steps, ask("A", "C", CHAIR)).blockers
    assert (one.value, one.relaxation) == ("steps", "allowed")


def test_steps_are_not_told_to_be_opened_by_taking_the_escalator_beside_them() -> None:
    text = """
A:::B---D
|       |
E---F---G
"""
    draft = draw_draft(text, {"AB": {}}, stations="A", facilities="D")
    for start in "EF":
        for edge in draft.edges.values():
            if edge.start == start and edge.end in "FG":
                edge.kind = Kind.ESCALATOR
    answer = find_route(network_of(draft), ask("A", "D", CHAIR))
    assert told(answer) == {"stairs": "allowed", "escalator": "use"}
    assert [(b.value, b.relaxation) for b in answer.blockers] == [("steps", "allowed")]


def test_up_and_down_are_told_apart() -> None:
    text = """
A---B---D
|       |
E-------G
"""
    values = {"AB": {"slope_pct": mapped(9)}, "EG": {"slope_pct": mapped(-12)},
              "AE": {"slope_pct": mapped(-11)}}  # fmt: skip
    network = draw(text, values, stations="A", facilities="D")
    answer = find_route(network, ask("A", "D", CHAIR))
    assert told(answer)["max_slope_up_pct"] == 9
    assert told(answer)["max_slope_down_pct"] == 12
    assert [(b.value, b.relaxation) for b in answer.blockers] == [(9, 9)]


def test_a_broken_lift_is_opened_by_its_repair_and_not_by_leaving_later() -> None:
    text = """
A~~~B---C
|       |
D---E---F
"""
    gate = {"E": {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact("09:00-17:00")}}
    network = with_outages(text, LIFT, points=gate, stations="A", facilities="C")
    answer = find_route(network, ask("A", "C", CHAIR, when=NOON + 8 * HOUR))
    morning = moment(25, 9).isoformat(timespec="minutes")
    assert [(b.attribute, b.relaxation) for b in answer.blockers] == [
        ("lift_status", "open"), ("hours", morning),
    ]  # fmt: skip


def test_every_limit_of_a_traveller_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    right = relax._looser

    def noted(network: Network, traveller: Traveller, key: str) -> list[Any]:
        tried.append(key)
        return right(network, traveller, key)

    monkeypatch.setattr(relax, "_looser", noted)
    find_route(draw("A:::B", stations="A", facilities="B"), ask("A", "B", CHAIR))
    assert tried == [*CHOICES, *RANGES]
    assert plan.EXPLAIN_S <= 0.5
