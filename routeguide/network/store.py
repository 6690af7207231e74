"""Read a stored network: memory-mapped columns behind a small, read-only face."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.errors import NetworkDamaged, NetworkMissing
from routeguide.model.overlay import NOTHING, Overlay
from routeguide.model.passage import (
    LonLat,
    OsmRef,
    Passage,
    Point,
    reverse_key,
    reverse_values,
)
from routeguide.model.place import Landmark, Place
from routeguide.model.places_json import place_from_json
from routeguide.model.reading import Reading
from routeguide.model.vocabulary import Evidence, Kind, RoadClass, Status, member_of
from routeguide.network.cells import Changes, KeyIndex, Texts, ValueTable
from routeguide.network.flags import CONNECTOR, NO_BACKWARD, NO_FORWARD, PLANNED, SCHEMATIC

POINTER = "current"
READINGS = "readings.json"
FORMAT = 3
DEGREE = 1e7
SIDES = (None, "left", "right")
LANGUAGES = ("ja", "kana", "en")
TEXT_COLUMNS = ("key", "lift", "ward_route", "note", *(f"name_{lang}" for lang in LANGUAGES))
PASSAGE_COLUMNS = (*TEXT_COLUMNS, "flags", "osm", "levels", "kind", "length_m", "class", "layer")
"""Columns of a passage; :meth:`Network.list_passages` takes them in the order of its fields."""
KINDS = (Kind.PATH, *Kind)
ROADS = (None, *RoadClass)
"""Members by their stored codes."""
PLANNED_STATUS, OPEN = Status.PLANNED, Status.OPEN
MOST_PASSAGES = 30_000
"""Passages kept ready at most (about 36 MB)."""
DERIVED = ("point_row", "link_open", "lift_edges")
"""What is worked out from columns that an overlay may change."""


def find_current(folder: Path) -> Path | None:
    """Return the network directory that ``folder`` is, or points to; None when there is none."""
    if (folder / "manifest.json").is_file():
        return folder
    pointer = folder / POINTER
    if not pointer.is_file():
        return None
    target: Path = folder / json.loads(pointer.read_text(encoding="utf-8"))["network"]
    return target if (target / "manifest.json").is_file() else None


def load_network(folder: Path, *, today: date | None = None) -> Network:
    """Load the network in ``folder`` (a ``network-...`` directory or its parent).

    ``today`` decides which values have outlived their shelf life; None = now.

    Raises:
        NetworkMissing: there is none.
        NetworkDamaged: files are missing or of another format.
    """
    found = find_current(folder)
    if found is None:
        raise NetworkMissing(
            f"道路網のデータが「{folder}」にありません。"
            "「routeguide build」で作るか、--network で場所を指定してください。"
        )
    manifest, columns, stored, readings = _read_folder(found)
    return Network(
        manifest=manifest,
        columns=columns,
        stored_places=stored,
        readings=readings,
        today=today or date.today(),  # noqa: DTZ011 - the ward's own day
        folder=found,
    )


def _read_folder(
    folder: Path,
) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]], Any, tuple[Reading, ...]]:
    try:
        manifest = _read_json(folder / "manifest.json")
        if manifest["format"] != FORMAT:
            raise NetworkDamaged(
                f"道路網「{folder.name}」は別の形式です。"
                "もう一度「routeguide build」で作ってください。"
            )
        columns = {
            name.removesuffix(".npy"): _map_column(folder / name)
            for name in manifest["files"]
            if name.endswith(".npy")
        }
        told = _read_json(folder / READINGS) if READINGS in manifest["files"] else []
        readings = tuple(Reading(**row) for row in told)
        return manifest, columns, _read_json(folder / "places.json"), readings
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NetworkDamaged(
            f"道路網「{folder.name}」が壊れています（{error}）。"
            "もう一度「routeguide build」で作ってください。"
        ) from error


def _map_column(path: Path) -> npt.NDArray[Any]:
    """Map a column into memory, read-only, as a plain array (memmap's own indexing is slow)."""
    column: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return column


class Network:
    """One immutable network. All arrays are read-only and shared between processes.

    ``nodes`` are rows 0..n-1, ``edges`` rows 0..m-1 (both directions of a
    passage), links directed in CSR order. See :mod:`routeguide.network.columns`.
    ``folder`` None is a network in memory (drawn ones). ``overlay`` is what was
    laid over it (:mod:`routeguide.network.overlay`).
    """

    def __init__(
        self,
        *,
        manifest: Mapping[str, Any],
        columns: Mapping[str, npt.NDArray[Any]],
        stored_places: Mapping[str, Any],
        today: date,
        readings: Sequence[Reading] = (),
        folder: Path | None = None,
    ) -> None:
        self.folder = folder
        self.today = today
        self.manifest = manifest
        self.places: dict[str, Place] = {
            row["id"]: place_from_json(row) for row in stored_places["places"]
        }
        self.place_node: dict[str, int] = dict(stored_places["node"])
        self.starts: dict[str, tuple[int, ...]] = {
            station: tuple(nodes) for station, nodes in stored_places["starts"].items()
        }
        self.readings = tuple(readings)
        """How the ward says its names are read; none in networks without a ward layer."""
        self.texts = Texts(columns)
        self.base = self
        """The network under the overlay."""
        self.unplaced: tuple[str, ...] = ()
        """Keys of the overlay that name nothing in this network."""
        self._set_columns(columns, {}, {}, NOTHING)

    def _set_columns(
        self,
        columns: Mapping[str, npt.NDArray[Any]],
        edge_changes: Changes,
        point_changes: Changes,
        overlay: Overlay,
    ) -> None:
        self.columns = columns
        self.overlay = overlay
        self.memo: dict[str, object] = {}
        """What upper layers make once for this network."""
        self._passages: dict[tuple[int, bool], Passage] = {}
        changes = {"edge": edge_changes, "point": point_changes}
        sizes = {"edge": len(columns["edge_key"]), "point": len(columns["point_node"])}
        self.tables = {
            name: ValueTable(
                columns, name, today=self.today, texts=self.texts, size=sizes[name],
                changes=changes[name],
            )
            for name in ("edge", "point")
        }  # fmt: skip

    def derive(
        self,
        overlay: Overlay,
        *,
        columns: Mapping[str, npt.NDArray[Any]],
        edge_changes: Changes,
        point_changes: Changes,
        texts: Texts,
        unplaced: Sequence[str],
    ) -> Network:
        """Return this network with an overlay's columns and values in place of its own.

        Used by :func:`routeguide.network.overlay.lay_over`, which makes them.
        """
        twin = copy.copy(self)
        for name in DERIVED:
            twin.__dict__.pop(name, None)
        twin.base, twin.texts, twin.unplaced = self.base, texts, tuple(unplaced)
        twin._set_columns(  # noqa: SLF001 - our own twin
            columns, edge_changes, point_changes, overlay
        )
        return twin

    # -- whole ------------------------------------------------------------

    @property
    def version(self) -> str:
        """The name of the network: the first sixteen digits of its hash."""
        return str(self.manifest["hash"])[:16]

    @cached_property
    def built_at(self) -> datetime | None:
        """When the pointer was set; None for a directory without a pointer."""
        pointer = self.folder.parent / POINTER if self.folder else None
        if self.folder is None or pointer is None or not pointer.is_file():
            return None
        stored = _read_json(pointer)
        return (
            datetime.fromisoformat(stored["built_at"])
            if stored["network"] == self.folder.name
            else None
        )

    @cached_property
    def report(self) -> Mapping[str, Any]:
        """The quality report that was written with the network."""
        report: Mapping[str, Any] = _read_json(self.folder / "report.json") if self.folder else {}
        return report

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.columns["node_key"])

    @property
    def edge_count(self) -> int:
        """Number of passages, both directions counted as one."""
        return len(self.columns["edge_key"])

    @property
    def shared_memo(self) -> dict[str, object]:
        """What depends on nodes, links and lines alone: one with the network under an overlay."""
        same = self.columns["link_to"] is self.base.columns["link_to"]
        return self.base.memo if same else self.memo

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return one column by its name."""
        return self.columns[name]

    def text(self, number: int) -> str | None:
        """Return a text of the string table; None for number 0."""
        return self.texts.text(number)

    # -- values -----------------------------------------------------------

    def values(self, table: str, attribute: str, part: str) -> npt.NDArray[Any]:
        """Return the row of one attribute.

        ``table`` is ``edge`` or ``point``; ``part`` is ``low``, ``high``,
        ``word``, ``evidence`` (not yet expired by age), ``date`` or ``source``.
        """
        return self.tables[table].row(attribute, part)

    def evidence(self, table: str, attribute: str) -> npt.NDArray[np.uint8]:
        """Return evidence codes of one attribute with outlived values marked EXPIRED."""
        return self.tables[table].evidence(attribute)

    # -- pieces -----------------------------------------------------------

    def lonlat(self, node: int) -> LonLat:
        """Return the position of a node (lon, lat)."""
        x, y = self.columns["node_xy"][node]
        return float(x) / DEGREE, float(y) / DEGREE

    def line(self, edge: int) -> tuple[LonLat, ...]:
        """Return the line of an edge from its start to its end (lon, lat)."""
        offsets = self.columns["edge_line_offsets"]
        rows = self.columns["edge_line_xy"][offsets[edge] : offsets[edge + 1]]
        return tuple((x / DEGREE, y / DEGREE) for x, y in rows.tolist())

    def passage(self, edge: int, *, backward: bool = False) -> Passage:
        """Return one passage with everything known of it, in the direction asked."""
        return self.list_passages([edge], [backward])[0]

    def list_passages(self, edges: Sequence[int], backward: Sequence[bool]) -> list[Passage]:
        """Return passages with everything known of them, each in the direction asked.

        Those asked for lately are kept: most ways share the streets around stations.
        """
        wanted = list(zip(edges, backward, strict=True))
        kept = self._passages
        found = {one: passage for one in wanted if (passage := kept.get(one))}
        missing = [one for one in dict.fromkeys(wanted) if one not in found]
        if missing:
            read = self._read_passages(*zip(*missing, strict=True))
            new = dict(zip(missing, read, strict=True))
            if len(kept) + len(new) > MOST_PASSAGES:
                self._passages = kept = {}  # others may be reading the old ones
            kept.update(new)
            found.update(new)
        return [found[one] for one in wanted]

    def _read_passages(self, edges: Sequence[int], backward: Sequence[bool]) -> list[Passage]:
        rows = np.asarray(edges, dtype=np.intp)
        turned = np.flatnonzero(backward).tolist()
        column = {name: self.columns[f"edge_{name}"][rows] for name in PASSAGE_COLUMNS}
        texts = {name: self.texts.list_texts(column[name].tolist()) for name in TEXT_COLUMNS}
        keys, values, lines = texts["key"], self.tables["edge"].list_known(edges), self._lines(rows)
        starts, ends = self._end_keys(rows, turned)
        lows, highs = _levels(column["levels"], turned)
        for number in turned:
            keys[number] = reverse_key(keys[number] or "")
            values[number] = reverse_values(values[number])
            lines[number] = lines[number][::-1]
        flags = column["flags"]
        return list(
            map(
                Passage,
                keys,
                starts,
                ends,
                [KINDS[kind] for kind in column["kind"].tolist()],
                column["length_m"].tolist(),
                lines,
                [ROADS[road] for road in column["class"].tolist()],
                values,
                _names(*(texts[f"name_{language}"] for language in LANGUAGES)),
                [OsmRef(*osm) if osm[0] else None for osm in column["osm"].tolist()],
                lows,
                highs,
                column["layer"].tolist(),
                texts["lift"],
                texts["ward_route"],
                [PLANNED_STATUS if planned else OPEN for planned in (flags & PLANNED).tolist()],
                (flags & CONNECTOR != 0).tolist(),
                (flags & SCHEMATIC != 0).tolist(),
                [not back for back in backward],
                texts["note"],
            )
        )

    def _end_keys(
        self, rows: npt.NDArray[np.intp], turned: Sequence[int]
    ) -> tuple[list[str], list[str]]:
        """Return the keys of the nodes at which passages begin and end in their direction."""
        start, end = self.columns["edge_start"][rows], self.columns["edge_end"][rows]
        start[turned], end[turned] = end[turned], start[turned]
        keys = self.columns["node_key"]
        starts, ends = (self.texts.list_texts(keys[nodes].tolist()) for nodes in (start, end))
        return [key or "" for key in starts], [key or "" for key in ends]

    def _lines(self, rows: npt.NDArray[np.intp]) -> list[tuple[LonLat, ...]]:
        offsets = self.columns["edge_line_offsets"]
        begins, ends = offsets[rows], offsets[rows + 1]
        counts = ends - begins
        lasts = np.cumsum(counts)
        whole = np.arange(counts.sum()) + np.repeat(begins - lasts + counts, counts)
        points = self.columns["edge_line_xy"][whole] / DEGREE
        coords = list(zip(*points.T.tolist(), strict=True))
        firsts = (lasts - counts).tolist()
        pairs = zip(firsts, lasts.tolist(), strict=True)
        return [tuple(coords[first:last]) for first, last in pairs]

    def node_key(self, node: int) -> str:
        """Return the key of a node: ``n<osm id>``, a place id, or a key of ours."""
        return self.text(int(self.columns["node_key"][node])) or ""

    def find_node(self, key: str) -> int | None:
        """Return the row of a node by its key; None when there is none."""
        return self._node_index.find(key)

    def find_edge(self, key: str) -> tuple[int, bool] | None:
        """Return the row of a passage and whether the key names it backward; None when none."""
        for name, backward in ((key, False), (reverse_key(key), True)):
            row = self._edge_index.find(name)
            if row is not None:
                return row, backward
        return None

    @cached_property
    def _node_index(self) -> KeyIndex:
        return KeyIndex(self.texts, self.columns["node_key"])

    @cached_property
    def _edge_index(self) -> KeyIndex:
        return KeyIndex(self.texts, self.columns["edge_key"])

    @cached_property
    def point_row(self) -> npt.NDArray[np.int32]:
        """For every node the row of its point; -1 where it has none."""
        rows = np.full(self.node_count, -1, dtype=np.int32)
        nodes = self.columns["point_node"]
        rows[nodes] = np.arange(len(nodes), dtype=np.int32)
        return rows

    def point(self, node: int) -> Point | None:
        """Return the kerb, gate or door on a node; None where there is none."""
        row = int(self.point_row[node])
        if row < 0:
            return None
        return Point(
            self.node_key(node), self.lonlat(node), self.tables["point"].list_known([row])[0]
        )

    @cached_property
    def link_open(self) -> npt.NDArray[np.bool_]:
        """For every directed link whether it exists today in that direction (not planned)."""
        flags = self.columns["edge_flags"][self.columns["link_edge"]]
        wrong_way = np.where(self.columns["link_backward"], NO_BACKWARD, NO_FORWARD)
        opened: npt.NDArray[np.bool_] = (flags & (wrong_way | PLANNED)) == 0
        return opened

    def list_landmarks(self, edges: Sequence[int]) -> list[tuple[Landmark, ...]]:
        """Return the landmarks along each of some edges, by offset from its start in metres."""
        rows = self._landmark_rows
        return [self._landmarks(edge) if edge in rows else () for edge in edges]

    def _landmarks(self, edge: int) -> tuple[Landmark, ...]:
        found = self._landmarks_kept.get(edge)
        if found is None:
            marks = map(self._landmark, self._landmark_rows[edge])
            ordered = sorted(marks, key=lambda mark: mark.offset_m or 0.0)
            found = self._landmarks_kept[edge] = tuple(ordered)
        return found

    @cached_property
    def _landmarks_kept(self) -> dict[int, tuple[Landmark, ...]]:
        return {}

    @cached_property
    def _landmark_rows(self) -> dict[int, list[int]]:
        rows: dict[int, list[int]] = {}
        for row, edge in enumerate(self.columns["landmark_edge"].tolist()):
            rows.setdefault(edge, []).append(row)
        return rows

    def _landmark(self, row: int) -> Landmark:
        c = self.columns
        x, y = c["landmark_xy"][row]
        edge = int(c["landmark_edge"][row])
        offset = float(c["landmark_offset_m"][row])
        evidence = member_of(Evidence, int(c["landmark_evidence"][row]))
        return Landmark(
            kind=self.text(int(c["landmark_kind"][row])) or "",
            name=self.text(int(c["landmark_name"][row])),
            lonlat=(float(x) / DEGREE, float(y) / DEGREE),
            passage=self.text(int(c["edge_key"][edge])) if edge >= 0 else None,
            offset_m=None if np.isnan(offset) else offset,
            side=SIDES[int(c["landmark_side"][row])],
            evidence=str(evidence),
        )

    def iter_edges(self) -> Iterator[int]:
        """Yield all edge rows."""
        yield from range(self.edge_count)

    @cached_property
    def lift_edges(self) -> dict[str, tuple[int, ...]]:
        """Edge rows of the rides of each lift, by the lift's place id."""
        numbers = self.columns["edge_lift"]
        found: dict[str, list[int]] = {}
        for edge in np.flatnonzero(numbers).tolist():
            found.setdefault(self.text(int(numbers[edge])) or "", []).append(edge)
        return {lift: tuple(edges) for lift, edges in found.items()}


def _levels(
    levels: npt.NDArray[Any], turned: Sequence[int]
) -> tuple[list[float | None], list[float | None]]:
    """Return the floors at which passages begin and end in their direction; None = not known."""
    if np.isnan(levels).all():
        return [None] * len(levels), [None] * len(levels)
    levels[turned] = levels[turned, ::-1]
    starts, ends = (
        [None if math.isnan(level) else level for level in levels[:, end].tolist()]
        for end in (0, 1)
    )
    return starts, ends


def _names(*told: Sequence[str | None]) -> list[dict[str, str]]:
    """Return names by language, only those that are known."""
    return [
        {language: name for language, name in zip(LANGUAGES, names, strict=True) if name}
        if any(names)
        else {}
        for names in zip(*told, strict=True)
    ]


def _read_json(path: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(path.read_text(encoding="utf-8"))
