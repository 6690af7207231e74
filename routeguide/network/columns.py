"""Draft -> columns: the arrays that are written, and nothing else.

Tables (names of the arrays begin with them): ``node_`` one row a junction,
``edge_`` one row a passage in both directions, ``link_`` one row a directed
link in CSR order by its first node, ``point_`` one row a node with a kerb,
gate or door, ``obstacle_`` lines that no free coordinate is led across,
``value`` arrays of ``edge_`` and ``point_`` with one row an
attribute of :data:`~routeguide.model.attributes.ATTRIBUTES`.

Text is stored once, as a number into the string table; 0 is "none".
Words of a vocabulary are stored as :func:`~routeguide.model.vocabulary.code_of`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from routeguide.model.attributes import ATTRIBUTES, BY_NAME
from routeguide.model.geodesy import bearing_deg
from routeguide.model.values import Known
from routeguide.model.vocabulary import Evidence, Kind, Status, code_of
from routeguide.network.cells import PARTS, encode
from routeguide.network.crossed import signal_near
from routeguide.network.draft import BIG_ROADS, Draft, DraftEdge
from routeguide.network.flags import (
    BRIDGE,
    CONNECTOR,
    NO_BACKWARD,
    NO_FORWARD,
    PLANNED,
    SCHEMATIC,
    TUNNEL,
)
from routeguide.network.links import contraction_order, sort_links

Array = npt.NDArray[np.generic]
DEGREE = 1e7
"""Coordinates are stored as whole 1e-7 degrees, OpenStreetMap's own precision."""


@dataclass(slots=True)
class Strings:
    """The string table while it grows; number 0 is the absent text."""

    numbers: dict[str, int] = field(default_factory=lambda: {"": 0})

    def number(self, text: str | None) -> int:
        """Return the number of a text; 0 for None or the empty text."""
        return self.numbers.setdefault(text or "", len(self.numbers))

    def columns(self) -> dict[str, Array]:
        """Return the bytes of all texts and where each begins."""
        parts = [text.encode() for text in self.numbers]
        offsets = np.zeros(len(parts) + 1, dtype=np.int64)
        np.cumsum([len(part) for part in parts], out=offsets[1:])
        blob = np.frombuffer(b"".join(parts), dtype=np.uint8)
        return {"string_bytes": blob, "string_offsets": offsets}


def to_columns(draft: Draft) -> dict[str, Array]:
    """Return all columns of a finished draft, in an order that depends on its content alone."""
    strings = Strings()
    nodes = {key: row for row, key in enumerate(sorted(draft.nodes))}
    edges = [draft.edges[key] for key in sorted(draft.edges)]
    rows = {edge.key: row for row, edge in enumerate(edges)}
    columns: dict[str, Array] = {}
    columns |= _node_columns(draft, nodes, strings)
    columns |= _edge_columns(edges, nodes, strings)
    columns |= _value_columns("edge", [edge.values for edge in edges], strings)
    links = sort_links(columns["edge_start"], columns["edge_end"], len(nodes))
    columns |= links
    columns["node_order"] = contraction_order(links, columns["node_xy"])
    columns |= _point_columns(draft, nodes, strings)
    columns |= _crossed_columns(draft, rows, strings)
    columns |= _arm_columns(draft, edges, nodes, strings)
    columns |= _landmark_columns(draft, rows, strings)
    columns |= _lines("obstacle", sorted(draft.obstacles))
    columns |= strings.columns()
    return columns


def _node_columns(draft: Draft, nodes: Mapping[str, int], strings: Strings) -> dict[str, Array]:
    ordered = [draft.nodes[key] for key in nodes]
    return {
        "node_xy": _fixed([node.lonlat for node in ordered]),
        "node_key": np.asarray([strings.number(key) for key in nodes], dtype=np.uint32),
    }


def _fixed(points: Sequence[tuple[float, float]]) -> Array:
    return np.rint(np.asarray(points, dtype=np.float64).reshape(-1, 2) * DEGREE).astype(np.int32)


def _edge_columns(
    edges: Sequence[DraftEdge], nodes: Mapping[str, int], strings: Strings
) -> dict[str, Array]:
    def text(values: Iterable[str | None]) -> Array:
        return np.asarray([strings.number(value) for value in values], dtype=np.uint32)

    osm = [(e.osm.way, e.osm.from_node, e.osm.to_node) if e.osm else (0, 0, 0) for e in edges]
    return {
        "edge_start": np.asarray([nodes[e.start] for e in edges], dtype=np.int32),
        "edge_end": np.asarray([nodes[e.end] for e in edges], dtype=np.int32),
        "edge_key": text(e.key for e in edges),
        "edge_kind": np.asarray([code_of(e.kind) for e in edges], dtype=np.uint8),
        "edge_class": np.asarray(
            [code_of(e.road_class) if e.road_class else 0 for e in edges], dtype=np.uint8
        ),
        "edge_length_m": np.asarray([e.length_m for e in edges], dtype=np.float64).round(2),
        "edge_osm": np.asarray(osm, dtype=np.int64).reshape(-1, 3),
        "edge_levels": np.asarray(
            [(_or_nan(e.from_level), _or_nan(e.to_level)) for e in edges], dtype=np.float32
        ).reshape(-1, 2),
        "edge_layer": np.asarray([max(-99, min(99, e.layer)) for e in edges], dtype=np.int8),
        "edge_flags": np.asarray([_flags(e) for e in edges], dtype=np.uint16),
        "edge_lift": text(e.lift_id for e in edges),
        "edge_ward_route": text(e.ward_route for e in edges),
        "edge_note": text(e.note for e in edges),
        "edge_name_ja": text(e.names.get("ja") for e in edges),
        "edge_name_kana": text(e.names.get("kana") for e in edges),
        "edge_name_en": text(e.names.get("en") for e in edges),
        **_lines("edge", [e.line for e in edges]),
    }


def _lines(table: str, lines: Sequence[Sequence[tuple[float, float]]]) -> dict[str, Array]:
    """Return all points of some lines, and where each line begins."""
    offsets = np.zeros(len(lines) + 1, dtype=np.int64)
    np.cumsum([len(line) for line in lines], out=offsets[1:])
    return {
        f"{table}_line_offsets": offsets,
        f"{table}_line_xy": _fixed([point for line in lines for point in line]),
    }


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def _flags(edge: DraftEdge) -> int:
    bits = {
        CONNECTOR: edge.connector,
        SCHEMATIC: edge.schematic,
        PLANNED: edge.status is Status.PLANNED,
        NO_FORWARD: edge.oneway < 0,
        NO_BACKWARD: edge.oneway > 0,
        BRIDGE: edge.bridge,
        TUNNEL: edge.tunnel,
    }
    return sum(bit for bit, is_set in bits.items() if is_set)


def _value_columns(
    table: str, rows: Sequence[Mapping[str, Known]], strings: Strings
) -> dict[str, Array]:
    """Return the values of all attributes: one row an attribute, one column an element.

    ``_low`` and ``_high`` (float32, NaN = not known) for measures, ``_word``
    (vocabulary code or string number, 0 = not known) for facts, ``_evidence``
    (code of Evidence, 0 = not known), ``_date`` (proleptic ordinal day, 0 = undated),
    ``_source`` (string number).
    """
    shape = (len(ATTRIBUTES), len(rows))
    low = np.full(shape, np.nan, dtype=np.float32)
    high = np.full(shape, np.nan, dtype=np.float32)
    word, source = np.zeros(shape, dtype=np.uint32), np.zeros(shape, dtype=np.uint32)
    evidence, day = np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=np.int32)
    arrays: tuple[Array, ...] = (low, high, word, evidence, day, source)
    for column, values in enumerate(rows):
        for name, known in values.items():
            row, *cell = encode(known, BY_NAME[name], strings.number)
            for array, value in zip(arrays, cell, strict=True):
                array[row, column] = value
    return {f"{table}_value_{n}": a for n, a in zip(PARTS, arrays, strict=True)}


def _point_columns(draft: Draft, nodes: Mapping[str, int], strings: Strings) -> dict[str, Array]:
    keys = sorted(key for key in draft.points if key in nodes)
    columns = _value_columns("point", [draft.points[key] for key in keys], strings)
    columns["point_node"] = np.asarray([nodes[key] for key in keys], dtype=np.int32)
    return columns


def _crossed_columns(draft: Draft, rows: Mapping[str, int], strings: Strings) -> dict[str, Array]:
    found = sorted(
        (rows[key], c.offset_m, code_of(c.road_class), strings.number(c.name), bool(c.signal))
        for key, entries in draft.crossed.items()
        if key in rows
        for c in entries
    )
    edge, offset, road, name, signal = zip(*found, strict=True) if found else ([], [], [], [], [])
    return {
        "crossed_edge": np.asarray(edge, dtype=np.int32),
        "crossed_offset_m": np.asarray(offset, dtype=np.float64).round(2),
        "crossed_class": np.asarray(road, dtype=np.uint8),
        "crossed_name": np.asarray(name, dtype=np.uint32),
        "crossed_signal": np.asarray(signal, dtype=bool),
    }


def _arm_columns(
    draft: Draft, edges: Sequence[DraftEdge], nodes: Mapping[str, int], strings: Strings
) -> dict[str, Array]:
    """Return the arms of big roads at junctions: node, bearing, class, name, signal near.

    A route that passes between two arms of one road crosses that road there.
    """
    found = []
    for edge in edges:
        if edge.road_class not in BIG_ROADS or edge.kind is Kind.CROSSING:
            continue
        road = (code_of(edge.road_class), strings.number(edge.names.get("ja")))
        for key, near in ((edge.start, edge.line[:2]), (edge.end, edge.line[:-3:-1])):
            bearing = round(bearing_deg(near[0], near[1]), 1)
            signal = bool(signal_near(draft, draft.nodes[key].lonlat))
            found.append((nodes[key], bearing, *road, signal))
    found.sort()
    node, bearings, road_class, name, signals = (
        zip(*found, strict=True) if found else ([], [], [], [], [])
    )
    return {
        "arm_node": np.asarray(node, dtype=np.int32),
        "arm_bearing_deg": np.asarray(bearings, dtype=np.float32),
        "arm_class": np.asarray(road_class, dtype=np.uint8),
        "arm_name": np.asarray(name, dtype=np.uint32),
        "arm_signal": np.asarray(signals, dtype=bool),
    }


SIDES = (None, "left", "right")


def _landmark_columns(draft: Draft, rows: Mapping[str, int], strings: Strings) -> dict[str, Array]:
    marks = sorted(draft.landmarks, key=lambda m: (m.lonlat, m.kind, m.name or ""))
    return {
        "landmark_kind": np.asarray([strings.number(m.kind) for m in marks], dtype=np.uint32),
        "landmark_name": np.asarray([strings.number(m.name) for m in marks], dtype=np.uint32),
        "landmark_xy": _fixed([m.lonlat for m in marks]),
        "landmark_edge": np.asarray(
            [rows.get(m.passage, -1) if m.passage else -1 for m in marks], dtype=np.int32
        ),
        "landmark_offset_m": np.asarray(
            [_or_nan(m.offset_m) for m in marks], dtype=np.float32
        ).round(1),
        "landmark_side": np.asarray([SIDES.index(m.side) for m in marks], dtype=np.uint8),
        "landmark_evidence": np.asarray(
            [code_of(Evidence(m.evidence)) for m in marks], dtype=np.uint8
        ),
    }
