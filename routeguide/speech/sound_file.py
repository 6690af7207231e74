"""A recording as what others read: an MP3 file with its tags, the times of its blocks as JSON."""

from __future__ import annotations

from routeguide.speech import mp3
from routeguide.speech.script import Script
from routeguide.speech.speaker import Recording

ISO_639_2 = {"ja": "jpn", "en": "eng", "zh": "zho", "ko": "kor"}
CC_BY = "https://creativecommons.org/licenses/by/3.0/"


def file_of(script: Script, made: Recording) -> bytes:
    """Return a recording as a file, with its title, its voices and its chapters."""
    credit = "; ".join(made.voices)
    licence = CC_BY if "CC BY 3.0" in credit else ""
    tags = mp3.Tags(script.title, credit, ISO_639_2[script.language], licence)
    return mp3.tagged(made.stream, tags, made.chapters if len(made.chapters) > 1 else ())


def chapters_to_json(script: Script, made: Recording, speed: float) -> dict[str, object]:
    """Return when each block is spoken, in seconds, and whose voice it is."""
    return {
        "language": script.language,
        "speed": speed,
        "duration_s": made.duration_s,
        "voices": list(made.voices),
        "chapters": [
            {"block": one.number, "title": one.title, "start_s": one.start_s, "end_s": one.end_s}
            for one in made.chapters
        ],
    }
