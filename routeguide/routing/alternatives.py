"""Other ways worth telling: different enough from the best, each better in something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from routeguide.model.route import Better
from routeguide.model.traveller import Traveller
from routeguide.network.store import Network
from routeguide.routing.cost import CENTI, CostTable, Floats, with_edge_cost
from routeguide.routing.deadline import search_deadline
from routeguide.routing.measures import CARED_FOR, PathMeasures, better_in, measure
from routeguide.routing.rows import mask_of, steepness, things_of
from routeguide.routing.steps import Found, Spot, Step, cost_of
from routeguide.routing.timed_path import find_timed_path

MOST = 3
MOST_SHARED = 2 / 3
"""An alternative differs by more than a third of its length (design/routing.md)."""
MOST_TIMES = 2.0
"""An alternative takes at most twice the time of the best way."""
USED_AGAIN = 2.5
"""How much dearer the ways already told are made when yet another is looked for."""


def find_alternatives(
    network: Network,
    table: CostTable,
    traveller: Traveller,
    best: Found,
    starts: Sequence[Spot],
    ends: Sequence[Spot],
    depart_at: datetime,
    most: int,
) -> list[tuple[Found, tuple[Better, ...]]]:
    """Return up to ``most`` other ways and what each has over the best.

    All keep every limit: the same passages are refused, only preferences
    change. A way that is better in nothing that matters to this traveller is
    not told. When the time for searching is over, what was found so far is told.
    """
    told: list[tuple[Found, tuple[Better, ...]]] = []
    deadline = search_deadline()
    ways = [best]
    known = measure(network, table, best.steps, depart_at)
    for edge_cost in _preferences(network, table, traveller, ways):
        if deadline.is_over():
            break
        priced = with_edge_cost(network, table, edge_cost)
        found = find_timed_path(network, priced, starts, ends, depart_at).found
        if found is None or not _is_other(network, found, ways):
            continue
        reasons = _reasons(measure(network, table, found.steps, depart_at), known, traveller)
        if reasons:
            ways.append(found)
            told.append((_own_cost(network, table, found), reasons))
            if len(told) >= min(most, MOST):
                break
    return told


def _reasons(mine: PathMeasures, best: PathMeasures, traveller: Traveller) -> tuple[Better, ...]:
    if mine.duration_s > MOST_TIMES * best.duration_s:
        return ()
    return better_in(mine, best, traveller.group)


def _preferences(
    network: Network, table: CostTable, traveller: Traveller, told: Sequence[Found]
) -> Iterator[Floats]:
    """Yield edge costs that each prefer one thing; at last any other way than those told."""
    for wish in CARED_FOR[traveller.group]:
        yield _cost_for(network, table, wish)
    for times in (USED_AGAIN, USED_AGAIN**2):
        cost = table.edge_cost.copy()
        for found in told:
            cost[:, [step.edge for step in found.steps]] *= times
        yield cost


def _cost_for(network: Network, table: CostTable, wish: Better) -> Floats:
    cost = table.edge_cost.copy()
    rows = things_of(network).rows
    if wish is Better.SHORTER:
        length = np.broadcast_to(np.asarray(network.column("edge_length_m")), cost.shape)
        return np.where(np.isfinite(cost), np.maximum(1.0, np.rint(CENTI * length)), np.inf)
    if wish is Better.FASTER:
        seconds = np.maximum(1.0, np.rint(CENTI * table.edge_seconds))
        return np.where(np.isfinite(cost), seconds, np.inf)
    if wish is Better.GENTLER:
        steep, points = steepness(network, "slope_pct")
        cost[:, steep] *= 1 + points
    elif wish is Better.MORE_CONFIRMED:
        np.multiply(cost, 3.0, out=cost, where=table.edge_unverified != 0)
    elif wish in {Better.MORE_SIGNALS, Better.FEWER_UNSIGNALLED}:
        cost[:, rows["unsignalled_crossing"]] += CENTI * 180
        cost[:, rows["signal"]] *= 0.5
    elif wish is Better.FEWER_STAIRS:
        cost[:, rows["steps"]] += CENTI * 300
    else:
        name = "no_tactile" if wish is Better.MORE_TACTILE else "big_road"
        cost[:, mask_of(network, name)] *= 2.0
    return np.where(np.isfinite(cost), np.maximum(1.0, np.rint(cost)), np.inf)


def _is_other(network: Network, found: Found, told: Sequence[Found]) -> bool:
    lengths = network.column("edge_length_m")

    def metres(steps: Sequence[Step]) -> float:
        return float(sum(lengths[step.edge] * (step.end - step.begin) for step in steps))

    whole = metres(found.steps)
    for other in told:
        edges = {step.edge for step in other.steps}
        shared = metres([step for step in found.steps if step.edge in edges])
        if shared >= MOST_SHARED * whole:
            return False
    return True


def _own_cost(network: Network, table: CostTable, found: Found) -> Found:
    """Return a path with what it costs this traveller, in place of what the wish made of it."""
    return replace(found, cost=round(cost_of(network, table, found.steps)))
