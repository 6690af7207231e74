"""Japanese names inside English: found by what our English never says, and turned into kana.

All English of ours is made from ``phrases/en.toml`` and the table of kinds of
places. A word that is not in them, and that Hepburn could have written, is a
Japanese name: an English voice would say "ko-take" as in "to take".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from routeguide.directions import language
from routeguide.directions.kana import for_engine, to_katakana
from routeguide.directions.romaji import LETTERS, SMALL_Y, WITHOUT_Y, romanise
from routeguide.model.reading import Reading, ReadingUse

WORD = re.compile(r"[A-Za-zÀ-žŌō']+")
NAME = re.compile(r"[A-ZĀĪŪĒŌ][A-Za-zĀ-ž']*(?:-[A-Za-zĀ-ž']+)*")
NO_ENGLISH = {"example", "note", "language", "lines", "whole", "prefixes"}
"""Tables that hold names, or no words."""

LONG_VOWELS = str.maketrans("āīūēōâîûêô", "aiueoaiueo")
ENGLISH_TOO = frozenset({"aeon", "bureau"})
"""Words of the names of firms and offices that Hepburn could have written."""

KINDS = language.FOLDER.parent / "facility_kinds.toml"
LEAST = 2
NOBODY: Mapping[str, str] = MappingProxyType({})


@cache
def english_words() -> frozenset[str]:
    """Return every word of our own English, in small letters."""
    tables = tomllib.loads((language.FOLDER / "en.toml").read_text(encoding="utf-8"))
    kinds = tomllib.loads(KINDS.read_text(encoding="utf-8"))
    told = [*_texts(tables), *(row["en"] for row in _rows(kinds) if "en" in row)]
    return ENGLISH_TOO.union(word.lower() for text in told for word in WORD.findall(text))


def known_names(entries: Iterable[Reading]) -> dict[str, str]:
    """Return the kana of declared names by their Latin letters, which do not tell long vowels."""
    known: dict[str, str] = {}
    for entry in entries:
        if entry.use is not ReadingUse.WORD:
            known.setdefault(_letters(romanise(entry.kana)), for_engine(entry.kana))
    return known


def split_names(text: str, known: Mapping[str, str] = NOBODY) -> Iterator[tuple[str, str | None]]:
    """Yield the text in parts: (part, None) as it is, (name, kana) to be said in Japanese.

    ``known`` are the names whose kana was declared (:func:`known_names`).
    """
    end = 0
    for found in NAME.finditer(text):
        kana = kana_of_name(found[0], known)
        if kana is not None:
            if found.start() > end:
                yield text[end : found.start()], None
            yield found[0], kana
            end = found.end()
    if end < len(text):
        yield text[end:], None


def kana_of_name(name: str, known: Mapping[str, str] = NOBODY) -> str | None:
    """Return a Japanese name in Latin letters as katakana; None where it is none."""
    parts = name.lower().translate(LONG_VOWELS).replace("'", "").split("-")
    if len(name) < LEAST or all(part in english_words() for part in parts):
        return None
    told = known.get(_letters(name))
    if told is not None:
        return told
    kana = [known.get(part) or _to_kana(part) for part in parts]
    return None if None in kana else "".join(filter(None, kana))


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower().translate(LONG_VOWELS))


def _to_kana(word: str) -> str | None:
    """Return one word of Hepburn as katakana; None where Hepburn does not write so."""
    kana = ""
    at = 0
    while at < len(word):
        if _is_doubled(word, at):
            kana, at = kana + "っ", at + 1
            continue
        syllable = next((word[at : at + n] for n in (3, 2, 1) if word[at : at + n] in KANA), None)
        if syllable is None:
            if word[at] != "m" or word[at + 1 : at + 2] not in {"b", "m", "p"}:
                return None
            syllable = "m"
        kana, at = kana + KANA.get(syllable, "ん"), at + len(syllable)
    return to_katakana(kana)


def _is_doubled(word: str, at: int) -> bool:
    pair = word[at : at + 2]
    return pair == "tc" or (len(pair) == LEAST and pair[0] == pair[1] and pair[0] in "kstpgzdbhcf")


def _spellings() -> Iterator[tuple[str, str]]:
    """Yield (Latin letters, kana), the usual kana of a spelling last."""
    rare = set("ゐゑをぁぃぅぇぉゃゅょゎぢづゔ")
    plain = [(kana, latin) for kana, latin in LETTERS.items() if latin]
    for kana, latin in sorted(plain, key=lambda row: row[0] not in rare):
        yield latin, kana
        if latin.endswith("i") and latin != "i":
            stem = latin[:-1]
            for small, vowel in SMALL_Y.items():
                yield stem + ("" if stem.endswith(WITHOUT_Y) else "y") + vowel, kana + small


KANA = dict(_spellings())


def _texts(table: dict[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key not in NO_ENGLISH:
            yield from _texts_in(value)


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield re.sub(r"\{\w+(?::\w+)?\}", " ", value)
    elif isinstance(value, dict):
        yield from _texts(value)
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)


def _rows(tables: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, table in tables.items():
        if name in NO_ENGLISH:
            continue
        yield from (row for row in table.values() if isinstance(row, dict))
