"""Settings of speech: which voices, in which order, and where their sound is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from routeguide.errors import BadInput

ORDER: Mapping[str, tuple[str, ...]] = {
    "ja": ("openjtalk", "gtts"),
    "en": ("flite", "espeak", "gtts"),
    "zh": ("espeak", "gtts"),
    "ko": ("espeak", "gtts"),
}
"""Engines of each language, the best first; those that are not here are passed over."""

NAMES = ("openjtalk", "espeak", "flite", "gtts")
MOST_MB = 100_000
FOLDER = "instance/audio"


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """Settings of speech.

    ``folder`` holds the audio library (ROUTEGUIDE_AUDIO), at most ``most_mb``
    megabytes (ROUTEGUIDE_AUDIO_MB). ``order`` are the engines of each language
    (ROUTEGUIDE_VOICES, for instance ``en=espeak zh=espeak,gtts``); ``gtts`` says
    that text may be sent to Google (ROUTEGUIDE_GTTS=1).
    """

    folder: Path = Path(FOLDER)
    most_mb: int = 500
    order: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(ORDER))
    gtts: bool = False

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Self:
        """Read the settings.

        Raises:
            BadInput: one cannot be used; the message names it.
        """
        most = env.get("ROUTEGUIDE_AUDIO_MB", "500")
        if not most.isdecimal() or not 0 < int(most) <= MOST_MB:
            raise BadInput(
                f"設定 ROUTEGUIDE_AUDIO_MB は1から{MOST_MB}の数にしてください（今: {most[:20]}）。"
            )
        return cls(
            folder=Path(env.get("ROUTEGUIDE_AUDIO") or FOLDER),
            most_mb=int(most),
            order=read_order(env.get("ROUTEGUIDE_VOICES", "")),
            gtts=env.get("ROUTEGUIDE_GTTS") == "1",
        )


def read_order(text: str) -> dict[str, tuple[str, ...]]:
    """Return the engines of each language; a language that is not told keeps its own.

    Raises:
        BadInput: no such language or engine.
    """
    order = dict(ORDER)
    for row in text.split():
        language, _, names = row.partition("=")
        engines = tuple(filter(None, names.split(",")))
        if language not in ORDER or not set(engines) <= set(NAMES):
            raise BadInput(
                f"設定 ROUTEGUIDE_VOICES の「{row[:40]}」は使えません。「en=espeak,flite」の形で、"
                f"ことばは {'、'.join(ORDER)}、声は {'、'.join(NAMES)} から書いてください。"
            )
        order[language] = engines
    return order
