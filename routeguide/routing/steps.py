"""The pieces of a path: where one starts and ends, what is walked one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from routeguide.network.store import Network
from routeguide.routing.cost import CostTable

Rows = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


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
class Walked:
    """Steps in columns: edge rows, ways (0 forward, 1 backward), and the walked part of each."""

    edges: Rows
    ways: Rows
    begin: Floats
    end: Floats

    @property
    def shares(self) -> Floats:
        """The share of each passage that is walked."""
        return self.end - self.begin

    def lengths_m(self, network: Network) -> Floats:
        """Return the metres that are walked of each passage."""
        metres: Floats = np.asarray(network.column("edge_length_m"))[self.edges] * self.shares
        return metres

    def tails(self, network: Network) -> Rows:
        """Return the nodes at which the passages begin in their walking direction."""
        starts, ends = network.column("edge_start")[self.edges], network.column("edge_end")
        nodes: Rows = np.where(self.ways, ends[self.edges], starts).astype(np.intp)
        return nodes


class Steps(tuple[Step, ...]):  # noqa: SLOT001 - it keeps its columns
    """Steps one after another: many questions are asked of their columns, made once."""

    @cached_property
    def walked(self) -> Walked:
        """The columns of the steps."""
        return _walked(self)


def walked_of(steps: Sequence[Step]) -> Walked:
    """Return the columns of steps."""
    return steps.walked if isinstance(steps, Steps) else _walked(steps)


def _walked(steps: Sequence[Step]) -> Walked:
    return Walked(
        np.asarray([step.edge for step in steps], dtype=np.intp),
        np.asarray([step.backward for step in steps], dtype=np.intp),
        np.asarray([step.begin for step in steps], dtype=np.float64),
        np.asarray([step.end for step in steps], dtype=np.float64),
    )


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
    tails: list[int] = walked_of(steps).tails(network).tolist()
    return tails


def steps_of(network: Network, links: list[int]) -> Iterator[Step]:
    """Return the whole passages that links stand for."""
    edges, backward = (network.column(f"link_{name}")[links] for name in ("edge", "backward"))
    return map(Step, edges.tolist(), backward.tolist())


def cost_of(network: Network, table: CostTable, steps: Sequence[Step]) -> float:
    """Return what a path costs a traveller; infinity where it is refused to them."""
    walked = walked_of(steps)
    costs = table.edge_cost[walked.ways, walked.edges]
    if not np.isfinite(costs).all():
        return float("inf")
    passed = walked.tails(network)[1:]
    return float(np.ceil(costs * walked.shares).sum() + table.point_cost[passed].sum())


def partial_cost(table: CostTable, step: Step) -> float:
    """Return the cost of a part of a passage: its share of the whole, rounded up."""
    whole = table.edge_cost[int(step.backward), step.edge]
    return float(np.ceil(whole * (step.end - step.begin))) if np.isfinite(whole) else float("inf")
