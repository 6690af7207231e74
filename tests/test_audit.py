"""The list of parts, and advisories: known ones are found, and what was not asked is not passed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools import audit
from tools.audit import BAD, Part

ROOT = Path(__file__).resolve().parent.parent
PARTS = [Part("PyPI", "flask", "3.1.3"), Part("npm", "leaflet", "1.9.4")]


@contextmanager
def source(known: dict[str, list[str]], *, most: int = 10_000) -> Iterator[str]:
    """Be a source of advisories that knows ``known`` and tells of ``most`` at most."""

    class Source(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            rows: list[dict[str, Any]] = [
                {"vulns": [{"id": one} for one in known[name]]} if name in known else {}
                for name in (query["package"]["name"] for query in asked)
            ]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"results": rows[:most]}).encode())

        def log_message(self, *_told: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Source) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_bad_pin_is_found_and_a_clean_lock_passes() -> None:
    with source({BAD.name: ["GHSA-1"], "leaflet": ["GHSA-2", "CVE-3"]}) as address:
        assert audit.find_known(PARTS, address) == {PARTS[1]: ["GHSA-2", "CVE-3"]}
    with source({BAD.name: ["GHSA-1"]}) as address:
        assert audit.find_known(PARTS, address) == {}


def test_who_knows_nothing_or_tells_only_a_part_does_not_pass() -> None:
    with source({}) as address, pytest.raises(audit.NotCheckedError, match=r"django 2\.0"):
        audit.find_known(PARTS, address)
    with (
        source({BAD.name: ["GHSA-1"]}, most=2) as address,
        pytest.raises(audit.NotCheckedError, match="asked about 3, told of 2"),
    ):
        audit.find_known(PARTS, address)


def test_a_source_out_of_reach_is_not_checked_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("requirements.lock", "requirements-node.lock", "package-lock.json"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    assert audit.main(["--source", "http://127.0.0.1:9"]) == audit.NOT_CHECKED != 0
    assert "NOT CHECKED" in capsys.readouterr().err
    with source({BAD.name: ["GHSA-1"], "flask": ["GHSA-4"]}) as address:
        assert audit.main(["--source", address]) == audit.KNOWN
    assert "GHSA-4" in capsys.readouterr().out
    with source({BAD.name: ["GHSA-1"]}) as address:
        assert audit.main(["--source", address]) == audit.CLEAN


def test_the_list_of_parts_holds_every_pin_with_its_hashes() -> None:
    parts = audit.read_parts(ROOT)
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = [line for line in lock.splitlines() if "==" in line and line[0] not in " #"]
    assert len([part for part in parts if part.ecosystem == "PyPI" and part.hashes]) >= len(pins)
    assert {"flask", "leaflet", "@fontsource/biz-udpgothic"} <= {part.name for part in parts}
    rows = audit.make_sbom(parts)["components"]
    assert len({row["purl"] for row in rows}) == len(rows)
    font = next(row for row in rows if row["name"] == "@fontsource/biz-udpgothic")
    assert font["purl"].startswith("pkg:npm/%40fontsource/biz-udpgothic@")
    assert font["licenses"] == [{"expression": "OFL-1.1"}]
    hashes = sum(len(row.get("hashes", [])) for row in rows)
    node = (ROOT / "requirements-node.lock").read_text("utf-8")
    assert hashes == (lock + node).count("--hash=sha256:")
