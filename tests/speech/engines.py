"""Engines for tests: sound without a voice, and a list of what they were asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from routeguide.speech.engine import EngineFailed, Voice
from routeguide.speech.processes import Processes, Program
from routeguide.speech.sound import Sound
from tests.speech.fake_engine import RATE, tone

FAKE = "tests.speech.fake_engine"


@dataclass
class Beeper:
    """Speaks in tones; raises EngineFailed while ``broken``."""

    name: str = "beeper"
    version: str = "1"
    credit: str = "Beep"
    broken: bool = False
    languages: tuple[str, ...] = ("ja", "en")
    asked: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    def speaks(self, voice: Voice) -> bool:
        return voice.language in self.languages

    def synthesize(self, text: str, voice: Voice) -> Sound:
        self.asked.append(text)
        self.before()
        if self.broken:
            raise EngineFailed(self.name)
        sound = tone(text)
        count = int(len(sound) / voice.speed)
        return Sound(np.resize(sound, count), RATE)


@dataclass
class InProcess:
    """An engine whose process does what ``what`` says (:mod:`tests.speech.fake_engine`)."""

    what: str
    processes: Processes
    name: str = "fake"
    version: str = "1"
    credit: str = "Fake"

    def speaks(self, voice: Voice) -> bool:
        return bool(voice.language)

    def synthesize(self, text: str, voice: Voice) -> Sound:
        request = {"text": text, "voice": voice.language, "speed": voice.speed}
        return self.processes.ask(Program(FAKE, (self.what,)), request)
