"""An answer as GeoJSON (RFC 7946): routes, their segments, what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routeguide.exchange.answer_json import answer_to_json
from routeguide.model.route import Answer

MEDIA_TYPE = "application/geo+json"


def answer_to_geojson(
    answer: Answer,
    *,
    network_info: Mapping[str, Any],
    language: str = "ja",
) -> dict[str, Any]:
    """Return a FeatureCollection; ``role`` of a feature is route, segment, block or blocker.

    Routes come first, each followed by its segments and the points of its
    blocks; ``route`` is the number of the route (0 = the best). What the
    whole answer says stands beside the features.
    """
    body = answer_to_json(answer, network_info=network_info, language=language)
    features: list[dict[str, Any]] = []
    for number, route in enumerate(body.pop("routes")):
        features += _route_features(route, number)
    for blocker in body["blockers"]:
        point = {"type": "Point", "coordinates": blocker["at"]}
        told = {key: value for key, value in blocker.items() if key != "at"}
        features.append(_feature(point, role="blocker", **told))
    return {"type": "FeatureCollection", "features": features, **body}


def _route_features(route: dict[str, Any], number: int) -> list[dict[str, Any]]:
    segments, blocks = route.pop("segments"), route.pop("blocks")
    found = [_feature(route.pop("geometry"), role="route", route=number, **route)]
    for segment in segments:
        line = segment.pop("geometry")
        found.append(_feature(line, role="segment", route=number, **segment))
    for step, block in enumerate(blocks, 1):
        point = {"type": "Point", "coordinates": block.pop("at")}
        found.append(_feature(point, role="block", route=number, step=step, **block))
    return found


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"type": "Feature", "geometry": geometry, "properties": properties}
