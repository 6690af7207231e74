"""Search the core of a network with scipy's Dijkstra, from several junctions to several.

Far searches are led to their targets (A*): what a way still takes at least is
the straight distance at the least price a metre that any corridor has. As the
difference of their ends it is added to the costs of corridors; that puts no
way before another.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra

from routeguide.routing.core import Core, Ints
from routeguide.routing.rows import Floats

NEAR_M = 2_500.0
"""Searches over less are not led: it takes longer to say where to than to look around."""
SLACK, DETOURS, SAMPLE = 18_000.0, (1.3, 2.0), 2_000
"""Guessed limits: three minutes and so many times what a straight way mostly costs."""
CERTAIN = 1 - 1e-9
"""Keeps what a way takes at least on the safe side of rounding."""
ROUNDING = 1e-3
"""Sums of whole numbers and straight distances are exact to this: costs differ by 1 at least."""


@dataclass(frozen=True, slots=True)
class Through:
    """A way over the core: its whole cost, its corridors, its first and its last junction."""

    cost: int
    corridors: list[int]
    begin: int
    end: int


def find_through(
    core: Core,
    cost: Floats,
    sources: Mapping[int, float],
    targets: Mapping[int, float],
    hints: Sequence[float] = (),
) -> Through | None:
    """Return the cheapest way from any source to any target; None when there is none.

    Both are junctions with the cost of getting to them, or on from them.
    ``hints`` are costs that the way is thought to have at most; they are tried
    one after another, and nothing dearer is looked at unless all of them fail.
    """
    if not sources or not targets:
        return None
    ends, begins = list(targets), list(sources)
    onwards = np.asarray([targets[junction] for junction in ends])
    apart_m = _apart_m(core, begins, ends)
    still = _least_still(core, cost, ends) if apart_m > NEAR_M else None
    matrix = _with_source(core, cost, sources, still)
    best, total = ends[0], math.inf
    for limit in _limits(core, cost, apart_m, hints):
        reached, before = dijkstra(  # type: ignore[call-overload]
            matrix, indices=len(core.nodes), return_predecessors=True, limit=limit + ROUNDING
        )
        totals = reached[ends] + onwards - (0.0 if still is None else still[ends])
        number = int(np.argmin(totals))
        best, total = ends[number], float(totals[number])
        if total <= limit + ROUNDING and math.isfinite(total):
            break  # whatever lies beyond the limit costs more than this end
    if not math.isfinite(total):
        return None
    corridors, begin = _trace(core, cost, before, best)
    whole = sources[begin] + cost[corridors].sum() + targets[best]
    return Through(round(whole), corridors, begin, best)


def joins(core: Core, cost: Floats, sources: Iterable[int], targets: Iterable[int]) -> bool:
    """Tell whether any way leads from a source to a target."""
    size, passed = len(core.nodes), np.isfinite(cost)
    before = np.concatenate([[0], np.cumsum(passed)])
    heads = np.concatenate([core.head[passed], np.asarray(list(sources), dtype=np.int32)])
    pointers = np.append(before[core.indptr], len(heads)).astype(np.int32)
    # Numbers of the search's own type: others it converts, and sorts, at every call.
    matrix = csr_array((np.ones(len(heads)), heads, pointers), shape=(size + 1, size + 1))
    reached = breadth_first_order(matrix, size, return_predecessors=False)
    return bool(np.isin(list(targets), reached).any())


def _apart_m(core: Core, begins: Sequence[int], ends: Sequence[int]) -> float:
    """Return the metres between the middles of sources and targets."""
    apart = core.at_m[begins].mean(axis=0) - core.at_m[ends].mean(axis=0)
    return math.hypot(*apart.tolist())


def _limits(core: Core, cost: Floats, apart_m: float, hints: Sequence[float]) -> Iterable[float]:
    """Return the limits of the search: hints, or what ways mostly cost; then none."""
    if not hints:
        rates = cost[:SAMPLE] / core.chord_m[:SAMPLE]
        rates = rates[np.isfinite(rates)]
        likely = apart_m * float(np.median(rates)) if len(rates) else math.inf
        hints = [SLACK + times * likely for times in DETOURS]
    return (*hints, math.inf)


def _least_still(core: Core, cost: Floats, ends: Sequence[int]) -> Floats:
    """Return what it takes at least from every junction to the nearest of the ends."""
    rate = float(np.min(cost / core.chord_m, initial=math.inf))
    if not math.isfinite(rate):
        return np.zeros(len(core.nodes))
    middle = core.at_m[ends].mean(axis=0)
    around = np.hypot(*(core.at_m[ends] - middle).T).max()
    east, north = core.at_m[:, 0] - middle[0], core.at_m[:, 1] - middle[1]
    still: Floats = np.sqrt(east * east + north * north)
    np.maximum(still - around, 0.0, out=still)
    still *= rate * CERTAIN
    return still


def _with_source(
    core: Core, cost: Floats, sources: Mapping[int, float], still: Floats | None
) -> csr_array:
    """Return the corridors with one more junction, the last, that leads to the sources."""
    begins, started = np.asarray(list(sources), dtype=np.int32), np.asarray(list(sources.values()))
    if still is not None:
        cost = cost - np.take(still, core.tail) + np.take(still, core.head)
        np.maximum(cost, 0.0, out=cost)
        started = started + still[begins]
    data, heads = np.concatenate([cost, started]), np.concatenate([core.head, begins])
    indptr = np.append(core.indptr, np.int32(len(data)))
    size = len(core.nodes) + 1
    return csr_array((data, heads, indptr), shape=(size, size))


def _trace(core: Core, cost: Floats, before: Ints, junction: int) -> tuple[list[int], int]:
    """Return the corridors to a junction and the first one; of parallel ones the cheapest."""
    source, line = len(core.nodes), [junction]
    while (previous := int(before[line[-1]])) != source:
        line.append(previous)
    tails, heads = np.asarray(line[:0:-1], dtype=np.intp), np.asarray(line[-2::-1], dtype=np.intp)
    begins, ends = core.indptr[tails], core.indptr[tails + 1]
    hops = np.repeat(np.arange(len(tails)), ends - begins)
    firsts = np.repeat(begins - np.cumsum(ends - begins) + ends - begins, ends - begins)
    rows = firsts + np.arange(len(hops))
    fits = core.head[rows] == heads[hops]
    rows, hops = rows[fits], hops[fits]
    cheapest = np.lexsort((cost[rows], hops))
    _, first_of_hop = np.unique(hops[cheapest], return_index=True)
    corridors: list[int] = rows[cheapest[first_of_hop]].tolist()
    return corridors, line[-1]
