"""Readings of names: told, from the lexicon, or guessed by an analyser of Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from routeguide.directions.counters import MOST, count_pieces, read_number
from routeguide.directions.kana import KANJI
from routeguide.directions.lexicon import Lexicon, name_piece
from routeguide.directions.pieces_of_text import Piece
from routeguide.directions.ruby import kana_only

NEEDS_READING = re.compile(rf"{KANJI.pattern}|[A-Za-zＡ-Ｚａ-ｚ]")
SMALL_GA = re.compile(rf"(?<={KANJI.pattern})[ヶケ](?={KANJI.pattern})")
JOINED = re.compile(r"(?<=[ァ-ヺー])[-‐](?=[ァ-ヺ])")
UNREAD = re.compile(r"[\s・／/「」『』（）()\[\]［］【】〈〉×~〜=_:;,*#+'\"|\-‐–—]+")

NUMBERED = re.compile(r"(\d+)(丁目|番線|[号番階])?")
MOST_REMEMBERED = 8192


class Analyser(Protocol):
    """Splits Japanese into words and guesses their readings (in ``routeguide.speech``)."""

    def read(self, text: str) -> tuple[Piece, ...]:
        """Return the text in words; those with a reading are marked as guesses."""


class Readings:
    """Reads names. Without an analyser, what nobody declared has no reading."""

    def __init__(self, lexicon: Lexicon, analyser: Analyser | None = None) -> None:
        self.lexicon = lexicon
        self.analyser = analyser
        self._remembered = lru_cache(maxsize=MOST_REMEMBERED)(self._name)

    def name(self, text: str, kana: str | None = None) -> tuple[Piece, ...]:
        """Return a name as pieces with their readings.

        ``kana`` is what the name's own source tells and wins; else the lexicon,
        whole or in parts; else the analyser, marked as a guess. None of them:
        one piece without a reading.
        """
        return self._remembered(text, kana)

    def _name(self, text: str, kana: str | None) -> tuple[Piece, ...]:
        entry = self.lexicon.find(text)
        told = kana or (entry.kana if entry else None)
        if told:
            return (name_piece(text, told),)
        pieces: list[Piece] = []
        for part in self.lexicon.split(text):
            found = [part] if part.kana else self._guess(part.text)
            if found is None:
                return (Piece(text, is_name=True),)
            pieces += found
        return tuple(_without_pauses_at_the_ends(pieces))

    def _guess(self, text: str) -> list[Piece] | None:
        """Return what the lexicon does not hold; None where it needs an analyser and has none."""
        pieces: list[Piece] = []
        for part in _read_numbers(text):
            if part.kana is not None or not NEEDS_READING.search(part.text):
                pieces.append(_as_name(part))
            elif self.analyser is None:
                return None
            else:
                pieces += map(_as_name, self._analyse(self.analyser, part.text))
        return pieces

    def _analyse(self, analyser: Analyser, text: str) -> Iterator[Piece]:
        """Yield the words of a text, a small ヶ read が as in 桜ヶ池, written as it was."""
        end = 0
        for piece in analyser.read(SMALL_GA.sub("が", text)):
            start, end = end, end + len(piece.text)
            own = text[start:end]
            kana = piece.text if piece.kana is None and own != piece.text else piece.kana
            yield replace(piece, text=own, kana=kana)


def _read_numbers(text: str) -> Iterator[Piece]:
    """Yield a text in parts, its numbers read: 第237号 is にひゃく…, not にーさんなな."""
    end = 0
    for found in NUMBERED.finditer(text):
        number, counter = int(found[1]), found[2]
        if number <= MOST:
            if found.start() > end:
                yield Piece(text[end : found.start()])
            kana = kana_only(count_pieces(number, counter)) if counter else read_number(number)
            yield Piece(found[0], kana)
            end = found.end()
    if end < len(text):
        yield Piece(text[end:])


def _as_it_stands(text: str) -> Piece:
    """Return kana and signs of a name; signs that no voice can read become a pause."""
    heard = UNREAD.sub("、", JOINED.sub("", text).replace("&", "アンド"))
    return Piece(text, None, heard if heard != text else None, is_name=True)


def _without_pauses_at_the_ends(pieces: list[Piece]) -> list[Piece]:
    """Return a name's pieces without a pause before its first word, after its last, or doubled."""
    told: list[Piece] = []
    paused = True
    for number, piece in enumerate(pieces, 1):
        spoken = piece.text if piece.spoken is None else piece.spoken
        heard = spoken.lstrip("、") if paused else spoken
        if number == len(pieces):
            heard = heard.rstrip("、")
        told.append(piece if heard == spoken else replace(piece, spoken=heard))
        paused = heard.endswith("、") or (paused and not heard)
    return told


def _as_name(piece: Piece) -> Piece:
    if piece.kana is None:
        return _as_it_stands(piece.text)
    return name_piece(piece.text, piece.kana, is_guess=True)
