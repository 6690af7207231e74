"""The passages of a route in the JSON of the API: as values, and as the very same text.

A route has hundreds of passages and few kinds of them: most of their text is
written once an answer and used again (:class:`SegmentWriter`).
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np

from routeguide.model.attributes import ROW
from routeguide.model.passage import LonLat
from routeguide.model.route import Segment
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import Evidence, Kind

Relevant = Mapping[str, frozenset[Kind]]
Position = list[float]
DIGITS = 7
"""Of a degree in JSON: a centimetre."""
NULL = "null"
to_text: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
"""Write strict JSON."""


def list_segments(segments: Sequence[Segment], relevant: Relevant) -> list[dict[str, Any]]:
    """Return the passages of a route."""
    lines = list_positions([segment.passage.line for segment in segments])
    return [
        _segment(segment, relevant, line) for segment, line in zip(segments, lines, strict=True)
    ]


def whole_line(segments: Sequence[Segment]) -> dict[str, Any]:
    """Return the line of a whole route, each joint once."""
    lines = list_positions([segment.passage.line for segment in segments])
    whole = [*lines[0][:1], *(at for line in lines for at in line[1:])] if lines else []
    return line_string(whole)


def list_positions(lines: Sequence[Sequence[LonLat]]) -> list[list[Position]]:
    """Return lines as JSON, all at once: see :func:`position`."""
    points = np.asarray([point for line in lines for point in line], dtype=np.float64)
    told = np.round(points, DIGITS).tolist()
    ends = itertools.accumulate(map(len, lines), initial=0)
    return [told[begin:end] for begin, end in itertools.pairwise(ends)]


def position(point: tuple[float, float]) -> Position:
    """Return a point as JSON: [longitude, latitude] to a centimetre."""
    return [round(point[0], DIGITS), round(point[1], DIGITS)]


def line_string(line: list[Position]) -> dict[str, Any]:
    """Return a line as GeoJSON."""
    return {"type": "LineString", "coordinates": line}


def word_or_null(member: StrEnum | None) -> str | None:
    """Return the word that a member stands for."""
    return None if member is None else str(member)


def _segment(segment: Segment, relevant: Relevant, line: list[Position]) -> dict[str, Any]:
    passage = segment.passage
    row: dict[str, Any] = {
        "kind": str(passage.kind),
        "key": passage.key,
        "length_m": round(segment.length_m, 1),
        "duration_s": round(segment.duration_s),
        "starts_at": segment.starts_at.isoformat(timespec="seconds"),
        "road_class": word_or_null(passage.road_class),
        "name": passage.names.get("ja"),
        "geometry": line_string(line),
        "evidence": word_or_null(segment.evidence),
        "attributes": _attributes(segment, relevant),
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
            "state": word_or_null(segment.lift_state),
            "until": until.isoformat(timespec="minutes") if until else None,
        }
    if segment.point:
        row["point"] = {
            "key": segment.point.key,
            "attributes": {n: known_to_json(k) for n, k in sorted(segment.point.values.items())},
            "unverified": list(segment.point_unverified),
        }
    return row


def _attributes(segment: Segment, relevant: Relevant) -> dict[str, Any]:
    """Return what is known, and null for what matters to this traveller and is not known."""
    kind, values = segment.passage.kind, segment.passage.values
    wanted = [name for name, kinds in relevant.items() if kind in kinds]
    wanted += [name for name in segment.unverified if name in relevant]
    names = _in_order(*wanted, *values)
    return {name: known_to_json(values[name]) if name in values else None for name in names}


@lru_cache(maxsize=4096)
def _in_order(*names: str) -> tuple[str, ...]:
    """Return attributes in the order of the catalogue, each once."""
    return tuple(sorted(set(names), key=ROW.__getitem__))


def known_to_json(known: Known) -> dict[str, Any]:
    """Return a value with its bound, evidence, date and source; null = no bound on that side."""
    return _known_row(known).copy()


@lru_cache(maxsize=4096)
def _known_row(known: Known) -> dict[str, Any]:
    row: dict[str, Any] = {
        "evidence": str(known.evidence),
        "expired": known.evidence is Evidence.EXPIRED,
        "checked_on": known.checked_on.isoformat() if known.checked_on else None,
        "source": known.source,
    }
    if isinstance(known, Fact):
        return {"value": known.value, "bound": "exact", **row}
    low, high = (end + 0.0 if math.isfinite(end) else None for end in (known.low, known.high))
    if known.exact:
        return {"value": low, "bound": "exact", **row}
    if low is None or high is None:
        value, bound = (high, "max") if low is None else (low, "min")
        return {"value": value, "bound": bound, **row}
    return {"value": None, "bound": [low, high], **row}


class SegmentWriter:
    """Writes the passages of one route as text: what ``to_text(list_segments(...))`` gives.

    Names, words and values that come again are written once. Values are known
    again as the same objects, which the route keeps.
    """

    def __init__(self, segments: Sequence[Segment], relevant: Relevant) -> None:
        """Write all positions at once."""
        self.segments, self.relevant = segments, relevant
        self._positions = list_positions([segment.passage.line for segment in segments])
        told = to_text([point for line in self._positions for point in line])[2:-2].split("], [")
        ends = itertools.accumulate(map(len, self._positions), initial=0)
        self._lines = [told[begin:end] for begin, end in itertools.pairwise(ends)]
        self._texts: dict[Hashable, str] = {None: NULL}
        self._values: dict[Hashable, str] = {}
        self._minutes: dict[Hashable, tuple[str, str]] = {}

    def write(self) -> str:
        """Return the list of the passages."""
        told = map(self._write, self.segments, self._positions, self._lines)
        return f"[{', '.join(told)}]"

    def write_line(self) -> str:
        """Return the line of the whole route, each joint once."""
        joined = [at for line in self._lines for at in line[1:]]
        return _line_text([*self._lines[0][:1], *joined] if self._lines else [])

    def _write(self, segment: Segment, line: list[Position], points: Sequence[str]) -> str:
        passage = segment.passage
        if passage.lift_id or segment.point:  # few have more to tell
            return to_text(_segment(segment, self.relevant, line))
        osm, text = passage.osm, self._text
        origin = (
            f'{{"way": {osm.way}, "from": {osm.from_node}, "to": {osm.to_node}}}' if osm else NULL
        )
        return (
            f'{{"kind": {text(passage.kind)}, "key": {to_text(passage.key)}, '
            f'"length_m": {round(segment.length_m, 1)!r}, '
            f'"duration_s": {round(segment.duration_s)}, '
            f'"starts_at": "{self._clock(segment.starts_at)}", '
            f'"road_class": {text(passage.road_class)}, '
            f'"name": {text(passage.names.get("ja"))}, "geometry": {_line_text(points)}, '
            f'{self._known(segment)}, "osm": {origin}}}'
        )

    def _text(self, value: Any) -> str:  # noqa: ANN401 - a text, words, or None
        found = self._texts.get(value)
        if found is None:
            found = self._texts[value] = to_text(value)
        return found

    def _known(self, segment: Segment) -> str:
        """Return what is known of a passage, how, and what is not."""
        passage = segment.passage
        values = passage.values
        key = (
            passage.kind, segment.evidence, segment.unverified, *values, *map(id, values.values()),
        )  # fmt: skip
        found = self._values.get(key)
        if found is None:
            told = {
                "evidence": word_or_null(segment.evidence),
                "attributes": _attributes(segment, self.relevant),
                "unverified": list(segment.unverified),
            }
            found = self._values[key] = to_text(told)[1:-1]
        return found

    def _clock(self, at: datetime) -> str:
        """Return a moment to the second: all of one minute begin and end alike."""
        minute = (at.day, at.hour, at.minute, at.fold)
        found = self._minutes.get(minute)
        if found is None:
            whole = at.isoformat(timespec="minutes")
            found = self._minutes[minute] = whole[:16], whole[16:]
        return f"{found[0]}:{at.second:02d}{found[1]}"


def _line_text(points: Sequence[str]) -> str:
    inner = f"[{'], ['.join(points)}]" if points else ""
    return f'{{"type": "LineString", "coordinates": [{inner}]}}'
