"""Every sentence that templates and handlers ask the catalogues for."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_file
from jinja2.ext import babel_extract

from routeguide.model.facility_kind import KIND_JA
from routeguide.routing.needs import NEED_JA
from routeguide.web.search import ERRANDS

ROOT = Path(__file__).parents[2]
KEYWORDS = {"t": None, "a": None, "plain": None}
ERRORS = dict.fromkeys(
    (
        "BadInput",
        "UnknownPlace",
        "AmbiguousPlace",
        "BadTraveller",
        "limit_error",
        "PrintFailed",
        "PrintBusy",
    )
)
SHOWN_FROM = (
    "web", "speech/engine.py", "speech/processes.py", "speech/script.py", "speech/speaker.py",
    "routing/plan.py", "routing/what_if.py", "routing/places.py", "model/asked.py",
    "speech/print_pdf.py", "speech/braille_sheet.py", "speech/braille_english.py",
    "routing/finding.py", "routing/reachable.py",
)  # fmt: skip
"""Where errors are raised that a page can show."""

AT_START = ("secret_key.py", "serve.py")


def list_messages() -> dict[str, str]:
    """Return every message with the file in which it stands first."""
    found: dict[str, str] = {}
    for file, message in (
        *_of_templates(),
        *_of_python(),
        *_of_constants(),
        *_of_tables(),
    ):
        found.setdefault(message, file)
    return found


def _of_templates() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "templates").rglob("*.html")):
        with file.open("rb") as opened:
            for _, _, message, _ in babel_extract(opened, tuple(KEYWORDS), (), {}):
                yield file.name, _first(message)


def _of_python() -> Iterator[tuple[str, str]]:
    for file in _shown_from():
        for row in extract_from_file("python", file, keywords=KEYWORDS):
            yield file.name, _first(row[1])
        for row in extract_from_file("python", file, keywords=ERRORS):
            message = _first(row[1])
            if _is_japanese(message) and _is_for_readers(file, message):
                yield file.name, message


def _of_constants() -> Iterator[tuple[str, str]]:
    """Yield the sentences that stand in constants: tables of errors, and errors told twice."""
    for file in _shown_from():
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                for part in ast.walk(node.value):
                    text = str(part.value) if isinstance(part, ast.Constant) else ""
                    if text.endswith("。") and _is_for_readers(file, text):
                        yield file.name, text


def _is_for_readers(file: Path, text: str) -> bool:
    """Tell whether a constant is a sentence of a page, not one for whoever starts the service."""
    return not text.startswith("設定 ") and file.name not in AT_START


def _of_tables() -> Iterator[tuple[str, str]]:
    """Yield the words of lists from which readers choose."""
    for file, words in (("facility_kind.py", KIND_JA.values()), ("needs.py", NEED_JA.values())):
        yield from ((file, word) for word in words)
    yield from (("search.py", errand) for errand in ERRANDS)


def _shown_from() -> Iterator[Path]:
    for place in SHOWN_FROM:
        at = ROOT / "routeguide" / place
        yield from [at] if at.is_file() else sorted(at.rglob("*.py"))


def _first(message: object) -> str:
    return str(message[0] if isinstance(message, tuple) else message)


def list_data_words() -> set[str]:
    """Return what pages translate of the ward's data: kinds of facilities, lines of railways."""
    ward = ROOT / "graphdata" / "ward"
    places = json.loads((ward / "facilities.json").read_text("utf-8"))["facilities"]
    stations = json.loads((ward / "stations.json").read_text("utf-8"))["stations"]
    lines = (line for station in stations for line in station["lines"])
    kinds = {place["category"] for place in places if place["category"]}
    return kinds | {line["operator"] + line["line"] for line in lines}


def _is_japanese(text: str) -> bool:
    return any("぀" <= letter <= "鿿" for letter in text)
