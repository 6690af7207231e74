"""How starts and ends hang on the network: first links, last pieces, junctions around them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from routeguide.network.store import Network
from routeguide.routing.core import Ints
from routeguide.routing.cost import CostTable
from routeguide.routing.local import Local
from routeguide.routing.rows import Floats, links_of
from routeguide.routing.steps import Found, Spot, Step, partial_cost, steps_of, tail_of

LastPiece = tuple[float, int, Step | None]
"""How an end is come to: the cost from a node, the node, the last piece if there is one."""


@dataclass(frozen=True, slots=True)
class FirstLinks:
    """The links out of the virtual source: head node, cost, and the step each stands for."""

    head: Ints
    cost: Floats
    steps: tuple[Step, ...]


def first_links(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    closed: frozenset[tuple[int, bool]] = frozenset(),
) -> FirstLinks:
    """List the links out of the starts, priced without the point at the start itself."""
    head: list[int] = []
    costs: list[float] = []
    steps: list[Step] = []
    indptr, to = network.column("link_indptr"), network.column("link_to")
    edges, backward = network.column("link_edge"), network.column("link_backward")
    flat, prices = links_of(network).flat, table.edge_cost.ravel()
    for spot in starts:
        if spot.node is not None:
            for link in range(int(indptr[spot.node]), int(indptr[spot.node + 1])):
                step = Step(int(edges[link]), bool(backward[link]))
                price = float(prices[flat[link]])
                if math.isfinite(price) and (step.edge, step.backward) not in closed:
                    head.append(int(to[link]))
                    costs.append(price)
                    steps.append(step)
        elif spot.edge is not None:
            for step, node in _ways_out(network, spot):
                own = partial_cost(table, step)
                if np.isfinite(own) and (step.edge, step.backward) not in closed:
                    head.append(node)
                    costs.append(own)
                    steps.append(step)
    return FirstLinks(
        np.asarray(head, dtype=np.int32), np.asarray(costs, dtype=np.float64), tuple(steps)
    )


def _ways_out(network: Network, spot: Spot) -> list[tuple[Step, int]]:
    edge = spot.edge if spot.edge is not None else -1
    start, end = int(network.column("edge_start")[edge]), int(network.column("edge_end")[edge])
    return [
        (Step(edge, False, spot.share, 1.0), end),  # noqa: FBT003
        (Step(edge, True, 1.0 - spot.share, 1.0), start),  # noqa: FBT003
    ]


def ways_in(network: Network, table: CostTable, spot: Spot) -> list[tuple[float, int, Step | None]]:
    """Return how a spot is come to: cost from the node before it, that node, the last piece."""
    if spot.node is not None:
        return [(0.0, spot.node, None)]
    edge = spot.edge if spot.edge is not None else -1
    start, end = int(network.column("edge_start")[edge]), int(network.column("edge_end")[edge])
    forward, backward = Step(edge, False, 0.0, spot.share), Step(edge, True, 0.0, 1 - spot.share)  # noqa: FBT003
    return [
        (float(table.point_cost[node]) + partial_cost(table, step), node, step)
        for node, step in ((start, forward), (end, backward))
    ]


def last_pieces(
    network: Network,
    table: CostTable,
    ends: Sequence[Spot],
    closed: frozenset[tuple[int, bool]] = frozenset(),
    closed_points: frozenset[int] = frozenset(),
) -> list[LastPiece]:
    """List how the ends are come to, by what is neither refused nor closed this time."""
    return [
        (cost, node, step)
        for spot in ends
        for cost, node, step in ways_in(network, table, spot)
        if math.isfinite(cost)
        and not (step and ((step.edge, step.backward) in closed or node in closed_points))
    ]


@dataclass(frozen=True, slots=True)
class Out:
    """A way from the starts to a junction: what it costs, its first step, the links after it."""

    cost: float
    step: Step
    links: list[int]


@dataclass(frozen=True, slots=True)
class In:
    """A way from a junction to the ends: what it costs, its links, the piece after them if any."""

    cost: float
    links: list[int]
    step: Step | None


def outs_of(local: Local, first: FirstLinks) -> dict[int, Out]:
    """Return the cheapest way from the starts to each junction around them."""
    outs: dict[int, Out] = {}
    for head, cost, step in zip(first.head.tolist(), first.cost.tolist(), first.steps, strict=True):
        for junction, links in local.ways_out(head):
            total = cost + local.price(links)
            if math.isfinite(total) and (junction not in outs or total < outs[junction].cost):
                outs[junction] = Out(total, step, links)
    return outs


def ins_of(local: Local, last: Sequence[LastPiece]) -> dict[int, In]:
    """Return the cheapest way from each junction around the ends to them."""
    ins: dict[int, In] = {}
    for cost, node, step in last:
        for junction, links in local.ways_in(node):
            total = cost + local.price(links)
            if math.isfinite(total) and (junction not in ins or total < ins[junction].cost):
                ins[junction] = In(total, links, step)
    return ins


def find_direct(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    ends: Sequence[Spot],
    closed: frozenset[tuple[int, bool]] = frozenset(),
) -> Found | None:
    """Return the cheapest way within one passage: between positions, or from its own end on."""
    best: Found | None = None
    for step in (step for a in starts for b in ends for step in _within(network, a, b)):
        cost = partial_cost(table, step)
        if (step.edge, step.backward) in closed or not np.isfinite(cost):
            continue
        if best is None or cost < best.cost:
            best = Found((step,), round(cost))
    return best


def _within(network: Network, a: Spot, b: Spot) -> Iterator[Step]:
    """Yield the pieces of b's passage that lead from a to b without leaving it."""
    if b.edge is None:
        return
    if a.edge == b.edge and a.share != b.share:
        backward = b.share < a.share
        begin, end = (1 - a.share, 1 - b.share) if backward else (a.share, b.share)
        yield Step(b.edge, backward, begin, end)
    for backward in (False, True):
        step = Step(b.edge, backward, 0.0, 1 - b.share if backward else b.share)
        if a.node is not None and a.node == tail_of(network, step):
            yield step


def find_near(local: Local, first: FirstLinks, last: Sequence[LastPiece]) -> Found | None:
    """Return the cheapest way over no junction: within one dead end, or along one corridor."""
    best: Found | None = None
    goals = [(local.region(node), cost, node, step) for cost, node, step in last]
    for head, cost, step in zip(first.head.tolist(), first.cost.tolist(), first.steps, strict=True):
        region = local.region(head)
        for other, more, node, piece in goals:
            links = local.between(head, node) if region is not None and region == other else None
            if links is None:
                continue
            total = cost + local.price(links) + more
            if math.isfinite(total) and (best is None or total < best.cost):
                steps = (step, *steps_of(local.network, links), *((piece,) if piece else ()))
                best = Found(steps, round(total))
    return best
