"""Japanese in braille: kana with the blanks of 分かち書き, then cells.

The rules of 分かち書き are those of libkuraji, which is fed our own words
(:mod:`routeguide.speech.braille_words`). Its own analyser would download a
dictionary; it is never asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, pairwise
from threading import Lock
from typing import Any

from libkuraji import translator2
from libkuraji.kana import translate_with_pos

from routeguide.directions.counters import count_pieces
from routeguide.directions.kana import sound_of, to_katakana
from routeguide.directions.lexicon import Lexicon
from routeguide.model.guidance import Pairs
from routeguide.model.reading import ReadingUse
from routeguide.speech.braille_words import Word, braille_kana, read_words
from routeguide.speech.openjtalk import OpenJTalk
from routeguide.speech.user_dictionary import count_moras

MOST_REMEMBERED = 4096
NO_BLANK = re.compile(r"(?<=[。、(（]) +| +(?=[。、)）])")
HEAD_MARK = re.compile(r":(?=[^ ])")
ORDINAL = re.compile(r"(?P<first>第)?(?P<figure>[一二三四五六七八九])(?P<counter>丁目|号)?")
LETTER = re.compile("[A-Za-z]")
LINE = "セン"
DIRECTIONS = tuple("東西南北上下新中元本")
"""What leads a place name and is written on with it: 西大泉 ニシオオイズミ."""

SHORT_PART = 2
"""A part of a name of so many moras is written on with the one before: 駅, 町."""

SIGNS = str.maketrans({"〈": "（", "〉": "）", "©": "(C)", "―": ""})
"""Explanations stand in plain brackets, without a blank before them."""

IN_KANJI = {"どちらがわ": "どちら側", "ななめ": "斜め"}
"""Words that the engine knows in kanji only: it takes 右ななめ前 for 右な and なめ前."""

KANA_ONLY = re.compile("(" + "|".join(IN_KANJI) + ")")
QUOTE = "⠦{}⠴"
"""The quotation marks of foreign languages."""

DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?!\d)")
_turn = Lock()


class _Given:
    """An analyser as libkuraji asks for one: it has the words already."""

    def __init__(self) -> None:
        self.features: list[str] = []

    def analyze(self, _text: str, _log: Any = None) -> list[str]:  # noqa: ANN401 - the library's own
        return self.features

    def is_ready(self) -> bool:
        return True


class JapaneseBraille:
    """Writes Japanese in kana braille; safe to share between threads, which take turns."""

    def __init__(self, engine: OpenJTalk, lexicon: Lexicon) -> None:
        self._engine = engine
        self._lexicon = lexicon
        self._bare = OpenJTalk()
        self._spell = lru_cache(maxsize=MOST_REMEMBERED)(self._spell_name)

    def kana(self, pairs: Pairs, *, is_spaced: bool = False) -> str:
        """Return a text as katakana with the blanks of 分かち書き, signs as they stand.

        ``is_spaced`` says that the text has blanks between its phrases, for the
        eye (やさしい日本語): they are left out. Elsewhere a blank stays a blank.
        """
        text = _in_words("".join(part for part, _ in pairs))
        if text.isascii():
            return QUOTE.format(text) if LETTER.search(text) else text
        told = tuple(row for pair in pairs for row in _in_kanji(*pair))
        parts = [_without_blanks(told)] if is_spaced else _split(told)
        return _tidied(" ".join(map(self._phrase, parts)))

    def _phrase(self, pairs: Pairs) -> str:
        text = "".join(part for part, _ in pairs)
        if not text:
            return ""
        words = read_words(self._engine.morphemes(text), pairs, self._spell)
        return _separate(text, words)

    def cells(self, kana: str) -> str:
        """Return katakana with blanks as braille cells (U+2800 block), blanks as blanks."""
        return str(translate_with_pos(kana)[0]).replace("□", " ").rstrip()

    def _spell_name(self, text: str, kana: str) -> str:
        """Return the braille kana of a name: as declared, else its known parts, else as parsed."""
        entry = self._lexicon.find(text)
        if entry is not None and entry.braille:
            return braille_kana(entry.braille)
        parts = self._known_parts(text, kana)
        if len(parts) < 2:  # noqa: PLR2004 - a name of one part
            return _with_ordinals(text, self._parsed(text, kana))
        spelled = ""
        for part, read in parts:
            one = self._spell(part, read)
            is_short = count_moras(one) <= SHORT_PART or self._has_use(part, ReadingUse.SUFFIX)
            leads = text.startswith(DIRECTIONS) and count_moras(spelled) <= SHORT_PART
            is_joined = is_short or (leads and self._has_use(part, ReadingUse.NAME))
            spelled += one if is_joined or not spelled else f" {one}"
        return _with_ordinals(text, spelled)

    def _has_use(self, part: str, use: ReadingUse) -> bool:
        return any(one.surface == part and one.use is use for one in self._lexicon)

    def _known_parts(self, text: str, kana: str) -> list[tuple[str, str]]:
        """Return the parts of a name with their readings; at most one may be new to the lexicon.

        Empty where the parts are not read as the whole is.
        """
        others = Lexicon(entry for entry in self._lexicon if entry.surface != text)
        parts = [(piece.text, piece.kana) for piece in others.split(text)]
        rest, unknown = to_katakana(kana), [at for at, (_, read) in enumerate(parts) if not read]
        if len(unknown) > 1:
            return []
        at = unknown[0] if unknown else len(parts)
        for _, read in parts[:at]:
            if not rest.startswith(to_katakana(read or "")):
                return []
            rest = rest[len(read or "") :]
        for _, read in reversed(parts[at + 1 :]):
            if not rest.endswith(to_katakana(read or "")):
                return []
            rest = rest[: len(rest) - len(read or "")]
        if bool(rest) != bool(unknown):
            return []
        return [(part, read or rest) for part, read in parts]

    def _parsed(self, text: str, kana: str) -> str:
        """Return a name parted as the engine parts it; as one word where it reads it otherwise."""
        words = read_words(self._bare.morphemes(text), ((text, None),), lambda _text, kana: kana)
        parted = _tidied(_separate(text, [replace(word, output=None) for word in words]))
        sound = parted.replace(" ", "")
        if sound_of(sound) != sound_of(kana) or len(sound) != len(kana):
            return braille_kana(kana)
        ends = accumulate(map(len, parted.split()), initial=0)
        return " ".join(braille_kana(kana[start:end]) for start, end in pairwise(ends))


def _with_ordinals(text: str, spelled: str) -> str:
    """Return a name's 第一 and 七号線 with their figures: カイシン ダイ1 ショーガッコー."""
    for found in ORDINAL.finditer(text):
        figure = "一二三四五六七八九".index(found["figure"]) + 1
        number, counter = count_pieces(figure, found["counter"] or "番")
        behind = braille_kana(counter.kana or counter.text) if found["counter"] else ""
        before = "ダイ" if found["first"] else ""
        if not before and not behind:
            continue
        read = f"{before}{to_katakana(number.kana or '')}{behind}"
        spelled = re.sub(rf" *{read} *", f" {before}{figure}{behind} ", spelled)
    return spelled.replace(f"ゴー {LINE}", f"ゴー{LINE}").strip()


def _separate(text: str, words: list[Word]) -> str:
    given = _Given()
    given.features = [word.feature() for word in words]
    with _turn:
        translator2.initialize(analyzer=given, logwrite=_say_nothing)
        try:
            separated, _ = translator2.japanese_braille_separate(text, _say_nothing)
        finally:
            translator2.terminate()
    return str(separated)


def _say_nothing(_text: str) -> None:
    """Keep what is told to a log by the library to ourselves."""


def _in_kanji(text: str, kana: str | None) -> Iterator[tuple[str, str | None]]:
    """Yield a pair with the words of :data:`IN_KANJI` written so, their kana over them."""
    if kana is not None:
        yield text, kana
        return
    for part in KANA_ONLY.split(text):
        yield (IN_KANJI[part], part) if part in IN_KANJI else (part, None)


def _without_blanks(pairs: Pairs) -> Pairs:
    return tuple((_in_words(text).replace(" ", ""), kana) for text, kana in pairs)


def _split(pairs: Pairs) -> list[Pairs]:
    """Return the phrases between blanks, dates and times in words."""
    phrases: list[list[tuple[str, str | None]]] = [[]]
    for text, kana in pairs:
        if kana is not None:
            phrases[-1].append((text.replace(" ", ""), kana))
            continue
        first, *rest = _in_words(text).split(" ")
        phrases[-1].append((first, None))
        phrases += [[(part, None)] for part in rest]
    return [tuple(phrase) for phrase in phrases]


def _in_words(text: str) -> str:
    """Return a text with its dates and times as people say them."""
    plain = text.translate(SIGNS)
    dated = DATE.sub(lambda d: f"{int(d[1])}年{int(d[2])}月{int(d[3])}日", plain)
    return TIME.sub(lambda t: f"{int(t[1])}時" + (f"{int(t[2])}分" if int(t[2]) else ""), dated)


def _tidied(kana: str) -> str:
    """Return kana with one way of blanks: those behind 。 and 、 are made with the cells."""
    return HEAD_MARK.sub(": ", NO_BLANK.sub("", kana)).strip()
