"""What is reached as GeoJSON: areas of small squares, or the streets themselves, by band."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import shapely
from pydantic import Field

from routeguide.exchange.place_answers import NetworkStamp, PlaceRow, Shape
from routeguide.exchange.place_rows import Teller
from routeguide.exchange.route_answers import End, Limits
from routeguide.model.geodesy import metres_per_degree
from routeguide.model.traveller import Group
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import DEGREE, Network
from routeguide.routing.finding import Hit
from routeguide.routing.reach_parts import Stretches
from routeguide.routing.reachable import Arrival, Band, Reached

CELL_M = 50.0
"""The side of a square that is marked when a street in it is reached."""

STEP_M = 20.0
"""Points are set on streets this far apart, so that no square is jumped over."""

DIGITS = 6
"""Of a degree: ten centimetres."""

Lines = npt.NDArray[np.object_]


class BandProperties(Shape):
    """One band; wider ones hold the smaller. Unverified null: nothing was asked (walk)."""

    limit: int
    unit: Literal["minutes", "metres"]
    reached_m: int
    unverified_m: int | None
    unverified_share: float | None = Field(ge=0, le=1)
    facilities: int


class AreaFeature(Shape):
    """A band with what it covers; ``geometry`` null = nothing is reached."""

    type: Literal["Feature"] = "Feature"
    geometry: dict[str, Any] | None
    properties: BandProperties


class ReachedFacility(PlaceRow):
    """A facility with the way to it and the limit of the first band that holds it."""

    length_m: float
    duration_s: int
    within: int


class ReachAnswer(Shape):
    """What is reached (GeoJSON, RFC 7946); the widest band comes first, so that it is drawn below.

    ``partial``: something with opening hours may have been left out though it is open.
    """

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[AreaFeature]
    network: NetworkStamp
    origin: End
    traveller: Limits
    unknown: UnknownPolicy
    depart_at: str
    shape: Literal["areas", "streets"]
    partial: bool
    facilities: list[ReachedFacility]


def reached_to_answer(
    reached: Reached, teller: Teller, *, shape: Literal["areas", "streets"]
) -> ReachAnswer:
    """Return what is reached in the shape of the API."""
    query, place = reached.query, reached.origin
    lon, lat = query.origin.lonlat or (None, None)
    scale = 1 if query.in_metres else 60
    return ReachAnswer(
        features=[
            _feature(teller.network, reached, number, shape)
            for number in reversed(range(len(reached.bands)))
        ],
        network=teller.stamp(),
        origin=End(place=place.id, name=place.name) if place else End(lat=lat, lon=lon),
        traveller=query.traveller.limits(),
        unknown=query.unknown,
        depart_at=query.depart_at.isoformat(),
        shape=shape,
        partial=reached.partial,
        facilities=[
            _facility(one, teller, round(reached.bands[one.band].limit / scale))
            for one in reached.arrivals
        ],
    )


def _facility(one: Arrival, teller: Teller, within: int) -> ReachedFacility:
    row = teller.row(Hit(one.place)).model_dump()
    return ReachedFacility(
        **row, length_m=round(one.length_m, 1), duration_s=round(one.duration_s), within=within
    )


def _feature(network: Network, reached: Reached, number: int, shape: str) -> AreaFeature:
    band, in_metres = reached.bands[number], reached.query.in_metres
    is_asked = reached.query.traveller.group is not Group.WALK
    return AreaFeature(
        geometry=band_geometry(network, band, shape),
        properties=BandProperties(
            limit=round(band.limit if in_metres else band.limit / 60),
            unit="metres" if in_metres else "minutes",
            reached_m=round(band.length_m),
            unverified_m=round(band.unverified_m) if is_asked else None,
            unverified_share=(
                round(band.unverified_m / band.length_m, 3) if is_asked and band.length_m else None
            ),
            facilities=sum(one.band <= number for one in reached.arrivals),
        ),
    )


def band_geometry(network: Network, band: Band, shape: str) -> dict[str, Any] | None:
    """Return what a band covers as GeoJSON: ``areas`` or ``streets``; None where it is nothing."""
    if not len(band.streets.edge):
        return None
    middle = float(np.mean(network.column("node_xy")[:, 1])) / DEGREE
    scale = np.asarray(metres_per_degree(middle))
    lines = _lines(network, band.streets, scale)
    found = _squares(lines) if shape == "areas" else shapely.MultiLineString(lines.tolist())
    placed: Any = shapely.transform(found, lambda xy: np.round(xy / scale, DIGITS))
    told = shapely.geometry.mapping(placed)
    return {"type": told["type"], "coordinates": _as_lists(told["coordinates"])}


def _as_lists(part: Any) -> Any:  # noqa: ANN401 - nested as deep as the geometry is
    return [_as_lists(one) for one in part] if isinstance(part, tuple | list) else part


def _lines(network: Network, streets: Stretches, scale: npt.NDArray[np.float64]) -> Lines:
    """Return the reached parts as lines in metres."""
    offsets = network.column("edge_line_offsets")
    counts = (offsets[1:] - offsets[:-1])[streets.edge]
    owner = np.repeat(np.arange(len(counts)), counts)
    first = np.repeat(offsets[streets.edge] - np.cumsum(counts) + counts, counts)
    rows = first + np.arange(counts.sum())
    points = network.column("edge_line_xy")[rows] / DEGREE * scale
    lines: Lines = shapely.linestrings(points, indices=owner)
    cut = np.flatnonzero((streets.begin > 0) | (streets.end < 1))
    for row in cut.tolist():
        lines[row] = shapely.ops.substring(
            lines[row], streets.begin[row], streets.end[row], normalized=True
        )
    kept: Lines = lines[shapely.length(lines) > 0]  # of some passages both ends are one point
    return kept


def _squares(lines: Lines) -> shapely.Geometry:
    """Return the squares through which lines go, as one area."""
    points = shapely.get_coordinates(shapely.segmentize(lines, STEP_M))
    cells = np.unique(np.floor(points / CELL_M).astype(np.int64), axis=0) * CELL_M
    boxes = shapely.box(cells[:, 0], cells[:, 1], cells[:, 0] + CELL_M, cells[:, 1] + CELL_M)
    return shapely.coverage_union_all(boxes)
