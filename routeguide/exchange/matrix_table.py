"""A table of ways as JSON, as CSV and as text for a terminal."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from routeguide.directions.rounding import round_minutes
from routeguide.directions.words import Words
from routeguide.exchange import said
from routeguide.model.asked import UNSET
from routeguide.model.traveller import get_preset
from routeguide.routing.many import End, Table

NO_WAY = "道なし"
HEADINGS = (
    "from", "from_name", "to", "to_name", "length_m", "minutes", "asked", "network", "overlay",
)  # fmt: skip


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
    """Return one line a pair: from, to, metres, minutes (empty = no way), and what it is based on.

    ``asked`` holds the preset, the limits that differ from it and the unknown
    policy; ``network`` the network's version, ``overlay`` the overlay's revision.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    stamp = [_asked(table), table.network_version, table.overlay_revision]
    for origin, goal, metres, minutes in _pairs(table):
        told = ["", ""] if metres is None else [round(metres), minutes]
        writer.writerow([_key(origin), _name(origin), _key(goal), _name(goal), *told, *stamp])
    return out.getvalue()


def table_to_text(table: Table) -> str:
    """Return the table for reading, an origin a paragraph, the nearest first."""
    lines: list[str] = []
    for _, rows in groupby(_pairs(table), key=lambda row: id(row[0])):
        pairs = list(rows)
        lines.append(f"{_name(pairs[0][0])}から{_why_not(pairs[0][0])}")
        pairs.sort(key=lambda row: (math.inf if row[2] is None else row[2], _name(row[1])))
        for _, goal, metres, minutes in pairs:
            told = NO_WAY if metres is None else f"{round(metres)}メートル、{minutes}分"
            lines.append(f"  {_name(goal)}: {told}{_why_not(goal)}")
    query, words = table.query, Words("ja")
    return "\n".join(
        [
            *lines,
            "",
            "開いている時間や、止まる予定のエレベーターは見ていません。行く前に一つずつしらべてください。",
            "",
            *said.say_applied(words, query.traveller, query.unknown),
            said.based_on(
                words, table.network_version, table.overlay_revision, table.overlay_as_of
            ),
        ]
    )


def _pairs(table: Table) -> Iterator[tuple[End, End, float | None, int]]:
    """Yield (from, to, metres, minutes) of every pair; metres None = no way."""
    for row, origin in enumerate(table.origins):
        for column, goal in enumerate(table.destinations):
            metres = float(table.matrix.length_m[row, column])
            seconds = float(table.matrix.duration_s[row, column])
            if math.isnan(metres):
                yield origin, goal, None, 0
            else:
                yield origin, goal, metres, round_minutes(seconds) if seconds else 0


def _asked(table: Table) -> str:
    traveller = table.query.traveller
    preset = get_preset(traveller.id).limits()
    changed = [
        f"{k}={UNSET[0] if v is None else v}"
        for k, v in traveller.limits().items()
        if v != preset[k]
    ]
    return " ".join([traveller.id, *changed, f"unknown={table.query.unknown}"])


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
