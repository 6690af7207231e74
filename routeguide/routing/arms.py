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

SAME_ARM_DEG = 0.5
"""Bearings are stored to a tenth of a degree: nearer than this, an arm is the passage walked."""
SURELY_DEG = 0.4
"""What is nearer than this when reckoned in columns is so when reckoned one by one."""
BOTH_SIDES = 2
"""A road lies on both sides by two arms at least."""

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

    There are two arms at least, neither of a road that is walked there nor
    one of the passages walked: elsewhere nothing is crossed.
    """
    edges, tails = walked.edges, walked.tails(network)
    begins = arm_begins(network)
    counts = begins[tails + 1] - begins[tails]
    apart = kinds_in(network, NO_ARMS)[edges]
    counts[1:][apart[1:] | apart[:-1]] = 0
    counts[:1] = 0  # nothing is passed where one starts
    number = np.repeat(np.arange(len(edges)), counts)
    if not len(number):
        return np.zeros(len(edges), dtype=bool)
    rows = np.arange(len(number)) + np.repeat(begins[tails] - np.cumsum(counts) + counts, counts)
    other = np.ones(len(number), dtype=bool)
    for passage, from_start in (
        (number - 1, walked.ways[number - 1] == 1),
        (number, walked.ways[number] == 0),
    ):
        at = edges[passage]
        other &= ~_is_road_of(network, rows, at)
        alike = _arm_class(network, rows) == network.column("edge_class")[at]
        turn = _bearing_deg(network, at, from_start) - network.column("arm_bearing_deg")[rows]
        near = np.abs((turn + 180) % 360 - 180) < SURELY_DEG
        other &= ~(alike & near & (walked.shares[passage] == 1))  # a part's line is cut anew
    found: Mask = np.bincount(number[other], minlength=len(edges)) >= BOTH_SIDES
    return found


def _is_road_of(network: Network, arms: Ints, edges: Ints) -> Mask:
    """Where an arm bears the name of the big road that is walked."""
    names = network.column("arm_name")[arms]
    big = network.column("edge_class")[edges] >= code_of(LEAST)
    same: Mask = big & (names > 0) & (names == network.column("edge_name_ja")[edges])
    return same


def _arm_class(network: Network, arms: Ints) -> Ints:
    codes = network.column("arm_class")[arms]
    return np.where(codes, codes, code_of(LEAST))


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
