"""What every engine of speech is to the rest: text in, samples out.

An engine is given plain text (no SSML) that was made fit for its language. It
raises :class:`EngineFailed` for whatever goes wrong; what it raises never
holds the text, which tells where somebody goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from routeguide.errors import BadInput
from routeguide.speech.sound import Sound

SPEEDS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5)
"""How fast a voice speaks, beside its own pace; a few steps, so that the library stays small."""


def read_speed(text: str) -> float:
    """Return how fast to speak.

    Raises:
        BadInput: no voice speaks so fast or slowly.
    """
    found = next((speed for speed in SPEEDS if text in {f"{speed:g}", f"{speed:.1f}"}), None)
    if found is None:
        raise BadInput(
            "声の速さは、%(low)sから%(high)sまで0.1きざみで選んでください。",
            about="speed", low=min(SPEEDS), high=max(SPEEDS),
        )  # fmt: skip
    return found


class EngineFailed(Exception):
    """An engine did not speak: it died, it hung, or what it gave is no speech."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What is asked of an engine: the language (ja, en, zh, ko) and the speed (1.0 = its own)."""

    language: str
    speed: float = 1.0


class Engine(Protocol):
    """An engine of speech."""

    @property
    def name(self) -> str:
        """The word for it in settings and keys."""

    @property
    def version(self) -> str:
        """What its sound depends on, besides text and voice; a new one makes new keys."""

    @property
    def credit(self) -> str:
        """Whose voice it is, as its licence wants it to be said."""

    def speaks(self, voice: Voice) -> bool:
        """Tell whether it is here and can speak so."""

    def synthesize(self, text: str, voice: Voice) -> Sound:
        """Return a sentence as sound.

        Raises:
            EngineFailed: it did not speak.
        """
