"""No way: what stands in it, where one can get instead, and the time that explaining takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routeguide.model.geodesy import distance_m
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Answer, Outcome
from routeguide.model.traveller import Traveller, get_preset
from routeguide.model.vocabulary import Evidence, LiftState, UnknownPolicy
from routeguide.network.draft import Draft
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing import blockers, nearest, plan, timed_path
from routeguide.routing.cost import make_table
from routeguide.routing.deadline import Deadline
from routeguide.routing.plan import find_route, planner_of
from routeguide.routing.steps import Spot
from tests import brute
from tests.catching import is_caught
from tests.drawn import (
    JST,
    NOON,
    TODAY,
    ask,
    at,
    draw,
    draw_draft,
    fact,
    known,
    mapped,
    network_of,
)
from tests.obstructed import obstructed, wheels

POLICIES = st.sampled_from(list(UnknownPolicy))
ANYTHING = st.tuples(obstructed(), wheels(), POLICIES)
CHAIR = "wheelchair_manual"


def told(answer: Answer) -> list[tuple[str | None, str, Any, Any]]:
    return [(b.key, b.attribute, b.value, b.limit) for b in answer.blockers]


def key(a: str, b: str) -> str:
    """Return the key of a drawn passage, walked from ``a`` to ``b``."""
    first, second = sorted((a, b))
    return f"w{ord(first) * 100 + ord(second)}:{ord(a)}-{ord(b)}"


# -- the fewest refusals, then the shortest -----------------------------------------------


def least_refused(network: Network, traveller: Traveller, policy: UnknownPolicy) -> list[list[str]]:
    """Return what is refused on every best path from A to I, by looking at every path."""
    mine = brute.read_maze(network, traveller, policy)
    walkers = brute.read_maze(network, get_preset("walk"))
    paths = list(brute.every_path(mine, "A", "I"))
    paths = [p for p in paths if not brute.refused_on(walkers, p)] or paths
    found = []
    for path in paths:
        refused = brute.refused_on(mine, path)
        found.append((len(refused), sum(passage.length_m for passage in path), refused))
    if not found:
        return [[]]
    fewest, shortest = min(one[:2] for one in found)
    return [refused for count, m, refused in found if count == fewest and m < shortest + 0.2]


def wrong_blockers(draft: Draft, traveller: Traveller, policy: UnknownPolicy) -> list[str]:
    network = network_of(draft)
    answer = find_route(network, ask("A", "I", traveller, unknown=policy))
    if answer.status is Outcome.OK:
        return ["blockers of a way that is there"] if answer.blockers else []
    found = list(dict.fromkeys(b.key or "" for b in answer.blockers))
    best = least_refused(network, traveller, policy)
    return [] if found in best else [f"{found} and not one of {best}"]


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(obstructed(), wheels(), POLICIES)
def test_blockers_are_those_of_the_path_with_the_fewest_refusals_then_the_shortest(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy
) -> None:
    assert wrong_blockers(draft, traveller, policy) == []


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize(
    ("name", "wrong"),
    [("PENALTY", 0.0), ("CENTI", 0.0)],
    ids=["refusals not counted", "length forgotten"],
)
def test_the_blocker_check_catches_a_wrong_build(
    name: str, wrong: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blockers, name, wrong)
    assert is_caught(ANYTHING, wrong_blockers)


def test_a_longer_way_with_one_step_is_told_before_a_short_one_with_two() -> None:
    text = """
A--B--C--D
|        |
E--------F
"""
    values = {"AB": {"step_cm": mapped(9)}, "CD": {"step_cm": mapped(9)},
              "EF": {"step_cm": mapped(30)}}  # fmt: skip
    network = draw(text, values, stations="A", facilities="D")
    answer = find_route(network, ask("A", "D", CHAIR))
    assert told(answer) == [(key("E", "F"), "step_cm", 30, 2)]


SLOPED = """
S:::A----------B::::G
    |               |
    C-------D:::::::E
"""


def test_a_part_of_a_refused_passage_counts_as_one_refusal() -> None:
    network = draw(SLOPED, {"AB": {"slope_pct": mapped(9)}}, stations="S", facilities="G")
    edge = next(e for e in network.iter_edges() if network.passage(e).key == key("A", "B"))
    who = replace(get_preset(CHAIR), max_slope_down_pct=10)
    query = ask("S", "G", who)
    table = make_table(network, who, UnknownPolicy.WARN)
    found = blockers.find_blockers(
        network, table, planner_of(network).walk_table(), query,
        [Spot(edge=edge, share=0.7)], [Spot(node=network.find_node("G"))],
    )  # fmt: skip
    assert [b.key for b in found] == [key("D", "E")]


# -- place, attribute, value, limit, source, date -----------------------------------------


def test_a_blocker_tells_place_attribute_value_limit_source_and_date() -> None:
    values = {"BC": {"step_cm": mapped(6, checked_on=date(2026, 5, 1))}}
    network = draw("A---B---C---D", values, stations="A", facilities="D")
    [one] = find_route(network, ask("A", "D", CHAIR)).blockers
    assert (one.attribute, one.value, one.limit) == ("step_cm", 6, 2)
    assert (one.source, one.checked_on) == ("drawn", "2026-05-01")
    assert one.key == key("B", "C")
    assert min(distance_m(one.at, at(column, 0)) for column in (4, 8)) < 0.1


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"width_cm": mapped(60, 80)}, ("width_cm", (60, 80), 90)),
        ({"slope_pct": mapped(9)}, ("slope_pct", 9, 5)),
        ({"slope_pct": mapped(-9)}, ("slope_pct", -9, 5)),
        ({"surface": fact("loose")}, ("surface", "loose", "firm")),
        ({"access": fact("no")}, ("access", "no", "yes")),
        ({"wheelchair": fact("no")}, ("wheelchair", "no", "yes")),
        ({"kerb": fact("raised")}, ("kerb", "raised", "lowered")),
        ({"closure": fact("footway_found")}, ("closure", "footway_found", None)),
        ({"locked": fact("yes")}, ("locked", "yes", "no")),
    ],
)
def test_each_kind_of_refusal_is_told_with_its_value_and_limit(
    values: dict[str, Any], expected: tuple[str, Any, Any]
) -> None:
    network = draw("A---B---C", {"BC": values}, stations="A", facilities="C")
    answer = find_route(network, ask("A", "C", CHAIR))
    assert told(answer) == [(key("B", "C"), *expected)]
    assert answer.blockers[0].source == "drawn"


@pytest.mark.parametrize(("line", "kind"), [(":::", "steps"), ("$$$", "trunk")])
def test_steps_and_roads_without_a_footway_are_told_as_what_they_are(line: str, kind: str) -> None:
    values = {"BC": {"width_cm": None}}
    network = draw(f"A---B{line}C", values, stations="A", facilities="C")
    [(_, attribute, value, limit)] = told(find_route(network, ask("A", "C", CHAIR)))
    expected = {"steps": ("kind", "never"), "trunk": ("road_without_footway", "secondary")}
    assert (attribute, limit) == expected[kind]
    assert value == kind


def test_a_gate_that_is_too_narrow_is_told_at_its_place() -> None:
    gate = {"B": {"barrier": fact("gate"), "gap_cm": mapped(60, checked_on=TODAY)}}
    network = draw("A---B---C", None, gate, stations="A", facilities="C")
    [one] = find_route(network, ask("A", "C", CHAIR)).blockers
    assert (one.key, one.attribute, one.value, one.limit) == ("B", "gap_cm", 60, 80)
    assert one.checked_on == TODAY.isoformat()
    assert distance_m(one.at, at(4, 0)) < 0.1


def test_what_is_not_confirmed_is_a_blocker_only_for_whoever_wants_confirmed_ways() -> None:
    values = {"AB": {"step_cm": known(Evidence.INFERRED, 0), "width_cm": None}}
    network = draw("A---B", values, stations="A", facilities="B")
    answer = find_route(network, ask("A", "B", CHAIR, unknown=UnknownPolicy.REFUSE))
    assert told(answer) == [
        (key("A", "B"), "step_cm", None, "confirmed"),
        (key("A", "B"), "width_cm", None, "confirmed"),
    ]
    assert [b.source for b in answer.blockers] == ["drawn", None]
    assert find_route(network, ask("A", "B", CHAIR)).status is Outcome.OK


def test_what_is_not_confirmed_of_a_kerb_is_told_with_the_kerbs_own_source() -> None:
    kerb = {"B": {"kerb": fact("lowered"), "step_cm": known(Evidence.INFERRED, 1)}}
    values = {"BC": {"step_cm": replace(mapped(0), source="another")}}
    network = draw("A---B---C", values, kerb, stations="A", facilities="C")
    answer = find_route(network, ask("A", "C", CHAIR, unknown=UnknownPolicy.REFUSE))
    assert [(b.key, b.source) for b in answer.blockers] == [("B", "drawn")]


def test_what_is_closed_to_all_is_the_blocker_where_nobody_has_a_way() -> None:
    network = draw("A---B---C", stations="A", facilities="C")
    shut = lay_over(network, Overlay(revision=3, closed=frozenset({key("B", "C")})))
    for who in ("walk", CHAIR, "white_cane"):
        answer = find_route(shut, ask("A", "C", who))
        assert told(answer) == [(key("B", "C"), "closed", "yes", "no")]
        assert answer.blockers[0].source == "overlay:3"


def test_two_lifts_out_on_one_way_are_both_told() -> None:
    network = draw("A~~~B---C~~~D", stations="A", facilities="D")
    out = tuple(LiftReport(f"lift:{one}", LiftState.OUT, NOON) for one in ("ab", "cd"))
    answer = find_route(lay_over(network, Overlay(revision=1, outages=out)), ask("A", "D", CHAIR))
    assert [b.key for b in answer.blockers] == [key("A", "B"), key("C", "D")]
    assert {b.attribute for b in answer.blockers} == {"lift_status"}
    assert answer.relaxations == ()


def test_a_lift_in_a_planned_window_is_told_once() -> None:
    network = draw("A~~~B", stations="A", facilities="B")
    hour = timedelta(hours=1)
    report = LiftReport("lift:ab", LiftState.PLANNED, NOON - hour, NOON + hour)
    laid = lay_over(network, Overlay(revision=1, outages=(report,)))
    [one] = find_route(laid, ask("A", "B", CHAIR)).blockers
    assert (one.attribute, one.value, one.limit) == (
        "lift_status",
        "out",
        NOON.isoformat("T", "minutes"),
    )


def test_ends_that_nothing_connects_have_no_blockers() -> None:
    network = draw("A---B   C---D", stations="A", facilities="D")
    assert find_route(network, ask("A", "D", CHAIR)).blockers == ()


# -- the nearest point one can get to ------------------------------------------------------


def wrong_nearest(draft: Draft, traveller: Traveller, policy: UnknownPolicy) -> list[str]:
    network = network_of(draft)
    answer = find_route(network, ask("A", "I", traveller, unknown=policy))
    if answer.status is Outcome.OK:
        return []
    goal = draft.nodes["I"].lonlat
    nodes = brute.reached(brute.read_maze(network, traveller, policy), "A")
    left = {node: distance_m(draft.nodes[node].lonlat, goal) for node in nodes}
    best, start = min(left.values()), distance_m(draft.nodes["A"].lonlat, goal)
    near = answer.nearest
    if start - best < 20:
        return [] if near is None else ["told although no nearer"]
    if near is None or abs(near.left_m - best) > 0.2:
        return [f"{near and near.left_m} instead of {best}"]
    here = [node for node in nodes if distance_m(draft.nodes[node].lonlat, near.at) < 0.1]
    return [] if here and abs(left[here[0]] - best) < 0.2 else ["not a point that is reached"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(obstructed(), wheels(), POLICIES)
def test_the_nearest_reachable_point_is_the_nearest_of_all_that_are_reached(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy
) -> None:
    assert wrong_nearest(draft, traveller, policy) == []


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_the_nearest_check_catches_a_build_that_takes_the_farthest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = nearest._distances
    monkeypatch.setattr(nearest, "_distances", lambda *args: -right(*args))
    assert is_caught(ANYTHING, wrong_nearest)


def test_the_way_to_the_nearest_point_is_told_in_metres_and_seconds() -> None:
    network = draw("A---B---C:::D", stations="A", facilities="D")
    near = find_route(network, ask("A", "D", CHAIR)).nearest
    assert near is not None
    assert near.length_m == pytest.approx(80, abs=0.3)
    assert near.duration_s == pytest.approx(100, abs=0.5)
    assert near.left_m == pytest.approx(40, abs=0.3)
    assert near.where


PARK = """
A---B---C---D
"""
GATE = {"C": {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact("09:00-17:00")}}
EVENING = datetime(2026, 11, 24, 20, 7, tzinfo=JST)


def evening(**more: Any) -> Answer:
    network = draw(PARK, None, GATE, stations="A", facilities="D")
    return find_route(network, ask("A", "D", CHAIR, when=more.get("when", EVENING)))


def reach_beyond(answer: Answer) -> bool:
    """Tell whether the nearest point lies beyond the gate that is closed."""
    return answer.nearest is not None and answer.nearest.left_m < 39


def test_the_nearest_point_does_not_lie_behind_a_gate_that_is_closed_on_arrival() -> None:
    answer = evening()
    assert answer.status is Outcome.NO_ROUTE
    assert not reach_beyond(answer)
    assert answer.nearest is not None
    assert answer.nearest.left_m == pytest.approx(40, abs=0.3)


def test_the_gate_check_catches_a_build_that_forgets_the_hours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nearest, "_without", lambda _n, table, _c: table)
    monkeypatch.setattr(nearest, "find_closed", lambda *_, **__: [])
    assert reach_beyond(evening())


def test_a_second_gate_on_the_way_to_the_nearest_point_is_seen_too() -> None:
    text = """
A---B---C---D:::E
    |
    F
"""
    gates = {"C": GATE["C"], "B": {**GATE["C"], "hours": fact("24/7")}}
    network = draw(text, None, gates, stations="A", facilities="E")
    near = find_route(network, ask("A", "E", CHAIR, when=EVENING)).nearest
    assert near is not None
    assert near.left_m == pytest.approx(80, abs=0.5)


# -- other exits and stations ---------------------------------------------------------------

STATION = """
A:::B-------C
|           |
D:::E       F
|
G---H-------I
"""


def place(kind: PlaceKind, letter: str, parent: str | None = None, **more: Any) -> Place:
    where = draw_draft(STATION).nodes[letter].lonlat
    return Place(
        f"{kind}:{letter.lower()}", kind, f"{letter}口", lonlat=where, parent=parent, **more
    )


def station_network(gates: dict[str, Any] | None = None) -> Network:
    draft = draw_draft(STATION, None, gates, stations="AG", facilities="F")
    for letter in "BEH":
        one = place(PlaceKind.EXIT, letter, "station:a")
        draft.places[one.id] = one
    return network_of(draft)


def test_other_exits_from_which_there_is_a_way_are_told_the_nearest_first() -> None:
    answer = find_route(station_network(), ask("A", "F", CHAIR))
    assert answer.status is Outcome.NO_ROUTE
    assert [one.place.id for one in answer.other_starts] == ["exit:b"]
    assert answer.other_starts[0].length_m == pytest.approx(100, abs=0.5)
    assert answer.other_starts[0].duration_s == pytest.approx(125, abs=1)
    assert answer.other_ends == ()


def test_an_exit_whose_way_is_closed_at_that_hour_is_not_told() -> None:
    gates = {"C": GATE["C"]}
    by_day = find_route(station_network(gates), ask("A", "F", CHAIR))
    at_night = find_route(station_network(gates), ask("A", "F", CHAIR, when=EVENING))
    assert [one.place.id for one in by_day.other_starts] == ["exit:b"]
    assert at_night.other_starts == ()


def test_the_exit_check_catches_a_build_that_forgets_the_hours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timed_path, "find_closed", lambda *_, **__: [])
    answer = find_route(station_network({"C": GATE["C"]}), ask("A", "F", CHAIR, when=EVENING))
    assert [one.place.id for one in answer.other_starts] == ["exit:b"]


def test_other_ends_are_exits_and_near_stations_that_can_be_reached() -> None:
    back = find_route(station_network(), ask("A", "F", CHAIR).back())
    assert back.status is Outcome.NO_ROUTE
    assert [one.place.id for one in back.other_ends] == ["exit:b"]
    assert back.other_starts == ()


def test_a_near_station_from_which_there_is_a_way_is_told_and_a_far_one_is_not() -> None:
    text = "A:::B---C---F" + "-" * 330 + "Z"
    draft = draw_draft(text, stations="ACZ", facilities="F")
    answer = find_route(network_of(draft), ask("A", "F", CHAIR))
    assert [one.place.id for one in answer.other_starts] == ["station:c"]


# -- the telephone ---------------------------------------------------------------------------


def test_the_answer_carries_the_telephone_of_the_destination() -> None:
    draft = draw_draft("A:::B", stations="A", facilities="B")
    draft.places["facility:b"] = replace(draft.places["facility:b"], telephone="03-1234-5678")
    answer = find_route(network_of(draft), ask("A", "B", CHAIR))
    assert answer.status is Outcome.NO_ROUTE
    assert answer.destination is not None
    assert answer.destination.telephone == "03-1234-5678"


# -- the time that explaining takes ----------------------------------------------------------


class After(Deadline):
    """A deadline that is over after it was asked so many times."""

    def __init__(self, questions: int) -> None:
        super().__init__(3600.0)
        self.left = questions

    def is_over(self) -> bool:
        self.left -= 1
        self.passed = self.passed or self.left < 0
        return self.passed


def test_when_the_time_is_over_the_blockers_are_told_and_the_answer_is_partial(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = draw("A---B===C:::D", stations="A", facilities="D")
    whole = find_route(network, ask("A", "D", CHAIR))
    monkeypatch.setattr(plan, "EXPLAIN_S", -1.0)
    hasty = find_route(network, ask("A", "D", CHAIR))
    assert (whole.partial, hasty.partial) == (False, True)
    assert hasty.blockers
    assert [(b.key, b.attribute) for b in hasty.blockers] == [
        (b.key, b.attribute) for b in whole.blockers
    ]
    assert whole.relaxations
    assert hasty.relaxations == ()
    assert hasty.nearest is None


def test_the_time_check_catches_a_build_that_does_not_look_at_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan, "EXPLAIN_S", -1.0)
    monkeypatch.setattr(Deadline, "is_over", lambda _self: False)
    network = draw("A---B===C:::D", stations="A", facilities="D")
    assert not find_route(network, ask("A", "D", CHAIR)).partial


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(obstructed(), wheels(), st.integers(0, 40))
def test_wherever_the_time_ends_what_is_told_is_the_beginning_of_the_whole(
    draft: Draft, traveller: Traveller, questions: int
) -> None:
    query = ask("A", "I", traveller)
    whole = find_route(network_of(draft), query)
    with pytest.MonkeyPatch.context() as patch:
        deadline = After(questions)
        patch.setattr(plan, "Deadline", lambda _seconds: deadline)
        hasty = find_route(network_of(draft), query)
    count = len(hasty.relaxations)
    assert hasty.relaxations == whole.relaxations[:count]
    assert hasty.partial is deadline.passed
    if not hasty.partial:
        assert (hasty.relaxations, hasty.nearest) == (whole.relaxations, whole.nearest)
