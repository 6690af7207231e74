"""What all tests share: the real extracts, a browser, the closed network, and the *not run* list.

A test that needs something this machine lacks says so with a line that
installs it, and is listed at the end of the run. ``ROUTEGUIDE_REQUIRE_ALL=1``
(CI) turns every *not run* into a failure: what CI calls green was all run.
"""

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from routeguide.network.build import BuildInput, build_network
from routeguide.network.ward import load_ward

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["tests.real_networks"]
NOT_RUN = "not run: "
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def end_as_not_run(missing: str, install: str) -> NoReturn:
    """End this test as *not run*, or as failed where everything is required."""
    reason = f"{NOT_RUN}{missing} -- {install}"
    if os.environ.get("ROUTEGUIDE_REQUIRE_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def not_run() -> Callable[[str, str], NoReturn]:
    """Return ``not_run(missing, install)`` for whatever else a test cannot do without."""
    return end_as_not_run


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """Return the path of a real extract by its name, or end the test as *not run*."""
    folder = Path(os.environ.get("ROUTEGUIDE_REAL_DATA") or ROOT.parent / "shared" / "osm")

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            end_as_not_run(
                f"the real extract {name} is not in {folder}",
                "ROUTEGUIDE_REAL_DATA=<folder of the extracts> make test",
            )
        return path

    return find


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a real browser, or end the test as *not run*."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or end_as_not_run("no Chromium on PATH", "apt-get install chromium")


@pytest.fixture(scope="session")
def proof() -> bool:
    """Tell whether the full counts of docs/quality.md are asked for (``make proof``)."""
    return os.environ.get("ROUTEGUIDE_PROOF") == "1"


@pytest.fixture(scope="session")
def ward_network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the ward's own network, built from ``graphdata/ward``."""
    folder = tmp_path_factory.mktemp("ward")
    layer = load_ward(ROOT / "graphdata" / "ward", today=date(2026, 11, 24))
    build_network(BuildInput(None, layer), folder)
    return folder


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address):
            raise AssertionError(f"a test reached out to {address}: use a stub on 127.0.0.1")
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


def _is_here(address: object) -> bool:
    host = address[0] if isinstance(address, tuple) else ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what was measured, and what was not run with the line that installs it."""
    told = [
        pair
        for report in terminalreporter.stats.get("passed", [])
        for pair in report.user_properties
    ]
    if told:
        terminalreporter.section("measured on this machine, with whatever else it did")
        for name, value in told:
            terminalreporter.line(f"{name}: {value}")
    missing = sorted(set(_list_not_run(terminalreporter)))
    if missing:
        terminalreporter.section("not run on this machine")
        for line in missing:
            terminalreporter.line(line)


def _list_not_run(reporter: pytest.TerminalReporter) -> Iterator[str]:
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        _, found, rest = str(reason).partition(NOT_RUN)
        if found:
            yield rest
