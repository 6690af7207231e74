"""Public facilities of the ward layer as places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from routeguide.model.place import Place, PlaceKind
from routeguide.model.values import Known
from routeguide.network.ward_files import Row, day_of, is_told, to_fact, told, told_point

CONFIRMED_WITHIN = timedelta(days=5 * 365)
"""A place not confirmed within five years is asked about by telephone (design/network.md)."""

ASK_FIRST = "所在地を電話で確かめてください"


def read_facilities(
    rows: Iterable[Row], points: Mapping[str, Row], today: date
) -> tuple[Place, ...]:
    """Read all facilities; ``points`` holds the positions that come from OpenStreetMap."""
    return tuple(_facility(row, points, today) for row in rows)


def _facility(row: Row, points: Mapping[str, Row], today: date) -> Place:
    place_id = f"facility:{row['id']}"
    point = row.get("point") or points.get(place_id)
    lonlat = told_point(point)
    destination = row["destination"] and lonlat is not None
    return Place(
        id=place_id,
        kind=PlaceKind.FACILITY,
        name=row["name"],
        kana=row["kana"]["value"],
        kana_checked=is_told(row["kana"]),
        lonlat=lonlat,
        point_is=row["point_is"],
        category=row["category"],
        address=told(row["address"]),
        telephone=told(row["telephone"]),
        destination=destination,
        why_not=None if destination else _why_not(row),
        caution=row["caution"] or _stale_caution(point, today),
        facts=_facts(row),
    )


def _why_not(row: Row) -> str:
    """Return why there is no route to a place, and where to ask."""
    reason = row["why_not"] or "位置が確認できていません"
    parts = [f"{row['name']}は、{reason}。道順は案内できません。"]
    if told(row["address"]):
        parts.append(f"住所は{told(row['address'])}です。")
    if told(row["telephone"]):
        parts.append(f"電話は{told(row['telephone'])}です。")
    return "".join(parts)


def _stale_caution(point: Row | None, today: date) -> str | None:
    """Return the request to ask by telephone where position and existence are old news."""
    day = day_of(point) if point else None
    return ASK_FIRST if day is None or today - day > CONFIRMED_WITHIN else None


def _facts(row: Row) -> dict[str, Known]:
    toilets = [f"{t['name']}: {told(t['equipment']) or '設備は不明'}" for t in row["toilets"]]
    found = {
        "toilets": to_fact(row["toilets"][0]["point"], "／".join(toilets)) if toilets else None,
        "equipment": to_fact(row.get("equipment")),
        "evacuation_base": to_fact(row.get("evacuation_base"), "yes"),
    }
    return {name: known for name, known in found.items() if known is not None}
