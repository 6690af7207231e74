"""An engine's process that does what its first word says: speaks, hangs, dies, lies.

``beep`` speaks a tone a letter, ``silent`` gives zeros, ``empty`` nothing,
``fault`` raises what it was asked, ``dies`` ends, ``hangs`` never answers,
``chatty`` prints what it was asked before it speaks, ``babble`` answers no
JSON, ``half`` sends a part. ``pid`` sends its own process id as its rate.
"""

from __future__ import annotations

import json
import os
import signal
import sys

import numpy as np

from routeguide.speech.runner import serve

RATE = 16_000
LETTER_S = 0.05


def tone(text: str) -> np.ndarray:
    t = np.arange(int(RATE * LETTER_S * max(4, len(text)))) / RATE
    return (0.5 * np.sin(2 * np.pi * (300 + 20 * (len(text) % 7)) * t)).astype(np.float32)


def speak(text: str, _voice: str, speed: float) -> tuple[np.ndarray, int]:
    what = sys.argv[1]
    if what == "chatty":
        os.write(1, text.encode())
        os.write(2, text.encode())
    if what == "fault":
        raise RuntimeError(text)
    if what == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "pid":
        return tone(text), os.getpid()
    silent = {"silent": np.zeros(RATE, np.float32), "empty": np.zeros(0, np.float32)}
    sound = silent.get(what, tone(text))
    return sound[: int(len(sound) / speed)], RATE


if __name__ == "__main__":
    if sys.argv[1] == "hangs":
        signal.pause()
    elif sys.argv[1] == "babble":
        sys.stdin.readline()
        os.write(1, b"no JSON\n")
        signal.pause()
    elif sys.argv[1] == "half":
        sys.stdin.readline()
        os.write(1, json.dumps({"rate": RATE, "bytes": 4000}).encode() + b"\nhalf")
        signal.pause()
    serve(speak)
