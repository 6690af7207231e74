"""Slow and plain answers to compare with: every path of a small network, every value of a limit.

Passages and points are judged one by one by the scalar verdict; nothing here
imports the columns' judge, the costs, the search or what explains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from routeguide.model.passage import Passage, Point
from routeguide.model.traveller import CHOICES, Traveller, customise
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Status, UnknownPolicy
from routeguide.network.flags import NO_BACKWARD, NO_FORWARD
from routeguide.network.store import Network
from routeguide.routing.verdict import Verdict, judge_passage, judge_point


@dataclass(frozen=True)
class Link:
    """One passage in one direction, with what the traveller is told of it."""

    passage: Passage
    is_refused: bool


@dataclass(frozen=True)
class Maze:
    """A network as one traveller meets it: links by their first node, and shut nodes."""

    links: Mapping[str, Sequence[Link]]
    shut: frozenset[str]


def read_maze(
    network: Network, traveller: Traveller, policy: UnknownPolicy = UnknownPolicy.WARN
) -> Maze:
    """Judge every passage both ways, and every point."""
    runs = _steep_runs(network, traveller)
    links: dict[str, list[Link]] = {}
    flags = network.column("edge_flags")
    for edge in network.iter_edges():
        for backward, against in ((False, NO_FORWARD), (True, NO_BACKWARD)):
            passage = network.passage(edge, backward=backward)
            if flags[edge] & against or passage.status is Status.PLANNED:
                continue
            verdict = judge_passage(passage, traveller, run_m=runs.get(edge, 0.0))
            link = Link(passage, _is_refused(verdict, policy))
            links.setdefault(passage.from_key, []).append(link)
    points = filter(None, (network.point(node) for node in range(network.node_count)))
    shut = {p.key for p in points if _is_refused(judge_point(p, traveller), policy)}
    return Maze(links, frozenset(shut))


def list_points(network: Network) -> dict[str, Point]:
    """Return all points by their node."""
    points = filter(None, (network.point(node) for node in range(network.node_count)))
    return {point.key: point for point in points}


def _is_refused(verdict: Verdict, policy: UnknownPolicy) -> bool:
    doubted = policy is UnknownPolicy.REFUSE and bool(verdict.unverified)
    return bool(verdict.refused) or doubted


def _steep_runs(network: Network, traveller: Traveller) -> dict[int, float]:
    """Return the metres of the connected piece of steep passages that each belongs to."""
    limits = (traveller.max_slope_up_pct, traveller.max_slope_down_pct)
    limit = min((one for one in limits if one is not None), default=float("inf"))
    graph: nx.Graph[str] = nx.Graph()
    steep: dict[int, Passage] = {}
    for edge in network.iter_edges():
        passage = network.passage(edge)
        slope = passage.values.get("slope_pct")
        if isinstance(slope, Measure) and (slope.low > limit or slope.high < -limit):
            steep[edge] = passage
            graph.add_edge(passage.from_key, passage.to_key)
    runs: dict[int, float] = {}
    for nodes in nx.connected_components(graph):
        mine = {edge: p for edge, p in steep.items() if p.from_key in nodes}
        whole = sum(p.length_m for p in mine.values())
        runs |= dict.fromkeys(mine, whole)
    return runs


def reached(maze: Maze, start: str) -> set[str]:
    """Return every node that can be reached from one; a shut node is reached, not passed."""
    seen, open_ends = {start}, [start]
    while open_ends:
        node = open_ends.pop()
        if node in maze.shut and node != start:
            continue
        for link in maze.links.get(node, ()):
            if not link.is_refused and link.passage.to_key not in seen:
                seen.add(link.passage.to_key)
                open_ends.append(link.passage.to_key)
    return seen


def every_path(maze: Maze, start: str, goal: str) -> Iterator[tuple[Passage, ...]]:
    """Yield every path that meets no node twice, refused passages and shut nodes included."""

    def onward(node: str, path: tuple[Passage, ...]) -> Iterator[tuple[Passage, ...]]:
        if node == goal:
            yield path
            return
        seen = {start, *(passage.to_key for passage in path)}
        for link in maze.links.get(node, ()):
            if link.passage.to_key not in seen:
                yield from onward(link.passage.to_key, (*path, link.passage))

    yield from onward(start, ())


def refused_on(maze: Maze, path: Sequence[Passage]) -> list[str]:
    """Return the keys of what is refused on a path, in walking order."""
    refused = {
        link.passage.key for links in maze.links.values() for link in links if link.is_refused
    }
    found = []
    for number, passage in enumerate(path):
        if number and passage.from_key in maze.shut:
            found.append(passage.from_key)
        if passage.key in refused:
            found.append(passage.key)
    return found


WHOLE = {
    "max_step_cm": range(15),
    "max_slope_up_pct": range(15),
    "max_slope_down_pct": range(15),
    "short_slope_pct": range(15),
    "max_cross_slope_pct": range(15),
    "min_width_cm": range(130, 50, -1),
    "min_gap_cm": range(130, 50, -1),
}
"""Whole numbers of each limit, the strictest first: all values of random networks lie between."""


def looser_values(traveller: Traveller, key: str) -> list[object]:
    """Return every looser value of a limit, the nearest first; none for what is not limited."""
    limit = getattr(traveller, key)
    if limit is None:
        return []
    if key in {"stairs", "escalator", "lift"}:
        return [] if limit != "never" else ["allowed" if key == "stairs" else "use"]
    if key in CHOICES:
        words = [str(word) for word in CHOICES[key]]
        return list(words[words.index(str(limit)) + 1 :])
    sign = -1 if key.startswith("min") else 1
    return [float(value) for value in WHOLE.get(key, ()) if sign * value > sign * limit]


def smallest_opening(
    network: Network, traveller: Traveller, policy: UnknownPolicy, key: str, ends: tuple[str, str]
) -> object:
    """Return the nearest value of one limit that opens a way; None when none does."""

    def opens(value: object) -> bool:
        maze = read_maze(network, customise(traveller, {key: value}), policy)
        return ends[1] in reached(maze, ends[0])

    values = looser_values(traveller, key)
    if not values or not opens(values[-1]):
        return None
    return next(value for value in values if opens(value))
