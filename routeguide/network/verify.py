"""Compare a stored network with its manifest, byte by byte, before anybody is led by it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from routeguide.errors import NetworkDamaged, say_os_error


def verify_network(folder: Path) -> None:
    """Check every file that the manifest of a network directory names.

    Raises:
        NetworkDamaged: a file is missing or holds other bytes: torn, or built in place.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        wrong = [name for name, told in manifest["files"].items() if _hash(folder / name) != told]
    except OSError as error:
        raise NetworkDamaged(
            f"道路網「{folder.name}」のファイルを読めません（{say_os_error(error)}）。"
            "もう一度「routeguide build」で作ってください。"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NetworkDamaged(
            f"道路網「{folder.name}」の目録（manifest.json）が壊れています。"
            "もう一度「routeguide build」で作ってください。"
        ) from error
    if wrong:
        raise NetworkDamaged(
            f"道路網「{folder.name}」は作ったときと中身が違います（{'、'.join(sorted(wrong)[:3])}）。"
            "もう一度「routeguide build」で作ってください。"
        )


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
