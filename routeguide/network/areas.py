"""Pedestrian squares and platforms drawn as areas: walked along the edge and straight across.

A straight link joins two entrances of an area when it stays inside it; an
area with many entrances links each to its nearest ones only, so that a big
square does not outweigh the rest of the network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import shapely
import shapely.prepared

from routeguide.model.geodesy import distance_m, length_m
from routeguide.model.passage import LonLat, OsmRef
from routeguide.network.draft import Draft, DraftEdge, DraftNode
from routeguide.network.extract import Extract, RawWay
from routeguide.network.tags import WayReading
from routeguide.network.tags.ways import read_way

MOST_LINKS = 12
"""Straight links an entrance gets at most."""

TOUCH_DEG = 1e-7
"""How far a straight link may leave the area (about 1 cm): rounding of coordinates."""


@dataclass(frozen=True, slots=True)
class Area:
    """A walked area: rings of OSM node ids (the first is the outer one) and what its tags say."""

    id: int
    rings: tuple[tuple[int, ...], ...]
    reading: WayReading = field(hash=False)


def list_areas(ways: Iterable[tuple[RawWay, WayReading]]) -> list[Area]:
    """Return the closed ways that are areas."""
    return [Area(way.id, (way.nodes,), reading) for way, reading in ways if reading.area]


def read_relations(extract: Extract, draft: Draft) -> list[Area]:
    """Return the multipolygons that are walked on, one area for each outer ring."""
    areas: list[Area] = []
    for raw in extract.areas:
        tags = {**raw.tags, "area": "yes"}
        reading = read_way(tags, checked_on=raw.changed_on)
        if reading is None:
            continue
        draft.findings.update(reading.findings)
        whole = [r for r in (*raw.outer, *raw.inner) if all(n in extract.lonlat for n in r)]
        areas.extend(
            Area(raw.id, (ring, *(r for r in whole if r in raw.inner)), reading)
            for ring in whole
            if ring in raw.outer
        )
    return areas


def add_area_links(extract: Extract, draft: Draft, areas: Iterable[Area]) -> None:
    """Add the passages along the rings and across the areas between their entrances."""
    areas = list(areas)
    shared = Counter(node for area in areas for ring in area.rings for node in set(ring))
    for area in areas:
        entrances = {
            node
            for ring in area.rings
            for node in ring
            if f"n{node}" in draft.nodes or shared[node] > 1
        }
        if len(entrances) > 1:
            _add_links(extract.lonlat, draft, area, entrances)


def _add_links(lonlat: Mapping[int, LonLat], draft: Draft, area: Area, entrances: set[int]) -> None:
    drawn: set[frozenset[int]] = set()
    for ring in area.rings:
        for piece in _cut_ring(ring, entrances):
            if len(piece) == 2:  # noqa: PLR2004 - the edge itself is the straight line
                drawn.add(frozenset(piece))
            _add_edge(draft, area, piece, lonlat)
    polygon = _polygon(area, lonlat)
    if polygon is None:
        draft.note("面の形が正しくないため、ふちだけを使った広場", f"{area.id}")
        return
    for pair in _straight_pairs(polygon, sorted(entrances), lonlat):
        if frozenset(pair) not in drawn:
            _add_edge(draft, area, pair, lonlat)


def _cut_ring(ring: tuple[int, ...], entrances: set[int]) -> Iterator[tuple[int, ...]]:
    """Yield the runs of a closed ring from one entrance to the next."""
    stops = [index for index, node in enumerate(ring[:-1]) if node in entrances]
    if len(stops) < 2:  # noqa: PLR2004 - nothing to walk between
        return
    turned = ring[stops[0] : -1] + ring[: stops[0] + 1]
    start = 0
    for index in range(1, len(turned)):
        if turned[index] in entrances:
            if turned[start] != turned[index]:
                yield turned[start : index + 1]
            start = index


def _polygon(area: Area, lonlat: Mapping[int, LonLat]) -> shapely.Polygon | None:
    rings = [[lonlat[node] for node in ring] for ring in area.rings]
    if len(rings[0]) < 4:  # noqa: PLR2004 - a closed ring has at least three corners
        return None
    polygon = shapely.Polygon(rings[0], [r for r in rings[1:] if len(r) > 3])  # noqa: PLR2004
    return polygon if polygon.is_valid else None


def _straight_pairs(
    polygon: shapely.Polygon, entrances: list[int], lonlat: Mapping[int, LonLat]
) -> Iterator[tuple[int, int]]:
    grown = shapely.prepared.prep(polygon.buffer(TOUCH_DEG))
    for index, node in enumerate(entrances):
        others = sorted(
            entrances[index + 1 :], key=lambda other: distance_m(lonlat[node], lonlat[other])
        )
        for other in others[:MOST_LINKS]:
            if grown.contains(shapely.LineString([lonlat[node], lonlat[other]])):
                yield node, other


def _add_edge(
    draft: Draft, area: Area, nodes: tuple[int, ...], lonlat: Mapping[int, LonLat]
) -> None:
    line = tuple(lonlat[node] for node in nodes)
    for node in (nodes[0], nodes[-1]):
        draft.nodes.setdefault(f"n{node}", DraftNode(lonlat[node], osm=node))
    reading = area.reading
    level = reading.levels[0] if len(set(reading.levels)) == 1 else None
    draft.add_edge(
        DraftEdge(
            key=f"w{area.id}:{nodes[0]}-{nodes[-1]}",
            start=f"n{nodes[0]}",
            end=f"n{nodes[-1]}",
            kind=reading.kind,
            line=line,
            length_m=length_m(line),
            road_class=reading.road_class,
            values=reading.values,
            names=reading.names,
            osm=OsmRef(area.id, nodes[0], nodes[-1]),
            refs=nodes,
            from_level=level,
            to_level=level,
            layer=reading.layer,
            bridge=reading.bridge,
            tunnel=reading.tunnel,
        )
    )
