"""The engines that work offline, each in processes of its own."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from routeguide.directions.lexicon import Lexicon
from routeguide.speech.engine import EngineFailed, Voice
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


@dataclass(slots=True)
class JapaneseVoice:
    """Open JTalk with the lexicon of a network."""

    lexicon: Lexicon
    processes: Processes
    name: str = "openjtalk"
    credit: str = MEI
    _text: str = ""
    _version: str = ""
    _file: tempfile._TemporaryFileWrapper[str] | None = field(default=None, repr=False)

    @property
    def version(self) -> str:
        """The version of the library, and of the lexicon: either changes how a name sounds."""
        if not self._version:
            self._text = write_lexicon(self.lexicon)
            self._version = f"{version('pyopenjtalk-plus')}/{_mark(self._text)}"
        return self._version

    def speaks(self, voice: Voice) -> bool:
        """Tell whether it can speak so."""
        return voice.language == "ja"

    def synthesize(self, text: str, voice: Voice) -> Sound:
        """Return a sentence as sound.

        Raises:
            EngineFailed: it did not speak.
        """
        request = {"text": text, "voice": "mei", "speed": voice.speed}
        return self.processes.ask(self._program(), request)

    def _program(self) -> Program:
        try:
            if self._file is None or not Path(self._file.name).exists():
                told = self._text or (self.version and self._text)
                self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115 - as long as we live
                    "w", prefix="routeguide-", suffix=".json", encoding="utf-8"
                )
                self._file.write(told)
                self._file.flush()
        except OSError as error:
            raise EngineFailed(f"lexicon: {type(error).__name__}") from None
        return Program("routeguide.speech.openjtalk_runner", (self._file.name,))


@dataclass(slots=True)
class Espeak:
    """espeak-ng: intelligible, robotic. Japanese names in English go to its Japanese voice."""

    lexicon: Lexicon
    processes: Processes
    name: str = "espeak"
    credit: str = "eSpeak NG"
    _version: str = ""
    _names: Mapping[str, str] | None = None

    @property
    def version(self) -> str:
        """The version of the wheel, or the system's library; and of the names that it is given."""
        if not self._version:
            library, data = find_library()
            told = library if data is None else version("espeakng-loader")
            self._version = f"{told}/{_mark(write_lexicon(self.lexicon))}"
        return self._version

    def speaks(self, voice: Voice) -> bool:
        """Tell whether it is here and can speak so."""
        return voice.language in ESPEAK_VOICES and _is_found()

    def synthesize(self, text: str, voice: Voice) -> Sound:
        """Return a sentence as sound.

        Raises:
            EngineFailed: it did not speak.
        """
        names = ESPEAK_VOICES[voice.language]
        if self._names is None:
            self._names = known_names(self.lexicon)
        told = to_ssml(text, self._names) if voice.language == "en" else escape(text)
        request = {"text": told, "voice": names, "speed": voice.speed}
        return self.processes.ask(Program("routeguide.speech.espeak_runner"), request)


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


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:SHORT_HASH]


def _is_found() -> bool:
    try:
        find_library()
    except OSError:
        return False
    return True
