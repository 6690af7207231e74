"""The engines that work offline, each in processes of its own."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from routeguide.directions.lexicon import Lexicon
from routeguide.speech.engine import Voice
from routeguide.speech.espeak_runner import find_library
from routeguide.speech.in_english import NOBODY, known_names, split_names
from routeguide.speech.openjtalk_runner import write_lexicon
from routeguide.speech.processes import Processes, Program
from routeguide.speech.sound import Sound

MEI = (
    "Open JTalk, HTS voice “Mei” (MMDAgent Project Team, Nagoya Institute of Technology), CC BY 3.0"
)
ESPEAK_VOICES = {"en": "en-us", "zh": "cmn-latn-pinyin,cmn", "ko": "ko"}
"""1.51 reads the tones of Mandarin as English numbers with ``cmn``; 1.52 is right with both."""

FLITE_VOICE = "rms"
SHORT_HASH = 16


class JapaneseVoice:
    """Open JTalk, each of its processes with the lexicon of a network."""

    name = "openjtalk"
    credit = MEI

    def __init__(self, lexicon: Lexicon, processes: Processes) -> None:
        self._text = write_lexicon(lexicon)
        self._program = Program("routeguide.speech.openjtalk_runner", greeting=self._text)
        self._processes = processes

    @property
    def version(self) -> str:
        """The version of the library, and of the lexicon: either changes how a name sounds."""
        return f"{version('pyopenjtalk-plus')}/{_mark(self._text)}"

    def speaks(self, voice: Voice) -> bool:
        """Tell whether it can speak so."""
        return voice.language == "ja"

    def synthesize(self, text: str, voice: Voice) -> Sound:
        """Return a sentence as sound.

        Raises:
            EngineFailed: it did not speak.
        """
        request = {"text": text, "voice": "mei", "speed": voice.speed}
        return self._processes.ask(self._program, request)


class Espeak:
    """espeak-ng: intelligible, robotic. Japanese names in English go to its Japanese voice."""

    name = "espeak"
    credit = "eSpeak NG"

    def __init__(self, lexicon: Lexicon, processes: Processes) -> None:
        self._lexicon = lexicon
        self._processes = processes

    @cached_property
    def version(self) -> str:
        """The version of the wheel, or the system's library; and of the names that it is given."""
        library, data = find_library()
        told = library if data is None else version("espeakng-loader")
        return f"{told}/{_mark(write_lexicon(self._lexicon))}"

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return known_names(self._lexicon)

    def speaks(self, voice: Voice) -> bool:
        """Tell whether it is here and can speak so."""
        return voice.language in ESPEAK_VOICES and _is_found()

    def synthesize(self, text: str, voice: Voice) -> Sound:
        """Return a sentence as sound.

        Raises:
            EngineFailed: it did not speak.
        """
        names = ESPEAK_VOICES[voice.language]
        told = to_ssml(text, self._names) if voice.language == "en" else escape(text)
        request = {"text": told, "voice": names, "speed": voice.speed}
        return self._processes.ask(Program("routeguide.speech.espeak_runner"), request)


@dataclass(frozen=True, slots=True)
class Flite:
    """flite with the voice rms: English, better than espeak-ng, where it is installed."""

    processes: Processes
    name: str = "flite"
    credit: str = "Flite (CMU), voice rms"

    @property
    def version(self) -> str:
        """Where the program lies and when it was made."""
        found = shutil.which("flite")
        return f"{found}/{Path(found).stat().st_mtime:.0f}" if found else ""

    def speaks(self, voice: Voice) -> bool:
        """Tell whether it is here and can speak so."""
        return voice.language == "en" and shutil.which("flite") is not None

    def synthesize(self, text: str, voice: Voice) -> Sound:
        """Return a sentence as sound.

        Raises:
            EngineFailed: it did not speak.
        """
        request = {"text": text, "voice": FLITE_VOICE, "speed": voice.speed}
        return self.processes.ask(Program("routeguide.speech.flite_runner"), request)


def to_ssml(text: str, known: Mapping[str, str] = NOBODY) -> str:
    """Return English with its Japanese names given to the Japanese voice, in kana."""
    return "".join(
        escape(part) if kana is None else f'<voice xml:lang="ja">{kana}</voice>'
        for part, kana in split_names(text, known)
    )


@cache
def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:SHORT_HASH]


def _is_found() -> bool:
    try:
        find_library()
    except OSError:
        return False
    return True
