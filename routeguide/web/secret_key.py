"""The key that signs the cookie: given by a setting, or made once and kept in a file."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import tempfile
from pathlib import Path

from routeguide.config import SHORTEST_KEY, Settings
from routeguide.errors import BadInput, say_os_error

LOG = logging.getLogger("routeguide")
NAME = "secret-key"
OTHERS = 0o077
"""Rights of a file that let others than its owner in."""


def secret_key(settings: Settings) -> str:
    """Return the key of this installation; every process that starts at once gets the same.

    Raises:
        BadInput: there is none and none can be kept.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.instance / NAME
    try:
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as error:
        raise BadInput(
            f"鍵のファイル「{path}」を作れないか、読めません（{say_os_error(error)}）。"
            "書けるフォルダーを ROUTEGUIDE_INSTANCE で指定するか、"
            f"{SHORTEST_KEY}文字以上の鍵を ROUTEGUIDE_SECRET_KEY で指定してください。"
        ) from error


def _make(path: Path) -> None:
    """Write a new key beside and link it into place, whole: who comes second keeps the first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{NAME}-", dir=path.parent)  # only its owner reads it
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(SHORTEST_KEY) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def _read(path: Path) -> str:
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < SHORTEST_KEY:
        raise BadInput(
            f"鍵のファイル「{path}」は短すぎるか、壊れています。"
            "消してからもう一度動かすと、新しく作ります（開いているページの設定は最初に戻ります）。"
        )
    if path.stat().st_mode & OTHERS:
        LOG.warning("the key file can be read by others: chmod 600 %s", path)
    return key
