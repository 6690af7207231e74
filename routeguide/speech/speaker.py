"""Who speaks: the engines of each language in their order, the library, and their bounds.

A sentence is looked for in the library, then asked of the first engine that
may be tried. Text never waits for any of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from routeguide.errors import NoSound, SpeechBusy
from routeguide.speech import mp3
from routeguide.speech.breaker import Breaker
from routeguide.speech.engine import Engine, EngineFailed, Voice
from routeguide.speech.library import AudioLibrary, key_of
from routeguide.speech.processes import BUSY, MOST
from routeguide.speech.script import Script
from routeguide.speech.settings import AT_ONCE
from routeguide.speech.sound import SilentSound, levelled

FORMAT = 1
"""Of what lies in the library; a new one makes new keys."""

MOST_SENTENCES = 600
PAUSE_S, PAUSE_OF_BLOCK_S = 0.35, 0.9
SILENT = "声にすることばがありません。"
TOO_LONG = "長すぎるため、音声を作れません。ひとつずつ聞いてください。"
NOTHING = "音声を作れませんでした。文章の案内は、そのまま使えます。"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence as sound: its MP3 frames, its key, whose voice it is."""

    key: str
    stream: bytes
    credit: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A script as sound.

    ``stream`` are MP3 frames without tags, ``tag`` names the content (for ETag),
    ``voices`` are those who speak, in the order of their first word.
    """

    stream: bytes
    chapters: tuple[mp3.Chapter, ...]
    duration_s: float
    tag: str
    voices: tuple[str, ...]


class Speaker:
    """Speaks scripts with engines by language, the best first."""

    def __init__(
        self,
        engines: Mapping[str, Sequence[Engine]],
        library: AudioLibrary,
        *,
        breakers: Mapping[str, Breaker] | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self._engines = engines
        self._library = library
        names = {engine.name for row in engines.values() for engine in row}
        given = breakers or {}
        self._breakers = {name: given.get(name) or Breaker() for name in names}
        self._places = BoundedSemaphore(at_once)

    def expected_tag(self, script: Script, speed: float = 1.0) -> str | None:
        """Return the tag that a recording by the first engine has; None where none speaks so."""
        voice = Voice(script.language, speed)
        engine = next(self._fit(voice), None)
        if engine is None:
            return None
        return _tag(script, {s: _key(engine, voice, s) for s in script.sentences})

    def credit(self, language: str) -> str | None:
        """Return whose voice speaks a language; None where none does."""
        engine = next(self._fit(Voice(language)), None)
        return engine.credit if engine else None

    def record(self, script: Script, speed: float = 1.0) -> Recording:
        """Return a script as sound.

        Raises:
            NoSound: no engine spoke one of its sentences, or there is nothing to say.
            SpeechBusy: too much is being spoken at once.
        """
        voice = Voice(script.language, speed)
        if not script.sentences:
            raise NoSound(SILENT)
        if len(script.sentences) > MOST_SENTENCES:
            raise NoSound(TOO_LONG)
        spoken = {one: self._find(one, voice) for one in script.sentences}
        missing = [one for one, found in spoken.items() if found is None]
        if missing:
            with self._place():
                spoken |= self._speak_all(missing, voice)
        return _joined(script, {text: one for text, one in spoken.items() if one})

    # -- sentences ----------------------------------------------------------

    def _fit(self, voice: Voice) -> Iterator[Engine]:
        return (one for one in self._engines.get(voice.language, ()) if one.speaks(voice))

    def _find(self, text: str, voice: Voice) -> Spoken | None:
        """Return a sentence that the first engine spoke before."""
        engine = next(self._fit(voice), None)
        return self._kept(engine, text, voice) if engine else None

    def _kept(self, engine: Engine, text: str, voice: Voice) -> Spoken | None:
        key = _key(engine, voice, text)
        stream = self._library.find(key)
        return Spoken(key, stream, engine.credit) if stream else None

    def _speak_all(self, texts: Sequence[str], voice: Voice) -> dict[str, Spoken]:
        """Speak sentences side by side; the first that nobody speaks ends it."""
        with ThreadPoolExecutor(MOST) as pool:
            futures = {text: pool.submit(self._speak, text, voice) for text in texts}
            wait(futures.values(), return_when=FIRST_EXCEPTION)
            for future in futures.values():
                future.cancel()
        failed = [f for f in futures.values() if not f.cancelled() and f.exception()]
        for future in failed:
            future.result()
        return {text: future.result() for text, future in futures.items()}

    def _speak(self, text: str, voice: Voice) -> Spoken:
        for engine in self._fit(voice):
            found = self._kept(engine, text, voice) or self._try(engine, text, voice)
            if found is not None:
                return found
        raise NoSound(NOTHING)

    def _try(self, engine: Engine, text: str, voice: Voice) -> Spoken | None:
        """Return what an engine makes of a sentence; None where it fails or rests."""
        breaker = self._breakers[engine.name]
        if not breaker.allows():
            return None
        try:
            stream = mp3.encode(levelled(engine.synthesize(text, voice)))
        except (EngineFailed, SilentSound):
            breaker.note(worked=False)
            return None
        breaker.note(worked=True)
        key = _key(engine, voice, text)
        self._library.keep(key, stream)
        return Spoken(key, stream, engine.credit)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise SpeechBusy(BUSY)
        try:
            yield
        finally:
            self._places.release()


def _key(engine: Engine, voice: Voice, text: str) -> str:
    return key_of(FORMAT, engine.name, engine.version, voice.language, voice.speed, text)


def _tag(script: Script, keys: Mapping[str, str]) -> str:
    parts = [[part.number, *(keys[one] for one in part.sentences)] for part in script.parts]
    return key_of(*(str(part) for part in parts), PAUSE_S, PAUSE_OF_BLOCK_S)


def _joined(script: Script, spoken: Mapping[str, Spoken]) -> Recording:
    """Lay the sentences end to end, with pauses between sentences and longer ones between parts."""
    stream: list[bytes] = []
    chapters: list[mp3.Chapter] = []
    at = 0.0
    for part in script.parts:
        told = [spoken[one].stream for one in part.sentences]
        if not told:
            continue
        if chapters:
            stream.append(mp3.pause(PAUSE_OF_BLOCK_S))
            at += mp3.seconds_of(stream[-1])
        whole = mp3.pause(PAUSE_S).join(told)
        end = at + mp3.seconds_of(whole)
        chapters.append(mp3.Chapter(part.number, part.title, round(at, 3), round(end, 3)))
        stream.append(whole)
        at = end
    voices = tuple(dict.fromkeys(spoken[one].credit for one in script.sentences))
    tag = _tag(script, {text: one.key for text, one in spoken.items()})
    return Recording(b"".join(stream), tuple(chapters), round(at, 3), tag, voices)
