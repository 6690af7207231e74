"""The voice says what the phrases declare: Open JTalk reads every phrase as its kana says."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from routeguide.directions.kana import sound_of
from routeguide.directions.pieces_of_text import Piece
from routeguide.directions.ruby import parse_marked
from routeguide.speech.openjtalk import OpenJTalk
from tests.directions.phrase_samples import JAPANESE, Said, list_said

HA = re.compile(r"は(?!(?:し|じ|なれ|まり|ば|ち|っ))")
"""は that is a particle: not the beginning of はし, はじめ, はなれる, はまる, はば."""

ENGINE = OpenJTalk()
"""Without the lexicon: phrases are read right on their own."""

SIGNS = re.compile(r"[\s、。〈〉’：:]+")

WRITTEN_ONLY = {"as_of.variants"}
"""A moment as 2026-11-24 10:00, on pages: no voice is given it."""


def as_said(pieces: Sequence[Piece]) -> str:
    """Return how the declared kana sounds: unmarked は and へ are particles."""
    kana = ""
    for piece in pieces:
        if piece.kana is None:
            kana += HA.sub("わ", piece.text).replace("へ", "え")
        else:
            kana += piece.kana
    return sound_of(SIGNS.sub("", kana))


def as_heard(pieces: Sequence[Piece]) -> str:
    """Return what the engine makes of the words that it is given."""
    speech = "".join(p.text if p.spoken is None else p.spoken for p in pieces).replace(" ", "")
    return sound_of(SIGNS.sub("", ENGINE.kana(speech))) if speech else ""


def misread(said: Sequence[Said]) -> list[tuple[str, str, str]]:
    """Return row, text and what the engine says of all that it reads otherwise."""
    heard: dict[tuple[Piece, ...], tuple[str, str]] = {}
    found = []
    for one in said:
        if one.pieces not in heard:
            heard[one.pieces] = as_said(one.pieces), as_heard(one.pieces)
        declared, read = heard[one.pieces]
        if declared != read and one.row not in WRITTEN_ONLY:
            found.append((one.row, one.text, read))
    return found


@pytest.mark.parametrize("code", JAPANESE)
def test_the_engine_reads_every_phrase_as_it_is_declared(code: str) -> None:
    said = list(list_said(code))
    assert len({one.row for one in said}) > 650
    assert misread(said) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "のぼり{坂|さか}です。",  # のぼりざか
        "{白杖|はくじょう}を{使|つか}います。",  # read しろつえ without ||
        "{門|もん}は{開|あ}いています。",  # read ひらいて without ||
        "{右|ひだり}に{曲|ま}がります。",
        "{広|ひろ}い{道|どう}です。",
        "はねへ{行|い}きます。",  # は that is no particle of ours
    ],
)
def test_a_wrong_reading_is_found(wrong: str) -> None:
    said = Said("wrong", parse_marked(wrong))
    right = Said("right", parse_marked("のぼり{坂|ざか}は、はしの{道|みち}です。"))
    assert [row for row, *_ in misread([said, right])] == ["wrong"]
