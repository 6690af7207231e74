"""Pieces of a sentence with their readings: one row for print, ruby, kana and speech."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """One word, or a run of text between words.

    ``kana`` is the reading of the whole text (hiragana; katakana words stay
    katakana). None: it reads as it stands (kana, punctuation), or no reading is
    known. ``spoken`` is what a speech engine is given; None = the text itself.
    ``is_name``: a proper name, which has ruby at every grade. ``is_guess``: the
    reading was made by the analyser, nobody declared it.
    """

    text: str
    kana: str | None = None
    spoken: str | None = None
    is_name: bool = False
    is_guess: bool = False
