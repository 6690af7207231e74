"""Japanese characters of names in simplified Chinese; what stands in kana in Latin letters."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from routeguide.directions.kana import KANJI
from routeguide.directions.romaji import romanise

FILE = Path(__file__).with_name("hanzi.toml")
KANA_RUN = re.compile(r"[ぁ-ゖァ-ヺー]+")
BETWEEN = frozenset({"が", "ガ", "ヶ", "ケ", "ッ", "ツ", "つ"})
"""Kana that only join two characters of a name: 光が丘 光丘, 阿佐ヶ谷 阿佐谷."""

OF = frozenset({"の", "ノ", "之"})


@cache
def load_characters() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the characters, and the words that are told before them."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {pair[0]: pair[1] for pair in tables["pairs"].split()}, tables["words"]


@lru_cache(maxsize=4096)
def simplify(name: str) -> str:
    """Return a name in simplified characters, without kana: すずしろ橋 is Suzushiro桥."""
    characters, words = load_characters()
    for word, told in words.items():
        name = name.replace(word, told)
    name = re.sub(r"(.)々", r"\1\1", name)
    name = KANA_RUN.sub(_tell_kana, name)
    return "".join(characters.get(letter, letter) for letter in name)


def _tell_kana(found: re.Match[str]) -> str:
    kana, name = found[0], found.string
    before, behind = name[found.start() - 1 : found.start()], name[found.end() : found.end() + 1]
    if kana in OF and before and behind:
        return "之"
    is_joined = KANJI.match(before) is not None
    if is_joined and len(kana) == 1 and (kana in BETWEEN or "ぁ" <= kana <= "ゖ"):
        return ""
    return romanise(kana)
