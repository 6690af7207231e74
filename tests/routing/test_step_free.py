"""Ways out of a station, counted inside it alone; what nobody knows is counted apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.place import Place
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import LiftState
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing import step_free
from routeguide.routing.step_free import Leave, WaysOut, find_ways_out
from tests.drawn import NOON
from tests.ward_network import LIFT, ward_network

HOUR = timedelta(hours=1)
WHEELS = ("wheelchair_manual", "wheelchair_assisted", "wheelchair_powered")


def ways(network: Network, station: str, who: str, at: object = NOON) -> WaysOut | None:
    place = network.places[f"station:{station}"]
    return find_ways_out(network, place, get_preset(who), at)  # type: ignore[arg-type]


def codes(exits: tuple[Place, ...]) -> list[str]:
    return [one.id.rpartition("/")[2] for one in exits]


@pytest.mark.parametrize("who", WHEELS)
def test_wheels_leave_kotake_by_the_lift_alone_and_walkers_by_every_exit(who: str) -> None:
    wheels, walker = (ways(ward_network(), "kotake-mukaihara", one) for one in (who, "walk"))
    assert wheels is not None
    assert walker is not None
    assert codes(wheels.possible) == ["evr"]
    assert codes(walker.possible) == ["1", "2", "3", "4", "evr"]


def test_what_lies_behind_something_unknown_is_possible_and_never_confirmed() -> None:
    told = ways(ward_network(), "shin-sakuradai", "wheelchair_manual")
    assert told is not None
    assert codes(told.possible) == ["1", "2", "3", "4"]
    assert told.confirmed == ()


def test_taking_the_unknown_for_confirmed_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    network = lay_over(ward_network(), Overlay(revision=1, as_of=NOON))
    monkeypatch.setattr(step_free, "judge_passage", lambda *_: type("V", (), NO_DOUBT))
    told = ways(network, "shin-sakuradai", "wheelchair_manual")
    assert told is not None
    assert codes(told.confirmed) == ["1", "2", "3", "4"]


NO_DOUBT = {"refused": (), "unverified": ()}


@pytest.mark.parametrize(
    ("state", "begins", "ends", "left"),
    [
        (LiftState.OUT, -1, None, []),
        (LiftState.OUT, 1, None, ["evr"]),
        (LiftState.PLANNED, -1, 1, []),
        (LiftState.PLANNED, 1, 2, ["evr"]),
        (LiftState.CONFIRMED, -1, 1, ["evr"]),
    ],
)
def test_a_lift_that_stands_still_at_that_moment_leads_nowhere(
    state: LiftState, begins: int, ends: int | None, left: list[str]
) -> None:
    until = None if ends is None else NOON + ends * HOUR
    report = LiftReport(LIFT, state, NOON + begins * HOUR, until)
    network = lay_over(ward_network(), Overlay(revision=1, as_of=NOON, outages=(report,)))
    told = ways(network, "kotake-mukaihara", "wheelchair_manual")
    assert told is not None
    assert codes(told.possible) == left


def test_a_window_that_opens_later_is_counted_anew() -> None:
    report = LiftReport(LIFT, LiftState.PLANNED, NOON + HOUR, NOON + 2 * HOUR)
    network = lay_over(ward_network(), Overlay(revision=1, as_of=NOON, outages=(report,)))
    before, during = (
        ways(network, "kotake-mukaihara", "wheelchair_manual", at)
        for at in (NOON, NOON + 1.5 * HOUR)
    )
    assert before is not None
    assert during is not None
    assert (codes(before.possible), codes(during.possible)) == (["evr"], [])


def test_a_station_of_whose_inside_nothing_is_known_is_not_counted() -> None:
    assert ways(ward_network(), "ekoda", "wheelchair_manual") is None


def test_it_is_worked_out_once_for_a_network_with_its_overlay() -> None:
    first, again = (ways(ward_network(), "hikawadai", "wheelchair_manual") for _ in range(2))
    assert first is again
    other = lay_over(ward_network(), Overlay(revision=1, as_of=NOON))
    assert ways(other, "hikawadai", "wheelchair_manual") is not first


def test_no_exit_is_counted_that_is_reached_over_the_street() -> None:
    """The negative control: a search that walks on behind an exit would find them all."""
    network = ward_network()
    place = network.places["station:kotake-mukaihara"]
    starts = network.starts[place.id]
    exits = set(step_free._exits(network, place))
    wide = step_free._reach(network, starts, set(), lambda *_: Leave.SURE, sure_only=False)
    told = step_free._reach(network, starts, exits, lambda *_: Leave.SURE, sure_only=False)
    assert exits <= told
    assert len(told) <= len(wide)
    inside = {network.node_key(node) for node in told}
    assert not [key for key in inside if key.startswith(("facility:", "n"))]
