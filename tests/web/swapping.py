"""Two builds that differ in every length, put in place of each other; and who asks meanwhile."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from routeguide.errors import NetworkDamaged
from routeguide.network.store import load_network
from routeguide.network.verify import verify_network
from routeguide.network.write import _write_pointer, write_network

QUESTION = {
    "from": {"place": "station:kotake-mukaihara"},
    "to": {"place": "facility:kotake-toshokan"},
    "traveller": {"preset": "wheelchair_manual"},
    "depart_at": "2026-11-25T10:00:00+09:00",
}
Ask = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Builds:
    """A folder with two networks of the ward; in the second every passage is twice as long."""

    folder: Path
    versions: tuple[str, str]
    whole: Path
    """The folder that both were copied from."""

    def put(self, number: int) -> str:
        """Make one of the two the current network, as a build does, and return its version."""
        name = f"network-{self.versions[number]}"
        self._mend(self.folder / name)
        _write_pointer(self.folder, name, datetime.now(UTC))
        return self.versions[number]

    def _mend(self, target: Path) -> None:
        """Put a whole directory in the place of a damaged one, which may still be mapped."""
        try:
            verify_network(target)
        except NetworkDamaged:
            if target.exists():
                target.rename(target.with_name(f"aside-{target.name}"))
            shutil.copytree(self.whole / target.name, target)


def make_builds(ward_network: Path, whole: Path) -> tuple[str, str]:
    """Write the two networks below ``whole`` and return their versions."""
    first = load_network(ward_network)
    assert first.folder is not None
    own = {"format", "hash", "files"}
    common: Any = {
        "manifest": {key: told for key, told in first.manifest.items() if key not in own},
        "built_at": datetime.now(UTC),
        **{
            name: json.loads((first.folder / f"{name}.json").read_text("utf-8"))
            for name in ("places", "report", "readings")
        },
    }
    longer = {**first.columns, "edge_length_m": first.columns["edge_length_m"] * 2}
    made = [write_network(whole, columns=each, **common) for each in (first.columns, longer)]
    one, other = (path.name.removeprefix("network-") for path in made)
    return one, other


def copy_builds(whole: Path, versions: tuple[str, str], folder: Path) -> Builds:
    """Return the two networks in a folder of their own, the first of them current."""
    folder.mkdir()
    builds = Builds(folder, versions, whole)
    builds.put(1)
    builds.put(0)
    return builds


@dataclass
class Seen:
    """What those who asked were told: routes by version, and what went wrong."""

    told: dict[str, set[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    answers: int = 0

    def note(self, answer: dict[str, Any]) -> None:
        self.answers += 1
        routes = json.dumps(answer["routes"])
        self.told.setdefault(answer["network"]["version"], set()).add(routes)

    def list_mixed(self) -> list[str]:
        """Return the versions of which more than one network was told."""
        return [version for version, routes in self.told.items() if len(routes) != 1]


@contextmanager
def asking(makers: list[Callable[[], Ask]]) -> Iterator[Seen]:
    """Let a thread for each maker ask without pause until the block ends."""
    seen, over, turn = Seen(), threading.Event(), threading.Lock()

    def run(make: Callable[[], Ask]) -> None:
        ask = make()
        while not over.is_set():
            try:
                answer = ask()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                seen.errors.append(repr(error))
                continue
            with turn:
                seen.note(answer)

    threads = [threading.Thread(target=run, args=(make,)) for make in makers]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join()
