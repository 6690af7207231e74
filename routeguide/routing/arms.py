"""The arms of big roads at junctions, and the nodes of a path at which any road may be crossed.

Most nodes of a path along a big road have arms of that road alone: they are
told apart by columns, and only the others are looked at one by one
(:mod:`routeguide.routing.movements`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.model.geodesy import metres_per_degree
from routeguide.model.vocabulary import Kind, RoadClass, code_of, member_of
from routeguide.network.store import DEGREE, Network
from routeguide.routing.known import kinds_in
from routeguide.routing.steps import Walked

ALONG_DEG = 1.0
"""An arm within a degree of the path lies on neither side of it."""
SURELY_DEG = 0.9
"""What is nearer than this when reckoned in columns is so when reckoned one by one."""

INDOORS = frozenset({Kind.LIFT, Kind.CORRIDOR, Kind.PLATFORM, Kind.TICKET_GATE, Kind.ESCALATOR})
ABOVE_OR_BELOW = frozenset({Kind.FOOTBRIDGE, Kind.UNDERPASS})
NO_ARMS = INDOORS | ABOVE_OR_BELOW | {Kind.CROSSING}
"""Before and after these no road is passed at a junction (a crossing tells its own)."""

LEAST = RoadClass.TERTIARY

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of a big road at a junction."""

    bearing: float
    road_class: RoadClass
    name: str | None
    signal: bool


def list_arms(network: Network, node: int) -> list[Arm]:
    """Return the arms of big roads at a node; empty where there is none."""
    begin, end = arm_begins(network)[node : node + 2].tolist()
    return [
        Arm(
            bearing=float(network.column("arm_bearing_deg")[row]),
            road_class=member_of(RoadClass, int(network.column("arm_class")[row])) or LEAST,
            name=network.text(int(network.column("arm_name")[row])),
            signal=bool(network.column("arm_signal")[row]),
        )
        for row in range(begin, end)
    ]


def arm_begins(network: Network) -> Ints:
    """Return for every node where its arms begin among all, which are sorted by node."""
    kept = network.shared_memo.get("arm_begins")
    if kept is None:
        counts = np.bincount(network.column("arm_node"), minlength=network.node_count)
        kept = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        network.shared_memo["arm_begins"] = kept
    found: Ints = kept  # type: ignore[assignment]
    return found


def may_cross(network: Network, walked: Walked) -> Mask:
    """Where a path may pass between arms of a road at the start of a passage.

    There are arms on both sides, none of a road that is walked there nor one
    of the passages walked: elsewhere nothing is crossed.
    """
    begins, tails = arm_begins(network), walked.tails(network)
    counts = begins[tails + 1] - begins[tails]
    apart = kinds_in(network, NO_ARMS)[walked.edges]
    counts[1:][apart[1:] | apart[:-1]] = 0
    counts[:1] = 0  # nothing is passed where one starts
    number = np.repeat(np.arange(len(tails)), counts)
    if not len(number):
        return np.zeros(len(tails), dtype=bool)
    rows = np.arange(len(number)) + np.repeat(begins[tails] - np.cumsum(counts) + counts, counts)
    beside, is_right = _sides(network, walked, number, rows)
    right, left = (
        np.bincount(number[beside & side], minlength=len(tails)) for side in (is_right, ~is_right)
    )
    part = walked.shares < 1  # its line is cut anew: no bearing is taken from columns
    part[1:] |= part[:-1]
    found: Mask = ((right > 0) & (left > 0)) | (part & (counts > 0))
    return found


def _sides(network: Network, walked: Walked, number: Ints, rows: Ints) -> tuple[Mask, Mask]:
    """Return which arms are neither walked nor of a road walked, and which lie to the right.

    ``number`` is the passage at whose start each of the arms (``rows``) is.
    """
    bearing = network.column("arm_bearing_deg")[rows]
    before, after = walked.edges[number - 1], walked.edges[number]
    back = _bearing_deg(network, before, walked.ways[number - 1] == 1)
    ahead = _bearing_deg(network, after, walked.ways[number] == 0)
    other = np.ones(len(rows), dtype=bool)
    for edges, along in ((before, back), (after, ahead)):
        other &= ~_is_road_of(network, rows, edges)
        other &= np.abs((bearing - along + 180) % 360 - 180) > SURELY_DEG
    return other, (bearing - back) % 360 < (ahead - back) % 360


def _is_road_of(network: Network, arms: Ints, edges: Ints) -> Mask:
    """Where an arm bears the name of the big road that is walked."""
    names = network.column("arm_name")[arms]
    big = network.column("edge_class")[edges] >= code_of(LEAST)
    same: Mask = big & (names > 0) & (names == network.column("edge_name_ja")[edges])
    return same


def _bearing_deg(network: Network, edges: Ints, from_start: Mask) -> npt.NDArray[np.float64]:
    """Return the bearings in which passages leave their start, or their end."""
    offsets, points = network.column("edge_line_offsets"), network.column("edge_line_xy")
    first, last = offsets[edges], offsets[edges + 1] - 1
    end = np.where(from_start, first, last)
    inner = np.where(from_start, np.minimum(first + 1, last), np.maximum(last - 1, first))
    a, b = points[end] / DEGREE, points[inner] / DEGREE
    east, north = metres_per_degree(float(a[0, 1]))
    bearings: npt.NDArray[np.float64] = np.degrees(
        np.arctan2((b[:, 0] - a[:, 0]) * east, (b[:, 1] - a[:, 1]) * north)
    )
    return bearings
