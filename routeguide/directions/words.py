"""Phrases of a language as data: the richest variant whose facts exist."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from routeguide.model.traveller import Group

PLACEHOLDER = re.compile(r"\{(\w+)\}")
KANA = (("右", "みぎ"), ("左", "ひだり"))


@cache
def load_phrases(language: str) -> Mapping[str, Any]:
    """Return the phrase tables of a language.

    Raises:
        FileNotFoundError: there is none.
    """
    path = Path(__file__).with_name("phrases") / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of words, as written and as spoken."""

    text: str
    speech: str

    def __add__(self, other: Said) -> Said:
        """Join two pieces."""
        return Said(self.text + other.text, self.speech + other.speech)


class Words:
    """Says phrases in one language; names are spoken by their kana where it is known."""

    def __init__(self, language: str = "ja") -> None:
        tables = load_phrases(language)
        self._phrases: Mapping[str, list[str]] = tables["phrases"]
        self._turns = tables["turns"]

    def say(self, key: str, **facts: Said | str | float | None) -> Said:
        """Return the first variant of a phrase whose facts are all known (None = not known)."""
        known = {name: _as_said(value) for name, value in facts.items() if value is not None}
        for variant in self._phrases[key]:
            if all(name in known for name in PLACEHOLDER.findall(variant)):
                texts = {name: said.text for name, said in known.items()}
                speeches = {name: said.speech for name, said in known.items()}
                return Said(variant.format(**texts), spoken(variant).format(**speeches))
        raise KeyError(f"no variant of {key} can be said with {sorted(known)}")

    def turn(self, hour: int, group: Group) -> Said:
        """Return the words of a turn: clock positions for blind walkers, else left and right."""
        if group is not Group.BLIND:
            return _with_kana(self._turns["plain"][str(hour)])
        direction, verb = self._turns["clock"][str(hour)]
        return _with_kana(f"{direction}の方向へ{verb}")

    def direction(self, hour: int) -> Said:
        """Return a clock direction."""
        return _with_kana(f"{self._turns['clock'][str(hour)][0]}の方向")


def spoken(text: str) -> str:
    """Return fixed words as they are spoken: left and right in kana (invariant 12)."""
    for written, kana in KANA:
        text = text.replace(written, kana)
    return text


def _with_kana(text: str) -> Said:
    return Said(text, spoken(text))


def _as_said(value: Said | str | float) -> Said:
    if isinstance(value, Said):
        return value
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return Said(text, text)
