"""A machine that lacks something says so at the end; CI does not let it pass."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ASKS = """
def test_reads_the_map(real_data):
    real_data("nerima-2024.osm.pbf")

def test_opens_a_browser(chromium):
    assert chromium

def test_that_needs_nothing():
    pass
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs three tests where there is neither extract nor browser."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_asks.py").write_text(ASKS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "none").mkdir()
    bare = {
        "PATH": str(tmp_path / "bin"),
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "ROUTEGUIDE_REAL_DATA": str(tmp_path / "none"),
    }

    def run_with(**more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
            cwd=tmp_path,
            env=bare | more,
            capture_output=True,
            text=True,
            check=False,
        )

    return run_with


def test_what_is_missing_is_listed_at_the_end_with_the_line_that_installs_it(run: Run) -> None:
    done = run()
    assert done.returncode == 0
    end = done.stdout.split("not run on this machine")[1]
    assert "the real extract nerima-2024.osm.pbf is not in" in end
    assert "ROUTEGUIDE_REAL_DATA=" in end
    assert "no Chromium on PATH -- apt-get install chromium" in end
    assert done.stdout.splitlines()[-1].strip("= ").startswith("1 passed, 2 skipped in")


def test_ci_lets_nothing_pass_that_was_not_run(run: Run) -> None:
    done = run(ROUTEGUIDE_REQUIRE_ALL="1")
    assert done.returncode == 1
    assert "not run: no Chromium on PATH -- apt-get install chromium" in done.stdout
    assert done.stdout.splitlines()[-1].strip("= ").startswith("1 failed, 1 passed, 1 error in")


def test_what_is_there_is_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "none" / "nerima-2024.osm.pbf").touch()
    browser = tmp_path / "bin" / "chromium"
    browser.touch(mode=0o755)
    done = run(ROUTEGUIDE_REQUIRE_ALL="1")
    assert done.returncode == 0
    assert "not run" not in done.stdout


def test_a_test_cannot_reach_out_of_this_machine() -> None:
    with (
        socket.socket() as ours,
        pytest.raises(AssertionError, match="reached out"),
    ):
        ours.connect(("192.0.2.1", 80))


def test_a_stub_on_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stub, socket.socket() as ours:
        ours.connect(stub.getsockname())


def test_hypothesis_repeats_itself_in_ci_and_never_judges_by_the_clock() -> None:
    code = (
        "import conftest; from hypothesis import settings; "
        "print(settings.default.derandomize, settings.default.deadline)"
    )
    for environment, expected in (({"CI": "true"}, "True None"), ({}, "False None")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT / "tests",
            env={k: v for k, v in os.environ.items() if k != "CI"} | environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected
