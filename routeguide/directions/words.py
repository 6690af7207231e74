"""Phrases of a language as data: the richest variant whose facts exist."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from routeguide.errors import BadInput

PLACEHOLDER = re.compile(r"\{(\w+)\}")
KANA = (("右", "みぎ"), ("左", "ひだり"))
FOLDER = Path(__file__).with_name("phrases")


@cache
def load_phrases(language: str) -> Mapping[str, Any]:
    """Return the phrase tables of a language.

    Raises:
        BadInput: there is none; the message names those that exist.
    """
    known = sorted(path.stem for path in FOLDER.glob("*.toml"))
    if language not in known:
        raise BadInput(
            f"「{language}」の案内文はまだありません。次から選んでください: {'、'.join(known)}"
        )
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of words, as written and as spoken."""

    text: str
    speech: str

    def __add__(self, other: Said) -> Said:
        """Join two pieces."""
        return Said(self.text + other.text, self.speech + other.speech)


class Words:
    """Says phrases in one language; names are spoken by their kana."""

    def __init__(self, language: str = "ja") -> None:
        tables = load_phrases(language)
        self._phrases: Mapping[str, Mapping[str, Any]] = tables["phrases"]
        self._turns: Mapping[str, Mapping[str, list[str]]] = tables["turns"]
        self._nouns: Mapping[str, Mapping[str, str]] = tables["nouns"]

    def say(self, key: str, **facts: Said | str | float | None) -> Said:
        """Return the first variant of a phrase whose facts are all known (None = not known).

        Raises:
            KeyError: no variant can be said; every phrase has one that needs
                no more than is always known.
        """
        known = {name: _as_said(value) for name, value in facts.items() if value is not None}
        phrase = self._phrases[key]
        variants = phrase["variants"]
        for variant, heard in zip(variants, phrase.get("speech", variants), strict=True):
            if all(name in known for name in PLACEHOLDER.findall(variant)):
                texts = {name: said.text for name, said in known.items()}
                speeches = {name: said.speech for name, said in known.items()}
                return Said(variant.format(**texts), spoken(heard).format(**speeches))
        raise KeyError(f"no variant of {key} can be said with {sorted(known)}")

    def noun(self, table: str, key: str) -> Said:
        """Return a word of a table of nouns."""
        return _with_kana(self._nouns[table][key])

    def has_noun(self, table: str, key: str) -> bool:
        """Tell whether a table of nouns holds a word for a key."""
        return key in self._nouns[table]

    def clock(self, hour: int) -> Said:
        """Return a clock position for blind walkers: 右3時."""
        return _with_kana(self._turns["clock"][str(hour)][0])

    def clock_turn(self, hour: int) -> Said:
        """Return a turn for blind walkers, before a comma: 右3時の方向へ曲がり."""
        position, verb = self._turns["clock"][str(hour)]
        return _with_kana(f"{position}の方向へ{verb}")

    def plain_turn(self, hour: int) -> Said:
        """Return a turn by left and right, before a comma: 右に曲がり."""
        return _with_kana(self._turns["plain"][str(hour)][0])

    def after_turn(self, hour: int) -> Said:
        """Return the place behind a turn by left and right: 右に曲がった先."""
        return _with_kana(self._turns["plain"][str(hour)][1])


def spoken(text: str) -> str:
    """Return fixed words as they are spoken: left and right in kana (invariant 12)."""
    for written, kana in KANA:
        text = text.replace(written, kana)
    return text


def join_said(pieces: list[Said], between: str) -> Said:
    """Join pieces, written and spoken alike."""
    texts = between.join(piece.text for piece in pieces)
    return Said(texts, between.join(piece.speech for piece in pieces))


def _with_kana(text: str) -> Said:
    return Said(text, spoken(text))


def _as_said(value: Said | str | float) -> Said:
    if isinstance(value, Said):
        return value
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return Said(text, text)
