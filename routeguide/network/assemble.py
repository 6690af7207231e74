"""Raw ways and nodes -> draft nodes, edges and points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from routeguide.model.geodesy import length_m
from routeguide.model.passage import OsmRef
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import Evidence, Kind
from routeguide.network.areas import Area, add_area_links, list_areas, read_relations
from routeguide.network.draft import Draft, DraftEdge, DraftNode
from routeguide.network.extract import Extract, RawWay
from routeguide.network.lifts import add_lifts
from routeguide.network.tags import NodeReading, WayReading
from routeguide.network.tags.nodes import read_node
from routeguide.network.tags.ways import read_way
from routeguide.network.tags.worse import worse_of

WHO_MAY_PASS = frozenset({"access", "wheelchair"})
POINT_ROLES = frozenset({"kerb", "barrier", "entrance"})


def assemble(extract: Extract, draft: Draft) -> None:
    """Turn the walkable ways of an extract into edges and points of the draft.

    Ways are cut where they meet another way, at points and at lifts. Areas
    and ward data are added by their own modules.
    """
    readings = {id(way): reading for way, reading in _read_ways(extract, draft)}
    kept = [(way, readings[id(way)]) for way in extract.ways if id(way) in readings]
    nodes = _read_nodes(extract, draft)
    areas = [*list_areas(kept), *read_relations(extract, draft)]
    lines = [(way, reading) for way, reading in kept if not reading.area]
    junctions = find_junctions((way for way, _ in lines), areas, nodes)
    for way, reading in lines:
        for piece in cut_at(way.nodes, junctions):
            _add_way_edge(extract, draft, way, reading, piece)
    _add_points(draft, nodes)
    _apply_crossing_nodes(draft, nodes)
    add_area_links(extract, draft, areas)
    _resolve_levels(draft)
    add_lifts(draft, nodes)


def _read_ways(extract: Extract, draft: Draft) -> Iterator[tuple[RawWay, WayReading]]:
    for way in extract.ways:
        reading = read_way(way.tags, checked_on=way.changed_on)
        if reading is not None:
            draft.findings.update(reading.findings)
            yield way, reading


def _read_nodes(extract: Extract, draft: Draft) -> dict[int, NodeReading]:
    readings = {}
    for node, tags in extract.node_tags.items():
        reading = read_node(tags, checked_on=extract.node_changed_on.get(node))
        if reading is not None:
            draft.findings.update(reading.findings)
            readings[node] = reading
            if reading.role == "signals":
                draft.signals.append(extract.lonlat[node])
    return readings


def find_junctions(
    ways: Iterable[RawWay], areas: Iterable[Area], nodes: Mapping[int, NodeReading]
) -> set[int]:
    """Return the nodes at which ways are cut: shared nodes, ends, points, lifts, area rings."""
    uses: Counter[int] = Counter()
    junctions: set[int] = set()
    for way in ways:
        uses.update(way.nodes)
        junctions.update((way.nodes[0], way.nodes[-1]))
    for area in areas:
        uses.update({node for ring in area.rings for node in ring})
    junctions.update(node for node, count in uses.items() if count > 1)
    cutting = POINT_ROLES | {"lift"}
    junctions.update(n for n, r in nodes.items() if n in uses and r.role in cutting)
    return junctions


def cut_at(nodes: tuple[int, ...], junctions: set[int]) -> Iterator[tuple[int, ...]]:
    """Yield the runs of a way between junctions; a run that returns to its start is halved."""
    start = 0
    for index in range(1, len(nodes)):
        if nodes[index] in junctions or index == len(nodes) - 1:
            piece = nodes[start : index + 1]
            start = index
            if piece[0] != piece[-1]:
                yield piece
            elif len(piece) > 3:  # noqa: PLR2004 - a loop has at least two other nodes
                middle = len(piece) // 2
                yield piece[: middle + 1]
                yield piece[middle:]


def _add_way_edge(
    extract: Extract, draft: Draft, way: RawWay, reading: WayReading, nodes: tuple[int, ...]
) -> None:
    line = tuple(extract.lonlat[node] for node in nodes)
    for node in (nodes[0], nodes[-1]):
        draft.nodes.setdefault(f"n{node}", DraftNode(extract.lonlat[node], osm=node))
    level = reading.levels[0] if len(set(reading.levels)) == 1 else None
    edge = DraftEdge(
        key=f"w{way.id}:{nodes[0]}-{nodes[-1]}",
        start=f"n{nodes[0]}",
        end=f"n{nodes[-1]}",
        kind=reading.kind,
        line=line,
        length_m=length_m(line),
        road_class=reading.road_class,
        values=_with_levels(reading.values, reading.levels, way),
        names=reading.names,
        osm=OsmRef(way.id, nodes[0], nodes[-1]),
        refs=nodes,
        from_level=level,
        to_level=level,
        layer=reading.layer,
        bridge=reading.bridge,
        tunnel=reading.tunnel,
        separate=reading.separate,
        lift_id=f"lift:w{way.id}" if reading.kind is Kind.LIFT else None,
        oneway=reading.oneway_foot,
    )
    draft.add_edge(edge)
    if reading.ramp_beside:
        draft.add_edge(_ramp_beside(edge))


def _with_levels(
    values: Mapping[str, Known], levels: tuple[float, ...], way: RawWay
) -> dict[str, Known]:
    out = dict(values)
    if levels and "levels" not in out:
        text = ";".join(f"{level:g}" for level in levels)
        out["levels"] = Fact(text, Evidence.MAPPED, "osm", way.changed_on)
    return out


def _ramp_beside(steps: DraftEdge) -> DraftEdge:
    """Return the wheelchair ramp that the tags of some steps tell of; its slope is not known."""
    kept = {"access", "wheelchair", "hours", "lit", "roof", "levels"}
    values = {name: known for name, known in steps.values.items() if name in kept}
    return replace(steps, kind=Kind.RAMP, values=values, oneway=0)


def _add_points(draft: Draft, nodes: dict[int, NodeReading]) -> None:
    for node, reading in nodes.items():
        key = f"n{node}"
        if reading.role in POINT_ROLES and key in draft.nodes and reading.values:
            draft.points[key] = reading.values


def _apply_crossing_nodes(draft: Draft, nodes: dict[int, NodeReading]) -> None:
    """Give a crossing node's values to the passages that cross the road there.

    A value that the crossing way itself carries stands, but whether one may
    pass is the worse of both. A crossing node that no crossing way runs
    through changes nothing (it belongs to a movement that the data does not
    draw).
    """
    crossing = {node: r for node, r in nodes.items() if r.role == "crossing"}
    for edge in draft.edges.values():
        if edge.kind is not Kind.CROSSING:
            continue
        for ref in edge.refs:
            if ref in crossing:
                mine, node = dict(edge.values), crossing[ref].values
                for name in WHO_MAY_PASS & mine.keys() & node.keys():
                    mine[name] = worse_of(mine[name], node[name], name) or mine[name]
                edge.values = {**node, **mine}


def _resolve_levels(draft: Draft) -> None:
    """Find at which end of a stair, ramp or lift way which of its levels lies.

    The level of a neighbour that lies on one level decides; where the
    neighbours do not tell, the ends stay unknown.
    """
    at_node: dict[str, set[float]] = {}
    for edge in draft.edges.values():
        if edge.from_level is not None and edge.from_level == edge.to_level:
            at_node.setdefault(edge.start, set()).add(edge.from_level)
            at_node.setdefault(edge.end, set()).add(edge.from_level)
    for edge in draft.edges.values():
        known = edge.values.get("levels")
        if edge.from_level is not None or not isinstance(known, Fact):
            continue
        levels = {float(part) for part in known.value.split(";")}
        _settle_ends(edge, levels, at_node)


def _settle_ends(edge: DraftEdge, levels: set[float], at_node: dict[str, set[float]]) -> None:
    start = at_node.get(edge.start, set()) & levels
    end = at_node.get(edge.end, set()) & levels
    if len(start) == 1:
        edge.from_level = next(iter(start))
    if len(end) == 1 and end != start:
        edge.to_level = next(iter(end))
    if len(levels) == 2:  # noqa: PLR2004 - the other end is the other level
        if edge.from_level is not None and edge.to_level is None:
            edge.to_level = next(iter(levels - {edge.from_level}))
        elif edge.to_level is not None and edge.from_level is None:
            edge.from_level = next(iter(levels - {edge.to_level}))
