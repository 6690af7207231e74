"""espeak-ng in a process of its own: it is GPL, and it is not safe to share.

The library of the wheel ``espeakng-loader`` (1.52) goes first, then the
system's. Text is SSML: that is how a word is given to another language's voice.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routeguide.speech.runner import serve

SYNCHRONOUS, QUIET = 2, 0x8000
UTF_8, SSML = 1, 0x10
RATE = 1
WORDS_A_MINUTE = 165
FULL_SCALE = 32_768
CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Espeak:
    """The library, opened once."""

    def __init__(self) -> None:
        library, data = find_library()
        self._library: Any = ctypes.CDLL(library)
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint,
            ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        self.rate = int(self._library.espeak_Initialize(SYNCHRONOUS, 0, data, QUIET))
        if self.rate <= 0:
            raise OSError("espeak-ng cannot read its data")
        self._said: list[NDArray[np.int16]] = []
        self._callback = CALLBACK(self._take)  # kept: the library does not
        self._library.espeak_SetSynthCallback(self._callback)

    def _take(self, samples: Any, count: int, _events: Any) -> int:  # noqa: ANN401 - from C
        if samples and count > 0:
            self._said.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    def speak(self, text: str, voice: str, speed: float) -> tuple[NDArray[np.float32], int]:
        """Return a text as sound; ``voice`` holds names of voices, the best first.

        Raises:
            LookupError: it has none of these voices.
        """
        if not any(self._set_voice(name) for name in voice.split(",")):
            raise LookupError(voice)
        self._said.clear()
        self._library.espeak_SetParameter(RATE, round(WORDS_A_MINUTE * speed), 0)
        data = text.encode() + b"\0"
        self._library.espeak_Synth(data, len(data), 0, 1, 0, UTF_8 | SSML, None, None)
        self._library.espeak_Synchronize()
        whole = np.concatenate(self._said) if self._said else np.zeros(0, dtype=np.int16)
        return (whole / FULL_SCALE).astype(np.float32), self.rate

    def phonemes(self, text: str, voice: str) -> str:
        """Return the phonemes of a text, for tests."""
        if not any(self._set_voice(name) for name in voice.split(",")):
            raise LookupError(voice)
        translate = self._library.espeak_TextToPhonemes
        translate.restype = ctypes.c_char_p
        left, told = ctypes.c_char_p(text.encode()), []
        while left:
            told.append(translate(ctypes.byref(left), UTF_8, 0).decode())
        return " ".join(told)

    def _set_voice(self, name: str) -> bool:
        return int(self._library.espeak_SetVoiceByName(name.encode())) == 0


def find_library() -> tuple[str, bytes | None]:
    """Return the library and where its data lie (None: where it looks itself).

    Raises:
        OSError: there is none.
    """
    found = find_spec("espeakng_loader")
    if found is not None and found.origin is not None:
        folder = Path(found.origin).parent
        library = next(folder.glob("*espeak-ng*.[ds][oyl]*"), None)
        if library is not None:
            return str(library), str(folder).encode()
    system = ctypes.util.find_library("espeak-ng")
    if system is None:
        raise OSError("espeak-ng is not installed")
    return system, None


if __name__ == "__main__":
    serve(Espeak().speak)
