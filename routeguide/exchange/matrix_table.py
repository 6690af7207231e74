"""A table of ways as JSON, as CSV and as text for a terminal."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from typing import Any

from routeguide.directions.rounding import round_minutes
from routeguide.routing.many import End, Table

NO_WAY = "道なし"


def table_to_json(table: Table, *, network_info: Mapping[str, Any]) -> dict[str, Any]:
    """Return metres and seconds by row and column; null = no way."""
    as_of = table.overlay_as_of
    return {
        "network": {
            **network_info,
            "version": table.network_version,
            "overlay": {
                "revision": table.overlay_revision,
                "as_of": as_of.isoformat(timespec="seconds") if as_of else None,
            },
        },
        "traveller": table.query.traveller.limits(),
        "unknown": str(table.query.unknown),
        "hours_checked": False,
        "origins": [_end(end) for end in table.origins],
        "destinations": [_end(end) for end in table.destinations],
        "length_m": [[_number(v, 1) for v in row] for row in table.matrix.length_m.tolist()],
        "duration_s": [[_number(v, 0) for v in row] for row in table.matrix.duration_s.tolist()],
    }


def table_to_csv(table: Table) -> str:
    """Return one line a pair: from, to, metres, minutes (empty = no way)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["from", "from_name", "to", "to_name", "length_m", "minutes"])
    for row, origin in enumerate(table.origins):
        for column, goal in enumerate(table.destinations):
            metres = float(table.matrix.length_m[row, column])
            seconds = float(table.matrix.duration_s[row, column])
            told = ["", ""] if math.isnan(metres) else [round(metres), round_minutes(seconds)]
            writer.writerow([_key(origin), _name(origin), _key(goal), _name(goal), *told])
    return out.getvalue()


def table_to_text(table: Table) -> str:
    """Return the table for reading, an origin a paragraph, the nearest first."""
    lines: list[str] = []
    for row, origin in enumerate(table.origins):
        lines.append(f"{_name(origin)}から{_why_not(origin)}")
        told = []
        for column, goal in enumerate(table.destinations):
            metres = float(table.matrix.length_m[row, column])
            minutes = (
                round_minutes(float(table.matrix.duration_s[row, column] or 0))
                if (not math.isnan(metres))
                else 0
            )
            words = NO_WAY if math.isnan(metres) else f"{round(metres)}メートル、{minutes}分"
            told.append((math.inf if math.isnan(metres) else metres, _name(goal), words, goal))
        for _, name, words, goal in sorted(told, key=lambda one: one[:2]):
            lines.append(f"  {name}: {words}{_why_not(goal)}")
    lines += [
        "",
        "開いている時間や、止まる予定のエレベーターは見ていません。行く前に一つずつしらべてください。",
    ]
    return "\n".join(lines)


def _end(end: End) -> dict[str, Any]:
    row: dict[str, Any] = {"why_not": end.why_not}
    if end.place is not None:
        return {"place": end.place.id, "name": end.place.name, **row}
    lon, lat = end.endpoint.lonlat or (None, None)
    return {"lat": lat, "lon": lon, **row}


def _key(end: End) -> str:
    if end.place is not None:
        return end.place.id
    lon, lat = end.endpoint.lonlat or (0.0, 0.0)
    return f"{lat},{lon}"


def _name(end: End) -> str:
    return end.place.name if end.place else _key(end)


def _why_not(end: End) -> str:
    return f"（{end.why_not}）" if end.why_not else ""


def _number(value: float, digits: int) -> float | None:
    if math.isnan(value):
        return None
    return round(value, digits) if digits else round(value)
