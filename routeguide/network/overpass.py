"""Fetch raw OpenStreetMap data from an Overpass server through osmnx.

osmnx asks, in one question for all (it divides a big area by itself): all
elements are of one moment, and the server is asked once. A hook on its requests keeps
every raw answer with all tags and refuses what osmnx lets pass: HTTP 200 with
a ``remark`` (a partial answer), an empty answer, an error status that osmnx
would repeat for ever. The last good answer stays untouched until a new one is whole.
"""

from __future__ import annotations

import io
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import osmnx as ox
import requests
import shapely
from osmnx._errors import CacheOnlyInterruptError
from urllib3.exceptions import HTTPError, ReadTimeoutError

from routeguide.errors import SourceRefused
from routeguide.network.extract import Extract
from routeguide.network.keep import LANDMARK_VALUES, POINT_KEYS, RAILWAYS, WATERWAYS
from routeguide.network.overpass_answer import check_answer, read_answers, tell_refusal

Progress = Callable[[str], None]

NERIMA_BOUNDS = (139.5628, 35.7119, 139.6813, 35.7798)
"""West, south, east, north of the ward (国土数値情報 N03, 13120)."""

MARGIN_DEG = 0.006
"""About 500 m around the ward: stations and crossings just outside serve it."""

TIMEOUT_S = 180
WHOLE_ANSWER_S = 900
"""Until the last byte: TIMEOUT_S alone is the longest silence, and a trickle is never silent."""

PIECE_BYTES = 1024
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
    blob, extract = read_answers(answers, name=kept.name)
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
    except (requests.Timeout, ReadTimeoutError) as error:
        raise SourceRefused(tell_refusal("時間内に答えがありませんでした")) from error
    except (OSError, HTTPError, UnicodeError) as error:  # all of requests'; an impossible address
        raise SourceRefused(tell_refusal("つながりませんでした")) from error


def _keeper(answers: list[dict[str, Any]]) -> Callable[..., requests.Response]:
    """Return the hook that checks and keeps each answer."""

    def keep(response: requests.Response, *_args: object, **_more: object) -> requests.Response:
        content = _read_whole(response)  # also of a refusal: else the connection stays open
        if response.is_redirect:
            return response
        if not response.ok:
            raise SourceRefused(tell_refusal(_refusal(response.status_code)))
        try:
            body = json.loads(content)
        except ValueError as error:
            raise SourceRefused(tell_refusal("読めない答えが返りました")) from error
        check_answer(body)
        answers.append(body)
        return response

    return keep


def _read_whole(response: requests.Response) -> bytes:
    """Return the body of an answer, which can be read again afterwards.

    Raises:
        requests.Timeout: it took longer than :data:`WHOLE_ANSWER_S` in all.
    """
    until = time.monotonic() + WHOLE_ANSWER_S
    pieces = []
    for piece in response.raw.stream(PIECE_BYTES, decode_content=True):
        pieces.append(piece)
        if time.monotonic() > until:
            response.close()
            raise requests.Timeout
    content = b"".join(pieces)
    response.raw = io.BytesIO(content)
    return content


def _refusal(status: int) -> str:
    if status in BUSY:
        return f"相手のサーバーが混み合っています（HTTP {status}）"
    return f"相手のサーバーに断られました（HTTP {status}）。接続先のアドレスを確かめてください"


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
        raise SourceRefused(tell_refusal(f"「{path}」に書き込めませんでした（{error}）")) from error
