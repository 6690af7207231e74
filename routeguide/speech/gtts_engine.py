"""gTTS: the text goes to Google. Off unless ``ROUTEGUIDE_GTTS=1``; the only file that knows it.

It has no time-out of its own, answers 429, and splits into one request a
clause: so it runs in a process with a time-out, every exception is a failure,
and after one it is left alone for five minutes (its breaker in
:mod:`routeguide.speech.speaker`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import soundfile
from numpy.typing import NDArray

from routeguide.speech.engine import Voice
from routeguide.speech.processes import Processes, Program
from routeguide.speech.runner import serve
from routeguide.speech.sound import Sound

CODES = {"ja": "ja", "en": "en", "zh": "zh-CN", "ko": "ko"}
CONNECT_S, READ_S = 3, 8
PROGRAM = Program(__name__)


@dataclass(frozen=True, slots=True)
class GoogleSpeech:
    """Google's voices through gTTS, at their own speed alone."""

    processes: Processes
    name: str = "gtts"
    credit: str = "Google Text-to-Speech (gTTS)"

    @property
    def version(self) -> str:
        """The version of the library: that of the voices is not told."""
        return version("gtts")

    def speaks(self, voice: Voice) -> bool:
        """Tell whether it can speak so."""
        return voice.language in CODES and voice.speed == 1.0

    def synthesize(self, text: str, voice: Voice) -> Sound:
        """Return a sentence as sound.

        Raises:
            EngineFailed: there was no answer, or an empty one.
        """
        request = {"text": text, "voice": CODES[voice.language], "speed": voice.speed}
        return self.processes.ask(PROGRAM, request)


def speak(text: str, voice: str, _speed: float) -> tuple[NDArray[np.float32], int]:
    """Return a text as sound, inside the process.

    Raises:
        ValueError: nothing came back.
    """
    from gtts import gTTS  # noqa: PLC0415 - opt-in

    file = io.BytesIO()
    gTTS(text, lang=voice, timeout=(CONNECT_S, READ_S)).write_to_fp(file)
    if not file.getvalue():
        raise ValueError("empty")
    file.seek(0)
    samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    return samples[:, 0], int(rate)


if __name__ == "__main__":
    serve(speak)
