"""How a node hangs on the core: out of its dead end, along its corridor, to a junction.

Everything is links: their costs decide between parallel ones only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from routeguide.network.store import Network
from routeguide.routing.core import NONE, Core, core_of
from routeguide.routing.rows import Floats, Rows


@dataclass(frozen=True, slots=True)
class Local:
    """The surroundings of nodes for one traveller: ``price_of`` returns what links cost."""

    network: Network
    core: Core
    price_of: Callable[[Rows], Floats]

    @classmethod
    def of(cls, network: Network, price_of: Callable[[Rows], Floats]) -> Local:
        """Return the surroundings of a network's nodes."""
        return cls(network, core_of(network), price_of)

    def ways_out(self, node: int) -> list[tuple[int, list[int]]]:
        """Return the junctions that a node leads to first, each with the links to it."""
        line = self._line(node)
        up, core = self._along(line), self.core
        junction = int(core.junction[line[-1]])
        if junction != NONE:
            return [(junction, up)]
        found = []
        for place in core.arrives[:, line[-1]].tolist():
            corridor = core.corridor_at(place)
            on = core.links[place + 1 : core.begin[corridor + 1]].tolist()
            found.append((int(core.head[corridor]), up + on))
        return found

    def ways_in(self, node: int) -> list[tuple[int, list[int]]]:
        """Return the junctions from which a node is come to, each with the links from it."""
        line = self._line(node)
        down, core = self._along(line[::-1]), self.core
        junction = int(core.junction[line[-1]])
        if junction != NONE:
            return [(junction, down)]
        found = []
        for place in core.arrives[:, line[-1]].tolist():
            corridor = core.corridor_at(place)
            up_to = core.links[core.begin[corridor] : place + 1].tolist()
            found.append((int(core.tail[corridor]), up_to + down))
        return found

    def between(self, node: int, goal: int) -> list[int] | None:
        """Return the links from one node to another over no junction; None where there is none."""
        there, back = self._line(node), self._line(goal)
        met = next((one for one in there if one in back), None)
        if met is not None:
            up, down = there[: there.index(met) + 1], back[: back.index(met)]
            return self._along(up + down[::-1])
        core = self.core
        for place in core.arrives[:, there[-1]].tolist():
            for end in core.arrives[:, back[-1]].tolist():
                if NONE in (place, end) or place >= end:
                    continue
                if core.corridor_at(place) == core.corridor_at(end):
                    on: list[int] = core.links[place + 1 : end + 1].tolist()
                    return self._along(there) + on + self._along(back[::-1])
        return None

    def region(self, node: int) -> int | None:
        """Return what two nodes share who may be joined over no junction; None for junctions."""
        anchor, core = self._line(node)[-1], self.core
        if int(core.junction[anchor]) != NONE:
            return anchor if anchor != node else None
        return -1 - min(core.corridor_at(place) for place in core.arrives[:, anchor].tolist())

    def price(self, links: list[int]) -> float:
        """Return what links cost together."""
        return float(self.price_of(np.asarray(links)).sum()) if links else 0.0

    def _line(self, node: int) -> list[int]:
        """Return the nodes from a node out of its dead end, the last one on the core."""
        line, parent = [node], self.core.parent
        while (up := int(parent[line[-1]])) != NONE:
            line.append(up)
        return line

    def _along(self, line: list[int]) -> list[int]:
        """Return the links from node to node, of parallel ones the cheapest."""
        return [self._link(tail, head) for tail, head in pairwise(line)]

    def _link(self, tail: int, head: int) -> int:
        indptr = self.network.column("link_indptr")
        begin, end = int(indptr[tail]), int(indptr[tail + 1])
        same = begin + np.flatnonzero(self.network.column("link_to")[begin:end] == head)
        return int(same[np.argmin(self.price_of(same))]) if len(same) > 1 else int(same[0])
