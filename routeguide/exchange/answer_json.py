"""An answer as the JSON of the API (design/web-and-api.md)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from routeguide.directions.describe import PLAIN, Manner, describe_answer
from routeguide.directions.naming import where
from routeguide.exchange import said
from routeguide.exchange.segment_json import (
    SegmentWriter,
    list_segments,
    position,
    to_text,
    whole_line,
)
from routeguide.model.guidance import Block, Guidance, Line
from routeguide.model.place import Place
from routeguide.model.route import (
    Answer,
    Assumed,
    Blocker,
    Difference,
    Endpoint,
    NearestReachable,
    OtherEnd,
    Relaxation,
    Route,
    Where,
)
from routeguide.model.traveller import Group
from routeguide.routing.relevance import relevant_kinds

Placer = Callable[[Where], str]


def answer_to_json(
    answer: Answer,
    *,
    network_info: Mapping[str, Any],
    manner: Manner = PLAIN,
    words: bool = True,
) -> dict[str, Any]:
    """Return an answer as strict JSON values (no NaN, no infinity).

    Lengths in metres, durations in seconds; ``bound`` is exact, min, max or
    [low, high]; null = unknown. ``words`` False leaves out summary, reasons
    and blocks: for whoever needs the data alone.
    """
    body = _answer(answer, network_info, manner, words=words)
    relevant = relevant_kinds(answer.query.traveller)
    for row, route in zip(body["routes"], answer.routes, strict=True):
        row["geometry"] = whole_line(route.segments)
        row["segments"] = list_segments(route.segments, relevant)
    return body


def write_json(
    answer: Answer,
    *,
    network_info: Mapping[str, Any],
    manner: Manner = PLAIN,
    words: bool = True,
) -> str:
    """Return :func:`answer_to_json` as text, written in a fraction of the time."""
    body = _answer(answer, network_info, manner, words=words)
    relevant = relevant_kinds(answer.query.traveller)
    routes = []
    for row, route in zip(body["routes"], answer.routes, strict=True):
        writer = SegmentWriter(route.segments, relevant)
        routes.append(_object(row, geometry=writer.write_line(), segments=writer.write()))
    return _object(body, routes=f"[{', '.join(routes)}]")


def _object(row: Mapping[str, Any], **written: str) -> str:
    """Return an object as text, of which some values are written already."""
    told: list[str] = []
    for is_written, names in itertools.groupby(row, written.__contains__):
        if is_written:
            told += [f"{to_text(name)}: {written[name]}" for name in names]
        else:
            told.append(to_text({name: row[name] for name in names})[1:-1])
    return f"{{{', '.join(told)}}}"


def _answer(
    answer: Answer, network_info: Mapping[str, Any], manner: Manner, *, words: bool
) -> dict[str, Any]:
    """Return an answer, its routes without lines and passages."""
    query = answer.query
    place = _placer(manner)
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
            "language": manner.language,
            "length": str(manner.length),
            "ruby": str(manner.ruby),
        },
        "traveller": query.traveller.limits(),
        "notices": said.list_notices(manner.words(Group.WALK), answer),
        "assumed": _assumed(answer.assumed),
        "routes": [_route(route, place) for route in answer.routes],
        "blockers": [_blocker(b, place) for b in answer.blockers],
        "relaxations": [_relaxation(r) for r in answer.relaxations],
        "nearest_reachable": _nearest(answer.nearest, place),
        "other_starts": [_other_end(other) for other in answer.other_starts],
        "other_ends": [_other_end(other) for other in answer.other_ends],
        "partial": answer.partial,
        "candidates": [dict(row) for row in answer.candidates],
    }
    if words:
        _add_words(body, answer, manner)
    return body


def _placer(manner: Manner) -> Placer:
    """Return how a place on the way is told in words: 目白通りの歩道."""
    words = manner.words(Group.WALK)
    return lambda one: words.word(where(one))


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


def _add_words(body: dict[str, Any], answer: Answer, manner: Manner) -> None:
    guidances = describe_answer(answer, manner=manner)
    if answer.routes:
        for row, guidance in zip(body["routes"], guidances, strict=True):
            row.update(_words(guidance))
    else:
        body |= _words(guidances[0])


def _endpoint(endpoint: Endpoint, place: Place | None) -> dict[str, Any]:
    if place is not None:
        return {"place": place.id, "name": place.name}
    lon, lat = endpoint.lonlat or (None, None)
    return {"lat": lat, "lon": lon}


def _route(route: Route, place: Placer) -> dict[str, Any]:
    return {
        "label": route.label,
        "length_m": route.length_m,
        "duration_s": round(route.duration_s),
        "cost": route.cost,
        "evidence_m": dict(route.evidence_m),
        "start_exit": route.start_exit.id if route.start_exit else None,
        "gap_m": route.gap_m,
        "difference": _difference(route.difference, place),
        "better_in": [str(reason) for reason in route.better_in],
        "geometry": None,
        "segments": [],
    }


def line_of(route: Route) -> list[tuple[float, float]]:
    """Return the line of a whole route (lon, lat), each joint once."""
    line = [route.segments[0].passage.line[0]] if route.segments else []
    for segment in route.segments:
        line.extend(segment.passage.line[1:])
    return line


def _difference(difference: Difference | None, place: Placer) -> dict[str, Any] | None:
    if difference is None:
        return None
    return {
        "plain": {
            "length_m": difference.plain_length_m,
            "duration_s": round(difference.plain_duration_s),
        },
        "extra_m": difference.extra_m,
        "extra_s": round(difference.extra_s),
        "avoided": [_blocker(blocker, place) for blocker in difference.avoided],
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


def _nearest(nearest: NearestReachable | None, place: Placer) -> dict[str, Any] | None:
    if nearest is None:
        return None
    return {
        "at": position(nearest.at),
        "where": place(nearest.where),
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
    """Return the words: as written, for the ear, in kana (null in other languages) and furigana."""
    reasons = (*guidance.assumed, *guidance.why)
    return {
        "summary": guidance.summary,
        "summary_speech": guidance.overview.speech,
        "summary_ruby": _ruby(guidance.overview),
        "reasons": list(guidance.reasons),
        "reasons_speech": [line.speech for line in reasons],
        "reasons_ruby": [_ruby(line) for line in reasons],
        "action_first": guidance.action_first,
        "guessed_readings": list(guidance.guessed),
        "blocks": [_block(block) for block in guidance.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "text": block.text,
        "speech": block.speech,
        "kana": block.said.kana or None,
        "ruby": _ruby(block.said),
        "caution": list(block.caution),
        "caution_speech": [line.speech for line in block.cautions],
        "caution_ruby": [_ruby(line) for line in block.cautions],
        "note": list(block.note),
        "note_speech": [line.speech for line in block.notes],
        "note_ruby": [_ruby(line) for line in block.notes],
        "distance_m": block.distance_m,
        "clock": block.clock,
        "maneuver": dict(block.maneuver),
        "at": position(block.at),
    }


def _ruby(line: Line) -> list[list[str | None]] | None:
    """Return text with furigana as pairs (text, reading or null); null where none was asked for."""
    return [list(pair) for pair in line.ruby] or None


def _blocker(blocker: Blocker, place: Placer) -> dict[str, Any]:
    return {
        "at": position(blocker.at),
        "where": place(blocker.where),
        "attribute": blocker.attribute,
        "value": _plain_value(blocker.value),
        "limit": _plain_value(blocker.limit),
        "source": blocker.source,
        "checked_on": blocker.checked_on,
        "relaxation": _plain_value(blocker.relaxation),
        "key": blocker.key,
        "lift": blocker.lift.id if blocker.lift else None,
    }


def _plain_value(value: Any) -> Any:  # noqa: ANN401 - the value of any attribute
    """Return a blocker's value as strict JSON: no infinity, no enumeration; null = no bound."""
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain_value(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
