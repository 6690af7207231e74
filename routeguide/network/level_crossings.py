"""Level crossings as passages of their own: the metres on the rails and just beside them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from routeguide.model.geodesy import length_m
from routeguide.model.vocabulary import Kind
from routeguide.network.beside import is_obstacle
from routeguide.network.crossed import flatten
from routeguide.network.draft import GROUND_KINDS, Draft, DraftEdge, piece_key
from routeguide.network.extract import Extract

HALF_M = 7.0
"""Metres on either side of a track's centre that count as the level crossing."""

TAGS = frozenset({"level_crossing", "crossing", "tram_level_crossing", "tram_crossing"})
RAILS = frozenset({"rail", "light_rail", "subway", "narrow_gauge", "monorail", "tram"})


def add_level_crossings(draft: Draft, extract: Extract) -> None:
    """Cut out of every street or footway the piece that crosses a railway on the ground.

    A crossing is a node tagged so, or a way and a railway that cross on the
    ground without a common node. Several tracks close together make one piece.
    """
    nodes = {n for n, tags in extract.node_tags.items() if tags.get("railway") in TAGS}
    hits: dict[str, list[float]] = {}
    edges = [e for e in draft.edges.values() if e.kind in GROUND_KINDS | {Kind.CROSSING}]
    for edge in edges:
        for index, ref in enumerate(edge.refs):
            if ref in nodes:
                hits.setdefault(edge.key, []).append(length_m(edge.line[: index + 1]))
    for key, offset in _geometric_hits([e for e in edges if e.on_ground], extract):
        hits.setdefault(key, []).append(offset)
    for key, offsets in hits.items():
        _carve(draft, key, offsets)


def _geometric_hits(edges: list[DraftEdge], extract: Extract) -> Iterable[tuple[str, float]]:
    rails = [
        shapely.LineString([extract.lonlat[node] for node in way.nodes])
        for way in extract.ways
        if way.tags.get("railway") in RAILS and is_obstacle(way.tags)
    ]
    if not rails or not edges:
        return
    coords, owner = flatten(e.line for e in edges)
    lines = np.asarray(shapely.linestrings(coords, indices=owner))
    tree = shapely.STRtree(rails)
    for i, j in sorted(
        zip(*(a.tolist() for a in tree.query(lines, predicate="crosses")), strict=True)
    ):
        line = shapely.LineString(edges[i].line)
        for part in shapely.get_parts(shapely.intersection(line, rails[j])):
            share = line.project(part.centroid, normalized=True)
            yield edges[i].key, share * edges[i].length_m


def _carve(draft: Draft, key: str, offsets: list[float]) -> None:
    edge = draft.edges[key]
    spans = merge_spans([(o - HALF_M, o + HALF_M) for o in offsets], edge.length_m)
    cuts = {
        round(at, 1): f"rail:{key}@{at:.1f}"
        for span in spans
        for at in span
        if 0 < at < edge.length_m
    }
    if not cuts:
        edge.kind = Kind.LEVEL_CROSSING
        return
    draft.split_edge(key, cuts)
    starts = [0.0, *sorted(cuts)]
    for number, begin in enumerate(starts, 1):
        piece = draft.edges[piece_key(key, number)]
        middle = begin + piece.length_m / 2
        if any(low <= middle <= high for low, high in spans):
            piece.kind = Kind.LEVEL_CROSSING


def merge_spans(spans: list[tuple[float, float]], length: float) -> list[tuple[float, float]]:
    """Return spans clipped to 0..length, overlapping ones merged, in order (metres)."""
    merged: list[tuple[float, float]] = []
    for low, high in sorted((max(0.0, a), min(length, b)) for a, b in spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged
