"""Stations as small graphs: places, gates, exits, lifts, platforms, and the links between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from routeguide.model.place import Place, PlaceKind
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import Evidence, Kind, Status
from routeguide.network.ward_files import (
    Row,
    is_told,
    source_of,
    to_fact,
    to_measure,
    told,
    told_point,
)
from routeguide.network.ward_types import WardNode, WardPassage

KIND_OF_FACILITY: Mapping[str, Kind] = {
    "stairs": Kind.STEPS,
    "escalator": Kind.ESCALATOR,
    "elevator": Kind.LIFT,
}
INSIDE_NOTE = "駅の中の道すじは確認できていません"


@dataclass(frozen=True, slots=True)
class Stations:
    """All stations of the layer as places, nodes, passages and starts."""

    places: tuple[Place, ...]
    nodes: Mapping[str, WardNode]
    passages: tuple[WardPassage, ...]
    starts: Mapping[str, tuple[str, ...]]


def read_stations(rows: Iterable[Row], points: Mapping[str, Row]) -> Stations:
    """Read all stations; ``points`` holds the positions that come from OpenStreetMap."""
    places: list[Place] = []
    nodes: dict[str, WardNode] = {}
    passages: list[WardPassage] = []
    starts: dict[str, tuple[str, ...]] = {}
    for row in rows:
        station = f"station:{row['id']}"
        places += [_station(row, points), *_exits(row), *_lifts(row), *_platforms(row)]
        inside = row["inside"]
        if inside:
            nodes |= {n["id"]: _node(n) for n in inside["nodes"]}
            passages += [_passage(p) for p in inside["passages"]]
            starts[station] = tuple(inside["starts"])
        else:
            mine = list(_hub_passages(row))
            passages += mine
            starts[station] = (station,) if mine else ()
    return Stations(tuple(places), nodes, tuple(passages), starts)


def _station(row: Row, points: Mapping[str, Row]) -> Place:
    station = f"station:{row['id']}"
    names = told(row["names"]) or {}
    return Place(
        id=station,
        kind=PlaceKind.STATION,
        name=row["name"],
        kana=row["kana"]["value"],
        kana_checked=is_told(row["kana"]),
        names={key: names[key] for key in ("en", "ko", "zh-Hans") if key in names},
        lonlat=told_point(row.get("point") or points.get(station)),
        point_is="entrance",
        category="駅",
        address=told(row["address"]),
        group=row["group"],
        in_ward=row["in_ward"],
        facts=_station_facts(row),
    )


def _station_facts(row: Row) -> dict[str, Known]:
    lines = "、".join(f"{line['operator']}{line['line']}" for line in row["lines"])
    routes = row["step_free_routes"]
    least = (told(routes) or {}).get("min")
    toilets = [
        f"{t['floor']} {t['name']}: {told(t['equipment']) or '設備は不明'}" for t in row["toilets"]
    ]
    found = {
        "lines": Fact(lines, Evidence.MAPPED, "ward:SDB"),
        "step_free_routes": to_fact(routes, str(least)) if least is not None else None,
        "toilets": to_fact(row["toilets"][0]["point"], "／".join(toilets)) if toilets else None,
    }
    for door in row["platform_doors"]:
        found[f"platform_door:{door['line']}"] = _door(door["installed"])
    return {name: known for name, known in found.items() if known is not None}


def _door(installed: Row) -> Fact | None:
    return to_fact(installed, "yes" if told(installed) else "no", installed["note"])


def _exits(row: Row) -> Iterator[Place]:
    for exit_row in row["exits"]:
        found = {"facilities": _words(exit_row["facilities"]), "hours": to_fact(exit_row["hours"])}
        yield Place(
            id=f"exit:{row['id']}/{exit_row['code']}",
            kind=PlaceKind.EXIT,
            name=exit_row["label"],
            names={"en": exit_row["label_en"]} if exit_row.get("label_en") else {},
            lonlat=told_point(exit_row["point"]),
            point_is="entrance",
            parent=f"station:{row['id']}",
            in_ward=exit_row.get("in_ward") is not False,
            destination=bool(exit_row["street"]),
            why_not=None if exit_row["street"] else "駅の中の出入口です。",
            facts={name: known for name, known in found.items() if known is not None},
        )


def _words(value: Row) -> Fact | None:
    words = told(value)
    return to_fact(value, "、".join(words)) if words else None


def _lifts(row: Row) -> Iterator[Place]:
    for lift in row["lifts"]:
        found = {"levels": to_fact(lift["levels"]), "hours": to_fact(lift["hours"])}
        yield Place(
            id=f"lift:{row['id']}/{lift['code']}",
            kind=PlaceKind.LIFT,
            name=lift["label"],
            lonlat=told_point(lift["point"]),
            parent=f"station:{row['id']}",
            status=Status(lift["status"]),
            destination=False,
            why_not="エレベーターは目的地にできません。出口を選んでください。",
            facts={name: known for name, known in found.items() if known is not None},
        )


def _platforms(row: Row) -> Iterator[Place]:
    inside = {n["id"]: n for n in row["inside"]["nodes"]} if row["inside"] else {}
    for line in row["lines"]:
        place_id = f"platform:{row['id']}/{line['slug']}"
        doors = [d["installed"] for d in row["platform_doors"] if line["slug"] in d["platforms"]]
        door = (
            to_fact(doors[0], "yes" if told(doors[0]) else "no", doors[0]["note"])
            if doors
            else None
        )
        node = inside.get(place_id)
        yield Place(
            id=place_id,
            kind=PlaceKind.PLATFORM,
            name=f"{row['name']}駅 {line['line']}のホーム",
            lonlat=told_point(node["point"]) if node else None,
            parent=f"station:{row['id']}",
            facts={"platform_door": door} if door else {},
        )


def _node(row: Row) -> WardNode:
    return WardNode(row["id"], told_point(row["point"]), row["level"])


def _passage(row: Row) -> WardPassage:
    return WardPassage(
        id=row["id"],
        from_id=row["from"],
        to_id=row["to"],
        kind=Kind(row["kind"]),
        values=_values(row["values"]),
        lift_id=row["lift"],
        status=Status(row["status"]),
        note=row["note"],
    )


def _values(rows: Mapping[str, Row]) -> dict[str, Known]:
    found: dict[str, Known | None] = {}
    for name, value in rows.items():
        is_number = isinstance(value["value"], int | float) and not isinstance(value["value"], bool)
        found[name] = to_measure(value) if is_number else to_fact(value)
    return {name: known for name, known in found.items() if known is not None}


def _hub_passages(row: Row) -> Iterator[WardPassage]:
    """Yield the links from the station's inside to its street exits, one a means of going up.

    Where nothing is told of an exit, it is a corridor of which nothing is known.
    """
    for exit_row in row["exits"]:
        if not exit_row["street"]:
            continue
        code = exit_row["code"]
        means: list[Any] = told(exit_row["facilities"]) or [None]
        for word in means:
            kind = KIND_OF_FACILITY.get(word, Kind.CORRIDOR) if word else Kind.CORRIDOR
            yield WardPassage(
                id=f"{row['id']}/{code}-{word or 'unknown'}",
                from_id=f"station:{row['id']}",
                to_id=f"exit:{row['id']}/{code}",
                kind=kind,
                values=_exit_values(exit_row),
                lift_id=f"lift:{row['id']}/{code}" if kind is Kind.LIFT else None,
                note=None if kind is Kind.CORRIDOR else INSIDE_NOTE,
            )


def _exit_values(exit_row: Row) -> dict[str, Known]:
    access = Fact("yes", Evidence.INFERRED, source_of(exit_row["point"]))
    hours = to_fact(exit_row["hours"])
    return {"access": access, "hours": hours} if hours else {"access": access}
