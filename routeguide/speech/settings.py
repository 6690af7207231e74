"""Settings of speech: which voices, in which order, and where their sound is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from routeguide.errors import BadInput

ORDER: Mapping[str, tuple[str, ...]] = {
    "ja": ("openjtalk", "gtts"),
    "en": ("flite", "espeak", "gtts"),
    "zh": ("espeak", "gtts"),
    "ko": ("espeak", "gtts"),
}
"""Engines of each language, the best first; those that are not here are passed over."""

AT_ONCE = 2
NAMES = ("openjtalk", "espeak", "flite", "gtts")


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """Settings of speech.

    ``folder`` holds the audio library, at most ``most_mb`` megabytes. ``order``
    are the engines of each language; ``gtts`` says that text may be sent to Google.
    ``at_once`` recordings are made at the same time by one process of the service.
    """

    folder: Path = Path("instance/audio")
    most_mb: int = 500
    order: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(ORDER))
    gtts: bool = False
    at_once: int = AT_ONCE


def read_order(variable: str, text: str) -> dict[str, tuple[str, ...]]:
    """Return the engines of each language; a language that is not told keeps its own.

    Raises:
        BadInput: no such language or engine; ``variable`` is told.
    """
    order = dict(ORDER)
    for row in text.split():
        language, _, names = row.partition("=")
        engines = tuple(filter(None, names.split(",")))
        if language not in ORDER or not set(engines) <= set(NAMES):
            raise BadInput(
                f"設定 {variable} の「{row[:40]}」は使えません。「en=espeak,flite」の形で、"
                f"ことばは {'、'.join(ORDER)}、声は {'、'.join(NAMES)} から書いてください。"
            )
        order[language] = engines
    return order
