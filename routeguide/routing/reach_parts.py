"""Parts of passages that are come to within a limit, each once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.reach_tree import Tree
from routeguide.routing.rows import Floats


@dataclass(frozen=True, slots=True)
class Stretches:
    """Parts of passages: rows, where they begin and end (shares of their length), metres.

    ``doubtful`` tells which of them hold something that matters and is not confirmed.
    """

    edge: npt.NDArray[np.intp]
    begin: Floats
    end: Floats
    length_m: Floats
    doubtful: npt.NDArray[np.bool_]


def list_within(
    network: Network, table: CostTable, tree: Tree, limit: float, *, in_metres: bool
) -> Stretches:
    """Return the parts of passages that are come to within a limit, each once."""
    lengths = np.asarray(network.column("edge_length_m"))
    spent = tree.metres if in_metres else tree.seconds
    shares = np.zeros((2, network.edge_count))
    for way, end in enumerate(("edge_start", "edge_end")):
        tails = network.column(end)
        price = lengths if in_metres else table.edge_seconds[way]
        usable = np.isfinite(table.edge_cost[way]) & np.isfinite(spent[tails])
        usable &= np.isfinite(table.point_cost[tails]) | (spent[tails] == 0)
        left = np.where(usable, limit - np.where(usable, spent[tails], 0.0), 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(price > 0, left / price, np.where(left > 0, 1.0, 0.0))
        shares[way] = np.clip(part, 0.0, 1.0)
    return _stretches(
        table, lengths, shares, _first_parts(table, tree, lengths, limit, in_metres=in_metres)
    )


_Part = tuple[int, float, float]


def _first_parts(
    table: CostTable, tree: Tree, lengths: Floats, limit: float, *, in_metres: bool
) -> list[_Part]:
    """Return what is come to of the passage on which a position lies: row, begin, end."""
    parts: list[_Part] = []
    for step in tree.first.steps:
        if step.begin == 0.0:
            continue
        price = (
            lengths[step.edge] if in_metres else table.edge_seconds[int(step.backward), step.edge]
        )
        far = min(1.0, step.begin + limit / float(price)) if price > 0 else 1.0
        begin, end = (1 - far, 1 - step.begin) if step.backward else (step.begin, far)
        parts.append((step.edge, begin, end))
    return parts


def _stretches(
    table: CostTable, lengths: Floats, shares: Floats, parts: Sequence[_Part]
) -> Stretches:
    """Return each reached part once: from its start, from its end, or all of it."""
    forward, backward = shares[0].copy(), shares[1].copy()
    own = _merged([*parts, *_at_ends(parts, forward, backward)])
    for row, _, _ in parts:
        forward[row] = backward[row] = 0.0
    is_whole = forward + backward >= 1.0
    whole = np.flatnonzero(is_whole)
    ahead, back = (np.flatnonzero((share > 0) & ~is_whole) for share in (forward, backward))
    edge = np.concatenate([whole, ahead, back, np.asarray([p[0] for p in own], dtype=np.intp)])
    begin = np.concatenate(
        [np.zeros(len(whole) + len(ahead)), 1 - backward[back], [p[1] for p in own]]
    )
    end = np.concatenate(
        [np.ones(len(whole)), forward[ahead], np.ones(len(back)), [p[2] for p in own]]
    )
    ways = (shares[0][edge] < shares[1][edge]).astype(np.intp)
    doubtful = table.doubts_at(ways, edge) != 0
    return Stretches(edge, begin, end, lengths[edge] * (end - begin), doubtful)


def _at_ends(parts: Sequence[_Part], forward: Floats, backward: Floats) -> Iterator[_Part]:
    """Yield what is come to from the ends of the passages of these parts."""
    for edge in {part[0] for part in parts}:
        if forward[edge] > 0:
            yield edge, 0.0, float(forward[edge])
        if backward[edge] > 0:
            yield edge, 1.0 - float(backward[edge]), 1.0


def _merged(parts: Sequence[_Part]) -> list[_Part]:
    """Return parts that overlap as one."""
    merged: list[_Part] = []
    for edge, begin, end in sorted(parts):
        if merged and merged[-1][0] == edge and begin <= merged[-1][2]:
            merged[-1] = (edge, merged[-1][1], max(end, merged[-1][2]))
        else:
            merged.append((edge, begin, end))
    return merged
