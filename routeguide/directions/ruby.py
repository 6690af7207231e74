"""Readings over the words: which words get ruby at a school grade, as HTML, plain or kana."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from importlib import resources

from routeguide.directions.kana import KANJI, to_hiragana
from routeguide.directions.pieces_of_text import Piece
from routeguide.errors import BadInput

MARKED = re.compile(r"\{([^{}|]+)\|(\|?)([^{}|]*)\}")
NO_MARKS = str.maketrans(dict.fromkeys("{}|", " "))
LAST_GRADE = 9
FIRST_SPARING_GRADE = 3
"""Grades 1 and 2 have ruby on every kanji."""

UNTAUGHT = LAST_GRADE + 1


@dataclass(frozen=True, slots=True)
class Ruby:
    """Who reads: ``grade`` 1-9 is a school grade, 0 wants no ruby, None wants all."""

    grade: int | None

    def __str__(self) -> str:
        """Return what :func:`parse_ruby` reads."""
        return {None: "all", 0: "none"}.get(self.grade) or f"grade:{self.grade}"

    def needs(self, piece: Piece) -> bool:
        """Tell whether a piece has its reading written over it."""
        if self.grade == 0 or piece.kana is None or not KANJI.search(piece.text):
            return False
        if self.grade is None or self.grade < FIRST_SPARING_GRADE or piece.is_name:
            return True
        return _grade_of(piece.text) >= self.grade


NO_RUBY = Ruby(0)
ALL_RUBY = Ruby(None)
RUBIES: Mapping[str, Ruby] = {
    str(ruby): ruby for ruby in (NO_RUBY, *map(Ruby, range(1, LAST_GRADE + 1)), ALL_RUBY)
}


def parse_ruby(text: str) -> Ruby:
    """Read ``none``, ``grade:1`` to ``grade:9`` or ``all``.

    Raises:
        BadInput: it is none of them.
    """
    found = RUBIES.get(text)
    if found is None:
        raise BadInput(
            f"ふりがなの指定「{text}」は使えません。none（なし）、grade:1 から grade:9（学年）、"
            "all（すべて）から選んでください。"
        )
    return found


def ruby_pairs(pieces: Sequence[Piece], ruby: Ruby) -> list[tuple[str, str | None]]:
    """Return text and the ruby over it (None = none), neighbours without ruby merged.

    Kana at the ends of a word has no ruby: 通り is 通 with どお, and り.
    """
    pairs: list[tuple[str, str | None]] = []
    for piece in pieces:
        split = _over_kanji(piece.text, piece.kana) if ruby.needs(piece) and piece.kana else None
        for text, kana in split or ((piece.text, None),):
            if kana is None and pairs and pairs[-1][1] is None:
                pairs[-1] = (pairs[-1][0] + text, None)
            elif text:
                pairs.append((text, kana))
    return pairs


def ruby_html(pieces: Sequence[Piece], ruby: Ruby) -> str:
    """Return escaped HTML with ruby elements, readable without them too: 駅(えき)."""
    return "".join(
        escape(text)
        if kana is None
        else f"<ruby>{escape(text)}<rp>(</rp><rt>{escape(kana)}</rt><rp>)</rp></ruby>"
        for text, kana in ruby_pairs(pieces, ruby)
    )


def ruby_plain(pieces: Sequence[Piece], ruby: Ruby) -> str:
    """Return plain text with the readings in brackets behind the words: 駅（えき）."""
    return "".join(
        text if kana is None else f"{text}（{kana}）" for text, kana in ruby_pairs(pieces, ruby)
    )


def kana_only(pieces: Sequence[Piece]) -> str:
    """Return the whole in kana (読み上げ用テキスト); what has no reading stays as written."""
    return "".join(piece.text if piece.kana is None else piece.kana for piece in pieces)


def write_marked(pairs: Sequence[tuple[str, str | None]]) -> str:
    """Return text and ruby as :func:`parse_marked` reads them; its own signs in a text are lost."""
    return "".join(
        text if kana is None else f"{{{text}|{kana}}}"
        for text, kana in ((text.translate(NO_MARKS), kana) for text, kana in pairs)
    )


@lru_cache(maxsize=4096)
def parse_marked(text: str) -> tuple[Piece, ...]:
    """Read fixed words with their readings.

    ``{右|みぎ}`` is a word and its kana; with ``{右||みぎ}`` a speech engine is
    given the kana too. Everything else is taken as it stands.
    """
    pieces = []
    end = 0
    for found in MARKED.finditer(text):
        if found.start() > end:
            pieces.append(Piece(text[end : found.start()]))
        word, in_speech, kana = found.groups()
        pieces.append(Piece(word, kana, kana if in_speech else None))
        end = found.end()
    return tuple([*pieces, Piece(text[end:])] if end < len(text) else pieces)


@lru_cache(maxsize=4096)
def _over_kanji(text: str, kana: str) -> tuple[tuple[str, str | None], ...]:
    """Return a word as the kana before its kanji, the kanji with its ruby, the kana behind."""
    plain = to_hiragana(text)
    heard = to_hiragana(kana)
    most = min(len(text), len(kana)) - 1
    start = 0
    while start < most and plain[start] == heard[start]:
        start += 1
    end = 0
    while end < most - start and plain[-1 - end] == heard[-1 - end]:
        end += 1
    middle = (text[start : len(text) - end], kana[start : len(kana) - end])
    return (text[:start], None), middle, (text[len(text) - end :], None)


@lru_cache(maxsize=4096)
def _grade_of(word: str) -> int:
    """Return the last grade in which a kanji of the word is taught; beyond 9 = in none."""
    grades = load_grades()
    return max(grades.get(kanji, UNTAUGHT) for kanji in KANJI.findall(word))


@cache
def load_grades() -> Mapping[str, int]:
    """Return for every kanji that schools teach the grade by whose end it was taught.

    Lower secondary school teaches its kanji over grades 7 to 9 in no fixed
    order: they count as taught at the end of grade 9.
    """
    file = resources.files(__package__).joinpath("kanji_grades.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return {kanji: int(grade) for grade, row in table["taught"].items() for kanji in row}
