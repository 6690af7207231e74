"""What is laid over a network: lift states, outages, values, closures, additions.

Invariants 3, 4, 5 and 14 of design/routing.md over hand-made overlays; over random
ones also in test_invariants.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routeguide.exchange.answer_json import answer_to_json
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.passage import Passage
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Answer, Outcome
from routeguide.model.values import Fact, Measure
from routeguide.model.vocabulary import Evidence, Kind, LiftState, UnknownPolicy
from routeguide.network import overlay as overlay_module
from routeguide.network.draft import Draft
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing.plan import find_route
from tests.drawn import NOON, ask, at, draw, draw_draft, fact, known, mapped, network_of
from tests.random_networks import make_draft, seeded
from tests.random_overlays import make_overlay, reports

HOUR = timedelta(hours=1)
LIFT = "lift:bc"
TWO_LIFTS = """
A---B~~~C---D
|           |
E----F~~~G--H
"""
"""Two ways from A to D, each by a lift: lift:bc is the shorter."""


def out(lift: str = LIFT, begins: datetime = NOON - HOUR) -> LiftReport:
    return LiftReport(lift, LiftState.OUT, begins)


def planned(begin_h: float, end_h: float, lift: str = LIFT) -> LiftReport:
    return LiftReport(lift, LiftState.PLANNED, NOON + begin_h * HOUR, NOON + end_h * HOUR)


def confirmed(begin_h: float, end_h: float, lift: str = LIFT) -> LiftReport:
    return LiftReport(lift, LiftState.CONFIRMED, NOON + begin_h * HOUR, NOON + end_h * HOUR)


def overlay_of(*outages: LiftReport, **more: Any) -> Overlay:
    return Overlay(revision=7, as_of=NOON, outages=outages, **more)


def two_lifts(*outages: LiftReport, **more: Any) -> Network:
    network = draw(TWO_LIFTS, stations="A", facilities="D")
    return lay_over(network, overlay_of(*outages, **more))


def lifts_of(answer: Answer) -> list[tuple[str | None, str]]:
    return [
        (s.passage.lift_id, str(s.lift_state))
        for route in answer.routes
        for s in route.segments
        if s.passage.kind is Kind.LIFT
    ]


# -- the state of a lift (invariant 4) ---------------------------------------------------


@pytest.mark.parametrize(
    ("told", "hours", "state"),
    [
        ((), 0, LiftState.NO_REPORT),
        ((out(),), 0, LiftState.OUT),
        ((out(),), 24 * 365, LiftState.OUT),
        ((out(begins=NOON + HOUR),), 0, LiftState.NO_REPORT),
        ((out(begins=NOON + HOUR),), 2, LiftState.OUT),
        ((planned(1, 3),), 0, LiftState.PLANNED),
        ((planned(20, 30),), 0, LiftState.NO_REPORT),
        ((planned(1, 3),), 2, LiftState.OUT),
        ((planned(1, 3),), 3, LiftState.UNKNOWN),
        ((planned(1, 3),), 500, LiftState.UNKNOWN),
        ((confirmed(-1, 2),), 0, LiftState.CONFIRMED),
        ((confirmed(-1, 2),), 2, LiftState.UNKNOWN),
        ((confirmed(-1, 2), out()), 0, LiftState.OUT),
        ((planned(-3, -2), confirmed(-1, 2)), 0, LiftState.CONFIRMED),
        ((planned(-3, -2), confirmed(-4, 2)), 0, LiftState.UNKNOWN),
        ((planned(1, 3, "lift:other"),), 2, LiftState.NO_REPORT),
        ((confirmed(-1, 2), planned(1, 3)), 0, LiftState.PLANNED),
        ((confirmed(-2, -1), planned(1, 3)), 0, LiftState.UNKNOWN),
        ((planned(-3, -2), planned(1, 3)), 0, LiftState.UNKNOWN),
    ],
)
def test_the_state_of_a_lift_follows_from_what_was_told_of_it(
    told: tuple[LiftReport, ...], hours: float, state: LiftState
) -> None:
    assert overlay_of(*told).state_of(LIFT, NOON + hours * HOUR)[0] is state


def called_working(overlay: Overlay, at_: datetime) -> list[str]:
    """Return what is wrong with a lift's state: confirmed although nobody's word is valid."""
    state, until = overlay.state_of(LIFT, at_)
    found = []
    valid = [
        r for r in overlay.outages
        if r.state is LiftState.CONFIRMED and r.begins <= at_ < (r.ends or at_)
    ]  # fmt: skip
    blocked = [
        r for r in overlay.outages
        if r.state is not LiftState.CONFIRMED and r.begins <= at_ < (r.ends or at_ + HOUR)
    ]  # fmt: skip
    if state is LiftState.CONFIRMED and (not valid or blocked or until is None or until <= at_):
        found.append(f"confirmed without a valid word: {overlay.outages}")
    if blocked and state is not LiftState.OUT:
        found.append(f"{state} during {blocked}")
    ended = [r for r in overlay.outages if r.ends and r.ends <= at_]
    if ended and not valid and state is LiftState.NO_REPORT:
        found.append("forgotten")
    return found


moments = st.integers(-300, 300).map(lambda minutes: NOON + timedelta(minutes=minutes))


@settings(max_examples=400)
@given(st.lists(reports(LIFT), max_size=4), moments)
def test_what_is_older_than_its_validity_is_unknown_and_never_working(
    told: list[LiftReport], at_: datetime
) -> None:
    assert called_working(overlay_of(*told), at_) == []


def test_the_state_check_catches_a_build_in_which_a_confirmation_never_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("routeguide.model.overlay._holds", lambda report, at_: report.begins <= at_)
    assert called_working(overlay_of(confirmed(-2, -1)), NOON)


@pytest.mark.parametrize(
    ("state", "ends"),
    [(LiftState.OUT, NOON + HOUR), (LiftState.PLANNED, None), (LiftState.CONFIRMED, None),
     (LiftState.PLANNED, NOON - HOUR), (LiftState.NO_REPORT, None)],
)  # fmt: skip
def test_a_report_that_means_something_else_cannot_be_made(
    state: LiftState, ends: datetime | None
) -> None:
    with pytest.raises(ValueError, match=r"report|outage"):
        LiftReport(LIFT, state, NOON, ends)


# -- lifts in routes (invariant 3) -------------------------------------------------------


def test_a_lift_out_of_service_is_walked_around() -> None:
    before = find_route(two_lifts(), ask("A", "D", "wheelchair_manual"))
    after = find_route(two_lifts(out()), ask("A", "D", "wheelchair_manual"))
    assert lifts_of(before) == [(LIFT, "no_report")]
    assert lifts_of(after) == [("lift:fg", "no_report")]
    assert after.routes[0].length_m > before.routes[0].length_m


def test_a_lift_that_goes_out_before_one_comes_to_it_is_walked_around() -> None:
    network = two_lifts(out(begins=NOON + timedelta(seconds=20)))
    assert lifts_of(find_route(network, ask("A", "D", "wheelchair_manual"))) == [
        ("lift:fg", "no_report")
    ]


@pytest.mark.parametrize(
    ("begin_h", "end_h", "lift", "state"),
    [(-1, 1, "lift:fg", "no_report"), (2, 3, LIFT, "planned"), (-3, -2, LIFT, "unknown")],
)
def test_a_planned_window_blocks_inside_it_and_leaves_the_state_unknown_after(
    begin_h: float, end_h: float, lift: str, state: str
) -> None:
    answer = find_route(two_lifts(planned(begin_h, end_h)), ask("A", "D", "wheelchair_manual"))
    assert lifts_of(answer) == [(lift, state)]
    assert answer.routes[0].label == ("unverified" if state == "unknown" else "verified")


def test_a_lift_of_unknown_state_is_not_used_by_whoever_wants_confirmed_ways_only() -> None:
    query = ask("A", "D", "wheelchair_manual", unknown=UnknownPolicy.REFUSE)
    assert lifts_of(find_route(two_lifts(planned(-3, -2)), query)) == [("lift:fg", "no_report")]


def test_no_report_leaves_the_label_alone() -> None:
    answer = find_route(two_lifts(), ask("A", "D", "wheelchair_manual"))
    assert answer.routes[0].label == "verified"


def _by_name(base: Network, laid_: Any, overlay: Overlay) -> None:
    """Close the lift whose place has the same name as the one reported: the first of them."""
    names = {place.id: place.name for place in base.places.values()}
    for report in overlay.outages:
        same = [lift for lift in base.lift_edges if names.get(lift) == names.get(report.lift)]
        for edge in base.lift_edges[same[0]]:
            closed = Fact(LiftState.OUT, Evidence.SURVEY, "test")
            laid_.edges.setdefault(edge, {})["lift_status"] = closed


def named_lifts() -> Network:
    """Return two stations' lifts that are called the same."""
    draft = draw_draft(TWO_LIFTS, stations="A", facilities="D")
    for lift in ("lift:bc", "lift:fg"):
        draft.places[lift] = Place(lift, PlaceKind.LIFT, "エレベーター1", destination=False)
    rows = {key: row for row, key in enumerate(sorted(draft.nodes))}
    places = dict(draft.places)
    draft.places = {k: p for k, p in places.items() if p.kind is not PlaceKind.LIFT}
    network = network_of(draft)
    network.places.update(places)
    assert rows
    return network


def lift_after_an_outage_of_the_other() -> list[tuple[str | None, str]]:
    network = lay_over(named_lifts(), overlay_of(out("lift:fg")))
    return lifts_of(find_route(network, ask("A", "D", "wheelchair_manual")))


def test_an_outage_is_that_of_a_place_id_and_not_of_a_name() -> None:
    assert lift_after_an_outage_of_the_other() == [("lift:bc", "no_report")]


def test_the_name_check_catches_a_build_that_finds_lifts_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(overlay_module, "_lay_outages", _by_name)
    assert lift_after_an_outage_of_the_other() != [("lift:bc", "no_report")]


# -- outages that have no place (invariant 5) --------------------------------------------


def test_an_outage_of_a_lift_that_the_network_does_not_hold_is_told_at_its_station() -> None:
    network = draw("A---B", stations="A", facilities="B")
    network.places["station:a"] = replace(network.places["station:a"], name="Aえき")
    with_outage = lay_over(network, overlay_of(out("lift:a/9"), out("lift:z/1")))
    assert with_outage.unplaced == ("lift:a/9", "lift:z/1")
    notices = find_route(with_outage, ask("A", "B")).notices
    assert len(notices) == 1
    assert (notices[0].place.name, notices[0].caution) == ("Aえき", None)
    assert find_route(network, ask("A", "B")).notices == ()


def _make_laid(random: Random) -> tuple[Draft, Overlay]:
    draft = make_draft(random, mild=True, known=False, timed=False)
    for key, edge in draft.edges.items():  # many lifts, so that there is something to report
        if edge.kind is Kind.FOOTWAY and random.random() < 1 / 3:
            edge.kind, edge.lift_id = Kind.LIFT, f"lift:{key}".lower()
    return draft, make_overlay(random, draft)


@settings(max_examples=60)
@given(seeded(_make_laid))
def test_every_outage_points_at_a_lift_of_the_network_or_is_kept_by_name(
    pair: tuple[Draft, Overlay],
) -> None:
    draft, overlay = pair
    strange = replace(overlay, outages=(*overlay.outages, out("lift:nowhere/1")))
    network = lay_over(network_of(draft), strange)
    for report in strange.outages:
        assert (report.lift in network.lift_edges) is not (report.lift in network.unplaced)


# -- values, closures, additions ---------------------------------------------------------


def ends(network: Network, who: str = "wheelchair_manual") -> Answer:
    return find_route(network, ask("A", "B", who))


KEY = f"w{ord('A') * 100 + ord('B')}:{ord('A')}-{ord('B')}"
BACK = f"w{ord('A') * 100 + ord('B')}:{ord('B')}-{ord('A')}"


def test_an_observed_value_counts_at_once_and_the_network_stays_as_it_was() -> None:
    network = draw("A---B", {"AB": {"step_cm": mapped(6)}}, stations="A", facilities="B")
    seen = lay_over(network, overlay_of(values={KEY: {"step_cm": known(Evidence.SURVEY, 1)}}))
    assert ends(network).status is Outcome.NO_ROUTE
    assert ends(seen).status is Outcome.OK
    assert ends(network).status is Outcome.NO_ROUTE
    assert seen.version == network.version


def test_a_value_observed_walking_backwards_is_turned_round() -> None:
    network = draw("A---B", stations="A", facilities="B")
    seen = lay_over(network, overlay_of(values={BACK: {"slope_pct": known(Evidence.SURVEY, 4)}}))
    assert seen.passage(0).measure("slope_pct") == Measure(-4, -4, Evidence.SURVEY, "drawn")


def test_a_value_taken_away_is_unknown_again() -> None:
    network = draw("A---B", stations="A", facilities="B")
    assert ends(network).routes[0].label == "verified"
    gone = lay_over(network, overlay_of(values={KEY: {"step_cm": None}}))
    assert "step_cm" in ends(gone).routes[0].segments[0].unverified


def test_a_kerb_observed_on_a_bare_node_is_a_point_from_then_on() -> None:
    network = draw("A---B---C", stations="A", facilities="C")
    seen = lay_over(network, overlay_of(values={"B": {"step_cm": known(Evidence.SURVEY, 9)}}))
    answer = find_route(seen, ask("A", "C", "wheelchair_manual"))
    assert answer.status is Outcome.NO_ROUTE
    assert [(b.attribute, b.value, b.key) for b in answer.blockers] == [("step_cm", 9, "B")]
    assert find_route(network, ask("A", "C", "wheelchair_manual")).status is Outcome.OK


def test_what_is_closed_is_passed_by_nobody_in_either_direction() -> None:
    network = draw("A---B", stations="A", facilities="B")
    for key in (KEY, BACK):
        shut = lay_over(network, overlay_of(closed=frozenset({key})))
        for who in ("walk", "wheelchair_manual", "white_cane"):
            answer = ends(shut, who)
            assert answer.status is Outcome.NO_ROUTE
        assert find_route(shut, ask("A", "B", "walk").back()).status is Outcome.NO_ROUTE


def test_a_new_passage_joins_what_was_apart_and_tells_all_that_is_known_of_it() -> None:
    network = draw("A---B   C---D", stations="A", facilities="D")
    line = (at(4, 0), at(8, 0))
    values = {"step_cm": mapped(0), "width_cm": mapped(150), "access": fact("yes")}
    new = Passage("ward:new", "B", "C", Kind.RAMP, 40.0, line, values=values, names={"ja": "新道"})
    assert find_route(network, ask("A", "D")).status is Outcome.NO_ROUTE
    joined = lay_over(network, overlay_of(added=(new,)))
    for _ in range(2):
        route = find_route(joined, ask("A", "D")).routes[0]
        middle = route.segments[1].passage
        assert (middle.key, middle.kind, middle.names) == ("ward:new", Kind.RAMP, {"ja": "新道"})
        assert dict(middle.values) == values
        assert np.allclose(middle.line, line, atol=1e-7)
    back = find_route(joined, replace(ask("A", "D"), origin=ask("A", "D").destination,
                                      destination=ask("A", "D").origin))  # fmt: skip
    assert back.routes[0].segments[1].passage.key == "ward:new/r"


def test_what_an_overlay_names_and_the_network_does_not_hold_is_kept_by_name() -> None:
    network = draw("A---B", stations="A", facilities="B")
    lost = Passage("ward:x", "A", "nowhere", Kind.PATH, 1.0, (at(0, 0), at(1, 0)))
    overlay = overlay_of(
        values={"w1:2-3": {"step_cm": None}}, added=(lost,), opened=frozenset({"lift:x/1"}),
        closed=frozenset({"w9:9-9"}),
    )  # fmt: skip
    assert set(lay_over(network, overlay).unplaced) == {"w1:2-3", "ward:x", "lift:x/1", "w9:9-9"}


def test_an_overlay_laid_over_an_overlaid_network_replaces_it() -> None:
    first = two_lifts(out())
    second = lay_over(first, overlay_of(out("lift:fg")))
    assert lifts_of(find_route(second, ask("A", "D", "wheelchair_manual"))) == [(LIFT, "no_report")]


# -- one answer, one version (invariant 14) ----------------------------------------------


def stamps(network: Network, check: Callable[[Answer], None]) -> None:
    for goal in ("D", "Z"):
        query = ask("A", "D") if goal == "D" else ask("A", "D", "wheelchair_manual")
        check(find_route(network, query))


def test_every_answer_carries_version_revision_and_time() -> None:
    def check(answer: Answer) -> None:
        assert (answer.network_version, answer.overlay_revision, answer.overlay_as_of) == (
            "drawn-network-00", 7, NOON,
        )  # fmt: skip
        body = answer_to_json(answer, network_info={"version": "of another network"})
        assert body["network"]["version"] == "drawn-network-00"
        assert body["network"]["overlay"] == {"revision": 7, "as_of": NOON.isoformat()}

    stamps(two_lifts(out(), out("lift:fg")), check)
