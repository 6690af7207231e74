"""MP3, made in process and joined without making it again.

Every sentence is its own stream at one rate and one constant bit rate. Such
streams can be laid end to end: the whole route costs no second encoding, a
chapter's time is a count of frames, and a browser that seeks lands where it
should (docs/decisions/0016-sound-of-constant-rate.md).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import soundfile

from routeguide.speech.sound import RATE, Sound

MEDIA_TYPE = "audio/mpeg"
KBPS = 48
LEVEL = 1 - (KBPS - 8) / 152
"""libsndfile's compression level for a constant rate: from 160 kbit/s (0) to 8 kbit/s (1)."""

FRAME_SAMPLES = 576
FRAME_S = FRAME_SAMPLES / RATE
HEAD = 4
SYNC = b"\xff\xf3"
"""MPEG-2, layer III, no checksum."""

RATES_KBPS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
ID3_HEAD = 10
INFO_AT = 13
"""Where LAME's frame about the stream, which holds no sound, says ``Xing`` or ``Info``."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a file: its number, its title, from when to when, in seconds."""

    number: int
    title: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Tags:
    """What a file says of itself: its title, whose voice it is, its language (ISO 639-2).

    ``licence`` is the address of the voice's licence; empty where it asks for none.
    """

    title: str
    credit: str
    language: str = "jpn"
    licence: str = ""


def encode(sound: Sound) -> bytes:
    """Return a sound as MP3 frames, without tags."""
    if sound.rate != RATE:
        raise ValueError("sound is brought to our rate before it is encoded")
    file = io.BytesIO()
    with soundfile.SoundFile(
        file, "w", RATE, 1, format="MP3", subtype="MPEG_LAYER_III",
        bitrate_mode="CONSTANT", compression_level=LEVEL,
    ) as stream:  # fmt: skip
        stream.write(sound.samples)
    return b"".join(frames_of(file.getvalue()))


def decode(data: bytes) -> Sound:
    """Return the sound of an MP3 file."""
    samples, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    return Sound(samples[:, 0], int(rate))


def frames_of(data: bytes) -> Iterator[bytes]:
    """Yield the frames of a stream of ours that hold sound.

    Raises:
        ValueError: it is no whole stream of MPEG-2 layer III at our rate.
    """
    at = _end_of_tag(data)
    while at < len(data):
        length = _frame_length(data[at : at + HEAD])
        frame = data[at : at + length]
        if len(frame) < length:
            raise ValueError("a frame of MP3 is cut off")
        if frame[INFO_AT : INFO_AT + HEAD] not in {b"Xing", b"Info"}:
            yield frame
        at += length


def seconds_of(data: bytes) -> float:
    """Return how long a stream sounds, from its frames."""
    return sum(FRAME_S for _ in frames_of(data))


@lru_cache(maxsize=16)
def pause(seconds: float) -> bytes:
    """Return frames of silence, about that long."""
    count = max(1, round(seconds / FRAME_S))
    made = encode(Sound(np.zeros(count * FRAME_SAMPLES, dtype=np.float32), RATE))
    return b"".join([*frames_of(made)][:count])


def tagged(stream: bytes, tags: Tags, chapters: Sequence[Chapter] = ()) -> bytes:
    """Return a stream as a file: ID3v2.3 with title, voice, licence and chapters before it."""
    frames = [
        _text("TIT2", tags.title),
        _text("TPE1", tags.credit),
        _frame("COMM", _language(tags) + _utf16("") + b"\0\0" + _utf16(tags.credit)),
        _text("TLAN", tags.language),
        *([_frame("WCOP", tags.licence.encode("latin-1"))] if tags.licence else ()),
    ]
    if chapters:
        names = [f"ch{one.number}".encode() + b"\0" for one in chapters]
        frames.append(_frame("CTOC", b"toc\0" + bytes([3, len(names)]) + b"".join(names)))
        frames += [_chapter(name, one) for name, one in zip(names, chapters, strict=True)]
    body = b"".join(frames)
    return b"ID3\x03\x00\x00" + _synchsafe(len(body)) + body + stream


def _chapter(name: bytes, one: Chapter) -> bytes:
    times = struct.pack(">II", round(one.start_s * 1000), round(one.end_s * 1000))
    return _frame("CHAP", name + times + b"\xff" * 8 + _text("TIT2", one.title))


def _frame(name: str, body: bytes) -> bytes:
    return name.encode() + struct.pack(">IH", len(body), 0) + body


def _text(name: str, text: str) -> bytes:
    return _frame(name, b"\x01" + _utf16(text))


def _language(tags: Tags) -> bytes:
    return b"\x01" + tags.language.encode()


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")


def _synchsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def _end_of_tag(data: bytes) -> int:
    if data[:3] != b"ID3":
        return 0
    size = 0
    for byte in data[6:ID3_HEAD]:
        size = size << 7 | byte
    return ID3_HEAD + size


def _frame_length(head: bytes) -> int:
    is_ours = len(head) == HEAD and head[:2] == SYNC and head[2] >> 2 & 3 == 1
    kbps = RATES_KBPS[head[2] >> 4] if is_ours and head[2] >> 4 < len(RATES_KBPS) else 0
    if not kbps:
        raise ValueError("this is no stream of MP3 of ours")
    return 72 * kbps * 1000 // RATE + (head[2] >> 1 & 1)
