"""Overpass through osmnx, against a real local server: whole answers only."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import osmnx as ox
import pytest
import shapely

from routeguide.errors import SourceRefused
from routeguide.network import overpass
from routeguide.network.assemble import assemble
from routeguide.network.draft import Draft
from routeguide.network.keep import (
    LANDMARK_VALUES,
    POINT_KEYS,
    RAILWAYS,
    WATERWAYS,
    keeps_node,
    keeps_way,
)
from routeguide.network.overpass import FEATURES, fetch_extract
from routeguide.network.overpass_answer import merge_answers

AREA = shapely.box(139.650, 35.740, 139.655, 35.745)
NODES = [
    {"type": "node", "id": 11, "lon": 139.651, "lat": 35.741},
    {"type": "node", "id": 12, "lon": 139.652, "lat": 35.741, "tags": {"kerb": "lowered"}},
    {"type": "node", "id": 13, "lon": 139.653, "lat": 35.741},
]
WAY = {
    "type": "way", "id": 7, "nodes": [11, 12, 13],
    "tags": {"highway": "footway", "width": "1.5", "check_date": "2025-01-02", "odd": "kept"},
}  # fmt: skip
CORNERS = [(139.6540, 35.7420), (139.6545, 35.7420), (139.6545, 35.7425), (139.6540, 35.7425)]
SQUARE: list[dict[str, Any]] = [
    *({"type": "node", "id": 20 + i, "lon": x, "lat": y} for i, (x, y) in enumerate(CORNERS)),
    {"type": "way", "id": 8, "nodes": [20, 21, 22]},
    {"type": "way", "id": 9, "nodes": [20, 23, 22]},
    {
        "type": "relation", "id": 5, "tags": {"type": "multipolygon", "highway": "pedestrian"},
        "members": [
            {"type": "way", "ref": 8, "role": "outer"}, {"type": "way", "ref": 9, "role": "outer"},
        ],
    },
]  # fmt: skip
GOOD: dict[str, Any] = {
    "osm3s": {"timestamp_osm_base": "2026-11-01T00:00:00Z"}, "elements": [*NODES, WAY, *SQUARE],
}  # fmt: skip


GZIPPED = b"\x1f\x8b"


class Server(ThreadingHTTPServer):
    """A stub Overpass server that answers everything with one status and body.

    ``cut`` leaves out the closing bytes that the header promised; ``hangs``
    answers nothing until the test is over; ``trickles`` sends a good answer a
    little at a time and never ends; ``queries`` are what was asked.
    """

    status = 200
    body = json.dumps(GOOD).encode()
    cut = 0
    hangs = False
    trickles = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.queries: list[str] = []
        self.over = threading.Event()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path.startswith("/moved"):
            self.send_response(308)
            self.send_header("Location", "/api/interpreter")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.server.hangs:
            self.server.over.wait(10)
            return
        if self.server.trickles:
            self.trickle()
            return
        self.server.queries.append(parse_qs(form)["data"][0])
        self.send_response(self.server.status)
        if self.server.body.startswith(GZIPPED):
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body[: len(self.server.body) - self.server.cut])

    def trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            for _ in range(500):
                self.wfile.write(b" " * 2 * overpass.PIECE_BYTES)
                if self.server.over.wait(0.02):
                    return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        del format, args


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.delenv("ROUTEGUIDE_OVERPASS_URL", raising=False)
    stub = Server()
    thread = threading.Thread(target=stub.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield stub
    stub.over.set()
    stub.shutdown()
    thread.join()
    stub.server_close()


def url_of(server: Server, path: str = "/api", host: str = "127.0.0.1") -> str:
    return f"http://{host}:{server.server_address[1]}{path}"


def refusal(server: Server, kept: Path) -> str:
    with pytest.raises(SourceRefused) as refused:
        fetch_extract(AREA, kept, overpass_url=url_of(server))
    return refused.value.message


def test_elements_arrive_with_all_their_tags_and_real_ids(server: Server, tmp_path: Path) -> None:
    extract = fetch_extract(AREA, tmp_path / "kept.json", overpass_url=url_of(server))
    assert [(way.id, way.nodes, way.tags) for way in extract.ways] == [
        (7, (11, 12, 13), WAY["tags"])
    ]
    assert extract.node_tags == {12: {"kerb": "lowered"}}
    assert (extract.kind, extract.data_date) == ("overpass", date(2026, 11, 1))
    draft = Draft()
    assemble(extract, draft)
    assert sorted(draft.edges) == ["w7:11-12", "w7:12-13"]
    assert len(server.queries) == 1


def test_an_answer_that_was_packed_is_read(server: Server, tmp_path: Path) -> None:
    server.body = gzip.compress(json.dumps(GOOD).encode())
    kept = tmp_path / "kept.json"
    assert [way.id for way in fetch_extract(AREA, kept, overpass_url=url_of(server)).ways] == [7]
    server.body = server.body[:-20]
    assert "読めない答え" in refusal(server, kept)


def test_squares_drawn_as_relations_are_asked_for_and_arrive(
    server: Server, tmp_path: Path
) -> None:
    extract = fetch_extract(AREA, tmp_path / "kept.json", overpass_url=url_of(server))
    assert [(area.id, area.outer, area.inner) for area in extract.areas] == [
        (-5, ((20, 21, 22, 23, 20),), ())
    ]
    assert set(extract.lonlat) == {11, 12, 13, 20, 21, 22, 23}
    for wanted in ("relation['highway'](", "relation['natural'='water'](", "node['kerb']("):
        assert wanted in server.queries[0]


def is_asked(tags: dict[str, str], features: dict[str, Any] = FEATURES) -> bool:
    asked = ((features.get(key), value) for key, value in tags.items())
    return any(want is True or value == want or value in (want or ()) for want, value in asked)


KEPT: list[tuple[str, str]] = [
    *((key, "yes") for key in POINT_KEYS),
    *((key, value) for key, values in LANDMARK_VALUES.items() for value in values),
    *(("railway", value) for value in RAILWAYS),
    *(("waterway", value) for value in WATERWAYS),
    ("highway", "footway"), ("public_transport", "platform"),
    ("indoor", "corridor"), ("natural", "water"),
]  # fmt: skip


def test_all_that_the_build_keeps_is_asked_for() -> None:
    tags = [dict([pair]) for pair in KEPT]
    assert [one for one in tags if not (keeps_way(one) or keeps_node(one))] == []
    assert [one for one in tags if not is_asked(one)] == []
    without_rails = {**FEATURES, "railway": ["station"]}
    assert any(not is_asked(one, without_rails) for one in tags)


def broken(**change: object) -> bytes:
    """Return the good answer with its way changed."""
    return json.dumps({**GOOD, "elements": [*NODES, {**WAY, **change}]}).encode()


BAD: dict[str, tuple[int, bytes, str]] = {
    "a remark": (
        200, json.dumps({**GOOD, "remark": "runtime error: out of memory"}).encode(),
        "途中までの答え.*out of memory",
    ),
    "no elements": (200, json.dumps({"elements": []}).encode(), "道がひとつも"),
    "points only": (200, json.dumps({"elements": NODES}).encode(), "道がひとつも"),
    "too many requests": (429, b"slow down", "混み合って.*429"),
    "a gateway that gave up": (504, b"<html>timeout</html>", "混み合って.*504"),
    "an address that is not there": (404, b"not found", "断られました.*404.*アドレス"),
    "a page of HTML": (200, b"<html>maintenance</html>", "読めない答え"),
    "half a JSON": (200, json.dumps(GOOD).encode()[:60], "読めない答え"),
    "bytes that are no text": (200, b"\xff\xfe\x00", "読めない答え"),
    "a JSON of another shape": (200, b"[1, 2]", "読めない答え"),
    "a way without nodes": (200, broken(nodes=None), "読めない答え"),
    "an element without an id": (200, broken(id=None), "読めない答え"),
    "a place that is no number": (
        200, json.dumps(GOOD).replace("139.651", "NaN").encode(), "読めない答え",
    ),
    "a date that is none": (
        200, json.dumps({**GOOD, "osm3s": {"timestamp_osm_base": "soon"}}).encode(),
        "読めない答え",
    ),
    "a way that lacks a node": (200, broken(nodes=[11, 12, 99]), "途中までの答え"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_anything_but_a_whole_answer_is_refused_and_the_last_good_file_stays(
    name: str, server: Server, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    fetch_extract(AREA, kept, overpass_url=url_of(server))
    before = kept.read_bytes()
    server.status, server.body, reason = BAD[name]
    message = refusal(server, kept)
    assert re.search(reason, message)
    assert "そのまま残っています" in message
    assert "もう一度" in message
    assert kept.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]
    assert len(server.queries) == 2


def test_a_connection_that_breaks_off_is_refused(server: Server, tmp_path: Path) -> None:
    server.cut = 10
    assert "つながりませんでした" in refusal(server, tmp_path / "kept.json")
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_says_nothing_is_not_waited_for_without_end(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.hangs = True
    monkeypatch.setattr(overpass, "TIMEOUT_S", 0.1)
    assert "時間内に" in refusal(server, tmp_path / "kept.json")


def test_an_answer_that_trickles_is_not_waited_for_without_end(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.trickles = True
    monkeypatch.setattr(overpass, "WHOLE_ANSWER_S", 0.2)
    began = time.monotonic()
    assert "時間内に" in refusal(server, tmp_path / "kept.json")
    assert time.monotonic() - began < 5


def test_a_server_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api"
        with pytest.raises(SourceRefused, match="つながりませんでした"):
            fetch_extract(AREA, tmp_path / "kept.json", overpass_url=url)


@pytest.mark.parametrize("url", ["overpass", "http://.example/api", "http://"])
def test_an_address_that_is_none_is_told_in_a_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="つながりませんでした"):
        fetch_extract(AREA, tmp_path / "kept.json", overpass_url=url)


def test_a_name_that_is_not_found_is_asked_of_nobody_else(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_nothing(_host: str) -> str:
        raise socket.gaierror

    monkeypatch.setattr(socket, "gethostbyname", find_nothing)
    url = url_of(server, host="localhost")
    assert fetch_extract(AREA, tmp_path / "kept.json", overpass_url=url).ways


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(
    server: Server, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "書き込めません" in refusal(server, tmp_path / "file" / "kept.json")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_write_that_fails_half_way_leaves_the_last_good_file(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    kept = tmp_path / "kept.json"
    kept.write_bytes(b"last good")
    monkeypatch.setattr(overpass.os, "fsync", fail)
    assert "No space left" in refusal(server, kept)
    assert kept.read_bytes() == b"last good"
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]


def test_what_is_kept_is_named_by_its_bytes(server: Server, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    first = fetch_extract(AREA, kept, overpass_url=url_of(server))
    assert first.sha256 == hashlib.sha256(kept.read_bytes()).hexdigest()
    server.body = json.dumps({**GOOD, "elements": GOOD["elements"][::-1]}).encode()
    assert fetch_extract(AREA, kept, overpass_url=url_of(server)).sha256 == first.sha256
    server.body = broken(tags={"highway": "steps"})
    assert fetch_extract(AREA, kept, overpass_url=url_of(server)).sha256 != first.sha256


def test_an_element_of_two_answers_stands_as_the_later_one_tells_it() -> None:
    later = {"osm3s": {"timestamp_osm_base": "2026-11-02T00:00:00Z"}}
    bare = {"type": "node", "id": 12, "lon": 139.652, "lat": 35.741}
    merged = merge_answers([GOOD, {**later, "elements": [bare]}])
    assert [e for e in merged["elements"] if e["id"] == 12] == [bare]
    assert merged["timestamp"] == "2026-11-01T00:00:00Z"


def test_without_the_remark_check_a_partial_answer_would_be_taken(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.status, server.body, _ = BAD["a remark"]
    monkeypatch.setattr(overpass, "check_answer", lambda _body: None)
    assert fetch_extract(AREA, tmp_path / "kept.json", overpass_url=url_of(server)).ways


@pytest.mark.parametrize("name", ["good", "too many requests"])
def test_osmnx_is_left_as_it_was(name: str, server: Server, tmp_path: Path) -> None:
    before = {**vars(ox.settings)}, socket.getaddrinfo
    if name in BAD:
        server.status, server.body, _ = BAD[name]
        refusal(server, tmp_path / "kept.json")
    else:
        fetch_extract(AREA, tmp_path / "kept.json", overpass_url=url_of(server))
    assert ({**vars(ox.settings)}, socket.getaddrinfo) == before


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/interpreter", "/moved"])
def test_the_address_can_be_set_in_the_environment(
    path: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setenv("ROUTEGUIDE_OVERPASS_URL", url_of(server, path))
    assert overpass.fetch_ward(tmp_path, progress=said.append).ways
    assert [file.name for file in tmp_path.iterdir()] == [overpass.KEPT_NAME]
    assert said


def test_the_whole_ward_and_its_margin_are_asked_for(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTEGUIDE_OVERPASS_URL", url_of(server))
    overpass.fetch_ward(tmp_path)
    polygon = re.search(r"poly:'([\d. ]+)'", server.queries[0])
    assert polygon
    corners = [float(number) for number in polygon[1].split()]
    south, west, north, east = (
        f(corners[k::2]) for f, k in ((min, 0), (min, 1), (max, 0), (max, 1))
    )
    assert 35.705 < south < 35.7119 - 0.004
    assert 139.555 < west < 139.5628 - 0.005
    assert 35.7798 + 0.004 < north < 35.787
    assert 139.6813 + 0.005 < east < 139.689
