"""The speaker that the settings make for a network."""

from __future__ import annotations

from routeguide.network.store import Network
from routeguide.speech.breaker import Breaker
from routeguide.speech.engine import Engine
from routeguide.speech.engines import Espeak, Flite, JapaneseVoice
from routeguide.speech.gtts_engine import GoogleSpeech
from routeguide.speech.library import AudioLibrary
from routeguide.speech.processes import Processes
from routeguide.speech.readings import readings_of
from routeguide.speech.settings import SpeechSettings
from routeguide.speech.speaker import Speaker

MEGABYTE = 1_000_000
GTTS_REST_S = 300.0


def make_speaker(network: Network, settings: SpeechSettings) -> Speaker:
    """Return who speaks for a network; no engine is started before the first sentence."""
    processes = Processes()
    known: dict[str, Engine] = {
        "openjtalk": JapaneseVoice(readings_of(network).lexicon, processes),
        "espeak": Espeak(processes),
        "flite": Flite(processes),
    }
    if settings.gtts:
        known["gtts"] = GoogleSpeech(processes)
    engines = {
        language: [known[name] for name in names if name in known]
        for language, names in settings.order.items()
    }
    return Speaker(
        engines,
        AudioLibrary(settings.folder, settings.most_mb * MEGABYTE),
        breakers={"gtts": Breaker(failures=1, rest_s=GTTS_REST_S)},
    )
