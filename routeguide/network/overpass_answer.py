"""Raw Overpass answers -> an extract; a partial, empty or broken answer is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from routeguide.errors import SourceRefused
from routeguide.network.extract import Extract, RawArea, RawWay
from routeguide.network.keep import keeps_area, keeps_node, keeps_way
from routeguide.network.read_osm import close_rings


def tell_refusal(reason: str) -> str:
    """Return the sentence that says what happened and what to do."""
    return (
        f"地図を取り寄せられませんでした: {reason}。"
        "前に取り寄せた地図があれば、そのまま残っています。"
        "しばらくしてからもう一度実行するか、--osm で地図ファイルを指定してください。"
    )


def check_answer(body: object) -> None:
    """Refuse an answer that is partial.

    Raises:
        SourceRefused: it carries a ``remark`` (Overpass ran out of time or
            memory and tells so with HTTP 200) or holds no list of elements.
    """
    if not isinstance(body, dict) or not isinstance(body.get("elements"), list):
        raise SourceRefused(tell_refusal("読めない答えが返りました"))
    if "remark" in body:
        raise SourceRefused(tell_refusal(f"途中までの答えでした（{str(body['remark'])[:120]}）"))


def read_answers(answers: Iterable[Mapping[str, Any]], *, name: str) -> tuple[bytes, Extract]:
    """Return the merged answers as bytes to keep and as an extract; nothing is written yet.

    Raises:
        SourceRefused: they cannot be read, lack something or hold no street.
    """
    try:
        merged = merge_answers(answers)
        blob = json.dumps(merged, ensure_ascii=False, sort_keys=True, allow_nan=False).encode()
        extract = to_extract(merged, name=name, sha256=hashlib.sha256(blob).hexdigest())
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SourceRefused(tell_refusal("読めない答えが返りました")) from error
    if not any("highway" in way.tags for way in extract.ways):
        raise SourceRefused(tell_refusal("道がひとつも入っていない答えでした"))
    return blob, extract


def merge_answers(answers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the elements of all answers, each once, in the order of type and id.

    The date of the data is the oldest that an answer tells. Of an element that
    came twice the later answer's version stands whole.
    """
    elements: dict[tuple[str, int], dict[str, Any]] = {}
    dates = []
    for answer in answers:
        told = answer.get("osm3s", {}).get("timestamp_osm_base")
        if told:
            dates.append(told)
        for element in answer["elements"]:
            elements[element["type"], int(element["id"])] = element
    ordered = [elements[key] for key in sorted(elements)]
    return {"timestamp": min(dates) if dates else None, "elements": ordered}


def to_extract(merged: Mapping[str, Any], *, name: str, sha256: str) -> Extract:
    """Return merged elements in the shape that the build takes.

    Raises:
        SourceRefused: a way or area uses a node that did not come.
    """
    extract = Extract(kind="overpass", name=name, sha256=sha256, data_date=_day(merged))
    members: dict[int, tuple[int, ...]] = {}
    places: dict[int, tuple[float, float]] = {}
    for element in merged["elements"]:
        tags = element.get("tags", {})
        if element["type"] == "node":
            places[element["id"]] = (element["lon"], element["lat"])
            if keeps_node(tags):
                extract.node_tags[element["id"]] = tags
        elif element["type"] == "way":
            members[element["id"]] = tuple(element["nodes"])
            if keeps_way(tags) and len(element["nodes"]) > 1:
                extract.ways.append(RawWay(element["id"], tuple(element["nodes"]), tags))
    extract.areas = [a for e in merged["elements"] if (a := _area(e, members)) is not None]
    _keep_used(extract, places)
    return extract


def _day(merged: Mapping[str, Any]) -> date | None:
    told = merged.get("timestamp")
    return datetime.fromisoformat(told).date() if told else None


def _area(element: Mapping[str, Any], members: Mapping[int, tuple[int, ...]]) -> RawArea | None:
    tags = element.get("tags", {})
    if element["type"] != "relation" or tags.get("type") != "multipolygon" or not keeps_area(tags):
        return None
    ways = [(m["ref"], m["role"]) for m in element["members"] if m["type"] == "way"]
    outer = close_rings([members[w] for w, role in ways if role != "inner" and w in members])
    inner = close_rings([members[w] for w, role in ways if role == "inner" and w in members])
    return RawArea(-element["id"], outer, inner, tags) if outer else None


def _keep_used(extract: Extract, places: Mapping[int, tuple[float, float]]) -> None:
    """Keep the positions that ways, areas and tagged nodes use.

    Overpass sends every node of a way that it sends, wherever it lies: one that
    is missing means that the answer was cut, and a way left out may be the very
    border that nobody may be led across.
    """
    used = {node for way in extract.ways for node in way.nodes} | set(extract.node_tags)
    used |= {n for area in extract.areas for ring in (*area.outer, *area.inner) for n in ring}
    if not used <= places.keys():
        raise SourceRefused(tell_refusal("途中までの答えでした（点が足りません）"))
    extract.lonlat = {node: places[node] for node in sorted(used)}
