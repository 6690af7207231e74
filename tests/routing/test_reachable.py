"""How far one comes: held against single routes, drawn maps, closing times and lifts."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
import shapely

from routeguide.errors import BadInput
from routeguide.exchange.reach_geojson import band_geometry
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.route import Endpoint
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import LiftState, UnknownPolicy
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing import deadline, reach_tree
from routeguide.routing.many import MatrixQuery, find_table
from routeguide.routing.reach_parts import Stretches
from routeguide.routing.reachable import Band, Reached, ReachQuery, find_reached
from tests.drawn import JST, NOON, at, draw, fact
from tests.ward_network import LIFT, ask_ward, ward_network

STATION = "station:kotake-mukaihara"
ROW = """
A----B====C::::D
     |
     E
"""


def ask(network: Network, bands: tuple[float, ...], who: str = "walk", **more: Any) -> Reached:
    origin = more.pop("origin", Endpoint(place=STATION))
    query = ReachQuery(origin, get_preset(who), more.pop("when", NOON), bands, **more)
    return find_reached(network, query)


def on_a(network: Network, bands: tuple[float, ...], who: str = "walk", **more: Any) -> Reached:
    return ask(network, bands, who, origin=Endpoint(place="station:a"), in_metres=True, **more)


def metres(band: Band) -> float:
    return round(band.length_m, 1)


@pytest.mark.parametrize("who", ["walk", "wheelchair_manual", "white_cane", "cane"])
def test_facilities_are_as_far_as_a_single_route_says(who: str) -> None:
    network = ward_network()
    reached = ask(network, (3600.0,), who)
    assert reached.arrivals
    for one in reached.arrivals:
        route = ask_ward("kotake-mukaihara", one.place.id.removeprefix("facility:"), who).routes[0]
        assert one.length_m == pytest.approx(route.length_m, abs=1)
        assert one.duration_s == pytest.approx(route.duration_s, abs=2)


def test_a_drawn_street_is_reached_metre_by_metre() -> None:
    network = draw(ROW, stations="A", facilities="D")
    bands = on_a(network, (20.0, 50.0, 60.0, 500.0)).bands
    assert [metres(band) for band in bands] == [20.0, 50.0, 70.0, 170.0]
    assert [band.limit for band in bands] == [20.0, 50.0, 60.0, 500.0]


def test_minutes_are_those_of_the_walk() -> None:
    network = draw(ROW, stations="A")
    reached = ask(network, (30.0,), origin=Endpoint(place="station:a"))
    assert metres(reached.bands[0]) == pytest.approx(30 * get_preset("walk").speed_mps, abs=0.1)


def test_stairs_stop_wheels_and_nothing_behind_them_is_reached() -> None:
    network = draw(ROW, stations="A", facilities="D")
    wheels = on_a(network, (500.0,), "wheelchair_manual")
    assert metres(wheels.bands[0]) == 120.0
    assert wheels.arrivals == ()
    assert [one.place.name for one in on_a(network, (500.0,)).arrivals] == ["Dの場所"]


def test_what_is_not_confirmed_is_counted_and_refused_where_asked() -> None:
    network = draw(ROW, {"BE": {"step_cm": None}}, stations="A")
    told = on_a(network, (500.0,), "wheelchair_manual").bands[0]
    assert (metres(told), round(told.unverified_m)) == (120.0, 20)
    sure = on_a(network, (500.0,), "wheelchair_manual", unknown=UnknownPolicy.REFUSE).bands[0]
    assert (metres(sure), round(sure.unverified_m)) == (100.0, 0)


def test_a_position_in_the_middle_of_a_street_reaches_both_ways() -> None:
    network = draw(ROW)
    lon, lat = at(7, 0)
    here = Endpoint(lonlat=(lon, lat))
    bands = ask(network, (10.0, 30.0, 500.0), origin=here, in_metres=True).bands
    assert [metres(band) for band in bands] == [20.0, 70.0, 170.0]


@pytest.mark.parametrize(("hour", "length"), [(12, 170.0), (23, 120.0)])
def test_what_is_closed_at_the_arrival_is_not_reached(hour: int, length: float) -> None:
    network = draw(ROW, {"CD": {"hours": fact("09:00-17:00")}}, stations="A")
    when = datetime(2026, 11, 24, hour, 0, tzinfo=JST)
    assert metres(on_a(network, (500.0,), when=when).bands[0]) == length


def test_a_lift_that_is_out_takes_away_what_lies_behind_it() -> None:
    network = ward_network()
    before = ask(network, (3600.0,), "wheelchair_manual")
    begins = NOON - timedelta(hours=2)
    for state, ends in ((LiftState.OUT, None), (LiftState.PLANNED, NOON + timedelta(hours=5))):
        report = LiftReport(LIFT, state, begins, ends)
        laid = lay_over(network, Overlay(1, NOON, outages=(report,)))
        after = ask(laid, (3600.0,), "wheelchair_manual")
        assert after.bands[0].length_m < before.bands[0].length_m / 2
        assert len(after.arrivals) < len(before.arrivals)


def test_forgetting_the_time_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without a look at the time the planned outage changes nothing."""
    network = ward_network()
    begins, ends = NOON - timedelta(hours=2), NOON + timedelta(hours=5)
    report = LiftReport(LIFT, LiftState.PLANNED, begins, ends)
    laid = lay_over(network, Overlay(1, NOON, outages=(report,)))
    right = ask(laid, (3600.0,), "wheelchair_manual").bands[0].length_m
    monkeypatch.setattr(reach_tree, "find_closed", lambda *_, **__: [])
    assert ask(laid, (3600.0,), "wheelchair_manual").bands[0].length_m > right


def test_every_stretch_is_told_once() -> None:
    streets = ask(ward_network(), (600.0,)).bands[0].streets
    assert len(streets.edge)
    for edge in np.unique(streets.edge):
        mine = np.flatnonzero(streets.edge == edge)
        parts = sorted(zip(streets.begin[mine], streets.end[mine], strict=True))
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(parts))


def test_where_nothing_can_be_worked_out_a_sentence_says_why() -> None:
    network = ward_network()
    with pytest.raises(BadInput, match="近くに使える道がありません"):
        ask(network, (600.0,), origin=Endpoint(lonlat=(139.60, 35.70)))
    with pytest.raises(BadInput, match="2000年から2100年"):
        ask(network, (600.0,), when=NOON.replace(year=1999))


def test_the_time_for_searching_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "SEARCH_S", -1.0)
    with pytest.raises(BadInput, match="2秒では調べられません"):
        ask(ward_network(), (600.0,))
    here = (Endpoint(place=STATION),)
    with pytest.raises(BadInput, match="2秒では調べられません"):
        find_table(ward_network(), MatrixQuery(here, here, get_preset("walk")))
    told = ask_ward("kotake-mukaihara", "kotake-toshokan", "cane", alternatives=3)
    assert len(told.routes) == 1, "a trip is told without other ways"


def test_passages_of_no_length_are_no_lines() -> None:
    network = draw(ROW, stations="A")
    edge = np.asarray([0, 1])
    begin, end = np.asarray([0.5, 0.0]), np.asarray([0.5, 1.0])
    sure = np.asarray([False, False])
    band = Band(10.0, Stretches(edge, begin, end, np.asarray([0.0, 50.0]), sure))
    for shape in ("areas", "streets"):
        told = band_geometry(network, band, shape)
        assert told is not None
        assert shapely.geometry.shape(told).is_valid


def test_a_band_asked_for_twice_is_told_once() -> None:
    reached = ask(ward_network(), (600.0, 300.0, 600.0))
    assert [band.limit for band in reached.bands] == [300.0, 600.0]


def test_when_the_rounds_run_out_nothing_that_closes_is_gone_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = draw(ROW, {"CD": {"hours": fact("09:00-17:00")}}, stations="A")
    monkeypatch.setattr(reach_tree, "MOST_ROUNDS", 0)
    reached = on_a(network, (500.0,))
    assert (metres(reached.bands[0]), reached.partial) == (120.0, True)
