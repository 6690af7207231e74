"""Read an ``.osm`` or ``.osm.pbf`` file by a streaming reader (pyosmium)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import osmium

from routeguide.errors import SourceRefused
from routeguide.network.extract import Extract, RawArea, RawWay
from routeguide.network.keep import keeps_area, keeps_node, keeps_way

EPOCH_YEAR = 1970
"""Timestamps of this year stand for "not told"."""

Progress = Callable[[str], None]


def read_osm_file(path: Path, *, progress: Progress = lambda _text: None) -> Extract:
    """Read all elements that the build looks at.

    Two passes: ways and relations first, then only the nodes that these use or
    that carry tags worth keeping. Coordinates are lon, lat in degrees.

    Raises:
        SourceRefused: the file is missing, damaged, of another format, or
            holds no way to walk on.
    """
    if not path.is_file():
        raise SourceRefused(
            f"地図ファイル「{path}」が見つかりません。場所と名前を確かめてください。"
        )
    extract = Extract(kind="osm-file", name=path.name, sha256=_sha256(path))
    try:
        progress("道を読んでいます")
        _read_ways(path, extract)
        progress("点を読んでいます")
        _read_nodes(path, extract)
    except (RuntimeError, ValueError, OSError) as error:
        raise SourceRefused(
            f"地図ファイル「{path.name}」を読めません（壊れているか、形式がちがいます）: {error}"
        ) from error
    _drop_broken_ways(extract)
    if not extract.ways:
        raise SourceRefused(f"地図ファイル「{path.name}」に歩ける道がありません。")
    return extract


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _stream(path: Path, entity: Any) -> Iterator[Any]:  # noqa: ANN401 - osmium's objects
    """Yield the elements of one type, one at a time."""
    yield from osmium.FileProcessor(str(path), entity)


def _read_ways(path: Path, extract: Extract) -> None:
    members: dict[int, tuple[int, ...]] = {}
    wanted = _area_relations(path)
    needed = {way for _, outer, inner, _, _ in wanted for way in (*outer, *inner)}
    for way in _stream(path, osmium.osm.WAY):
        tags = dict(way.tags)
        keep = keeps_way(tags)
        if not keep and way.id not in needed:
            continue
        nodes = tuple(node.ref for node in way.nodes)
        if way.id in needed:
            members[way.id] = nodes
        if keep:
            extract.ways.append(RawWay(way.id, nodes, tags, _day(way)))
    for relation, outer, inner, tags, changed_on in wanted:
        rings = close_rings([members[way] for way in outer if way in members])
        holes = close_rings([members[way] for way in inner if way in members])
        if rings:
            extract.areas.append(RawArea(-relation, rings, holes, tags, changed_on))


def _area_relations(
    path: Path,
) -> list[tuple[int, list[int], list[int], dict[str, str], date | None]]:
    found = []
    for relation in _stream(path, osmium.osm.RELATION):
        tags = dict(relation.tags)
        if tags.get("type") != "multipolygon" or not keeps_area(tags):
            continue
        ways = [(m.ref, m.role) for m in relation.members if m.type == "w"]
        outer = [ref for ref, role in ways if role != "inner"]
        inner = [ref for ref, role in ways if role == "inner"]
        found.append((relation.id, outer, inner, tags, _day(relation)))
    return found


def close_rings(pieces: list[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Join pieces end to end into closed rings; what does not close is left out."""
    rings: list[tuple[int, ...]] = []
    left = [piece for piece in pieces if len(piece) > 1]
    while left:
        ring = left.pop(0)
        while ring[0] != ring[-1]:
            follower = next((p for p in left if ring[-1] in (p[0], p[-1])), None)
            if follower is None:
                break
            left.remove(follower)
            ring += (follower if follower[0] == ring[-1] else follower[::-1])[1:]
        if ring[0] == ring[-1]:
            rings.append(ring)
    return tuple(rings)


def _read_nodes(path: Path, extract: Extract) -> None:
    needed = {node for way in extract.ways for node in way.nodes}
    for area in extract.areas:
        needed.update(node for ring in (*area.outer, *area.inner) for node in ring)
    for node in _stream(path, osmium.osm.NODE):
        keep = len(node.tags) > 0 and keeps_node(dict(node.tags))
        if not keep and node.id not in needed:
            continue
        if not node.location.valid():
            continue
        extract.lonlat[node.id] = (node.location.lon, node.location.lat)
        if keep:
            extract.node_tags[node.id] = dict(node.tags)
            changed_on = _day(node)
            if changed_on:
                extract.node_changed_on[node.id] = changed_on


def _drop_broken_ways(extract: Extract) -> None:
    """Cut references to nodes that the file does not hold (clipped extracts)."""
    whole: list[RawWay] = []
    for way in extract.ways:
        nodes = tuple(node for node in way.nodes if node in extract.lonlat)
        if len(nodes) == len(way.nodes) and len(nodes) > 1:
            whole.append(way)
        elif len(nodes) > 1:
            whole.extend(
                RawWay(way.id, piece, way.tags, way.changed_on)
                for piece in _present_runs(way.nodes, extract.lonlat)
            )
    extract.ways = whole


def _present_runs(
    nodes: tuple[int, ...], lonlat: dict[int, tuple[float, float]]
) -> list[tuple[int, ...]]:
    runs: list[list[int]] = [[]]
    for node in nodes:
        if node in lonlat:
            runs[-1].append(node)
        else:
            runs.append([])
    return [tuple(run) for run in runs if len(run) > 1]


def _day(element: Any) -> date | None:  # noqa: ANN401 - osmium has no type stubs
    """Return the day of the element's last change; None where the file does not tell (epoch 0)."""
    changed = element.timestamp
    return changed.date() if changed.year > EPOCH_YEAR else None
