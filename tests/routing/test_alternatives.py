"""Other ways: really other, within the same limits, each for a reason that is true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routeguide.errors import BadInput
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.route import Answer, Better, Outcome, Query, Route, Segment
from routeguide.model.traveller import Traveller, presets
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Kind, LiftState, RoadClass, Tactile, UnknownPolicy, code_of
from routeguide.network.draft import Draft
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing import alternatives, measures, timed_path
from routeguide.routing.hours import HoursState, is_open
from routeguide.routing.plan import find_route
from tests.catching import is_caught
from tests.drawn import NOON, ask, draw, fact, mapped, network_of
from tests.independent import violations
from tests.varied import varied

HOUR = timedelta(hours=1)
POLICIES = st.sampled_from([UnknownPolicy.WARN, UnknownPolicy.WARN, UnknownPolicy.REFUSE])
PRESETS = st.sampled_from(list(presets().values()))
ANYTHING = st.tuples(varied(), PRESETS, POLICIES)


def ask_all(network: Network, who: Any, a: str = "A", b: str = "L", **more: Any) -> Answer:
    return find_route(network, replace(ask(a, b, who, **more), alternatives=3))


# -- what an alternative is, read from the answer alone -------------------------------------


@dataclass(frozen=True)
class Facts:
    """What can be said of a way, added up from its segments."""

    metres: float
    seconds: float
    climb: float
    steepest: float
    unsloped: float
    confirmed: float
    paved: float
    bare: float
    big_road: float
    signals: int
    unsignalled: int
    steps: float
    flights: int


def facts_of(route: Route) -> Facts:
    walked = route.segments
    crossed = [c for segment in walked for c in segment.crosses]
    signals = sum(c.how == "signals" for c in crossed)
    maybe = sum(not c.mapped and c.signal_at_junction is True for c in crossed)
    points = [(_points(segment), segment.length_m) for segment in walked]
    bare = _metres(s for s in walked if s.passage.kind not in {"lift", "escalator"}
                   and s.passage.fact("tactile") != Tactile.CONTINUOUS)  # fmt: skip
    whole = _metres(walked)
    kinds = ["", *(str(s.passage.kind) for s in walked)]
    return Facts(
        metres=whole,
        seconds=sum(s.duration_s for s in walked),
        climb=sum(point * m for point, m in points if point is not None),
        steepest=max((point for point, _ in points if point is not None), default=0.0),
        unsloped=sum(m for point, m in points if point is None),
        confirmed=_metres(s for s in walked if not s.unverified) / whole,
        paved=whole - bare,
        bare=bare,
        big_road=_metres(s for s in walked if s.passage.kind is Kind.STREET and _is_big(s)),
        signals=signals,
        unsignalled=len(crossed) - signals - maybe,
        steps=sum(_steps(s) for s in walked if s.passage.kind is Kind.STEPS),
        flights=sum(a != "steps" and b == "steps" for a, b in pairwise(kinds)),
    )


def _metres(segments: Any) -> float:
    return float(sum(segment.length_m for segment in segments))


def _points(segment: Segment) -> float | None:
    """Return percentage points over two; None where a slope is not known but matters."""
    slope = segment.passage.values.get("slope_pct")
    level = {"steps", "lift", "escalator", "platform", "ticket_gate", "moving_walkway"}
    if segment.passage.kind in level:
        return 0.0
    return max(0.0, abs(slope.low) - 2) if isinstance(slope, Measure) else None


def _is_big(segment: Segment) -> bool:
    road = segment.passage.road_class
    return road is not None and code_of(road) >= code_of(RoadClass.TERTIARY)


def _steps(segment: Segment) -> float:
    count = segment.passage.values.get("step_count")
    return count.low if isinstance(count, Measure) else segment.length_m / 0.3


IS_TRUE = {
    Better.SHORTER: lambda a, b: a.metres < b.metres - 15,
    Better.FASTER: lambda a, b: a.seconds < b.seconds - 50,
    Better.GENTLER: lambda a, b: (
        a.climb < b.climb - 15 and a.steepest <= b.steepest and a.unsloped < b.unsloped + 1
    ),
    Better.MORE_CONFIRMED: lambda a, b: a.confirmed > b.confirmed + 0.05,
    Better.MORE_SIGNALS: lambda a, b: a.signals > b.signals and a.unsignalled <= b.unsignalled,
    Better.FEWER_UNSIGNALLED: lambda a, b: a.unsignalled < b.unsignalled,
    Better.MORE_TACTILE: lambda a, b: (
        a.bare < b.bare - 15 and a.paved / a.metres >= b.paved / b.metres
    ),
    Better.FEWER_STAIRS: lambda a, b: a.steps < b.steps - 2 and a.flights <= b.flights,
    Better.LESS_BIG_ROAD: lambda a, b: a.big_road < b.big_road - 15,
}


def list_wrong(draft: Draft, traveller: Traveller, policy: UnknownPolicy) -> list[str]:
    """Return what is wrong with the alternatives of an answer."""
    answer = ask_all(network_of(draft), traveller, unknown=policy)
    if not answer.routes:
        return []
    best, *others = answer.routes
    found = ["more than three"] if len(others) > 3 else []
    found += ["the best has a reason"] if best.better_in else []
    for number, route in enumerate(others):
        found += [f"{number}: {text}" for text in _not_other(route, answer.routes[: number + 1])]
        found += [f"{number}: {text}" for text in _not_allowed(draft, route, answer.query)]
        found += [f"{number}: {text}" for text in _not_true(route, best, traveller)]
    return found


def _not_other(route: Route, told: tuple[Route, ...]) -> Iterator[str]:
    for other in told:
        theirs = {_link(segment) for segment in other.segments}
        shared = _metres(s for s in route.segments if _link(s) in theirs)
        if shared >= 2 / 3 * route.length_m:
            yield f"shares {shared} of {route.length_m} m"


def _link(segment: Segment) -> str:
    passage = segment.passage
    return passage.key if passage.forward else passage.reversed().key


def _not_allowed(draft: Draft, route: Route, query: Query) -> Iterator[str]:
    edges = {edge.key: edge for edge in draft.edges.values()}
    walked = [(edges[_link(s)], not s.passage.forward) for s in route.segments]
    yield from violations(draft, walked, query.traveller)
    refused = {HoursState.CLOSED}
    if query.unknown is UnknownPolicy.REFUSE:
        refused.add(HoursState.UNKNOWN)
        yield from (f"unverified {s.unverified}" for s in route.segments if s.unverified)
    for segment in route.segments:
        hours = [segment.passage.fact("hours")]
        if segment.point and "hours" in segment.point.values:
            hours.append(segment.point.values["hours"].value)  # type: ignore[union-attr]
        for text in filter(None, hours):
            if is_open(text, segment.starts_at) in refused:
                yield f"{text} at {segment.starts_at}"


def _not_true(route: Route, best: Route, traveller: Traveller) -> Iterator[str]:
    mine, theirs = facts_of(route), facts_of(best)
    if not route.better_in:
        yield "no reason"
    if mine.seconds > 2.01 * theirs.seconds:
        yield "takes more than twice the time"
    if route.cost < best.cost:
        yield f"cheaper than the best: {route.cost} < {best.cost}"
    for reason in route.better_in:
        if not IS_TRUE[reason](mine, theirs):
            yield f"{reason} is not true: {mine} {theirs}"
        if reason not in measures.CARED_FOR[traveller.group]:
            yield f"{reason} is nothing to {traveller.id}"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(varied(), PRESETS, POLICIES)
def test_alternatives_are_other_ways_within_the_limits_for_true_reasons(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy
) -> None:
    assert list_wrong(draft, traveller, policy) == []


def _anything_is_better(*_: Any) -> tuple[Better, ...]:
    return (Better.SHORTER,)


def _all_open(network: Network, table: Any, wish: Better) -> Any:
    del network, wish
    return np.where(np.isfinite(table.edge_cost), table.edge_cost, 1.0)


WRONG: dict[str, list[tuple[Any, str, Any]]] = {
    "any reason is told": [(alternatives, "better_in", _anything_is_better)],
    "nearly the same way is another": [(alternatives, "MOST_SHARED", 1.01)],
    "a wish opens what is refused": [
        (alternatives, "_cost_for", _all_open),
        (alternatives, "_own_cost", lambda _n, _t, found: found),
    ],
    "the wish's own cost is told": [(alternatives, "_own_cost", lambda _n, _t, found: found)],
}


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("name", WRONG)
def test_the_alternatives_check_catches_a_wrong_build(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for owner, attribute, wrong in WRONG[name]:
        monkeypatch.setattr(owner, attribute, wrong)
    assert is_caught(ANYTHING, list_wrong)


# -- every reason can be had ------------------------------------------------------------------


SQUARE = """
A---B---D
|       |
E---F---G
"""
WIDE = """
A---B---D
|       |
|       |
E---F---G
"""
BIG = """
A***B***D
|       |
E---F---G
"""
LONG = """
A***************B***************D
|                               |
|                               |
|                               |
|                               |
|                               |
E---------------F---------------G
"""
CROSSED = """
A---------------B+++D
|                   |
E---------------F+++G
"""
PLAIN = """
A---------------B+++D
|                   |
|                   |
E---------------F---G
"""
STEPPED = """
A---------------B:::D
|                   |
|                   |
E---------------F---G
"""
DOUBT = {"AB": {"width_cm": None, "step_cm": None}, "BD": {"width_cm": None, "step_cm": None}}
SLOPE = {"AB": {"slope_pct": mapped(4.5)}}
BARE = {"AB": {"tactile": None}, "BD": {"tactile": None}}
LIGHTS = {"BD": {"crossing": fact("unmarked")}, "FG": {"crossing": fact("signals")}}


@pytest.mark.parametrize(
    ("text", "values", "who", "reason"),
    [
        (SQUARE, SLOPE, "wheelchair_manual", Better.GENTLER),
        (SQUARE, SLOPE, "cane", Better.GENTLER),
        (SQUARE, DOUBT, "wheelchair_powered", Better.MORE_CONFIRMED),
        (SQUARE, BARE, "white_cane", Better.MORE_CONFIRMED),
        (SQUARE, BARE, "white_cane", Better.MORE_TACTILE),
        (BIG, DOUBT, "stroller", Better.SHORTER),
        (LONG, DOUBT, "wheelchair_manual", Better.FASTER),
        (WIDE.replace("A---B---D", "A***B***D"), {}, "wheelchair_manual", Better.LESS_BIG_ROAD),
        (CROSSED, LIGHTS, "wheelchair_manual", Better.MORE_SIGNALS),
        (CROSSED, LIGHTS, "walk", Better.MORE_SIGNALS),
        (PLAIN, {}, "guide_dog", Better.FEWER_UNSIGNALLED),
        (STEPPED, {}, "cane", Better.FEWER_STAIRS),
        (STEPPED, {}, "low_vision", Better.FEWER_STAIRS),
    ],
)
def test_every_reason_can_be_had(
    text: str, values: dict[str, Any], who: str, reason: Better
) -> None:
    network = draw(text, values, stations="A", facilities="D")
    answer = ask_all(network, who, b="D")
    assert len(answer.routes) == 2
    best, other = answer.routes
    assert reason in other.better_in
    assert IS_TRUE[reason](facts_of(other), facts_of(best))
    assert other.cost > best.cost


def test_together_the_examples_have_every_reason() -> None:
    [mark] = [m for m in test_every_reason_can_be_had.pytestmark if m.name == "parametrize"]  # type: ignore[attr-defined]
    assert {row[3] for row in mark.args[1]} == set(Better)


def test_up_to_three_other_ways_are_told() -> None:
    text = """
A---------D
|         |
E---------F
|         |
G---------H
|         |
I---------J
"""
    values = {
        "AD": {"tactile": None, "lit": fact("no")}, "EF": {"tactile": fact("partial")},
        "GH": {}, "IJ": {},
    }  # fmt: skip
    network = draw(text, values, stations="A", facilities="D")
    answer = ask_all(network, "white_cane", b="D")
    assert 1 < len(answer.routes) <= 4
    one = find_route(network, replace(ask("A", "D", "white_cane"), alternatives=1))
    assert len(one.routes) == 2
    assert len(find_route(network, ask("A", "D", "white_cane")).routes) == 1


@pytest.mark.parametrize("count", [-1, 4])
def test_more_than_three_or_fewer_than_none_cannot_be_asked_for(count: int) -> None:
    network = draw("A---B", stations="A", facilities="B")
    with pytest.raises(BadInput, match="別の道"):
        find_route(network, replace(ask("A", "B"), alternatives=count))


# -- and when there is none --------------------------------------------------------------------


@pytest.mark.parametrize("who", list(presets()))
def test_where_there_is_no_other_way_none_is_told(who: str) -> None:
    network = draw("A---B+++C===D", stations="A", facilities="D")
    answer = ask_all(network, who, b="D")
    assert answer.status is Outcome.OK
    assert len(answer.routes) == 1


def test_a_way_that_is_better_in_nothing_is_not_told() -> None:
    answer = ask_all(draw(SQUARE, stations="A", facilities="D"), "wheelchair_manual", b="D")
    assert len(answer.routes) == 1


def test_a_way_with_a_step_over_the_limit_is_no_alternative() -> None:
    values = {**SLOPE, "EF": {"step_cm": mapped(3)}}
    network = draw(SQUARE, values, stations="A", facilities="D")
    assert len(ask_all(network, "wheelchair_manual", b="D").routes) == 1
    assert len(ask_all(network, "wheelchair_powered", b="D").routes) == 2


def test_a_way_whose_slopes_are_not_known_is_not_called_gentler() -> None:
    values = {**SLOPE, "EF": {"slope_pct": None}}
    answer = ask_all(draw(SQUARE, values, stations="A", facilities="D"), "cane", b="D")
    assert [route.better_in for route in answer.routes] == [()]


def test_a_way_that_is_short_but_steep_is_not_called_gentler() -> None:
    text = """
A%%%%%%%%%%%%%%%%B
|                |
E%%F-------------G
"""
    values = {"AB": {"slope_pct": mapped(3)}, "EF": {"slope_pct": mapped(5)}}
    answer = ask_all(draw(text, values, stations="A", facilities="B"), "wheelchair_manual", b="B")
    assert [route.better_in for route in answer.routes] == [()]


def test_one_crossing_with_an_island_is_one_crossing() -> None:
    text = """
A---B+++D
|       |
|       |
E+F+++++G
"""
    values = {name: {"crossing": fact("signals")} for name in ("BD", "EF", "FG")}
    network = draw(text, values, stations="A", facilities="D")
    assert [route.better_in for route in ask_all(network, "walk", b="D").routes] == [()]


def gate(hours: str) -> dict[str, Any]:
    return {"F": {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact(hours)}}


@pytest.mark.parametrize(
    ("hours", "count"), [("09:00-17:00", 2), ("13:00-17:00", 1), ("09:00-12:01", 1)]
)
def test_an_alternative_is_told_only_where_it_is_open_on_arrival(hours: str, count: int) -> None:
    assert count_by(hours) == count


def count_by(hours: str) -> int:
    network = draw(SQUARE, SLOPE, gate(hours), stations="A", facilities="D")
    return len(ask_all(network, "wheelchair_manual", b="D").routes)


def test_the_hours_check_catches_a_build_that_forgets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_path, "find_closed", lambda *_, **__: [])
    assert count_by("13:00-17:00") == 2


LIFTED = """
A---B---D
|       |
E---F~~~G
"""


@pytest.mark.parametrize(
    ("begins", "ends", "count"),
    [(None, None, 2), (-1, None, 1), (-1, 1, 1), (1, 2, 2), (-2, -1, 2)],
)
def test_an_alternative_takes_no_lift_that_is_out_on_arrival(
    begins: int | None, ends: int | None, count: int
) -> None:
    network = draw(LIFTED, {"AB": {"slope_pct": mapped(5)}, "BD": {"slope_pct": mapped(5)}},
                   stations="A", facilities="D")  # fmt: skip
    if begins is not None:
        state = LiftState.OUT if ends is None else LiftState.PLANNED
        until = None if ends is None else NOON + ends * HOUR
        report = LiftReport("lift:fg", state, NOON + begins * HOUR, until)
        network = lay_over(network, Overlay(revision=1, as_of=NOON, outages=(report,)))
    assert len(ask_all(network, "wheelchair_manual", b="D").routes) == count
