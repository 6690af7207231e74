"""A speaker for the tests of pages: quick tones in place of voices, in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask

from routeguide.speech.library import AudioLibrary
from routeguide.speech.speaker import Speaker
from tests.speech.engines import Beeper

LANGUAGES = ("ja", "en", "zh", "ko")


def beeping(folder: Path, **more: Any) -> tuple[Speaker, Beeper]:
    """Return a speaker of all languages and its only engine."""
    engine = Beeper(languages=LANGUAGES)
    library = AudioLibrary(folder, 50_000_000)
    return Speaker({code: [engine] for code in LANGUAGES}, library, **more), engine


def give_speaker(app: Flask, speaker: Speaker) -> None:
    """Let an application speak with a speaker of the tests."""
    app.extensions["network"].shared_memo["speaker"] = speaker
