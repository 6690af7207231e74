"""Names of places and streets taken apart into words, for letters that set words off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from routeguide.directions.counters import count_pieces
from routeguide.directions.kana import KANJI, to_hiragana
from routeguide.directions.lexicon import Lexicon

JOINING = frozenset({"", *"がヶケのノつツ町駅区橋口"})
SHORTEST = 2
"""A stem has at least two kanji: 北町 is one word, 上石神井 two."""

FRONTS: Mapping[str, str] = {
    "東": "ひがし", "西": "にし", "南": "みなみ", "北": "きた", "上": "かみ", "下": "しも",
    "新": "しん", "旧": "きゅう",
}  # fmt: skip
OWNERS: Mapping[str, str] = {
    "東京メトロ": "とうきょうめとろ", "東京": "とうきょう", "西武": "せいぶ", "東武": "とうぶ",
    "都営": "とえい", "地下鉄": "ちかてつ",
}  # fmt: skip
"""Words before a name; an owner's word stands before any name, the others before two kanji."""

DIGITS = "一二三四五六七八九"
CHOME, ROUTE = "丁目", "号線"
NUMBERED = re.compile(rf"第?(\d+|[{DIGITS}])({CHOME}|{ROUTE})$")
"""Ends that hold a number: 関町二丁目, 補助第237号線."""

ENDS: Mapping[str, tuple[str, ...]] = {
    "通り": ("どおり", "とおり"),
    "大通り": ("おおどおり",),
    "街道": ("かいどう",),
    "緑道": ("りょくどう",),
    "遊歩道": ("ゆうほどう",),
    "自動車道": ("じどうしゃどう",),
    "商店街": ("しょうてんがい",),
    "中央": ("ちゅうおう",),
    "公園": ("こうえん",),
    "学園": ("がくえん",),
    "駅前": ("えきまえ",),
    "入口": ("いりぐち",),
    "線": ("せん",),
    "池": ("いけ",),
    "桜": ("さくら",),
    "緑": ("みどり",),
    "東": ("ひがし",),
    "西": ("にし",),
    "南": ("みなみ",),
    "北": ("きた",),
    **{
        f"第{kanji}": (f"だい{kana}",)
        for kanji, kana in zip(
            DIGITS,
            ("いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"),
            strict=True,
        )
    },
}
"""Words behind a name by how they are written, with their readings."""


@dataclass(frozen=True, slots=True)
class End:
    """A word behind a name; ``number`` of a 丁目 or 号線 (``unit``), None without one."""

    kana: str
    number: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name in words, as kana."""

    fronts: tuple[str, ...]
    stem: str
    ends: tuple[End, ...] = ()


def part_name(name: str, kana: str, lexicon: Lexicon) -> NameParts:
    """Return the words of a name: what the lexicon and the common words above show.

    Where the kana cannot be laid beside the name, it stays whole.
    """
    fronts: list[str] = []
    ends: list[End] = []
    heard = to_hiragana(kana)
    while (found := _find_numbered(name, heard) or _find_end(name, heard)) is not None:
        written, end = found
        name, heard = name.removesuffix(written), heard.removesuffix(end.kana)
        ends.insert(0, end)
    while (front := _find_front(name, heard, lexicon)) is not None:
        word, kana_of_front = front
        inner = part_name(word, kana_of_front, lexicon)
        fronts += [kana_of_front] if inner.ends else [*inner.fronts, inner.stem]
        name, heard = name.removeprefix(word), heard.removeprefix(kana_of_front)
    back = _find_back(name, heard, lexicon)
    if back is not None:
        fronts.append(heard.removesuffix(back))
        heard = back
    return NameParts(tuple(fronts), heard, tuple(ends))


def _find_numbered(name: str, kana: str) -> tuple[str, End] | None:
    """Return an end with a number as it is written, and with its kana."""
    found = NUMBERED.search(name)
    if found is None or found.start() == 0:
        return None
    number = int(found[1]) if found[1].isdigit() else DIGITS.index(found[1]) + 1
    is_chome = found[2] == CHOME
    pieces = count_pieces(number, CHOME if is_chome else "号")
    read = "".join(piece.kana or "" for piece in pieces) + ("" if is_chome else "せん")
    read = "だい" * found[0].startswith("第") + read
    return (found[0], End(read, number, found[2])) if kana.endswith(read) else None


def _find_end(name: str, kana: str) -> tuple[str, End] | None:
    """Return the longest end of a name as it is written, and with its kana."""
    for end in sorted(ENDS, key=len, reverse=True):
        stem = name.removesuffix(end)
        if stem == name or not _is_stem(stem, least=SHORTEST if len(end) == 1 else 1):
            continue
        for reading in ENDS[end]:
            if kana.endswith(reading) and kana != reading:
                return end, End(reading)
    return None


def _find_front(name: str, kana: str, lexicon: Lexicon) -> tuple[str, str] | None:
    for word, reading in _list_fronts(name, lexicon):
        rest = name.removeprefix(word)
        if kana.startswith(reading) and kana != reading and _is_stem(rest, least=SHORTEST):
            return word, reading
    return None


def _find_back(name: str, kana: str, lexicon: Lexicon) -> str | None:
    """Return the kana of a name of its own at the end of another: 池袋 | 谷原."""
    for begin in range(SHORTEST, len(name) - SHORTEST + 1):
        entry = lexicon.find(name[begin:])
        reading = to_hiragana(entry.kana) if entry else ""
        if reading and kana.endswith(reading) and kana != reading and _is_kanji(name):
            return reading
    return None


def _is_kanji(text: str) -> bool:
    """Tell whether a text is kanji alone."""
    return all(map(KANJI.fullmatch, text))


def _list_fronts(name: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    yield from ((word, kana) for word, kana in OWNERS.items() if name.startswith(word))
    for end in range(len(name) - SHORTEST, 1, -1):
        entry = lexicon.find(name[:end])
        if entry is not None:
            yield name[:end], to_hiragana(entry.kana)
    if name[:1] in FRONTS:
        yield name[:1], FRONTS[name[:1]]


def _is_stem(text: str, *, least: int) -> bool:
    """Tell whether a text may be a word by itself: が丘 behind 南 is none."""
    return text[:1] not in JOINING and (not KANJI.search(text) or len(text) >= least)
