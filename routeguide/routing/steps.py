"""The pieces of a path: where one starts and ends, what is walked one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from routeguide.network.store import Network
from routeguide.routing.cost import CostTable


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to start or end at: a node, or ``share`` (0..1) along an edge."""

    node: int | None = None
    edge: int | None = None
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One link walked: edge row, direction, and the walked part (shares 0..1 that way)."""

    edge: int
    backward: bool
    begin: float = 0.0
    end: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """A path: its steps in order and its cost in hundredths of a second."""

    steps: tuple[Step, ...]
    cost: int


def tail_of(network: Network, step: Step) -> int:
    """Return the node at which a step's passage begins in its walking direction."""
    return int(network.column("edge_end" if step.backward else "edge_start")[step.edge])


def head_of(network: Network, step: Step) -> int:
    """Return the node at which a step's passage ends in its walking direction."""
    return int(network.column("edge_start" if step.backward else "edge_end")[step.edge])


def tails_of(network: Network, steps: Sequence[Step]) -> list[int]:
    """Return the nodes at which the passages of a path begin in its walking direction."""
    edges = np.asarray([step.edge for step in steps], dtype=np.intp)
    backward = np.asarray([step.backward for step in steps], dtype=bool)
    starts, ends = network.column("edge_start")[edges], network.column("edge_end")[edges]
    tails: list[int] = np.where(backward, ends, starts).tolist()
    return tails


def steps_of(network: Network, links: list[int]) -> Iterator[Step]:
    """Return the whole passages that links stand for."""
    edges, backward = (network.column(f"link_{name}")[links] for name in ("edge", "backward"))
    return map(Step, edges.tolist(), backward.tolist())


def cost_of(network: Network, table: CostTable, steps: Sequence[Step]) -> float:
    """Return what a path costs a traveller; infinity where it is refused to them."""
    edges = np.asarray([step.edge for step in steps], dtype=np.intp)
    ways = np.asarray([int(step.backward) for step in steps], dtype=np.intp)
    shares = np.asarray([step.end - step.begin for step in steps])
    nodes = tails_of(network, steps[1:])
    costs = table.edge_cost[ways, edges]
    if not np.isfinite(costs).all():
        return float("inf")
    return float(np.ceil(costs * shares).sum() + table.point_cost[nodes].sum())


def partial_cost(table: CostTable, step: Step) -> float:
    """Return the cost of a part of a passage: its share of the whole, rounded up."""
    whole = table.edge_cost[int(step.backward), step.edge]
    return float(np.ceil(whole * (step.end - step.begin))) if np.isfinite(whole) else float("inf")
