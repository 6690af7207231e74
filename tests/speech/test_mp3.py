"""MP3: streams laid end to end sound as their parts do, and chapters are where they are said."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from routeguide.speech import mp3
from routeguide.speech.sound import RATE, Sound, levelled


def tone(hertz: float, seconds: float = 0.6) -> Sound:
    t = np.arange(int(RATE * seconds)) / RATE
    return levelled(Sound(np.sin(2 * np.pi * hertz * t).astype(np.float32), RATE))


def heard_hertz(samples: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * RATE / len(samples))


def loud_runs(samples: np.ndarray) -> list[tuple[float, float]]:
    """Return from when to when there is sound, in seconds."""
    step = RATE // 100
    loud = [np.abs(samples[at : at + step]).max() > 0.05 for at in range(0, len(samples), step)]
    edges = np.flatnonzero(np.diff([0, *loud, 0]))
    return [(a / 100, b / 100) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def test_streams_laid_end_to_end_sound_as_their_parts_do() -> None:
    parts = [mp3.encode(tone(300)), mp3.pause(0.5), mp3.encode(tone(900))]
    whole = mp3.decode(b"".join(parts))
    assert whole.duration_s == pytest.approx(sum(map(mp3.seconds_of, parts)), abs=1e-6)
    (first, second) = loud_runs(whole.samples)
    assert second[0] - first[1] == pytest.approx(0.5, abs=0.1)
    for (start, end), hertz in ((first, 300), (second, 900)):
        cut = whole.samples[int((start + 0.1) * RATE) : int((end - 0.1) * RATE)]
        assert heard_hertz(cut) == pytest.approx(hertz, abs=6)
    assert np.abs(whole.samples).max() < 0.97


def test_every_frame_has_one_length_so_that_a_browser_lands_where_it_seeks() -> None:
    lengths = {len(frame) for frame in mp3.frames_of(mp3.encode(tone(500, 2)))}
    assert lengths == {72 * mp3.KBPS * 1000 // RATE}


def test_a_pause_is_as_long_as_asked_and_silent() -> None:
    for seconds in (0.35, 0.9):
        made = mp3.pause(seconds)
        assert mp3.seconds_of(made) == pytest.approx(seconds, abs=mp3.FRAME_S)
        assert np.abs(mp3.decode(made).samples).max() == 0


@pytest.mark.parametrize("spoil", [lambda data: data[:-7], lambda data: b"\0\0\0\0" + data])
def test_a_damaged_stream_is_noticed(spoil) -> None:  # noqa: ANN001
    with pytest.raises(ValueError, match="MP3"):
        list(mp3.frames_of(spoil(mp3.encode(tone(500)))))


def read_tags(data: bytes) -> list[tuple[str, bytes]]:
    """Read ID3v2.3 by its specification, apart from the code that writes it."""
    assert data[:5] == b"ID3\x03\x00"
    size = int.from_bytes(bytes(byte & 0x7F for byte in data[6:10]), "big")
    size = (data[6] << 21) | (data[7] << 14) | (data[8] << 7) | data[9]
    at, found = 10, []
    while at < 10 + size:
        name, (length, _) = data[at : at + 4].decode(), struct.unpack(">IH", data[at + 4 : at + 10])
        found.append((name, data[at + 10 : at + 10 + length]))
        at += 10 + length
    assert at == 10 + size
    assert data[at : at + 2] == mp3.SYNC
    return found


def test_a_file_tells_its_title_its_voice_and_its_chapters() -> None:
    stream = mp3.encode(tone(500))
    chapters = [mp3.Chapter(0, "はじめに", 0, 1.5), mp3.Chapter(1, "1. 右へ", 2.4, 9.876)]
    tags = mp3.Tags("駅から図書館まで", "Mei, CC BY 3.0", licence="https://example.org/")
    file = mp3.tagged(stream, tags, chapters)
    found = read_tags(file)
    names = [name for name, _ in found]
    assert names == ["TIT2", "TPE1", "COMM", "TLAN", "WCOP", "CTOC", "CHAP", "CHAP"]
    told = dict(found)
    assert told["TIT2"][1:].decode("utf-16") == tags.title
    assert told["TPE1"][1:].decode("utf-16") == tags.credit
    assert told["WCOP"] == b"https://example.org/"
    assert struct.unpack(">II", found[-1][1][4:12]) == (2400, 9876)
    assert mp3.decode(file).duration_s == pytest.approx(mp3.decode(stream).duration_s)
    assert mp3.seconds_of(file) == mp3.seconds_of(stream)
