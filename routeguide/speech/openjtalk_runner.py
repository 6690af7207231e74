"""Open JTalk in a process of its own; the first line that it is told is its lexicon."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from routeguide.directions.lexicon import Lexicon
from routeguide.model.reading import Reading, reading_to_json
from routeguide.speech.openjtalk import OpenJTalk
from routeguide.speech.runner import serve


def write_lexicon(entries: Iterable[Reading]) -> str:
    """Return a lexicon as the text that the process reads; the same entries, the same text."""
    return json.dumps([reading_to_json(entry) for entry in entries], ensure_ascii=False)


def read_lexicon(text: str) -> Lexicon:
    """Return the lexicon of such a text."""
    return Lexicon(Reading(**row) for row in json.loads(text))


def main() -> None:
    """Answer requests."""
    engine = OpenJTalk(read_lexicon(sys.stdin.buffer.readline().decode()), is_unheard=True)

    def speak(text: str, _voice: str, speed: float) -> tuple[NDArray[np.float32], int]:
        return engine.sound(text, speed)

    serve(speak)


if __name__ == "__main__":
    main()
