"""Fetch raw OpenStreetMap data from an Overpass server through osmnx.

osmnx asks, in one question for all (it divides a big area by itself): all
elements are of one moment, and the server is asked once. A hook on its requests keeps
every raw answer with all tags and refuses what osmnx lets pass: HTTP 200 with
a ``remark`` (a partial answer), an empty answer, an error status that osmnx
would repeat for ever. The last good answer stays untouched until a new one is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import osmnx as ox
import requests
import shapely
from osmnx._errors import CacheOnlyInterruptError

from routeguide.errors import SourceRefused
from routeguide.network.extract import Extract, RawArea, RawWay
from routeguide.network.keep import (
    LANDMARK_VALUES,
    POINT_KEYS,
    RAILWAYS,
    WATERWAYS,
    keeps_area,
    keeps_node,
    keeps_way,
)
from routeguide.network.read_osm import close_rings

Progress = Callable[[str], None]

NERIMA_BOUNDS = (139.5628, 35.7119, 139.6813, 35.7798)
"""West, south, east, north of the ward (国土数値情報 N03, 13120)."""

MARGIN_DEG = 0.006
"""About 500 m around the ward: stations and crossings just outside serve it."""

TIMEOUT_S = 180
KEPT_NAME = "overpass-nerima.json"

BUSY = frozenset({429, 503, 504})

FEATURES: dict[str, bool | str | list[str]] = {
    **dict.fromkeys(POINT_KEYS, True),
    **{key: sorted(values) for key, values in LANDMARK_VALUES.items()},
    "railway": sorted(RAILWAYS | LANDMARK_VALUES["railway"]),
    "public_transport": sorted({"platform", *LANDMARK_VALUES["public_transport"]}),
    "waterway": sorted(WATERWAYS),
    "natural": "water",
    "indoor": "corridor",
    "highway": True,
}
"""What :mod:`routeguide.network.keep` keeps, as osmnx asks for it: nodes, ways and relations."""

SETTINGS = (
    "cache_only_mode", "use_cache", "overpass_rate_limit", "overpass_url", "requests_kwargs",
    "requests_timeout", "doh_url_template",
)  # fmt: skip


def fetch_ward(folder: Path, *, progress: Progress = lambda _text: None) -> Extract:
    """Fetch Nerima ward with a margin; keep the answer in ``folder``.

    ``ROUTEGUIDE_OVERPASS_URL`` names another server than osmnx's default
    (with or without its closing ``/interpreter``).

    Raises:
        SourceRefused: the server did not give a whole answer; the last good
            file in ``folder`` is as it was.
    """
    west, south, east, north = NERIMA_BOUNDS
    area = shapely.box(west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    return fetch_extract(area, folder / KEPT_NAME, progress=progress)


def fetch_extract(
    area: shapely.Polygon,
    kept: Path,
    *,
    progress: Progress = lambda _text: None,
    overpass_url: str | None = None,
) -> Extract:
    """Fetch all elements of an area (lon/lat polygon) that the build looks at.

    The merged answer replaces ``kept`` only when every part of it came whole.

    Raises:
        SourceRefused: an answer was refused, partial, empty or no JSON.
    """
    answers: list[dict[str, Any]] = []
    url = overpass_url or os.environ.get("ROUTEGUIDE_OVERPASS_URL")
    with _asking(answers, url):
        progress("地図を取り寄せています（数分かかることがあります）")
        _ask(area)
    blob, extract = _read_answers(answers, name=kept.name)
    _replace(kept, blob)
    return extract


@contextmanager
def _asking(answers: list[dict[str, Any]], url: str | None) -> Iterator[None]:
    """Set osmnx up to hand every answer to our hook; put everything back afterwards."""
    before = {name: getattr(ox.settings, name) for name in SETTINGS}
    resolve = socket.getaddrinfo  # osmnx replaces it while it asks
    try:
        ox.settings.cache_only_mode = True
        ox.settings.use_cache = False
        ox.settings.overpass_rate_limit = False  # else it waits as long as the server says
        ox.settings.doh_url_template = None  # else it asks a third party for the address
        ox.settings.requests_timeout = TIMEOUT_S
        ox.settings.requests_kwargs = {"hooks": {"response": _keeper(answers)}}
        if url:
            ox.settings.overpass_url = url.rstrip("/").removesuffix("/interpreter")
        yield
    finally:
        socket.getaddrinfo = resolve
        for name, value in before.items():
            setattr(ox.settings, name, value)


def _ask(area: shapely.Polygon) -> None:
    try:
        ox.features_from_polygon(area, tags=FEATURES)
    except CacheOnlyInterruptError:
        return  # how osmnx says that all answers have come
    except requests.Timeout as error:
        raise SourceRefused(_sentence("時間内に答えがありませんでした")) from error
    except (OSError, UnicodeError) as error:  # all of requests' errors; an impossible address
        raise SourceRefused(_sentence("つながりませんでした")) from error


def _keeper(answers: list[dict[str, Any]]) -> Callable[..., requests.Response]:
    """Return the hook that checks and keeps each answer."""

    def keep(response: requests.Response, *_args: object, **_more: object) -> requests.Response:
        content = response.content  # read first, also of a refusal: else the connection stays open
        if response.is_redirect:
            return response
        if not response.ok:
            raise SourceRefused(_sentence(_refusal(response.status_code)))
        try:
            body = json.loads(content)
        except ValueError as error:
            raise SourceRefused(_sentence("読めない答えが返りました")) from error
        check_answer(body)
        answers.append(body)
        return response

    return keep


def _refusal(status: int) -> str:
    if status in BUSY:
        return f"相手のサーバーが混み合っています（HTTP {status}）"
    return f"相手のサーバーに断られました（HTTP {status}）。接続先のアドレスを確かめてください"


def check_answer(body: object) -> None:
    """Refuse an answer that is partial.

    Raises:
        SourceRefused: it carries a ``remark`` (Overpass ran out of time or
            memory and tells so with HTTP 200) or holds no list of elements.
    """
    if not isinstance(body, dict) or not isinstance(body.get("elements"), list):
        raise SourceRefused(_sentence("読めない答えが返りました"))
    if "remark" in body:
        raise SourceRefused(_sentence(f"途中までの答えでした（{str(body['remark'])[:120]}）"))


def _sentence(reason: str) -> str:
    return (
        f"地図を取り寄せられませんでした: {reason}。"
        "前に取り寄せた地図があれば、そのまま残っています。"
        "しばらくしてからもう一度実行するか、--osm で地図ファイルを指定してください。"
    )


def _read_answers(answers: Iterable[Mapping[str, Any]], *, name: str) -> tuple[bytes, Extract]:
    """Return the merged answers as bytes to keep and as an extract; nothing is written yet."""
    try:
        merged = merge_answers(answers)
        blob = json.dumps(merged, ensure_ascii=False, sort_keys=True, allow_nan=False).encode()
        extract = to_extract(merged, name=name, sha256=hashlib.sha256(blob).hexdigest())
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SourceRefused(_sentence("読めない答えが返りました")) from error
    if not any("highway" in way.tags for way in extract.ways):
        raise SourceRefused(_sentence("道がひとつも入っていない答えでした"))
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


def _replace(path: Path, blob: bytes) -> None:
    """Write beside, sync, then take the old file's place."""
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as stream:
            stream.write(blob)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise SourceRefused(_sentence(f"「{path}」に書き込めませんでした（{error}）")) from error


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
        raise SourceRefused(_sentence("途中までの答えでした（点が足りません）"))
    extract.lonlat = {node: places[node] for node in sorted(used)}
