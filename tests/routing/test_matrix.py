"""A matrix is what asking one by one gives: cost, metres and seconds, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routeguide.errors import BadInput, UnknownPlace
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.route import Endpoint, Outcome, Query
from routeguide.model.traveller import Traveller, get_preset
from routeguide.model.vocabulary import LiftState, UnknownPolicy
from routeguide.network.draft import Draft
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing import core, matrix
from routeguide.routing.cost import CostTable, make_table
from routeguide.routing.hierarchy import Metric, make_metric
from routeguide.routing.many import MatrixQuery, Table, find_table
from routeguide.routing.matrix import Matrix, find_matrix
from routeguide.routing.plan import find_route
from routeguide.routing.search import find_path
from routeguide.routing.steps import Spot
from routeguide.routing.timing import step_seconds
from tests.catching import is_caught
from tests.drawn import NOON, at, draw, draw_draft, fact, mapped, network_of
from tests.random_networks import drafts, travellers
from tests.varied import varied

POLICIES = st.sampled_from(list(UnknownPolicy))


# -- against single searches ---------------------------------------------------------------


@st.composite
def spots(draw_: st.DrawFn) -> list[tuple[bool, int, float]]:
    """Draw one end: a node, several nodes, or a position along one of few passages."""
    if draw_(st.booleans()):
        numbers = draw_(st.sampled_from([1, 1, 1, 2]))
        return [(True, draw_(st.integers(0, 11)), 0.0) for _ in range(numbers)]
    return [(False, draw_(st.integers(0, 3)), draw_(st.sampled_from([0.0, 0.25, 0.5, 0.8, 1.0])))]


def spots_in(network: Network, drawn: Sequence[tuple[bool, int, float]]) -> list[Spot]:
    return [
        Spot(node=number % network.node_count)
        if is_node
        else Spot(edge=number % network.edge_count, share=share)
        for is_node, number, share in drawn
    ]


ENDS = st.lists(spots(), min_size=1, max_size=4)
ANYTHING = st.tuples(
    st.one_of(varied(), drafts(mild=True), drafts()), travellers(), POLICIES, ENDS, ENDS
)


def unlike_singles(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy, origins: Any, destinations: Any
) -> list[str]:
    """Return cells that are not what a search for them alone finds."""
    network = network_of(draft)
    if not network.edge_count:
        return []
    table = make_table(network, traveller, policy)
    known = replace(table, metric=make_metric(network, table.core_cost))
    rows = [spots_in(network, one) for one in origins]
    columns = [spots_in(network, one) for one in destinations]
    wrong = []
    for found in (find_matrix(network, one, rows, columns) for one in (table, known)):
        for row, starts in enumerate(rows):
            for column, ends in enumerate(columns):
                cell = [
                    part[row, column] for part in (found.cost, found.length_m, found.duration_s)
                ]
                told = _wrong(network, table, starts, ends, cell)
                wrong += [f"{starts} to {ends}: {one}" for one in told]
    return wrong


def _wrong(
    network: Network, table: CostTable, starts: list[Spot], ends: list[Spot], cell: list[float]
) -> list[str]:
    path = find_path(network, table, starts, ends)
    if path is None:
        return [] if np.isnan(cell).all() else [f"{cell} without a way"]
    lengths = network.column("edge_length_m")
    metres = sum(float(lengths[s.edge]) * (s.end - s.begin) for s in path.steps)
    seconds = float(step_seconds(table, path.steps).sum())
    if cell[0] != path.cost:
        return [f"costs {cell[0]} instead of {path.cost}"]
    if np.allclose(cell[1:], (metres, seconds), atol=0.01) or _is_tie(network, table, starts, ends):
        return []
    return [f"{cell} instead of {metres} m, {seconds} s"]


def _is_tie(network: Network, table: CostTable, starts: list[Spot], ends: list[Spot]) -> bool:
    """Tell whether other steps cost the same: without any one step there is a way as cheap."""
    path = find_path(network, table, starts, ends)
    assert path is not None
    for step in path.steps:
        other = find_path(
            network, table, starts, ends, closed=frozenset({(step.edge, step.backward)})
        )
        if other is not None and other.cost == path.cost:
            return True
    return False


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_every_cell_is_what_a_single_search_finds(drawn: Any) -> None:
    assert unlike_singles(*drawn) == []


def _any_from_nearer(before: Any, _cost: Any, here: Any) -> Any:
    return before < here


def _sweep_from_the_first_only(metric: Any, starts: Any) -> Any:
    return RIGHT_REACH(metric, [start[:1] for start in starts])


def _without_dead_ends(local: Any, lasts: Any) -> Any:
    inside = local.core.parent != core.NONE
    kept = [[one for one in last if not inside[one[1]]] for last in lasts]
    return RIGHT_GOALS(local, kept)


RIGHT_REACH = Metric.reach
RIGHT_GOALS = matrix._list_goals
WRONG = {
    "any way from what is nearer": (matrix, "_leads", _any_from_nearer),
    "swept from one junction of each origin": (Metric, "reach", _sweep_from_the_first_only),
    "dead ends cut off": (matrix, "_list_goals", _without_dead_ends),
    "ways over no junction forgotten": (matrix, "_with_near_ways", lambda *args: args[-1]),
    "the last piece not counted": (matrix, "step_seconds", lambda _t, steps: np.zeros(len(steps))),
}


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("name", WRONG)
def test_the_cell_check_catches_a_wrong_build(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*WRONG[name])
    assert is_caught(ANYTHING.map(lambda drawn: (drawn,)), lambda drawn: unlike_singles(*drawn))


# -- against whole answers, by places and positions -------------------------------------------


TOWN = """
A---B---C---D
|   |       |
E:::F===G~~~H
|           |
I---J   K---L
"""
PLACES = "AEIL"


def town(**more: Any) -> Network:
    return draw(TOWN, **more, stations="AI", facilities="DJKE")


STATIONS = tuple(Endpoint(place=f"station:{x}") for x in "ai")
GOALS = tuple(Endpoint(place=f"facility:{x}") for x in "djke")
POSITIONS = (
    Endpoint(lonlat=at(2, 0)), Endpoint(lonlat=at(3, 0.2)), Endpoint(lonlat=at(12, 3)),
    Endpoint(lonlat=at(1, 4)),
)  # fmt: skip


def ask_many(network: Network, who: str, starts: Any, ends: Any, **more: Any) -> Table:
    return find_table(network, MatrixQuery(tuple(starts), tuple(ends), get_preset(who), **more))


def unlike_answers(network: Network, who: str) -> list[str]:
    ends = (*STATIONS, *GOALS, *POSITIONS)
    table, found = ask_many(network, who, ends, ends), []
    for row, a in enumerate(ends):
        for column, b in enumerate(ends):
            cell = (table.matrix.length_m[row, column], table.matrix.duration_s[row, column])
            if a == b:
                found += [] if cell == (0.0, 0.0) else [f"{a} to itself: {cell}"]
                continue
            answer = find_route(network, Query(a, b, get_preset(who), NOON))
            if answer.status is not Outcome.OK:
                found += [] if np.isnan(cell).all() else [f"{a} to {b}: {cell} without a way"]
                continue
            route = answer.routes[0]
            if not np.allclose(cell, (route.length_m, route.duration_s), atol=0.3):
                found.append(f"{a} to {b}: {cell}, {route.length_m}, {route.duration_s}")
    return found


@pytest.mark.parametrize("who", ["walk", "wheelchair_manual", "white_cane", "cane", "stroller"])
def test_cells_are_the_figures_of_the_routes_from_the_same_ends(who: str) -> None:
    values = {"FG": {"slope_pct": mapped(4)}, "IJ": {"width_cm": None}}
    assert unlike_answers(town(values=values), who) == []


def test_one_to_many_is_one_row() -> None:
    network = town()
    row = ask_many(network, "walk", STATIONS[:1], GOALS).matrix
    whole = ask_many(network, "walk", STATIONS, GOALS).matrix
    assert row.length_m.shape == (1, 4)
    assert np.array_equal(row.cost[0], whole.cost[0])


def test_what_cannot_be_reached_has_no_figures() -> None:
    network = draw("A---B:::C   D---E", stations="A", facilities="BCE")
    goals = [Endpoint(place=f"facility:{x}") for x in "bce"]
    chair = ask_many(network, "wheelchair_manual", STATIONS[:1], goals).matrix
    walk = ask_many(network, "walk", STATIONS[:1], goals).matrix
    assert np.isnan(chair.cost).tolist() == [[False, True, True]]
    assert np.isnan(walk.cost).tolist() == [[False, False, True]]
    assert (
        np.isnan(chair.length_m).tolist()
        == np.isnan(chair.duration_s).tolist()
        == [[False, True, True]]
    )


def test_several_destinations_along_one_passage_are_all_reached_along_it() -> None:
    network = draw("A-----B-----C", stations="A", facilities="C")
    ends = [Endpoint(lonlat=at(one, 0)) for one in (1, 2, 4, 5)]
    lengths = ask_many(network, "walk", ends, ends).matrix.length_m
    columns = np.asarray([10, 20, 40, 50])
    assert np.allclose(lengths, abs(columns[:, None] - columns[None, :]), atol=0.2)


def test_from_the_end_of_a_passage_to_a_position_on_it_one_goes_straight() -> None:
    network = draw("A-----B-----C", stations="AC", facilities="B")
    ends = [Endpoint(place="station:a"), Endpoint(place="facility:b"), Endpoint(lonlat=at(2, 0))]
    lengths = ask_many(network, "walk", ends[:2], ends[2:]).matrix.length_m
    assert np.allclose(lengths, [[20], [40]], atol=0.2)
    for start, metres in zip(ends[:2], (20, 40), strict=True):
        answer = find_route(network, Query(start, ends[2], get_preset("walk"), NOON))
        assert answer.routes[0].length_m == pytest.approx(metres, abs=0.2)
        assert len(answer.routes[0].segments) == 1


def test_of_parallel_passages_the_metres_are_those_of_the_one_walked() -> None:
    draft = draw_draft(
        "A---B---C", {"AB": {"access": fact("discouraged")}}, stations="A", facilities="C"
    )
    first = next(iter(draft.edges.values()))
    draft.add_edge(
        type(first)(
            key="w1:65-66", start="A", end="B", kind=first.kind, line=first.line, length_m=44.0,
            road_class=first.road_class, values={**first.values, "access": fact("yes")},
        )
    )  # fmt: skip
    network = network_of(draft)
    table = ask_many(network, "walk", STATIONS[:1], [Endpoint(place="facility:c")])
    assert table.matrix.length_m[0, 0] == pytest.approx(84, abs=0.2)


def test_ends_at_which_nothing_is_to_walk_are_told_in_one_answer_and_are_nought_in_many() -> None:
    network = town()
    here, beside = Endpoint(lonlat=at(2, 0)), Endpoint(lonlat=at(2, -0.5))
    table = ask_many(network, "walk", [here], [here, beside])
    assert table.matrix.length_m.tolist() == [[0.0, 0.0]]
    for goal in (here, beside):
        with pytest.raises(BadInput, match="同じ"):
            find_route(network, Query(here, goal, get_preset("walk"), NOON))
    with pytest.raises(BadInput, match="同じ"):
        find_route(network, Query(Endpoint(place="station:a"), Endpoint(lonlat=at(0, 0)),
                                  get_preset("walk"), NOON))  # fmt: skip


def test_an_end_that_cannot_be_used_says_why_and_the_others_are_answered() -> None:
    far = Endpoint(lonlat=at(500, 500))
    table = ask_many(town(), "walk", [STATIONS[0], far], [GOALS[0]])
    assert table.origins[1].why_not
    assert table.origins[0].why_not is None
    assert np.isnan(table.matrix.cost[:, 0]).tolist() == [False, True]
    with pytest.raises(UnknownPlace):
        ask_many(town(), "walk", [Endpoint(place="station:zzz")], [GOALS[0]])


def test_a_matrix_knows_the_outages_and_the_version_it_was_made_with() -> None:
    out = LiftReport("lift:gh", LiftState.OUT, NOON)
    laid = lay_over(town(), Overlay(revision=9, as_of=NOON, outages=(out,)))
    before = ask_many(town(), "wheelchair_manual", GOALS[1:2], GOALS[2:3])
    after = ask_many(laid, "wheelchair_manual", GOALS[1:2], GOALS[2:3])
    assert after.overlay_revision == 9
    assert after.overlay_as_of == NOON
    assert before.network_version == after.network_version
    assert unlike_answers(laid, "wheelchair_manual") == []


def test_an_empty_matrix_has_no_cells() -> None:
    network = town()
    table = make_table(network, get_preset("walk"), UnknownPolicy.WARN)
    found: Matrix = find_matrix(network, table, [[Spot(node=0)]], [[]])
    assert np.isnan(found.cost).tolist() == [[True]]
    nowhere = find_matrix(network, table, [[]], [[Spot(node=0)]])
    assert np.isnan(nowhere.length_m).tolist() == [[True]]


def test_whoever_refuses_the_unknown_has_fewer_cells() -> None:
    network = town(values={"CD": {"width_cm": None}, "HL": {"width_cm": None}})
    loose = ask_many(network, "wheelchair_manual", STATIONS, GOALS)
    strict = ask_many(network, "wheelchair_manual", STATIONS, GOALS, unknown=UnknownPolicy.REFUSE)
    assert np.isnan(strict.matrix.cost).sum() > np.isnan(loose.matrix.cost).sum()
