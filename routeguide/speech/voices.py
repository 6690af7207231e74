"""The speaker that the settings make for a network."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from routeguide.network.store import Network
from routeguide.speech.breaker import Breaker
from routeguide.speech.engine import Engine
from routeguide.speech.engines import Espeak, Flite, JapaneseVoice
from routeguide.speech.gtts_engine import GoogleSpeech
from routeguide.speech.library import AudioLibrary
from routeguide.speech.processes import Processes
from routeguide.speech.readings import readings_of
from routeguide.speech.script import Script
from routeguide.speech.settings import SpeechSettings
from routeguide.speech.sound_file import chapters_to_json, file_of
from routeguide.speech.speaker import Speaker

MEGABYTE = 1_000_000
GTTS_REST_S = 300.0


def make_speaker(network: Network, settings: SpeechSettings) -> Speaker:
    """Return who speaks for a network; no engine is started before the first sentence."""
    return _speaker_and_processes(network, settings)[0]


def _speaker_and_processes(network: Network, settings: SpeechSettings) -> tuple[Speaker, Processes]:
    processes = Processes()
    lexicon = readings_of(network).lexicon
    known: dict[str, Engine] = {
        "openjtalk": JapaneseVoice(lexicon, processes),
        "espeak": Espeak(lexicon, processes),
        "flite": Flite(processes),
    }
    if settings.gtts:
        known["gtts"] = GoogleSpeech(processes)
    engines = {
        language: [known[name] for name in names if name in known]
        for language, names in settings.order.items()
    }
    library = AudioLibrary(settings.folder, settings.most_mb * MEGABYTE)
    breakers = {"gtts": Breaker(failures=1, rest_s=GTTS_REST_S)}
    speaker = Speaker(engines, library, breakers=breakers, at_once=settings.at_once)
    return speaker, processes


def write_sound(
    network: Network,
    script: Script,
    settings: SpeechSettings,
    *,
    speed: float,
    out: Path,
    chapters: Path | None = None,
) -> str:
    """Write a script as an MP3 file (``-`` is standard output) and return what was made.

    ``chapters`` is a JSON file for the times of its blocks.

    Raises:
        NoSound: no engine spoke.
    """
    speaker, processes = _speaker_and_processes(network, settings)
    try:
        made = speaker.record(script, speed)
    finally:
        processes.close()
    file = file_of(script, made)
    if str(out) == "-":
        sys.stdout.buffer.write(file)
    else:
        out.write_bytes(file)
    if chapters is not None:
        told = json.dumps(chapters_to_json(script, made, speed), ensure_ascii=False, indent=1)
        chapters.write_text(told + "\n", encoding="utf-8")
    minutes, seconds = divmod(round(made.duration_s), 60)
    return f"{out}: {minutes}分{seconds}秒。声: {'、'.join(made.voices)}"
