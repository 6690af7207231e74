"""Lay an overlay over a network: the same columns, with what changed in their place.

The network stays as it is; the result shares its arrays. What the overlay
names and the network does not hold is kept by name in ``unplaced``: it is
told, never dropped without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.model.overlay import Overlay
from routeguide.model.passage import Passage, reverse_values
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import Evidence, LiftState, YesNo, code_of
from routeguide.network.cells import Texts
from routeguide.network.flags import CONNECTOR, PLANNED, SCHEMATIC
from routeguide.network.links import sort_links
from routeguide.network.store import DEGREE, LANGUAGES, Network

Array = npt.NDArray[Any]
Cells = dict[int, dict[str, Known | None]]


@dataclass(slots=True)
class _Laid:
    """What an overlay changes, in rows of the network."""

    edges: Cells = field(default_factory=dict)
    points: Cells = field(default_factory=dict)
    new_points: list[int] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)


def lay_over(network: Network, overlay: Overlay) -> Network:
    """Return the network under ``network`` with ``overlay`` over it."""
    base = network.base
    texts = base.texts.fork()
    laid = _Laid()
    for key, values in overlay.values.items():
        _lay_values(base, laid, key, dict(values))
    for key in sorted(overlay.closed):
        is_assumed = f"{key}=closed" in overlay.assumptions
        source = "assumed" if is_assumed else _source(overlay)
        closed = Fact(YesNo.YES, Evidence.SURVEY, source)
        _lay_values(base, laid, key, {"closed": closed})
    _lay_outages(base, laid, overlay)
    columns = dict(base.columns)
    _lay_opened(base, laid, overlay, columns)
    if laid.new_points:
        nodes = np.asarray(laid.new_points, dtype=np.int32)
        columns["point_node"] = np.concatenate([columns["point_node"], nodes])
    _append_passages(base, laid, overlay, columns, texts)
    return base.derive(
        overlay,
        columns=columns,
        edge_changes=laid.edges,
        point_changes=laid.points,
        texts=texts,
        unplaced=laid.unplaced,
    )


def _source(overlay: Overlay) -> str:
    return f"overlay:{overlay.revision}"


def _lay_values(base: Network, laid: _Laid, key: str, values: dict[str, Known | None]) -> None:
    edge = base.find_edge(key)
    if edge is not None:
        row, backward = edge
        told = {name: known for name, known in values.items() if known is not None}
        values |= reverse_values(told) if backward else told
        laid.edges.setdefault(row, {}).update(values)
        return
    node = base.find_node(key)
    if node is None:
        laid.unplaced.append(key)
        return
    laid.points.setdefault(_point_row(base, laid, node), {}).update(values)


def _point_row(base: Network, laid: _Laid, node: int) -> int:
    """Return the row of a node's point; a new one where the network has none there."""
    row = int(base.point_row[node])
    if row >= 0:
        return row
    if node not in laid.new_points:
        laid.new_points.append(node)
    return len(base.columns["point_node"]) + laid.new_points.index(node)


def _lay_outages(base: Network, laid: _Laid, overlay: Overlay) -> None:
    """Close the lifts that are out until further notice; planned windows are a matter of time."""
    for report in overlay.outages:
        edges = base.lift_edges.get(report.lift)
        if edges is None:
            laid.unplaced.append(report.lift)
        elif report.state is LiftState.OUT and _has_begun(overlay, report.begins):
            day = report.begins.date()
            source = report.source or _source(overlay)
            out = Fact(LiftState.OUT, Evidence.SURVEY, source, day)
            for edge in edges:
                laid.edges.setdefault(edge, {})["lift_status"] = out


def _has_begun(overlay: Overlay, begins: Any) -> bool:  # noqa: ANN401 - a moment
    return overlay.as_of is None or begins <= overlay.as_of


def _lay_opened(base: Network, laid: _Laid, overlay: Overlay, columns: dict[str, Array]) -> None:
    if not overlay.opened:
        return
    flags = np.array(columns["edge_flags"])
    for name in sorted(overlay.opened):
        edge = None if name in base.lift_edges else base.find_edge(name)
        edges = base.lift_edges.get(name) or ((edge[0],) if edge else ())
        if not edges:
            laid.unplaced.append(name)
        flags[list(edges)] &= np.uint16(~PLANNED & 0xFFFF)
    columns["edge_flags"] = flags


# -- new passages -------------------------------------------------------------


def _append_passages(
    base: Network, laid: _Laid, overlay: Overlay, columns: dict[str, Array], texts: Texts
) -> None:
    """Append passages between nodes that exist, and sort the links anew."""
    added: list[tuple[Passage, int, int]] = []
    for passage in overlay.added:
        start, end = base.find_node(passage.from_key), base.find_node(passage.to_key)
        if start is None or end is None:
            laid.unplaced.append(passage.key)
        else:
            added.append((passage, start, end))
    if not added:
        return
    first = base.edge_count
    for number, (passage, _, _) in enumerate(added):
        laid.edges[first + number] = dict(passage.values)
    for name, values in _rows_of(added, texts).items():
        stored = columns[f"edge_{name}"]
        columns[f"edge_{name}"] = np.concatenate([stored, np.asarray(values, dtype=stored.dtype)])
    _append_lines(columns, [passage for passage, _, _ in added])
    columns.update(sort_links(columns["edge_start"], columns["edge_end"], base.node_count))


def _rows_of(added: Sequence[tuple[Passage, int, int]], texts: Texts) -> dict[str, list[Any]]:
    passages = [passage for passage, _, _ in added]
    nan = float("nan")
    rows: dict[str, list[Any]] = {
        "start": [start for _, start, _ in added],
        "end": [end for _, _, end in added],
        "kind": [code_of(p.kind) for p in passages],
        "class": [code_of(p.road_class) if p.road_class else 0 for p in passages],
        "length_m": [p.length_m for p in passages],
        "osm": [(0, 0, 0) for _ in passages],
        "levels": [
            tuple(nan if v is None else v for v in (p.from_level, p.to_level)) for p in passages
        ],
        "layer": [p.layer for p in passages],
        "flags": [CONNECTOR * p.connector | SCHEMATIC * p.schematic for p in passages],
    }
    told = {"key": "key", "lift": "lift_id", "ward_route": "ward_route", "note": "note"}
    for column, attribute in told.items():
        rows[column] = [texts.number(getattr(p, attribute)) for p in passages]
    for language in LANGUAGES:
        rows[f"name_{language}"] = [texts.number(p.names.get(language)) for p in passages]
    return rows


def _append_lines(columns: dict[str, Array], passages: Sequence[Passage]) -> None:
    offsets, xy = columns["edge_line_offsets"], columns["edge_line_xy"]
    points = np.asarray([point for p in passages for point in p.line], dtype=np.float64)
    counts = np.cumsum([len(p.line) for p in passages])
    columns["edge_line_offsets"] = np.concatenate([offsets, offsets[-1] + counts])
    columns["edge_line_xy"] = np.concatenate([xy, np.rint(points * DEGREE).astype(xy.dtype)])
