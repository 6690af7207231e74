"""A new build or overlay is served without a restart, whole or not at all."""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import weakref
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.errors import NetworkDamaged
from routeguide.model.asked import JST
from routeguide.network.store import load_network
from routeguide.network.verify import verify_network
from routeguide.routing.plan import planner_of
from routeguide.web import live
from tests.web.conftest import SECRET
from tests.web.serving import FAST, ask_api, serve
from tests.web.swapping import QUESTION, Ask, Builds, Seen, asking, copy_builds, make_builds

SWAPS = 20
THREADS = 2
LIFT = "lift:kotake-mukaihara/evr"


@pytest.fixture(scope="module")
def two(
    ward_network: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, tuple[str, str]]:
    whole = tmp_path_factory.mktemp("two")
    return whole, make_builds(ward_network, whole)


@pytest.fixture
def builds(
    two: tuple[Path, tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Builds:
    """Return two builds, the first of them in use; files are looked at for every request."""
    monkeypatch.setattr(live, "EVERY_S", 0)
    return copy_builds(*two, tmp_path / "built")


@pytest.fixture
def serving(builds: Builds, tmp_path: Path) -> Flask:
    (tmp_path / "overlay.json").write_text(overlay(1))
    settings = Settings(
        network=builds.folder, overlay=tmp_path / "overlay.json", secret_key=SECRET,
        class_size=100_000,
    )  # fmt: skip
    return create_app(settings)


def overlay(revision: int, **more: Any) -> str:
    """Return an overlay file; with a revision of its own."""
    return json.dumps({"revision": revision, "as_of": "2026-11-25T09:00:00+09:00", **more})


OUT = {"outages": [{"lift": LIFT, "state": "out", "begins": "2026-11-25T08:00:00+09:00"}]}


def ask(client: FlaskClient) -> dict[str, Any]:
    answer = client.post("/api/v1/routes", json=QUESTION)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json
    return told


def version_of(client: FlaskClient) -> str:
    version: str = client.get("/health").json["network"]
    return version


def make_asker(app: Flask) -> Ask:
    client = app.test_client()
    return lambda: ask(client)


def wait_for_answers(looker: FlaskClient, seen: Seen) -> None:
    """Let two answers pass before the next swap."""
    enough = seen.answers + 2
    while seen.answers < enough and not seen.errors:
        version_of(looker)


def test_a_rebuild_in_place_tears_and_is_noticed(serving: Flask) -> None:
    looker = serving.test_client()
    folder = serving.extensions["network"].folder
    with asking([lambda: make_asker(serving)]) as seen:
        wait_for_answers(looker, seen)
        column = np.load(folder / "edge_length_m.npy", mmap_mode="r+")
        column *= 3
        wait_for_answers(looker, seen)
        planner_of(serving.extensions["network"].base).network.memo.clear()
        ask(looker)
        wait_for_answers(looker, seen)
    assert len(seen.list_mixed()) == 1 or seen.errors
    with pytest.raises(NetworkDamaged, match="edge_length_m"):
        verify_network(folder)


def test_one_look_a_second_is_enough(
    serving: Flask, builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serving.test_client()
    before = version_of(client)
    monkeypatch.setattr(live, "EVERY_S", 3600)
    builds.put(1)
    assert version_of(client) == before
    monkeypatch.setattr(live, "EVERY_S", 0)
    assert version_of(client) != before


def damage_column(folder: Path) -> None:
    path = folder / "edge_length_m.npy"
    held = path.read_bytes()
    path.write_bytes(held[:-1] + bytes([held[-1] ^ 1]))


DAMAGES = {
    "a byte of a column": damage_column,
    "a column less": lambda folder: (folder / "node_xy.npy").unlink(),
    "half a manifest": lambda folder: (folder / "manifest.json").write_text('{"files": {'),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "another manifest": lambda folder: (folder / "manifest.json").write_text("[]"),
    "half a pointer": lambda folder: (folder.parent / "current").write_text('{"network": "netw'),
    "a pointer to nothing": lambda folder: (folder.parent / "current").write_text(
        '{"network": "network-none"}'
    ),
    "no pointer": lambda folder: (folder.parent / "current").unlink(),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_build_that_cannot_be_used_leaves_the_old_one_and_says_so_once(
    name: str, serving: Flask, builds: Builds, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    client = serving.test_client()
    before = ask(client)
    version = builds.put(1)
    DAMAGES[name](builds.folder / f"network-{version}")
    for _ in range(3):
        assert ask(client) == before
    told = client.get("/health").json
    assert told["status"] == "degraded"
    assert told["problem"] in {"RG202", "RG203"}
    assert str(builds.folder) not in told["detail"]
    assert caplog.text.count("the network in use stays") == 1
    builds.put(1)  # mends what is damaged
    monkeypatch.setattr(live, "RETRY_S", 0)
    assert client.get("/health").json == {"status": "ok", "network": version, "overlay": 1}
    assert ask(client)["network"]["version"] == version


def test_a_lift_out_of_service_reaches_the_next_route(serving: Flask, tmp_path: Path) -> None:
    client = serving.test_client()
    assert ask(client)["status"] == "ok"
    base = serving.extensions["network"].base
    beside = tmp_path / "beside.json"
    beside.write_text(overlay(2, **OUT))
    beside.replace(tmp_path / "overlay.json")
    assert ask(client)["status"] == "no_route"
    assert client.get("/health").json["overlay"] == 2
    assert serving.extensions["network"].base is base


@pytest.mark.parametrize("text", ["{", overlay(0), ""])
def test_an_overlay_that_cannot_be_read_leaves_the_old_one(
    text: str, serving: Flask, tmp_path: Path
) -> None:
    client = serving.test_client()
    path = tmp_path / "overlay.json"
    path.write_text(overlay(2, **OUT))
    assert ask(client)["status"] == "no_route"
    path.write_text(text)
    assert ask(client)["status"] == "no_route"
    assert client.get("/health").json["problem"] == "RG100"
    path.unlink()
    assert ask(client)["status"] == "no_route"
    path.write_text(overlay(3))
    assert ask(client)["status"] == "ok"
    assert client.get("/health").json["status"] == "ok"


def test_what_the_overlay_names_in_vain_is_told_when_it_changes(
    serving: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outage = {**OUT["outages"][0], "lift": "lift:nowhere/1"}
    (tmp_path / "overlay.json").write_text(overlay(2, outages=[outage]))
    ask(serving.test_client())
    assert "lift:nowhere/1" in caplog.text


def test_the_day_changes_with_the_day_of_japan(
    serving: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serving.test_client()
    ask(client)
    later = datetime.now(JST) + timedelta(days=400)
    monkeypatch.setattr(live, "now", lambda: later)
    ask(client)
    assert serving.extensions["network"].today == later.date() > date.today()  # noqa: DTZ011


def test_a_network_that_is_no_longer_served_is_given_back(serving: Flask, builds: Builds) -> None:
    client = serving.test_client()
    ask(client)
    old = weakref.ref(serving.extensions["network"])
    assert old() is not None
    builds.put(1)
    ask(client)
    gc.collect()
    assert old() is None


def test_a_damaged_network_is_not_even_begun_with(builds: Builds) -> None:
    damage_column(builds.folder / f"network-{builds.versions[0]}")
    with pytest.raises(NetworkDamaged, match="中身が違います"):
        create_app(Settings(network=builds.folder, secret_key=SECRET))


def test_a_whole_network_is_what_its_manifest_says(ward_network: Path, tmp_path: Path) -> None:
    folder = load_network(ward_network).folder
    assert folder is not None
    verify_network(folder)
    with pytest.raises(NetworkDamaged):
        verify_network(tmp_path)


def test_the_log_of_a_swap_names_the_network(
    serving: Flask, builds: Builds, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        version = builds.put(1)
        ask(serving.test_client())
    assert version in caplog.text


def test_twenty_swaps_between_several_workers_give_no_error_and_no_mixed_answer(
    builds: Builds, tmp_path: Path
) -> None:
    with (
        serve(
            builds.folder, tmp_path / "served", program=FAST,
            ROUTEGUIDE_WORKERS="2", ROUTEGUIDE_CLASS_SIZE="100000",
        ) as served,
        asking([lambda: lambda: ask_api(served.address, QUESTION)] * THREADS) as seen,
    ):  # fmt: skip
        assert len(served.workers(2)) == 2
        for number in range(1, SWAPS + 1):
            version = builds.put(number % 2)
            while ask_api(served.address, QUESTION)["network"]["version"] != version:
                assert seen.errors == []
    assert seen.errors == []
    assert seen.list_mixed() == []
    assert set(seen.told) == set(builds.versions)
    assert "stays" not in (tmp_path / "served" / "output.log").read_text("utf-8")


def test_a_lift_out_of_service_reaches_every_worker(builds: Builds, tmp_path: Path) -> None:
    path = tmp_path / "overlay.json"
    path.write_text(overlay(1))
    words = ("--overlay", str(path))
    with serve(
        builds.folder, tmp_path / "served", *words, program=FAST, ROUTEGUIDE_WORKERS="2"
    ) as served:
        served.workers(2)
        assert ask_api(served.address, QUESTION)["status"] == "ok"
        beside = tmp_path / "beside.json"
        beside.write_text(overlay(2, **OUT))
        beside.replace(path)
        told = [ask_api(served.address, QUESTION)["status"] for _ in range(20)]
    assert set(told) == {"no_route"}


def test_a_worker_that_starts_late_begins_with_the_newest_network(
    builds: Builds, tmp_path: Path
) -> None:
    with serve(builds.folder, tmp_path / "served", ROUTEGUIDE_WORKERS="1") as served:
        version = builds.put(1)
        (worker,) = served.workers(1)
        os.kill(worker, signal.SIGKILL)
        assert ask_api(served.address, QUESTION)["network"]["version"] == version
