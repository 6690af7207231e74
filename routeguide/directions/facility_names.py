"""Names of places taken apart: what is proper to one, and what kind of place it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from routeguide.directions.kana import to_hiragana

FILE = Path(__file__).with_name("facility_kinds.toml")

Words = Mapping[str, str]
"""How something is said, by the code of the language (en, zh, ko)."""


@dataclass(frozen=True, slots=True)
class KindOfPlace:
    """A kind by the end of a Japanese name; ``keeps_name``: the name stays whole before it."""

    end: str
    readings: Sequence[str]
    words: Words
    keeps_name: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known of kinds: the longest ends first."""

    kinds: Sequence[KindOfPlace]
    prefixes: Mapping[str, Words] = field(default_factory=dict)
    whole: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FacilityName:
    """A place's own name with its kana (None = not known), and its kind's word ("" = none).

    ``said`` is the own name where it is told in the language already.
    """

    stem: str
    stem_kana: str | None
    kind: str
    said: str | None = None


@cache
def load_kinds() -> Tables:
    """Return the table of kinds."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    kinds = [_read_kind(end, row) for end, row in tables["kinds"].items()]
    kinds.sort(key=lambda kind: -len(kind.end))
    return Tables(kinds, tables["prefixes"], tables["whole"])


def _read_kind(end: str, row: Mapping[str, Any]) -> KindOfPlace:
    readings = [row["kana"]] if isinstance(row["kana"], str) else row["kana"]
    return KindOfPlace(end, readings, row, keeps_name=row.get("keep", False))


def split_facility(name: str, kana: str | None, language: str) -> FacilityName:
    """Return the parts of a Japanese name; the word of its kind in a language (en, zh, ko)."""
    tables = load_kinds()
    if name in tables.whole:
        return FacilityName(name, kana, "", tables.whole[name][language])
    stem, heard, owner = name, kana and to_hiragana(kana), None
    for prefix, row in tables.prefixes.items():
        if stem.startswith(prefix) and stem != prefix:
            stem = stem.removeprefix(prefix)
            heard = heard and heard.removeprefix(row["kana"])
            owner = row[language]
    for kind in tables.kinds:
        found = _take_off(kind, stem, heard, language)
        if found is not None:
            return found if found.stem else FacilityName(stem, heard, found.kind, owner or "")
    return FacilityName(stem, heard, "")


def _take_off(
    kind: KindOfPlace, stem: str, heard: str | None, language: str
) -> FacilityName | None:
    """Return a name without its kind; None where it has another, or is read otherwise."""
    if not stem.endswith(kind.end):
        return None
    word = kind.words[language]
    if heard is None:
        kept = stem if kind.keeps_name else stem.removesuffix(kind.end)
        return FacilityName(kept, None, word)
    reading = next((kana for kana in kind.readings if heard.endswith(kana)), None)
    if reading is None:
        return None
    if kind.keeps_name:
        return FacilityName(stem, heard, word)
    return FacilityName(stem.removesuffix(kind.end), heard.removesuffix(reading), word)
