"""Read a stored network: memory-mapped columns behind a small, read-only face."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.errors import NetworkDamaged, NetworkMissing
from routeguide.model.attributes import ATTRIBUTES, Attribute
from routeguide.model.passage import LonLat, OsmRef, Passage, Point, reverse_key
from routeguide.model.place import Landmark, Place
from routeguide.model.places_json import place_from_json
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, Kind, RoadClass, Status, member_of
from routeguide.network.flags import CONNECTOR, NO_BACKWARD, NO_FORWARD, PLANNED, SCHEMATIC

POINTER = "current"
FORMAT = 1
DEGREE = 1e7
SIDES = (None, "left", "right")
MOST_TEXTS = 50_000
"""Texts kept decoded at most: the streets that are asked for, not the whole table."""

ROW = {attribute.name: row for row, attribute in enumerate(ATTRIBUTES)}


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
    manifest, columns, stored = _read_folder(found)
    return Network(
        manifest=manifest,
        columns=columns,
        stored_places=stored,
        today=today or date.today(),  # noqa: DTZ011 - the ward's own day
        folder=found,
    )


def _read_folder(folder: Path) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]], Any]:
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
        return manifest, columns, _read_json(folder / "places.json")
    except (OSError, ValueError, KeyError) as error:
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
    ``folder`` None is a network in memory (drawn ones).
    """

    def __init__(
        self,
        *,
        manifest: Mapping[str, Any],
        columns: Mapping[str, npt.NDArray[Any]],
        stored_places: Mapping[str, Any],
        today: date,
        folder: Path | None = None,
    ) -> None:
        self.folder = folder
        self.today = today
        self.manifest = manifest
        self.columns = columns
        self.places: dict[str, Place] = {
            row["id"]: place_from_json(row) for row in stored_places["places"]
        }
        self.place_node: dict[str, int] = dict(stored_places["node"])
        self.starts: dict[str, tuple[int, ...]] = {
            station: tuple(nodes) for station, nodes in stored_places["starts"].items()
        }
        self.memo: dict[str, object] = {}
        """What upper layers make once for this network."""
        self._texts: dict[int, str] = {}
        self._evidence: dict[tuple[str, str], npt.NDArray[np.uint8]] = {}

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

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return one column by its name."""
        return self.columns[name]

    def text(self, number: int) -> str | None:
        """Return a text of the string table; None for number 0."""
        if not number:
            return None
        found = self._texts.get(number)
        if found is None:
            start, end = self.columns["string_offsets"][number : number + 2]
            found = bytes(self.columns["string_bytes"][start:end]).decode()
            if len(self._texts) >= MOST_TEXTS:
                self._texts.clear()
            self._texts[number] = found
        return found

    # -- values -----------------------------------------------------------

    def values(self, table: str, attribute: str, part: str) -> npt.NDArray[Any]:
        """Return the row of one attribute.

        ``table`` is ``edge`` or ``point``; ``part`` is ``low``, ``high``,
        ``word``, ``evidence`` (not yet expired by age), ``date`` or ``source``.
        """
        row: npt.NDArray[Any] = self.columns[f"{table}_value_{part}"][ROW[attribute]]
        return row

    def evidence(self, table: str, attribute: str) -> npt.NDArray[np.uint8]:
        """Return evidence codes of one attribute with outlived values marked EXPIRED.

        Codes of :class:`Evidence` (0 = not known); a dated value whose age
        exceeds the shelf life counts as expired, an undated one does not.
        """
        key = (table, attribute)
        if key not in self._evidence:
            codes = np.asarray(self.values(table, attribute, "evidence"))
            days = self.values(table, attribute, "date")
            oldest = self.today.toordinal() - ATTRIBUTES[ROW[attribute]].shelf_life_days
            outlived = (days > 0) & (days < oldest) & (codes > INFERRED)
            self._evidence[key] = np.where(outlived, EXPIRED, codes).astype(np.uint8)
        return self._evidence[key]

    def known(self, table: str, column: int) -> dict[str, Known]:
        """Return all known values of one edge or point by attribute name."""
        codes = self.columns[f"{table}_value_evidence"][:, column]
        return {
            ATTRIBUTES[row].name: self._known(table, ATTRIBUTES[row], row, column)
            for row in np.flatnonzero(codes).tolist()
        }

    def _known(self, table: str, attribute: Attribute, row: int, column: int) -> Known:
        def cell(part: str) -> Any:  # noqa: ANN401 - a number of some width
            return self.columns[f"{table}_value_{part}"][row, column]

        code = int(self.evidence(table, attribute.name)[column])
        evidence = member_of(Evidence, code) or Evidence.INFERRED
        source = self.text(int(cell("source"))) or ""
        day = int(cell("date"))
        checked_on = date.fromordinal(day) if day else None
        if attribute.is_measure:
            low, high = round(float(cell("low")), 3), round(float(cell("high")), 3)
            return Measure(low, high, evidence, source, checked_on)
        word = int(cell("word"))
        member = member_of(attribute.vocabulary, word) if attribute.vocabulary else None
        value = str(member) if member else (self.text(word) or "")
        return Fact(value, evidence, source, checked_on)

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
        passage = self._forward_passage(edge)
        return passage.reversed() if backward else passage

    def _forward_passage(self, edge: int) -> Passage:
        c = self.columns
        flags = int(c["edge_flags"][edge])
        way, from_node, to_node = c["edge_osm"][edge].tolist()
        levels = [None if np.isnan(v) else float(v) for v in c["edge_levels"][edge]]
        names = {
            language: text
            for language in ("ja", "kana", "en")
            if (text := self.text(int(c[f"edge_name_{language}"][edge])))
        }
        return Passage(
            key=self.text(int(c["edge_key"][edge])) or "",
            from_key=self.node_key(int(c["edge_start"][edge])),
            to_key=self.node_key(int(c["edge_end"][edge])),
            kind=member_of(Kind, int(c["edge_kind"][edge])) or Kind.PATH,
            length_m=float(c["edge_length_m"][edge]),
            line=self.line(edge),
            road_class=member_of(RoadClass, int(c["edge_class"][edge])),
            values=self.known("edge", edge),
            names=names,
            osm=OsmRef(way, from_node, to_node) if way else None,
            from_level=levels[0],
            to_level=levels[1],
            layer=int(c["edge_layer"][edge]),
            lift_id=self.text(int(c["edge_lift"][edge])),
            ward_route=self.text(int(c["edge_ward_route"][edge])),
            status=Status.PLANNED if flags & PLANNED else Status.OPEN,
            connector=bool(flags & CONNECTOR),
            schematic=bool(flags & SCHEMATIC),
            note=self.text(int(c["edge_note"][edge])),
        )

    def node_key(self, node: int) -> str:
        """Return the key of a node: ``n<osm id>``, a place id, or a key of ours."""
        return self.text(int(self.columns["node_key"][node])) or ""

    @cached_property
    def node_by_key(self) -> dict[str, int]:
        """Node rows by key."""
        return {self.node_key(node): node for node in range(self.node_count)}

    @cached_property
    def edge_by_key(self) -> dict[str, tuple[int, bool]]:
        """Edge row and whether walked backward, by passage key of either direction."""
        found: dict[str, tuple[int, bool]] = {}
        for edge, number in enumerate(self.columns["edge_key"].tolist()):
            key = self.text(number) or ""
            found[key] = (edge, False)
            found[reverse_key(key)] = (edge, True)
        return found

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
        return Point(self.node_key(node), self.lonlat(node), self.known("point", row))

    @cached_property
    def link_open(self) -> npt.NDArray[np.bool_]:
        """For every directed link whether it exists today in that direction (not planned)."""
        flags = self.columns["edge_flags"][self.columns["link_edge"]]
        wrong_way = np.where(self.columns["link_backward"], NO_BACKWARD, NO_FORWARD)
        opened: npt.NDArray[np.bool_] = (flags & (wrong_way | PLANNED)) == 0
        return opened

    def list_landmarks(self, edge: int) -> list[Landmark]:
        """Return the landmarks along one edge, by offset from its start in metres."""
        rows = self._landmark_rows.get(edge, [])
        return sorted((self._landmark(row) for row in rows), key=lambda mark: mark.offset_m or 0.0)

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


INFERRED, EXPIRED = 1, 2
"""Codes of Evidence (see vocabulary): all above EXPIRED is confirmed."""


def _read_json(path: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(path.read_text(encoding="utf-8"))
