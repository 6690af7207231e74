"""Anybody's limits on real streets, by raw tags; and stricter limits never help (1, 3, 16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.passage import LonLat
from routeguide.model.route import Answer, Endpoint, Query, Route
from routeguide.model.traveller import Traveller, customise, get_preset
from routeguide.model.values import Known, Measure
from routeguide.model.vocabulary import Evidence, LiftState, UnknownPolicy
from routeguide.network import overlay as overlay_module
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing import cost, judge, timed_path
from routeguide.routing.cost import make_table
from routeguide.routing.plan import Planner
from routeguide.routing.reach import reach
from routeguide.routing.steps import Spot
from tests.drawn import NOON
from tests.random_networks import make_custom
from tests.raw_limits import RawLimits

Built = Callable[[str], tuple[Network, Path]]
NEAR_DEG = 0.02
TRIPS = 10
"""Trips a traveller: the costs are made once for each."""

HEIDELBERG, NEUKOLLN = "heidelberg.test.pbf", "neukolln.osm"


def make_trips(network: Network, random: Random) -> Iterator[tuple[LonLat, LonLat]]:
    """Yield pairs of nodes up to two kilometres apart, as free coordinates."""
    for _ in range(TRIPS):
        begin = network.lonlat(random.randrange(network.node_count))
        end = begin
        while not 0 < max(abs(end[0] - begin[0]), abs(end[1] - begin[1])) < NEAR_DEG:
            end = network.lonlat(random.randrange(network.node_count))
        yield begin, end


def answer(planner: Planner, who: Traveller, a: LonLat, b: LonLat) -> Answer:
    query = Query(Endpoint(lonlat=a), Endpoint(lonlat=b), who, NOON)
    return planner._answer(query, explain=False)


@dataclass
class Checked:
    """What a checker found on many routes, and how much there was to find."""

    violations: list[str]
    routes: int
    tags: Counter[str]


def check(network: Network, raw: RawLimits, travellers: int, seed: int = 7) -> Checked:
    """Hold the routes of random travellers with random limits against the raw file."""
    random, planner = Random(seed), Planner(network)  # noqa: S311
    found = Checked([], 0, Counter())
    for _ in range(travellers):
        who = make_custom(random)
        for a, b in make_trips(network, random):
            for route in answer(planner, who, a, b).routes:
                found.routes += 1
                found.violations += raw.violations(route, who)
                found.tags += raw.looked_at(route)
    return found


@pytest.fixture(scope="module")
def raw_of() -> Callable[[Path], RawLimits]:
    kept: dict[Path, RawLimits] = {}
    return lambda path: kept.get(path) or kept.setdefault(path, RawLimits(path))


@pytest.mark.parametrize(("name", "usual"), [(HEIDELBERG, 40), (NEUKOLLN, 30)])
def test_no_route_of_anybody_breaks_a_limit_by_the_raw_tags(
    name: str, usual: int, built: Built, raw_of: Callable[[Path], RawLimits], proof: bool
) -> None:
    network, path = built(name)
    travellers = 500 if proof else usual
    found = check(network, raw_of(path), travellers)
    assert found.violations == []
    assert found.routes > travellers * TRIPS / 3, "too few routes to prove anything"
    assert min(found.tags[key] for key in ("width", "surface", "smoothness")) > 100
    assert found.tags["incline"] > 100 or name != HEIDELBERG


def _sides_but(name: str) -> Callable[..., Any]:
    """Return how limits are compared, with one attribute forgotten."""
    real = judge._sides

    def sides(table: judge.Table, attribute: str, who: Traveller, known: judge.Mask) -> Any:
        if attribute == name:
            return np.zeros_like(known), known
        return real(table, attribute, who, known)

    return sides


def _unsigned(network: Network, who: Traveller, rows: Any, low: Any, high: Any) -> Any:
    del network, rows
    up = np.inf if who.max_slope_up_pct is None else who.max_slope_up_pct
    return low > up, high <= up


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _no_points(*args: Any) -> Any:
    return np.zeros(args[0].node_count)


FORGOTTEN: dict[str, tuple[str, tuple[Any, str, Any]]] = {
    "widths": (HEIDELBERG, (judge, "_sides", _sides_but("width_cm"))),
    "surfaces": (HEIDELBERG, (judge, "_sides", _sides_but("surface"))),
    "smoothness": (HEIDELBERG, (judge, "_sides", _sides_but("smoothness"))),
    "the sign of slopes": (HEIDELBERG, (judge, "_slope_sides", _unsigned)),
    "steps": (HEIDELBERG, (judge, "_judge_kinds", _nothing)),
    "roads without a footway": (HEIDELBERG, (judge, "_judge_roads", _nothing)),
    "kerbs on nodes": (NEUKOLLN, (cost, "_point_cost", _no_points)),
}


@pytest.mark.parametrize("what", FORGOTTEN)
def test_the_raw_checker_catches_a_build_that_forgets(
    what: str,
    built: Built,
    raw_of: Callable[[Path], RawLimits],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name, patch = FORGOTTEN[what]
    network, path = built(name)
    monkeypatch.setattr(*patch)
    assert any(check(network, raw_of(path), 10, seed).violations for seed in range(4))


# -- the real ward: custom limits, and what an overlay takes away -------------------------------


def test_no_route_of_anybody_in_the_ward_breaks_a_limit_by_the_raw_tags(
    nerima: Network, pbf: Path, raw_of: Callable[[Path], RawLimits], proof: bool
) -> None:
    travellers = 300 if proof else 20
    found = check(nerima, raw_of(pbf), travellers)
    assert found.violations == []
    assert found.routes > travellers * TRIPS / 3
    assert found.tags["surface"] > 500


def passages_of(route: Route) -> list[str]:
    """Return the keys of the passages between the first and the last one."""
    return [segment.passage.key for segment in route.segments[1:-1]]


def passed_in_spite(network: Network, rounds: int) -> list[str]:
    """Take a passage out of each route by an overlay; return those that are passed all the same.

    One passage is closed, the next given a high step, the next made narrow.
    """
    random = Random(11)  # noqa: S311
    found = []
    for number in range(rounds):
        who = get_preset(("wheelchair_manual", "wheelchair_powered", "walker")[number % 3])
        trips = list(make_trips(network, random))
        planner = Planner(network)
        gone: dict[str, str] = {}
        for a, b in trips:
            for route in answer(planner, who, a, b).routes:
                keys = passages_of(route)
                if keys:
                    change = ("closed", "step_cm", "width_cm")[len(gone) % 3]
                    gone[keys[len(keys) // 2]] = change
        after = Planner(lay_over(network, overlay_of(gone)))
        for a, b in trips:
            for route in answer(after, who, a, b).routes:
                walked = {*passages_of(route), *(s.passage.reversed().key for s in route.segments)}
                found += [f"{key}: {gone[key]}" for key in walked & set(gone)]
        assert len(gone) > TRIPS / 3
    return found


def overlay_of(gone: dict[str, str]) -> Overlay:
    values: dict[str, dict[str, Known | None]] = {
        "step_cm": {"step_cm": Measure(30, 30, Evidence.SURVEY, "test")},
        "width_cm": {"width_cm": Measure(40, 40, Evidence.SURVEY, "test")},
    }
    return Overlay(
        revision=1,
        as_of=NOON,
        closed=frozenset(key for key, change in gone.items() if change == "closed"),
        values={key: values[change] for key, change in gone.items() if change != "closed"},
    )


def test_what_an_overlay_takes_away_is_in_nobodys_route_on_the_real_streets(
    nerima: Network, proof: bool
) -> None:
    assert passed_in_spite(nerima, 60 if proof else 6) == []


def test_the_overlay_check_catches_a_build_that_lays_nothing_over(
    nerima: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlay_module, "_lay_values", _nothing)
    assert passed_in_spite(nerima, 1)


def lifts_ridden(network: Network) -> set[str]:
    """Return the lifts that manual wheelchairs ride to and from all stations of the ward."""
    planner = Planner(network)
    ridden = set()
    for station in sorted(network.starts):
        query = Query(
            Endpoint(place=station), Endpoint(place="facility:kotake-toshokan"),
            get_preset("wheelchair_manual"), NOON,
        )  # fmt: skip
        for asked in (query, query.back()):
            for route in planner._answer(asked, explain=False).routes:
                ridden |= {s.passage.lift_id for s in route.segments if s.passage.lift_id}
    return ridden


def test_a_lift_that_is_out_is_ridden_by_nobody_in_the_real_ward(
    nerima: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lifts_ridden(nerima)
    assert "lift:kotake-mukaihara/evr" in before
    outages = tuple(LiftReport(lift, LiftState.OUT, NOON) for lift in sorted(before))
    out = Overlay(revision=2, as_of=NOON, outages=outages)
    assert lifts_ridden(lay_over(nerima, out)) & before == set()
    monkeypatch.setattr(overlay_module, "_lay_outages", _nothing)
    monkeypatch.setattr(timed_path, "find_closed", lambda *_, **__: [])
    assert lifts_ridden(lay_over(nerima, out)) & before, "the check must catch an ignored outage"


# -- a stricter limit never helps (invariant 16) -------------------------------------------------

FROM_LOOSE: dict[str, tuple[object, ...]] = {
    "min_width_cm": (None, 60, 90, 120, 200),
    "max_slope_up_pct": (None, 15, 8, 4, 0),
    "max_slope_down_pct": (None, 15, 8, 4, 0),
    "max_step_cm": (None, 20, 5, 3, 2),
    "worst_surface": (None, "loose", "uneven", "firm", "smooth"),
    "worst_smoothness": (None, "horrible", "bad", "intermediate", "excellent"),
}
SOURCES = 10


def helped_by_strictness(network: Network, base: Traveller, key: str) -> tuple[int, int]:
    """Count the pairs that fare better, and those that fare worse, with each stricter limit.

    From a few starts to every node of the network, both unknown policies that go on.
    """
    random = Random(16)  # noqa: S311
    starts = [Spot(node=random.randrange(network.node_count)) for _ in range(SOURCES)]
    better = worse = 0
    for policy in (UnknownPolicy.WARN, UnknownPolicy.PASS):
        looser: list[Any] | None = None
        for value in FROM_LOOSE[key]:
            table = make_table(network, customise(base, {key: value}), policy)
            reached = [reach(network, table, [start]) for start in starts]
            nowhere = np.full(network.node_count + 1, np.inf)
            costs = [nowhere if one is None else one[0] for one in reached]
            for loose, strict in zip(looser or (), costs, strict=bool(looser)):
                better += int((strict < loose).sum())
                worse += int((strict > loose).sum())
            looser = costs
    return better, worse


@pytest.mark.parametrize("key", FROM_LOOSE)
def test_a_stricter_limit_never_helps_anywhere_in_heidelberg(key: str, built: Built) -> None:
    network, _ = built(HEIDELBERG)
    better, worse = helped_by_strictness(network, get_preset("walk"), key)
    assert better == 0
    assert worse > 0, "the limit bites somewhere"


def test_the_strictness_check_catches_widths_compared_the_wrong_way_round(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def turned(table: judge.Table, name: str, who: Traveller, known: judge.Mask) -> Any:
        limit = who.min_width_cm
        if name != "width_cm" or limit is None:
            return np.zeros_like(known), known
        low, high = table.bounds(name)
        return known & (low > limit), known & (high <= limit)

    monkeypatch.setattr(judge, "_sides", turned)
    network, _ = built(HEIDELBERG)
    better, _ = helped_by_strictness(network, get_preset("walk"), "min_width_cm")
    assert better > 0
