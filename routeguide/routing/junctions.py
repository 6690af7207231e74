"""What lies at the nodes of a path: the other ways there, and what runs beside a passage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.model.geodesy import metres_per_degree
from routeguide.model.route import Way
from routeguide.model.vocabulary import Kind, code_of
from routeguide.network.flags import CONNECTOR, PLANNED, SCHEMATIC
from routeguide.network.store import DEGREE, KINDS, ROADS, Network
from routeguide.routing.steps import Step, head_of, tail_of, walked_of

NEAR_M = 10.0
"""A way's bearing at a junction is that of its first ten metres: drawn kinks do not count."""

NO_WAY = CONNECTOR | SCHEMATIC | PLANNED
INDOORS = (
    Kind.LIFT, Kind.ESCALATOR, Kind.MOVING_WALKWAY, Kind.PLATFORM, Kind.TICKET_GATE, Kind.CORRIDOR,
)  # fmt: skip
CHANGE_FLOORS = frozenset({Kind.LIFT, Kind.ESCALATOR, Kind.STEPS})

Integers = npt.NDArray[np.int64]


def list_ways(network: Network, steps: Sequence[Step]) -> list[tuple[Way, ...]]:
    """Return for each step but the first the other ways at its start.

    Left out are the passages walked before and after, joining lines of ours,
    insides and what is only planned. Not drawn is not "not there".
    """
    found: list[list[Way]] = [[] for _ in steps]
    walked = walked_of(steps)
    edges, nodes = walked.edges, walked.tails(network)
    links, owner = _links_at(network, nodes)
    seen = network.column("link_edge")[links]
    before = np.concatenate(([-1], edges[:-1]))
    is_other = (seen != edges[owner]) & (seen != before[owner]) & _is_way(network)[seen]
    for number, way in zip(owner[is_other].tolist(), _ways(network, links[is_other]), strict=True):
        found[number].append(way)
    return [tuple(ways) for ways in found]


def list_beside(network: Network, step: Step, kind: Kind) -> tuple[Kind, ...]:
    """Return what else joins the two ends of stairs, an escalator or a lift of this kind."""
    if kind not in CHANGE_FLOORS or step.begin > 0 or step.end < 1:
        return ()
    tail, head = tail_of(network, step), head_of(network, step)
    links = slice(*network.column("link_indptr")[tail : tail + 2].tolist())
    beside = network.column("link_edge")[links][network.column("link_to")[links] == head]
    kinds = {KINDS[int(network.column("edge_kind")[edge])] for edge in beside.tolist()}
    return tuple(sorted(kinds & CHANGE_FLOORS - {kind}))


def _links_at(network: Network, nodes: Integers) -> tuple[Integers, npt.NDArray[np.intp]]:
    """Return the links that leave the nodes but the first, and the number of the node of each."""
    bounds = network.column("link_indptr")
    counts = bounds[nodes + 1] - bounds[nodes]
    counts[:1] = 0
    owner = np.repeat(np.arange(len(nodes)), counts)
    ahead = np.cumsum(counts) - counts
    links = np.arange(len(owner)) - ahead[owner] + bounds[nodes][owner]
    return links, owner


def _ways(network: Network, links: Integers) -> list[Way]:
    edges = network.column("link_edge")[links]
    backward = network.column("link_backward")[links].astype(np.intp)
    codes = (
        network.column(f"edge_{name}")[edges].tolist()
        for name in ("kind", "class", "name_ja", "name_kana")
    )
    kinds, roads, names, kanas = codes
    return list(
        map(
            Way,
            _bearings(network)[backward, edges].tolist(),
            [KINDS[kind] for kind in kinds],
            [ROADS[road] for road in roads],
            network.texts.list_texts(names),
            network.texts.list_texts(kanas),
        )
    )


def _is_way(network: Network) -> npt.NDArray[np.bool_]:
    """Return for every edge whether it is drawn as a way that goes off at a junction."""
    kept = network.memo.get("is_way")
    if kept is None:
        indoors = np.isin(network.column("edge_kind"), [code_of(kind) for kind in INDOORS])
        kept = ~indoors & ((network.column("edge_flags") & NO_WAY) == 0)
        network.memo["is_way"] = kept
    found: npt.NDArray[np.bool_] = kept  # type: ignore[assignment]
    return found


def _bearings(network: Network) -> npt.NDArray[np.float32]:
    """Return the bearings of all edges leaving their start (row 0) and their end (row 1)."""
    kept = network.shared_memo.get("end_bearings")
    if kept is None:
        kept = network.shared_memo["end_bearings"] = _end_bearings(
            network.column("edge_line_xy"), network.column("edge_line_offsets")
        )
    found: npt.NDArray[np.float32] = kept  # type: ignore[assignment]
    return found


def _end_bearings(points: npt.NDArray[Any], offsets: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    if not len(points):
        return np.zeros((2, 0), dtype=np.float32)
    lonlat = points / DEGREE
    xy = (lonlat - lonlat[0]) * np.asarray(metres_per_degree(float(lonlat[0, 1])))
    first, last = offsets[:-1], offsets[1:] - 1
    pieces = np.concatenate(([0.0], np.hypot(*np.diff(xy, axis=0).T)))
    pieces[first] = 0.0
    along = np.cumsum(pieces)
    reach = np.minimum(NEAR_M, along[last] - along[first])

    def point_at(at: npt.NDArray[Any]) -> npt.NDArray[Any]:
        after = np.clip(np.searchsorted(along, at), first + 1, last)
        length = along[after] - along[after - 1]
        share = np.divide(at - along[after - 1], length, out=np.zeros_like(at), where=length > 0)
        place: npt.NDArray[Any] = xy[after - 1] + (xy[after] - xy[after - 1]) * share[:, None]
        return place

    out = point_at(along[first] + reach) - xy[first]
    back = point_at(along[last] - reach) - xy[last]
    return np.stack([np.degrees(np.arctan2(*side.T)) % 360 for side in (out, back)]).astype(
        np.float32
    )
