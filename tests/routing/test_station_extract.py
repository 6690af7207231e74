"""Real stations with lifts and levels: from the platform to the street, and with a lift out.

Moorgate (London) and Darmstadt Hauptbahnhof, as OpenStreetMap draws them.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Answer, Endpoint, Opening, Outcome, Query, Route
from routeguide.model.traveller import get_preset
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import Evidence, Kind, LiftState
from routeguide.network.build import BuildInput, build_network
from routeguide.network.overlay import lay_over
from routeguide.network.read_osm import read_osm_file
from routeguide.network.store import Network, load_network
from routeguide.routing import judge
from routeguide.routing.plan import find_route
from tests.drawn import NOON

CHAIR = "wheelchair_manual"
MOORGATE = {
    "northern": "n12286172536",  # a platform of the Northern line, level -9
    "circle": "n12286248190",  # a platform of the Circle line, level -1
    "opposite": "n12286248186",  # the other side of it
    "street": "n8898783675",  # beyond the gate line, level 0
    "pavement": "n5067002882",  # below the footbridge outside, level 0
    "bridge": "n1684710025",  # on it, level 1
}
DEEP, TO_STREET, OPPOSITE = "lift:n12286248172", "lift:n12286248170", "lift:n12286248193"
OUTSIDE = "lift:n1684710046"
GATE = "n8898783687"  # a turnstile between the concourse and the street
DARMSTADT = {"platform": "n3999016857", "street": "n320879315"}
DARMSTADT_LIFT = "lift:n2472210873"

Build = Callable[[str, dict[str, str]], Network]


@pytest.fixture(scope="module")
def build(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Build:
    kept: dict[str, Network] = {}

    def make(name: str, ends: dict[str, str]) -> Network:
        if name not in kept:
            source = BuildInput(read_osm_file(real_data(f"samples/{name}")), None)
            kept[name] = load_network(build_network(source, tmp_path_factory.mktemp("station")))
            add_ends(kept[name], ends)
        return kept[name]

    return make


def add_ends(network: Network, ends: dict[str, str]) -> None:
    """Let nodes of the extract be asked for as places."""
    for name, key in ends.items():
        node = network.find_node(key)
        assert node is not None, key
        place_id = f"platform:{name}"
        network.places[place_id] = Place(
            place_id, PlaceKind.PLATFORM, name, lonlat=network.lonlat(node)
        )
        network.place_node[place_id] = node


@pytest.fixture
def moorgate(build: Build) -> Network:
    return build("moorgate.osm.pbf", MOORGATE)


@pytest.fixture
def darmstadt(build: Build) -> Network:
    return build("test_case.osm.pbf", DARMSTADT)


def go(network: Network, a: str, b: str, who: str = CHAIR) -> Answer:
    ends = Endpoint(place=f"platform:{a}"), Endpoint(place=f"platform:{b}")
    return find_route(network, Query(*ends, get_preset(who), NOON))


def told(network: Network, *out: str, gate: bool = True) -> Network:
    """Return the network with lifts out; ``gate`` says that the turnstile has a wide gate."""
    wide: dict[str, Known | None] = {
        "wheelchair": Fact("yes", Evidence.SURVEY, "seen", NOON.date())
    }
    reports = tuple(LiftReport(lift, LiftState.OUT, NOON, source="seen") for lift in out)
    return lay_over(
        network,
        Overlay(revision=1, as_of=NOON, outages=reports, values={GATE: wide} if gate else {}),
    )


def lifts(route: Route) -> list[str]:
    return [s.passage.lift_id or "" for s in route.segments if s.passage.kind is Kind.LIFT]


def floors(route: Route) -> list[float]:
    """Return the floors that a route comes to, each once, where they are known."""
    known = [
        level
        for s in route.segments
        for level in (s.passage.from_level, s.passage.to_level)
        if level is not None
    ]
    return [
        level for number, level in enumerate(known) if number == 0 or known[number - 1] != level
    ]


def changes_without_a_lift(route: Route) -> list[str]:
    """Return passages, and joints between them, at which the floor changes and no lift rides."""
    found = []
    walked = [segment.passage for segment in route.segments]
    for passage in walked:
        known = None not in (passage.from_level, passage.to_level)
        if known and passage.from_level != passage.to_level and passage.kind is not Kind.LIFT:
            found.append(passage.key)
    for before, after in pairwise(walked):
        known = None not in (before.to_level, after.from_level)
        if known and before.to_level != after.from_level:
            found.append(f"{before.key} {after.key}")
    return found


# -- Moorgate ----------------------------------------------------------------------------------


def test_a_turnstile_of_which_nothing_more_is_told_stops_a_wheelchair(moorgate: Network) -> None:
    answer = go(moorgate, "circle", "street")
    assert answer.status is Outcome.NO_ROUTE
    assert [(b.key, b.attribute, b.value) for b in answer.blockers] == [
        (GATE, "barrier", "turnstile")
    ]
    assert go(moorgate, "circle", "street", "walk").status is Outcome.OK


def test_from_the_deepest_platform_two_lifts_lead_to_the_street(moorgate: Network) -> None:
    answer = go(told(moorgate), "northern", "street")
    assert answer.status is Outcome.OK
    [route] = answer.routes
    assert lifts(route) == [DEEP, TO_STREET]
    assert floors(route) == [-9, -8, 0]
    assert changes_without_a_lift(route) == []
    assert not {"steps", "escalator"} & {str(s.passage.kind) for s in route.segments}
    assert [str(s.lift_state) for s in route.segments if s.lift_state] == ["no_report"] * 2


def test_one_walking_changes_floors_by_stairs_or_escalators_instead(moorgate: Network) -> None:
    [route] = go(told(moorgate), "northern", "street", "walk").routes
    assert changes_without_a_lift(route) != [] or not lifts(route)


@pytest.mark.parametrize("lift", [DEEP, TO_STREET])
def test_with_a_lift_out_the_deepest_platform_is_cut_off_and_the_lift_is_told(
    moorgate: Network, lift: str
) -> None:
    answer = go(told(moorgate, lift), "northern", "street")
    assert answer.status is Outcome.NO_ROUTE
    assert answer.routes == ()
    first = answer.blockers[0]
    assert (first.attribute, first.value, first.source) == ("lift_status", "out", "seen")
    assert first.key is not None
    assert first.key.startswith(f"{lift}/")
    assert first.relaxation == "open"
    repaired = [one for one in answer.relaxations if one.opening is Opening.LIFT_REPAIRED]
    assert [one.key for one in repaired] == [lift]
    whole = go(told(moorgate), "northern", "street").routes[0]
    assert repaired[0].duration_s == pytest.approx(whole.duration_s)


def test_with_both_lifts_out_neither_repair_alone_opens_a_way(moorgate: Network) -> None:
    answer = go(told(moorgate, DEEP, TO_STREET), "northern", "street")
    assert answer.status is Outcome.NO_ROUTE
    assert [o for o in answer.relaxations if o.opening is Opening.LIFT_REPAIRED] == []


def test_the_platform_opposite_has_a_lift_of_its_own(moorgate: Network) -> None:
    by_its_own = go(told(moorgate, TO_STREET), "opposite", "street").routes[0]
    assert lifts(by_its_own) == [OPPOSITE]
    assert floors(by_its_own) == [-1, 0]
    assert changes_without_a_lift(by_its_own) == []
    assert go(told(moorgate, OPPOSITE), "opposite", "street").status is Outcome.NO_ROUTE
    assert go(told(moorgate, OPPOSITE), "circle", "street").status is Outcome.OK


def test_where_there_is_another_way_up_it_is_taken_when_the_lift_is_out(moorgate: Network) -> None:
    before = go(moorgate, "pavement", "bridge").routes[0]
    after = go(told(moorgate, OUTSIDE), "pavement", "bridge").routes[0]
    assert lifts(before) == [OUTSIDE]
    assert floors(before) == [0, 1]
    assert lifts(after) == []
    assert after.length_m > before.length_m
    assert not {"steps", "escalator"} & {str(s.passage.kind) for s in after.segments}


def test_the_floor_check_catches_a_build_that_takes_stairs(
    moorgate: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "_judge_kinds", lambda *_: None)
    answer = go(told(moorgate, TO_STREET, OPPOSITE), "circle", "street", "wheelchair_assisted")
    assert answer.status is Outcome.OK
    assert changes_without_a_lift(answer.routes[0])


# -- Darmstadt ---------------------------------------------------------------------------------


def test_at_darmstadt_the_platforms_one_lift_leads_out(darmstadt: Network) -> None:
    [route] = go(darmstadt, "platform", "street").routes
    assert lifts(route) == [DARMSTADT_LIFT]
    assert floors(route)[:2] == [-1, 0]
    assert changes_without_a_lift(route) == []


def test_at_darmstadt_without_it_there_is_no_way_and_the_repair_opens_one(
    darmstadt: Network,
) -> None:
    answer = go(told(darmstadt, DARMSTADT_LIFT, gate=False), "platform", "street")
    assert answer.status is Outcome.NO_ROUTE
    assert (answer.blockers[0].attribute, answer.blockers[0].value) == ("lift_status", "out")
    opened = {one.key: one for one in answer.relaxations}
    assert opened[DARMSTADT_LIFT].opening is Opening.LIFT_REPAIRED
    assert answer.nearest is None or answer.nearest.left_m > 0
    assert not answer.partial
