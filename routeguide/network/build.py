"""Build a network: sources in, one immutable directory out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from routeguide.errors import BuildRefused
from routeguide.model.places_json import place_to_json
from routeguide.model.reading import reading_to_json
from routeguide.model.vocabulary import Kind
from routeguide.network.add_ward import add_ward_places
from routeguide.network.assemble import assemble
from routeguide.network.beside import (
    add_drawn_landmarks,
    add_landmarks,
    close_carriageways,
    obstacles_of,
)
from routeguide.network.columns import to_columns
from routeguide.network.crossed import find_crossed_roads
from routeguide.network.draft import Draft
from routeguide.network.elevation import Elevation
from routeguide.network.extract import Extract
from routeguide.network.join import lines_of
from routeguide.network.level_crossings import add_level_crossings
from routeguide.network.report import make_report
from routeguide.network.store import find_current
from routeguide.network.ward import WardLayer
from routeguide.network.ward_routes import add_ward_routes
from routeguide.network.write import write_network

MOST_LOSS = 0.10
"""A build that loses more than this share of nodes, links or lifts is refused."""

NO_SLOPE_KINDS = frozenset({Kind.STEPS, Kind.ESCALATOR, Kind.LIFT, Kind.UNDERPASS, Kind.FOOTBRIDGE})

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BuildInput:
    """What a network is made of; None for what is not used.

    ``osm_ids`` is ``real`` or ``synthetic``; None = decide by the data (real
    when it came from Overpass or every way carries a timestamp).
    """

    extract: Extract | None
    ward: WardLayer | None
    dem: Path | None = None
    osm_ids: str | None = None


def build_network(
    source: BuildInput,
    out: Path,
    *,
    force: bool = False,
    now: datetime | None = None,
    progress: Progress = lambda _text: None,
) -> Path:
    """Build, check and write one network; return its directory.

    Raises:
        BuildRefused: there is nothing to build from, or more than 10 % of the
            nodes, links or lifts of the last network of the same source kind
            would be lost (``force`` overrides the latter).
    """
    if source.extract is None and source.ward is None:
        raise BuildRefused("地図も区のデータもありません。--osm か --ward を指定してください。")
    draft = draft_network(source, progress)
    progress("列に書き出しています")
    columns = to_columns(draft)
    counts = count(draft)
    manifest = _manifest(source, counts)
    last = _last_of_same_kind(out, manifest["source_kind"])
    if last and not force:
        _refuse_losses(counts, last)
    progress("品質を調べています")
    declared = source.ward.readings if source.ward else ()
    report = make_report(draft, counts, manifest, declared)
    return write_network(
        out,
        columns=columns,
        places=_places(draft),
        readings=[reading_to_json(reading) for reading in declared],
        manifest=manifest,
        report=report,
        built_at=now or datetime.now(UTC),
    )


def draft_network(source: BuildInput, progress: Progress = lambda _text: None) -> Draft:
    """Make the draft of a network from its sources."""
    draft = Draft()
    if source.extract:
        progress("道の属性を読み取っています")
        assemble(source.extract, draft)
        add_level_crossings(draft, source.extract)
        close_carriageways(draft)
    if source.ward:
        progress("区のデータを重ねています")
        add_ward_routes(draft, source.ward.routes)
    if source.extract:
        progress("横断する道路を調べています")
        find_crossed_roads(draft)
        lines = obstacles_of(source.extract)
        draft.obstacles = [tuple((x, y) for x, y in line.coords) for line in lines]
    if source.ward:
        add_ward_places(draft, source.ward, source.extract, lines_of(draft.obstacles))
    if source.extract:
        progress("目印をさがしています")
        add_landmarks(draft, source.extract)
        add_drawn_landmarks(draft)
    if source.dem:
        progress("坂を標高データから見積もっています")
        add_slopes(draft, source.dem)
    _drop_unused_nodes(draft)
    return draft


def add_slopes(draft: Draft, dem: Path) -> None:
    """Give an inferred slope to every passage on the ground that has none from a better source."""
    edges = [
        edge
        for edge in draft.edges.values()
        if "slope_pct" not in edge.values
        and edge.kind not in NO_SLOPE_KINDS
        and edge.on_ground
        and not edge.schematic
    ]
    with Elevation.open(dem) as elevation:
        slopes = elevation.slopes_along([edge.line for edge in edges])
    for edge, slope in zip(edges, slopes, strict=True):
        if slope is not None:
            edge.values = {**edge.values, "slope_pct": slope}


def _drop_unused_nodes(draft: Draft) -> None:
    used = {end for edge in draft.edges.values() for end in (edge.start, edge.end)}
    keep = used | {key for key in draft.places if key in draft.nodes}
    draft.nodes = {key: node for key, node in draft.nodes.items() if key in keep}


def count(draft: Draft) -> dict[str, int]:
    """Return the counts that the manifest records and the next build is compared with."""
    return {
        "nodes": len(draft.nodes),
        "links": 2 * len(draft.edges),
        "lifts": len({e.lift_id for e in draft.edges.values() if e.lift_id}),
        "points": len(draft.points),
        "places": len(draft.places),
        "landmarks": len(draft.landmarks),
        "line_points": sum(len(e.line) for e in draft.edges.values()),
    }


def _manifest(source: BuildInput, counts: Mapping[str, int]) -> dict[str, Any]:
    kinds = []
    sources: list[dict[str, Any]] = []
    ids = "none"
    if source.extract:
        kinds.append("osm")
        ids = source.osm_ids or _guess_ids(source.extract)
        sources.append(_osm_source(source.extract))
    if source.ward:
        kinds.append("ward")
        sources.extend(
            {"name": f"ward/{name}", "sha256": digest, "licence": source.ward.licences.get(name)}
            for name, digest in sorted(source.ward.sha256.items())
        )
    if source.dem:
        sources.append(_dem_source(source.dem))
    return {
        "source_kind": "+".join(kinds),
        "osm_ids": ids,
        "counts": dict(counts),
        "sources": sources,
    }


def _guess_ids(extract: Extract) -> str:
    real = extract.kind == "overpass" or extract.every_way_dated
    return "real" if real else "synthetic"


def _osm_source(extract: Extract) -> dict[str, Any]:
    return {
        "name": extract.name,
        "kind": extract.kind,
        "sha256": extract.sha256,
        "licence": "ODbL-1.0",
        "credit": "© OpenStreetMap contributors",
        "data_date": extract.data_date.isoformat() if extract.data_date else None,
    }


def _dem_source(path: Path) -> dict[str, Any]:

    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "name": path.name,
        "kind": "dem",
        "sha256": digest,
        "licence": "国土地理院コンテンツ利用規約",
        "credit": "国土地理院 基盤地図情報（数値標高モデル）を加工して作成",
        "data_date": None,
    }


def _last_of_same_kind(out: Path, kind: str) -> Mapping[str, int] | None:
    """Return the counts of the last network of this kind, of whatever format it is.

    None where there is none or its manifest cannot be read: a damaged network
    is mended by building again.
    """
    try:
        current = find_current(out)
        if current is None:
            return None
        manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
        counts = {name: int(manifest["counts"][name]) for name in LOSSES}
        return counts if manifest["source_kind"] == kind else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


LOSSES = {"nodes": "点", "links": "道", "lifts": "エレベーター"}
"""Counts of which a build may not lose too much, and what they are called."""


def _refuse_losses(counts: Mapping[str, int], before: Mapping[str, int]) -> None:
    for name, word in LOSSES.items():
        if counts[name] < before[name] * (1 - MOST_LOSS):
            raise BuildRefused(
                f"{word}が{before[name]}から{counts[name]}に減るため、書き込みを止めました。"
                "元のデータを確かめてください。それでも置きかえるときは --force を付けてください。"
            )


def _places(draft: Draft) -> dict[str, Any]:
    rows = {key: row for row, key in enumerate(sorted(draft.nodes))}
    return {
        "places": [place_to_json(draft.places[key]) for key in sorted(draft.places)],
        "node": {key: rows[key] for key in sorted(draft.places) if key in rows},
        "starts": {
            station: [rows[key] for key in keys if key in rows]
            for station, keys in sorted(draft.starts.items())
        },
    }
