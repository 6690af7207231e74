"""Links of a matrix's network: nodes with only one way on are passed in one link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Rows = npt.NDArray[np.intp]
END = -1
MOST_DOUBLINGS = 20
"""A corridor has at most 2^20 nodes; what goes round in itself has no end and leads nowhere."""


@dataclass(frozen=True, slots=True)
class Links:
    """Directed links by their first node, those out of the origins last; costs are finite."""

    tail: Ints
    head: Ints
    cost: Floats
    length_m: Floats
    duration_s: Floats

    def take(self, rows: Rows) -> Links:
        """Return some of the links."""
        return Links(
            self.tail[rows], self.head[rows], self.cost[rows], self.length_m[rows],
            self.duration_s[rows],
        )  # fmt: skip


def join_corridors(links: Links, wanted: Rows, size: int) -> Links:
    """Return links that lead from junction to junction, over the nodes between them.

    A node is between when exactly two links leave it and two come, from and
    to the same two neighbours, and it is not ``wanted``. Costs, metres and
    seconds are added up along the way.
    """
    inside = _find_inside(links, size)
    inside[wanted] = False
    into = np.flatnonzero(inside[links.head])
    following = _following(links, into)
    sums = [np.array(part) for part in (links.cost, links.length_m, links.duration_s)]
    head = np.array(links.head)
    for _ in range(MOST_DOUBLINGS):
        into = into[following[into] != END]
        if not len(into):
            break
        after = following[into]
        for part in sums:
            part[into] += part[after]
        head[into] = head[after]
        following[into] = following[after]
    ended = (following == END) & ~inside[head]
    kept = np.flatnonzero(ended & ~np.take(inside, links.tail))
    return Links(links.tail, head, *sums).take(kept)


def _find_inside(links: Links, size: int) -> npt.NDArray[np.bool_]:
    """Where a node has one way on and one way back, and nothing else."""
    out, come = (np.bincount(end, minlength=size) for end in (links.tail, links.head))
    inside: npt.NDArray[np.bool_] = (out == 2) & (come == 2)  # noqa: PLR2004 - on and back
    first = np.searchsorted(links.tail, np.arange(size))
    rows = np.flatnonzero(inside)
    a, b = links.head[first[rows]], links.head[first[rows] + 1]
    # Two numbers are the same two when their sums and the sums of their squares agree.
    tails = links.tail.astype(np.float64)
    sums, squares = (
        np.bincount(links.head, weights=part, minlength=size)[rows] for part in (tails, tails**2)
    )
    low, high = a.astype(np.float64), b.astype(np.float64)
    same = (a != b) & (a != rows) & (b != rows)
    same &= (sums == low + high) & (squares == low**2 + high**2)
    inside[rows[~same]] = False
    return inside


def _following(links: Links, into: Rows) -> Rows:
    """Return for every link into a corridor the link that goes on, never the one back."""
    node = links.head[into]
    first = np.searchsorted(links.tail, node)
    back = links.head[first] == links.tail[into]
    following = np.full(len(links.tail), END, dtype=np.intp)
    following[into] = first + back
    return following


def renumber(links: Links, size: int, *, kept: Rows) -> tuple[Links, Rows]:
    """Return the links over nodes numbered without gaps, in the same order, and the new numbers.

    ``kept`` nodes have a number though no link touches them; -1 for the others left out.
    """
    used = np.zeros(size, dtype=bool)
    for nodes in (links.tail, links.head, kept):
        used[nodes] = True
    number = np.where(used, np.cumsum(used) - 1, -1)
    narrow = number.astype(np.int32)
    moved = Links(
        narrow[links.tail], narrow[links.head], links.cost, links.length_m, links.duration_s
    )
    return moved, number
