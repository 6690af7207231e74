"""An answer as the JSON of the API (design/web-and-api.md)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from routeguide.directions.describe import describe, describe_no_route
from routeguide.model.attributes import ROW
from routeguide.model.guidance import Block, Guidance
from routeguide.model.place import Place
from routeguide.model.route import (
    Answer,
    Assumed,
    Blocker,
    Difference,
    Endpoint,
    NearestReachable,
    OtherEnd,
    Outcome,
    Relaxation,
    Route,
    Segment,
)
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import Evidence, Kind
from routeguide.routing.relevance import relevant_kinds

Relevant = Mapping[str, frozenset[Kind]]


def answer_to_json(
    answer: Answer,
    *,
    network_info: Mapping[str, Any],
    language: str = "ja",
    length: str = "full",
    words: bool = True,
) -> dict[str, Any]:
    """Return an answer as strict JSON values (no NaN, no infinity).

    Lengths in metres, durations in seconds; ``bound`` is exact, min, max or
    [low, high]; null = unknown. ``words`` False leaves out summary, reasons
    and blocks: for whoever needs the data alone.
    """
    query = answer.query
    body: dict[str, Any] = {
        "status": str(answer.status),
        "network": stamp(answer, network_info),
        "question": {
            "from": _endpoint(query.origin, answer.origin),
            "to": _endpoint(query.destination, answer.destination),
            "unknown": str(query.unknown),
            "depart_at": query.depart_at.isoformat(),
            "alternatives": query.alternatives,
            "what_if": list(query.what_if),
            "language": language,
            "length": length,
        },
        "traveller": query.traveller.limits(),
        "notices": list(answer.notices),
        "assumed": _assumed(answer.assumed),
        "routes": [_route(route, answer) for route in answer.routes],
        "blockers": [_blocker(b) for b in answer.blockers],
        "relaxations": [_relaxation(r) for r in answer.relaxations],
        "nearest_reachable": _nearest(answer.nearest),
        "other_starts": [_other_end(other) for other in answer.other_starts],
        "other_ends": [_other_end(other) for other in answer.other_ends],
        "partial": answer.partial,
        "candidates": [dict(row) for row in answer.candidates],
    }
    if words:
        _add_words(body, answer, language, length)
    return body


def stamp(answer: Answer, network_info: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every artefact carries: network version, overlay revision and time."""
    as_of = answer.overlay_as_of
    return {
        **network_info,
        "version": answer.network_version,
        "overlay": {
            "revision": answer.overlay_revision,
            "as_of": as_of.isoformat(timespec="seconds") if as_of else None,
        },
    }


def _add_words(body: dict[str, Any], answer: Answer, language: str, length: str) -> None:
    traveller = answer.query.traveller
    for row, route in zip(body["routes"], answer.routes, strict=True):
        guidance = describe(
            route, traveller=traveller, answer=answer, language=language, length=length
        )
        row.update(_words(guidance))
    if answer.status is Outcome.NO_ROUTE:
        body |= _words(describe_no_route(answer, language=language))


def _endpoint(endpoint: Endpoint, place: Place | None) -> dict[str, Any]:
    if place is not None:
        return {"place": place.id, "name": place.name}
    lon, lat = endpoint.lonlat or (None, None)
    return {"lat": lat, "lon": lon}


def _route(route: Route, answer: Answer) -> dict[str, Any]:
    traveller = answer.query.traveller
    relevant = relevant_kinds(traveller)
    return {
        "label": route.label,
        "length_m": route.length_m,
        "duration_s": round(route.duration_s),
        "cost": route.cost,
        "evidence_m": dict(route.evidence_m),
        "start_exit": route.start_exit.id if route.start_exit else None,
        "gap_m": route.gap_m,
        "difference": _difference(route.difference),
        "better_in": [str(reason) for reason in route.better_in],
        "geometry": _line_string(line_of(route)),
        "segments": [_segment(segment, relevant) for segment in route.segments],
    }


def line_of(route: Route) -> list[tuple[float, float]]:
    """Return the line of a whole route (lon, lat), each joint once."""
    line = [route.segments[0].passage.line[0]] if route.segments else []
    for segment in route.segments:
        line.extend(segment.passage.line[1:])
    return line


def _difference(difference: Difference | None) -> dict[str, Any] | None:
    if difference is None:
        return None
    return {
        "plain": {
            "length_m": difference.plain_length_m,
            "duration_s": round(difference.plain_duration_s),
        },
        "extra_m": difference.extra_m,
        "extra_s": round(difference.extra_s),
        "avoided": [_blocker(blocker) for blocker in difference.avoided],
        "better_in": [str(reason) for reason in difference.better_in],
    }


def _assumed(assumed: Assumed | None) -> dict[str, Any] | None:
    if assumed is None:
        return None
    duration = assumed.duration_s
    return {
        "changes": [
            {
                "text": change.text,
                "change": change.change,
                "key": change.key,
                "attribute": change.attribute,
                "value": _plain_value(change.value),
            }
            for change in assumed.changes
        ],
        "without": {
            "status": str(assumed.status),
            "length_m": assumed.length_m,
            "duration_s": None if duration is None else round(duration),
        },
        "same_way": assumed.same_way,
    }


def _relaxation(one: Relaxation) -> dict[str, Any]:
    return {
        "opening": str(one.opening),
        "key": one.key,
        "value": _plain_value(one.value),
        "length_m": one.length_m,
        "duration_s": round(one.duration_s),
    }


def _nearest(nearest: NearestReachable | None) -> dict[str, Any] | None:
    if nearest is None:
        return None
    return {
        "at": position(nearest.at),
        "where": nearest.where,
        "length_m": nearest.length_m,
        "duration_s": round(nearest.duration_s),
        "left_m": nearest.left_m,
    }


def _other_end(other: OtherEnd) -> dict[str, Any]:
    return {
        "place": other.place.id,
        "name": other.place.name,
        "length_m": other.length_m,
        "duration_s": round(other.duration_s),
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
        "at": position(block.at),
    }


def _segment(segment: Segment, relevant: Relevant) -> dict[str, Any]:
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
        "attributes": _attributes(passage.values, segment, relevant),
        "unverified": list(segment.unverified),
        "osm": None,
    }
    if passage.osm:
        osm = passage.osm
        row["osm"] = {"way": osm.way, "from": osm.from_node, "to": osm.to_node}
    if passage.lift_id:
        until = segment.lift_until
        row["lift"] = {
            "id": passage.lift_id,
            "state": _word(segment.lift_state),
            "until": until.isoformat(timespec="minutes") if until else None,
        }
    if segment.point:
        row["point"] = {
            "key": segment.point.key,
            "attributes": {n: _known(k) for n, k in sorted(segment.point.values.items())},
            "unverified": list(segment.point_unverified),
        }
    return row


def _attributes(
    values: Mapping[str, Known], segment: Segment, relevant: Relevant
) -> dict[str, Any]:
    """Return what is known, and null for what matters to this traveller and is not known."""
    kind = segment.passage.kind
    wanted = {name for name, kinds in relevant.items() if kind in kinds}
    wanted |= set(segment.unverified) & set(relevant)
    names = sorted(wanted | set(values), key=ROW.__getitem__)
    return {name: _known(values[name]) if name in values else None for name in names}


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
        "at": position(blocker.at),
        "where": blocker.where,
        "attribute": blocker.attribute,
        "value": _plain_value(blocker.value),
        "limit": _plain_value(blocker.limit),
        "source": blocker.source,
        "checked_on": blocker.checked_on,
        "relaxation": _plain_value(blocker.relaxation),
        "key": blocker.key,
        "lift": blocker.lift.id if blocker.lift else None,
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
    return {"type": "LineString", "coordinates": [position(point) for point in line]}


def position(point: tuple[float, float]) -> list[float]:
    """Return a point as JSON: [longitude, latitude] to a centimetre."""
    return [round(point[0], 7), round(point[1], 7)]
