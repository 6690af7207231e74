"""小竹向原: one lift today, a second one planned; what an outage and a new lift change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from routeguide.cli import main
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.route import Answer, Endpoint, Opening, Outcome, Query, Route
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import LiftState
from routeguide.network import overlay as overlay_module
from routeguide.network.build import BuildInput, build_network
from routeguide.network.extract import Extract
from routeguide.network.overlay import lay_over
from routeguide.network.read_osm import read_osm_file
from routeguide.network.store import Network, load_network
from routeguide.network.ward import load_ward
from routeguide.routing import timed_path
from routeguide.routing.plan import find_route
from tests.drawn import NOON

WARD = Path(__file__).parents[2] / "graphdata" / "ward"
TODAY = date(2026, 11, 24)
KOTAKE, LIBRARY = "station:kotake-mukaihara", "facility:kotake-toshokan"
LIFT, SECOND = "lift:kotake-mukaihara/evr", "lift:kotake-mukaihara/2"
WHEELS = ["wheelchair_manual", "wheelchair_assisted", "wheelchair_powered", "walker", "stroller"]
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_network(
        BuildInput(None, load_ward(WARD, today=TODAY)), tmp_path_factory.mktemp("ward")
    )


@pytest.fixture(scope="module")
def ward(folder: Path) -> Network:
    return load_network(folder, today=TODAY)


def with_outage(network: Network) -> Network:
    report = LiftReport(LIFT, LiftState.OUT, NOON - HOUR, source="駅の掲示")
    return lay_over(network, Overlay(revision=12, as_of=NOON, outages=(report,)))


def query(who: str, goal: str = LIBRARY, *what_if: str) -> Query:
    return Query(
        Endpoint(place=KOTAKE), Endpoint(place=goal), get_preset(who), NOON, what_if=what_if
    )


def lifts(route: Route) -> list[str]:
    return [s.passage.lift_id for s in route.segments if s.passage.lift_id]


def keys(answer: Answer) -> list[list[str]]:
    return [[s.passage.key for s in route.segments] for route in answer.routes]


# -- the one lift --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", WHEELS)
def test_wheels_go_by_the_one_lift_and_are_told_why(ward: Network, who: str) -> None:
    route = find_route(ward, query(who)).routes[0]
    assert lifts(route) == [LIFT]
    assert route.difference is not None
    assert {(b.attribute, b.value) for b in route.difference.avoided} == {("kind", "steps")}
    assert route.difference.extra_m == pytest.approx(118.3, abs=1)


@pytest.mark.parametrize("who", WHEELS)
def test_with_that_lift_out_wheels_have_no_way_and_the_lift_is_the_blocker(
    ward: Network, who: str
) -> None:
    answer = find_route(with_outage(ward), query(who))
    assert answer.status is Outcome.NO_ROUTE
    assert answer.routes == ()
    first = answer.blockers[0]
    assert first.lift is ward.places[LIFT]
    assert first.station is ward.places[KOTAKE]
    assert (first.attribute, first.value) == ("lift_status", "out")
    assert (first.source, first.checked_on) == ("駅の掲示", "2026-11-24")


def test_the_outage_check_catches_a_build_that_does_not_lay_it_over(
    ward: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlay_module, "_lay_outages", lambda *_: None)
    monkeypatch.setattr(timed_path, "find_closed", lambda *_, **__: [])
    assert find_route(with_outage(ward), query("stroller")).status is Outcome.OK


def test_what_would_open_a_way_is_the_lift_repaired_the_second_one_or_stairs(ward: Network) -> None:
    answer = find_route(with_outage(ward), query("wheelchair_manual"))
    whole = find_route(ward, query("wheelchair_manual")).routes[0]
    opened = {(one.opening, one.key): one for one in answer.relaxations}
    assert set(opened) == {
        (Opening.LIFT_REPAIRED, LIFT), (Opening.LIFT_BUILT, SECOND), (Opening.LIMIT, "stairs"),
    }  # fmt: skip
    repaired = opened[Opening.LIFT_REPAIRED, LIFT]
    assert (repaired.length_m, repaired.duration_s) == (
        pytest.approx(whole.length_m, abs=0.2), pytest.approx(whole.duration_s),
    )  # fmt: skip
    assert answer.blockers[0].relaxation == "open"
    assert not answer.partial


def test_the_exits_from_which_one_could_go_on_are_told(ward: Network) -> None:
    answer = find_route(with_outage(ward), query("wheelchair_manual"))
    told = [one.place.id for one in answer.other_starts]
    assert "exit:kotake-mukaihara/evr" in told
    assert [one.duration_s for one in answer.other_starts] == sorted(
        one.duration_s for one in answer.other_starts
    )


def test_a_planned_outage_at_another_hour_leaves_the_way_and_is_told(ward: Network) -> None:
    report = LiftReport(LIFT, LiftState.PLANNED, NOON + 2 * HOUR, NOON + 4 * HOUR)
    laid = lay_over(ward, Overlay(revision=1, as_of=NOON, outages=(report,)))
    route = find_route(laid, query("stroller")).routes[0]
    states = [str(s.lift_state) for s in route.segments if s.passage.lift_id == LIFT]
    assert states == ["planned"]
    inside = find_route(laid, replace(query("stroller"), depart_at=NOON + 2.5 * HOUR))
    assert inside.status is Outcome.NO_ROUTE
    later = [one for one in inside.relaxations if one.opening is Opening.LATER]
    assert [one.value for one in later] == [(NOON + 4 * HOUR).isoformat(timespec="minutes")]


# -- one walking -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["walk", "guide_dog", "white_cane"])
def test_whoever_takes_the_stairs_goes_the_same_way_and_is_told_of_the_outage(
    ward: Network, who: str
) -> None:
    before, after = find_route(ward, query(who)), find_route(with_outage(ward), query(who))
    assert keys(after) == keys(before)
    assert [r.duration_s for r in after.routes] == [r.duration_s for r in before.routes]
    [told] = set(after.notices) - set(before.notices)
    assert (told.place.id, told.lift and told.lift.id) == ("station:kotake-mukaihara", LIFT)


def test_an_outage_that_is_only_assumed_is_no_notice(ward: Network) -> None:
    answer = find_route(ward, query("walk", LIBRARY, f"{LIFT}=out"))
    assert not any(notice.caution is None for notice in answer.notices)


def test_an_outage_elsewhere_is_no_notice_here(ward: Network) -> None:
    report = LiftReport("lift:shin-sakuradai/3", LiftState.OUT, NOON - HOUR)
    laid = lay_over(ward, Overlay(revision=1, as_of=NOON, outages=(report,)))
    assert not any(one.caution is None for one in find_route(laid, query("walk")).notices)
    assert lifts(find_route(laid, query("stroller")).routes[0]) == [LIFT]


# -- the second lift -----------------------------------------------------------------------------


WEST = "exit:kotake-mukaihara/1"


def test_the_west_side_is_reached_by_nobody_on_wheels_until_the_second_lift_is_built(
    ward: Network,
) -> None:
    answer = find_route(ward, query("wheelchair_manual", WEST))
    assert answer.status is Outcome.NO_ROUTE
    built = [one for one in answer.relaxations if one.opening is Opening.LIFT_BUILT]
    assert [(one.key, one.lift) for one in built] == [(SECOND, ward.places[SECOND])]


def test_what_if_the_second_lift_were_open_there_would_be_a_way_by_it(ward: Network) -> None:
    answer = find_route(ward, query("wheelchair_manual", WEST, f"{SECOND}=open"))
    assert answer.status is Outcome.OK
    assert set(lifts(answer.routes[0])) == {SECOND}
    assert answer.assumed is not None
    assert answer.assumed.status is Outcome.NO_ROUTE
    assert answer.assumed.changes[0].lift is ward.places[SECOND]
    assert find_route(ward, query("wheelchair_manual", WEST)).status is Outcome.NO_ROUTE


def test_what_if_the_second_lift_were_open_the_library_is_nearer_and_the_gain_is_told(
    ward: Network,
) -> None:
    now = find_route(ward, query("wheelchair_manual")).routes[0]
    answer = find_route(ward, query("wheelchair_manual", LIBRARY, f"{SECOND}=open"))
    then, assumed = answer.routes[0], answer.assumed
    assert set(lifts(then)) == {SECOND}
    assert assumed is not None
    assert (assumed.length_m, assumed.same_way) == (now.length_m, False)
    assert now.length_m - then.length_m > 100
    assert now.duration_s - then.duration_s > 60


def near_kotake(extract: Extract) -> Extract:
    """Return the part of an extract within some hundred metres of the station."""
    west, south, east, north = 139.672, 35.738, 139.688, 35.750
    nodes = {
        node: (lon, lat)
        for node, (lon, lat) in extract.lonlat.items()
        if west < lon < east and south < lat < north
    }
    return replace(
        extract,
        lonlat=nodes,
        node_tags={node: tags for node, tags in extract.node_tags.items() if node in nodes},
        ways=[way for way in extract.ways if all(node in nodes for node in way.nodes)],
        areas=[],
    )


@pytest.fixture(scope="module")
def streets(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Network:
    """Return the real streets around the station, with the ward layer joined to them."""
    extract = near_kotake(read_osm_file(real_data("nerima-2024.osm.pbf")))
    source = BuildInput(extract, load_ward(WARD, today=TODAY))
    return load_network(build_network(source, tmp_path_factory.mktemp("kotake")), today=TODAY)


def test_on_real_streets_the_second_lift_changes_the_way_and_the_gain_is_told(
    streets: Network,
) -> None:
    now = find_route(streets, query("wheelchair_manual"))
    then = find_route(streets, query("wheelchair_manual", LIBRARY, f"{SECOND}=open"))
    assert lifts(now.routes[0]) == [LIFT]
    assert set(lifts(then.routes[0])) == {SECOND}
    assert then.assumed is not None
    assert not then.assumed.same_way
    assert (then.assumed.length_m, then.assumed.duration_s) == (
        now.routes[0].length_m, now.routes[0].duration_s,
    )  # fmt: skip
    assert then.assumed.length_m - then.routes[0].length_m > 20
    assert then.routes[0].cost < now.routes[0].cost


def test_on_real_streets_both_lifts_are_told_to_open_a_way_when_the_first_is_out(
    streets: Network,
) -> None:
    answer = find_route(with_outage(streets), query("wheelchair_manual"))
    assert answer.status is Outcome.NO_ROUTE
    opened = [(one.opening, one.key) for one in answer.relaxations]
    assert opened[:2] == [(Opening.LIFT_REPAIRED, LIFT), (Opening.LIFT_BUILT, SECOND)]
    assert answer.blockers[0].lift is not None
    assert answer.blockers[0].lift.id == LIFT


# -- the way back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["wheelchair_manual", "walk"])
def test_the_way_back_leads_to_the_station_by_the_same_lift(ward: Network, who: str) -> None:
    there, back = find_route(ward, query(who)), find_route(ward, query(who).back())
    assert back.origin is ward.places[LIBRARY]
    assert back.destination is ward.places[KOTAKE]
    assert lifts(back.routes[0]) == lifts(there.routes[0])
    assert back.routes[0].length_m == pytest.approx(there.routes[0].length_m, abs=0.3)


def test_the_command_asks_for_the_way_back_and_for_what_if(folder: Path) -> None:
    words = ["route", KOTAKE, LIBRARY, "--depart", "2026-11-24T12:00", "--network", str(folder)]
    words += ["--traveller", "wheelchair_manual", "--json"]
    there = CliRunner().invoke(main, words)
    back = CliRunner().invoke(main, [*words, "--back", "--what-if", f"{SECOND}=open"])
    assert (there.exit_code, back.exit_code) == (0, 0), there.output + back.output
    assert f'"place": "{LIBRARY}"' in back.output
    first, second = (text.output.index(f'"place": "{KOTAKE}"') for text in (there, back))
    other = [text.output.index(f'"place": "{LIBRARY}"') for text in (there, back)]
    assert (first < other[0], second < other[1]) == (True, False)
    out = CliRunner().invoke(main, [*words, "--what-if", f"{LIFT}=out"])
    assert out.exit_code == 3
