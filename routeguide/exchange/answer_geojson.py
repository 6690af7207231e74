"""An answer as GeoJSON (RFC 7946): routes, their segments, what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routeguide.directions.describe import PLAIN, Manner
from routeguide.exchange.answer_json import answer_to_json
from routeguide.model.route import Answer

MEDIA_TYPE = "application/geo+json"


def answer_to_geojson(
    answer: Answer,
    *,
    network_info: Mapping[str, Any],
    manner: Manner = PLAIN,
) -> dict[str, Any]:
    """Return a FeatureCollection; ``role`` of a feature tells what it is.

    Routes come first (``route``), each followed by its passages (``segment``)
    and the points of its steps (``block``); ``route`` is the number of the
    route (0 = the best). Then come what stands in the way (``blocker``), the
    nearest place that can be reached (``nearest_reachable``) and the streets
    to choose from (``candidate``); without a route there is no line. What the
    whole answer says stands beside the features, network version and overlay
    revision among it. ``assumed`` marks every feature of an answer that is
    only assumed, ``is_unverified`` every passage that is not confirmed.
    """
    body = answer_to_json(answer, network_info=network_info, manner=manner)
    features = [
        feature
        for number, route in enumerate(body.pop("routes"))
        for feature in _route_features(route, number)
    ]
    features += _points(body)
    assumed = body["assumed"] is not None
    for feature in features:
        feature["properties"]["assumed"] = assumed
    return {"type": "FeatureCollection", "features": features, **body}


def _route_features(route: dict[str, Any], number: int) -> Iterator[dict[str, Any]]:
    segments, blocks = route.pop("segments"), route.pop("blocks")
    yield _feature(route.pop("geometry"), role="route", route=number, **route)
    for segment in segments:
        line = segment.pop("geometry")
        doubts = [*segment["unverified"], *segment.get("point", {}).get("unverified", [])]
        yield _feature(line, role="segment", route=number, is_unverified=bool(doubts), **segment)
    for step, block in enumerate(blocks, 1):
        yield _feature(_point(block.pop("at")), role="block", route=number, step=step, **block)


def _points(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    placed = [("blocker", row) for row in body["blockers"]]
    if body["nearest_reachable"]:
        placed.append(("nearest_reachable", body["nearest_reachable"]))
    for role, row in placed:
        told = {key: value for key, value in row.items() if key != "at"}
        yield _feature(_point(row["at"]), role=role, **told)
    for row in body["candidates"]:
        told = {key: value for key, value in row.items() if key not in {"lon", "lat"}}
        yield _feature(_point([row["lon"], row["lat"]]), role="candidate", **told)


def _point(at: list[float]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": at}


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"type": "Feature", "geometry": geometry, "properties": properties}
