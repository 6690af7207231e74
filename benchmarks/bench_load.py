"""Load on the real server: a class of 40 at once, 500 users who think, and a soak.

Run by ``make bench`` (the class alone), or with ``--users 500`` and ``--soak 10``
(minutes). Clients and server share this machine, so that the figures are those
of a slower one. Serves ``--network``, by default the newest one that was built.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

import click

from routeguide.model.geodesy import distance_m
from routeguide.network.store import Network, load_network

ROOT = Path(__file__).resolve().parent.parent
PUPILS, ROUNDS = 40, 3
THINK_S = (5.0, 15.0)
WARM_MIN = 3.0
FARTHEST_M = 2_500
"""Trips lead no farther from their station, as those of a walk do."""
CLASS_P95_S, USERS_P95_S, GROWTH_MB = 1.0, 0.8, 10.0
TRAVELLERS = ("wheelchair_manual", "white_cane", "cane", "stroller", "walk")
REFUSED = 400
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Step:
    """One request of a trip."""

    name: str
    path: str
    body: bytes | None = None


@dataclass
class Times:
    """Seconds and statuses of what was asked, by the name of its step."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def note(self, step: Step, status: int, seconds: float) -> None:
        with self.turn:
            self.seconds.setdefault(step.name, []).append(seconds)
            self.statuses[status] += 1

    def every(self) -> list[float]:
        return [one for some in self.seconds.values() for one in some]

    def show(self) -> None:
        for name, some in self.seconds.items():
            print(f"  {name:<34} {_told(some)}")
        print(f"  {'all':<34} {_told(self.every())}  answers {dict(self.statuses)}")

    def refused(self) -> int:
        """Return how many answers were no answer: refused, or a fault."""
        return sum(count for status, count in self.statuses.items() if status >= REFUSED)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _told(values: Sequence[float]) -> str:
    low, high = percentile(values, 0.5) * 1000, percentile(values, 0.95) * 1000
    return f"n {len(values):5}  p50 {low:7.1f} ms  p95 {high:7.1f} ms"


def list_trip(network: Network, chance: random.Random) -> list[Step]:
    """Return what somebody asks for from the first page to the last block."""
    reachable = sorted(network.report["reachable"])
    stations = [name for name in reachable if name.startswith("station:")]
    facilities = [name for name in reachable if name.startswith("facility:")]
    start = chance.choice(stations)
    near = [name for name in facilities if _is_near(network, start, name)]
    asked = {
        "from": start, "to": chance.choice(near or facilities),
        "traveller": chance.choice(TRAVELLERS),
    }  # fmt: skip
    question = {
        "from": {"place": asked["from"]}, "to": {"place": asked["to"]},
        "traveller": {"preset": asked["traveller"]},
    }  # fmt: skip
    to, from_ = urlencode({"to": asked["to"]}), urlencode({"from": asked["from"]})
    return [
        Step("first page", "/"),
        Step("style sheet", "/static/css/page.css"),
        Step("which station", f"/route/from?{to}"),
        Step("which facility", f"/route/to?{from_}"),
        Step("who travels", f"/route/traveller?{from_}&{to}"),
        Step("the route, page", f"/route?{urlencode(asked)}"),
        Step("the route, API", "/api/v1/routes", json.dumps(question).encode()),
        Step("the route, text", f"/route.txt?{urlencode(asked)}"),
    ]


def _is_near(network: Network, start: str, goal: str) -> bool:
    a, b = network.places[start].lonlat, network.places[goal].lonlat
    return a is not None and b is not None and distance_m(a, b) <= FARTHEST_M


class Client:
    """A browser with a connection of its own, from an address of this machine."""

    def __init__(self, port: int, times: Times, address: str = "127.0.0.1") -> None:
        self.link = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=60, source_address=(address, 0)
        )
        self.times = times

    def ask(self, step: Step) -> None:
        method = "POST" if step.body else "GET"
        began = time.perf_counter()
        try:
            self.link.request(method, step.path, step.body, JSON if step.body else {})
            answer = self.link.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            self.link.close()
            status = 599  # no answer at all
        self.times.note(step, status, time.perf_counter() - began)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_told: object) -> None:
        self.link.close()


def run_class(port: int, network: Network, *, rounds: int = ROUNDS) -> Times:
    """Let 40 pupils behind one address take every step of a trip at the same moment."""
    times, together = Times(), threading.Barrier(PUPILS)

    def be_pupil(number: int) -> None:
        chance = random.Random(number)  # noqa: S311
        with Client(port, times) as client:
            for _ in range(rounds):
                for step in list_trip(network, chance):
                    together.wait()
                    client.ask(step)

    _run(be_pupil, PUPILS)
    return times


def run_users(
    port: int,
    network: Network,
    *,
    users: int,
    minutes: float,
    think_s: tuple[float, float] = THINK_S,
) -> Times:
    """Let users, each from an address of their own, ask and think by turns."""
    times, over = Times(), time.monotonic() + minutes * 60

    def be_user(number: int) -> None:
        chance = random.Random(number)  # noqa: S311
        address = f"127.0.{1 + number // 250}.{1 + number % 250}"
        time.sleep(chance.uniform(0, think_s[1]))
        with Client(port, times, address) as client:
            while time.monotonic() < over:
                for step in list_trip(network, chance):
                    client.ask(step)
                    time.sleep(chance.uniform(*think_s))
                    if time.monotonic() > over:
                        return

    _run(be_user, users)
    return times


def _run(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def workers_of(process: int) -> list[int]:
    """Return the process ids of a server's workers."""
    told = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return [int(word) for word in told.split()]


def own_memory_mb(process: int) -> float:
    """Return the memory that a process shares with no file: what a leak makes grow."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    line = next(line for line in told.splitlines() if line.startswith("Anonymous:"))
    return int(line.split()[1]) / 1024


@contextmanager
def serving(network: Path, *, workers: int) -> Iterator[tuple[int, int]]:
    """Serve a network with the settings of production; yield port and process id."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as kept:
        settings = {"ROUTEGUIDE_INSTANCE": kept, "ROUTEGUIDE_WORKERS": str(workers)}
        words = ["serve", "--network", str(network), "--port", str(port)]
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "routeguide.cli", *words],
            cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait(port)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(port: int) -> None:
    over = time.monotonic() + 120
    while time.monotonic() < over:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the service did not answer")


def judge(what: str, value: float, most: float, unit: str) -> None:
    """Print whether a figure holds what it should."""
    word = "reached" if value <= most else "NOT REACHED"
    print(f"  {what}: {value:.2f} {unit} (to hold: <= {most:g} {unit}): {word}")


def judge_times(times: Times, most_s: float) -> None:
    times.show()
    judge("p95 of all", percentile(times.every(), 0.95), most_s, "s")
    judge("refused or faults", times.refused(), 0, "answers")


def soak(port: int, process: int, network: Network, minutes: float) -> None:
    """Print how much the workers grow under a steady load, once what they keep is full.

    What they keep (costs of travellers, passages, readings) is bounded, and full
    after some hundred trips.
    """
    run_users(port, network, users=PUPILS, minutes=WARM_MIN, think_s=(0.0, 0.5))
    before = {pid: own_memory_mb(pid) for pid in workers_of(process)}
    times = run_users(port, network, users=PUPILS, minutes=minutes)
    times.show()
    judge("refused or faults", times.refused(), 0, "answers")
    after = workers_of(process)
    judge("workers that ended", len(set(before) - set(after)), 0, "workers")
    for pid in sorted(set(before) & set(after)):
        grown = own_memory_mb(pid) - before[pid]
        judge(f"growth of a worker from {before[pid]:.0f} MB", grown, GROWTH_MB, "MB")


@click.command()
@click.option("--network", type=click.Path(path_type=Path), default=ROOT / "graphdata" / "built")
@click.option("--workers", default=2, show_default=True)
@click.option("--users", default=0, help="so many users who think 5 to 15 s; 0 = not run")
@click.option("--minutes", default=2.0, show_default=True, help="of the users")
@click.option("--soak", "soak_minutes", default=0.0, help="minutes of the soak; 0 = not run")
def main(network: Path, workers: int, users: int, minutes: float, soak_minutes: float) -> None:
    here = load_network(network)
    print(f"network {here.version}: {here.node_count} nodes; {workers} workers")
    with serving(network, workers=workers) as (port, process):
        print(f"a class of {PUPILS} at once behind one address, {ROUNDS} trips each")
        judge_times(run_class(port, here), CLASS_P95_S)
        if users:
            print(
                f"{users} users for {minutes:g} minutes, thinking {THINK_S[0]:g}-{THINK_S[1]:g} s"
            )
            judge_times(run_users(port, here, users=users, minutes=minutes), USERS_P95_S)
        if soak_minutes:
            print(f"soak of {soak_minutes:g} minutes, {PUPILS} users")
            soak(port, process, here, soak_minutes)
    for name, is_run in (("--users", users), ("--soak", soak_minutes)):
        if not is_run:
            print(f"not run: {name}")


if __name__ == "__main__":
    main()
