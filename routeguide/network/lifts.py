"""Lifts drawn as a node: the node is taken apart so that changing floors means riding the lift."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from routeguide.model.values import Fact
from routeguide.model.vocabulary import Kind
from routeguide.network.draft import Draft, DraftEdge, DraftNode
from routeguide.network.tags import NodeReading


def add_lifts(draft: Draft, nodes: Mapping[int, NodeReading]) -> None:
    """Replace every lift node by one node a landing and lift passages between the landings.

    Ways on one level share a landing; a way whose level is not known has a
    landing of its own, so that nobody passes from it to another way without
    the lift. A lift node with a single landing is left as it is.
    """
    at_node: dict[str, list[DraftEdge]] = {}
    for edge in draft.edges.values():
        at_node.setdefault(edge.start, []).append(edge)
        at_node.setdefault(edge.end, []).append(edge)
    for node, reading in sorted(nodes.items()):
        key = f"n{node}"
        if reading.role == "lift" and key in draft.nodes:
            _take_apart(draft, node, reading, at_node.get(key, []))


def _take_apart(draft: Draft, node: int, reading: NodeReading, edges: list[DraftEdge]) -> None:
    key = f"n{node}"
    landings: dict[str, float | None] = {}
    for edge in sorted(edges, key=lambda e: e.key):
        for end in ("start", "end"):
            if getattr(edge, end) != key:
                continue
            level = edge.from_level if end == "start" else edge.to_level
            landing = f"{key}@{level:g}" if level is not None else f"{key}@{edge.key}"
            landings[landing] = level
            setattr(edge, end, landing)
    if len(landings) == 1:
        for edge in edges:
            edge.start = key if edge.start in landings else edge.start
            edge.end = key if edge.end in landings else edge.end
        draft.note("階がひとつしか分からないエレベーター", f"node {node}")
        return
    _add_rides(draft, node, reading, landings)


def _add_rides(
    draft: Draft, node: int, reading: NodeReading, landings: Mapping[str, float | None]
) -> None:
    whole = draft.nodes.pop(f"n{node}")
    for landing, level in landings.items():
        draft.nodes[landing] = DraftNode(whole.lonlat, osm=node, level=level)
    values = dict(reading.values)
    if reading.levels and "levels" not in values and values:
        first = next(iter(values.values()))
        text = ";".join(f"{level:g}" for level in reading.levels)
        values["levels"] = Fact(text, first.evidence, first.source, first.checked_on)
    for number, (a, b) in enumerate(combinations(sorted(landings), 2), 1):
        draft.add_edge(
            DraftEdge(
                key=f"lift:n{node}/{number}",
                start=a,
                end=b,
                kind=Kind.LIFT,
                line=(whole.lonlat, whole.lonlat),
                length_m=0.0,
                values=values,
                names=reading.names,
                from_level=landings[a],
                to_level=landings[b],
                lift_id=f"lift:n{node}",
            )
        )
