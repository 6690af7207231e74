"""A class of 40 at once from one address on the real server: nobody is refused, nothing fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlparse

from benchmarks.bench_load import PUPILS, Times, percentile, run_class
from routeguide.network.store import load_network
from tests.web.serving import send, serve
from tests.web.test_limits import FLOOD


def test_forty_pupils_at_once_are_all_answered(
    ward_network: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with serve(ward_network, tmp_path, ROUTEGUIDE_WORKERS="2") as served:
        port = urlparse(served.address).port or 0
        times = run_class(port, load_network(ward_network), rounds=1)
    p95_s = percentile(times.every(), 0.95)
    record_property("p95 of a class of 40 at once", f"{p95_s:.3f} s")
    assert set(times.statuses) == {200}
    assert sum(times.statuses.values()) >= PUPILS * 8
    assert times.refused() == 0


def test_a_refusal_and_a_fault_would_be_counted() -> None:
    times = Times()
    for status in (200, 429, 500, 599):
        times.statuses[status] += 1
    assert times.refused() == 3


def test_a_flood_is_refused_by_the_real_server_and_others_are_still_answered(
    ward_network: Path, tmp_path: Path
) -> None:
    with serve(ward_network, tmp_path, ROUTEGUIDE_WORKERS="2", ROUTEGUIDE_CLASS_SIZE="1") as served:
        statuses = [send(f"{served.address}/api/v1/travellers")[0] for _ in range(FLOOD // 20)]
        assert statuses.count(429) > 0
        assert set(statuses) == {200, 429}
        assert send(f"{served.address}/health")[0] == 200
