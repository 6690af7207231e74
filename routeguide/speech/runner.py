"""The inside of an engine's process: one line of JSON in, one line and samples out.

What an engine prints on its own reaches nobody: it may hold what was asked.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Speak = Callable[[str, str, float], tuple[NDArray[np.float32], int]]
"""Text, voice and speed -> samples of full scale 1.0 and their rate."""


def serve(speak: Speak) -> None:
    """Answer requests until the other side closes."""
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - for its number
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        try:
            samples, rate = speak(asked["text"], asked["voice"], asked["speed"])
            sound = np.ascontiguousarray(samples, dtype="<f4").tobytes()
            head: dict[str, int | str] = {"rate": int(rate), "bytes": len(sound)}
        except Exception as error:  # noqa: BLE001 - told to the other side by its kind alone
            sound, head = b"", {"error": type(error).__name__, "bytes": 0}
        answers.write(json.dumps(head).encode() + b"\n" + sound)
        answers.flush()
