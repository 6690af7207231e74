"""Read the files of ``graphdata/ward``: schema first, all findings at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from routeguide.errors import WardDataError
from routeguide.model.passage import LonLat
from routeguide.model.values import Fact, Measure
from routeguide.model.vocabulary import Evidence

FILES = (
    "facilities", "facilities-osm", "readings", "routes", "sources", "stations", "stations-osm",
)  # fmt: skip

EVIDENCE: Mapping[str, Evidence] = {"read": Evidence.MAPPED, "derived": Evidence.INFERRED}
"""What a confidence means (design/network.md). General and unknown are no evidence at all:
such values are never handed out; readings are the one exception."""

MOST_FINDINGS = 20

Row = Mapping[str, Any]


def read_files(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the content and the sha256 of every ward file, by name.

    Raises:
        WardDataError: a file is missing, no JSON, or breaks its schema; all
            findings are told at once, with file and place.
    """
    content: dict[str, Any] = {}
    hashes: dict[str, str] = {}
    findings: list[str] = []
    for name in FILES:
        path = folder / f"{name}.json"
        try:
            blob = path.read_bytes()
            content[name] = json.loads(blob)
        except (OSError, ValueError) as error:
            findings.append(f"{path.name}: 読めません（{error}）")
            continue
        hashes[path.name] = hashlib.sha256(blob).hexdigest()
        schema = json.loads((folder / "schema" / f"{name}.schema.json").read_text("utf-8"))
        findings.extend(f"{path.name}: {text}" for text in _broken(schema, content[name]))
    raise_findings(findings)
    return content, hashes


def raise_findings(findings: list[str]) -> None:
    """Raise all findings as one error; nothing when there are none.

    Raises:
        WardDataError: there is at least one.
    """
    if findings:
        shown = "\n".join(f"  {text}" for text in findings[:MOST_FINDINGS])
        raise WardDataError(
            f"区のデータに{len(findings)}件の誤りがあります。直してからもう一度実行してください。\n{shown}"
        )


def _broken(schema: Row, content: object) -> Iterator[str]:
    for error in Draft202012Validator(schema).iter_errors(content):
        where = "/".join(str(part) for part in error.absolute_path)
        yield f"{where}: {error.message[:200]}"


def is_told(value: Row | None) -> bool:
    """Tell whether a value may be handed out: known, and read or derived."""
    return value is not None and value["confidence"] in EVIDENCE and value["value"] is not None


def told(value: Row | None) -> Any:  # noqa: ANN401 - the JSON value
    """Return a value that may be handed out; None for general knowledge and unknown."""
    return value["value"] if value is not None and is_told(value) else None


def told_point(value: Row | None) -> LonLat | None:
    """Return a position (lon, lat) that may be used; None otherwise."""
    found = told(value)
    return (float(found[0]), float(found[1])) if found else None


def to_fact(value: Row | None, word: str | None = None, note: str | None = None) -> Fact | None:
    """Return a value as a fact with its evidence; ``word`` replaces the text. None if untold."""
    if value is None or not is_told(value):
        return None
    text = word if word is not None else str(value["value"])
    return Fact(text, EVIDENCE[value["confidence"]], source_of(value), day_of(value), note)


def to_measure(value: Row) -> Measure | None:
    """Return a number as an exact measure; None if untold."""
    if not is_told(value):
        return None
    figure = float(value["value"])
    return Measure(figure, figure, EVIDENCE[value["confidence"]], source_of(value), day_of(value))


def source_of(value: Row) -> str:
    """Return the source of a value, marked as the ward layer's."""
    return f"ward:{value['source'] or '?'}"


def day_of(value: Row) -> date | None:
    """Return the date of a value; a year or month alone stands for its first day."""
    text = value["date"]
    if text is None:
        return None
    parts = [int(part) for part in text.split("-")]
    return date(*(parts + [1] * (3 - len(parts))))
