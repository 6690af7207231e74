"""The core of a network: its junctions, and the corridors between them.

Dead ends lead nowhere, and where there is one way on there is nothing to
choose: no search needs either but at its own ends (:mod:`routeguide.routing.local`).
Made of links alone, once a network, for every traveller alike; half of
Nerima's nodes are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.model.geodesy import metres_per_degree
from routeguide.network.store import DEGREE, Network
from routeguide.routing.rows import Floats, links_of

Ints = npt.NDArray[np.int32]
Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
NONE = -1
LEAST_M = 1e-9


@dataclass(frozen=True, slots=True)
class Strings:
    """The rows of some array that corridors add up: most of them have one link alone.

    ``first`` is the row of each corridor's first link; ``rest`` those of the
    others, corridor by corridor, of the corridors ``longer`` from ``begin`` on.
    """

    first: npt.NDArray[np.integer[Any]]
    longer: Rows
    rest: npt.NDArray[np.integer[Any]]
    begin: Rows

    def sums(self, values: npt.NDArray[Any]) -> Floats:
        """Return the sum of every corridor."""
        found: Floats = np.take(values, self.first)
        if len(self.longer):
            found[self.longer] += np.add.reduceat(np.take(values, self.rest), self.begin)
        return found

    def of(self, rows: npt.NDArray[Any]) -> Strings:
        """Return the same over another array, in which ``rows`` (one a link) tells the place."""
        return replace(self, first=rows[self.first], rest=rows[self.rest])


@dataclass(frozen=True, slots=True)
class Core:
    """Junctions and directed corridors in CSR order by their first junction.

    ``nodes`` are the nodes of the junctions, ``junction`` (one entry a node)
    their numbers. ``parent`` is, of a node in a dead end, the one that leads
    out of it. ``links`` holds the links of corridors one after another, those
    of corridor i from place ``begin[i]``; ``arrives`` (2 x nodes) the places
    of the two links that come to a node within a corridor. -1 elsewhere.
    ``at_m`` are the positions of junctions (metres east, north of 0, 0),
    ``chord_m`` the straight lengths of corridors, never 0.
    """

    nodes: Rows
    junction: Ints
    parent: Ints
    arrives: Ints
    links: Rows
    begin: Rows
    tail: Ints
    head: Ints
    indptr: Ints
    at_m: Floats
    chord_m: Floats
    strings: Strings

    def corridor_at(self, place: int) -> int:
        """Return the corridor whose links hold a place."""
        return int(np.searchsorted(self.begin, place, side="right")) - 1

    def walked(self, corridors: Sequence[int]) -> list[int]:
        """Return the links of corridors walked one after another."""
        rows = np.asarray(corridors, dtype=np.intp)
        begins, ends = self.begin[rows].tolist(), self.begin[rows + 1].tolist()
        pieces = [self.links[a:b] for a, b in zip(begins, ends, strict=True)]
        links: list[int] = np.concatenate(pieces).tolist() if pieces else []
        return links


def core_of(network: Network) -> Core:
    """Return the core of a network, made at the first search."""
    kept = network.shared_memo.get("core")
    if not isinstance(kept, Core):
        kept = network.shared_memo["core"] = _make(network)
    return kept


def _make(network: Network) -> Core:
    tail, head = links_of(network).tail, network.column("link_to")
    size = network.node_count
    parent = _peel(tail, head, size)
    at_core = parent == NONE
    links = np.flatnonzero(at_core[tail] & at_core[head])
    between = _find_between(tail[links], head[links], size)
    strings, begin = _string(tail[links], head[links], between)
    if len(strings) < len(links):  # rings without a junction: each of their nodes becomes one
        left = np.setdiff1d(np.arange(len(links)), strings, assume_unique=True)
        between[tail[links[left]]] = False
        strings, begin = _string(tail[links], head[links], between)
    links = links[strings]
    nodes = np.flatnonzero(at_core & ~between)
    junction = np.full(size, NONE, dtype=np.int32)
    junction[nodes] = np.arange(len(nodes), dtype=np.int32)
    first, last = links[begin[:-1]], links[begin[1:] - 1]
    begins, ends = junction[tail[first]], junction[head[last]]
    counts = np.bincount(begins, minlength=len(nodes))
    at_m = _positions(network)[nodes]
    chord_m = np.hypot(*(at_m[begins] - at_m[ends]).T)
    return Core(
        nodes=nodes,
        junction=junction,
        parent=parent,
        arrives=_arrivals(head[links], between),
        links=links,
        begin=begin,
        tail=begins,
        head=ends,
        indptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        at_m=at_m,
        chord_m=np.maximum(chord_m, LEAST_M),
        strings=_strings(links, begin),
    )


def _positions(network: Network) -> Floats:
    """Return the positions of all nodes in metres, as on a plane."""
    degrees = network.column("node_xy") / DEGREE
    middle = float(degrees[:, 1].mean()) if len(degrees) else 0.0
    metres: Floats = degrees * metres_per_degree(middle)
    return metres


def _strings(links: Rows, begin: Rows) -> Strings:
    longer = np.flatnonzero(np.diff(begin) > 1)
    is_rest = np.ones(len(links), dtype=bool)
    is_rest[begin[:-1]] = False
    counts = np.diff(begin)[longer] - 1
    return Strings(links[begin[:-1]], longer, links[is_rest], np.cumsum(counts) - counts)


def _peel(tail: Ints, head: Ints, size: int) -> Ints:
    """Take leaves off until only what lies on circles is left; return where each leads."""
    low, high = np.minimum(tail, head).astype(np.int64), np.maximum(tail, head)
    pairs = np.unique((low * size + high)[tail != head])
    ends = np.concatenate([pairs // size, pairs % size])
    others = np.concatenate([pairs % size, pairs // size])
    degree = np.bincount(ends, minlength=size)
    around = np.bincount(ends, weights=others, minlength=size)  # of one neighbour: itself
    parent = np.full(size, NONE, dtype=np.int32)
    leaves = np.flatnonzero(degree == 1)
    while len(leaves):
        out = around[leaves].astype(np.intp)
        stays = (degree[out] == 1) & (out > leaves)  # one of the last two of a tree
        leaves, out = leaves[~stays], out[~stays]
        parent[leaves] = out
        degree[leaves] = 0
        np.subtract.at(degree, out, 1)
        np.subtract.at(around, out, leaves)
        leaves = np.unique(out[degree[out] == 1])
    return parent


def _find_between(tail: Ints, head: Ints, size: int) -> Mask:
    """Where a node has two neighbours and one link to and from each: one way on."""
    out, come = (np.bincount(end, minlength=size) for end in (tail, head))
    between: Mask = (out == 2) & (come == 2)  # noqa: PLR2004 - on and back
    rows = np.flatnonzero(between)
    first = np.searchsorted(tail, rows)
    a, b = head[first].astype(np.float64), head[first + 1].astype(np.float64)
    # Two numbers are the same two when their sums and the sums of their squares agree.
    tails = tail.astype(np.float64)
    sums, squares = (
        np.bincount(head, weights=part, minlength=size)[rows] for part in (tails, tails**2)
    )
    same = (a != b) & (a != rows) & (b != rows)
    same &= (sums == a + b) & (squares == a**2 + b**2)
    between[rows[~same]] = False
    return between


def _string(tail: Ints, head: Ints, between: Mask) -> tuple[Rows, Rows]:
    """Return the links in strings from junction to junction, and where each string begins.

    Links of rings that no junction lies on are in none.
    """
    following = _following(tail, head, np.flatnonzero(between[head]))
    link = np.flatnonzero(~between[tail])
    string, strings, links = np.arange(len(link)), [], []
    while len(link):
        strings.append(string)
        links.append(link)
        going = following[link] != NONE
        string, link = string[going], following[link[going]]
    if not links:
        return np.zeros(0, dtype=np.intp), np.zeros(1, dtype=np.intp)
    whole = np.concatenate(strings)
    begin = np.concatenate([[0], np.cumsum(np.bincount(whole))])
    return np.concatenate(links)[np.argsort(whole, kind="stable")], begin


def _following(tail: Ints, head: Ints, into: Rows) -> Rows:
    """Return for every link into a corridor the link that goes on, never the one back."""
    first = np.searchsorted(tail, head[into])
    following = np.full(len(tail), NONE, dtype=np.intp)
    following[into] = first + (head[first] == tail[into])
    return following


def _arrivals(head: Ints, between: Mask) -> Ints:
    """Return the places of the two links that come to each node within a corridor."""
    arrives = np.full((2, len(between)), NONE, dtype=np.int32)
    places = np.flatnonzero(between[head])
    ordered = places[np.argsort(head[places], kind="stable")]
    for number in (0, 1):
        arrives[number, head[ordered[number::2]]] = ordered[number::2]
    return arrives
