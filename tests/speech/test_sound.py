"""Sound is brought to one rate and level; silence is never taken for speech."""

from __future__ import annotations

import numpy as np
import pytest

from routeguide.speech.sound import PEAK, RATE, SilentSound, Sound, levelled


def tone(rate: int, seconds: float = 0.5, loud: float = 0.3) -> np.ndarray:
    t = np.arange(int(rate * seconds)) / rate
    return (loud * np.sin(2 * np.pi * 440 * t)).astype(np.float32)


def silence(rate: int, seconds: float) -> np.ndarray:
    return np.zeros(int(rate * seconds), np.float32)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 48_000])
@pytest.mark.parametrize("loud", [0.01, 0.3, 1.7])
def test_every_engine_comes_out_at_one_rate_and_level(rate: int, loud: float) -> None:
    made = levelled(Sound(tone(rate, loud=loud), rate))
    assert made.rate == RATE
    assert made.duration_s == pytest.approx(0.5, abs=0.01)
    assert np.abs(made.samples).max() == pytest.approx(PEAK, abs=1e-4)
    spectrum = np.abs(np.fft.rfft(made.samples))
    assert np.argmax(spectrum) * RATE / len(made.samples) == pytest.approx(440, abs=5)


def test_silence_at_the_ends_is_cut_and_silence_inside_stays() -> None:
    rate = 48_000
    parts = [silence(rate, 0.4), tone(rate), silence(rate, 0.3), tone(rate), silence(rate, 0.6)]
    made = levelled(Sound(np.concatenate(parts), rate))
    assert made.duration_s == pytest.approx(1.3 + 2 * 0.02, abs=0.01)


@pytest.mark.parametrize(
    "samples",
    [
        silence(RATE, 0), silence(RATE, 2), tone(RATE, 2, loud=1e-4), tone(RATE, 0.02),
        np.full(RATE, np.nan, np.float32),
    ],
    ids=["nothing", "zeros", "a whisper of noise", "a click", "no numbers"],
)  # fmt: skip
def test_what_is_no_speech_is_refused(samples: np.ndarray) -> None:
    with pytest.raises(SilentSound):
        levelled(Sound(samples, RATE))
