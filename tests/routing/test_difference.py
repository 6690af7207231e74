"""Why this way: what the plain way of 一般 holds that is avoided, and what avoiding it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routeguide.model.route import Answer, Better, Difference, Endpoint, Outcome, Query, Route
from routeguide.model.traveller import Traveller, customise, get_preset, presets
from routeguide.model.vocabulary import Evidence, UnknownPolicy
from routeguide.network.draft import Draft
from routeguide.routing import plan
from routeguide.routing.plan import find_route
from tests import brute
from tests.catching import is_caught
from tests.drawn import JST, NOON, ask, at, draw, fact, known, mapped, network_of
from tests.obstructed import obstructed, wheels
from tests.varied import varied

POLICIES = st.sampled_from(list(UnknownPolicy))
CHAIR = "wheelchair_manual"
ANYTHING = st.one_of(
    st.tuples(obstructed(), wheels(), POLICIES, st.just("I")),
    st.tuples(varied(), st.sampled_from(list(presets().values())), POLICIES, st.just("L")),
)


def difference_of(answer: Answer) -> Difference | None:
    [route] = answer.routes
    return route.difference


# -- over random networks: the plain way is asked for apart, and judged passage by passage -----


def wrong_differences(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy, goal: str
) -> list[str]:
    """Return what is told of the plain way that is not so."""
    network = network_of(draft)
    answer = find_route(network, ask("A", goal, traveller, unknown=policy))
    if answer.status is not Outcome.OK:
        return []
    [mine], plain = answer.routes, find_route(network, ask("A", goal))
    told = mine.difference
    if not plain.routes:  # a road without footway may stop a walker and nobody else
        return [] if told is None else ["told of a way that there is not"]
    same = _keys(mine) == _keys(plain.routes[0])
    if told is None:
        return [] if same or traveller.limits() == get_preset("walk").limits() else ["not told"]
    if same:
        return ["told of the same way"]
    return _wrong_figures(told, mine, plain.routes[0]) + _wrong_barriers(
        told, brute.read_maze(network, traveller, policy), plain.routes[0]
    )


def _keys(route: Route) -> list[str]:
    return [segment.passage.key for segment in route.segments]


def _wrong_figures(told: Difference, mine: Route, plain: Route) -> list[str]:
    expected = {
        "plain_length_m": plain.length_m,
        "plain_duration_s": plain.duration_s,
        "extra_m": mine.length_m - plain.length_m,
        "extra_s": mine.duration_s - plain.duration_s,
    }
    return [
        f"{name}: {getattr(told, name)} instead of {value}"
        for name, value in expected.items()
        if abs(getattr(told, name) - value) > 0.25
    ]


def _wrong_barriers(told: Difference, maze: brute.Maze, plain: Route) -> list[str]:
    refused = brute.refused_on(maze, [segment.passage for segment in plain.segments])
    keys = list(dict.fromkeys(blocker.key or "" for blocker in told.avoided))
    found = [f"{key} is not refused on the plain way" for key in keys if key not in refused]
    if refused and not keys:
        found.append(f"nothing told of {refused}")
    if keys != [key for key in dict.fromkeys(refused) if key in keys]:
        found.append("not in walking order")
    if keys and refused and keys[0] != refused[0]:
        found.append(f"{keys[0]} is told before {refused[0]}")
    return found


@settings(max_examples=70, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_what_is_avoided_lies_on_the_plain_way_and_is_refused_and_the_figures_are_right(
    drawn: Any,
) -> None:
    assert wrong_differences(*drawn) == []


def _without_direction(network: Any, table: Any, query: Query, steps: Any) -> Any:
    turned = [replace(step, backward=not step.backward) for step in reversed(steps)]
    return plan_refusals(network, table, query, turned)


plan_refusals = plan.list_refusals


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("list_refusals", _without_direction),
        ("list_refusals", lambda *_: iter(())),
        ("MOST_AVOIDED", 0),
    ],
    ids=["the plain way walked backwards", "nothing is refused", "nothing is told"],
)
def test_the_difference_check_catches_a_wrong_build(
    name: str, wrong: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, name, wrong)
    assert is_caught(ANYTHING.map(lambda drawn: (drawn,)), lambda drawn: wrong_differences(*drawn))


# -- drawn examples ------------------------------------------------------------------------------


STAIRS = """
A---B:::D
|       |
|       |
E---F---G
"""


def test_stairs_avoided_are_told_with_the_metres_and_seconds_that_it_costs() -> None:
    told = difference_of(
        find_route(draw(STAIRS, stations="A", facilities="D"), ask("A", "D", CHAIR))
    )
    assert told is not None
    assert [(b.attribute, b.value, b.limit) for b in told.avoided] == [("kind", "steps", "never")]
    assert told.plain_length_m == pytest.approx(80, abs=0.3)
    assert told.extra_m == pytest.approx(60, abs=0.5)
    assert told.plain_duration_s == pytest.approx(40 / 1.25 + 20 * 0.7, abs=0.5)
    assert told.extra_s == pytest.approx(140 / 0.8 - told.plain_duration_s, abs=1)
    assert told.better_in == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"step_cm": mapped(7)}, ("step_cm", 7, 2)),
        ({"width_cm": mapped(60)}, ("width_cm", 60, 90)),
        ({"slope_pct": mapped(9)}, ("slope_pct", 9, 5)),
        ({"surface": fact("loose")}, ("surface", "loose", "firm")),
        ({"wheelchair": fact("no")}, ("wheelchair", "no", "yes")),
    ],
)
def test_each_kind_of_barrier_is_told_with_its_value_and_limit(
    values: dict[str, Any], expected: tuple[str, Any, Any]
) -> None:
    text = STAIRS.replace(":::", "---")
    network = draw(text, {"BD": values}, stations="A", facilities="D")
    told = difference_of(find_route(network, ask("A", "D", CHAIR)))
    assert told is not None
    assert [(b.attribute, b.value, b.limit) for b in told.avoided] == [expected]
    assert [b.source for b in told.avoided] == ["drawn"]


def test_a_gate_too_narrow_on_the_plain_way_is_told() -> None:
    gate = {"B": {"barrier": fact("gate"), "gap_cm": mapped(60)}}
    network = draw(STAIRS.replace(":::", "---"), None, gate, stations="A", facilities="D")
    told = difference_of(find_route(network, ask("A", "D", CHAIR)))
    assert told is not None
    assert [(b.key, b.attribute) for b in told.avoided] == [("B", "gap_cm")]


@pytest.mark.parametrize("who", list(presets()))
def test_nothing_is_told_where_it_is_the_same_way(who: str) -> None:
    network = draw("A---B+++C---D", stations="A", facilities="D")
    assert difference_of(find_route(network, ask("A", "D", who))) is None


def test_one_walking_is_not_compared_with_oneself() -> None:
    network = draw(STAIRS, stations="A", facilities="D")
    assert difference_of(find_route(network, ask("A", "D"))) is None
    slow = customise(get_preset("walk"), {"max_step_cm": 1, "stairs": "never"})
    assert difference_of(find_route(network, ask("A", "D", slow))) is not None


def test_a_preferred_way_without_barriers_tells_what_it_is_better_in() -> None:
    text = """
A---B+++D
|       |
E---F---G
"""
    network = draw(text, stations="A", facilities="D")
    told = difference_of(find_route(network, ask("A", "D", "white_cane")))
    assert told is not None
    assert told.avoided == ()
    assert told.better_in == (Better.FEWER_UNSIGNALLED,)
    assert told.extra_m == pytest.approx(40, abs=0.5)


def test_what_is_not_confirmed_is_avoided_only_by_whoever_refuses_it() -> None:
    text = STAIRS.replace(":::", "---")
    values = {"BD": {"step_cm": known(Evidence.INFERRED, 0)}}
    network = draw(text, values, stations="A", facilities="D")
    told = difference_of(find_route(network, ask("A", "D", CHAIR, unknown=UnknownPolicy.REFUSE)))
    assert told is not None
    assert [(b.attribute, b.limit) for b in told.avoided] == [("step_cm", "confirmed")]
    assert difference_of(find_route(network, ask("A", "D", CHAIR))) is None


def test_the_plain_way_is_open_at_that_hour_too() -> None:
    gate = {"B": {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact("09:00-17:00")}}
    network = draw(STAIRS, None, gate, stations="A", facilities="D")
    by_day = difference_of(find_route(network, ask("A", "D", CHAIR)))
    evening = datetime(2026, 11, 24, 20, 0, tzinfo=JST)
    at_night = difference_of(find_route(network, ask("A", "D", CHAIR, when=evening)))
    assert by_day is not None
    assert at_night is None


def test_from_a_position_the_plain_way_starts_there_too() -> None:
    network = draw(STAIRS, facilities="D")
    query = Query(Endpoint(lonlat=at(2, 0)), Endpoint(place="facility:d"), get_preset(CHAIR), NOON)
    told = difference_of(find_route(network, query))
    assert told is not None
    assert told.plain_length_m == pytest.approx(60, abs=0.5)
    assert told.extra_m == pytest.approx(100, abs=0.7)


def test_of_many_barriers_the_first_three_are_told() -> None:
    text = """
A:::B:::C:::D:::E:::F
|                   |
G-------------------H
"""
    network = draw(text, stations="A", facilities="F")
    told = difference_of(find_route(network, ask("A", "F", CHAIR)))
    assert told is not None
    assert len(told.avoided) == 3
