"""The product's own server in a process of its own, and everything that it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.web.conftest import find_free_port

ROOT = Path(__file__).parents[2]
SERVE = "from routeguide.cli import main; main()"
FAST = "from routeguide.web import live; live.EVERY_S = 0; " + SERVE
"""Looks for a new network at every request, not once a second."""


@dataclass
class Served:
    """A running service: its address, and the folders that it can write to."""

    address: str
    process: subprocess.Popen[bytes]
    folder: Path

    def left_behind(self) -> dict[str, bytes]:
        """Return every file that the service wrote, its log among them, by its name."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in files}

    def find(self, *secrets: str) -> list[tuple[str, str]]:
        """Return which secrets stand in which of the files or in the names of these."""
        return [
            (name, secret)
            for name, held in self.left_behind().items()
            for secret in secrets
            if secret.encode() in held or secret in name
        ]

    def workers(self, count: int) -> list[int]:
        """Return the process ids of the workers, once there are so many."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        deadline = time.monotonic() + 30
        found: list[int] = []
        while len(found) != count and time.monotonic() < deadline:
            found = [int(word) for word in children.read_text().split()]
        return found


@contextmanager
def serve(
    network: Path, folder: Path, *words: str, program: str = SERVE, **settings: str
) -> Iterator[Served]:
    """Serve ``network``; log, home, temporary and instance folder lie below ``folder``."""
    places = {name: folder / name for name in ("home", "tmp", "instance", "cache")}
    for place in places.values():
        place.mkdir(parents=True)
    environment = {
        **os.environ, "PYTHONUNBUFFERED": "1", "HOME": str(places["home"]),
        "TMPDIR": str(places["tmp"]), "XDG_CACHE_HOME": str(places["cache"]),
        "ROUTEGUIDE_INSTANCE": str(places["instance"]), **settings,
    }  # fmt: skip
    port = find_free_port()
    call = ["serve", "--network", str(network), "--port", str(port), *words]
    with (folder / "output.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *call],
            cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=environment,
        )  # fmt: skip
        served = Served(f"http://127.0.0.1:{port}", process, folder)
        try:
            _wait_for(served)
            yield served
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(served: Served) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        log = served.folder / "output.log"
        assert served.process.poll() is None, log.read_text("utf-8")
        try:
            urllib.request.urlopen(served.address + "/health", timeout=2).close()  # noqa: S310
        except OSError:
            continue
        return
    raise TimeoutError("the service did not answer")


def send(
    address: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of an answer, whatever the status."""
    request = urllib.request.Request(address, method=method, data=body, headers=dict(headers or {}))  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def ask_api(address: str, question: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer of the API to a route's question; it must be 200."""
    json_type = {"Content-Type": "application/json"}
    body = json.dumps(question).encode()
    status, _, told = send(address + "/api/v1/routes", method="POST", body=body, headers=json_type)
    assert status == 200, told
    answer: dict[str, Any] = json.loads(told)
    return answer
