"""The ward layer: stations, lifts, facilities, ward routes, readings (``graphdata/ward``).

Confidence decides what is handed out: read = mapped, derived = inferred;
general knowledge and unknown stay in the file and reach no verdict and no
sentence (readings excepted: they are spoken, and listed for checking).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from routeguide.model.passage import LonLat
from routeguide.model.place import Place
from routeguide.model.reading import Reading
from routeguide.model.vocabulary import Kind, RoadClass
from routeguide.network import ward_places, ward_stations
from routeguide.network.ward_files import raise_findings, read_files
from routeguide.network.ward_types import (
    WardCrossing,
    WardLeg,
    WardNode,
    WardPassage,
    WardRoute,
)

LICENCES: Mapping[str, str] = {
    "facilities-osm.json": "ODbL-1.0",
    "stations-osm.json": "ODbL-1.0",
    "routes.json": "ODbL-1.0",
}
"""Files derived from OpenStreetMap; the others follow their sources (graphdata/LICENSE)."""


@dataclass(frozen=True, slots=True)
class WardLayer:
    """Everything the ward knows, ready to be put into a network.

    ``station_starts`` names for each station the nodes at which its trips
    start; an empty tuple leaves it to the build (mapped entrances or the
    nearest street).
    """

    places: tuple[Place, ...]
    nodes: Mapping[str, WardNode]
    passages: tuple[WardPassage, ...]
    routes: tuple[WardRoute, ...]
    readings: tuple[Reading, ...]
    station_starts: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, Mapping[str, Any]]
    sha256: Mapping[str, str]
    licences: Mapping[str, str] = field(default_factory=dict)


def load_ward(folder: Path, *, today: date) -> WardLayer:
    """Load and check the ward layer.

    ``today`` decides which places were last confirmed too long ago.

    Raises:
        WardDataError: files are missing, break their schema, repeat an id or
            refer to something that is not there; all findings at once.
    """
    content, hashes = read_files(folder)
    points = {
        row["id"]: row["point"]
        for name in ("stations-osm", "facilities-osm")
        for row in content[name]["points"]
    }
    stations = ward_stations.read_stations(content["stations"]["stations"], points)
    facilities = ward_places.read_facilities(content["facilities"]["facilities"], points, today)
    routes = tuple(_route(row) for row in content["routes"]["routes"])
    layer = WardLayer(
        places=(*stations.places, *facilities),
        nodes=stations.nodes,
        passages=stations.passages,
        routes=routes,
        readings=tuple(Reading(**row) for row in content["readings"]["readings"]),
        station_starts=stations.starts,
        sources={row["id"]: row for row in content["sources"]["sources"]},
        sha256=hashes,
        licences={name: LICENCES.get(name, "graphdata/LICENSE") for name in hashes},
    )
    raise_findings(list_broken_references(layer))
    return layer


def list_broken_references(layer: WardLayer) -> list[str]:
    """Return ids that are repeated, and references to what is not there."""
    ids = [place.id for place in layer.places]
    known = {*ids, *layer.nodes}
    found = [
        f"id が重なっています: {name}" for name in sorted({i for i in ids if ids.count(i) > 1})
    ]
    for passage in layer.passages:
        found += [
            f"{passage.id}: {end} がありません"
            for end in (passage.from_id, passage.to_id, passage.lift_id)
            if end is not None and end not in known
        ]
    for route in layer.routes:
        ends = (route.from_station_id, route.from_exit_id, route.to_facility_id)
        found += [f"{route.route_id}: {e} がありません" for e in ends if e and e not in known]
    return found


def _route(row: Mapping[str, Any]) -> WardRoute:
    legs = tuple(
        WardLeg(
            line=tuple(_pair(point) for point in leg["line"]),
            kind=Kind(leg["kind"]),
            road_class=RoadClass(leg["road_class"]) if leg["road_class"] else None,
            name=leg["name"],
            at_end=leg["at_end"],
        )
        for leg in row["legs"]
    )
    crossed = tuple(
        WardCrossing(
            at=_pair(c["at"]),
            road_class=RoadClass(c["road_class"]),
            name=c["name"],
            signal_at_junction=c["signal_at_junction"],
        )
        for c in row["roads_crossed"]
    )
    return WardRoute(
        route_id=row["route_id"],
        name_ja=row["name_ja"],
        designation_status=row["designation_status"],
        document_no=row["document_no"],
        from_station_id=row["from_station_id"],
        from_exit_id=row["from_exit_id"],
        from_point=_pair(row["from_point"]),
        to_facility_id=row["to_facility_id"],
        to_point=_pair(row["to_point"]),
        legs=legs,
        roads_crossed=crossed,
    )


def _pair(point: list[float]) -> LonLat:
    return float(point[0]), float(point[1])
