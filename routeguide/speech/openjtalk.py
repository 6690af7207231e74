"""Japanese as Open JTalk reads it: words, kana and phonemes, with our lexicon as its dictionary.

The only module that knows ``pyopenjtalk``. The engine is loaded at the first
question: with its dictionary it takes a third of a second and 60 MB.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routeguide.directions.kana import to_hiragana
from routeguide.directions.lexicon import Lexicon
from routeguide.directions.pieces_of_text import Piece
from routeguide.speech.user_dictionary import dictionary_rows, say

OPTIONS: Mapping[str, Any] = {"predict_nani": False, "use_sudachi_kanji_yomi": False}
"""Without two models that change nothing in our sentences and cost 80 MB."""

AS_WRITTEN: Mapping[str, Any] = {"revert_long_vowels": True, "revert_yotsugana": True}
"""Kana as people write them: コウエン, ツヅキ."""

FULL_SCALE = 32_768
SILENCE = "-sil+"
COMPILE = "import sys, pyopenjtalk; pyopenjtalk.mecab_dict_index(*sys.argv[1:])"
SIGN, PARTICLE, NUMBER, LETTER = "記号", "助詞", "数", "アルファベット"
Features = Sequence[Mapping[str, Any]]


class OpenJTalk:
    """An analyser of Japanese; safe to share between threads, which take turns.

    ``is_unheard`` says that nobody hears what this process prints: the dictionary
    is then compiled in it, which saves a third of a second.
    """

    def __init__(self, lexicon: Lexicon | None = None, *, is_unheard: bool = False) -> None:
        self._lexicon = lexicon
        self._compile = _compile_here if is_unheard else _compile_apart
        self._lock = Lock()
        self._loaded: Any = None

    def read(self, text: str) -> tuple[Piece, ...]:
        """Return the text in words with their kana, all of them guesses."""
        library = _library()
        with self._lock:
            words = library.g2p_mapping(text, jtalk=self._engine(), **OPTIONS, **AS_WRITTEN)
        pieces: list[Piece] = []
        was_number = False
        for word, (start, end) in zip(words, _spans(words, len(text)), strict=True):
            piece = _piece(text[start:end], word)
            is_number = word["pos_group1"] == NUMBER
            if pieces and (not piece.text or (is_number and was_number)):
                piece = _join(pieces.pop(), piece)
            pieces.append(piece)
            was_number = is_number
        return tuple(pieces)

    def kana(self, text: str) -> str:
        """Return how the text is said, in katakana: コーエンエ for 公園へ; signs stay."""
        return "".join(
            word["string"] if word["pos"] == SIGN and not _is_letter(word) else say([word])
            for word in self.features(text)
        )

    def phonemes(self, text: str) -> str:
        """Return the phonemes of a text, parted by blanks, ``pau`` where it pauses."""
        library = _library()
        with self._lock:
            return str(library.g2p(text, jtalk=self._engine(), **OPTIONS))

    def features(self, text: str) -> Features:
        """Return the engine's own words with accents, from which sound is made."""
        with self._lock:
            return _hear(text, self._engine())

    def sound(self, text: str, speed: float = 1.0) -> tuple[NDArray[np.float32], int]:
        """Return a text as the voice "Mei" says it: samples of full scale 1.0, their rate in Hz.

        The library holds a lock of its own meanwhile: a service speaks in other
        processes (:mod:`routeguide.speech.openjtalk_runner`).
        """
        library = _library()
        with self._lock:
            words = _hear(text, self._engine())
            labels = _without_silence(library.make_label(words, jtalk=self._engine()))
            if not labels:
                return np.zeros(0, dtype=np.float32), 1
            samples, rate = library.synthesize(labels, speed=speed)
        return (samples / FULL_SCALE).astype(np.float32), int(rate)

    def morphemes(self, text: str) -> list[str]:
        """Return the words of a text as MeCab's features, in full width, without blanks."""
        library = _library()
        with self._lock:
            return list(library.run_mecab(text, jtalk=self._engine()))

    def _engine(self) -> Any:  # noqa: ANN401 - the library has no types
        if self._loaded is None:
            bare = _new_engine(b"")
            rows = dictionary_rows(self._lexicon or (), lambda text: _hear(text, bare))
            self._loaded = _with_rows(rows, self._compile) if rows else bare
        return self._loaded


def _library() -> Any:  # noqa: ANN401 - the library has no types
    """Return the library, imported without what it prints about optional models."""
    with redirect_stdout(io.StringIO()):
        import pyopenjtalk  # noqa: PLC0415 - loaded only where speech is asked for
    return pyopenjtalk


def _hear(text: str, engine: Any) -> Features:  # noqa: ANN401 - the library has no types
    words: Features = _library().run_frontend(text, jtalk=engine, **OPTIONS)
    return words


def _new_engine(dictionary: bytes) -> Any:  # noqa: ANN401 - the library has no types
    library = _library()
    return library.OpenJTalk(dn_mecab=library.OPEN_JTALK_DICT_DIR, userdic=dictionary)


def _with_rows(rows: Sequence[str], compile_rows: Callable[[Path, Path], None]) -> Any:  # noqa: ANN401
    """Return an engine with a user dictionary."""
    with tempfile.TemporaryDirectory(prefix="routeguide-") as folder:
        source, made = Path(folder) / "names.csv", Path(folder) / "names.dic"
        source.write_text("\n".join(rows) + "\n", encoding="utf-8")
        compile_rows(source, made)
        return _new_engine(str(made).encode())


def _compile_apart(source: Path, made: Path) -> None:
    """Compile a dictionary in a process whose talk nobody hears."""
    words = [sys.executable, "-c", COMPILE, str(source), str(made)]
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - our own words


def _compile_here(source: Path, made: Path) -> None:
    _library().mecab_dict_index(str(source), str(made))


def _without_silence(labels: Sequence[str]) -> Sequence[str]:
    """Return labels without the half second of silence around a sentence.

    A third of the time of a short sentence would go into what is cut off again.
    """
    spoken = [SILENCE not in label for label in labels]
    if True not in spoken:
        return ()
    return labels[spoken.index(True) : len(labels) - spoken[::-1].index(True)]


def _is_letter(word: Mapping[str, Any]) -> bool:
    return bool(word["pos_group1"] == LETTER)


def _piece(text: str, word: Mapping[str, Any]) -> Piece:
    if word["pos"] == SIGN and not _is_letter(word):
        return Piece(text, is_guess=True)
    kana = to_hiragana(str(word["read"]) if word["pos"] == PARTICLE else say([word]))
    return Piece(text, None if kana == to_hiragana(text) else kana, is_guess=True)


def _join(first: Piece, second: Piece) -> Piece:
    kana = (first.kana or first.text) + (second.kana or second.text)
    return Piece(first.text + second.text, kana, is_guess=True)


def _spans(words: Features, length: int) -> list[tuple[int, int]]:
    """Return where each word stands in the text, without a gap or an overlap."""
    starts: list[int] = []
    for word in words:
        start, end = word["char_span"]
        last = starts[-1] if starts else 0
        starts.append(max(start, last) if end > start else last)
    if not starts:
        return []
    starts[0] = 0
    return list(zip(starts, [*starts[1:], length], strict=True))
