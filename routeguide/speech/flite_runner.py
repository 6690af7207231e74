"""flite, where it is installed: one run of the program a sentence."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from routeguide.speech.runner import serve


def speak(text: str, voice: str, speed: float) -> tuple[NDArray[np.float32], int]:
    """Return a text as sound; it is passed in a file, because everybody sees a program's words."""
    with tempfile.TemporaryDirectory(prefix="routeguide-") as folder:
        said, made = Path(folder) / "said.txt", Path(folder) / "made.wav"
        said.write_text(text, encoding="utf-8")
        stretch = f"duration_stretch={1 / speed:.3f}"
        words = ["flite", "-voice", voice, "--setf", stretch, "-f", str(said), "-o", str(made)]
        subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - our own words
        samples, rate = soundfile.read(made, dtype="float32", always_2d=True)
    return samples[:, 0], int(rate)


if __name__ == "__main__":
    serve(speak)
