"""The application on the ward's own network, for the tests of pages and API."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.network.overlay import lay_over
from tests.web.beeping import beeping, give_speaker
from tests.web.place_pages import overlay

ROOT = Path(__file__).parents[2]
SECRET = "no secret: the key of the tests, long enough"  # noqa: S105


@pytest.fixture(scope="session")
def app(ward_network: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    made = create_app(Settings(network=ward_network, secret_key=SECRET, class_size=100_000))
    give_speaker(made, beeping(tmp_path_factory.mktemp("audio"))[0])
    return made


@pytest.fixture(scope="session")
def told_app(ward_network: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the application on a ward of which something is told: tests/web/place_pages.py."""
    kept = tmp_path_factory.mktemp("told")
    settings = Settings(
        network=ward_network, secret_key=SECRET, class_size=100_000, instance=kept,
    )  # fmt: skip
    told = create_app(settings)
    told.extensions["network"] = lay_over(told.extensions["network"], overlay())
    return told


@pytest.fixture
def told(told_app: Flask) -> FlaskClient:
    return told_app.test_client()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def site(ward_network: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the ward network by the product's own command and return its address."""
    log = (tmp_path_factory.mktemp("log") / "serve.log").open("w+")
    kept = {
        "PYTHONUNBUFFERED": "1",
        "ROUTEGUIDE_INSTANCE": str(tmp_path_factory.mktemp("kept")),
        "ROUTEGUIDE_CLASS_SIZE": "100000",
    }
    port = find_free_port()
    words = ["serve", "--network", str(ward_network), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "routeguide.cli", *words],
        cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **kept},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address + "/health", process)
        yield address
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0
        log.seek(0)
        written = log.read()
        log.close()
        assert "kotake" not in written, "an address of a route was written to the log"


def find_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120  # a machine under load is no fault
    while time.monotonic() < deadline:
        assert process.poll() is None, "the service ended"
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310 - our own address
        except OSError:
            continue
        return
    pytest.fail("the service did not answer")
