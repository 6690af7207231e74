"""An answer as the JSON of the API (design/web-and-api.md)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from routeguide.directions.describe import describe, describe_no_route
from routeguide.model.attributes import ATTRIBUTES
from routeguide.model.guidance import Block, Guidance
from routeguide.model.place import Place
from routeguide.model.route import Answer, Blocker, Endpoint, Outcome, Route, Segment
from routeguide.model.traveller import Traveller
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import Evidence
from routeguide.routing.relevance import relevant_kinds


def answer_to_json(
    answer: Answer, *, network_info: Mapping[str, Any], language: str = "ja"
) -> dict[str, Any]:
    """Return an answer as strict JSON values (no NaN, no infinity).

    Lengths in metres, durations in seconds; ``bound`` is exact, min, max or
    [low, high]; null = unknown.
    """
    query = answer.query
    body: dict[str, Any] = {
        "status": str(answer.status),
        "network": dict(network_info),
        "question": {
            "from": _endpoint(query.origin, answer.origin),
            "to": _endpoint(query.destination, answer.destination),
            "unknown": str(query.unknown),
            "depart_at": query.depart_at.isoformat(),
            "language": language,
        },
        "traveller": query.traveller.limits(),
        "notices": list(answer.notices),
        "routes": [_route(r, query.traveller, answer.plain, language) for r in answer.routes],
        "blockers": [_blocker(b) for b in answer.blockers],
        "candidates": [dict(row) for row in answer.candidates],
        "nearest_reachable": None,
    }
    if answer.plain is not None:
        body["plain"] = {
            "length_m": answer.plain.length_m,
            "duration_s": round(answer.plain.duration_s),
        }
    if answer.status is Outcome.NO_ROUTE:
        guidance = describe_no_route(answer, language=language)
        body |= _words(guidance)
    return body


def _endpoint(endpoint: Endpoint, place: Place | None) -> dict[str, Any]:
    if place is not None:
        return {"place": place.id, "name": place.name}
    lon, lat = endpoint.lonlat or (None, None)
    return {"lat": lat, "lon": lon}


def _route(
    route: Route, traveller: Traveller, plain: Route | None, language: str
) -> dict[str, Any]:
    guidance = describe(route, traveller=traveller, plain=plain, language=language)
    line = [route.segments[0].passage.line[0]] if route.segments else []
    for segment in route.segments:
        line.extend(segment.passage.line[1:])
    return {
        "label": route.label,
        "length_m": route.length_m,
        "duration_s": round(route.duration_s),
        "evidence_m": dict(route.evidence_m),
        "start_exit": route.start_exit.id if route.start_exit else None,
        "gap_m": route.gap_m,
        "geometry": _line_string(line),
        "segments": [_segment(segment, traveller) for segment in route.segments],
        **_words(guidance),
    }


def _words(guidance: Guidance) -> dict[str, Any]:
    return {
        "summary": guidance.summary,
        "reasons": list(guidance.reasons),
        "blocks": [_block(block) for block in guidance.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "text": block.text,
        "speech": block.speech,
        "caution": list(block.caution),
        "note": list(block.note),
        "distance_m": block.distance_m,
        "clock": block.clock,
        "maneuver": dict(block.maneuver),
        "at": _position(block.at),
    }


def _segment(segment: Segment, traveller: Traveller) -> dict[str, Any]:
    passage = segment.passage
    row: dict[str, Any] = {
        "kind": str(passage.kind),
        "key": passage.key,
        "length_m": round(segment.length_m, 1),
        "duration_s": round(segment.duration_s),
        "starts_at": segment.starts_at.isoformat(timespec="seconds"),
        "road_class": _word(passage.road_class),
        "name": passage.names.get("ja"),
        "geometry": _line_string(passage.line),
        "evidence": _word(segment.evidence),
        "attributes": _attributes(passage.values, segment, traveller),
        "unverified": list(segment.unverified),
        "osm": None,
    }
    if passage.osm:
        osm = passage.osm
        row["osm"] = {"way": osm.way, "from": osm.from_node, "to": osm.to_node}
    if passage.lift_id:
        row["lift"] = {"id": passage.lift_id, "state": _word(segment.lift_state)}
    if segment.point:
        row["point"] = {
            "key": segment.point.key,
            "attributes": {n: _known(k) for n, k in sorted(segment.point.values.items())},
            "unverified": list(segment.point_unverified),
        }
    return row


def _attributes(
    values: Mapping[str, Known], segment: Segment, traveller: Traveller
) -> dict[str, Any]:
    """Return what is known, and null for what matters to this traveller and is not known."""
    relevant = {
        name
        for name, kinds in relevant_kinds(traveller).items()
        if segment.passage.kind in kinds or name in segment.unverified
    }
    return {
        a.name: _known(values[a.name]) if a.name in values else None
        for a in ATTRIBUTES
        if a.name in values or a.name in relevant
    }


def _known(known: Known) -> dict[str, Any]:
    row: dict[str, Any] = {
        "evidence": str(known.evidence),
        "expired": known.evidence is Evidence.EXPIRED,
        "checked_on": known.checked_on.isoformat() if known.checked_on else None,
        "source": known.source,
    }
    if isinstance(known, Fact):
        return {"value": known.value, "bound": "exact", **row}
    low = known.low if math.isfinite(known.low) else None
    high = known.high if math.isfinite(known.high) else None
    if known.exact:
        return {"value": low, "bound": "exact", **row}
    if low is None or high is None:
        value, bound = (high, "max") if low is None else (low, "min")
        return {"value": value, "bound": bound, **row}
    return {"value": None, "bound": [low, high], **row}


def _blocker(blocker: Blocker) -> dict[str, Any]:
    return {
        "at": _position(blocker.at),
        "where": blocker.where,
        "attribute": blocker.attribute,
        "value": _plain_value(blocker.value),
        "limit": _plain_value(blocker.limit),
        "source": blocker.source,
        "checked_on": blocker.checked_on,
        "relaxation": blocker.relaxation,
    }


def _word(member: StrEnum | None) -> str | None:
    return None if member is None else str(member)


def _plain_value(value: Any) -> Any:  # noqa: ANN401 - the value of any attribute
    """Return a blocker's value as strict JSON: no infinity, no enumeration; null = no bound."""
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain_value(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _line_string(line: Any) -> dict[str, Any]:  # noqa: ANN401 - points
    return {"type": "LineString", "coordinates": [_position(point) for point in line]}


def _position(point: tuple[float, float]) -> list[float]:
    return [round(point[0], 7), round(point[1], 7)]
