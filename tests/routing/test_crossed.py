"""Roads crossed are looked for where columns say that any may be: nothing is overlooked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings

from routeguide.model.route import RoadCrossed
from routeguide.network.draft import Draft
from routeguide.network.store import Network
from routeguide.routing import movements
from routeguide.routing.plan import planner_of
from routeguide.routing.search import find_path
from routeguide.routing.segments import list_walked
from routeguide.routing.steps import Spot, Steps, Walked
from tests.drawn import draw_draft, network_of
from tests.random_networks import drafts

CROSS = """
  B
  !
A=C=D
  !
  E
"""


def everywhere(_: Network, walked: Walked) -> npt.NDArray[np.bool_]:
    return np.ones(len(walked.edges), dtype=bool)


def crossed(network: Network, steps: Steps) -> list[RoadCrossed]:
    """Return the roads that a path crosses, as counted and as told."""
    found = movements.find_crossed(network, steps, partial(list_walked, network))
    told = movements.list_crossed(network, steps, list_walked(network, steps))
    assert [road for roads in told for road in roads] == found
    return found


def paths(network: Network, pairs: Iterable[tuple[Spot, Spot]]) -> list[Steps]:
    """Return the ways of 一般 between some spots."""
    table = planner_of(network).walk_table()
    found = [find_path(network, table, [start], [end]) for start, end in pairs]
    return [Steps(path.steps) for path in found if path is not None]


def some(network: Network, many: int) -> list[tuple[Spot, Spot]]:
    """Return pairs of a position on a passage and a node."""
    chance = Random(7)  # noqa: S311
    edges, nodes = network.edge_count, network.node_count
    return [
        (Spot(edge=chance.randrange(edges), share=0.3), Spot(node=chance.randrange(nodes)))
        for _ in range(many)
    ]


def overlooked(network: Network, walks: Iterable[Steps]) -> list[Steps]:
    """Return the paths on which more is found when every node is looked at."""
    found = []
    for steps in walks:
        quick = crossed(network, steps)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(movements, "may_cross", everywhere)
            if crossed(network, steps) != quick:
                found.append(steps)
    return found


@settings(max_examples=60)
@given(drafts())
def test_no_road_is_overlooked(draft: Draft) -> None:
    network = network_of(draft)
    assert overlooked(network, paths(network, some(network, 4))) == []


def test_no_road_is_overlooked_in_nerima(nerima: Network) -> None:
    walks = paths(nerima, some(nerima, 25))
    assert sum(len(crossed(nerima, steps)) for steps in walks) > len(walks)
    assert overlooked(nerima, walks) == []


def test_a_build_that_takes_what_lies_beside_for_the_path_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = network_of(draw_draft(CROSS, stations="A", facilities="D"))
    ends = [Spot(node=network.find_node(letter)) for letter in "AD"]
    walks = paths(network, [(ends[0], ends[1])])
    assert [len(crossed(network, steps)) for steps in walks] == [1]
    assert overlooked(network, walks) == []
    monkeypatch.setattr("routeguide.routing.arms.SURELY_DEG", 100.0)
    assert overlooked(network, walks) != []
