"""Korean particles: which of two follows depends on the sound before it."""

from __future__ import annotations

import re

PARTICLES = re.compile(r"\[(\w+)/(\w+)\]")
"""``[은/는]``: the first behind a final consonant, the second behind a vowel."""

BEHIND_BRACKET = re.compile(r"(?<=\S)\s*[(（][^()（）]*[)）]$")
SILENT = "'\"’”」』)）]. "
FIRST, LAST, FINALS, RIEUL = 0xAC00, 0xD7A3, 28, 8

ENDS_IN_CONSONANT = frozenset("013678LMNRlmnr")
"""Figures (영, 일, 삼, 육, 칠, 팔; 십, 백, 천, 만 behind a zero) and letters (엘, 엠, 엔, 알)."""

ENDS_IN_RIEUL = frozenset("178LRlr")
UNITS = re.compile(r"\d\s*(?:cm|km|m|%|°)$")
"""미터 and 퍼센트 end in a vowel, 도 too, however they are written."""


def with_particles(text: str) -> str:
    """Return a text with every ``[은/는]`` decided; texts without are returned as they are."""
    if "[" not in text:
        return text
    told = ""
    end = 0
    for found in PARTICLES.finditer(text):
        told += text[end : found.start()]
        told += _choose(told, *found.groups())
        end = found.end()
    return told + text[end:]


def _choose(before: str, closed: str, opened: str) -> str:
    """Return the particle behind a text; brackets are not heard, what stands before them is."""
    heard = BEHIND_BRACKET.sub("", before).rstrip(SILENT)
    if UNITS.search(heard):
        return opened
    letter = heard[-1:]
    if closed == "으로" and _ends_in_rieul(letter):
        return opened
    return closed if _ends_in_consonant(letter) else opened


def _final(letter: str) -> int | None:
    """Return the number of a syllable's final consonant, 0 = none; None for other letters."""
    code = ord(letter) if letter else 0
    return (code - FIRST) % FINALS if FIRST <= code <= LAST else None


def _ends_in_consonant(letter: str) -> bool:
    final = _final(letter)
    return final > 0 if final is not None else letter in ENDS_IN_CONSONANT


def _ends_in_rieul(letter: str) -> bool:
    final = _final(letter)
    return final == RIEUL if final is not None else letter in ENDS_IN_RIEUL
