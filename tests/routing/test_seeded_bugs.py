"""Wrong builds, each caught by the check of the invariant that it breaks.

A check that cannot fail proves nothing. The first eight are those that
docs/quality.md asks for; whoever adds a check adds its wrong build here, or
beside the check where it needs something of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
import pytest

from routeguide.model import overlay as overlay_model
from routeguide.model.overlay import Overlay
from routeguide.model.traveller import Traveller, customise, get_preset
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Evidence, Kind
from routeguide.network import overlay as overlay_module
from routeguide.network import store
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing import cost, judge, movements, plan, segments, timed_path, timing
from tests import properties
from tests.properties import (
    Trip,
    breaks_a_limit,
    crosses_in_silence,
    ends_in_silence,
    make_trip,
    mislabelled,
    misses_a_way,
    mixes_versions,
    passes_what_is_closed,
    raised_by_forgetting,
    rides_what_is_out,
)
from tests.random_networks import make_draft
from tests.random_overlays import make_overlay

MOST_SEEDS = 400
"""Random questions at most until a wrong build must be caught; most are caught within fifty."""


@dataclass(frozen=True)
class Bug:
    """What is replaced by what, and the check that must notice.

    ``patches`` are (owner, attribute, replacement); ``check`` says what is wrong with the
    answers to a question, ``make`` makes questions from seeds.
    """

    patches: Sequence[tuple[Any, str, Any]]
    check: Callable[[Trip], list[str]]
    make: Callable[[Random], Trip] = make_trip


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _nothing_closed(*_: Any, **__: Any) -> list[Any]:
    return []


def _centimetres_as_metres(
    table: judge.Table, name: str, traveller: Traveller, known: judge.Mask
) -> tuple[judge.Mask, judge.Mask]:
    none = np.zeros_like(known)
    if name == "step_cm" and traveller.max_step_cm is not None:
        low, high = table.bounds(name)
        limit = traveller.max_step_cm * 100
        return known & (low > limit), known & (high <= limit)
    return none, known


def _unsigned_slope(
    network: Network, traveller: Traveller, rows: Any, low: Any, high: Any
) -> tuple[Any, Any]:
    del network, rows
    up = np.inf if traveller.max_slope_up_pct is None else traveller.max_slope_up_pct
    return low > up, high <= up


def _way_reversed(real: Any) -> Any:
    def swap(*args: Any) -> Any:
        refused, unverified = real(*args)
        return refused[::-1].copy(), unverified[::-1].copy()

    return swap


def _at_departure(table: Any, steps: Sequence[Any], depart_at: Any) -> list[Any]:
    del table
    return [depart_at for _ in steps]


def _no_points(*args: Any) -> Any:
    return np.zeros(args[0].node_count)


def _kerb_on_passages(real: Any) -> Any:
    """Count a kerb that stands on a node for every passage that begins or ends there."""

    def judged(network: Network, traveller: Traveller) -> judge.Judged:
        edges, points = real(network, traveller), judge.judge_points(network, traveller)
        shut = np.zeros(network.node_count, dtype=bool)
        shut[network.column("point_node")[points.refused]] = True
        at_end = shut[network.column("edge_start")] | shut[network.column("edge_end")]
        return replace(edges, refused=edges.refused | at_end)

    return judged


def _lifts_by_name(network: Network, overlay: Overlay) -> Network:
    """Give each report to the first lift that is called as the reported one is."""
    first: dict[str, str] = {}
    for lift in network.lift_edges:
        first.setdefault(network.places[lift].name, lift)
    named = tuple(
        replace(report, lift=first[network.places[report.lift].name]) for report in overlay.outages
    )
    return lay_over(network, replace(overlay, outages=named))


def _both_ways(self: Network) -> Any:
    return np.ones(len(self.column("link_edge")), dtype=bool)


def _wrong_way(self: Network) -> Any:
    """Read one-way passages the other way round."""
    flags = self.columns["edge_flags"][self.columns["link_edge"]]
    wrong = np.where(self.columns["link_backward"], store.NO_FORWARD, store.NO_BACKWARD)
    return (flags & (wrong | store.PLANNED)) == 0


def _planner_kept(real: Any) -> Any:
    """Keep what was worked out for the network without the overlay."""

    def derive(self: Network, *args: Any, **more: Any) -> Network:
        plan.planner_of(self)
        twin: Network = real(self, *args, **more)
        twin.memo["planner"] = self.memo["planner"]
        return twin

    return derive


def _forgets_doubts(*_: Any) -> str:
    return "verified"


def _raised_by_forgetting(trip: Trip) -> list[str]:
    return raised_by_forgetting(trip, Random(0), most=8)  # noqa: S311


def _make_hilly(random: Random) -> Trip:
    """Return a question on known ways, some of them steep, for someone who gets up but not down."""
    draft = make_draft(random, mild=False, known=True, timed=False)
    for edge in draft.edges.values():
        slope = random.choice([-7.0, 0.0, 0.0, 7.0])
        measure = Measure(slope, slope, Evidence.SURVEY, "random")
        edge.values = {**edge.values, "slope_pct": measure}
    limits = {"max_slope_up_pct": 8, "max_slope_down_pct": 4}
    return Trip(draft, customise(get_preset("wheelchair_powered"), limits))


def _make_lifts(random: Random) -> Trip:
    """Return a question on known ways, half of them lifts of which something is said."""
    draft = make_draft(random, mild=False, known=True, timed=False)
    for key, edge in draft.edges.items():
        if edge.kind is Kind.FOOTWAY and random.random() < 1 / 2:
            edge.kind, edge.lift_id = Kind.LIFT, f"lift:{key}".lower()
    return Trip(draft, get_preset("walk"), overlay=make_overlay(random, draft))


BUGS: dict[str, Bug] = {
    # the eight of docs/quality.md
    "unknown taken as fine": Bug([(judge.Table, "mark", _nothing)], mislabelled),
    "outage ignored": Bug(
        [(overlay_module, "_lay_outages", _nothing), (timed_path, "find_closed", _nothing_closed)],
        rides_what_is_out,
        _make_lifts,
    ),
    "centimetres read as metres": Bug([(judge, "_sides", _centimetres_as_metres)], breaks_a_limit),
    "slope without its sign": Bug(
        [(judge, "_slope_sides", _unsigned_slope)], breaks_a_limit, _make_hilly
    ),
    "gate hours ignored": Bug(
        [(timed_path, "find_closed", _nothing_closed)], passes_what_is_closed
    ),
    "way reversed: its slopes met the wrong way": Bug(
        [(judge, "_judge_slopes", _way_reversed(judge._judge_slopes))],
        breaks_a_limit,
        _make_hilly,
    ),
    "kerb on a node ignored": Bug([(cost, "_point_cost", _no_points)], breaks_a_limit),
    "lift found by its name": Bug(
        [(properties, "lay_over", _lifts_by_name)], rides_what_is_out, _make_lifts
    ),
    # more of each kind
    "unknown taken as fine: doubts forgotten in the label": Bug(
        [(plan, "label_of", _forgets_doubts)], mislabelled
    ),
    "unknown taken as fine: a forgotten value leaves the label": Bug(
        [(judge.Table, "mark", _nothing)], _raised_by_forgetting
    ),
    "outage ignored: planned windows and outages to come": Bug(
        [(timed_path, "find_closed", _nothing_closed)], rides_what_is_out, _make_lifts
    ),
    "outage ignored: a confirmation never ends": Bug(
        [(overlay_model, "_holds", lambda report, at: report.begins <= at)],
        rides_what_is_out,
        _make_lifts,
    ),
    "closures ignored": Bug([(judge, "_judge_reports", _nothing)], passes_what_is_closed),
    "gate hours read at the departure": Bug(
        [(timing, "arrivals", _at_departure)], passes_what_is_closed
    ),
    "way reversed: one-way read the other way": Bug(
        [(Network, "link_open", property(_wrong_way))], breaks_a_limit
    ),
    "way reversed: one-way walked both ways": Bug(
        [(Network, "link_open", property(_both_ways))], breaks_a_limit
    ),
    "kerb on a node counted where one starts or ends": Bug(
        [(cost, "judge_edges", _kerb_on_passages(cost.judge_edges))], misses_a_way
    ),
    "carriageway rules ignored": Bug([(judge, "_judge_roads", _nothing)], breaks_a_limit),
    "steps priced instead of refused": Bug([(judge, "_judge_kinds", _nothing)], breaks_a_limit),
    "no metres told at an unknown entrance": Bug([(plan, "_gap", _nothing)], ends_in_silence),
    "crossings not told": Bug(
        [(segments, "list_crossed", lambda _n, steps, _p: [()] * len(steps))], crosses_in_silence
    ),
    "roads passed at a junction not told": Bug(
        [(movements, "lies_on_both_sides", lambda *_: False)],
        crosses_in_silence,
    ),
    "roads told where one only turns onto them": Bug(
        [
            (movements, "lies_on_both_sides", lambda *_: True),
            (movements, "may_cross", lambda _n, walked: np.ones(len(walked.edges), dtype=bool)),
        ],
        crosses_in_silence,
    ),
    "an answer of the network before the overlay": Bug(
        [(Network, "derive", _planner_kept(Network.derive))], mixes_versions
    ),
}


def first_caught(bug: Bug) -> int | None:
    """Return the first seed whose answers the check finds something wrong with."""
    seeds = range(MOST_SEEDS)
    return next((seed for seed in seeds if bug.check(bug.make(Random(seed)))), None)  # noqa: S311


@pytest.mark.parametrize("name", BUGS)
def test_a_seeded_bug_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bug = BUGS[name]
    for owner, attribute, wrong in bug.patches:
        monkeypatch.setattr(owner, attribute, wrong)
    seed = first_caught(bug)
    assert seed is not None, f"nothing in {MOST_SEEDS} questions caught: {name}"
    monkeypatch.undo()
    trip = bug.make(Random(seed))  # noqa: S311
    assert bug.check(trip) == [], "the right build must pass where the wrong one was caught"
