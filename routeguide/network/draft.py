"""The network while it is being built: plain mutable objects, before the columns."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from routeguide.model.geodesy import cut_line, length_m
from routeguide.model.passage import LonLat, OsmRef, reverse_key
from routeguide.model.place import Landmark, Place
from routeguide.model.values import Finding, Known
from routeguide.model.vocabulary import Kind, RoadClass, Status

GROUND_KINDS = frozenset({Kind.FOOTWAY, Kind.STREET, Kind.STREET_WITH_SIDEWALK, Kind.PATH})
BIG_ROADS = frozenset(
    {
        RoadClass.TERTIARY,
        RoadClass.SECONDARY,
        RoadClass.PRIMARY,
        RoadClass.TRUNK,
        RoadClass.MOTORWAY,
    }
)


@dataclass(slots=True)
class DraftNode:
    """A junction, end, point or place. ``osm`` None for nodes of ours."""

    lonlat: LonLat
    osm: int | None = None
    level: float | None = None


@dataclass(slots=True)
class DraftEdge:
    """Both directions of one passage, told in the direction ``start`` to ``end``.

    ``oneway``: 1 only that way, -1 only the other way, 0 both. ``refs`` holds
    the OSM node ids along the line where there are any.
    """

    key: str
    start: str
    end: str
    kind: Kind
    line: tuple[LonLat, ...]
    length_m: float
    road_class: RoadClass | None = None
    values: Mapping[str, Known] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    osm: OsmRef | None = None
    refs: tuple[int, ...] = ()
    from_level: float | None = None
    to_level: float | None = None
    layer: int = 0
    bridge: bool = False
    tunnel: bool = False
    separate: bool = False
    lift_id: str | None = None
    ward_route: str | None = None
    status: Status = Status.OPEN
    connector: bool = False
    schematic: bool = False
    oneway: int = 0
    note: str | None = None

    @property
    def on_ground(self) -> bool:
        """Whether a place beside it can be joined to it: no bridge, tunnel or other floor."""
        levels = {self.from_level, self.to_level} - {None, 0.0}
        return not (self.bridge or self.tunnel or self.layer or levels)


@dataclass(frozen=True, slots=True)
class Crossed:
    """A road that an edge crosses at ``offset_m`` without sharing a node with it."""

    offset_m: float
    road_class: RoadClass
    name: str | None
    signal: bool | None = None


@dataclass(slots=True)
class Draft:
    """Everything that becomes a stored network.

    ``obstacles`` are lines on the ground that nobody gets across but on a
    passage: railways and waters. Buildings are not read: they are not known.
    """

    nodes: dict[str, DraftNode] = field(default_factory=dict)
    edges: dict[str, DraftEdge] = field(default_factory=dict)
    points: dict[str, Mapping[str, Known]] = field(default_factory=dict)
    crossed: dict[str, list[Crossed]] = field(default_factory=dict)
    signals: list[LonLat] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    starts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    landmarks: list[Landmark] = field(default_factory=list)
    obstacles: list[tuple[LonLat, ...]] = field(default_factory=list)
    findings: Counter[Finding] = field(default_factory=Counter)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def note(self, heading: str, text: str) -> None:
        """Keep a line for the quality report under a heading."""
        self.notes.setdefault(heading, []).append(text)

    def add_edge(self, edge: DraftEdge) -> DraftEdge:
        """Add an edge; a key that exists already, either way round, gets ``~2``, ``~3``, ..."""
        key, count = edge.key, 1
        while edge.key in self.edges or reverse_key(edge.key) in self.edges:
            count += 1
            edge.key = f"{key}~{count}"
        self.edges[edge.key] = edge
        return edge

    def split_edge(self, key: str, offsets: Mapping[float, str]) -> None:
        """Replace an edge by its pieces, cut at offsets in metres with new node keys.

        The pieces keep all attributes and the OSM reference of the whole and
        are named ``<key>/1``, ``<key>/2``, ... Roads crossed go to their piece.
        """
        edge = self.edges.pop(key)
        cuts = [(0.0, edge.start), *sorted(offsets.items()), (edge.length_m, edge.end)]
        crossed = self.crossed.pop(key, [])
        for number, ((a_m, a), (b_m, b)) in enumerate(itertools.pairwise(cuts), 1):
            line = cut_line(edge.line, a_m, b_m)
            self.nodes.setdefault(a, DraftNode(line[0]))
            self.nodes.setdefault(b, DraftNode(line[-1]))
            piece = replace(
                edge, key=piece_key(key, number), start=a, end=b, line=line, length_m=length_m(line)
            )
            self.edges[piece.key] = piece
            mine = [
                replace(c, offset_m=c.offset_m - a_m) for c in crossed if a_m <= c.offset_m < b_m
            ]
            if mine:
                self.crossed[piece.key] = mine


def piece_key(key: str, number: int) -> str:
    """Return the key of the n-th piece of an edge: ``w1:2-3/1``, a piece of that ``w1:2-3/1.2``."""
    return f"{key}.{number}" if "/" in key.rpartition(":")[2] else f"{key}/{number}"
