"""The map of a route: what its page needs, and the network's own streets under it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, request, url_for
from flask_openapi3.blueprint import APIBlueprint
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from routeguide.config import Settings
from routeguide.directions.words import Words
from routeguide.exchange.drawing import Drawing, Trust, draw_route
from routeguide.exchange.marks import MarkKind
from routeguide.exchange.sketch import draw_sketch
from routeguide.exchange.streets import EXTENT, NEAR, WIDE, tile_of_streets
from routeguide.model.guidance import Guidance, Line
from routeguide.model.passage import LonLat
from routeguide.model.route import Answer
from routeguide.network.store import Network
from routeguide.web.caching import FOREVER
from routeguide.web.current import the_network, the_readings
from routeguide.web.limits import Group, limited
from routeguide.web.media import JSON
from routeguide.web.problems import declare, problem
from routeguide.web.security import allow_images_from
from routeguide.web.texts import plain, ruby

blueprint = APIBlueprint("map", __name__, url_prefix="/api/v1", doc_ui=True)
DEGREE = 1e6
"""Positions on the page are whole millionths of a degree: a tenth of a metre."""

MOST_TILES = 4_000
"""Tiles kept ready of one network (a ward has about 100, most others are empty)."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles from elsewhere; only where the settings ask for them. ``credit`` is in Japanese."""

    origin: str
    path: str
    credit: str
    about: str
    most_zoom: int


TILES: dict[str, Tiles] = {
    "gsi-pale": Tiles(
        origin="https://cyberjapandata.gsi.go.jp",
        path="/xyz/pale/{z}/{x}/{y}.png",
        credit="国土地理院 地理院タイル（淡色地図）",
        about="https://maps.gsi.go.jp/development/ichiran.html",
        most_zoom=18,
    )
}


def register(app: Flask, settings: Settings) -> None:
    """Serve the streets, and let pages show the tiles of the settings, if any."""
    app.register_api(blueprint)  # type: ignore[attr-defined]
    tiles = TILES.get(settings.tiles)
    app.config["MAP_TILES"] = tiles
    if tiles is not None:
        allow_images_from(app, tiles.origin)


# -- the streets of the network ------------------------------------------------


class StreetsPath(BaseModel):
    """The version of a network: its streets are kept by browsers for ever."""

    version: str = Field(pattern=r"^[0-9a-f]{16}$")


class StreetsQuery(BaseModel):
    """A tile of Web Mercator as zoom/x/y; zoom 13 holds the main roads, 15 every street."""

    model_config = ConfigDict(extra="forbid")

    tile: str = Field(pattern=rf"^({WIDE}|{NEAR})/[0-9]{{1,5}}/[0-9]{{1,5}}$")


@blueprint.get(
    "/streets/<version>", summary="地図の下にしく道", responses=declare(JSON),
)  # fmt: skip
@limited(Group.FREE)
def streets(path: StreetsPath, query: StreetsQuery) -> Response:
    """Return the streets that touch a tile, of the network that the page was made on.

    The tile stands in the query string, which no log of ours holds.
    """
    network = the_network()
    if path.version != network.version:
        return problem(
            404, "RG106", "その道路網は、もう使っていません。ページを開きなおしてください。"
        )
    zoom, x, y = map(int, query.tile.split("/"))
    packed = _packed(network, zoom, x % (1 << zoom), y % (1 << zoom))
    takes_gzip = request.accept_encodings.quality("gzip") > 0
    response = Response(packed if takes_gzip else gzip.decompress(packed), content_type=JSON)
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOREVER
    return response


def _packed(network: Network, zoom: int, x: int, y: int) -> bytes:
    """Return a tile as compressed JSON; made once for each network."""
    kept = network.base.shared_memo.setdefault("tiles of streets", {})
    assert isinstance(kept, dict)  # noqa: S101 - our own memo
    found = kept.get((zoom, x, y))
    if found is None:
        text = json.dumps(
            tile_of_streets(network, zoom, x, y), ensure_ascii=False, separators=(",", ":")
        )
        found = gzip.compress(text.encode(), mtime=0)
        if len(kept) < MOST_TILES:
            kept[zoom, x, y] = found
    return bytes(found)


# -- the map of a route --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layer:
    """One sort of thing on the map: its key, and what there is of it in words.

    A row is a name, and behind it what is known of its state, if anything is told.
    """

    key: str
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class RouteMap:
    """What the page shows of a route's map.

    ``sketch`` is drawn by the server; ``layers`` tell in words what is on it;
    ``data`` is what the script draws, None where there is nothing to draw by.
    """

    title: str
    language: str
    sketch: Markup
    layers: dict[str, Layer]
    steps: int
    data: str
    tiles: Tiles | None


def route_map(
    answer: Answer, guidance: Guidance, network: Network, language: str
) -> RouteMap | None:
    """Return the map of the best route, from the blocks of its guidance; None without a route."""
    if not answer.routes or not answer.routes[0].segments:
        return None
    group = answer.query.traveller.group
    words = Words(language, group=group, readings=the_readings(), ruby=ruby())
    drawing = draw_route(answer, guidance, network, words)
    tiles: Tiles | None = current_app.config.get("MAP_TILES")
    return RouteMap(
        title=drawing.title,
        language=language,
        sketch=Markup(draw_sketch(drawing, network, words)),  # noqa: S704 - our own SVG, escaped there
        layers={layer.key: layer for layer in _layers(drawing) if layer.rows},
        steps=len(drawing.stretches),
        data=_to_json(_data(drawing, network, tiles)),
        tiles=tiles,
    )


def _to_json(data: dict[str, Any]) -> str:
    """Return JSON that ends no script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no markup is left in it


def _layers(drawing: Drawing) -> Iterator[Layer]:
    for trust in (Trust.UNVERIFIED, Trust.UNTRACED):
        told = (part.text for part in drawing.parts if part.trust is trust)
        yield Layer(str(trust), tuple((line,) for line in told if line))
    for kind in MarkKind:
        marks = (mark for mark in drawing.marks if mark.kind is kind)
        yield Layer(str(kind), tuple((m.name, m.state) if m.state else (m.name,) for m in marks))


def _data(drawing: Drawing, network: Network, tiles: Tiles | None) -> dict[str, Any]:
    south_west, north_east = drawing.bounds
    return {
        "bounds": [_point(south_west), _point(north_east)],
        "stretches": [
            {
                "number": stretch.number,
                "at": _point(stretch.at),
                "line": _packed_line(stretch.line),
                "text": stretch.block.text,
                "act": str(stretch.act),
                "hour": stretch.hour,
                "metres": stretch.block.distance_m,
            }
            for stretch in drawing.stretches
        ],
        "parts": [
            {
                "trust": str(part.trust),
                "line": _packed_line(part.line),
                "text": part.text.text if part.text else None,
            }
            for part in drawing.parts
        ],
        "marks": [
            {
                "kind": str(mark.kind), "at": _point(mark.at), "text": mark.text,
                "label": mark.label, "number": mark.number, "out": mark.is_out,
            }
            for mark in drawing.marks
        ],
        "streets": url_for("map.streets", version=network.version),
        "levels": {"wide": WIDE, "near": NEAR, "extent": EXTENT},
        "tiles": {"url": tiles.origin + tiles.path, "most": tiles.most_zoom} if tiles else None,
        "words": _words(drawing),
    }  # fmt: skip


def _point(at: LonLat) -> list[float]:
    """Return a point as the map's script has it: latitude, longitude."""
    return [round(at[1], 6), round(at[0], 6)]


def _packed_line(line: Sequence[LonLat]) -> list[int]:
    """Return a line in millionths of a degree: latitude, longitude, then differences."""
    found: list[int] = []
    last = (0, 0)
    for lon, lat in line:
        at = (round(lat * DEGREE), round(lon * DEGREE))
        found += (at[0] - last[0], at[1] - last[1])
        last = at
    return found


def _words(drawing: Drawing) -> dict[str, str]:
    """Return the sentences of the script; ``{number}`` and ``{text}`` are filled in there."""
    gaps = {"number": "{number}", "text": "{text}"}
    return {
        "map": plain("地図: %(title)s", title=drawing.title),
        "marker": plain("%(number)s番: %(text)s", **gaps),
        "show": plain("%(number)s番を地図で見る", number=gaps["number"]),
        "shown": plain("地図に%(number)s番を出しました。%(text)s", **gaps),
        "unverified": plain("未確認"),
        "failed": plain("動かせる地図を出せませんでした。略図を見てください。"),
    }
