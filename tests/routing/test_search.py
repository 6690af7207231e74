"""The search finds what networkx finds, on random networks and on the real one."""

from __future__ import annotations

from threading import Thread

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routeguide.model.traveller import Traveller, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.draft import Draft
from routeguide.network.store import Network
from routeguide.routing import core_search
from routeguide.routing.cost import CostTable, CostTables, make_table
from routeguide.routing.search import find_path
from routeguide.routing.steps import Found, Spot
from tests.drawn import draw, draw_draft, fact, letters, mapped, network_of
from tests.random_networks import LETTERS, drafts, travellers


def reference(network: Network, table: CostTable, a: int, b: int) -> float | None:
    """Return the cost by networkx: points on outgoing links, none at the start."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(network.node_count))
    indptr, to = network.column("link_indptr"), network.column("link_to")
    edges, backward = network.column("link_edge"), network.column("link_backward").astype(int)
    bare = table.edge_cost[backward, edges]
    for node in range(network.node_count):
        for link in range(int(indptr[node]), int(indptr[node + 1])):
            cost = bare[link] if node == a else table.link_cost[link]
            if np.isfinite(cost):
                graph.add_edge(node, int(to[link]), cost=float(cost))
    try:
        return float(nx.dijkstra_path_length(graph, a, b, weight="cost"))
    except nx.NetworkXNoPath:
        return None


@settings(max_examples=150)
@given(drafts(), travellers(), st.sampled_from(list(UnknownPolicy)),
       st.sampled_from(LETTERS), st.sampled_from(LETTERS))  # fmt: skip
def test_the_cost_is_that_of_networkx(
    draft: Draft, traveller: Traveller, policy: UnknownPolicy, a: str, b: str
) -> None:
    if a == b:
        return
    network = network_of(draft)
    table = make_table(network, traveller, policy)
    start, end = network.find_node(a), network.find_node(b)
    found = find_path(network, table, [Spot(node=start)], [Spot(node=end)])
    expected = reference(network, table, start, end)
    assert (found.cost if found else None) == expected


def path(network: Network, start: Spot, end: Spot, who: str = "walk") -> Found | None:
    table = CostTables(network).get(get_preset(who), UnknownPolicy.WARN)
    return find_path(network, table, [start], [end])


def node(network: Network, letter: str) -> Spot:
    return Spot(node=network.find_node(letter))


FAR = "\n".join(["E--A  B--F", "|  |  |  |", "G--H  I--J", *["   |  |   "] * 30, "   C--D   "])
"""From A to B it is far round by C and D; both stand on a circle, so that they are junctions."""


def test_a_long_way_round_is_found_beyond_the_first_limit() -> None:
    network = draw(FAR)
    found = path(network, node(network, "A"), node(network, "B"))
    assert found is not None
    assert letters(network, found.steps) == "AHCDIB"


def test_starting_or_ending_at_a_gate_does_not_pass_it_and_walking_through_does() -> None:
    gate = {"B": {"barrier": fact("bollard"), "gap_cm": mapped(60)}}
    network = draw("A---B---C", None, gate)
    who = "wheelchair_manual"
    assert path(network, node(network, "A"), node(network, "C"), who) is None
    assert path(network, node(network, "A"), node(network, "B"), who) is not None
    assert path(network, node(network, "B"), node(network, "C"), who) is not None


def test_a_start_and_an_end_within_one_passage_are_joined_along_it() -> None:
    network = draw("A---------B")
    found = path(network, Spot(edge=0, share=0.75), Spot(edge=0, share=0.25))
    assert found is not None
    assert [(s.backward, s.begin, s.end) for s in found.steps] == [(True, 0.25, 0.75)]


def test_a_start_within_a_passage_walks_only_its_part() -> None:
    network = draw("A---B---C")
    edge = next(e for e in network.iter_edges() if network.passage(e).from_key == "A")
    found = path(network, Spot(edge=edge, share=0.5), node(network, "C"))
    assert found is not None
    assert [s.begin for s in found.steps] == [0.5, 0.0]
    assert found.cost == pytest.approx(100 * 60 / 1.25, abs=2)


def test_a_one_way_passage_is_not_walked_the_other_way_from_within_it_either() -> None:
    draft = draw_draft("A---B---C")
    next(edge for edge in draft.edges.values() if edge.start == "B").oneway = 1
    network = network_of(draft)
    edge = next(e for e in network.iter_edges() if network.passage(e).from_key == "B")
    middle, near_c = Spot(edge=edge, share=0.5), Spot(edge=edge, share=0.9)
    assert path(network, middle, node(network, "C")) is not None
    assert path(network, middle, node(network, "A")) is None
    assert path(network, node(network, "A"), middle) is not None
    assert path(network, node(network, "C"), middle) is None
    assert path(network, middle, near_c) is not None
    assert path(network, near_c, middle) is None


def test_an_end_that_cannot_be_come_to_has_no_path_on_the_hierarchy_either() -> None:
    """A passage between two bollards too narrow to pass: nothing leads into it."""
    bollard = {"barrier": fact("bollard"), "gap_cm": mapped(60)}
    network = draw("A---B---C---D", None, {"B": bollard, "C": bollard})
    edge = next(e for e in network.iter_edges() if network.passage(e).from_key == "B")
    tables = CostTables(network)
    for _ in range(2):
        table = tables.get(get_preset("wheelchair_manual"), UnknownPolicy.WARN)
        assert find_path(network, table, [node(network, "A")], [Spot(edge=edge, share=0.5)]) is None


def test_a_traveller_known_to_many_threads_is_answered_in_each_of_them() -> None:
    """A search of RoutingKit that another thread made panics and ends a worker of the service."""
    network = draw("A--B--C--D\n|  |  |  |\nE--F--G--H")
    tables = CostTables(network)
    for _ in range(2):  # the hierarchy is for travellers asked for again
        table = tables.get(get_preset("walk"), UnknownPolicy.WARN)
    assert table.metric is not None
    ways = []

    def search() -> None:
        found = find_path(network, table, [node(network, "A")], [node(network, "D")])
        ways.append(letters(network, found.steps) if found else None)

    search()
    for _ in range(3):
        thread = Thread(target=search)
        thread.start()
        thread.join()
    assert ways == ["ABCD"] * 4


def test_of_several_starts_the_best_is_taken() -> None:
    network = draw("A-----B--C")
    table = CostTables(network).get(get_preset("walk"), UnknownPolicy.WARN)
    found = find_path(
        network, table, [node(network, "A"), node(network, "B")], [node(network, "C")]
    )
    assert found is not None
    assert letters(network, found.steps) == "BC"


def test_of_parallel_passages_the_cheaper_is_walked() -> None:
    draft_map = """
A---B
|   |
C---D
"""
    network = draw(draft_map, {"AB": {"access": fact("no")}})
    found = path(network, node(network, "A"), node(network, "B"))
    assert found is not None
    assert letters(network, found.steps) == "ACDB"


def test_the_comparison_catches_a_search_that_stops_too_early(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = draw(FAR)
    monkeypatch.setattr(core_search, "_limits", lambda *_: [1000.0])
    assert path(network, node(network, "A"), node(network, "B")) is None
