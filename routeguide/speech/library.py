"""The audio library: one file a sentence, named by the hash of what it depends on.

Nothing in it tells who asked, when, or for which trip: a name is a hash of
engine, version, voice, speed and the sentence, there is no index, and a
sentence that many trips share is one file. Where the disk is full or closed,
it forgets; nobody waits for it and nothing fails.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock

LOG = logging.getLogger("routeguide")
SUFFIX = ".mp3"
HALF_MADE = ".part"
FULL, CLEARED, LOOK_AFTER = 0.9, 0.8, 0.02
"""Of the bound: when it is cleared, how far, and after how much it is looked at."""


def key_of(*parts: str | float) -> str:
    """Return the name of what depends on these parts alone."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class AudioLibrary:
    """Sentences as sound in a folder of at most ``most_bytes``; the least used go first."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self._most = most_bytes
        self._added = most_bytes
        self._lock = Lock()
        self._told = False

    def find(self, key: str) -> bytes | None:
        """Return what is kept under a key and note that it was used; None when nothing is."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return data or None

    def keep(self, key: str, data: bytes) -> None:
        """Keep a sentence, whole or not at all; a disk that takes nothing is no fault."""
        if len(data) > self._most:
            return
        try:
            self._write(key, data)
            self._make_room(len(data))
        except OSError as error:
            if not self._told:
                self._told = True
                LOG.warning("the audio library cannot be written: %s", type(error).__name__)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{SUFFIX}"

    def _write(self, key: str, data: bytes) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(suffix=HALF_MADE, dir=path.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise

    def _make_room(self, added: int) -> None:
        """Delete what was used longest ago where the folder comes near its bound.

        Several processes write here: each looks again after a fiftieth of the bound.
        """
        with self._lock:
            self._added += added
            if self._added < LOOK_AFTER * self._most:
                return
            self._added = 0
            rows = sorted(self._list_files())
            size = sum(size for _, size, _ in rows)
            if size <= FULL * self._most:
                return
            for _, one, path in rows:
                if size <= CLEARED * self._most:
                    break
                with suppress(OSError):
                    path.unlink()
                    size -= one

    def _list_files(self) -> list[tuple[float, int, Path]]:
        """Return when each file was last used, its size and its path."""
        rows = []
        for path in self.folder.glob("*/*"):
            with suppress(OSError):
                found = path.stat()
                rows.append((found.st_mtime, found.st_size, path))
        return rows
