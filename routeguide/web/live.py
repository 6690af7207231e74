"""The network that is served, and the next one as soon as it is whole.

A build replaces the pointer ``current``, and somebody replaces the overlay file:
the next request sees it. What cannot be used leaves in place what is in use.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from routeguide.errors import NetworkDamaged, RouteguideError
from routeguide.exchange.overlay_json import read_overlay
from routeguide.model.asked import JST, now
from routeguide.network.overlay import lay_over
from routeguide.network.store import POINTER, Network, find_current, load_network
from routeguide.network.verify import verify_network
from routeguide.routing.plan import planner_of

LOG = logging.getLogger("routeguide")
EVERY_S = 1.0
"""Files are looked at once in this time at most."""
RETRY_S = 10.0
"""What could not be used is tried again after this time, though no file changed."""
Sign = tuple[int, int, int] | None
"""What tells a file from the one that was there before; None = there is none."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The state of the files from which a network comes, and the day for which it holds."""

    network: tuple[Sign, Sign]
    overlay: Sign
    day: date


class LiveNetwork:
    """Loads the network of a folder with its overlay, and again when something changed.

    ``problem`` is why the newest state is not served; None = it is.

    Raises:
        NetworkMissing: there is none to begin with.
        NetworkDamaged: it is not what was built.
        BadInput: the overlay cannot be used.
    """

    def __init__(self, folder: Path, overlay: Path | None) -> None:
        self.folder = folder
        self.overlay = overlay
        self.problem: RouteguideError | None = None
        self._turn = threading.Lock()
        self._seen = self._read_signs()
        self.network = self._load(None)
        self._loaded = self._seen
        self._tried_at = self._looked_at = time.monotonic()

    def look(self) -> Network | None:
        """Return a network that came since the last look; None where nothing did.

        One thread looks, the others go on with what there is.
        """
        if time.monotonic() - self._looked_at < EVERY_S or not self._turn.acquire(blocking=False):
            return None
        try:
            signs = self._read_signs()
            is_due = self.problem is not None and time.monotonic() - self._tried_at >= RETRY_S
            return self._replace(signs) if signs != self._seen or is_due else None
        finally:
            self._looked_at = time.monotonic()
            self._turn.release()

    def forget_time(self) -> None:
        """Let the next look be a look, however soon it comes."""
        self._looked_at = float("-inf")

    def _replace(self, signs: Signs) -> Network | None:
        self._seen, self._tried_at = signs, time.monotonic()
        try:
            self.network = self._load(self._loaded)
        except RouteguideError as error:
            if self.problem is None or self.problem.message != error.message:
                LOG.error("the network in use stays: %s %s", error.code, error.message)  # noqa: TRY400
            self.problem = error
            return None
        self.problem, self._loaded = None, signs
        LOG.warning("network %s, overlay %s", self.network.version, self.network.overlay.revision)
        return self.network

    def _load(self, before: Signs | None) -> Network:
        """Return what the files hold now; the network under the overlay as it is if it may be."""
        seen = self._seen
        is_same = before is not None and (before.network, before.day) == (seen.network, seen.day)
        network = self.network.base if is_same else _load_whole(self.folder, seen.day)
        if self.overlay is not None:
            network = lay_over(network, read_overlay(self.overlay))
            if network.unplaced and before:
                LOG.warning("not in this network: %s", "、".join(network.unplaced))
        planner_of(network)
        return network

    def _read_signs(self) -> Signs:
        """Return the state of the files, before any of them is read."""
        try:
            found = find_current(self.folder)
        except (OSError, ValueError, LookupError, TypeError):  # told when it is loaded
            found = None
        pointer = _sign(self.folder / POINTER)
        manifest = _sign(found / "manifest.json") if found else None
        overlay = _sign(self.overlay) if self.overlay else None
        return Signs((pointer, manifest), overlay, now().astimezone(JST).date())


def _load_whole(folder: Path, day: date) -> Network:
    try:
        found = find_current(folder)
        if found is not None:
            verify_network(found)
        network = load_network(found or folder, today=day)
        _ = network.report, network.built_at  # read now: later the files may be another's
    except RouteguideError:
        raise
    except Exception as error:
        raise NetworkDamaged(
            f"道路網「{folder.name}」を使えません（{type(error).__name__}）。"
            "もう一度「routeguide build」で作ってください。"
        ) from error
    return network


def _sign(path: Path) -> Sign:
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_ino, seen.st_size
