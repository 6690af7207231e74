"""What GeoJSON (RFC 7946) and GPX 1.1 allow; each returns what is wrong with a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

GPX = "{http://www.topografix.com/GPX/1/1}"
ORDER: Mapping[str, tuple[str, ...]] = {
    "gpx": ("metadata", "wpt", "rte", "trk", "extensions"),
    "metadata": ("name", "desc", "author", "copyright", "link", "time", "keywords", "bounds"),
    "copyright": ("year", "license"),
    "wpt": ("ele", "time", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link", "sym",
            "type"),
    "trk": ("name", "cmt", "desc", "src", "link", "number", "type", "extensions", "trkseg"),
    "trkseg": ("trkpt", "extensions"),
    "trkpt": ("ele", "time"),
}  # fmt: skip
"""Elements and what they hold, in the order of gpx.xsd."""
ONCE = {"metadata", "name", "desc", "copyright", "time", "license", "number", "type"}
DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def find_gpx_faults(text: str) -> list[str]:
    """Return how a text breaks GPX 1.1; empty when it does not."""
    root = ET.fromstring(text)  # noqa: S314 - our own output
    if root.tag != f"{GPX}gpx" or root.get("version") != "1.1" or not root.get("creator"):
        return [f"no GPX 1.1: {root.tag}"]
    return list(_gpx_faults(root))


def _gpx_faults(element: ET.Element) -> Iterator[str]:
    name = element.tag.removeprefix(GPX)
    allowed = ORDER.get(name, ())
    held = [child.tag.removeprefix(GPX) for child in element]
    yield from (f"{child} in {name}" for child in held if child not in allowed)
    places = [allowed.index(child) for child in held if child in allowed]
    if any(a > b for a, b in pairwise(places)):
        yield f"order in {name}: {held}"
    yield from (f"{child} twice" for child in ONCE if held.count(child) > 1)
    if name in {"wpt", "trkpt"}:
        for key, most in (("lat", 90), ("lon", 180)):
            value = element.get(key, "")
            if not DECIMAL.fullmatch(value) or not -most <= float(value) <= most:
                yield f"{key} {value!r}"
    if name == "time":
        when = datetime.fromisoformat(element.text or "")
        if when.utcoffset() is None or when.utcoffset().total_seconds():  # type: ignore[union-attr]
            yield f"time not in UTC: {element.text}"
    if name == "number" and not (element.text or "").isdecimal():
        yield f"number {element.text}"
    for child in element:
        yield from _gpx_faults(child)


def find_geojson_faults(body: Mapping[str, Any]) -> list[str]:
    """Return how a FeatureCollection breaks RFC 7946; empty when it does not."""
    if body.get("type") != "FeatureCollection" or not isinstance(body.get("features"), list):
        return ["no FeatureCollection"]
    found = [
        f"{key} in a FeatureCollection"
        for key in ("geometry", "properties", "coordinates", "geometries", "crs")
        if key in body
    ]
    for feature in body["features"]:
        if feature.get("type") != "Feature" or not isinstance(feature.get("properties"), dict):
            found.append("no Feature")
        if {"coordinates", "geometries", "features"} & set(feature):
            found.append("a Feature with what it may not hold")
        found += _geometry_faults(feature.get("geometry"))
    return found


def _geometry_faults(geometry: Any) -> list[str]:
    if not isinstance(geometry, dict) or {"geometry", "properties", "features"} & set(geometry):
        return ["no geometry"]
    points = geometry.get("coordinates")
    if geometry.get("type") == "Point":
        points = [points]
    elif geometry.get("type") != "LineString":
        return [f"unexpected {geometry.get('type')}"]
    elif not isinstance(points, list) or len(points) < 2:
        return ["a line of fewer than two positions"]
    return [f"no position: {point}" for point in points or [None] if not _is_position(point)]


def _is_position(point: Any) -> bool:
    if not isinstance(point, list) or len(point) != 2:
        return False
    if not all(isinstance(value, float | int) for value in point):
        return False
    lon, lat = point
    return bool(-180 <= lon <= 180 and -90 <= lat <= 90)
