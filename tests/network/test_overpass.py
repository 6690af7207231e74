"""Overpass through osmnx, against a real local server: whole answers only."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import osmnx as ox
import pytest
import shapely

from routeguide.errors import SourceRefused
from routeguide.network import overpass
from routeguide.network.assemble import assemble
from routeguide.network.draft import Draft
from routeguide.network.overpass import fetch_extract

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
GOOD = {"osm3s": {"timestamp_osm_base": "2026-11-01T00:00:00Z"}, "elements": [*NODES, WAY]}


class Server(ThreadingHTTPServer):
    """A stub Overpass server that answers everything with one status and body."""

    status = 200
    body = json.dumps(GOOD).encode()
    asked = 0


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self.server.asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        del format, args


@pytest.fixture
def server() -> Iterator[Server]:
    stub = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=stub.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield stub
    stub.shutdown()
    thread.join()
    stub.server_close()


def url_of(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/api"


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
    assert server.asked > 1


BAD = {
    "a remark": (200, json.dumps({**GOOD, "remark": "runtime error: out of memory"}).encode()),
    "no elements": (200, json.dumps({"elements": []}).encode()),
    "too many requests": (429, b"slow down"),
    "a gateway that gave up": (504, b"<html>timeout</html>"),
    "a page of HTML": (200, b"<html>maintenance</html>"),
    "half a JSON": (200, json.dumps(GOOD).encode()[:60]),
    "a JSON of another shape": (200, b"[1, 2]"),
}


@pytest.mark.parametrize("name", BAD)
def test_anything_but_a_whole_answer_is_refused_and_the_last_good_file_stays(
    name: str, server: Server, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    fetch_extract(AREA, kept, overpass_url=url_of(server))
    before = kept.read_bytes()
    server.status, server.body = BAD[name]
    with pytest.raises(SourceRefused, match="そのまま残っています"):
        fetch_extract(AREA, kept, overpass_url=url_of(server))
    assert kept.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]


def test_a_server_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="つながりませんでした"):
        fetch_extract(AREA, tmp_path / "kept.json", overpass_url="http://127.0.0.1:9/api")


def test_without_the_remark_check_a_partial_answer_would_be_taken(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.status, server.body = BAD["a remark"]
    monkeypatch.setattr(overpass, "check_answer", lambda _body: None)
    assert fetch_extract(AREA, tmp_path / "kept.json", overpass_url=url_of(server)).ways


def test_osmnx_is_left_as_it_was(server: Server, tmp_path: Path) -> None:
    before = {name: getattr(ox.settings, name) for name in overpass.SETTINGS}
    fetch_extract(AREA, tmp_path / "kept.json", overpass_url=url_of(server))
    assert {name: getattr(ox.settings, name) for name in overpass.SETTINGS} == before


def test_the_address_can_be_set_in_the_environment(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTEGUIDE_OVERPASS_URL", url_of(server))
    assert overpass.fetch_ward(tmp_path).ways
    assert (tmp_path / overpass.KEPT_NAME).is_file()
