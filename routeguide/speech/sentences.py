"""A text in sentences: engines are given one at a time."""

from __future__ import annotations

import re

ENDS = {
    "ja": re.compile(r"(?<=[。！？!?])\s*|\n+"),
    "zh": re.compile(r"(?<=[。！？!?])\s*|\n+"),
    "en": re.compile(r"(?<=[.!?])\s+|\n+"),
    "ko": re.compile(r"(?<=[.!?])\s+|\n+"),
}
FULL_STOPS = {"ja": "。", "zh": "。", "en": ".", "ko": "."}
COMMA = re.compile(r"(?<=[、，,;；])")
LONGEST = 300
"""Letters: far above any sentence of ours, far below what an engine refuses."""


def split_sentences(text: str, language: str) -> tuple[str, ...]:
    """Return the sentences of a text; one that is too long is parted at its commas."""
    told = (part.strip() for part in ENDS[language].split(text))
    return tuple(piece for part in told if part for piece in _bounded(part))


def _bounded(sentence: str) -> list[str]:
    if len(sentence) <= LONGEST:
        return [sentence]
    pieces = [""]
    for part in COMMA.split(sentence):
        if len(pieces[-1]) + len(part) > LONGEST:
            pieces.append("")
        pieces[-1] += part
    cut = (piece[at : at + LONGEST] for piece in pieces for at in range(0, len(piece), LONGEST))
    return [piece.strip() for piece in cut if piece.strip()]
