"""Reports of mistakes, one line of JSON each, only ever added to; no trip is in them.

A report holds which passage or place it concerns, the words that stood there,
and the reader's own words; the day, not the hour; never who travels, from
where or to where, and no way to reach the reader.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from routeguide.errors import NotKept

NAME = "feedback.jsonl"
MOST_ABOUT, MOST_BLOCK, MOST_WORDS = 200, 1000, 2000
"""Letters of each field, at most."""

MOST_BYTES = 20 * 1024 * 1024
"""The whole file: some ten thousand reports, then somebody has to read them."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``day`` is ISO 8601; ``network`` the version it was made on."""

    day: str
    about: str
    block: str
    words: str
    network: str


def keep(folder: Path, report: Report) -> None:
    """Add a report to the file in ``folder``: whole, and on the disk, or not at all.

    Raises:
        NotKept: the folder cannot be written, or the file is full.
    """
    row = json.dumps(asdict(report), ensure_ascii=False) + "\n"
    blob = row.encode("utf-8", errors="replace")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(folder / NAME) as file:
            size = os.fstat(file).st_size
            if size + len(blob) > MOST_BYTES:
                raise NotKept
            _write(file, blob, size)
    except OSError as error:
        raise NotKept from error


def list_reports(folder: Path) -> list[Report]:
    """Return all reports, the oldest first; none where there is no file."""
    path = folder / NAME
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Report(**json.loads(line)) for line in lines if line.endswith("}")]


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """Open the file for adding; one process at a time."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _write(file: int, blob: bytes, size: int) -> None:
    """Write at the end; what could be written only in part is taken back."""
    try:
        written = os.write(file, blob)
        os.fsync(file)
    except OSError:
        os.ftruncate(file, size)
        raise
    if written != len(blob):
        os.ftruncate(file, size)
        raise NotKept
