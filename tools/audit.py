"""List what the locks hold, and ask a source of advisories about every pin of it.

Writes ``build/sbom.json`` (CycloneDX 1.5). Exit status 0: all were asked about
and nothing is known; 1: something is known; 3: NOT CHECKED, because the source
cannot be reached, does not answer about everything, or does not know a pin that
is known to be bad, which is asked about each time.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "https://api.osv.dev"
"""Open Source Vulnerabilities; ``--source`` names a mirror."""
CLEAN, KNOWN, NOT_CHECKED = 0, 1, 3
WAIT_S = 30
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Part:
    """One pinned dependency; ``hashes`` are those of its files."""

    ecosystem: str
    name: str
    version: str
    hashes: tuple[str, ...] = ()
    licence: str | None = None

    @property
    def purl(self) -> str:
        """The address that names it in every list of parts."""
        kind = {"PyPI": "pypi", "npm": "npm"}[self.ecosystem]
        return f"pkg:{kind}/{self.name.replace('@', '%40')}@{self.version}"


BAD = Part("PyPI", "django", "2.0")
"""Known to be bad for years: who does not know this knows nothing."""


class NotCheckedError(Exception):
    """The source said nothing that could be relied on."""


def read_parts(folder: Path) -> list[Part]:
    """Return every pin of the locks in ``folder``."""
    parts: list[Part] = []
    for name in ("requirements.lock", "requirements-node.lock"):
        parts += _read_python((folder / name).read_text("utf-8"))
    packages = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    for path, held in packages.items():
        if path:
            name = path.rpartition("node_modules/")[2]
            parts.append(Part("npm", name, held["version"], licence=held.get("license")))
    return parts


def _read_python(lock: str) -> Iterator[Part]:
    pins = list(PIN.finditer(lock))
    for pin, following in zip(pins, [*pins[1:], None], strict=True):
        block = lock[pin.start() : following.start() if following else None]
        yield Part("PyPI", pin[1].lower(), pin[2], tuple(HASH.findall(block)))


def make_sbom(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the list of parts as CycloneDX; the same locks give the same list."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "routeguide"}},
        "components": [_component(part) for part in parts],
    }


def _component(part: Part) -> dict[str, Any]:
    row: dict[str, Any] = {
        "type": "library", "name": part.name, "version": part.version, "purl": part.purl,
        "bom-ref": part.purl,
    }  # fmt: skip
    if part.hashes:
        row["hashes"] = [{"alg": "SHA-256", "content": one} for one in part.hashes]
    if part.licence:
        row["licenses"] = [{"expression": part.licence}]
    return row


def find_known(parts: Sequence[Part], source: str) -> dict[Part, list[str]]:
    """Return the advisories of each part that has any.

    Raises:
        NotCheckedError: the source cannot be relied on.
    """
    asked = [*parts, BAD]
    found = [[one["id"] for one in row.get("vulns", [])] for row in _ask(asked, source)]
    if len(found) != len(asked):
        raise NotCheckedError(f"asked about {len(asked)}, told of {len(found)}")
    if not found.pop():
        raise NotCheckedError(f"knows nothing of {BAD.name} {BAD.version}, which is bad")
    return {part: ids for part, ids in zip(parts, found, strict=True) if ids}


def _ask(parts: Sequence[Part], source: str) -> list[dict[str, Any]]:
    queries = [
        {"package": {"name": part.name, "ecosystem": part.ecosystem}, "version": part.version}
        for part in parts
    ]
    request = urllib.request.Request(  # noqa: S310 - the address is the operator's
        f"{source}/v1/querybatch",
        data=json.dumps({"queries": queries}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:  # noqa: S310
            rows: list[dict[str, Any]] = json.load(answer)["results"]
    except (OSError, HTTPException, ValueError, LookupError, TypeError) as error:
        raise NotCheckedError(f"{type(error).__name__}: {error}") from error
    return rows


def main(arguments: Sequence[str]) -> int:
    """Write the list of parts, ask, and tell; return the exit status."""
    source = arguments[1] if arguments[:1] == ["--source"] else SOURCE
    parts = read_parts(ROOT)
    target = ROOT / "build" / "sbom.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(make_sbom(parts), indent=1) + "\n", "utf-8")
    print(f"{target.relative_to(ROOT)}: {len(parts)} parts")
    try:
        known = find_known(parts, source)
    except NotCheckedError as error:
        print(f"NOT CHECKED against advisories: {source}: {error}", file=sys.stderr)
        return NOT_CHECKED
    for part, ids in known.items():
        print(f"{part.name} {part.version}: {', '.join(ids)}")
    print(f"{len(parts)} parts asked about, {len(known)} with advisories ({source})")
    return KNOWN if known else CLEAN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
