"""Write a network as an immutable directory, and point to it when it is whole.

``network-<hash>/`` holds one ``.npy`` a column, ``places.json``,
``readings.json`` (where the ward layer declares readings), ``report.json`` and
``manifest.json``; the hash covers columns, places, readings and source hashes,
so the same input gives the same directory with the same bytes.
The directory is written beside, fsynced and renamed; only then ``current``
(a small JSON file, replaced atomically) names it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.network.store import FORMAT, POINTER, READINGS


def write_network(
    parent: Path,
    *,
    columns: Mapping[str, npt.NDArray[np.generic]],
    places: Mapping[str, Any],
    readings: Sequence[Mapping[str, Any]],
    manifest: Mapping[str, Any],
    report: Mapping[str, Any],
    built_at: datetime,
) -> Path:
    """Write one network below ``parent`` and make it the current one.

    ``manifest`` needs ``sources`` (their hashes go into the network's hash).
    Returns the directory. Nothing is left half-written: an error before the
    rename leaves the pointer and all older networks as they were.
    """
    parent.mkdir(parents=True, exist_ok=True)
    blobs = {f"{name}.npy": _npy(array) for name, array in sorted(columns.items())}
    blobs["places.json"] = _json(places)
    if readings:
        blobs[READINGS] = _json(readings)
    digest = _digest(blobs, manifest)
    whole = {"format": FORMAT, "hash": digest, **manifest, "files": _hashes(blobs)}
    blobs["report.json"] = _json(report)
    blobs["manifest.json"] = _json(whole)
    target = parent / f"network-{digest[:16]}"
    if not _is_whole(target, blobs):
        _set_aside(target)
        _write_directory(parent, target, blobs)
    _write_pointer(parent, target.name, built_at)
    return target


def _npy(array: npt.NDArray[np.generic]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.ascontiguousarray(array), allow_pickle=False)
    return stream.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _hashes(blobs: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(blob).hexdigest() for name, blob in blobs.items()}


def _digest(blobs: Mapping[str, bytes], manifest: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(f"format {FORMAT}\n".encode())
    for name, value in sorted(_hashes(blobs).items()):
        digest.update(f"{name} {value}\n".encode())
    for source in manifest["sources"]:
        digest.update(f"source {source['sha256']}\n".encode())
    return digest.hexdigest()


def _is_whole(target: Path, blobs: Mapping[str, bytes]) -> bool:
    """Tell whether the directory is there and holds what it should, byte for byte."""
    try:
        return all((target / name).read_bytes() == blob for name, blob in blobs.items())
    except OSError:
        return False


def _set_aside(target: Path) -> None:
    """Take a damaged directory away; who has it open keeps reading it."""
    if target.exists():
        aside = Path(tempfile.mkdtemp(prefix=".damaged-", dir=target.parent))
        target.rename(aside / target.name)
        shutil.rmtree(aside)


def _write_directory(parent: Path, target: Path, blobs: Mapping[str, bytes]) -> None:
    beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=parent))
    try:
        beside.chmod(0o755)
        for name, blob in blobs.items():
            _write_synced(beside / name, blob)
        _sync(beside)
        beside.rename(target)
        _sync(parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _write_pointer(parent: Path, name: str, built_at: datetime) -> None:
    """Replace the pointer; ``previous`` remembers the network it named before."""
    path = parent / POINTER
    before = _read_pointer(path)
    previous = before.get("network")
    if previous == name:
        previous = before.get("previous")
    pointer = {"network": name, "built_at": built_at.isoformat(), "previous": previous}
    beside = parent / f".{POINTER}-{os.getpid()}"
    _write_synced(beside, _json(pointer))
    beside.replace(path)
    _sync(parent)


def _read_pointer(path: Path) -> dict[str, Any]:
    """Return what the pointer says; nothing where there is none or it is damaged."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _write_synced(path: Path, blob: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(blob)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
