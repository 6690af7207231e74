"""When one comes where: honest seconds, and what is closed at that moment."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.route import Answer, Outcome, Route
from routeguide.model.traveller import Traveller, customise, get_preset, presets
from routeguide.model.values import Fact, Measure
from routeguide.model.vocabulary import Evidence, Kind, LiftState, UnknownPolicy
from routeguide.network.draft import Draft
from routeguide.network.overlay import lay_over
from routeguide.routing import cost, plan, timed_path, timing
from routeguide.routing.hours import HoursState, is_open
from routeguide.routing.plan import find_route
from tests.catching import is_caught
from tests.drawn import JST, NOON, ask, draw, draw_draft, fact, mapped, network_of
from tests.varied import varied

CHAIR = "wheelchair_manual"
HOUR = timedelta(hours=1)
POLICIES = st.sampled_from(list(UnknownPolicy))
PRESETS = st.sampled_from(list(presets().values()))
DEPARTURES = st.integers(-400, 400).map(lambda seconds: NOON + timedelta(seconds=seconds))
ANYTHING = st.tuples(varied(), PRESETS, POLICIES, DEPARTURES)


def moment(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=JST)


# -- honest seconds -----------------------------------------------------------------------------


SLOWER = {
    "wheels": ((-8, 0.8), (-5, 0.9), (2, 1.0), (5, 0.85), (8, 0.6), (999, 0.45)),
    "other": ((-8, 0.9), (5, 1.0), (8, 0.9), (999, 0.8)),
}
"""Share of the speed by the slope in walking direction, up to (not including) each bound."""


def seconds_of(route: Route, traveller: Traveller) -> list[float]:
    """Return the seconds of each segment as the rules are written in words."""
    found = []
    for segment in route.segments:
        passage, seconds = segment.passage, segment.length_m / traveller.speed_mps
        slope, count = passage.values.get("slope_pct"), passage.values.get("step_count")
        if passage.kind is Kind.STEPS:
            steps = count.low if isinstance(count, Measure) else segment.length_m / 0.3
            seconds = steps * 0.7
        elif passage.kind is Kind.ESCALATOR:
            seconds = segment.length_m / 0.5
        elif passage.kind is Kind.LIFT:
            seconds += 90
        elif isinstance(slope, Measure):
            rows = SLOWER["wheels" if traveller.group == "wheels" else "other"]
            seconds /= next(share for bound, share in rows if slope.low < bound)
        if passage.kind is Kind.CROSSING and passage.fact("crossing") == "signals":
            seconds += 30
        found.append(seconds)
    return found


def dishonest(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy, depart_at: datetime
) -> list[str]:
    """Return segments whose seconds or moments are not what the rules give."""
    answer = find_route(network_of(draft), ask("A", "L", traveller, unknown=policy, when=depart_at))
    found = []
    for route in answer.routes:
        at, honest = depart_at, seconds_of(route, traveller)
        for segment, seconds in zip(route.segments, honest, strict=True):
            if abs(segment.duration_s - seconds) > 0.05:
                found.append(f"{segment.passage.key}: {segment.duration_s} instead of {seconds}")
            if abs((segment.starts_at - at).total_seconds()) > 0.5:
                found.append(f"{segment.passage.key} at {segment.starts_at}, not {at}")
            at += timedelta(seconds=segment.duration_s)
        if abs(route.duration_s - sum(honest)) > 0.5:
            found.append(f"{route.duration_s} in all, not {sum(honest)}")
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_every_second_is_honest_and_every_moment_follows_from_those_before(drawn: Any) -> None:
    assert dishonest(*drawn) == []


def _with_a_penalty(table: Any, steps: Any) -> Any:
    ways = [int(step.backward) for step in steps]
    return table.edge_cost[ways, [step.edge for step in steps]] / 100


def _all_at_departure(table: Any, steps: Any, depart_at: datetime) -> list[datetime]:
    del table
    return [depart_at for _ in steps]


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize(
    ("name", "wrong"),
    [("step_seconds", _with_a_penalty), ("arrivals", _all_at_departure)],
    ids=["prices in the duration", "everything at the departure"],
)
def test_the_honesty_check_catches_a_wrong_build(
    name: str, wrong: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"routeguide.routing.segments.{name}", wrong)
    assert is_caught(ANYTHING.map(lambda drawn: (drawn,)), lambda drawn: dishonest(*drawn))


@pytest.mark.parametrize(
    ("slope", "up_s", "down_s"),
    [(0, 100, 100), (1.9, 100, 100), (2, 117.6, 100), (4, 117.6, 100), (5, 166.7, 100),
     (6, 166.7, 111.1), (8, 222.2, 111.1), (9, 222.2, 125)],
)  # fmt: skip
def test_a_wheelchair_is_slower_on_slopes_up_and_down(
    slope: float, up_s: float, down_s: float
) -> None:
    network = draw("A-------B", {"AB": {"slope_pct": mapped(slope)}}, stations="A", facilities="B")
    limits = {"max_slope_up_pct": 10, "max_slope_down_pct": 10}
    query = ask("A", "B", customise(get_preset(CHAIR), limits))
    assert find_route(network, query).routes[0].duration_s == pytest.approx(up_s, abs=0.2)
    assert find_route(network, query.back()).routes[0].duration_s == pytest.approx(down_s, abs=0.2)


@pytest.mark.parametrize(
    ("line", "values", "seconds"),
    [
        ("A---B", {}, 50),
        ("A~~~B", {}, 140),
        ("A+++B", {}, 50),
        ("A+++B", {"crossing": fact("signals")}, 80),
        ("A+++B", {"crossing": None}, 50),
        ("A---B", {"slope_pct": None}, 50),
        ("A---B", {"slope_pct": mapped(-30, 30)}, 50),
    ],
)
def test_lifts_and_signals_have_their_wait(line: str, values: Any, seconds: float) -> None:
    network = draw(line, {"AB": values}, stations="A", facilities="B")
    who = customise(get_preset(CHAIR), {"max_slope_up_pct": None, "max_slope_down_pct": None})
    assert find_route(network, ask("A", "B", who)).routes[0].duration_s == pytest.approx(
        seconds, abs=0.2
    )


def test_the_speed_that_was_asked_for_is_the_speed_that_is_walked() -> None:
    network = draw("A---B", stations="A", facilities="B")
    for speed in (0.4, 1.0, 2.0):
        who = customise(get_preset("walk"), {"speed_mps": speed})
        duration = find_route(network, ask("A", "B", who)).routes[0].duration_s
        assert duration == pytest.approx(40 / speed, abs=0.2)


# -- closed on arrival ----------------------------------------------------------------------------


def closed_on_arrival(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy, depart_at: datetime
) -> list[str]:
    """Return what a route passes although its hours say no at that moment, or no answer's way."""
    network = network_of(draft)
    query = ask("A", "L", traveller, unknown=policy, when=depart_at)
    answer = find_route(network, query)
    shut = {HoursState.CLOSED}
    if policy is UnknownPolicy.REFUSE:
        shut.add(HoursState.UNKNOWN)
    found = []
    for segment in (s for route in answer.routes for s in route.segments):
        values = [segment.passage.values.get("hours")]
        values.append(segment.point.values.get("hours") if segment.point else None)
        found += [
            f"{hours.value} at {segment.starts_at}"
            for hours in values
            if isinstance(hours, Fact) and is_open(hours.value, segment.starts_at) in shut
        ]
    starts = [s.starts_at for route in answer.routes for s in route.segments]
    if starts and (starts != sorted(starts) or starts[0] != depart_at):
        found.append(f"waits or goes back in time: {starts}")
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_nothing_that_is_closed_on_arrival_is_passed_and_nobody_waits(drawn: Any) -> None:
    assert closed_on_arrival(*drawn) == []


def _at_departure(right: Any) -> Any:
    def find_closed(network: Any, table: Any, steps: Any, depart_at: datetime, **more: Any) -> Any:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timing, "arrivals", _all_at_departure)
            return right(network, table, steps, depart_at, **more)

    return find_closed


RING = """
A---B---C
|       |
D-------E
"""


def through_the_gate(hours: str, when: datetime, text: str = RING) -> Answer:
    gate = {"B": {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact(hours)}}
    return find_route(
        draw(text, None, gate, stations="A", facilities="C"), ask("A", "C", CHAIR, when=when)
    )


def passes(answer: Answer) -> bool:
    return any(s.passage.from_key == "B" for route in answer.routes for s in route.segments)


@pytest.mark.parametrize(
    ("hours", "when", "open_on_arrival"),
    [
        ("09:00-17:00", moment(24, 16, 59, 0), True),
        ("09:00-17:00", moment(24, 16, 59, 15), False),  # there at 17:00:05
        ("09:00-17:00", moment(24, 8, 59, 5), False),  # there at 8:59:55
        ("09:00-17:00", moment(24, 8, 59, 15), True),
        ("00:00-05:00", moment(24, 23, 59, 30), True),  # there at 0:00:20 of the next day
        ("00:00-05:00", moment(24, 23, 58, 0), False),
        ("06:00-24:00", moment(24, 23, 59, 30), False),
        ("22:00-02:00", moment(24, 23, 59, 30), True),
        ("We 00:00-05:00", moment(24, 23, 59, 30), True),  # the 24th is a Tuesday
        ("Tu 00:00-24:00", moment(24, 23, 59, 30), False),
    ],
)
def test_the_gate_is_looked_at_when_one_comes_to_it(
    hours: str, when: datetime, *, open_on_arrival: bool
) -> None:
    answer = through_the_gate(hours, when)
    assert answer.status is Outcome.OK
    assert passes(answer) is open_on_arrival


def test_the_gate_check_catches_a_build_that_looks_at_the_departure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timed_path, "find_closed", _at_departure(timing.find_closed))
    assert passes(through_the_gate("09:00-17:00", moment(24, 16, 59, 15)))
    monkeypatch.setattr(timed_path, "find_closed", lambda *_, **__: [])
    draft = draw_draft(
        "A---B---L", {"AB": {"hours": fact("09:00-10:00")}}, stations="A", facilities="L"
    )
    assert closed_on_arrival(draft, get_preset("walk"), UnknownPolicy.WARN, NOON)


def test_a_departure_told_in_another_offset_is_the_same_moment() -> None:
    for early, is_passed in ((15, True), (0, False)):
        in_utc = moment(24, 16, 59, 15).astimezone(UTC) - timedelta(seconds=early)
        assert passes(through_the_gate("09:00-17:00", in_utc)) is is_passed


def test_nobody_is_told_to_wait_for_a_gate_that_opens_in_a_moment() -> None:
    answer = through_the_gate("12:01-17:00", NOON, "A---B---C")
    assert answer.status is Outcome.NO_ROUTE
    assert answer.routes == ()
    [blocker] = answer.blockers
    assert (blocker.attribute, blocker.value) == ("hours", "12:01-17:00")
    assert blocker.limit == (NOON + timedelta(seconds=50)).isoformat(timespec="minutes")


def test_the_goal_itself_is_not_passed_through() -> None:
    gate = {"C": {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact("09:00-10:00")}}
    network = draw("A---B---C", None, gate, stations="A", facilities="C")
    assert find_route(network, ask("A", "C", CHAIR)).status is Outcome.OK


# -- rounds ---------------------------------------------------------------------------------------


def gates(count: int, open_last: str = "09:00-17:00") -> Answer:
    """Ask where that many ways side by side, each longer than the last, have closed gates."""
    lines, letters, points = ["A" + "-" * 3 + "B" + "-" * 3 + "Z"], "CDEFGHIJKLMNOPQRSTUVWXY", {}
    names = iter(letters)
    points["B"] = gate_of("09:00-10:00")
    for number in range(count - 1):
        left, middle, right = (next(names) for _ in range(3))
        lines += ["|       |", f"{left}---{middle}---{right}"]
        points[middle] = gate_of("09:00-10:00" if number < count - 2 else open_last)
    network = draw("\n".join(lines), None, points, stations="A", facilities="Z")
    return find_route(network, ask("A", "Z", CHAIR))


def gate_of(hours: str) -> dict[str, Any]:
    return {"barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact(hours)}


@pytest.mark.parametrize(("count", "status"), [(4, "ok"), (5, "ok"), (6, "no_route")])
def test_after_five_rounds_it_gives_up_and_says_that_the_answer_is_partial(
    count: int, status: str
) -> None:
    answer = gates(count)
    assert answer.status == status
    assert answer.partial is (status != "ok")
    if answer.partial:
        assert len(answer.blockers) == timed_path.MOST_ROUNDS
        assert {b.attribute for b in answer.blockers} == {"hours"}


def test_where_all_gates_are_closed_and_all_were_seen_the_answer_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan, "EXPLAIN_S", 60.0)  # on a busy machine half a second is soon over
    answer = gates(4, open_last="09:00-10:00")
    assert answer.status is Outcome.NO_ROUTE
    assert not answer.partial


# -- lifts ----------------------------------------------------------------------------------------


LIFTS = """
A---B~~~C---D
|           |
E----F~~~G--H
"""


def lift_of(begins: datetime, ends: datetime | None, when: datetime = NOON) -> list[str | None]:
    state = LiftState.OUT if ends is None else LiftState.PLANNED
    report = LiftReport("lift:bc", state, begins, ends)
    network = lay_over(draw(LIFTS, stations="A", facilities="D"),
                       Overlay(revision=1, as_of=NOON - 9 * HOUR, outages=(report,)))  # fmt: skip
    answer = find_route(network, ask("A", "D", CHAIR, when=when))
    return [s.passage.lift_id for s in answer.routes[0].segments if s.passage.lift_id]


@pytest.mark.parametrize(
    ("begins", "ends", "lift"),
    [
        (NOON + timedelta(seconds=40), NOON + HOUR, "lift:fg"),  # there at 12:00:50
        (NOON + timedelta(seconds=60), NOON + HOUR, "lift:bc"),
        (NOON - HOUR, NOON + timedelta(seconds=40), "lift:bc"),
        (NOON - HOUR, NOON + timedelta(seconds=60), "lift:fg"),
        (NOON + timedelta(seconds=40), None, "lift:fg"),
        (NOON + timedelta(seconds=60), None, "lift:bc"),
    ],
)
def test_a_lifts_window_counts_at_the_arrival_at_it(
    begins: datetime, ends: datetime | None, lift: str
) -> None:
    assert lift_of(begins, ends) == [lift]


def test_a_window_that_begins_after_midnight_counts_for_who_comes_after_midnight() -> None:
    night = moment(25, 0, 0, 0)
    assert lift_of(night, night + HOUR, moment(24, 23, 59, 30)) == ["lift:fg"]
    assert lift_of(night, night + HOUR, moment(24, 23, 58, 30)) == ["lift:bc"]


def test_hours_of_a_lift_count_at_the_arrival_at_it() -> None:
    values = {"BC": {"hours": fact("05:00-24:00")}}
    network = draw(LIFTS, values, stations="A", facilities="D")

    def lifts(when: datetime) -> list[str | None]:
        answer = find_route(network, ask("A", "D", CHAIR, when=when))
        return [s.passage.lift_id for s in answer.routes[0].segments if s.passage.lift_id]

    assert lifts(NOON) == ["lift:bc"]
    assert lifts(moment(24, 23, 59, 30)) == ["lift:fg"]


# -- what every answer adds up to --------------------------------------------------------------


def not_adding_up(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy, depart_at: datetime
) -> list[str]:
    """Return routes whose metres by evidence are not their length, to the tenth that is told."""
    answer = find_route(network_of(draft), ask("A", "L", traveller, unknown=policy, when=depart_at))
    found = []
    for route in answer.routes:
        total = round(sum(route.evidence_m.values()), 1)
        if total != route.length_m or min(route.evidence_m.values()) < 0:
            found.append(f"{dict(route.evidence_m)} is {total} of {route.length_m}")
        walked = round(sum(s.length_m for s in route.segments), 1)
        if walked != route.length_m:
            found.append(f"segments are {walked} of {route.length_m}")
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_metres_confirmed_mapped_inferred_and_unknown_are_together_the_length(drawn: Any) -> None:
    assert not_adding_up(*drawn) == []


@pytest.mark.parametrize("metres", [10.04, 10.05, 10.06, 0.04])
def test_what_rounding_leaves_over_is_not_lost(metres: float) -> None:
    draft = draw_draft("A---B---C---D", stations="A", facilities="D")
    levels = (Evidence.SURVEY, Evidence.MAPPED, Evidence.INFERRED)
    for edge, evidence in zip(draft.edges.values(), levels, strict=True):
        edge.length_m = metres
        edge.values = {
            name: replace(value, evidence=evidence) for name, value in edge.values.items()
        }
    route = find_route(network_of(draft), ask("A", "D", CHAIR)).routes[0]
    assert round(sum(route.evidence_m.values()), 1) == route.length_m == round(3 * metres, 1)
    assert all(route.evidence_m[str(level)] >= 0 for level in levels)


@pytest.mark.parametrize("who", list(presets()))
def test_every_limit_that_is_applied_is_echoed(who: str) -> None:
    traveller = customise(get_preset(who), {"max_step_cm": 7, "min_width_cm": 111})
    network = draw("A---B", stations="A", facilities="B")
    echoed = find_route(network, ask("A", "B", traveller)).query.traveller.limits()
    hidden = {field.name for field in fields(traveller)} - set(echoed)
    assert hidden == {"id", "name_ja", "prices"}
    assert echoed["preset"] == who
    assert (echoed["max_step_cm"], echoed["min_width_cm"]) == (7, 111)


def test_the_wait_at_a_lift_and_a_signal_is_data() -> None:
    assert (cost.rules()["lift"]["ride_s"], cost.rules()["signal"]["wait_s"]) == (90, 30)
